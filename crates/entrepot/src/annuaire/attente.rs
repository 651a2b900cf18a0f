//! The rows of an import under way, apart from what anyone reads.

use droit::annuaire::{Activite, Inscription};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Tx, Value, params};

const ATTENDRE: &str =
    "INSERT INTO annuaire_attente (cle, rpps, empreinte, nom, prenom, mode, cadre, departement, code_postal,
        code_commune, commune, structure, raison_sociale, siret, finess)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING";

/// Sets rows aside; a row met twice counts once.
pub(super) fn mettre(tx: &mut Tx, cle: Uuid, inscriptions: &[Inscription]) {
    for inscription in inscriptions {
        let activite = inscription.activite.as_ref();
        let mut valeurs = Vec::from(params![
            cle,
            inscription.rpps.as_str(),
            empreinte(inscription),
            inscription.nom.as_str(),
            inscription.prenom.as_str(),
            activite.map(|activite| activite.mode),
            activite.map(|activite| activite.cadre),
        ]);
        valeurs.extend(place(activite));
        tx.enqueue(ATTENDRE, valeurs);
    }
}

/// Where and in which structure: the columns that follow the mode and its frame.
fn place(activite: Option<&Activite>) -> [Value; 8] {
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
    if let Some(Activite { mode, cadre, lieu, site }) = &inscription.activite {
        dire(Some(mode.code()));
        dire(Some(cadre.code()));
        dire(lieu.departement.as_ref().map(|departement| departement.as_str()));
        let suite = [&lieu.code_postal, &lieu.code_commune, &lieu.commune, &site.identifiant];
        suite
            .into_iter()
            .chain([&site.raison_sociale, &site.siret, &site.finess])
            .for_each(|c| dire(c.as_deref()));
    }
    calcul.finalize().into()
}
