//! What the check-list is asked about: the episode, the number on the bill, the channel, the bilans billed.

use jiff::civil::Date;

use crate::document::Exigence;
use crate::episode::Episode;
use crate::episode::Seance;
use crate::identifiant::{DocumentId, NumeroAm, PraticienId};
use crate::reglement::ngap::{Nomenclature, TypeBdk, ZoneTarifaire};
use crate::reglement::{Parametres, Reglement};

/// By which right the care is billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Canal {
    /// Direct access: the MK is the prescriber.
    AccesDirect,
    /// The MK renewed a doctor's prescription (avenant n° 7): the doctor stays the prescriber.
    Renouvellement {
        /// Day of the original prescription.
        prescription_du: Date,
    },
}

/// A bilan billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BdkFacture {
    /// Day.
    pub le: Date,
    /// Rank of the séance it goes with, from 1, over the whole course of care.
    pub rang: u16,
    /// General or neurological.
    pub genre: TypeBdk,
}

/// The question.
#[derive(Clone, Debug)]
pub struct DossierDeFacturation<'e> {
    /// The episode.
    pub episode: &'e Episode,
    /// Who bills: colleagues bill their own séances, which count for the ranks.
    pub par: PraticienId,
    /// The number of the place of practice.
    pub numero_am: Option<NumeroAm>,
    /// The number written in the prescriber's box, as typed; `None` before the bill is written.
    pub prescripteur_porte: Option<String>,
    /// Channel.
    pub canal: Canal,
    /// Bilans billed.
    pub bdk: Vec<BdkFacture>,
    /// Day of the payer's agreement.
    pub accord_prealable: Option<Date>,
    /// The justificatif made for this episode.
    pub justificatif: Option<DocumentId>,
    /// Days of the séances that the patient had for the same region in his other episodes.
    pub autres_seances: Vec<Date>,
    /// Today, local to the department.
    pub aujourd_hui: Date,
}

/// The question with the rules that answer it.
pub(super) struct Examen<'d, 'e, 'r> {
    pub dossier: &'d DossierDeFacturation<'e>,
    pub parametres: &'r Parametres,
    pub nomenclature: &'r Nomenclature,
    pub zone: Option<ZoneTarifaire>,
    /// The day the rules are read: the last one of care.
    pub jour: Date,
}

impl<'d, 'e, 'r> Examen<'d, 'e, 'r> {
    pub fn nouveau(dossier: &'d DossierDeFacturation<'e>, reglement: &'r Reglement) -> Self {
        let departement = dossier.episode.departement;
        let regime = reglement
            .parametres(departement)
            .regime(dossier.episode.type_structure)
            .au(dossier.aujourd_hui)
            .connue;
        let parametres = match regime {
            Some(crate::reglement::Regime::Permanent) => reglement.parametres_permanents(),
            _ => reglement.parametres(departement),
        };
        Self {
            dossier,
            parametres,
            nomenclature: reglement.nomenclature(),
            zone: reglement.departement(departement).map(|d| d.zone_de_valeur),
            jour: dossier.episode.derniere_le().unwrap_or(dossier.aujourd_hui),
        }
    }

    /// The séances of whoever bills, in order of date.
    pub fn siennes(&self) -> Vec<&'e Seance> {
        let faites = self.dossier.episode.seances_faites();
        faites.into_iter().filter(|seance| seance.par == self.dossier.par).collect()
    }

    pub fn exigence(&self) -> Exigence<'r> {
        Exigence::au(self.parametres, self.jour)
    }
}
