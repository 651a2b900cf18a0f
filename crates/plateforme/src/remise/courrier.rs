//! What leaves: a mail of MSSanté or a deposit in the DMP, made from the sealed bytes of a document.

use droit::document::{Contenu, Document, Ecart};
use droit::identifiant::{Fictif, Monde as UnMonde, PatientId, Reel, RemiseId};
use droit::patient::Identite;
use droit::remise::{Canal, Cause, Destinataire, ObjetVolonte, Volonte, Volontes};
use entrepot::chiffre::Trousseau;
use entrepot::document::{Fiche, Partie, partie};
use entrepot::remise::Suivie;
use entrepot::{Echec, Tx, boite, document, remise, volonte};
use formats::cda::{Cda, Oid};
use formats::mssante::{
    Adresse, AdresseRefusee, Courrier, DocumentJoint, Echange, Expediteur, ListeBlanche, Message, Texte,
    adresse_du_patient, composer,
};
use formats::pdsm::{self, Requete};
use jiff::tz::TimeZone;

use super::ecart;
use crate::config::Monde;
use crate::document::composition::Atelier;
use crate::serveur::App;

/// A delivery with all that leaves with it.
#[derive(Clone, Debug)]
pub struct Colis {
    /// The delivery.
    pub suivie: Suivie,
    fiche: Fiche,
    document: Document,
    pdf: Vec<u8>,
    cda: Option<Vec<u8>>,
    volontes: Volontes,
    ecarts: Vec<Ecart>,
    boite_du_praticien: Option<String>,
}

/// What is handed over.
#[derive(Clone, Debug)]
pub enum Envoi {
    /// A mail.
    Courriel(Box<Message>),
    /// A deposit.
    Depot(Box<Requete>),
}

impl Colis {
    /// Reads it; `None` when there is no such delivery.
    ///
    /// # Errors
    /// When the base fails or sealed bytes do not open.
    pub fn charger(tx: &mut Tx, trousseau: &Trousseau, id: RemiseId) -> Result<Option<Self>, Echec> {
        let Some(suivie) = remise::lire(tx, trousseau, id)? else { return Ok(None) };
        let fiche = document::charger(tx, suivie.document)?.ok_or(Echec::Absent)?;
        let lu = super::document(tx, trousseau, suivie.document)?;
        let patient: PatientId = lu.en_tete.sujet.id;
        Ok(Some(Self {
            fiche,
            pdf: partie(tx, trousseau, suivie.document, Partie::Pdf)?.ok_or(Echec::Absent)?,
            cda: partie(tx, trousseau, suivie.document, Partie::Cda)?,
            volontes: volonte::du_patient(tx, patient)?,
            ecarts: ecart::lire(tx, trousseau, &lu)?,
            boite_du_praticien: boite::du_praticien(tx, suivie.praticien)?,
            document: lu,
            suivie,
        }))
    }

    /// Why it must not leave any more, whatever was true when it was composed.
    pub fn empechement(&self) -> Option<Cause> {
        let objet = match (self.suivie.remise.canal, self.suivie.destinataire) {
            (Canal::MssantePatient, _) => Some(ObjetVolonte::MessageriePatient),
            (Canal::Dmp, _) => Some(ObjetVolonte::Dmp),
            (_, Destinataire::AutreMedecin) => Some(ObjetVolonte::AutreMedecin),
            (Canal::MssanteProfessionnel | Canal::MainPropre | Canal::Lien, _) => None,
        };
        let oppose =
            objet.and_then(|objet| self.volontes.sur(objet)).filter(|v| v.volonte == Volonte::Opposition);
        if let Some(oppose) = oppose {
            let le = oppose.le.strftime("%d/%m/%Y");
            return Some(Cause::nouvelle(&format!("Le patient s’y oppose depuis le {le}.")));
        }
        self.fiche
            .remplace_par
            .map(|_| Cause::nouvelle("Une version plus récente du document remplace celle-ci."))
    }

    /// Why it waits for somebody, though it was queued: it no longer tells what is on file.
    pub fn retenue(&self) -> Option<Cause> {
        droit::remise::retenue(self.suivie.remise.canal, &self.ecarts)
    }

    /// What to hand over; the words say why nothing can be.
    ///
    /// # Errors
    /// Why nothing can leave as it is: an address out of the space of confidence, a number of the other world.
    pub fn preparer(&self, app: &App) -> Result<Envoi, String> {
        match self.suivie.remise.canal {
            Canal::MssanteProfessionnel | Canal::MssantePatient => {
                self.courriel(app).map(|message| Envoi::Courriel(Box::new(message)))
            }
            Canal::Dmp => self.depot(app).map(|requete| Envoi::Depot(Box::new(requete))),
            Canal::MainPropre | Canal::Lien => Err("cette remise se fait par une personne".to_owned()),
        }
    }

