//! The monitoring committee: called with iCalendar, held, its minutes that stay, its decisions followed.

use axum::http::StatusCode;
use droit::acces::{Acteur, Role};
use droit::identifiant::CompteId;
use jiff::Timestamp;

use crate::banc::{Banc, Porteur, Rendu, acteur};
use crate::terrain::Terrain;

pub const CLE: &str = "01930000-0000-7000-8000-00000000c001";

pub struct Scene {
    pub terrain: Terrain,
    pub comptes: [CompteId; 2],
    pub ars: Porteur,
    pub membre: Porteur,
}

impl Scene {
    pub fn new(nom: &str) -> Self {
        Self::sur(Terrain::new(nom, 0))
    }

    /// Two MKs of a CPTS, authorised since March 2026.
    pub async fn avec_des_praticiens(nom: &str) -> Self {
        let scene = Self::sur(Terrain::new(nom, 2));
        for adresse in scene.terrain.declarer(&[0, 1]).await {
            let fait = scene.banc().poster(&format!("{adresse}/accepter"), &scene.ars, "version=2").await;
            assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
        }
        scene
    }

    fn sur(terrain: Terrain) -> Self {
        let comptes = [
            terrain.banc.compte("ars.un", acteur(Role::AgentArs)),
            terrain.banc.compte("membre", acteur(Role::MembreComite)),
        ];
        let [ars, membre] = comptes.map(|compte| terrain.banc.session(compte));
        Self { terrain, comptes, ars, membre }
    }

    pub fn banc(&self) -> &Banc {
        &self.terrain.banc
    }

    pub async fn ajouter(&self, rang: u8, institution: &str, suite: &str) -> Rendu {
        let cle = format!("01930000-0000-7000-8000-0000000000d{rang}");
        let corps = format!(
            "cle={cle}&departement=45&institution={institution}&nom=Membre+{rang}&courriel=m{rang}@comite.example{suite}"
        );
        self.banc().poster("/comite/membres", &self.ars, &corps).await
    }

    async fn convoquer(&self) -> Rendu {
        let corps = format!(
            "cle={CLE}&departement=45&rang=3&le=2026-09-15&heure=14:00&duree=120&lieu=Salle+2&organisateur=comite@ars.example&ordre=Chiffres%0ADivers"
        );
        self.banc().poster("/comite/reunions", &self.ars, &corps).await
    }

    pub async fn pas(&self, champs: &str) -> Rendu {
        let page = format!("/comite/reunions/{CLE}");
        let lue = self.banc().lire(&page, &self.ars).await;
        let version =
            lue.corps.split("name=\"version\" value=\"").nth(1).and_then(|suite| suite.split('"').next());
        self.banc().poster(&page, &self.ars, &format!("version={}&{champs}", version.unwrap_or("0"))).await
    }

    /// The calendars that wait in the outbox, in order of sequence.
    fn calendriers(&self) -> Vec<String> {
        let lus = self.banc().app.entrepot.lire_ici(|tx| {
            let lignes = tx.query("SELECT contenu FROM outbox WHERE genre = 'courriel' ORDER BY cle", &[])?;
            lignes
                .iter()
                .map(|ligne| ligne.get::<String>("contenu"))
                .collect::<Result<Vec<_>, entrepot::Echec>>()
        });
        let lire = |contenu: &String| {
            let lu: serde_json::Value = serde_json::from_str(contenu).unwrap();
            serde_json::from_value::<passerelles::Courriel>(lu.clone()).unwrap();
            lu.pointer("/calendrier/contenu").unwrap().as_str().unwrap().replace("\r\n ", "")
        };
        lus.unwrap().iter().map(lire).collect()
    }

