//! The bridge with démarches-simplifiées: seen before it is written, written once, all or nothing, and back.

use axum::http::{StatusCode, header};
use droit::acces::Acteur;
use droit::identifiant::rpps_de_demonstration;

use crate::banc::{Porteur, Rendu};
use crate::terrain::Terrain;

const TITRES: &str = "ID;État du dossier;Déposé le;Traité le;Numéro RPPS;Nom;Prénom;Statut;Nom de la CPTS;Adresse;Code postal;Commune";

fn ligne(numero: u32, etat: &str, traite: &str, nom: &str) -> String {
    let rpps = rpps_de_demonstration(numero);
    format!(
        "{numero};{etat};02/03/2026;{traite};{rpps};{nom};Lou;Titulaire;CPTS de l’Essai;1 rue Haute;45000;Orléans\n"
    )
}

async fn importer(terrain: &Terrain, porteur: &Porteur, lignes: &str) -> Rendu {
    let fichier = format!("{TITRES}\n{lignes}");
    let champs = [("departement", "45")];
    terrain.banc.televerser("/demarches", porteur, &champs, Some(("export.csv", fichier.as_bytes()))).await
}

async fn reprendre(terrain: &Terrain, lignes: &str) -> String {
    let lu = importer(terrain, &terrain.ars, lignes).await;
    assert_eq!(lu.statut, StatusCode::SEE_OTHER, "{}", lu.corps);
    let apercu = lu.entete(header::LOCATION).to_owned();
    let fait = terrain.banc.poster(&format!("{apercu}/reprendre"), &terrain.ars, "").await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
    let encore = terrain.banc.poster(&format!("{apercu}/reprendre"), &terrain.ars, "").await;
    assert_eq!(encore.statut, StatusCode::NOT_FOUND, "taken up once");
    fait.entete(header::LOCATION).to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn un_export_se_reprend_se_suit_et_se_rend() {
    let terrain = Terrain::new("demarche", 1);
    let banc = &terrain.banc;
    let premier = ligne(71, "Accepté", "05/03/2026", "Dutest") + &ligne(72, "En instruction", "", "=1+1");
    assert!(reprendre(&terrain, &premier).await.ends_with("repris=2"));
    let liste = banc.lire("/annuaire?departement=45", &Porteur::Personne).await.corps;
    assert!(liste.contains("Dutest"), "accepted there, authorised here");
    assert!(banc.lire("/instruction", &terrain.ars).await.corps.contains("=1+1"));
    let second = ligne(71, "Accepté", "05/03/2026", "Dutest") + &ligne(72, "Refusé", "06/03/2026", "=1+1");
    assert!(reprendre(&terrain, &second).await.ends_with("repris=1"), "only what changed");
    let csv = banc.lire("/demarches/decisions.csv?departement=45", &terrain.ars).await;
    assert!(
        csv.corps.contains("71;") && csv.corps.contains("Refusée") && csv.corps.contains("'=1+1"),
        "{}",
        csv.corps
    );
    let xlsx = banc.lire("/demarches/decisions.xlsx?departement=45", &terrain.ars).await;
    assert_eq!(xlsx.statut, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn une_ligne_fautive_et_rien_n_est_repris() {
    let terrain = Terrain::new("demarche-faute", 0);
    let faux = ligne(71, "En instruction", "", "Dutest") + &ligne(72, "Perdu", "", "Dessai");
    let refus = importer(&terrain, &terrain.ars, &faux).await;
    assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refus.corps.contains("l’état « Perdu » n’est pas connu"));
    let inconnue = ligne(73, "En instruction", "", "Dutest").replace("CPTS de l’Essai", "CPTS d’Ailleurs");
    let lu = importer(&terrain, &terrain.ars, &(ligne(71, "En instruction", "", "Dutest") + &inconnue)).await;
    let apercu = lu.entete(header::LOCATION).to_owned();
    let fait = terrain.banc.poster(&format!("{apercu}/reprendre"), &terrain.ars, "").await;
    assert_eq!(fait.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(fait.corps.contains("n’est pas connue ici"));
    assert!(!terrain.banc.lire("/instruction", &terrain.ars).await.corps.contains("Dutest"));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_autre_agent_et_un_autre_departement_ne_voient_rien() {
    let terrain = Terrain::new("demarche-acces", 0);
    let lu = importer(&terrain, &terrain.ars, &ligne(71, "En instruction", "", "Dutest")).await;
    let apercu = lu.entete(header::LOCATION).to_owned();
    let voisin = terrain.entrer("voisin", Acteur::AgentArs { departements: vec!["81".parse().unwrap()] });
    assert_eq!(terrain.banc.lire(&apercu, &voisin).await.statut, StatusCode::NOT_FOUND);
    assert_eq!(importer(&terrain, &voisin, "").await.statut, StatusCode::NOT_FOUND);
    let csv = terrain.banc.lire("/demarches/decisions.csv?departement=45", &voisin).await;
    assert_eq!(csv.statut, StatusCode::NOT_FOUND);
}

/// Answers one request as the public API does, on this machine, and hands back what was asked.
fn repondre_une_fois(code: u16, corps: String) -> (String, std::thread::JoinHandle<String>) {
    repondre(1, code, corps)
}

/// The same so many times; the last question is handed back.
fn repondre(fois: u8, code: u16, corps: String) -> (String, std::thread::JoinHandle<String>) {
    repondre_tour_a_tour(code, (0..fois).map(|_| corps.clone()).collect())
}

/// These answers, one after the other.
fn repondre_tour_a_tour(code: u16, reponses: Vec<String>) -> (String, std::thread::JoinHandle<String>) {
    use std::io::{Read as _, Write as _};
    let ecoute = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let adresse = format!("http://{}/api/v2/graphql", ecoute.local_addr().unwrap());
    let fil = std::thread::spawn(move || {
        let mut demande = String::new();
        for corps in reponses {
            let (mut lien, _) = ecoute.accept().unwrap();
            let (mut recu, mut morceau) = (Vec::new(), [0; 4096]);
            while !String::from_utf8_lossy(&recu).contains("\"numero\"") {
                let lus = lien.read(&mut morceau).unwrap();
                recu.extend_from_slice(morceau.get(..lus).unwrap());
            }
            let tete = format!(
                "HTTP/1.1 {code} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                corps.len()
            );
            lien.write_all(tete.as_bytes()).unwrap();
            lien.write_all(corps.as_bytes()).unwrap();
            demande = String::from_utf8_lossy(&recu).into_owned();
        }
        demande
    });
    (adresse, fil)
}

/// A dossier whose question about the number is not asked in the usual words.
fn reponse() -> String {
    let champs = [
        ("Votre matricule professionnel", rpps_de_demonstration(71).to_string()),
        ("CPTS", "CPTS de l’Essai".to_owned()),
        ("Statut", "Titulaire".to_owned()),
        ("Commune", "Orléans".to_owned()),
    ];
    let champs: Vec<_> = champs
        .iter()
        .map(|(label, valeur)| serde_json::json!({ "label": label, "stringValue": valeur }))
        .collect();
    let noeud = serde_json::json!({
        "number": 71, "state": "en_instruction", "dateDepot": "2026-03-02T08:00:00+01:00", "dateTraitement": null,
        "motivation": null, "demandeur": { "nom": "Dutest", "prenom": "Lou" }, "champs": champs,
    });
    let page =
        serde_json::json!({ "pageInfo": { "hasNextPage": false, "endCursor": null }, "nodes": [noeud] });
    serde_json::json!({ "data": { "demarche": { "dossiers": page } } }).to_string()
}

fn relie(nom: &str, adresse: String) -> (Terrain, Porteur) {
    let ecoute =
        plateforme::config::Ecoute { demarches_adresse: adresse.parse().unwrap(), ..Default::default() };
    let terrain = Terrain::sur(crate::banc::Banc::avec(nom, ecoute), 0);
    let admin = terrain.entrer("admin", Acteur::Administrateur);
    (terrain, admin)
}

#[tokio::test(flavor = "multi_thread")]
async fn l_administrateur_regle_la_demarche_et_l_agent_la_lit_d_un_bouton() {
    let (adresse, fil) = repondre_une_fois(200, reponse());
    let (terrain, admin) = relie("demarche-lue", adresse);
    let banc = &terrain.banc;
    let page = banc.lire("/demarches", &terrain.ars).await.corps;
    assert!(page.contains("la démarche n’est pas enregistrée"), "{page}");
    let sans = banc.poster("/demarches/lecture", &terrain.ars, "departement=45").await;
    assert_eq!(sans.statut, StatusCode::CONFLICT);
    let reglages = "/administration/demarches/45";
    assert_eq!(banc.lire(reglages, &terrain.ars).await.statut, StatusCode::NOT_FOUND);
    let faux = banc.poster(reglages, &admin, "version=0&demarche=douze&jeton=a+b").await;
    assert_eq!(faux.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(faux.corps.contains("Il reste 2 points à corriger"), "{}", faux.corps);
    let corps = "version=0&demarche=12&jeton=jeton-d-essai&rpps=Votre+matricule+professionnel";
    assert_eq!(banc.poster(reglages, &admin, corps).await.statut, StatusCode::SEE_OTHER);
    assert_eq!(banc.poster(reglages, &admin, corps).await.statut, StatusCode::CONFLICT, "somebody set it");
    let vu = banc.lire(reglages, &admin).await.corps;
    assert!(
        vu.contains("Votre matricule professionnel") && !vu.contains("jeton-d-essai"),
        "the token is never shown"
    );
    let lu = banc.poster("/demarches/lecture", &terrain.ars, "departement=45").await;
    assert_eq!(lu.statut, StatusCode::SEE_OTHER, "{}", lu.corps);
    let demande = fil.join().unwrap();
    assert!(demande.contains("jeton-d-essai") && demande.contains("\"numero\":12"), "{demande}");
    let apercu = lu.entete(header::LOCATION).to_owned();
    let vu = banc.lire(&apercu, &terrain.ars).await.corps;
    assert!(vu.contains("Démarche n° 12") && vu.contains("Dutest"), "{vu}");
    let fait = banc.poster(&format!("{apercu}/reprendre"), &terrain.ars, "").await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
    assert!(banc.lire("/instruction", &terrain.ars).await.corps.contains("Dutest"));
}

/// Two dossiers: the form asks nobody his status, and one of them has no name.
fn reponse_a_trier() -> String {
    let noeud = |numero: u32, nom: &str| {
        let champs =
            [("RPPS", rpps_de_demonstration(numero).to_string()), ("CPTS", "CPTS de l’Essai".to_owned())];
        let champs: Vec<_> = champs
            .iter()
            .map(|(label, valeur)| serde_json::json!({ "label": label, "stringValue": valeur }))
            .collect();
        serde_json::json!({
            "number": numero, "state": "en_instruction", "dateDepot": "2026-03-02T08:00:00+01:00",
            "dateTraitement": null, "motivation": null, "demandeur": { "nom": nom, "prenom": "Lou" },
            "champs": champs,
        })
    };
    let page = serde_json::json!({
        "pageInfo": { "hasNextPage": false, "endCursor": null }, "nodes": [noeud(71, "Dutest"), noeud(72, "")],
    });
    serde_json::json!({ "data": { "demarche": { "dossiers": page } } }).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn un_dossier_illisible_en_ligne_se_laisse_de_cote_quand_l_agent_le_dit() {
    let (adresse, fil) = repondre(3, 200, reponse_a_trier());
    let (terrain, admin) = relie("demarche-a-trier", adresse);
    let banc = &terrain.banc;
    banc.poster("/administration/demarches/45", &admin, "version=0&demarche=12&jeton=essai").await;
    let sans_statut = banc.poster("/demarches/lecture", &terrain.ars, "departement=45").await;
    assert_eq!(sans_statut.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sans_statut.corps.contains("dossier n° 71 : le statut manque"), "{}", sans_statut.corps);
    let dit = "departement=45&statut=titulaire";
    let fautif = banc.poster("/demarches/lecture", &terrain.ars, dit).await;
    assert_eq!(fautif.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!fautif.corps.contains("dossier n° 71") && fautif.corps.contains("dossier n° 72"));
    assert!(fautif.corps.contains("Lire les autres dossiers"), "{}", fautif.corps);
    let lu = banc.poster("/demarches/lecture", &terrain.ars, &format!("{dit}&laisser=oui")).await;
    assert_eq!(lu.statut, StatusCode::SEE_OTHER, "{}", lu.corps);
    fil.join().unwrap();
    let apercu = lu.entete(header::LOCATION).to_owned();
    let fait = banc.poster(&format!("{apercu}/reprendre"), &terrain.ars, "").await;
    assert!(fait.entete(header::LOCATION).ends_with("repris=1"), "{}", fait.corps);
    assert!(banc.lire("/instruction", &terrain.ars).await.corps.contains("Dutest"));
}

#[tokio::test(flavor = "multi_thread")]
async fn une_plateforme_qui_refuse_le_dit_sur_la_page_et_rien_n_est_ecrit() {
    let (adresse, fil) = repondre_une_fois(403, "{}".to_owned());
    let (terrain, admin) = relie("demarche-muette", adresse);
    let corps = "version=0&demarche=12&jeton=perime";
    assert_eq!(
        terrain.banc.poster("/administration/demarches/45", &admin, corps).await.statut,
        StatusCode::SEE_OTHER
    );
    let refus = terrain.banc.poster("/demarches/lecture", &terrain.ars, "departement=45").await;
    fil.join().unwrap();
    assert_eq!(refus.statut, StatusCode::BAD_GATEWAY);
    assert!(refus.corps.contains("refuse le jeton"), "{}", refus.corps);
    assert!(!refus.corps.contains("perime"));
}

/// The dossier of a CPTS that names these MKs, row by row.
fn reponse_d_une_cpts(etat: &str, rangs: &[u32]) -> String {
    let champ = |label: &str, valeur: &str| serde_json::json!({ "label": label, "stringValue": valeur });
    let rangee = |rang: &u32| {
        let rpps = rpps_de_demonstration(*rang).to_string();
        let nom = format!("Dutest{rang}");
        let champs = [("RPPS", rpps.as_str()), ("Nom", &nom), ("Prénom", "Lou"), ("Statut", "Titulaire")];
        serde_json::json!({ "champs": champs.map(|(label, valeur)| champ(label, valeur)) })
    };
    let rangees: Vec<_> = rangs.iter().map(rangee).collect();
    let bloc = serde_json::json!({ "label": "Praticiens", "stringValue": "", "rows": rangees });
    let traite = (etat == "accepte").then_some("2026-03-05T08:00:00+01:00");
    let noeud = serde_json::json!({
        "number": 12, "state": etat, "dateDepot": "2026-03-02T08:00:00+01:00", "dateTraitement": traite,
        "motivation": null, "demandeur": { "nom": "Coordination", "prenom": "Lou" },
        "champs": [champ("CPTS", "CPTS de l’Essai"), bloc],
    });
    let page =
        serde_json::json!({ "pageInfo": { "hasNextPage": false, "endCursor": null }, "nodes": [noeud] });
    serde_json::json!({ "data": { "demarche": { "dossiers": page } } }).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn un_dossier_de_plusieurs_mk_suit_chacun_meme_quand_ses_lignes_bougent() {
    let reponses = vec![
        reponse_d_une_cpts("en_instruction", &[71, 71]),
        reponse_d_une_cpts("en_instruction", &[71, 72]),
        reponse_d_une_cpts("accepte", &[72, 73]),
    ];
    let (adresse, fil) = repondre_tour_a_tour(200, reponses);
    let (terrain, admin) = relie("demarche-lignes", adresse);
    let banc = &terrain.banc;
    banc.poster("/administration/demarches/45", &admin, "version=0&demarche=12&jeton=essai").await;
    let ars = &terrain.ars;
    let lire = || async {
        let lu = banc.poster("/demarches/lecture", ars, "departement=45").await;
        assert_eq!(lu.statut, StatusCode::SEE_OTHER, "{}", lu.corps);
        lu.entete(header::LOCATION).to_owned()
    };
    let reprendre =
        |apercu: String| async move { banc.poster(&format!("{apercu}/reprendre"), ars, "").await };
    let double = lire().await;
    let vu = banc.lire(&double, ars).await.corps;
    assert!(vu.contains("figure déjà dans le dossier n° 12-1"), "{vu}");
    assert_eq!(reprendre(double).await.statut, StatusCode::UNPROCESSABLE_ENTITY);
    let fait = reprendre(lire().await).await;
    assert!(fait.entete(header::LOCATION).ends_with("repris=2"), "{}", fait.corps);
    let apercu = lire().await;
    fil.join().unwrap();
    let vu = banc.lire(&apercu, ars).await.corps;
    assert!(vu.contains("n° 12-2") && vu.contains("celui d’un autre praticien, repris avant"), "{vu}");
    let fait = reprendre(apercu).await;
    assert!(fait.entete(header::LOCATION).ends_with("repris=1"), "{}", fait.corps);
    let liste = banc.lire("/annuaire?departement=45", &Porteur::Personne).await.corps;
    assert!(!liste.contains("Dutest71") && !liste.contains("Dutest73"), "{liste}");
    let rendues = banc.lire("/demarches/decisions.csv?departement=45", ars).await.corps;
    let etat_de = |nom: &str| rendues.lines().find(|ligne| ligne.contains(nom)).unwrap().to_owned();
    assert!(etat_de("Dutest72").contains("Acceptée") && etat_de("Dutest71").contains("En instruction"));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_praticien_nouveau_refuse_puis_redepose_est_inscrit_une_fois() {
    let terrain = Terrain::new("demarche-deux-fois", 0);
    let second = ligne(71, "En instruction", "", "Dutest").replacen("71;", "99;", 1);
    let lignes = ligne(71, "Refusé", "05/03/2026", "Dutest") + &second;
    assert!(reprendre(&terrain, &lignes).await.ends_with("repris=2"));
    assert!(terrain.banc.lire("/instruction", &terrain.ars).await.corps.contains("Dutest"));
}
