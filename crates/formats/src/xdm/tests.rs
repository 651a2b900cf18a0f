//! Archives of all kinds of patients, read back; every required field; what lies is refused.

use std::io::{Cursor, Write};

use droit::document::Document;
use droit::identifiant::{DocumentId, Fictif, OidIns, Reel};
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::lecture::deballer;
use super::*;
use crate::cda::tests::{compte_rendu, contexte};
use crate::document::exemple::{PERSONNES, documents, nom};
use crate::xml::relecture::{Noeud, relire};

const PDF: &[u8] = b"%PDF-1.4 corps";

fn lot() -> Lot {
    Lot {
        id: Oid::d_un_uuid(0x3001),
        source: Oid::d_un_uuid(0x4001),
        compose_le: "2026-01-05T23:30:00Z".parse().unwrap(),
        logiciel: Logiciel {
            nom: "Accès Direct".into(),
            version: "0.1.0".into(),
            editeur: "Éditeur & fils".into(),
        },
    }
}

fn archiver(document: &Document) -> Vec<u8> {
    let cda = Cda::<Fictif>::ecrire(document, PDF, &contexte()).unwrap();
    Archive::composer(document, &cda, &contexte(), &lot()).unwrap().octets().to_vec()
}

fn metadonnees(archive: &ArchiveLue) -> Noeud {
    relire(&archive.fichiers["IHE_XDM/SUBSET01/METADATA.XML"])
}

fn champ<'n>(objet: &'n Noeud, nom: &str) -> Vec<&'n str> {
    let slot = objet.tous("rim:Slot").find(|slot| slot.attribut("name") == nom);
    let slot = slot.unwrap_or_else(|| panic!("{nom} manque"));
    slot.enfant("rim:ValueList").tous("rim:Value").map(|valeur| valeur.texte.as_str()).collect()
}

fn classement<'n>(objet: &'n Noeud, schema: &str) -> &'n Noeud {
    let schema = format!("urn:uuid:{schema}");
    objet
        .tous("rim:Classification")
        .find(|c| c.attribut("classificationScheme").starts_with(&schema))
        .unwrap()
}

fn identifiant(objet: &Noeud, schema: &str) -> String {
    let schema = format!("urn:uuid:{schema}");
    let trouve = objet
        .tous("rim:ExternalIdentifier")
        .find(|id| id.attribut("identificationScheme").starts_with(&schema));
    trouve.unwrap().attribut("value").to_owned()
}

#[test]
fn chaque_patient_a_une_archive_qui_se_relit() {
    for personne in PERSONNES.iter().filter(|personne| personne.oid == OidIns::NirTest) {
        for document in &documents(&personne.sujet()) {
            let cda = Cda::<Fictif>::ecrire(document, PDF, &contexte()).unwrap();
            let lue = lire(&archiver(document)).unwrap();
            let noms: Vec<_> = lue.fichiers.keys().map(String::as_str).collect();
            assert_eq!(
                noms,
                ["IHE_XDM/SUBSET01/DOC00001.XML", "IHE_XDM/SUBSET01/METADATA.XML", "INDEX.HTM", "README.TXT"]
            );
            assert_eq!(lue.documents.len(), 1);
            assert_eq!(lue.documents[0].octets, cda.octets());
            assert_eq!(lue.documents[0].id, "2.25.4097");
            let attendu = format!("{}^^^&1.2.250.1.213.1.4.10&ISO^NH", personne.matricule);
            assert_eq!(lue.documents[0].patient, attendu);
        }
    }
}

