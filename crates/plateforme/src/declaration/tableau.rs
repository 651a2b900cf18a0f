//! The dashboards of those who look at the participation from outside: ARS, CPAM, committee, doctor.

use droit::identifiant::{CodeDepartement, PraticienId};
use entrepot::declaration::EffectifCpts;
use maud::{Markup, html};

use super::Feu;
use super::attente::de_l_etat;
use crate::connexion::{Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Page, Style, Tableau, Ton, badge, carte, chiffre, lien_bouton, source, texte, vide};
use crate::publication::Critere;
use crate::serveur::App;

/// How many of the oldest files are shown.
const PREMIERS: usize = 5;

/// The dashboard of an agent of the ARS: what waits, since when, and what the checks say of it.
pub async fn ars(
    app: &App,
    identite: &Identite,
    departements: &[CodeDepartement],
) -> Result<Markup, Failure> {
    let attentes = de_l_etat(app, departements, "deposee").await?;
    let alertes = crate::alertes::compter(app, identite).await?;
    let evenements = crate::evenement::a_prendre(app, departements).await?;
    let echues = crate::adhesion::echues::compter(app, departements).await?;
    let lieux = super::lieux_ajoutes::attendus(app, departements).await?.len() as u64;
    let compter = |feu| attentes.iter().filter(|attente| attente.feu == feu).count() as u64;
    let retards = attentes.iter().filter(|attente| attente.en_retard()).count() as u64;
    let noms: Vec<_> = departements
        .iter()
        .filter_map(|code| app.reglement.departement(*code))
        .map(|d| d.nom.as_str())
        .collect();
    let visiteur = Visiteur::from(identite);
    Ok(Page::new("Tableau de bord", &visiteur)
        .chapo(html! { "Accès direct en CPTS : " (noms.join(", ")) "." })
        .rendre(html! {
            div.chiffres {
                (chiffre(attentes.len() as u64, "déclaration à instruire", "déclarations à instruire"))
                (chiffre(compter(Feu::Vert), "dont tout est vérifié", "dont tout est vérifié"))
                (chiffre(compter(Feu::Orange), "à vérifier", "à vérifier"))
                (chiffre(compter(Feu::Rouge), "bloquée", "bloquées"))
                (chiffre(alertes, "alerte de l’annuaire", "alertes de l’annuaire"))
                (chiffre(retards, "en retard sur le délai annoncé", "en retard sur le délai annoncé"))
                (chiffre(evenements, "événement indésirable à prendre en charge", "événements indésirables à prendre en charge"))
            }
            div.deux.apres {
                (carte("À traiter d’abord", &html! {
                    @if attentes.is_empty() {
                        (vide("La file est vide", "Aucune déclaration n’attend de décision.", &html! {}))
                    } @else {
                        ul.liste-liens { @for attente in attentes.iter().take(PREMIERS) {
                            li {
                                a href=(format!("/declarations/{}", attente.declaration)) { (attente.dossier.nom()) }
                                span.sous { (attente.dossier.cpts.nom) ", attend depuis " (texte::compte(u64::try_from(attente.jours).unwrap_or(0), "jour", "jours")) }
                                (badge(attente.feu.ton(), attente.feu.libelle()))
                                @if attente.en_retard() { " " (badge(Ton::Attention, "Délai dépassé")) }
                            }
                        } }
                        p { (lien_bouton(Style::Principal, "/instruction", "Ouvrir la file")) }
                        p { a href="/demarches" { "Reprendre des dossiers de démarches-simplifiées" } }
                    }
                }))
                (carte("Et aussi", &html! {
                    ul.liste-liens {
                        li { a href="/alertes" { "Alertes de l’annuaire" } span.sous { "Praticiens partis, arrêtés ou devenus remplaçants selon l’Annuaire Santé." } }
                        li { a href="/evenements" { "Événements indésirables" } span.sous { "Les signalements à prendre en charge, ceux dont l’analyse est attendue." } }
                        li { a href="/instruction?etat=validee" { "Déclarations acceptées" } span.sous { "Mettre fin à une participation, avec sa date et son motif." } }
                        li {
                            a href="/adhesions" { "Adhésions finies" }
                            @if echues > 0 { " " (badge(Ton::Attention, &texte::compte(echues, "praticien autorisé", "praticiens autorisés"))) }
                            span.sous { "Praticiens autorisés qui ne sont plus membres de leur CPTS, ou bientôt plus." }
                        }
                        li {
                            a href="/lieux-a-retenir" { "Lieux à retenir" }
                            @if lieux > 0 { " " (badge(Ton::Attention, &texte::compte(lieux, "lieu", "lieux"))) }
                            span.sous { "Demandés par des praticiens de la liste : elle ne les montre qu’une fois retenus." }
                        }
                        @if retards > 0 { li { a href="/instruction?retard=oui" { "Dossiers en retard" } span.sous { "Le délai que l’ARS annonce est dépassé." } } }
                        li { a href="/instruction?etat=suspendue" { "Participations suspendues" } span.sous { "Les reprendre, ou y mettre fin." } }
                        li { a href="/instruction?etat=a-completer" { "Compléments demandés" } span.sous { "Ce qui attend une réponse de la CPTS ou du praticien." } }
                    }
                }))
            }
        }))
}

