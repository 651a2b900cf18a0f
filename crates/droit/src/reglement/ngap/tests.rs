//! The price table of the NGAP in force on 21/06/2026, in both zones, and what each date changes.

use rstest::rstest;

use super::*;
use crate::reglement::Confiance;

const PRIX: &str = include_str!("prix-2026-06-21.csv");

fn nomenclature() -> &'static Nomenclature {
    static LUE: std::sync::OnceLock<Nomenclature> = std::sync::OnceLock::new();
    LUE.get_or_init(|| Nomenclature::embarquee().expect("la nomenclature embarquée se lit"))
}

fn jour(texte: &str) -> Date {
    texte.parse().expect("une date")
}

fn acte(cotation: &str) -> ActeNgap {
    let (lettre, coefficient) = cotation.split_once(' ').expect("lettre et coefficient");
    ActeNgap { lettre: lettre.to_owned(), coefficient: coefficient.parse().expect("un coefficient") }
}

fn prix(ngap: &Nomenclature, cotation: &str, zone: ZoneTarifaire, le: &str) -> String {
    let montant = ngap.tarif(&acte(cotation), zone, jour(le));
    montant.map_or("aucun".to_owned(), |m| m.to_string().replace("\u{a0}€", ""))
}

fn libelles<'n>(ngap: &'n Nomenclature, cotation: &str, le: &str) -> Vec<&'n str> {
    match ngap.acte(&acte(cotation), jour(le)) {
        Recherche::EnVigueur(trouve) => trouve.lignes().map(|l| l.acte.libelle.as_str()).collect(),
        _ => Vec::new(),
    }
}

fn premiere<'n>(ngap: &'n Nomenclature, cotation: &str, le: &str) -> EnVigueur<'n> {
    match ngap.acte(&acte(cotation), jour(le)) {
        Recherche::EnVigueur(trouve) => trouve,
        autre => panic!("{cotation} au {le} : {autre:?}"),
    }
}

#[test]
fn chaque_prix_de_la_table_du_21_juin_2026_est_juste_dans_les_deux_zones() {
    let ngap = nomenclature();
    let mut lues = 0;
    for ligne in PRIX.lines().filter(|ligne| !ligne.starts_with('#')) {
        let [lettre, coefficient, metropole, outre_mer] = ligne.split(';').collect::<Vec<_>>()[..] else {
            panic!("ligne mal formée : {ligne}");
        };
        let cotation = format!("{lettre} {coefficient}");
        assert_eq!(prix(ngap, &cotation, ZoneTarifaire::Metropole, "2026-06-21"), metropole, "{cotation}");
        assert_eq!(prix(ngap, &cotation, ZoneTarifaire::OutreMer, "2026-06-21"), outre_mer, "{cotation}");
        lues += 1;
    }
    assert_eq!(lues, 94);
    assert_eq!(
        ngap.lignes_au(jour("2026-06-21")).count(),
        94,
        "la nomenclature n’a ni plus ni moins de lignes"
    );
}

#[rstest]
#[case("RAM 8.09", "2025-12-31", "RAM 8.09", "2026-01-01", "RAM 7.49")]
#[case("VIM 8.12", "2025-12-31", "VIM 8.12", "2026-01-01", "VIM 7.52")]
#[case("APM 8.1", "2025-12-31", "APM 8.1", "2026-01-01", "APM 7.5")]
#[case("TER 9.79", "2026-05-27", "TER 9.79", "2026-05-28", "TER 9.49")]
#[case("TER 9.81", "2026-05-27", "TER 9.81", "2026-05-28", "TER 9.51")]
#[case("APM 9.8", "2026-05-27", "APM 9.8", "2026-05-28", "APM 9.5")]
#[case("AMK 2.5", "2025-12-31", "AMK 2.5", "2026-01-01", "AMK 1.2")]
fn un_coefficient_commence_a_son_jour_et_remplace_l_ancien(
    #[case] nouveau: &str,
    #[case] veille: &str,
    #[case] _meme: &str,
    #[case] debut: &str,
    #[case] ancien: &str,
) {
    let ngap = nomenclature();
    assert!(libelles(ngap, nouveau, veille).is_empty());
    assert_eq!(libelles(ngap, nouveau, debut), libelles(ngap, ancien, veille));
    assert!(libelles(ngap, ancien, debut).is_empty());
    assert!(libelles(ngap, ancien, "2024-02-21").is_empty(), "rien avant le 22/02/2024");
    assert_eq!(libelles(ngap, ancien, "2024-02-22").len(), 1);
}

