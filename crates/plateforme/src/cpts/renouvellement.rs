//! `/membres/{id}/renouveler`: the membership that follows the last one, proposed until 31 December.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use droit::adhesion::{self, NouvelleAdhesion, renouvellement_propose};
use droit::declaration::{Adhesion, Declarant, QualiteMembre};
use droit::identifiant::PraticienId;
use entrepot::{Echec, praticien};
use jiff::civil::Date;
use maud::{Markup, html};

use super::membres::qualite;
use super::{Ici, projet};
use crate::connexion::Coordination;
use crate::echec::Failure;
use crate::gabarits::{Champ, Reponse, Style, bouton, carte, texte};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// Renews.
pub async fn renouveler(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let membre: PraticienId = id.parse().map_err(|_| Failure::Introuvable)?;
    let ici = Ici::charger(&app, cpts).await?;
    let lues = app.entrepot.lire(move |tx| praticien::adhesions(tx, membre)).await?;
    let siennes: Vec<Adhesion> = lues.into_iter().filter(|(de, _)| *de == cpts).map(|(_, a)| a).collect();
    let derniere = siennes.last().ok_or(Failure::Introuvable)?;
    let qualite = QualiteMembre::depuis_code(champs.un("qualite"))
        .ok_or_else(|| Failure::champ("qualite", "Choisissez une qualité."))?;
    let jour = |nom: &'static str| projet::jour(champs.un(nom)).map_err(|cause| Failure::champ(nom, cause));
    let nouvelle = Adhesion { qualite, du: jour("debut")?, au: Some(jour("fin")?) };
    if derniere.au.is_none() {
        return Err(Failure::Conflit(
            "cette adhésion n’a pas de fin : il n’y a rien à renouveler".to_owned(),
        ));
    }
    let auteur =
        Declarant { compte: identite.compte, aujourd_hui: ici.le, maintenant: app.horloge.maintenant() };
    let nouvelle = NouvelleAdhesion { praticien: membre, cpts, adhesion: nouvelle };
    let accordee = adhesion::adherer(nouvelle, &siennes, &auteur)
        .map_err(|cause| Failure::Conflit(cause.to_string()))?;
    app.entrepot
        .ecrire(move |tx| {
            entrepot::adhesion::inscrire(tx, &accordee);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to(&format!("/membres/{membre}")).into_response())
}

/// The form, where the last membership has an end.
pub fn formulaire(membre: PraticienId, derniere: &Adhesion, le: Date) -> Markup {
    let Some(au) = derniere.au else { return html! {} };
    let proposee = renouvellement_propose(derniere, le);
    let qualites = QualiteMembre::TOUS.iter().map(|q| Reponse::new(q.code(), qualite(*q))).collect();
    let fin = proposee.au.map(|jour| jour.to_string()).unwrap_or_default();
    carte(
        "Renouveler l’adhésion",
        &html! {
            p { "La dernière adhésion finit le " (texte::jour(au)) "." }
            form.formulaire method="post" action=(format!("/membres/{membre}/renouveler")) novalidate {
                (Champ::boutons("qualite", "Qualité", qualites).valeur(proposee.qualite.code()).rendre())
                (Champ::date("debut", "Du").valeur(proposee.du.to_string()).rendre())
                (Champ::date("fin", "Au").aide("Souvent le 31 décembre.").valeur(fin).rendre())
                div.formulaire-fin { (bouton(Style::Principal, "Renouveler")) }
            }
        },
    )
}
