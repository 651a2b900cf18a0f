//! `/campagnes/{id}/activite`: the total activities of a file, recorded together or refused together.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::campagne::{Campagne, EtatCampagne};
use droit::identifiant::PraticienId;
use entrepot::Echec;
use entrepot::campagne;
use entrepot::indicateur::{Bilan, CauseRefus, Refus, Total, importer_activites};
use formats::activite_totale::{self, ActivitesInvalides};
use maud::{Markup, html};

use super::{charger, nom, phrase};
use crate::connexion::{AgentArs, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Avis, Lien, Page, Style, Tableau, Ton, alerte, bouton, carte, texte};
use crate::saisie::{Champs, Televersement};
use crate::serveur::App;

/// A line that is wrong, and why.
type Faute = (u32, String);

/// The form, on the page of the campaign.
pub(super) fn formulaire(campagne: &Campagne) -> Markup {
    if campagne.etat == EtatCampagne::Close {
        return html! {};
    }
    carte(
        "Importer les activités totales",
        &html! {
            p { "Un fichier de l’Assurance Maladie : une ligne par praticien, deux colonnes, « RPPS » et « Séances » (toutes celles de " (campagne.annee) "). "
                "Si une ligne est fausse, rien n’est enregistré. Ce qu’un praticien a déclaré lui-même est gardé." }
            (choix(campagne, "Importer"))
        },
    )
}

fn choix(campagne: &Campagne, libelle: &str) -> Markup {
    html! {
        form.formulaire method="post" action=(format!("/campagnes/{}/activite", campagne.id)) enctype="multipart/form-data" novalidate {
            div.champ {
                label for="champ-activites" { "Fichier des activités" }
                p.champ-aide id="aide-activites" { "CSV ou XLSX, avec sa ligne de titres." }
                input id="champ-activites" type="file" name="fichier" accept=".csv,.xlsx" aria-describedby="aide-activites";
            }
            div.formulaire-fin { (bouton(Style::Secondaire, libelle)) }
        }
    }
}

/// What the page says after an import.
pub(super) fn avis(champs: &Champs) -> Option<Avis> {
    (champs.un("fait") == "importe").then(|| {
        let lire = |nom: &str| champs.un(nom).parse::<u64>().unwrap_or_default();
        let (inscrits, remplaces, gardes) = (lire("inscrits"), lire("remplaces"), lire("gardes"));
        Avis::succes(format!(
            "{}, {}, {}.",
            texte::compte(inscrits, "activité enregistrée", "activités enregistrées"),
            texte::compte(remplaces, "remplacée", "remplacées"),
            texte::compte(
                gardes,
                "gardée : son praticien l’avait déclarée",
                "gardées : leur praticien les avait déclarées"
            ),
        ))
    })
}

/// Imports the file.
pub async fn importer(
    State(app): State<App>,
    AgentArs(identite, _): AgentArs,
    Path(id): Path<String>,
    Televersement { fichier, .. }: Televersement,
) -> Result<Response, Failure> {
    let (campagne, _) = charger(&app, &identite, &id).await?;
    if campagne.etat == EtatCampagne::Close {
        return Err(Failure::Conflit("cette campagne est close : rouvrez-la pour importer".to_owned()));
    }
    let lus = match fichier {
        None => Err(vec![(0, "Choisissez un fichier.".to_owned())]),
        Some(fichier) => lire(&fichier.octets),
    };
    let totaux = match lus {
        Ok(totaux) => totaux,
        Err(fautes) => return Ok(refuser(&app, &identite, &campagne, &fautes)),
    };
    let (acteur, instant) = (format!("compte/{}", identite.compte), app.horloge.maintenant());
    let ecrit = app.entrepot.ecrire(move |tx| {
        let attendus: BTreeSet<PraticienId> =
            campagne::suivi(tx, &campagne)?.into_iter().map(|attendu| attendu.praticien).collect();
        importer_activites(tx, campagne.annee, &totaux, Some(&attendus), (&acteur, instant))
    });
    let ecrit: Result<_, Echec> = ecrit.await;
    Ok(match ecrit? {
        Ok(Bilan { inscrits, remplaces, gardes }) => {
            let fait = format!("fait=importe&inscrits={inscrits}&remplaces={remplaces}&gardes={gardes}");
            Redirect::to(&format!("/campagnes/{}?{fait}", campagne.id)).into_response()
        }
        Err(refus) => {
            let fautes: Vec<Faute> = refus.iter().map(|refus| (refus.ligne, dire(refus))).collect();
            refuser(&app, &identite, &campagne, &fautes)
        }
    })
}

/// The totals of a file, or what is wrong with it.
pub fn lire(octets: &[u8]) -> Result<Vec<Total>, Vec<Faute>> {
    match activite_totale::lire(octets) {
        Ok(lues) => Ok(lues
            .into_iter()
            .map(|lue| Total { ligne: lue.ligne, rpps: lue.rpps, seances: lue.seances })
            .collect()),
        Err(ActivitesInvalides::Lignes(fautes)) => {
            Err(fautes.into_iter().map(|(ligne, faute)| (ligne, phrase(&faute))).collect())
        }
        Err(autre) => Err(vec![(0, phrase(&autre))]),
    }
}

/// Why a line cannot be recorded.
pub fn dire(refus: &Refus) -> String {
    match refus.cause {
        CauseRefus::Inconnu => {
            format!("Le {} n’est pas connu ici : vérifiez le numéro, ou retirez la ligne.", refus.rpps)
        }
        CauseRefus::NonAttendu => {
            format!("Le {} n’est pas attendu dans cette campagne : retirez la ligne.", refus.rpps)
        }
        CauseRefus::Moindre { acces_direct } => format!(
            "Le {} a fait {acces_direct} séances en accès direct cette année-là : le total ne peut pas être moindre.",
            refus.rpps
        ),
    }
}

fn refuser(app: &App, identite: &Identite, campagne: &Campagne, fautes: &[Faute]) -> Response {
    let lignes = fautes
        .iter()
        .map(|(ligne, faute)| vec![html! { @if *ligne == 0 { "–" } @else { (ligne) } }, html! { (faute) }]);
    let titre = format!("Campagne {}, {}", campagne.annee, nom(app, campagne.departement));
    let page = Page::new("Fichier refusé", &Visiteur::from(identite))
        .fil([Lien::new("Campagnes d’évaluation", "/campagnes"), Lien::new(titre, format!("/campagnes/{}", campagne.id))])
        .rendre(html! {
            div.pile-large {
                (alerte(Ton::Erreur, "Rien n’a été enregistré.", &html! { p { "Corrigez ces lignes, puis envoyez de nouveau le fichier entier." } }))
                (Tableau::new(&texte::compte(fautes.len() as u64, "ligne à corriger", "lignes à corriger"), &["Ligne", "Ce qui ne va pas"]).lignes(lignes).rendre())
                (carte("Envoyer le fichier corrigé", &choix(campagne, "Importer")))
            }
        });
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}
