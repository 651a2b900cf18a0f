//! The main job on screen: open, do a séance, be refused, join a colleague.

use axum::http::{StatusCode, header};
use jiff::SignedDuration;

use crate::banc::Porteur;
use crate::cabinet::{Cabinet, EPISODE, formulaire, ouverture};

fn cle(rang: u32) -> String {
    format!("01930000-0000-7000-8000-{rang:012x}")
}

async fn seance(cabinet: &Cabinet, porteur: &Porteur, rang: u32) -> crate::banc::Rendu {
    cabinet.banc.poster(&format!("{EPISODE}/seances"), porteur, &formulaire(&[("cle", &cle(rang))])).await
}

#[tokio::test(flavor = "multi_thread")]
async fn ouvrir_montre_d_abord_la_decision_et_garde_tout_ce_qui_est_saisi() {
    let cabinet = Cabinet::new("ouvrir");
    let vue = cabinet.banc.poster("/episodes", &cabinet.mk, &ouverture(&[("geste", "voir")])).await;
    assert_eq!(vue.statut, StatusCode::OK, "{}", vue.corps);
    for attendu in ["Accordée", "Zwartendijk", "Philomène", "1951-06-09", "Ouvrir l’épisode"] {
        assert!(vue.corps.contains(attendu), "{attendu}");
    }
    assert_eq!(cabinet.banc.lire(EPISODE, &cabinet.mk).await.statut, StatusCode::NOT_FOUND);
    let ouvert = cabinet.banc.poster("/episodes", &cabinet.mk, &ouverture(&[])).await;
    assert_eq!(ouvert.entete(header::LOCATION), format!("{EPISODE}?fait=ouvert"), "{}", ouvert.corps);
    let page = cabinet.banc.lire(EPISODE, &cabinet.mk).await;
    assert!(
        page.corps.contains("ZWARTENDIJK Philomène") && page.corps.contains("Séance 1 sur 8"),
        "{}",
        page.corps
    );
    let tableau = cabinet.banc.lire("/tableau-de-bord", &cabinet.mk).await;
    assert!(tableau.corps.contains("ZWARTENDIJK") && tableau.corps.contains("depuis le 1er octobre 2025"));
}

