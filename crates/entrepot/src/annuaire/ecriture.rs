//! The rows that a switch writes: the import, each MK's new statement, what changed, whom to look at.

use droit::annuaire::{Activite, Changement, Lieu, Releve, Site, comparer};

use super::Bilan;
use super::attente::place;
use super::lecture::{Import, releve_de};
use crate::colonne::joindre;
use crate::{Echec, Row, Tx, Value, params};

const IMPORT: &str = "INSERT INTO annuaire_import
    (numero, fichier, empreinte, extrait_le, importe_le, lues, gardees, ecartees, rejetees, mks)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const FERMER: &str =
    "UPDATE annuaire_releve SET jusqu = $3 WHERE rpps = $1 AND depuis = $2 AND jusqu IS NULL";
const RELEVE: &str = "INSERT INTO annuaire_releve (rpps, depuis, jusqu, empreinte, nom, prenom)
    VALUES ($1, $2, NULL, $3, $4, $5)";
const ACTIVITE: &str =
    "INSERT INTO annuaire_activite (rpps, depuis, rang, mode, departement, code_postal, code_commune,
        commune, structure, raison_sociale, siret, finess)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
const CHANGEMENT: &str = "INSERT INTO annuaire_changement
    (import, rpps, rang, genre, departement, modes_avant, modes_apres) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const ALERTER: &str = "INSERT INTO alerte_annuaire (import, rpps, rang, praticien, etat, traitee_le)
    SELECT $1, $2, $3, id, 'ouverte', NULL FROM praticien WHERE rpps = $2";
const ALERTES: &str = "SELECT count(*) AS nombre FROM alerte_annuaire WHERE import = $1";

/// Writes one import.
pub(super) struct Plume<'t> {
    pub(super) tx: &'t mut Tx,
    numero: i64,
    suite: bool,
    bilan: Bilan,
}

impl<'t> Plume<'t> {
    /// Records the import. Of the first one nothing is said to have changed: there was nothing before.
    pub(super) fn new(tx: &'t mut Tx, import: &Import, suite: bool) -> Self {
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
        Self { tx, numero: import.numero, suite, bilan: Bilan::default() }
    }

    /// An MK met for the first time, or again after he had vanished.
    pub(super) fn accueillir(&mut self, rpps: &str, releve: &Releve, empreinte: [u8; 32]) {
        self.ecrire(rpps, releve, empreinte);
        if self.suite {
            self.noter(rpps, &comparer(None, Some(releve)));
        }
    }

    /// An MK of whom something differs.
    pub(super) fn remplacer(
        &mut self,
        rpps: &str,
        depuis: i64,
        releve: &Releve,
        empreinte: [u8; 32],
    ) -> Result<(), Echec> {
        let avant = releve_de(self.tx, rpps, depuis)?;
        self.fermer(rpps, depuis);
        self.ecrire(rpps, releve, empreinte);
        self.noter(rpps, &comparer(avant.as_ref(), Some(releve)));
        Ok(())
    }

    /// The statement no longer holds.
    pub(super) fn fermer(&mut self, rpps: &str, depuis: i64) {
        self.tx.enqueue_one(FERMER, params![rpps, depuis, self.numero]);
    }

    fn ecrire(&mut self, rpps: &str, releve: &Releve, empreinte: [u8; 32]) {
        let valeurs = params![rpps, self.numero, empreinte, &releve.nom, &releve.prenom];
        self.tx.enqueue(RELEVE, valeurs);
        for (rang, activite) in (0_i64..).zip(&releve.activites) {
            let mut valeurs = Vec::from(params![rpps, self.numero, rang, activite.mode]);
            valeurs.extend(place(Some(activite)));
            self.tx.enqueue(ACTIVITE, valeurs);
        }
        self.bilan.actualises += 1;
    }

    /// Keeps changes, and opens an alert for those that matter when the MK is on file.
    pub(super) fn noter(&mut self, rpps: &str, changements: &[Changement]) {
        for (rang, changement) in (0_i64..).zip(changements) {
            let valeurs = params![
                self.numero,
                rpps,
                rang,
                changement.genre,
                changement.departement,
                joindre(changement.modes_avant.iter().map(|mode| mode.code())),
                joindre(changement.modes_apres.iter().map(|mode| mode.code())),
            ];
            self.tx.enqueue(CHANGEMENT, valeurs);
            *self.bilan.changements.entry(changement.genre).or_default() += 1;
            if changement.genre.alerte() {
                self.tx.enqueue(ALERTER, params![self.numero, rpps, rang]);
            }
        }
    }

    /// What was written.
    pub(super) fn finir(mut self, mks: u64) -> Result<Bilan, Echec> {
        let alertes: i64 = self.tx.query_one(ALERTES, &params![self.numero])?.get("nombre")?;
        self.bilan.mks = mks;
        self.bilan.alertes = u64::try_from(alertes).unwrap_or_default();
        Ok(self.bilan)
    }
}

/// The activity of a row of either table; a waiting row may have none.
pub(super) fn activite(ligne: &Row) -> Result<Option<Activite>, Echec> {
    let Some(mode) = ligne.get("mode")? else { return Ok(None) };
    Ok(Some(Activite {
        mode,
        lieu: Lieu {
            departement: ligne.get("departement")?,
            code_postal: ligne.get("code_postal")?,
            code_commune: ligne.get("code_commune")?,
            commune: ligne.get("commune")?,
        },
        site: Site {
            identifiant: ligne.get("structure")?,
            raison_sociale: ligne.get("raison_sociale")?,
            siret: ligne.get("siret")?,
            finess: ligne.get("finess")?,
        },
    }))
}
