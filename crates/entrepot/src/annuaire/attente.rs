//! The rows of an import under way, apart from what anyone reads.

use droit::annuaire::{Activite, Inscription};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Tx, Value, params};

const OUVRIR: &str = "INSERT INTO annuaire_chantier (rang, cle) VALUES (1, $1)
    ON CONFLICT (rang) DO UPDATE SET cle = excluded.cle";
const VIDER: &str = "DELETE FROM annuaire_attente";
const FERMER: &str = "DELETE FROM annuaire_chantier WHERE cle = $1";
const OUBLIER: &str = "DELETE FROM annuaire_attente WHERE cle = $1";
const ATTENDRE: &str =
    "INSERT INTO annuaire_attente (cle, rpps, empreinte, nom, prenom, mode, departement, code_postal,
        code_commune, commune, structure, raison_sociale, siret, finess)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING";

/// Begins an import under a key drawn by the caller. One import at a time: it takes the place of any other, whose
/// switch will be refused, and clears what a stopped one left.
pub fn ouvrir_le_chantier(tx: &mut Tx, cle: Uuid) {
    tx.enqueue(OUVRIR, params![cle]);
    tx.enqueue(VIDER, params![]);
}

/// Sets rows aside; a row met twice counts once.
pub fn mettre_en_attente(tx: &mut Tx, cle: Uuid, inscriptions: &[Inscription]) {
    for inscription in inscriptions {
        let mut valeurs = Vec::from(params![
            cle,
            inscription.rpps.as_str(),
            empreinte(inscription),
            inscription.nom.as_str(),
            inscription.prenom.as_str(),
        ]);
        valeurs.push(Value::from(inscription.activite.as_ref().map(|activite| activite.mode)));
        valeurs.extend(place(inscription.activite.as_ref()));
        tx.enqueue(ATTENDRE, valeurs);
    }
}

/// Gives an import up, or clears what it staged once switched.
pub fn abandonner(tx: &mut Tx, cle: Uuid) {
    tx.enqueue(FERMER, params![cle]);
    tx.enqueue(OUBLIER, params![cle]);
}

/// Where and in which structure: the columns that follow the mode in both tables of activities.
pub(super) fn place(activite: Option<&Activite>) -> [Value; 8] {
    let (lieu, site) = (activite.map(|a| &a.lieu), activite.map(|a| &a.site));
    params![
        lieu.and_then(|lieu| lieu.departement),
        lieu.and_then(|lieu| lieu.code_postal.clone()),
        lieu.and_then(|lieu| lieu.code_commune.clone()),
        lieu.and_then(|lieu| lieu.commune.clone()),
        site.and_then(|site| site.identifiant.clone()),
        site.and_then(|site| site.raison_sociale.clone()),
        site.and_then(|site| site.siret.clone()),
        site.and_then(|site| site.finess.clone()),
    ]
}

/// Tells two rows apart: every field with its length, so that no two spellings meet.
fn empreinte(inscription: &Inscription) -> [u8; 32] {
    let mut calcul = Sha256::new();
    let mut dire = |champ: Option<&str>| {
        let longueur = champ.map_or(u64::MAX, |champ| champ.len() as u64);
        calcul.update(longueur.to_le_bytes());
        calcul.update(champ.unwrap_or_default());
    };
    dire(Some(&inscription.nom));
    dire(Some(&inscription.prenom));
    if let Some(Activite { mode, lieu, site }) = &inscription.activite {
        dire(Some(mode.code()));
        dire(lieu.departement.as_ref().map(|departement| departement.as_str()));
        let suite = [&lieu.code_postal, &lieu.code_commune, &lieu.commune, &site.identifiant];
        suite
            .into_iter()
            .chain([&site.raison_sociale, &site.siret, &site.finess])
            .for_each(|c| dire(c.as_deref()));
    }
    calcul.finalize().into()
}
