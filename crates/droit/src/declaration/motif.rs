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
        /// The CPTS says he is not a member.
        AdhesionDementie = "adhesion-dementie",
        /// Recorded by mistake.
        Erreur = "erreur",
    }
}

codes! {
    /// Why a participation is suspended. The texts name none: the list is ours, the agent's words complete it.
    MotifSuspension {
        /// Suspended by the Ordre for a time.
        Ordre = "suspension-ordre",
        /// Out of the convention for a time.
        Convention = "suspension-convention",
        /// Membership of the CPTS not renewed, or not proved.
        Adhesion = "suspension-adhesion",
        /// At the MK's own request.
        Demande = "suspension-demande",
        /// While the ARS verifies something.
        Verification = "suspension-verification",
        /// Anything else, told in the text.
        Autre = "suspension-autre",
    }
}

/// Why a period of authorisation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FinAutorisation {
    /// The participation is suspended: it may be taken up again.
    Suspension(MotifSuspension),
    /// The participation is over.
    Retrait(MotifRetrait),
    /// Another declaration of the same MK in the department took over.
    Remplacement,
}

impl FinAutorisation {
    /// The spelling used in storage.
    pub fn code(self) -> &'static str {
        match self {
            Self::Suspension(motif) => motif.code(),
            Self::Retrait(motif) => motif.code(),
            Self::Remplacement => "remplacement",
        }
    }

    /// The value of a spelling.
    pub fn depuis_code(code: &str) -> Option<Self> {
        let suspension = MotifSuspension::depuis_code(code).map(Self::Suspension);
        let retrait = || MotifRetrait::depuis_code(code).map(Self::Retrait);
        suspension.or_else(retrait).or_else(|| (code == "remplacement").then_some(Self::Remplacement))
    }

    /// The motive of the suspension, when it is one.
    pub fn suspension(self) -> Option<MotifSuspension> {
        match self {
            Self::Suspension(motif) => Some(motif),
            Self::Retrait(_) | Self::Remplacement => None,
        }
    }
}

impl MotifSuspension {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Ordre => "Suspension temporaire par l’Ordre",
            Self::Convention => "Suspension conventionnelle",
            Self::Adhesion => "Adhésion à la CPTS non renouvelée ou non justifiée",
            Self::Demande => "À la demande du praticien",
            Self::Verification => "Vérification en cours par l’ARS",
            Self::Autre => "Autre motif",
        }
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
            Self::AdhesionDementie => "Adhésion non confirmée par la CPTS",
            Self::Erreur => "Erreur d’enregistrement",
        }
    }
}
