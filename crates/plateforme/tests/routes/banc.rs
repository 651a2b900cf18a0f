//! The test bench: an application on an empty base, a clock set by hand, visitors of every kind.

use std::path::PathBuf;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::response::Response;
use droit::acces::{Acteur, Role};
use droit::identifiant::{CodeDepartement, CompteId, CptsId, PraticienId};
use droit::reglement::Reglement;
use entrepot::chiffre::CleMaitresse;
use entrepot::compte::{self, Compte, EtatCompte};
use entrepot::connexion::{self, Etape, Ouverture};
use entrepot::jeton::{self, Creation};
use entrepot::{Configuration, Echec, Emplacement, Entrepot};
use jiff::{SignedDuration, Timestamp};
use passerelles::ApiAnnuaire;
use plateforme::alea::Alea;
use plateforme::config::{Ecoute, Monde};
use plateforme::connexion::{Guichet, MotDePasse, Secret};
use plateforme::horloge::Horloge;
use plateforme::serveur::{App, Portee, Ressources, application};
use tower::ServiceExt;

/// The password of every account of the bench.
pub const MOT_DE_PASSE: &str = "quatre mots faciles à retenir";

/// An application to ask.
pub struct Banc {
    pub app: App,
}

/// What a request carries.
#[derive(Clone, Debug)]
pub enum Porteur {
    Personne,
    Cookie(String),
    Jeton(String),
}

/// An answer, read to the end.
pub struct Rendu {
    pub statut: StatusCode,
    pub entetes: HeaderMap,
    pub corps: String,
    pub octets: Vec<u8>,
}

impl Rendu {
    /// A header, or nothing.
    pub fn entete(&self, nom: impl header::AsHeaderName) -> &str {
        self.entetes.get(nom).map_or("", |valeur| valeur.to_str().unwrap())
    }
}

impl Banc {
    /// An application on a base of its own.
    pub fn new(nom: &str) -> Self {
        Self::avec(nom, Ecoute::default())
    }

    /// The same, reached otherwise.
    pub fn avec(nom: &str, ecoute: Ecoute) -> Self {
        Self::assembler(nom, ecoute, None)
    }

    /// The same, with the interface of the national directory.
    pub fn avec_annuaire(nom: &str, annuaire: ApiAnnuaire) -> Self {
        Self::assembler(nom, Ecoute::default(), Some(annuaire))
    }

    fn assembler(nom: &str, ecoute: Ecoute, annuaire: Option<ApiAnnuaire>) -> Self {
        let nom = format!("{nom}-{}.sqlite", uuid::Uuid::from_bytes(Alea::Systeme.octets()));
        let chemin = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(nom);
        Self::sur(Emplacement::Sqlite(chemin), Ecoute { monde: Monde::Fictif, ..ecoute }, annuaire)
    }

    /// The same in the world of real people: numbers of tests do not enter it.
    pub fn reel(nom: &str) -> Self {
        let nom = format!("{nom}-{}.sqlite", uuid::Uuid::from_bytes(Alea::Systeme.octets()));
        let chemin = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(nom);
        Self::sur(Emplacement::Sqlite(chemin), Ecoute { monde: Monde::Reel, ..Ecoute::default() }, None)
    }

    /// An application on a schema of its own of the PostgreSQL of the tests.
    pub async fn sur_postgresql() -> Self {
        let serveur =
            std::env::var_os("ACCES_DIRECT_TEST_PG").and_then(|adresse| adresse.into_string().ok()).expect(
                "ACCES_DIRECT_TEST_PG is not set: run the tests with scripts/test, which starts PostgreSQL",
            );
        let schema = format!("routes_{}", uuid::Uuid::from_bytes(Alea::Systeme.octets()).simple());
        let (client, connexion) = tokio_postgres::connect(&serveur, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connexion);
        client.batch_execute(&format!("CREATE SCHEMA \"{schema}\"")).await.unwrap();
        let emplacement = Emplacement::Postgres(format!("{serveur}?options=-csearch_path%3D{schema}"));
        tokio::task::block_in_place(|| {
            Self::sur(emplacement, Ecoute { monde: Monde::Fictif, ..Ecoute::default() }, None)
        })
    }

