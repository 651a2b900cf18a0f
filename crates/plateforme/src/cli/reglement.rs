//! `acces-direct reglement`: the rules of a department on a day, with their sources and what contradicts them.

use std::io::{ErrorKind, Write};

use clap::Args;
use droit::identifiant::CodeDepartement;
use droit::reglement::Reglement;
use formats::reglement::{FicheJson, fiche_en_texte, liste_en_texte};
use jiff::civil::Date;

use super::Echec;
use super::decider::jour;
use crate::horloge::Horloge;

/// Options of the verb.
#[derive(Args, Debug)]
pub struct Regles {
    /// Le département, par son code (45, 2B, 974) ; sans lui, la liste des vingt.
    #[arg(long, value_name = "CODE")]
    departement: Option<CodeDepartement>,
    /// Le jour des règles ; sans lui, aujourd’hui dans le département.
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = jour)]
    le: Option<Date>,
    /// Écrit en JSON ; sans département, toutes les règles des vingt.
    #[arg(long)]
    json: bool,
}

/// Writes the rules on the standard output; a reader that stops early (`| head`) is not a fault.
pub fn executer(verbe: &Regles) -> Result<(), Echec> {
    match ecrire(verbe, &Horloge::Systeme, &mut std::io::stdout().lock())? {
        Err(cause) if cause.kind() == ErrorKind::BrokenPipe => Ok(()),
        ecrit => Ok(ecrit?),
    }
}

/// Writes the rules: what cannot be said is the outer error, what cannot be written the inner one.
pub fn ecrire(
    verbe: &Regles,
    horloge: &Horloge,
    sortie: &mut impl Write,
) -> Result<std::io::Result<()>, Echec> {
    let texte = rendre(verbe, horloge)?;
    Ok(sortie.write_all(texte.as_bytes()).and_then(|()| sortie.flush()))
}

fn rendre(verbe: &Regles, horloge: &Horloge) -> Result<String, Echec> {
    let reglement = Reglement::embarque().map_err(Echec::panne)?;
    let fuseau = verbe.departement.map_or("Europe/Paris", |code| reglement.fuseau(code));
    let le = match verbe.le {
        Some(jour) => jour,
        None => horloge.aujourd_hui(fuseau).map_err(Echec::panne)?,
    };
    match verbe.departement {
        Some(code) => {
            let fiche = reglement.fiche(code, le).ok_or_else(|| {
                Echec::saisie(format!("le département {code} n’est dans aucune région connue"))
            })?;
            if verbe.json { json(&FicheJson::from(&fiche)) } else { Ok(fiche_en_texte(&fiche)) }
        }
        None if verbe.json => {
            let fiches = reglement.fiches(le);
            json(&fiches.iter().map(FicheJson::from).collect::<Vec<_>>())
        }
        None => Ok(liste_en_texte(reglement, le)),
    }
}

fn json(valeur: &impl serde::Serialize) -> Result<String, Echec> {
    let mut texte = serde_json::to_string_pretty(valeur).map_err(Echec::panne)?;
    texte.push('\n');
    Ok(texte)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Ligne {
        #[command(flatten)]
        regles: Regles,
    }

    /// What the verb prints on 9 March 2026 at 22:30 UTC.
    fn dire(options: &[&str]) -> String {
        let ligne = Ligne::try_parse_from(["reglement"].iter().chain(options)).unwrap();
        let horloge = Horloge::reglee("2026-03-09T22:30:00Z".parse().unwrap());
        let mut sortie = Vec::new();
        ecrire(&ligne.regles, &horloge, &mut sortie).unwrap().unwrap();
        String::from_utf8(sortie).unwrap()
    }

    fn refuser(options: &[&str]) -> String {
        Ligne::try_parse_from(["reglement"].iter().chain(options)).err().unwrap().to_string()
    }

    #[test]
    fn sans_departement_les_vingt_sont_listes() {
        let texte = dire(&[]);
        assert_eq!(texte.lines().filter(|ligne| ligne.contains("ARS ")).count(), 20);
    }

    #[test]
    fn aujourd_hui_est_celui_du_departement() {
        assert!(dire(&["--departement", "45"]).contains("le 9 mars 2026"));
        assert!(dire(&["--departement", "974"]).contains("le 10 mars 2026"));
        assert!(dire(&["--departement", "45", "--le", "2027-01-02"]).contains("le 2 janvier 2027"));
    }

    #[test]
    fn le_json_porte_une_fiche_ou_les_vingt() {
        let une: serde_json::Value = serde_json::from_str(&dire(&["--departement", "2b", "--json"])).unwrap();
        assert_eq!(une["departement"]["code"], "2B");
        let toutes: serde_json::Value = serde_json::from_str(&dire(&["--json"])).unwrap();
        assert_eq!(toutes.as_array().unwrap().len(), 20);
    }

    #[test]
    fn une_mauvaise_saisie_est_nommee() {
        assert!(refuser(&["--departement", "99"]).contains("« 99 »"));
        assert!(refuser(&["--le", "demain"]).contains("demain"));
    }
}
