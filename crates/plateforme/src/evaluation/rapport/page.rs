//! The pages of reports: those that are published, the draft with its comments and its signature, the signed version.

use axum::extract::{Path, State};
use droit::acces::{Acteur, lire_indicateurs, lire_rapport};
use droit::evaluation::{Contenu, EtatRapport, Rapport, SectionRapport, Signature, SujetRapport};
use droit::indicateur::Indicateur;
use entrepot::evaluation::{self, Signe};
use entrepot::{Echec, Tx};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Dossier, cle, composition};
use crate::connexion::Visiteur;
use crate::echec::Failure;
use crate::evaluation::ecriture::{ecrire, majuscule};
use crate::evaluation::figures;
use crate::evaluation::lecture::{self, Moment};
use crate::evaluation::page::{moment, siens};
use crate::gabarits::{
    Champ, Erreurs, Lien, Page, Reponse, Style, Tableau, Ton, alerte, badge, bouton, carte, fiche,
    formulaire, lien_bouton, resume, section, texte, vide,
};
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

/// What was typed, and what is wrong with it.
#[derive(Default)]
pub(super) struct Saisie {
    pub champs: Champs,
    pub erreurs: Erreurs,
}

/// Whose reports.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choix {
    #[serde(default)]
    sujet: String,
}

/// The published reports of a subject, or of every department and of the CPTS that the visitor may read.
///
/// # Errors
/// When the subject is not for the visitor, or the base fails.
pub async fn lister(
    State(app): State<App>,
    visiteur: Visiteur,
    Parametres(choix): Parametres<Choix>,
) -> Result<Markup, Failure> {
    let moment = moment(&app).await?;
    let demande = match choix.sujet.as_str() {
        "" => None,
        texte => Some(texte.parse::<SujetRapport>().map_err(|_| Failure::Introuvable)?),
    };
    let acteur = visiteur.identite().map(|identite| identite.acteur.clone());
    let lus = app.entrepot.lire(move |tx| {
        let sujets = match demande {
            Some(sujet) => vec![sujet],
            None => tous_les_sujets(tx, moment, acteur.as_ref())?,
        };
        let mut lus = Vec::new();
        for sujet in sujets {
            let territoire = lecture::territoire(tx, &sujet.perimetre())?;
            if lire_indicateurs(acteur.as_ref(), &sujet.perimetre(), &territoire).is_err() {
                return Ok::<_, Echec>(None);
            }
            let Some(nom) = lecture::nommer(tx, moment, &sujet.perimetre())? else { return Ok(None) };
            lus.push((nom, evaluation::signes(tx, sujet)?));
        }
        Ok(Some(lus))
    });
    let lus = lus.await?.ok_or(Failure::Introuvable)?;
    let lignes: Vec<_> =
        lus.iter().flat_map(|(nom, signes)| signes.iter().map(move |signe| ligne(nom, signe))).collect();
    Ok(Page::new("Rapports annuels publiés", &visiteur)
        .fil([Lien::new("Évaluation", "/evaluation")])
        .chapo(html! { "Chaque rapport est signé et ne change plus : ses chiffres, ses définitions et son texte restent ceux du jour de la signature." })
        .rendre(html! {
            @if lignes.is_empty() {
                (vide("Aucun rapport n’est encore publié", "Un rapport paraît ici dès qu’il est signé.", &lien_bouton(Style::Secondaire, "/evaluation", "Voir les chiffres")))
            } @else {
                (Tableau::new("Rapports signés", &["Rapport", "Période", "Version", "Signé"]).lignes(lignes).rendre())
            }
        }))
}

/// Every department, after the CPTS that the visitor may read.
fn tous_les_sujets(tx: &mut Tx, moment: Moment, acteur: Option<&Acteur>) -> Result<Vec<SujetRapport>, Echec> {
    let mut sujets: Vec<SujetRapport> = Vec::new();
    for sujet in siens(tx, moment, acteur)?.into_iter().filter_map(|(cle, _)| cle.parse().ok()) {
        if !sujets.contains(&sujet) {
            sujets.push(sujet);
        }
    }
    sujets.extend(moment.reglement.departements_designes().map(SujetRapport::Departement));
    Ok(sujets)
}

