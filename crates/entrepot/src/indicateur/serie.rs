//! All the sums of one perimeter through time, read once: every period and structure is then a matter of memory.

use std::collections::BTreeMap;

use droit::decision::TypeStructure;
use droit::identifiant::CptsId;
use droit::indicateur::{
    Cellule, Comptes, Mesure, Perimetre, Releve, Situation, Tranche, Variante, mouvement, sommes,
};
use droit::reglement::Reglement;

use super::changement::Changement;
use super::lecture::episodes_de_la_cpts;
use super::releve::situation;

use crate::{Echec, Row, Tx, params};

const SERIE: &str =
    "SELECT tranche, precedent, mesure, modalite, structure, n, sujets FROM indicateur_compteur
    WHERE perimetre = $1 AND (variante = $2 OR mesure = 'praticiens-actifs') AND (n <> 0 OR sujets <> 0)
    ORDER BY tranche, mesure, modalite, structure, precedent";

/// All structures together.
const TOUTES: &str = "*";
/// The structure of what is opened under a CPTS.
const CPTS: &str = "CPTS";

/// The sums of a perimeter under a variant, third by third.
#[derive(Clone, Debug, Default)]
pub struct Serie(Vec<Somme>);

#[derive(Clone, Debug)]
struct Somme {
    tranche: Tranche,
    precedent: Tranche,
    mesure: Mesure,
    modalite: String,
    structure: String,
    n: i64,
    sujets: i64,
}

impl Serie {
    /// Reads the sums of this key of a perimeter.
    ///
    /// # Errors
    /// When the base fails.
    pub fn charger(tx: &mut Tx, cle: &str, variante: Variante) -> Result<Self, Echec> {
        tx.query(SERIE, &params![cle, variante.code()])?.iter().map(somme).collect::<Result<_, _>>().map(Self)
    }

    /// Makes the sums of a CPTS from its episodes.
    ///
    /// # Errors
    /// When the base fails.
    pub fn de_la_cpts(tx: &mut Tx, cpts: CptsId, variante: Variante) -> Result<Self, Echec> {
        let episodes = episodes_de_la_cpts(tx, cpts)?;
        let lues = sommes(episodes.iter().map(|(patient, releve)| (*patient, releve)), variante);
        let mut series = Vec::new();
        for (cellule, ecart) in lues {
            // An episode is under a CPTS in one structure alone.
            for (structure, n, sujets) in [(TOUTES, 0, ecart.sujets), (CPTS, ecart.n, ecart.sujets)] {
                series.push(Somme::de(&cellule, structure, (n, sujets)));
            }
        }
        series.sort_by_key(|somme| somme.tranche);
        Ok(Self(series))
    }

    /// What a change adds to the sums of a department or of a CPTS, MKs at work left out: it is not the business of one
    /// patient.
    ///
    /// # Errors
    /// When an episode says a structure or a department that does not exist.
    pub fn du_changement(
        lieu: &Perimetre,
        changement: &Changement,
        variante: Variante,
        reglement: &Reglement,
    ) -> Result<Self, Echec> {
        let mut series = match lieu.cle() {
            Some(cle) => ecarts_du_territoire(&cle, changement, variante, reglement)?,
            None => ecarts_de_la_cpts(changement, variante),
        };
        series.sort_by_key(|somme| somme.tranche);
        Ok(Self(series))
    }

    /// The first and the last third in which something is counted.
    #[must_use]
    pub fn bornes(&self) -> Option<(Tranche, Tranche)> {
        Some((self.0.first()?.tranche, self.0.last()?.tranche))
    }

    /// The types of structure that count something.
    #[must_use]
    pub fn structures(&self) -> Vec<TypeStructure> {
        let compte =
            |structure: &&TypeStructure| self.0.iter().any(|somme| somme.structure == structure.code());
        TypeStructure::TOUS.iter().filter(compte).copied().collect()
    }

