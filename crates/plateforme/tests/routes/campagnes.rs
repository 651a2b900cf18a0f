//! The annual campaign: opened by the ARS, answered by the MK, followed by CPTS, exported in cells that never run.

use axum::http::StatusCode;
use droit::acces::{Acteur, Role};
use droit::identifiant::{CompteId, rpps_de_demonstration};
use formats::tableur::{self, Limites};
use jiff::Timestamp;
use plateforme::campagne::veille;

use crate::banc::{Banc, Porteur, Rendu, acteur};
use crate::terrain::{Terrain, mk};

const CLE: &str = "01930000-0000-7000-8000-00000000ca01";

struct Scene {
    terrain: Terrain,
    comptes: [CompteId; 2],
    mk: Porteur,
    ars: Porteur,
}

impl Scene {
    /// Two MKs of a CPTS, both authorised.
    async fn new(nom: &str) -> Self {
        Self::sur(Terrain::new(nom, 2)).await
    }

    async fn sur(terrain: Terrain) -> Self {
        let comptes = [
            terrain.banc.compte("mk", Acteur::Mk { praticien: mk(0) }),
            terrain.banc.compte("ars.un", acteur(Role::AgentArs)),
        ];
        let [sien, agent] = comptes.map(|compte| terrain.banc.session(compte));
        for adresse in terrain.declarer(&[0, 1]).await {
            let fait = terrain.banc.poster(&format!("{adresse}/accepter"), &agent, "version=2").await;
            assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
        }
        Self { terrain, comptes, mk: sien, ars: agent }.au_debut_de_2027()
    }

    /// The year 2026 is over.
    fn au_debut_de_2027(mut self) -> Self {
        self.au("2027-01-05T09:00:00Z");
        self.terrain.coordination = self.terrain.entrer("cpts.2027", acteur(Role::CoordinationCpts));
        self
    }

    fn banc(&self) -> &Banc {
        &self.terrain.banc
    }

    async fn ouvrir(&self) -> Rendu {
        let corps = format!("cle={CLE}&departement=45&annee=2026&echeance=2027-03-09");
        self.banc().poster("/campagnes", &self.ars, &corps).await
    }

    async fn poster(&self, qui: &Porteur, adresse: &str, champs: &str) -> Rendu {
        let lue = self.banc().lire(adresse, qui).await;
        let version =
            lue.corps.split("name=\"version\" value=\"").nth(1).and_then(|suite| suite.split('"').next());
        let corps = format!("version={}&{champs}", version.unwrap_or("0"));
        self.banc().poster(adresse, qui, &corps).await
    }