fn ligne(nom: &str, signe: &Signe) -> Vec<Markup> {
    vec![
        html! { a href=(format!("/evaluation/rapports/{}", signe.id)) { (nom) } },
        html! { (majuscule(&signe.periode.libelle())) },
        html! { (signe.numero) @if let Some(motif) = &signe.motif { span.sous { (motif) } } },
        html! { "le " (texte::jour(signe.le)) span.sous { (signe.nom) } },
    ]
}

/// One version.
///
/// # Errors
/// When it is not for the visitor, or the base fails.
pub async fn voir(
    State(app): State<App>,
    visiteur: Visiteur,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    let (id, moment) = (cle(&id)?, moment(&app).await?);
    let dossier =
        app.entrepot.lire(move |tx| Dossier::charger(tx, moment, id)).await?.ok_or(Failure::Introuvable)?;
    let acteur = visiteur.identite().map(|identite| &identite.acteur);
    lire_rapport(acteur, &dossier.rapport, &dossier.territoire).map_err(|_| Failure::Introuvable)?;
    rendre(&app, &visiteur, moment, dossier, &Saisie::default()).await
}

/// The page of a version, with what was typed.
pub(super) async fn rendre(
    app: &App,
    visiteur: &Visiteur,
    moment: Moment,
    dossier: Dossier,
    saisie: &Saisie,
) -> Result<Markup, Failure> {
    let (rapport, nom) = (dossier.rapport.clone(), dossier.nom.clone());
    let lu = app.entrepot.lire(move |tx| tout(tx, moment, &rapport, &nom));
    let (contenu, empreinte, derniere) = lu.await?;
    let acteur = visiteur.identite().map(|identite| &identite.acteur);
    let redacteur = dossier.redigeable(acteur);
    let titre = format!("Rapport annuel : {}, {}", dossier.nom, dossier.rapport.periode.libelle());
    let sujet = dossier.rapport.sujet;
    let fil = [
        Lien::new("Évaluation", format!("/evaluation?perimetre={sujet}")),
        Lien::new("Rapports", format!("/evaluation/rapports?sujet={sujet}")),
    ];
    let page = Page::new(&titre, visiteur).fil(fil).chapo(chapo(&dossier));
    Ok(page.rendre(match &dossier.rapport.etat {
        EtatRapport::Brouillon => brouillon(visiteur, moment, &dossier, &contenu, saisie),
        EtatRapport::Signe(signature) => html! {
            div.pile-large {
                (signee(&dossier, signature, &contenu, empreinte.as_deref().unwrap_or_default()))
                @if redacteur && derniere { (correction(&dossier, saisie)) }
            }
        },
    }))
}

type Tout = (Contenu, Option<String>, bool);

/// The content, its fingerprint, and whether this version is the latest.
fn tout(tx: &mut Tx, moment: Moment, rapport: &Rapport, nom: &str) -> Result<Tout, Echec> {
    let (contenu, empreinte) = composition::contenu(tx, moment, rapport, nom)?;
    let derniere = evaluation::en_cours(tx, rapport.sujet, rapport.periode)? == Some(rapport.id);
    Ok((contenu, empreinte, derniere))
}

fn chapo(dossier: &Dossier) -> Markup {
    html! {
        "Version " (dossier.rapport.numero.nombre()) " "
        @match &dossier.rapport.etat {
            EtatRapport::Brouillon => (badge(Ton::Attention, "Brouillon")),
            EtatRapport::Signe(signature) => (badge(Ton::Succes, &format!("Signé le {}", texte::jour(signature.le)))),
        }
    }
}

fn cles(contenu: &Contenu) -> Markup {
    let indicateurs = [
        Indicateur::Patients,
        Indicateur::Seances,
        Indicateur::SeancesParEpisode,
        Indicateur::TauxOrientation,
    ];
    let donnees = indicateurs.iter().filter_map(|indicateur| {
        contenu
            .donnees
            .iter()
            .find(|d| d.indicateur == *indicateur && d.variante == contenu.premiere && d.modalite.is_none())
    });
    html! {
        div.chiffres {
            @for donnee in donnees {
                div.chiffre {
                    span.chiffre-valeur { (ecrire(donnee)) }
                    span.chiffre-libelle { (contenu.indicateurs.iter().find(|i| i.code == donnee.indicateur.code()).map_or("", |i| i.libelle.as_str())) }
                    span.chiffre-termes { (figures::termes(&donnee.chiffre)) }
                }
            }
        }
    }
}

