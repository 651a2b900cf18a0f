//! Proofs: sent by the CPTS, opened by those who may, refused by their content; memberships renewed and reminded once.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use droit::acces::Acteur;
use droit::declaration::{Adhesion, QualiteMembre};
use entrepot::{Echec, praticien};
use jiff::civil::date;

use crate::banc::{Porteur, Rendu};
use crate::terrain::{CPTS, Terrain, mk};

pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\nstartxref\n9\n%%EOF\n";

pub async fn envoyer(terrain: &Terrain, adresse: &str, qui: &Porteur, nom: &str, contenu: &[u8]) -> Rendu {
    let Porteur::Cookie(secret) = qui else { panic!("a session is wanted") };
    let tete = format!("--b\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"{nom}\"\r\n\r\n");
    let corps = [tete.as_bytes(), contenu, b"\r\n--b--\r\n"].concat();
    let requete = Request::builder()
        .method("POST")
        .uri(adresse)
        .header(header::HOST, "acces-direct.test")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
        .header(header::COOKIE, format!("acces-direct={secret}"));
    terrain.banc.envoyer(requete.body(Body::from(corps)).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn un_justificatif_s_envoie_s_ouvre_et_reste_invisible_ailleurs() {
    let terrain = Terrain::new("piece", 1);
    let dossier = terrain.declarer(&[0]).await.remove(0);
    let pieces = format!("{dossier}/pieces");
    let envoi = envoyer(&terrain, &pieces, &terrain.coordination, "../reçu.exe", PDF).await;
    assert_eq!(envoi.statut, StatusCode::SEE_OTHER, "{}", envoi.corps);
    let page = terrain.banc.lire(&pieces, &terrain.ars).await.corps;
    assert!(page.contains("reçu.pdf") && page.contains("aucun antivirus"), "{page}");
    let adresse = page.split("href=\"/pieces/").nth(1).unwrap().split('"').next().unwrap();
    let adresse = format!("/pieces/{adresse}");
    let ouvert = terrain.banc.lire(&adresse, &terrain.ars).await;
    assert_eq!(ouvert.corps.as_bytes(), PDF);
    assert_eq!(ouvert.entete(header::CONTENT_TYPE), "application/pdf");
    assert!(ouvert.entete(header::CONTENT_DISPOSITION).starts_with("attachment; filename=\"re_u.pdf\""));
    assert_eq!(ouvert.entete(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert!(ouvert.entete(header::CONTENT_SECURITY_POLICY).starts_with("sandbox; default-src 'none'"));
    let var = terrain.entrer("ars.var", Acteur::AgentArs { departements: vec!["83".parse().unwrap()] });
    let autre = terrain.entrer("autre.mk", Acteur::Mk { praticien: mk(9) });
    for ailleurs in [&var, &autre] {
        assert_eq!(terrain.banc.lire(&adresse, ailleurs).await.statut, StatusCode::NOT_FOUND);
        assert_eq!(terrain.banc.lire(&pieces, ailleurs).await.statut, StatusCode::NOT_FOUND);
    }
    let retrait = terrain.banc.poster(&format!("{adresse}/retirer"), &terrain.coordination, "").await;
    assert_eq!(retrait.statut, StatusCode::CONFLICT, "the ARS has it");
}

#[tokio::test(flavor = "multi_thread")]
async fn un_contenu_faux_ou_trop_lourd_est_refuse() {
    let terrain = Terrain::new("piece-fausse", 1);
    let pieces = format!("{}/pieces", terrain.declarer(&[0]).await.remove(0));
    let faux = envoyer(&terrain, &pieces, &terrain.coordination, "recu.pdf", b"MZ\x90\0program").await;
    assert_eq!(faux.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(faux.corps.contains("ni un PDF, ni une image"), "{}", faux.corps);
    let lourd = [PDF, vec![b' '; 10 * 1024 * 1024].as_slice()].concat();
    let lourd = envoyer(&terrain, &pieces, &terrain.coordination, "recu.pdf", &lourd).await;
    assert!(lourd.corps.contains("dépasse 10 Mo"), "{}", lourd.statut);
    let enorme = vec![b' '; 12 * 1024 * 1024];
    let enorme = envoyer(&terrain, &pieces, &terrain.coordination, "recu.pdf", &enorme).await;
    assert!(!enorme.statut.is_success() && !enorme.statut.is_redirection());
}

#[tokio::test(flavor = "multi_thread")]
async fn une_preuve_d_adhesion_refusee_l_est_a_cote_de_son_champ() {
    let terrain = Terrain::new("preuve-fausse", 1);
    let (membre, coordination) = (format!("/membres/{}", mk(0)), &terrain.coordination);
    let vers = format!("{membre}/pieces");
    let fausse = envoyer(&terrain, &vers, coordination, "recu.pdf", b"MZ\x90\0program").await;
    assert_eq!(fausse.statut, StatusCode::UNPROCESSABLE_ENTITY);
    let champ = format!("erreur-fichier-{CPTS}");
    assert!(
        fausse.corps.contains(&champ) && fausse.corps.contains("Mettre fin à l’adhésion"),
        "{}",
        fausse.corps
    );
    for _ in 0..droit::piece::MAXIMUM_PAR_DOSSIER {
        assert_eq!(
            envoyer(&terrain, &vers, coordination, "recu.pdf", PDF).await.statut,
            StatusCode::SEE_OTHER
        );
    }
    let de_trop = envoyer(&terrain, &vers, coordination, "recu.pdf", PDF).await;
    assert_eq!(de_trop.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(de_trop.corps.contains(&champ), "{}", de_trop.corps);
}

#[tokio::test(flavor = "multi_thread")]
async fn une_adhesion_se_rappelle_une_fois_et_se_renouvelle() {
    let terrain = Terrain::new("adhesion", 1);
    let maintenant = terrain.banc.maintenant();
    // The bench lives on 9 March 2026: this membership ends in three weeks.
    let courte =
        Adhesion { qualite: QualiteMembre::MembreActif, du: date(2025, 4, 1), au: Some(date(2026, 3, 30)) };
    let ecrit = terrain.banc.app.entrepot.ecrire_ici(move |tx| {
        praticien::quitter(tx, mk(0), CPTS, date(2025, 9, 1), "systeme", maintenant);
        praticien::adherer(
            tx,
            mk(0),
            CPTS,
            &Adhesion { du: date(2025, 9, 2), ..courte },
            "systeme",
            maintenant,
        );
        Ok::<(), Echec>(())
    });
    ecrit.unwrap();
    let app = &terrain.banc.app;
    assert_eq!(plateforme::adhesion::rappeler(app).await.unwrap(), 1);
    assert_eq!(plateforme::adhesion::rappeler(app).await.unwrap(), 0, "reminded once");
    assert!(
        terrain.banc.lire("/tableau-de-bord", &terrain.coordination).await.corps.contains("1 adhésion finit")
    );
    let page = format!("/membres/{}", mk(0));
    let vers = format!("{page}/renouveler");
    let renouveler = |corps| terrain.banc.poster(&vers, &terrain.coordination, corps);
    let chevauche = renouveler("qualite=adherent&debut=2026-03-30&fin=2026-12-31").await;
    assert_eq!(chevauche.statut, StatusCode::CONFLICT);
    let fait = renouveler("qualite=adherent&debut=2026-03-31&fin=2026-12-31").await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER);
    assert!(
        !terrain.banc.lire("/tableau-de-bord", &terrain.coordination).await.corps.contains("adhésion finit")
    );
}
