//! Files as they come: both encodings, odd quotes, missing columns, cut rows, arbitrary bytes.

use droit::annuaire::ModeExercice;
use droit::identifiant::{RppsInvalide, rpps_de_demonstration};
use proptest::prelude::*;

use super::*;

fn fichier(lignes: &[String]) -> Vec<u8> {
    let mut texte = entete_fictive();
    for ligne in lignes {
        texte.push('\n');
        texte.push_str(ligne);
    }
    texte.push('\n');
    texte.into_bytes()
}

fn lire(octets: &[u8]) -> Result<Vec<Lue>, Inexploitable> {
    Extraction::ouvrir(octets)?.collect()
}

fn mk(rang: u32) -> String {
    ExtractionFictive::ligne_de_mk(rang, "L", "45")
}

fn en_1252(texte: &str) -> Vec<u8> {
    let octet = |c: char| match c {
        '’' => 0x92,
        autre => u8::try_from(u32::from(autre)).unwrap(),
    };
    texte.chars().map(octet).collect()
}

fn gardee(lue: &Lue) -> &droit::annuaire::Inscription {
    let Lue::Gardee(inscription) = lue else { panic!("{lue:?}") };
    inscription
}

fn raison(lue: &Lue) -> (u64, Raison) {
    let Lue::Rejetee(Rejet { ligne, raison }) = lue else { panic!("{lue:?}") };
    (*ligne, raison.clone())
}

/// The row with the field of a column replaced.
fn avec(ligne: &str, colonne: &str, valeur: &str) -> String {
    let place = entete_fictive().split('|').position(|nom| nom == colonne).unwrap();
    let mut champs: Vec<&str> = ligne.split('|').collect();
    champs[place] = valeur;
    champs.join("|")
}

#[test]
fn un_mk_se_lit_pareil_dans_les_deux_encodages_et_les_deux_fins_de_ligne() {
    let utf8 = String::from_utf8(fichier(&[mk(1)])).unwrap();
    let avec_bom = format!("\u{FEFF}{utf8}");
    let lues = lire(utf8.as_bytes()).unwrap();
    let lu = gardee(&lues[0]);
    assert_eq!(
        (lu.rpps.clone(), lu.nom.as_str(), lu.prenom.as_str()),
        (rpps_de_demonstration(1), "ESSAI0000001", "Éloïse")
    );
    let activite = lu.activite.as_ref().unwrap();
    assert_eq!(activite.mode, ModeExercice::Liberal);
    assert_eq!(activite.lieu.departement.unwrap().as_str(), "45");
    assert_eq!(activite.lieu.commune.as_deref(), Some("Orléans"));
    assert_eq!(activite.site.raison_sociale.as_deref(), Some("CABINET FICTIF DE L'ESSAI"));
    for autre in [avec_bom.into_bytes(), en_1252(&utf8), utf8.replace('\n', "\r\n").into_bytes()] {
        assert_eq!(lire(&autre).unwrap(), lues);
    }
}

#[test]
fn les_colonnes_sont_liees_par_leur_nom() {
    let retournee = |ligne: &str| ligne.split('|').rev().collect::<Vec<_>>().join("|");
    let texte = format!("{}\n{}\n", retournee(&entete_fictive()), retournee(&mk(1)));
    assert_eq!(lire(texte.as_bytes()).unwrap(), lire(&fichier(&[mk(1)])).unwrap());
    let sans = entete_fictive().replace("Code mode exercice", "Mode");
    assert!(matches!(
        lire(sans.as_bytes()),
        Err(Inexploitable::ColonneAbsente { colonne: "Code mode exercice", .. })
    ));
    let double = entete_fictive().replace("Libellé rôle", "Code profession");
    assert!(matches!(lire(double.as_bytes()), Err(Inexploitable::ColonneDouble("Code profession"))));
    assert!(matches!(lire(b""), Err(Inexploitable::FichierVide)));
    assert!(matches!(lire(b"\xFF\xFEa"), Err(Inexploitable::Utf16)));
    assert!(matches!(lire(b"PK\x03\x04 archive"), Err(Inexploitable::ColonneAbsente { .. })));
}

#[test]
fn un_fichier_qui_mele_deux_encodages_est_refuse_avec_sa_ligne() {
    let latin = [fichier(&[mk(1)]), en_1252(&mk(2)), b"\n".to_vec()].concat();
    assert!(matches!(lire(&latin), Err(Inexploitable::EncodageMele { ligne: 3, encodage: Encodage::Utf8 })));
    let utf8 = [en_1252(&String::from_utf8(fichier(&[mk(1)])).unwrap()), mk(2).into_bytes()].concat();
    assert!(matches!(
        lire(&utf8),
        Err(Inexploitable::EncodageMele { ligne: 3, encodage: Encodage::Windows1252 })
    ));
}

#[test]
fn un_fichier_coupe_est_refuse_mais_pas_celui_sans_derniere_fin_de_ligne() {
    let entier = fichier(&[mk(1), mk(2)]);
    let sans_fin = &entier[..entier.len() - 1];
    assert_eq!(lire(sans_fin).unwrap().len(), 2);
    let coupe = &entier[..entier.len() - 200];
    assert!(matches!(lire(coupe), Err(Inexploitable::Tronque { ligne: 3 })));
}

