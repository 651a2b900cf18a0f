//! What a validated document owes, composed in the transaction that validates it; what it makes useless is called off.

use droit::document::{Document, MedecinTraitant};
use droit::identifiant::{CodeDepartement, DocumentId, PraticienId, RemiseId};
use droit::remise::{
    Canal, Cause, Depart, Destinataire, Due, Etat, Evenement, ObjetVolonte, Situation, Voie, Volonte,
    VolonteRecueillie, Volontes, dues,
};
use entrepot::chiffre::Trousseau;
use entrepot::patient::Patient;
use entrepot::remise::{self, NouvelleRemise, Suivie};
use entrepot::{Echec, Tx, patient, payeur, volonte};
use formats::mssante::adresse_du_patient;
use jiff::Timestamp;

use super::voies::Voies;
use crate::serveur::App;

/// What is read before a document is validated.
#[derive(Clone, Debug)]
pub struct Preparation {
    volontes: Volontes,
    medecin: MedecinTraitant,
    boite_du_medecin: Option<String>,
    boites_des_payeurs: Vec<payeur::Boite>,
    precedentes: Vec<Suivie>,
}

/// The deliveries to write with a document.
#[derive(Clone, Debug)]
pub struct Composition {
    acteur: String,
    instant: Timestamp,
    nouvelles: Vec<(NouvelleRemise, Depart)>,
    perimees: Vec<Suivie>,
    version: u16,
}

impl Preparation {
    /// Reads what the patient wants, where his doctor and the payers are written to, and the deliveries of the version to
    /// be replaced.
    ///
    /// # Errors
    /// When the base fails or an address does not open.
    pub fn lire(
        tx: &mut Tx,
        trousseau: &Trousseau,
        patient: &Patient,
        remplace: Option<DocumentId>,
    ) -> Result<Self, Echec> {
        let precedentes = match remplace {
            None => Vec::new(),
            Some(document) => remise::du_document(tx, trousseau, document)?,
        };
        Ok(Self {
            volontes: volonte::du_patient(tx, patient.id)?,
            medecin: patient::medecin(tx, trousseau, patient)?,
            boite_du_medecin: volonte::boite_du_medecin(tx, trousseau, patient.id)?,
            boites_des_payeurs: payeur::courantes(tx)?,
            precedentes,
        })
    }

    /// The same once the patient answered this.
    #[must_use]
    pub fn avec_volonte(self, recueillie: VolonteRecueillie) -> Self {
        Self { volontes: self.volontes.avec(recueillie), ..self }
    }

    /// The doctor who follows the patient.
    pub fn medecin(&self) -> &MedecinTraitant {
        &self.medecin
    }

    /// The same once this doctor follows him, or nobody does.
    #[must_use]
    pub fn avec_medecin(self, medecin: MedecinTraitant) -> Self {
        Self { medecin, ..self }
    }

    /// The same once his doctor is written to there, or is not any more.
    #[must_use]
    pub fn avec_boite(self, boite_du_medecin: Option<String>) -> Self {
        Self { boite_du_medecin, ..self }
    }

    /// The situation in which a document about this person leaves. An address outside the space of confidence is none; a
    /// doctor not known at the moment is the one that the document names.
    pub fn situation(&self, document: &Document, voies: &Voies) -> Situation {
        let identite = &document.en_tete.sujet.identite;
        let boite = adresse_du_patient(identite, &voies.liste);
        let medecin = self.boite_du_medecin.as_deref().and_then(|saisie| voies.liste.adresse(saisie).ok());
        Situation {
            volontes: self.volontes.clone(),
            medecin: match &self.medecin {
                MedecinTraitant::NonPrecise => document.en_tete.medecin_traitant.clone(),
                connu => connu.clone(),
            },
            boite_du_patient: boite
                .map(|a| a.as_str().to_owned())
                .map_err(|refus| majuscule(&refus.to_string())),
            boite_du_medecin: medecin.map(|adresse| adresse.as_str().to_owned()),
            boite_du_payeur: self.boite_du_payeur(document.en_tete.departement, voies),
            messagerie: voies.messagerie.voie(),
            dmp: voies.dmp.voie(),
        }
    }
}

impl Preparation {
    /// The same rule as for a doctor: an address outside the space of confidence is none.
    fn boite_du_payeur(&self, departement: CodeDepartement, voies: &Voies) -> Option<String> {
        let sienne = self.boites_des_payeurs.iter().find(|boite| boite.departement == departement)?;
        let adresse = voies.liste.adresse(sienne.adresse.as_deref()?).ok()?;
        Some(adresse.as_str().to_owned())
    }
}

