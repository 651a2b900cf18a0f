//! Proofs and a scanner that speaks as clamd does: closed until searched, opened when sound, erased when infected.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use axum::http::StatusCode;
use droit::identifiant::PieceId;
use entrepot::{Tx, params};
use passerelles::AdresseClamd;
use plateforme::config::{Ecoute, Pieces};
use plateforme::piece::veille::analyser;

use crate::banc::Banc;
use crate::pieces::{PDF, envoyer};
use crate::terrain::Terrain;

const MARQUE: &[u8] = b"marque-du-virus-de-l-essai";

/// Answers as the daemon does to INSTREAM: lots preceded by their length, an empty one at the end.
fn demon() -> AdresseClamd {
    let ecoute = TcpListener::bind("127.0.0.1:0").unwrap();
    let adresse = format!("tcp://{}", ecoute.local_addr().unwrap()).parse().unwrap();
    thread::spawn(move || {
        for flux in ecoute.incoming() {
            let mut flux = flux.unwrap();
            let mut commande = [0; 10];
            flux.read_exact(&mut commande).unwrap();
            assert_eq!(&commande, b"zINSTREAM\0");
            let mut recu = Vec::new();
            loop {
                let mut taille = [0; 4];
                flux.read_exact(&mut taille).unwrap();
                let taille = u64::from(u32::from_be_bytes(taille));
                if taille == 0 {
                    break;
                }
                Read::by_ref(&mut flux).take(taille).read_to_end(&mut recu).unwrap();
            }
            let infecte = recu.windows(MARQUE.len()).any(|fenetre| fenetre == MARQUE);
            let reponse: &[u8] = if infecte { b"stream: Essai.Virus FOUND\0" } else { b"stream: OK\0" };
            flux.write_all(reponse).unwrap();
        }
    });
    adresse
}

fn terrain(nom: &str, antivirus: AdresseClamd) -> Terrain {
    let pieces = Pieces { antivirus: Some(antivirus), ..Pieces::default() };
    Terrain::sur(Banc::avec(nom, Ecoute { pieces, ..Ecoute::default() }), 1)
}

/// Sends a proof; gives the page of the proofs and the address of this one.
async fn joindre(terrain: &Terrain, contenu: &[u8]) -> (String, String) {
    let pieces = format!("{}/pieces", terrain.declarer(&[0]).await.remove(0));
    let envoi = envoyer(terrain, &pieces, &terrain.coordination, "recu.pdf", contenu).await;
    assert_eq!(envoi.statut, StatusCode::SEE_OTHER, "{}", envoi.corps);
    let lue = terrain
        .banc
        .app
        .entrepot
        .lire_ici(|tx: &mut Tx| tx.query_one("SELECT id FROM piece", &params![])?.get::<PieceId>("id"));
    let adresse = format!("/pieces/{}", lue.unwrap());
    (pieces, adresse)
}

/// How many sealed blocks the base holds.
fn blocs(terrain: &Terrain) -> i64 {
    let compte = |tx: &mut Tx| tx.query_one("SELECT count(*) AS n FROM piece_morceau", &params![])?.get("n");
    terrain.banc.app.entrepot.lire_ici(compte).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn un_fichier_sain_s_ouvre_apres_son_analyse_et_pas_avant() {
    let terrain = terrain("antivirus-sain", demon());
    let (pieces, adresse) = joindre(&terrain, PDF).await;
    assert!(terrain.banc.lire(&pieces, &terrain.ars).await.corps.contains("Analyse antivirus en attente"));
    assert_eq!(terrain.banc.lire(&adresse, &terrain.ars).await.statut, StatusCode::CONFLICT);
    assert_eq!(analyser(&terrain.banc.app).await.unwrap(), 1);
    assert_eq!(analyser(&terrain.banc.app).await.unwrap(), 0, "searched once");
    assert_eq!(terrain.banc.lire(&adresse, &terrain.ars).await.corps.as_bytes(), PDF);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_fichier_infecte_est_efface_et_son_nom_de_virus_est_dit() {
    let terrain = terrain("antivirus-infecte", demon());
    let infecte = [b"%PDF-1.4\n% ", MARQUE, b"\n", PDF.strip_prefix(b"%PDF-1.4\n").unwrap()].concat();
    let (pieces, adresse) = joindre(&terrain, &infecte).await;
    assert!(blocs(&terrain) > 0);
    assert_eq!(analyser(&terrain.banc.app).await.unwrap(), 1);
    assert_eq!(blocs(&terrain), 0, "no byte of it is left");
    let page = terrain.banc.lire(&pieces, &terrain.coordination).await.corps;
    assert!(page.contains("Virus trouvé (Essai.Virus)"), "{page}");
    assert_eq!(terrain.banc.lire(&adresse, &terrain.coordination).await.statut, StatusCode::CONFLICT);
}

#[tokio::test(flavor = "multi_thread")]
async fn sans_reponse_de_l_antivirus_le_fichier_reste_ferme() {
    // Bound then dropped: nobody listens there.
    let sourd = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let terrain = terrain("antivirus-sourd", format!("tcp://{sourd}").parse().unwrap());
    let (_, adresse) = joindre(&terrain, PDF).await;
    assert_eq!(analyser(&terrain.banc.app).await.unwrap(), 0);
    assert!(blocs(&terrain) > 0);
    assert_eq!(terrain.banc.lire(&adresse, &terrain.ars).await.statut, StatusCode::CONFLICT);
}
