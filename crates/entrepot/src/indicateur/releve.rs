//! What is counted of an episode, read from its facts; and what was counted last.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use droit::decision::TypeStructure;
use droit::identifiant::{CodeDepartement, CptsId};
use droit::indicateur::{
    ActeReleve, DocumentReleve, EvenementReleve, OrientationRelevee, Releve, SeanceRelevee, Situation,
};
use droit::reglement::Reglement;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::{LARGEUR, Texte, elargir};
use crate::{Echec, Row, Value};

/// Everything counted of an episode, and the last count of every episode of its patient, in one reading. The first
/// branch sets the kind of each column.
const RELEVER_UN: &str =
    "SELECT 'episode' AS quoi, e.id AS episode, e.ouvert_par AS par, e.patient AS cible, e.ouvert_le AS jour,
        e.departement AS a, e.structure AS b, e.region AS c, e.medecin_traitant AS n
    FROM episode e WHERE e.id = $1
    UNION ALL SELECT 'suite', e.id, e.ouvert_par, e.cpts, COALESCE(e.clos_le, ''), '', '', '',
        CASE WHEN e.couvert_du IS NULL THEN 0 ELSE 1 END
    FROM episode e WHERE e.id = $1
    UNION ALL SELECT 'seance', s.episode, s.praticien, s.episode, s.faite_le, COALESCE(s.lettre, ''), '', '',
        s.coefficient
    FROM seance s WHERE s.episode = $1 AND s.compte <> 'annulee'
    UNION ALL SELECT 'orientation', o.episode, o.praticien, o.episode, o.le, o.motif, o.destination, '', 0
    FROM orientation o WHERE o.episode = $1
    UNION ALL SELECT 'evenement', v.episode, v.praticien, v.episode, v.le, v.gravite, '', '', 0
    FROM evenement v WHERE v.episode = $1
    UNION ALL SELECT 'document', d.episode, d.praticien, d.serie, '', d.genre, '', '', d.valide_le
    FROM document d WHERE d.episode = $1 AND d.version = 1
    UNION ALL SELECT 'remise', d.episode, d.praticien, d.serie, '', r.destinataire, r.etat, '', 0
    FROM document d JOIN remise r ON r.document = d.id WHERE d.episode = $1
    UNION ALL SELECT 'compte', i.episode, i.episode, i.patient, '', i.releve, '', '', 0
    FROM episode e JOIN indicateur_episode i ON i.patient = e.patient WHERE e.id = $1";

pub(super) static RELEVER: Texte = Texte { une: RELEVER_UN, large: LazyLock::new(|| elargir(RELEVER_UN)) };

/// Keys as parameters of a text, one or [`LARGEUR`]: the list is filled with a key that nothing bears.
pub(super) fn parametres(cles: &[Uuid]) -> Vec<Value> {
    let largeur = if cles.len() == 1 { 1 } else { LARGEUR };
    cles.iter().copied().chain(std::iter::repeat(Uuid::nil())).take(largeur).map(Value::from).collect()
}

/// What was read of some episodes.
#[derive(Default)]
pub(super) struct Lus {
    /// What is counted of each now, with its patient.
    pub actuels: BTreeMap<Uuid, (Uuid, Releve)>,
    /// What was counted of each episode of these patients.
    pub comptes: BTreeMap<Uuid, BTreeMap<Uuid, Releve>>,
}

impl Lus {
    /// Puts the rows of [`RELEVER`] together.
    pub fn assembler(lignes: &[Row], reglement: &Reglement) -> Result<Self, Echec> {
        let mut chantiers: BTreeMap<Uuid, Chantier> = BTreeMap::new();
        let mut lus = Self::default();
        for ligne in lignes {
            let episode: Uuid = ligne.get("episode")?;
            if ligne.get::<String>("quoi")? == "compte" {
                let releve = relire(&ligne.get::<String>("a")?)?;
                lus.comptes.entry(ligne.get("cible")?).or_default().insert(episode, releve);
            } else {
                chantiers.entry(episode).or_default().poser(ligne)?;
            }
        }
        for (episode, chantier) in chantiers {
            if let Some(fini) = chantier.finir(reglement)? {
                lus.actuels.insert(episode, fini);
            }
        }
        Ok(lus)
    }
}

/// Where an episode is counted.
pub(super) fn situation(releve: &Releve) -> Result<Situation, Echec> {
    let departement: CodeDepartement = releve.departement.parse().map_err(Echec::moteur)?;
    let structure = TypeStructure::depuis_code(&releve.structure)
        .ok_or_else(|| Echec::moteur(format!("structure « {} » inconnue", releve.structure)))?;
    Ok(Situation { departement, cpts: releve.cpts.map(CptsId::new), structure })
}

pub(super) fn relire(texte: &str) -> Result<Releve, Echec> {
    serde_json::from_str(texte).map_err(Echec::moteur)
}

