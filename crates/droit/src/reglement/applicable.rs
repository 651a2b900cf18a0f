//! The law of a day, a department and a structure: references into the rules, nothing allocated.

use jiff::civil::Date;

use super::embarque::Reglement;
use super::parametre::Serie;
use super::parametres::Parametres;
use super::territoire::{DroitApplicable, Regime};
use crate::decision::TypeStructure;
use crate::identifiant::CodeDepartement;

/// Does each type of structure give a direct access at all: its regime, as yes or no.
#[derive(Debug)]
pub(super) struct Admissions {
    cpts: Serie<bool>,
    msp: Serie<bool>,
    cds: Serie<bool>,
    esp: Serie<bool>,
    ess: Serie<bool>,
    etablissement: Serie<bool>,
    esms: Serie<bool>,
    cabinet: Serie<bool>,
}

impl Admissions {
    pub fn new(national: &Parametres) -> Self {
        let admise = |regime: &Serie<Regime>| regime.map(|regime| *regime != Regime::Aucun);
        Self {
            cpts: admise(&national.regime_cpts),
            msp: admise(&national.regime_msp),
            cds: admise(&national.regime_cds),
            esp: admise(&national.regime_esp),
            ess: admise(&national.regime_ess),
            etablissement: admise(&national.regime_etablissement),
            esms: admise(&national.regime_esms),
            cabinet: admise(&national.regime_cabinet),
        }
    }

    fn serie(&self, type_structure: TypeStructure) -> &Serie<bool> {
        match type_structure {
            TypeStructure::Cpts => &self.cpts,
            TypeStructure::Msp => &self.msp,
            TypeStructure::Cds => &self.cds,
            TypeStructure::Esp => &self.esp,
            TypeStructure::Ess => &self.ess,
            TypeStructure::Etablissement => &self.etablissement,
            TypeStructure::Esms => &self.esms,
            TypeStructure::Cabinet => &self.cabinet,
        }
    }
}

impl Parametres {
    /// The regime of a type of structure.
    pub fn regime(&self, type_structure: TypeStructure) -> &Serie<Regime> {
        match type_structure {
            TypeStructure::Cpts => &self.regime_cpts,
            TypeStructure::Msp => &self.regime_msp,
            TypeStructure::Cds => &self.regime_cds,
            TypeStructure::Esp => &self.regime_esp,
            TypeStructure::Ess => &self.regime_ess,
            TypeStructure::Etablissement => &self.regime_etablissement,
            TypeStructure::Esms => &self.regime_esms,
            TypeStructure::Cabinet => &self.regime_cabinet,
        }
    }
}

impl Reglement {
    /// The law applicable on a day, in a department, in a type of structure.
    ///
    /// National values, overlaid by the department's for the experiment; a department that is not designated keeps
    /// the national ones, with `designe` false.
    pub fn au(
        &self,
        le: Date,
        departement: CodeDepartement,
        type_structure: TypeStructure,
    ) -> DroitApplicable<'_> {
        let regime = self.national.regime(type_structure).au(le).connue.unwrap_or(Regime::Aucun);
        let p = match regime {
            Regime::ExperimentationCpts => self.parametres(departement),
            Regime::Permanent | Regime::Aucun => &self.permanent,
        };
        DroitApplicable {
            departement,
            regime,
            le,
            empreinte: &self.empreinte,
            designe: p.designe.au(le),
            structure_admise: self.admissions.serie(type_structure).au(le),
            debut: p.debut.au(le),
            fin: p.fin.as_ref().map(|serie| serie.au(le)),
            fin_inscriptions: p.fin_inscriptions.as_ref().map(|serie| serie.au(le)),
            fiche_exigee: p.fiche_exigee.au(le),
            etape_de_la_fiche: p.etape_de_la_fiche.au(le),
            statuts_admis: p.statuts_admis.au(le),
            statuts_exclus: p.statuts_exclus.au(le),
            lieu_exercice: p.lieu_exercice.au(le),
            autorisation: p.autorisation.au(le),
            plafond: p.plafond.au(le),
            portee: p.portee.au(le),
            duree_episode_mois: p.duree_episode.au(le),
            depart_episode: p.depart_episode.au(le),
            effet_du_diagnostic: p.effet_du_diagnostic.au(le),
            diagnostics: p.diagnostics.au(le),
            orientation: p.orientation.au(le),
            circuit_sans_medecin: p.circuit_sans_medecin.au(le),
            deux_seances: p.deux_seances.au(le),
            bilan_seul_compte: p.bilan_seul_compte.au(le),
            saisie_tardive_jours: p.saisie_tardive.au(le),
            effet: p.effet_du_droit.au(le),
        }
    }
}