impl Composition {
    /// Says what the document owes; keys are drawn here, so that writing twice writes the same.
    pub fn preparer(app: &App, document: &Document, praticien: PraticienId, lu: &Preparation) -> Self {
        let instant = app.horloge.maintenant();
        let cle = || app.alea.uuid(instant).as_u128();
        Self::de(app.voies(), (document, praticien), lu, (instant, cle))
    }

    /// The same, where nobody listens yet: the moment and the keys are the caller's.
    pub fn de(
        voies: &Voies,
        (document, praticien): (&Document, PraticienId),
        lu: &Preparation,
        (instant, mut cle): (Timestamp, impl FnMut() -> u128),
    ) -> Self {
        let situation = lu.situation(document, voies);
        let mut nouvelle = |due: Due| {
            let id = RemiseId::new(cle());
            (nouvelle(voies, (document.en_tete.reference.id(), praticien), id, &due, instant), due.depart)
        };
        let mut nouvelles: Vec<_> = dues(document, &situation).into_iter().map(&mut nouvelle).collect();
        for adressee in lu.precedentes.iter().filter(|suivie| suivie.medecin.is_some()) {
            nouvelles.extend(encore(adressee, &situation).map(|due| {
                let (suite, depart) = nouvelle(due);
                (NouvelleRemise { medecin: adressee.medecin.clone(), ..suite }, depart)
            }));
        }
        Self {
            acteur: format!("praticien/{praticien}"),
            instant,
            nouvelles,
            perimees: lu.precedentes.clone(),
            version: document.en_tete.reference.version(),
        }
    }

    /// Writes the deliveries; those that nothing keeps are queued at once.
    pub fn inscrire(&self, tx: &mut Tx, trousseau: &Trousseau) {
        for (nouvelle, depart) in &self.nouvelles {
            let suivie = remise::composer(tx, trousseau, nouvelle, &self.acteur);
            let suite = match depart {
                Depart::AuPlusTot => Some(Evenement::Demandee),
                Depart::Jamais(cause) => Some(Evenement::Annulee(cause.clone())),
                Depart::Attend(_) => None,
            };
            if let Some(evenement) = suite {
                self.noter(tx, &suivie, evenement);
            }
        }
        let cause = Cause::nouvelle(&format!("Remplacé par la version {}.", self.version));
        for perimee in &self.perimees {
            self.noter(tx, perimee, Evenement::Annulee(cause.clone()));
        }
    }

    /// What left already stays as it is.
    fn noter(&self, tx: &mut Tx, suivie: &Suivie, evenement: Evenement) {
        if let Err(sans_effet) = remise::avancer(tx, suivie, evenement, &self.acteur, self.instant) {
            tracing::debug!(remise = %suivie.id, %sans_effet, "delivery left as it is");
        }
    }
}

/// The doctor to whom the version before was addressed by name is to have this one, unless that was given up or the
/// patient does not agree any more.
fn encore(adressee: &Suivie, situation: &Situation) -> Option<Due> {
    let accord = situation.volontes.sur(ObjetVolonte::AutreMedecin)?;
    if accord.volonte != Volonte::Accord || matches!(adressee.remise.etat, Etat::Annule { .. }) {
        return None;
    }
    let par_messagerie =
        adressee.remise.canal == Canal::MssanteProfessionnel && situation.messagerie == Voie::Ouverte;
    let (canal, adresse, depart) = if par_messagerie {
        (Canal::MssanteProfessionnel, adressee.adresse.clone(), Depart::AuPlusTot)
    } else {
        let mots =
            "La version précédente lui a été adressée : remettez-lui celle-ci, ou créez un lien sécurisé.";
        (Canal::MainPropre, None, Depart::Attend(Cause::nouvelle(mots)))
    };
    Some(Due { destinataire: Destinataire::AutreMedecin, canal, adresse, depart })
}

/// A delivery of this document; the identifier that travels never changes.
pub fn nouvelle(
    voies: &Voies,
    (document, praticien): (DocumentId, PraticienId),
    id: RemiseId,
    due: &Due,
    composee_le: Timestamp,
) -> NouvelleRemise {
    let boite = voies.messagerie.boite(&voies.liste);
    let domaine = boite.as_ref().map_or("acces-direct.invalid", |boite| boite.domaine());
    NouvelleRemise {
        id,
        document,
        praticien,
        destinataire: due.destinataire,
        canal: due.canal,
        adresse: due.adresse.clone(),
        medecin: None,
        message: format!("{id}@{domaine}"),
        dit: match &due.depart {
            Depart::Attend(cause) => Some(cause.clone()),
            Depart::AuPlusTot | Depart::Jamais(_) => None,
        },
        composee_le,
    }
}

fn majuscule(phrase: &str) -> String {
    let mut lettres = phrase.chars();
    lettres
        .next()
        .map_or_else(String::new, |premiere| premiere.to_uppercase().chain(lettres).chain(['.']).collect())
}
