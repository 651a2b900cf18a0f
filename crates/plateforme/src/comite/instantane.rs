//! The figures of a meeting: those of the snapshot of the last complete year, taken or used again when it is called, as it was
//! taken, what is hidden included.

use documents::Chiffre;
use droit::comite::Reunion;
use droit::identifiant::CodeDepartement;
use droit::indicateur::{Periode, Variante, arrondir, dixiemes};
use entrepot::indicateur::instantane::{self, Instantane, NouvelInstantane};
use entrepot::{Echec, Tx};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use crate::echec::Failure;
use crate::gabarits::texte;
use crate::indicateur::instantane::composer;
use crate::indicateur::parution;
use crate::serveur::App;

/// How many snapshots are looked through, the latest first.
const AU_PLUS: u32 = 50;

#[derive(Deserialize)]
struct Contenu {
    tableaux: Vec<Table>,
}

#[derive(Deserialize)]
struct Table {
    perimetre: String,
    structure: Option<String>,
    variante: String,
    indicateurs: Vec<Ligne>,
}

#[derive(Deserialize)]
struct Ligne {
    libelle: String,
    unite: String,
    nature: String,
    valeur: Option<Value>,
    numerateur: Option<u64>,
    denominateur: Option<u64>,
    echelle: Option<u64>,
    moyenne: Option<String>,
    explication: Option<String>,
}

/// The snapshot that a meeting is called with.
pub enum Prepare {
    /// One of the last complete year, taken since that year is over.
    Repris(String),
    /// None was: it is taken now.
    Nouveau(NouvelInstantane),
}

impl Prepare {
    /// Its identifier.
    pub fn id(&self) -> String {
        match self {
            Self::Repris(id) => id.clone(),
            Self::Nouveau(nouvel) => nouvel.id(),
        }
    }

    /// Keeps it, when it is new.
    pub fn garder(&self, tx: &mut Tx, acteur: &str, instant: Timestamp) {
        if let Self::Nouveau(nouvel) = self {
            instantane::garder(tx, nouvel, acteur, instant);
        }
    }
}

/// The snapshot of the last complete year of a department on a day.
pub async fn preparer(app: &App, departement: CodeDepartement, le: Date) -> Result<Prepare, Failure> {
    parution::assurer(app).await?;
    let (reglement, annee) = (app.reglement, le.year() - 1);
    let periode = Periode::Annee(annee);
    let lu = app.entrepot.lire(move |tx| {
        let connus = instantane::lister(tx, Some(departement), AU_PLUS)?;
        let complet =
            |connu: &&Instantane| connu.periode == periode.to_string() && connu.arrete_le.year() > annee;
        Ok::<_, Echec>(match connus.iter().find(complet) {
            Some(connu) => Prepare::Repris(connu.id.clone()),
            None => Prepare::Nouveau(composer(tx, reglement, departement, periode, le)?),
        })
    });
    Ok(lu.await?)
}

/// The snapshot of a meeting, in a sentence, and its figures; the latest of the department for a meeting that keeps none;
/// nothing when none was taken.
pub async fn de(app: &App, reunion: &Reunion) -> Result<Option<(String, Vec<Chiffre>)>, Failure> {
    let (departement, garde) = (reunion.departement, reunion.instantane.clone());
    let lu = app.entrepot.lire(move |tx| {
        let id = match &garde {
            Some(id) => Some(id.clone()),
            None => instantane::lister(tx, Some(departement), 1)?.into_iter().next().map(|connu| connu.id),
        };
        let Some(id) = id else { return Ok(None) };
        instantane::lire(tx, &id)
    });
    let lu: Result<Option<(Instantane, Vec<u8>)>, Echec> = lu.await;
    let Some((pris, octets)) = lu? else { return Ok(None) };
    let contenu: Contenu = serde_json::from_slice(&octets).map_err(Failure::interne)?;
    let perimetre = format!("departement/{departement}");
    let table = contenu.tableaux.iter().find(|une| {
        une.perimetre == perimetre && une.variante == Variante::DEFAUT.code() && une.structure.is_none()
    });
    let chiffres = table.map(|une| une.indicateurs.iter().filter_map(chiffre).collect()).unwrap_or_default();
    let origine = format!(
        "Instantané {} (période {} ; {}), arrêté au {} ; SHA-256 : {}. Chacun peut le relire et le vérifier.",
        pris.id,
        pris.periode,
        Variante::DEFAUT.libelle().to_lowercase(),
        texte::jour(pris.arrete_le),
        pris.sha256
    );
    Ok(Some((origine, chiffres)))
}

/// A figure that holds in a cell; distributions give their mean, breakdowns are left to the report.
fn chiffre(ligne: &Ligne) -> Option<Chiffre> {
    let valeur = match (ligne.nature.as_str(), &ligne.valeur) {
        ("nombre", Some(Value::Number(n))) => texte::grouper(n.as_u64()?),
        ("rapport", _) => {
            let dit = arrondir(ligne.numerateur?, ligne.denominateur?, ligne.echelle? * 10)?;
            format!("{} {}", une_decimale(dit), ligne.unite)
        }
        ("distribution", _) => {
            let centiemes: u64 = ligne.moyenne.as_ref()?.replace('.', "").parse().ok()?;
            format!("{} en moyenne", une_decimale(dixiemes(centiemes)))
        }
        ("absente", _) => ligne.explication.clone()?,
        _ => return None,
    };
    Some(Chiffre { libelle: ligne.libelle.clone(), valeur: valeur.trim().to_owned() })
}

/// Tenths, as every screen and paper writes them.
fn une_decimale(dixiemes: u64) -> String {
    texte::decimal(texte::flottant(dixiemes) / 10.0, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chaque_nature_se_lit_et_une_repartition_reste_au_rapport() {
        let lire = |json: &str| chiffre(&serde_json::from_str(json).unwrap()).map(|lu| lu.valeur);
        let ligne = |suite: &str| format!(r#"{{"code":"c","libelle":"L","unite":"%",{suite}}}"#);
        assert_eq!(lire(&ligne(r#""nature":"nombre","valeur":1234"#)).unwrap(), "1\u{202f}234");
        let part =
            r#""nature":"rapport","valeur":"7.45","numerateur":7449,"denominateur":100000,"echelle":100"#;
        assert_eq!(lire(&ligne(part)).unwrap(), "7,4 %", "rounded once, as the pages do");
        assert_eq!(lire(&ligne(r#""nature":"distribution","moyenne":"5.15""#)).unwrap(), "5,2 en moyenne");
        assert_eq!(lire(&ligne(r#""nature":"absente","explication":"Non publié""#)).unwrap(), "Non publié");
        assert_eq!(lire(&ligne(r#""nature":"repartition","modalites":[]"#)), None);
    }
}
