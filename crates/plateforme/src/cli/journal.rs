//! `acces-direct journal`: prove that nothing was cut, changed or added; export the signed head of the day.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use entrepot::Entrepot;
use entrepot::journal::{self, Ancre, TeteSignee, Verification};
use serde::{Deserialize, Serialize};

use super::Echec;
use super::ouverture::ouvrir_l_entrepot;
use crate::alea::Alea;
use crate::config::Donnees;
use crate::horloge::Horloge;

/// What to do with the journal.
#[derive(Debug, Subcommand)]
pub enum Journal {
    /// Vérifie le journal, ou nomme sa première ligne rompue.
    Verifier(Verifier),
    /// Écrit la tête du journal, signée : confiée à un tiers, elle prouve plus tard que rien n’a été coupé.
    Tete,
}

/// Against what to verify.
#[derive(Args, Debug)]
pub struct Verifier {
    /// Tête exportée par « journal tete » ; l’option peut être répétée.
    #[arg(long, value_name = "FICHIER")]
    tete: Vec<PathBuf>,
    /// Clé publique attendue, en hexadécimal ; par défaut, celle de cette installation.
    #[arg(long, value_name = "CLE")]
    cle_publique: Option<String>,
}

/// A signed head as written in a file, bytes in hexadecimal.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct TeteExportee {
    seq: i64,
    empreinte: String,
    jour: String,
    signature: String,
    cle_publique: String,
}

/// Does what is asked with the journal.
pub fn executer(donnees: &Donnees, verbe: Journal) -> Result<(), Echec> {
    let entrepot = ouvrir_l_entrepot(donnees, &Alea::Systeme)?;
    match verbe {
        Journal::Verifier(verifier) => verifier_le_journal(&entrepot, &verifier),
        Journal::Tete => exporter_la_tete(&entrepot),
    }
}

fn verifier_le_journal(entrepot: &Entrepot, verbe: &Verifier) -> Result<(), Echec> {
    let cle = match &verbe.cle_publique {
        Some(hexa) => {
            octets(hexa).ok_or_else(|| Echec::saisie("--cle-publique : 64 chiffres hexadécimaux attendus"))?
        }
        None => entrepot.signataire().cle_publique(),
    };
    let ancres =
        verbe.tete.iter().map(|fichier| lire_une_tete(fichier, &cle)).collect::<Result<Vec<_>, _>>()?;
    match journal::verifier_ici(entrepot, &ancres).map_err(Echec::panne)? {
        Verification::Intacte(Ancre { seq, empreinte }) => {
            dire(&format!("Journal intact : {seq} ligne(s), tête {}.", hexa(&empreinte)));
            Ok(())
        }
        Verification::Rompue(rupture) => Err(Echec::panne(format!("journal rompu : {rupture}"))),
    }
}

fn exporter_la_tete(entrepot: &Entrepot) -> Result<(), Echec> {
    let tete = entrepot.lire_ici(journal::tete).map_err(Echec::panne)?;
    let jour = Horloge::Systeme.aujourd_hui("Europe/Paris").map_err(Echec::panne)?;
    let signee = entrepot.signataire().signer(tete, jour);
    let exportee = TeteExportee {
        seq: tete.seq,
        empreinte: hexa(&tete.empreinte),
        jour: jour.to_string(),
        signature: hexa(&signee.signature),
        cle_publique: hexa(&entrepot.signataire().cle_publique()),
    };
    dire(&serde_json::to_string(&exportee).map_err(Echec::panne)?);
    Ok(())
}

fn lire_une_tete(fichier: &Path, cle: &[u8; 32]) -> Result<Ancre, Echec> {
    let nomme = |cause: String| Echec::saisie(format!("{} : {cause}", fichier.display()));
    let texte = fs::read(fichier).map_err(|cause| nomme(cause.to_string()))?;
    let exportee: TeteExportee = serde_json::from_slice(&texte).map_err(|cause| nomme(cause.to_string()))?;
    let signee =
        relire(&exportee).ok_or_else(|| nomme("ce n’est pas une tête de journal exportée".to_owned()))?;
    signee.verifier(cle).map_err(|cause| nomme(cause.to_string()))
}

fn relire(exportee: &TeteExportee) -> Option<TeteSignee> {
    Some(TeteSignee {
        tete: Ancre { seq: exportee.seq, empreinte: octets(&exportee.empreinte)? },
        jour: exportee.jour.parse().ok()?,
        signature: octets(&exportee.signature)?,
    })
}

fn hexa(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

fn octets<const N: usize>(hexa: &str) -> Option<[u8; N]> {
    let chiffres: Option<Vec<u8>> =
        hexa.chars().map(|c| c.to_digit(16).and_then(|n| u8::try_from(n).ok())).collect();
    let chiffres = chiffres?;
    if chiffres.len() != 2 * N {
        return None;
    }
    let octets: Vec<u8> =
        chiffres.chunks(2).map(|paire| paire.iter().fold(0, |octet, n| octet << 4 | n)).collect();
    octets.try_into().ok()
}

#[expect(clippy::print_stdout, reason = "this line is the answer of the verb")]
fn dire(ligne: &str) {
    println!("{ligne}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn l_hexadecimal_se_relit() {
        let empreinte = [0x0f; 32];
        assert_eq!(octets(&hexa(&empreinte)), Some(empreinte));
        assert_eq!(octets::<32>("0f"), None);
        assert_eq!(octets::<1>("zz"), None);
    }
}
