//! A place added by an MK on the list: hidden until the ARS retains it, then on the list; or set aside, with its reason.

use axum::http::StatusCode;
use droit::acces::Acteur;
use droit::identifiant::{DeclarationId, LieuId};
use entrepot::Echec;

use crate::banc::{Banc, Porteur};
use crate::terrain::{Terrain, mk};

const LIEU: &str =
    "adresse=2+rue+de+l%E2%80%99Essai&code_postal=45200&commune=Montargis&departement=45&du=2026-03-09";

/// An MK accepted for his first place, who has just added another one.
struct Ajout {
    terrain: Terrain,
    dossier: String,
    soi: Porteur,
    lieu: LieuId,
}

impl Ajout {
    async fn sur(banc: Banc) -> Self {
        let terrain = Terrain::sur(banc, 1);
        let dossier = terrain.declarer(&[0]).await.remove(0);
        let id: DeclarationId = dossier.rsplit('/').next().unwrap().parse().unwrap();
        let nommer = terrain.banc.app.entrepot.ecrire_ici(move |tx| {
            entrepot::declaration::choisir_lieux(tx, id, &[LieuId::new(1)]);
            Ok::<(), Echec>(())
        });
        nommer.unwrap();
        let accepte = terrain.banc.poster(&format!("{dossier}/accepter"), &terrain.ars, "version=2").await;
        assert_eq!(accepte.statut, StatusCode::SEE_OTHER);
        let soi = terrain.entrer("mk.ajout", Acteur::Mk { praticien: mk(0) });
        assert_eq!(terrain.banc.poster("/mes-lieux", &soi, LIEU).await.statut, StatusCode::SEE_OTHER);
        let lieux = terrain.banc.app.entrepot.lire_ici(|tx| entrepot::praticien::lieux(tx, mk(0))).unwrap();
        let lieu = lieux.iter().find(|lieu| lieu.commune == "Montargis").unwrap().id;
        Self { terrain, dossier, soi, lieu }
    }

    async fn repondre(&self, version: u32, suite: &str) -> crate::banc::Rendu {
        let corps = format!("version={version}&lieu={}&{suite}", self.lieu);
        self.terrain.banc.poster(&format!("{}/lieu", self.dossier), &self.terrain.ars, &corps).await
    }

    async fn sur_la_liste(&self) -> bool {
        let liste =
            self.terrain.banc.lire("/annuaire?departement=45&mot=Montargis", &Porteur::Personne).await;
        liste.corps.contains("Éssai000")
    }

