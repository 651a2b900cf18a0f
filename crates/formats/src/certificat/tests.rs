//! Certificates written and read back; altered, they are not believed.

use droit::identifiant::{CodeDepartement, rpps_de_demonstration};
use ed25519_dalek::{Signer as _, SigningKey};
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;

fn cle(octet: u8) -> SigningKey {
    SigningKey::from_bytes(&[octet; 32])
}

fn publiques(octets: &[u8]) -> ClesPubliques {
    let publique = |octet: &u8| ClePublique::new(cle(*octet).verifying_key().to_bytes());
    ClesPubliques::new(octets.iter().map(publique).collect())
}

fn mentions(nom: &str, cpts: &str, rang: u32, emis_le: Date) -> Mentions {
    Mentions {
        rpps: rpps_de_demonstration(rang),
        nom: nom.to_owned(),
        departement: "2B".parse().unwrap(),
        cpts: cpts.to_owned(),
        depuis: date(2024, 8, 28),
        emis_le,
    }
}

fn signe(octet: u8) -> Jeton {
    let certificat = Certificat::new(mentions("Zoé Lefèvre-Cœur", "Balagne", 7, date(2026, 3, 1))).unwrap();
    let secrete = cle(octet);
    let id = ClePublique::new(secrete.verifying_key().to_bytes()).id();
    Jeton::signe(certificat, id, |octets| secrete.sign(octets).to_bytes())
}

#[test]
fn un_certificat_signe_se_relit_et_se_verifie() {
    let texte = signe(1).to_string();
    assert!(texte.len() < 260, "{} signes", texte.len());
    let jeton: Jeton = texte.parse().unwrap();
    let certificat = jeton.verifier(&publiques(&[9, 1])).unwrap();
    assert_eq!(certificat.nom(), "Zoé Lefèvre-Cœur");
    assert_eq!(certificat.rpps(), &rpps_de_demonstration(7));
    assert_eq!(certificat.departement(), "2B".parse::<CodeDepartement>().unwrap());
    assert_eq!((certificat.depuis(), certificat.emis_le()), (date(2024, 8, 28), date(2026, 3, 1)));
}

#[test]
fn le_texte_se_lit_aussi_dans_une_adresse_ou_mal_copie() {
    let jeton = signe(1);
    let texte = jeton.to_string();
    let (debut, fin) = texte.split_at(40);
    for copie in [format!("https://a.fr/verifier?jeton={texte}"), format!(" {debut}\n {fin} ")] {
        assert_eq!(copie.parse(), Ok(jeton.clone()), "{copie}");
    }
}

#[test]
fn une_autre_cle_ou_une_cle_absente_ne_suffit_pas() {
    let jeton = signe(1);
    assert_eq!(jeton.verifier(&publiques(&[2])), Err(SignatureInvalide::CleInconnue(jeton.cle())));
    let usurpe =
        Jeton::signe(jeton.certificat().clone(), jeton.cle(), |octets| cle(2).sign(octets).to_bytes());
    assert_eq!(usurpe.verifier(&publiques(&[1, 2])), Err(SignatureInvalide::Fausse));
}

#[test]
fn chaque_signe_change_est_vu() {
    let texte = signe(1).to_string();
    let cles = publiques(&[1]);
    for place in 0..texte.len() {
        let mut altere = texte.clone().into_bytes();
        altere[place] = if altere[place] == b'A' { b'B' } else { b'A' };
        let altere = String::from_utf8(altere).unwrap();
        let cru = altere.parse::<Jeton>().is_ok_and(|jeton| jeton.verifier(&cles).is_ok());
        assert!(!cru || altere == texte, "le signe {place} n’est pas protégé");
    }
}

#[test]
fn ce_qui_n_est_pas_un_certificat_le_dit() {
    let lire = |texte: &str| texte.parse::<Jeton>().unwrap_err();
    assert_eq!(lire("bonjour"), JetonInvalide::Forme);
    assert_eq!(lire("AD2.AAAA.AAAA"), JetonInvalide::Version);
    assert_eq!(lire("AD1.AQ.AAAA"), JetonInvalide::Forme);
    assert_eq!(lire(&"A".repeat(3_000)), JetonInvalide::Forme);
    let signature = "A".repeat(86);
    assert_eq!(lire(&format!("AD1.AQAA.{signature}")), JetonInvalide::Contenu);
}

#[test]
fn un_droit_qui_commence_apres_l_emission_ne_se_certifie_pas() {
    assert_eq!(Certificat::new(mentions("Zoé", "Balagne", 7, date(2024, 8, 27))), Err(ChampTropLong));
    assert_eq!(Certificat::new(mentions(" ", "Balagne", 7, date(2026, 8, 27))), Err(ChampTropLong));
}

#[test]
fn les_cles_publiees_se_relisent_et_leur_nom_est_verifie() {
    let cles = publiques(&[1, 2]);
    let json = cles.en_json().unwrap();
    assert_eq!(json.parse(), Ok(cles.clone()));
    let nom = cles.iter().next().unwrap().id().to_string();
    assert!(json.replace(&nom, "00000000").parse::<ClesPubliques>().is_err());
    assert!(json.replace("Ed25519", "RSA").parse::<ClesPubliques>().is_err());
}

proptest! {
    #[test]
    fn tout_certificat_se_relit(nom in "\\PC{1,40}", cpts in "\\PC{1,40}", rang in 0_u32..10_000_000, jour in 1_i8..29) {
        prop_assume!(!nom.trim().is_empty() && !cpts.trim().is_empty());
        let ecrits = mentions(&abreger(&nom), &abreger(&cpts), rang, date(2026, 2, jour));
        prop_assume!(!ecrits.nom.trim().is_empty() && !ecrits.cpts.trim().is_empty());
        let certificat = Certificat::new(ecrits).unwrap();
        let jeton = Jeton::signe(certificat.clone(), CleId::new([1, 2, 3, 4]), |_| [7; 64]);
        let relu: Jeton = jeton.to_string().parse().unwrap();
        prop_assert_eq!(relu.certificat(), &certificat);
        prop_assert_eq!(relu, jeton);
    }

    #[test]
    fn un_texte_quelconque_ne_casse_rien_et_se_recrit_tel_quel(texte in "(AD1\\.)?[A-Za-z0-9_.-]{0,300}") {
        if let Ok(jeton) = texte.parse::<Jeton>() {
            prop_assert_eq!(jeton.to_string(), texte);
        }
    }
}
