//! The people and organisations of the demo as storage takes them.

use droit::declaration::{Adhesion, Declarant};
use droit::fiche_cpts::{EtatFiche, FicheCpts};
use droit::identifiant::{CodeDepartement, CompteId, CptsId, LieuId, PraticienId, StatutIdentite};
use droit::patient::{Identite, Traits};
use entrepot::cpts;
use entrepot::patient::NouveauPatient;
use entrepot::praticien::{self, NouveauLieu, NouveauPraticien};
use entrepot::{Echec, Entrepot};
use jiff::Timestamp;
use jiff::civil::Date;

use super::hasard::Hasard;
use super::lieux::CPTS;
use super::praticien::CPTS_EN_ATTENTE;
use super::reperes::Reperes;
use super::territoire::Territoire;

/// Who registers what has no other author.
pub const SYSTEME: &str = "systeme";

/// An MK and his place of practice.
#[derive(Clone, Debug)]
pub struct Arrivee {
    praticien: NouveauPraticien,
    lieu: NouveauLieu,
}

/// A membership as his CPTS records it.
#[derive(Clone, Copy, Debug)]
pub struct Appartenance {
    praticien: PraticienId,
    cpts: CptsId,
    adhesion: Adhesion,
    instant: Timestamp,
}

/// Who acts when nobody does.
fn automate(le: Date, maintenant: Timestamp) -> Declarant {
    Declarant { compte: CompteId::new(0), aujourd_hui: le, maintenant }
}

/// Registers the eight CPTS, each in the departments of its towns, the fiche on direct access annexed that day to the
/// projet de santé of all but one.
pub fn inscrire_cpts(
    entrepot: &Entrepot,
    reperes: &Reperes,
    le: Date,
    instant: Timestamp,
) -> Result<(), Echec> {
    let ids = reperes.cpts.clone();
    entrepot.ecrire_ici(move |tx| {
        for (rang, (id, lieu)) in ids.iter().copied().zip(&CPTS).enumerate() {
            let mut departements: Vec<CodeDepartement> =
                lieu.communes.iter().filter_map(|commune| commune.departement().parse().ok()).collect();
            departements.sort_unstable();
            departements.dedup();
            cpts::inscrire(tx, id, lieu.nom, &departements, SYSTEME, instant);
            if rang == CPTS_EN_ATTENTE {
                continue;
            }
            let fiche = FicheCpts { cpts: id, etat: EtatFiche::Absente, version: 1 };
            if let Ok(reprise) = fiche.reprendre(le, &automate(le, instant)) {
                cpts::avancer_fiche(tx, &reprise);
            }
        }
        Ok(())
    })
}

/// The registration of the MK of a rank.
pub fn arrivee(
    territoire: &Territoire,
    reperes: &Reperes,
    rang: usize,
    (instant, hasard): (Timestamp, &mut Hasard),
) -> Option<Arrivee> {
    let plan = territoire.praticiens.get(rang)?;
    let id = reperes.praticiens.get(rang).copied()?;
    let millisecondes = u64::try_from(instant.as_millisecond()).unwrap_or_default();
    Some(Arrivee {
        praticien: NouveauPraticien {
            id,
            rpps: plan.rpps.clone(),
            nom: plan.nom.clone(),
            prenom: plan.prenom.to_owned(),
            statut: plan.statut,
            inscrit_le: instant,
        },
        lieu: NouveauLieu {
            id: LieuId::new(hasard.identifiant(millisecondes).as_u128()),
            praticien: id,
            departement: plan.commune.departement().parse().ok()?,
            principal: true,
            adresse: plan.voie.clone(),
            code_postal: plan.commune.code_postal.to_owned(),
            commune: plan.commune.nom.to_owned(),
            // Department 99 is nobody’s: such a number belongs to no practice.
            numero_am: format!("997{rang:06}").parse().ok(),
            du: plan.adhere_du,
            au: None,
        },
    })
}

/// One membership of the MK of a rank.
pub fn appartenance(
    territoire: &Territoire,
    reperes: &Reperes,
    (rang, ordre): (usize, usize),
    instant: Timestamp,
) -> Option<Appartenance> {
    let plan = territoire.praticiens.get(rang)?;
    Some(Appartenance {
        praticien: reperes.praticiens.get(rang).copied()?,
        cpts: plan.cpts_parmi(&reperes.cpts)?,
        adhesion: *plan.adhesions.get(ordre)?,
        instant,
    })
}

impl Appartenance {
    /// Leaves the membership for the flush.
    pub fn inscrire(&self, tx: &mut entrepot::Tx) {
        let Self { praticien, cpts, adhesion, instant } = self;
        praticien::adherer(tx, *praticien, *cpts, adhesion, SYSTEME, *instant);
    }
}

impl Arrivee {
    /// Leaves the registration for the flush.
    pub fn inscrire(&self, tx: &mut entrepot::Tx) {
        let instant = self.praticien.inscrit_le;
        praticien::inscrire(tx, &self.praticien, SYSTEME);
        praticien::ajouter_lieu(tx, &self.lieu, SYSTEME, instant);
    }
}

/// The registration of the patient of a rank.
pub fn patient(
    territoire: &Territoire,
    reperes: &Reperes,
    rang: usize,
    instant: Timestamp,
) -> Option<NouveauPatient> {
    let plan = territoire.patients.get(rang)?;
    let aujourd_hui = territoire.cadre.aujourd_hui;
    let traits = Traits::nouveaux(&plan.nom, plan.prenom, plan.sexe, plan.ne_le, aujourd_hui).ok()?;
    let statut = if plan.ins.is_some() { StatutIdentite::Qualifiee } else { StatutIdentite::Validee };
    Some(NouveauPatient {
        id: reperes.patients.get(rang).copied()?,
        identite: Identite { traits, ins: plan.ins.clone(), lieu_naissance: None, statut },
        prenoms: None,
        homonyme: 0,
        medecin_traitant: Some(plan.medecin.is_some()),
        inscrit_le: instant,
    })
}
