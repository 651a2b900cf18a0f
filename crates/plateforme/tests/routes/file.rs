//! The queue of an agent: its filters, its pages, and every verified file accepted in one action.

use axum::http::StatusCode;
use droit::acces::Acteur;
use droit::decision::Statut;

use plateforme::declaration::veille::signaler_les_retards;

use crate::banc::Porteur;
use crate::terrain::{Terrain, adresses, inscrire};

/// More than a page.
const MEMBRES: u32 = 103;

async fn noms(terrain: &Terrain, porteur: &Porteur, filtre: &str) -> Vec<String> {
    adresses(&terrain.banc.lire(&format!("/instruction{filtre}"), porteur).await)
}

/// The address behind these words.
fn lien(corps: &str, libelle: &str) -> String {
    let avant = corps.split(&format!(">{libelle}<")).next().unwrap();
    let href = avant.rsplit("href=\"").next().unwrap();
    href.split('"').next().unwrap().replace("&amp;", "&")
}

#[tokio::test(flavor = "multi_thread")]
async fn la_file_se_lit_page_a_page_et_tout_ce_qui_est_verifie_s_accepte_ensemble() {
    let terrain = Terrain::new("file-pages", MEMBRES);
    let banc = &terrain.banc;
    let rangs: Vec<u32> = (0..MEMBRES).collect();
    terrain.declarer(&rangs).await;
    let premiere = banc.lire("/instruction?verification=vert", &terrain.ars).await;
    assert!(premiere.corps.contains("103 dossiers, de 1 à 100"));
    let suite = lien(&premiere.corps, "Page suivante");
    assert!(suite.contains("verification=vert") && suite.contains("apres="), "{suite}");
    let seconde = banc.lire(&suite, &terrain.ars).await;
    assert!(seconde.corps.contains("De 101 à 103 sur 103") && !seconde.corps.contains("Page suivante"));
    let mut tous = adresses(&premiere);
    assert_eq!(tous.len(), 100);
    tous.extend(adresses(&seconde));
    tous.sort();
    tous.dedup();
    assert_eq!(tous.len(), 103, "chaque dossier est sur une page et une seule");
    let debut = lien(&seconde.corps, "Revenir au début");
    assert_eq!(adresses(&banc.lire(&debut, &terrain.ars).await), adresses(&premiere));

    let relu = banc.poster("/instruction/verification", &terrain.ars, "toutes=oui&etat=deposee").await;
    assert!(relu.corps.contains("103 dossiers à accepter"), "{}", relu.corps);
    let coches: Vec<_> = relu.corps.split("name=\"declaration\" value=\"").skip(1).collect();
    let coches: Vec<_> =
        coches.iter().map(|reste| format!("declaration={}", reste.split('"').next().unwrap())).collect();
    let var = terrain.entrer("ars.var", Acteur::AgentArs { departements: vec!["83".parse().unwrap()] });
    let ailleurs = banc.poster("/instruction/acceptation", &var, &coches.join("&")).await;
    assert!(ailleurs.corps.contains("0 déclaration acceptée."), "un agent d’ailleurs n’accepte rien");
    let fait = banc.poster("/instruction/acceptation", &terrain.ars, &coches.join("&")).await;
    assert!(fait.corps.contains("103 déclarations acceptées."));
    assert!(noms(&terrain, &terrain.ars, "").await.is_empty());
    assert!(banc.lire("/instruction?etat=validee", &terrain.ars).await.corps.contains("103 dossiers"));
}

