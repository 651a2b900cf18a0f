//! The ways out of documents: the MSSanté operator, the FHIR interface of the DMP.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use passerelles::AdresseDeService;

/// How documents leave.
#[derive(Args, Clone, Debug, Default)]
pub struct Remises {
    /// Serveur de l’opérateur MSSanté ; sans lui, les documents attendent un geste : papier, portail ou lien.
    #[arg(
        long,
        env = "MSSANTE_HOTE",
        value_name = "NOM",
        requires_all = ["mssante_autorites", "mssante_certificat", "mssante_cle", "mssante_boite"]
    )]
    pub mssante_hote: Option<String>,

    /// Port de soumission (SMTP, STARTTLS) ; sans lui, 587.
    #[arg(long, env = "MSSANTE_PORT_SMTP", value_name = "PORT")]
    pub mssante_port_smtp: Option<u16>,

    /// Port de lecture (IMAP, STARTTLS) ; sans lui, 143.
    #[arg(long, env = "MSSANTE_PORT_IMAP", value_name = "PORT")]
    pub mssante_port_imap: Option<u16>,

    /// Autorités de l’IGC-Santé admises, et elles seules (PEM).
    #[arg(long, env = "MSSANTE_AUTORITES", value_name = "FICHIER")]
    pub mssante_autorites: Option<PathBuf>,

    /// Certificat client de l’organisation (PEM).
    #[arg(long, env = "MSSANTE_CERTIFICAT", value_name = "FICHIER")]
    pub mssante_certificat: Option<PathBuf>,

    /// Clé privée de ce certificat (PEM).
    #[arg(long, env = "MSSANTE_CLE", value_name = "FICHIER")]
    pub mssante_cle: Option<PathBuf>,

    /// Boîte applicative qui envoie et qui reçoit les retours.
    #[arg(long, env = "MSSANTE_BOITE", value_name = "ADRESSE")]
    pub mssante_boite: Option<String>,

    /// Fichier qui contient le jeton d’accès XOAUTH2 du moment ; relu à chaque connexion, jamais gardé. Sans lui, chaque
    /// envoi part avec le jeton que son auteur prête en s’identifiant avec Pro Santé Connect.
    #[arg(long, env = "MSSANTE_JETON", value_name = "FICHIER")]
    pub mssante_jeton: Option<PathBuf>,

    /// Référence du logiciel chez l’ANS (en-tête X-MSS-NIL).
    #[arg(long, env = "MSSANTE_PRODUIT", value_name = "REFERENCE")]
    pub mssante_produit: Option<String>,

    /// Liste blanche : un domaine par ligne, ajoutée à ceux des opérateurs.
    #[arg(long, env = "MSSANTE_DOMAINES", value_name = "FICHIER")]
    pub mssante_domaines: Option<PathBuf>,

    /// Heures après lesquelles un envoi accepté devient « sans réponse » ; sans elles, 72.
    #[arg(long, env = "MSSANTE_SANS_REPONSE", value_name = "HEURES")]
    pub mssante_sans_reponse: Option<u16>,

    /// Secondes entre deux lectures de la boîte ; sans elles, 60.
    #[arg(long, env = "MSSANTE_RELEVE", value_name = "SECONDES")]
    pub mssante_releve: Option<u16>,

    /// Interface FHIR (PDSm) du DMP ; sans elle, les documents se déposent sur le portail web, puis se déclarent déposés.
    #[arg(long, env = "DMP_URL", value_name = "URL", requires = "dmp_jeton")]
    pub dmp_url: Option<AdresseDeService>,

    /// Fichier qui contient le jeton d’accès du moment à cette interface ; relu à chaque dépôt.
    #[arg(long, env = "DMP_JETON", value_name = "FICHIER")]
    pub dmp_jeton: Option<PathBuf>,

    /// Transaction de dépôt : « lot » (ITI-65) ou « simple » (ITI-105). Un remplacement part toujours en lot.
    #[arg(long, env = "DMP_TRANSACTION", value_enum, default_value_t)]
    pub dmp_transaction: TransactionDmp,
}

/// How a document is provided to the DMP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum TransactionDmp {
    /// ITI-65 : un lot de soumission.
    #[default]
    Lot,
    /// ITI-105 : la publication simplifiée d’un document.
    Simple,
}