fn fichiers(dossier: &Dossier) -> Markup {
    let adresse = dossier.adresse();
    html! {
        div.rang {
            (lien_bouton(Style::Secondaire, &format!("{adresse}/rapport.pdf"), "Ouvrir le PDF"))
            (lien_bouton(Style::Discret, &format!("{adresse}/indicateurs.xlsx"), "Tableur"))
            (lien_bouton(Style::Discret, &format!("{adresse}/indicateurs.csv"), "CSV"))
            (lien_bouton(Style::Discret, &format!("{adresse}/indicateurs.fhir.json"), "FHIR"))
        }
    }
}

fn brouillon(
    visiteur: &Visiteur,
    moment: Moment,
    dossier: &Dossier,
    contenu: &Contenu,
    saisie: &Saisie,
) -> Markup {
    let fin = dossier
        .rapport
        .periode
        .bornes(&dossier.rapport.sujet.perimetre(), moment.reglement)
        .map(|(_, au)| au);
    let terminee = fin.is_some_and(|fin| moment.le > fin);
    html! {
        (resume(&saisie.erreurs))
        (cles(contenu))
        @if let Some(motif) = &dossier.rapport.motif {
            (alerte(Ton::Info, "Cette version corrige la précédente", &html! { p { "« " (motif) " »" } }))
        }
        (section("1. Commenter", &html! {
            p.champ-aide { "Chaque texte ouvre sa section du rapport. Une section sans texte montre ses chiffres seuls." }
            form.formulaire.large method="post" action=(dossier.adresse()) novalidate {
                @for rubrique in SectionRapport::TOUS { (champ(*rubrique, dossier, contenu, saisie)) }
                div.formulaire-fin { (bouton(Style::Secondaire, "Enregistrer les commentaires")) }
            }
        }))
        (section("2. Relire", &html! {
            p {
                "L’aperçu est le rapport tel qu’il serait signé aujourd’hui, avec les chiffres de la dernière publication mensuelle"
                @if let Some(le) = contenu.publie_le { " (" (texte::jour(le)) ")" } "."
            }
            p { "Aucun instantané n’est encore pris : il le sera à la signature, et le rapport le citera." }
            (fichiers(dossier))
        }))
        div #signature {
            (section("3. Signer", &html! {
                @if terminee { (signature(visiteur, dossier, saisie)) }
                @else if let Some(fin) = fin {
                    (alerte(Ton::Attention, "La période n’est pas terminée", &html! {
                        p { "Elle s’achève le " (texte::jour(fin)) ". Le brouillon se prépare dès maintenant ; il se signe à partir du lendemain." }
                    }))
                }
            }))
        }
    }
}

fn champ(rubrique: SectionRapport, dossier: &Dossier, contenu: &Contenu, saisie: &Saisie) -> Markup {
    let tape = saisie.champs.un(rubrique.code());
    let ecrit = dossier.rapport.commentaires.de(rubrique).map_or("", |texte| texte.as_str());
    let aide = aide(rubrique, contenu);
    Champ::zone(rubrique.code(), rubrique.titre())
        .facultatif()
        .aide(&aide)
        .valeur(if tape.is_empty() { ecrit } else { tape })
        .erreurs(&saisie.erreurs)
        .rendre()
}

/// The figures that the section will show, to write beside them.
fn aide(rubrique: SectionRapport, contenu: &Contenu) -> String {
    let Some(famille) = rubrique.famille() else {
        return match rubrique {
            SectionRapport::Synthese => "Ce qu’il faut retenir de l’année, en quelques phrases.".to_owned(),
            _ => "Ce que vous proposez pour la suite.".to_owned(),
        };
    };
    let siens = contenu.donnees.iter().filter(|d| {
        d.indicateur.famille() == famille
            && d.variante == contenu.premiere
            && d.modalite.is_none()
            && d.chiffre.en_dixiemes().is_some()
    });
    let dits: Vec<String> = siens
        .take(4)
        .map(|d| {
            let libelle = contenu
                .indicateurs
                .iter()
                .find(|i| i.code == d.indicateur.code())
                .map_or("", |i| i.libelle.as_str());
            format!("{libelle} : {}", ecrire(d))
        })
        .collect();
    if dits.is_empty() {
        "Aucun chiffre à montrer dans cette période.".to_owned()
    } else {
        format!("{}.", dits.join(" ; "))
    }
}

