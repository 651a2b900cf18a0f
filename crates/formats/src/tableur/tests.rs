//! What is read of good, odd and hostile files, and what is read back of what was written.

use std::io::Write;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn textes(octets: &[u8]) -> Result<Vec<Vec<String>>, TableurInvalide> {
    let feuille = lire(octets, &Limites::LISTE)?;
    Ok(feuille.lignes.iter().map(|ligne| ligne.cellules.iter().map(Cellule::en_texte).collect()).collect())
}

#[test]
fn les_separateurs_et_les_encodages_se_trouvent_seuls() {
    for (octets, attendu) in [
        (b"nom;rpps\n\xC9lo\xEFse;1\n".as_slice(), [["nom", "rpps"], ["Éloïse", "1"]]),
        ("\u{FEFF}nom,rpps\r\nÉloïse,1".as_bytes(), [["nom", "rpps"], ["Éloïse", "1"]]),
        ("nom\trpps\n\nÉloïse\t1\n".as_bytes(), [["nom", "rpps"], ["Éloïse", "1"]]),
        ("\"nom\";\"rpps\"\n\"Éloïse\";\"1\"".as_bytes(), [["nom", "rpps"], ["Éloïse", "1"]]),
    ] {
        assert_eq!(textes(octets).unwrap(), attendu);
    }
    let utf16: Vec<u8> = "\u{FEFF}a\té".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(textes(&utf16).unwrap(), [["a", "é"]]);
}

#[test]
fn un_retour_dans_une_cellule_ne_decale_pas_les_numeros() {
    let feuille = lire(b"a;\"b\nc\"\nd;e", &Limites::LISTE).unwrap();
    assert_eq!(feuille.lignes.iter().map(|ligne| ligne.numero).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(feuille.lignes[0].cellule(1).en_texte(), "b c");
}

#[test]
fn ce_qui_n_est_pas_lisible_est_dit_avec_sa_ligne() {
    let refus = |octets: &[u8]| lire(octets, &Limites::LISTE).unwrap_err();
    assert_eq!(refus(b""), TableurInvalide::Vide);
    assert_eq!(refus(b"\n ; \n"), TableurInvalide::Vide);
    assert_eq!(refus(b"a;b\nc;\"d"), TableurInvalide::GuillemetOuvert { ligne: 2 });
    assert_eq!(refus(b"a\n\xC3\xA9\n\xE9"), TableurInvalide::EncodageMelange { ligne: 3 });
    assert_eq!(refus(b"%PDF\0\x01"), TableurInvalide::NiTexteNiClasseur);
    assert_eq!(refus(b"\xD0\xCF\x11\xE0"), TableurInvalide::AncienClasseur);
    assert_eq!(refus(b"PK\x03\x04tronque"), TableurInvalide::ClasseurAbime);
    let long = "x".repeat(Limites::LISTE.signes + 1);
    assert!(matches!(refus(long.as_bytes()), TableurInvalide::CelluleTropLongue { ligne: 1, .. }));
    assert!(matches!(refus(&b"a\n".repeat(5_001)), TableurInvalide::TropDeLignes { limite: 5_000 }));
    assert!(matches!(refus(&b";".repeat(300)), TableurInvalide::TropDeColonnes { ligne: 1, limite: 200 }));
}

fn document<'d>(lignes: &'d [Vec<Valeur>]) -> Document<'d> {
    const COLONNES: [Colonne; 3] = [
        Colonne { titre: "Nom", largeur: 20 },
        Colonne { titre: "Dossier", largeur: 10 },
        Colonne { titre: "Le", largeur: 12 },
    ];
    Document { feuille: "Essai", etabli_le: date(2026, 11, 22), colonnes: &COLONNES, lignes }
}

#[test]
fn un_classeur_se_relit_avec_ses_types() {
    let lignes = [vec!["=1+1".into(), Valeur::Entier(42), Valeur::Jour(date(2026, 3, 9))]];
    let octets = ecrire_xlsx(&document(&lignes)).unwrap();
    assert_eq!(octets, ecrire_xlsx(&document(&lignes)).unwrap(), "the same table gives the same bytes");
    let lue = lire(&octets, &Limites::LISTE).unwrap();
    assert_eq!(lue.colonne(&["DOSSIER"]), Some(1));
    assert_eq!(lue.lignes[1].numero, 2);
    assert_eq!(
        lue.lignes[1].cellules,
        [Cellule::Texte("=1+1".into()), Cellule::Nombre(42.0), Cellule::Jour(date(2026, 3, 9))]
    );
}

#[test]
fn une_cellule_perdue_au_bout_de_la_feuille_ne_remplit_pas_la_memoire() {
    let mut classeur = rust_xlsxwriter::Workbook::new();
    let feuille = classeur.add_worksheet();
    feuille.write_string(0, 0, "a").unwrap();
    feuille.write_string(1_048_575, 16_383, "z").unwrap();
    let octets = classeur.save_to_buffer().unwrap();
    let refus = lire(&octets, &Limites::LISTE).unwrap_err();
    assert_eq!(refus, TableurInvalide::TropDeColonnes { ligne: 1_048_576, limite: 200 });
}

