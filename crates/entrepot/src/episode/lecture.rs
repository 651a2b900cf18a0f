//! Reading an episode and what surrounds it.

use droit::decision::{ActeNgap, Coefficient, DiagnosticPrealable, DrapeauRouge};
use droit::episode::{
    Anterieur, Complement, Compte, Diagnostic, Episode, EtatEpisode, Evenement, Fiche, Localisation,
    Orientation, Rang, Region, Seance,
};
use droit::identifiant::{EpisodeId, PatientId, PraticienId, SeanceId};
use jiff::civil::Date;

use crate::chiffre::Trousseau;
use crate::colonne::{cellule, desceller_chaine, desceller_texte, illisible};
use crate::{Echec, Row, Tx, params};

const EPISODE: &str = "SELECT e.patient, e.region, e.cote, e.departement, e.structure, e.ouvert_le, e.fin_le,
        e.plafond, e.amelioration, e.etat, e.clos_le, e.issue, e.version,
        d.id AS diagnostic, d.nature, d.date_document, d.en_rapport, d.enregistre_le, d.effet
    FROM episode e LEFT JOIN diagnostic d ON d.episode = e.id AND d.retire_le IS NULL
    WHERE e.id = $1";
const PARTICIPANTS: &str = "SELECT praticien FROM participant WHERE episode = $1 ORDER BY ordre";
const SEANCES: &str = "SELECT id, praticien, faite_le, saisie_le, compte, rang, lettre, coefficient, note
    FROM seance WHERE episode = $1 ORDER BY faite_le, saisie_le, id";
const DRAPEAUX: &str = "SELECT code, gravite, motif FROM drapeau_rouge WHERE episode = $1 ORDER BY code";
const ORIENTATIONS: &str = "SELECT id, praticien, le, motif, destination, urgence, precisions
    FROM orientation WHERE episode = $1 ORDER BY le, id";
const EVENEMENTS: &str =
    "SELECT id, praticien, le, gravite, nature, moment, information, circonstances, mesures
    FROM evenement WHERE episode = $1 ORDER BY le, id";
const ANTERIEURS: &str = "SELECT id, region, cote, etat, fin_le, couvert_du, version
    FROM episode WHERE patient = $1 ORDER BY ouvert_le, id";
const HORS_EPISODE: &str = "SELECT CAST(COALESCE(SUM(placees + excedent), 0) AS BIGINT) AS n
    FROM episode WHERE patient = $1 AND id <> $2";

const AILLEURS: &str = "SELECT s.faite_le FROM seance s JOIN episode e ON e.id = s.episode
    WHERE e.patient = $1 AND e.id <> $2 AND e.region = $3 AND s.annulee_le IS NULL ORDER BY s.faite_le";

/// The days of the séances that a patient had for this region in his other episodes, whoever gave them.
///
/// # Errors
/// When the base fails.
pub fn seances_ailleurs(
    tx: &mut Tx,
    patient: PatientId,
    (sauf, region): (EpisodeId, Region),
) -> Result<Vec<Date>, Echec> {
    tx.query(AILLEURS, &params![patient, sauf, region])?.iter().map(|ligne| ligne.get("faite_le")).collect()
}

/// The episode with everything it holds; `None` when there is no such episode.
///
/// # Errors
/// When the base fails or a sealed text does not open.
pub fn charger(tx: &mut Tx, trousseau: &Trousseau, id: EpisodeId) -> Result<Option<Episode>, Echec> {
    let Some(ligne) = tx.query_opt(EPISODE, &params![id])? else { return Ok(None) };
    let participants = tx.query(PARTICIPANTS, &params![id])?;
    let seances = tx.query(SEANCES, &params![id])?;
    let drapeaux = tx.query(DRAPEAUX, &params![id])?;
    let orientations = tx.query(ORIENTATIONS, &params![id])?;
    let evenements = tx.query(EVENEMENTS, &params![id])?;
    Ok(Some(Episode::relu(Fiche {
        id,
        patient: ligne.get("patient")?,
        localisation: localisation(&ligne)?,
        departement: ligne.get("departement")?,
        type_structure: ligne.get("structure")?,
        ouvert_le: ligne.get("ouvert_le")?,
        fin_le: ligne.get("fin_le")?,
        plafond: ligne.get("plafond")?,
        participants: participants.iter().map(|l| l.get("praticien")).collect::<Result<_, _>>()?,
        seances: seances.iter().map(|l| seance(trousseau, l)).collect::<Result<_, _>>()?,
        diagnostic: diagnostic(&ligne)?,
        drapeaux: drapeaux.iter().map(|l| drapeau(trousseau, id, l)).collect::<Result<_, _>>()?,
        amelioration: ligne.get("amelioration")?,
        orientations: orientations.iter().map(|l| orientation(trousseau, l)).collect::<Result<_, _>>()?,
        evenements: evenements.iter().map(|l| evenement(trousseau, l)).collect::<Result<_, _>>()?,
        etat: etat(&ligne)?,
        version: ligne.get("version")?,
    })))
}

/// Every episode of the patient, oldest first: what an opening has to know.
///
/// # Errors
/// When the base fails.
pub fn anterieurs(tx: &mut Tx, patient: PatientId) -> Result<Vec<Anterieur>, Echec> {
    tx.query(ANTERIEURS, &params![patient])?.iter().map(anterieur).collect()
}

