//! What the directory said of an RPPS, on any day, and by which extraction.

use std::collections::BTreeSet;

use droit::annuaire::{Activite, AvisAnnuaire, CadreActivite, Changement, Lieu, Releve, Repere, Site};
use droit::identifiant::{CodeDepartement, NumeroRpps};
use jiff::Timestamp;
use jiff::civil::Date;

use super::bascule::NouvelImport;
use super::{Lignes, nombre};
use crate::colonne::separer;
use crate::{Echec, Row, Tx, params};

const DERNIER: &str =
    "SELECT numero, fichier, empreinte, extrait_le, importe_le, lues, gardees, ecartees, rejetees, mks
    FROM annuaire_import WHERE etat = 'en-place' ORDER BY numero DESC LIMIT 1";
const AU: &str =
    "SELECT numero, fichier, empreinte, extrait_le, importe_le, lues, gardees, ecartees, rejetees, mks
    FROM annuaire_import WHERE etat = 'en-place' AND extrait_le <= $1 ORDER BY numero DESC LIMIT 1";
const VALABLE: &str =
    "SELECT r.depuis, i.extrait_le FROM annuaire_releve r JOIN annuaire_import i ON i.numero = r.depuis
    WHERE r.rpps = $1 AND r.depuis <= $2 AND (r.jusqu IS NULL OR r.jusqu > $2)";
const RELEVE: &str = "SELECT nom, prenom FROM annuaire_releve WHERE rpps = $1 AND depuis = $2";
const ACTIVITES: &str =
    "SELECT mode, cadre, departement, code_postal, code_commune, commune, structure, raison_sociale, siret,
        finess
    FROM annuaire_activite WHERE rpps = $1 AND depuis = $2 ORDER BY rang";
const HISTORIQUE: &str = "SELECT c.genre, c.departement, c.modes_avant, c.modes_apres, i.extrait_le
    FROM annuaire_changement c JOIN annuaire_import i ON i.numero = c.import
    WHERE c.rpps = $1 AND c.import <= $2 ORDER BY c.import, c.rang";

/// An extraction imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its rank, from 1.
    pub numero: i64,
    /// Name of the file.
    pub fichier: String,
    /// Fingerprint of the file, in hexadecimal.
    pub empreinte: String,
    /// Day of the extraction.
    pub extrait_le: Date,
    /// When it was imported.
    pub importe_le: Timestamp,
    /// Its lines.
    pub lignes: Lignes,
    /// MKs in it.
    pub mks: u64,
}

/// What an extraction says of an RPPS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dit {
    /// Which extraction.
    pub import: Import,
    /// What it says; `None` when it does not know the number.
    pub releve: Option<Releve>,
    /// Day of the first extraction that said exactly this.
    pub depuis: Option<Date>,
}

/// A change, and the extraction that showed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evenement {
    /// Day of the extraction.
    pub constate_le: Date,
    /// What changed.
    pub changement: Changement,
}

impl Dit {
    fn avis(&self, departement: CodeDepartement) -> AvisAnnuaire {
        AvisAnnuaire::tirer(
            self.releve.as_ref(),
            departement,
            Repere::Extraction { du: self.import.extrait_le },
        )
    }
}

impl Import {
    pub(super) fn depuis(nouvel: &NouvelImport, numero: i64, mks: u64) -> Self {
        Self {
            numero,
            fichier: nouvel.fichier.clone(),
            empreinte: nouvel.empreinte.clone(),
            extrait_le: nouvel.extrait_le,
            importe_le: nouvel.importe_le,
            lignes: nouvel.lignes,
            mks,
        }
    }

    fn lire(ligne: &Row) -> Result<Self, Echec> {
        Ok(Self {
            numero: ligne.get("numero")?,
            fichier: ligne.get("fichier")?,
            empreinte: ligne.get("empreinte")?,
            extrait_le: ligne.get("extrait_le")?,
            importe_le: ligne.get("importe_le")?,
            lignes: Lignes::lire(ligne)?,
            mks: nombre(ligne, "mks")?,
        })
    }
}

