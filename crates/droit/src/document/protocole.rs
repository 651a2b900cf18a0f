//! The treatment planned: acts, number and rhythm of the séances, place, alone or in a group.

use super::manque::{Incomplet, Manque, exiger};
use crate::decision::{ActeNgap, codes};
use crate::texte::TexteLibre;

codes! {
    /// Where the patient is treated.
    LieuDeSoin {
        /// At the practice.
        Cabinet = "cabinet",
        /// At home.
        Domicile = "domicile",
        /// In a health or care institution.
        Etablissement = "etablissement",
    }
}

codes! {
    /// Alone or with others.
    Modalite {
        /// Alone.
        Individuelle = "individuelle",
        /// With others.
        EnGroupe = "en-groupe",
        /// Both.
        Mixte = "mixte",
    }
}

impl LieuDeSoin {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Cabinet => "au cabinet",
            Self::Domicile => "au domicile du patient",
            Self::Etablissement => "en établissement",
        }
    }
}

impl Modalite {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Individuelle => "séances individuelles",
            Self::EnGroupe => "séances en groupe",
            Self::Mixte => "séances individuelles et en groupe",
        }
    }
}

/// A number of séances, from 1 to 200.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NombreSeances(u16);

/// Séances a week, from 1 to 14.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ParSemaine(u8);

/// A number of the treatment planned is out of its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProtocoleInvalide {
    /// Number of séances.
    #[error("le nombre de séances prévues va de 1 à 200 ; {0} est en dehors")]
    Nombre(u16),
    /// Rhythm.
    #[error("le rythme va de 1 à 14 séances par semaine ; {0} est en dehors")]
    Rythme(u8),
}

impl NombreSeances {
    /// From 1 to 200.
    pub fn nouveau(nombre: u16) -> Result<Self, ProtocoleInvalide> {
        if (1..=200).contains(&nombre) { Ok(Self(nombre)) } else { Err(ProtocoleInvalide::Nombre(nombre)) }
    }

    /// The number.
    pub fn nombre(self) -> u16 {
        self.0
    }
}

impl ParSemaine {
    /// From 1 to 14.
    pub fn nouveau(fois: u8) -> Result<Self, ProtocoleInvalide> {
        if (1..=14).contains(&fois) { Ok(Self(fois)) } else { Err(ProtocoleInvalide::Rythme(fois)) }
    }

    /// The number.
    pub fn fois(self) -> u8 {
        self.0
    }
}

/// The treatment planned (NGAP, titre XIV, chapitre I, section 2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protocole {
    /// Acts of the NGAP, when already chosen.
    pub actes: Vec<ActeNgap>,
    /// Techniques, in the words of the MK.
    pub techniques: TexteLibre,
    /// How many séances.
    pub nombre: NombreSeances,
    /// How often.
    pub rythme: ParSemaine,
    /// Where.
    pub lieu: LieuDeSoin,
    /// Alone or with others.
    pub modalite: Modalite,
}

/// The treatment planned, while it is being written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of Protocole, each possibly missing")]
pub struct BrouillonProtocole {
    pub actes: Vec<ActeNgap>,
    pub techniques: Option<TexteLibre>,
    pub nombre: Option<NombreSeances>,
    pub rythme: Option<ParSemaine>,
    pub lieu: Option<LieuDeSoin>,
    pub modalite: Option<Modalite>,
}

impl BrouillonProtocole {
    /// The treatment, or everything that it lacks.
    pub fn valider(&self) -> Result<Protocole, Incomplet> {
        let mut manques = Vec::new();
        let techniques = exiger(self.techniques.clone(), Manque::Techniques, &mut manques);
        let nombre = exiger(self.nombre, Manque::NombreSeances, &mut manques);
        let rythme = exiger(self.rythme, Manque::Rythme, &mut manques);
        let lieu = exiger(self.lieu, Manque::LieuDeSoin, &mut manques);
        let modalite = exiger(self.modalite, Manque::Modalite, &mut manques);
        match (techniques, nombre, rythme, lieu, modalite) {
            (Some(techniques), Some(nombre), Some(rythme), Some(lieu), Some(modalite)) => {
                Ok(Protocole { actes: self.actes.clone(), techniques, nombre, rythme, lieu, modalite })
            }
            _ => Err(Incomplet(manques)),
        }
    }
}

impl From<&Protocole> for BrouillonProtocole {
    fn from(protocole: &Protocole) -> Self {
        let Protocole { actes, techniques, nombre, rythme, lieu, modalite } = protocole.clone();
        Self {
            actes,
            techniques: Some(techniques),
            nombre: Some(nombre),
            rythme: Some(rythme),
            lieu: Some(lieu),
            modalite: Some(modalite),
        }
    }
}