pub(super) fn ecrire(releve: &Releve) -> Result<String, Echec> {
    serde_json::to_string(releve).map_err(Echec::moteur)
}

/// An episode whose rows arrive in any order.
#[derive(Default)]
struct Chantier {
    tete: Option<(Uuid, Releve)>,
    cpts: Option<u128>,
    clos_le: Option<Date>,
    diagnostic: bool,
    seances: Vec<SeanceRelevee>,
    orientations: Vec<OrientationRelevee>,
    evenements: Vec<EvenementReleve>,
    documents: Vec<(Uuid, Timestamp, u128, String)>,
    remises: Vec<(Uuid, &'static str)>,
}

impl Chantier {
    fn poser(&mut self, ligne: &Row) -> Result<(), Echec> {
        let par = ligne.get::<Uuid>("par")?.as_u128();
        let texte = |colonne: &str| ligne.get::<String>(colonne);
        match texte("quoi")?.as_str() {
            "episode" => self.tete = Some(tete(ligne, par)?),
            "suite" => {
                self.cpts = ligne.get::<Option<Uuid>>("cible")?.map(|cpts| cpts.as_u128());
                self.clos_le =
                    Some(texte("jour")?).filter(|jour| !jour.is_empty()).map(|j| jour(&j)).transpose()?;
                self.diagnostic = ligne.get::<Option<i64>>("n")? == Some(1);
            }
            "seance" => {
                let coefficient = ligne.get::<Option<u32>>("n")?;
                let acte = coefficient.map(|n| Ok::<_, Echec>(ActeReleve(texte("a")?, n))).transpose()?;
                self.seances.push(SeanceRelevee { le: ligne.get("jour")?, par, acte });
            }
            "orientation" => {
                let (motif, destination) = (texte("a")?, texte("b")?);
                self.orientations.push(OrientationRelevee {
                    le: ligne.get("jour")?,
                    par,
                    motif,
                    destination,
                });
            }
            "evenement" => {
                self.evenements.push(EvenementReleve { le: ligne.get("jour")?, par, gravite: texte("a")? });
            }
            "document" => {
                self.documents.push((ligne.get("cible")?, ligne.get("n")?, par, texte("a")?));
            }
            "remise" => {
                if let Some(receveur) = receveur(&texte("a")?, &texte("b")?) {
                    self.remises.push((ligne.get("cible")?, receveur));
                }
            }
            autre => return Err(Echec::moteur(format!("branche « {autre} » inattendue"))),
        }
        Ok(())
    }

    /// The value, with its lists in order; `None` for an episode that is not on file.
    fn finir(self, reglement: &Reglement) -> Result<Option<(Uuid, Releve)>, Echec> {
        let Some((patient, tete)) = self.tete else { return Ok(None) };
        let fuseau = tete.departement.parse().map_or("Europe/Paris", |code| reglement.fuseau(code));
        let zone = TimeZone::get(fuseau).map_err(Echec::moteur)?;
        let documents = self.documents.into_iter().map(|(serie, instant, par, genre)| {
            let mut remis: Vec<String> = self
                .remises
                .iter()
                .filter(|(autre, _)| *autre == serie)
                .map(|(_, r)| (*r).to_owned())
                .collect();
            remis.sort_unstable();
            remis.dedup();
            DocumentReleve { le: zone.to_datetime(instant).date(), par, genre, remis }
        });
        let releve = Releve {
            cpts: self.cpts,
            clos_le: self.clos_le,
            diagnostic: self.diagnostic,
            documents: documents.collect(),
            seances: self.seances,
            orientations: self.orientations,
            evenements: self.evenements,
            ..tete
        };
        Ok(Some((patient, releve.range())))
    }
}

fn tete(ligne: &Row, ouvert_par: u128) -> Result<(Uuid, Releve), Echec> {
    let releve = Releve {
        departement: ligne.get("a")?,
        cpts: None,
        structure: ligne.get("b")?,
        ouvert_par,
        ouvert_le: ligne.get("jour")?,
        clos_le: None,
        region: ligne.get("c")?,
        diagnostic: false,
        medecin_traitant: ligne.get("n")?,
        seances: Vec::new(),
        orientations: Vec::new(),
        evenements: Vec::new(),
        documents: Vec::new(),
    };
    Ok((ligne.get("cible")?, releve))
}

fn jour(texte: &str) -> Result<Date, Echec> {
    texte.parse().map_err(Echec::moteur)
}

/// Who received a document by a delivery in this state. Accepted then silent is received; in the DMP counts only what
/// is there: a receipt, or a deposit that the MK declares.
fn receveur(destinataire: &str, etat: &str) -> Option<&'static str> {
    let parvenu = matches!(etat, "accepte" | "remis" | "sans-reponse");
    match destinataire {
        "dmp" => (etat == "remis").then_some("dmp"),
        "medecin-traitant" | "autre-medecin" => parvenu.then_some("medecin"),
        "patient" => parvenu.then_some("patient"),
        _ => None,
    }
}
