//! A table of indicators, as a terminal, a spreadsheet or a program reads it.

use std::fs;
use std::io::{self, Write};

use droit::acces::Lecteur;
use droit::indicateur::{Champ, Perimetre, Tableau};
use droit::reglement::Reglement;
use entrepot::{Echec as EchecEntrepot, Entrepot, cpts};
use formats::indicateur::{COLONNES, Lecture, en_json_lu, en_lignes};
use formats::tableur::{Document, Valeur, ecrire_csv, ecrire_xlsx};
use jiff::civil::Date;

use super::aujourd_hui;
use super::demande::Demande;
use crate::cli::Echec;
use crate::gabarits::texte;
use crate::horloge::Horloge;
use crate::indicateur::lecture::{Question, lecture, tableau};
use crate::indicateur::parution;

/// Shows the figures that are asked for.
pub(super) fn montrer(entrepot: &Entrepot, demande: &Demande) -> Result<(), Echec> {
    let reglement = Reglement::embarque().map_err(Echec::panne)?;
    let jour = aujourd_hui()?;
    let perimetre = demande.perimetre(entrepot, reglement)?;
    let periode = demande.periode(reglement, &perimetre, jour)?;
    let lecteur = lecteur(entrepot, &perimetre)?;
    let champ = Champ { perimetre, structure: demande.structure };
    let question = Question { champ, periode, variante: demande.variante };
    if lecteur == Lecteur::Exterieur {
        parution::assurer_ici(entrepot, reglement, jour, Horloge::Systeme.maintenant())
            .map_err(Echec::panne)?;
    }
    let lu = entrepot.lire_ici(move |tx| {
        let lu = tableau(tx, (reglement, jour), &question, lecteur)?;
        Ok::<_, EchecEntrepot>((lu, lecture(tx, lecteur)?))
    });
    ecrire(lu.map_err(Echec::panne)?, reglement, jour, demande)
}

/// Whoever holds the base reads a department and its CPTS as their ARS does; what is wider is read as it is published.
fn lecteur(entrepot: &Entrepot, perimetre: &Perimetre) -> Result<Lecteur, Echec> {
    let departement = match perimetre {
        Perimetre::Departement(code) => Some(*code),
        Perimetre::Cpts(id) => {
            let id = *id;
            let siens = entrepot.lire_ici(move |tx| cpts::departements(tx, id)).map_err(Echec::panne)?;
            siens.first().copied()
        }
        Perimetre::Region(_) | Perimetre::Pays | Perimetre::Praticien(_) => None,
    };
    Ok(departement.map_or(Lecteur::Exterieur, Lecteur::Autorite))
}

fn ecrire(
    (lu, lecture): (Tableau, Lecture),
    reglement: &Reglement,
    jour: Date,
    demande: &Demande,
) -> Result<(), Echec> {
    let definitions = reglement.indicateurs();
    let mut sortie = io::stdout().lock();
    if demande.json {
        serde_json::to_writer_pretty(&mut sortie, &en_json_lu(&lu, definitions, lecture))
            .map_err(Echec::panne)?;
        return Ok(writeln!(sortie)?);
    }
    let lignes = en_lignes(&lu, definitions, lecture);
    let document = Document { feuille: "Indicateurs", etabli_le: jour, colonnes: &COLONNES, lignes: &lignes };
    if let Some(fichier) = &demande.xlsx {
        let octets = ecrire_xlsx(&document).map_err(Echec::panne)?;
        fs::write(fichier, octets)?;
        return Ok(writeln!(sortie, "Écrit dans {}.", fichier.display())?);
    }
    if demande.csv {
        return Ok(sortie.write_all(&ecrire_csv(&document)?)?);
    }
    writeln!(sortie, "{}", dire(lecture))?;
    for ligne in &lignes {
        writeln!(sortie, "{}", en_texte(ligne))?;
    }
    Ok(())
}

/// A line as a terminal shows it: what is counted, how many, of what; or why there is no number.
fn en_texte(ligne: &[Valeur]) -> String {
    let cellule = |place: usize| ligne.get(place).map_or_else(String::new, dire_la_cellule);
    let titre = if cellule(5).is_empty() { cellule(4) } else { format!("  {}", cellule(5)) };
    match ligne.get(6) {
        None | Some(Valeur::Vide) => format!("{titre:<60} {:>12}", cellule(12)),
        Some(valeur) => format!("{titre:<60} {:>12} {}", dire_la_cellule(valeur), cellule(7)),
    }
}

fn dire_la_cellule(valeur: &Valeur) -> String {
    match valeur {
        Valeur::Vide => String::new(),
        Valeur::Texte(dit) => dit.clone(),
        Valeur::Entier(n) => u64::try_from(*n).map_or_else(|_| n.to_string(), texte::grouper),
        Valeur::Dixiemes(dixiemes) => texte::decimal(texte::flottant(*dixiemes) / 10.0, 1),
        Valeur::Jour(jour) => texte::jour(*jour),
    }
}

fn dire(lecture: Lecture) -> String {
    match lecture {
        Lecture::Moment => "Chiffres de cet instant ; les petits nombres ne sont pas publiés.".to_owned(),
        Lecture::Publication(Some(le)) => format!("Chiffres de la publication du {le}."),
        Lecture::Publication(None) => "Rien n’a encore été publié.".to_owned(),
    }
}
