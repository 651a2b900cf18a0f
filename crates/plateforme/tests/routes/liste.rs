//! A list of MKs: pasted or from a file, each line with its light and its reason, sent once whatever happens.

use axum::http::{StatusCode, header};
use droit::acces::Acteur;
use droit::decision::Statut;
use droit::identifiant::{CptsId, LieuId, rpps_de_demonstration};
use entrepot::Echec;
use entrepot::praticien::NouveauLieu;

use crate::banc::Rendu;
use crate::terrain::{Terrain, inscrire, mk};

const REGLAGES: [(&str, &str); 4] = [
    ("statut", "titulaire"),
    ("qualite", "adherent"),
    ("membre_du", "2026-01-01"),
    ("membre_au", "2026-12-31"),
];

async fn coller(terrain: &Terrain, liste: &str) -> Rendu {
    let mut champs = REGLAGES.to_vec();
    champs.push(("liste", liste));
    terrain.banc.televerser("/declarer/liste", &terrain.coordination, &champs, None).await
}

fn adresse(rendu: &Rendu) -> String {
    assert_eq!(rendu.statut, StatusCode::SEE_OTHER, "{}", rendu.corps);
    rendu.entete(header::LOCATION).to_owned()
}

fn numeros(rangs: std::ops::Range<u32>) -> String {
    rangs.map(|rang| format!("{}\n", rpps_de_demonstration(rang))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn trente_numeros_colles_se_declarent_en_une_action() {
    let terrain = Terrain::new("liste-trente", 30);
    let banc = &terrain.banc;
    let page = adresse(&coller(&terrain, &numeros(0..30)).await);
    assert!(banc.lire(&page, &terrain.coordination).await.corps.contains("Déclarer 30 lignes prêtes"));
    let envoi = format!("{page}/envoyer");
    let sans = banc.poster(&envoi, &terrain.coordination, "").await;
    assert_eq!(sans.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sans.corps.contains("Cochez l’attestation"));
    let fait = banc.poster(&envoi, &terrain.coordination, "attestation=oui").await;
    assert!(adresse(&fait).ends_with("?envoi=30"));
    let encore = banc.poster(&envoi, &terrain.coordination, "attestation=oui").await;
    assert_eq!(adresse(&encore), page, "sent twice, declared once");
    assert!(banc.lire("/instruction", &terrain.ars).await.corps.contains("30"));
}

#[tokio::test(flavor = "multi_thread")]
async fn deux_envois_au_meme_instant_ne_declarent_qu_une_fois() {
    let terrain = Terrain::new("liste-course", 5);
    let banc = &terrain.banc;
    let page = adresse(&coller(&terrain, &numeros(0..5)).await);
    let envoi = format!("{page}/envoyer");
    let (l_un, l_autre) = tokio::join!(
        banc.poster(&envoi, &terrain.coordination, "attestation=oui"),
        banc.poster(&envoi, &terrain.coordination, "attestation=oui"),
    );
    let adresses = [adresse(&l_un), adresse(&l_autre)];
    assert!(adresses.iter().any(|a| a.ends_with("?envoi=5")), "{adresses:?}");
    let suivi = banc.lire("/declarations", &terrain.coordination).await;
    assert!(suivi.corps.contains("5 déclarations"), "{}", suivi.corps);
}

#[tokio::test(flavor = "multi_thread")]
async fn chaque_ligne_dit_sa_raison_et_se_corrige() {
    let terrain = Terrain::new("liste-lignes", 3);
    let banc = &terrain.banc;
    inscrire(banc, 3, Statut::Remplacant, "45");
    inscrire(banc, 4, Statut::Titulaire, "28");
    terrain.declarer(&[2]).await;
    let n = rpps_de_demonstration;
    let liste = format!("{}\n{}\n99700000000\n{}\n{}\n{}\n{}\n", n(0), n(0), n(2), n(3), n(4), n(900));
    let page = adresse(&coller(&terrain, &liste).await);
    let corps = banc.lire(&page, &terrain.coordination).await.corps;
    for raison in [
        "Ce numéro est déjà à la ligne 1.",
        "La clé du numéro RPPS est fausse",
        "Déjà déclaré avec votre CPTS (en instruction).",
        "remplaçant",
        "n’a pas encore été importé",
        "Déclarer 1 ligne prête",
        "class=\"source\"",
    ] {
        assert!(corps.contains(raison), "{raison}");
    }
    let rouges = banc.lire(&format!("{page}?feu=rouge"), &terrain.coordination).await.corps;
    assert!(!rouges.contains("Éssai000") && rouges.contains("6 lignes"), "{rouges}");
    let correction = format!("rang=3&ecrit={}&geste=corriger", n(1));
    let fait = banc.poster(&format!("{page}/ligne"), &terrain.coordination, &correction).await;
    assert!(adresse(&fait).ends_with("#ligne-3"));
    banc.poster(&format!("{page}/ligne"), &terrain.coordination, "rang=2&geste=retirer").await;
    let corps = banc.lire(&page, &terrain.coordination).await.corps;
    assert!(corps.contains("Déclarer 2 lignes prêtes") && !corps.contains("déjà à la ligne 1"));
    let fait = banc.poster(&format!("{page}/envoyer"), &terrain.coordination, "attestation=oui").await;
    assert!(adresse(&fait).ends_with("?envoi=2"));
}

#[tokio::test(flavor = "multi_thread")]
async fn qui_n_est_pas_membre_le_devient_en_etant_declare() {
    let terrain = Terrain::new("liste-adhesion", 1);
    let banc = &terrain.banc;
    let fin = banc
        .poster(&format!("/membres/{}/fin", crate::terrain::mk(0)), &terrain.coordination, "au=2025-12-31")
        .await;
    assert_eq!(fin.statut, StatusCode::SEE_OTHER);
    let page = adresse(&coller(&terrain, &numeros(0..1)).await);
    let corps = banc.lire(&page, &terrain.coordination).await.corps;
    let dit = "Sera ajouté à vos membres depuis le 1er janvier 2026, jusqu’au 31 décembre 2026.";
    assert!(corps.contains(dit), "{corps}");
    adresse(&banc.poster(&format!("{page}/envoyer"), &terrain.coordination, "attestation=oui").await);
    assert!(banc.lire("/membres", &terrain.coordination).await.corps.contains("Éssai000"));
    let membre = crate::terrain::mk(0);
    let adhesions = banc.app.entrepot.lire_ici(move |tx| entrepot::praticien::adhesions(tx, membre)).unwrap();
    let fins: Vec<_> = adhesions.iter().map(|(_, adhesion)| adhesion.au.unwrap().to_string()).collect();
    assert_eq!(fins, ["2025-12-31", "2026-12-31"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn une_fin_d_adhesion_passee_est_refusee_et_la_fin_de_l_annee_est_proposee() {
    let terrain = Terrain::new("liste-fin", 1);
    let banc = &terrain.banc;
    let neuve = banc.lire("/declarer/liste", &terrain.coordination).await.corps;
    assert!(neuve.contains("Membres jusqu’au") && neuve.contains("2026-12-31"), "{neuve}");
    let (liste, coordination) = (numeros(0..1), &terrain.coordination);
    let liste = liste.as_str();
    let fin = |au: &'static str| {
        let champs = [REGLAGES[0], REGLAGES[1], REGLAGES[2], ("membre_au", au), ("liste", liste)];
        async move { banc.televerser("/declarer/liste", coordination, &champs, None).await }
    };
    let passee = fin("2026-02-28").await;
    assert_eq!(passee.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(passee.corps.contains("Ce jour est passé"));
    assert_eq!(fin("").await.statut, StatusCode::SEE_OTHER, "it may be emptied");
}

#[tokio::test(flavor = "multi_thread")]
async fn un_fichier_illisible_n_est_pas_lu_a_moitie() {
    let terrain = Terrain::new("liste-fichier", 2);
    let banc = &terrain.banc;
    let fichier = |octets: &'static [u8]| {
        banc.televerser("/declarer/liste", &terrain.coordination, &REGLAGES, Some(("liste.csv", octets)))
    };
    for (octets, dit) in [
        (b"rpps\n\"99700000014".as_slice(), "Ligne 2"),
        (b"PK\x03\x04coupe".as_slice(), "endommagé"),
        (b"nom\nEssai".as_slice(), "Aucun numéro RPPS"),
    ] {
        let refus = fichier(octets).await;
        assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refus.corps.contains(dit) || refus.corps.contains(&dit.to_lowercase()), "{dit}");
    }
    assert!(!banc.lire("/declarer/liste", &terrain.coordination).await.corps.contains("Vos listes"));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_brouillon_se_reprend_se_supprime_et_n_est_vu_que_de_sa_cpts() {
    let terrain = Terrain::new("liste-brouillon", 1);
    let banc = &terrain.banc;
    let page = adresse(&coller(&terrain, &numeros(0..1)).await);
    let voisine = terrain.entrer("voisine", Acteur::CoordinationCpts { cpts: CptsId::new(2) });
    for porteur in [&voisine, &terrain.ars] {
        assert_eq!(banc.lire(&page, porteur).await.statut, StatusCode::NOT_FOUND);
    }
    let envoi = banc.poster(&format!("{page}/envoyer"), &voisine, "attestation=oui").await;
    assert_eq!(envoi.statut, StatusCode::NOT_FOUND);
    assert!(banc.lire("/declarer/liste", &terrain.coordination).await.corps.contains(&page));
    adresse(&banc.poster(&format!("{page}/supprimer"), &terrain.coordination, "").await);
    assert_eq!(banc.lire(&page, &terrain.coordination).await.statut, StatusCode::NOT_FOUND);
}

/// Another place of the first MK.
fn autre_lieu(terrain: &Terrain, cle: u128, commune: &'static str, departement: &str) {
    let banc = &terrain.banc;
    let (maintenant, departement) = (banc.maintenant(), departement.parse().unwrap());
    let ajout = banc.app.entrepot.ecrire_ici(move |tx| {
        let lieu = NouveauLieu {
            id: LieuId::new(cle),
            praticien: mk(0),
            departement,
            principal: false,
            adresse: "2 rue de l’Essai".to_owned(),
            code_postal: format!("{departement}200"),
            commune: commune.to_owned(),
            numero_am: None,
            du: jiff::civil::date(2025, 9, 1),
            au: None,
        };
        entrepot::praticien::ajouter_lieu(tx, &lieu, "systeme", maintenant);
        Ok::<(), Echec>(())
    });
    ajout.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn la_cpts_choisit_les_lieux_que_la_declaration_nomme() {
    let terrain = Terrain::new("liste-lieux", 1);
    autre_lieu(&terrain, 100, "Montargis", "45");
    autre_lieu(&terrain, 101, "Toulon", "83");
    let banc = &terrain.banc;
    let page = adresse(&coller(&terrain, &numeros(0..1)).await);
    let vue = banc.lire(&page, &terrain.coordination).await.corps;
    assert!(vue.contains("Lieux de la déclaration") && vue.contains("45200 Montargis (45)"), "{vue}");
    let qui = &terrain.coordination;
    let corriger = |lieux: &[u128]| {
        let coches: String = lieux.iter().map(|cle| format!("&lieu={}", LieuId::new(*cle))).collect();
        let (adresse, corps) =
            (format!("{page}/ligne"), format!("rang=1&geste=corriger&endroit=dit{coches}"));
        async move { banc.poster(&adresse, qui, &corps).await }
    };
    let deux = corriger(&[100, 101]).await;
    assert_eq!(deux.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(deux.corps.contains("cochez des lieux d’un seul"), "{}", deux.corps);
    let inconnu = corriger(&[999]).await;
    assert!(inconnu.corps.contains("n’est pas de ceux du praticien"), "{}", inconnu.corps);
    adresse(&corriger(&[101]).await);
    assert!(banc.lire(&page, &terrain.coordination).await.corps.contains("Toulon (83)"));
    adresse(&corriger(&[100]).await);
    adresse(
        &banc.poster(&format!("{page}/envoyer"), &terrain.coordination, "attestation=oui&orange=oui").await,
    );
    let (declaration, nommes) = banc
        .app
        .entrepot
        .lire_ici(|tx| {
            let declaration = entrepot::declaration::du_praticien(tx, mk(0))?.remove(0);
            let nommes = entrepot::declaration::lieux_choisis(tx, declaration.id)?;
            Ok::<_, Echec>((declaration, nommes))
        })
        .unwrap();
    assert_eq!((declaration.departement.as_str(), nommes), ("45", vec![LieuId::new(100)]));
}
