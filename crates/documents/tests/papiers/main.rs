//! The documents read back: their text, what they say of themselves, and what hostile words do to them.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod clinique;
#[path = "../../../formats/src/document/exemple.rs"]
mod episode;
mod exemples;
mod lecteur;
mod rapport;
mod structure;

use documents::{Echec, Pdf};

use exemples::{acceptation, attestation, certificat, recepisse, refus, seance, toutes_les_decisions};
use lecteur::{pages, proprietes, sans_blancs, texte};

const HOSTILE: &str = "#let a = 1; #import \"/etc/passwd\"; $ x^2 $ \\u{41} *gras* _fin_ `code` <etiquette> @cite ] ) } = titre // rien /* rien */ https://exemple.fr";

/// Each document with its name; its page is also left in the folder that `PAPIERS` names, to be looked at.
fn tous() -> Vec<(String, Result<Pdf, Echec>)> {
    let mut tous: Vec<_> = toutes_les_decisions()
        .iter()
        .map(|(nom, lettre)| (format!("decision-{nom}"), documents::decision(lettre)))
        .collect();
    tous.push(("certificat".to_owned(), documents::certificat(&certificat())));
    tous.push(("attestation".to_owned(), documents::attestation(&attestation())));
    tous.push(("recepisse".to_owned(), documents::recepisse(&recepisse())));
    tous.push(("seance".to_owned(), documents::dossier_de_seance(&seance())));
    tous
}

fn verifier_que(octets: &[u8], phrase: &str) {
    let lu = texte(octets);
    assert!(lu.contains(&sans_blancs(phrase)), "« {phrase} » ne se lit pas dans : {lu}");
}

#[test]
fn chaque_document_tient_sur_ses_pages_et_se_lit() {
    let dossier = option_env!("PAPIERS");
    for (nom, document) in tous() {
        let document = document.unwrap_or_else(|echec| panic!("{nom} : {echec}"));
        if let Some(dossier) = dossier {
            std::fs::write(format!("{dossier}/{nom}.pdf"), document.as_bytes()).unwrap();
        }
        // The pack of a meeting holds breakdowns and charts: it takes the pages they need.
        let attendues = if nom == "seance" { 2 } else { 1 };
        assert_eq!(pages(document.as_bytes()), attendues, "{nom}");
        for phrase in [
            "Zoé Lefèvre-Cœur",
            "Loiret (45)",
            "45-019C2B7A-3",
            "1er mars 2026",
            "personnes et structures fictives",
        ] {
            verifier_que(document.as_bytes(), phrase);
        }
        if nom == "seance" {
            for phrase in
                ["Régions du corps", "60 % des épisodes", "Participation par CPTS au 15 septembre 2026"]
            {
                verifier_que(document.as_bytes(), phrase);
            }
        }
        assert!(!texte(document.as_bytes()).contains('\u{fffd}'), "{nom} : un signe est illisible");
    }
}

#[test]
fn chaque_document_dit_sa_langue_son_titre_et_ce_qu_il_respecte() {
    for (nom, document) in tous() {
        let dits = proprietes(document.unwrap().as_bytes());
        for attendu in ["<pdfaid:part>2", "<pdfaid:conformance>A", "<pdfuaid:part>1", ">fr-FR<", "<dc:title>"]
        {
            assert!(dits.contains(attendu), "{nom} : {attendu} manque dans {dits}");
        }
    }
}

#[test]
fn les_guillemets_les_ligatures_et_les_accents_se_lisent() {
    let lettre = documents::decision(&acceptation()).unwrap();
    verifier_que(lettre.as_bytes(), "CPTS « Sud 28 « Pays de l’Août » ».");
    verifier_que(lettre.as_bytes(), "12 rue de l’Œuvre");
    verifier_que(lettre.as_bytes(), "99 700 000 001");
    let lettre =
        documents::decision(&refus("Où ça ? À Ÿ, l’œuf, l’été, le maïs et l’ex-æquo : « ça va ».")).unwrap();
    verifier_que(lettre.as_bytes(), "Où ça ? À Ÿ, l’œuf, l’été, le maïs et l’ex-æquo : « ça va ».");
}

#[test]
fn des_mots_hostiles_restent_des_mots() {
    let mut lettre = refus(HOSTILE);
    lettre.destinataire.nom = HOSTILE.to_owned();
    lettre.cpts = HOSTILE.to_owned();
    let document = documents::decision(&lettre).unwrap();
    verifier_que(document.as_bytes(), HOSTILE);
}

#[test]
fn des_signes_invisibles_ou_inconnus_ne_cassent_rien() {
    let document =
        documents::decision(&refus("a\u{0}b\u{7}c\u{202e}d\u{200b}e 😀 漢字 Жанна \u{e000}\u{fffd}\u{301}"))
            .unwrap();
    verifier_que(document.as_bytes(), "a b cde");
    verifier_que(document.as_bytes(), "Zhanna");
}

#[test]
fn les_memes_faits_donnent_les_memes_octets() {
    assert_eq!(documents::decision(&acceptation()).unwrap(), documents::decision(&acceptation()).unwrap());
    assert_eq!(documents::certificat(&certificat()).unwrap(), documents::certificat(&certificat()).unwrap());
    let mut plus_tard = acceptation();
    plus_tard.en_tete.instant = "2026-03-02T09:30:00Z".parse().unwrap();
    assert_ne!(documents::decision(&acceptation()).unwrap(), documents::decision(&plus_tard).unwrap());
}

#[test]
fn le_recepisse_dit_ce_qui_reste_du_et_ou_le_remettre() {
    let papier = documents::recepisse(&recepisse()).unwrap();
    for phrase in
        ["EI-45-019C2B", "Numéro S-12", "dû le 1er juin 2026", "https://signalement.social-sante.gouv.fr/"]
    {
        verifier_que(papier.as_bytes(), phrase);
    }
    let mut nomme = recepisse();
    nomme.reserve = Some("Ce récit contient de quoi reconnaître quelqu’un (un nom).".to_owned());
    let papier = documents::recepisse(&nomme).unwrap();
    verifier_que(papier.as_bytes(), "Récit à ne pas diffuser");
    let mut benin = recepisse();
    (benin.volets, benin.circonstances) = (Vec::new(), HOSTILE.to_owned());
    let papier = documents::recepisse(&benin).unwrap();
    verifier_que(papier.as_bytes(), HOSTILE);
    assert!(!texte(papier.as_bytes()).contains(&sans_blancs("Déclaration en deux volets")));
}

#[test]
fn un_texte_long_tient_sur_plusieurs_pages() {
    let document = documents::decision(&refus(&"Un motif très circonstancié. ".repeat(300))).unwrap();
    assert!(pages(document.as_bytes()) > 1);
    verifier_que(document.as_bytes(), "Page 2 sur");
}

#[test]
fn un_lien_trop_long_se_dit() {
    let mut trop = certificat();
    trop.lien = "x".repeat(3_000);
    assert_eq!(documents::certificat(&trop), Err(Echec::Lien));
}
