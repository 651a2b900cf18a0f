//! The structure that an archive asks of a file: fonts within, colours defined, marks, nothing that acts nor hides.

use documents::{Cadre, Gabarit};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Number, Object};
use jiff::civil::date;

use crate::episode::{PERSONNES, documents};
use crate::exemples::certificat;

/// What is wrong with the file, in words; `transparence` says whether its part admits any.
fn fautes(octets: &[u8], transparence: Transparence) -> Vec<String> {
    let pdf = Pdf::new(octets.to_vec()).unwrap();
    let mut fautes = du_catalogue(&pdf);
    if octets.windows(8).any(|f| f == b"/Encrypt") {
        fautes.push("le fichier est chiffré".to_owned());
    }
    for objet in pdf.objects() {
        match &objet {
            Object::Dict(dict) => fautes.extend(du_dictionnaire(dict, transparence)),
            Object::Stream(flux) => fautes.extend(du_dictionnaire(flux.dict(), transparence)),
            _ => {}
        }
    }
    fautes
}

/// May a file be transparent: in PDF/A-1 it may not.
#[derive(Clone, Copy, PartialEq)]
enum Transparence {
    Admise,
    Interdite,
}

fn nom(dict: &Dict<'_>, cle: &str) -> String {
    let lu = dict.get::<Name<'_>>(cle).map(|nom| nom.to_vec()).unwrap_or_default();
    String::from_utf8_lossy(&lu).into_owned()
}

fn du_catalogue(pdf: &Pdf) -> Vec<String> {
    let catalogue: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).unwrap();
    let mut fautes = Vec::new();
    let marque = catalogue.get::<Dict<'_>>("MarkInfo").and_then(|marques| marques.get::<bool>("Marked"));
    if marque != Some(true) {
        fautes.push("MarkInfo ne dit pas que le contenu est balisé".to_owned());
    }
    let intentions = catalogue.get::<Array<'_>>("OutputIntents");
    let pdfa = |dict: Dict<'_>| nom(&dict, "S") == "GTS_PDFA1" && dict.contains_key("DestOutputProfile");
    if !intentions.is_some_and(|toutes| toutes.iter::<Dict<'_>>().any(pdfa)) {
        fautes.push("OutputIntents n’a pas de GTS_PDFA1 avec son profil".to_owned());
    }
    for absent in ["OpenAction", "AA"] {
        if catalogue.contains_key(absent) {
            fautes.push(format!("le catalogue a {absent}"));
        }
    }
    fautes
}

fn du_dictionnaire(dict: &Dict<'_>, transparence: Transparence) -> Vec<String> {
    let mut fautes = Vec::new();
    let fichiers = ["FontFile", "FontFile2", "FontFile3"];
    if nom(dict, "Type") == "FontDescriptor" && !fichiers.iter().any(|cle| dict.contains_key(cle)) {
        fautes.push(format!("la police {} n’est pas dans le fichier", nom(dict, "FontName")));
    }
    let genre = nom(dict, "Subtype");
    let sans_police = ["Type0", "Type3"].contains(&genre.as_str()) || dict.contains_key("FontDescriptor");
    if nom(dict, "Type") == "Font" && !sans_police {
        fautes.push(format!("la police {} n’a pas de description", nom(dict, "BaseFont")));
    }
    if dict.contains_key("JS") || dict.contains_key("AA") || nom(dict, "S") == "JavaScript" {
        fautes.push("un objet agit de lui-même".to_owned());
    }
    if transparence == Transparence::Interdite {
        fautes.extend(transparent(dict));
    }
    fautes
}

fn transparent(dict: &Dict<'_>) -> Option<String> {
    let masque = dict.contains_key("SMask") && nom(dict, "SMask") != "None";
    let voile = ["ca", "CA"].iter().filter_map(|cle| dict.get::<Number>(cle)).any(|n| n.as_f64() < 1.0);
    let groupe = nom(dict, "S") == "Transparency";
    (masque || voile || groupe).then(|| "un objet est transparent, ce que PDF/A-1 interdit".to_owned())
}

fn cadre() -> Cadre {
    let bandeau = "Démonstration : personnes fictives, document sans valeur".to_owned();
    Cadre { le: date(2026, 1, 5), bandeau: Some(bandeau), gabarit: Gabarit::default() }
}

#[test]
fn les_documents_d_un_episode_ont_la_structure_de_pdf_a_1() {
    for document in documents(&PERSONNES[0].sujet()) {
        let pdf = documents::clinique(&document, cadre()).unwrap();
        let fautes = fautes(pdf.as_bytes(), Transparence::Interdite);
        assert!(fautes.is_empty(), "{:?} : {fautes:?}", document.genre());
    }
}

#[test]
fn un_papier_a_ses_polices_et_rien_n_y_agit() {
    let papier = documents::certificat(&certificat()).unwrap();
    let fautes = fautes(papier.as_bytes(), Transparence::Admise);
    assert!(fautes.is_empty(), "{fautes:?}");
}

/// The control: each fault is seen where it is.
#[test]
fn une_faute_de_structure_se_voit() {
    let ecrits = documents(&PERSONNES[0].sujet());
    let papier = documents::clinique(ecrits.first().unwrap(), cadre()).unwrap();
    let abime = |de: &[u8], vers: &[u8]| {
        let mut octets = papier.as_bytes().to_vec();
        let place = octets.windows(de.len()).position(|f| f == de).unwrap();
        octets.get_mut(place..place + vers.len()).unwrap().copy_from_slice(vers);
        fautes(&octets, Transparence::Interdite).join(" ; ")
    };
    assert!(abime(b"/GTS_PDFA1", b"/GTS_PDFX1").contains("OutputIntents"));
    assert!(abime(b"/MarkInfo", b"/MirkInfo").contains("MarkInfo"));
    assert!(abime(b"/FontFile", b"/FuntFile").contains("n’est pas dans le fichier"));
}
