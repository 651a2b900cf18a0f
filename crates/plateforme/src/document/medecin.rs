//! The doctor who follows the patient: whether there is one, and his name, to whom documents are owed.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::document::{Adresse, Medecin, MedecinTraitant, NomComplet};
use maud::{Markup, html};
use serde::Deserialize;

use super::socle::Socle;
use crate::connexion::{Identite, Mk, Visiteur};
use crate::echec::Failure;
use crate::episode::champ::{facultatif, oui_non, phrase, reponses_oui_non};
use crate::episode::page::{fil_de, nom as nom_du_patient};
use crate::gabarits::{Champ, Erreurs, Page, formulaire};
use crate::remise::reprise::{self, Appris};
use crate::saisie::Formulaire;
use crate::serveur::App;

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saisie {
    #[serde(default)]
    connu: String,
    #[serde(default)]
    nom: String,
    #[serde(default)]
    prenom: String,
    #[serde(default)]
    rpps: String,
    #[serde(default)]
    voie: String,
    #[serde(default)]
    code_postal: String,
    #[serde(default)]
    commune: String,
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
    let socle = Socle::consulter(&app, &identite, crate::episode::identifiant(&id)?).await?;
    let saisie = Saisie::de(&socle);
    Ok(page(&identite, &socle, &saisie, &Erreurs::default()))
}

/// Records who follows the patient; what his documents then owe is composed.
///
/// # Errors
/// When the episode is invisible, the patient changed in between, or the base fails.
pub async fn noter(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Path(id): Path<String>,
    Formulaire(saisie): Formulaire<Saisie>,
) -> Result<Response, Failure> {
    let socle = Socle::consulter(&app, &identite, crate::episode::identifiant(&id)?).await?;
    let medecin = match saisie.lire() {
        Ok(medecin) => medecin,
        Err(erreurs) => {
            let page = page(&identite, &socle, &saisie, &erreurs);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let appris = Appris::Medecin(medecin.map(Box::new));
    reprise::noter(&app, (socle.dossier.patient.id, mk), appris).await?;
    Ok(Redirect::to(&format!("/episodes/{}/documents", socle.dossier.episode.id)).into_response())
}

fn page(identite: &Identite, socle: &Socle, saisie: &Saisie, erreurs: &Erreurs) -> Markup {
    let visiteur = Visiteur::from(identite);
    let (id, qui) = (socle.dossier.episode.id, nom_du_patient(&socle.dossier.patient.identite));
    let adresse = format!("/episodes/{id}/medecin-traitant");
    let ligne =
        |nom, libelle, valeur: &str| Champ::texte(nom, libelle).valeur(valeur).erreurs(erreurs).rendre();
    let libre = |nom, libelle, valeur: &str| {
        Champ::texte(nom, libelle).facultatif().valeur(valeur).erreurs(erreurs).rendre()
    };
    let champs = html! {
        div.choix-rang {
            (Champ::boutons("connu", "Le patient a-t-il un médecin traitant ?", reponses_oui_non())
                .valeur(saisie.connu.as_str()).erreurs(erreurs).rendre())
        }
        div.champs-deux {
            (ligne("nom", "Nom du médecin", &saisie.nom))
            (ligne("prenom", "Prénom", &saisie.prenom))
        }
        (Champ::texte("rpps", "Numéro RPPS").facultatif().clavier("numeric").controle("rpps")
            .valeur(saisie.rpps.as_str()).erreurs(erreurs).rendre())
        (libre("voie", "Numéro et rue", &saisie.voie))
        div.champs-deux {
            (libre("code_postal", "Code postal", &saisie.code_postal))
            (libre("commune", "Commune", &saisie.commune))
        }
    };
    let chapo = html! { "Le bilan et le compte rendu lui sont adressés. Sans médecin traitant, un autre médecin peut les recevoir avec l’accord du patient." };
    Page::new("Médecin traitant", &visiteur).fil(fil_de(id, &qui)).chapo(chapo).rendre(formulaire(
        &adresse,
        erreurs,
        &champs,
        "Enregistrer",
    ))
}

impl Saisie {
    fn de(socle: &Socle) -> Self {
        let connu = match (&socle.medecin, socle.dossier.patient.medecin_traitant) {
            (MedecinTraitant::Aucun, _) => "non",
            (MedecinTraitant::Connu(_), _) | (_, Some(true)) => "oui",
            _ => "",
        };
        let MedecinTraitant::Connu(medecin) = &socle.medecin else {
            return Self { connu: connu.to_owned(), ..Self::default() };
        };
        let adresse = medecin.adresse.as_ref();
        let mot = |valeur: Option<String>| valeur.unwrap_or_default();
        Self {
            connu: connu.to_owned(),
            nom: medecin.nom.nom.to_string(),
            prenom: medecin.nom.prenom.to_string(),
            rpps: mot(medecin.rpps.as_ref().map(ToString::to_string)),
            voie: mot(adresse.and_then(|a| a.voie.as_ref()).map(ToString::to_string)),
            code_postal: mot(adresse.map(|a| a.code_postal.as_str().to_owned())),
            commune: mot(adresse.map(|a| a.commune.to_string())),
        }
    }

    /// The doctor, or that there is none; every field to correct.
    fn lire(&self) -> Result<Option<Medecin>, Erreurs> {
        let mut e = Erreurs::default();
        let connu = e.noter("connu", oui_non(&self.connu, "Répondez par oui ou par non."));
        if connu == Some(false) {
            return Ok(None);
        }
        let nom = e.noter("nom", self.nom.parse().map_err(phrase));
        let prenom = e.noter("prenom", self.prenom.parse().map_err(phrase));
        let rpps = e.noter("rpps", facultatif(&self.rpps, str::parse).map_err(phrase));
        let adresse = self.adresse(&mut e);
        let medecin = (|| {
            let nom = NomComplet { nom: nom?, prenom: prenom? };
            Some(Medecin { rpps: rpps?, nom, adresse: adresse? })
        })();
        medecin.filter(|_| e.est_vide()).map(Some).ok_or(e)
    }

    /// An address needs its postcode and its commune; without any of them there is none.
    fn adresse(&self, e: &mut Erreurs) -> Option<Option<Adresse>> {
        if [&self.voie, &self.code_postal, &self.commune].iter().all(|mot| mot.trim().is_empty()) {
            return Some(None);
        }
        let voie = e.noter("voie", facultatif(&self.voie, str::parse).map_err(phrase));
        let code_postal = e.noter("code_postal", self.code_postal.parse().map_err(phrase));
        let commune = e.noter("commune", self.commune.parse().map_err(phrase));
        Some(Some(Adresse { voie: voie?, code_postal: code_postal?, commune: commune? }))
    }
}