#[test]
fn les_metadonnees_portent_tout_ce_que_la_reference_demande() {
    let document = compte_rendu(PERSONNES[1].sujet());
    let cda = Cda::<Fictif>::ecrire(&document, PDF, &contexte()).unwrap();
    let racine = metadonnees(&lire(&archiver(&document)).unwrap());
    let liste = racine.enfant("rim:RegistryObjectList");
    let objet = liste.enfant("rim:ExtrinsicObject");
    assert_eq!(objet.attribut("objectType"), "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1");
    assert_eq!(champ(objet, "creationTime"), ["20260105091500"]);
    assert_eq!(champ(objet, "size"), [cda.octets().len().to_string()]);
    assert_eq!(champ(objet, "hash")[0].len(), 40);
    assert_eq!(champ(objet, "languageCode"), ["fr-FR"]);
    assert_eq!(champ(objet, "URI"), ["DOC00001.XML"]);
    assert_eq!(champ(objet, "serviceStartTime"), ["20260101230000"]);
    assert_eq!(champ(objet, "serviceStopTime"), ["20260104230000"]);
    let auteur = "899700700018^EXEMPLE^Claire^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS";
    assert_eq!(champ(objet, "legalAuthenticator"), [auteur]);
    assert_eq!(champ(objet, "sourcePatientId"), ["277076322082910^^^&1.2.250.1.213.1.4.10&ISO^NH"]);
    assert_eq!(
        champ(objet, "sourcePatientInfo"),
        [
            "PID-5|D’HAŸ-ŒUVRÉ \\T\\ <Fils>^Éloïse-Ange^Éloïse-Ange Zoé^^^^L",
            "PID-7|19770702",
            "PID-8|F",
            "PID-11|^^^^^^BDL^^63220",
        ]
    );
    for (schema, code, systeme) in [
        ("41a5887f", "10", "1.2.250.1.213.1.1.4.1"),
        ("f4f85eac", "N", "2.16.840.1.113883.5.25"),
        ("a09d5840", "urn:ihe:iti:xds-sd:pdf:2008", "1.2.250.1.213.1.1.4.12"),
        ("f33fb8ac", "SA08", "1.2.250.1.71.4.2.4"),
        ("cccf5598", "AMBULATOIRE", "1.2.250.1.213.1.1.4.9"),
        ("f0306f51", "11506-3", "2.16.840.1.113883.6.1"),
    ] {
        let classement = classement(objet, schema);
        assert_eq!(classement.attribut("nodeRepresentation"), code);
        assert_eq!(champ(classement, "codingScheme"), [systeme]);
    }
    for (porteur, schema) in [(objet, "93606bcf"), (liste.enfant("rim:RegistryPackage"), "a7058bb9")] {
        let auteurs = classement(porteur, schema);
        assert_eq!(champ(auteurs, "authorPerson"), [auteur]);
        assert_eq!(
            champ(auteurs, "authorSpecialty"),
            ["G15_70^Masseur-Kinésithérapeute^1.2.250.1.213.1.1.4.5"]
        );
        let institution =
            "Cabinet « Les Tilleuls » \\T\\ associés^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^1450000088";
        assert_eq!(champ(auteurs, "authorInstitution"), [institution]);
    }
}

#[test]
fn le_lot_nomme_son_document_et_sa_source() {
    let racine = metadonnees(&lire(&archiver(&compte_rendu(PERSONNES[0].sujet()))).unwrap());
    let liste = racine.enfant("rim:RegistryObjectList");
    let paquet = liste.enfant("rim:RegistryPackage");
    assert_eq!(champ(paquet, "submissionTime"), ["20260105233000"]);
    assert_eq!(identifiant(paquet, "96fdda7c"), Oid::d_un_uuid(0x3001).as_str());
    assert_eq!(identifiant(paquet, "554ac39e"), Oid::d_un_uuid(0x4001).as_str());
    assert_eq!(identifiant(paquet, "6b5aea1a"), "279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH");
    let lien = liste.enfant("rim:Association");
    assert_eq!((lien.attribut("sourceObject"), lien.attribut("targetObject")), ("Lot01", "Document01"));
    assert_eq!(champ(lien, "SubmissionSetStatus"), ["Original"]);
    let noeud = liste.enfant("rim:Classification");
    assert_eq!(noeud.attribut("classificationNode"), "urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd");
    // ebRIM: slots, name, classifications, external identifiers.
    for objet in [paquet, liste.enfant("rim:ExtrinsicObject")] {
        let ordre = ["rim:Slot", "rim:Name", "rim:Classification", "rim:ExternalIdentifier"];
        let places: Vec<_> =
            objet.noms().iter().map(|nom| ordre.iter().position(|o| o == nom).unwrap()).collect();
        assert!(places.is_sorted());
    }
}

#[test]
fn une_correction_le_dit_et_une_identite_non_qualifiee_aussi() {
    let mut document = compte_rendu(PERSONNES[0].sujet());
    let premiere = metadonnees(&lire(&archiver(&document)).unwrap());
    let a_champ = |racine: &Noeud| {
        let objet = racine.chemin("rim:RegistryObjectList/rim:ExtrinsicObject");
        objet.tous("rim:Slot").any(|slot| slot.attribut("name") == "urn:action:extraMetadataSlot")
    };
    document.en_tete.reference = document.en_tete.reference.corrigee(DocumentId::new(0x1002)).unwrap();
    document.en_tete.sujet.identite.ins = None;
    document.en_tete.sujet.nom_utilise = Some(nom("Dom", "USAGE|^~"));
    let lue = lire(&archiver(&document)).unwrap();
    let seconde = metadonnees(&lue);
    assert!(!a_champ(&premiere) && a_champ(&seconde));
    assert_eq!(lue.documents[0].patient, "00000000-0000-0000-0000-000000000007^^^&2.25.77&ISO^PI");
    let objet = seconde.chemin("rim:RegistryObjectList/rim:ExtrinsicObject");
    assert_eq!(champ(objet, "sourcePatientInfo")[1], "PID-5|USAGE\\F\\\\S\\\\R\\^Dom^^^^^D");
}

#[test]
fn les_memes_faits_donnent_la_meme_archive() {
    let document = compte_rendu(PERSONNES[2].sujet());
    assert_eq!(archiver(&document), archiver(&document));
    let index = relire(&lire(&archiver(&document)).unwrap().fichiers["INDEX.HTM"]);
    assert_eq!(index.chemin("body/h1").texte, "Compte rendu des soins de masso-kinésithérapie");
}

