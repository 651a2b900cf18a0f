//! Indicators over HTTP: definitions, figures as each may see them, snapshots, micro-data without identity.

use axum::http::{Method, StatusCode, header};
use droit::acces::{Acteur, Role};
use droit::indicateur::Indicateur;
use serde_json::Value;

use droit::acces::Lecteur;
use droit::indicateur::{Champ, Mesure, Perimetre, Periode, Valeur, Variante};
use entrepot::Echec;
use jiff::SignedDuration;
use plateforme::indicateur::lecture::{Question, tableau};
use plateforme::indicateur::parution;
use plateforme::serveur::Portee;

use crate::banc::{Banc, Porteur, acteur};
use crate::cabinet::{CPTS, Cabinet, ouverture};

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
    assert!(page.corps.contains("Chiffres de la publication mensuelle du 9 mars 2026"), "{}", page.corps);
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
    assert_eq!((&public["lecture"], &public["publie_le"]), (&"publication".into(), &"2026-03-09".into()));
    assert_eq!(public["variante"], "ouverture", "the default");
    assert_eq!(valeur(&public, "episodes")["cause"], "secret");
    assert_eq!(valeur(&public, "seances-par-patient")["cause"], "secret");
    assert_eq!(valeur(&public, "patients-orientes")["cause"], "secret");
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
    assert_eq!((&vu["lecture"], vu.get("publie_le")), (&"moment".into(), None));
    assert_eq!(valeur(&vu, "seances-par-patient")["valeur"], "1.00");
    assert_eq!(valeur(&vu, "patients-orientes")["valeur"], "0.00");
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
    for dit in [
        "Patients reçus en accès direct",
        "non publié",
        "un agent de l’ARS Centre-Val de Loire",
        "année 2026, du 1er janvier 2026 au 31 décembre 2026",
        "La période n’est pas finie",
        "9 mars 2026",
        "Où il est cité",
    ] {
        assert!(page.corps.contains(dit), "{dit}: {}", page.corps);
    }
    let contenu = cabinet.banc.lire(&format!("{adresse}/contenu.json"), &Porteur::Personne).await;
    let id = adresse.rsplit('/').next().unwrap();
    assert!(entrepot::indicateur::instantane::empreinte(contenu.corps.as_bytes()).starts_with(id));
    let lu: Value = serde_json::from_str(&contenu.corps).unwrap();
    assert_eq!((&lu["periode_en_cours"], &lu["territoire"]), (&true.into(), &"Loiret".into()));
    assert!(lu["avertissement"].as_str().unwrap().contains("partiels"));
    for cle in [CPTS.to_string(), droit::identifiant::PraticienId::new(1_000).to_string()] {
        assert!(!contenu.corps.contains(&cle), "no key of the installation: {cle}");
    }
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
    let page = cabinet.banc.lire("/indicateurs/instantanes", &ars).await.corps;
    assert!(
        page.contains("action=\"/indicateurs/microdonnees.zip\"")
            && page.contains("données personnelles de santé")
    );
    let publique = cabinet.banc.lire("/indicateurs/instantanes", &Porteur::Personne).await.corps;
    assert!(!publique.contains("Microdonnées"), "{publique}");
    let archive = cabinet.banc.lire("/indicateurs/microdonnees.zip?departement=45&periode=2026", &ars).await;
    assert_eq!((archive.statut, archive.entete(header::CONTENT_TYPE)), (StatusCode::OK, "application/zip"));
    for nom in ["microdonnees-45-2026.csv", "microdonnees-45-2026-note.txt", "SHA256SUMS"] {
        assert!(archive.octets.windows(nom.len()).any(|octets| octets == nom.as_bytes()), "{nom}");
    }
    let var = "/indicateurs/microdonnees.csv?departement=83&periode=2026";
    assert_eq!(cabinet.banc.lire(var, &ars).await.statut, StatusCode::NOT_FOUND);
    let comite = Acteur::MembreComite { departement: "45".parse().unwrap() };
    let membre = cabinet.banc.session(cabinet.banc.compte("comite", comite));
    assert_eq!(cabinet.banc.lire(adresse, &membre).await.statut, StatusCode::NOT_FOUND);
}

