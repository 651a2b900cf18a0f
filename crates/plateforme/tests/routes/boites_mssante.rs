//! The published mailboxes brought by an administrator's browser: whole or not at all, whatever cuts the sending.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use droit::acces::Role;
use droit::identifiant::rpps_de_demonstration;
use entrepot::annuaire_mssante;
use formats::annuaire_sante::{boite_fictive, entete_des_boites};

use crate::banc::{Banc, Porteur, Rendu, acteur};

const ADRESSE: &str = "/administration/annuaire-mssante";

fn extraction(boites: &[&str]) -> String {
    let lignes = (0..).zip(boites).map(|(rang, adresse)| boite_fictive(rang, adresse));
    std::iter::once(entete_des_boites()).chain(lignes).map(|ligne| ligne + "\r\n").collect()
}

fn banc(nom: &str) -> (Banc, Porteur) {
    let banc = Banc::new(nom);
    let compte = banc.compte("administrateur", acteur(Role::Administrateur));
    let porteur = banc.session(compte);
    (banc, porteur)
}

async fn importer(banc: &Banc, qui: &Porteur, champs: &[(&str, &str)], fichier: (&str, &[u8])) -> Rendu {
    banc.televerser(ADRESSE, qui, champs, Some(fichier)).await
}

fn connues(banc: &Banc, rang: u32) -> Vec<String> {
    let lues =
        banc.app.entrepot.lire_ici(move |tx| annuaire_mssante::boites(tx, &rpps_de_demonstration(rang)));
    lues.unwrap().into_iter().map(|boite| boite.adresse).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn une_extraction_vient_du_navigateur_et_ses_lignes_illisibles_sont_dites() {
    let (banc, admin) = banc("boites-navigateur");
    let avant = banc.lire(ADRESSE, &admin).await;
    assert!(avant.corps.contains("Aucune extraction"), "{}", avant.corps);
    let texte = extraction(&["a@demo.mssante.invalid", "pas une adresse", "c@demo.mssante.invalid"]);
    let fichier = ("Extraction_Correspondance_MSSante_202602031200.txt", texte.as_bytes());
    let faite = importer(&banc, &admin, &[("extrait_le", "")], fichier).await;
    assert_eq!(faite.statut, StatusCode::OK, "{}", faite.corps);
    for attendu in [
        "Extraction importée",
        "3 février 2026",
        "Lignes illisibles",
        "data-colonne=\"Ligne\">3<",
        "« Adresse BAL »",
    ] {
        assert!(faite.corps.contains(attendu), "{attendu} : {}", faite.corps);
    }
    assert_eq!(connues(&banc, 2), ["c@demo.mssante.invalid"]);
    assert!(connues(&banc, 1).is_empty());
    let encore = importer(&banc, &admin, &[], fichier).await;
    assert_eq!(encore.entete(header::LOCATION), "", "une ligne illisible se redit");
    assert!(encore.corps.contains("déjà en place"), "{}", encore.corps);
    let propre = extraction(&["a@demo.mssante.invalid", "b@demo.mssante.invalid"]);
    let suite = importer(&banc, &admin, &[("extrait_le", "2026-02-04")], ("x.txt", propre.as_bytes())).await;
    assert_eq!(suite.entete(header::LOCATION), format!("{ADRESSE}?fait=importee"), "{}", suite.corps);
    assert_eq!(connues(&banc, 1), ["b@demo.mssante.invalid"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_fichier_refuse_ne_change_rien_et_dit_pourquoi() {
    let (banc, admin) = banc("boites-refus");
    let texte = extraction(&["a@demo.mssante.invalid"]);
    let jour = [("extrait_le", "2026-02-03")];
    importer(&banc, &admin, &jour, ("x.txt", texte.as_bytes())).await;
    let coupe = texte.trim_end().get(..texte.len() - 40).unwrap();
    let melange = "colonne|autre\r\n1|2\r\n";
    for (champs, octets, raison) in [
        (&jour[..], coupe, "s’arrête au milieu de la ligne 2"),
        (&jour[..], melange, "manque dans l’en-tête"),
        (
            &[("extrait_le", "2026-01-01")][..],
            &extraction(&["b@demo.mssante.invalid"]),
            "plus ancienne que celle en place",
        ),
        (&[("extrait_le", "2126-01-01")][..], &texte, "pas encore venu"),
        (&[("extrait_le", "hier")][..], &texte, "Indiquez un jour"),
        (&jour[..], "", "Choisissez un fichier"),
    ] {
        let refus = importer(&banc, &admin, champs, ("y.txt", octets.as_bytes())).await;
        assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY, "{raison} : {}", refus.corps);
        assert!(refus.corps.contains(raison), "{raison} : {}", refus.corps);
        assert_eq!(connues(&banc, 0), ["a@demo.mssante.invalid"], "{raison}");
    }
    let sans = banc.televerser(ADRESSE, &admin, &[], None).await;
    assert_eq!(sans.statut, StatusCode::UNPROCESSABLE_ENTITY);
    let demain = importer(&banc, &admin, &[], ("Extraction_21260101.txt", texte.as_bytes())).await;
    assert!(demain.corps.contains("porte un jour qui n’est pas encore venu"), "{}", demain.corps);
}

/// The browser is closed in the middle: at the end of a row, so that only the missing end tells it.
#[tokio::test(flavor = "multi_thread")]
async fn un_envoi_coupe_ne_passe_pas_pour_un_fichier_entier() {
    let (banc, admin) = banc("boites-coupe");
    let texte = extraction(&["a@demo.mssante.invalid", "b@demo.mssante.invalid"]);
    let corps =
        format!("--b\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"x.txt\"\r\n\r\n{texte}");
    let Porteur::Cookie(secret) = &admin else { panic!("une session") };
    let requete = |corps: String| {
        Request::builder()
            .method(Method::POST)
            .uri(ADRESSE)
            .header(header::HOST, "acces-direct.test")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
            .header(header::COOKIE, format!("acces-direct={secret}"))
            .body(Body::from(corps))
            .unwrap()
    };
    let coupe = banc.envoyer(requete(corps.clone())).await;
    assert!(coupe.statut.is_client_error(), "{}", coupe.corps);
    assert!(coupe.corps.contains("interrompu"), "{}", coupe.corps);
    assert_eq!(banc.app.entrepot.lire_ici(annuaire_mssante::dernier).unwrap(), None);
    let entier = banc.envoyer(requete(format!("{corps}\r\n--b--\r\n"))).await;
    assert_eq!(entier.statut, StatusCode::SEE_OTHER, "{}", entier.corps);
    assert_eq!(connues(&banc, 1), ["b@demo.mssante.invalid"]);
}

/// Larger than any file of a declaration: this route alone takes it.
#[tokio::test(flavor = "multi_thread")]
async fn une_extraction_depasse_la_taille_des_pieces_jointes() {
    let (banc, admin) = banc("boites-taille");
    let autre = boite_fictive(7, "service@demo.mssante.invalid").replacen("PER", "ORG", 1) + "\r\n";
    let voulue = banc.app.ecoute.pieces.taille_maximale() + 1_000_000;
    let texte = extraction(&["a@demo.mssante.invalid"]) + &autre.repeat(voulue / autre.len());
    let faite = importer(&banc, &admin, &[], ("x.txt", texte.as_bytes())).await;
    assert_eq!(faite.statut, StatusCode::SEE_OTHER, "{}", faite.corps);
    let import = banc.app.entrepot.lire_ici(annuaire_mssante::dernier).unwrap().unwrap();
    assert_eq!((import.boites, import.lignes.ecartees > 1_000), (1, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn personne_d_autre_ne_l_importe() {
    let (banc, _) = banc("boites-roles");
    let texte = extraction(&["a@demo.mssante.invalid"]);
    for role in [Role::Mk, Role::AgentArs, Role::Medecin] {
        let qui = banc.session(banc.compte(role.code(), acteur(role)));
        let refus = importer(&banc, &qui, &[], ("x.txt", texte.as_bytes())).await;
        assert_eq!(refus.statut, StatusCode::NOT_FOUND, "{}", role.code());
    }
    assert_eq!(banc.app.entrepot.lire_ici(annuaire_mssante::dernier).unwrap(), None);
}