    fn atelier(&self, app: &App) -> Result<Atelier, String> {
        let fuseau = app.reglement.fuseau(self.document.en_tete.departement);
        let fuseau = TimeZone::get(fuseau).map_err(|cause| cause.to_string())?;
        Ok(Atelier { fuseau, monde: app.ecoute.monde, gabarit: documents::Gabarit::default() })
    }

    fn courriel(&self, app: &App) -> Result<Message, String> {
        let (voies, en_tete) = (app.voies(), &self.document.en_tete);
        let de = voies.messagerie.boite(&voies.liste).ok_or("aucune messagerie MSSanté n’est réglée")?;
        let destinataire = self.destinataire(&voies.liste).map_err(|refus| refus.to_string())?;
        let sienne = self.boite_du_praticien.as_deref().and_then(|saisie| voies.liste.adresse(saisie).ok());
        let atelier = self.atelier(app)?;
        let archive = match &self.cda {
            None => None,
            Some(cda) => Some(
                atelier
                    .archiver(&self.document, cda.clone(), self.suivie.id.bits())
                    .map_err(|refus| refus.to_string())?,
            ),
        };
        let courrier = Courrier {
            identifiant: self.suivie.message.clone(),
            expediteur: Expediteur {
                adresse: de.clone(),
                civilite: en_tete.redacteur.civilite.map(|civilite| civilite.code().to_owned()),
                prenom: en_tete.redacteur.nom.prenom.to_string(),
                nom: en_tete.redacteur.nom.nom.to_string(),
                entite: en_tete.redacteur.cabinet.nom.to_string(),
            },
            reponse_a: sienne.filter(|sienne| *sienne != de),
            destinataire,
            patient: &self.identite_transmise(),
            documents: vec![self.joint(&atelier)],
            archive,
            texte: if en_tete.reference.version() > 1 { Texte::AnnuleEtRemplace } else { Texte::Premier },
            echange: match self.suivie.remise.canal {
                Canal::MssantePatient => Echange::Clos,
                _ => Echange::Ouvert,
            },
            produit: &voies.produit,
        };
        composer(courrier).map_err(|refus| refus.to_string())
    }

    /// The patient's address is made again from the identity of the document; any other is read again.
    fn destinataire(&self, liste: &ListeBlanche) -> Result<Adresse, AdresseRefusee> {
        match self.suivie.remise.canal {
            Canal::MssantePatient => adresse_du_patient(&self.document.en_tete.sujet.identite, liste),
            _ => liste.adresse(self.suivie.adresse.as_deref().unwrap_or_default()),
        }
    }

    /// The identity as the document tells it: without the number when the document bears none.
    fn identite_transmise(&self) -> Identite {
        let sujet = &self.document.en_tete.sujet;
        let ins = sujet.identite.ins.clone().filter(|_| sujet.ins_transmissible().is_ok());
        Identite { ins, ..sujet.identite.clone() }
    }

    fn joint(&self, atelier: &Atelier) -> DocumentJoint {
        let genre = formats::cda::genre(&self.document);
        let local = self.document.en_tete.valide_le.to_zoned(atelier.fuseau.clone());
        DocumentJoint {
            libelle: genre
                .map_or_else(|| self.document.genre().titre().to_owned(), |code| code.libelle.clone()),
            code: genre.map(|code| code.code.clone()).unwrap_or_default(),
            acte_le: match &self.document.contenu {
                Contenu::Bilan(bilan) => bilan.jour(local.date()),
                Contenu::CompteRendu(_) | Contenu::Orientation(_) | Contenu::Justificatif(_) => {
                    self.document.en_tete.soins_au.unwrap_or_else(|| local.date())
                }
            },
            pdf: self.pdf.clone(),
        }
    }

    fn depot(&self, app: &App) -> Result<Requete, String> {
        let atelier = self.atelier(app)?;
        match atelier.monde {
            Monde::Reel => self.requete::<Reel>(app, &atelier),
            Monde::Fictif => self.requete::<Fictif>(app, &atelier),
        }
    }

    fn requete<M: UnMonde>(&self, app: &App, atelier: &Atelier) -> Result<Requete, String> {
        let cda = self.cda.clone().ok_or("ce document n’a pas de forme pour le DMP")?;
        let contexte = atelier.contexte();
        let cda = Cda::<M>::garde(&self.document, cda, &contexte).map_err(|refus| refus.to_string())?;
        let voie = (app.voies().dmp.transaction(), &Oid::d_un_uuid(self.suivie.id.bits()));
        pdsm::composer(&self.document, &cda, &contexte, voie).map_err(|refus| refus.to_string())
    }
}
