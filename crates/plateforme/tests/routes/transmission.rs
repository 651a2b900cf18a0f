//! From the decision to the caisse: numbered files, acknowledged, sent again, whoever dies on the way.

use std::path::PathBuf;
use std::sync::Arc;

use axum::http::StatusCode;
use droit::acces::{Acteur, Role};
use droit::identifiant::DestinataireId;
use entrepot::transmission::{self, LIVRER, Transmission};
use entrepot::{outbox, params};
use formats::caisse::{Ligne, Lignes, Mouvement, Operation, appliquer};
use jiff::SignedDuration;
use jiff::civil::date;
use plateforme::config::Sorties;
use plateforme::serveur::Portee;
use plateforme::transmission::{Canaux, Etendue, accuses, composer, traiter};
use plateforme::travailleur::{Aiguillage, Travailleur};
use serde_json::Value;

use crate::banc::{Porteur, acteur};
use crate::terrain::{Terrain, mk};

const FORMULAIRE: &str = "departement=45&organisme=cpam&nom=CPAM+du+Loiret&canal=dossier&adresse=cpam-45&cle_hote=\
                          &rythme=immediat&accuse_sous=7&etat=actif";

/// A Loiret whose CPAM collects from a folder.
struct Caisse {
    terrain: Terrain,
    depot: PathBuf,
    cpam: Porteur,
    page: String,
    id: DestinataireId,
}

impl Caisse {
    async fn new(nom: &str, membres: u32) -> Self {
        let terrain = Terrain::new(nom, membres);
        let depot =
            PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{nom}-{}-depot", std::process::id()));
        if depot.exists() {
            std::fs::remove_dir_all(&depot).unwrap();
        }
        let cpam = terrain.entrer("cpam", acteur(Role::AgentCpam));
        let cree = terrain.banc.poster("/transmissions", &terrain.ars, FORMULAIRE).await;
        assert_eq!(cree.statut, StatusCode::SEE_OTHER, "{}", cree.corps);
        let page = cree.entete("location").to_owned();
        let id = page.rsplit('/').next().unwrap().parse().unwrap();
        Self { terrain, depot, cpam, page, id }
    }

    fn canaux(&self) -> Arc<Canaux> {
        Arc::new(Canaux::des_reglages(&Sorties::default(), &self.depot, None).unwrap())
    }

    /// Lets a worker, a new one each time, do all there is to do.
    async fn travailler(&self) {
        let table = Aiguillage::des_reglages(&Sorties::default(), &self.depot).unwrap();
        let travailleur = Travailleur::new(self.terrain.banc.app.clone(), table);
        while travailleur.tour().await.unwrap().remis > 0 {}
    }

    fn fichiers(&self) -> Vec<Transmission> {
        let id = self.id;
        let mut lus = self
            .terrain
            .banc
            .app
            .entrepot
            .lire_ici(move |tx| transmission::transmissions(tx, id, None, 500))
            .unwrap();
        lus.reverse();
        lus
    }

    fn contenu(&self, fichier: &Transmission) -> Vec<Mouvement> {
        let id = fichier.id;
        let (_, json) =
            self.terrain.banc.app.entrepot.lire_ici(move |tx| transmission::contenu(tx, id)).unwrap();
        let lu: Value = serde_json::from_slice(&json).unwrap();
        lu.get("lignes").and_then(Value::as_array).unwrap().iter().map(mouvement).collect()
    }

    fn dossier(&self) -> PathBuf {
        self.depot.join("caisses/cpam-45")
    }

    fn executer(&self, sql: &'static str, valeurs: Vec<entrepot::Value>) {
        let ecriture = self.terrain.banc.app.entrepot.ecrire_ici(move |tx| tx.execute(sql, &valeurs));
        ecriture.unwrap();
    }
}

fn mouvement(ligne: &Value) -> Mouvement {
    let mut champs = ligne.as_object().unwrap().clone();
    let operation = match champs.remove("operation").unwrap().as_str().unwrap() {
        "inscription" => Operation::Inscription,
        "modification" => Operation::Modification,
        _ => Operation::Suppression,
    };
    Mouvement { operation, ligne: serde_json::from_value::<Ligne>(champs.into()).unwrap() }
}

