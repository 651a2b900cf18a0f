//! The mirror of an MK over HTTP: the shape of his group as it was published, and nobody's figure.

use droit::acces::Acteur;
use jiff::SignedDuration;
use jiff::civil::date;
use plateforme::indicateur::parution;

use crate::banc::Porteur;
use crate::cabinet::{Cabinet, declarer, inscrire_mk, mk};

const MIROIR: &str = "/evaluation?perimetre=moi&periode=2026&variante=ouverture";

/// The patients of the peers: no multiple of five.
const PATIENTS: [u32; 12] = [11, 12, 13, 14, 16, 17, 18, 19, 21, 22, 23, 24];

/// The MK of this rank, authorised and signed in.
fn confrere(cabinet: &Cabinet, rang: u32) -> Porteur {
    inscrire_mk(&cabinet.banc, mk(rang), rang, date(2025, 9, 1));
    declarer(&cabinet.banc, rang, date(2025, 10, 1));
    cabinet.banc.session(cabinet.banc.compte(&format!("mk.{rang}"), Acteur::Mk { praticien: mk(rang) }))
}

/// The section of the mirror, in a session of the moment.
async fn miroir(cabinet: &Cabinet, adresse: &str) -> String {
    let session = cabinet.banc.session(cabinet.comptes[0]);
    let page = cabinet.banc.lire(adresse, &session).await.corps;
    let debut = page.find("Vous et vos confrères").unwrap();
    page[debut..debut + page[debut..].find("</section>").unwrap()].to_owned()
}

/// The whole numbers that follow « environ ».
fn reperes(section: &str) -> Vec<u32> {
    let lu = |suite: &str| suite.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().ok();
    section.split("environ ").skip(1).filter_map(lu).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn le_miroir_ne_montre_personne_et_ne_bouge_qu_avec_la_publication() {
    let cabinet = Cabinet::new("miroir");
    cabinet.recevoir(&cabinet.mk, 0, 0..15).await;
    cabinet.recevoir(&cabinet.confrere, 1, 0..PATIENTS[0]).await;
    let mut dernier = cabinet.confrere.clone();
    for (rang, patients) in (2_u32..).zip(&PATIENTS[1..]) {
        dernier = confrere(&cabinet, rang);
        cabinet.recevoir(&dernier, rang, 0..*patients).await;
    }
    let avant = miroir(&cabinet, MIROIR).await;
    assert!(avant.contains("Médiane du groupe : environ"), "{avant}");
    assert!(avant.contains("9 mars 2026"), "the day of the publication: {avant}");
    let montres = reperes(&avant);
    assert!(montres.len() >= 6, "{montres:?}");
    for patients in PATIENTS {
        assert!(!montres.contains(&patients), "{patients} patients are those of one peer: {montres:?}");
    }
    cabinet.recevoir(&dernier, 12, 24..60).await;
    assert_eq!(miroir(&cabinet, MIROIR).await, avant, "nothing moves before the next publication");
    cabinet.banc.app.horloge.avancer(SignedDuration::from_hours(24 * 30));
    assert_eq!(miroir(&cabinet, MIROIR).await, avant, "a reader does not publish");
    parution::publier_le_mois(&cabinet.banc.app).await.unwrap();
    let apres = miroir(&cabinet, MIROIR).await;
    assert!(apres != avant && apres.contains("8 avril 2026"), "the worker does: {apres}");
    for hors in ["&periode=2026-03", "&periode=2026&structure=CPTS"] {
        let section = miroir(&cabinet, &format!("/evaluation?perimetre=moi{hors}")).await;
        assert!(section.contains("année civile entière") && reperes(&section).is_empty(), "{section}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn un_groupe_trop_petit_se_dit() {
    let cabinet = Cabinet::new("miroir-petit");
    cabinet.recevoir(&cabinet.mk, 0, 0..2).await;
    cabinet.recevoir(&cabinet.confrere, 1, 0..12).await;
    let section = miroir(&cabinet, MIROIR).await;
    assert!(section.contains("leur groupe n’est pas montré"), "{section}");
    assert!(reperes(&section).is_empty(), "{section}");
}
