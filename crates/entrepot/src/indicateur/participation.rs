//! MKs, delays, material, activity: read from their own tables, which are small.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use droit::identifiant::{CodeDepartement, CptsId, PraticienId};
use droit::indicateur::{Activite, Champ, Delais, Histogramme, Participation, Perimetre, Periode};
use droit::reglement::Reglement;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{LARGEUR, Texte, elargir, reglement};
use crate::{Echec, Row, Tx, Value, params};

/// The perimeter: bounds of the departments (equal for one alone, which needs no list), their list, CPTS, MK; then the days.
const VOLONTAIRES: &str = "SELECT COUNT(DISTINCT praticien) AS n FROM declaration
    WHERE departement BETWEEN $1 AND $2 AND ($1 = $2 OR $3 LIKE '%,' || departement || ',%')
        AND (cpts = $4 OR $4 IS NULL) AND (praticien = $5 OR $5 IS NULL)
        AND depose_le IS NOT NULL AND depose_le <= $7 AND (etat NOT IN ('retiree', 'refusee') OR etat_le >= $6)";
const AUTORISES: &str = "SELECT COUNT(DISTINCT praticien) AS n FROM autorisation
    WHERE departement BETWEEN $1 AND $2 AND ($1 = $2 OR $3 LIKE '%,' || departement || ',%')
        AND (cpts = $4 OR $4 IS NULL) AND (praticien = $5 OR $5 IS NULL)
        AND du <= $7 AND (au IS NULL OR au >= $6)";
const DECISIONS: &str = "SELECT x.id, f.version, f.fait, f.instant, (
            SELECT MIN(p.instant) FROM declaration_fait p WHERE p.declaration = x.id AND p.fait = 'deposee'
        ) AS depot
    FROM declaration x JOIN declaration_fait f ON f.declaration = x.id
    WHERE x.departement BETWEEN $1 AND $2 AND ($1 = $2 OR $3 LIKE '%,' || x.departement || ',%')
        AND (x.cpts = $4 OR $4 IS NULL) AND (x.praticien = $5 OR $5 IS NULL)
        AND f.fait IN ('validee', 'refusee') AND f.instant >= $6 AND f.instant < $7";
const PUBLICATION_UNE: &str = "SELECT cle, remis_le FROM outbox WHERE cle = $1";
static PUBLICATION: Texte = Texte { une: PUBLICATION_UNE, large: LazyLock::new(|| elargir(PUBLICATION_UNE)) };
const SUPPORTS: &str = "SELECT COUNT(DISTINCT s.id) AS n FROM support_information s
    JOIN cpts_departement d ON d.cpts = s.cpts
    WHERE d.departement BETWEEN $1 AND $2 AND ($1 = $2 OR $3 LIKE '%,' || d.departement || ',%')
        AND (s.cpts = $4 OR $4 IS NULL) AND s.retire_le IS NULL AND s.publie_le BETWEEN $5 AND $6
        AND s.public <> 'patients'";
/// The MKs of a year who gave a total and did a séance there.
const DES_LIEUX: &str = "SELECT COUNT(*) AS praticiens, CAST(COALESCE(SUM(a.seances), 0) AS BIGINT) AS total,
        CAST(COALESCE(SUM((SELECT SUM(p.n) FROM indicateur_praticien_annee p
            WHERE p.praticien = a.praticien AND p.annee = a.annee)), 0) AS BIGINT) AS acces_direct
    FROM indicateur_activite a
    WHERE a.annee = $1 AND a.praticien IN (
        SELECT q.praticien FROM indicateur_praticien_annee q WHERE q.annee = $1 AND q.n > 0
            AND q.departement BETWEEN $2 AND $3 AND ($2 = $3 OR $4 LIKE '%,' || q.departement || ',%'))";
const DE_LA_CPTS: &str =
    "SELECT COUNT(*) AS praticiens, CAST(COALESCE(SUM(a.seances), 0) AS BIGINT) AS total,
        CAST(COALESCE(SUM((SELECT SUM(p.n) FROM indicateur_praticien_annee p
            WHERE p.praticien = a.praticien AND p.annee = a.annee)), 0) AS BIGINT) AS acces_direct
    FROM indicateur_activite a
    WHERE a.annee = $1 AND a.praticien IN (
        SELECT q.praticien FROM indicateur_praticien_annee q WHERE q.cpts = $2 AND q.annee = $1 AND q.n > 0)";
