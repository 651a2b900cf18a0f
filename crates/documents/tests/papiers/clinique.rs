//! The documents of an episode read back: who, about whom, what comes first, and every patient of the stories.

use documents::{Cadre, Gabarit};
use droit::document::{Contenu, Document, SchemaCorporel};
use jiff::civil::date;

use crate::episode::{PERSONNES, brouillon_bilan, documents, en_tete, texte as mots};
use crate::lecteur::{formes, pages, proprietes};
use crate::{HOSTILE, verifier_que};

fn cadre() -> Cadre {
    let bandeau = "Démonstration : personnes fictives, document sans valeur".to_owned();
    Cadre { le: date(2026, 1, 5), bandeau: Some(bandeau), gabarit: Gabarit::default() }
}

#[test]
fn chaque_document_dit_qui_sur_qui_et_quoi_d_abord() {
    for document in documents(&PERSONNES[0].sujet()) {
        let pdf = documents::clinique(&document, cadre()).unwrap();
        if let Some(dossier) = option_env!("PAPIERS") {
            let nom = format!("{dossier}/clinique-{}.pdf", document.genre().code());
            std::fs::write(nom, pdf.as_bytes()).unwrap();
        }
        for phrase in [
            document.genre().titre(),
            "Claire EXEMPLE",
            "PAT-TROIS DOMINIQUE",
            "28/03/1979",
            "version 1",
            "INS 279035121518989",
        ] {
            verifier_que(pdf.as_bytes(), phrase);
        }
        for ligne in document.synthese().lignes() {
            verifier_que(pdf.as_bytes(), ligne.rubrique);
        }
        let dits = proprietes(pdf.as_bytes());
        assert!(dits.contains("<pdfaid:part>1") && dits.contains("<pdfaid:conformance>A"), "{dits}");
        assert_eq!(pages(pdf.as_bytes()), 1, "{:?}", document.genre());
    }
}

#[test]
fn chaque_patient_des_recits_a_des_documents_valides() {
    for personne in &PERSONNES {
        for document in documents(&personne.sujet()) {
            let pdf = documents::clinique(&document, cadre()).unwrap();
            verifier_que(pdf.as_bytes(), personne.nom);
        }
    }
}

#[test]
fn sans_identite_qualifiee_le_matricule_ne_sort_pas() {
    let mut sujet = PERSONNES[0].sujet();
    sujet.identite.statut = droit::identifiant::StatutIdentite::Provisoire;
    for document in documents(&sujet) {
        let pdf = documents::clinique(&document, cadre()).unwrap();
        assert!(!crate::lecteur::texte(pdf.as_bytes()).contains("279035121518989"));
        verifier_que(pdf.as_bytes(), "Sans matricule INS");
    }
}

#[test]
fn les_mots_du_kinesitherapeute_restent_des_mots() {
    let mut brouillon = brouillon_bilan();
    brouillon.diagnostic = Some(mots(HOSTILE));
    let contenu = Contenu::Bilan(Box::new(brouillon.valider().unwrap()));
    let document = Document { en_tete: en_tete(PERSONNES[1].sujet()), contenu };
    let un = documents::clinique(&document, cadre()).unwrap();
    verifier_que(un.as_bytes(), HOSTILE);
    assert_eq!(documents::clinique(&document, cadre()).unwrap(), un);
}

/// A bilan with these zones marked.
fn bilan_marque(codes: &[&str]) -> Vec<u8> {
    let schema = SchemaCorporel::embarque().unwrap();
    let mut brouillon = brouillon_bilan();
    brouillon.schema = codes.iter().map(|code| schema.zone(code).unwrap()).collect();
    let contenu = Contenu::Bilan(Box::new(brouillon.valider().unwrap()));
    let document = Document { en_tete: en_tete(PERSONNES[1].sujet()), contenu };
    documents::clinique(&document, cadre()).unwrap().into_bytes()
}

#[test]
fn le_schema_corporel_est_dessine_numerote_et_dit_en_mots() {
    let codes = [
        "avant-genou-gauche",
        "arriere-rachis-lombaire",
        "arriere-lombes-droit",
        "avant-epaule-droit",
        "arriere-main-gauche",
        "avant-cou",
    ];
    let toutes = bilan_marque(&codes);
    if let Some(dossier) = option_env!("PAPIERS") {
        std::fs::write(format!("{dossier}/clinique-schema.pdf"), &toutes).unwrap();
    }
    assert_eq!(pages(&toutes), 1, "le schéma tient à côté des mesures");
    for libelle in
        ["Genou (gauche), de face", "Rachis lombaire, de dos", "Main (gauche), de dos", "Cou, de face"]
    {
        verifier_que(&toutes, libelle);
    }
    assert!(
        String::from_utf8_lossy(&toutes).contains("/Alt"),
        "le dessin a des mots pour qui ne le voit pas"
    );
    let dits = proprietes(&toutes);
    assert!(dits.contains("<pdfaid:part>1") && dits.contains("<pdfaid:conformance>A"), "{dits}");
    let compte = |nombre: usize| formes(&bilan_marque(&codes[..nombre]));
    let zones = SchemaCorporel::embarque().unwrap().zones().count();
    assert!(compte(1) >= compte(0) + zones, "chaque zone a son contour");
    let pastille = compte(2) - compte(1);
    assert!(pastille > 0 && compte(3) - compte(2) == pastille && compte(6) - compte(5) == pastille);
}

#[test]
fn le_fichier_dit_son_titre_sa_langue_son_auteur_et_sa_version() {
    for document in documents(&PERSONNES[0].sujet()) {
        let pdf = documents::clinique(&document, cadre()).unwrap();
        let dits = proprietes(pdf.as_bytes());
        for attendu in [document.genre().titre(), "Claire EXEMPLE", "version 1"] {
            assert!(dits.contains(attendu), "{attendu} : {dits}");
        }
        let octets = String::from_utf8_lossy(pdf.as_bytes());
        assert!(octets.contains("/Lang") && octets.contains("/StructTreeRoot"), "{:?}", document.genre());
    }
}

#[test]
fn les_mots_du_departement_remplacent_ceux_du_produit_et_une_valeur_reste_une_valeur() {
    let justificatif = documents(&PERSONNES[1].sujet()).remove(3);
    let gabarit: Gabarit =
        "## Caisse & <Loiret>\n#strong[{patient}]\nNé(e) le : {ne_le}\n{seances}".parse().unwrap();
    let pdf = documents::clinique(&justificatif, Cadre { gabarit, ..cadre() }).unwrap();
    for phrase in ["Caisse & <Loiret>", "#strong[", "02/07/1977", "Séance"] {
        verifier_que(pdf.as_bytes(), phrase);
    }
    assert!(!crate::lecteur::texte(pdf.as_bytes()).contains("Diagnostic médical préalable"));
}
