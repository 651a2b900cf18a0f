//! The fiche drawn: its five steps, what may be done now, what the department asks for, its history.

use droit::acces::{PartieFiche, Role};
use droit::fiche_cpts::{EtapeFiche, EtatFiche, PasFiche};
use entrepot::cpts::PasDeFiche;
use maud::{Markup, html};

use super::{Saisie, Suivi, titre};
use crate::gabarits::{
    Champ, Etape, Style, Ton, alerte, bouton, carte, frise, pastille, resume, source, texte,
};
use crate::serveur::App;

/// The whole: what is asked, the steps, the next step, the history. Forms post to `adresse`.
pub fn entiere(app: &App, suivi: &Suivi, adresse: &str, saisie: &Saisie) -> Markup {
    html! {
        (exigence(app, suivi))
        (carte("Où en est la fiche", &html! {
            (etapes(suivi))
            (prochaine(suivi, adresse, saisie))
        }))
        @if !suivi.pas.is_empty() { (carte("Historique de la fiche", &historique(app, suivi))) }
    }
}

/// What each department asks for, with its text.
fn exigence(app: &App, suivi: &Suivi) -> Markup {
    let exigeants: Vec<_> = suivi.exigeants(app.reglement).collect();
    html! {
        @if exigeants.is_empty() {
            (alerte(Ton::Info, "Cette fiche n’est pas exigée ici.", &html! {
                p { "Elle peut être suivie quand même : rien n’est bloqué sans elle." }
            }))
        }
        @for code in exigeants {
            @let regles = app.reglement.parametres(code);
            @let (exigee, etape) = (regles.fiche_exigee.au(suivi.le), regles.etape_de_la_fiche.au(suivi.le));
            @let atteinte = suivi.cpts.fiche.au(suivi.le);
            @let suffit = etape.connue.map(|attendue| atteinte >= attendue).or((atteinte == EtapeFiche::PriseEnCompte).then_some(true));
            @let (ton, phrase) = match suffit {
                Some(true) => (Ton::Succes, "la fiche permet de déclarer."),
                Some(false) => (Ton::Erreur, "aucune déclaration n’est possible pour l’instant."),
                None if atteinte == EtapeFiche::Absente => (Ton::Erreur, "aucune déclaration n’est possible sans la fiche."),
                None => (Ton::Attention, "à confirmer auprès de l’ARS."),
            };
            (alerte(ton, &format!("Département {code} : {phrase}"), &html! {
                p {
                    @match etape.connue {
                        Some(attendue) => { "La fiche doit être " (attendue.libelle()) ". " (source(&etape.source, app.reglement.registre())) },
                        None => { "Aucune source ne dit quelle étape suffit. " (source(&exigee.source, app.reglement.registre())) },
                    }
                }
                @if !etape.precision.is_empty() { p.champ-aide { (etape.precision) } }
            }))
        }
    }
}

/// The steps, those taken with their day.
fn etapes(suivi: &Suivi) -> Markup {
    let jours = suivi.cpts.fiche.jours();
    let suite =
        [EtapeFiche::Redigee, EtapeFiche::ValideeEnInterne, EtapeFiche::Envoyee, EtapeFiche::PriseEnCompte];
    html! {
        ol.frise {
            @for etape in suite {
                @let jour = jours.iter().find(|(faite, _)| *faite == etape).map(|(_, jour)| *jour);
                li.frise-etape {
                    (pastille(if jour.is_some() { Ton::Succes } else { Ton::Neutre }))
                    div.frise-corps {
                        p.frise-quand { @match jour { Some(le) => (texte::jour(le)), None => "À venir" } }
                        p.frise-titre { (titre(etape)) }
                        @if etape == EtapeFiche::Envoyee { (envoi(suivi)) }
                    }
                }
            }
        }
    }
}

fn envoi(suivi: &Suivi) -> Markup {
    let Some(envoi) = suivi.cpts.fiche.envoi() else { return html! {} };
    html! {
        p.champ-aide {
            "À l’ARS le " (texte::jour(envoi.ars_le)) ", à la CPAM le " (texte::jour(envoi.cpam_le)) ". "
            @match envoi.recue_le {
                Some(le) => { "Reçue par la CPAM le " (texte::jour(le)) "." },
                None => "La CPAM n’a pas accusé réception.",
            }
        }
    }
}

