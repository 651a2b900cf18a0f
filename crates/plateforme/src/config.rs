//! The door of the environment: every setting, its variable and its default. The rest lives in the database.

mod psc;
mod remises;
mod sorties;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::Args;
use passerelles::demarches::Demarches;
use passerelles::{AdresseDeService, ApiAnnuaire, DELAI_ANNUAIRE};

pub use passerelles::Secret;
pub use psc::{PscInvalide, ReglagesPsc};
pub use remises::{Remises, TransactionDmp};
pub use sorties::{ChiffrementSmtp, Sorties};

/// Where the data are, and the key that seals identities.
#[derive(Args, Clone, Debug)]
pub struct Donnees {
    /// Dossier des données : base SQLite, clé, dépôt des messages ; sans lui, « donnees » dans le dossier courant, ou
    /// pour la démonstration un dossier temporaire.
    #[arg(long, env = "ACCES_DIRECT_DONNEES", value_name = "DOSSIER", global = true)]
    pub donnees: Option<PathBuf>,

    /// Adresse d’une base PostgreSQL (postgres://…) ; sans elle, un fichier SQLite dans le dossier des données.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL", global = true)]
    pub base: Option<String>,

    /// Clé maîtresse (32 octets en base64) ; sans elle, le fichier « cle » du dossier des données, créé au besoin.
    #[arg(long, env = "ACCES_DIRECT_CLE", hide_env_values = true, value_name = "CLE", global = true)]
    pub cle: Option<Secret>,

    /// Anciennes clés maîtresses, séparées par des virgules : elles ouvrent encore, elles ne scellent plus.
    #[arg(
        long,
        env = "ACCES_DIRECT_ANCIENNES_CLES",
        hide_env_values = true,
        value_name = "CLES",
        global = true
    )]
    pub anciennes_cles: Option<Secret>,
}

impl Donnees {
    /// The folder of the data.
    pub fn dossier(&self) -> &Path {
        self.donnees.as_deref().unwrap_or(Path::new("donnees"))
    }
}

/// The interface of the national directory.
#[derive(Args, Clone, Debug)]
pub struct AnnuaireEnLigne {
    /// Clé d’accès à l’API FHIR de l’Annuaire Santé ; sans elle, les vérifications se font dans la dernière extraction.
    #[arg(long, env = "ESANTE_API_KEY", hide_env_values = true, value_name = "CLE")]
    pub annuaire_cle: Option<Secret>,

    /// Adresse de l’API FHIR de l’Annuaire Santé.
    #[arg(
        long,
        env = "ESANTE_API_URL",
        default_value = "https://gateway.api.esante.gouv.fr/fhir/v2",
        value_name = "URL"
    )]
    pub annuaire_url: AdresseDeService,
}

impl AnnuaireEnLigne {
    /// The interface, when there is a key.
    pub fn ouvrir(&self) -> Option<ApiAnnuaire> {
        let cle = passerelles::Secret::from(self.annuaire_cle.as_ref()?.expose());
        Some(ApiAnnuaire::new(self.annuaire_url.clone(), cle, DELAI_ANNUAIRE))
    }
}

/// How the server listens and what stands before it.
#[derive(Args, Clone, Debug)]
pub struct Ecoute {
    /// Adresse IP d’écoute.
    #[arg(long, env = "ADRESSE", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_name = "IP")]
    pub adresse: IpAddr,

    /// Port d’écoute ; 0 choisit un port libre.
    #[arg(long, env = "PORT", default_value_t = 8045, value_name = "PORT")]
    pub port: u16,

    /// Adresse publique du site ; en https, les cookies sont réservés au chiffré et HSTS est annoncé.
    #[arg(long, env = "URL_PUBLIQUE", value_name = "URL")]
    pub url_publique: Option<String>,

    /// Croire l’en-tête X-Forwarded-For : à n’activer que derrière un proxy qui le réécrit.
    #[arg(long, env = "DERRIERE_PROXY")]
    pub derriere_proxy: bool,

    /// Requêtes traitées en même temps ; au-delà, le serveur répond 503 et invite à revenir.
    #[arg(long, env = "REQUETES_SIMULTANEES", default_value_t = 512, value_name = "N")]
    pub requetes_simultanees: usize,

