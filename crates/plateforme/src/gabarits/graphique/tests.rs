//! Drawings stay on their sheet and hold only numbers, whatever they are given; one of each kind is read whole.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn mesure() -> impl Strategy<Value = Mesure> {
    let nombre = prop_oneof![
        Just(0.0),
        Just(f64::NAN),
        Just(f64::INFINITY),
        0.0..1e-3_f64,
        0.0..100.0_f64,
        0.0..1e7_f64
    ];
    prop_oneof![
        nombre.clone().prop_map(Mesure::nouvelle),
        (nombre.clone(), nombre.clone(), nombre).prop_map(|(v, a, b)| Mesure::avec_intervalle(v, a, b)),
        Just(Mesure::Masquee),
        Just(Mesure::Absente),
    ]
}

fn nom() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), Just("CPTS".to_owned()), "[A-Za-zéè <&\"]{0,60}"]
}

fn unite() -> impl Strategy<Value = Unite> {
    prop_oneof![Just(Unite::Entier), Just(Unite::Decimal(1)), Just(Unite::Pourcent)]
}

/// Every mark is on the sheet, within the width of a stroke.
fn tient(dessin: &Dessin) {
    let svg = dessin.pour_papier();
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    let (entete, corps) = svg.split_once("</style>").unwrap();
    let boite = attributs(entete, "viewBox").next().unwrap();
    let cotes: Vec<f64> = boite.split(' ').map(|mot| mot.parse().unwrap()).collect();
    let (large, haut) = (cotes[2], cotes[3]);
    for (nom, borne) in [("x", large), ("y", haut)] {
        for valeur in attributs(corps, nom) {
            let valeur: f64 = valeur.parse().unwrap();
            assert!((-3.0..=borne + 3.0).contains(&valeur), "{nom}={valeur} hors de {borne} : {svg}");
        }
    }
    for rect in corps.split("<rect").skip(1) {
        let lire = |nom| attributs(rect, nom).next().unwrap().parse::<f64>().unwrap();
        assert!(lire("x") + lire("width") <= large + 3.0, "{rect}");
        assert!(lire("width") >= 0.0 && lire("height") >= 0.0, "{rect}");
    }
    for trace in attributs(corps, "d") {
        for depart in trace.split('M').filter(|part| !part.is_empty()) {
            let absolus = depart.split(['a', 'l', 'h', 'v', 'z']).next().unwrap();
            for (rang, nombre) in absolus.split(['L', ' ']).enumerate() {
                let Ok(valeur) = nombre.parse::<f64>() else { continue };
                let borne = if rang % 2 == 0 { large } else { haut };
                assert!((-10.0..=borne + 10.0).contains(&valeur), "{valeur} hors de {borne} : {trace}");
            }
        }
    }
}

fn attributs<'s>(svg: &'s str, nom: &str) -> impl Iterator<Item = &'s str> {
    let debut = format!(" {nom}=\"");
    svg.split(&debut).skip(1).filter_map(|suite| suite.split('"').next()).collect::<Vec<_>>().into_iter()
}

