//! The deliveries that a validated document owes: where each goes, and what keeps it from leaving by itself.
//!
//! Bilan and report go to the patient and to the médecin traitant, and into the DMP (décret 2024-618, art. 2). The
//! opposition of the patient is recorded before anything is sent (référentiel MSSanté, MSS/va1.20 and va1.22); nobody
//! writes to a mailbox of Mon espace santé but from a qualified INS (ECO.2.2.6).

use super::etat::{Canal, Cause};
use super::volonte::{ObjetVolonte, Volonte, Volontes};
use crate::decision::codes;
use crate::document::{Document, Ecart, Envoi, InsRetenue, MedecinTraitant, envois};

codes! {
    /// Who is to have the document.
    Destinataire {
        /// The patient.
        Patient = "patient",
        /// The médecin traitant.
        MedecinTraitant = "medecin-traitant",
        /// Another doctor.
        AutreMedecin = "autre-medecin",
        /// The patient's national record.
        Dmp = "dmp",
        /// Who pays.
        Payeur = "payeur",
    }
}

impl Destinataire {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Patient => "Patient",
            Self::MedecinTraitant => "Médecin traitant",
            Self::AutreMedecin => "Autre médecin",
            Self::Dmp => "DMP",
            Self::Payeur => "Payeur",
        }
    }
}

/// May a delivery leave without anybody's gesture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Depart {
    /// At once.
    AuPlusTot,
    /// Somebody must act; the words say what and why.
    Attend(Cause),
    /// It must not leave; the words say why.
    Jamais(Cause),
}

/// A delivery to compose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// For whom.
    pub destinataire: Destinataire,
    /// How.
    pub canal: Canal,
    /// Where, when the channel has an address.
    pub adresse: Option<String>,
    /// Whether it leaves by itself.
    pub depart: Depart,
}

/// Is there a way to the outside for this channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voie {
    /// A machine takes it.
    Ouverte,
    /// None is set up here: paper, portal or link.
    Absente,
}

/// What is known of the patient and of the ways out when the document is validated.
#[derive(Clone, Debug)]
pub struct Situation {
    /// What the patient wants.
    pub volontes: Volontes,
    /// The doctor who follows him.
    pub medecin: MedecinTraitant,
    /// His mailbox, when his identity allows it; else why not.
    pub boite_du_patient: Result<String, String>,
    /// The mailbox of the doctor who follows him, when it is known.
    pub boite_du_medecin: Option<String>,
    /// The mailbox where the local body of the department takes justificatifs, when it has one.
    pub boite_du_payeur: Option<String>,
    /// Is there a MSSanté operator.
    pub messagerie: Voie,
    /// Is there a machine interface of the DMP.
    pub dmp: Voie,
}

/// The deliveries that this document owes, in the order of [`envois`]: to the doctor who follows the patient now, whom a
/// document validated before he was known does not name.
pub fn dues(document: &Document, situation: &Situation) -> Vec<Due> {
    let envois = envois(document.genre(), &situation.medecin);
    envois.iter().filter_map(|envoi| due(document, envoi, situation)).collect()
}

/// Why a document that no longer tells what is on file does not leave by this channel; a person may still hand it over.
///
/// Wrong traits go to nobody's software; an INS that is not qualified any more goes neither to the patient's mailbox nor
/// into his record, which are both found by it.
pub fn retenue(canal: Canal, ecarts: &[Ecart]) -> Option<Cause> {
    let retient = |ecart: &&Ecart| match (ecart, canal) {
        (_, Canal::MainPropre | Canal::Lien) => false,
        (Ecart::Traits, _) | (Ecart::InsRetire, Canal::MssantePatient | Canal::Dmp) => true,
        (Ecart::InsRetire | Ecart::InsConnu | Ecart::Medecin, _) => false,
    };
    ecarts.iter().find(retient).map(|ecart| Cause::nouvelle(ecart.libelle()))
}

fn due(document: &Document, envoi: &Envoi, situation: &Situation) -> Option<Due> {
    match envoi {
        Envoi::Patient => Some(au_patient(situation)),
        Envoi::MedecinTraitant(_) => Some(au_medecin(Destinataire::MedecinTraitant, situation)),
        Envoi::AutreMedecin(_) => match situation.medecin {
            MedecinTraitant::NonPrecise => Some(Due {
                destinataire: Destinataire::MedecinTraitant,
                canal: Canal::MainPropre,
                adresse: None,
                depart: attend("Indiquez le médecin traitant du patient, ou notez qu’il n’en a pas."),
            }),
            MedecinTraitant::Connu(_) | MedecinTraitant::Aucun => a_un_autre_medecin(situation),
        },
        Envoi::Dmp(_) => Some(au_dmp(document, situation)),
        Envoi::Payeur => Some(au_payeur(situation)),
    }
}

/// What goes to the patient who asks for a copy of his justificatif: nobody owes it to him, it is his all the same (CSP,
/// art. L. 1111-7, <https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006072665/>).
pub fn copie_au_patient(situation: &Situation) -> Due {
    au_patient(situation)
}

