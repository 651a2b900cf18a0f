//! The two pages for humans: INDEX.HTM and README.TXT.

use super::Lot;
use crate::cda::fait::Faits;
use crate::xml::{CaractereInterdit, Xml};

/// A page that any browser opens, without script or image.
pub(super) fn index(faits: &Faits<'_>, lot: &Lot) -> Result<Vec<u8>, CaractereInterdit> {
    let titre = faits.document.genre().titre();
    let redacteur = &faits.document.en_tete.redacteur;
    let mut xml = Xml::document();
    xml.element(
        "html",
        &[("xmlns", "http://www.w3.org/1999/xhtml"), ("lang", "fr"), ("xml:lang", "fr")],
        |xml| {
            xml.element("head", &[], |xml| xml.texte("title", &[], titre));
            xml.element("body", &[], |xml| {
                xml.texte("h1", &[], titre);
                xml.texte("p", &[], &format!("Rédigé par {}, {}.", redacteur.nom, redacteur.cabinet.nom));
                xml.element("ul", &[], |xml| {
                    for (adresse, libelle) in [
                        ("IHE_XDM/SUBSET01/DOC00001.XML", "Le document (CDA R2, PDF inclus)"),
                        ("IHE_XDM/SUBSET01/METADATA.XML", "Ses métadonnées (XDS)"),
                        ("README.TXT", "À propos de cet envoi"),
                    ] {
                        xml.element("li", &[], |xml| xml.texte("a", &[("href", adresse)], libelle));
                    }
                });
                let (nom, version) = (&lot.logiciel.nom, &lot.logiciel.version);
                xml.texte("p", &[], &format!("Composé par {nom} {version}, {}.", lot.logiciel.editeur));
            });
        },
    );
    xml.octets()
}

/// Who sends, with what, and what is inside.
pub(super) fn lisez_moi(faits: &Faits<'_>, lot: &Lot) -> String {
    let cabinet = &faits.document.en_tete.redacteur.cabinet;
    let lignes = [
        format!("Expediteur : {}", cabinet.nom),
        format!("Identifiant : {}", faits.structure),
        format!("Auteur : {}", faits.document.en_tete.redacteur.nom),
        format!("Logiciel : {} {}", lot.logiciel.nom, lot.logiciel.version),
        format!("Editeur : {}", lot.logiciel.editeur),
        String::new(),
        "INDEX.HTM                        page d'accueil".to_owned(),
        "README.TXT                       ce fichier".to_owned(),
        "IHE_XDM/SUBSET01/METADATA.XML    metadonnees (ebRIM)".to_owned(),
        "IHE_XDM/SUBSET01/DOC00001.XML    document (CDA R2 niveau 1)".to_owned(),
    ];
    lignes.map(|ligne| ligne + "\r\n").concat()
}