/// The current extraction.
///
/// # Errors
/// What the engine reports.
pub fn dernier(tx: &mut Tx) -> Result<Option<Import>, Echec> {
    tx.query_opt(DERNIER, &[])?.as_ref().map(Import::lire).transpose()
}

/// What the directory said of an RPPS on a day; `None` when no extraction is that old.
///
/// # Errors
/// What the engine reports.
pub fn selon(tx: &mut Tx, rpps: &NumeroRpps, le: Date) -> Result<Option<Dit>, Echec> {
    let import = tx.query_opt(AU, &params![le])?.as_ref().map(Import::lire).transpose()?;
    import.map(|import| dit(tx, rpps, import)).transpose()
}

fn dit(tx: &mut Tx, rpps: &NumeroRpps, import: Import) -> Result<Dit, Echec> {
    let Some(valable) = tx.query_opt(VALABLE, &params![rpps.as_str(), import.numero])? else {
        return Ok(Dit { import, releve: None, depuis: None });
    };
    let releve = releve_de(tx, rpps.as_str(), valable.get("depuis")?)?;
    Ok(Dit { import, releve, depuis: Some(valable.get("extrait_le")?) })
}

/// The check of a declaration against the directory as it was on a day; `None` when no extraction is that old.
///
/// # Errors
/// What the engine reports.
pub fn avis(
    tx: &mut Tx,
    rpps: &NumeroRpps,
    departement: CodeDepartement,
    le: Date,
) -> Result<Option<AvisAnnuaire>, Echec> {
    Ok(selon(tx, rpps, le)?.map(|dit| dit.avis(departement)))
}

/// The check of a declaration against the current extraction; `None` when none was imported.
///
/// # Errors
/// What the engine reports.
pub fn avis_courant(
    tx: &mut Tx,
    rpps: &NumeroRpps,
    departement: CodeDepartement,
) -> Result<Option<AvisAnnuaire>, Echec> {
    let courant = dernier(tx)?.map(|import| dit(tx, rpps, import)).transpose()?;
    Ok(courant.map(|dit| dit.avis(departement)))
}

/// What changed for an RPPS up to an extraction, the oldest first.
///
/// # Errors
/// What the engine reports.
pub fn historique(tx: &mut Tx, rpps: &NumeroRpps, jusqu: &Import) -> Result<Vec<Evenement>, Echec> {
    let lignes = tx.query(HISTORIQUE, &params![rpps.as_str(), jusqu.numero])?;
    lignes
        .iter()
        .map(|ligne| Ok(Evenement { constate_le: ligne.get("extrait_le")?, changement: changement(ligne)? }))
        .collect()
}

pub(super) fn changement(ligne: &Row) -> Result<Changement, Echec> {
    use droit::annuaire::ModeExercice;
    let modes = |colonne| -> Result<_, Echec> {
        Ok(separer(&ligne.get::<String>(colonne)?, ModeExercice::depuis_code))
    };
    Ok(Changement {
        genre: ligne.get("genre")?,
        departement: ligne.get("departement")?,
        modes_avant: modes("modes_avant")?,
        modes_apres: modes("modes_apres")?,
    })
}

/// One statement, by the extraction it holds from.
pub(super) fn releve_de(tx: &mut Tx, rpps: &str, depuis: i64) -> Result<Option<Releve>, Echec> {
    let Some(ligne) = tx.query_opt(RELEVE, &params![rpps, depuis])? else { return Ok(None) };
    let mut activites = BTreeSet::new();
    for ligne in tx.query(ACTIVITES, &params![rpps, depuis])? {
        activites.extend(activite(&ligne)?);
    }
    Ok(Some(Releve { nom: ligne.get("nom")?, prenom: ligne.get("prenom")?, activites }))
}

/// The activity of a row of either table; a waiting row may have none.
pub(super) fn activite(ligne: &Row) -> Result<Option<Activite>, Echec> {
    let Some(mode) = ligne.get("mode")? else { return Ok(None) };
    let cadre: Option<CadreActivite> = ligne.get("cadre")?;
    Ok(Some(Activite {
        mode,
        cadre: cadre.unwrap_or(CadreActivite::Inconnu),
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