/// The dashboard of a CPAM: one question.
pub fn cpam(app: &App, identite: &Identite, departement: CodeDepartement) -> Markup {
    let visiteur = Visiteur::from(identite);
    let nom = app.reglement.departement(departement).map_or("", |d| d.nom.as_str());
    Page::new("Tableau de bord", &visiteur)
        .chapo(html! { "Accès direct en CPTS : " (nom) "." })
        .rendre(html! {
            div.grille {
                (carte("Vérifier une autorisation", &html! {
                    p { "Ce masseur-kinésithérapeute était-il autorisé le jour des soins ?" }
                    p { (lien_bouton(Style::Principal, "/autorisations", "Vérifier")) }
                }))
                (carte("La liste du jour", &html! {
                    p { "Tous les praticiens autorisés dans le département, tels que la liste publique les donne." }
                    p { (lien_bouton(Style::Secondaire, &format!("/annuaire?departement={departement}"), "Ouvrir la liste")) }
                }))
                (regles(departement))
            }
        })
}

/// The dashboard of the monitoring committee: public figures per CPTS, nothing of any patient.
pub async fn comite(app: &App, identite: &Identite, departement: CodeDepartement) -> Result<Markup, Failure> {
    let le = super::aujourd_hui(app, departement)?;
    let cpts =
        app.entrepot.lire(move |tx| entrepot::declaration::effectifs_par_cpts(tx, departement, le)).await?;
    let somme = |lire: fn(&EffectifCpts) -> u64| cpts.iter().map(lire).sum::<u64>();
    let visiteur = Visiteur::from(identite);
    let nom = app.reglement.departement(departement).map_or("", |d| d.nom.as_str());
    let reunions = app.reglement.parametres(departement).comite_de_suivi.au(le);
    Ok(Page::new("Tableau de bord", &visiteur)
        .chapo(html! { "Comité de suivi de l’accès direct : " (nom) ", au " (texte::jour(le)) "." })
        .rendre(html! {
            div.chiffres {
                (chiffre(cpts.len() as u64, "CPTS du département", "CPTS du département"))
                (chiffre(somme(|c| c.declares), "déclaration déposée", "déclarations déposées"))
                (chiffre(somme(|c| c.autorises), "praticien autorisé", "praticiens autorisés"))
            }
            div.pile.apres {
                (Tableau::new("Participation par CPTS", &["CPTS", "Déclarations déposées", "Praticiens autorisés"])
                    .lignes(cpts.iter().map(|c| vec![
                        html! { (c.nom) }, html! { (texte::grouper(c.declares)) }, html! { (texte::grouper(c.autorises)) },
                    ])).rendre())
                @if let Some(mois) = &reunions.connue {
                    p { "Réunions prévues : " (mois.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")) " mois après le début. "
                        (source(&reunions.source, app.reglement.registre())) }
                }
                div.grille {
                    (carte("Réunions et décisions", &html! {
                        p { "Calendrier, ordre du jour, dossier de séance, comptes rendus, décisions à suivre." }
                        p { (lien_bouton(Style::Principal, "/comite", "Ouvrir le comité")) }
                    }))
                    (regles(departement))
                }
            }
        }))
}

/// The dashboard of a doctor: the authorised MKs around, and the rules; nothing of any patient.
pub async fn medecin(app: &App, identite: &Identite, medecin: PraticienId) -> Result<Markup, Failure> {
    let le = app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?;
    let lieux = app.entrepot.lire(move |tx| entrepot::praticien::lieux(tx, medecin)).await?;
    let departement = lieux.first().map(|lieu| lieu.departement);
    let critere = Critere {
        departement,
        mots: lieux.first().map(|lieu| Critere::decouper(&lieu.commune)).unwrap_or_default(),
        limite: 20,
        ..Critere::au(le)
    };
    let proches = match departement {
        Some(_) => app.publication().lire(&app.entrepot, |index| index.chercher(&critere).lignes).await?,
        None => Vec::new(),
    };
    let visiteur = Visiteur::from(identite);
    Ok(Page::new("Tableau de bord", &visiteur)
        .chapo(html! { "Les masseurs-kinésithérapeutes que vos patients peuvent consulter sans ordonnance, et selon quelles règles." })
        .rendre(html! {
            @if !proches.is_empty() {
                (Tableau::new("Autorisés dans votre commune", &["Praticien", "Adresse", "CPTS"]).lignes(proches.iter().map(|p| vec![
                    html! { (p.prenom) " " (p.nom) },
                    html! { @for place in &p.places { p { (place.adresse) ", " (place.code_postal) " " (place.commune) } } },
                    html! { (p.nom_cpts) },
                ])).rendre())
            }
            div.grille.apres {
                (carte("Trouver un kinésithérapeute", &html! {
                    p { "La liste publique, toujours à jour, par département, CPTS, nom ou commune." }
                    @let adresse = departement.map_or("/annuaire".to_owned(), |code| format!("/annuaire?departement={code}"));
                    p { (lien_bouton(Style::Principal, &adresse, "Ouvrir la liste")) }
                }))
                (carte("Ce que vous recevrez", &html! {
                    p { "Le kinésithérapeute adresse son bilan initial et le compte rendu des soins au médecin traitant, et oriente vers vous dès qu’un diagnostic ou un avis est nécessaire." }
                }))
                @match departement {
                    Some(code) => (regles(code)),
                    None => (carte("Les règles", &html! { p { (lien_bouton(Style::Secondaire, "/regles", "Choisir un département")) } })),
                }
            }
        }))
}

fn regles(departement: CodeDepartement) -> Markup {
    carte(
        "Les règles",
        &html! {
            p { "Chaque règle du département, avec son texte et ce que les sources laissent ouvert." }
            p { (lien_bouton(Style::Secondaire, &format!("/regles/{departement}"), "Lire les règles")) }
        },
    )
}
