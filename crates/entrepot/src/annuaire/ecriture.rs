//! The rows that an import writes: its own, each MK's new statement, what changed, whom to look at.

use droit::annuaire::Changement;
use uuid::Uuid;

use super::lecture::Import;
use super::page::{Difference, Page};
use crate::colonne::joindre;
use crate::{Tx, Value, params};

const IMPORT: &str = "INSERT INTO annuaire_import
    (numero, fichier, empreinte, extrait_le, importe_le, lues, gardees, ecartees, rejetees, mks, etat)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'en-cours')";
const FERMER: &str =
    "UPDATE annuaire_releve SET jusqu = $3 WHERE rpps = $1 AND depuis = $2 AND jusqu IS NULL";
const RELEVE: &str = "INSERT INTO annuaire_releve (rpps, depuis, jusqu, empreinte, nom, prenom)
    VALUES ($1, $2, NULL, $3, $4, $5)";
/// The activities of every statement just written, straight from the rows that wait.
const ACTIVITES: &str =
    "INSERT INTO annuaire_activite (rpps, depuis, rang, mode, cadre, departement, code_postal, code_commune,
        commune, structure, raison_sociale, siret, finess)
    SELECT a.rpps, r.depuis, row_number() OVER (PARTITION BY a.rpps ORDER BY a.empreinte) - 1,
        a.mode, coalesce(a.cadre, 'inconnu'), a.departement, a.code_postal, a.code_commune, a.commune,
        a.structure, a.raison_sociale, a.siret, a.finess
    FROM annuaire_attente a JOIN annuaire_releve r ON r.rpps = a.rpps AND r.depuis = $1
    WHERE a.cle = $2 AND a.rpps > $3 AND a.rpps <= $4 AND a.mode IS NOT NULL";
const CONSOMMER: &str = "DELETE FROM annuaire_attente WHERE cle = $1 AND rpps > $2 AND rpps <= $3";
const CHANGEMENT: &str = "INSERT INTO annuaire_changement
    (import, rpps, rang, genre, departement, modes_avant, modes_apres) VALUES ($1, $2, $3, $4, $5, $6, $7)";
/// Nobody is alerted twice of what he has not looked at yet.
const ALERTER: &str = "INSERT INTO alerte_annuaire (import, rpps, rang, praticien, etat, traitee_le)
    SELECT $1, $2, $3, p.id, 'ouverte', NULL FROM praticien p WHERE p.rpps = $2 AND NOT EXISTS
    (SELECT 1 FROM alerte_annuaire o JOIN annuaire_changement c
        ON c.import = o.import AND c.rpps = o.rpps AND c.rang = o.rang
        WHERE o.praticien = p.id AND o.etat = 'ouverte' AND c.genre = $4 AND coalesce(c.departement, '') = $5
        AND NOT EXISTS (SELECT 1 FROM alerte_vue v
            WHERE v.import = o.import AND v.rpps = o.rpps AND v.rang = o.rang))";

/// Gives the import its number; nobody reads it yet.
pub(super) fn annoncer(tx: &mut Tx, import: &Import) {
    let mut valeurs = Vec::from(params![
        import.numero,
        &import.fichier,
        &import.empreinte,
        import.extrait_le,
        import.importe_le,
    ]);
    let lignes = import.lignes;
    let nombres = [lignes.lues, lignes.gardees, lignes.ecartees, lignes.rejetees, import.mks];
    valeurs.extend(nombres.map(|n| Value::Int(i64::try_from(n).unwrap_or(i64::MAX))));
    tx.enqueue_one(IMPORT, valeurs);
}

/// Writes what differs on a page, and forgets its rows.
pub(super) fn ecrire(tx: &mut Tx, cle: Uuid, numero: i64, page: &Page) {
    for difference in &page.differences {
        remplacer(tx, numero, difference);
    }
    if page.differences.iter().any(|difference| difference.nouveau.is_some()) {
        tx.enqueue(ACTIVITES, params![numero, cle, &page.apres, &page.fin]);
    }
    tx.enqueue(CONSOMMER, params![cle, &page.apres, &page.fin]);
}

fn remplacer(tx: &mut Tx, numero: i64, difference: &Difference) {
    let rpps = difference.rpps.as_str();
    if let Some(depuis) = difference.ancien {
        tx.enqueue_one(FERMER, params![rpps, depuis, numero]);
    }
    if let Some(arrivant) = &difference.nouveau {
        tx.enqueue(RELEVE, params![rpps, numero, arrivant.empreinte, &arrivant.nom, &arrivant.prenom]);
    }
    noter(tx, numero, rpps, &difference.changements);
}

/// Keeps changes, and opens an alert for those that matter when the MK is on file.
fn noter(tx: &mut Tx, numero: i64, rpps: &str, changements: &[Changement]) {
    for (rang, changement) in (0_i64..).zip(changements) {
        let valeurs = params![
            numero,
            rpps,
            rang,
            changement.genre,
            changement.departement,
            joindre(changement.modes_avant.iter().map(|mode| mode.code())),
            joindre(changement.modes_apres.iter().map(|mode| mode.code())),
        ];
        tx.enqueue(CHANGEMENT, valeurs);
        if changement.genre.alerte() {
            let departement = changement.departement.map(|code| code.to_string()).unwrap_or_default();
            tx.enqueue(ALERTER, params![numero, rpps, rang, changement.genre, departement]);
        }
    }
}