#[test]
fn rpe_6_s_arrete_le_31_decembre_2025_et_le_message_le_dit() {
    let ngap = nomenclature();
    assert_eq!(libelles(ngap, "RPE 6", "2025-12-31").len(), 1);
    let Recherche::AutrePeriode(ligne) = ngap.acte(&acte("RPE 6"), jour("2026-01-01")) else {
        panic!("RPE 6 n’est plus en vigueur");
    };
    assert_eq!(
        ligne.to_string(),
        "RPE 6,00 (Déambulation du sujet âgé, cotation supprimée), en vigueur du 22/02/2024 au 31/12/2025"
    );
    assert_eq!(prix(ngap, "RPE 6", ZoneTarifaire::Metropole, "2026-01-01"), "aucun");
}

#[test]
fn un_coefficient_perime_mene_a_celui_du_meme_acte() {
    let ngap = nomenclature();
    let Recherche::AutrePeriode(ligne) = ngap.acte(&acte("TER 9.49"), jour("2026-06-01")) else {
        panic!("TER 9.49 n’est plus en vigueur");
    };
    let aujourd_hui = ngap.cotation_de(&ligne.acte, jour("2026-06-01")).expect("l’acte se cote encore");
    assert_eq!(aujourd_hui.coefficient.to_string(), "9.79");
}

#[test]
fn plusieurs_actes_partagent_amk_10_et_restent_a_confirmer() {
    let ngap = nomenclature();
    assert_eq!(libelles(ngap, "AMK 10", "2026-06-21").len(), 2);
    assert_eq!(premiere(ngap, "AMK 10", "2026-06-21").acces_direct().0, ActeAccesDirect::AConfirmer);
}

#[rstest]
#[case("RAM 99")]
#[case("ZZZ 8.09")]
#[case("AMS 7.5")]
fn ce_que_la_nomenclature_ne_connait_pas_est_inconnu(#[case] cotation: &str) {
    assert!(matches!(nomenclature().acte(&acte(cotation), jour("2026-06-21")), Recherche::Inconnue));
}

#[test]
fn la_lettre_se_reconnait_en_minuscules() {
    assert_eq!(libelles(nomenclature(), "ram 8.09", "2026-06-21"), ["Lombalgie commune"]);
}

#[rstest]
#[case("TER 16", ActeAccesDirect::Exclu)]
#[case("ARL 28", ActeAccesDirect::AvecDiagnostic)]
#[case("ARL 20", ActeAccesDirect::AvecDiagnostic)]
#[case("AMK 5", ActeAccesDirect::AConfirmer)]
#[case("AMK 20", ActeAccesDirect::AConfirmer)]
#[case("AMK 10.7", ActeAccesDirect::Admis)]
#[case("RAM 8.09", ActeAccesDirect::Admis)]
fn l_acces_direct_de_chaque_acte_est_cite(#[case] cotation: &str, #[case] attendu: ActeAccesDirect) {
    let ngap = nomenclature();
    let (regle, source) = premiere(ngap, cotation, "2026-06-21").acces_direct();
    assert_eq!(regle, attendu);
    let interprete = attendu != ActeAccesDirect::Admis;
    assert_eq!(source.confiance == Confiance::Interpretation, interprete, "une lecture du produit se dit");
}