proptest! {
    #[test]
    fn une_courbe_tient_sur_sa_feuille(
        noms in prop::collection::vec(nom(), 0..40),
        series in prop::collection::vec((nom(), prop::collection::vec(mesure(), 0..40)), 0..5),
        unite in unite(),
        bornees in any::<bool>(),
        en_cours in 0..3_usize,
    ) {
        let series = series.into_iter().map(|(nom, mesures)| Serie { nom, mesures }).collect();
        let courbe = Courbe {
            titre: "Titre", phrase: String::new(), abscisse: "Mois", abscisses: abscisses_regulieres(noms), unite,
            bornes: bornees.then_some((0.0, 10.0)), series, en_cours,
        };
        tient(courbe.graphique().dessin());
    }

    #[test]
    fn des_barres_tiennent_sur_leur_feuille(
        barres in prop::collection::vec((nom(), mesure()), 0..12),
        repere in prop::option::of(0.0..1e4_f64),
        unite in unite(),
    ) {
        let barres = barres.into_iter().map(|(nom, mesure)| Barre { nom, mesure, precision: String::new() }).collect();
        let repere = repere.map(|valeur| Repere { nom: "Ensemble".to_owned(), valeur });
        let barres = Barres { titre: "Titre", phrase: String::new(), colonnes: ["Nom", "Part", "Sur"], unite, barres, repere };
        tient(barres.graphique().dessin());
    }

    #[test]
    fn une_repartition_tient_sur_sa_feuille(
        lignes in prop::collection::vec((nom(), prop::option::of(prop::collection::vec(0..5_000_u64, 3))), 0..10),
    ) {
        let lignes = lignes.into_iter().map(|(nom, nombres)| Ligne { nom, nombres }).collect();
        let repartition = Repartition {
            titre: "Titre", phrase: String::new(), colonne: "CPTS", compte: "Épisodes", classes: vec!["1", "2 à 8", "plus de 8"], lignes,
        };
        tient(repartition.graphique().dessin());
    }

    #[test]
    fn un_entonnoir_tient_sur_sa_feuille(places in prop::collection::vec((nom(), 0..5_000_u64, 0..5_000_u64), 0..20), moyenne in 0.0..100.0_f64) {
        let places = places.into_iter().map(|(nom, a, b)| Placee { nom, nombre: a.min(b), sur: b }).collect();
        let limites = (1..20).map(|rang| Limites { sur: rang * 200, proches: (0.0, moyenne), lointaines: (0.0, 100.0) }).collect();
        let entonnoir = Entonnoir { titre: "Titre", phrase: String::new(), colonne: "CPTS", taille: "Épisodes", moyenne, nom: "Ensemble", places, limites };
        tient(entonnoir.graphique().dessin());
    }

    #[test]
    fn un_miroir_tient_sur_sa_feuille(sienne in mesure(), mut cinq in prop::array::uniform5(0.0..1e4_f64), montre in any::<bool>(), nom in nom()) {
        cinq.sort_by(f64::total_cmp);
        let groupe = Groupe { effectif: 40, decile_bas: cinq[0], quartile_bas: cinq[1], mediane: cinq[2], quartile_haut: cinq[3], decile_haut: cinq[4] };
        let miroir = Miroir { titre: "Titre", phrase: String::new(), unite: Unite::Decimal(1), nom: &nom, sienne, groupe: montre.then_some(groupe) };
        tient(miroir.graphique().dessin());
    }

    #[test]
    fn une_carte_tient_sur_sa_feuille(mesures in prop::collection::vec(mesure(), 20), lieux in prop::collection::vec((nom(), -90.0..90.0_f64, -180.0..180.0_f64, 0..500_u64), 0..30)) {
        let codes = ["11", "22", "2B", "32", "38", "45", "54", "59", "68", "69", "76", "78", "79", "81", "83", "85", "89", "972", "974", "976"];
        let zones = codes.iter().zip(mesures).map(|(code, mesure)| Zone {
            code: code.parse().unwrap(), nom: (*code).to_owned(), mesure, precision: String::new(), adresse: None,
        });
        let carte = CarteDeFrance { titre: "Titre", phrase: String::new(), colonnes: ["Part", "Sur"], unite: Unite::Pourcent, zones: zones.collect() };
        tient(carte.graphique().dessin());
        let lieux = lieux.into_iter().map(|(nom, latitude, longitude, nombre)| Lieu { nom, latitude, longitude, nombre }).collect();
        let carte = CarteDesLieux { titre: "Titre", phrase: String::new(), colonne: "Praticiens", departement: "45".parse().unwrap(), lieux };
        tient(carte.graphique().unwrap().dessin());
    }
}

#[test]
fn le_controle_voit_ce_qui_sort_de_la_feuille() {
    let sortie = |corps| Dessin::nouveau(100.0, corps);
    for corps in [
        maud::html! { text x="460" y="10" { "a" } },
        maud::html! { rect x="400" y="0" width="60" height="4" {} },
        maud::html! { path d="M0 140L10 10" {} },
        maud::html! { path d="MNaN 10" {} },
    ] {
        let dessin = sortie(corps);
        assert!(std::panic::catch_unwind(|| tient(&dessin)).is_err(), "{}", dessin.pour_papier());
    }
}