#[tokio::test(flavor = "multi_thread")]
async fn une_acceptation_devient_un_differentiel_que_la_cpam_accuse() {
    let caisse = Caisse::new("caisse-bout-en-bout", 2).await;
    let banc = &caisse.terrain.banc;
    caisse.travailler().await;
    let dossiers = caisse.terrain.declarer(&[0, 1]).await;
    banc.poster(&format!("{}/accepter", dossiers[0]), &caisse.terrain.ars, "version=2").await;
    caisse.travailler().await;
    let fichiers = caisse.fichiers();
    let vus: Vec<_> = fichiers.iter().map(|f| (f.numero, f.nature.as_str(), f.lignes, f.envois)).collect();
    assert_eq!(vus, [(1, "complet", 0, 1), (2, "differentiel", 1, 1)]);
    let noms: Vec<_> =
        ["csv", "json", "csv.sha256", "json.sha256"].map(|f| format!("{}.{f}", fichiers[1].nom)).into();
    for nom in &noms {
        let adresse =
            format!("/transmissions/fichiers/{}/{}", fichiers[1].id, nom.split_once('.').unwrap().1);
        let servi = banc.lire(&adresse, &caisse.cpam).await;
        assert_eq!(servi.corps.as_bytes(), std::fs::read(caisse.dossier().join(nom)).unwrap(), "{nom}");
    }
    let page = banc.lire(&caisse.page, &caisse.cpam).await;
    assert!(page.corps.contains("N° 2, différentiel") && page.corps.contains("Accuser réception"));
    assert!(!page.corps.contains("Modifier les réglages") && !page.corps.contains(">Renvoyer"));
    let accuse = format!("/transmissions/fichiers/{}/accuse", fichiers[1].id);
    for _ in 0..2 {
        assert_eq!(banc.poster(&accuse, &caisse.cpam, "").await.statut, StatusCode::SEE_OTHER);
    }
    assert!(banc.lire(&caisse.page, &caisse.terrain.ars).await.corps.contains("Reçu"));
    let declaration = dossiers[0].rsplit('/').next().unwrap().parse().unwrap();
    let etat = banc.app.entrepot.lire_ici(move |tx| transmission::etat_pour(tx, declaration)).unwrap();
    assert_eq!((etat[0].numero, etat[0].envoye_le.is_some(), etat[0].accuse_le.is_some()), (2, true, true));
    let soi = caisse.terrain.entrer("mk.zero", Acteur::Mk { praticien: mk(0) });
    let vu = banc.lire("/mes-declarations", &soi).await.corps;
    assert!(vu.contains("Transmission : CPAM du Loiret") && vu.contains("Fichier n° 2."), "{vu}");
    assert!(vu.contains("Accusé de réception : CPAM du Loiret") && !vu.contains("À venir"), "{vu}");
}

