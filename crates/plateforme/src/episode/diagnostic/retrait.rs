//! Withdrawing a proof: the séances it covered count again.

use axum::extract::{Path, State};
use axum::response::Response;
use droit::episode::{Contexte, MotifRetraitDiagnostic};
use entrepot::episode::inscrire_retrait;
use maud::{Markup, html};
use serde::Deserialize;

use crate::connexion::Mk;
use crate::echec::Failure;
use crate::episode::dossier::Dossier;
use crate::episode::suivi::{self, Demande, Ecran, Geste, Retour};
use crate::episode::{champ, refus};
use crate::gabarits::{Champ, Erreurs, Reponse};
use crate::saisie::Formulaire;
use crate::serveur::App;

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saisie {
    #[serde(default)]
    motif: String,
    #[serde(default)]
    confirmation: String,
}

impl Ecran for Saisie {
    const GESTE: Geste = Geste {
        titre: "Retirer la preuve de diagnostic",
        adresse: "diagnostic/retrait",
        envoyer: "Retirer la preuve",
        fait: "retrait",
        action: "retrait.refuser",
    };

    fn avant(&self, _: &App, _: &Dossier) -> Result<Markup, Failure> {
        Ok(
            html! { p { "Les séances qu’elle couvrait compteront de nouveau dans le plafond. Celles qui le dépassent restent enregistrées, marquées comme telles." } },
        )
    }

    fn champs(&self, _: &App, _: &Dossier, retour: &Retour<'_>) -> Result<Markup, Failure> {
        let motifs =
            MotifRetraitDiagnostic::TOUS.iter().map(|m| Reponse::new(m.code(), libelle(*m))).collect();
        Ok(html! {
            (Champ::boutons("motif", "Motif", motifs).valeur(self.motif.as_str()).erreurs(retour.erreurs).rendre())
            (refus::confirmation(retour.refus, &self.confirmation, retour.erreurs))
        })
    }
}

fn libelle(motif: MotifRetraitDiagnostic) -> &'static str {
    match motif {
        MotifRetraitDiagnostic::Erreur => "Enregistrée par erreur",
        MotifRetraitDiagnostic::AutrePatient => "Le document concerne un autre patient",
        MotifRetraitDiagnostic::NonProbant => "Le document ne prouve rien ou ne peut pas être montré",
    }
}

/// The form.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn demander(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    suivi::ouvrir(&app, &identite, &id, |_| Ok(Saisie::default())).await
}

/// Withdraws.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn retirer(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    Formulaire(saisie): Formulaire<Saisie>,
) -> Result<Response, Failure> {
    let id = crate::episode::identifiant(&id)?;
    let mut erreurs = Erreurs::default();
    let motif = erreurs
        .noter("motif", MotifRetraitDiagnostic::depuis_code(&saisie.motif).ok_or("Choisissez un motif."));
    let confirmation = champ::confirmation(&saisie.confirmation, &mut erreurs);
    let (Some(motif), Some(confirmation)) = (motif, confirmation) else {
        return suivi::corriger(&app, &identite, id, &saisie, &erreurs).await;
    };
    let demande = Demande { episode: id, le: None, confirmation };
    let decider = |dossier: &Dossier, cx: &Contexte<'static>| {
        Ok(dossier.episode.retirer_diagnostic(motif, cx.confirmation.as_ref(), &cx.auteur)?)
    };
    suivi::faire(&app, &identite, &saisie, demande, decider, inscrire_retrait).await
}
