//! An import under way: one at a time, written by short transactions that leave the writer to others in between.

use droit::annuaire::Inscription;
use uuid::Uuid;

use super::attente::mettre;
use super::bascule::RefusImport;
use crate::{Echec, Entrepot, Tx, params};

/// Rows cleared, or MKs put back, in one transaction.
const BALAYAGE: u32 = 2_000;

const PRENDRE: &str = "INSERT INTO annuaire_chantier (rang, cle) VALUES (1, $1)
    ON CONFLICT (rang) DO UPDATE SET cle = excluded.cle";
/// Changes nothing; fails when another import has begun, and keeps one from beginning before the commit.
const TENIR: &str = "UPDATE annuaire_chantier SET cle = $1 WHERE cle = $1";
const FERMER: &str = "DELETE FROM annuaire_chantier WHERE cle = $1";
const RESTE_DES_AUTRES: &str = "SELECT max(rpps) AS fin FROM
    (SELECT rpps FROM annuaire_attente WHERE cle <> $1 ORDER BY rpps LIMIT $2) reste";
const OUBLIER_LES_AUTRES: &str = "DELETE FROM annuaire_attente WHERE cle <> $1 AND rpps <= $2";
const RESTE_DU_SIEN: &str = "SELECT max(rpps) AS fin FROM
    (SELECT rpps FROM annuaire_attente WHERE cle = $1 ORDER BY rpps LIMIT $2) reste";
const OUBLIER_LE_SIEN: &str = "DELETE FROM annuaire_attente WHERE cle = $1 AND rpps <= $2";

const INACHEVE: &str = "SELECT max(numero) AS numero FROM annuaire_import WHERE etat = 'en-cours'";
const RESTE_INACHEVE: &str = "SELECT max(rpps) AS fin FROM
    (SELECT rpps FROM annuaire_releve WHERE rpps > $2 AND (depuis = $1 OR jusqu = $1)
    ORDER BY rpps LIMIT $3) reste";
/// What an unfinished import wrote for these MKs, undone in the order of the references.
const DEFAIRE: [&str; 6] = [
    "DELETE FROM alerte_vue WHERE import = $1 AND rpps > $2 AND rpps <= $3",
    "DELETE FROM alerte_annuaire WHERE import = $1 AND rpps > $2 AND rpps <= $3",
    "DELETE FROM annuaire_changement WHERE import = $1 AND rpps > $2 AND rpps <= $3",
    "DELETE FROM annuaire_activite WHERE depuis = $1 AND rpps > $2 AND rpps <= $3",
    "DELETE FROM annuaire_releve WHERE depuis = $1 AND rpps > $2 AND rpps <= $3",
    "UPDATE annuaire_releve SET jusqu = NULL WHERE jusqu = $1 AND rpps > $2 AND rpps <= $3",
];
const EFFACER: &str = "DELETE FROM annuaire_import WHERE numero = $1 AND etat = 'en-cours'";

/// An import under way. Nothing of it is seen before its end; left in the middle, it is undone by the next one.
#[derive(Clone)]
pub struct Chantier {
    entrepot: Entrepot,
    cle: Uuid,
}

impl Chantier {
    /// Begins an import under a key drawn by the caller: takes the place of any other, whose next transaction will be
    /// refused, and clears what a stopped one left.
    ///
    /// # Errors
    /// When another import begins meanwhile or the store fails.
    pub fn ouvrir_ici(entrepot: &Entrepot, cle: Uuid) -> Result<Self, RefusImport> {
        entrepot.ecrire_ici(move |tx| {
            tx.enqueue(PRENDRE, params![cle]);
            Ok::<_, Echec>(())
        })?;
        let chantier = Self { entrepot: entrepot.clone(), cle };
        chantier.balayer(RESTE_DES_AUTRES, OUBLIER_LES_AUTRES)?;
        while let Some(numero) = chantier.inacheve()? {
            chantier.defaire(numero)?;
        }
        Ok(chantier)
    }

    /// Sets rows aside, where nobody reads them.
    ///
    /// # Errors
    /// When another import has begun or the store fails.
    pub fn deposer_ici(&self, inscriptions: Vec<Inscription>) -> Result<(), RefusImport> {
        let cle = self.cle;
        self.ecrire(move |tx| mettre(tx, cle, &inscriptions))
    }

    /// Gives the import up, or clears what it set aside once it is done.
    ///
    /// # Errors
    /// When the store fails: the next import clears what is left.
    pub fn fermer_ici(&self) -> Result<(), Echec> {
        let cle = self.cle;
        while let Some(fin) = self.reste(RESTE_DU_SIEN)? {
            self.entrepot.ecrire_ici(move |tx| {
                tx.enqueue(OUBLIER_LE_SIEN, params![cle, &fin]);
                Ok::<_, Echec>(())
            })?;
        }
        self.entrepot.ecrire_ici(move |tx| {
            tx.enqueue(FERMER, params![cle]);
            Ok(())
        })
    }

    pub(super) fn cle(&self) -> Uuid {
        self.cle
    }

    pub(super) fn entrepot(&self) -> &Entrepot {
        &self.entrepot
    }

    /// One short transaction of this import, refused once another has begun.
    pub(super) fn ecrire<F>(&self, faire: F) -> Result<(), RefusImport>
    where
        F: Fn(&mut Tx) + Send + 'static,
    {
        let cle = self.cle;
        let issue = self.entrepot.ecrire_ici(move |tx| {
            tx.enqueue_one(TENIR, params![cle]);
            faire(tx);
            Ok::<_, Echec>(())
        });
        issue.map_err(|echec| match echec {
            Echec::Conflit => RefusImport::Depasse,
            autre => RefusImport::Echec(autre),
        })
    }

    fn balayer(&self, reste: &'static str, oublier: &'static str) -> Result<(), RefusImport> {
        let cle = self.cle;
        while let Some(fin) = self.reste(reste)? {
            self.ecrire(move |tx| tx.enqueue(oublier, params![cle, &fin]))?;
        }
        Ok(())
    }

    fn reste(&self, sql: &'static str) -> Result<Option<String>, Echec> {
        let cle = self.cle;
        self.entrepot.lire_ici(move |tx| tx.query_one(sql, &params![cle, BALAYAGE])?.get("fin"))
    }

    fn inacheve(&self) -> Result<Option<i64>, Echec> {
        self.entrepot.lire_ici(|tx| tx.query_one(INACHEVE, &[])?.get("numero"))
    }

    fn defaire(&self, numero: i64) -> Result<(), RefusImport> {
        let mut apres = String::new();
        loop {
            let debut = apres.clone();
            let fin: Option<String> = self.entrepot.lire_ici(move |tx| {
                tx.query_one(RESTE_INACHEVE, &params![numero, &debut, BALAYAGE])?.get::<Option<String>>("fin")
            })?;
            let Some(fin) = fin else { break };
            let (debut, borne) = (apres, fin.clone());
            self.ecrire(move |tx| {
                DEFAIRE.iter().for_each(|sql| tx.enqueue(sql, params![numero, &debut, &borne]));
            })?;
            apres = fin;
        }
        self.ecrire(move |tx| tx.enqueue(EFFACER, params![numero]))
    }
}
