//! After the acceptance: suspending, taking up again, writing on the file, being told; and who may not.

use axum::http::StatusCode;
use droit::acces::Acteur;
use droit::identifiant::CptsId;

use crate::banc::Porteur;
use crate::terrain::{Terrain, mk};

const CLE: &str = "cle=0199a2b4-0000-7000-8000-00000000000a";

fn ars(departement: &str) -> Acteur {
    Acteur::AgentArs { departements: vec![departement.parse().unwrap()] }
}

/// A declaration accepted on 9 March 2026, at version 3.
async fn acceptee(terrain: &Terrain) -> String {
    let dossier = terrain.declarer(&[0]).await.remove(0);
    let fait = terrain.banc.poster(&format!("{dossier}/accepter"), &terrain.ars, "version=2").await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER);
    dossier
}

#[tokio::test(flavor = "multi_thread")]
async fn suspendre_retire_de_la_liste_et_reprendre_y_remet() {
    let terrain = Terrain::new("suspension", 1);
    let banc = &terrain.banc;
    let dossier = acceptee(&terrain).await;
    let page = banc.lire(&dossier, &terrain.ars).await;
    assert!(
        page.corps.contains("Suspendre la participation") && page.corps.contains("ne prévoit ni retrait")
    );
    let suspendre = format!("{dossier}/suspendre");
    let tot = "version=3&motif_de_suspension=suspension-ordre&du=2026-03-09";
    let tot = banc.poster(&suspendre, &terrain.ars, tot).await;
    assert_eq!(tot.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(tot.corps.contains("commence après le premier jour du droit"));
    let muet = "version=3&motif_de_suspension=suspension-autre&du=2026-03-20";
    assert!(banc.poster(&suspendre, &terrain.ars, muet).await.corps.contains("Dites le motif"));
    let juste = "version=3&motif_de_suspension=suspension-ordre&du=2026-03-20";
    assert_eq!(banc.poster(&suspendre, &terrain.ars, juste).await.statut, StatusCode::SEE_OTHER);
    let liste = |jour: &str| format!("/annuaire?departement=45&le={jour}");
    let de = |page: String| async move { banc.lire(&page, &Porteur::Personne).await.corps };
    assert!(de(liste("2026-03-19")).await.contains("Éssai000"));
    assert!(!de(liste("2026-03-20")).await.contains("Éssai000"));
    let file = banc.lire("/instruction?etat=suspendue", &terrain.ars).await;
    assert!(file.corps.contains("Éssai000"));
    let mk0 = terrain.entrer("mk.zero", Acteur::Mk { praticien: mk(0) });
    let vu = banc.lire(&dossier, &mk0).await;
    assert!(vu.corps.contains("Suspendue à compter du 20 mars 2026"), "{}", vu.corps);
    let reprise = banc.poster(&format!("{dossier}/reprendre"), &terrain.ars, "version=4&du=2026-04-01").await;
    assert_eq!(reprise.statut, StatusCode::SEE_OTHER);
    assert!(!de(liste("2026-03-31")).await.contains("Éssai000"));
    assert!(de(liste("2026-04-01")).await.contains("Éssai000"));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_agent_d_ailleurs_et_les_autres_roles_ne_peuvent_rien() {
    let terrain = Terrain::new("refus-d-acces", 1);
    let dossier = acceptee(&terrain).await;
    let var = terrain.entrer("ars.var", ars("83"));
    let mk0 = terrain.entrer("mk.zero", Acteur::Mk { praticien: mk(0) });
    let voisine = terrain.entrer("cpts.voisine", Acteur::CoordinationCpts { cpts: CptsId::new(2) });
    let autre = terrain.entrer("mk.autre", Acteur::Mk { praticien: mk(9) });
    let suspendre = "version=3&motif_de_suspension=suspension-ordre&du=2026-03-20";
    let message = format!("{CLE}&message=Bonjour");
    for (porteur, geste, corps) in [
        (&var, "suspendre", suspendre),
        (&mk0, "suspendre", suspendre),
        (&terrain.coordination, "suspendre", suspendre),
        (&var, "reprendre", "version=3"),
        (&mk0, "reprendre", "version=3"),
        (&terrain.coordination, "reprendre", "version=3"),
        (&var, "messages", message.as_str()),
        (&voisine, "messages", message.as_str()),
        (&autre, "messages", message.as_str()),
    ] {
        let tente = terrain.banc.poster(&format!("{dossier}/{geste}"), porteur, corps).await;
        assert_eq!(tente.statut, StatusCode::NOT_FOUND, "{geste}");
    }
    assert!(!terrain.banc.lire(&dossier, &terrain.ars).await.corps.contains("Bonjour"));
}

#[tokio::test(flavor = "multi_thread")]
async fn deux_agents_ne_suspendent_qu_une_fois_et_le_second_le_lit() {
    let terrain = Terrain::new("deux-suspensions", 1);
    let dossier = acceptee(&terrain).await;
    let second = terrain.entrer("ars.deux", ars("45"));
    let corps = "version=3&motif_de_suspension=suspension-ordre&du=2026-03-20";
    let (suspendre, retirer) = (format!("{dossier}/suspendre"), format!("{dossier}/retirer"));
    let (un, deux) = tokio::join!(
        terrain.banc.poster(&suspendre, &terrain.ars, corps),
        terrain.banc.poster(&retirer, &second, "version=3&motif=radiation&au=2026-03-20"),
    );
    let mut statuts = [un.statut.as_u16(), deux.statut.as_u16()];
    statuts.sort_unstable();
    assert_eq!(statuts, [303, 409]);
    let perdant = if un.statut == StatusCode::CONFLICT { un } else { deux };
    assert!(perdant.corps.contains("Un autre agent de l’ARS a déjà enregistré"), "{}", perdant.corps);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_message_est_lu_par_l_autre_cote_une_seule_fois_ecrit() {
    let terrain = Terrain::new("echange", 1);
    let banc = &terrain.banc;
    let dossier = acceptee(&terrain).await;
    let messages = format!("{dossier}/messages");
    let vide = banc.poster(&messages, &terrain.ars, &format!("{CLE}&message=++")).await;
    assert_eq!(vide.statut, StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 0..2 {
        let envoi = format!("{CLE}&message=Votre+re%C3%A7u+%3Cb%3E2026%3C%2Fb%3E+%3F");
        assert_eq!(banc.poster(&messages, &terrain.ars, &envoi).await.statut, StatusCode::SEE_OTHER);
    }
    let avant = banc.lire("/tableau-de-bord", &terrain.coordination).await;
    assert!(avant.corps.contains("non lues"));
    let page = banc.lire(&dossier, &terrain.coordination).await;
    assert_eq!(page.corps.matches("Votre reçu &lt;b&gt;2026").count(), 1);
    assert!(page.corps.contains("L’ARS</strong>"));
    assert!(!banc.lire("/tableau-de-bord", &terrain.coordination).await.corps.contains("non lues"));
    let reponse = "cle=0199a2b4-0000-7000-8000-00000000000b&message=Le+voici";
    banc.poster(&messages, &terrain.coordination, reponse).await;
    let liste = banc.lire("/notifications", &terrain.ars).await;
    assert!(liste.corps.contains("Message reçu") && liste.corps.contains("Camille"), "{}", liste.corps);
    let var = terrain.entrer("ars.var", ars("83"));
    assert!(banc.lire("/notifications", &var).await.corps.contains("Rien pour l’instant"));
}

#[tokio::test(flavor = "multi_thread")]
async fn une_notification_s_ouvre_et_n_est_qu_a_son_compte() {
    let terrain = Terrain::new("notification", 1);
    let banc = &terrain.banc;
    let dossier = acceptee(&terrain).await;
    let liste = banc.lire("/notifications", &terrain.coordination).await;
    let cle =
        liste.corps.split("name=\"cle\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let corps = format!("cle={cle}");
    let var = terrain.entrer("ars.var", ars("83"));
    let refus = banc.poster("/notifications/ouvrir", &var, &corps).await;
    assert_eq!(refus.statut, StatusCode::NOT_FOUND);
    let ouverte = banc.poster("/notifications/ouvrir", &terrain.coordination, &corps).await;
    assert_eq!((ouverte.statut, ouverte.entete("location")), (StatusCode::SEE_OTHER, dossier.as_str()));
    banc.poster("/notifications/lues", &terrain.coordination, "").await;
    let relue = banc.lire("/notifications", &terrain.coordination).await;
    assert!(!relue.corps.contains("Non lue") && relue.corps.contains("Déclaration acceptée"));
}

#[tokio::test(flavor = "multi_thread")]
async fn l_adresse_electronique_se_choisit_et_se_verifie() {
    let terrain = Terrain::new("courriel", 1);
    let banc = &terrain.banc;
    let fausse = banc.poster("/compte/courriel", &terrain.ars, "courriel=agent&courriels=oui").await;
    assert_eq!(fausse.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(fausse.corps.contains("n’est pas complète"));
    let sans = banc.poster("/compte/courriel", &terrain.ars, "courriel=&courriels=oui").await;
    assert!(sans.corps.contains("Écrivez l’adresse où vous prévenir."));
    let juste = "courriel=agent%40ars.example&courriels=oui";
    assert_eq!(banc.poster("/compte/courriel", &terrain.ars, juste).await.statut, StatusCode::SEE_OTHER);
    assert!(banc.lire("/compte", &terrain.ars).await.corps.contains("agent@ars.example"));
}
