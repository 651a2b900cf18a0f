//! Why a declaration is refused, completed or withdrawn: lists to choose from, beside free words.

use crate::decision::codes;

codes! {
    /// Why the ARS refuses.
    MotifRefus {
        /// No proof of practice in a CPTS (décret 2024-618, art. 1, II).
        JustificatifAbsent = "justificatif-absent",
        /// The CPTS does not confirm the membership.
        AdhesionNonConfirmee = "adhesion-non-confirmee",
        /// The CPTS is not one the department admits.
        CptsNonAdmise = "cpts-non-admise",
        /// The place of practice is elsewhere (art. 1, I).
        LieuHorsDepartement = "lieu-hors-departement",
        /// The MK is a replacement.
        Remplacant = "remplacant",
        /// Enrolment is over (art. 1, V).
        InscriptionsCloses = "inscriptions-closes",
        /// Not on the roll of the Ordre, or suspended.
        HorsTableau = "hors-tableau",
        /// Already declared.
        Doublon = "doublon",
        /// Anything else, told in the text.
        Autre = "autre",
    }
}

codes! {
    /// What the ARS asks for.
    PieceDemandee {
        /// Proof of practice in the CPTS.
        JustificatifCpts = "justificatif-cpts",
        /// Proof of the place of practice.
        LieuExercice = "lieu-exercice",
        /// The fiche annexed to the projet de santé.
        FicheProjetDeSante = "fiche-projet-de-sante",
        /// The status.
        Statut = "statut",
        /// Anything else, told in the text.
        Autre = "autre",
    }
}

codes! {
    /// Why a declaration ends.
    MotifRetrait {
        /// The MK withdraws.
        Volontaire = "volontaire",
        /// He leaves his CPTS.
        FinAdhesion = "fin-adhesion",
        /// He leaves the department.
        DepartDepartement = "depart-departement",
        /// He becomes a replacement.
        DevenuRemplacant = "devenu-remplacant",
        /// Struck off or suspended by the Ordre.
        Radiation = "radiation",
        /// He leaves the convention.
        Deconventionnement = "deconventionnement",
        /// Recorded by mistake.
        Erreur = "erreur",
    }
}

impl MotifRefus {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::JustificatifAbsent => "Justificatif d’exercice en CPTS absent ou illisible",
            Self::AdhesionNonConfirmee => "Adhésion non confirmée par la CPTS",
            Self::CptsNonAdmise => "CPTS hors du champ retenu par le département",
            Self::LieuHorsDepartement => "Lieu d’exercice hors du département",
            Self::Remplacant => "Exercice comme remplaçant",
            Self::InscriptionsCloses => "Inscriptions closes",
            Self::HorsTableau => "Inscription au tableau de l’Ordre non vérifiée",
            Self::Doublon => "Déclaration déjà enregistrée",
            Self::Autre => "Autre motif",
        }
    }
}

impl PieceDemandee {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::JustificatifCpts => "Justificatif d’exercice en CPTS",
            Self::LieuExercice => "Justificatif du lieu d’exercice",
            Self::FicheProjetDeSante => "Fiche annexée au projet de santé",
            Self::Statut => "Précision sur le statut (titulaire, collaborateur…)",
            Self::Autre => "Autre précision",
        }
    }
}

impl MotifRetrait {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Volontaire => "Retrait volontaire",
            Self::FinAdhesion => "Fin d’adhésion à la CPTS",
            Self::DepartDepartement => "Départ du département",
            Self::DevenuRemplacant => "Exercice désormais comme remplaçant",
            Self::Radiation => "Radiation ou suspension par l’Ordre",
            Self::Deconventionnement => "Déconventionnement",
            Self::Erreur => "Erreur d’enregistrement",
        }
    }
}
