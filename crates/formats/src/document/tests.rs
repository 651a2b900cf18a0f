//! What is written is read back, the same bytes for the same document; what is strange is refused by name.

use droit::document::{BrouillonBilan, MedecinTraitant};
use proptest::prelude::*;

use super::exemple::{PERSONNES, brouillon_bilan, documents, en_tete, texte};
use super::*;

#[test]
fn chaque_document_de_chaque_patient_se_relit() {
    for personne in &PERSONNES {
        for document in documents(&personne.sujet()) {
            let octets = ecrire(&document).unwrap();
            let relu = lire(&octets).unwrap();
            assert_eq!(relu, document);
            assert_eq!(ecrire(&relu).unwrap(), octets);
        }
    }
}

#[test]
fn un_document_sans_medecin_traitant_et_une_correction_se_relisent() {
    for medecin in [MedecinTraitant::Aucun, MedecinTraitant::NonPrecise] {
        let mut document = documents(&PERSONNES[0].sujet()).remove(1);
        document.en_tete.medecin_traitant = medecin;
        let suivant = droit::identifiant::DocumentId::new(0x1002);
        document.en_tete.reference = document.en_tete.reference.corrigee(suivant).unwrap();
        assert_eq!(lire(&ecrire(&document).unwrap()), Ok(document));
    }
}

#[test]
fn une_saisie_se_relit_telle_quelle() {
    let champ = |nom: &str, valeur: &str| (nom.to_owned(), valeur.to_owned());
    let saisie = vec![
        champ(
            "motif",
            " « à  finir
",
        ),
        champ("zone", "a"),
        champ("zone", "b"),
        champ("vide", ""),
    ];
    assert_eq!(lire_saisie(&ecrire_saisie(&saisie).unwrap()), Ok(saisie));
}

/// The bilan, changed as text.
fn altere(ancien: &str, nouveau: &str) -> DocumentIllisible {
    let document = documents(&PERSONNES[0].sujet()).remove(0);
    let json = String::from_utf8(ecrire(&document).unwrap()).unwrap();
    assert!(json.contains(ancien), "{ancien} n’est pas dans {json}");
    lire(json.replacen(ancien, nouveau, 1).as_bytes()).unwrap_err()
}

#[test]
fn ce_qui_est_etrange_est_refuse_par_son_nom() {
    let champ = |faute| match faute {
        DocumentIllisible::Champ { champ, cause } => format!("{champ} : {cause}"),
        autre => panic!("{autre:?}"),
    };
    assert!(champ(altere("\"degres\":95", "\"degres\":950")).contains("950°"));
    assert!(champ(altere("\"dixiemes\":425", "\"dixiemes\":42500")).contains("KOOS"));
    assert!(champ(altere("\"intensite\":6", "\"intensite\":11")).contains("de 0 à 10"));
    assert!(champ(altere("\"anamnese\"", "\"anamnèse\"")).contains("anamnèse"));
    assert!(champ(altere("avant-genou-gauche", "avant-aile-gauche")).starts_with("contenu.bilan.schema"));
    assert!(champ(altere("\"version\":1", "\"version\":2")).contains("remplace"));
    assert!(champ(altere("DOMINIQUE MARIE-LOUISE", "MARIE-LOUISE")).contains("premier prénom"));
    assert_eq!(altere("\"forme\":1", "\"forme\":2"), DocumentIllisible::Forme(2));
    assert!(matches!(
        altere("\"diagnostic\":\"Entorse bénigne du ligament collatéral.\"", "\"diagnostic\":null"),
        DocumentIllisible::Incomplet(_)
    ));
    assert!(matches!(lire(b"{\"forme\":1} {"), Err(DocumentIllisible::Champ { .. })));
}

proptest! {
    #[test]
    fn tout_texte_survit(saisie in "\\PC{1,60}") {
        if let Ok(motif) = saisie.parse() {
            let bilan = BrouillonBilan { motif: Some(motif), pronostic: Some(texte("…")), ..brouillon_bilan() };
            let contenu = Contenu::Bilan(Box::new(bilan.valider().unwrap()));
            let document = Document { en_tete: en_tete(PERSONNES[0].sujet()), contenu };
            prop_assert_eq!(lire(&ecrire(&document).unwrap()), Ok(document));
        }
    }

    #[test]
    fn aucun_octet_ne_fait_paniquer(octets in proptest::collection::vec(any::<u8>(), 0..80)) {
        prop_assert!(lire(&octets).is_err() && lire_saisie(&octets).is_err());
    }
}
