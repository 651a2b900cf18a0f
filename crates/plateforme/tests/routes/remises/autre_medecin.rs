//! Another doctor than the patient's own: owed once the patient agreed, or addressed by name.

use axum::http::{StatusCode, header};
use droit::document::{Genre, MedecinTraitant};
use droit::identifiant::rpps_de_demonstration;
use droit::remise::{ObjetVolonte, Volonte};
use plateforme::remise::expedition;

use super::terrain::Dossier;
use crate::cabinet::{EPISODE, formulaire};

const DOCUMENT: &str = "/documents/00000000-0000-0000-0000-000000000001/remises";

async fn poster(dossier: &Dossier, adresse: &str, champs: &[(&str, &str)]) -> crate::banc::Rendu {
    dossier.cabinet.banc.poster(adresse, dossier.mk(), &formulaire(champs)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn l_accord_note_apres_la_validation_compose_ce_qui_est_du_meme_sans_boite() {
    let dossier = Dossier::new("autre-accord").await;
    dossier.document_pour(1, Genre::Bilan, MedecinTraitant::Aucun);
    assert_eq!(dossier.etats(1), ["dmp dmp compose", "patient mssante-patient compose"]);
    let note = poster(&dossier, &format!("{EPISODE}/medecin-traitant"), &[("connu", "non")]).await;
    assert_eq!(note.statut, StatusCode::SEE_OTHER, "{}", note.corps);
    assert_eq!(dossier.etats(1).len(), 2, "sans accord, rien n’est dû à un autre");
    let accord =
        [("objet", "autre-medecin"), ("volonte-autre-medecin", "accord"), ("le-autre-medecin", "2026-03-09")];
    let dit = poster(&dossier, &format!("{EPISODE}/patient/volonte"), &accord).await;
    assert_eq!(dit.statut, StatusCode::SEE_OTHER, "{}", dit.corps);
    assert!(dossier.etats(1).contains(&"autre-medecin main-propre compose".to_owned()));
    let encore = poster(&dossier, &format!("{EPISODE}/patient/volonte"), &accord).await;
    assert_eq!(encore.statut, StatusCode::SEE_OTHER);
    assert_eq!(dossier.etats(1).len(), 3, "une seule fois : {:?}", dossier.etats(1));
    let page = dossier.cabinet.banc.lire("/remises", dossier.mk()).await.corps;
    assert!(page.contains("créez un lien sécurisé"), "{page}");
    let oppose = [
        ("objet", "autre-medecin"),
        ("volonte-autre-medecin", "opposition"),
        ("le-autre-medecin", "2026-03-09"),
    ];
    dossier.app.horloge.avancer(jiff::SignedDuration::from_secs(5));
    poster(&dossier, &format!("{EPISODE}/patient/volonte"), &oppose).await;
    assert!(dossier.etats(1).contains(&"autre-medecin main-propre annule".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_medecin_note_apres_la_validation_recoit_ce_qui_lui_est_du() {
    let dossier = Dossier::new("autre-medecin-note").await;
    dossier.document_pour(1, Genre::Bilan, MedecinTraitant::NonPrecise);
    let attend = "medecin-traitant main-propre compose".to_owned();
    assert!(dossier.etats(1).contains(&attend));
    let note = |rpps: String| {
        let dossier = &dossier;
        async move {
            let champs = [("connu", "oui"), ("nom", "Essai"), ("prenom", "Éloïse"), ("rpps", rpps.as_str())];
            let note = poster(dossier, &format!("{EPISODE}/medecin-traitant"), &champs).await;
            assert_eq!(note.statut, StatusCode::SEE_OTHER, "{}", note.corps);
        }
    };
    note(rpps_de_demonstration(3).to_string()).await;
    let dite = dossier.a_faire().into_iter().find(|r| r.suivie.destinataire.code() == "medecin-traitant");
    assert!(dite.unwrap().dit.unwrap().contains("adresse MSSanté du médecin"), "le médecin est connu");
    let boite = [("boite", "dr.test@demo.mssante.invalid")];
    poster(&dossier, &format!("{EPISODE}/patient/boite"), &boite).await;
    assert!(dossier.etats(1).contains(&"medecin-traitant mssante-professionnel en-file".to_owned()));
    note(rpps_de_demonstration(9).to_string()).await;
    let page = dossier.cabinet.banc.lire(&format!("{EPISODE}/patient"), dossier.mk()).await.corps;
    assert!(
        !page.contains("dr.test@demo"),
        "la boîte du médecin d’avant n’est pas celle du nouveau : {page}"
    );
    poster(&dossier, &format!("{EPISODE}/medecin-traitant"), &[("connu", "non")]).await;
    dossier.document_pour(2, Genre::CompteRendu, MedecinTraitant::NonPrecise);
    assert_eq!(dossier.etats(2), ["dmp dmp compose", "patient mssante-patient compose"]);
    note(rpps_de_demonstration(3).to_string()).await;
    assert!(dossier.etats(2).contains(&attend), "{:?}", dossier.etats(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_document_s_adresse_a_un_medecin_nomme_avec_l_accord_du_patient() {
    let dossier = Dossier::new("autre-nomme").await;
    let (banc, mk) = (&dossier.cabinet.banc, dossier.mk());
    dossier.document(1, Genre::Orientation);
    let specialiste =
        [("nom", "Dr Rhumato-Test"), ("moyen", "messagerie"), ("adresse", "integre@demo.mssante.invalid")];
    let refus = poster(&dossier, DOCUMENT, &specialiste).await;
    assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refus.corps.contains("Sans l’accord du patient"), "{}", refus.corps);
    let vide = poster(&dossier, DOCUMENT, &[("moyen", "messagerie"), ("adresse", "dr@exemple.fr")]).await;
    assert!(vide.corps.contains("espace de confiance") && vide.corps.contains("Cette ligne est vide"));
    let patient =
        [("nom", "X"), ("moyen", "messagerie"), ("adresse", "279035121518989@patient.mssante.invalid")];
    let refus = poster(&dossier, DOCUMENT, &patient).await;
    assert!(refus.corps.contains("celle d’un patient"), "{}", refus.corps);
    let accord = [specialiste.as_slice(), &[("accord", "oui")]].concat();
    let fait = poster(&dossier, DOCUMENT, &accord).await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
    let page = banc.lire(fait.entete(header::LOCATION), mk).await.corps;
    assert!(page.contains("Autre médecin, Dr Rhumato-Test"), "{page}");
    assert!(dossier.etats(1).contains(&"autre-medecin mssante-professionnel en-file".to_owned()));
    expedition::tour(&dossier.app).await.unwrap();
    assert!(dossier.etats(1).contains(&"autre-medecin mssante-professionnel accepte".to_owned()));
    let lien = poster(&dossier, DOCUMENT, &[("nom", "Dr Sans-Boîte"), ("moyen", "lien")]).await;
    assert_eq!(lien.statut, StatusCode::SEE_OTHER, "l’accord est au dossier : {}", lien.corps);
    let chemin = lien.entete(header::LOCATION).split('?').next().unwrap().to_owned();
    let cree = poster(&dossier, &format!("{chemin}/lien"), &[]).await;
    assert!(
        cree.corps.contains("Le lien est prêt") && cree.corps.contains("Dr Sans-Boîte"),
        "{}",
        cree.corps
    );
    let boite = [("boite", "dr.test@demo.mssante.invalid")];
    poster(&dossier, &format!("{EPISODE}/patient/boite"), &boite).await;
    let siennes = dossier.remises(1);
    let nommee = |nom: &str| siennes.iter().filter(|r| r.suivie.medecin.as_deref() == Some(nom)).count();
    assert_eq!((nommee("Dr Rhumato-Test"), nommee("Dr Sans-Boîte")), (1, 2), "rien de choisi n’a bougé");
    let confrere = &dossier.cabinet.confrere;
    assert_eq!(banc.poster(DOCUMENT, confrere, &formulaire(&accord)).await.statut, StatusCode::NOT_FOUND);
    dossier.app.horloge.avancer(jiff::SignedDuration::from_secs(5));
    dossier.dire(ObjetVolonte::AutreMedecin, Volonte::Opposition);
    let refus = poster(&dossier, DOCUMENT, &specialiste).await;
    assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY, "il s’oppose depuis");
}
