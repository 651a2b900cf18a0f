//! The directory that the administrator keeps: CPTS and MKs recorded from nothing, corrected, and open to their accounts.

use axum::http::{StatusCode, header};
use droit::acces::{Acteur, Role};
use droit::decision::Statut;
use droit::identifiant::{CptsId, rpps_de_demonstration};
use entrepot::{journal, praticien};

use crate::annuaire_sante::extraire;
use crate::banc::{Banc, Porteur, acteur};
use crate::cabinet::formulaire;
use crate::terrain::{Terrain, mk};

const CPTS: &str = "/administration/cpts";

fn administrateur(banc: &Banc) -> Porteur {
    banc.session(banc.compte("chef", acteur(Role::Administrateur)))
}

async fn enregistrer(banc: &Banc, admin: &Porteur, nom: &str, siege: &str, territoire: &str) -> StatusCode {
    let saisie = formulaire(&[("nom", nom), ("siege", siege), ("territoire", territoire)]);
    banc.poster(CPTS, admin, &saisie).await.statut
}

/// The address of the only CPTS of this name.
async fn adresse(banc: &Banc, admin: &Porteur, nom: &str) -> String {
    let liste = banc.lire(&format!("{CPTS}?nom={nom}"), admin).await.corps;
    let debut =
        liste.split("href=\"/administration/cpts/").skip(1).find(|suite| !suite.starts_with("nouvelle"));
    format!("{CPTS}/{}", debut.unwrap().split('"').next().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn une_installation_vide_recoit_sa_cpts_puis_sa_coordination() {
    let banc = Banc::new("repertoire-vide");
    let admin = administrateur(&banc);
    let sans = formulaire(&[
        ("login", "coord.giennois"),
        ("nom", "Coordination"),
        ("role", "coordination-cpts"),
        ("rattachement", "CPTS du Giennois"),
    ]);
    let trop_tot = banc.poster("/administration/comptes", &admin, &sans).await;
    assert_eq!(trop_tot.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        trop_tot.corps.contains("enregistrez-la d’abord")
            && trop_tot.corps.contains("/administration/cpts/nouvelle")
    );

    let avant = banc.app.entrepot.lire_ici(journal::tete).unwrap().seq;
    assert_eq!(enregistrer(&banc, &admin, "CPTS du Giennois", "45", "45, 18").await, StatusCode::SEE_OTHER);
    assert_eq!(banc.app.entrepot.lire_ici(journal::tete).unwrap().seq, avant + 1);
    let page = banc.lire(&adresse(&banc, &admin, "gien").await, &admin).await.corps;
    assert!(page.contains("value=\"18, 45\"") && page.contains("value=\"45\""), "{page}");

    assert_eq!(banc.poster("/administration/comptes", &admin, &sans).await.statut, StatusCode::OK);
    let compte =
        banc.app.entrepot.lire_ici(|tx| entrepot::compte::de_login(tx, "coord.giennois")).unwrap().unwrap();
    assert!(matches!(compte.acteur, Acteur::CoordinationCpts { .. }));
    let coordination = banc.session(compte.id);
    let sienne = banc.lire("/ma-cpts/territoire", &coordination).await;
    assert!(sienne.statut == StatusCode::OK && sienne.corps.contains("value=\"18, 45\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn deux_cpts_ne_portent_pas_le_meme_nom_et_une_saisie_fausse_est_dite() {
    let banc = Banc::new("repertoire-double");
    let admin = administrateur(&banc);
    assert_eq!(enregistrer(&banc, &admin, "CPTS du Giennois", "45", "45").await, StatusCode::SEE_OTHER);
    assert_eq!(enregistrer(&banc, &admin, "CPTS Nord", "", "45").await, StatusCode::SEE_OTHER);
    let double = formulaire(&[("nom", "cpts de giennois"), ("territoire", "18")]);
    let refus = banc.poster(CPTS, &admin, &double).await;
    assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refus.corps.contains("« CPTS du Giennois » est déjà enregistrée"), "{}", refus.corps);
    let fausse = formulaire(&[("nom", "CPTS"), ("siege", "99"), ("territoire", "")]);
    let refus = banc.poster(CPTS, &admin, &fausse).await;
    assert!(refus.corps.contains("Il reste 3 points à corriger"), "{}", refus.corps);

    let nord = adresse(&banc, &admin, "nord").await;
    let prise = formulaire(&[("nom", "Giennois"), ("territoire", "45"), ("version", "1")]);
    let refus = banc.poster(&nord, &admin, &prise).await;
    assert!(refus.statut == StatusCode::UNPROCESSABLE_ENTITY && refus.corps.contains("déjà enregistrée"));
}

#[tokio::test(flavor = "multi_thread")]
async fn une_cpts_se_corrige_et_le_perdant_l_apprend() {
    let banc = Banc::new("repertoire-corrige");
    let admin = administrateur(&banc);
    enregistrer(&banc, &admin, "CPTS du Gienois", "", "45").await;
    let fiche = adresse(&banc, &admin, "gienois").await;
    let juste = formulaire(&[
        ("nom", "CPTS du Giennois"),
        ("siege", "45"),
        ("territoire", "45 58"),
        ("version", "1"),
    ]);
    let fait = banc.poster(&fiche, &admin, &juste).await;
    assert_eq!(
        (fait.statut, fait.entete(header::LOCATION)),
        (StatusCode::SEE_OTHER, &*format!("{fiche}?fait=correction"))
    );
    let page = banc.lire(&fiche, &admin).await.corps;
    assert!(page.contains("CPTS du Giennois") && page.contains("value=\"45, 58\""), "{page}");
    let perdant = banc.poster(&fiche, &admin, &juste).await;
    assert_eq!(perdant.statut, StatusCode::CONFLICT);
    assert!(perdant.corps.contains("corrigée entre-temps"), "{}", perdant.corps);
    let trouvees = banc.lire(&format!("{CPTS}?nom=gienois"), &admin).await.corps;
    assert!(trouvees.contains("Aucune CPTS"), "l’ancien nom ne trouve plus rien");
}

const PRATICIENS: &str = "/administration/praticiens";

#[tokio::test(flavor = "multi_thread")]
async fn un_mk_s_inscrit_de_son_numero_avec_ce_que_l_annuaire_en_dit_puis_recoit_un_compte() {
    let banc = Banc::new("repertoire-mk");
    let admin = administrateur(&banc);
    extraire(&banc, jiff::civil::date(2026, 3, 1), &[(7, "45")]);
    let rpps = rpps_de_demonstration(7);
    let page = banc.lire(&format!("{PRATICIENS}/nouveau?rpps={rpps}"), &admin).await.corps;
    for attendu in ["ESSAI0000007", "Éloïse", "value=\"Orléans\"", "Extraction du 1"] {
        assert!(page.contains(attendu), "{attendu} : {page}");
    }
    let saisie = formulaire(&[
        ("rpps", rpps.as_str()),
        ("nom", "Essai"),
        ("prenom", "Éloïse"),
        ("statut", "collaborateur"),
        ("site.0", "CABINET"),
        ("exerce.0", "oui"),
        ("adresse.0", "2 rue de l’Essai"),
        ("code_postal.0", "45000"),
        ("commune.0", "Orléans"),
        ("departement.0", "45"),
    ]);
    let cree = banc.poster(PRATICIENS, &admin, &saisie).await;
    assert_eq!(cree.statut, StatusCode::SEE_OTHER, "{}", cree.corps);
    let fiche = banc.lire(cree.entete(header::LOCATION), &admin).await.corps;
    assert!(
        fiche.contains("2 rue de l’Essai") && fiche.contains("/administration/comptes/nouveau?role=mk"),
        "{fiche}"
    );
    let lue = banc
        .app
        .entrepot
        .lire_ici(move |tx| praticien::par_rpps(tx, &rpps_de_demonstration(7)))
        .unwrap()
        .unwrap();
    assert_eq!((lue.nom.as_str(), lue.statut), ("Essai", Statut::Collaborateur));
    let compte = format!("login=mk.neuf&nom=Neuf&role=mk&rattachement={rpps}");
    assert_eq!(banc.poster("/administration/comptes", &admin, &compte).await.statut, StatusCode::OK);
    let deja = banc.lire(&format!("{PRATICIENS}/nouveau?rpps={rpps}"), &admin).await;
    assert!(deja.entete(header::LOCATION).ends_with("?fait=connu"));
    assert_eq!(banc.poster(PRATICIENS, &admin, &saisie).await.statut, StatusCode::CONFLICT);
    for cherche in ["essai", &rpps.as_str()[..6]] {
        assert!(
            banc.lire(&format!("{PRATICIENS}?nom={cherche}"), &admin).await.corps.contains("Éloïse Essai"),
            "{cherche}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sans_extraction_un_mk_s_ecrit_et_une_adresse_contradictoire_est_refusee() {
    let banc = Banc::new("repertoire-mk-ecrit");
    let admin = administrateur(&banc);
    let rpps = rpps_de_demonstration(8);
    let page = banc.lire(&format!("{PRATICIENS}/nouveau?rpps={rpps}"), &admin).await.corps;
    assert!(page.contains("n’a pas encore été importé ici") && page.contains("name=\"commune.0\""), "{page}");
    let saisie = |departement| {
        formulaire(&[
            ("rpps", rpps.as_str()),
            ("nom", "Essai"),
            ("prenom", "Lou"),
            ("statut", "titulaire"),
            ("adresse.0", "2 rue de l’Essai"),
            ("code_postal.0", "45000"),
            ("commune.0", "Orléans"),
            ("departement.0", departement),
        ])
    };
    let refus = banc.poster(PRATICIENS, &admin, &saisie("28")).await;
    assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refus.corps.contains("n’est pas dans le département 28"), "{}", refus.corps);
    assert_eq!(banc.poster(PRATICIENS, &admin, &saisie("45")).await.statut, StatusCode::SEE_OTHER);
    let sans_lieu = formulaire(&[
        ("rpps", rpps_de_demonstration(9).as_str()),
        ("nom", "Essai"),
        ("prenom", "Sam"),
        ("statut", "remplacant"),
        ("adresse.0", ""),
        ("code_postal.0", ""),
        ("commune.0", ""),
        ("departement.0", ""),
    ]);
    assert_eq!(banc.poster(PRATICIENS, &admin, &sans_lieu).await.statut, StatusCode::SEE_OTHER);
    let faux = banc.lire(&format!("{PRATICIENS}/nouveau?rpps=99700000001"), &admin).await;
    assert_eq!(faux.statut, StatusCode::UNPROCESSABLE_ENTITY);
}

/// What the forms of identity send.
fn identite(lu: (&str, &str, &str), nouveau: (&str, &str, &str)) -> String {
    formulaire(&[
        ("lu_nom", lu.0),
        ("lu_prenom", lu.1),
        ("lu_statut", lu.2),
        ("nom", nouveau.0),
        ("prenom", nouveau.1),
        ("statut", nouveau.2),
    ])
}

const LU: (&str, &str, &str) = ("Éssai000", "Camille", "titulaire");

#[tokio::test(flavor = "multi_thread")]
async fn un_mk_corrige_son_nom_et_le_perdant_l_apprend() {
    let terrain = Terrain::new("identite-nom", 1);
    let sien = terrain.entrer("mk", Acteur::Mk { praticien: mk(0) });
    let page = terrain.banc.lire("/mon-identite", &sien).await.corps;
    assert!(page.contains("value=\"Éssai000\""), "{page}");
    let juste = identite(LU, ("Essai", "Camille", "titulaire"));
    assert_eq!(terrain.banc.poster("/mon-identite", &sien, &juste).await.statut, StatusCode::SEE_OTHER);
    assert!(terrain.banc.lire("/membres", &terrain.coordination).await.corps.contains("Camille Essai"));
    let perdant = terrain
        .banc
        .poster(
            &format!("/membres/{}/identite", mk(0)),
            &terrain.coordination,
            &identite(LU, ("Autre", "Camille", "titulaire")),
        )
        .await;
    assert_eq!(perdant.statut, StatusCode::CONFLICT);
    let vide = terrain.banc.poster("/mon-identite", &sien, &identite(LU, ("", "Camille", "roi"))).await;
    assert!(vide.statut == StatusCode::UNPROCESSABLE_ENTITY && vide.corps.contains("Il reste 2 points"));
}

#[tokio::test(flavor = "multi_thread")]
async fn devenir_remplacant_avec_une_declaration_deposee_previent_l_ars_et_se_voit_au_dossier() {
    let terrain = Terrain::new("identite-statut", 2);
    let dossiers = terrain.declarer(&[0]).await;
    let sien = terrain.entrer("mk", Acteur::Mk { praticien: mk(0) });
    let change = "Changement de statut à examiner";
    let collaborateur = identite(LU, ("Éssai000", "Camille", "collaborateur"));
    terrain.banc.poster("/mon-identite", &sien, &collaborateur).await;
    assert!(
        !terrain.banc.lire("/notifications", &terrain.ars).await.corps.contains(change),
        "un collaborateur participe"
    );

    let avant = terrain.banc.app.entrepot.lire_ici(journal::tete).unwrap().seq;
    let lu = ("Éssai000", "Camille", "collaborateur");
    let remplacant = identite(lu, ("Éssai000", "Camille", "remplacant"));
    assert_eq!(terrain.banc.poster("/mon-identite", &sien, &remplacant).await.statut, StatusCode::SEE_OTHER);
    assert_eq!(terrain.banc.app.entrepot.lire_ici(journal::tete).unwrap().seq, avant + 1);
    for (qui, prevenu) in [(&terrain.ars, true), (&terrain.coordination, true), (&sien, false)] {
        let avis = terrain.banc.lire("/notifications", qui).await.corps;
        assert_eq!(avis.contains(change), prevenu, "{avis}");
    }
    let dossier = terrain.banc.lire(&dossiers[0], &terrain.ars).await.corps;
    assert!(dossier.contains("Un remplaçant ne participe pas à l’expérimentation en CPTS."), "{dossier}");

    // Without a declaration, there is nothing to tell the ARS.
    let autre = identite(("Éssai001", "Camille", "titulaire"), ("Éssai001", "Camille", "remplacant"));
    terrain.banc.poster(&format!("/membres/{}/identite", mk(1)), &terrain.coordination, &autre).await;
    let avis = terrain.banc.lire("/notifications", &terrain.ars).await.corps;
    assert_eq!(avis.matches(change).count(), 2, "une notification, nommée deux fois : {avis}");
}

#[tokio::test(flavor = "multi_thread")]
async fn seuls_les_siens_corrigent_un_mk() {
    let terrain = Terrain::new("identite-acces", 1);
    let voisine = terrain.entrer("voisine", Acteur::CoordinationCpts { cpts: CptsId::new(2) });
    let saisie = identite(LU, ("Essai", "Camille", "salarie"));
    let membre = format!("/membres/{}/identite", mk(0));
    assert_eq!(terrain.banc.poster(&membre, &voisine, &saisie).await.statut, StatusCode::NOT_FOUND);
    assert_eq!(terrain.banc.poster(&membre, &terrain.ars, &saisie).await.statut, StatusCode::NOT_FOUND);
    terrain.banc.poster(&format!("/membres/{}/fin", mk(0)), &terrain.coordination, "au=2026-03-08").await;
    assert_eq!(
        terrain.banc.poster(&membre, &terrain.coordination, &saisie).await.statut,
        StatusCode::CONFLICT
    );
    let admin = terrain.entrer("chef", acteur(Role::Administrateur));
    let fait = terrain.banc.poster(&format!("{PRATICIENS}/{}", mk(0)), &admin, &saisie).await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
    let page = terrain.banc.lire(fait.entete(header::LOCATION), &admin).await.corps;
    assert!(page.contains("value=\"Essai\"") && page.contains("value=\"salarie\" selected"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn un_lieu_dont_le_code_contredit_le_departement_est_refuse_partout() {
    let terrain = Terrain::new("lieux-coherents", 1);
    let sien = terrain.entrer("mk", Acteur::Mk { praticien: mk(0) });
    let lieu = |code: &str, commune: &str, departement: &str| {
        formulaire(&[
            ("adresse", "3 rue de l’Essai"),
            ("code_postal", code),
            ("commune", commune),
            ("departement", departement),
            ("du", "2026-03-09"),
        ])
    };
    let refus = terrain.banc.poster("/mes-lieux", &sien, &lieu("45000", "Orléans", "28")).await;
    assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refus.corps.contains("45000 (Orléans, département 45) n’est pas dans le département 28"),
        "{}",
        refus.corps
    );
    let juste = terrain.banc.poster("/mes-lieux", &sien, &lieu("13780", "Riboux", "83")).await;
    assert_eq!(juste.statut, StatusCode::SEE_OTHER, "une commune du Var que les Bouches-du-Rhône desservent");
    let membre = format!(
        "rpps={}&qualite=adherent&du=2026-03-01&nom=Dutest&prenom=Lou&statut=titulaire&{}",
        rpps_de_demonstration(42),
        lieu("45000", "Orléans", "28")
    );
    let refus = terrain.banc.poster("/membres", &terrain.coordination, &membre).await;
    assert!(
        refus.statut == StatusCode::UNPROCESSABLE_ENTITY
            && refus.corps.contains("n’est pas dans le département 28")
    );
}