    pub fn au(&mut self, instant: &str) {
        let duree = instant.parse::<Timestamp>().unwrap().duration_since(self.banc().maintenant());
        self.banc().app.horloge.avancer(duree);
        [self.ars, self.membre] = self.comptes.map(|compte| self.terrain.banc.session(compte));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn le_calendrier_vient_des_regles_et_un_membre_le_lit() {
    let scene = Scene::new("comite-calendrier");
    let page = scene.banc().lire("/comite", &scene.membre).await.corps;
    assert!(page.contains("28 février 2025") && page.contains("28 août 2029"), "{page}");
    assert!(!page.contains("Convoquer") && !page.contains("Gérer les membres"), "a member reads");
    assert_eq!(scene.banc().lire("/comite/membres", &scene.membre).await.statut, StatusCode::NOT_FOUND);
    let var = scene.terrain.entrer("ars.var", Acteur::AgentArs { departements: vec!["83".parse().unwrap()] });
    let inconnu = scene.banc().lire("/comite", &var).await.corps;
    assert!(inconnu.contains("n’est pas connu"), "{inconnu}");
}

#[tokio::test(flavor = "multi_thread")]
async fn une_cpts_n_a_qu_un_ambassadeur() {
    let scene = Scene::new("comite-membres");
    let cpts = crate::terrain::CPTS.to_string();
    assert_eq!(scene.ajouter(1, "ars", "").await.statut, StatusCode::SEE_OTHER);
    assert_eq!(
        scene.ajouter(2, "ambassadeur", "").await.statut,
        StatusCode::UNPROCESSABLE_ENTITY,
        "of which CPTS"
    );
    let suite = format!("&cpts={cpts}");
    assert_eq!(scene.ajouter(2, "ambassadeur", &suite).await.statut, StatusCode::SEE_OTHER);
    let second = scene.ajouter(3, "ambassadeur", &suite).await;
    assert_eq!(second.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(second.corps.contains("a déjà son ambassadeur"), "{}", second.corps);
}

#[tokio::test(flavor = "multi_thread")]
async fn une_reunion_se_convoque_se_deplace_et_ne_se_tient_pas_avant_son_jour() {
    let scene = Scene::new("comite-reunion");
    scene.ajouter(1, "ars", "").await;
    scene.ajouter(2, "cpam", "").await;
    let convoquee = scene.convoquer().await;
    assert_eq!(convoquee.statut, StatusCode::SEE_OTHER, "{}", convoquee.corps);
    assert_eq!(scene.convoquer().await.statut, StatusCode::UNPROCESSABLE_ENTITY, "its place is taken");
    let envoyes = scene.calendriers();
    assert_eq!(envoyes.len(), 2, "one mail for each member");
    assert!(
        envoyes[0].contains("METHOD:REQUEST") && envoyes[0].contains("DTSTART:20260915T120000Z"),
        "{}",
        envoyes[0]
    );
    assert!(envoyes[0].contains("SEQUENCE:0") && envoyes[0].matches("ATTENDEE").count() == 1);
    let deplacer = "pas=deplacer&le=2026-09-22&heure=9:30&duree=90&lieu=Visio";
    assert_eq!(scene.pas(deplacer).await.statut, StatusCode::SEE_OTHER);
    let envoyes = scene.calendriers();
    assert_eq!(
        envoyes
            .iter()
            .filter(|un| un.contains("SEQUENCE:1") && un.contains("DTSTART:20260922T073000Z"))
            .count(),
        2
    );
    assert_eq!(scene.pas("pas=ordonner&ordre=Un%0ADeux").await.statut, StatusCode::SEE_OTHER);
    assert_eq!(scene.calendriers().len(), 4, "the agenda is no part of the invitation");
    let page = format!("/comite/reunions/{CLE}");
    let ics = scene.banc().lire(&format!("{page}/invitation.ics"), &scene.membre).await;
    assert!(ics.corps.contains("METHOD:PUBLISH") && !ics.corps.contains("ATTENDEE"), "{}", ics.corps);
    let pdf = scene.banc().lire(&format!("{page}/dossier.pdf"), &scene.membre).await;
    assert!(pdf.corps.starts_with("%PDF"));
    let trop_tot = scene.pas("pas=tenir&present=01930000-0000-7000-8000-0000000000d1").await;
    assert_eq!(trop_tot.statut, StatusCode::UNPROCESSABLE_ENTITY, "it has not been held");
}

#[tokio::test(flavor = "multi_thread")]
async fn un_compte_rendu_valide_reste_et_une_decision_se_suit() {
    let mut scene = Scene::new("comite-suite");
    scene.ajouter(1, "ars", "").await;
    scene.ajouter(2, "cpam", "").await;
    scene.convoquer().await;
    let page = format!("/comite/reunions/{CLE}");
    scene.au("2026-09-22T12:00:00Z");
    assert_eq!(
        scene.pas("pas=tenir&present=01930000-0000-7000-8000-0000000000d1").await.statut,
        StatusCode::SEE_OTHER
    );
    let minutes = format!("{page}/compte-rendu");
    let ecrire = |corps: &'static str| {
        let (banc, ars, minutes) = (scene.banc(), scene.ars.clone(), minutes.clone());
        async move { banc.poster(&minutes, &ars, corps).await.statut }
    };
    assert_eq!(ecrire("pas=rediger&texte=Premier+jet").await, StatusCode::SEE_OTHER);
    let cachee = scene.banc().lire(&page, &scene.membre).await.corps;
    assert!(!cachee.contains("Premier jet"), "a draft is the organisers'");
    let valider = "pas=valider&numero=1&texte=Premier+jet";
    assert_eq!(
        ecrire("pas=valider&numero=1&texte=Autre+jet").await,
        StatusCode::CONFLICT,
        "not what was read"
    );
    assert_eq!(ecrire(valider).await, StatusCode::SEE_OTHER);
    assert_eq!(ecrire(valider).await, StatusCode::CONFLICT, "validated once");
    assert_eq!(ecrire("pas=rediger&texte=Autre").await, StatusCode::UNPROCESSABLE_ENTITY, "say why");
    assert_eq!(ecrire("pas=rediger&texte=Autre&motif=Erreur").await, StatusCode::SEE_OTHER);
    let lue = scene.banc().lire(&page, &scene.membre).await.corps;
    assert!(lue.contains("Premier jet") && !lue.contains("Autre"), "what was validated stays: {lue}");
    let decision = "cle=01930000-0000-7000-8000-00000000e0e1&decision=%C3%89crire+aux+m%C3%A9decins&responsable=01930000-0000-7000-8000-0000000000d2&echeance=2026-10-01";
    let prise = scene.banc().poster(&format!("{page}/decisions"), &scene.ars, decision).await;
    assert_eq!(prise.statut, StatusCode::SEE_OTHER, "{}", prise.corps);
    scene.au("2026-10-05T12:00:00Z");
    let nouvelle = scene.banc().lire("/comite/reunions/nouvelle?departement=45", &scene.ars).await.corps;
    assert!(
        nouvelle.contains("Décision en retard : Écrire aux médecins"),
        "the agenda proposes it: {nouvelle}"
    );
    let suivre = "/comite/decisions/01930000-0000-7000-8000-00000000e0e1";
    let corps = format!("reunion={CLE}&version=1&pas=faire");
    let (une, autre) = tokio::join!(
        scene.banc().poster(suivre, &scene.ars, &corps),
        scene.banc().poster(suivre, &scene.ars, &corps),
    );
    let mut statuts = [une.statut, autre.statut];
    statuts.sort();
    assert_eq!(statuts, [StatusCode::SEE_OTHER, StatusCode::CONFLICT], "one decision, one clear message");
}

#[tokio::test(flavor = "multi_thread")]
async fn une_annulation_part_avec_son_numero() {
    let scene = Scene::new("comite-annulation");
    scene.ajouter(1, "ars", "").await;
    scene.convoquer().await;
    assert_eq!(scene.pas("pas=annuler&motif=").await.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(scene.pas("pas=annuler&motif=Gr%C3%A8ve").await.statut, StatusCode::SEE_OTHER);
    let annulees = scene.calendriers();
    assert!(
        annulees.iter().any(|un| un.contains("METHOD:CANCEL")
            && un.contains("SEQUENCE:1")
            && un.contains("STATUS:CANCELLED")),
        "{annulees:?}"
    );
    let encore = scene.convoquer().await;
    assert_eq!(encore.statut, StatusCode::UNPROCESSABLE_ENTITY, "the same key");
}

#[tokio::test(flavor = "multi_thread")]
async fn une_cpts_et_un_ambassadeur_lisent_avec_leur_compte_tant_qu_ils_siegent() {
    let terrain = Terrain::new("comite-comptes", 2);
    let banc = &terrain.banc;
    let cpts = crate::terrain::CPTS;
    let coordination = terrain.entrer("cpts.siege", Acteur::CoordinationCpts { cpts });
    let mk = |rang| Acteur::Mk { praticien: crate::terrain::mk(rang) };
    let (ambassadeur, autre) = (terrain.entrer("mk.siege", mk(0)), terrain.entrer("mk.autre", mk(1)));
    for personne in [&coordination, &ambassadeur] {
        assert_eq!(banc.lire("/comite", personne).await.statut, StatusCode::NOT_FOUND, "nobody sits yet");
    }
    let ajouter = async |rang: u8, institution: &str, rpps: &str| {
        let cle = format!("01930000-0000-7000-8000-0000000000e{rang}");
        let corps = format!(
            "cle={cle}&departement=45&institution={institution}&cpts={cpts}&nom=M&courriel=m{rang}@comite.example&rpps={rpps}"
        );
        banc.poster("/comite/membres", &terrain.ars, &corps).await
    };
    let inconnu = ajouter(1, "ambassadeur", droit::identifiant::rpps_de_demonstration(77).as_str()).await;
    assert_eq!(inconnu.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(inconnu.corps.contains("n’a ce numéro"), "{}", inconnu.corps);
    assert_eq!(ajouter(1, "cpts", "").await.statut, StatusCode::SEE_OTHER);
    let rpps = droit::identifiant::rpps_de_demonstration(0);
    assert_eq!(ajouter(2, "ambassadeur", rpps.as_str()).await.statut, StatusCode::SEE_OTHER);
    let menu = "<a href=\"/comite\"";
    assert!(!banc.lire("/tableau-de-bord", &autre).await.corps.contains(menu), "nothing to open for him");
    for membre in [&coordination, &ambassadeur] {
        assert!(banc.lire("/tableau-de-bord", membre).await.corps.contains(menu), "his menu leads there");
        let page = banc.lire("/comite", membre).await;
        assert_eq!(page.statut, StatusCode::OK);
        assert!(!page.corps.contains("Convoquer"), "a member reads");
        assert_eq!(banc.lire("/comite/membres", membre).await.statut, StatusCode::NOT_FOUND);
    }
    assert_eq!(banc.lire("/comite", &autre).await.statut, StatusCode::NOT_FOUND, "he does not sit");
    let fin = "/comite/membres/01930000-0000-7000-8000-0000000000e2/fin";
    assert_eq!(banc.poster(fin, &terrain.ars, "departement=45").await.statut, StatusCode::SEE_OTHER);
    assert_eq!(banc.lire("/comite", &ambassadeur).await.statut, StatusCode::NOT_FOUND, "his mandate ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn le_travailleur_rappelle_une_fois_les_reunions_a_convoquer_et_les_decisions_en_retard() {
    let mut scene = Scene::new("comite-rappels");
    let app = scene.banc().app.clone();
    let rappeler = || async { plateforme::comite::veille::rappeler(&app).await.unwrap() };
    assert_eq!(rappeler().await, 0, "nothing is due in March");
    scene.au("2026-06-30T09:00:00Z");
    assert_eq!((rappeler().await, rappeler().await), (1, 0), "60 days before 28 August, once");
    let avis = scene.banc().lire("/notifications", &scene.ars).await.corps;
    assert!(avis.contains("Réunion du comité à convoquer"), "{avis}");
    scene.ajouter(1, "ars", "").await;
    assert_eq!(scene.convoquer().await.statut, StatusCode::SEE_OTHER);
    scene.au("2026-07-30T09:00:00Z");
    assert_eq!(rappeler().await, 0, "it is called");
    scene.au("2026-09-07T09:00:00Z");
    assert_eq!(rappeler().await, 0, "eight days before 15 September");
    scene.au("2026-09-08T09:00:00Z");
    assert_eq!((rappeler().await, rappeler().await), (1, 0), "a week before, once");
    for lecteur in [&scene.ars, &scene.membre] {
        let avis = scene.banc().lire("/notifications", lecteur).await.corps;
        assert!(avis.contains("Réunion du comité dans les jours qui viennent"), "{avis}");
    }
    scene.au("2026-09-14T09:00:00Z");
    assert_eq!(rappeler().await, 1, "the eve");
    scene.au("2026-09-15T06:00:00Z");
    assert_eq!(rappeler().await, 0, "nothing more on its day");
}