/// The step that whoever looks may take now.
fn prochaine(suivi: &Suivi, adresse: &str, saisie: &Saisie) -> Markup {
    let jour = |nom, libelle, aide| date(suivi, saisie, nom, libelle, aide);
    match (suivi.partie, suivi.cpts.fiche) {
        (PartieFiche::Coordination, EtatFiche::Absente) => formulaire(
            suivi,
            adresse,
            saisie,
            PasFiche::Rediger,
            &jour("le", "Rédigée le", "Le jour où la fiche a été écrite."),
            "Enregistrer la rédaction",
        ),
        (PartieFiche::Coordination, EtatFiche::Redigee { .. }) => formulaire(
            suivi,
            adresse,
            saisie,
            PasFiche::Valider,
            &jour(
                "le",
                "Validée en interne le",
                "Le jour où la CPTS l’a adoptée : elle est alors annexée à son projet de santé.",
            ),
            "Enregistrer la validation",
        ),
        (PartieFiche::Coordination, EtatFiche::ValideeEnInterne { .. }) => formulaire(
            suivi,
            adresse,
            saisie,
            PasFiche::Envoyer,
            &html! { (jour("ars_le", "Envoyée à l’ARS le", "À la délégation départementale.")) (jour("cpam_le", "Envoyée à la CPAM le", "Celle du territoire de la CPTS.")) },
            "Enregistrer l’envoi",
        ),
        (PartieFiche::Coordination, EtatFiche::Envoyee { .. }) => html! {
            p.champ-aide { "La suite revient à l’ARS et à la CPAM : elles voient cette fiche dans leur liste." }
        },
        (PartieFiche::Ars, EtatFiche::Envoyee { .. }) => html! {
            (formulaire(suivi, adresse, saisie, PasFiche::PrendreEnCompte, &jour("le", "Prise en compte le", ""), "Prendre la fiche en compte"))
            details.plus open[saisie.champs.un("pas") == PasFiche::Renvoyer.code()] {
                summary { "Demander une correction" }
                (formulaire(suivi, adresse, saisie, PasFiche::Renvoyer, &Champ::zone("precision", "Ce qui est à corriger")
                    .aide("La CPTS lira ces mots ; la fiche redevient « rédigée ».").valeur(saisie.champs.un("precision")).erreurs(&saisie.erreurs).rendre(), "Renvoyer à la CPTS"))
            }
        },
        (PartieFiche::Caisse, EtatFiche::Envoyee { envoi, .. } | EtatFiche::PriseEnCompte { envoi, .. })
            if envoi.recue_le.is_none() =>
        {
            formulaire(
                suivi,
                adresse,
                saisie,
                PasFiche::AccuserReception,
                &jour("le", "Reçue par la CPAM le", ""),
                "Accuser réception",
            )
        }
        (
            PartieFiche::Ars | PartieFiche::Caisse,
            EtatFiche::Absente | EtatFiche::Redigee { .. } | EtatFiche::ValideeEnInterne { .. },
        ) => html! {
            p.champ-aide { "La fiche est encore entre les mains de la CPTS : il n’y a rien à faire ici pour l’instant." }
        },
        _ => html! { p.champ-aide { "Rien ne reste à faire." } },
    }
}

fn date(suivi: &Suivi, saisie: &Saisie, nom: &str, libelle: &str, aide: &str) -> Markup {
    let valeur = match saisie.champs.un(nom) {
        "" => suivi.le.to_string(),
        tapee => tapee.to_owned(),
    };
    Champ::date(nom, libelle).aide(aide).valeur(valeur).erreurs(&saisie.erreurs).rendre()
}

fn formulaire(
    suivi: &Suivi,
    adresse: &str,
    saisie: &Saisie,
    pas: PasFiche,
    champs: &Markup,
    envoyer: &str,
) -> Markup {
    let style = if pas == PasFiche::Renvoyer { Style::Secondaire } else { Style::Principal };
    html! {
        form.formulaire method="post" action=(adresse) novalidate {
            @if saisie.champs.un("pas") == pas.code() { (resume(&saisie.erreurs)) }
            input type="hidden" name="version" value=(suivi.cpts.version);
            input type="hidden" name="pas" value=(pas.code());
            (champs)
            div.formulaire-fin { (bouton(style, envoyer)) }
        }
    }
}

fn historique(app: &App, suivi: &Suivi) -> Markup {
    let fuseau = suivi.departements.first().map_or("Europe/Paris", |code| app.reglement.fuseau(*code));
    let pas: Vec<_> = suivi.pas.iter().map(|(pas, role)| ligne(pas, *role, fuseau)).collect();
    frise(&pas)
}

fn ligne(pas: &PasDeFiche, role: Option<Role>, fuseau: &str) -> Etape {
    let (ton, titre) = match pas.pas {
        PasFiche::Rediger => (Ton::Info, "Rédaction enregistrée"),
        PasFiche::Valider => (Ton::Info, "Validation interne enregistrée"),
        PasFiche::Envoyer => (Ton::Info, "Envoi à l’ARS et à la CPAM enregistré"),
        PasFiche::AccuserReception => (Ton::Info, "Réception par la CPAM"),
        PasFiche::PrendreEnCompte => (Ton::Succes, "Prise en compte par l’ARS"),
        PasFiche::Renvoyer => (Ton::Attention, "Correction demandée par l’ARS"),
        PasFiche::Reprendre => (Ton::Neutre, "Reprise : la fiche était déjà annexée"),
    };
    let qui = match role {
        Some(Role::AgentArs) => "Par l’ARS",
        Some(Role::AgentCpam) => "Par la CPAM",
        Some(Role::CoordinationCpts) => "Par la CPTS",
        _ => "Par la plateforme",
    };
    Etape {
        ton,
        quand: texte::instant(pas.instant, fuseau),
        titre: titre.to_owned(),
        detail: html! {
            p { (qui) }
            @if let Some(mots) = &pas.precision { p { "« " (mots) " »" } }
        },
    }
}