/// A token reads figures with the scope that is for them; without it, its owner is nobody.
#[tokio::test(flavor = "multi_thread")]
async fn un_jeton_ne_lit_les_chiffres_qu_avec_sa_portee() {
    let cabinet = Cabinet::new("portee-des-chiffres");
    let banc = &cabinet.banc;
    banc.poster("/episodes", &cabinet.mk, &ouverture(&[])).await;
    let ars = banc.compte("ars", acteur(Role::AgentArs));
    let sans: Vec<Portee> =
        Portee::TOUTES.iter().copied().filter(|portee| *portee != Portee::SuiviLire).collect();
    let sien = format!("perimetre=praticien/{}&annee=2026", droit::identifiant::PraticienId::new(1_000));
    let refus =
        banc.lire(&format!("/api/v1/indicateurs?{sien}"), &banc.jeton(cabinet.comptes[0], &sans)).await;
    assert_eq!(refus.statut, StatusCode::NOT_FOUND);
    let lu = chiffres(&cabinet, &sien, &banc.jeton(cabinet.comptes[0], &[Portee::SuiviLire])).await;
    assert_eq!(valeur(&lu, "patients")["valeur"], 1);
    let loiret = "departement=45&annee=2026";
    let public = chiffres(&cabinet, loiret, &Porteur::Personne).await;
    assert_eq!(chiffres(&cabinet, loiret, &banc.jeton(ars, &sans)).await, public);
    for page in [
        "/evaluation?perimetre=moi",
        &format!("/evaluation?perimetre=cpts/{CPTS}"),
        &format!("/indicateurs/definitions/patients?{sien}"),
        &format!("/indicateurs/definitions/patients?perimetre=cpts/{CPTS}"),
    ] {
        for compte in [cabinet.comptes[0], ars] {
            let rendu = banc.lire(page, &banc.jeton(compte, &sans)).await;
            assert_eq!(rendu.statut, StatusCode::NOT_FOUND, "{page}");
        }
    }
    let avec =
        banc.lire("/evaluation?perimetre=moi", &banc.jeton(cabinet.comptes[0], &[Portee::SuiviLire])).await;
    assert_eq!(avec.statut, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_lecteur_n_attend_que_la_toute_premiere_publication() {
    let cabinet = Cabinet::new("premiere-publication");
    let banc = &cabinet.banc;
    let page = |corps: String| corps.contains("publiés une fois par mois");
    let lue = banc.lire("/evaluation?perimetre=departement/45", &Porteur::Personne).await.corps;
    assert!(lue.contains("9 mars 2026") && page(lue), "the first reader waits for the first publication");
    banc.app.horloge.avancer(SignedDuration::from_hours(24 * 30));
    let lue = banc.lire("/evaluation?perimetre=departement/45", &Porteur::Personne).await.corps;
    assert!(
        lue.contains("ceux-ci l’ont été le 9 mars 2026"),
        "the others read what was published, which says its day"
    );
    parution::publier_le_mois(&banc.app).await.unwrap();
    let lue = banc.lire("/evaluation?perimetre=departement/45", &Porteur::Personne).await.corps;
    assert!(lue.contains("ceux-ci l’ont été le 8 avril 2026"), "the worker replaces it");
}

async fn tout_annuler_vide_la_table(banc: Banc) {
    let cabinet = Cabinet::dans(banc);
    cabinet.recevoir(&cabinet.mk, 0, 0..24).await;
    let app = &cabinet.banc.app;
    let publier = || {
        parution::publier_ici(
            &app.entrepot,
            app.reglement,
            jiff::civil::date(2026, 3, 9),
            app.horloge.maintenant(),
        )
        .unwrap()
    };
    let seances = || {
        let champ = Champ::tout(Perimetre::Cpts(CPTS));
        let question = Question { champ, periode: Periode::Annee(2026), variante: Variante::Calendaire };
        let moment = (app.reglement, jiff::civil::date(2026, 3, 9));
        let lu = app.entrepot.lire_ici(move |tx| tableau(tx, moment, &question, Lecteur::Exterieur)).unwrap();
        lu.valeur(Indicateur::Seances).clone()
    };
    tokio::task::block_in_place(|| {
        publier();
        assert_eq!(seances(), Valeur::Nombre(24));
        let annuler = "UPDATE seance SET compte = 'annulee', rang = NULL, annulee_le = 1, motif = 'doublon'";
        app.entrepot.ecrire_ici(move |tx| tx.execute(annuler, &[])).unwrap();
        app.entrepot.ecrire_ici(entrepot::indicateur::recalculer).unwrap();
        let lues = app
            .entrepot
            .lire_ici(|tx| {
                let champ = Champ::tout(Perimetre::Cpts(CPTS));
                let question =
                    Question { champ, periode: Periode::Annee(2026), variante: Variante::Calendaire };
                let demande = question.demande(droit::reglement::Reglement::embarque().unwrap()).unwrap();
                entrepot::indicateur::comptes(tx, &demande)
            })
            .unwrap();
        assert_eq!(lues.un(Mesure::Seances, "").n, 0);
        assert_eq!(seances(), Valeur::Nombre(24), "until the next publication");
        for _ in 0..2 {
            publier();
            assert_eq!(seances(), Valeur::Nombre(0), "what was shown does not outlive its facts");
        }
        Ok::<(), Echec>(())
    })
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn une_table_sans_plus_aucun_fait_se_publie_vide_sur_sqlite() {
    tout_annuler_vide_la_table(Banc::new("table-vide")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn une_table_sans_plus_aucun_fait_se_publie_vide_sur_postgresql() {
    tout_annuler_vide_la_table(Banc::sur_postgresql().await).await;
}
