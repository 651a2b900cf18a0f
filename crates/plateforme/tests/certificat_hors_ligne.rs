//! The verb `certificat verifier`: with a file of keys and nothing else, no network and no base.
#![expect(clippy::unwrap_used, reason = "a test stops at the first failure")]

use std::path::PathBuf;
use std::process::{Command, Output};

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
