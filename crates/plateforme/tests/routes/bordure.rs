//! CPTS and places on a border: the department's own rule grants or refuses a real declaration.

use axum::http::{StatusCode, header};
use droit::acces::Acteur;
use droit::decision::Statut;
use droit::declaration::{Adhesion, QualiteMembre};
use droit::identifiant::{CodeDepartement, CptsId, LieuId, PraticienId, rpps_de_demonstration};
use entrepot::praticien::{NouveauLieu, NouveauPraticien};
use entrepot::{Echec, cpts, praticien};
use jiff::civil::date;

use crate::banc::{Banc, Porteur, Rendu};

/// A CPTS to be tried.
pub struct Cpts<'c> {
    pub nom: &'c str,
    pub siege: Option<&'c str>,
    pub territoire: &'c [&'c str],
}

/// A place of practice.
pub struct Lieu<'l> {
    pub departement: &'l str,
    pub principal: bool,
}

/// One CPTS, one MK.
pub struct Scene {
    pub banc: Banc,
    pub mk: Porteur,
}

pub const MK: PraticienId = PraticienId::new(1);
pub const CPTS: CptsId = CptsId::new(1);

fn codes(textes: &[&str]) -> Vec<CodeDepartement> {
    textes.iter().map(|texte| texte.parse().unwrap()).collect()
}

impl Scene {
    pub fn new(nom: &str, essai: &Cpts<'_>) -> Self {
        let banc = Banc::new(nom);
        let (nom, territoire) = (essai.nom.to_owned(), codes(essai.territoire));
        let siege = essai.siege.map(|siege| siege.parse().unwrap());
        let maintenant = banc.maintenant();
        banc.app
            .entrepot
            .ecrire_ici(move |tx| {
                cpts::inscrire(tx, CPTS, &nom, &territoire, "systeme", maintenant);
                let lue = cpts::charger(tx, CPTS)?.unwrap();
                cpts::situer(tx, &lue, siege, &territoire, "systeme", maintenant);
                Ok::<(), Echec>(())
            })
            .unwrap();
        let mk = banc.session(banc.compte("mk", Acteur::Mk { praticien: MK }));
        Self { banc, mk }
    }

