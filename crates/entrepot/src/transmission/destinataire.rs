//! Whom the files go to: which body, by which way, how often.

use droit::identifiant::{CodeDepartement, CompteId, DestinataireId};
use droit::organisme::TypeOrganisme;
use jiff::Timestamp;
use serde_json::json;

use super::COMPOSER;
use crate::journal::Entree;
use crate::outbox::Message;
use crate::{Echec, Row, Tx, params, trace};

const TOUT: &str =
    "SELECT id, code, nom, organisme, departement, canal, adresse, cle_hote, rythme, accuse_sous,
        etat, dernier_numero, version FROM destinataire WHERE id = $1";
const DU_DEPARTEMENT: &str = "SELECT id, code, nom, organisme, departement, canal, adresse, cle_hote, rythme,
        accuse_sous, etat, dernier_numero, version FROM destinataire WHERE departement = $1 ORDER BY nom, id";
const ACTIFS: &str =
    "SELECT id, code, nom, organisme, departement, canal, adresse, cle_hote, rythme, accuse_sous,
        etat, dernier_numero, version FROM destinataire WHERE etat = 'actif' ORDER BY code";
const AJOUTER: &str =
    "INSERT INTO destinataire (id, code, nom, organisme, departement, canal, adresse, cle_hote,
        rythme, accuse_sous, etat, cree_le)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
const REGLER: &str = "UPDATE destinataire SET canal = $2, adresse = $3, cle_hote = $4, rythme = $5,
        accuse_sous = $6, etat = $7, version = version + 1
    WHERE id = $1 AND version = $8";

macro_rules! codes {
    ($($(#[$doc:meta])* $nom:ident { $($(#[$vdoc:meta])* $variante:ident = $code:literal,)+ })+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $nom { $($(#[$vdoc])* $variante,)+ }

        impl $nom {
            /// Every value, in order.
            pub const TOUS: &'static [Self] = &[$(Self::$variante,)+];

            /// As stored and sent in forms.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variante => $code,)+ }
            }

            /// The value of a code.
            pub fn depuis_code(code: &str) -> Option<Self> {
                Self::TOUS.iter().copied().find(|valeur| valeur.code() == code)
            }
        }
    )+ };
}

codes! {
    /// How the files travel.
    Canal {
        /// A folder that the body collects from.
        Dossier = "dossier",
        /// A file server of the body.
        Sftp = "sftp",
        /// A mail with attachments.
        Courriel = "courriel",
    }
    /// How often differentials leave.
    Rythme {
        /// Within seconds of a decision.
        Immediat = "immediat",
        /// Once a day, in the morning.
        Quotidien = "quotidien",
        /// On Mondays, in the morning.
        Hebdomadaire = "hebdomadaire",
    }
    /// Whether files leave at all.
    EtatDestinataire {
        /// They leave.
        Actif = "actif",
        /// They wait: nothing is lost, the next one tells everything.
        Suspendu = "suspendu",
    }
}

/// What an agent of the ARS may set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reglages {
    /// The way.
    pub canal: Canal,
    /// Name of a folder, address of a file server or of a mailbox.
    pub adresse: String,
    /// Fingerprint of the key of the file server.
    pub cle_hote: Option<String>,
    /// How often.
    pub rythme: Rythme,
    /// Days within which an acknowledgement is expected, when one is.
    pub accuse_sous: Option<u16>,
    /// Whether files leave.
    pub etat: EtatDestinataire,
}

/// A local body that receives files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destinataire {
    /// Key.
    pub id: DestinataireId,
    /// Short name in the names of files, never changed.
    pub code: String,
    /// Name of the body.
    pub nom: String,
    /// Kind of the body.
    pub organisme: TypeOrganisme,
    /// Department.
    pub departement: CodeDepartement,
    /// How it is reached.
    pub reglages: Reglages,
    /// Number of the last file; 0 before the first.
    pub dernier_numero: u64,
    /// Version of the settings.
    pub version: i64,
}

/// The addressee; `None` when there is no such key.
///
/// # Errors
/// When the base fails.
pub fn charger(tx: &mut Tx, id: DestinataireId) -> Result<Option<Destinataire>, Echec> {
    tx.query_opt(TOUT, &params![id])?.map(|ligne| lire(&ligne)).transpose()
}

