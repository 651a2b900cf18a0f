//! The perimeters that count something, and which of them make which.

use std::collections::BTreeMap;

use droit::decision::TypeStructure;
use droit::identifiant::{CodeDepartement, CptsId};
use droit::indicateur::{Champ, Perimetre, Periode};
use droit::reglement::Reglement;
use entrepot::indicateur::parution::Place;
use entrepot::indicateur::{cpts_comptees, perimetres_comptes};
use entrepot::{Echec, Tx, cpts};

/// The perimeters that count something, and in which department each CPTS is when it is in one alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Perimetres {
    pub(super) tous: Vec<Perimetre>,
    regions: BTreeMap<CodeDepartement, String>,
    cpts: BTreeMap<CptsId, Option<CodeDepartement>>,
}

impl Perimetres {
    /// A department and its CPTS.
    ///
    /// # Errors
    /// When the base fails.
    pub fn du_departement(tx: &mut Tx, code: CodeDepartement) -> Result<Self, Echec> {
        let mut perimetres = Self { tous: vec![Perimetre::Departement(code)], ..Self::default() };
        for (id, departement) in cpts::avec_leurs_departements(tx, code)? {
            let seul = !perimetres.cpts.contains_key(&id);
            if seul {
                perimetres.tous.push(Perimetre::Cpts(id));
            }
            perimetres.cpts.insert(id, seul.then_some(departement));
        }
        Ok(perimetres)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Perimetre> {
        self.tous.iter()
    }

    /// A CPTS adds up to its department when it is in one alone.
    fn situer(&mut self, tx: &mut Tx, id: CptsId) -> Result<(), Echec> {
        let departements = cpts::departements(tx, id)?;
        self.cpts.insert(id, if departements.len() == 1 { departements.first().copied() } else { None });
        Ok(())
    }

    /// Each perimeter that others make, with those.
    pub(super) fn parents(&self) -> Vec<(Perimetre, Vec<Perimetre>)> {
        let mut parents: BTreeMap<Perimetre, Vec<Perimetre>> = BTreeMap::new();
        for perimetre in &self.tous {
            let parent = match perimetre {
                Perimetre::Region(_) => Some(Perimetre::Pays),
                Perimetre::Departement(code) => self.regions.get(code).cloned().map(Perimetre::Region),
                Perimetre::Cpts(id) => self.cpts.get(id).copied().flatten().map(Perimetre::Departement),
                Perimetre::Pays | Perimetre::Praticien(_) => None,
            };
            if let Some(parent) = parent {
                parents.entry(parent).or_default().push(perimetre.clone());
            }
        }
        let mut liste: Vec<_> = parents.into_iter().collect();
        let toutes: Vec<Perimetre> = self.cpts.keys().copied().map(Perimetre::Cpts).collect();
        liste.push((Perimetre::Pays, toutes));
        liste
    }
}

/// What a place is about; `None` for a department or a structure that exists no more.
pub(super) fn relire((perimetre, structure, periode): &Place) -> Option<(Champ, Periode)> {
    let perimetre = match perimetre.split_once('/') {
        None if perimetre == "pays" => Perimetre::Pays,
        Some(("region", nom)) => Perimetre::Region(nom.to_owned()),
        Some(("departement", code)) => Perimetre::Departement(code.parse().ok()?),
        Some(("cpts", id)) => Perimetre::Cpts(id.parse().ok()?),
        _ => return None,
    };
    let structure = match structure.as_str() {
        "" => None,
        code => Some(TypeStructure::depuis_code(code)?),
    };
    Some((Champ { perimetre, structure }, periode.parse().ok()?))
}

/// Those that count something, and those of these tables.
pub(super) fn perimetres(
    tx: &mut Tx,
    reglement: &Reglement,
    connues: &[(Champ, Periode)],
) -> Result<Perimetres, Echec> {
    let mut perimetres = Perimetres { tous: vec![Perimetre::Pays], ..Perimetres::default() };
    for cle in perimetres_comptes(tx, "region/")? {
        let region = cle.strip_prefix("region/").map(|nom| Perimetre::Region(nom.to_owned()));
        perimetres.tous.extend(region);
    }
    for cle in perimetres_comptes(tx, "departement/")? {
        let code = cle.strip_prefix("departement/").and_then(|code| code.parse::<CodeDepartement>().ok());
        let Some(code) = code else { continue };
        perimetres.tous.push(Perimetre::Departement(code));
        perimetres.regions.extend(reglement.departement(code).map(|lu| (code, lu.region.clone())));
    }
    for id in cpts_comptees(tx)? {
        perimetres.tous.push(Perimetre::Cpts(id));
        perimetres.situer(tx, id)?;
    }
    for (champ, _) in connues.iter().filter(|(champ, _)| champ.structure.is_none()) {
        if perimetres.tous.contains(&champ.perimetre) {
            continue;
        }
        perimetres.tous.push(champ.perimetre.clone());
        match &champ.perimetre {
            Perimetre::Cpts(id) => perimetres.situer(tx, *id)?,
            Perimetre::Departement(code) => {
                perimetres.regions.extend(reglement.departement(*code).map(|lu| (*code, lu.region.clone())));
            }
            _ => {}
        }
    }
    Ok(perimetres)
}
