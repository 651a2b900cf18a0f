//! Adverse events: reported in one form, followed by the MK and his ARS, invisible to everybody else.

use axum::http::StatusCode;
use droit::acces::{Acteur, Role};
use droit::identifiant::CompteId;
use jiff::Timestamp;
use plateforme::evenement::veille;

use crate::banc::{Banc, Porteur, acteur};
use crate::terrain::{Terrain, mk};

const CLE: &str = "01930000-0000-7000-8000-00000000e001";

struct Scene {
    terrain: Terrain,
    comptes: [CompteId; 2],
    mk: Porteur,
    ars: Porteur,
    confrere: Porteur,
    ars_du_var: Porteur,
}

impl Scene {
    fn new(nom: &str) -> Self {
        let terrain = Terrain::new(nom, 2);
        let comptes = [
            terrain.banc.compte("mk", Acteur::Mk { praticien: mk(0) }),
            terrain.banc.compte("ars.un", acteur(Role::AgentArs)),
        ];
        let [sien, agent] = comptes.map(|compte| terrain.banc.session(compte));
        let confrere = terrain.entrer("confrere", Acteur::Mk { praticien: mk(1) });
        let ars_du_var =
            terrain.entrer("ars.var", Acteur::AgentArs { departements: vec!["83".parse().unwrap()] });
        Self { terrain, comptes, mk: sien, ars: agent, confrere, ars_du_var }
    }

    fn banc(&self) -> &Banc {
        &self.terrain.banc
    }

    /// Reports an event of this severity; gives its page.
    async fn signaler(&self, gravite: &str) -> String {
        let rendu = self.banc().poster("/evenements", &self.mk, &formulaire(gravite)).await;
        assert_eq!(rendu.statut, StatusCode::SEE_OTHER, "{}", rendu.corps);
        let vers = rendu.entete("location").to_owned();
        vers.split('?').next().unwrap().to_owned()
    }

    /// Takes a step over the version of the page.
    async fn pas(&self, qui: &Porteur, page: &str, champs: &str) -> StatusCode {
        let lue = self.banc().lire(page, qui).await;
        let version =
            lue.corps.split("name=\"version\" value=\"").nth(1).and_then(|suite| suite.split('"').next());
        let corps = format!("version={}&{champs}", version.unwrap_or("0"));
        self.banc().poster(page, qui, &corps).await.statut
    }

    /// Moves the clock to an instant; those who were signed in sign in again.
    fn au(&mut self, instant: &str) {
        let duree = instant.parse::<Timestamp>().unwrap().duration_since(self.banc().maintenant());
        self.banc().app.horloge.avancer(duree);
        [self.mk, self.ars] = self.comptes.map(|compte| self.terrain.banc.session(compte));
    }
}