/// The addressees of a department.
///
/// # Errors
/// When the base fails.
pub fn du_departement(tx: &mut Tx, departement: CodeDepartement) -> Result<Vec<Destinataire>, Echec> {
    tx.query(DU_DEPARTEMENT, &params![departement])?.iter().map(lire).collect()
}

/// Every addressee to whom files leave.
///
/// # Errors
/// When the base fails.
pub fn actifs(tx: &mut Tx) -> Result<Vec<Destinataire>, Echec> {
    tx.query(ACTIFS, &[])?.iter().map(lire).collect()
}

/// Records an addressee: his first file, a complete one, follows. [`Echec::Doublon`] when the code is taken.
pub fn ajouter(tx: &mut Tx, nouveau: &Destinataire, par: CompteId, maintenant: Timestamp) {
    let reglages = &nouveau.reglages;
    let valeurs = params![
        nouveau.id,
        nouveau.code.as_str(),
        nouveau.nom.as_str(),
        nouveau.organisme,
        nouveau.departement,
        reglages.canal.code(),
        reglages.adresse.as_str(),
        reglages.cle_hote.clone(),
        reglages.rythme.code(),
        reglages.accuse_sous,
        reglages.etat.code(),
        maintenant
    ];
    tx.enqueue(AJOUTER, valeurs);
    tracer(tx, nouveau.id, par, "destinataire.ajouter", maintenant);
    composer_plus_tard(tx, nouveau.id, "premier", maintenant);
}

/// Changes how an addressee is reached; [`Echec::Conflit`] when somebody else did meanwhile.
pub fn regler(
    tx: &mut Tx,
    id: DestinataireId,
    version: i64,
    reglages: &Reglages,
    par: CompteId,
    le: Timestamp,
) {
    let valeurs = params![
        id,
        reglages.canal.code(),
        reglages.adresse.as_str(),
        reglages.cle_hote.clone(),
        reglages.rythme.code(),
        reglages.accuse_sous,
        reglages.etat.code(),
        version
    ];
    tx.enqueue_one(REGLER, valeurs);
    tracer(tx, id, par, "destinataire.regler", le);
    if reglages.etat == EtatDestinataire::Actif {
        composer_plus_tard(tx, id, &format!("reglages/{version}"), le);
    }
}

/// Asks for the next file of an addressee, not before an instant; once per occasion.
pub fn composer_plus_tard(tx: &mut Tx, id: DestinataireId, occasion: &str, pas_avant: Timestamp) {
    let contenu = json!({ "destinataire": id.to_string() });
    let message = trace::message(COMPOSER, &format!("{id}/{occasion}"), &contenu, pas_avant);
    tx.deposer(Message { echeance: pas_avant, ..message });
}

fn tracer(tx: &mut Tx, id: DestinataireId, par: CompteId, action: &str, le: Timestamp) {
    tx.tracer(Entree::new(le, format!("compte/{par}"), action, format!("destinataire/{id}")));
}

fn lire(ligne: &Row) -> Result<Destinataire, Echec> {
    Ok(Destinataire {
        id: ligne.get("id")?,
        code: ligne.get("code")?,
        nom: ligne.get("nom")?,
        organisme: ligne.get("organisme")?,
        departement: ligne.get("departement")?,
        reglages: Reglages {
            canal: code(ligne, "canal", Canal::depuis_code)?,
            adresse: ligne.get("adresse")?,
            cle_hote: ligne.get("cle_hote")?,
            rythme: code(ligne, "rythme", Rythme::depuis_code)?,
            accuse_sous: ligne.get::<Option<i64>>("accuse_sous")?.and_then(|jours| u16::try_from(jours).ok()),
            etat: code(ligne, "etat", EtatDestinataire::depuis_code)?,
        },
        dernier_numero: ligne.get::<i64>("dernier_numero")?.max(0).unsigned_abs(),
        version: ligne.get("version")?,
    })
}

pub(super) fn code<T>(
    ligne: &Row,
    colonne: &'static str,
    lire: impl Fn(&str) -> Option<T>,
) -> Result<T, Echec> {
    let code: String = ligne.get(colonne)?;
    lire(&code).ok_or_else(|| Echec::Colonne {
        colonne: format!("destinataire.{colonne}"),
        cause: format!("code « {code} » inconnu"),
    })
}
