//! The way out of a message: taken under a lease, delivered, put off, or set aside for a person to look at.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::{Echec, Row, Tx, params};

/// Beyond, a message is set aside: with the delays below, about a day and a half of attempts.
pub const ESSAIS_MAXIMUM: u32 = 14;
const PREMIER_DELAI: SignedDuration = SignedDuration::from_secs(30);
const DELAI_MAXIMUM: SignedDuration = SignedDuration::from_hours(6);

const PRENDRE: &str = "UPDATE outbox SET preneur = $1, echeance = $2, essais = essais + 1
    WHERE id IN (SELECT id FROM outbox WHERE etat = 'en-attente' AND echeance <= $3 ORDER BY echeance LIMIT $4)
    RETURNING id, genre, cle, contenu, depose_le, essais";
const PRENDRE_A_PLUSIEURS: &str = "UPDATE outbox SET preneur = $1, echeance = $2, essais = essais + 1
    WHERE id IN (SELECT id FROM outbox WHERE etat = 'en-attente' AND echeance <= $3 ORDER BY echeance LIMIT $4
        FOR UPDATE SKIP LOCKED)
    RETURNING id, genre, cle, contenu, depose_le, essais";
const REMETTRE: &str = "UPDATE outbox SET etat = 'remis', remis_le = $1, preneur = NULL, erreur = NULL
    WHERE id = $2 AND preneur = $3 AND etat = 'en-attente'";
const REMETTRE_LE_PASSE: &str = "UPDATE outbox SET etat = 'remis', remis_le = depose_le + $1
    WHERE genre = $2 AND etat = 'en-attente' AND preneur IS NULL AND depose_le <= $3";
const REPOUSSER: &str = "UPDATE outbox SET echeance = $1, preneur = NULL, erreur = $2
    WHERE id = $3 AND preneur = $4 AND etat = 'en-attente'";
const ABANDONNER: &str = "UPDATE outbox SET etat = 'abandonne', preneur = NULL, erreur = $1
    WHERE id = $2 AND preneur = $3 AND etat = 'en-attente'";
const RELANCER: &str = "UPDATE outbox SET etat = 'en-attente', essais = 0, echeance = $1
    WHERE id = $2 AND etat = 'abandonne'";
const ABANDONNES: &str = "SELECT id, genre, cle, contenu, depose_le, essais, erreur FROM outbox
    WHERE etat = 'abandonne' ORDER BY depose_le LIMIT $1";
const BILAN: &str = "SELECT etat, count(*) AS nombre FROM outbox GROUP BY etat";

/// A message taken by a worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pli {
    /// Its identifier, the same at each attempt.
    pub id: Uuid,
    /// What it is.
    pub genre: String,
    /// What it tells of.
    pub cle: String,
    /// Its content.
    pub contenu: String,
    /// When it was deposited.
    pub depose_le: Timestamp,
    /// Attempts, this one included.
    pub essais: u32,
    /// Why the last attempt failed.
    pub erreur: Option<String>,
    preneur: Uuid,
}

/// What becomes of a message that could not be delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// Another attempt, not before.
    Repousse(Timestamp),
    /// Set aside: a person must look.
    Abandonne,
}

/// How many messages are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bilan {
    /// To be delivered.
    pub en_attente: i64,
    /// Delivered.
    pub remis: i64,
    /// Set aside.
    pub abandonnes: i64,
}

/// Takes up to `maximum` messages due, for the time of a lease; no other worker takes them meanwhile.
///
/// # Errors
/// What the engine reports.
pub fn prendre(
    tx: &mut Tx,
    preneur: Uuid,
    maintenant: Timestamp,
    bail: SignedDuration,
    maximum: u32,
) -> Result<Vec<Pli>, Echec> {
    let sql = tx.dialect(PRENDRE, PRENDRE_A_PLUSIEURS);
    let lignes = tx.query(sql, &params![preneur, maintenant + bail, maintenant, maximum])?;
    let mut plis = lignes.iter().map(|ligne| read(ligne, preneur, None)).collect::<Result<Vec<_>, _>>()?;
    plis.sort_by_key(|pli| (pli.depose_le, pli.id));
    Ok(plis)
}

/// Marks a message delivered. [`Echec::Conflit`] if the lease had ended and another worker took it.
pub fn remettre(tx: &mut Tx, pli: &Pli, maintenant: Timestamp) {
    tx.enqueue_one(REMETTRE, params![maintenant, pli.id, pli.preneur]);
}

