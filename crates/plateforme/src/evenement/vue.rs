//! An event drawn: its clock, what may be done now, its facts, its analysis, its history.

use droit::episode::GraviteEvenement;
use droit::evenement::{
    Analyse, Attente, EtatEvenement, PartieEvenement, PasEvenement, RegleEvenement, Signalement,
    SuiteEvenement, Volets,
};
use entrepot::evenement::{EvenementVu, PasInscrit};
use maud::{Markup, html};

use super::dossier::Autour;
use super::geste::Saisie;
use super::{aujourd_hui, badge_de_l_etape, badge_de_la_gravite, regle};
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Erreurs, Etape, Reponse, Style, Ton, alerte, bouton, carte, fiche, frise, lien_bouton, resume,
    source, texte,
};
use crate::serveur::App;

/// The main column: what is awaited first, then the facts and the analysis.
pub fn corps(
    app: &App,
    (vu, partie): (&EvenementVu, PartieEvenement),
    autour: &Autour,
    saisie: &Saisie,
) -> Result<Markup, Failure> {
    let signalement = &vu.signalement;
    let le = aujourd_hui(app, signalement.departement)?;
    let regle = regle(app, signalement.departement, le);
    let attente = signalement.attente(&regle, le);
    Ok(html! {
        (horloge(app, signalement, attente, &regle, partie))
        @match partie {
            PartieEvenement::Praticien => (pour_le_praticien(signalement, le, saisie)),
            PartieEvenement::Ars => (pour_l_ars(signalement, autour, saisie)),
        }
        (carte("Ce qui s’est passé", &faits(signalement)))
        @if let Some(analyse) = signalement.volets.analyse() { (carte("Analyse", &lue(analyse))) }
    })
}

/// The side column: where it stands and what was done.
pub fn cote(app: &App, (vu, partie): (&EvenementVu, PartieEvenement), autour: &Autour) -> Markup {
    let signalement = &vu.signalement;
    let fuseau = app.reglement.fuseau(signalement.departement);
    let etapes: Vec<Etape> = autour.pas.iter().map(|pas| etape(pas, fuseau)).collect();
    html! {
        (carte("Où en est-il ?", &fiche(&[
            ("Examen par l’ARS", badge_de_l_etape(signalement.etat.etape())),
            ("Gravité", badge_de_la_gravite(signalement.faits.gravite)),
            ("Signalé le", html! { (texte::jour(signalement.signale_le)) }),
            ("Portail national", portail(signalement)),
            ("Analyse", analyse(signalement)),
        ])))
        (carte("Récépissé", &html! {
            p.champ-aide { "La preuve du signalement, avec ce qui reste dû et ses textes." }
            p { (lien_bouton(Style::Secondaire, &format!("/evenements/{}/recepisse.pdf", signalement.id), "Ouvrir le récépissé (PDF)")) }
            @if let (PartieEvenement::Praticien, Some(episode)) = (partie, signalement.episode) {
                p { a href=(format!("/episodes/{episode}")) { "Revenir à l’épisode" } }
            }
        }))
        @if !etapes.is_empty() { (carte("Historique", &frise(&etapes))) }
    }
}

fn horloge(
    app: &App,
    signalement: &Signalement,
    attente: Attente,
    regle: &RegleEvenement<'_>,
    partie: PartieEvenement,
) -> Markup {
    let registre = app.reglement.registre();
    let sujet = if partie == PartieEvenement::Praticien { "Vous devez" } else { "Le déclarant doit" };
    match attente {
        Attente::Declaration { depuis } => alerte(
            Ton::Erreur,
            &format!("{sujet} déclarer cet événement sur le portail national, sans délai."),
            &html! {
                p {
                    "Signalé ici le " (texte::jour(depuis)) ". "
                    @if let Some(adresse) = &regle.portail.connue {
                        a href=(adresse) rel="noreferrer" { "Ouvrir le portail national des signalements" } " (" (adresse) "). "
                    }
                }
                @if let Some(echeance) = signalement.echeance(regle) { p { "Puis l’analyse, au plus tard le " (texte::jour(echeance)) "." } }
                p { (source(&regle.a_declarer.source, registre)) }
                p { (source(&regle.portail.source, registre)) }
            },
        ),
        Attente::Analyse { echeance } => alerte(
            Ton::Attention,
            &format!(
                "{sujet} remettre l’analyse{}.",
                echeance.map(|le| format!(" au plus tard le {}", texte::jour(le))).unwrap_or_default()
            ),
            &html! {
                p { (source(&regle.delai_mois.source, registre)) }
            },
        ),
        Attente::EnRetard { echeance } => alerte(
            Ton::Erreur,
            &format!("Délai dépassé : l’analyse était due le {}.", texte::jour(echeance)),
            &html! {
                p { (source(&regle.delai_mois.source, registre)) }
            },
        ),
        Attente::Rien => match &signalement.volets {
            Volets::Complets { .. } => {
                alerte(Ton::Succes, "Les deux volets de la déclaration sont remis.", &html! {})
            }
            _ => html! {},
        },
    }
}

