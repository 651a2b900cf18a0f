//! The meetings of a committee, and the invitations that leave with each change.

use droit::comite::{EtapeReunion, EtatReunion, Rendezvous, Reunion, ReunionAvancee};
use droit::identifiant::{CodeDepartement, MembreId, ReunionId};
use droit::notification::Nature;
use droit::texte::{Intitule, TexteLibre};
use jiff::civil::Time;
use serde_json::Value;

use super::tracer;
use crate::notification::{self, Avis, Destinataire};
use crate::{Echec, Row, Tx, params, trace};

const CONVOQUER: &str =
    "INSERT INTO comite_reunion (id, departement, rang, le, heure, duree, lieu, organisateur, sequence,
        ordre_du_jour, etat, version, instantane)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'convoquee', 1, $11) ON CONFLICT DO NOTHING";
const AVANCER: &str = "UPDATE comite_reunion SET le = $3, heure = $4, duree = $5, lieu = $6, sequence = $7,
        ordre_du_jour = $8, etat = $9, motif = $10, presents = $11, version = version + 1
    WHERE id = $1 AND version = $2";
const UNE: &str = "SELECT id, departement, rang, le, heure, duree, lieu, organisateur, sequence, ordre_du_jour, etat, motif,
        presents, version, instantane
    FROM comite_reunion WHERE id = $1";
const DU_DEPARTEMENT: &str =
    "SELECT id, departement, rang, le, heure, duree, lieu, organisateur, sequence, ordre_du_jour,
        etat, motif, presents, version, instantane
    FROM comite_reunion WHERE departement = $1 ORDER BY le DESC, id";

/// The invitation of a member, as the message that waits in the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Invitation {
    /// To whom.
    pub membre: MembreId,
    /// The mail, with its calendar.
    pub courriel: Value,
}

/// Records a meeting and leaves its invitations; fails with [`Echec::Conflit`] when its place in the calendar is taken.
pub fn convoquer(tx: &mut Tx, fait: &ReunionAvancee, invitations: &[Invitation]) {
    let reunion = fait.reunion();
    let rendezvous = &reunion.rendezvous;
    let valeurs = params![
        reunion.id,
        reunion.departement,
        reunion.rang.map(i64::from),
        rendezvous.le,
        rendezvous.heure.to_string(),
        i64::from(rendezvous.duree),
        rendezvous.lieu.clone(),
        reunion.organisateur.clone(),
        i64::from(reunion.sequence),
        joindre(&reunion.ordre_du_jour),
        reunion.instantane.clone()
    ];
    tx.enqueue_one(CONVOQUER, valeurs);
    inviter(tx, fait, invitations);
}

/// Records a step and leaves the invitations it changes; fails with [`Echec::Conflit`] when somebody acted meanwhile.
pub fn avancer_reunion(tx: &mut Tx, fait: &ReunionAvancee, invitations: &[Invitation]) {
    let reunion = fait.reunion();
    let rendezvous = &reunion.rendezvous;
    let (motif, presents) = match &reunion.etat {
        EtatReunion::Convoquee => (None, None),
        EtatReunion::Annulee { motif } => (Some(motif.clone()), None),
        EtatReunion::Tenue { presents } => {
            (None, Some(presents.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")))
        }
    };
    let valeurs = params![
        reunion.id,
        reunion.version,
        rendezvous.le,
        rendezvous.heure.to_string(),
        i64::from(rendezvous.duree),
        rendezvous.lieu.clone(),
        i64::from(reunion.sequence),
        joindre(&reunion.ordre_du_jour),
        reunion.etat.etape().code(),
        motif,
        presents
    ];
    tx.enqueue_one(AVANCER, valeurs);
    inviter(tx, fait, invitations);
}

/// Mails leave once per change of the invitation; whoever has an account is told here too.
fn inviter(tx: &mut Tx, fait: &ReunionAvancee, invitations: &[Invitation]) {
    let (reunion, auteur) = (fait.reunion(), fait.auteur());
    for invitation in invitations {
        let cle = format!("reunion/{}/{}/{}", reunion.id, reunion.sequence, invitation.membre);
        tx.deposer(trace::message("courriel", &cle, &invitation.courriel, auteur.maintenant));
    }
    if !invitations.is_empty() {
        let avis = Avis {
            nature: Nature::ReunionComite,
            cle: format!("reunion/{}/{}", reunion.id, reunion.sequence),
            declaration: None,
            praticien: None,
            lien: format!("/comite/reunions/{}", reunion.id),
            auteur: Some(auteur.compte),
            instant: auteur.maintenant,
        };
        notification::deposer(tx, Destinataire::Comite(reunion.departement), &avis);
    }
    tracer(tx, auteur, "comite.reunion", format!("reunion/{}", reunion.id));
}

/// A meeting.
///
/// # Errors
/// When the base fails.
pub fn charger(tx: &mut Tx, id: ReunionId) -> Result<Option<Reunion>, Echec> {
    tx.query_opt(UNE, &params![id])?.map(|ligne| lire(&ligne)).transpose()
}

/// The meetings of a department, the latest first.
///
/// # Errors
/// When the base fails.
pub fn du_departement(tx: &mut Tx, departement: CodeDepartement) -> Result<Vec<Reunion>, Echec> {
    tx.query(DU_DEPARTEMENT, &params![departement])?.iter().map(lire).collect()
}

fn joindre(points: &[Intitule]) -> String {
    points.iter().map(Intitule::as_str).collect::<Vec<_>>().join("\n")
}

fn lire(ligne: &Row) -> Result<Reunion, Echec> {
    let illisible =
        |colonne: &str, cause: String| Echec::Colonne { colonne: format!("comite_reunion.{colonne}"), cause };
    let heure: String = ligne.get("heure")?;
    let heure: Time = heure.parse().map_err(|faute: jiff::Error| illisible("heure", faute.to_string()))?;
    let points: String = ligne.get("ordre_du_jour")?;
    let points = points.lines().map(|point| point.parse::<Intitule>());
    let points =
        points.collect::<Result<_, _>>().map_err(|faute| illisible("ordre_du_jour", faute.to_string()))?;
    let etat = match ligne.get("etat")? {
        EtapeReunion::Convoquee => EtatReunion::Convoquee,
        EtapeReunion::Annulee => EtatReunion::Annulee { motif: ligne.get::<TexteLibre>("motif")? },
        EtapeReunion::Tenue => {
            let presents: String = ligne.get("presents")?;
            let lus = presents.split(',').map(str::parse::<MembreId>).collect::<Result<_, _>>();
            EtatReunion::Tenue { presents: lus.map_err(|faute| illisible("presents", faute.to_string()))? }
        }
    };
    let nombre = |colonne: &str| ligne.get::<i64>(colonne);
    let petit = |colonne: &'static str, n: i64| {
        u16::try_from(n).map_err(|faute| illisible(colonne, faute.to_string()))
    };
    let rang: Option<i64> = ligne.get("rang")?;
    Ok(Reunion {
        id: ligne.get("id")?,
        departement: ligne.get("departement")?,
        rang: rang.and_then(|rang| u8::try_from(rang).ok()),
        rendezvous: Rendezvous {
            le: ligne.get("le")?,
            heure,
            duree: petit("duree", nombre("duree")?)?,
            lieu: ligne.get("lieu")?,
        },
        organisateur: ligne.get("organisateur")?,
        sequence: u32::from(petit("sequence", nombre("sequence")?)?),
        ordre_du_jour: points,
        instantane: ligne.get("instantane")?,
        etat,
        version: ligne.get("version")?,
    })
}
