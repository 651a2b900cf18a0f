//! The figures of a meeting: those of the latest snapshot of the department, as it was taken, what is hidden included.

use documents::Chiffre;
use droit::identifiant::CodeDepartement;
use entrepot::Echec;
use entrepot::indicateur::instantane::{self, Instantane};
use serde::Deserialize;
use serde_json::Value;

use crate::echec::Failure;
use crate::gabarits::texte;
use crate::serveur::App;

/// The table shown: what happened in the period, all structures together.
const VARIANTE: &str = "calendaire";

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
    moyenne: Option<String>,
    explication: Option<String>,
}

/// The latest snapshot, in a sentence, and its figures; nothing when none was taken.
pub async fn dernier(
    app: &App,
    departement: CodeDepartement,
) -> Result<Option<(String, Vec<Chiffre>)>, Failure> {
    let lu = app.entrepot.lire(move |tx| {
        let Some(dernier) = instantane::lister(tx, Some(departement), 1)?.into_iter().next() else {
            return Ok(None);
        };
        instantane::lire(tx, &dernier.id)
    });
    let lu: Result<Option<(Instantane, Vec<u8>)>, Echec> = lu.await;
    let Some((pris, octets)) = lu? else { return Ok(None) };
    let contenu: Contenu = serde_json::from_slice(&octets).map_err(Failure::interne)?;
    let perimetre = format!("departement/{departement}");
    let table = contenu
        .tableaux
        .iter()
        .find(|une| une.perimetre == perimetre && une.variante == VARIANTE && une.structure.is_none());
    let chiffres = table.map(|une| une.indicateurs.iter().filter_map(chiffre).collect()).unwrap_or_default();
    let origine = format!(
        "Instantané {} (période {}), arrêté au {} ; SHA-256 : {}. Chacun peut le relire et le vérifier.",
        pris.id,
        pris.periode,
        texte::jour(pris.arrete_le),
        pris.sha256
    );
    Ok(Some((origine, chiffres)))
}

/// A figure that holds in a cell; distributions give their mean, breakdowns are left to the report.
fn chiffre(ligne: &Ligne) -> Option<Chiffre> {
    let valeur = match (ligne.nature.as_str(), &ligne.valeur) {
        ("nombre", Some(Value::Number(n))) => texte::grouper(n.as_u64()?),
        ("rapport", Some(Value::String(dit))) => format!("{} {}", dit.replace('.', ","), ligne.unite),
        ("distribution", _) => format!("{} en moyenne", ligne.moyenne.as_ref()?.replace('.', ",")),
        ("absente", _) => ligne.explication.clone()?,
        _ => return None,
    };
    Some(Chiffre { libelle: ligne.libelle.clone(), valeur: valeur.trim().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chaque_nature_se_lit_et_une_repartition_reste_au_rapport() {
        let lire = |json: &str| chiffre(&serde_json::from_str(json).unwrap()).map(|lu| lu.valeur);
        let ligne = |suite: &str| format!(r#"{{"code":"c","libelle":"L","unite":"%",{suite}}}"#);
        assert_eq!(lire(&ligne(r#""nature":"nombre","valeur":1234"#)).unwrap(), "1\u{202f}234");
        assert_eq!(lire(&ligne(r#""nature":"rapport","valeur":"7.50","numerateur":3"#)).unwrap(), "7,50 %");
        assert_eq!(lire(&ligne(r#""nature":"distribution","moyenne":"5.10""#)).unwrap(), "5,10 en moyenne");
        assert_eq!(lire(&ligne(r#""nature":"absente","explication":"Non publié""#)).unwrap(), "Non publié");
        assert_eq!(lire(&ligne(r#""nature":"repartition","modalites":[]"#)), None);
    }
}
