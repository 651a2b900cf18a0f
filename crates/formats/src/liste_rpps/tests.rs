//! Lists as people paste and export them, and anything else.

use droit::identifiant::rpps_de_demonstration;
use proptest::prelude::*;

use super::*;
use crate::tableur::{Colonne, Document, Valeur, ecrire_xlsx};

fn n(rang: u32) -> String {
    rpps_de_demonstration(rang).to_string()
}

fn justes(texte: &str) -> Vec<String> {
    let lues = lire(texte.as_bytes()).unwrap();
    lues.iter().map(|ligne| ligne.rpps.as_ref().unwrap().to_string()).collect()
}

#[test]
fn on_colle_les_numeros_comme_on_les_a() {
    let (a, b) = (n(1), n(2));
    let espace = format!("{} {} {} {}", &a[..2], &a[2..5], &a[5..8], &a[8..]);
    for texte in [
        format!("{a}\n{b}"),
        format!("{espace}\r\n\r\n8{b}\r\n"),
        format!("{a}, {b}"),
        format!("{a} {b}"),
        format!("{a};{b};"),
        format!("Camille Essai {a}\nLou Dutest {b}"),
        format!("nom;N° RPPS;ville\nEssai;{a};Orléans\nDutest;{b};Gien"),
        format!("Essai\t{a}\tOrléans\nDutest\t{b}\tGien"),
        format!("Praticiens\n{a}\n{b}"),
    ] {
        assert_eq!(justes(&texte), [a.clone(), b.clone()], "{texte}");
    }
}

#[test]
fn un_classeur_garde_les_numeros_ecrits_en_nombres() {
    let a = n(7);
    let colonnes = [Colonne { titre: "Identifiant PP", largeur: 14 }];
    let lignes = [vec![Valeur::Entier(a.parse().unwrap())], vec![Valeur::Texte(format!("={a}"))]];
    let document = Document {
        feuille: "Liste",
        etabli_le: "2026-11-22".parse().unwrap(),
        colonnes: &colonnes,
        lignes: &lignes,
    };
    let lues = lire(&ecrire_xlsx(&document).unwrap()).unwrap();
    assert_eq!(lues[0].rpps, Ok(rpps_de_demonstration(7)));
    assert_eq!((lues[1].numero, lues[1].deja), (3, Some(2)));
}

#[test]
fn un_numero_faux_reste_a_sa_place_avec_sa_raison() {
    let a = n(1);
    let lues =
        lire(format!("RPPS;nom\n{a};x\n99700000000;y\n;z\n9,97E+10;t\n1234;u\n{a};v").as_bytes()).unwrap();
    assert_eq!(lues.iter().map(|ligne| ligne.numero).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7]);
    assert_eq!(lues[1].rpps, Err(NumeroFaux::Rpps(RppsInvalide::Cle)));
    assert_eq!(lues[2].rpps, Err(NumeroFaux::Absent));
    assert_eq!(lues[3].rpps, Err(NumeroFaux::Arrondi));
    assert_eq!(lues[4].rpps, Err(NumeroFaux::Rpps(RppsInvalide::Longueur(4))));
    assert_eq!(lues[5].deja, Some(2));
}

#[test]
fn sans_numero_ou_trop_longue_la_liste_est_refusee() {
    for texte in ["", "bonjour", "nom;prenom\nEssai;Camille", "12/03/2026"] {
        assert_eq!(lire(texte.as_bytes()), Err(ListeInvalide::AucunNumero), "{texte}");
    }
    let longue = (0..501).map(n).collect::<Vec<_>>().join("\n");
    assert_eq!(lire(longue.as_bytes()), Err(ListeInvalide::TropLongue { trouvees: 501 }));
}

proptest! {
    #[test]
    fn aucun_texte_ne_fait_paniquer(texte in ".{0,300}") {
        drop(lire(texte.as_bytes()));
    }

    #[test]
    fn chaque_numero_colle_est_retrouve_une_fois(rangs in proptest::collection::hash_set(0u32..10_000, 1..40), fin in "(\n|\r\n)") {
        let rangs: Vec<_> = rangs.into_iter().collect();
        let texte: String = rangs.iter().map(|rang| format!("{}{fin}", n(*rang))).collect();
        let lues = lire(texte.as_bytes()).unwrap();
        prop_assert_eq!(lues.len(), rangs.len());
        for (ligne, rang) in lues.iter().zip(rangs) {
            prop_assert_eq!(&ligne.rpps, &Ok(rpps_de_demonstration(rang)));
            prop_assert_eq!(ligne.deja, None);
        }
    }
}