    fn sur(emplacement: Emplacement, ecoute: Ecoute, annuaire: Option<ApiAnnuaire>) -> Self {
        let configuration = Configuration::new(emplacement, CleMaitresse::new([7; 32]));
        let app = App::new(Ressources {
            horloge: Horloge::reglee("2026-03-09T09:00:00Z".parse().unwrap()),
            alea: Alea::Systeme,
            reglement: Reglement::embarque().unwrap(),
            entrepot: Entrepot::ouvrir(configuration).unwrap(),
            guichet: Guichet::new(2),
            annuaire,
            ecoute,
        });
        Self { app }
    }

    /// A new account with the password of the bench.
    pub fn compte(&self, login: &str, acteur: Acteur) -> CompteId {
        let maintenant = self.maintenant();
        let id = CompteId::new(self.app.alea.uuid(maintenant).as_u128());
        let compte = Compte {
            id,
            login: login.to_owned(),
            nom: format!("Compte {login}"),
            mot_de_passe: MotDePasse::choisir(MOT_DE_PASSE, login).unwrap().hacher(&self.app.alea).unwrap(),
            acteur,
            etat: EtatCompte::Actif,
            second_facteur: None,
            cree_le: maintenant,
        };
        self.app
            .entrepot
            .ecrire_ici(move |tx| {
                compte::inserer(tx, &compte);
                Ok::<(), Echec>(())
            })
            .unwrap();
        id
    }

    /// A session of this account, opened without its password.
    pub fn session(&self, compte: CompteId) -> Porteur {
        let maintenant = self.maintenant();
        let secret = Secret::tirer(&self.app.alea);
        let ouverture = Ouverture {
            empreinte: secret.empreinte(),
            id: self.app.alea.uuid(maintenant),
            compte,
            etape: Etape::Ouverte,
            appareil: "Banc d’essai".to_owned(),
            ouverte_le: maintenant,
            expire_le: maintenant + SignedDuration::from_hours(12),
        };
        self.app
            .entrepot
            .ecrire_ici(move |tx| {
                connexion::ouvrir(tx, &ouverture);
                Ok::<(), Echec>(())
            })
            .unwrap();
        Porteur::Cookie(secret.en_cookie())
    }

    /// A token of this account with these scopes.
    pub fn jeton(&self, compte: CompteId, portees: &[Portee]) -> Porteur {
        let maintenant = self.maintenant();
        let secret = Secret::tirer(&self.app.alea);
        let creation = Creation {
            id: self.app.alea.uuid(maintenant),
            empreinte: secret.empreinte(),
            compte,
            nom: "banc".to_owned(),
            portees: portees.iter().map(|portee| portee.code()).collect::<Vec<_>>().join(" "),
            cree_le: maintenant,
            expire_le: maintenant + SignedDuration::from_hours(1),
        };
        self.app
            .entrepot
            .ecrire_ici(move |tx| {
                jeton::creer(tx, &creation);
                Ok::<(), Echec>(())
            })
            .unwrap();
        Porteur::Jeton(secret.en_jeton())
    }

    /// Asks as a browser does: wants a page, sends a form.
    pub async fn demander(&self, methode: Method, adresse: &str, porteur: &Porteur, corps: &str) -> Rendu {
        let mut requete = Request::builder()
            .method(methode)
            .uri(adresse)
            .header(header::HOST, "acces-direct.test")
            .header(header::ACCEPT, "text/html,*/*")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        requete = match porteur {
            Porteur::Personne => requete,
            Porteur::Cookie(secret) => requete.header(header::COOKIE, format!("acces-direct={secret}")),
            Porteur::Jeton(jeton) => requete.header(header::AUTHORIZATION, format!("Bearer {jeton}")),
        };
        self.envoyer(requete.body(Body::from(corps.to_owned())).unwrap()).await
    }

