//! `acces-direct indicateurs instantane verifier`: a snapshot from anywhere, made again here and compared.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use droit::reglement::Reglement;
use entrepot::indicateur::instantane::{Instantane, empreinte, lire, nom};
use entrepot::indicateur::parution;
use entrepot::{Echec as EchecEntrepot, Entrepot};
use formats::instantane::relire;

use super::Echec;
use crate::indicateur::comparaison::differences;
use crate::indicateur::instantane::composer;

/// What to do with a file.
#[derive(Debug, Subcommand)]
pub enum GesteInstantane {
    /// Refait ici l’instantané d’un fichier et compare : dit s’il est identique, sinon pourquoi il diffère.
    Verifier {
        /// Le fichier JSON, de cette installation ou d’une autre.
        fichier: PathBuf,
    },
}

/// Does it.
pub fn executer(entrepot: &Entrepot, geste: &GesteInstantane) -> Result<(), Echec> {
    match geste {
        GesteInstantane::Verifier { fichier } => verifier(entrepot, fichier),
    }
}

fn verifier(entrepot: &Entrepot, fichier: &Path) -> Result<(), Echec> {
    let octets =
        fs::read(fichier).map_err(|cause| Echec::saisie(format!("{} : {cause}", fichier.display())))?;
    let la = relire(&octets).map_err(|cause| Echec::saisie(format!("{} : {cause}", fichier.display())))?;
    let reglement = Reglement::embarque().map_err(Echec::panne)?;
    let sha256 = empreinte(&octets);
    let garde = garde_ici(entrepot, &octets)?.map_or_else(String::new, |connu| {
        format!("Cette installation garde le même instantané, octet pour octet : {}.\n", connu.id)
    });
    let connu = format!("SHA-256 du fichier : {sha256}.\n{garde}");
    if entrepot.lire_ici(parution::etat).map_err(Echec::panne)?.le.is_none() {
        return Err(Echec::panne("cette base n’a encore rien publié : il n’y a rien à comparer"));
    }
    let (departement, periode, arrete_le) = (la.departement, la.periode, la.arrete_le);
    let refait = entrepot
        .lire_ici(move |tx| composer(tx, reglement, departement, periode, arrete_le))
        .map_err(|cause| match cause {
            EchecEntrepot::Absent => Echec::saisie(format!("la période {periode} n’existe pas ici")),
            autre => Echec::panne(autre),
        })?;
    if refait.contenu == octets {
        let dit = "Refait ici depuis les faits : identique, octet pour octet.";
        return Ok(writeln!(io::stdout().lock(), "{connu}{dit}")?);
    }
    let ici = relire(&refait.contenu).map_err(Echec::panne)?;
    let dites = differences(&la, &ici, reglement.indicateurs());
    let motifs = if dites.is_empty() {
        "les mêmes tableaux, mais d’autres octets : définitions ou mise en forme".to_owned()
    } else {
        dites.join("\n- ")
    };
    Err(Echec::panne(format!("refait ici, l’instantané diffère :\n- {motifs}\n{}", connu.trim_end())))
}

fn garde_ici(entrepot: &Entrepot, octets: &[u8]) -> Result<Option<Instantane>, Echec> {
    let id = nom(octets);
    let connu = entrepot.lire_ici(move |tx| lire(tx, &id)).map_err(Echec::panne)?;
    Ok(connu.filter(|(_, gardes)| gardes == octets).map(|(connu, _)| connu))
}
