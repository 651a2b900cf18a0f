//! The copy of a justificatif that its patient asks for: nobody owes it to him, it is his all the same.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use droit::document::Genre;
use droit::identifiant::RemiseId;
use droit::remise::{Destinataire, Etat, copie_au_patient};
use entrepot::remise::{EnListe, du_document_en_liste};
use entrepot::{Echec, patient};
use maud::{Markup, html};

use super::document::Vue;
use super::geste::composer;
use crate::connexion::Mk;
use crate::echec::Failure;
use crate::gabarits::{Style, action, carte};
use crate::remise::composition::{Preparation, nouvelle};
use crate::serveur::App;

/// Composes the delivery of the copy; asked twice, it is the same one.
///
/// # Errors
/// When the document is not this MK's latest justificatif, or the base fails.
pub async fn demander(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let vue = Vue::lire(&app, &identite, &id).await?;
    if !vue.se_copie() {
        return Err(Failure::Introuvable);
    }
    if let Some(deja) = vue.copie() {
        return Ok(Redirect::to(&format!("/remises/{}", deja.suivie.id)).into_response());
    }
    let maintenant = app.horloge.maintenant();
    let cle = RemiseId::new(app.alea.uuid(maintenant).as_u128());
    let contexte = app.clone();
    let ecriture = app.entrepot.ecrire(move |tx| {
        let (trousseau, document) = (contexte.entrepot.trousseau(), &vue.document);
        // The same form sent twice at once: the second finds the delivery of the first.
        let lues = du_document_en_liste(tx, trousseau, document.en_tete.reference.id(), mk)?;
        if let Some(deja) = lues.iter().find(|remise| est_la_copie(remise)) {
            return Ok(deja.suivie.id);
        }
        let fiche = patient::charger(tx, trousseau, document.en_tete.sujet.id)?.ok_or(Echec::Absent)?;
        let lu = Preparation::lire(tx, trousseau, &fiche, None)?;
        let due = copie_au_patient(&lu.situation(document, contexte.voies()));
        let qui = (document.en_tete.reference.id(), mk);
        let suite = nouvelle(contexte.voies(), qui, cle, &due, maintenant);
        if let Err(sans_effet) = composer(tx, trousseau, &suite, (mk, maintenant)) {
            tracing::error!(%sans_effet, "a delivery just composed did not move");
        }
        Ok::<_, Echec>(cle)
    });
    let cle = ecriture.await?;
    Ok(Redirect::to(&format!("/remises/{cle}?fait=copie")).into_response())
}

/// What asks for it; nothing on another document, nor once it was asked.
pub(super) fn formulaire(vue: &Vue) -> Markup {
    if !vue.se_copie() || vue.copie().is_some() {
        return html! {};
    }
    let adresse = format!("/documents/{}/copie-au-patient", vue.fiche.reference.id());
    carte(
        "Copie au patient",
        &html! {
            p { "Le justificatif n’est dû qu’à la caisse. Le patient qui le demande en reçoit une copie, par Mon espace santé si son identité le permet, sinon sur papier." }
            (action(Style::Secondaire, &adresse, "Le patient en demande une copie", ""))
        },
    )
}

impl Vue {
    fn se_copie(&self) -> bool {
        self.fiche.remplace_par.is_none() && self.fiche.genre == Genre::Justificatif
    }

    /// The copy asked for, unless it was given up.
    fn copie(&self) -> Option<&EnListe> {
        self.remises.iter().find(|remise| est_la_copie(remise))
    }
}

fn est_la_copie(remise: &EnListe) -> bool {
    remise.suivie.destinataire == Destinataire::Patient
        && !matches!(remise.suivie.remise.etat, Etat::Annule { .. })
}
