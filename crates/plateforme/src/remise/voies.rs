//! The ways out of documents, read once from the settings: MSSanté, the DMP, the list of domains, our product.
//!
//! A real operator opens its mailbox to a token of the moment: that of a file kept fresh beside us, or the one that each
//! MK lends while his session of Pro Santé Connect lasts.
//!
//! Without settings, an installation of real people has no way out: paper, portal and link remain. One of fictitious
//! people has a sandbox, and every page says so.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use droit::identifiant::PraticienId;
use droit::remise::Voie;
use formats::mssante::{Adresse, Espace, ListeBlanche, Message, Produit, Retour, identifiant, lire};
use formats::pdsm::{Requete, Transaction};
use jiff::{SignedDuration, Timestamp};
use passerelles::dmp::{DELAI, EchecDmp, Pdsm};
use passerelles::mssante::{BoitesDEssai, EchecMssante, Position, Recu};
use passerelles::{Recepisse, Secret};

use super::operatrice::Operatrice;
use crate::config::{Monde, Remises, TransactionDmp};
use crate::connexion::pro_sante_connect::{Psc, SansJeton};

/// The settings cannot work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{variable} : {cause}")]
pub struct VoieInvalide {
    /// Which setting.
    pub variable: &'static str,
    /// Why.
    pub cause: String,
}

/// The ways out.
#[derive(Clone, Debug)]
pub struct Voies {
    /// MSSanté.
    pub messagerie: Messagerie,
    /// The national record.
    pub dmp: VoieDmp,
    /// The domains of the space of confidence.
    pub liste: ListeBlanche,
    /// Our product, as it names itself.
    pub produit: Produit,
    /// After this silence an accepted mail has no answer.
    pub sans_reponse: SignedDuration,
    /// How often the inbox is read.
    pub releve: Duration,
}

/// The way of mails.
#[derive(Clone, Debug)]
pub enum Messagerie {
    /// None.
    Absente,
    /// Mailboxes that exist nowhere.
    BacASable(Arc<BoitesDEssai>),
    /// A real operator.
    Operateur(Arc<Operatrice>),
}

/// Whose mails may leave now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expediteurs {
    /// Everybody's.
    Tous,
    /// Those of the MKs who lend their token; the others wait for them.
    Seulement(Vec<PraticienId>),
}

/// The way of the national record.
#[derive(Clone, Debug)]
pub enum VoieDmp {
    /// The web portal: a person deposits, and says so.
    Portail,
    /// Deposits that go nowhere.
    BacASable,
    /// A FHIR interface.
    Pdsm(Arc<InterfaceDmp>),
}

/// A FHIR interface, its transaction, and where its token of the moment is.
#[derive(Debug)]
pub struct InterfaceDmp {
    pdsm: Pdsm,
    transaction: Transaction,
    jeton: PathBuf,
}

/// What the inbox gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lu {
    /// A mail, understood.
    Retour(Retour),
    /// A mail too heavy to be read here.
    TropLourd,
}

/// A mail as it came: under which Message-ID, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrive {
    /// Its Message-ID, when it bears one.
    pub identifiant: Option<String>,
    /// What it is.
    pub lu: Lu,
}

impl Voies {
    /// The ways out without any setting.
    pub fn sans_reglage(monde: Monde) -> Self {
        let espace = espace(monde);
        let (messagerie, dmp) = match monde {
            Monde::Reel => (Messagerie::Absente, VoieDmp::Portail),
            Monde::Fictif => (Messagerie::BacASable(Arc::default()), VoieDmp::BacASable),
        };
        Self {
            messagerie,
            dmp,
            liste: ListeBlanche::des_operateurs(espace),
            produit: Produit::sans_reference(),
            sans_reponse: SignedDuration::from_hours(72),
            releve: Duration::from_secs(60),
        }
    }