fn formulaire(gravite: &str) -> String {
    format!(
        "cle={CLE}&departement=45&le=2026-03-06&gravite={gravite}&nature=chute&moment=seance&information=patient\
         &circonstances=Chute+au+lever+de+la+table.&mesures=Examen,+glace,+appel+du+m%C3%A9decin."
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn un_evenement_benin_se_signale_s_examine_et_se_clot() {
    let scene = Scene::new("evenement-benin");
    let page = scene.signaler("benin").await;
    assert_eq!(scene.signaler("benin").await, page, "sent twice, recorded once");
    let file = scene.banc().lire("/evenements", &scene.ars).await.corps;
    assert!(file.contains("1 signalement") && file.contains("Chute"), "{file}");
    let lue = scene.banc().lire(&page, &scene.ars).await.corps;
    assert!(lue.contains("Chute au lever de la table.") && lue.contains("Prendre en charge"));
    assert!(lue.contains("Déclaration non obligatoire"));
    assert_eq!(scene.pas(&scene.ars, &page, "pas=pris-en-charge").await, StatusCode::SEE_OTHER);
    let sans_suite = scene.pas(&scene.ars, &page, "pas=clos").await;
    assert_eq!(sans_suite, StatusCode::UNPROCESSABLE_ENTITY);
    let fin = scene.pas(&scene.ars, &page, "pas=clos&suite=mesures-suffisantes&mots=Merci.").await;
    assert_eq!(fin, StatusCode::SEE_OTHER);
    let sienne = scene.banc().lire(&page, &scene.mk).await.corps;
    assert!(sienne.contains("Merci.") && sienne.contains("Les mesures prises suffisent"), "{sienne}");
    let vide = scene.banc().lire("/evenements?etat=signale", &scene.ars).await.corps;
    assert!(vide.contains("Aucun signalement ne répond"));
    let clos = scene.banc().lire("/evenements?etat=clos&gravite=benin&nature=chute", &scene.ars).await;
    assert!(clos.corps.contains("1 signalement"));
    let autre = scene.banc().lire("/evenements?etat=clos&gravite=grave", &scene.ars).await;
    assert!(autre.corps.contains("Aucun signalement ne répond"), "the filter keeps nothing else");
}

#[tokio::test(flavor = "multi_thread")]
async fn un_evenement_n_existe_pas_pour_les_autres() {
    let scene = Scene::new("evenement-cache");
    let page = scene.signaler("grave").await;
    let cpts = &scene.terrain.coordination;
    let comite = scene.terrain.entrer("comite", acteur(Role::MembreComite));
    for qui in [&scene.confrere, &scene.ars_du_var, cpts, &comite] {
        for adresse in [page.clone(), format!("{page}/recepisse.pdf"), format!("{page}/analyse")] {
            assert_eq!(scene.banc().lire(&adresse, qui).await.statut, StatusCode::NOT_FOUND, "{adresse}");
        }
        assert_eq!(
            scene.banc().poster(&page, qui, "pas=pris-en-charge&version=1").await.statut,
            StatusCode::NOT_FOUND
        );
        let message = format!("{page}/messages");
        assert_eq!(scene.banc().poster(&message, qui, "texte=Bonjour").await.statut, StatusCode::NOT_FOUND);
    }
    for qui in [&scene.ars_du_var, &scene.confrere] {
        assert!(!scene.banc().lire("/evenements", qui).await.corps.contains("EI-45-"));
    }
    assert!(scene.banc().lire("/evenements", &scene.ars).await.corps.contains("EI-45-"), "the control");
}

#[tokio::test(flavor = "multi_thread")]
async fn les_deux_volets_et_leurs_rappels() {
    let mut scene = Scene::new("evenement-grave");
    let page = scene.signaler("grave").await;
    let lue = scene.banc().lire(&page, &scene.mk).await.corps;
    assert!(lue.contains("Vous devez déclarer cet événement sur le portail national, sans délai."), "{lue}");
    assert!(
        lue.contains("https://signalement.social-sante.gouv.fr/") && lue.contains("9 juin 2026"),
        "{lue}"
    );
    let app = scene.banc().app.clone();
    let rappeler = || async { veille::rappeler(&app).await.unwrap() };
    scene.au("2026-05-07T09:00:00Z");
    assert_eq!(rappeler().await, 0, "day 59");
    scene.au("2026-05-08T09:00:00Z");
    assert_eq!((rappeler().await, rappeler().await), (1, 0), "day 60, once");
    scene.au("2026-06-02T09:00:00Z");
    assert_eq!((rappeler().await, rappeler().await), (1, 0), "day 85, once");
    scene.au("2026-06-10T09:00:00Z");
    assert_eq!((rappeler().await, rappeler().await), (1, 0), "overdue, once");
    let avis = scene.banc().lire("/notifications", &scene.ars).await.corps;
    assert!(avis.contains("Analyse en retard"), "the ARS is told: {avis}");
    let retard = scene.banc().lire("/evenements?volet=retard", &scene.ars).await.corps;
    assert!(retard.contains("1 signalement") && retard.contains("Analyse en retard"));
    let a_declarer = scene.banc().lire("/evenements?volet=declaration", &scene.ars).await.corps;
    assert!(a_declarer.contains("1 signalement"), "late, and still to be declared: {a_declarer}");
    let avant = scene.pas(&scene.mk, &page, "pas=declare&le=2026-03-01").await;
    assert_eq!(avant, StatusCode::UNPROCESSABLE_ENTITY, "before the event");
    assert_eq!(
        scene.pas(&scene.mk, &page, "pas=declare&le=2026-03-09&numero=S-12").await,
        StatusCode::SEE_OTHER
    );
    let analyse = format!("{page}/analyse");
    assert_eq!(scene.banc().lire(&analyse, &scene.mk).await.statut, StatusCode::OK);
    let incomplete = scene.pas(&scene.mk, &page, "pas=analyse&gestion=a&causes=&actions=b").await;
    assert_ne!(incomplete, StatusCode::SEE_OTHER);
    let version = scene.banc().lire(&analyse, &scene.mk).await.corps;
    let version =
        version.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let corps = format!(
        "version={version}&pas=analyse&gestion=Appel+du+15&causes=Table+haute&actions=Baisser+la+table"
    );
    assert_eq!(scene.banc().poster(&page, &scene.mk, &corps).await.statut, StatusCode::SEE_OTHER);
    let lue = scene.banc().lire(&page, &scene.ars).await.corps;
    assert!(
        lue.contains("Table haute") && lue.contains("n° S-12") && lue.contains("Les deux volets"),
        "{lue}"
    );
    assert_eq!(rappeler().await, 0, "nothing is awaited any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn deux_agents_qui_prennent_ensemble_une_prise_et_un_message_clair() {
    let scene = Scene::new("evenement-course");
    let page = scene.signaler("modere").await;
    let collegue = scene.terrain.entrer("collegue", acteur(Role::AgentArs));
    let corps = "version=1&pas=pris-en-charge";
    let (un, autre) = tokio::join!(
        scene.banc().poster(&page, &scene.ars, corps),
        scene.banc().poster(&page, &collegue, corps),
    );
    let mut statuts = [un.statut, autre.statut];
    statuts.sort();
    assert_eq!(statuts, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
    let perdant = if un.statut == StatusCode::CONFLICT { un } else { autre };
    assert!(perdant.corps.contains("événement a avancé entre-temps"), "{}", perdant.corps);
}

#[tokio::test(flavor = "multi_thread")]
async fn les_messages_passent_de_l_un_a_l_autre_et_se_disent_une_fois() {
    let scene = Scene::new("evenement-message");
    let page = scene.signaler("benin").await;
    let adresse = format!("{page}/messages");
    let corps = "cle=01930000-0000-7000-8000-00000000aa01&pas=message&texte=Quelle+hauteur+de+table+%3F";
    for _ in 0..2 {
        let rendu = scene.banc().poster(&adresse, &scene.ars, corps).await;
        assert_eq!(rendu.statut, StatusCode::SEE_OTHER);
    }
    let avis = scene.banc().lire("/notifications", &scene.mk).await.corps;
    assert_eq!(avis.matches("notification-titre").count(), 1, "{avis}");
    let lue = scene.banc().lire(&page, &scene.mk).await.corps;
    assert_eq!(lue.matches("Quelle hauteur de table ?").count(), 1, "{lue}");
    let apres = scene.banc().lire("/notifications", &scene.mk).await.corps;
    assert!(!apres.contains("notification-neuve"), "opening the page reads it");
    let vide =
        scene.banc().poster(&adresse, &scene.mk, &corps.replace("Quelle+hauteur+de+table+%3F", "")).await;
    assert_eq!(vide.statut, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn le_recepisse_est_un_pdf() {
    let scene = Scene::new("evenement-recepisse");
    let page = scene.signaler("deces").await;
    for qui in [&scene.mk, &scene.ars] {
        let pdf = scene.banc().lire(&format!("{page}/recepisse.pdf"), qui).await;
        assert_eq!((pdf.statut, pdf.entete("content-type")), (StatusCode::OK, "application/pdf"));
        assert!(pdf.corps.starts_with("%PDF"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn un_formulaire_incomplet_dit_tout_a_la_fois() {
    let scene = Scene::new("evenement-incomplet");
    let vide = scene.banc().poster("/evenements", &scene.mk, &format!("cle={CLE}")).await;
    assert_eq!(vide.statut, StatusCode::UNPROCESSABLE_ENTITY);
    for attendu in
        ["Choisissez la gravité.", "nature", "Dites quand", "département où c’est arrivé", "informé"]
    {
        assert!(vide.corps.contains(attendu), "{attendu}");
    }
    let avenir = formulaire("benin").replace("2026-03-06", "2026-03-10");
    let rendu = scene.banc().poster("/evenements", &scene.mk, &avenir).await;
    assert_eq!(rendu.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(rendu.corps.contains("indiquez le jour où l’événement s’est produit"), "{}", rendu.corps);
    let ailleurs = formulaire("benin").replace("departement=45", "departement=83");
    let rendu = scene.banc().poster("/evenements", &scene.mk, &ailleurs).await;
    assert_eq!(rendu.statut, StatusCode::UNPROCESSABLE_ENTITY, "he does not practise there");
}

#[tokio::test(flavor = "multi_thread")]
async fn une_fiche_se_relit_a_deux_et_ne_nomme_personne() {
    let scene = Scene::new("retour");
    let evenement = scene.signaler("modere").await;
    let id = evenement.rsplit('/').next().unwrap().to_owned();
    let banc = scene.banc();
    let cle = "01930000-0000-7000-8000-00000000bb01";
    let fiche = |contexte: &str| {
        format!(
            "cle={cle}&evenement={id}&departement=45&titre=Baisser+la+table&contexte={contexte}&analyse=Table+haute&enseignements=La+baisser"
        )
    };
    let rendu = banc.poster("/retours", &scene.ars, &fiche("Camille+%C3%89ssai000+le+12+mars")).await;
    assert_eq!(rendu.statut, StatusCode::SEE_OTHER, "{}", rendu.corps);
    let page = rendu.entete("location").to_owned();
    let comite = scene.terrain.entrer("comite", acteur(Role::MembreComite));
    let lue = banc.lire(&page, &scene.ars).await.corps;
    assert!(
        lue.contains("reconnaître quelqu’un") && lue.contains("12 mars") && lue.contains("Camille"),
        "{lue}"
    );
    let force = banc.poster(&page, &scene.ars, "version=1&pas=soumis").await.statut;
    assert_eq!(force, StatusCode::UNPROCESSABLE_ENTITY);
    let modifier = format!("{page}/modifier");
    let corps = format!(
        "version=1&{}",
        fiche("Un+patient+a+chut%C3%A9.")
            .split_once("&titre")
            .map(|(_, reste)| format!("titre{reste}"))
            .unwrap()
    );
    assert_eq!(banc.poster(&modifier, &scene.ars, &corps).await.statut, StatusCode::SEE_OTHER);
    assert_eq!(scene.pas(&scene.ars, &page, "pas=soumis").await, StatusCode::SEE_OTHER);
    assert_eq!(
        scene.pas(&scene.ars, &page, "pas=publie").await,
        StatusCode::UNPROCESSABLE_ENTITY,
        "its author"
    );
    for qui in [&scene.mk, &comite, &scene.terrain.coordination, &scene.ars_du_var] {
        assert_eq!(banc.lire(&page, qui).await.statut, StatusCode::NOT_FOUND, "not published yet");
    }
    let collegue = scene.terrain.entrer("collegue", acteur(Role::AgentArs));
    assert_eq!(scene.pas(&collegue, &page, "pas=publie").await, StatusCode::SEE_OTHER);
    for qui in [&scene.mk, &comite, &scene.terrain.coordination, &scene.ars_du_var] {
        let lue = banc.lire(&page, qui).await;
        assert_eq!(lue.statut, StatusCode::OK);
        assert!(!lue.corps.contains(&id) && !lue.corps.contains("Retirer"), "nothing of where it comes from");
    }
    assert!(banc.lire("/notifications", &comite).await.corps.contains("Retour d’expérience publié"));
    assert!(banc.lire("/retours", &scene.mk).await.corps.contains("Baisser la table"));
    assert_eq!(scene.pas(&scene.ars, &page, "pas=retire&motif=Erreur").await, StatusCode::SEE_OTHER);
    assert_eq!(banc.lire(&page, &scene.mk).await.statut, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_signalement_qui_nomme_quelqu_un_est_averti_sans_etre_arrete() {
    let scene = Scene::new("evenement-identite");
    let nomme = formulaire("benin").replace(
        "circonstances=Chute+au+lever+de+la+table.",
        "circonstances=M.+Jean+Dupont,+n%C3%A9+le+12/03/1960,+T%C3%A9l.+06+12+34+56+78,+a+chut%C3%A9.",
    );
    let averti = scene.banc().poster("/evenements", &scene.mk, &nomme).await;
    assert_eq!(averti.statut, StatusCode::UNPROCESSABLE_ENTITY);
    for attendu in
        ["M. Jean Dupont", "12/03/1960", "06 12 34 56 78", "Enregistrer quand même", "un patient", "a chuté."]
    {
        assert!(averti.corps.contains(attendu), "{attendu} : {}", averti.corps);
    }
    assert!(!scene.banc().lire("/evenements", &scene.ars).await.corps.contains("EI-45-"), "nothing yet");
    let force = scene.banc().poster("/evenements", &scene.mk, &format!("{nomme}&tel_quel=oui")).await;
    assert_eq!(force.statut, StatusCode::SEE_OTHER, "{}", force.corps);
    let page = force.entete("location").split('?').next().unwrap().to_owned();
    let lue = scene.banc().lire(&page, &scene.ars).await.corps;
    assert!(lue.contains("M. Jean Dupont"), "recorded as it is");
}

#[tokio::test(flavor = "multi_thread")]
async fn une_fiche_montre_ce_qui_nomme_et_fait_confirmer_ce_qui_peut_designer() {
    let scene = Scene::new("retour-passages");
    let banc = scene.banc();
    let fiche = |cle: &str, contexte: &str| {
        format!(
            "cle={cle}&departement=45&titre=Baisser+la+table&contexte={contexte}&analyse=Table+haute&enseignements=La+baisser"
        )
    };
    let recit =
        "Mme+Martin,+78+ans,+cabinet+de+Gien,+rue+des+Lilas,+chez+Sol%C3%A8ne+Tailleval+et+Jean+Dupont.";
    let rendu =
        banc.poster("/retours", &scene.ars, &fiche("01930000-0000-7000-8000-00000000cc01", recit)).await;
    let page = rendu.entete("location").to_owned();
    let lue = banc.lire(&page, &scene.ars).await.corps;
    for attendu in [
        "Mme Martin",
        "rue des Lilas",
        "Solène Tailleval",
        "Jean Dupont",
        "78 ans",
        "de 75 à 79 ans",
        "Gien",
        "une commune",
    ] {
        assert!(lue.contains(attendu), "{attendu} : {lue}");
    }
    assert!(!lue.contains("Faire relire"), "nothing to hand over while it names somebody");
    let force = banc.poster(&page, &scene.ars, "version=1&pas=soumis&confirme=oui").await.statut;
    assert_eq!(force, StatusCode::UNPROCESSABLE_ENTITY, "no confirmation lets a name out");
    let doute = "Une+patiente+de+78+ans+a+chut%C3%A9+%C3%A0+Gien.";
    let rendu =
        banc.poster("/retours", &scene.ars, &fiche("01930000-0000-7000-8000-00000000cc02", doute)).await;
    let page = rendu.entete("location").to_owned();
    assert_eq!(scene.pas(&scene.ars, &page, "pas=soumis").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(scene.pas(&scene.ars, &page, "pas=soumis&confirme=oui").await, StatusCode::SEE_OTHER);
    let collegue = scene.terrain.entrer("collegue", acteur(Role::AgentArs));
    assert_eq!(scene.pas(&collegue, &page, "pas=publie").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(scene.pas(&collegue, &page, "pas=publie&confirme=oui").await, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn le_nom_d_un_praticien_connu_se_confirme() {
    let scene = Scene::new("retour-connu");
    let corps = "cle=01930000-0000-7000-8000-00000000dd01&departement=45&titre=Baisser+la+table\
                 &contexte=Le+patient+suivi+par+%C3%89ssai000+a+chut%C3%A9.&analyse=Table+haute&enseignements=La+baisser";
    let rendu = scene.banc().poster("/retours", &scene.ars, corps).await;
    let page = rendu.entete("location").to_owned();
    let lue = scene.banc().lire(&page, &scene.ars).await.corps;
    assert!(lue.contains("peut-être un nom : « Éssai000 »"), "{lue}");
}
