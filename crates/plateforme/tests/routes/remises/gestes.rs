//! What is owed, what leaves by itself, what waits for the MK, and what he does of it; in the sandbox.

use axum::http::{StatusCode, header};
use droit::document::{Genre, MedecinTraitant};
use droit::remise::{Etat, ObjetVolonte, Volonte};
use entrepot::remise::{self, Perimetre};
use jiff::SignedDuration;
use plateforme::remise::{expedition, releve};
use uuid::Uuid;

use super::terrain::{Dossier, MK};
use crate::cabinet::formulaire;

const MEDECIN: &str = "dr.test@demo.mssante.invalid";

/// Sends what is due and reads what came back.
async fn travailler(dossier: &Dossier) {
    expedition::tour(&dossier.app).await.unwrap();
    releve::relever(&dossier.app, Uuid::from_u128(1)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn un_bilan_est_du_au_patient_au_medecin_et_au_dmp_et_part_quand_rien_ne_le_retient() {
    let dossier = Dossier::new("remises-dues").await;
    dossier.boite_du_medecin(MEDECIN);
    dossier.document(1, Genre::Bilan);
    assert_eq!(
        dossier.etats(1),
        [
            "dmp dmp compose",
            "medecin-traitant mssante-professionnel en-file",
            "patient mssante-patient compose",
        ],
        "le patient n’a pas encore dit s’il s’oppose"
    );
    dossier.dire(ObjetVolonte::Dmp, Volonte::Accord);
    dossier.dire(ObjetVolonte::MessageriePatient, Volonte::Opposition);
    dossier.document(2, Genre::CompteRendu);
    assert_eq!(
        dossier.etats(2),
        ["dmp dmp en-file", "medecin-traitant mssante-professionnel en-file", "patient main-propre compose"]
    );
    travailler(&dossier).await;
    assert_eq!(
        dossier.etats(2),
        ["dmp dmp remis", "medecin-traitant mssante-professionnel remis", "patient main-propre compose"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn l_opposition_notee_apres_coup_retient_ce_qui_etait_en_file() {
    let dossier = Dossier::new("remises-opposition").await;
    dossier.dire(ObjetVolonte::Dmp, Volonte::Accord);
    dossier.document(1, Genre::Bilan);
    assert!(dossier.etats(1).contains(&"dmp dmp en-file".to_owned()));
    dossier.app.horloge.avancer(SignedDuration::from_secs(5));
    dossier.dire(ObjetVolonte::Dmp, Volonte::Opposition);
    travailler(&dossier).await;
    assert!(dossier.etats(1).contains(&"dmp dmp annule".to_owned()), "{:?}", dossier.etats(1));
    dossier.document(2, Genre::CompteRendu);
    assert!(
        dossier.etats(2).contains(&"dmp dmp annule".to_owned()),
        "composée et aussitôt annulée, pour la trace"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn sans_medecin_traitant_rien_n_est_du_a_un_autre_avant_l_accord_du_patient() {
    let dossier = Dossier::new("remises-sans-medecin").await;
    dossier.boite_du_medecin(MEDECIN);
    dossier.document_pour(1, Genre::Bilan, MedecinTraitant::Aucun);
    assert_eq!(dossier.etats(1), ["dmp dmp compose", "patient mssante-patient compose"]);
    dossier.dire(ObjetVolonte::AutreMedecin, Volonte::Accord);
    dossier.document_pour(2, Genre::Bilan, MedecinTraitant::Aucun);
    assert!(dossier.etats(2).contains(&"autre-medecin mssante-professionnel en-file".to_owned()));
    dossier.document_pour(3, Genre::Bilan, MedecinTraitant::NonPrecise);
    assert!(dossier.etats(3).contains(&"medecin-traitant main-propre compose".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_rebond_une_erreur_904_et_un_silence_finissent_chacun_dans_leur_etat() {
    let dossier = Dossier::new("remises-retours").await;
    for (rang, boite, etat) in [
        (1, "rebond@demo.mssante.invalid", "rejete"),
        (2, "inconnu@demo.mssante.invalid", "rejete"),
        (3, "refuse@demo.mssante.invalid", "rejete"),
        (4, "muet@demo.mssante.invalid", "accepte"),
    ] {
        dossier.boite_du_medecin(boite);
        dossier.document(rang, Genre::CompteRendu);
        travailler(&dossier).await;
        let attendu = format!("medecin-traitant mssante-professionnel {etat}");
        assert!(dossier.etats(rang).contains(&attendu), "{boite} : {:?}", dossier.etats(rang));
    }
    dossier.app.horloge.avancer(SignedDuration::from_hours(73));
    travailler(&dossier).await;
    assert!(dossier.etats(4).contains(&"medecin-traitant mssante-professionnel sans-reponse".to_owned()));
    let porteur = dossier.cabinet.banc.session(dossier.cabinet.comptes[0]);
    let page = dossier.cabinet.banc.lire("/remises?canal=mssante-professionnel", &porteur).await;
    for attendu in ["Erreur 904", "boîte pleine", "Aucune réponse au", "Bac à sable", "PAT-TROIS Dominique"]
    {
        assert!(page.corps.contains(attendu), "{attendu} : {}", page.corps);
    }
    let avis = dossier.cabinet.banc.lire("/notifications", &porteur).await;
    assert!(avis.corps.contains("Document non remis"));
    let bord = dossier.cabinet.banc.lire("/tableau-de-bord", &porteur).await;
    for attendu in [
        "Ce qui vous attend",
        "documents à remettre",
        "depuis plus de trois jours",
        ">3<span",
        "Vérifiez l’adresse et envoyez de nouveau",
        "Demandez au patient s’il s’oppose au dépôt dans son DMP",
    ] {
        assert!(bord.corps.contains(attendu), "{attendu} : {}", bord.corps);
    }
    assert_eq!(bord.corps.matches("ul class=\"attentes\"").count(), 1, "un seul résumé de ce qui attend");
}

#[tokio::test(flavor = "multi_thread")]
async fn le_praticien_remet_depose_change_d_adresse_et_abandonne() {
    let dossier = Dossier::new("remises-gestes").await;
    let (banc, mk) = (&dossier.cabinet.banc, dossier.mk());
    dossier.document(1, Genre::CompteRendu);
    let adresse = |destinataire: &str, geste: &str| {
        let remises = dossier.remises(1);
        let siennes = || remises.iter().filter(|r| r.suivie.destinataire.code() == destinataire);
        let attend = siennes().find(|r| r.suivie.remise.etat.attend_quelqu_un());
        let derniere = attend.or_else(|| siennes().next()).unwrap();
        format!("/remises/{}{geste}", derniere.suivie.id)
    };
    let page = banc.lire(&adresse("medecin-traitant", ""), mk).await;
    assert_eq!(page.statut, StatusCode::OK, "{}", page.corps);
    let raison = "L’adresse MSSanté du médecin n’est pas connue";
    assert_eq!(page.corps.matches(raison).count(), 2, "dans l’état et dans l’histoire : {}", page.corps);
    let liste = banc.lire("/remises", mk).await;
    for attendu in [raison, "Demandez au patient s’il s’oppose au dépôt dans son DMP"] {
        assert!(liste.corps.contains(attendu), "{attendu} : {}", liste.corps);
    }
    let dehors = formulaire(&[("adresse", "dr@exemple.fr")]);
    let refus = banc.poster(&adresse("medecin-traitant", "/adresse"), mk, &dehors).await;
    assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refus.corps.contains("espace de confiance MSSanté"), "{}", refus.corps);
    let dedans = formulaire(&[("adresse", MEDECIN)]);
    let parti = banc.poster(&adresse("medecin-traitant", "/adresse"), mk, &dedans).await;
    assert_eq!(parti.statut, StatusCode::SEE_OTHER, "{}", parti.corps);
    assert_eq!(
        dossier.etats(1)[1..3],
        ["medecin-traitant main-propre annule", "medecin-traitant mssante-professionnel en-file"]
    );
    let demain = formulaire(&[("le", "2026-03-10")]);
    let trop_tot = banc.poster(&adresse("dmp", "/remise"), mk, &demain).await;
    assert_eq!(trop_tot.statut, StatusCode::UNPROCESSABLE_ENTITY);
    let hier = formulaire(&[("le", "2026-03-08")]);
    assert_eq!(banc.poster(&adresse("dmp", "/remise"), mk, &hier).await.statut, StatusCode::SEE_OTHER);
    let page = banc.lire(&adresse("dmp", ""), mk).await;
    assert!(page.corps.contains("Déposé le 08/03/2026, déclaré par"), "{}", page.corps);
    let oppose = formulaire(&[("objet", "messagerie-patient"), ("volonte", "opposition")]);
    assert_eq!(banc.poster(&adresse("patient", "/volonte"), mk, &oppose).await.statut, StatusCode::SEE_OTHER);
    assert!(dossier.etats(1).contains(&"patient main-propre compose".to_owned()), "{:?}", dossier.etats(1));
    let motif = formulaire(&[("motif", "Patient parti à l’étranger")]);
    assert_eq!(
        banc.poster(&adresse("patient", "/abandonner"), mk, &motif).await.statut,
        StatusCode::SEE_OTHER
    );
    let encore = banc.poster(&adresse("patient", "/abandonner"), mk, &motif).await;
    assert_eq!(encore.statut, StatusCode::CONFLICT);
    assert_eq!(dossier.a_faire().len(), 0);
    let document = banc.lire("/documents/00000000-0000-0000-0000-000000000001/remises", mk).await;
    assert!(
        document.corps.contains("Médecin traitant") && document.corps.contains("DMP"),
        "{}",
        document.corps
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn le_confrere_ne_voit_ni_ne_touche_rien() {
    let dossier = Dossier::new("remises-confrere").await;
    dossier.document(1, Genre::Bilan);
    let (banc, confrere) = (&dossier.cabinet.banc, &dossier.cabinet.confrere);
    let id = dossier.remises(1)[0].suivie.id;
    assert_eq!(banc.lire(&format!("/remises/{id}"), confrere).await.statut, StatusCode::NOT_FOUND);
    assert_eq!(
        banc.poster(&format!("/remises/{id}/envoyer"), confrere, "").await.statut,
        StatusCode::NOT_FOUND
    );
    let vide = banc.lire("/remises", confrere).await;
    assert!(vide.corps.contains("Rien à faire") && !vide.corps.contains("PAT-TROIS"));
}

#[tokio::test(flavor = "multi_thread")]
async fn le_taux_compte_chaque_document_une_fois() {
    let dossier = Dossier::new("remises-taux").await;
    dossier.boite_du_medecin(MEDECIN);
    dossier.dire(ObjetVolonte::Dmp, Volonte::Accord);
    dossier.document(1, Genre::Bilan);
    dossier.document(2, Genre::CompteRendu);
    travailler(&dossier).await;
    dossier.boite_du_medecin("refuse@demo.mssante.invalid");
    dossier.document(3, Genre::CompteRendu);
    travailler(&dossier).await;
    let (du, avant) = ("2026-03-01T00:00:00Z".parse().unwrap(), "2026-04-01T00:00:00Z".parse().unwrap());
    let perimetres = [
        (Perimetre::Tout, true),
        (Perimetre::Praticien(MK), true),
        (Perimetre::Departement("45".parse().unwrap()), true),
        (Perimetre::Departement("75".parse().unwrap()), false),
    ];
    for (perimetre, compte) in perimetres {
        let taux = dossier.app.entrepot.lire_ici(move |tx| remise::taux(tx, perimetre, du, avant)).unwrap();
        let lus: Vec<_> =
            taux.iter().map(|t| (t.genre.code(), t.valides, t.recus_par_le_medecin, t.au_dmp)).collect();
        let attendus = if compte { vec![("bilan", 1, 1, 1), ("compte-rendu", 2, 1, 2)] } else { vec![] };
        assert_eq!(lus, attendus, "{perimetre:?}");
    }
    assert!(matches!(dossier.remises(1)[0].suivie.remise.etat, Etat::Compose | Etat::Remis { .. }));
    let page = dossier.cabinet.banc.lire("/remises?etat=toutes", dossier.mk()).await;
    assert!(page.corps.contains("1 sur 1 (100\u{a0}%)"), "{}", page.corps);
    assert_eq!(page.entete(header::CONTENT_TYPE), "text/html; charset=utf-8");
}

#[tokio::test(flavor = "multi_thread")]
async fn valider_une_lettre_compose_ses_remises_et_la_corriger_annule_ce_qui_n_etait_pas_parti() {
    let dossier = Dossier::new("remises-validation").await;
    let (banc, mk) = (&dossier.cabinet.banc, dossier.mk());
    let lettre = |brouillon: &'static str, version: &'static str| {
        formulaire(&[
            ("brouillon", brouillon),
            ("version", version),
            ("geste", "valider"),
            ("motif", "sans-amelioration"),
            ("destination", "medecin-traitant"),
            ("urgence", "sous-72h"),
            ("question", "Une imagerie vous paraît-elle utile ?"),
        ])
    };
    let adresse = format!("{}/rediger/orientation", crate::cabinet::EPISODE);
    let valide = banc.poster(&adresse, mk, &lettre("01930000-0000-7000-8000-00000000b001", "0")).await;
    assert_eq!(valide.statut, StatusCode::SEE_OTHER, "{}", valide.corps);
    let page = banc.lire(valide.entete(header::LOCATION), mk).await;
    for attendu in ["Remises", "Médecin traitant", "Patient", "DMP"] {
        assert!(page.corps.contains(attendu), "{attendu} : {}", page.corps);
    }
    assert_eq!(dossier.a_faire().len(), 3, "rien n’est parti seul : ni adresse, ni réponse du patient");
    let document = valide.entete(header::LOCATION).trim_end_matches("?fait=valide").to_owned();
    let correction = banc.poster(&format!("{document}/corriger"), mk, "").await;
    assert_eq!(correction.statut, StatusCode::SEE_OTHER, "{}", correction.corps);
    let page = banc.lire(&adresse, mk).await;
    let entre = |nom: &str| {
        let debut = format!("name=\"{nom}\" value=\"");
        page.corps.split_once(&debut).unwrap().1.split('"').next().unwrap().to_owned()
    };
    let (cle, version) = (entre("brouillon"), entre("version"));
    let encore = banc
        .poster(&adresse, mk, &lettre(Box::leak(cle.into_boxed_str()), Box::leak(version.into_boxed_str())))
        .await;
    assert_eq!(encore.statut, StatusCode::SEE_OTHER, "{}", encore.corps);
    let a_faire = dossier.a_faire();
    assert_eq!(a_faire.len(), 3);
    assert!(a_faire.iter().all(|remise| remise.version_du_document == 2), "la version 1 n’est plus due");
}