    async fn lit(&self, adresse: &str, qui: &Porteur, mot: &str) {
        let corps = self.terrain.banc.lire(adresse, qui).await.corps;
        assert!(corps.contains(mot), "{adresse}: {mot}\n{corps}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn l_ars_retient_le_lieu_et_la_liste_suit() {
    retenir(Banc::new("lieu-retenu")).await;
    retenir(Banc::sur_postgresql().await).await;
}

async fn retenir(banc: Banc) {
    let ajout = Ajout::sur(banc).await;
    let ars = &ajout.terrain.ars;
    assert!(!ajout.sur_la_liste().await);
    ajout.lit("/mes-lieux", &ajout.soi, "Attend l’ARS").await;
    ajout.lit("/notifications", ars, "Nouveau lieu d’exercice à retenir").await;
    ajout.lit("/tableau-de-bord", ars, "/lieux-a-retenir").await;
    ajout.lit("/lieux-a-retenir", ars, "Montargis").await;
    ajout.lit(&ajout.dossier, ars, "1 lieu demandé à retenir").await;
    let trop_tot = ajout.repondre(3, "reponse=retenir&du_du_lieu=2026-03-01").await;
    assert_eq!(trop_tot.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(trop_tot.corps.contains("n’exerce pas encore"), "{}", trop_tot.corps);
    assert_eq!(ajout.repondre(3, "reponse=retenir").await.statut, StatusCode::SEE_OTHER);
    assert!(ajout.sur_la_liste().await);
    ajout.lit("/mes-lieux", &ajout.soi, "Retenu").await;
    ajout.lit(&ajout.dossier, &ajout.soi, "45200 Montargis, à partir du 9 mars 2026.").await;
    ajout.lit("/notifications", &ajout.soi, "Lieu d’exercice retenu").await;
    ajout
        .lit(&format!("{}/decision.pdf", ajout.dossier), &ajout.soi, "votre lieu d’exercice est retenu")
        .await;
    ajout.lit("/lieux-a-retenir", ars, "Aucun lieu n’attend").await;
    assert_eq!(ajout.repondre(3, "reponse=retenir").await.statut, StatusCode::CONFLICT, "an aged page");
}

#[tokio::test(flavor = "multi_thread")]
async fn l_ars_ecarte_le_lieu_en_disant_pourquoi() {
    let ajout = Ajout::sur(Banc::new("lieu-ecarte")).await;
    let muet = ajout.repondre(3, "reponse=ecarter").await;
    assert_eq!(muet.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(muet.corps.contains("précisez ce motif") || muet.corps.contains("Précisez ce motif"));
    let mots = "reponse=ecarter&precision_du_lieu=Hors+du+territoire+de+la+CPTS.";
    assert_eq!(ajout.repondre(3, mots).await.statut, StatusCode::SEE_OTHER);
    assert!(!ajout.sur_la_liste().await);
    ajout.lit("/mes-lieux", &ajout.soi, "Non retenu").await;
    ajout.lit(&ajout.dossier, &ajout.soi, "Hors du territoire de la CPTS.").await;
    ajout.lit(&format!("{}/decision.pdf", ajout.dossier), &ajout.soi, "n’est pas retenu").await;
    assert_eq!(
        ajout.repondre(4, "reponse=retenir").await.statut,
        StatusCode::SEE_OTHER,
        "on second thoughts"
    );
    assert!(ajout.sur_la_liste().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_lieu_d_un_autre_ou_un_agent_d_ailleurs_ne_change_rien() {
    let ajout = Ajout::sur(Banc::new("lieu-autrui")).await;
    let inconnu = format!("version=3&lieu={}&reponse=retenir", LieuId::new(999));
    let banc = &ajout.terrain.banc;
    let refus = banc.poster(&format!("{}/lieu", ajout.dossier), &ajout.terrain.ars, &inconnu).await;
    assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY);
    let var = ajout.terrain.entrer("ars.var", Acteur::AgentArs { departements: vec!["83".parse().unwrap()] });
    let corps = format!("version=3&lieu={}&reponse=retenir", ajout.lieu);
    let ailleurs = banc.poster(&format!("{}/lieu", ajout.dossier), &var, &corps).await;
    assert_eq!(ailleurs.statut, StatusCode::NOT_FOUND);
    let soi = banc.poster(&format!("{}/lieu", ajout.dossier), &ajout.soi, &corps).await;
    assert_eq!(soi.statut, StatusCode::NOT_FOUND);
    assert!(!ajout.sur_la_liste().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_lieu_que_la_declaration_ne_nomme_pas_se_demande() {
    let terrain = Terrain::new("lieu-demande", 1);
    let banc = &terrain.banc;
    let soi = terrain.entrer("mk.demande", Acteur::Mk { praticien: mk(0) });
    banc.poster("/mes-lieux", &soi, LIEU).await;
    let dossier = terrain.declarer(&[0]).await.remove(0);
    let id: DeclarationId = dossier.rsplit('/').next().unwrap().parse().unwrap();
    let nommer = banc.app.entrepot.ecrire_ici(move |tx| {
        entrepot::declaration::choisir_lieux(tx, id, &[LieuId::new(1)]);
        Ok::<(), Echec>(())
    });
    nommer.unwrap();
    banc.poster(&format!("{dossier}/accepter"), &terrain.ars, "version=2").await;
    let vue = banc.lire("/mes-lieux", &soi).await.corps;
    assert!(vue.contains("Non nommé") && vue.contains("Demander à l’ARS"), "{vue}");
    assert!(banc.lire("/lieux-a-retenir", &terrain.ars).await.corps.contains("Aucun lieu n’attend"));
    let adresse = vue.split('"').find(|a| a.starts_with("/mes-lieux/") && a.ends_with("/demander")).unwrap();
    let autrui = terrain.entrer("mk.autrui", Acteur::Mk { praticien: mk(9) });
    assert_eq!(banc.poster(adresse, &autrui, "").await.statut, StatusCode::NOT_FOUND);
    assert_eq!(banc.poster(adresse, &soi, "").await.statut, StatusCode::SEE_OTHER);
    assert_eq!(banc.poster(adresse, &soi, "").await.statut, StatusCode::CONFLICT, "asked already");
    assert!(banc.lire("/mes-lieux", &soi).await.corps.contains("Attend l’ARS"));
    assert!(banc.lire("/lieux-a-retenir", &terrain.ars).await.corps.contains("Montargis"));
}