/// Puts a message off, twice as long each time, or sets it aside. `hasard` spreads the attempts of many messages.
pub fn repousser(tx: &mut Tx, pli: &Pli, erreur: &str, maintenant: Timestamp, hasard: u64) -> Suite {
    if pli.essais >= ESSAIS_MAXIMUM {
        return abandonner(tx, pli, erreur);
    }
    let echeance = maintenant + delay(pli.essais, hasard);
    tx.enqueue_one(REPOUSSER, params![echeance, erreur, pli.id, pli.preneur]);
    Suite::Repousse(echeance)
}

/// Sets a message aside at once: no later attempt would do better.
pub fn abandonner(tx: &mut Tx, pli: &Pli, erreur: &str) -> Suite {
    tx.enqueue_one(ABANDONNER, params![erreur, pli.id, pli.preneur]);
    Suite::Abandonne
}

/// Sends again a message set aside; says whether there was one.
///
/// # Errors
/// What the engine reports.
pub fn relancer(tx: &mut Tx, id: Uuid, maintenant: Timestamp) -> Result<bool, Echec> {
    Ok(tx.execute(RELANCER, &params![maintenant, id])? == 1)
}

/// The messages set aside, the oldest first.
///
/// # Errors
/// What the engine reports.
pub fn abandonnes(tx: &mut Tx, maximum: u32) -> Result<Vec<Pli>, Echec> {
    let lignes = tx.query(ABANDONNES, &params![maximum])?;
    lignes.iter().map(|ligne| read(ligne, Uuid::nil(), ligne.get("erreur")?)).collect()
}

/// What a kind of message took to arrive, in a history that is loaded rather than lived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemisePassee<'g> {
    /// The kind.
    pub genre: &'g str,
    /// From the deposit to the receipt.
    pub delai: SignedDuration,
    /// What would be received after this instant still waits.
    pub jusqu_au: Timestamp,
}

/// Marks delivered, each at its own date, the messages of a history loaded after the fact; says how many.
///
/// # Errors
/// What the engine reports.
pub fn remettre_le_passe(tx: &mut Tx, passee: RemisePassee<'_>) -> Result<u64, Echec> {
    let delai = i64::try_from(passee.delai.as_micros()).unwrap_or(i64::MAX);
    tx.execute(REMETTRE_LE_PASSE, &params![delai, passee.genre, passee.jusqu_au - passee.delai])
}

/// How many messages are in each state.
///
/// # Errors
/// What the engine reports.
pub fn bilan(tx: &mut Tx) -> Result<Bilan, Echec> {
    let mut bilan = Bilan::default();
    for ligne in tx.query(BILAN, &[])? {
        let nombre = ligne.get("nombre")?;
        match ligne.get::<String>("etat")?.as_str() {
            "remis" => bilan.remis = nombre,
            "abandonne" => bilan.abandonnes = nombre,
            _ => bilan.en_attente = nombre,
        }
    }
    Ok(bilan)
}

fn read(ligne: &Row, preneur: Uuid, erreur: Option<String>) -> Result<Pli, Echec> {
    Ok(Pli {
        id: ligne.get("id")?,
        genre: ligne.get("genre")?,
        cle: ligne.get("cle")?,
        contenu: ligne.get("contenu")?,
        depose_le: ligne.get("depose_le")?,
        essais: ligne.get("essais")?,
        erreur,
        preneur,
    })
}

/// Between half and the whole of 30 s, 1 min, 2 min… up to 6 h.
fn delay(essais: u32, hasard: u64) -> SignedDuration {
    let entier = PREMIER_DELAI.checked_mul(1 << essais.saturating_sub(1).min(20)).unwrap_or(DELAI_MAXIMUM);
    let entier = entier.min(DELAI_MAXIMUM);
    let moitie = entier / 2;
    let part = i64::try_from(hasard % 1_000_000).unwrap_or(0);
    moitie + SignedDuration::from_micros(moitie.as_secs() * part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_stay_bounded_and_spread() {
        for essais in 1..=ESSAIS_MAXIMUM {
            let plein = (PREMIER_DELAI * (1 << (essais - 1))).min(DELAI_MAXIMUM);
            for hasard in [0, 1, 499_999, 999_999, u64::MAX] {
                let delai = delay(essais, hasard);
                assert!(delai >= plein / 2 && delai <= plein, "{essais} {hasard} {delai:?}");
            }
            assert_ne!(delay(essais, 0), delay(essais, 500_000));
        }
    }
}
