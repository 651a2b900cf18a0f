//! A snapshot from elsewhere against the one this base writes of the same department, period and day: why they differ.

use droit::indicateur::{Definitions, Ligne, Valeur, arrondir};
use formats::instantane::{InstantaneLu, PublicationCitee, TableauRelu};

use super::instantane::FORMAT;

/// In words, what makes two snapshots differ, the deepest cause first; nothing when their content is the same.
pub fn differences(la: &InstantaneLu, ici: &InstantaneLu, definitions: &Definitions) -> Vec<String> {
    let mut dites = Vec::new();
    if la.format != FORMAT {
        dites.push(format!("le fichier est au format {}, cette version écrit {FORMAT}", la.format));
    }
    if la.reglement != ici.reglement {
        dites.push(format!("les règles diffèrent : {} dans le fichier, {} ici", la.reglement, ici.reglement));
    }
    if la.calcul != ici.calcul {
        dites
            .push(format!("la façon de compter diffère : {} dans le fichier, {} ici", la.calcul, ici.calcul));
    }
    dites.extend(publications(&la.publications, &ici.publications));
    dites.extend(premier_tableau(&la.tableaux, &ici.tableaux, definitions));
    dites
}

/// The first publication on which the two histories part.
fn publications(la: &[PublicationCitee], ici: &[PublicationCitee]) -> Option<String> {
    let rang = la.iter().zip(ici).position(|(une, autre)| une != autre);
    match rang.and_then(|rang| la.get(rang).zip(ici.get(rang))) {
        Some((une, autre)) if (une.numero, une.le) != (autre.numero, autre.le) => Some(format!(
            "l’histoire des publications diffère : la n° {} du {} dans le fichier, la n° {} du {} ici",
            une.numero, une.le, autre.numero, autre.le
        )),
        Some((une, _)) => Some(format!(
            "la publication n° {} du {} n’a pas montré les mêmes nombres : les faits comptés ce jour-là n’étaient pas les mêmes",
            une.numero, une.le
        )),
        None if la.len() != ici.len() => Some(format!(
            "l’histoire des publications n’a pas la même longueur : {} dans le fichier, {} ici",
            la.len(),
            ici.len()
        )),
        None => None,
    }
}

/// The first table that differs, and its first indicator.
fn premier_tableau(la: &[TableauRelu], ici: &[TableauRelu], definitions: &Definitions) -> Option<String> {
    let meme = |une: &&TableauRelu, autre: &TableauRelu| {
        (&une.perimetre, une.structure, une.periode, une.variante)
            == (&autre.perimetre, autre.structure, autre.periode, autre.variante)
    };
    for table in la {
        let Some(sienne) = ici.iter().find(|autre| meme(autre, table)) else {
            return Some(format!("premier tableau qui diffère : {} n’existe pas ici", nommer(table)));
        };
        let ecart = table.lignes.iter().zip(&sienne.lignes).find(|(une, autre)| une != autre);
        if let Some((une, autre)) = ecart {
            let libelle = definitions.libelle(une.indicateur);
            return Some(format!(
                "premier tableau qui diffère : {} ; {libelle} : {} dans le fichier, {} ici",
                nommer(table),
                dire(une),
                dire(autre)
            ));
        }
    }
    let de_trop = ici.iter().find(|autre| !la.iter().any(|une| meme(&une, autre)))?;
    Some(format!("premier tableau qui diffère : {} manque dans le fichier", nommer(de_trop)))
}

fn nommer(table: &TableauRelu) -> String {
    let lieu = table.lieu.as_deref().unwrap_or(&table.perimetre);
    let structure = table.structure.map_or_else(String::new, |structure| format!(", {}", structure.code()));
    format!("{lieu}{structure}, {}, {}", table.periode.libelle(), table.variante.libelle().to_lowercase())
}

fn dire(ligne: &Ligne) -> String {
    match &ligne.valeur {
        Valeur::Nombre(n) => n.to_string(),
        Valeur::Rapport { numerateur, denominateur, echelle } => {
            let centiemes = arrondir(*numerateur, *denominateur, echelle * 100).unwrap_or_default();
            format!("{},{:02} ({numerateur} sur {denominateur})", centiemes / 100, centiemes % 100)
        }
        Valeur::Distribution { effectif, moyenne, .. } => {
            format!("{},{:02} en moyenne (sur {effectif})", moyenne / 100, moyenne % 100)
        }
        Valeur::Repartition(parts) => {
            let part = |n: Option<u64>| n.map_or_else(|| "non publié".to_owned(), |n| n.to_string());
            let dites: Vec<String> =
                parts.iter().map(|une| format!("{} {}", une.libelle, part(une.n))).collect();
            dites.join(", ")
        }
        Valeur::Absente(manque) => manque.code().to_owned(),
    }
}
