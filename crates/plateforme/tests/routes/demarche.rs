//! The bridge with démarches-simplifiées: seen before it is written, written once, all or nothing, and back.

use axum::http::{StatusCode, header};
use droit::acces::Acteur;
use droit::identifiant::rpps_de_demonstration;

use crate::banc::{Porteur, Rendu};
use crate::terrain::Terrain;

const TITRES: &str = "ID;État du dossier;Déposé le;Traité le;Numéro RPPS;Nom;Prénom;Statut;Nom de la CPTS;Adresse;Code postal;Commune";

fn ligne(numero: u32, etat: &str, traite: &str, nom: &str) -> String {
    let rpps = rpps_de_demonstration(numero);
    format!(
        "{numero};{etat};02/03/2026;{traite};{rpps};{nom};Lou;Titulaire;CPTS de l’Essai;1 rue Haute;45000;Orléans\n"
    )
}

async fn importer(terrain: &Terrain, porteur: &Porteur, lignes: &str) -> Rendu {
    let fichier = format!("{TITRES}\n{lignes}");
    let champs = [("departement", "45")];
    terrain.banc.televerser("/demarches", porteur, &champs, Some(("export.csv", fichier.as_bytes()))).await
}

async fn reprendre(terrain: &Terrain, lignes: &str) -> String {
    let lu = importer(terrain, &terrain.ars, lignes).await;
    assert_eq!(lu.statut, StatusCode::SEE_OTHER, "{}", lu.corps);
    let apercu = lu.entete(header::LOCATION).to_owned();
    let fait = terrain.banc.poster(&format!("{apercu}/reprendre"), &terrain.ars, "").await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
    let encore = terrain.banc.poster(&format!("{apercu}/reprendre"), &terrain.ars, "").await;
    assert_eq!(encore.statut, StatusCode::NOT_FOUND, "taken up once");
    fait.entete(header::LOCATION).to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn un_export_se_reprend_se_suit_et_se_rend() {
    let terrain = Terrain::new("demarche", 1);
    let banc = &terrain.banc;
    let premier = ligne(71, "Accepté", "05/03/2026", "Dutest") + &ligne(72, "En instruction", "", "=1+1");
    assert!(reprendre(&terrain, &premier).await.ends_with("repris=2"));
    let liste = banc.lire("/annuaire?departement=45", &Porteur::Personne).await.corps;
    assert!(liste.contains("Dutest"), "accepted there, authorised here");
    assert!(banc.lire("/instruction", &terrain.ars).await.corps.contains("=1+1"));
    let second = ligne(71, "Accepté", "05/03/2026", "Dutest") + &ligne(72, "Refusé", "06/03/2026", "=1+1");
    assert!(reprendre(&terrain, &second).await.ends_with("repris=1"), "only what changed");
    let csv = banc.lire("/demarches/decisions.csv?departement=45", &terrain.ars).await;
    assert!(
        csv.corps.contains("71;") && csv.corps.contains("Refusée") && csv.corps.contains("'=1+1"),
        "{}",
        csv.corps
    );
    let xlsx = banc.lire("/demarches/decisions.xlsx?departement=45", &terrain.ars).await;
    assert_eq!(xlsx.statut, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn une_ligne_fautive_et_rien_n_est_repris() {
    let terrain = Terrain::new("demarche-faute", 0);
    let faux = ligne(71, "En instruction", "", "Dutest") + &ligne(72, "Perdu", "", "Dessai");
    let refus = importer(&terrain, &terrain.ars, &faux).await;
    assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refus.corps.contains("l’état « Perdu » n’est pas connu"));
    let inconnue = ligne(73, "En instruction", "", "Dutest").replace("CPTS de l’Essai", "CPTS d’Ailleurs");
    let lu = importer(&terrain, &terrain.ars, &(ligne(71, "En instruction", "", "Dutest") + &inconnue)).await;
    let apercu = lu.entete(header::LOCATION).to_owned();
    let fait = terrain.banc.poster(&format!("{apercu}/reprendre"), &terrain.ars, "").await;
    assert_eq!(fait.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(fait.corps.contains("n’est pas connue ici"));
    assert!(!terrain.banc.lire("/instruction", &terrain.ars).await.corps.contains("Dutest"));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_autre_agent_et_un_autre_departement_ne_voient_rien() {
    let terrain = Terrain::new("demarche-acces", 0);
    let lu = importer(&terrain, &terrain.ars, &ligne(71, "En instruction", "", "Dutest")).await;
    let apercu = lu.entete(header::LOCATION).to_owned();
    let voisin = terrain.entrer("voisin", Acteur::AgentArs { departements: vec!["81".parse().unwrap()] });
    assert_eq!(terrain.banc.lire(&apercu, &voisin).await.statut, StatusCode::NOT_FOUND);
    assert_eq!(importer(&terrain, &voisin, "").await.statut, StatusCode::NOT_FOUND);
    let csv = terrain.banc.lire("/demarches/decisions.csv?departement=45", &voisin).await;
    assert_eq!(csv.statut, StatusCode::NOT_FOUND);
}
