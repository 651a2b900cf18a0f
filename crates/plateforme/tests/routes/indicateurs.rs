//! Indicators over HTTP: definitions, figures as each may see them, snapshots, micro-data without identity.

use axum::http::{Method, StatusCode, header};
use droit::acces::{Acteur, Role};
use droit::indicateur::Indicateur;
use serde_json::Value;

use crate::banc::{Porteur, acteur};
use crate::cabinet::{Cabinet, ouverture};

async fn chiffres(cabinet: &Cabinet, question: &str, porteur: &Porteur) -> Value {
    let rendu = cabinet.banc.lire(&format!("/api/v1/indicateurs?{question}"), porteur).await;
    assert_eq!(rendu.statut, StatusCode::OK, "{question}: {}", rendu.corps);
    serde_json::from_str(&rendu.corps).unwrap()
}

fn valeur<'v>(tableau: &'v Value, code: &str) -> &'v Value {
    let lignes = tableau["indicateurs"].as_array().unwrap();
    lignes.iter().find(|ligne| ligne["code"] == code).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn chaque_indicateur_a_sa_page_publique() {
    let cabinet = Cabinet::new("definitions");
    let liste = cabinet.banc.lire("/indicateurs/definitions", &Porteur::Personne).await;
    assert_eq!(liste.statut, StatusCode::OK);
    for indicateur in Indicateur::TOUS {
        let adresse = format!("/indicateurs/definitions/{}", indicateur.code());
        assert!(liste.corps.contains(&format!("href=\"{adresse}\"")), "{adresse}");
    }
    let page =
        cabinet.banc.lire("/indicateurs/definitions/patients?departement=45", &Porteur::Personne).await;
    assert_eq!(page.statut, StatusCode::OK);
    for mot in ["Formule", "Sources", "cahier des charges", "Épisodes clos dans la période", "Loiret"] {
        assert!(page.corps.contains(mot), "{mot}");
    }
    let absente = cabinet.banc.lire("/indicateurs/definitions/licornes", &Porteur::Personne).await;
    assert_eq!(absente.statut, StatusCode::NOT_FOUND);
    let api = cabinet.banc.lire("/api/v1/indicateurs/definitions", &Porteur::Personne).await;
    let lues: Value = serde_json::from_str(&api.corps).unwrap();
    assert_eq!(lues.as_array().unwrap().len(), Indicateur::TOUS.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn une_seance_se_lit_aussitot_par_son_kine_et_se_cache_aux_autres() {
    let cabinet = Cabinet::new("chiffres");
    let rendu = cabinet.banc.poster("/episodes", &cabinet.mk, &ouverture(&[])).await;
    assert_eq!(rendu.statut, StatusCode::SEE_OTHER, "{}", rendu.corps);
    let public = chiffres(&cabinet, "departement=45&annee=2026", &Porteur::Personne).await;
    assert_eq!(valeur(&public, "episodes")["cause"], "secret");
    assert_eq!(valeur(&public, "patients")["nature"], "absente");
    assert_eq!(valeur(&public, "praticiens-autorises")["valeur"], 2);
    assert_eq!(
        valeur(&public, "evenements")["cause"],
        "secret",
        "« none » would tell of the one patient there is"
    );
    let avant = chiffres(&cabinet, "departement=45&annee=2024", &Porteur::Personne).await;
    assert_eq!(valeur(&avant, "evenements")["valeur"], 0, "where nobody came, none is no secret");
    assert_eq!(valeur(&avant, "patients")["valeur"], 0);
    let sien = format!("perimetre=praticien/{}&annee=2026", droit::identifiant::PraticienId::new(1_000));
    let vu = chiffres(&cabinet, &sien, &cabinet.mk).await;
    assert_eq!(valeur(&vu, "episodes")["valeur"], 1);
    assert_eq!(valeur(&vu, "patients-sans-diagnostic")["valeur"], 1);
    for autre in [&cabinet.confrere, &Porteur::Personne] {
        let refus = cabinet.banc.lire(&format!("/api/v1/indicateurs?{sien}"), autre).await;
        assert_eq!(refus.statut, StatusCode::NOT_FOUND);
    }
    for faute in ["departement=999", "periode=hier", "variante=toutes", "perimetre=lune", "structure=x"] {
        let rendu = cabinet.banc.lire(&format!("/api/v1/indicateurs?{faute}"), &Porteur::Personne).await;
        assert_eq!(rendu.statut, StatusCode::UNPROCESSABLE_ENTITY, "{faute}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn l_ars_prend_un_instantane_que_chacun_relit_octet_pour_octet() {
    let cabinet = Cabinet::new("instantanes");
    cabinet.banc.poster("/episodes", &cabinet.mk, &ouverture(&[])).await;
    let ars = cabinet.banc.session(cabinet.banc.compte("ars", acteur(Role::AgentArs)));
    let refus = cabinet.banc.poster("/indicateurs/instantanes", &ars, "departement=83&periode=hier").await;
    assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refus.corps.contains("choisissez un de vos départements")
            && refus.corps.contains("n’est pas une période")
    );
    let pris = cabinet.banc.poster("/indicateurs/instantanes", &ars, "departement=45&periode=2026").await;
    assert_eq!(pris.statut, StatusCode::SEE_OTHER, "{}", pris.corps);
    let adresse = pris.entete(header::LOCATION).to_owned();
    let page = cabinet.banc.lire(&adresse, &Porteur::Personne).await;
    assert!(page.corps.contains("correspond à l’empreinte") && page.corps.contains("Loiret"));
    let contenu = cabinet.banc.lire(&format!("{adresse}/contenu.json"), &Porteur::Personne).await;
    let id = adresse.rsplit('/').next().unwrap();
    assert!(entrepot::indicateur::instantane::empreinte(contenu.corps.as_bytes()).starts_with(id));
    let lu: Value = serde_json::from_str(&contenu.corps).unwrap();
    assert_eq!(lu["reglement"], cabinet.banc.app.reglement.empreinte());
    assert_eq!(lu["definitions"].as_array().unwrap().len(), Indicateur::TOUS.len());
    let encore = cabinet.banc.poster("/indicateurs/instantanes", &ars, "departement=45&periode=2026").await;
    assert_eq!(encore.entete(header::LOCATION), adresse, "the same facts have the same name");
    assert!(cabinet.banc.lire("/indicateurs/instantanes", &Porteur::Personne).await.corps.contains(id));
}

#[tokio::test(flavor = "multi_thread")]
async fn les_microdonnees_n_ont_ni_nom_ni_jour() {
    let cabinet = Cabinet::new("microdonnees");
    cabinet.banc.poster("/episodes", &cabinet.mk, &ouverture(&[])).await;
    let ars = cabinet.banc.session(cabinet.banc.compte("ars", acteur(Role::AgentArs)));
    let adresse = "/indicateurs/microdonnees.csv?departement=45&periode=2026";
    let export = cabinet.banc.demander(Method::GET, adresse, &ars, "").await;
    assert_eq!(export.statut, StatusCode::OK, "{}", export.corps);
    let lignes: Vec<&str> = export.corps.lines().collect();
    assert_eq!(lignes.len(), 2, "{}", export.corps);
    assert!(lignes[1].contains("2026-03") && !lignes[1].contains("2026-03-"), "{}", lignes[1]);
    for identite in ["Éssai", "997", &droit::identifiant::PraticienId::new(1_000).to_string()] {
        assert!(!export.corps.contains(identite), "{identite}");
    }
    let annee = cabinet.banc.lire(adresse, &ars).await.corps;
    let autre =
        cabinet.banc.lire("/indicateurs/microdonnees.csv?departement=45&periode=2026-03", &ars).await.corps;
    let pseudonyme = |texte: &str| texte.lines().nth(1).unwrap().split([',', ';']).next().unwrap().to_owned();
    assert_ne!(pseudonyme(&annee), pseudonyme(&autre), "two exports cannot be joined");
    let note =
        cabinet.banc.lire("/indicateurs/microdonnees-note.txt?departement=45&periode=2026", &ars).await;
    assert!(note.corps.contains("pas k-anonyme") || note.corps.contains("k-anonyme"), "{}", note.corps);
    let var = "/indicateurs/microdonnees.csv?departement=83&periode=2026";
    assert_eq!(cabinet.banc.lire(var, &ars).await.statut, StatusCode::NOT_FOUND);
    let comite = Acteur::MembreComite { departement: "45".parse().unwrap() };
    let membre = cabinet.banc.session(cabinet.banc.compte("comite", comite));
    assert_eq!(cabinet.banc.lire(adresse, &membre).await.statut, StatusCode::NOT_FOUND);
}
