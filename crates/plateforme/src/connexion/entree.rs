//! Coming in: attempts are counted first, then the password is checked, then the second factor, then a session opens.

use std::net::IpAddr;

use droit::identifiant::CompteId;
use entrepot::chiffre::IndexAveugle;
use entrepot::compte::{self, Compte, EtatCompte};
use entrepot::connexion::{self, Etape, Ouverture};
use entrepot::journal::Entree;
use entrepot::{Echec, Tx, tentative};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::Secret;
use super::verrou::{self, Compteur};
use crate::echec::Failure;
use crate::serveur::App;

/// A session ends after this long, whatever happens.
pub const DUREE_MAXIMALE: SignedDuration = SignedDuration::from_hours(12);
/// The second factor is awaited this long.
const DUREE_SECOND_FACTEUR: SignedDuration = SignedDuration::from_mins(5);

/// Counts an attempt under these keys before anything is checked: a crowd of simultaneous guesses gains nothing.
pub async fn compter(app: &App, cles: Vec<(Compteur, IndexAveugle)>) -> Result<(), Failure> {
    let maintenant = app.horloge.maintenant();
    let attente = app.entrepot.ecrire(move |tx| compter_ici(tx, &cles, maintenant)).await?;
    match attente {
        None => Ok(()),
        Some(attente) => Err(Failure::TropDeTentatives(attente.try_into().unwrap_or_default())),
    }
}

fn compter_ici(
    tx: &mut Tx,
    cles: &[(Compteur, IndexAveugle)],
    maintenant: Timestamp,
) -> Result<Option<SignedDuration>, Echec> {
    let mut nouvelles = Vec::new();
    for (compteur, cle) in cles {
        match verrou::tenter(*compteur, tentative::lire(tx, *cle)?, maintenant) {
            Ok(tentatives) => nouvelles.push((*cle, tentatives)),
            Err(attente) => return Ok(Some(attente)),
        }
    }
    nouvelles.into_iter().for_each(|(cle, tentatives)| tentative::ecrire(tx, cle, tentatives));
    Ok(None)
}

/// The key of an account's attempts; `facteur` keeps the password and the code apart.
pub fn cle_du_compte(app: &App, facteur: &str, login: &str) -> IndexAveugle {
    app.entrepot.trousseau().index("tentative", format!("{facteur}/{login}").as_bytes())
}

fn cle_de_l_adresse(app: &App, adresse: IpAddr) -> IndexAveugle {
    app.entrepot.trousseau().index("tentative", format!("adresse/{adresse}").as_bytes())
}

/// The account of this login and password, or `None` without saying which of the two is wrong.
pub async fn verifier_mot_de_passe(
    app: &App,
    login: String,
    mot_de_passe: String,
    adresse: IpAddr,
) -> Result<Option<Compte>, Failure> {
    let login = login.trim().to_lowercase();
    let (cle_compte, cle_adresse) =
        (cle_du_compte(app, "mot-de-passe", &login), cle_de_l_adresse(app, adresse));
    compter(app, vec![(Compteur::Compte, cle_compte), (Compteur::Adresse, cle_adresse)]).await?;
    let trouve: Option<Compte> = app.entrepot.lire(move |tx| compte::de_login(tx, &login)).await?;
    let trouve = trouve.filter(|compte| compte.etat == EtatCompte::Actif);
    let hachage = trouve.as_ref().map(|compte| compte.mot_de_passe.clone());
    if !app.guichet.verifier(mot_de_passe, hachage).await? {
        tracing::info!("sign-in refused");
        return Ok(None);
    }
    app.entrepot.ecrire(move |tx| decompter(tx, cle_compte, cle_adresse)).await?;
    Ok(trouve)
}

/// A success clears the account; the address only gets its attempt back, lest one account open the way to others.
fn decompter(tx: &mut Tx, cle_compte: IndexAveugle, cle_adresse: IndexAveugle) -> Result<(), Echec> {
    let passe = tentative::lire(tx, cle_adresse)?;
    tentative::oublier(tx, cle_compte);
    if let Some(tentatives) = passe {
        tentative::ecrire(tx, cle_adresse, verrou::retirer(tentatives));
    }
    Ok(())
}

/// A session that has just opened.
pub struct Ouverte {
    /// What the browser will hold.
    pub secret: Secret,
    /// Its identifier.
    pub session: Uuid,
}

/// Opens a session with a new secret, in place of the one the browser held.
pub async fn ouvrir(
    app: &App,
    compte: CompteId,
    etape: Etape,
    appareil: String,
    remplacee: Option<Secret>,
) -> Result<Ouverte, Failure> {
    let maintenant = app.horloge.maintenant();
    let (secret, session) = (Secret::tirer(&app.alea), app.alea.uuid(maintenant));
    let duree = if etape == Etape::Ouverte { DUREE_MAXIMALE } else { DUREE_SECOND_FACTEUR };
    let ouverture = Ouverture {
        empreinte: secret.empreinte(),
        id: session,
        compte,
        etape,
        appareil,
        ouverte_le: maintenant,
        expire_le: maintenant.checked_add(duree).map_err(Failure::interne)?,
    };
    let ancienne = remplacee.map(|secret| secret.empreinte());
    app.entrepot.ecrire(move |tx| inscrire(tx, &ouverture, ancienne)).await?;
    Ok(Ouverte { secret, session })
}

fn inscrire(tx: &mut Tx, ouverture: &Ouverture, ancienne: Option<[u8; 32]>) -> Result<(), Echec> {
    if let Some(empreinte) = ancienne {
        connexion::fermer_par_empreinte(tx, empreinte);
    }
    connexion::oublier_les_anciennes(tx, ouverture.ouverte_le);
    connexion::ouvrir(tx, ouverture);
    if ouverture.etape == Etape::Ouverte {
        let acteur = format!("compte/{}", ouverture.compte);
        let sujet = format!("connexion/{}", ouverture.id);
        tx.tracer(Entree::new(ouverture.ouverte_le, acteur, "connexion.ouvrir", sujet));
    }
    Ok(())
}