#[rstest]
#[case("RSC 8.09", Some(1))]
#[case("RAM 8.09", Some(16))]
#[case("RAM 8.07", Some(16))]
#[case("RAM 8.08", Some(16))]
#[case("RIC 8.12", Some(26))]
#[case("RSC 8.11", Some(51))]
#[case("RIC 8.08", Some(41))]
#[case("RAM 8.11", None)]
fn l_accord_prealable_commence_a_son_rang(#[case] cotation: &str, #[case] rang: Option<u16>) {
    let ngap = nomenclature();
    let accord = premiere(ngap, cotation, "2026-06-21").accord_prealable();
    assert_eq!(accord.map(|(accord, _)| accord.rang), rang);
    if let (Some((accord, _)), Some(rang)) = (accord, rang) {
        assert!(accord.requis_au(rang) && !accord.requis_au(rang - 1));
    }
}

#[test]
fn trente_seances_de_lombalgie_en_douze_mois_appellent_l_accord() {
    let ngap = nomenclature();
    let (accord, _) =
        premiere(ngap, "RAM 8.09", "2026-06-21").accord_prealable().expect("soumis à référentiel");
    assert!(!accord.requis_apres(29) && accord.requis_apres(30));
    let (coude, _) =
        premiere(ngap, "RSM 8.12", "2026-06-21").accord_prealable().expect("soumis à référentiel");
    assert!(!coude.requis_apres(300));
}

#[rstest]
#[case(TypeBdk::General, &[1, 10, 30, 50, 70], &[0, 11, 20, 29, 31, 40, 60])]
#[case(TypeBdk::Neurologique, &[1, 10, 60, 110, 160], &[0, 11, 30, 50, 59, 61, 80])]
fn le_bdk_se_facture_a_ses_rangs(#[case] bdk: TypeBdk, #[case] oui: &[u16], #[case] non: &[u16]) {
    let ngap = nomenclature();
    let rythme = ngap.rythme_bdk(bdk).expect("un rythme");
    assert!(oui.iter().all(|rang| rythme.facturable(*rang).is_some()));
    assert!(non.iter().all(|rang| rythme.facturable(*rang).is_none()));
    assert_eq!(rythme.facturable(1), Some(EcheanceBdk::Initial));
    assert_eq!(rythme.facturable(oui[2]), Some(EcheanceBdk::Renouvellement));
}

#[rstest]
#[case(LettreCle::Amk, "2012-07-14", None, None)]
#[case(LettreCle::Amk, "2024-02-21", Some(215), Some(236))]
#[case(LettreCle::Amk, "2024-02-22", Some(221), Some(243))]
#[case(LettreCle::Ram, "2024-02-21", None, None)]
#[case(LettreCle::Tmk, "2026-06-21", Some(215), None)]
fn la_lettre_cle_vaut_selon_le_jour_et_la_zone(
    #[case] lettre: LettreCle,
    #[case] le: &str,
    #[case] metropole: Option<u32>,
    #[case] outre_mer: Option<u32>,
) {
    let ngap = nomenclature();
    let valeur = ngap.valeur(lettre, jour(le)).map(|valeur| valeur.montant);
    assert_eq!(valeur.and_then(|v| v.dans(ZoneTarifaire::Metropole)), metropole.map(Centimes));
    assert_eq!(valeur.and_then(|v| v.dans(ZoneTarifaire::OutreMer)), outre_mer.map(Centimes));
}

#[test]
fn chaque_acte_a_un_identifiant_unique_et_chaque_deduction_le_dit() {
    let ngap = nomenclature();
    let mut ids: Vec<_> = ngap.actes().map(|acte| &acte.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), ngap.actes().count());
    for ligne in ngap.lignes_au(jour("2024-06-01")).filter(|l| l.acte.historique == Historique::Deduit) {
        assert_eq!(ligne.source.confiance, Confiance::Interpretation, "{ligne}");
    }
}