fn signature(visiteur: &Visiteur, dossier: &Dossier, saisie: &Saisie) -> Markup {
    let nom = visiteur.identite().map_or("", |identite| identite.nom.as_str());
    let tape = |champ: &str, defaut: &str| match saisie.champs.un(champ) {
        "" => defaut.to_owned(),
        valeur => valeur.to_owned(),
    };
    html! {
        p { "La signature lit les chiffres une dernière fois, les fige avec leurs définitions et vos textes, et publie le rapport. Rien n’y change plus : une erreur se corrige par une nouvelle version, qui dit pourquoi." }
        (formulaire(&format!("{}/signer", dossier.adresse()), &Erreurs::default(), &html! {
            (Champ::texte("nom", "Nom du signataire").valeur(tape("nom", nom)).remplissage("name").erreurs(&saisie.erreurs).rendre())
            (Champ::texte("qualite", "Qualité").aide("Par exemple : directrice de l’offre de soins.").valeur(tape("qualite", "")).remplissage("organization-title").erreurs(&saisie.erreurs).rendre())
            (Champ::cases("relu", "Avant de signer", vec![Reponse::new("oui", "J’ai relu le rapport et ses chiffres")]).erreurs(&saisie.erreurs).rendre())
        }, "Signer et publier"))
    }
}

fn signee(dossier: &Dossier, signature: &Signature, contenu: &Contenu, empreinte: &str) -> Markup {
    html! {
        (cles(contenu))
        (fichiers(dossier))
        (section("Ce qu’il dit", &html! {
            @let dites: Vec<_> = SectionRapport::TOUS.iter().filter_map(|s| contenu.commentaire(*s).map(|texte| (s.titre(), texte))).collect();
            @if dites.is_empty() { p { "Ce rapport n’a pas de commentaire : il montre ses chiffres." } }
            @for (titre, dit) in dites {
                div.pile { h3 { (titre) } @for ligne in dit.lines().filter(|ligne| !ligne.trim().is_empty()) { p { (ligne) } } }
            }
        }))
        (carte("Signature", &fiche(&[
            ("Signataire", html! { (signature.nom) }),
            ("Qualité", html! { (signature.qualite) }),
            ("Date", html! { (texte::jour(signature.le)) }),
            ("Chiffres lus le", html! { (texte::jour(contenu.arrete_le)) }),
            ("Instantané", instantane(contenu)),
            ("Empreinte du rapport", html! { code { (empreinte) } }),
        ])))
        @if !contenu.corrections.is_empty() {
            (section("Versions précédentes", &html! {
                ul.puces { @for c in &contenu.corrections { li { "Version " (c.numero) ", signée le " (texte::jour(c.signee_le)) ", corrigée parce que : « " (c.motif) " »" } } }
            }))
        }
    }
}

/// The snapshot that holds the figures, where it is read; the reports signed before there were any have a fingerprint alone.
fn instantane(contenu: &Contenu) -> Markup {
    match contenu.id_de_l_instantane() {
        Some(id) => html! {
            a href=(format!("/indicateurs/instantanes/{id}")) { "Instantané " code { (id) } }
            " (SHA-256 " code { (contenu.instantane) } ")"
        },
        None => html! { "Empreinte des données : " code { (contenu.instantane) } },
    }
}

fn correction(dossier: &Dossier, saisie: &Saisie) -> Markup {
    html! {
        details.plus.carte open[!saisie.erreurs.est_vide()] {
            summary { "Corriger ce rapport" }
            p { "La version signée reste publiée. La nouvelle version reprend ses textes, relit les chiffres et dit pourquoi elle existe." }
            (formulaire(&format!("{}/corriger", dossier.adresse()), &saisie.erreurs, &html! {
                (Champ::zone("motif", "Pourquoi corriger").valeur(saisie.champs.un("motif")).erreurs(&saisie.erreurs).rendre())
            }, "Ouvrir une nouvelle version"))
        }
    }
}
