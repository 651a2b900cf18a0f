//! `acces-direct certificat`: verify a certificate with no network and no base; write the public keys of this one.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use formats::certificat::{Certificat as Contenu, ClesPubliques, Jeton};

use super::Echec;
use super::ouverture::ouvrir_l_entrepot;
use crate::alea::Alea;
use crate::certificat::cles;
use crate::config::Donnees;
use crate::gabarits::texte;
use crate::horloge::Horloge;

/// What to do with certificates.
#[derive(Debug, Subcommand)]
pub enum Certificat {
    /// Vérifie un certificat sans réseau ni base, avec les clés publiques téléchargées.
    Verifier(Verifier),
    /// Écrit les clés publiques de cette installation, à publier ou à confier.
    Cles,
    /// Retire pour toujours une clé compromise : les certificats qu’elle a signés ne sont plus crus.
    RetirerCle(RetirerCle),
}

/// What is verified, and with what.
#[derive(Args, Debug)]
pub struct Verifier {
    /// Texte lu dans le code, adresse qu’il ouvre, fichier qui le contient, ou « - » pour l’entrée standard.
    #[arg(value_name = "TEXTE|FICHIER")]
    certificat: String,
    /// Clés publiques, telles que le site les publie ou que « certificat cles » les écrit.
    #[arg(long, value_name = "FICHIER")]
    cles: PathBuf,
}

/// Which key is withdrawn.
#[derive(Args, Debug)]
pub struct RetirerCle {
    /// Nom de la clé, tel que « certificat cles » l’écrit.
    #[arg(value_name = "NOM")]
    nom: String,
}

/// Does what is asked with certificates.
pub fn executer(donnees: &Donnees, verbe: Certificat) -> Result<(), Echec> {
    match verbe {
        Certificat::Verifier(verifier) => verifier_un_certificat(&verifier),
        Certificat::Cles => ecrire_les_cles(donnees),
        Certificat::RetirerCle(verbe) => retirer_une_cle(donnees, &verbe.nom),
    }
}

fn verifier_un_certificat(verbe: &Verifier) -> Result<(), Echec> {
    let fichier = fs::read_to_string(&verbe.cles)
        .map_err(|cause| Echec::saisie(format!("--cles {} : {cause}", verbe.cles.display())))?;
    let cles: ClesPubliques = fichier.parse().map_err(Echec::saisie)?;
    let jeton: Jeton = lire(&verbe.certificat)?.parse().map_err(Echec::saisie)?;
    let certificat = jeton.verifier(&cles).map_err(Echec::panne)?;
    dire(&presenter(certificat, &jeton));
    Ok(())
}

/// The text itself, or what the file of this name holds.
fn lire(certificat: &str) -> Result<String, Echec> {
    if certificat == "-" {
        let mut texte = String::new();
        io::stdin().read_to_string(&mut texte)?;
        return Ok(texte);
    }
    let chemin = Path::new(certificat);
    if !chemin.is_file() {
        return Ok(certificat.to_owned());
    }
    fs::read_to_string(chemin).map_err(|cause| Echec::saisie(format!("{certificat} : {cause}")))
}

fn presenter(certificat: &Contenu, jeton: &Jeton) -> String {
    format!(
        "Certificat authentique, signé par la clé {}.\n\
         Le {}, {} (RPPS {}) était autorisé à exercer en accès direct\n\
         dans le département {}, au titre de la CPTS « {} », depuis le {}.\n\
         Pour tout autre jour, vérifiez l’autorisation en ligne.",
        jeton.cle(),
        texte::jour(certificat.emis_le()),
        certificat.nom(),
        certificat.rpps(),
        certificat.departement(),
        certificat.cpts(),
        texte::jour(certificat.depuis()),
    )
}

fn ecrire_les_cles(donnees: &Donnees) -> Result<(), Echec> {
    let entrepot = ouvrir_l_entrepot(donnees, &Alea::Systeme)?;
    let cles = cles::publiees_ici(&entrepot).map_err(Echec::panne)?;
    dire(&cles.en_json().map_err(Echec::panne)?);
    Ok(())
}

/// The key of the master key in use signs still: it is changed first, or the next certificate would not be believed.
fn retirer_une_cle(donnees: &Donnees, nom: &str) -> Result<(), Echec> {
    let entrepot = ouvrir_l_entrepot(donnees, &Alea::Systeme)?;
    let publiees = cles::publiees_ici(&entrepot).map_err(Echec::panne)?;
    let cle = publiees.iter().find(|cle| cle.id().to_string() == nom).ok_or_else(|| {
        Echec::saisie(format!(
            "la clé « {nom} » n’est pas publiée ici : « certificat cles » donne leurs noms"
        ))
    })?;
    if *cle.octets() == entrepot.signataire_des_certificats().cle_publique() {
        return Err(Echec::saisie(
            "cette clé signe encore : changez d’abord la clé maîtresse (ACCES_DIRECT_CLE, l’ancienne dans \
             ACCES_DIRECT_ANCIENNES_CLES), puis recommencez",
        ));
    }
    let (octets, dit, maintenant) = (*cle.octets(), nom.to_owned(), Horloge::Systeme.maintenant());
    entrepot
        .ecrire_ici(move |tx| {
            entrepot::certificat::retirer(tx, octets, &dit, maintenant);
            Ok::<(), entrepot::Echec>(())
        })
        .map_err(Echec::panne)?;
    dire(&format!("La clé {nom} est retirée : republiez les clés à ceux qui vérifient sans réseau."));
    Ok(())
}

#[expect(clippy::print_stdout, reason = "this is the answer of the verb")]
fn dire(texte: &str) {
    println!("{texte}");
}