const DU_PRATICIEN: &str =
    "SELECT COUNT(*) AS praticiens, CAST(COALESCE(SUM(a.seances), 0) AS BIGINT) AS total,
        CAST(COALESCE(SUM(p.n), 0) AS BIGINT) AS acces_direct
    FROM indicateur_activite a JOIN (
        SELECT praticien, annee, SUM(n) AS n FROM indicateur_praticien_annee
        WHERE praticien = $2 AND annee = $1 AND n > 0 GROUP BY praticien, annee
    ) p ON p.praticien = a.praticien AND p.annee = a.annee";

const MICROSECONDES_PAR_JOUR: i64 = 86_400_000_000;

/// The perimeter as the statements take it.
struct Lieu {
    bornes: (String, String),
    departements: String,
    cpts: Option<CptsId>,
    praticien: Option<PraticienId>,
    fuseau: String,
}

/// What the tables of participation say of a field over a period; types of structure do not matter to them.
///
/// # Errors
/// When the base fails, or the period does not exist.
pub fn participation(tx: &mut Tx, champ: &Champ, periode: Periode) -> Result<Participation, Echec> {
    let reglement = reglement()?;
    let lieu = Lieu::de(&champ.perimetre, reglement);
    let bornes = periode.bornes(&champ.perimetre, reglement);
    let (du, au) = bornes.ok_or_else(|| Echec::moteur(format!("la période {periode} n’existe pas")))?;
    Ok(Participation {
        volontaires: nombre(tx, VOLONTAIRES, &lieu.avec(du, au))?,
        autorises: nombre(tx, AUTORISES, &lieu.avec(du, au))?,
        delais: delais(tx, &lieu, du, au)?,
        supports: match lieu.praticien {
            Some(_) => 0,
            None => nombre(tx, SUPPORTS, &lieu.sans_praticien(du, au))?,
        },
        activite: activite(tx, &lieu, periode)?,
    })
}

/// The share of the activity alone.
///
/// # Errors
/// When the base fails.
pub fn part_de_l_activite(tx: &mut Tx, champ: &Champ, periode: Periode) -> Result<Option<Activite>, Echec> {
    let reglement = reglement()?;
    activite(tx, &Lieu::de(&champ.perimetre, reglement), periode)
}

impl Lieu {
    fn de(perimetre: &Perimetre, reglement: &Reglement) -> Self {
        let tous: Vec<CodeDepartement> = match perimetre {
            Perimetre::Departement(code) => vec![*code],
            Perimetre::Region(nom) => {
                let regions = reglement.regions();
                regions.get(nom.as_str()).into_iter().flatten().map(|lu| lu.code).collect()
            }
            Perimetre::Praticien(_) | Perimetre::Cpts(_) | Perimetre::Pays => {
                CodeDepartement::tous().collect()
            }
        };
        let mut codes: Vec<&str> = tous.iter().map(CodeDepartement::as_str).collect();
        codes.sort_unstable();
        let borne = |code: Option<&&str>| code.map_or_else(String::new, |code| (*code).to_owned());
        Self {
            bornes: (borne(codes.first()), borne(codes.last())),
            departements: format!(",{},", codes.join(",")),
            cpts: if let Perimetre::Cpts(id) = perimetre { Some(*id) } else { None },
            praticien: if let Perimetre::Praticien(id) = perimetre { Some(*id) } else { None },
            fuseau: match perimetre {
                Perimetre::Departement(code) => reglement.fuseau(*code).to_owned(),
                _ => "Europe/Paris".to_owned(),
            },
        }
    }

    fn avec(&self, du: impl Into<Value>, au: impl Into<Value>) -> Vec<Value> {
        let mut valeurs = self.debut();
        valeurs.extend([Value::from(self.praticien), du.into(), au.into()]);
        valeurs
    }

    fn sans_praticien(&self, du: Date, au: Date) -> Vec<Value> {
        let mut valeurs = self.debut();
        valeurs.extend([Value::from(du), Value::from(au)]);
        valeurs
    }

    fn debut(&self) -> Vec<Value> {
        params![&self.bornes.0, &self.bornes.1, &self.departements, self.cpts].to_vec()
    }
}

fn nombre(tx: &mut Tx, sql: &'static str, valeurs: &[Value]) -> Result<u64, Echec> {
    let n: i64 = tx.query_one(sql, valeurs)?.get("n")?;
    Ok(u64::try_from(n).unwrap_or_default())
}