/// Séances without diagnosis of the patient's other episodes: the count where the cap is per patient.
///
/// # Errors
/// When the base fails.
pub fn seances_hors_episode(tx: &mut Tx, patient: PatientId, sauf: EpisodeId) -> Result<u16, Echec> {
    tx.query_one(HORS_EPISODE, &params![patient, sauf])?.get("n")
}

fn anterieur(ligne: &Row) -> Result<Anterieur, Echec> {
    let leve = ligne.get::<Option<Date>>("couvert_du")?.is_some();
    Ok(Anterieur {
        id: ligne.get("id")?,
        localisation: localisation(ligne)?,
        ouvert: ligne.get::<String>("etat")? == "ouvert",
        fin_le: ligne.get::<Option<Date>>("fin_le")?.filter(|_| !leve),
        version: ligne.get("version")?,
    })
}

pub(super) fn localisation(ligne: &Row) -> Result<Localisation, Echec> {
    Localisation::nouvelle(ligne.get("region")?, ligne.get("cote")?)
        .map_err(|cause| Echec::Colonne { colonne: "episode.cote".to_owned(), cause: cause.to_string() })
}

fn etat(ligne: &Row) -> Result<EtatEpisode, Echec> {
    match ligne.get::<Option<Date>>("clos_le")? {
        None => Ok(EtatEpisode::Ouvert),
        Some(le) => Ok(EtatEpisode::Clos { le, issue: ligne.get("issue")? }),
    }
}

fn seance(trousseau: &Trousseau, ligne: &Row) -> Result<Seance, Echec> {
    let id: SeanceId = ligne.get("id")?;
    Ok(Seance {
        id,
        le: ligne.get("faite_le")?,
        saisie_le: ligne.get("saisie_le")?,
        par: ligne.get::<PraticienId>("praticien")?,
        compte: compte(ligne)?,
        acte: acte(ligne)?,
        note: desceller_texte(trousseau, cellule("seance", "note", id.bits()), ligne)?,
    })
}

fn compte(ligne: &Row) -> Result<Compte, Echec> {
    let rang = ligne.get::<Option<u16>>("rang")?.and_then(Rang::nouveau);
    match (ligne.get::<String>("compte")?.as_str(), rang) {
        ("place", Some(rang)) => Ok(Compte::Place(rang)),
        ("diagnostic", _) => Ok(Compte::SousDiagnostic),
        ("excedent", _) => Ok(Compte::Excedent),
        ("annulee", _) => Ok(Compte::Annulee),
        (autre, _) => Err(illisible(cellule("seance", "compte", 0), &autre)),
    }
}

fn acte(ligne: &Row) -> Result<Option<ActeNgap>, Echec> {
    let Some(lettre) = ligne.get::<Option<String>>("lettre")? else { return Ok(None) };
    let centiemes: u32 = ligne.get("coefficient")?;
    let coefficient: Coefficient = format!("{}.{:02}", centiemes / 100, centiemes % 100)
        .parse()
        .map_err(|cause| illisible(cellule("seance", "coefficient", 0), &cause))?;
    Ok(Some(ActeNgap { lettre, coefficient }))
}

fn diagnostic(ligne: &Row) -> Result<Option<Diagnostic>, Echec> {
    let Some(id) = ligne.get("diagnostic")? else { return Ok(None) };
    let piece = DiagnosticPrealable {
        type_diagnostic: ligne.get("nature")?,
        date: ligne.get("date_document")?,
        en_rapport: ligne.get("en_rapport")?,
        enregistre_le: ligne.get("enregistre_le")?,
    };
    Ok(Some(Diagnostic { id, piece, effet: ligne.get("effet")? }))
}

fn drapeau(trousseau: &Trousseau, episode: EpisodeId, ligne: &Row) -> Result<DrapeauRouge, Echec> {
    let lieu = cellule("drapeau_rouge", "motif", episode.bits());
    let motif = desceller_chaine(trousseau, lieu, ligne)?;
    Ok(DrapeauRouge { code: ligne.get("code")?, gravite: ligne.get("gravite")?, motif })
}

fn orientation(trousseau: &Trousseau, ligne: &Row) -> Result<Orientation, Echec> {
    let id: droit::identifiant::OrientationId = ligne.get("id")?;
    Ok(Orientation {
        id,
        par: ligne.get("praticien")?,
        le: ligne.get("le")?,
        motif: ligne.get("motif")?,
        destination: ligne.get("destination")?,
        urgence: ligne.get("urgence")?,
        precision: desceller_texte(trousseau, cellule("orientation", "precisions", id.bits()), ligne)?,
    })
}

fn evenement(trousseau: &Trousseau, ligne: &Row) -> Result<Evenement, Echec> {
    let id: droit::identifiant::EvenementId = ligne.get("id")?;
    let texte = |colonne| {
        let cellule = cellule("evenement", colonne, id.bits());
        desceller_texte(trousseau, cellule, ligne)?.ok_or_else(|| illisible(cellule, &"absent"))
    };
    Ok(Evenement {
        id,
        par: ligne.get("praticien")?,
        le: ligne.get("le")?,
        gravite: ligne.get("gravite")?,
        circonstances: texte("circonstances")?,
        mesures: texte("mesures")?,
        complement: Complement {
            nature: ligne.get("nature")?,
            moment: ligne.get("moment")?,
            information: ligne.get("information")?,
        },
    })
}
