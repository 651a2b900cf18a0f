//! The declarations of the demo played again through their life cycle: prepared by the CPTS, decided by the ARS.

use std::collections::HashMap;

use droit::decision::{self, Acte, Decision, Demande, Structure, TypeStructure, decider};
use droit::declaration::{
    CompletionDemandee, Conditions, CptsSituee, Declarant, Declaration, DeclarationDeposee,
    DeclarationPreparee, DeclarationRefusee, DeclarationRetiree, DeclarationValidee, EtatDeclaration,
    FicheDeclaration, Justificatif, Origine, Partie, Preparation, Prononce, TypeJustificatif,
};
use droit::identifiant::{CodeDepartement, CompteId, DeclarationId};
use droit::reglement::Reglement;
use jiff::Timestamp;
use jiff::civil::Date;

use super::chronique::{Etape, Fait};
use super::hasard::Hasard;
use super::parcours::Parcours;
use super::praticien::Praticien;
use super::rejeu::FaitRefuse;
use super::reperes::Reperes;
use super::territoire::Territoire;

/// What the life cycle granted, ready to be stored.
#[derive(Clone, Debug)]
pub enum PasAccorde {
    /// A draft.
    Preparee(Prononce<DeclarationPreparee>),
    /// Sent, or sent again.
    Deposee(Prononce<DeclarationDeposee>),
    /// Sent back.
    CompletionDemandee(Prononce<CompletionDemandee>),
    /// Accepted.
    Validee(Prononce<DeclarationValidee>),
    /// Refused.
    Refusee(Prononce<DeclarationRefusee>),
    /// Ended.
    Retiree(Prononce<DeclarationRetiree>),
}

/// The declarations on file while the steps are played.
pub struct Instruction<'t> {
    territoire: &'t Territoire,
    reperes: &'t Reperes,
    reglement: &'t Reglement,
    departement: CodeDepartement,
    hasard: Hasard,
    dossiers: HashMap<usize, FicheDeclaration>,
}

impl<'t> Instruction<'t> {
    /// Nothing has been declared yet.
    pub fn nouvelle(
        territoire: &'t Territoire,
        reperes: &'t Reperes,
        reglement: &'t Reglement,
        departement: CodeDepartement,
    ) -> Self {
        let hasard = Hasard::nouveau(territoire.cadre.graine, "declarations");
        Self { territoire, reperes, reglement, departement, hasard, dossiers: HashMap::new() }
    }

    /// The practitioner of the lowest rank whose declaration waits for the ARS, with it.
    pub fn premiere_deposee(&self) -> Option<(usize, &FicheDeclaration)> {
        let deposee = |fiche: &FicheDeclaration| matches!(fiche.etat, EtatDeclaration::Deposee { .. });
        let deposees = self.dossiers.iter().filter(|(_, fiche)| deposee(fiche));
        deposees.map(|(rang, fiche)| (*rang, fiche)).min_by_key(|(rang, _)| *rang)
    }

    /// Plays a step at its instant and day.
    pub fn jouer(
        &mut self,
        (instant, le): (Timestamp, Date),
        rang: usize,
        etape: Etape,
    ) -> Result<PasAccorde, FaitRefuse> {
        let fait = Fait::Declaration(rang, etape);
        let Some(praticien) = self.territoire.praticiens.get(rang) else {
            return Err(FaitRefuse { fait, cause: "praticien absent".to_owned() });
        };
        let declarant =
            Declarant { compte: self.compte(praticien, etape), aujourd_hui: le, maintenant: instant };
        let accorde = match etape {
            Etape::Preparee => self.preparer(rang, praticien, &declarant),
            Etape::Deposee | Etape::Completee => self.deposer(rang, praticien, &declarant),
            Etape::CompletionDemandee => self.demander(rang, praticien, &declarant),
            Etape::Validee => self.valider(rang, praticien, &declarant),
            Etape::Refusee => self.refuser(rang, praticien, &declarant),
            Etape::Retiree => self.retirer(rang, praticien, &declarant),
        };
        accorde.map_err(|cause| FaitRefuse { fait, cause })
    }

    /// The CPTS prepares and sends; the ARS decides.
    fn compte(&self, praticien: &Praticien, etape: Etape) -> CompteId {
        match etape {
            Etape::Preparee | Etape::Deposee | Etape::Completee => {
                self.reperes.coordinations.get(praticien.cpts).copied().unwrap_or(self.reperes.ars)
            }
            _ => self.reperes.ars,
        }
    }

    fn dossier(&self, rang: usize) -> Result<Declaration, String> {
        self.dossiers
            .get(&rang)
            .cloned()
            .map(Declaration::relue)
            .ok_or_else(|| "déclaration absente".to_owned())
    }

