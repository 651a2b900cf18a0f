//! The groups that MKs look at, made with each publication: the figures of the MKs of a CPTS over a year, reduced to a shape.

use std::collections::{BTreeMap, BTreeSet};

use droit::evaluation::formes;
use droit::identifiant::{CptsId, PraticienId};
use droit::indicateur::secret::SEUIL;
use droit::indicateur::{Comptes, Perimetre, Periode, Releve, Variante};
use droit::reglement::Reglement;
use entrepot::indicateur::miroir::{Miroir, actifs_par_annee};
use entrepot::indicateur::{cpts_comptees, episodes_du_praticien};
use entrepot::{Echec, Tx};

/// The episodes of each MK, each with its patient.
type Episodes = BTreeMap<PraticienId, Vec<(u128, Releve)>>;

/// The groups of every CPTS, as their figures are now.
///
/// # Errors
/// When the base fails.
pub fn preparer(tx: &mut Tx, reglement: &Reglement) -> Result<Vec<Miroir>, Echec> {
    let mut miroirs = Vec::new();
    for cpts in cpts_comptees(tx)? {
        let mut groupes = actifs_par_annee(tx, cpts)?;
        groupes.retain(|_, membres| u64::try_from(membres.len()).is_ok_and(|nombre| nombre >= SEUIL));
        let membres: BTreeSet<PraticienId> = groupes.values().flatten().copied().collect();
        let mut episodes = Episodes::new();
        for praticien in membres {
            episodes.insert(praticien, episodes_du_praticien(tx, praticien)?);
        }
        for (annee, membres) in groupes {
            let groupe = Groupe { cpts, annee, membres };
            miroirs.extend(
                Variante::TOUS.iter().filter_map(|variante| groupe.miroir(&episodes, *variante, reglement)),
            );
        }
    }
    Ok(miroirs)
}

/// The MKs at work under a CPTS in a year.
struct Groupe {
    cpts: CptsId,
    annee: i16,
    membres: BTreeSet<PraticienId>,
}

impl Groupe {
    fn miroir(&self, episodes: &Episodes, variante: Variante, reglement: &Reglement) -> Option<Miroir> {
        let tranches = Periode::Annee(self.annee).tranches(&Perimetre::Cpts(self.cpts), reglement)?;
        let comptes = |praticien: &PraticienId| {
            let siens = episodes.get(praticien).into_iter().flatten();
            let siens = siens.map(|(patient, releve)| (*patient, releve));
            Comptes::du_praticien(siens, praticien.bits(), variante, tranches)
        };
        let membres: Vec<Comptes> = self.membres.iter().map(comptes).collect();
        let formes = formes(&membres);
        (!formes.is_empty()).then_some(Miroir { cpts: self.cpts, annee: self.annee, variante, formes })
    }
}