#[test]
fn les_autres_professions_et_les_etudiants_sont_ecartes() {
    let autre = avec(&mk(1), "Code profession", "10");
    let etudiant = avec(&mk(2), "Code catégorie professionnelle", "E");
    let lues = lire(&fichier(&[autre, etudiant, String::new()])).unwrap();
    let ecarts = [Ecart::AutreProfession, Ecart::Etudiant, Ecart::LigneVide];
    assert_eq!(lues, ecarts.map(Lue::Ecartee));
}

#[test]
fn chaque_rejet_dit_sa_ligne_et_sa_raison() {
    let lues = lire(&fichier(&[
        avec(&mk(1), "Identifiant PP", "99700700019"),
        avec(&mk(1), "Identifiant PP", "997"),
        avec(&mk(1), "Type d'identifiant PP", "0"),
        avec(&mk(1), "Nom d'exercice", " "),
        avec(&mk(1), "Libellé commune (coord. structure)", &"x".repeat(256)),
        format!("{}|a|b", mk(1)),
        "x".repeat(70_000),
        mk(1),
    ]))
    .unwrap();
    let attendues = [
        (2, Raison::Rpps(RppsInvalide::Cle)),
        (3, Raison::Rpps(RppsInvalide::Longueur(3))),
        (4, Raison::SansRpps),
        (5, Raison::Vide("Nom d'exercice")),
        (6, Raison::ChampTropLong("Libellé commune", 255)),
        (7, Raison::Colonnes { attendues: 56, trouvees: 58 }),
        (8, Raison::TropLongue(65_536)),
    ];
    assert_eq!(lues.len(), 8);
    for (lue, attendue) in lues.iter().zip(attendues) {
        assert_eq!(raison(lue), attendue);
    }
    gardee(&lues[7]);
}

#[test]
fn les_guillemets_ne_trompent_pas() {
    let nom = |valeur: &str| {
        let lues = lire(&fichier(&[avec(&mk(1), "Raison sociale site", valeur)])).unwrap();
        gardee(&lues[0]).activite.clone().unwrap().site.raison_sociale.unwrap()
    };
    assert_eq!(nom("\"CABINET\""), "CABINET");
    assert_eq!(nom("CABINET \"LE SEUL"), "CABINET \"LE SEUL");
    assert_eq!(nom("\"CABINET \"\"A\"\" | B\""), "CABINET \"A\" | B");
    assert_eq!(nom("=1+1\u{0}\tX"), "=1+1 X");
}

#[test]
fn un_separateur_final_partout_est_une_colonne_de_plus() {
    let texte = format!("{}|\n{}|\n", entete_fictive(), mk(1));
    assert_eq!(lire(texte.as_bytes()).unwrap(), lire(&fichier(&[mk(1)])).unwrap());
    let decalee = lire(&fichier(&[format!("{}|", mk(1))])).unwrap();
    assert_eq!(raison(&decalee[0]), (2, Raison::Colonnes { attendues: 56, trouvees: 57 }));
}

#[test]
fn une_ligne_sans_mode_dit_que_le_mk_n_exerce_pas() {
    let lues = lire(&fichier(&[avec(&mk(1), "Code mode exercice", "")])).unwrap();
    assert_eq!(gardee(&lues[0]).activite, None);
    let autre = lire(&fichier(&[avec(&mk(1), "Code mode exercice", "Z")])).unwrap();
    assert_eq!(gardee(&autre[0]).activite.as_ref().unwrap().mode, ModeExercice::Autre);
}

#[test]
fn l_extraction_fictive_a_les_lignes_annoncees() {
    let texte = ExtractionFictive::de(160).collect::<Vec<_>>().join("\n");
    let lues = lire(texte.as_bytes()).unwrap();
    let gardees = lues.iter().filter(|lue| matches!(lue, Lue::Gardee(_))).count();
    assert_eq!((lues.len(), gardees), (160, 13));
    assert!(!lues.iter().any(|lue| matches!(lue, Lue::Rejetee(_))));
}

proptest! {
    #[test]
    fn aucun_octet_ne_fait_paniquer(octets in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let apres_entete = [fichier(&[]), octets.clone()].concat();
        prop_assert!(lire(&octets).is_err());
        let bornees = lire(&apres_entete).map_or(0, |lues| lues.len());
        prop_assert!(bornees <= octets.len());
    }

    #[test]
    fn une_ligne_abimee_n_emporte_pas_ses_voisines(
        place in 0usize..400, octet in prop_oneof![Just(b'|'), Just(b'"'), 1u8..10, 11u8..128],
    ) {
        let mut abimee = mk(2).into_bytes();
        let place = place % abimee.len();
        prop_assume!(abimee[place].is_ascii());
        abimee[place] = octet;
        let texte = [fichier(&[mk(1)]), abimee, b"\n".to_vec(), mk(3).into_bytes(), b"\n".to_vec()].concat();
        let lues = lire(&texte).unwrap();
        prop_assert_eq!(lues.len(), 3);
        prop_assert_eq!(&gardee(&lues[0]).rpps, &rpps_de_demonstration(1));
        prop_assert_eq!(&gardee(&lues[2]).rpps, &rpps_de_demonstration(3));
    }
}
