//! The fiche of a CPTS: the coordination moves it, the CPAM acknowledges, the ARS answers, each on its own territory.

use axum::http::StatusCode;
use droit::acces::Acteur;
use droit::decision::Statut;
use droit::identifiant::CptsId;
use entrepot::{Echec, cpts};

use crate::banc::{Banc, Porteur};
use crate::terrain::{Terrain, inscrire, mk};

/// A CPTS of the Var, where the fiche is required.
const DU_VAR: CptsId = CptsId::new(83);

struct Var {
    terrain: Terrain,
    coordination: Porteur,
    ars: Porteur,
    cpam: Porteur,
}

impl Var {
    fn new(nom: &str) -> Self {
        let terrain = Terrain::new(nom, 0);
        inscrire_au_var(&terrain.banc);
        let var = "83".parse().unwrap();
        let coordination = terrain.entrer("cpts.var", Acteur::CoordinationCpts { cpts: DU_VAR });
        let ars = terrain.entrer("ars.var", Acteur::AgentArs { departements: vec![var] });
        let cpam = terrain.entrer("cpam.var", Acteur::AgentCpam { departement: var });
        Self { terrain, coordination, ars, cpam }
    }

    /// Posts a step with the version on the page of whoever acts.
    async fn pas(&self, qui: &Porteur, adresse: &str, champs: &str) -> StatusCode {
        let page = self.terrain.banc.lire(adresse, qui).await;
        let version =
            page.corps.split("name=\"version\" value=\"").nth(1).and_then(|suite| suite.split('"').next());
        let corps = format!("version={}&{champs}", version.unwrap_or("0"));
        let vers =
            if adresse == "/ma-cpts" { "/ma-cpts/fiche".to_owned() } else { format!("{adresse}/fiche") };
        self.terrain.banc.poster(&vers, qui, &corps).await.statut
    }
}