fn pour_le_praticien(signalement: &Signalement, le: jiff::civil::Date, saisie: &Saisie) -> Markup {
    let adresse = format!("/evenements/{}", signalement.id);
    match &signalement.volets {
        Volets::Attendus { .. } => {
            let (vides, pas) = (Erreurs::default(), PasEvenement::Declarer);
            let e = saisie.pour(pas).unwrap_or(&vides);
            let jour = match saisie.champs.un("le") {
                "" => le.to_string(),
                tape => tape.to_owned(),
            };
            carte(
                "J’ai déclaré sur le portail",
                &formulaire(
                    signalement,
                    pas,
                    e,
                    &html! {
                        (Champ::date("le", "Déclaré le").valeur(jour).erreurs(e).rendre())
                        (Champ::texte("numero", "Numéro donné par le portail").facultatif().valeur(saisie.champs.un("numero")).erreurs(e).rendre())
                    },
                    "Enregistrer la déclaration",
                    Style::Principal,
                ),
            )
        }
        Volets::Declare { .. } => carte(
            "L’analyse",
            &html! {
                p { "Ce qui s’est passé vu de plus loin, les causes, ce qui va changer : trois réponses." }
                p { (lien_bouton(Style::Principal, &format!("{adresse}/analyse"), "Écrire l’analyse")) }
            },
        ),
        Volets::SansObjet | Volets::Complets { .. } => cloture(signalement),
    }
}

fn cloture(signalement: &Signalement) -> Markup {
    let EtatEvenement::Clos(cloture) = &signalement.etat else { return html! {} };
    alerte(
        Ton::Info,
        &format!("L’ARS a clos l’examen le {}.", texte::jour(cloture.le)),
        &html! {
            p { (cloture.suite.libelle()) "." }
            @if let Some(mots) = &cloture.mots { p { "« " (mots) " »" } }
        },
    )
}

fn pour_l_ars(signalement: &Signalement, autour: &Autour, saisie: &Saisie) -> Markup {
    let vides = Erreurs::default();
    let e = |pas| saisie.pour(pas).unwrap_or(&vides);
    match &signalement.etat {
        EtatEvenement::Signale => carte(
            "À vous",
            &html! {
                p { "Prenez ce signalement : le déclarant saura que l’ARS l’examine." }
                (formulaire(signalement, PasEvenement::Prendre, e(PasEvenement::Prendre), &html! {}, "Prendre en charge", Style::Principal))
                (requalifier(signalement, e(PasEvenement::Requalifier), saisie))
            },
        ),
        EtatEvenement::EnExamen { .. } => carte(
            "Terminer l’examen",
            &html! {
                (clore(signalement, e(PasEvenement::Clore), saisie))
                (requalifier(signalement, e(PasEvenement::Requalifier), saisie))
                (retours(signalement, autour))
            },
        ),
        EtatEvenement::Clos(_) => html! {
            (cloture(signalement))
            (carte("Suites", &html! {
                (retours(signalement, autour))
                details.plus open[saisie.pour(PasEvenement::Rouvrir).is_some()] {
                    summary { "Rouvrir l’examen" }
                    (formulaire(signalement, PasEvenement::Rouvrir, e(PasEvenement::Rouvrir), &Champ::zone("motif", "Pourquoi")
                        .valeur(saisie.champs.un("motif")).erreurs(e(PasEvenement::Rouvrir)).rendre(), "Rouvrir", Style::Secondaire))
                }
            }))
        },
    }
}

fn clore(signalement: &Signalement, e: &Erreurs, saisie: &Saisie) -> Markup {
    let suites =
        SuiteEvenement::TOUS.iter().map(|suite| Reponse::new(suite.code(), suite.libelle())).collect();
    formulaire(
        signalement,
        PasEvenement::Clore,
        e,
        &html! {
            (Champ::boutons("suite", "Conclusion", suites).valeur(saisie.champs.un("suite")).erreurs(e).rendre())
            (Champ::zone("mots", "Mots au déclarant").facultatif().valeur(saisie.champs.un("mots")).erreurs(e).rendre())
        },
        "Clore l’examen",
        Style::Principal,
    )
}

