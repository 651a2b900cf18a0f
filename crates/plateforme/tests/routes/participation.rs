//! The participation, from the volunteer to the public list: what passes, what is refused, who sees what.

use axum::http::StatusCode;
use droit::acces::Acteur;
use droit::decision::Statut;
use droit::identifiant::CptsId;

use crate::banc::{Banc, Porteur};
use crate::terrain::{Terrain, adresses, inscrire, mk};

#[tokio::test(flavor = "multi_thread")]
async fn la_cpts_declare_l_ars_accepte_et_la_liste_publique_suit() {
    let terrain = Terrain::new("bout-en-bout", 2);
    let banc = &terrain.banc;
    let choix = banc.lire("/declarer", &terrain.coordination).await;
    assert!(choix.corps.contains("2 membres à déclarer") && choix.corps.contains("Tout est vérifié"));
    let dossiers = terrain.declarer(&[0, 1]).await;
    assert_eq!(dossiers.len(), 2);
    let file = banc.lire("/instruction", &terrain.ars).await;
    assert_eq!(adresses(&file).len(), 2);
    assert!(!banc.lire("/annuaire?departement=45", &Porteur::Personne).await.corps.contains("Éssai000"));
    let accepte = banc.poster(&format!("{}/accepter", dossiers[0]), &terrain.ars, "version=2").await;
    assert_eq!(accepte.statut, StatusCode::SEE_OTHER);
    let liste = banc.lire("/annuaire?departement=45", &Porteur::Personne).await;
    assert!(liste.corps.contains("Éssai000") && !liste.corps.contains("Éssai001"));
    let dossier = banc.lire(&dossiers[0], &terrain.coordination).await;
    assert!(dossier.corps.contains("Depuis le 9 mars 2026.") && dossier.corps.contains("Par l’ARS"));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_remplacant_est_bloque_avant_l_envoi_et_reste_volontaire() {
    let terrain = Terrain::new("remplacant", 1);
    inscrire(&terrain.banc, 7, Statut::Remplacant, "45");
    let choix = terrain.banc.lire("/declarer", &terrain.coordination).await;
    assert!(choix.corps.contains("Bloquée") && choix.corps.contains("ne participe pas à l’expérimentation"));
    let corps = format!("praticien={}&praticien={}&attestation=oui&geste=deposer", mk(0), mk(7));
    let fait = terrain.banc.poster("/declarer", &terrain.coordination, &corps).await;
    assert!(fait.corps.contains("1 déclaration déposée") && fait.corps.contains("gardé comme volontaire"));
    assert_eq!(adresses(&terrain.banc.lire("/instruction", &terrain.ars).await).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_volontaire_garde_se_declare_ensuite_avec_les_autres() {
    let terrain = Terrain::new("garde", 2);
    let garder = format!("praticien={}&geste=garder", mk(0));
    let garde = terrain.banc.poster("/declarer", &terrain.coordination, &garder).await;
    assert!(garde.corps.contains("1 volontaire gardé"));
    let choix = terrain.banc.lire("/declarer", &terrain.coordination).await;
    assert!(choix.corps.contains("2 membres à déclarer") && choix.corps.contains("Volontaire<"));
    assert_eq!(terrain.declarer(&[0, 1]).await.len(), 2);
    assert_eq!(adresses(&terrain.banc.lire("/instruction", &terrain.ars).await).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn sans_attestation_rien_n_est_declare() {
    let terrain = Terrain::new("attestation", 1);
    let fait = terrain
        .banc
        .poster("/declarer", &terrain.coordination, &format!("praticien={}&geste=deposer", mk(0)))
        .await;
    assert_eq!(fait.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(fait.corps.contains("Cochez l’attestation"));
    assert!(adresses(&terrain.banc.lire("/instruction", &terrain.ars).await).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn un_autre_territoire_et_une_autre_cpts_ne_voient_rien() {
    let terrain = Terrain::new("ailleurs", 1);
    let dossier = terrain.declarer(&[0]).await.remove(0);
    let var = terrain.entrer("ars.var", Acteur::AgentArs { departements: vec!["83".parse().unwrap()] });
    let voisine = terrain.entrer("cpts.voisine", Acteur::CoordinationCpts { cpts: CptsId::new(2) });
    let etranger = terrain.entrer("mk.autre", Acteur::Mk { praticien: mk(9) });
    for porteur in [&var, &voisine, &etranger] {
        assert_eq!(terrain.banc.lire(&dossier, porteur).await.statut, StatusCode::NOT_FOUND);
    }
    assert!(adresses(&terrain.banc.lire("/instruction", &var).await).is_empty());
    for geste in ["accepter", "refuser", "demander-completion"] {
        let tente =
            terrain.banc.poster(&format!("{dossier}/{geste}"), &var, "motifs=doublon&pieces=statut").await;
        assert_eq!(tente.statut, StatusCode::NOT_FOUND, "{geste}");
    }
    let retrait = terrain.banc.poster(&format!("{dossier}/retirer"), &voisine, "motif=volontaire").await;
    assert_eq!(retrait.statut, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn deux_agents_sur_un_dossier_font_une_decision_et_un_message_clair() {
    deux_agents(Terrain::new("deux-agents", 1)).await;
    deux_agents(Terrain::sur(Banc::sur_postgresql().await, 1)).await;
}

async fn deux_agents(terrain: Terrain) {
    let dossier = terrain.declarer(&[0]).await.remove(0);
    let second = terrain.entrer("ars.deux", Acteur::AgentArs { departements: vec!["45".parse().unwrap()] });
    let (accepter, refuser) = (format!("{dossier}/accepter"), format!("{dossier}/refuser"));
    let (un, deux) = tokio::join!(
        terrain.banc.poster(&accepter, &terrain.ars, "version=2"),
        terrain.banc.poster(&refuser, &second, "version=2&motifs=doublon"),
    );
    let mut statuts = [un.statut.as_u16(), deux.statut.as_u16()];
    statuts.sort_unstable();
    assert_eq!(statuts, [303, 409]);
    let (perdant, gagnant) =
        if un.statut == StatusCode::CONFLICT { (un, "Compte ars.deux") } else { (deux, "Compte ars<") };
    assert!(perdant.corps.contains("Un autre agent de l’ARS a déjà enregistré"), "{}", perdant.corps);
    assert!(perdant.corps.contains("le 9 mars 2026 à 10 h 00"));
    assert!(!perdant.corps.contains(gagnant));
}

#[tokio::test(flavor = "multi_thread")]
async fn l_ars_demande_un_complement_la_cpts_repond_et_l_ars_refuse() {
    let terrain = Terrain::new("complement", 1);
    let banc = &terrain.banc;
    let dossier = terrain.declarer(&[0]).await.remove(0);
    let vide = banc.poster(&format!("{dossier}/demander-completion"), &terrain.ars, "version=2").await;
    assert_eq!(vide.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(vide.corps.contains("Cochez au moins une pièce."));
    let demande = "version=2&pieces=justificatif-cpts&precision=Le+re%C3%A7u+est+illisible";
    let demande = banc.poster(&format!("{dossier}/demander-completion"), &terrain.ars, demande).await;
    assert_eq!(demande.statut, StatusCode::SEE_OTHER);
    let tableau = banc.lire("/tableau-de-bord", &terrain.coordination).await;
    assert!(tableau.corps.contains("1 complément est demandé par l’ARS."));
    let reponse = "version=3&justificatif=recu-adhesion&reference=Re%C3%A7u+12";
    let reponse = banc.poster(&format!("{dossier}/deposer"), &terrain.coordination, reponse).await;
    assert_eq!(reponse.statut, StatusCode::SEE_OTHER);
    let trop_vieux =
        banc.poster(&format!("{dossier}/refuser"), &terrain.ars, "version=2&motifs=doublon").await;
    assert_eq!(trop_vieux.statut, StatusCode::CONFLICT);
    let refus = banc.poster(&format!("{dossier}/refuser"), &terrain.ars, "version=4&motifs=doublon").await;
    assert_eq!(refus.statut, StatusCode::SEE_OTHER);
    let page = banc.lire(&dossier, &terrain.coordination).await;
    for mot in
        ["Le reçu est illisible", "Reçu 12", "Déclaration déjà enregistrée", "Refusée le 9 mars 2026 :"]
    {
        assert!(page.corps.contains(mot), "{mot}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn les_dossiers_verts_s_acceptent_ensemble_apres_confirmation() {
    let terrain = Terrain::new("lot", 4);
    let banc = &terrain.banc;
    let dossiers = terrain.declarer(&[0, 1, 2]).await;
    let coches: Vec<_> =
        dossiers.iter().map(|d| format!("declaration={}", d.trim_start_matches("/declarations/"))).collect();
    let coches = coches.join("&");
    let relu = banc.poster("/instruction/verification", &terrain.ars, &coches).await;
    assert!(relu.corps.contains("3 dossiers à accepter") && relu.corps.contains("dès votre acceptation"));
    assert_eq!(adresses(&banc.lire("/instruction", &terrain.ars).await).len(), 3);
    banc.poster(&format!("{}/refuser", dossiers[1]), &terrain.ars, "version=2&motifs=doublon").await;
    let fait = banc.poster("/instruction/acceptation", &terrain.ars, &coches).await;
    assert!(
        fait.corps.contains("2 déclarations acceptées.") && fait.corps.contains("1 dossier coché écarté")
    );
    assert!(adresses(&banc.lire("/instruction", &terrain.ars).await).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn l_ars_met_fin_a_une_participation_et_la_liste_le_dit() {
    let terrain = Terrain::new("fin", 1);
    let banc = &terrain.banc;
    let dossier = terrain.declarer(&[0]).await.remove(0);
    banc.poster(&format!("{dossier}/accepter"), &terrain.ars, "version=2").await;
    let avant = banc
        .poster(&format!("{dossier}/retirer"), &terrain.ars, "version=3&motif=radiation&au=2026-01-01")
        .await;
    assert_eq!(avant.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(avant.corps.contains("précède le début"));
    let fin = banc
        .poster(&format!("{dossier}/retirer"), &terrain.ars, "version=3&motif=radiation&au=2026-03-09")
        .await;
    assert_eq!(fin.statut, StatusCode::SEE_OTHER);
    banc.app.horloge.avancer(jiff::SignedDuration::from_hours(24));
    assert!(!banc.lire("/annuaire?departement=45", &Porteur::Personne).await.corps.contains("Éssai000"));
}