    /// The sums over a range of thirds, in one type of structure or all.
    #[must_use]
    pub fn comptes(&self, structure: Option<TypeStructure>, (du, au): (Tranche, Tranche)) -> Comptes {
        let mut comptes = Comptes::default();
        for (mesure, modalite, n, sujets) in self.termes(structure, (du, au)) {
            comptes.ajouter(mesure, modalite, n, sujets);
        }
        comptes
    }

    /// The terms of these sums.
    pub fn termes(
        &self,
        structure: Option<TypeStructure>,
        (du, au): (Tranche, Tranche),
    ) -> impl Iterator<Item = (Mesure, &str, i64, i64)> {
        let debut = self.0.partition_point(|somme| somme.tranche < du);
        let suite = self.0.iter().skip(debut).take_while(move |somme| somme.tranche <= au);
        suite.filter(move |somme| somme.precedent < du).map(move |somme| {
            let toutes = somme.structure == TOUTES;
            let (retenu, distinct) = match structure {
                None => (!toutes, toutes),
                Some(voulue) => (somme.structure == voulue.code(), somme.structure == voulue.code()),
            };
            let (n, sujets) = (if retenu { somme.n } else { 0 }, if distinct { somme.sujets } else { 0 });
            (somme.mesure, somme.modalite.as_str(), n, sujets)
        })
    }
}

fn ecarts_du_territoire(
    cle: &str,
    changement: &Changement,
    variante: Variante,
    reglement: &Reglement,
) -> Result<Vec<Somme>, Echec> {
    let (avant, apres) = (situer(&changement.avant)?, situer(&changement.apres)?);
    let ecarts = mouvement(&avant, &apres, reglement);
    let siens =
        ecarts.iter().filter(|(perimetre, _, cellule, _)| *perimetre == cle && cellule.variante == variante);
    Ok(siens
        .map(|(_, structure, cellule, ecart)| Somme::de(cellule, structure, (ecart.n, ecart.sujets)))
        .collect())
}

fn situer(releves: &[Releve]) -> Result<Vec<(Situation, &Releve)>, Echec> {
    releves.iter().map(|releve| Ok((situation(releve)?, releve))).collect()
}

fn ecarts_de_la_cpts(changement: &Changement, variante: Variante) -> Vec<Somme> {
    let mut ecarts: BTreeMap<Cellule, (i64, i64)> = BTreeMap::new();
    for (releves, signe) in [(&changement.avant, -1), (&changement.apres, 1)] {
        // All of them are of one patient.
        let lues = sommes(releves.iter().map(|releve| (0, releve)), variante);
        for (cellule, ecart) in lues {
            let somme = ecarts.entry(cellule).or_default();
            *somme = (somme.0 + signe * ecart.n, somme.1 + signe * ecart.sujets);
        }
    }
    ecarts.retain(|cellule, ecart| *ecart != (0, 0) && cellule.mesure != Mesure::PraticiensActifs);
    let deux = |(cellule, (n, sujets)): (&Cellule, &(i64, i64))| {
        [Somme::de(cellule, TOUTES, (0, *sujets)), Somme::de(cellule, CPTS, (*n, *sujets))]
    };
    ecarts.iter().flat_map(deux).collect()
}

impl Somme {
    fn de(cellule: &Cellule, structure: &str, (n, sujets): (i64, i64)) -> Self {
        Self {
            tranche: cellule.tranche,
            precedent: cellule.precedent,
            mesure: cellule.mesure,
            modalite: cellule.modalite.clone(),
            structure: structure.to_owned(),
            n,
            sujets,
        }
    }
}

fn somme(ligne: &Row) -> Result<Somme, Echec> {
    let code: String = ligne.get("mesure")?;
    Ok(Somme {
        tranche: Tranche::de_numero(ligne.get("tranche")?),
        precedent: Tranche::de_numero(ligne.get("precedent")?),
        mesure: Mesure::depuis_code(&code)
            .ok_or_else(|| Echec::moteur(format!("mesure « {code} » inconnue")))?,
        modalite: ligne.get("modalite")?,
        structure: ligne.get("structure")?,
        n: ligne.get("n")?,
        sujets: ligne.get("sujets")?,
    })
}
