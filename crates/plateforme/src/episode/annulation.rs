//! Cancelling a séance: a reason, then the count is made again.

use axum::extract::{Path, State};
use axum::response::Response;
use droit::episode::MotifAnnulation;
use droit::identifiant::SeanceId;
use entrepot::episode::inscrire_annulation;
use maud::{Markup, html};
use serde::Deserialize;

use super::champ;
use super::dossier::Dossier;
use super::suivi::{self, Demande, Ecran, Geste, Retour};
use crate::connexion::Mk;
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Reponse, texte};
use crate::saisie::Formulaire;
use crate::serveur::App;

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saisie {
    #[serde(skip)]
    seance: String,
    #[serde(default)]
    motif: String,
    #[serde(default)]
    precision: String,
}

impl Ecran for Saisie {
    const GESTE: Geste = Geste {
        titre: "Annuler une séance",
        adresse: "seances",
        envoyer: "Annuler la séance",
        fait: "annulee",
        action: "annulation.refuser",
    };

    fn adresse(&self) -> String {
        format!("seances/{}/annuler", self.seance)
    }

    fn avant(&self, _: &App, dossier: &Dossier) -> Result<Markup, Failure> {
        let seance = dossier.episode.seances.iter().find(|seance| seance.id.to_string() == self.seance);
        let seance = seance.ok_or(Failure::Introuvable)?;
        Ok(html! {
            p { "Séance du " strong { (texte::jour(seance.le)) } ". Elle restera visible, barrée, et ne comptera plus." }
        })
    }

    fn champs(&self, _: &App, _: &Dossier, retour: &Retour<'_>) -> Result<Markup, Failure> {
        let motifs = MotifAnnulation::TOUS.iter().map(|m| Reponse::new(m.code(), m.libelle())).collect();
        Ok(html! {
            (Champ::boutons("motif", "Motif", motifs).valeur(self.motif.as_str()).erreurs(retour.erreurs).rendre())
            (Champ::zone("precision", "Précision").facultatif().valeur(self.precision.as_str()).erreurs(retour.erreurs).rendre())
        })
    }
}

/// The form.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn demander(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path((id, seance)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    suivi::ouvrir(&app, &identite, &id, |_| Ok(Saisie { seance, ..Saisie::default() })).await
}

/// Cancels.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn annuler(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path((id, seance)): Path<(String, String)>,
    Formulaire(saisie): Formulaire<Saisie>,
) -> Result<Response, Failure> {
    let id = super::identifiant(&id)?;
    let visee: SeanceId = seance.parse().map_err(|_| Failure::Introuvable)?;
    let saisie = Saisie { seance: visee.to_string(), ..saisie };
    let mut erreurs = Erreurs::default();
    let motif =
        erreurs.noter("motif", MotifAnnulation::depuis_code(&saisie.motif).ok_or("Choisissez un motif."));
    let precision = champ::texte("precision", &saisie.precision, &mut erreurs);
    let (Some(motif), Some(precision)) = (motif, precision) else {
        return suivi::corriger(&app, &identite, id, &saisie, &erreurs).await;
    };
    let demande = Demande { episode: id, le: None, confirmation: None };
    let decider = |dossier: &Dossier, cx: &droit::episode::Contexte<'static>| {
        Ok(dossier.episode.annuler_seance(visee, motif, precision.clone(), &cx.auteur)?)
    };
    suivi::faire(&app, &identite, &saisie, demande, decider, inscrire_annulation).await
}
