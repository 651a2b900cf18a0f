//! What was just learnt of a patient, applied at once to what waits for it: released, sent another way, called off, or
//! told to wait for something else.
//!
//! The answer and what follows from it are one write. Nothing that already left is touched, nor a link, nor what was
//! addressed to a doctor by name, nor what goes to the payer: those were somebody's choice. The copy of a justificatif
//! that a patient asked for goes his way. A document of the last months
//! that owed nothing to a doctor, because none was known or the patient had not agreed, owes it from then on.

use droit::document::{Document, Genre, Medecin, MedecinTraitant};
use droit::identifiant::{DocumentId, PatientId, PraticienId, RemiseId};
use droit::remise::{
    Canal, Cause, Depart, Destinataire, Due, Etat, Evenement, ObjetVolonte, SansEffet, Volonte,
    VolonteRecueillie, copie_au_patient, dues,
};
use entrepot::chiffre::Trousseau;
use entrepot::patient::Patient;
use entrepot::remise::{self, EnListe, Suivie};
use entrepot::volonte::{self, NouvelleVolonte};
use entrepot::{Echec, Tx, document, patient};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::composition::{Preparation, nouvelle};
use super::page::geste::{acteur, composer, remplacer};
use crate::echec::Failure;
use crate::serveur::App;

/// How far back a document may still come to owe something to a doctor. No text says it: a choice of the product
/// (decision 0137), beyond which a document is history.
const FENETRE: SignedDuration = SignedDuration::from_hours(24 * 92);
/// Why a delivery to a doctor is called off when he is not the one any more.
const PLUS_DU: &str = "N’est plus dû à ce destinataire.";

/// What was learnt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Appris {
    /// An answer of the patient.
    Volonte(NouvelleVolonte),
    /// The mailbox of his doctor, or that it is not known any more.
    Boite(Option<String>),
    /// The doctor who follows him, or that nobody does.
    Medecin(Option<Box<Medecin>>),
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

    fn noter(
        &self,
        tx: &mut Tx,
        trousseau: &Trousseau,
        (fiche, mk): (&Patient, PraticienId),
        le: Timestamp,
    ) -> Result<(), Echec> {
        let qui = (fiche.id, mk);
        match self {
            Self::Volonte(nouvelle) => volonte::noter(tx, nouvelle),
            Self::Boite(adresse) => {
                volonte::noter_boite_du_medecin(tx, trousseau, qui, adresse.as_deref(), le);
            }
            Self::Medecin(medecin) => {
                if self.change_de_boite(&patient::medecin(tx, trousseau, fiche)?) {
                    volonte::noter_boite_du_medecin(tx, trousseau, qui, None, le);
                }
                let qui = acteur(mk);
                patient::noter_medecin(tx, trousseau, fiche, medecin.as_deref(), (&qui, le));
            }
        }
        Ok(())
    }

    /// Does the mailbox on file belong to somebody else from now on.
    fn change_de_boite(&self, connu: &MedecinTraitant) -> bool {
        match (self, connu) {
            (Self::Medecin(Some(nouveau)), MedecinTraitant::Connu(connu)) => !connu.est(nouveau),
            (Self::Medecin(Some(_)), MedecinTraitant::Aucun)
            | (Self::Medecin(None), MedecinTraitant::Connu(_)) => true,
            _ => false,
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
            Self::Medecin(medecin) => {
                let change = self.change_de_boite(preparation.medecin());
                let preparation = if change { preparation.avec_boite(None) } else { preparation };
                preparation.avec_medecin(match medecin {
                    Some(medecin) => MedecinTraitant::Connu((**medecin).clone()),
                    None => MedecinTraitant::Aucun,
                })
            }
        }
    }
}

/// What follows from what was learnt.
enum Suite {
    /// A delivery that waits goes on as this, or is not owed any more.
    Attendue(Box<EnListe>, Option<Due>),
    /// A document comes to owe this.
    Nouvelle(DocumentId, Due),
}