fn requalifier(signalement: &Signalement, e: &Erreurs, saisie: &Saisie) -> Markup {
    let autres = GraviteEvenement::TOUS.iter().filter(|une| **une != signalement.faits.gravite);
    let autres = autres.map(|une| Reponse::new(une.code(), une.libelle())).collect();
    html! {
        details.plus open[saisie.pour(PasEvenement::Requalifier).is_some()] {
            summary { "Revoir la gravité" }
            (formulaire(signalement, PasEvenement::Requalifier, e, &html! {
                (Champ::boutons("gravite", "Gravité", autres).valeur(saisie.champs.un("gravite")).erreurs(e).rendre())
                (Champ::zone("motif", "Pourquoi").aide("Le déclarant lira ces mots.").valeur(saisie.champs.un("motif")).erreurs(e).rendre())
            }, "Revoir la gravité", Style::Secondaire))
        }
    }
}

fn retours(signalement: &Signalement, autour: &Autour) -> Markup {
    html! {
        @for retour in &autour.retours {
            p { a href=(format!("/retours/{}", retour.id)) { (retour.contenu.titre) } " · " (retour.etat.etape().libelle()) }
        }
        p { (lien_bouton(Style::Discret, &format!("/retours/nouveau?evenement={}", signalement.id), "Écrire un retour d’expérience")) }
    }
}

/// A form that asks for one step, over the version that is shown.
pub fn formulaire(
    signalement: &Signalement,
    pas: PasEvenement,
    erreurs: &Erreurs,
    champs: &Markup,
    envoyer: &str,
    style: Style,
) -> Markup {
    html! {
        form.formulaire method="post" action=(format!("/evenements/{}", signalement.id)) novalidate {
            (resume(erreurs))
            input type="hidden" name="version" value=(signalement.version);
            input type="hidden" name="pas" value=(pas.code());
            (champs)
            div.formulaire-fin { (bouton(style, envoyer)) }
        }
    }
}

fn faits(signalement: &Signalement) -> Markup {
    let faits = &signalement.faits;
    let dit = |mot: Option<&'static str>| html! { (mot.unwrap_or("Non précisé")) };
    html! {
        (fiche(&[
            ("Date", html! { (texte::jour(faits.le)) }),
            ("Gravité", html! { (faits.gravite.libelle()) }),
            ("Nature", dit(faits.complement.nature.map(|nature| nature.libelle()))),
            ("Moment", dit(faits.complement.moment.map(|moment| moment.libelle()))),
            ("Information du patient", dit(faits.complement.information.map(|dite| dite.libelle()))),
        ]))
        h3 { "Circonstances" }
        p.echange-texte { (faits.circonstances) }
        h3 { "Mesures immédiates" }
        p.echange-texte { (faits.mesures) }
    }
}

fn lue(analyse: &Analyse) -> Markup {
    html! {
        p.champ-aide { "Remise le " (texte::jour(analyse.le)) "." }
        h3 { "Gestion de l’événement" }
        p.echange-texte { (analyse.gestion) }
        h3 { "Causes" }
        p.echange-texte { (analyse.causes) }
        h3 { "Actions et échéances" }
        p.echange-texte { (analyse.actions) }
    }
}

fn portail(signalement: &Signalement) -> Markup {
    match (&signalement.volets, signalement.volets.portail()) {
        (Volets::SansObjet, _) => html! { "Déclaration non obligatoire" },
        (_, None) => html! { "À déclarer sans délai" },
        (_, Some(portail)) => html! {
            "Déclaré le " (texte::jour(portail.le)) @if let Some(numero) = &portail.numero { ", n° " (numero) }
        },
    }
}

fn analyse(signalement: &Signalement) -> Markup {
    match (&signalement.volets, signalement.volets.analyse()) {
        (Volets::SansObjet, _) => html! { "Non demandée" },
        (_, Some(analyse)) => html! { "Remise le " (texte::jour(analyse.le)) },
        (_, None) => html! { "À remettre" },
    }
}

fn etape(pas: &PasInscrit, fuseau: &str) -> Etape {
    let ton = match pas.pas {
        PasEvenement::Signaler | PasEvenement::Requalifier | PasEvenement::Rouvrir => Ton::Attention,
        PasEvenement::Clore => Ton::Succes,
        _ => Ton::Info,
    };
    Etape {
        ton,
        quand: texte::instant(pas.instant, fuseau),
        titre: pas.pas.libelle().to_owned(),
        detail: html! {
            @if pas.pas == PasEvenement::Requalifier { p { (pas.gravite.libelle()) } }
            @if let Some(mots) = &pas.mots { p { "« " (mots) " »" } }
        },
    }
}
