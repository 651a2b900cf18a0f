//! The letters of the ARS: which step has one, who may read it.

use axum::http::{StatusCode, header};
use droit::acces::Acteur;
use droit::identifiant::CptsId;

use crate::banc::{Porteur, Rendu};
use crate::terrain::{Terrain, mk};

/// The title that the file says of itself: its text is compressed.
fn verifier_le_courrier(rendu: &Rendu, titre: &str) {
    assert_eq!(rendu.statut, StatusCode::OK);
    assert_eq!(rendu.entete(header::CONTENT_TYPE), "application/pdf");
    assert!(rendu.corps.starts_with("%PDF") && rendu.corps.contains(titre), "« {titre} »");
}

#[tokio::test(flavor = "multi_thread")]
async fn chaque_decision_de_l_ars_a_son_courrier_et_le_dernier_est_le_premier_offert() {
    let terrain = Terrain::new("courriers", 1);
    let banc = &terrain.banc;
    let dossier = terrain.declarer(&[0]).await.remove(0);
    let courrier = format!("{dossier}/decision.pdf");
    assert_eq!(banc.lire(&courrier, &terrain.ars).await.statut, StatusCode::NOT_FOUND);
    let demande = "version=2&pieces=justificatif-cpts&precision=%23let+%24x%24+*illisible*";
    banc.poster(&format!("{dossier}/demander-completion"), &terrain.ars, demande).await;
    verifier_le_courrier(&banc.lire(&courrier, &terrain.ars).await, "votre déclaration est à compléter");
    let reponse = "version=3&justificatif=recu-adhesion&reference=12";
    banc.poster(&format!("{dossier}/deposer"), &terrain.coordination, reponse).await;
    banc.poster(&format!("{dossier}/accepter"), &terrain.ars, "version=4").await;
    verifier_le_courrier(&banc.lire(&courrier, &terrain.ars).await, "votre déclaration est acceptée");
    let ancien = banc.lire(&format!("{courrier}?etape=3"), &terrain.ars).await;
    verifier_le_courrier(&ancien, "votre déclaration est à compléter");
    let page = banc.lire(&dossier, &terrain.coordination).await;
    for etape in [3, 5] {
        assert!(page.corps.contains(&format!("decision.pdf?etape={etape}")), "{etape}");
    }
    for sans_courrier in ["1", "2", "4", "99", "x"] {
        let rendu = banc.lire(&format!("{courrier}?etape={sans_courrier}"), &terrain.ars).await;
        assert_eq!(rendu.statut, StatusCode::NOT_FOUND, "{sans_courrier}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn le_refus_et_la_fin_ont_leur_courrier() {
    let terrain = Terrain::new("courriers-de-fin", 2);
    let banc = &terrain.banc;
    let dossiers = terrain.declarer(&[0, 1]).await;
    banc.poster(&format!("{}/refuser", dossiers[0]), &terrain.ars, "version=2&motifs=doublon").await;
    let refus = banc.lire(&format!("{}/decision.pdf", dossiers[0]), &terrain.ars).await;
    verifier_le_courrier(&refus, "votre déclaration est refusée");
    banc.poster(&format!("{}/accepter", dossiers[1]), &terrain.ars, "version=2").await;
    let fin = "version=3&motif=radiation&au=2026-03-09";
    banc.poster(&format!("{}/retirer", dossiers[1]), &terrain.ars, fin).await;
    let fin = banc.lire(&format!("{}/decision.pdf", dossiers[1]), &terrain.ars).await;
    verifier_le_courrier(&fin, "votre participation prend fin");
}

#[tokio::test(flavor = "multi_thread")]
async fn un_courrier_ne_change_plus_et_reste_quand_la_suite_l_a_depasse() {
    let terrain = Terrain::new("courriers-gardes", 1);
    let banc = &terrain.banc;
    let dossier = terrain.declarer(&[0]).await.remove(0);
    let lire =
        async |etape: u8| banc.lire(&format!("{dossier}/decision.pdf?etape={etape}"), &terrain.ars).await;
    banc.poster(&format!("{dossier}/accepter"), &terrain.ars, "version=2").await;
    let accepte = lire(3).await;
    verifier_le_courrier(&accepte, "votre déclaration est acceptée");
    let suspension = "version=3&motif_de_suspension=suspension-adhesion&du=2026-03-10";
    let suspendu = banc.poster(&format!("{dossier}/suspendre"), &terrain.ars, suspension).await;
    assert_eq!(suspendu.statut, StatusCode::SEE_OTHER, "{}", suspendu.corps);
    let suspendue = lire(4).await;
    verifier_le_courrier(&suspendue, "votre autorisation est suspendue");
    banc.poster(&format!("{dossier}/reprendre"), &terrain.ars, "version=4").await;
    let renomme = "UPDATE praticien SET nom = 'Autrement' WHERE id = $1";
    banc.app.entrepot.ecrire_ici(|tx| tx.execute(renomme, &entrepot::params![mk(0)])).unwrap();
    assert!(lire(3).await.corps == accepte.corps, "the words of that day");
    assert!(lire(4).await.corps == suspendue.corps, "still there once the suspension is over");
    let page = banc.lire(&dossier, &terrain.coordination).await.corps;
    assert!(page.contains("decision.pdf?etape=4"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn les_parties_lisent_le_courrier_et_personne_d_autre() {
    let terrain = Terrain::new("courriers-fermes", 1);
    let banc = &terrain.banc;
    let dossier = terrain.declarer(&[0]).await.remove(0);
    banc.poster(&format!("{dossier}/accepter"), &terrain.ars, "version=2").await;
    let lui = terrain.entrer("mk.lui", Acteur::Mk { praticien: mk(0) });
    let var = terrain.entrer("ars.var", Acteur::AgentArs { departements: vec!["83".parse().unwrap()] });
    let voisine = terrain.entrer("cpts.voisine", Acteur::CoordinationCpts { cpts: CptsId::new(2) });
    let etranger = terrain.entrer("mk.autre", Acteur::Mk { praticien: mk(9) });
    let caisse = terrain.entrer("cpam", Acteur::AgentCpam { departement: "45".parse().unwrap() });
    for document in ["decision.pdf", "certificat.pdf"] {
        let adresse = format!("{dossier}/{document}");
        for partie in [&lui, &terrain.coordination, &terrain.ars] {
            assert_eq!(banc.lire(&adresse, partie).await.statut, StatusCode::OK, "{document}");
        }
        for autre in [&var, &voisine, &etranger, &caisse] {
            assert_eq!(banc.lire(&adresse, autre).await.statut, StatusCode::NOT_FOUND, "{document}");
        }
        let personne = banc.lire(&adresse, &Porteur::Personne).await;
        assert!(personne.entete(header::LOCATION).starts_with("/connexion"), "{document}");
    }
    let miennes = banc.lire("/mes-declarations", &lui).await;
    assert!(miennes.corps.contains("decision.pdf") && miennes.corps.contains("certificat.pdf"));
}