#[tokio::test(flavor = "multi_thread")]
async fn chaque_filtre_de_la_file_retient_ce_qu_il_dit() {
    let terrain = Terrain::new("file-filtres", 3);
    let banc = &terrain.banc;
    inscrire(banc, 7, Statut::Titulaire, "32");
    let dossiers = terrain.declarer(&[0, 1, 2, 7]).await;
    assert_eq!(dossiers.len(), 4);
    let deux = Acteur::AgentArs { departements: vec!["32".parse().unwrap(), "45".parse().unwrap()] };
    let agent = terrain.entrer("ars.deux", deux);
    assert_eq!(noms(&terrain, &agent, "").await.len(), 4);
    assert_eq!(noms(&terrain, &agent, "?departement=32").await, [dossiers[3].clone()]);
    assert_eq!(
        noms(&terrain, &terrain.ars, "?departement=32").await.len(),
        3,
        "celui d’un autre ne compte pas"
    );
    assert!(noms(&terrain, &agent, "?verification=rouge").await.is_empty());
    assert!(noms(&terrain, &agent, "?cpts=00000000-0000-0000-0000-000000000009").await.is_empty());

    assert_eq!(noms(&terrain, &agent, "?qui=essai002").await, [dossiers[2].clone()]);
    let numero = droit::identifiant::rpps_de_demonstration(7);
    assert_eq!(noms(&terrain, &agent, &format!("?qui={numero}")).await, [dossiers[3].clone()]);
    assert!(noms(&terrain, &agent, "?qui=personne").await.is_empty());

    let demande = "version=2&pieces=justificatif-cpts";
    let fait = banc.poster(&format!("{}/demander-completion", dossiers[0]), &agent, demande).await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER);
    assert_eq!(noms(&terrain, &agent, "?etat=a-completer").await, [dossiers[0].clone()]);
    assert_eq!(noms(&terrain, &agent, "?etat=a-completer&miens=oui").await, [dossiers[0].clone()]);
    assert!(noms(&terrain, &terrain.ars, "?etat=a-completer&miens=oui").await.is_empty());

    assert!(noms(&terrain, &agent, "?retard=oui").await.is_empty());
    banc.app.horloge.avancer(jiff::SignedDuration::from_hours(24 * 15));
    let tard = terrain.entrer(
        "ars.tard",
        Acteur::AgentArs { departements: vec!["32".parse().unwrap(), "45".parse().unwrap()] },
    );
    assert_eq!(
        noms(&terrain, &tard, "?retard=oui").await,
        [dossiers[3].clone()],
        "seul le Gers annonce un délai"
    );
    for _ in 0..2 {
        assert_eq!(signaler_les_retards(&banc.app).await.unwrap(), 1);
    }
    let avis = banc.lire("/notifications", &tard).await.corps;
    assert_eq!(avis.matches("class=\"notification-titre\"").count(), 1, "told once: {avis}");
    assert!(avis.contains("Délai de décision dépassé"), "{avis}");
    assert_eq!(
        noms(&terrain, &tard, "").await.first(),
        Some(&dossiers[3]),
        "ce qui est en retard vient d’abord"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn la_file_s_emporte_telle_que_l_adresse_la_filtre() {
    let terrain = Terrain::new("file-export", 3);
    let banc = &terrain.banc;
    terrain.declarer(&[0, 1, 2]).await;
    let page = banc.lire("/instruction?qui=essai001&verification=vert", &terrain.ars).await;
    let csv = banc.lire(&lien(&page.corps, "texte (CSV)"), &terrain.ars).await;
    assert_eq!(csv.statut, StatusCode::OK);
    assert!(csv.entete("content-disposition").contains("instruction-deposee-"), "{}", csv.corps);
    let lignes: Vec<&str> = csv.corps.lines().collect();
    assert!(lignes.len() == 2 && lignes[1].contains("ssai001"), "{lignes:?}");
    let var = terrain.entrer("ars.var", Acteur::AgentArs { departements: vec!["83".parse().unwrap()] });
    assert_eq!(banc.lire("/instruction/export/csv", &var).await.corps.lines().count(), 1, "its heads alone");
    assert_eq!(banc.lire("/instruction/export/xlsx", &terrain.ars).await.statut, StatusCode::OK);
    assert_eq!(banc.lire("/instruction/export/pdf", &terrain.ars).await.statut, StatusCode::NOT_FOUND);
}