    /// The MK, an active member of the CPTS, and his places.
    pub fn mk(&self, statut: Statut, lieux: &[Lieu<'_>]) {
        let (maintenant, du) = (self.banc.maintenant(), date(2025, 9, 1));
        let lieux: Vec<(CodeDepartement, bool)> =
            lieux.iter().map(|lieu| (lieu.departement.parse().unwrap(), lieu.principal)).collect();
        self.banc
            .app
            .entrepot
            .ecrire_ici(move |tx| {
                let nouveau = NouveauPraticien {
                    id: MK,
                    rpps: rpps_de_demonstration(1),
                    nom: "Éssai".to_owned(),
                    prenom: "Camille".to_owned(),
                    statut,
                    inscrit_le: maintenant,
                };
                praticien::inscrire(tx, &nouveau, "systeme");
                for (rang, (departement, principal)) in (1u128..).zip(&lieux) {
                    let lieu = NouveauLieu {
                        id: LieuId::new(rang),
                        praticien: MK,
                        departement: *departement,
                        principal: *principal,
                        adresse: "1 rue de l’Essai".to_owned(),
                        code_postal: "00000".to_owned(),
                        commune: "Essai".to_owned(),
                        numero_am: None,
                        du,
                        au: None,
                    };
                    praticien::ajouter_lieu(tx, &lieu, "systeme", maintenant);
                }
                let adhesion = Adhesion { qualite: QualiteMembre::MembreActif, du, au: None };
                praticien::adherer(tx, MK, CPTS, &adhesion, "systeme", maintenant);
                Ok::<(), Echec>(())
            })
            .unwrap();
    }

    /// The MK declares himself with the CPTS, for his first place of the department.
    pub async fn declarer(&self, departement: &str) -> Rendu {
        let lieux = self.banc.app.entrepot.lire(|tx| praticien::lieux(tx, MK)).await.unwrap();
        let lieu = lieux.iter().find(|lieu| lieu.departement.as_str() == departement).map(|lieu| lieu.id);
        let (cpts, lieu) = (CPTS.to_string(), lieu.map(|id| id.to_string()));
        let mut champs =
            vec![("departement", departement), ("cpts", &cpts), ("justificatif", "recu-adhesion")];
        champs.extend(lieu.iter().map(|id| ("lieu", id.as_str())));
        let recu = Some(("recu.pdf", crate::pieces::PDF));
        self.banc.televerser("/mes-declarations/nouvelle", &self.mk, &champs, recu).await
    }

    /// The CPTS declares him from a list.
    async fn declare_par_la_cpts(&self) -> String {
        let cpts = self.banc.session(self.banc.compte("cpts", Acteur::CoordinationCpts { cpts: CPTS }));
        let rpps = rpps_de_demonstration(1).to_string();
        let champs =
            [("statut", "titulaire"), ("qualite", "adherent"), ("membre_du", "2026-01-01"), ("liste", &rpps)];
        let fait = self.banc.televerser("/declarer/liste", &cpts, &champs, None).await;
        let page = fait.entete(header::LOCATION).to_owned();
        self.banc.poster(&format!("{page}/envoyer"), &cpts, "attestation=oui&orange=oui").await;
        self.banc.lire(&page, &cpts).await.corps
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sud_28_declare_dans_le_loiret_et_une_autre_cpts_de_l_eure_et_loir_non() {
    let place = [Lieu { departement: "45", principal: true }];
    let sud = Scene::new("sud-28", &Cpts { nom: "CPTS Sud 28", siege: Some("28"), territoire: &["28"] });
    sud.mk(Statut::Titulaire, &place);
    let vu = sud.declare_par_la_cpts().await;
    assert!(vu.contains("Déclarée"), "{vu}");
    let nord =
        Scene::new("nord-28", &Cpts { nom: "CPTS Nord de l’Essai", siege: Some("28"), territoire: &["28"] });
    nord.mk(Statut::Titulaire, &place);
    let vu = nord.declare_par_la_cpts().await;
    assert!(vu.contains("La CPTS n’est dans aucun département de l’expérimentation"), "{vu}");
}

#[tokio::test(flavor = "multi_thread")]
async fn un_lieu_secondaire_suffit_et_un_lieu_d_ailleurs_non() {
    let cpts = Cpts { nom: "CPTS de l’Essai", siege: Some("45"), territoire: &["45"] };
    let secondaire = Scene::new("secondaire", &cpts);
    secondaire.mk(
        Statut::Titulaire,
        &[Lieu { departement: "28", principal: true }, Lieu { departement: "45", principal: false }],
    );
    assert!(secondaire.declare_par_la_cpts().await.contains("Déclarée"));
    let ailleurs = Scene::new("ailleurs", &cpts);
    ailleurs.mk(Statut::Titulaire, &[Lieu { departement: "28", principal: true }]);
    let vu = ailleurs.declare_par_la_cpts().await;
    assert!(vu.contains("Bloquée") && vu.contains("28"), "{vu}");
}

#[tokio::test(flavor = "multi_thread")]
async fn en_haute_corse_la_cpts_de_balagne_et_nulle_autre() {
    let place = [Lieu { departement: "2B", principal: true }];
    let balagne =
        Scene::new("balagne", &Cpts { nom: "CPTS de Balagne", siege: Some("2B"), territoire: &["2B"] });
    balagne.mk(Statut::Titulaire, &place);
    let fait = balagne.declarer("2B").await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
    let autre =
        Scene::new("autre-2b", &Cpts { nom: "CPTS de l’Essai", siege: Some("2B"), territoire: &["2B"] });
    autre.mk(Statut::Titulaire, &place);
    let refus = autre.declarer("2B").await;
    assert_eq!(refus.statut, StatusCode::CONFLICT);
    let choix = format!("/mes-declarations/nouvelle?departement=2B&cpts={CPTS}");
    assert!(autre.banc.lire(&choix, &autre.mk).await.corps.contains("celle-ci n’en est pas"));
}

#[tokio::test(flavor = "multi_thread")]
async fn dans_le_haut_rhin_une_cpts_du_ressort_de_l_ars_et_pas_une_d_une_autre_region() {
    let place = [Lieu { departement: "68", principal: true }];
    let lorraine =
        Scene::new("ressort", &Cpts { nom: "CPTS de l’Essai", siege: Some("57"), territoire: &["57"] });
    lorraine.mk(Statut::Titulaire, &place);
    let fait = lorraine.declarer("68").await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
    let belfort =
        Scene::new("hors-ressort", &Cpts { nom: "CPTS de l’Essai", siege: Some("90"), territoire: &["90"] });
    belfort.mk(Statut::Titulaire, &place);
    assert_eq!(belfort.declarer("68").await.statut, StatusCode::CONFLICT);
}
