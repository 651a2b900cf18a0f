//! The link of a doctor without MSSanté: made by the MK, opened once with a code given otherwise, answered.
//!
//! The address holds 256 random bits; only their hash is kept. Asking for the address shows a form and nothing of the
//! patient, so that a mail scanner that follows links neither opens it nor uses it up. The code opens it, once; five
//! wrong codes close it. What it opens is a reading of two hours, held by a cookie of its own.

pub mod lecture;
pub mod ouverture;
pub mod reponse;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use droit::identifiant::RemiseId;
use droit::remise::{Canal, Depart, Destinataire, Due, Evenement};
use entrepot::chiffre::Trousseau;
use entrepot::lien;
use jiff::SignedDuration;
use maud::{Markup, html};

use super::page::geste::{acteur, ecrire, remplacante};
use super::page::une::{Vue, rendre};
use crate::connexion::{Mk, Secret};
use crate::echec::Failure;
use crate::gabarits::{Erreurs, Style, Ton, alerte, lien_bouton, texte};
use crate::serveur::App;

/// How long a link may be opened.
const VALIDITE: SignedDuration = SignedDuration::from_hours(24 * 7);
/// Wrong codes before it closes.
pub const ESSAIS: u32 = 5;
const CODE: &str = "lien_medecin.code";

/// Makes a link in place of this delivery; its address and its code are shown this once.
///
/// # Errors
/// When the delivery is not this MK's, is not for a doctor, or the base fails.
pub async fn creer(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Path(id): Path<String>,
    entetes: HeaderMap,
) -> Result<Response, Failure> {
    let vue = Vue::lire(&app, &identite, &id).await?;
    let suivie = vue.remise.suivie.clone();
    if !matches!(suivie.destinataire, Destinataire::MedecinTraitant | Destinataire::AutreMedecin) {
        return Err(Failure::Introuvable);
    }
    let maintenant = app.horloge.maintenant();
    let fin = maintenant + VALIDITE;
    let due = Due {
        destinataire: suivie.destinataire,
        canal: Canal::Lien,
        adresse: None,
        depart: Depart::AuPlusTot,
    };
    let suite = remplacante(&app, &suivie, &due);
    let (cle, secret, code) = (suite.id, Secret::tirer(&app.alea), tirer_un_code(&app));
    let trousseau = app.entrepot.trousseau().clone();
    let (empreinte, cache) = (secret.empreinte(), cacher(&trousseau, cle, &code));
    let fait = ecrire(&app, suivie, move |tx, suivie| {
        if suivie.remise.canal == Canal::Lien {
            lien::fermer(tx, suivie.id, maintenant);
        }
        let cause = droit::remise::Cause::nouvelle("Remplacé par un lien sécurisé.");
        let acteur = acteur(mk);
        entrepot::remise::avancer(tx, suivie, Evenement::Annulee(cause), &acteur, maintenant)?;
        let mut composee = entrepot::remise::composer(tx, &trousseau, &suite, &acteur);
        for evenement in [Evenement::Demandee, Evenement::Commencee, Evenement::Acceptee] {
            composee = entrepot::remise::avancer(tx, &composee, evenement, &acteur, maintenant)?;
        }
        lien::creer(tx, suite.id, (&empreinte, &cache), (maintenant, fin));
        Ok(())
    });
    if let Err(sans_effet) = fait.await? {
        return Err(Failure::Conflit(sans_effet.to_string()));
    }
    let vue = Vue::lire(&app, &identite, &cle.to_string()).await?;
    let adresse = format!("{}/lien/{}", site(&app, &entetes), secret.en_cookie());
    let fuseau = app.reglement.fuseau(vue.remise.departement);
    let neuf = montrer(cle, (&adresse, &code), &texte::instant(fin, fuseau));
    Ok(rendre(&app, &identite, &vue, &Erreurs::default(), None, Some(&neuf)).into_response())
}

fn montrer(cle: RemiseId, (adresse, code): (&str, &str), jusqu_au: &str) -> Markup {
    alerte(
        Ton::Succes,
        "Le lien est prêt",
        &html! {
            p { "Copiez-le maintenant : ni l’adresse ni le code ne seront montrés de nouveau. Il s’ouvre une fois, jusqu’au " (jusqu_au) "." }
            dl.lien-medecin {
                dt { "Adresse, à envoyer au médecin" }
                dd { code.lien-adresse { (adresse) } }
                dt { "Code, à lui donner par un autre moyen : téléphone, ou le patient lui-même" }
                dd { strong.lien-code { (espacer(code)) } }
            }
            p { "Qui n’a que l’adresse n’apprend rien du patient. Cinq codes faux ferment le lien." }
            p { (lien_bouton(Style::Secondaire, &format!("/remises/{cle}"), "J’ai copié les deux : suivre cette remise")) }
        },
    )
}

/// Eight digits: easy to say on the telephone; five attempts leave one chance in twenty million.
fn tirer_un_code(app: &App) -> String {
    let tire = u64::from_le_bytes(app.alea.octets()) % 100_000_000;
    format!("{tire:08}")
}

/// « 4821 9034 ».
fn espacer(code: &str) -> String {
    code.split_at_checked(4).map_or_else(|| code.to_owned(), |(debut, fin)| format!("{debut}\u{a0}{fin}"))
}

/// What is kept of a code: a hash under a key, bound to its link, since eight digits could be guessed from a bare one.
fn cacher(trousseau: &Trousseau, remise: RemiseId, code: &str) -> [u8; 32] {
    trousseau.index(CODE, format!("{remise}|{code}").as_bytes())
}

/// The same under every key, for links made before a change of key.
pub fn caches(trousseau: &Trousseau, remise: RemiseId, code: &str) -> Vec<[u8; 32]> {
    trousseau.indices(CODE, format!("{remise}|{code}").as_bytes())
}

/// The public address of the site; without one, that by which this request came.
fn site(app: &App, entetes: &HeaderMap) -> String {
    if let Some(url) = &app.ecoute.url_publique {
        return url.trim_end_matches('/').to_owned();
    }
    let hote = entetes.get(header::HOST).and_then(|hote| hote.to_str().ok()).unwrap_or("localhost");
    format!("http://{hote}")
}