    fn au(&mut self, instant: &str) {
        let duree = instant.parse::<Timestamp>().unwrap().duration_since(self.banc().maintenant());
        self.banc().app.horloge.avancer(duree);
        [self.mk, self.ars] = self.comptes.map(|compte| self.terrain.banc.session(compte));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn une_campagne_va_de_l_ouverture_a_l_export() {
    let scene = Scene::new("campagne").await;
    let ouverte = scene.ouvrir().await;
    assert_eq!(ouverte.statut, StatusCode::SEE_OTHER, "{}", ouverte.corps);
    let (suivi, mienne) = (format!("/campagnes/{CLE}"), format!("/mes-fiches/{CLE}"));
    assert_eq!(scene.ouvrir().await.statut, StatusCode::UNPROCESSABLE_ENTITY, "one a year");
    let avis = scene.banc().lire("/notifications", &scene.mk).await.corps;
    assert!(avis.contains("Fiche annuelle à valider"), "{avis}");
    let page = scene.banc().lire(&mienne, &scene.mk).await.corps;
    assert!(page.contains("Patients reçus en accès direct") && page.contains("Valider ma fiche"), "{page}");
    let faux = scene.poster(&scene.mk, &mienne, "activite=beaucoup").await;
    assert_eq!(faux.statut, StatusCode::UNPROCESSABLE_ENTITY);
    let champs = "activite=3+200&commentaire=%3DHYPERLINK(1)";
    assert_eq!(scene.poster(&scene.mk, &mienne, champs).await.statut, StatusCode::SEE_OTHER);
    let sans_motif = scene.poster(&scene.mk, &mienne, "activite=3100").await;
    assert_eq!(sans_motif.statut, StatusCode::UNPROCESSABLE_ENTITY);
    let corrigee = scene.poster(&scene.mk, &mienne, "activite=3100&motif=Erreur+de+relev%C3%A9").await;
    assert_eq!(corrigee.statut, StatusCode::SEE_OTHER);
    let page = scene.banc().lire(&suivi, &scene.ars).await.corps;
    assert!(page.contains("1 sur 2") && page.contains("50 %"), "{page}");
    let attendues = scene.banc().lire(&format!("{suivi}?etat=attendue"), &scene.ars).await.corps;
    assert!(attendues.contains("Éssai001") && !attendues.contains("Éssai000"), "{attendues}");
    let csv = scene.banc().lire(&format!("{suivi}/export/csv"), &scene.ars).await;
    assert_eq!(csv.statut, StatusCode::OK);
    assert!(csv.corps.contains("Remplacée") && csv.corps.contains(";3100;"), "{}", csv.corps);
    assert!(
        !csv.corps.contains(";=HYPERLINK") && !csv.corps.contains("\"=HYPERLINK"),
        "no cell runs: {}",
        csv.corps
    );
    let xlsx = scene.banc().lire(&format!("{suivi}/export/xlsx"), &scene.ars).await;
    assert!(xlsx.corps.starts_with("PK"));
    let fiche = format!("{suivi}/fiches/{}", mk(0));
    let lue = scene.banc().lire(&fiche, &scene.ars).await.corps;
    assert!(
        lue.contains("Version 2") && lue.contains("Version 1") && lue.contains("Erreur de relevé"),
        "{lue}"
    );
    assert_eq!(scene.poster(&scene.ars, &fiche, "motif=Trop+bas").await.statut, StatusCode::SEE_OTHER);
    let renvoyee = scene.banc().lire(&mienne, &scene.mk).await.corps;
    assert!(renvoyee.contains("Trop bas") && renvoyee.contains("Renvoyée pour correction"), "{renvoyee}");
}

#[tokio::test(flavor = "multi_thread")]
async fn chacun_ne_voit_que_ce_qui_le_regarde() {
    let scene = Scene::new("campagne-acces").await;
    scene.ouvrir().await;
    let (suivi, mienne) = (format!("/campagnes/{CLE}"), format!("/mes-fiches/{CLE}"));
    let var = scene.terrain.entrer("ars.var", Acteur::AgentArs { departements: vec!["83".parse().unwrap()] });
    let fiche = format!("{suivi}/fiches/{}", mk(0));
    let export = format!("{suivi}/export/csv");
    for adresse in [&suivi, &fiche, &export] {
        assert_eq!(scene.banc().lire(adresse, &var).await.statut, StatusCode::NOT_FOUND, "{adresse}");
    }
    let cpts = &scene.terrain.coordination;
    let page = scene.banc().lire(&suivi, cpts).await;
    assert_eq!(page.statut, StatusCode::OK);
    assert!(!page.corps.contains("Exporter") && !page.corps.contains("/fiches/"), "no figure for a CPTS");
    for adresse in [&fiche, &export] {
        assert_eq!(scene.banc().lire(adresse, cpts).await.statut, StatusCode::NOT_FOUND, "{adresse}");
    }
    let etranger = scene.terrain.entrer("etranger", Acteur::Mk { praticien: mk(9) });
    assert_eq!(scene.banc().lire(&mienne, &etranger).await.statut, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn les_rappels_partent_une_fois_et_une_campagne_close_ne_change_plus() {
    let mut scene = Scene::new("campagne-rappels").await;
    scene.ouvrir().await;
    let app = scene.banc().app.clone();
    let rappeler = || async { veille::rappeler(&app).await.unwrap() };
    assert_eq!(rappeler().await, 0);
    scene.au("2027-02-07T09:00:00Z");
    assert_eq!((rappeler().await, rappeler().await), (1, 0), "30 days before, once");
    scene.au("2027-03-10T09:00:00Z");
    assert_eq!(rappeler().await, 0, "the last day is over");
    let retard = scene.banc().lire(&format!("/campagnes/{CLE}?etat=en-retard"), &scene.ars).await.corps;
    assert!(retard.contains("En retard") && retard.contains("Échéance dépassée"), "{retard}");
    let mienne = format!("/mes-fiches/{CLE}");
    assert_eq!(
        scene.poster(&scene.mk, &mienne, "activite=10").await.statut,
        StatusCode::SEE_OTHER,
        "late is taken"
    );
    let suivi = format!("/campagnes/{CLE}");
    assert_eq!(scene.poster(&scene.ars, &suivi, "pas=clore").await.statut, StatusCode::SEE_OTHER);
    let apres = scene.banc().poster(&mienne, &scene.mk, "version=1&activite=20&motif=Trop+tard").await;
    assert_eq!(apres.statut, StatusCode::UNPROCESSABLE_ENTITY, "closed");
    let passee = scene.poster(&scene.ars, &suivi, "pas=prolonger&echeance=2026-01-01").await;
    assert_eq!(passee.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        scene.poster(&scene.ars, &suivi, "pas=prolonger&echeance=2027-06-30").await.statut,
        StatusCode::SEE_OTHER
    );
    assert_eq!(scene.poster(&scene.ars, &suivi, "pas=relancer").await.statut, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn deux_validations_ensemble_une_version_et_un_message_clair() {
    let scene = Scene::new("campagne-course").await;
    scene.ouvrir().await;
    let mienne = format!("/mes-fiches/{CLE}");
    let (un, autre) = tokio::join!(
        scene.banc().poster(&mienne, &scene.mk, "version=0&activite=100"),
        scene.banc().poster(&mienne, &scene.mk, "version=0&activite=200"),
    );
    let mut statuts = [un.statut, autre.statut];
    statuts.sort();
    assert_eq!(statuts, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
}

#[tokio::test(flavor = "multi_thread")]
async fn les_activites_s_importent_toutes_ou_aucune() {
    let scene = Scene::new("campagne-import").await;
    scene.ouvrir().await;
    let (suivi, mienne) = (format!("/campagnes/{CLE}"), format!("/mes-fiches/{CLE}"));
    assert!(scene.banc().lire(&suivi, &scene.ars).await.corps.contains("Importer les activités totales"));
    let envoyer = async |contenu: &str, qui: &Porteur| {
        let fichier = Some(("activites.csv", contenu.as_bytes()));
        scene.banc().televerser(&format!("{suivi}/activite"), qui, &[], fichier).await
    };
    let [un, deux, absent] = [0, 1, 77].map(rpps_de_demonstration);
    let faux = format!("RPPS;Séances\n{un};3200\n{absent};900\n{deux};beaucoup\n");
    let refus = envoyer(&faux, &scene.ars).await;
    assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refus.corps.contains("Rien n’a été enregistré") && refus.corps.contains("beaucoup"),
        "{}",
        refus.corps
    );
    let inconnu = envoyer(&format!("RPPS;Séances\n{un};3200\n{absent};900\n"), &scene.ars).await;
    assert_eq!(inconnu.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(inconnu.corps.contains("n’est pas connu ici"), "{}", inconnu.corps);
    let vide = scene.banc().lire(&mienne, &scene.mk).await.corps;
    assert!(!vide.contains("value=\"3200\""), "nothing was recorded");
    let juste = format!("RPPS;Séances\n{un};3200\n{deux};2 800\n");
    let fait = envoyer(&juste, &scene.ars).await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
    let page = scene.banc().lire(fait.entete("location"), &scene.ars).await.corps;
    assert!(page.contains("2 activités enregistrées"), "{page}");
    assert!(
        scene.banc().lire(&mienne, &scene.mk).await.corps.contains("value=\"3200\""),
        "his sheet is filled in"
    );
    assert_eq!(scene.poster(&scene.mk, &mienne, "activite=3100").await.statut, StatusCode::SEE_OTHER);
    let encore = envoyer(&juste, &scene.ars).await;
    assert!(
        encore.entete("location").contains("inscrits=0&remplaces=1&gardes=1"),
        "what he declared is kept"
    );
    let var = scene.terrain.entrer("ars.var", Acteur::AgentArs { departements: vec!["83".parse().unwrap()] });
    assert_eq!(envoyer(&juste, &var).await.statut, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn une_annee_en_cours_s_ouvre_mais_ne_se_valide_pas() {
    let mut scene = Scene::new("campagne-annee-en-cours").await;
    let page = scene.banc().lire("/campagnes", &scene.ars).await.corps;
    assert!(
        page.contains("name=\"annee\"") && page.contains("value=\"2026\""),
        "last year is offered: {page}"
    );
    let ouvrir = |annee, echeance| format!("cle={CLE}&departement=45&annee={annee}&echeance={echeance}");
    let trop_tot = scene.banc().poster("/campagnes", &scene.ars, &ouvrir(2027, "2027-06-30")).await;
    assert_eq!(trop_tot.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(trop_tot.corps.contains("précède la fin de l’année évaluée"), "{}", trop_tot.corps);
    let ouverte = scene.banc().poster("/campagnes", &scene.ars, &ouvrir(2027, "2028-02-28")).await;
    assert_eq!(ouverte.statut, StatusCode::SEE_OTHER, "{}", ouverte.corps);
    let mienne = format!("/mes-fiches/{CLE}");
    let page = scene.banc().lire(&mienne, &scene.mk).await.corps;
    assert!(page.contains("à partir du 1er janvier 2028") && !page.contains("Valider ma fiche"), "{page}");
    let refus = scene.banc().poster(&mienne, &scene.mk, "version=0&activite=3200").await;
    assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY);
    scene.au("2028-01-03T09:00:00Z");
    assert_eq!(scene.poster(&scene.mk, &mienne, "activite=3200").await.statut, StatusCode::SEE_OTHER);
}

/// The file as CSV and as a workbook, cell by cell.
async fn exports(scene: &Scene) -> [Vec<Vec<String>>; 2] {
    let mut lus = Vec::new();
    for forme in ["csv", "xlsx"] {
        let rendu = scene.banc().lire(&format!("/campagnes/{CLE}/export/{forme}"), &scene.ars).await;
        assert_eq!(rendu.statut, StatusCode::OK, "{}", rendu.corps);
        let feuille = tableur::lire(&rendu.octets, &Limites::LISTE).unwrap();
        let largeur = feuille.lignes.first().map_or(0, |une| une.cellules.len());
        let ligne = |une: &tableur::Ligne| (0..largeur).map(|rang| une.cellule(rang).en_texte()).collect();
        lus.push(feuille.lignes.iter().map(ligne).collect());
    }
    lus.try_into().unwrap()
}

/// Every line has every column; the shape of the department is followed, previewed, given up; on one engine.
#[expect(clippy::indexing_slicing, reason = "a test stops at the first failure")]
async fn l_export_est_rectangulaire_et_suit_la_forme_choisie(scene: &Scene) {
    scene.ouvrir().await;
    let mienne = format!("/mes-fiches/{CLE}");
    assert_eq!(scene.poster(&scene.mk, &mienne, "activite=3200").await.statut, StatusCode::SEE_OTHER);
    let csv = scene.banc().lire(&format!("/campagnes/{CLE}/export/csv"), &scene.ars).await.corps;
    let largeurs: Vec<usize> = csv.lines().map(|ligne| ligne.split(';').count()).collect();
    assert_eq!(largeurs.len(), 3, "a header, one who answered, one who did not: {csv}");
    assert!(largeurs[0] > 27 && largeurs.iter().all(|largeur| *largeur == largeurs[0]), "{largeurs:?}");
    assert!(csv.contains("Motif : ") && csv.contains("Comptes rendus déposés au DMP"), "{csv}");

    let page = "/campagnes/colonnes";
    let lue = scene.banc().lire(&format!("{page}?departement=45"), &scene.ars).await.corps;
    assert!(lue.contains("Aperçu des premières lignes") && lue.contains("Éssai000"), "{lue}");
    let choix = "departement=45&version=0&rang-rpps=2&titre-rpps=RPPS&rang-seances=1&titre-seances=S%C3%A9ances+AD&rang-etat=7&titre-etat=%C3%89tat+de+la+fiche";
    let apercu = scene.banc().poster(page, &scene.ars, &format!("{choix}&pas=apercu")).await;
    assert_eq!(apercu.statut, StatusCode::OK);
    assert!(apercu.corps.contains(">Séances AD</th>"), "{}", apercu.corps);
    assert!(exports(scene).await[0][0].len() > 27, "a preview changes nothing");
    let garde = scene.banc().poster(page, &scene.ars, &format!("{choix}&pas=enregistrer")).await;
    assert_eq!(garde.statut, StatusCode::SEE_OTHER, "{}", garde.corps);
    for feuille in exports(scene).await {
        assert_eq!(feuille[0], ["Séances AD", "RPPS", "État de la fiche"]);
        assert_eq!((feuille.len(), feuille[1][0].as_str(), feuille[1][2].as_str()), (3, "0", "Validée"));
        assert_eq!(
            (feuille[2][0].as_str(), feuille[2][2].as_str()),
            ("", "Attendue"),
            "nothing came: no zero"
        );
    }
    let encore = scene.banc().poster(page, &scene.ars, &format!("{choix}&pas=enregistrer")).await;
    assert_eq!(encore.statut, StatusCode::CONFLICT, "somebody set it meanwhile");
    let double =
        "departement=45&version=1&pas=enregistrer&rang-rpps=1&titre-rpps=Qui&rang-nom=2&titre-nom=Qui";
    let refus = scene.banc().poster(page, &scene.ars, double).await;
    assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refus.corps.contains("le même titre"), "{}", refus.corps);
    let vide = scene.banc().poster(page, &scene.ars, "departement=45&version=1&pas=enregistrer").await;
    assert_eq!(vide.statut, StatusCode::UNPROCESSABLE_ENTITY);
    let var = scene.terrain.entrer("ars.var", Acteur::AgentArs { departements: vec!["83".parse().unwrap()] });
    let ailleurs = scene.banc().lire(&format!("{page}?departement=45"), &var).await;
    assert_eq!(ailleurs.statut, StatusCode::NOT_FOUND);
    let tout = scene.banc().poster(page, &scene.ars, "departement=45&version=1&pas=tout").await;
    assert_eq!(tout.statut, StatusCode::SEE_OTHER);
    assert!(exports(scene).await[1][0].len() > 27, "all columns again");
}

#[tokio::test(flavor = "multi_thread")]
async fn l_export_suit_la_forme_choisie_sur_sqlite() {
    l_export_est_rectangulaire_et_suit_la_forme_choisie(&Scene::new("campagne-forme").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn l_export_suit_la_forme_choisie_sur_postgresql() {
    let terrain = Terrain::sur(Banc::sur_postgresql().await, 2);
    l_export_est_rectangulaire_et_suit_la_forme_choisie(&Scene::sur(terrain).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn la_fiche_dit_comment_elle_compte_et_mene_aux_memes_chiffres() {
    let scene = Scene::new("campagne-compte").await;
    scene.ouvrir().await;
    let page = scene.banc().lire(&format!("/mes-fiches/{CLE}"), &scene.mk).await.corps;
    let lien = "/evaluation?perimetre=moi&amp;periode=2026&amp;variante=calendaire";
    assert!(page.contains(lien) && page.contains("quelle que soit la date d’ouverture"), "{page}");
    assert!(page.contains("Bilans remis au patient") && page.contains("déposés au DMP"), "{page}");
    let suivie = scene.banc().lire(&lien.replace("&amp;", "&"), &scene.mk).await;
    assert_eq!(suivie.statut, StatusCode::OK, "{}", suivie.corps);
}