    /// The ways out of the settings.
    ///
    /// # Errors
    /// Names the setting that cannot work.
    pub fn des_reglages(
        reglages: &Remises,
        monde: Monde,
        psc: Option<&Arc<Psc>>,
    ) -> Result<Self, VoieInvalide> {
        let defaut = Self::sans_reglage(monde);
        let liste = match &reglages.mssante_domaines {
            None => defaut.liste,
            Some(fichier) => ListeBlanche::lire(espace(monde), &texte("MSSANTE_DOMAINES", fichier)?)
                .map_err(|faute| invalide("MSSANTE_DOMAINES", &faute))?,
        };
        let produit = match &reglages.mssante_produit {
            None => defaut.produit,
            Some(reference) => {
                Produit::nouveau(reference).map_err(|faute| invalide("MSSANTE_PRODUIT", &faute))?
            }
        };
        let heures = reglages.mssante_sans_reponse.map(|heures| SignedDuration::from_hours(heures.into()));
        let secondes = reglages.mssante_releve.map(|secondes| Duration::from_secs(secondes.max(1).into()));
        Ok(Self {
            messagerie: match Operatrice::des_reglages(reglages, &liste, psc)? {
                Some(operatrice) => Messagerie::Operateur(Arc::new(operatrice)),
                None => defaut.messagerie,
            },
            dmp: dmp(reglages)?.unwrap_or(defaut.dmp),
            liste,
            produit,
            sans_reponse: heures.unwrap_or(defaut.sans_reponse),
            releve: secondes.unwrap_or(defaut.releve),
        })
    }
}

impl Messagerie {
    /// Is there a way for mails.
    pub fn voie(&self) -> Voie {
        if matches!(self, Self::Absente) { Voie::Absente } else { Voie::Ouverte }
    }

    /// The mailbox that sends; the sandbox has one of its own.
    pub fn boite(&self, liste: &ListeBlanche) -> Option<Adresse> {
        match self {
            Self::Absente => None,
            Self::BacASable(_) => liste.adresse("acces-direct@demo.mssante.invalid").ok(),
            Self::Operateur(operatrice) => Some(operatrice.boite().clone()),
        }
    }

    /// Whose mails may leave now.
    pub fn expediteurs(&self, maintenant: Timestamp) -> Expediteurs {
        match self.prets() {
            Some(psc) => Expediteurs::Seulement(psc.preteurs(maintenant)),
            None => Expediteurs::Tous,
        }
    }

    /// Do the mails of this MK wait for him to sign in with Pro Santé Connect.
    pub fn attend(&self, praticien: PraticienId, maintenant: Timestamp) -> bool {
        self.prets().is_some_and(|psc| !psc.prete(praticien, maintenant))
    }

    /// Makes sure that a mail of this MK can be tried: his token is there, renewed if need be. Blocks this thread.
    ///
    /// # Errors
    /// Why nothing can be tried now.
    pub fn preparer(&self, praticien: PraticienId, maintenant: Timestamp) -> Result<(), SansJeton> {
        self.prets().map_or(Ok(()), |psc| psc.jeton(praticien, maintenant).map(|_| ()))
    }

    fn prets(&self) -> Option<&Arc<Psc>> {
        match self {
            Self::Operateur(operatrice) => operatrice.prets(),
            Self::Absente | Self::BacASable(_) => None,
        }
    }

    /// Sends a mail of this MK. Blocks this thread.
    ///
    /// # Errors
    /// What is known of the mail when nobody took it.
    pub fn envoyer(
        &self,
        message: &Message,
        de: PraticienId,
        maintenant: Timestamp,
    ) -> Result<Recepisse, EchecMssante> {
        match self {
            Self::Absente => Err(EchecMssante::Passager("aucune messagerie MSSanté n’est réglée".to_owned())),
            Self::BacASable(boites) => boites.envoyer(message),
            Self::Operateur(operatrice) => operatrice.envoyer(message, de, maintenant),
        }
    }

