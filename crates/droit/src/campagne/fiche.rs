//! The sheet of an MK: awaited, validated, sent back, corrected; every version stays.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::cycle::{Campagne, EtatCampagne};
use super::detail::{Detail, Rubrique};
use crate::decision::codes;
use crate::declaration::Declarant;
use crate::identifiant::{CampagneId, CompteId, PraticienId};
use crate::texte::TexteLibre;

/// The figures of an MK over a year, as his episodes give them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chiffres {
    /// Patients received in direct access.
    pub patients: u64,
    /// Episodes.
    pub episodes: u64,
    /// Episodes without prior diagnosis.
    pub sans_diagnostic: u64,
    /// Episodes with a prior diagnosis.
    pub avec_diagnostic: u64,
    /// Séances done.
    pub seances: u64,
    /// Episodes of one séance.
    pub une_seance: u64,
    /// Episodes of two to eight séances.
    pub deux_a_huit: u64,
    /// Episodes of more than eight séances.
    pub plus_de_huit: u64,
    /// Episodes with an orientation.
    pub orientes: u64,
    /// Adverse events, reported from an episode or not.
    pub evenements: u64,
    /// Of which serious.
    pub evenements_graves: u64,
    /// Episodes of patients without médecin traitant.
    pub sans_medecin: u64,
    /// Bilans validated.
    pub bilans: u64,
    /// Reports validated.
    pub comptes_rendus: u64,
    /// The detail by type of care, motive, destination and receiver; absent of those validated before, which keep their bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Detail>,
}

impl Chiffres {
    /// Each figure with its label, in order.
    pub fn lignes(&self) -> [(&'static str, u64); 14] {
        [
            ("Patients reçus en accès direct", self.patients),
            ("Épisodes", self.episodes),
            ("dont sans diagnostic préalable", self.sans_diagnostic),
            ("dont avec diagnostic préalable", self.avec_diagnostic),
            ("Séances en accès direct", self.seances),
            ("Épisodes d’une séance", self.une_seance),
            ("Épisodes de 2 à 8 séances", self.deux_a_huit),
            ("Épisodes de plus de 8 séances", self.plus_de_huit),
            ("Épisodes avec orientation vers un médecin", self.orientes),
            ("Événements indésirables", self.evenements),
            ("dont graves", self.evenements_graves),
            ("Épisodes de patients sans médecin traitant", self.sans_medecin),
            ("Bilans rédigés", self.bilans),
            ("Comptes rendus rédigés", self.comptes_rendus),
        ]
    }

    /// The detail by subject, in order; nothing for a sheet validated before there was any.
    pub fn rubriques(&self) -> Vec<Rubrique> {
        self.detail.as_ref().map(Detail::rubriques).unwrap_or_default()
    }

    /// Share of an activity done in direct access, in tenths of a percent, rounded half up; nothing over nothing.
    pub fn part(&self, activite: u32) -> Option<u64> {
        let (haut, bas) = (self.seances.checked_mul(2_000)?, u64::from(activite));
        (bas > 0).then(|| (haut + bas) / (bas * 2))
    }
}

/// What only the MK knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reponse {
    /// All his séances over the year, whatever the way of access.
    pub activite: u32,
    /// In his words.
    pub commentaire: Option<TexteLibre>,
    /// Why it changes, when it was validated before.
    pub motif: Option<TexteLibre>,
}

/// A version validated: it never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionFiche {
    /// From 1.
    pub numero: u16,
    /// Day.
    pub le: Date,
    /// When.
    pub instant: Timestamp,
    /// Who.
    pub par: CompteId,
    /// The figures on that day.
    pub chiffres: Chiffres,
    /// What only the MK knows.
    pub reponse: Reponse,
}

codes! {
    /// The steps of a sheet.
    EtapeFicheAnnuelle {
        /// Nothing came.
        Attendue = "attendue",
        /// Validated.
        Validee = "validee",
        /// Sent back by the ARS.
        Renvoyee = "renvoyee",
    }
}

impl EtapeFicheAnnuelle {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Attendue => "Attendue",
            Self::Validee => "Validée",
            Self::Renvoyee => "Renvoyée pour correction",
        }
    }
}

/// Where a sheet stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EtatFicheAnnuelle {
    /// Nothing came.
    Attendue,
    /// Validated.
    Validee {
        /// Day of the latest version.
        le: Date,
        /// Its number.
        numero: u16,
    },
    /// Sent back by the ARS.
    Renvoyee {
        /// Day.
        le: Date,
        /// Why.
        motif: TexteLibre,
        /// Number of the version sent back.
        numero: u16,
    },
}

impl EtatFicheAnnuelle {
    /// The step reached.
    pub fn etape(&self) -> EtapeFicheAnnuelle {
        match self {
            Self::Attendue => EtapeFicheAnnuelle::Attendue,
            Self::Validee { .. } => EtapeFicheAnnuelle::Validee,
            Self::Renvoyee { .. } => EtapeFicheAnnuelle::Renvoyee,
        }
    }

