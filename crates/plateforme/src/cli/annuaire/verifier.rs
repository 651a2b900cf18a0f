//! `acces-direct annuaire verifier`: what the directory said of an RPPS on a day, and how it knows.

use std::io::{self, Write};

use clap::Args;
use droit::annuaire::Activite;
use droit::identifiant::NumeroRpps;
use entrepot::annuaire::{Dit, Evenement, historique, selon};
use entrepot::{Echec as EchecEntrepot, Entrepot};
use jiff::civil::Date;

use crate::annuaire_sante::en_mots;
use crate::cli::Echec;
use crate::cli::decider::jour;
use crate::horloge::Horloge;

/// The number to ask about.
#[derive(Args, Debug)]
pub struct Verifier {
    /// Numéro RPPS, onze chiffres.
    rpps: String,
    /// Jour auquel se placer ; sans lui, aujourd’hui.
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = jour)]
    le: Option<Date>,
}

/// Tells what the directory says.
pub fn executer(entrepot: &Entrepot, verbe: &Verifier) -> Result<(), Echec> {
    let rpps: NumeroRpps = verbe.rpps.parse().map_err(Echec::saisie)?;
    let le = match verbe.le {
        Some(jour) => jour,
        None => Horloge::Systeme.aujourd_hui("Europe/Paris").map_err(Echec::panne)?,
    };
    let cherche = rpps.clone();
    let lu = entrepot.lire_ici(move |tx| {
        let Some(dit) = selon(tx, &cherche, le)? else { return Ok(None) };
        let evenements = historique(tx, &cherche, &dit.import)?;
        Ok::<_, EchecEntrepot>(Some((dit, evenements)))
    });
    let Some((dit, evenements)) = lu.map_err(Echec::panne)? else {
        return Err(Echec::saisie(format!(
            "aucune extraction du {le} ou d’avant n’a été importée : « acces-direct annuaire importer FICHIER »"
        )));
    };
    Ok(raconter(&mut io::stdout().lock(), &rpps, &dit, &evenements)?)
}

fn raconter(
    sortie: &mut impl Write,
    rpps: &NumeroRpps,
    dit: &Dit,
    evenements: &[Evenement],
) -> io::Result<()> {
    match &dit.releve {
        None => writeln!(sortie, "{rpps} : aucun masseur-kinésithérapeute sous ce numéro.")?,
        Some(releve) => {
            writeln!(sortie, "{rpps} : {} {}, masseur-kinésithérapeute.", releve.prenom, releve.nom)?;
            if !releve.exerce() {
                writeln!(sortie, "  Aucune activité.")?;
            }
            for activite in &releve.activites {
                writeln!(sortie, "  {}", decrire(activite))?;
            }
        }
    }
    for Evenement { constate_le, changement } in evenements {
        writeln!(sortie, "  {} : {}", constate_le.strftime("%d/%m/%Y"), en_mots(changement))?;
    }
    writeln!(
        sortie,
        "Source : Annuaire Santé, extraction du {} ({}).",
        dit.import.extrait_le.strftime("%d/%m/%Y"),
        dit.import.fichier
    )?;
    match dit.depuis {
        Some(depuis) if depuis < dit.import.extrait_le => {
            writeln!(sortie, "Inchangé depuis l’extraction du {}.", depuis.strftime("%d/%m/%Y"))
        }
        _ => Ok(()),
    }
}

fn decrire(activite: &Activite) -> String {
    let departement = match activite.lieu.departement {
        Some(departement) => format!("département {departement}"),
        None => "département non précisé".to_owned(),
    };
    let lieu = [&activite.site.raison_sociale, &activite.lieu.code_postal, &activite.lieu.commune];
    let lieu: Vec<&str> = lieu.into_iter().filter_map(|dit| dit.as_deref()).collect();
    format!("Activité : {}, {departement}. {}", activite.mode.libelle(), lieu.join(" ")).trim_end().to_owned()
}