#[test]
fn l_indemnite_specifique_unique_commence_le_1er_janvier_2026() {
    let ngap = nomenclature();
    let ifs = |le| ngap.indemnites_au(jour(le)).find(|i| i.code == "IFS").map(|i| i.montant.metropole);
    assert_eq!(ifs("2025-12-31"), None);
    assert_eq!(ifs("2026-01-01"), Some(Some(Centimes(400))));
}

#[rstest]
#[case("NMI 11", "2026-08-31", false)]
#[case("NMI 11", "2026-09-01", true)]
#[case("NMI 10.01", "2026-11-21", true)]
#[case("NMI 9", "2026-11-21", false)]
#[case("RAM 8.09", "2026-11-21", false)]
#[case("RAM 8.09", "2027-07-01", true)]
fn une_hausse_annoncee_et_non_verifiee_se_dit(
    #[case] cotation: &str,
    #[case] le: &str,
    #[case] reserve: bool,
) {
    let ngap = nomenclature();
    let trouve = premiere(ngap, cotation, le);
    assert_eq!(trouve.premiere().acte.reserve_au(jour(le)).is_some(), reserve);
}

mod hasard {
    use proptest::prelude::*;

    use super::*;
    use crate::decision::Coefficient;

    fn un_jour() -> impl Strategy<Value = Date> {
        (1900i16..2100, 1i8..=12, 1i8..=28)
            .prop_map(|(annee, mois, jour)| jiff::civil::date(annee, mois, jour))
    }

    proptest! {
        #[test]
        fn aucun_coefficient_ne_fait_paniquer(saisie in "\\PC{0,9}", chiffres in "[0-9]{0,4}[.,]?[0-9]{0,3}") {
            for texte in [saisie, chiffres] {
                if let Ok(coefficient) = texte.parse::<Coefficient>() {
                    prop_assert_eq!(coefficient.to_string().parse(), Ok(coefficient));
                }
            }
        }

        #[test]
        fn aucune_recherche_ne_fait_paniquer(lettre in "\\PC{0,5}", coefficient in "[0-9]{1,3}[.][0-9]{1,2}", le in un_jour()) {
            let ngap = nomenclature();
            let acte = ActeNgap { lettre, coefficient: coefficient.parse().unwrap() };
            let trouve = matches!(ngap.acte(&acte, le), Recherche::EnVigueur(_));
            prop_assert!(trouve || ngap.tarif(&acte, ZoneTarifaire::Metropole, le).is_none());
        }

        #[test]
        fn chaque_ligne_se_retrouve_a_ses_jours_et_a_eux_seuls(choix in any::<prop::sample::Index>(), le in un_jour()) {
            let ngap = nomenclature();
            let ligne = choix.get(&ngap.lignes);
            let acte = ActeNgap { lettre: ligne.lettre.code().to_owned(), coefficient: ligne.coefficient };
            match ngap.acte(&acte, le) {
                Recherche::EnVigueur(trouve) => {
                    prop_assert!(trouve.lignes().all(|l| l.en_vigueur(le) && l.lettre == ligne.lettre));
                    prop_assert_eq!(trouve.lignes().any(|l| l == ligne), ligne.en_vigueur(le));
                }
                Recherche::AutrePeriode(proche) => {
                    prop_assert!(!ligne.en_vigueur(le) && proche.distance(le) <= ligne.distance(le));
                }
                Recherche::Inconnue => prop_assert!(false, "la ligne existe"),
            }
        }
    }
}

#[test]
fn un_acte_se_lit_comme_la_nomenclature_l_ecrit() {
    for (code, lu) in
        [("RAM 8.1", "RAM 8,10"), ("RAM 8.11", "RAM 8,11"), ("TER 16", "TER 16,00"), ("APM 9.05", "APM 9,05")]
    {
        assert_eq!(acte(code).to_string(), lu);
    }
}
