//! What was just learnt of a patient, applied at once to what waits for it: released, sent another way, called off, or
//! told to wait for something else.
//!
//! The answer and what follows from it are one write. Nothing that already left is touched, nor a link, nor what goes to
//! the payer: those were somebody's choice.

use droit::identifiant::{PatientId, PraticienId, RemiseId};
use droit::remise::{
    Canal, Cause, Depart, Destinataire, Due, Evenement, ObjetVolonte, SansEffet, Volonte, VolonteRecueillie,
    dues,
};
use entrepot::chiffre::Trousseau;
use entrepot::remise::{self, EnListe};
use entrepot::volonte::{self, NouvelleVolonte};
use entrepot::{Echec, Tx, patient};
use jiff::Timestamp;
use jiff::civil::Date;

use super::composition::{Preparation, nouvelle};
use super::page::geste::{acteur, remplacer};
use crate::echec::Failure;
use crate::serveur::App;

/// What was learnt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Appris {
    /// An answer of the patient.
    Volonte(NouvelleVolonte),
    /// The mailbox of his doctor, or that it is not known any more.
    Boite(Option<String>),
}

impl Appris {
    /// An answer given to this MK.
    pub fn volonte(
        app: &App,
        (patient, praticien): (PatientId, PraticienId),
        (objet, volonte): (ObjetVolonte, Volonte),
        le: Date,
    ) -> Self {
        let notee_le = app.horloge.maintenant();
        let id = app.alea.uuid(notee_le);
        Self::Volonte(NouvelleVolonte { id, patient, praticien, objet, volonte, le, notee_le })
    }

    fn noter(&self, tx: &mut Tx, trousseau: &Trousseau, qui: (PatientId, PraticienId), le: Timestamp) {
        match self {
            Self::Volonte(nouvelle) => volonte::noter(tx, nouvelle),
            Self::Boite(adresse) => {
                volonte::noter_boite_du_medecin(tx, trousseau, qui, adresse.as_deref(), le);
            }
        }
    }

    /// The situation once it is known.
    fn dans(&self, preparation: Preparation) -> Preparation {
        match self {
            Self::Volonte(NouvelleVolonte { objet, volonte, le, notee_le, .. }) => {
                let (objet, volonte, le, notee_le) = (*objet, *volonte, *le, *notee_le);
                preparation.avec_volonte(VolonteRecueillie { objet, volonte, le, notee_le })
            }
            Self::Boite(adresse) => preparation.avec_boite(adresse.clone()),
        }
    }
}

/// Records it, with all that follows from it for the deliveries of this MK.
///
/// # Errors
/// When a delivery moved meanwhile, or the base fails.
pub async fn noter(app: &App, qui: (PatientId, PraticienId), appris: Appris) -> Result<(), Failure> {
    let (contexte, maintenant) = (app.clone(), app.horloge.maintenant());
    let ecriture = app.entrepot.ecrire(move |tx| {
        let trousseau = contexte.entrepot.trousseau().clone();
        let suites = suites(tx, &contexte, &trousseau, qui, &appris)?;
        appris.noter(tx, &trousseau, qui, maintenant);
        for (attendue, due) in &suites {
            if let Err(sans_effet) = suivre(tx, &contexte, (attendue, due), (qui.1, maintenant)) {
                tracing::debug!(remise = %attendue.suivie.id, %sans_effet, "delivery left as it is");
            }
        }
        Ok::<(), Echec>(())
    });
    match ecriture.await {
        Err(Echec::Conflit) => Err(Failure::Conflit(
            "une remise de ce patient a changé depuis que la page a été ouverte : rouvrez-la".to_owned(),
        )),
        issue => Ok(issue?),
    }
}

/// What waits, and what it owes now that this is known.
fn suites(
    tx: &mut Tx,
    app: &App,
    trousseau: &Trousseau,
    (patient, mk): (PatientId, PraticienId),
    appris: &Appris,
) -> Result<Vec<(EnListe, Due)>, Echec> {
    let fiche = patient::charger(tx, trousseau, patient)?.ok_or(Echec::Absent)?;
    let preparation = appris.dans(Preparation::lire(tx, trousseau, &fiche, None)?);
    let mut suites = Vec::new();
    for attendue in remise::en_attente(tx, trousseau, (patient, mk))? {
        let choisie = attendue.suivie.remise.canal == Canal::Lien;
        if choisie || attendue.suivie.destinataire == Destinataire::Payeur {
            continue;
        }
        let document = super::document(tx, trousseau, attendue.suivie.document)?;
        let situation = preparation.situation(&document, app.voies());
        let mut dues = dues(&document, &situation).into_iter();
        let sienne = dues.rfind(|due| due.destinataire == attendue.suivie.destinataire);
        suites.extend(sienne.map(|due| (attendue, due)));
    }
    Ok(suites)
}

fn suivre(
    tx: &mut Tx,
    app: &App,
    (attendue, due): (&EnListe, &Due),
    (mk, maintenant): (PraticienId, Timestamp),
) -> Result<(), SansEffet> {
    let suivie = &attendue.suivie;
    if due.canal != suivie.remise.canal || due.adresse != suivie.adresse {
        let id = RemiseId::new(app.alea.uuid(maintenant).as_u128());
        let qui = (suivie.document, suivie.praticien);
        let suite = nouvelle(app.voies(), qui, id, due, maintenant);
        let dit = match &due.depart {
            Depart::Attend(cause) | Depart::Jamais(cause) => cause.clone(),
            Depart::AuPlusTot => Cause::nouvelle("Envoyé par un autre moyen."),
        };
        return remplacer(tx, app.entrepot.trousseau(), (suivie, &suite), dit.as_str(), (mk, maintenant));
    }
    let evenement = match &due.depart {
        Depart::AuPlusTot => Evenement::Demandee,
        Depart::Jamais(cause) => Evenement::Annulee(cause.clone()),
        Depart::Attend(cause) if attendue.dit.as_deref() == Some(cause.as_str()) => return Ok(()),
        Depart::Attend(cause) => Evenement::Precisee(cause.clone()),
    };
    remise::avancer(tx, suivie, evenement, &acteur(mk), maintenant).map(drop)
}
