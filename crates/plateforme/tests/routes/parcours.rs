//! « Depuis quel jour puis-je exercer en accès direct ? »: the answer, the next step and the timeline, state by state.

use droit::acces::Acteur;

use crate::terrain::{Terrain, mk};

const QUESTION: &str = "Depuis quel jour puis-je exercer en accès direct ?";

/// What the MK reads, on his list and on the file.
async fn lit(terrain: &Terrain, porteur: &crate::banc::Porteur, dossier: &str, mots: &[&str]) {
    for page in ["/mes-declarations", dossier] {
        let corps = terrain.banc.lire(page, porteur).await.corps;
        assert!(corps.contains(QUESTION), "{page}");
        for mot in mots {
            assert!(corps.contains(mot), "{page} ne dit pas « {mot} » :\n{corps}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn le_praticien_lit_depuis_quel_jour_et_ce_qui_vient() {
    let terrain = Terrain::new("parcours", 1);
    let banc = &terrain.banc;
    let dossier = terrain.declarer(&[0]).await.remove(0);
    let soi = terrain.entrer("mk.zero", Acteur::Mk { praticien: mk(0) });
    let attente = ["Pas encore : le droit s’ouvrira le jour où l’ARS acceptera.", "la décision, par l’ARS."];
    lit(&terrain, &soi, &dossier, &attente).await;
    lit(&terrain, &soi, &dossier, &["Aucun texte ne fixe de délai de décision", "À venir"]).await;

    let demande = "version=2&pieces=justificatif-cpts";
    banc.poster(&format!("{dossier}/demander-completion"), &terrain.ars, demande).await;
    lit(
        &terrain,
        &soi,
        &dossier,
        &["par vous ou votre CPTS.", "Complément demandé", "Réponse au complément"],
    )
    .await;
    let reponse = "version=3&justificatif=recu-adhesion&reference=12";
    banc.poster(&format!("{dossier}/deposer"), &soi, reponse).await;
    lit(&terrain, &soi, &dossier, &["Complément envoyé à l’ARS"]).await;

    banc.poster(&format!("{dossier}/accepter"), &terrain.ars, "version=4").await;
    let acceptee =
        ["Depuis le 9 mars 2026.", "Inscription sur la liste publique", "Transmission à la caisse"];
    lit(&terrain, &soi, &dossier, &acceptee).await;
    let agent = banc.lire(&dossier, &terrain.ars).await.corps;
    assert!(agent.contains("Depuis quel jour le praticien peut-il exercer en accès direct ?"));

    let suspension = "version=5&motif_de_suspension=suspension-ordre&du=2026-03-20";
    banc.poster(&format!("{dossier}/suspendre"), &terrain.ars, suspension).await;
    let annoncee = "Depuis le 9 mars 2026, et jusqu’au 19 mars 2026 inclus.";
    lit(&terrain, &soi, &dossier, &[annoncee, "Fin d’inscription sur la liste publique"]).await;
    banc.poster(&format!("{dossier}/retirer"), &terrain.ars, "version=6&motif=radiation&au=2026-03-15").await;
    lit(&terrain, &soi, &dossier, &["Du 9 mars 2026 au 15 mars 2026 inclus."]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn un_refus_n_ouvre_aucun_jour_et_n_annonce_rien_a_la_caisse() {
    let terrain = Terrain::new("parcours-refus", 1);
    let dossier = terrain.declarer(&[0]).await.remove(0);
    let soi = terrain.entrer("mk.zero", Acteur::Mk { praticien: mk(0) });
    terrain.banc.poster(&format!("{dossier}/refuser"), &terrain.ars, "version=2&motifs=doublon").await;
    lit(
        &terrain,
        &soi,
        &dossier,
        &["Aucun jour : l’ARS a refusé la déclaration.", "Refusée le 9 mars 2026 :"],
    )
    .await;
    let corps = terrain.banc.lire(&dossier, &soi).await.corps;
    assert!(!corps.contains("Transmission à la caisse") && !corps.contains("liste publique"));
}
