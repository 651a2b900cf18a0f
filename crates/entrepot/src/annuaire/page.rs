//! A page of MKs of the new extraction beside what the current one says of them: who differs, and how.

use std::collections::{BTreeMap, BTreeSet};

use droit::annuaire::{Activite, Changement, Releve, comparer};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Bilan;
use super::lecture::activite;
use crate::{Echec, Row, Tx, params};

/// MKs compared, and at most written, at a time.
const PAGE: u32 = 500;
/// Beyond every RPPS.
const APRES_TOUS: &str = "99999999999";

const FIN: &str = "SELECT max(rpps) AS fin, count(*) AS nombre FROM
    (SELECT DISTINCT rpps FROM annuaire_attente WHERE cle = $1 AND rpps > $2 ORDER BY rpps LIMIT $3) page";
const LIGNES: &str =
    "SELECT rpps, empreinte, nom, prenom, mode, cadre, departement, code_postal, code_commune, commune,
        structure, raison_sociale, siret, finess
    FROM annuaire_attente WHERE cle = $1 AND rpps > $2 AND rpps <= $3 ORDER BY rpps, empreinte";
const COURANTS: &str = "SELECT rpps, depuis, empreinte FROM annuaire_releve
    WHERE jusqu IS NULL AND rpps > $1 AND rpps <= $2 ORDER BY rpps";
const ACTIVITES: &str =
    "SELECT a.rpps, a.mode, a.cadre, a.departement, a.code_postal, a.code_commune, a.commune, a.structure,
        a.raison_sociale, a.siret, a.finess
    FROM annuaire_releve r JOIN annuaire_activite a ON a.rpps = r.rpps AND a.depuis = r.depuis
    WHERE r.jusqu IS NULL AND r.rpps > $1 AND r.rpps <= $2";

/// MKs after a number and up to another, and what differs for them.
pub(super) struct Page {
    pub(super) apres: String,
    pub(super) fin: String,
    /// MKs of the new extraction in it.
    pub(super) lus: u64,
    pub(super) differences: Vec<Difference>,
}

/// An MK of whom something differs.
pub(super) struct Difference {
    pub(super) rpps: String,
    /// Since when the current statement holds.
    pub(super) ancien: Option<i64>,
    /// The new one; `None` when he is gone.
    pub(super) nouveau: Option<Arrivant>,
    pub(super) changements: Vec<Changement>,
}

/// An MK of the new extraction, his rows joined.
pub(super) struct Arrivant {
    pub(super) nom: String,
    pub(super) prenom: String,
    pub(super) empreinte: [u8; 32],
    activites: BTreeSet<Activite>,
}

impl Page {
    /// Compares the next MKs. Of the first extraction nothing is said to have changed: there was nothing before.
    pub(super) fn lire(tx: &mut Tx, cle: Uuid, suite: bool, apres: &str) -> Result<Self, Echec> {
        let borne = tx.query_one(FIN, &params![cle, apres, PAGE])?;
        let lus: i64 = borne.get("nombre")?;
        let derniere = lus < i64::from(PAGE);
        let fin: Option<String> = borne.get("fin")?;
        let fin = fin.filter(|_| !derniere).unwrap_or_else(|| APRES_TOUS.to_owned());
        let arrivants = joindre(&tx.query(LIGNES, &params![cle, apres, &fin])?)?;
        let differences =
            if suite { comparer_la_page(tx, apres, &fin, arrivants)? } else { toutes(arrivants) };
        Ok(Self { apres: apres.to_owned(), fin, lus: u64::try_from(lus).unwrap_or_default(), differences })
    }

    /// Where the next one begins; `None` after the last one.
    pub(super) fn suivante(&self) -> Option<&str> {
        (self.fin != APRES_TOUS).then_some(self.fin.as_str())
    }

    pub(super) fn compter(&self, bilan: &mut Bilan) {
        for difference in &self.differences {
            bilan.actualises += u64::from(difference.nouveau.is_some());
            for changement in &difference.changements {
                *bilan.changements.entry(changement.genre).or_default() += 1;
            }
        }
    }
}

fn joindre(lignes: &[Row]) -> Result<BTreeMap<String, Arrivant>, Echec> {
    let mut arrivants: BTreeMap<String, (Arrivant, Sha256)> = BTreeMap::new();
    for ligne in lignes {
        let (nom, prenom): (String, String) = (ligne.get("nom")?, ligne.get("prenom")?);
        let (arrivant, calcul) = arrivants.entry(ligne.get("rpps")?).or_insert_with(|| {
            (Arrivant { nom, prenom, empreinte: [0; 32], activites: BTreeSet::new() }, Sha256::new())
        });
        calcul.update(ligne.get::<Vec<u8>>("empreinte")?);
        arrivant.activites.extend(activite(ligne)?);
    }
    let finir = |(mut arrivant, calcul): (Arrivant, Sha256)| {
        arrivant.empreinte = calcul.finalize().into();
        arrivant
    };
    Ok(arrivants.into_iter().map(|(rpps, arrivant)| (rpps, finir(arrivant))).collect())
}

fn toutes(arrivants: BTreeMap<String, Arrivant>) -> Vec<Difference> {
    let nouveau = |(rpps, arrivant)| Difference {
        rpps,
        ancien: None,
        nouveau: Some(arrivant),
        changements: Vec::new(),
    };
    arrivants.into_iter().map(nouveau).collect()
}

fn comparer_la_page(
    tx: &mut Tx,
    apres: &str,
    fin: &str,
    mut arrivants: BTreeMap<String, Arrivant>,
) -> Result<Vec<Difference>, Echec> {
    let mut differences = Vec::new();
    for ligne in tx.query(COURANTS, &params![apres, fin])? {
        let rpps: String = ligne.get("rpps")?;
        let nouveau = arrivants.remove(&rpps);
        let connue: Vec<u8> = ligne.get("empreinte")?;
        if nouveau.as_ref().is_none_or(|arrivant| connue.as_slice() != arrivant.empreinte) {
            let ancien = Some(ligne.get("depuis")?);
            differences.push(Difference { rpps, ancien, nouveau, changements: Vec::new() });
        }
    }
    let anciennes = match differences.is_empty() {
        true => BTreeMap::new(),
        false => activites_courantes(tx, apres, fin)?,
    };
    differences.extend(toutes(arrivants));
    for difference in &mut differences {
        difference.comparer(&anciennes);
    }
    Ok(differences)
}

fn activites_courantes(
    tx: &mut Tx,
    apres: &str,
    fin: &str,
) -> Result<BTreeMap<String, BTreeSet<Activite>>, Echec> {
    let mut activites: BTreeMap<String, BTreeSet<Activite>> = BTreeMap::new();
    for ligne in tx.query(ACTIVITES, &params![apres, fin])? {
        activites.entry(ligne.get("rpps")?).or_default().extend(activite(&ligne)?);
    }
    Ok(activites)
}

impl Difference {
    /// Names do not change what may be done: only the activities are compared.
    fn comparer(&mut self, anciennes: &BTreeMap<String, BTreeSet<Activite>>) {
        let releve = |activites| Releve { nom: String::new(), prenom: String::new(), activites };
        let avant = self.ancien.map(|_| releve(anciennes.get(&self.rpps).cloned().unwrap_or_default()));
        let apres = self.nouveau.as_ref().map(|arrivant| releve(arrivant.activites.clone()));
        self.changements = comparer(avant.as_ref(), apres.as_ref());
    }
}
