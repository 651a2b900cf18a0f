//! Patients of every kind, from the opening of their episode to four documents each: through the pages, read back by other
//! programs.

use axum::http::{StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::banc::Banc;
use crate::cabinet::{Cabinet, EPISODE, formulaire, ouverture};
use crate::lecteur::{pages, proprietes, sans_blancs, texte};
use crate::relecture::{Noeud, relire};

const LIEU: &str = "00000000-0000-0000-0000-000000000001";
/// What XML, the typesetter, the page and the writing from right to left could take for their own.
const HOSTILE: &str = "]]>&amp;<b a=\"x\">'é' & <!-- #let \u{202e}z \u{301}𝄞";

/// A patient, and what his documents must say of him.
struct Patient {
    cas: &'static str,
    ouverture: &'static [(&'static str, &'static str)],
    /// Name, first given name, list of given names.
    noms: [&'static str; 3],
    ne_le: &'static str,
    /// Authority and number, when they may travel; the place of birth with them.
    ins: Option<[&'static str; 3]>,
    medecin: Medecin,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Medecin {
    Connu,
    Aucun,
}

const PATIENTS: [Patient; 6] = [
    Patient {
        cas: "nia-reel",
        ouverture: &[
            ("nom", "NIA-ESSAI"),
            ("prenom", "ALEX"),
            ("prenoms", "ALEX JEAN-BAPTISTE"),
            ("sexe", "M"),
            ("ne_le", "1985-12-31"),
            ("ins", "8 85 99 75 123 456 63"),
            ("oid", "1.2.250.1.213.1.4.9"),
            ("statut", "qualifiee"),
            ("lieu_naissance", "99350"),
        ],
        noms: ["NIA-ESSAI", "ALEX", "ALEX JEAN-BAPTISTE"],
        ne_le: "19851231",
        ins: Some(["1.2.250.1.213.1.4.9", "885997512345663", "99350"]),
        medecin: Medecin::Connu,
    },
    Patient {
        cas: "corse-ins-complete",
        ouverture: &[
            ("nom", "CORSE-FIGATELLIX"),
            ("prenom", "ANGE"),
            ("prenoms", "ANGE MARIE"),
            ("ne_le", "1953-07-01"),
            ("ins", "253072B07300470"),
            ("oid", "1.2.250.1.213.1.4.10"),
            ("statut", "qualifiee"),
            ("lieu_naissance", "2B073"),
        ],
        noms: ["CORSE-FIGATELLIX", "ANGE", "ANGE MARIE"],
        ne_le: "19530701",
        ins: Some(["1.2.250.1.213.1.4.10", "253072B07300470", "2B073"]),
        medecin: Medecin::Connu,
    },
    Patient {
        cas: "tiret-et-accents",
        ouverture: &[("nom", "L’Haÿ-Œuvré"), ("prenom", "Éloïse-Ange"), ("statut", "validee")],
        noms: ["L’Haÿ-Œuvré", "Éloïse-Ange", "Éloïse-Ange"],
        ne_le: "19510609",
        ins: None,
        medecin: Medecin::Connu,
    },
    Patient {
        cas: "mineur",
        ouverture: &[("nom", "MINEUR-ESSAI"), ("prenom", "LÉO"), ("sexe", "M"), ("ne_le", "2014-05-06")],
        noms: ["MINEUR-ESSAI", "LÉO", "LÉO"],
        ne_le: "20140506",
        ins: None,
        medecin: Medecin::Connu,
    },
    Patient {
        cas: "sans-medecin-traitant",
        ouverture: &[("nom", "D’Ébène"), ("prenom", "Zoé"), ("medecin_traitant", "non")],
        noms: ["D’Ébène", "Zoé", "Zoé"],
        ne_le: "19510609",
        ins: None,
        medecin: Medecin::Aucun,
    },
    Patient {
        cas: "signes-hostiles",
        ouverture: &[("nom", "O'Brien & <Fils> \"]]>\""), ("prenom", "Zoé &amp; <i>")],
        noms: ["O'Brien & <Fils> \"]]>\"", "Zoé &amp; <i>", "Zoé &amp; <i>"],
        ne_le: "19510609",
        ins: None,
        medecin: Medecin::Connu,
    },
];

#[tokio::test(flavor = "multi_thread")]
async fn chaque_patient_a_bilan_compte_rendu_lettre_et_justificatif_valides() {
    for patient in &PATIENTS {
        let reel = patient.ins.is_some_and(|[oid, ..]| oid.ends_with(".9"));
        let banc = if reel { Banc::reel(patient.cas) } else { Banc::new(patient.cas) };
        let cabinet = Cabinet::dans(banc);
        installer(&cabinet, patient).await;
        for (rang, (genre, champs)) in (1..).zip(formulaires()) {
            let adresse = valider(&cabinet, rang, genre, &champs).await;
            verifier(&cabinet, patient, &adresse).await;
        }
        justifier(&cabinet, patient).await;
    }
}

/// The practice, the episode, the doctor: hostile signs wherever the pages take them.
async fn installer(cabinet: &Cabinet, patient: &Patient) {
    let banc = &cabinet.banc;
    let (am, nom, exercice) =
        (format!("numero_am.{LIEU}"), format!("nom.{LIEU}"), format!("exercice.{LIEU}"));
    let place = [(&*am, "457000012"), (&*nom, "Cabinet <&> « 12 »"), (&*exercice, "cabinet-de-groupe")];
    let dit = banc.poster("/mon-cabinet", &cabinet.mk, &formulaire(&place)).await;
    assert_eq!(dit.statut, StatusCode::SEE_OTHER, "{} : {}", patient.cas, dit.corps);
    let mut champs = patient.ouverture.to_vec();
    champs.push(("acte", "RAM 8.11"));
    let ouvert = banc.poster("/episodes", &cabinet.mk, &ouverture(&champs)).await;
    assert_eq!(ouvert.statut, StatusCode::SEE_OTHER, "{} : {}", patient.cas, ouvert.corps);
    if patient.medecin == Medecin::Connu {
        let medecin = [
            ("connu", "oui"),
            ("nom", "MÉDECIN & <Test>"),
            ("prenom", "Camille"),
            ("voie", "1 \"rue\" <de> l’Essai & fils"),
            ("code_postal", "45000"),
            ("commune", "Saint-Denis-<en>-Val"),
        ];
        let adresse = format!("{EPISODE}/medecin-traitant");
        let note = banc.poster(&adresse, &cabinet.mk, &formulaire(&medecin)).await;
        assert_eq!(note.statut, StatusCode::SEE_OTHER, "{} : {}", patient.cas, note.corps);
    }
}

type Champs = Vec<(&'static str, &'static str)>;

/// Every field of words is hostile.
fn formulaires() -> [(&'static str, Champs); 3] {
    let bilan = vec![
        ("motif", HOSTILE),
        ("anamnese", HOSTILE),
        ("zone", "arriere-rachis-lombaire"),
        ("zone", "avant-genou-gauche"),
        ("douleur.mouvement", "6"),
        ("force.groupe", "Quadriceps <&>"),
        ("force.cote", "gauche"),
        ("force.cotation", "4"),
        ("sensibilite.territoire", "L5 <&>"),
        ("sensibilite.cote", "gauche"),
        ("sensibilite.etat", "diminuee"),
        ("deficiences", HOSTILE),
        ("score.oswestry", "42"),
        ("incapacites", HOSTILE),
        ("diagnostic", HOSTILE),
        ("pronostic", HOSTILE),
        ("objectif.libelle", "Douleur < 3 & \"marche\""),
        ("objectif.cible", "douleur:mouvement"),
        ("objectif.valeur", "2"),
        ("techniques", HOSTILE),
        ("nombre", "8"),
        ("rythme", "2"),
        ("lieu", "cabinet"),
        ("modalite", "individuelle"),
        ("conseils", HOSTILE),
    ];
    let compte_rendu = vec![
        ("resultat.0", "non-evalue"),
        ("resultat.0.mots", "Mieux <&>"),
        ("douleur.mouvement", "1"),
        ("score.oswestry", "18"),
        ("commentaire", HOSTILE),
        ("issue", "objectifs-atteints"),
        ("suites", HOSTILE),
        ("conseils", HOSTILE),
    ];
    let lettre = vec![
        ("motif", "autre"),
        ("precision", HOSTILE),
        ("destination", "medecin-traitant"),
        ("urgence", "sous-72h"),
        ("question", HOSTILE),
        ("constatations", HOSTILE),
        ("deja_tente", HOSTILE),
    ];
    [("bilan", bilan), ("compte-rendu", compte_rendu), ("orientation", lettre)]
}

async fn valider(cabinet: &Cabinet, rang: u8, genre: &str, champs: &[(&str, &str)]) -> String {
    let brouillon = format!("01930000-0000-7000-8000-0000000000b{rang}");
    let entete = [("brouillon", brouillon.as_str()), ("version", "0"), ("geste", "valider")];
    let corps = formulaire(&[entete.as_slice(), champs].concat());
    let valide = cabinet.banc.poster(&format!("{EPISODE}/rediger/{genre}"), &cabinet.mk, &corps).await;
    assert_eq!(valide.statut, StatusCode::SEE_OTHER, "{genre} : {}", valide.corps);
    valide.entete(header::LOCATION).trim_end_matches("?fait=valide").to_owned()
}

/// Page, PDF, CDA and archive of one document.
async fn verifier(cabinet: &Cabinet, patient: &Patient, adresse: &str) {
    let (banc, cas) = (&cabinet.banc, patient.cas);
    let page = banc.lire(adresse, &cabinet.mk).await;
    assert_eq!(page.statut, StatusCode::OK, "{cas} : {}", page.corps);
    assert!(!page.corps.contains("<b a="), "{cas} : les mots du kinésithérapeute restent des mots");
    let pdf = banc.lire(&format!("{adresse}/document.pdf"), &cabinet.mk).await.octets;
    papier(patient, &pdf);
    let cda = banc.lire(&format!("{adresse}/document.xml"), &cabinet.mk).await.octets;
    let lu = relire(&cda);
    sujet(patient, &lu);
    medecin(patient.cas, &lu, if patient.medecin == Medecin::Connu { &["MÉDECIN & <Test>"] } else { &[] });
    let corps = &lu.chemin("component/nonXMLBody/text").texte;
    assert_eq!(STANDARD.decode(corps.split_whitespace().collect::<String>()).unwrap(), pdf, "{cas}");
    let zip = banc.lire(&format!("{adresse}/IHE_XDM.zip"), &cabinet.mk).await.octets;
    let archive = formats::xdm::lire(&zip).unwrap();
    assert_eq!(archive.documents.len(), 1, "{cas}");
    assert_eq!(archive.documents[0].octets, cda, "{cas}");
}

/// PDF/A-1a, readable, and it names the patient; the number is there exactly when it may travel.
fn papier(patient: &Patient, pdf: &[u8]) {
    let dits = proprietes(pdf);
    assert!(dits.contains("<pdfaid:part>1") && dits.contains("<pdfaid:conformance>A"), "{dits}");
    assert!(pages(pdf) >= 1 && !sans_blancs(&dits).is_empty());
    let mots = texte(pdf);
    let [nom, prenom, prenoms] = patient.noms;
    assert!(mots.contains(&sans_blancs(&format!("{nom} {prenom}"))), "{} : {mots}", patient.cas);
    match patient.ins {
        Some([_, numero, _]) => {
            assert!(mots.contains(numero) && mots.contains(&sans_blancs(prenoms)), "{mots}");
        }
        None => assert!(mots.contains(&sans_blancs("Sans matricule INS")), "{} : {mots}", patient.cas),
    }
}

/// The header of the CDA, as it was typed at the opening.
fn sujet(patient: &Patient, cda: &Noeud) {
    let cas = patient.cas;
    let role = cda.chemin("recordTarget/patientRole");
    let (racine, numero) = (role.enfant("id").attribut("root"), role.enfant("id").attribut("extension"));
    let dit = role.enfant("patient");
    match patient.ins {
        Some([oid, attendu, lieu]) => {
            assert_eq!((racine, numero), (oid, attendu), "{cas}");
            assert_eq!(dit.chemin("birthplace/place/addr/county").texte, lieu, "{cas}");
        }
        None => assert!(!racine.starts_with("1.2.250.1.213.1.4."), "{cas} : {racine} n’est pas un INS"),
    }
    let nom = dit.enfant("name");
    let naissance = |element| -> Vec<&str> {
        let marques = nom.tous(element).filter(|e| e.attributs.contains_key("qualifier"));
        marques.map(|e| e.texte.as_str()).collect()
    };
    let liste: Vec<&str> =
        nom.tous("given").filter(|e| e.attributs.is_empty()).map(|e| e.texte.as_str()).collect();
    let [famille, prenom, prenoms] = patient.noms;
    assert_eq!((naissance("family"), naissance("given")), (vec![famille], vec![prenom]), "{cas}");
    assert_eq!(liste, [prenoms], "{cas}");
    assert_eq!(dit.enfant("birthTime").attribut("value"), patient.ne_le, "{cas}");
    let cabinet = cda.chemin("custodian/assignedCustodian/representedCustodianOrganization/name");
    assert_eq!(cabinet.texte, "Cabinet <&> « 12 »", "{cas}");
}

fn medecin(cas: &str, cda: &Noeud, attendus: &[&str]) {
    let nom = |participant: &Noeud| {
        participant.chemin("associatedEntity/associatedPerson/name/family").texte.clone()
    };
    assert_eq!(cda.tous("participant").map(nom).collect::<Vec<_>>(), attendus, "{cas}");
}

/// The paper of the payer: valid too, and what travels of it names no doctor.
async fn justifier(cabinet: &Cabinet, patient: &Patient) {
    let banc = &cabinet.banc;
    let fait = banc.poster(&format!("{EPISODE}/justificatif"), &cabinet.mk, "").await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{} : {}", patient.cas, fait.corps);
    let page = banc.lire(&format!("{EPISODE}/facturation"), &cabinet.mk).await.corps;
    let adresse = page.split("/document.pdf").next().unwrap().rsplit('"').next().unwrap();
    let pdf = banc.lire(&format!("{adresse}/document.pdf"), &cabinet.mk).await.octets;
    papier(patient, &pdf);
    assert!(texte(&pdf).contains("457000012"), "{}", patient.cas);
    let lu = relire(&banc.lire(&format!("{adresse}/document.xml"), &cabinet.mk).await.octets);
    assert_eq!(lu.enfant("code").attribut("code"), "CERT_DECL");
    sujet(patient, &lu);
    medecin(patient.cas, &lu, &[]);
    let corps = &lu.chemin("component/nonXMLBody/text").texte;
    assert_eq!(STANDARD.decode(corps.split_whitespace().collect::<String>()).unwrap(), pdf);
}
