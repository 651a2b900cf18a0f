//! Is a structure of exercice coordonné composed as the law wants: every rule answers, with its text and what is missing.

mod cds;
mod composition;
mod cpts;
mod equipe;
mod exercice;
mod jugement;
mod msp;
mod profession;
mod regle;
#[cfg(test)]
mod tests;

pub use composition::{
    Composition, Contrats, FormeJuridique, Gestionnaire, IndemniteAnnuelle, Lien, Membre, Mode,
    ProjetDeSante, Recours, SituationMk, Tarifs,
};
pub use profession::{Famille, Profession};
pub use regle::{CodeRegle, GraviteRegle, RegleStructure, ReglesInvalides, ReglesStructure};

use crate::decision::Etat;
use crate::identifiant::CodeDepartement;
use crate::reglement::Source;
use jugement::Jugement;
use regle::Seuils;

/// What one rule says of a structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConstatStructure<'r> {
    /// The rule.
    pub regle: &'r RegleStructure,
    /// What was found.
    pub etat: Etat,
    /// The finding, in French.
    pub message: String,
    /// The shortest way out of a breach, or the question to answer.
    pub manque: Option<String>,
}

impl<'r> ConstatStructure<'r> {
    /// Where the rule comes from; a rule that does not apply cites nothing.
    pub fn fondement(&self) -> Option<&'r Source> {
        (self.etat != Etat::SansObjet).then_some(&self.regle.source)
    }
}

/// Every rule on one structure, in order; `designes` are the departments of the experiment on the day.
pub fn verifier<'r>(
    composition: &Composition,
    regles: &'r ReglesStructure,
    designes: &[CodeDepartement],
) -> Vec<ConstatStructure<'r>> {
    regles
        .regles
        .iter()
        .map(|regle| {
            let (etat, message, manque) = juger(regle.code, composition, &regles.seuils, designes).eclater();
            ConstatStructure { regle, etat, message, manque }
        })
        .collect()
}

fn juger(code: CodeRegle, c: &Composition, seuils: &Seuils, designes: &[CodeDepartement]) -> Jugement {
    match code {
        CodeRegle::MspPersonneMorale => msp::personne_morale(c, seuils),
        CodeRegle::SisaAssocies => msp::associes(c, seuils),
        CodeRegle::SisaSalariesMinoritaires => msp::salaries_minoritaires(c),
        CodeRegle::MspParticipantsHorsSante => msp::participants_hors_sante(c),
        CodeRegle::MspExerciceLiberal => msp::exercice_liberal(c),
        CodeRegle::ProjetDeSante => exercice::projet_de_sante(c),
        CodeRegle::CdsGestionnaire => cds::gestionnaire(c, seuils),
        CodeRegle::CdsTarifsEtStatut => cds::tarifs_et_statut(c),
        CodeRegle::CdsUnSeulContrat => cds::un_seul_contrat(c),
        CodeRegle::CpomSiArgentDeLArs => exercice::cpom(c),
        CodeRegle::EspComposition => equipe::composition_esp(c, seuils),
        CodeRegle::EspFormeLibre => equipe::forme_libre(c),
        CodeRegle::EspProjetSigneEtTransmis => equipe::projet_signe_et_transmis(c),
        CodeRegle::EssComposition => equipe::composition_ess(c, seuils),
        CodeRegle::CptsAssociation => cpts::association(c, seuils),
        CodeRegle::CptsMissionsDeServicePublic => cpts::missions_de_service_public(c),
        CodeRegle::MspPremierRecours => msp::premier_recours(c),
        CodeRegle::CdsSansHebergement => cds::sans_hebergement(c),
        CodeRegle::EquipeEtNiveauDeRecours => equipe::niveau_de_recours(c),
        CodeRegle::CptsIndemnitesPlafonnees => cpts::indemnites_plafonnees(c, seuils),
        CodeRegle::AccesDirectOuvert => exercice::acces_direct_ouvert(c, seuils, designes),
        CodeRegle::MkEnRegle => exercice::mk_en_regle(c),
    }
}
