//! `/lien/{secret}`: who writes, and the code that opens; nothing of the patient.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use droit::notification::Nature;
use droit::remise::{Cause, Evenement, Preuve};
use entrepot::chiffre::Trousseau;
use entrepot::lien::{self, Lien};
use entrepot::praticien::{self, Praticien};
use entrepot::remise;
use entrepot::{Echec, Tx};
use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};
use subtle::ConstantTimeEq;

use super::{ESSAIS, caches, lecture};
use crate::connexion::{Secret, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Page, Style, Ton, alerte, bouton, resume};
use crate::remise::expedition::{appliquer, avertir};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// How long a reading lasts.
const LECTURE: SignedDuration = SignedDuration::from_hours(2);

/// The form. Asking for it changes nothing.
///
/// # Errors
/// When no link was ever made under this address, or the base fails.
pub async fn demander(
    State(app): State<App>,
    visiteur: Visiteur,
    Path(secret): Path<String>,
) -> Result<Response, Failure> {
    let (lien, mk) = trouver(&app, &secret).await?;
    Ok(page(&app, &visiteur, &secret, (&lien, &mk), &Erreurs::default()))
}

/// Opens it with its code, once.
///
/// # Errors
/// As [`demander`].
pub async fn ouvrir(
    State(app): State<App>,
    visiteur: Visiteur,
    Path(secret): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let (lien, mk) = trouver(&app, &secret).await?;
    let maintenant = app.horloge.maintenant();
    if !ouvrable(&lien, maintenant) {
        return Ok(page(&app, &visiteur, &secret, (&lien, &mk), &Erreurs::default()));
    }
    let code: String = champs.un("code").chars().filter(char::is_ascii_digit).collect();
    let trousseau = app.entrepot.trousseau().clone();
    let juste = caches(&trousseau, lien.remise, &code).iter().any(|cache| cache[..].ct_eq(&lien.code).into());
    if !juste {
        echouer(&app, &lien, maintenant).await?;
        let (lien, mk) = trouver(&app, &secret).await?;
        let mut e = Erreurs::default();
        let reste = ESSAIS.saturating_sub(lien.echecs);
        e.ajouter("code", format!("Ce code n’est pas le bon. Essais restants : {reste}."));
        let page = page(&app, &visiteur, &secret, (&lien, &mk), &e);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let session = Secret::tirer(&app.alea);
    let (empreinte, cle, fin) = (session.empreinte(), lien.remise, maintenant + LECTURE);
    let ouverture = app.entrepot.ecrire(move |tx| {
        lien::ouvrir(tx, cle, &empreinte, (maintenant, fin));
        noter(tx, &trousseau, cle, Evenement::Arrivee(Preuve::Lecture), maintenant)
    });
    match ouverture.await {
        Ok(()) => {
            let mut reponse = Redirect::to(lecture::ADRESSE).into_response();
            let cookie = lecture::cookie(&session, app.ecoute.transport());
            if let Ok(valeur) = HeaderValue::from_str(&cookie) {
                reponse.headers_mut().insert(header::SET_COOKIE, valeur);
            }
            Ok(reponse)
        }
        // Somebody opened it in between: it opens once.
        Err(Echec::Conflit) => {
            let (lien, mk) = trouver(&app, &secret).await?;
            Ok(page(&app, &visiteur, &secret, (&lien, &mk), &Erreurs::default()))
        }
        Err(echec) => Err(echec.into()),
    }
}

/// Counts a wrong code; the last one closes the link, and the MK is told.
async fn echouer(app: &App, lien: &Lien, maintenant: Timestamp) -> Result<(), Failure> {
    let (cle, trousseau, dernier) =
        (lien.remise, app.entrepot.trousseau().clone(), lien.echecs + 1 >= ESSAIS);
    app.entrepot
        .ecrire(move |tx| {
            lien::echouer(tx, cle, ESSAIS, maintenant);
            if dernier {
                let cause =
                    Cause::nouvelle("Lien fermé après cinq codes faux : vérifiez à qui vous l’avez donné.");
                noter(tx, &trousseau, cle, Evenement::Refusee(cause), maintenant)?;
            }
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(())
}

/// Tells the ledger, and the MK.
fn noter(
    tx: &mut Tx,
    trousseau: &Trousseau,
    cle: droit::identifiant::RemiseId,
    evenement: Evenement,
    maintenant: Timestamp,
) -> Result<(), Echec> {
    let suivie = remise::lire(tx, trousseau, cle)?.ok_or(Echec::Absent)?;
    if matches!(evenement, Evenement::Arrivee(_)) {
        avertir(tx, &suivie, Nature::DocumentOuvert, maintenant);
    }
    appliquer(tx, &suivie, evenement, maintenant);
    Ok(())
}

fn ouvrable(lien: &Lien, maintenant: Timestamp) -> bool {
    lien.ouvert_le.is_none() && lien.ferme_le.is_none() && lien.expire_le > maintenant
}

async fn trouver(app: &App, secret: &str) -> Result<(Lien, Praticien), Failure> {
    let empreinte = Secret::de_cookie(secret).ok_or(Failure::Introuvable)?.empreinte();
    let trousseau = app.entrepot.trousseau().clone();
    let lu = app.entrepot.lire(move |tx| {
        let Some(lien) = lien::trouver(tx, &empreinte)? else { return Ok(None) };
        let suivie = remise::lire(tx, &trousseau, lien.remise)?.ok_or(Echec::Absent)?;
        let mk = praticien::charger(tx, suivie.praticien)?.ok_or(Echec::Absent)?;
        Ok::<_, Echec>(Some((lien, mk)))
    });
    lu.await?.ok_or(Failure::Introuvable)
}

fn page(
    app: &App,
    visiteur: &Visiteur,
    secret: &str,
    (lien, mk): (&Lien, &Praticien),
    e: &Erreurs,
) -> Response {
    let chapo =
        html! { (mk.prenom) " " (mk.nom) ", masseur-kinésithérapeute, vous adresse un document de santé." };
    let ouvrable = ouvrable(lien, app.horloge.maintenant());
    let corps: Markup = html! {
        div.pile-large {
            @if ouvrable {
                form.formulaire method="post" action=(format!("/lien/{secret}")) novalidate {
                    (resume(e))
                    p { "Ce lien ne s’ouvre qu’une fois. Ouvrez-le quand vous avez le temps de lire : vous aurez deux heures, et pourrez enregistrer le document." }
                    (Champ::texte("code", "Code à huit chiffres").clavier("numeric").remplissage("one-time-code")
                        .aide("Le masseur-kinésithérapeute ou le patient vous l’a donné à part.").erreurs(e).rendre())
                    div.formulaire-fin { (bouton(Style::Principal, "Ouvrir le document")) }
                }
            } @else {
                (alerte(Ton::Attention, "Ce lien ne s’ouvre plus", &html! {
                    p { "Il a déjà été ouvert, il est trop ancien, ou il a été fermé. Demandez-en un autre au masseur-kinésithérapeute." }
                }))
            }
        }
    };
    Page::new("Document d’un masseur-kinésithérapeute", visiteur).chapo(chapo).rendre(corps).into_response()
}