/// Records it, with all that follows from it for the deliveries of this MK.
///
/// # Errors
/// When a delivery moved meanwhile, or the base fails.
pub async fn noter(app: &App, qui: (PatientId, PraticienId), appris: Appris) -> Result<(), Failure> {
    let (contexte, maintenant) = (app.clone(), app.horloge.maintenant());
    let ecriture = app.entrepot.ecrire(move |tx| {
        let trousseau = contexte.entrepot.trousseau().clone();
        let fiche = patient::charger(tx, &trousseau, qui.0)?.ok_or(Echec::Absent)?;
        let preparation = appris.dans(Preparation::lire(tx, &trousseau, &fiche, None)?);
        let mut suites = attendues(tx, &contexte, qui, &preparation)?;
        suites.extend(nouvelles(tx, &contexte, qui, (&preparation, maintenant - FENETRE))?);
        appris.noter(tx, &trousseau, (&fiche, qui.1), maintenant)?;
        for suite in &suites {
            if let Err(sans_effet) = suivre(tx, &contexte, suite, (qui.1, maintenant)) {
                tracing::debug!(%sans_effet, "delivery left as it is");
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
fn attendues(
    tx: &mut Tx,
    app: &App,
    (patient, mk): (PatientId, PraticienId),
    preparation: &Preparation,
) -> Result<Vec<Suite>, Echec> {
    let trousseau = app.entrepot.trousseau();
    let mut suites = Vec::new();
    for attendue in remise::en_attente(tx, trousseau, (patient, mk))? {
        let suivie = &attendue.suivie;
        let choisie = suivie.remise.canal == Canal::Lien || suivie.medecin.is_some();
        if choisie || suivie.destinataire == Destinataire::Payeur {
            continue;
        }
        let document = super::document(tx, trousseau, suivie.document)?;
        let destinataire = suivie.destinataire;
        let sienne = if document.genre() == Genre::Justificatif {
            Some(copie_au_patient(&preparation.situation(&document, app.voies())))
        } else {
            siennes(app, &document, preparation).find(|due| due.destinataire == destinataire)
        };
        suites.push(Suite::Attendue(Box::new(attendue), sienne));
    }
    Ok(suites)
}

/// What the documents of the last months owe to a doctor and nothing on file pays. What somebody gave up stays given up.
fn nouvelles(
    tx: &mut Tx,
    app: &App,
    qui: (PatientId, PraticienId),
    (preparation, depuis): (&Preparation, Timestamp),
) -> Result<Vec<Suite>, Echec> {
    let trousseau = app.entrepot.trousseau();
    let mut suites = Vec::new();
    for id in document::recents(tx, qui, depuis)? {
        let document = super::document(tx, trousseau, id)?;
        let remises = remise::du_document(tx, trousseau, id)?;
        let payee = |due: &Due| remises.iter().any(|remise| paie(remise, due.destinataire));
        let dues = siennes(app, &document, preparation).filter(|due| {
            matches!(due.destinataire, Destinataire::MedecinTraitant | Destinataire::AutreMedecin)
                && !payee(due)
        });
        suites.extend(dues.map(|due| Suite::Nouvelle(id, due)));
    }
    Ok(suites)
}

fn siennes(app: &App, document: &Document, preparation: &Preparation) -> impl Iterator<Item = Due> + use<> {
    dues(document, &preparation.situation(document, app.voies())).into_iter()
}

/// Is it owed to this destination, or was until somebody gave it up.
fn paie(remise: &Suivie, destinataire: Destinataire) -> bool {
    let plus_due = matches!(&remise.remise.etat, Etat::Annule { cause, .. } if cause.as_str() == PLUS_DU);
    remise.destinataire == destinataire && remise.medecin.is_none() && !plus_due
}

fn suivre(
    tx: &mut Tx,
    app: &App,
    suite: &Suite,
    (mk, maintenant): (PraticienId, Timestamp),
) -> Result<(), SansEffet> {
    match suite {
        Suite::Attendue(attendue, Some(due)) => reprendre(tx, app, (attendue, due), (mk, maintenant)),
        Suite::Attendue(attendue, None) => {
            let evenement = Evenement::Annulee(Cause::nouvelle(PLUS_DU));
            remise::avancer(tx, &attendue.suivie, evenement, &acteur(mk), maintenant).map(drop)
        }
        Suite::Nouvelle(document, due) => {
            let id = RemiseId::new(app.alea.uuid(maintenant).as_u128());
            let suite = nouvelle(app.voies(), (*document, mk), id, due, maintenant);
            composer(tx, app.entrepot.trousseau(), &suite, (mk, maintenant)).map(drop)
        }
    }
}

fn reprendre(
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