fn inscrire_au_var(banc: &Banc) {
    let maintenant = banc.maintenant();
    let ecrit = banc.app.entrepot.ecrire_ici(move |tx| {
        cpts::inscrire(tx, DU_VAR, "CPTS du Var", &["83".parse().unwrap()], "systeme", maintenant);
        Ok::<(), Echec>(())
    });
    ecrit.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn la_fiche_avance_par_la_cpts_la_cpam_et_l_ars() {
    let var = Var::new("fiche-avance");
    let sienne = format!("/cpts/{DU_VAR}");
    let ici = "/ma-cpts";
    assert_eq!(var.pas(&var.coordination, ici, "pas=redigee&le=2026-01-05").await, StatusCode::SEE_OTHER);
    let avenir = var.pas(&var.coordination, ici, "pas=validee-en-interne&le=2027-01-05").await;
    assert_eq!(avenir, StatusCode::UNPROCESSABLE_ENTITY);
    let validee = var.pas(&var.coordination, ici, "pas=validee-en-interne&le=2026-01-20").await;
    assert_eq!(validee, StatusCode::SEE_OTHER);
    let trop_tot = var.pas(&var.ars, &sienne, "pas=prise-en-compte&le=2026-03-01").await;
    assert_eq!(trop_tot, StatusCode::CONFLICT, "the CPTS has not sent it");
    let envoi = "pas=envoyee&ars_le=2026-02-01&cpam_le=2026-02-02";
    assert_eq!(var.pas(&var.coordination, ici, envoi).await, StatusCode::SEE_OTHER);
    for agent in [&var.ars, &var.cpam] {
        let avis = var.terrain.banc.lire("/notifications", agent).await.corps;
        assert!(avis.contains("Fiche d’une CPTS à prendre en compte"), "{avis}");
    }
    let liste = var.terrain.banc.lire("/cpts", &var.ars).await.corps;
    assert!(liste.contains("CPTS du Var") && liste.contains("À prendre en compte"), "{liste}");
    assert_eq!(
        var.pas(&var.cpam, &sienne, "pas=recue-par-la-cpam&le=2026-02-04").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(var.pas(&var.ars, &sienne, "pas=prise-en-compte&le=2026-03-01").await, StatusCode::SEE_OTHER);
    let avis = var.terrain.banc.lire("/notifications", &var.coordination).await.corps;
    assert!(avis.contains("Fiche de la CPTS prise en compte"), "{avis}");
    let page = var.terrain.banc.lire(ici, &var.coordination).await.corps;
    assert!(page.contains("la fiche permet de déclarer"), "{page}");
    assert!(page.contains("Réception par la CPAM") && page.contains("Par l’ARS"));
}

#[tokio::test(flavor = "multi_thread")]
async fn une_declaration_est_bloquee_tant_que_la_fiche_n_est_pas_prise_en_compte() {
    let var = Var::new("fiche-bloque");
    let banc = &var.terrain.banc;
    inscrire(banc, 0, Statut::Titulaire, "83");
    let maintenant = banc.maintenant();
    let adhesion = droit::declaration::Adhesion {
        qualite: droit::declaration::QualiteMembre::Adherent,
        du: jiff::civil::date(2025, 9, 1),
        au: None,
    };
    let ecrit = banc.app.entrepot.ecrire_ici(move |tx| {
        entrepot::praticien::adherer(tx, mk(0), DU_VAR, &adhesion, "systeme", maintenant);
        Ok::<(), Echec>(())
    });
    ecrit.unwrap();
    let champs = format!("praticien={}", mk(0));
    let verifier = || banc.poster("/declarer/verification", &var.coordination, &champs);
    assert!(verifier().await.corps.contains("manque au projet de santé"));
    let ici = "/ma-cpts";
    var.pas(&var.coordination, ici, "pas=redigee&le=2026-01-05").await;
    var.pas(&var.coordination, ici, "pas=validee-en-interne&le=2026-01-20").await;
    var.pas(&var.coordination, ici, "pas=envoyee&ars_le=2026-02-01&cpam_le=2026-02-02").await;
    let bloquee = verifier().await.corps;
    assert!(bloquee.contains("le département attend qu’elle soit prise en compte par l’ARS"), "{bloquee}");
    var.pas(&var.ars, &format!("/cpts/{DU_VAR}"), "pas=prise-en-compte&le=2026-03-01").await;
    let libre = verifier().await.corps;
    assert!(libre.contains("Déclarer 1 volontaire"), "{libre}");
}

#[tokio::test(flavor = "multi_thread")]
async fn l_ars_et_la_cpam_d_ailleurs_ne_voient_pas_la_fiche() {
    let var = Var::new("fiche-ailleurs");
    let sienne = format!("/cpts/{DU_VAR}");
    assert_eq!(var.terrain.banc.lire(&sienne, &var.ars).await.statut, StatusCode::OK);
    assert_eq!(var.terrain.banc.lire(&sienne, &var.terrain.ars).await.statut, StatusCode::NOT_FOUND);
    let pas =
        var.terrain.banc.poster(&format!("{sienne}/fiche"), &var.terrain.ars, "pas=prise-en-compte").await;
    assert_eq!(pas.statut, StatusCode::NOT_FOUND);
    assert!(!var.terrain.banc.lire("/cpts", &var.terrain.ars).await.corps.contains("CPTS du Var"));
}

#[tokio::test(flavor = "multi_thread")]
async fn l_ars_renvoie_la_fiche_avec_ses_mots() {
    let var = Var::new("fiche-renvoi");
    let (ici, sienne) = ("/ma-cpts", format!("/cpts/{DU_VAR}"));
    var.pas(&var.coordination, ici, "pas=redigee&le=2026-01-05").await;
    var.pas(&var.coordination, ici, "pas=validee-en-interne&le=2026-01-20").await;
    var.pas(&var.coordination, ici, "pas=envoyee&ars_le=2026-02-01&cpam_le=2026-02-02").await;
    let sans_mots = var.pas(&var.ars, &sienne, "pas=a-corriger&precision=").await;
    assert_eq!(sans_mots, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        var.pas(&var.ars, &sienne, "pas=a-corriger&precision=Le+circuit+manque.").await,
        StatusCode::SEE_OTHER
    );
    let page = var.terrain.banc.lire(ici, &var.coordination).await.corps;
    assert!(page.contains("Le circuit manque.") && page.contains("Enregistrer la validation"), "{page}");
}