    /// Reads a page.
    pub async fn lire(&self, adresse: &str, porteur: &Porteur) -> Rendu {
        self.demander(Method::GET, adresse, porteur, "").await
    }

    /// Sends a form.
    pub async fn poster(&self, adresse: &str, porteur: &Porteur, corps: &str) -> Rendu {
        self.demander(Method::POST, adresse, porteur, corps).await
    }

    /// Sends a form with a file, as a browser does.
    pub async fn televerser(
        &self,
        adresse: &str,
        porteur: &Porteur,
        champs: &[(&str, &str)],
        fichier: Option<(&str, &[u8])>,
    ) -> Rendu {
        const BORNE: &str = "borne-de-l-essai";
        let mut corps = Vec::new();
        for (nom, valeur) in champs {
            let tete =
                format!("--{BORNE}\r\nContent-Disposition: form-data; name=\"{nom}\"\r\n\r\n{valeur}\r\n");
            corps.extend(tete.into_bytes());
        }
        if let Some((nom, octets)) = fichier {
            let tete = format!(
                "--{BORNE}\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"{nom}\"\r\n\r\n"
            );
            corps.extend(tete.into_bytes());
            corps.extend_from_slice(octets);
            corps.extend_from_slice(b"\r\n");
        }
        corps.extend(format!("--{BORNE}--\r\n").into_bytes());
        let mut requete = Request::builder()
            .method(Method::POST)
            .uri(adresse)
            .header(header::HOST, "acces-direct.test")
            .header(header::ACCEPT, "text/html,*/*")
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BORNE}"));
        if let Porteur::Jeton(jeton) = porteur {
            requete = requete.header(header::AUTHORIZATION, format!("Bearer {jeton}"));
        }
        if let Porteur::Cookie(secret) = porteur {
            requete = requete.header(header::COOKIE, format!("acces-direct={secret}"));
        }
        self.envoyer(requete.body(Body::from(corps)).unwrap()).await
    }

    /// Sends any request.
    pub async fn envoyer(&self, requete: Request<Body>) -> Rendu {
        let reponse: Response = application(&self.app).oneshot(requete).await.unwrap();
        let (parties, corps) = reponse.into_parts();
        let octets = to_bytes(corps, usize::MAX).await.unwrap().to_vec();
        let corps = String::from_utf8_lossy(&octets).into_owned();
        Rendu { statut: parties.status, entetes: parties.headers, corps, octets }
    }

    /// The instant of the bench.
    pub fn maintenant(&self) -> Timestamp {
        self.app.horloge.maintenant()
    }
}

/// An actor of this role, tied to the Loiret and to the first practitioner and CPTS.
pub fn acteur(role: Role) -> Acteur {
    let loiret: CodeDepartement = "45".parse().unwrap();
    match role {
        Role::Mk => Acteur::Mk { praticien: PraticienId::new(1) },
        Role::Medecin => Acteur::Medecin { praticien: PraticienId::new(2) },
        Role::CoordinationCpts => Acteur::CoordinationCpts { cpts: CptsId::new(1) },
        Role::AgentArs => Acteur::AgentArs { departements: vec![loiret] },
        Role::AgentCpam => Acteur::AgentCpam { departement: loiret },
        Role::MembreComite => Acteur::MembreComite { departement: loiret },
        Role::Administrateur => Acteur::Administrateur,
    }
}

/// The secret that an answer gives to the browser.
pub fn cookie_pose(rendu: &Rendu) -> Porteur {
    let ligne = rendu.entete(header::SET_COOKIE);
    let paire = ligne.split(';').next().unwrap_or_default();
    Porteur::Cookie(paire.split_once('=').unwrap().1.to_owned())
}
