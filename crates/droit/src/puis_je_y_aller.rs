//! « Puis-je y aller ? »: what a patient can expect without prescription, from four answers that name nobody.
//!
//! The answer is a decision of opening for a practitioner supposed authorised: what depends on the practitioner is left
//! to the public list.

use jiff::civil::Date;

use crate::decision::{
    Acte, Code, Decision, Demande, DiagnosticPrealable, DossierEpisode, DrapeauRouge, Etat, Gravite, Patient,
    Praticien, Statut, Structure, TypeStructure, decider,
};
use crate::identifiant::CodeDepartement;
use crate::reglement::{ListeDiagnostics, Reglement};

/// Has a doctor already told what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// Yes, and a document says so.
    Montrable,
    /// No, or without a document.
    Aucun,
}

/// Does the patient feel one of the warning signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signes {
    /// At least one.
    Presents,
    /// None.
    Absents,
}

/// The four answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reponses {
    /// Department of the practice.
    pub departement: CodeDepartement,
    /// Where the MK practises; `None` when the patient does not know.
    pub structure: Option<TypeStructure>,
    /// Document.
    pub document: Document,
    /// Warning signs.
    pub signes: Signes,
}

/// What the patient may do.
#[derive(Clone, Debug)]
pub enum Conclusion<'r> {
    /// See a doctor first.
    MedecinDAbord(Box<Decision<'r>>),
    /// Yes.
    Oui(Box<Decision<'r>>),
    /// Not in this structure or not here.
    Non(Box<Decision<'r>>),
    /// It depends on where the MK practises: one decision in a CPTS, one in the structures of the permanent regime.
    SelonLaStructure {
        /// In a CPTS.
        cpts: Box<Decision<'r>>,
        /// In a structure of the permanent regime.
        permanente: Box<Decision<'r>>,
    },
}

impl Reponses {
    /// The conclusion on a day.
    pub fn conclure<'r>(&self, reglement: &'r Reglement, le: Date) -> Conclusion<'r> {
        let decision = |structure| Box::new(self.decider(reglement, structure, le));
        match (self.signes, self.structure) {
            (Signes::Presents, structure) => {
                Conclusion::MedecinDAbord(decision(structure.unwrap_or(TypeStructure::Msp)))
            }
            (Signes::Absents, Some(structure)) => {
                let decision = decision(structure);
                if ferme(&decision) { Conclusion::Non(decision) } else { Conclusion::Oui(decision) }
            }
            (Signes::Absents, None) => Conclusion::SelonLaStructure {
                cpts: decision(TypeStructure::Cpts),
                permanente: decision(TypeStructure::Msp),
            },
        }
    }

    fn decider<'r>(&self, reglement: &'r Reglement, structure: TypeStructure, le: Date) -> Decision<'r> {
        let droit = reglement.au(le, self.departement, structure);
        let diagnostic_prealable = match self.document {
            Document::Montrable => droit.diagnostics.connue.as_ref().and_then(|liste| piece(liste, le)),
            Document::Aucun => None,
        };
        let drapeaux_rouges = match self.signes {
            Signes::Presents => vec![DrapeauRouge {
                code: "signe d’alerte".to_owned(),
                gravite: Gravite::Critique,
                motif: None,
            }],
            Signes::Absents => Vec::new(),
        };
        let demande = Demande {
            acte: Acte::Ouvrir,
            le,
            aujourd_hui: le,
            departement: self.departement,
            structure: Structure {
                type_structure: structure,
                fiche_projet_de_sante: Some(crate::fiche_cpts::EtapeFiche::PriseEnCompte),
            },
            praticien: Praticien {
                statut: Statut::Titulaire,
                lieu_exercice: Some(self.departement),
                autorise_du: Some(le),
                autorise_au: None,
                suspension: None,
            },
            patient: Some(Patient { medecin_traitant: true, seances_hors_episode: Some(0) }),
            episode: Some(DossierEpisode {
                diagnostic_prealable,
                drapeaux_rouges,
                ..DossierEpisode::default()
            }),
            acte_ngap: None,
        };
        decider(&demande, &droit, reglement.nomenclature())
    }
}

/// A document the list accepts: the patient is told which ones, the MK checks his.
fn piece(liste: &ListeDiagnostics, le: Date) -> Option<DiagnosticPrealable> {
    let type_diagnostic = match liste {
        ListeDiagnostics::Ouverte => crate::decision::TypeDiagnostic::AutreDocumentMedical,
        ListeDiagnostics::Fermee(types) => *types.first()?,
    };
    Some(DiagnosticPrealable { type_diagnostic, date: le, en_rapport: true, enregistre_le: le })
}

/// Does the place itself forbid, whoever the practitioner.
fn ferme(decision: &Decision<'_>) -> bool {
    [Code::DepartementNonDesigne, Code::HorsPeriode, Code::StructureSansAccesDirect]
        .into_iter()
        .any(|code| decision.constat(code).is_some_and(|constat| constat.etat == Etat::Viole))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn conclure(departement: &str, structure: Option<TypeStructure>, signes: Signes) -> Conclusion<'static> {
        let reponses = Reponses {
            departement: departement.parse().unwrap(),
            structure,
            document: Document::Aucun,
            signes,
        };
        reponses.conclure(Reglement::embarque().unwrap(), date(2026, 11, 21))
    }

    #[test]
    fn en_cpts_dans_le_loiret_oui_pour_huit_seances() {
        let Conclusion::Oui(decision) = conclure("45", Some(TypeStructure::Cpts), Signes::Absents) else {
            panic!("oui attendu")
        };
        assert_eq!(decision.seances.unwrap().plafond, Some(8));
    }

    #[test]
    fn en_essonne_non_en_cpts_mais_oui_en_maison_de_sante() {
        assert!(matches!(conclure("91", Some(TypeStructure::Cpts), Signes::Absents), Conclusion::Non(_)));
        assert!(matches!(conclure("91", Some(TypeStructure::Msp), Signes::Absents), Conclusion::Oui(_)));
        assert!(matches!(conclure("45", Some(TypeStructure::Cabinet), Signes::Absents), Conclusion::Non(_)));
    }

    #[test]
    fn un_signe_d_alerte_mene_au_medecin_et_l_ignorance_est_dite() {
        assert!(matches!(conclure("45", None, Signes::Presents), Conclusion::MedecinDAbord(_)));
        let Conclusion::SelonLaStructure { cpts, permanente } = conclure("91", None, Signes::Absents) else {
            panic!("deux réponses attendues")
        };
        assert!(ferme(&cpts) && !ferme(&permanente));
    }

    #[test]
    fn un_document_leve_le_plafond() {
        let reponses = Reponses {
            departement: "83".parse().unwrap(),
            structure: Some(TypeStructure::Cpts),
            document: Document::Montrable,
            signes: Signes::Absents,
        };
        let Conclusion::Oui(decision) = reponses.conclure(Reglement::embarque().unwrap(), date(2026, 11, 21))
        else {
            panic!("oui attendu")
        };
        assert_eq!(decision.seances.unwrap().plafond, None);
    }
}
