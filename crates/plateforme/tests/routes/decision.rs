//! What the agent decides on what the checks say: a proof to join, a red check set aside with words, who ends what.

use axum::http::StatusCode;
use droit::acces::Acteur;
use droit::decision::Statut;
use droit::declaration::{Adhesion, Declarant, QualiteMembre};
use droit::identifiant::{CompteId, CptsId};
use entrepot::{Echec, cpts, praticien};
use jiff::civil::date;
use plateforme::serveur::Portee;

use crate::annuaire_sante::extraire;
use crate::banc::acteur;
use crate::pieces::{PDF, envoyer};
use crate::terrain::{Terrain, inscrire, mk};

/// The Var, where the MK or his CPTS declares: one MK, a member.
fn var(nom: &str) -> (Terrain, CptsId) {
    let terrain = Terrain::new(nom, 0);
    inscrire(&terrain.banc, 5, Statut::Titulaire, "83");
    let (id, maintenant) = (CptsId::new(83), terrain.banc.maintenant());
    terrain
        .banc
        .app
        .entrepot
        .ecrire_ici(move |tx| {
            cpts::inscrire(tx, id, "CPTS du Var", &["83".parse().unwrap()], "systeme", maintenant);
            let adhesion = Adhesion { qualite: QualiteMembre::MembreActif, du: date(2025, 9, 1), au: None };
            praticien::adherer(tx, mk(5), id, &adhesion, "systeme", maintenant);
            let auteur = Declarant { compte: CompteId::new(0), aujourd_hui: date(2026, 1, 1), maintenant };
            let fiche = cpts::charger(tx, id)?.unwrap();
            cpts::avancer_fiche(tx, &fiche.fiche().reprendre(date(2026, 1, 1), &auteur).unwrap());
            Ok::<(), Echec>(())
        })
        .unwrap();
    (terrain, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn un_mk_seul_sans_fichier_est_a_verifier_jusqu_a_ce_qu_il_le_joigne() {
    let (terrain, cpts) = var("preuve-var");
    let banc = &terrain.banc;
    let soi = terrain.entrer("mk.var", Acteur::Mk { praticien: mk(5) });
    let ars = terrain.entrer("ars.var", Acteur::AgentArs { departements: vec!["83".parse().unwrap()] });
    let corps = format!("cpts={cpts}&justificatif=recu-adhesion");
    let fait = banc.poster("/mes-declarations", &soi, &corps).await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
    let dossier = fait.entete("location").to_owned();
    let page = banc.lire(&dossier, &soi).await.corps;
    assert!(page.contains("Joindre le justificatif"), "{page}");
    let sans = "aucun fichier n’est joint : demandez-lui le justificatif";
    assert!(banc.lire(&dossier, &ars).await.corps.contains(sans));
    let verte = |corps: String| corps.contains("Tout est vérifié");
    let file = "/instruction?verification=vert";
    assert!(!banc.lire(file, &ars).await.corps.contains(&dossier), "not accepted with the green ones");
    envoyer(&terrain, &format!("{dossier}/pieces"), &soi, "recu.pdf", PDF).await;
    let page = banc.lire(&dossier, &ars).await.corps;
    assert!(page.contains("Le justificatif est joint au dossier.") && page.contains("1 fichier joint"));
    assert!(
        page.contains("Vérifications au moment de la décision") && page.contains(sans),
        "as it was filed"
    );
    assert!(verte(banc.lire("/instruction", &ars).await.corps));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_mk_ne_donne_pas_la_parole_de_sa_cpts() {
    let (terrain, cpts) = var("parole-var");
    let banc = &terrain.banc;
    let soi = terrain.entrer("mk.var", Acteur::Mk { praticien: mk(5) });
    let ars = terrain.entrer("ars.var", Acteur::AgentArs { departements: vec!["83".parse().unwrap()] });
    let corps = format!("cpts={cpts}&justificatif=recu-adhesion");
    let dossier = banc.poster("/mes-declarations", &soi, &corps).await.entete("location").to_owned();
    let demande = "version=2&pieces=justificatif-cpts";
    banc.poster(&format!("{dossier}/demander-completion"), &ars, demande).await;
    assert!(!banc.lire(&dossier, &soi).await.corps.contains("Attestation de la CPTS sur la plateforme"));
    let deposer = format!("{dossier}/deposer");
    let ruse = banc.poster(&deposer, &soi, "version=3&justificatif=attestation-cpts").await;
    assert_eq!(ruse.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(ruse.corps.contains("Seule la CPTS atteste"), "{}", ruse.corps);
    let champs = [("version", "3"), ("justificatif", "recu-adhesion"), ("reference", "Reçu n° 7")];
    let faux = banc.televerser(&deposer, &soi, &champs, Some(("recu.pdf", b"MZ".as_slice()))).await;
    assert_eq!(faux.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(faux.corps.contains("erreur-fichier") && faux.corps.contains("Reçu n° 7"), "{}", faux.corps);
    let fait = banc.televerser(&deposer, &soi, &champs, Some(("recu.pdf", PDF))).await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
    assert!(banc.lire(&dossier, &ars).await.corps.contains("1 fichier joint"));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_numero_que_l_annuaire_ignore_s_accepte_en_ecrivant_pourquoi() {
    let terrain = Terrain::new("rouge-motive", 2);
    let banc = &terrain.banc;
    let dossiers = terrain.declarer(&[0, 1]).await;
    extraire(banc, date(2026, 3, 2), &[(1, "45")]);
    let dossier = &dossiers[0];
    let accepter = format!("{dossier}/accepter");
    assert!(banc.lire(dossier, &terrain.ars).await.corps.contains("elle ne décide pas"));
    let muet = banc.poster(&accepter, &terrain.ars, "version=2").await;
    assert_eq!(muet.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(muet.corps.contains("écrivez pourquoi vous acceptez malgré elle"), "{}", muet.corps);
    let jeton = banc.jeton(banc.compte("ars.api", acteur(droit::acces::Role::AgentArs)), Portee::TOUTES);
    let gestes = format!("/api/v1{dossier}/gestes");
    let par_programme = banc.poster(&gestes, &jeton, r#"{"geste":"accepter","version":2}"#).await;
    assert_eq!(par_programme.statut, StatusCode::UNPROCESSABLE_ENTITY, "{}", par_programme.corps);
    assert!(par_programme.corps.contains("precision"));
    let mots = "version=2&precision_de_l_acceptation=Inscription+a+l%E2%80%99Ordre+v%C3%A9rifi%C3%A9e.";
    assert_eq!(banc.poster(&accepter, &terrain.ars, mots).await.statut, StatusCode::SEE_OTHER);
    let page = banc.lire(dossier, &terrain.ars).await.corps;
    assert!(page.contains("Inscription a l’Ordre vérifiée."), "{page}");
    assert!(page.contains("Annuaire Santé, extraction du 02/03/2026, réponse du 2 mars 2026"), "{page}");
    let vert = banc.poster(&format!("{}/accepter", dossiers[1]), &terrain.ars, "version=2").await;
    assert_eq!(vert.statut, StatusCode::SEE_OTHER, "no words where nothing is red");
}

#[tokio::test(flavor = "multi_thread")]
async fn une_cpts_ne_radie_personne_et_ne_date_rien_du_passe() {
    let terrain = Terrain::new("retrait-reserve", 1);
    let banc = &terrain.banc;
    let dossier = terrain.declarer(&[0]).await.remove(0);
    banc.poster(&format!("{dossier}/accepter"), &terrain.ars, "version=2").await;
    banc.app.horloge.avancer(jiff::SignedDuration::from_hours(24 * 3));
    let retirer = format!("{dossier}/retirer");
    let page = banc
        .lire(&dossier, &terrain.entrer("cpts3", acteur(droit::acces::Role::CoordinationCpts)))
        .await
        .corps;
    let coordination = terrain.entrer("cpts2", acteur(droit::acces::Role::CoordinationCpts));
    let ars = terrain.entrer("ars2", acteur(droit::acces::Role::AgentArs));
    assert!(page.contains("Fin d’adhésion") && !page.contains("value=\"radiation\""), "{page}");
    for (corps, dit) in [
        ("version=3&motif=radiation&au=2026-03-12", "réservé à l’ARS"),
        ("version=3&motif=fin-adhesion&au=2026-03-09", "seule l’ARS date une fin du passé"),
    ] {
        let refus = banc.poster(&retirer, &coordination, corps).await;
        assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY, "{dit}");
        assert!(refus.corps.contains(dit), "{}", refus.corps);
    }
    let constate = banc.poster(&retirer, &ars, "version=3&motif=radiation&au=2026-03-10").await;
    assert_eq!(constate.statut, StatusCode::SEE_OTHER, "{}", constate.corps);
}