/// Days from the first filing to each decision, and to the receipt of the message that updates the public list. What is
/// not received yet is counted apart: a mean over what left already would grow with the hours.
fn delais(tx: &mut Tx, lieu: &Lieu, du: Date, au: Date) -> Result<Delais, Echec> {
    let zone = TimeZone::get(&lieu.fuseau).map_err(Echec::moteur)?;
    let minuit = |jour: Date| zone.to_timestamp(jour.at(0, 0, 0, 0)).map_err(Echec::moteur);
    let lendemain = au.tomorrow().map_err(Echec::moteur)?;
    let lignes = tx.query(DECISIONS, &lieu.avec(minuit(du)?, minuit(lendemain)?))?;
    let (mut decision, mut validees) = (Vec::new(), BTreeMap::new());
    for ligne in &lignes {
        let (le, depot): (Timestamp, Option<Timestamp>) = (ligne.get("instant")?, ligne.get("depot")?);
        let Some(depot) = depot else { continue };
        decision.push((jours(depot, le), 1));
        if ligne.get::<String>("fait")? == "validee" {
            let id: droit::identifiant::DeclarationId = ligne.get("id")?;
            let cle = format!("publier-liste/declaration/{id}/{}", ligne.get::<i64>("version")?);
            validees.insert(cle, (depot, le));
        }
    }
    let (mut publication, mut total) = (Vec::new(), Vec::new());
    for (cle, publiee_le) in publications(tx, validees.keys())? {
        if let Some((depot, le)) = validees.get(&cle) {
            publication.push((jours(*le, publiee_le), 1));
            total.push((jours(*depot, publiee_le), 1));
        }
    }
    let en_attente = u64::try_from(validees.len() - publication.len()).unwrap_or_default();
    let histogramme = |couples: Vec<(u32, u64)>| couples.into_iter().collect::<Histogramme>();
    Ok(Delais {
        decision: histogramme(decision),
        publication: histogramme(publication),
        total: histogramme(total),
        en_attente,
    })
}

fn publications<'c>(
    tx: &mut Tx,
    cles: impl Iterator<Item = &'c String>,
) -> Result<Vec<(String, Timestamp)>, Echec> {
    let cles: Vec<&String> = cles.collect();
    let mut publications = Vec::new();
    for morceau in cles.chunks(LARGEUR) {
        let largeur = if morceau.len() == 1 { 1 } else { LARGEUR };
        let remplie = morceau.iter().map(|cle| cle.as_str()).chain(std::iter::repeat("")).take(largeur);
        let valeurs: Vec<Value> = remplie.map(Value::from).collect();
        for ligne in tx.query(PUBLICATION.pour(morceau.len()), &valeurs)? {
            let remise: Option<Timestamp> = ligne.get("remis_le")?;
            publications.extend(remise.map(|le| Ok::<_, Echec>((ligne.get("cle")?, le))).transpose()?);
        }
    }
    Ok(publications)
}

fn jours(du: Timestamp, au: Timestamp) -> u32 {
    let ecart = (au.as_microsecond() - du.as_microsecond()) / MICROSECONDES_PAR_JOUR;
    u32::try_from(ecart.max(0)).unwrap_or(u32::MAX)
}

/// The share of the activity has a meaning over a calendar year alone: totals are yearly.
fn activite(tx: &mut Tx, lieu: &Lieu, periode: Periode) -> Result<Option<Activite>, Echec> {
    let Periode::Annee(annee) = periode else { return Ok(None) };
    let annee = i64::from(annee);
    let ligne = match (lieu.praticien, lieu.cpts) {
        (Some(praticien), _) => tx.query_one(DU_PRATICIEN, &params![annee, praticien])?,
        (None, Some(cpts)) => tx.query_one(DE_LA_CPTS, &params![annee, cpts])?,
        (None, None) => {
            let (premier, dernier) = &lieu.bornes;
            tx.query_one(DES_LIEUX, &params![annee, premier, dernier, &lieu.departements])?
        }
    };
    let lu =
        |ligne: &Row, colonne: &str| ligne.get::<i64>(colonne).map(|n| u64::try_from(n).unwrap_or_default());
    let praticiens = lu(&ligne, "praticiens")?;
    let activite =
        Activite { praticiens, acces_direct: lu(&ligne, "acces_direct")?, total: lu(&ligne, "total")? };
    Ok((praticiens > 0).then_some(activite))
}
