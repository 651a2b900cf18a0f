//! Dashboards for whoever may see them; a report from its draft to its signature, its correction, its files.

use axum::http::StatusCode;
use droit::acces::{Acteur, Role};
use droit::identifiant::CptsId;

use crate::banc::{Banc, Porteur, acteur};
use crate::terrain::{CPTS, Terrain, mk};

const LOIRET: &str = "/evaluation?perimetre=departement/45&periode=2025";

async fn statut(banc: &Banc, adresse: &str, porteur: &Porteur) -> StatusCode {
    banc.lire(adresse, porteur).await.statut
}

#[tokio::test(flavor = "multi_thread")]
async fn chacun_regarde_les_chiffres_qui_sont_pour_lui() {
    let terrain = Terrain::new("evaluation", 2);
    let banc = &terrain.banc;
    let sienne = format!("/evaluation?perimetre=cpts/{CPTS}");
    let mk = terrain.entrer("mk.soi", Acteur::Mk { praticien: mk(0) });
    let autre_cpts = terrain.entrer("cpts.autre", Acteur::CoordinationCpts { cpts: CptsId::new(9) });
    let ars_du_var =
        terrain.entrer("ars.var", Acteur::AgentArs { departements: vec!["83".parse().unwrap()] });
    let comite = terrain.entrer("comite", acteur(Role::MembreComite));
    for public in ["/evaluation", LOIRET, "/evaluation?perimetre=region/Centre-Val%20de%20Loire"] {
        assert_eq!(statut(banc, public, &Porteur::Personne).await, StatusCode::OK, "{public}");
    }
    for (porteur, attendu) in [
        (&Porteur::Personne, StatusCode::NOT_FOUND),
        (&mk, StatusCode::NOT_FOUND),
        (&autre_cpts, StatusCode::NOT_FOUND),
        (&ars_du_var, StatusCode::NOT_FOUND),
        (&terrain.coordination, StatusCode::OK),
        (&terrain.ars, StatusCode::OK),
        (&comite, StatusCode::OK),
    ] {
        assert_eq!(statut(banc, &sienne, porteur).await, attendu);
    }
    assert_eq!(statut(banc, "/evaluation?perimetre=moi", &mk).await, StatusCode::OK);
    assert_eq!(statut(banc, "/evaluation?perimetre=moi", &terrain.ars).await, StatusCode::NOT_FOUND);
    assert!(banc.lire("/evaluation", &mk).await.corps.contains("Vous et vos confrères"));
}

