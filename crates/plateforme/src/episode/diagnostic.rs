//! The proof of a prior diagnosis: record it, correct it, withdraw it.

mod retrait;

use axum::extract::{Path, State};
use axum::response::Response;
use droit::decision::{DiagnosticPrealable, TypeDiagnostic};
use droit::episode::Contexte;
use droit::identifiant::DiagnosticId;
use droit::reglement::{DroitApplicable, ListeDiagnostics, nom_du_diagnostic};
use entrepot::episode::{inscrire_correction, inscrire_diagnostic};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::champ::{self, majuscule};
use super::dossier::Dossier;
use super::refus;
use super::seance::nouvelle_cle;
use super::suivi::{self, Demande, Ecran, Geste, Retour};
use crate::connexion::Mk;
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Reponse, Ton, alerte, source};
use crate::saisie::Formulaire;
use crate::serveur::App;

pub use retrait::{demander as demander_le_retrait, retirer};

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saisie {
    cle: String,
    #[serde(default)]
    type_diagnostic: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    en_rapport: String,
    #[serde(default)]
    confirmation: String,
}

impl Ecran for Saisie {
    const GESTE: Geste = Geste {
        titre: "Preuve de diagnostic",
        adresse: "diagnostic",
        envoyer: "Enregistrer la preuve",
        fait: "diagnostic",
        action: "diagnostic.refuser",
    };

    fn avant(&self, app: &App, dossier: &Dossier) -> Result<Markup, Failure> {
        let droit = dossier.droit(app, dossier.aujourd_hui(app)?);
        Ok(html! {
            @if dossier.episode.diagnostic.is_some() {
                (alerte(Ton::Info, "Une preuve est déjà enregistrée", &html! {
                    p { "Ce que vous enregistrez ici la remplace, avec effet du même jour. "
                        a href=(format!("/episodes/{}/diagnostic/retrait", dossier.episode.id)) { "La retirer" } }
                }))
            }
            div.introduction {
                p { "Une preuve admise et en rapport lève le plafond et les trois mois pour les séances du jour où vous l’enregistrez et d’après. Gardez le document\u{a0}: il peut vous être demandé." }
                (liste_du_departement(app, &droit))
            }
        })
    }

    fn champs(&self, app: &App, dossier: &Dossier, retour: &Retour<'_>) -> Result<Markup, Failure> {
        let (e, droit) = (retour.erreurs, dossier.droit(app, dossier.aujourd_hui(app)?));
        Ok(html! {
            input type="hidden" name="cle" value=(self.cle);
            (Champ::boutons("type_diagnostic", "Document", documents(&droit)).valeur(self.type_diagnostic.as_str()).erreurs(e).rendre())
            (Champ::date("date", "Date du document").valeur(self.date.as_str()).erreurs(e).rendre())
            div.choix-rang { (Champ::boutons("en_rapport", "Concerne-t-il le problème traité ?", champ::reponses_oui_non()).valeur(self.en_rapport.as_str()).erreurs(e).rendre()) }
            (refus::confirmation(retour.refus, &self.confirmation, e))
        })
    }
}

/// What the department accepts, with its text.
fn liste_du_departement(app: &App, droit: &DroitApplicable<'_>) -> Markup {
    let phrase = match &droit.diagnostics.connue {
        Some(ListeDiagnostics::Ouverte) => "Ici, tout document médical qui atteste la situation est admis.",
        Some(ListeDiagnostics::Fermee(_)) => "Ici, seuls les documents d’une liste fermée sont admis.",
        None => {
            "Ici, la liste des documents admis n’est pas connue : la preuve est gardée sans lever le plafond."
        }
    };
    html! { p { (phrase) " " (source(&droit.diagnostics.source, app.reglement.registre())) } }
}

/// Every document, those outside the list marked as such.
pub fn documents(droit: &DroitApplicable<'_>) -> Vec<Reponse> {
    TypeDiagnostic::TOUS
        .iter()
        .map(|preuve| {
            let reponse = Reponse::new(preuve.code(), majuscule(nom_du_diagnostic(*preuve)));
            match &droit.diagnostics.connue {
                Some(ListeDiagnostics::Fermee(admis)) if !admis.contains(preuve) => {
                    reponse.aide("Hors de la liste du département : ne lève pas le plafond.")
                }
                _ => reponse,
            }
        })
        .collect()
}

/// The form, filled with the proof on file.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn demander(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    suivi::ouvrir(&app, &identite, &id, |dossier| {
        let vierge = Saisie { cle: nouvelle_cle(&app), ..Saisie::default() };
        Ok(match &dossier.episode.diagnostic {
            None => vierge,
            Some(diagnostic) => Saisie {
                type_diagnostic: diagnostic.piece.type_diagnostic.code().to_owned(),
                date: diagnostic.piece.date.to_string(),
                en_rapport: if diagnostic.piece.en_rapport { "oui" } else { "non" }.to_owned(),
                ..vierge
            },
        })
    })
    .await
}

/// Records the proof, or corrects the one on file.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn enregistrer(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    Formulaire(saisie): Formulaire<Saisie>,
) -> Result<Response, Failure> {
    let id = super::identifiant(&id)?;
    let (cle, piece, confirmation) = match saisie.lire() {
        Ok(lue) => lue,
        Err(erreurs) => return suivi::corriger(&app, &identite, id, &saisie, &erreurs).await,
    };
    let dossier = super::page::consulter(&app, &identite, id).await?;
    let demande = Demande { episode: id, le: None, confirmation };
    match dossier.episode.diagnostic {
        Some(present) if present.id == cle => Ok(vers(id)),
        Some(_) => {
            let decider = |dossier: &Dossier, cx: &Contexte<'static>| {
                dossier.episode.corriger_diagnostic(cle, piece, cx)
            };
            suivi::faire(&app, &identite, &saisie, demande, decider, inscrire_correction).await
        }
        None => {
            let decider = |dossier: &Dossier, cx: &Contexte<'static>| {
                dossier.episode.enregistrer_diagnostic(cle, piece, cx)
            };
            suivi::faire(&app, &identite, &saisie, demande, decider, inscrire_diagnostic).await
        }
    }
}

fn vers(id: droit::identifiant::EpisodeId) -> Response {
    use axum::response::IntoResponse;
    axum::response::Redirect::to(&format!("/episodes/{id}?fait=diagnostic")).into_response()
}

type Lue = (DiagnosticId, DiagnosticPrealable, Option<droit::episode::Confirmation>);

impl Saisie {
    fn lire(&self) -> Result<Lue, Erreurs> {
        let mut e = Erreurs::default();
        let cle = e.noter("cle", self.cle.parse());
        let genre = TypeDiagnostic::depuis_code(&self.type_diagnostic).ok_or("Choisissez le document.");
        let genre = e.noter("type_diagnostic", genre);
        let date: Option<Date> = e.noter("date", champ::jour(&self.date, "Indiquez la date du document."));
        let lie = champ::oui_non(&self.en_rapport, "Dites si le document concerne le problème traité.");
        let lie = e.noter("en_rapport", lie);
        let confirmation = champ::confirmation(&self.confirmation, &mut e);
        let lue = (|| {
            let date = date?;
            let piece =
                DiagnosticPrealable { type_diagnostic: genre?, date, en_rapport: lie?, enregistre_le: date };
            Some((cle?, piece, confirmation?))
        })();
        lue.ok_or(e)
    }
}
