//! The e-mail that tells somebody to look: what happened in a few words and a link, no name, nothing of a patient.

use droit::identifiant::{AdresseCourriel, CompteId};
use droit::notification::Nature;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{Echec, Row, Tx, params, trace};

const A_ENVOYER: &str = "SELECT n.compte, n.cle, n.nature, n.lien, n.lue_le, c.courriel, c.courriels
    FROM notification n JOIN compte c ON c.id = n.compte
    WHERE n.courriel = 'a-deposer' ORDER BY n.deposee_le LIMIT $1";
const ENVOYEE: &str =
    "UPDATE notification SET courriel = $3 WHERE compte = $1 AND cle = $2 AND courriel = 'a-deposer'";
const COORDONNEES: &str = "SELECT courriel, courriels FROM compte WHERE id = $1";
const CHANGER: &str = "UPDATE compte SET courriel = $2, courriels = $3 WHERE id = $1";

/// Which e-mails an account wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Courriels {
    /// None.
    Aucun,
    /// « Un message vous attend », at each notification.
    Avis,
}

impl Courriels {
    fn code(self) -> &'static str {
        match self {
            Self::Aucun => "aucun",
            Self::Avis => "avis",
        }
    }
}

/// How an account is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coordonnees {
    /// E-mail address.
    pub courriel: Option<AdresseCourriel>,
    /// Which e-mails it wants.
    pub courriels: Courriels,
}

/// Deposits in the outbox, as `courriel`, what waits to be mailed; says how many notifications were looked at. What was
/// read meanwhile, or is no longer wanted, is not mailed. `site` is the public address of the site, where it has one.
///
/// # Errors
/// When the base fails.
pub fn expedier(tx: &mut Tx, site: Option<&str>, maintenant: Timestamp, limite: u16) -> Result<usize, Echec> {
    let lignes = tx.query(A_ENVOYER, &params![limite])?;
    for ligne in &lignes {
        let (compte, cle): (CompteId, String) = (ligne.get("compte")?, ligne.get("cle")?);
        let lue: Option<Timestamp> = ligne.get("lue_le")?;
        let voulue = ligne.get::<String>("courriels")? == Courriels::Avis.code();
        let adresse: Option<AdresseCourriel> = ligne.get("courriel")?;
        let issue = match adresse.filter(|_| voulue && lue.is_none()) {
            None => "sans",
            Some(adresse) => {
                let contenu = contenu(&adresse, ligne, site)?;
                tx.deposer(trace::message("courriel", &format!("{compte}/{cle}"), &contenu, maintenant));
                "depose"
            }
        };
        tx.enqueue_one(ENVOYEE, params![compte, cle, issue]);
    }
    Ok(lignes.len())
}

/// How an account is reached.
///
/// # Errors
/// When the base fails, or there is no such account.
pub fn coordonnees(tx: &mut Tx, compte: CompteId) -> Result<Coordonnees, Echec> {
    let ligne = tx.query_one(COORDONNEES, &params![compte])?;
    let avis = ligne.get::<String>("courriels")? == Courriels::Avis.code();
    Ok(Coordonnees {
        courriel: ligne.get("courriel")?,
        courriels: if avis { Courriels::Avis } else { Courriels::Aucun },
    })
}

/// Leaves how an account is reached for the flush.
pub fn changer_coordonnees(tx: &mut Tx, compte: CompteId, coordonnees: &Coordonnees) {
    let valeurs = params![compte, coordonnees.courriel.clone(), coordonnees.courriels.code()];
    tx.enqueue_one(CHANGER, valeurs);
}

fn contenu(adresse: &AdresseCourriel, ligne: &Row, site: Option<&str>) -> Result<Value, Echec> {
    let (nature, lien): (Nature, String) = (ligne.get("nature")?, ligne.get("lien")?);
    let mut contenu = json!({
        "adresse": adresse.as_str(),
        "sujet": format!("Accès Direct : {}", nature.libelle().to_lowercase()),
        "texte": nature.annonce(),
    });
    if let (Some(site), Some(champs)) = (site, contenu.as_object_mut()) {
        champs.insert("lien".to_owned(), json!(format!("{}{lien}", site.trim_end_matches('/'))));
    }
    Ok(contenu)
}
