//! What the end of a membership does to the authorisation: what the department makes of it, nothing where it is unknown.

use droit::declaration::EtatDeclaration;
use droit::identifiant::DeclarationId;
use droit::reglement::EffetFinAdhesion;
use entrepot::{declaration, praticien};
use jiff::SignedDuration;
use jiff::civil::{Date, date};
use plateforme::adhesion::{appliquer_les_fins, appliquer_selon};

use crate::banc::Banc;
use crate::terrain::{Terrain, mk};

/// One MK accepted in the Loiret; his membership will end on 10 March, the day after that of the bench.
async fn accepte_puis_parti(banc: Banc) -> (Terrain, DeclarationId) {
    let terrain = Terrain::sur(banc, 1);
    let dossier = terrain.declarer(&[0]).await.remove(0);
    let accepte = terrain.banc.poster(&format!("{dossier}/accepter"), &terrain.ars, "version=2").await;
    assert!(accepte.statut.is_redirection(), "{}", accepte.corps);
    let fin = format!("/membres/{}/fin", mk(0));
    assert!(terrain.banc.poster(&fin, &terrain.coordination, "au=2026-03-10").await.statut.is_redirection());
    let id = dossier.trim_start_matches("/declarations/").parse().unwrap();
    (terrain, id)
}

fn etat(terrain: &Terrain, id: DeclarationId) -> EtatDeclaration {
    let lue = terrain.banc.app.entrepot.lire_ici(move |tx| declaration::charger(tx, id)).unwrap();
    lue.unwrap().etat.clone()
}

fn autorise(terrain: &Terrain, jour: Date) -> bool {
    let loiret = "45".parse().unwrap();
    let lue = terrain.banc.app.entrepot.lire_ici(move |tx| praticien::autorise_au(tx, mk(0), loiret, jour));
    lue.unwrap().is_some()
}

async fn suspendue(banc: Banc) {
    let (terrain, id) = accepte_puis_parti(banc).await;
    let suspend = |_, _| Some(EffetFinAdhesion::Suspension);
    let app = &terrain.banc.app;
    assert_eq!(appliquer_selon(app, suspend).await.unwrap(), 0, "the membership still runs");
    app.horloge.avancer(SignedDuration::from_hours(48));
    assert_eq!(appliquer_selon(app, suspend).await.unwrap(), 1);
    assert_eq!(appliquer_selon(app, suspend).await.unwrap(), 0, "suspended once");
    assert!(matches!(etat(&terrain, id), EtatDeclaration::Suspendue { .. }));
    assert!(autorise(&terrain, date(2026, 3, 10)), "the last day of the membership");
    assert!(!autorise(&terrain, date(2026, 3, 11)));
}

async fn retiree(banc: Banc) {
    let (terrain, id) = accepte_puis_parti(banc).await;
    let retire = |_, _| Some(EffetFinAdhesion::Retrait);
    let app = &terrain.banc.app;
    app.horloge.avancer(SignedDuration::from_hours(48));
    assert_eq!(appliquer_selon(app, retire).await.unwrap(), 1);
    assert_eq!(appliquer_selon(app, retire).await.unwrap(), 0, "withdrawn once");
    assert!(matches!(etat(&terrain, id), EtatDeclaration::Retiree { .. }));
    assert!(autorise(&terrain, date(2026, 3, 10)), "the last day of the membership");
    assert!(!autorise(&terrain, date(2026, 3, 11)));
}

async fn inchangee(banc: Banc) {
    let (terrain, id) = accepte_puis_parti(banc).await;
    let app = &terrain.banc.app;
    app.horloge.avancer(SignedDuration::from_hours(48));
    let avant = etat(&terrain, id);
    assert_eq!(appliquer_les_fins(app).await.unwrap(), 0, "the rules of the Loiret do not say");
    assert_eq!(appliquer_selon(app, |_, _| Some(EffetFinAdhesion::Aucun)).await.unwrap(), 0);
    assert_eq!(etat(&terrain, id), avant);
    assert!(autorise(&terrain, date(2026, 3, 11)));
}

#[tokio::test(flavor = "multi_thread")]
async fn la_fin_de_l_adhesion_suspend_la_ou_le_departement_le_dit() {
    suspendue(Banc::new("fin-suspend")).await;
    suspendue(Banc::sur_postgresql().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn la_fin_de_l_adhesion_retire_la_ou_le_departement_le_dit() {
    retiree(Banc::new("fin-retire")).await;
    retiree(Banc::sur_postgresql().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn la_fin_de_l_adhesion_ne_fait_rien_la_ou_on_ne_sait_pas() {
    inchangee(Banc::new("fin-inconnue")).await;
    inchangee(Banc::sur_postgresql().await).await;
}