    /// The number of the latest version; 0 when nothing came.
    pub fn numero(&self) -> u16 {
        match self {
            Self::Attendue => 0,
            Self::Validee { numero, .. } | Self::Renvoyee { numero, .. } => *numero,
        }
    }
}

/// A sheet, as storage gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FicheAnnuelle {
    /// The campaign.
    pub campagne: CampagneId,
    /// The MK.
    pub praticien: PraticienId,
    /// Where it stands.
    pub etat: EtatFicheAnnuelle,
    /// Version it was read in; 0 when nothing was written.
    pub version: i64,
}

/// A version granted. Only this crate can build one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FicheValidee {
    fiche: FicheAnnuelle,
    annee: i16,
    contenu: VersionFiche,
    auteur: Declarant,
}

impl FicheValidee {
    /// The sheet it was decided on.
    pub fn fiche(&self) -> &FicheAnnuelle {
        &self.fiche
    }

    /// The year that is evaluated.
    pub fn annee(&self) -> i16 {
        self.annee
    }

    /// The version.
    pub fn contenu(&self) -> &VersionFiche {
        &self.contenu
    }

    /// Who, and when.
    pub fn auteur(&self) -> &Declarant {
        &self.auteur
    }
}

/// A sheet sent back. Only this crate can build one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FicheRenvoyee {
    fiche: FicheAnnuelle,
    motif: TexteLibre,
    auteur: Declarant,
}

impl FicheRenvoyee {
    /// The sheet it was decided on.
    pub fn fiche(&self) -> &FicheAnnuelle {
        &self.fiche
    }

    /// Why.
    pub fn motif(&self) -> &TexteLibre {
        &self.motif
    }

    /// Who, and when.
    pub fn auteur(&self) -> &Declarant {
        &self.auteur
    }
}

/// Why a sheet is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmpechementFicheAnnuelle {
    /// The campaign is closed.
    #[error("la campagne est close : demandez à l’ARS de la prolonger")]
    Close,
    /// Figures of an unfinished year are not those of the year.
    #[error(
        "l’année {annee} n’est pas finie : la fiche se valide à partir du 1er janvier {suivante}, quand ses chiffres sont ceux de toute l’année"
    )]
    AnneeEnCours {
        /// The evaluated year.
        annee: i16,
        /// The year after.
        suivante: i16,
    },
    /// Less than what was done in direct access.
    #[error(
        "votre activité totale ne peut pas être inférieure à vos {seances} séances en accès direct : vérifiez le nombre"
    )]
    ActiviteTropFaible {
        /// Séances in direct access.
        seances: u64,
    },
    /// A correction says why.
    #[error("dites pourquoi la fiche change : la version précédente reste au dossier")]
    MotifManquant,
    /// There is nothing to send back.
    #[error("cette étape n’est plus possible : relisez où en est la fiche")]
    Etape,
}

impl FicheAnnuelle {
    /// Validates a sheet, or corrects it: a new version, whose figures are those of the day.
    /// Source: cahier des charges of the Loiret, « modalités de suivi et d’évaluation » (share of the activity).
    pub fn valider(
        &self,
        campagne: &Campagne,
        chiffres: Chiffres,
        reponse: Reponse,
        auteur: &Declarant,
    ) -> Result<FicheValidee, EmpechementFicheAnnuelle> {
        if campagne.etat == EtatCampagne::Close {
            return Err(EmpechementFicheAnnuelle::Close);
        }
        if !campagne.annee_finie(auteur.aujourd_hui) {
            let annee = campagne.annee;
            return Err(EmpechementFicheAnnuelle::AnneeEnCours { annee, suivante: annee.saturating_add(1) });
        }
        if u64::from(reponse.activite) < chiffres.seances {
            return Err(EmpechementFicheAnnuelle::ActiviteTropFaible { seances: chiffres.seances });
        }
        if matches!(self.etat, EtatFicheAnnuelle::Validee { .. }) && reponse.motif.is_none() {
            return Err(EmpechementFicheAnnuelle::MotifManquant);
        }
        let contenu = VersionFiche {
            numero: self.etat.numero().saturating_add(1),
            le: auteur.aujourd_hui,
            instant: auteur.maintenant,
            par: auteur.compte,
            chiffres,
            reponse,
        };
        Ok(FicheValidee { fiche: self.clone(), annee: campagne.annee, contenu, auteur: *auteur })
    }

    /// Sends a validated sheet back to its MK.
    pub fn renvoyer(
        &self,
        campagne: &Campagne,
        motif: TexteLibre,
        auteur: &Declarant,
    ) -> Result<FicheRenvoyee, EmpechementFicheAnnuelle> {
        match (campagne.etat, &self.etat) {
            (EtatCampagne::Close, _) => Err(EmpechementFicheAnnuelle::Close),
            (_, EtatFicheAnnuelle::Validee { .. }) => {
                Ok(FicheRenvoyee { fiche: self.clone(), motif, auteur: *auteur })
            }
            _ => Err(EmpechementFicheAnnuelle::Etape),
        }
    }
}
