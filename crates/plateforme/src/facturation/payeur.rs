//! Where the local body of a department takes justificatifs: an administrator writes its MSSanté mailbox, or forgets it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::identifiant::CodeDepartement;
use entrepot::payeur::{Boite, noter};
use entrepot::{Echec, Tx};
use maud::{Markup, html};
use serde::Deserialize;

use super::gabarit::{self, FUSEAU};
use crate::connexion::Connecte;
use crate::echec::Failure;
use crate::episode::champ::phrase;
use crate::gabarits::{Champ, Erreurs, Style, bouton, carte, texte};
use crate::saisie::Formulaire;
use crate::serveur::App;

/// What the form sends.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saisie {
    version: String,
    adresse: String,
}

/// Keeps the address; none, when the field is empty.
///
/// # Errors
/// When the department is unknown, somebody kept another address in between, or the base fails.
pub async fn ecrire(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(code): Path<String>,
    Formulaire(saisie): Formulaire<Saisie>,
) -> Result<Response, Failure> {
    let code: CodeDepartement = code.parse().map_err(|_| Failure::Introuvable)?;
    app.reglement.departement(code).ok_or(Failure::Introuvable)?;
    let mut e = Erreurs::default();
    let adresse = match saisie.adresse.trim() {
        "" => Some(None),
        tapee => e.noter("adresse", app.voies().liste.adresse(tapee).map_err(phrase)).map(Some),
    };
    let Some(adresse) = adresse else {
        let page = gabarit::avec_une_boite_refusee(&app, &identite, code, (&saisie.adresse, &e)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let adresse = adresse.map(|adresse| adresse.as_str().to_owned());
    let apres: i64 = saisie.version.parse().unwrap_or_default();
    let (compte, maintenant) = (identite.compte, app.horloge.maintenant());
    app.entrepot
        .ecrire(move |tx: &mut Tx| {
            noter(tx, code, (apres, adresse.as_deref()), (compte, maintenant));
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to(&format!("/administration/justificatifs/{code}?fait=boite")).into_response())
}

/// The form, with what is kept or what was typed.
pub(super) fn formulaire(
    code: CodeDepartement,
    boite: Option<&Boite>,
    (tapee, e): (Option<&str>, &Erreurs),
) -> Markup {
    let gardee = boite.and_then(|boite| boite.adresse.as_deref()).unwrap_or_default();
    carte(
        "Boîte MSSanté de la caisse",
        &html! {
            p { "Là où la caisse du département reçoit les justificatifs par messagerie sécurisée. Aucune source ne publie cette adresse : demandez-la-lui. Sans adresse, le praticien joint le document à sa facture." }
            form.formulaire method="post" action=(format!("/administration/justificatifs/{code}/boite")) novalidate {
                input type="hidden" name="version" value=(boite.map_or(0, |boite| boite.version));
                (Champ::texte("adresse", "Adresse MSSanté").facultatif().valeur(tapee.unwrap_or(gardee)).aide("Seuls les domaines de l’espace de confiance sont admis. Rien ne part seul : le praticien décide du jour. Laissez vide si elle n’en a pas.").erreurs(e).rendre())
                (bouton(Style::Secondaire, "Enregistrer la boîte"))
            }
            @if let Some(boite) = boite { p.sous { "Notée le " (texte::instant(boite.enregistre_le, FUSEAU)) "." } }
        },
    )
}