    /// Reads what came back since last time. Blocks this thread.
    ///
    /// # Errors
    /// When the operator does not answer, or does not know us.
    pub fn relever(
        &self,
        depuis: Position,
        maintenant: Timestamp,
    ) -> Result<(Position, Vec<Arrive>), EchecMssante> {
        match self {
            Self::Absente => Ok((depuis, Vec::new())),
            Self::BacASable(boites) => {
                let simule = |retour| Arrive { identifiant: None, lu: Lu::Retour(retour) };
                Ok((depuis, boites.relever().into_iter().map(simule).collect()))
            }
            Self::Operateur(operatrice) => {
                let Some(releve) = operatrice.relever(depuis, maintenant)? else {
                    return Ok((depuis, Vec::new()));
                };
                let lus = releve.recus.iter().map(|recu| match recu {
                    Recu::Courriel(octets) => {
                        Arrive { identifiant: identifiant(octets), lu: Lu::Retour(lire(octets)) }
                    }
                    Recu::TropLourd { .. } => Arrive { identifiant: None, lu: Lu::TropLourd },
                });
                Ok((releve.position, lus.collect()))
            }
        }
    }
}

impl VoieDmp {
    /// Is there a machine interface.
    pub fn voie(&self) -> Voie {
        if matches!(self, Self::Portail) { Voie::Absente } else { Voie::Ouverte }
    }

    /// How documents are provided.
    pub fn transaction(&self) -> Transaction {
        match self {
            Self::Pdsm(interface) => interface.transaction,
            Self::Portail | Self::BacASable => Transaction::Lot,
        }
    }

    /// Deposits. Blocks this thread.
    ///
    /// # Errors
    /// What is known of the document when there is no receipt.
    pub fn deposer(&self, requete: &Requete) -> Result<Recepisse, EchecDmp> {
        match self {
            Self::Portail => Err(EchecDmp::Passager("aucune interface du DMP n’est réglée".to_owned())),
            Self::BacASable => Ok(Recepisse { reference: "bac-a-sable".to_owned() }),
            Self::Pdsm(interface) => {
                let lu = fs::read_to_string(&interface.jeton).map_err(|cause| {
                    EchecDmp::Passager(format!("le jeton d’accès ne se lit pas : {cause}"))
                })?;
                interface.pdsm.deposer(requete, &Secret::from(lu.trim()))
            }
        }
    }
}

fn espace(monde: Monde) -> Espace {
    match monde {
        Monde::Reel => Espace::Reel,
        Monde::Fictif => Espace::Demonstration,
    }
}

fn dmp(reglages: &Remises) -> Result<Option<VoieDmp>, VoieInvalide> {
    let (Some(url), Some(jeton)) = (&reglages.dmp_url, &reglages.dmp_jeton) else { return Ok(None) };
    let pdsm = Pdsm::new(url.clone(), DELAI);
    let transaction = match reglages.dmp_transaction {
        TransactionDmp::Lot => Transaction::Lot,
        TransactionDmp::Simple => Transaction::PublicationSimplifiee,
    };
    let interface = InterfaceDmp { pdsm, transaction, jeton: jeton.clone() };
    Ok(Some(VoieDmp::Pdsm(Arc::new(interface))))
}

pub(super) fn octets(variable: &'static str, fichier: &Path) -> Result<Vec<u8>, VoieInvalide> {
    fs::read(fichier).map_err(|cause| invalide(variable, &format!("« {} », {cause}", fichier.display())))
}

fn texte(variable: &'static str, fichier: &Path) -> Result<String, VoieInvalide> {
    let lu = octets(variable, fichier)?;
    String::from_utf8(lu).map_err(|cause| invalide(variable, &cause))
}

pub(super) fn invalide(variable: &'static str, cause: &dyn std::fmt::Display) -> VoieInvalide {
    VoieInvalide { variable, cause: cause.to_string() }
}
