//! Files that are what they say, files that are not, and anything at all.

use proptest::prelude::*;

use super::png::{SIGNATURE, controle};
use super::*;

fn pdf(corps: &str) -> Vec<u8> {
    format!("%PDF-1.7\n1 0 obj\n<< /Type /Catalog {corps} >>\nendobj\nstartxref\n9\n%%EOF\n").into_bytes()
}

fn bloc(genre: &[u8], donnees: &[u8]) -> Vec<u8> {
    let somme_de = [genre, donnees].concat();
    let longueur = u32::try_from(donnees.len()).unwrap();
    [&longueur.to_be_bytes()[..], &somme_de, &controle(&somme_de).to_be_bytes()].concat()
}

fn png(largeur: u32, hauteur: u32) -> Vec<u8> {
    let entete = [&largeur.to_be_bytes()[..], &hauteur.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    [SIGNATURE, &bloc(b"IHDR", &entete), &bloc(b"IDAT", &[0]), &bloc(b"IEND", &[])].concat()
}

fn jpeg(largeur: u16, hauteur: u16) -> Vec<u8> {
    let (l, h) = (largeur.to_be_bytes(), hauteur.to_be_bytes());
    let cadre = [0xff, 0xc0, 0, 11, 8, h[0], h[1], l[0], l[1], 1, 1, 0x11, 0];
    [&[0xff, 0xd8, 0xff, 0xe0, 0, 4, b'J', b'F'][..], &cadre, &[0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]]
        .concat()
}

#[test]
fn les_trois_types_sont_reconnus_a_leur_contenu() {
    assert_eq!(reconnaitre(&pdf("")), Ok(TypePiece::Pdf));
    assert_eq!(reconnaitre(&png(800, 600)), Ok(TypePiece::Png));
    assert_eq!(reconnaitre(&jpeg(800, 600)), Ok(TypePiece::Jpeg));
}

#[test]
fn un_pdf_chiffre_ou_actif_est_refuse_meme_cache_par_des_echappements() {
    assert_eq!(reconnaitre(&pdf("/Encrypt 5 0 R")), Err(PieceRefusee::Chiffre));
    for actif in [
        "/OpenAction << /S /JavaScript /JS (x) >>",
        ">> stream\nx\nendstream << /S /Launch",
        "(stream) /S /JavaScript",
        "/S /J#61vaScript",
        "/S/Launch",
        "/AcroForm<</XFA 1 0 R>>",
    ] {
        assert_eq!(reconnaitre(&pdf(actif)), Err(PieceRefusee::Actif), "{actif}");
    }
    assert_eq!(reconnaitre(&pdf("/OpenAction [3 0 R /Fit] /Lang (fr)")), Ok(TypePiece::Pdf));
    assert_eq!(reconnaitre(&pdf("/Launcher (x)")), Ok(TypePiece::Pdf), "the whole name counts");
}

#[test]
fn un_fichier_tronque_est_abime() {
    for entier in [pdf(""), png(8, 8), jpeg(8, 8)] {
        let moitie = entier.get(..entier.len() / 2).unwrap();
        assert_eq!(reconnaitre(moitie), Err(PieceRefusee::Abime));
        assert_eq!(reconnaitre(&entier[..entier.len() - 9]), Err(PieceRefusee::Abime));
    }
    let mut faux = png(8, 8);
    faux[20] ^= 1;
    assert_eq!(reconnaitre(&faux), Err(PieceRefusee::Abime), "the checksum tells");
}

#[test]
fn une_image_vide_ou_immense_est_refusee() {
    for (largeur, hauteur) in [(0, 8), (8, 0), (20_001, 8), (20_000, 20_000)] {
        assert_eq!(reconnaitre(&png(largeur, hauteur)), Err(PieceRefusee::Dimensions));
    }
    assert_eq!(reconnaitre(&jpeg(0, 8)), Err(PieceRefusee::Dimensions));
}

#[test]
fn les_autres_types_sont_refuses_avec_leurs_mots() {
    assert_eq!(reconnaitre(b""), Err(PieceRefusee::Vide));
    assert_eq!(reconnaitre(b"\0\0\0\x18ftypheic\0\0\0\0"), Err(PieceRefusee::Heic));
    assert_eq!(reconnaitre(b"PK\x03\x04docx"), Err(PieceRefusee::Bureautique));
    assert_eq!(reconnaitre(b"MZ\x90\0"), Err(PieceRefusee::Inconnu));
    assert_eq!(reconnaitre(b"<html>%PDF-1.7 %%EOF"), Err(PieceRefusee::Inconnu));
}

proptest! {
    #[test]
    fn n_importe_quoi_recoit_une_reponse(octets in proptest::collection::vec(any::<u8>(), 0..600)) {
        let reponse = reconnaitre(&octets);
        prop_assert_eq!(reponse, reconnaitre(&octets));
    }

    #[test]
    fn un_fichier_juste_altere_ne_fait_rien_tomber(rang in 0_usize..400, octet: u8, genre in 0_u8..3) {
        let mut fichier = match genre { 0 => pdf("/Lang (fr)"), 1 => png(8, 8), _ => jpeg(8, 8) };
        let place = rang % fichier.len();
        fichier[place] = octet;
        if let Ok(reconnu) = reconnaitre(&fichier) {
            prop_assert!([TypePiece::Pdf, TypePiece::Png, TypePiece::Jpeg].contains(&reconnu));
        }
    }
}
