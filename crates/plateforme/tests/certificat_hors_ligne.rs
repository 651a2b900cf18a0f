//! The verbs of `certificat`: verified with a file of keys and nothing else; a key that leaked withdrawn from a base.
#![expect(clippy::unwrap_used, reason = "a test stops at the first failure")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use droit::identifiant::rpps_de_demonstration;
use ed25519_dalek::{Signer as _, SigningKey};
use formats::certificat::{Certificat, ClePublique, ClesPubliques, Jeton, Mentions};
use jiff::civil::date;

fn publique(octet: u8) -> ClePublique {
    ClePublique::new(SigningKey::from_bytes(&[octet; 32]).verifying_key().to_bytes())
}

fn jeton(octet: u8) -> String {
    let mentions = Mentions {
        rpps: rpps_de_demonstration(4),
        nom: "Zoé Lefèvre-Cœur".to_owned(),
        departement: "45".parse().unwrap(),
        cpts: "Ouest Loiret".to_owned(),
        depuis: date(2026, 1, 4),
        emis_le: date(2026, 3, 1),
    };
    let cle = SigningKey::from_bytes(&[octet; 32]);
    let certificat = Certificat::new(mentions).unwrap();
    Jeton::signe(certificat, publique(octet).id(), |octets| cle.sign(octets).to_bytes()).to_string()
}

fn deposer(nom: &str, texte: &str) -> PathBuf {
    let chemin = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{nom}-{}", std::process::id()));
    std::fs::write(&chemin, texte).unwrap();
    chemin
}

fn verifier(nom: &str, certificat: &str) -> Output {
    let cles = deposer(nom, &ClesPubliques::new(vec![publique(1)]).en_json().unwrap());
    let mut verbe = Command::new(env!("CARGO_BIN_EXE_acces-direct"));
    verbe.args(["certificat", "verifier", certificat, "--cles"]).arg(cles).output().unwrap()
}

#[test]
fn un_certificat_se_verifie_par_son_texte_son_adresse_ou_son_fichier() {
    let adresse = format!("https://acces-direct.exemple/verifier?jeton={}", jeton(1));
    let fichier = deposer("certificat", &format!("{}\n", jeton(1)));
    for certificat in [jeton(1), adresse, fichier.display().to_string()] {
        let sortie = verifier("cles-justes", &certificat);
        assert!(sortie.status.success(), "{}", String::from_utf8_lossy(&sortie.stderr));
        let dit = String::from_utf8(sortie.stdout).unwrap();
        assert!(dit.contains("authentique") && dit.contains("Le 1er mars 2026, Zoé Lefèvre-Cœur"), "{dit}");
        assert!(dit.contains("« Ouest Loiret », depuis le 4 janvier 2026"), "{dit}");
    }
}

#[test]
fn un_faux_echoue_et_un_texte_quelconque_est_une_erreur_de_saisie() {
    let vrai = jeton(1);
    let altere = format!("{}A", &vrai[..vrai.len() - 1]);
    assert_eq!(verifier("cle-absente", &jeton(2)).status.code(), Some(1));
    let sortie = verifier("altere", &altere);
    assert!([Some(1), Some(2)].contains(&sortie.status.code()));
    assert!(sortie.stdout.is_empty());
    assert_eq!(verifier("quelconque", "bonjour").status.code(), Some(2));
}

/// The verb on a base of its own, under a master key made of one byte, and with the older ones.
fn sur_la_base(dossier: &Path, cle: u8, anciennes: &[u8], mots: &[&str]) -> Output {
    let texte = |octet: &u8| BASE64.encode([*octet; 32]);
    let mut verbe = Command::new(env!("CARGO_BIN_EXE_acces-direct"));
    verbe.arg("certificat").args(mots).arg("--donnees").arg(dossier).env("ACCES_DIRECT_CLE", texte(&cle));
    verbe.env("ACCES_DIRECT_ANCIENNES_CLES", anciennes.iter().map(texte).collect::<Vec<_>>().join(","));
    verbe.env_remove("DATABASE_URL").output().unwrap()
}

fn cles_publiees(dossier: &Path, cle: u8, anciennes: &[u8]) -> Vec<String> {
    let sortie = sur_la_base(dossier, cle, anciennes, &["cles"]);
    assert!(sortie.status.success(), "{}", String::from_utf8_lossy(&sortie.stderr));
    let cles: ClesPubliques = String::from_utf8(sortie.stdout).unwrap().parse().unwrap();
    cles.iter().map(|cle| cle.id().to_string()).collect()
}

#[test]
fn une_cle_se_retire_apres_le_changement_de_cle_maitresse() {
    let dossier = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("retrait-{}", std::process::id()));
    std::fs::create_dir_all(&dossier).unwrap();
    let premiere = cles_publiees(&dossier, 1, &[]).remove(0);
    let encore = sur_la_base(&dossier, 1, &[], &["retirer-cle", &premiere]);
    assert_eq!(encore.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&encore.stderr).contains("changez d’abord la clé maîtresse"));
    assert_eq!(cles_publiees(&dossier, 1, &[]), std::slice::from_ref(&premiere), "rien n’a changé");

    let apres = cles_publiees(&dossier, 2, &[1]);
    assert!(apres.len() == 2 && apres.contains(&premiere), "{apres:?}");
    let retiree = sur_la_base(&dossier, 2, &[1], &["retirer-cle", &premiere]);
    assert!(retiree.status.success(), "{}", String::from_utf8_lossy(&retiree.stderr));
    let restent = cles_publiees(&dossier, 2, &[1]);
    assert!(restent.len() == 1 && !restent.contains(&premiere), "{restent:?}");
    let inconnue = sur_la_base(&dossier, 2, &[1], &["retirer-cle", &premiere]);
    assert_eq!(inconnue.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&inconnue.stderr).contains("n’est pas publiée ici"));
}