    /// The decision of the rules on a declaration that day.
    fn avec<T>(
        &self,
        praticien: &Praticien,
        le: Date,
        prononcer: impl for<'r> FnOnce(Decision<'r>) -> Result<T, String>,
    ) -> Result<T, String> {
        let droit = self.reglement.au(le, self.departement, TypeStructure::Cpts);
        let demande = Demande {
            acte: Acte::Declarer,
            le,
            aujourd_hui: le,
            departement: self.departement,
            structure: Structure {
                type_structure: TypeStructure::Cpts,
                fiche_projet_de_sante: Some(droit::fiche_cpts::EtapeFiche::PriseEnCompte),
            },
            praticien: decision::Praticien {
                statut: praticien.statut,
                lieu_exercice: praticien.commune.departement().parse().ok(),
                autorise_du: None,
                autorise_au: None,
                suspension: None,
            },
            patient: None,
            episode: None,
            acte_ngap: None,
        };
        prononcer(decider(&demande, &droit, self.reglement.nomenclature()))
    }

    fn preparer(
        &mut self,
        rang: usize,
        praticien: &Praticien,
        declarant: &Declarant,
    ) -> Result<PasAccorde, String> {
        let millisecondes = u64::try_from(declarant.maintenant.as_millisecond()).unwrap_or_default();
        let preparation = Preparation {
            id: DeclarationId::new(self.hasard.identifiant(millisecondes).as_u128()),
            praticien: self.reperes.praticiens.get(rang).copied().ok_or("praticien absent")?,
            departement: self.departement,
            cpts: praticien.cpts_parmi(&self.reperes.cpts).ok_or("CPTS absente")?,
            origine: Origine::Cpts,
            justificatif: Some(Justificatif {
                type_justificatif: TypeJustificatif::AttestationCpts,
                reference: None,
            }),
        };
        let accord = Declaration::preparer(preparation, &[], declarant).map_err(|e| e.to_string())?;
        self.dossiers.insert(
            rang,
            FicheDeclaration {
                id: accord.declaration(),
                praticien: accord.praticien(),
                departement: accord.departement(),
                cpts: accord.cpts(),
                origine: accord.origine,
                justificatif: accord.justificatif.clone(),
                depose_le: None,
                etat: EtatDeclaration::Brouillon,
                version: accord.version() + 1,
            },
        );
        Ok(PasAccorde::Preparee(accord))
    }

    fn deposer(
        &mut self,
        rang: usize,
        praticien: &Praticien,
        declarant: &Declarant,
    ) -> Result<PasAccorde, String> {
        let dossier = self.dossier(rang)?;
        let territoire = [self.departement];
        let cpts = CptsSituee { nom: "", siege: None, territoire: &territoire };
        let conditions = Conditions::au(self.reglement, self.departement, declarant.aujourd_hui, &cpts);
        let accord = self.avec(praticien, declarant.aujourd_hui, |decision| {
            dossier.deposer(None, decision, &conditions, declarant).map_err(|e| e.to_string())
        })?;
        self.avancer(rang, EtatDeclaration::Deposee { le: accord.le });
        if let Some(fiche) = self.dossiers.get_mut(&rang) {
            fiche.depose_le = Some(accord.le);
        }
        Ok(PasAccorde::Deposee(accord))
    }

    fn demander(
        &mut self,
        rang: usize,
        praticien: &Praticien,
        declarant: &Declarant,
    ) -> Result<PasAccorde, String> {
        let piece = match &praticien.parcours {
            Parcours::ACompleter { piece, .. } => *piece,
            Parcours::Validee { complement: Some(complement), .. } => complement.piece,
            _ => return Err("complément absent".to_owned()),
        };
        let dossier = self.dossier(rang)?;
        let accord = dossier.demander_completion(vec![piece], None, declarant).map_err(|e| e.to_string())?;
        let (le, pieces) = (accord.le, accord.pieces.clone());
        self.avancer(rang, EtatDeclaration::ACompleter { le, pieces, precision: None });
        Ok(PasAccorde::CompletionDemandee(accord))
    }

    fn valider(
        &mut self,
        rang: usize,
        praticien: &Praticien,
        declarant: &Declarant,
    ) -> Result<PasAccorde, String> {
        let dossier = self.dossier(rang)?;
        let le = declarant.aujourd_hui;
        let effet = self.reglement.au(le, self.departement, TypeStructure::Cpts).effet.connue;
        let accord = self.avec(praticien, le, |decision| {
            dossier.valider(effet, decision, &[], None, declarant).map_err(|e| e.to_string())
        })?;
        self.avancer(rang, EtatDeclaration::Validee { le: accord.le, effet_du: Some(accord.effet_du) });
        Ok(PasAccorde::Validee(accord))
    }

    fn refuser(
        &mut self,
        rang: usize,
        praticien: &Praticien,
        declarant: &Declarant,
    ) -> Result<PasAccorde, String> {
        let Parcours::Refusee { motif, .. } = &praticien.parcours else {
            return Err("refus absent".to_owned());
        };
        let dossier = self.dossier(rang)?;
        let accord = dossier.refuser(vec![*motif], None, declarant).map_err(|e| e.to_string())?;
        let (le, motifs) = (accord.le, accord.motifs.clone());
        self.avancer(rang, EtatDeclaration::Refusee { le, motifs, precision: None });
        Ok(PasAccorde::Refusee(accord))
    }

    fn retirer(
        &mut self,
        rang: usize,
        praticien: &Praticien,
        declarant: &Declarant,
    ) -> Result<PasAccorde, String> {
        let Parcours::Retiree { motif, retiree_le, .. } = &praticien.parcours else {
            return Err("retrait absent".to_owned());
        };
        let dossier = self.dossier(rang)?;
        let accord =
            dossier.retirer(*motif, *retiree_le, Partie::Ars, declarant).map_err(|e| e.to_string())?;
        self.avancer(rang, EtatDeclaration::Retiree { au: accord.au, motif: accord.motif });
        Ok(PasAccorde::Retiree(accord))
    }

    /// Brings a declaration on file to what storage will hold after the step.
    fn avancer(&mut self, rang: usize, etat: EtatDeclaration) {
        if let Some(fiche) = self.dossiers.get_mut(&rang) {
            fiche.etat = etat;
            fiche.version += 1;
        }
    }
}