/// What the file of this rank says of places: the operation, the commune, the number, the last day.
fn dits(caisse: &Caisse, rang: usize) -> Vec<(Operation, Option<String>, Option<String>, bool)> {
    let fichiers = caisse.fichiers();
    let mouvements = caisse.contenu(fichiers.get(rang).unwrap());
    mouvements
        .into_iter()
        .map(|m| (m.operation, m.ligne.commune, m.ligne.numero_am, m.ligne.lieu_au.is_some()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn un_lieu_ajoute_numerote_ou_quitte_devient_un_differentiel() {
    let caisse = Caisse::new("caisse-lieux", 1).await;
    let banc = &caisse.terrain.banc;
    let dossiers = caisse.terrain.declarer(&[0]).await;
    banc.poster(&format!("{}/accepter", dossiers[0]), &caisse.terrain.ars, "version=2").await;
    caisse.travailler().await;
    let soi = caisse.terrain.entrer("mk.lieux", Acteur::Mk { praticien: mk(0) });
    let lieu =
        "adresse=2+rue+de+l%E2%80%99Essai&code_postal=45200&commune=Montargis&departement=45&du=2026-03-09";
    assert_eq!(banc.poster("/mes-lieux", &soi, lieu).await.statut, StatusCode::SEE_OTHER);
    caisse.travailler().await;
    let montargis = || Some("Montargis".to_owned());
    assert_eq!(dits(&caisse, 1), [(Operation::Inscription, montargis(), None, false)]);

    banc.app.horloge.avancer(SignedDuration::from_mins(1));
    let ajoute = banc.app.entrepot.lire_ici(|tx| entrepot::praticien::lieux(tx, mk(0))).unwrap();
    let ajoute = ajoute.iter().find(|lieu| lieu.commune == "Montargis").unwrap().id;
    let numero = format!("numero_am.{ajoute}=997000009");
    let decrit = banc.poster("/mon-cabinet", &soi, &numero).await;
    assert_eq!(decrit.statut, StatusCode::SEE_OTHER, "{}", decrit.corps);
    caisse.travailler().await;
    let numero = || Some("997000009".to_owned());
    assert_eq!(dits(&caisse, 2), [(Operation::Modification, montargis(), numero(), false)]);

    banc.app.horloge.avancer(SignedDuration::from_mins(1));
    banc.poster(&format!("/mes-lieux/{ajoute}/fin"), &soi, "").await;
    caisse.travailler().await;
    assert_eq!(dits(&caisse, 3), [(Operation::Modification, montargis(), numero(), true)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_fichier_n_existe_que_pour_son_departement_et_son_organisme() {
    let caisse = Caisse::new("caisse-acces", 1).await;
    let banc = &caisse.terrain.banc;
    caisse.travailler().await;
    let adresse = format!("/transmissions/fichiers/{}/csv", caisse.fichiers()[0].id);
    let var = "83".parse().unwrap();
    let ailleurs = [
        caisse.terrain.entrer("ars83", Acteur::AgentArs { departements: vec![var] }),
        caisse.terrain.entrer("cpam83", Acteur::AgentCpam { departement: var }),
        caisse.terrain.coordination.clone(),
    ];
    for porteur in &ailleurs {
        for chemin in [&caisse.page, &adresse] {
            assert_eq!(banc.lire(chemin, porteur).await.statut, StatusCode::NOT_FOUND, "{chemin}");
        }
    }
    let msa =
        FORMULAIRE.replace("cpam-45", "msa-45").replace("cpam&", "msa&").replace("CPAM+du+Loiret", "MSA");
    let page = banc.poster("/transmissions", &caisse.terrain.ars, &msa).await.entete("location").to_owned();
    assert_eq!(banc.lire(&page, &caisse.cpam).await.statut, StatusCode::NOT_FOUND, "another scheme");
    assert_eq!(banc.lire(&page, &caisse.terrain.ars).await.statut, StatusCode::OK);
    let liste = banc.lire("/transmissions", &caisse.cpam).await.corps;
    assert!(liste.contains("CPAM du Loiret") && !liste.contains(">MSA<"));
    let refus = banc.poster(&format!("{}/complet", caisse.page), &caisse.cpam, "").await;
    assert_eq!(refus.statut, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn des_reglages_impossibles_sont_refuses_champ_par_champ() {
    let caisse = Caisse::new("caisse-reglages", 1).await;
    for (de, a, dit) in [
        ("canal=dossier&adresse=cpam-45", "canal=dossier&adresse=../cle", "sans accent ni espace"),
        ("canal=dossier&adresse=cpam-45", "canal=sftp&adresse=a@b.example:22/d", "n’est pas une empreinte"),
        ("canal=dossier&adresse=cpam-45", "canal=courriel&adresse=x", "n’est pas une adresse électronique"),
        ("rythme=immediat", "rythme=jamais", "Choisissez une réponse"),
        ("accuse_sous=7", "accuse_sous=0", "de 1 à 365"),
        ("departement=45", "departement=83", "un de vos départements"),
        ("", "", "déjà enregistré"),
    ] {
        let rendu = caisse
            .terrain
            .banc
            .poster("/transmissions", &caisse.terrain.ars, &FORMULAIRE.replace(de, a))
            .await;
        assert_eq!(rendu.statut, StatusCode::UNPROCESSABLE_ENTITY, "{dit}");
        assert!(rendu.corps.contains(dit), "{dit}");
    }
}

/// A linear congruential generator: the histories are the same at each run.
fn tirer(graine: &mut u64, parmi: u64) -> u64 {
    *graine = graine.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*graine >> 33) % parmi
}

const OUVRIR: &str = "INSERT INTO autorisation (declaration, praticien, departement, cpts, du)
    SELECT id, praticien, departement, cpts, $2 FROM declaration WHERE praticien = $1
        AND NOT EXISTS (SELECT 1 FROM autorisation a WHERE a.praticien = $1 AND (a.au IS NULL OR a.du >= $2))";
const CLORE: &str =
    "UPDATE autorisation SET au = du, motif_fin = 'ordre' WHERE praticien = $1 AND au IS NULL";
const DEMENAGER: &str = "UPDATE lieu_exercice SET numero_am = $2 WHERE praticien = $1";

/// Random lives: authorised, suspended, taken up again, moved; after each step the caisse holds what the ARS knows.
#[tokio::test(flavor = "multi_thread")]
async fn un_complet_et_ses_differentiels_donnent_la_liste_quelle_que_soit_l_histoire() {
    for mut graine in 1..=4_u64 {
        let caisse = Caisse::new(&format!("caisse-histoire-{graine}"), 4).await;
        let app = &caisse.terrain.banc.app;
        caisse.terrain.declarer(&[0, 1, 2, 3]).await;
        for pas in 0..25_i64 {
            let qui = mk(u32::try_from(tirer(&mut graine, 4)).unwrap());
            let jour = date(2026, 1, 1).checked_add(jiff::Span::new().days(pas)).unwrap();
            match tirer(&mut graine, 3) {
                0 => caisse.executer(OUVRIR, params![qui, jour].to_vec()),
                1 => caisse.executer(CLORE, params![qui].to_vec()),
                _ => caisse.executer(DEMENAGER, params![qui, format!("997{pas:06}")].to_vec()),
            }
            if tirer(&mut graine, 3) > 0 {
                composer(app, caisse.id, Etendue::Changements).await.unwrap();
            }
        }
        composer(app, caisse.id, Etendue::Changements).await.unwrap();
        assert_eq!(
            composer(app, caisse.id, Etendue::Changements).await.unwrap(),
            None,
            "nothing to tell, no number"
        );
        let complet = composer(app, caisse.id, Etendue::Tout).await.unwrap().unwrap();
        let fichiers = caisse.fichiers();
        let numeros: Vec<_> = fichiers.iter().map(|fichier| fichier.numero).collect();
        assert_eq!(numeros, (1..=complet).collect::<Vec<_>>(), "no gap");
        let (dernier, avant) = fichiers.split_last().unwrap();
        let (mut recues, mut attendues) = (Lignes::new(), Lignes::new());
        avant.iter().for_each(|fichier| appliquer(&mut recues, &caisse.contenu(fichier)));
        appliquer(&mut attendues, &caisse.contenu(dernier));
        assert_eq!(recues, attendues);
        assert!(avant.len() > 5 && !attendues.is_empty(), "the history was too short to prove anything");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn un_travailleur_mort_apres_le_depot_ne_perd_ni_ne_double_un_numero() {
    let caisse = Caisse::new("caisse-mort", 1).await;
    let app = &caisse.terrain.banc.app;
    composer(app, caisse.id, Etendue::Changements).await.unwrap();
    let (mort, maintenant) = (app.alea.uuid(app.horloge.maintenant()), app.horloge.maintenant());
    let plis = app
        .entrepot
        .ecrire_ici(move |tx| outbox::prendre(tx, mort, maintenant, SignedDuration::from_mins(2), 50))
        .unwrap();
    let pli = plis.iter().find(|pli| pli.genre == LIVRER).unwrap();
    traiter(app, &caisse.canaux(), pli).await.unwrap();
    let lire = || std::fs::read(caisse.dossier().join(format!("{}.csv", caisse.fichiers()[0].nom))).unwrap();
    let depose = lire();
    // It dies here: the file is there, nobody wrote that the message was handed over.
    app.horloge.avancer(SignedDuration::from_mins(5));
    caisse.travailler().await;
    let fichiers = caisse.fichiers();
    assert_eq!(
        (fichiers.len(), fichiers[0].numero, fichiers[0].envois),
        (1, 1, 2),
        "the second copy is visible"
    );
    assert_eq!(lire(), depose, "and the same to the byte");
}

#[tokio::test(flavor = "multi_thread")]
async fn un_accuse_depose_est_enregistre_et_un_faux_est_rendu_avec_son_motif() {
    let caisse = Caisse::new("caisse-accuses", 1).await;
    let app = &caisse.terrain.banc.app;
    caisse.travailler().await;
    let fichier = &caisse.fichiers()[0];
    let accuses = caisse.dossier().join("accuses");
    std::fs::create_dir_all(&accuses).unwrap();
    let ecrire = |nom: &str, numero: u64, sha256: &str| {
        let accuse = serde_json::json!({
            "format": "acces-direct/accuse", "version": 1, "destinataire": "45-cpam-du-loiret", "numero": numero,
            "sha256": sha256, "reference": "CPAM-7", "recu_le": "2026-03-09T10:00:00Z"
        });
        std::fs::write(accuses.join(nom), accuse.to_string()).unwrap();
    };
    ecrire("a.json", 9, &fichier.sha256_csv);
    ecrire("b.json", 1, &"0".repeat(64));
    ecrire("c.json", 1, &fichier.sha256_json);
    std::fs::write(accuses.join("d.json"), b"\xff\xfe").unwrap();
    assert_eq!(accuses::relever(app, &caisse.canaux()).await.unwrap(), 1);
    assert_eq!(accuses::relever(app, &caisse.canaux()).await.unwrap(), 0);
    let lu = &caisse.fichiers()[0];
    assert_eq!(
        (lu.accuse_reference.as_deref(), lu.accuse_par.as_deref()),
        (Some("CPAM-7"), Some("fichier/c.json"))
    );
    let rendus = std::fs::read_dir(accuses.join("rejetes")).unwrap().count();
    assert_eq!(rendus, 3);
    let page = caisse.terrain.banc.lire(&caisse.page, &caisse.terrain.ars).await.corps;
    assert!(page.contains("aucun fichier ne porte le n° 9") && page.contains("l’accusé est illisible"));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_rythme_quotidien_attend_le_matin_et_un_retard_se_voit() {
    let caisse = Caisse::new("caisse-rythme", 1).await;
    let banc = &caisse.terrain.banc;
    caisse.travailler().await;
    let quotidien = FORMULAIRE.replace("immediat", "quotidien") + "&version=1";
    let regle = banc.poster(&format!("{}/reglages", caisse.page), &caisse.terrain.ars, &quotidien).await;
    assert_eq!(regle.statut, StatusCode::SEE_OTHER);
    let dossiers = caisse.terrain.declarer(&[0]).await;
    caisse.travailler().await;
    banc.poster(&format!("{}/accepter", dossiers[0]), &caisse.terrain.ars, "version=2").await;
    caisse.travailler().await;
    assert_eq!(caisse.fichiers().len(), 1, "not before the morning");
    banc.app.horloge.avancer(SignedDuration::from_hours(24));
    caisse.travailler().await;
    assert_eq!(caisse.fichiers().len(), 2);
    assert!(!banc.lire(&caisse.page, &caisse.terrain.ars).await.corps.contains("En retard"));
    banc.app.horloge.avancer(SignedDuration::from_hours(24 * 8));
    let ars = caisse.terrain.entrer("ars2", acteur(Role::AgentArs));
    assert!(banc.lire(&caisse.page, &ars).await.corps.contains("En retard"));
}

#[tokio::test(flavor = "multi_thread")]
async fn la_cpam_demande_par_numero_am_par_rpps_et_par_liste() {
    let caisse = Caisse::new("caisse-question", 2).await;
    let banc = &caisse.terrain.banc;
    let dossiers = caisse.terrain.declarer(&[0, 1]).await;
    banc.poster(&format!("{}/accepter", dossiers[0]), &caisse.terrain.ars, "version=2").await;
    caisse.executer(DEMENAGER, params![mk(0), "997000001"].to_vec());
    caisse.executer(DEMENAGER, params![mk(1), "997000001"].to_vec());
    let page = banc.lire("/autorisations?qui=997000001&le=2026-03-09", &caisse.cpam).await.corps;
    assert!(page.contains("Plusieurs praticiens répondent à ce numéro"), "{page}");
    assert!(page.contains("Oui : Camille Éssai000") && page.contains("Non : Camille Éssai001"));
    assert!(page.contains("CPTS de l’Essai") && page.contains("numéro AM 997000001"));
    let avant = banc.lire("/autorisations?qui=997000001&le=2026-03-08", &caisse.cpam).await.corps;
    assert!(avant.contains("commence le 9 mars 2026"));
    let lignes = "997000001%3B09%2F03%2F2026%0A997+000+002%0Aabc+2026-03-09";
    let lot = banc.poster("/autorisations/lot", &caisse.cpam, &format!("lignes={lignes}")).await.corps;
    assert!(lot.contains("1 autorisés sur 3 lignes") || lot.contains("1 autorisé sur 3 lignes"), "{lot}");
    let csv = banc.poster("/autorisations/lot", &caisse.cpam, &format!("lignes={lignes}&forme=csv")).await;
    assert_eq!(csv.corps.lines().count(), 4);
    let jeton = banc.jeton(banc.compte("cpam-api", acteur(Role::AgentCpam)), &[Portee::DeclarationsLire]);
    let lu: Value =
        serde_json::from_str(&banc.lire("/api/v1/autorisations?numero_am=997000001", &jeton).await.corps)
            .unwrap();
    assert_eq!((lu["autorise"].as_bool(), lu["praticiens"].as_array().unwrap().len()), (Some(true), 2));
    let corps = r#"{"lignes":["997000001 2026-03-09","997000001 2026-03-08","x"]}"#;
    let lu: Value =
        serde_json::from_str(&banc.poster("/api/v1/autorisations", &jeton, corps).await.corps).unwrap();
    let vus: Vec<_> = lu.as_array().unwrap().iter().map(|ligne| ligne["autorise"].as_bool()).collect();
    assert_eq!(vus, [Some(true), Some(false), None]);
    let fichiers: Value =
        serde_json::from_str(&banc.lire("/api/v1/transmissions", &jeton).await.corps).unwrap();
    assert_eq!(fichiers[0]["nom"], "CPAM du Loiret");
}