#[tokio::test(flavor = "multi_thread")]
async fn les_filtres_sont_dans_l_adresse_et_se_disent_quand_ils_sont_faux() {
    let terrain = Terrain::new("filtres", 1);
    let vue = "/evaluation?perimetre=departement/45&periode=2025&variante=cloture&structure=CPTS";
    let page = terrain.banc.lire(vue, &terrain.ars).await;
    assert_eq!(page.statut, StatusCode::OK);
    assert!(page.corps.contains("Épisodes clos dans la période"), "la variante se lit");
    assert!(page.corps.contains("<svg"), "des graphiques");
    assert!(
        page.corps.contains("role=\"img\"") && page.corps.contains("Voir les chiffres"),
        "leur texte et leur tableau"
    );
    for faux in ["periode=hier", "variante=autre", "structure=LUNE"] {
        let adresse = format!("/evaluation?perimetre=pays&{faux}");
        assert_eq!(
            statut(&terrain.banc, &adresse, &Porteur::Personne).await,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{faux}"
        );
    }
    assert_eq!(
        statut(&terrain.banc, "/evaluation?perimetre=lune/1", &Porteur::Personne).await,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn une_region_compare_ses_departements_et_les_filtres_disent_toutes_les_periodes() {
    let terrain = Terrain::new("regions", 1);
    let region = "/evaluation?perimetre=region/Centre-Val%20de%20Loire&periode=2025";
    let page = terrain.banc.lire(region, &Porteur::Personne).await.corps;
    assert!(page.contains("Praticiens autorisés par département"), "{page}");
    assert!(page.contains("Territoire par territoire") || page.contains("Loiret"), "{page}");
    let page = terrain.banc.lire(LOIRET, &terrain.ars).await.corps;
    for periode in ["2024", "2025", "2026", "2025-01", "2025-12", "experience-1"] {
        assert!(page.contains(&format!("value=\"{periode}\"")), "{periode}");
    }
    assert!(
        !page.contains("value=\"2023\"") && !page.contains("value=\"2026-01\""),
        "nor before, nor of another year"
    );
    assert!(page.contains("Épisodes ouverts dans la période (par défaut)"), "the default says so");
    assert!(page.contains("/indicateurs/definitions/patients?departement=45&amp;periode=2025"), "{page}");
    assert!(page.contains("CPTS par CPTS") && page.contains("Patients sans médecin traitant"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn un_mois_dit_qu_il_n_a_que_ses_totaux() {
    let terrain = Terrain::new("mois", 1);
    for perimetre in ["departement/45", "departement/45&structure=CPTS"] {
        let adresse = format!("/evaluation?perimetre={perimetre}&periode=2025-03");
        let page = terrain.banc.lire(&adresse, &terrain.ars).await.corps;
        assert!(page.contains("D’un mois, seuls les totaux sont publiés"), "{page}");
        assert!(
            !page.contains("trop peu de patients") && !page.contains("moins de 11 patients, ou"),
            "{page}"
        );
        assert!(!page.contains("sont-elles complètes"), "{page}");
    }
    let page = terrain.banc.lire(LOIRET, &terrain.ars).await.corps;
    assert!(
        !page.contains("seuls les totaux sont publiés") && page.contains("sont-elles complètes"),
        "{page}"
    );
}

async fn ouvrir(terrain: &Terrain, porteur: &Porteur, sujet: &str, periode: &str) -> Option<String> {
    let rendu = terrain
        .banc
        .poster("/evaluation/rapports", porteur, &format!("sujet={sujet}&periode={periode}"))
        .await;
    (rendu.statut == StatusCode::SEE_OTHER).then(|| rendu.entete("location").to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn un_rapport_va_du_brouillon_a_la_signature_puis_a_sa_correction() {
    let terrain = Terrain::new("rapport", 1);
    let banc = &terrain.banc;
    let adresse = ouvrir(&terrain, &terrain.ars, "departement/45", "2025").await.unwrap();
    assert_eq!(
        ouvrir(&terrain, &terrain.ars, "departement/45", "2025").await.as_deref(),
        Some(adresse.as_str()),
        "un seul brouillon"
    );
    assert_eq!(
        statut(banc, &adresse, &Porteur::Personne).await,
        StatusCode::NOT_FOUND,
        "un brouillon n’est pas public"
    );
    let brouillon = banc.lire(&adresse, &terrain.ars).await.corps;
    assert!(brouillon.contains("Aucun instantané n’est encore pris"), "{brouillon}");
    let ecrit = banc.poster(&adresse, &terrain.ars, "synthese=Une+premi%C3%A8re+ann%C3%A9e+calme.").await;
    assert_eq!(ecrit.statut, StatusCode::SEE_OTHER);
    let incomplet = banc.poster(&format!("{adresse}/signer"), &terrain.ars, "nom=&qualite=").await;
    assert_eq!(incomplet.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(incomplet.corps.contains("relu le rapport"));
    let signe = banc
        .poster(&format!("{adresse}/signer"), &terrain.ars, "nom=Camille+Fictive&qualite=Directrice&relu=oui")
        .await;
    assert_eq!(signe.statut, StatusCode::SEE_OTHER);
    let page = banc.lire(&adresse, &Porteur::Personne).await;
    assert_eq!(page.statut, StatusCode::OK, "un rapport signé est public");
    assert!(page.corps.contains("Une première année calme.") && page.corps.contains("Camille Fictive"));
    let cite =
        page.corps.split("href=\"/indicateurs/instantanes/").nth(1).unwrap().split('"').next().unwrap();
    let instantane = banc.lire(&format!("/indicateurs/instantanes/{cite}"), &Porteur::Personne).await;
    assert_eq!(instantane.statut, StatusCode::OK, "the report quotes a snapshot that anybody reads");
    assert!(instantane.corps.contains("href=\"/evaluation/rapports/"), "and the snapshot says who quotes it");
    let encore = banc.poster(&adresse, &terrain.ars, "synthese=Autre").await;
    assert_eq!(encore.statut, StatusCode::CONFLICT, "rien ne change après la signature");
    assert!(banc.lire("/evaluation/rapports", &Porteur::Personne).await.corps.contains(&adresse));
    let corrige = banc.poster(&format!("{adresse}/corriger"), &terrain.ars, "motif=Une+CPTS+manquait.").await;
    let suite = corrige.entete("location").to_owned();
    assert_eq!(corrige.statut, StatusCode::SEE_OTHER);
    assert!(banc.lire(&suite, &terrain.ars).await.corps.contains("Une CPTS manquait."));
    assert_eq!(statut(banc, &adresse, &Porteur::Personne).await, StatusCode::OK, "la version signée reste");
}

#[tokio::test(flavor = "multi_thread")]
async fn une_annee_en_cours_ne_se_signe_pas() {
    let terrain = Terrain::new("annee-en-cours", 1);
    let adresse = ouvrir(&terrain, &terrain.ars, "departement/45", "2026").await.unwrap();
    let page = terrain.banc.lire(&adresse, &terrain.ars).await;
    assert!(page.corps.contains("La période n’est pas terminée"));
    let corps = "nom=Camille+Fictive&qualite=Directrice&relu=oui";
    let refus = terrain.banc.poster(&format!("{adresse}/signer"), &terrain.ars, corps).await;
    assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refus.corps.contains("31 décembre 2026") || refus.corps.contains("2026-12-31"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nul_n_ecrit_le_rapport_d_un_autre() {
    let terrain = Terrain::new("rapport-autre", 1);
    let var = terrain.entrer("ars.var", Acteur::AgentArs { departements: vec!["83".parse().unwrap()] });
    assert_eq!(ouvrir(&terrain, &var, "departement/45", "2025").await, None);
    assert_eq!(ouvrir(&terrain, &terrain.coordination, "departement/45", "2025").await, None);
    assert_eq!(
        ouvrir(&terrain, &terrain.ars, "departement/45", "2025-03").await,
        None,
        "un rapport est annuel"
    );
    assert_eq!(ouvrir(&terrain, &terrain.ars, "departement/45", "2031").await, None, "une année à venir");
    let sienne = ouvrir(&terrain, &terrain.coordination, &format!("cpts/{CPTS}"), "2025").await.unwrap();
    for geste in ["", "/signer", "/corriger"] {
        let rendu =
            terrain.banc.poster(&format!("{sienne}{geste}"), &var, "motif=x&nom=x&qualite=x&relu=oui").await;
        assert_eq!(rendu.statut, StatusCode::NOT_FOUND, "{geste}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn le_rapport_signe_d_une_cpts_est_dans_la_liste_de_qui_le_lit() {
    let terrain = Terrain::new("rapports-cpts", 1);
    let banc = &terrain.banc;
    let adresse = ouvrir(&terrain, &terrain.coordination, &format!("cpts/{CPTS}"), "2025").await.unwrap();
    let corps = "nom=Camille+Fictive&qualite=Coordinatrice&relu=oui";
    banc.poster(&format!("{adresse}/signer"), &terrain.coordination, corps).await;
    let autre = terrain.entrer("cpts.autre", Acteur::CoordinationCpts { cpts: CptsId::new(9) });
    let var = terrain.entrer("ars.var", Acteur::AgentArs { departements: vec!["83".parse().unwrap()] });
    for (porteur, montre) in [
        (&terrain.coordination, true),
        (&terrain.ars, true),
        (&autre, false),
        (&var, false),
        (&Porteur::Personne, false),
    ] {
        let liste = banc.lire("/evaluation/rapports", porteur).await;
        assert_eq!(liste.statut, StatusCode::OK);
        assert_eq!(liste.corps.contains(&adresse), montre, "{}", liste.corps);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn la_page_d_un_indicateur_se_filtre_par_cpts_region_et_structure() {
    let terrain = Terrain::new("definition", 1);
    let definition = "/indicateurs/definitions/patients";
    let page = terrain.banc.lire(definition, &terrain.ars).await.corps;
    for choix in
        [format!("cpts/{CPTS}"), "region/Corse".to_owned(), "departement/45".to_owned(), "MSP".to_owned()]
    {
        assert!(page.contains(&format!("value=\"{choix}\"")), "{choix}: {page}");
    }
    let publique = terrain.banc.lire(definition, &Porteur::Personne).await.corps;
    assert!(!publique.contains("value=\"cpts/"), "a CPTS is offered to whoever may look at it");
    let choisie = format!("{definition}?perimetre=cpts/{CPTS}&periode=2025&structure=CPTS");
    let page = terrain.banc.lire(&choisie, &terrain.ars).await;
    assert_eq!(page.statut, StatusCode::OK);
    assert!(!page.corps.contains("une CPTS,") && page.corps.contains("CPTS (expérimentation), année 2025"));
    let mk = terrain.entrer("mk.definition", Acteur::Mk { praticien: mk(0) });
    let sienne = format!("{definition}?perimetre=moi&periode=2025");
    assert_eq!(statut(&terrain.banc, &sienne, &mk).await, StatusCode::OK);
    assert_eq!(statut(&terrain.banc, &sienne, &terrain.ars).await, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_mk_ne_se_compte_pas_lui_meme() {
    let terrain = Terrain::new("tuiles", 1);
    let mk = terrain.entrer("mk.tuiles", Acteur::Mk { praticien: mk(0) });
    let tuiles = |page: String| {
        let debut = page.find("evaluation-cles").unwrap();
        page[debut..debut + page[debut..].find("<section").unwrap()].to_owned()
    };
    let sienne = tuiles(terrain.banc.lire("/evaluation?perimetre=moi", &mk).await.corps);
    assert!(!sienne.contains("Kinésithérapeutes autorisés") && sienne.contains("Bilans"), "{sienne}");
    let loiret = tuiles(terrain.banc.lire(LOIRET, &Porteur::Personne).await.corps);
    assert!(loiret.contains("Kinésithérapeutes autorisés"), "{loiret}");
}

/// What is printed says of what, over when, when and from where; what is to be pressed stays on the screen.
#[tokio::test(flavor = "multi_thread")]
async fn la_page_imprimee_dit_d_ou_elle_vient() {
    let terrain = Terrain::new("impression", 1);
    let page = terrain.banc.lire(LOIRET, &Porteur::Personne).await.corps;
    let debut = page.find("sur-papier").unwrap();
    let dit = &page[debut..debut + page[debut..].find("</p>").unwrap()];
    assert!(
        dit.contains("9 mars 2026") && dit.contains("perimetre=departement/45&amp;periode=2025"),
        "{dit}"
    );
}

/// The score says of what it is made, and is the same whichever way of counting is looked at.
#[tokio::test(flavor = "multi_thread")]
async fn le_score_de_completude_ne_depend_pas_de_la_variante() {
    let terrain = Terrain::new("completude", 1);
    let mut vus = Vec::new();
    for variante in ["ouverture", "cloture", "calendaire"] {
        let adresse = format!("/evaluation?perimetre=departement/45&periode=2025&variante={variante}");
        let page = terrain.banc.lire(&adresse, &terrain.ars).await.corps;
        let debut = page.find("Ces données sont-elles complètes").unwrap();
        vus.push(page[debut..debut + page[debut..].find("</section>").unwrap()].to_owned());
    }
    assert!(vus.iter().all(|vu| *vu == vus[0]), "{vus:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn un_rapport_signe_donne_toujours_les_memes_fichiers() {
    let terrain = Terrain::new("rapport-fichiers", 1);
    let banc = &terrain.banc;
    let adresse = ouvrir(&terrain, &terrain.ars, "departement/45", "2025").await.unwrap();
    banc.poster(
        &format!("{adresse}/signer"),
        &terrain.ars,
        "nom=Camille+Fictive&qualite=Directrice&relu=oui",
    )
    .await;
    let genres = [
        ("rapport.pdf", "application/pdf"),
        ("indicateurs.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("indicateurs.csv", "text/csv; charset=utf-8"),
        ("indicateurs.fhir.json", "application/fhir+json"),
    ];
    let mut avant = Vec::new();
    for (forme, genre) in genres {
        let rendu = banc.lire(&format!("{adresse}/{forme}"), &Porteur::Personne).await;
        assert_eq!((rendu.statut, rendu.entete("content-type")), (StatusCode::OK, genre), "{forme}");
        avant.push(rendu.corps);
    }
    // A fact that comes later changes the dashboard, not what was signed.
    terrain.declarer(&[0]).await;
    for ((forme, _), avant) in genres.iter().zip(avant) {
        let apres = banc.lire(&format!("{adresse}/{forme}"), &terrain.ars).await;
        assert_eq!(apres.corps, avant, "{forme}");
    }
    assert_eq!(statut(banc, &format!("{adresse}/autre.doc"), &terrain.ars).await, StatusCode::NOT_FOUND);
}