    /// Monde des personnes : « reel » en production ; « fictif » pour une formation ou un essai, où seuls des matricules
    /// INS de test peuvent sortir. Aucun matricule ne passe d’un monde à l’autre.
    #[arg(long, env = "MONDE", value_enum, default_value_t = Monde::Reel, value_name = "MONDE")]
    pub monde: Monde,

    /// Adresse de l’API GraphQL de démarches-simplifiées.
    #[arg(long, env = "DEMARCHES_ADRESSE", default_value_t = Demarches::adresse_publique(), value_name = "URL")]
    pub demarches_adresse: AdresseDeService,

    /// The proofs people send.
    #[command(flatten)]
    pub pieces: Pieces,

    /// How documents leave.
    #[command(flatten)]
    pub remises: Remises,

    /// The national identity provider.
    #[command(flatten)]
    pub psc: ReglagesPsc,
}

/// Whose people the installation holds: what it sends out bears their numbers, and no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Monde {
    /// Real people.
    #[value(help = "Personnes réelles")]
    Reel,
    /// Fictitious people: the demo, a training, a trial.
    #[value(help = "Personnes fictives : démonstration, formation, essai")]
    Fictif,
}

/// The proofs people send.
#[derive(Args, Clone, Debug)]
pub struct Pieces {
    /// Taille maximale d’un justificatif, en mégaoctets.
    #[arg(long, env = "PIECE_MAXIMUM", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=50), value_name = "MO")]
    pub piece_maximum: u32,

    /// Antivirus (clamd) : tcp://hôte:port ou unix:/chemin ; sans lui, les justificatifs ne sont pas analysés et les
    /// pages le disent.
    #[arg(long, env = "ANTIVIRUS", value_name = "ADRESSE")]
    pub antivirus: Option<passerelles::AdresseClamd>,

    /// Jours pendant lesquels un justificatif est gardé après la fin de ce qu’il prouve.
    #[arg(long, env = "PIECE_CONSERVATION", default_value_t = 365, value_name = "JOURS")]
    pub piece_conservation: u16,
}

impl Pieces {
    /// The largest file, in bytes.
    pub fn taille_maximale(&self) -> usize {
        self.piece_maximum as usize * 1024 * 1024
    }

    /// Is a scanner configured.
    pub fn etat_de_l_antivirus(&self) -> droit::piece::Antivirus {
        match self.antivirus {
            Some(_) => droit::piece::Antivirus::Configure,
            None => droit::piece::Antivirus::Absent,
        }
    }
}

impl Default for Pieces {
    fn default() -> Self {
        Self { piece_maximum: 10, antivirus: None, piece_conservation: 365 }
    }
}

impl Ecoute {
    /// The address to bind.
    pub fn socket(&self) -> SocketAddr {
        SocketAddr::new(self.adresse, self.port)
    }

    /// Is the site reached over TLS.
    pub fn transport(&self) -> Transport {
        match &self.url_publique {
            Some(url) if url.starts_with("https://") => Transport::Chiffre,
            _ => Transport::EnClair,
        }
    }
}

impl Default for Ecoute {
    fn default() -> Self {
        Self {
            adresse: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            url_publique: None,
            derriere_proxy: false,
            requetes_simultanees: 512,
            monde: Monde::Reel,
            demarches_adresse: Demarches::adresse_publique(),
            pieces: Pieces::default(),
            remises: Remises::default(),
            psc: ReglagesPsc::default(),
        }
    }
}

/// How browsers reach the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// Over TLS, ended by a proxy in front.
    Chiffre,
    /// Plain HTTP: the loopback of the demo and of the tests.
    EnClair,
}

/// What the log lines look like.
#[derive(Args, Clone, Debug)]
pub struct Traces {
    /// Niveau des traces, par exemple « info » ou « plateforme=debug ».
    #[arg(long, env = "TRACES", default_value = "info", value_name = "FILTRE", global = true)]
    pub traces: String,

    /// Traces en JSON, une ligne par événement.
    #[arg(long, env = "TRACES_JSON", global = true)]
    pub traces_json: bool,
}
