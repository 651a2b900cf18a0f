//! The automatic checks of a declaration: what the rules decide, what the file shows, and a light that sums them up.

use droit::decision::{
    self, Acte, Constat, Decision, Demande, Etat, Issue, Structure, TypeStructure, decider,
};
use droit::declaration::{Controle, Justificatif, Origine, Preuve, QualiteMembre, Situation, controler};
use droit::reglement::{self, Reglement, Source};
use jiff::civil::Date;

use super::Dossier;
use crate::gabarits::Ton;
use crate::serveur::App;

/// What the checks found.
#[derive(Clone, Debug)]
pub struct Examen {
    /// The rules.
    pub decision: Decision<'static>,
    /// The file.
    pub controles: Vec<Controle>,
}

/// What the checks come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feu {
    /// Something forbids it.
    Rouge,
    /// Something is to be looked at.
    Orange,
    /// Nothing to say.
    Vert,
}

impl Feu {
    /// The spelling of addresses and of the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::Rouge => "rouge",
            Self::Orange => "orange",
            Self::Vert => "vert",
        }
    }

    /// The light of a spelling.
    pub fn depuis_code(code: &str) -> Option<Self> {
        [Self::Rouge, Self::Orange, Self::Vert].into_iter().find(|feu| feu.code() == code)
    }

    /// In words.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Rouge => "Bloquée",
            Self::Orange => "À vérifier",
            Self::Vert => "Tout est vérifié",
        }
    }

    /// Its colour.
    pub fn ton(self) -> Ton {
        match self {
            Self::Rouge => Ton::Erreur,
            Self::Orange => Ton::Attention,
            Self::Vert => Ton::Succes,
        }
    }
}

impl Dossier {
    /// Asks the rules and checks the file, on a day.
    pub fn examiner(&self, reglement: &'static Reglement, le: Date) -> Examen {
        let droit = reglement.au(le, self.departement, TypeStructure::Cpts);
        let decision = decider(&self.demande(le), &droit, reglement.nomenclature());
        let exigee = reglement.parametres(self.departement).qualite_de_membre.au(le).connue;
        let du_fichier = controler(&Situation {
            le,
            adhesions: &self.adhesions,
            autres: &self.autres,
            qualite_exigee: exigee.and_then(qualite),
        });
        let annuaire = self.annuaire.map(Controle::selon_l_annuaire);
        let doublons = self.doublons.iter().copied().map(Controle::de_la_ressemblance);
        let du_territoire = self.controles_du_territoire(reglement, le);
        let preuve = self.preuve.as_ref().and_then(Controle::de_la_preuve);
        let controles = du_fichier.into_iter().chain(preuve).chain(du_territoire);
        let controles = controles.chain(annuaire).chain(doublons).collect();
        Examen { decision, controles }
    }

    /// The checks of a day, without the rules.
    pub(super) fn controles(&self, app: &App, le: Date) -> Vec<Controle> {
        self.examiner(app.reglement, le).controles
    }

    /// The same file once filed by this side with this proof, and so many files more.
    pub(super) fn depose_avec(&self, origine: Origine, preuve: &Justificatif, nouveaux: u32) -> Self {
        let jointes = self.preuve.map_or(0, |avant| avant.jointes) + nouveaux;
        let preuve = Preuve { origine, type_justificatif: Some(preuve.type_justificatif), jointes };
        Self { preuve: Some(preuve), ..self.clone() }
    }

    fn demande(&self, le: Date) -> Demande {
        Demande {
            acte: Acte::Declarer,
            le,
            aujourd_hui: le,
            departement: self.departement,
            structure: Structure {
                type_structure: TypeStructure::Cpts,
                fiche_projet_de_sante: Some(self.cpts.fiche.au(le)),
            },
            praticien: decision::Praticien {
                statut: self.praticien.statut,
                lieu_exercice: self.lieu(le).map(|lieu| lieu.departement),
                autorise_du: None,
                autorise_au: None,
                suspension: None,
            },
            patient: None,
            episode: None,
            acte_ngap: None,
        }
    }
}

/// Practising in the CPTS asks for no quality in the association.
fn qualite(exigee: reglement::QualiteMembre) -> Option<QualiteMembre> {
    match exigee {
        reglement::QualiteMembre::Exercant => None,
        reglement::QualiteMembre::Adherent => Some(QualiteMembre::Adherent),
        reglement::QualiteMembre::MembreActif => Some(QualiteMembre::MembreActif),
    }
}

impl Examen {
    /// The light.
    pub fn feu(&self) -> Feu {
        let trouve = |etat| self.controles.iter().any(|controle| controle.etat == etat);
        if self.decision.issue == Issue::Refusee || trouve(Etat::Viole) {
            Feu::Rouge
        } else if self.decision.issue == Issue::AConfirmer || trouve(Etat::AConfirmer) {
            Feu::Orange
        } else {
            Feu::Vert
        }
    }

    /// Why it is not green, each reason in a sentence, what forbids first.
    pub fn raisons(&self) -> Vec<String> {
        self.raisons_fondees().into_iter().map(|raison| raison.dit).collect()
    }

    /// The same with the text behind each rule.
    pub fn raisons_fondees(&self) -> Vec<Raison> {
        [Etat::Viole, Etat::AConfirmer]
            .into_iter()
            .flat_map(|etat| {
                let regle = |c: &Constat<'static>| Raison { dit: c.to_string(), source: c.fondement };
                let regles = self.decision.constats_en(etat).map(regle);
                let fichier = self.controles.iter().filter(move |controle| controle.etat == etat);
                regles.chain(fichier.map(|c| Raison::from(c.to_string()))).collect::<Vec<_>>()
            })
            .collect()
    }
}

/// A reason in a sentence, and the text it rests on where it is a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raison {
    /// The sentence.
    pub dit: String,
    /// The text.
    pub source: Option<&'static Source>,
}

impl From<String> for Raison {
    fn from(dit: String) -> Self {
        Self { dit, source: None }
    }
}
