//! What somebody is told of: its nature and its words, never a name nor anything of a patient.

use crate::decision::codes;

codes! {
    /// What happened.
    Nature {
        /// A CPTS has recorded a volunteer.
        VolontaireEnregistre = "volontaire-enregistre",
        /// A CPTS is asked whether an MK is one of its members.
        ConfirmationDemandee = "confirmation-demandee",
        /// A declaration waits longer than the ARS announces.
        DelaiDepasse = "delai-depasse",
        /// The directory says otherwise than before of an MK followed here.
        AlerteAnnuaire = "alerte-annuaire",
        /// A CPTS sent its fiche.
        FicheCptsEnvoyee = "fiche-cpts-envoyee",
        /// The ARS takes the fiche of a CPTS into account.
        FicheCptsPriseEnCompte = "fiche-cpts-prise-en-compte",
        /// The ARS asks for a correction of the fiche of a CPTS.
        FicheCptsRenvoyee = "fiche-cpts-renvoyee",
        /// A declaration reached the ARS, or came back completed.
        DeclarationDeposee = "declaration-deposee",
        /// The ARS asks for something.
        ComplementDemande = "complement-demande",
        /// The ARS accepts.
        DeclarationAcceptee = "declaration-acceptee",
        /// The event that opens the right has happened.
        DroitOuvert = "droit-ouvert",
        /// The ARS refuses.
        DeclarationRefusee = "declaration-refusee",
        /// The participation ends.
        ParticipationTerminee = "participation-terminee",
        /// The participation is suspended.
        ParticipationSuspendue = "participation-suspendue",
        /// The status of an MK is no longer one of those that take part.
        StatutExclu = "statut-exclu",
        /// The participation is taken up again.
        ParticipationReprise = "participation-reprise",
        /// An MK on the list has left his last place of practice in the department.
        SansLieu = "sans-lieu",
        /// An MK on the list practises at a place more: the ARS retains it or not.
        LieuARetenir = "lieu-a-retenir",
        /// The ARS retains a place.
        LieuRetenu = "lieu-retenu",
        /// The ARS does not retain a place.
        LieuEcarte = "lieu-ecarte",
        /// Somebody wrote on the file.
        MessageRecu = "message-recu",
        /// Memberships end soon.
        AdhesionFinit = "adhesion-finit",
        /// A CPTS has recorded a membership.
        AdhesionEnregistree = "adhesion-enregistree",
        /// An MK asks his CPTS to renew his membership.
        RenouvellementDemande = "renouvellement-demande",
        /// A document came back, or nobody answers.
        RemiseEchouee = "remise-echouee",
        /// A doctor opened a document by its link.
        DocumentOuvert = "document-ouvert",
        /// A doctor answered to a document.
        ReponseRecue = "reponse-recue",
        /// An MK reported an adverse event, or sent a volet of it.
        EvenementSignale = "evenement-signale",
        /// The ARS moved, or wrote on, an adverse event.
        EvenementSuivi = "evenement-suivi",
        /// The analysis of a serious event is awaited.
        AnalyseAttendue = "analyse-attendue",
        /// Its delay is over.
        AnalyseEnRetard = "analyse-en-retard",
        /// A learning note can be read.
        RetourPublie = "retour-publie",
        /// A learning note waits to be read again.
        RetourARelire = "retour-a-relire",
        /// A campaign opens, or its sheet is awaited.
        FicheAttendue = "fiche-attendue",
        /// The ARS sends a sheet back.
        FicheRenvoyee = "fiche-renvoyee",
        /// A meeting of the committee is called, moved or cancelled.
        ReunionComite = "reunion-comite",
        /// A meeting of the calendar of the committee is not called yet.
        ReunionAConvoquer = "reunion-a-convoquer",
        /// A meeting of the committee that is called comes near.
        ReunionProche = "reunion-proche",
        /// A decision of the committee is late.
        DecisionEnRetard = "decision-en-retard",
        /// The minutes of a meeting can be read.
        CompteRenduComite = "compte-rendu-comite",
    }
}

impl Nature {
    /// What happened, in a few words: the only ones that an e-mail carries.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::VolontaireEnregistre => "Volontaire enregistré",
            Self::ConfirmationDemandee => "Adhésion à confirmer",
            Self::DelaiDepasse => "Délai de décision dépassé",
            Self::AlerteAnnuaire => "Alerte de l’annuaire",
            Self::FicheCptsEnvoyee => "Fiche d’une CPTS à prendre en compte",
            Self::FicheCptsPriseEnCompte => "Fiche de la CPTS prise en compte",
            Self::FicheCptsRenvoyee => "Fiche de la CPTS à corriger",
            Self::DeclarationDeposee => "Déclaration déposée",
            Self::ComplementDemande => "Complément demandé",
            Self::DeclarationAcceptee => "Déclaration acceptée",
            Self::DroitOuvert => "Droit ouvert",
            Self::DeclarationRefusee => "Déclaration refusée",
            Self::ParticipationTerminee => "Participation terminée",
            Self::ParticipationSuspendue => "Participation suspendue",
            Self::StatutExclu => "Changement de statut à examiner",
            Self::ParticipationReprise => "Participation reprise",
            Self::SansLieu => "Plus de lieu d’exercice dans le département",
            Self::LieuARetenir => "Nouveau lieu d’exercice à retenir",
            Self::LieuRetenu => "Lieu d’exercice retenu",
            Self::LieuEcarte => "Lieu d’exercice non retenu",
            Self::MessageRecu => "Message reçu",
            Self::AdhesionFinit => "Adhésion bientôt finie",
            Self::AdhesionEnregistree => "Adhésion enregistrée",
            Self::RenouvellementDemande => "Renouvellement d’adhésion demandé",
            Self::RemiseEchouee => "Document non remis",
            Self::DocumentOuvert => "Document ouvert par le médecin",
            Self::ReponseRecue => "Réponse à un document",
            Self::EvenementSignale => "Événement indésirable signalé",
            Self::EvenementSuivi => "Suite d’un événement indésirable",
            Self::AnalyseAttendue => "Analyse à remettre",
            Self::AnalyseEnRetard => "Analyse en retard",
            Self::RetourPublie => "Retour d’expérience publié",
            Self::RetourARelire => "Retour d’expérience à relire",
            Self::FicheAttendue => "Fiche annuelle à valider",
            Self::FicheRenvoyee => "Fiche annuelle renvoyée",
            Self::ReunionComite => "Réunion du comité de suivi",
            Self::ReunionAConvoquer => "Réunion du comité à convoquer",
            Self::ReunionProche => "Réunion du comité dans les jours qui viennent",
            Self::DecisionEnRetard => "Décision du comité en retard",
            Self::CompteRenduComite => "Compte rendu du comité de suivi",
        }
    }
    /// The text of the e-mail: that something waits, and where to read it.
    pub fn annonce(self) -> String {
        format!(
            "Un message vous attend sur Accès Direct : {}.\nConnectez-vous pour le lire. Ce courriel ne contient aucune donnée de santé ; vous pouvez ne plus en recevoir depuis la page « Mon compte ».",
            self.libelle().to_lowercase()
        )
    }
}