#[test]
fn une_archive_qui_gonfle_est_refusee() {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    for _ in 0..3 {
        archive.write_all(&vec![b' '; 1024 * 1024]).unwrap();
    }
    let octets = archive.finish().unwrap().into_inner();
    let limites = Limites { octets_gonfles: 2 * 1024 * 1024, ..Limites::LISTE };
    assert!(octets.len() < 64 * 1024);
    assert!(matches!(lire(&octets, &limites), Err(TableurInvalide::TropGonfle { .. })));
}

#[test]
fn une_formule_vaut_son_resultat_et_son_erreur_se_voit() {
    let mut classeur = rust_xlsxwriter::Workbook::new();
    let feuille = classeur.add_worksheet();
    feuille.write_formula(0, 0, rust_xlsxwriter::Formula::new("=A2").set_result("99700000014")).unwrap();
    feuille.write_formula(0, 1, rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A")).unwrap();
    let lue = lire(&classeur.save_to_buffer().unwrap(), &Limites::LISTE).unwrap();
    assert_eq!(lue.lignes[0].cellule(0).en_texte(), "99700000014");
    assert_eq!(lue.lignes[0].cellule(1).en_texte(), "#N/A");
}

#[test]
fn un_jour_se_lit_comme_on_l_ecrit() {
    for texte in ["2026-11-22", "22/11/2026", "22.11.2026", "22/11/2026 14:05", "2026-11-22T14:05:00+01:00"] {
        assert_eq!(Cellule::texte(texte).jour(), Some(date(2026, 11, 22)), "{texte}");
    }
    for texte in ["31/02/2026", "11/2026", "hier", "1/2/3/2026"] {
        assert_eq!(Cellule::texte(texte).jour(), None, "{texte}");
    }
}

#[test]
fn deux_titres_ecrits_autrement_sont_les_memes() {
    assert_eq!(normaliser(" N° RPPS (11 chiffres) "), "n rpps 11 chiffres");
    assert_eq!(normaliser("Pre\u{301}nom d’exercice"), normaliser("PRÉNOM D'EXERCICE"));
}

#[test]
fn une_formule_derriere_un_signe_invisible_reste_un_texte() {
    for texte in ["\u{feff}@SOMME(A1)", "\u{200b}=1", " \u{a0}=1", "＝1", "\u{feff}\u{2060}-1"] {
        let csv = ecrire_csv(&document(&[vec![Valeur::Texte(texte.to_owned())]])).unwrap();
        let relue = textes(&csv).unwrap().remove(1).remove(0);
        assert!(relue.starts_with('\''), "{texte:?} : {relue:?}");
    }
    let csv = ecrire_csv(&document(&[vec![Valeur::Texte("L’Haÿ-les-Roses".to_owned())]])).unwrap();
    assert_eq!(textes(&csv).unwrap()[1][0], "L’Haÿ-les-Roses");
}

proptest! {
    #[test]
    fn rien_ne_fait_paniquer_la_lecture(octets in proptest::collection::vec(any::<u8>(), 0..400)) {
        // Any answer will do, as long as there is one.
        drop(lire(&octets, &Limites::LISTE));
        drop(lire(&[ARCHIVE, &octets].concat(), &Limites::LISTE));
    }

    #[test]
    fn un_csv_ecrit_se_relit(lignes in proptest::collection::vec(proptest::collection::vec("[a-zà-ÿ;,\" ]{0,8}", 3), 1..6)) {
        let valeurs: Vec<Vec<Valeur>> =
            lignes.iter().map(|l| l.iter().map(|c| Valeur::Texte(c.clone())).collect()).collect();
        let octets = ecrire_csv(&document(&valeurs)).unwrap();
        let relues: Vec<Vec<String>> = textes(&octets).unwrap().into_iter().skip(1).collect();
        let attendues: Vec<Vec<String>> = lignes
            .iter()
            .map(|l| l.iter().map(|c| c.trim().to_owned()).collect::<Vec<_>>())
            .filter(|l: &Vec<String>| l.iter().any(|c| !c.is_empty()))
            .collect();
        prop_assert_eq!(relues, attendues);
    }

    #[test]
    fn aucune_cellule_ecrite_n_est_une_formule(texte in ".{0,40}") {
        let lignes = [vec![Valeur::Texte(texte)]];
        let csv = ecrire_csv(&document(&lignes)).unwrap();
        if let Ok(relue) = textes(&csv) && let Some(cellule) = relue.get(1).and_then(|ligne| ligne.first()) {
            prop_assert!(!cellule.starts_with(['=', '+', '-', '@']));
        }
    }
}