#[tokio::test(flavor = "multi_thread")]
async fn la_neuvieme_seance_est_refusee_avec_ses_trois_issues() {
    let cabinet = Cabinet::new("neuvieme");
    cabinet.banc.poster("/episodes", &cabinet.mk, &ouverture(&[])).await;
    for rang in 2..=8 {
        cabinet.banc.app.horloge.avancer(SignedDuration::from_hours(24));
        let porteur = cabinet.banc.session(cabinet.comptes[0]);
        let faite = seance(&cabinet, &porteur, rang).await;
        assert_eq!(faite.statut, StatusCode::SEE_OTHER, "{}", faite.corps);
    }
    cabinet.banc.app.horloge.avancer(SignedDuration::from_hours(24));
    let porteur = cabinet.banc.session(cabinet.comptes[0]);
    let refus = seance(&cabinet, &porteur, 9).await;
    assert_eq!(refus.statut, StatusCode::CONFLICT);
    for attendu in [
        "Refusée",
        "Enregistrer une preuve de diagnostic",
        "Orienter le patient",
        "Poursuivre sur prescription",
    ] {
        assert!(refus.corps.contains(attendu), "{attendu}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn un_double_clic_enregistre_une_seule_seance() {
    let cabinet = Cabinet::new("double");
    cabinet.banc.poster("/episodes", &cabinet.mk, &ouverture(&[("premier", "bilan")])).await;
    for _ in 0..2 {
        let rendu = seance(&cabinet, &cabinet.mk, 1).await;
        assert_eq!(rendu.entete(header::LOCATION), format!("{EPISODE}?fait=seance"));
    }
    let page = cabinet.banc.lire(EPISODE, &cabinet.mk).await;
    assert!(page.corps.contains("Séance 1 sur 8") && !page.corps.contains("Séance 2 sur 8"));
}

#[tokio::test(flavor = "multi_thread")]
async fn deux_seances_le_meme_jour_demandent_un_motif_et_gardent_la_note() {
    let cabinet = Cabinet::new("motif");
    cabinet.banc.poster("/episodes", &cabinet.mk, &ouverture(&[])).await;
    let premiere = formulaire(&[("cle", &cle(2)), ("note", "Genou raide")]);
    let refus = cabinet.banc.poster(&format!("{EPISODE}/seances"), &cabinet.mk, &premiere).await;
    assert_eq!(refus.statut, StatusCode::CONFLICT);
    assert!(refus.corps.contains("Genou raide") && refus.corps.contains("Pourquoi vous confirmez"));
    let confirmee =
        formulaire(&[("cle", &cle(2)), ("note", "Genou raide"), ("confirmation", "Bilan puis soin")]);
    let faite = cabinet.banc.poster(&format!("{EPISODE}/seances"), &cabinet.mk, &confirmee).await;
    assert_eq!(faite.statut, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_confrere_voit_un_nombre_et_une_date_puis_rejoint() {
    let cabinet = Cabinet::new("rejoindre");
    cabinet.banc.poster("/episodes", &cabinet.mk, &ouverture(&[])).await;
    let autre = [("cle", "01930000-0000-7000-8000-00000000e002"), ("geste", "ouvrir")];
    let vue = cabinet.banc.poster("/episodes", &cabinet.confrere, &ouverture(&autre)).await;
    assert_eq!(vue.statut, StatusCode::CONFLICT);
    assert!(
        vue.corps.contains("1 séance faite")
            && vue.corps.contains("9 mars 2026")
            && vue.corps.contains("Rejoindre")
    );
    assert!(!vue.corps.contains("Éssai0"), "jamais le nom du confrère");
    assert_eq!(cabinet.banc.lire(EPISODE, &cabinet.confrere).await.statut, StatusCode::NOT_FOUND);
    assert_eq!(seance(&cabinet, &cabinet.confrere, 3).await.statut, StatusCode::NOT_FOUND);
    let rejoint = [("cle", "01930000-0000-7000-8000-00000000e002"), ("geste", "rejoindre")];
    let suite = cabinet.banc.poster("/episodes", &cabinet.confrere, &ouverture(&rejoint)).await;
    assert_eq!(suite.entete(header::LOCATION), format!("{EPISODE}?fait=rejoint"), "{}", suite.corps);
    let page = cabinet.banc.lire(EPISODE, &cabinet.confrere).await;
    assert!(page.corps.contains("Par un confrère"));
}

#[tokio::test(flavor = "multi_thread")]
async fn une_saisie_fausse_dit_tout_et_garde_tout() {
    let cabinet = Cabinet::new("saisie");
    let fausse = ouverture(&[
        ("ins", "255069999999935"),
        ("region", "genou-jambe"),
        ("depistage", ""),
        ("geste", "voir"),
    ]);
    let rendu = cabinet.banc.poster("/episodes", &cabinet.mk, &fausse).await;
    assert_eq!(rendu.statut, StatusCode::UNPROCESSABLE_ENTITY);
    for attendu in
        ["clé du matricule INS est fausse", "Précisez le côté", "Recherchez ces signes", "Zwartendijk"]
    {
        assert!(rendu.corps.contains(attendu), "{attendu} : {}", rendu.corps);
    }
    let inconnu = cabinet.banc.poster("/episodes", &cabinet.mk, &ouverture(&[("couleur", "bleu")])).await;
    assert_eq!(inconnu.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(inconnu.corps.contains("couleur"));
}

const SCAN: &str = "IS010000000000000000000000S1253072B07300470S21.2.250.1.213.1.4.10S3ANGE MARIE<GS>S4CORSE-TEST<GS>S5FS601-07-1953S72B073";

#[tokio::test(flavor = "multi_thread")]
async fn un_datamatrix_remplit_les_traits_sans_rien_enregistrer_ni_qualifier() {
    let cabinet = Cabinet::new("datamatrix");
    let scanner = |scan: String| {
        let champs =
            formulaire(&[("cle", &cle(9)), ("departement", "45"), ("geste", "scan"), ("scan", &scan)]);
        let (banc, mk) = (&cabinet.banc, &cabinet.mk);
        async move { banc.poster("/episodes", mk, &champs).await }
    };
    let lu = scanner(SCAN.to_owned()).await;
    assert_eq!(lu.statut, StatusCode::OK, "{}", lu.corps);
    for attendu in [
        "Datamatrix lu",
        "value=\"CORSE-TEST\"",
        "value=\"ANGE\"",
        "value=\"ANGE MARIE\"",
        "value=\"253072B07300470\"",
        "value=\"1953-07-01\"",
        "value=\"2B073\"",
        "value=\"1.2.250.1.213.1.4.10\" selected",
        "value=\"provisoire\" selected",
    ] {
        assert!(lu.corps.contains(attendu), "{attendu} : {}", lu.corps);
    }
    for (ancien, nouveau, attendu) in [
        ("IS01", "XX01", "n’est pas un datamatrix INS"),
        ("B07300470", "B07300471", "clé du matricule INS est fausse"),
        ("1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.8<GS>", "seuls les matricules de test entrent ici"),
    ] {
        let refus = scanner(SCAN.replacen(ancien, nouveau, 1)).await;
        assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY, "{attendu}");
        assert!(refus.corps.contains(attendu), "{attendu} : {}", refus.corps);
    }
    let reel = ouverture(&[("ins", "253072B07300470"), ("oid", "1.2.250.1.213.1.4.8")]);
    let refus = cabinet.banc.poster("/episodes", &cabinet.mk, &reel).await;
    assert!(refus.corps.contains("seuls les matricules de test entrent ici"), "{}", refus.corps);
    let faux = ouverture(&[("prenoms", "Marie Philomène")]);
    let refus = cabinet.banc.poster("/episodes", &cabinet.mk, &faux).await;
    assert!(refus.corps.contains("commence par le premier prénom"), "{}", refus.corps);
}

#[tokio::test(flavor = "multi_thread")]
async fn la_liste_des_prenoms_est_gardee_avec_un_nouveau_patient_et_apprise_d_un_connu() {
    let cabinet = Cabinet::new("prenoms");
    let ouvert = cabinet.banc.poster("/episodes", &cabinet.mk, &ouverture(&[])).await;
    assert_eq!(ouvert.statut, StatusCode::SEE_OTHER, "{}", ouvert.corps);
    let page = cabinet.banc.lire(&format!("{EPISODE}/patient"), &cabinet.mk).await.corps;
    assert!(page.contains("Non renseignés"), "{page}");
    let appris = [
        ("cle", "01930000-0000-7000-8000-00000000e002"),
        ("region", "genou-jambe"),
        ("cote", "gauche"),
        ("premier", "bilan"),
        ("prenoms", "Philomène Aimée"),
    ];
    let second = cabinet.banc.poster("/episodes", &cabinet.mk, &ouverture(&appris)).await;
    assert_eq!(second.statut, StatusCode::SEE_OTHER, "{}", second.corps);
    let page = cabinet.banc.lire(&format!("{EPISODE}/patient"), &cabinet.mk).await.corps;
    assert!(page.contains("Philomène Aimée"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn une_seance_annulee_reste_barree_et_le_compte_se_refait() {
    let cabinet = Cabinet::new("annuler");
    cabinet.banc.poster("/episodes", &cabinet.mk, &ouverture(&[("premier", "bilan")])).await;
    seance(&cabinet, &cabinet.mk, 1).await;
    let adresse = format!("{EPISODE}/seances/{}/annuler", cle(1));
    let sans_motif = cabinet.banc.poster(&adresse, &cabinet.mk, "").await;
    assert_eq!(sans_motif.statut, StatusCode::UNPROCESSABLE_ENTITY);
    let annulee = cabinet.banc.poster(&adresse, &cabinet.mk, &formulaire(&[("motif", "doublon")])).await;
    assert_eq!(annulee.entete(header::LOCATION), format!("{EPISODE}?fait=annulee"));
    let page = cabinet.banc.lire(&format!("{EPISODE}?fait=annulee"), &cabinet.mk).await;
    assert!(page.corps.contains("Séance annulée : 0 sur 8") && page.corps.contains("Ne compte pas"));
    let encore = cabinet.banc.poster(&adresse, &cabinet.mk, &formulaire(&[("motif", "doublon")])).await;
    assert_eq!(encore.statut, StatusCode::CONFLICT);
}

#[tokio::test(flavor = "multi_thread")]
async fn une_preuve_de_diagnostic_leve_le_plafond_et_se_retire() {
    let cabinet = Cabinet::new("preuve");
    cabinet.banc.poster("/episodes", &cabinet.mk, &ouverture(&[])).await;
    let adresse = format!("{EPISODE}/diagnostic");
    let preuve = [
        ("cle", cle(7)),
        ("type_diagnostic", "cr-operatoire".to_owned()),
        ("date", "2026-02-01".to_owned()),
        ("en_rapport", "oui".to_owned()),
    ];
    let preuve: Vec<(&str, &str)> = preuve.iter().map(|(nom, valeur)| (*nom, valeur.as_str())).collect();
    for _ in 0..2 {
        let rendu = cabinet.banc.poster(&adresse, &cabinet.mk, &formulaire(&preuve)).await;
        assert_eq!(rendu.entete(header::LOCATION), format!("{EPISODE}?fait=diagnostic"), "{}", rendu.corps);
    }
    let page = cabinet.banc.lire(EPISODE, &cabinet.mk).await;
    assert!(page.corps.contains("Plafond levé") && page.corps.contains("Compte rendu opératoire"));
    let retrait = cabinet
        .banc
        .poster(&format!("{adresse}/retrait"), &cabinet.mk, &formulaire(&[("motif", "erreur")]))
        .await;
    assert_eq!(retrait.entete(header::LOCATION), format!("{EPISODE}?fait=retrait"));
    let page = cabinet.banc.lire(EPISODE, &cabinet.mk).await;
    assert!(page.corps.contains("Aucune preuve enregistrée"));
}

#[tokio::test(flavor = "multi_thread")]
async fn orienter_signaler_evaluer_puis_clore() {
    let cabinet = Cabinet::new("suites");
    cabinet.banc.poster("/episodes", &cabinet.mk, &ouverture(&[])).await;
    let (orientation, evenement) = (cle(8), cle(9));
    let actes = [
        ("amelioration", vec![("amelioration", "non")], "amelioration"),
        (
            "orientation",
            vec![
                ("cle", &orientation),
                ("le", "2026-03-09"),
                ("motif", "sans-amelioration"),
                ("destination", "medecin-traitant"),
                ("urgence", "sous-72h"),
                ("precision", "Douleur nocturne"),
            ],
            "orientation",
        ),
        (
            "evenement",
            vec![
                ("cle", &evenement),
                ("le", "2026-03-09"),
                ("gravite", "benin"),
                ("nature", "malaise"),
                ("moment", "seance"),
                ("information", "patient"),
                ("circonstances", "Malaise bref"),
                ("mesures", "Repos allongé"),
            ],
            "evenement",
        ),
        ("cloture", vec![("le", "2026-03-09"), ("issue", "oriente")], "clos"),
    ];
    for (acte, champs, fait) in &actes {
        let vide = cabinet.banc.poster(&format!("{EPISODE}/{acte}"), &cabinet.mk, "cle=x").await;
        assert_eq!(vide.statut, StatusCode::UNPROCESSABLE_ENTITY, "{acte}");
        let rendu = cabinet.banc.poster(&format!("{EPISODE}/{acte}"), &cabinet.mk, &formulaire(champs)).await;
        assert_eq!(
            rendu.entete(header::LOCATION),
            format!("{EPISODE}?fait={fait}"),
            "{acte} : {}",
            rendu.corps
        );
    }
    let page = cabinet.banc.lire(EPISODE, &cabinet.mk).await;
    for attendu in ["Orientation : absence d’amélioration", "Douleur nocturne", "Malaise bref", "Clos"] {
        assert!(page.corps.contains(attendu), "{attendu}");
    }
    assert!(!page.corps.contains("Séance d’aujourd’hui"));
    assert_eq!(seance(&cabinet, &cabinet.mk, 20).await.statut, StatusCode::CONFLICT);
    let clos = cabinet.banc.lire("/tableau-de-bord?etat=clos", &cabinet.mk).await;
    assert!(clos.corps.contains("ZWARTENDIJK"));
}

#[tokio::test(flavor = "multi_thread")]
async fn la_recherche_trouve_sans_accent_et_reste_hors_des_adresses() {
    let cabinet = Cabinet::new("recherche");
    cabinet.banc.poster("/episodes", &cabinet.mk, &ouverture(&[])).await;
    for (mot, trouve) in [("philomene", true), ("zwart", true), ("durand", false)] {
        let rendu = cabinet.banc.poster("/tableau-de-bord", &cabinet.mk, &formulaire(&[("q", mot)])).await;
        assert_eq!((rendu.statut, rendu.corps.contains("ZWARTENDIJK")), (StatusCode::OK, trouve), "{mot}");
    }
}