#[test]
fn rien_et_une_seule_valeur_se_dessinent() {
    for mesures in [Vec::new(), vec![Mesure::nouvelle(4.0)], vec![Mesure::Masquee; 3]] {
        let noms = (0..mesures.len()).map(|rang| rang.to_string());
        let courbe = Courbe {
            titre: "Titre",
            phrase: "Une phrase.".to_owned(),
            abscisse: "Mois",
            abscisses: abscisses_regulieres(noms),
            unite: Unite::Entier,
            bornes: None,
            series: vec![Serie { nom: "Séances".to_owned(), mesures: mesures.clone() }],
            en_cours: 0,
        };
        tient(courbe.graphique().dessin());
        let petite = Vignette {
            nom: "CPTS".to_owned(),
            mesures,
            phrase: "Une phrase.".to_owned(),
            adresse: None,
            chiffres: Vec::new(),
        };
        let page = vignettes(&[petite], Unite::Entier, ("janvier", "décembre")).0;
        assert!(!page.contains("NaN"), "{page}");
    }
    assert!(vignettes(&[], Unite::Entier, ("", "")).0.contains("<ul"));
}

#[test]
fn une_courbe_se_lit_en_entier() {
    let jours = [date(2026, 2, 2), date(2026, 2, 9), date(2026, 3, 2)];
    let courbe = Courbe {
        titre: "Douleur au fil des bilans",
        phrase: "La douleur passe de 7 à 2 sur 10 en quatre semaines.".to_owned(),
        abscisse: "Jour",
        abscisses: abscisses_datees(&jours),
        unite: Unite::Decimal(0),
        bornes: Some((0.0, 10.0)),
        series: vec![
            Serie { nom: "Repos".to_owned(), mesures: [4.0, 3.0, 1.0].map(Mesure::nouvelle).to_vec() },
            Serie {
                nom: "Mouvement".to_owned(),
                mesures: vec![Mesure::nouvelle(7.0), Mesure::Absente, Mesure::avec_intervalle(2.0, 1.0, 3.0)],
            },
        ],
        en_cours: 0,
    };
    insta::assert_snapshot!("courbe", courbe.graphique().rendre().0.replace('>', ">\n"));
}

#[test]
fn une_repartition_masquee_ne_dit_aucun_nombre() {
    let repartition = Repartition {
        titre: "Séances par épisode",
        phrase: "Une phrase.".to_owned(),
        colonne: "CPTS",
        compte: "Épisodes",
        classes: vec!["1 séance", "2 à 8", "plus de 8"],
        lignes: vec![Ligne { nom: "Petite".to_owned(), nombres: None }],
    };
    let page = repartition.graphique().rendre().0;
    assert!(page.contains("Non publié") && page.contains("non publié") && !page.contains('%'), "{page}");
}

/// The last month runs: its figures are marked and in the table, and no line falls to them.
#[test]
fn aucun_trait_ne_mene_a_ce_qui_est_en_cours() {
    let tracer = |en_cours| {
        let courbe = Courbe {
            titre: "Mois par mois",
            phrase: String::new(),
            abscisse: "Mois",
            abscisses: abscisses_regulieres(["10", "11", "12, en cours"].map(str::to_owned)),
            unite: Unite::Entier,
            bornes: None,
            series: vec![Serie {
                nom: "Patients".to_owned(),
                mesures: [900.0, 950.0, 0.0].map(Mesure::nouvelle).to_vec(),
            }],
            en_cours,
        };
        courbe.graphique().rendre().0
    };
    let points = |page: &str| {
        let ligne = page.split("class=\"g-ligne g-1\" d=\"").nth(1).unwrap().split('"').next().unwrap();
        ligne.split('L').count()
    };
    assert_eq!((points(&tracer(0)), points(&tracer(1))), (3, 2));
    assert_eq!(tracer(1).matches("g-marque g-1").count(), 3);
    assert!(tracer(1).contains("12, en cours"));
}