/// It goes with the bill, on the day the MK sends it: nothing leaves by itself, even where the local body has a mailbox.
fn au_payeur(situation: &Situation) -> Due {
    let destinataire = Destinataire::Payeur;
    match (&situation.boite_du_payeur, situation.messagerie) {
        (Some(adresse), Voie::Ouverte) => Due {
            destinataire,
            canal: Canal::MssanteProfessionnel,
            adresse: Some(adresse.clone()),
            depart: attend("À envoyer à la boîte de la caisse, ou à joindre à la facture."),
        },
        (Some(_), Voie::Absente) | (None, _) => Due {
            destinataire,
            canal: Canal::MainPropre,
            adresse: None,
            depart: attend("À joindre à la facture."),
        },
    }
}

/// By his mailbox when his identity is qualified and he does not oppose, else on paper: the duty stays.
fn au_patient(situation: &Situation) -> Due {
    let destinataire = Destinataire::Patient;
    let papier =
        |mots: &str| Due { destinataire, canal: Canal::MainPropre, adresse: None, depart: attend(mots) };
    let volonte = situation.volontes.sur(ObjetVolonte::MessageriePatient).map(|v| v.volonte);
    if volonte == Some(Volonte::Opposition) {
        return papier("Le patient refuse la messagerie de Mon espace santé : remettez-lui le document.");
    }
    if situation.messagerie == Voie::Absente {
        return papier("Aucune messagerie MSSanté n’est réglée ici : remettez-lui le document.");
    }
    match &situation.boite_du_patient {
        Err(raison) => papier(raison),
        Ok(adresse) => Due {
            destinataire,
            canal: Canal::MssantePatient,
            adresse: Some(adresse.clone()),
            depart: match volonte {
                Some(_) => Depart::AuPlusTot,
                None => attend(
                    "Demandez au patient s’il s’oppose à l’envoi dans Mon espace santé, et notez sa réponse.",
                ),
            },
        },
    }
}

fn au_medecin(destinataire: Destinataire, situation: &Situation) -> Due {
    let papier =
        |mots: &str| Due { destinataire, canal: Canal::MainPropre, adresse: None, depart: attend(mots) };
    match (&situation.boite_du_medecin, situation.messagerie) {
        (Some(adresse), Voie::Ouverte) => Due {
            destinataire,
            canal: Canal::MssanteProfessionnel,
            adresse: Some(adresse.clone()),
            depart: Depart::AuPlusTot,
        },
        (Some(_), Voie::Absente) => papier(
            "Aucune messagerie MSSanté n’est réglée ici : remettez le document, ou créez un lien sécurisé.",
        ),
        (None, _) => papier(
            "L’adresse MSSanté du médecin n’est pas connue : indiquez-la, remettez le document, ou créez un lien sécurisé.",
        ),
    }
}

/// Without médecin traitant nothing is owed to another doctor: he receives the document once the patient agreed, by
/// mail where his mailbox is known, else by hand or by a link.
fn a_un_autre_medecin(situation: &Situation) -> Option<Due> {
    let accord = situation.volontes.sur(ObjetVolonte::AutreMedecin)?;
    (accord.volonte == Volonte::Accord).then(|| au_medecin(Destinataire::AutreMedecin, situation))
}

fn au_dmp(document: &Document, situation: &Situation) -> Due {
    let due = |depart| Due { destinataire: Destinataire::Dmp, canal: Canal::Dmp, adresse: None, depart };
    let volonte = situation.volontes.sur(ObjetVolonte::Dmp);
    if let Some(oppose) = volonte.filter(|v| v.volonte == Volonte::Opposition) {
        let le = oppose.le.strftime("%d/%m/%Y");
        return due(Depart::Jamais(Cause::nouvelle(&format!("Le patient s’y oppose depuis le {le}."))));
    }
    if let Err(retenue) = document.en_tete.sujet.ins_transmissible() {
        return due(attend(raison_sans_ins(retenue)));
    }
    match (volonte, situation.dmp) {
        (None, _) => {
            due(attend("Demandez au patient s’il s’oppose au dépôt dans son DMP, et notez sa réponse."))
        }
        (Some(_), Voie::Ouverte) => due(Depart::AuPlusTot),
        (Some(_), Voie::Absente) => {
            due(attend("Déposez le document sur le portail web du DMP, puis déclarez-le déposé."))
        }
    }
}

/// The document bears no INS, and never will: what completes the identity today goes with its next version.
fn raison_sans_ins(retenue: InsRetenue) -> &'static str {
    match retenue {
        InsRetenue::SansMatricule => {
            "Le document ne porte pas le matricule INS. Complétez l’identité, puis corrigez le document : la nouvelle version portera l’INS. Ou déposez celui-ci sur le portail web du DMP."
        }
        InsRetenue::NonQualifiee => {
            "L’identité n’était pas qualifiée. Qualifiez-la, puis corrigez le document : la nouvelle version portera l’INS. Ou déposez celui-ci sur le portail web du DMP, puis déclarez-le déposé."
        }
        InsRetenue::SansLieuDeNaissance => {
            "Le lieu de naissance manquait. Complétez l’identité, puis corrigez le document : la nouvelle version portera l’INS. Ou déposez celui-ci sur le portail web du DMP."
        }
        InsRetenue::SansListeDesPrenoms => {
            "La liste des prénoms manquait. Complétez l’identité, puis corrigez le document : la nouvelle version portera l’INS. Ou déposez celui-ci sur le portail web du DMP."
        }
    }
}

fn attend(mots: &str) -> Depart {
    Depart::Attend(Cause::nouvelle(mots))
}