#[test]
fn une_archive_reelle_se_fait_dans_son_monde() {
    let document = compte_rendu(PERSONNES[3].sujet());
    let cda = Cda::<Reel>::ecrire(&document, PDF, &contexte()).unwrap();
    let archive = Archive::composer(&document, &cda, &contexte(), &lot()).unwrap();
    let patient = lire(archive.octets()).unwrap().documents.remove(0).patient;
    assert_eq!(patient, "885997512345663^^^&1.2.250.1.213.1.4.9&ISO^NH");
}

/// An archive of these files, as anybody could make.
fn zip(fichiers: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (nom, octets) in fichiers {
        zip.start_file(*nom, SimpleFileOptions::default()).unwrap();
        zip.write_all(octets).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn une_archive_qui_ment_n_est_pas_ouverte() {
    assert_eq!(lire(b"PK"), Err(ArchiveRefusee::Illisible));
    assert_eq!(lire(&zip(&[("README.TXT", b"")])), Err(ArchiveRefusee::SansMetadonnees));
    for mauvais in ["../secret", "/etc/passwd", "a/../../b", "C:\\x", "a//b", "./a"] {
        assert_eq!(lire(&zip(&[(mauvais, b"x")])), Err(ArchiveRefusee::Nom), "{mauvais}");
    }
    let beaucoup: Vec<String> = (0..65).map(|n| format!("F{n}")).collect();
    let fichiers: Vec<(&str, &[u8])> = beaucoup.iter().map(|nom| (nom.as_str(), b"x".as_slice())).collect();
    assert_eq!(lire(&zip(&fichiers)), Err(ArchiveRefusee::TropGrande));
    let bombe = zip(&[("UN", &[0u8; 60_000]), ("DEUX", &[0u8; 60_000])]);
    assert!(bombe.len() < 1_000);
    assert_eq!(deballer(&bombe, 100_000), Err(ArchiveRefusee::TropGrande));
    assert_eq!(deballer(&bombe, 120_000).unwrap().len(), 2);
    let doctype = b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".as_slice();
    let refus = lire(&zip(&[("IHE_XDM/SUBSET01/METADATA.XML", doctype)])).unwrap_err();
    assert!(matches!(refus, ArchiveRefusee::Metadonnees(_)));
}

#[test]
fn un_document_altere_se_voit() {
    let lue = lire(&archiver(&compte_rendu(PERSONNES[0].sujet()))).unwrap();
    let refaire = |document: &[u8]| {
        zip(&[
            ("IHE_XDM/SUBSET01/METADATA.XML", &lue.fichiers["IHE_XDM/SUBSET01/METADATA.XML"]),
            ("IHE_XDM/SUBSET01/DOC00001.XML", document),
        ])
    };
    let mut octets = lue.documents[0].octets.clone();
    assert!(lire(&refaire(&octets)).is_ok());
    *octets.last_mut().unwrap() = b' ';
    assert_eq!(lire(&refaire(&octets)), Err(ArchiveRefusee::Altere("DOC00001.XML".into())));
    octets.push(b' ');
    assert_eq!(lire(&refaire(&octets)), Err(ArchiveRefusee::Altere("DOC00001.XML".into())));
}

proptest! {
    #[test]
    fn aucun_octet_ne_fait_paniquer(octets in proptest::collection::vec(any::<u8>(), 0..200), xml in "\\PC{0,80}") {
        prop_assert!(lire(&octets).is_err());
        let archive = zip(&[("IHE_XDM/SUBSET01/METADATA.XML", xml.as_bytes())]);
        if let Ok(lue) = lire(&archive) {
            prop_assert!(lue.documents.is_empty());
        }
    }

    #[test]
    fn tout_nom_se_relit_dans_les_metadonnees(famille in "[^\u{0}-\u{1f}\u{7f}-\u{9f}\u{FFFE}\u{FFFF}]{1,40}") {
        let mut document = compte_rendu(PERSONNES[0].sujet());
        if let Ok(nom) = famille.parse() {
            document.en_tete.redacteur.nom.nom = nom;
            let racine = metadonnees(&lire(&archiver(&document)).unwrap());
            let objet = racine.chemin("rim:RegistryObjectList/rim:ExtrinsicObject");
            let auteur = champ(objet, "legalAuthenticator")[0];
            let nom = auteur.split('^').nth(1).unwrap();
            let partie = |(place, partie): (usize, &str)| match (place % 2, partie) {
                (0, texte) => texte.to_owned(),
                (_, "F") => "|".to_owned(),
                (_, "S") => "^".to_owned(),
                (_, "T") => "&".to_owned(),
                (_, "R") => "~".to_owned(),
                (_, autre) => autre.replace('E', "\\"),
            };
            let lu: String = nom.split('\\').enumerate().map(partie).collect();
            prop_assert_eq!(lu, document.en_tete.redacteur.nom.nom.as_str());
        }
    }
}
