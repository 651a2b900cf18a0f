//! The justificatif: where the local body takes it, when it leaves, and the copy that its patient asks for.

use axum::http::{StatusCode, header};
use droit::acces::Role;
use droit::document::Genre;
use droit::identifiant::DocumentId;
use droit::remise::{ObjetVolonte, Volonte};
use plateforme::remise::expedition;

use super::terrain::Dossier;
use crate::banc::{Porteur, acteur};
use crate::cabinet::formulaire;

const CAISSE: &str = "caisse@demo.mssante.invalid";
const BOITE: &str = "/administration/justificatifs/45/boite";

fn administrateur(dossier: &Dossier) -> Porteur {
    let compte = dossier.cabinet.banc.compte("administrateur", acteur(Role::Administrateur));
    dossier.cabinet.banc.session(compte)
}

#[tokio::test(flavor = "multi_thread")]
async fn la_caisse_qui_a_une_boite_y_recoit_le_justificatif_quand_le_praticien_l_envoie() {
    let dossier = Dossier::new("payeur-boite").await;
    let (banc, admin) = (&dossier.cabinet.banc, administrateur(&dossier));
    dossier.document(1, Genre::Justificatif);
    assert_eq!(dossier.etats(1), ["payeur main-propre compose"], "personne n’a dit où l’envoyer");
    let dehors = formulaire(&[("version", "0"), ("adresse", "caisse@exemple.fr")]);
    let refus = banc.poster(BOITE, &admin, &dehors).await;
    assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refus.corps.contains("caisse@exemple.fr") && refus.corps.contains("espace de confiance"),
        "{}",
        refus.corps
    );
    let juste = formulaire(&[("version", "0"), ("adresse", CAISSE)]);
    assert_eq!(banc.poster(BOITE, &admin, &juste).await.statut, StatusCode::SEE_OTHER);
    assert_eq!(banc.poster(BOITE, &admin, &juste).await.statut, StatusCode::CONFLICT);
    assert!(banc.lire("/administration/justificatifs/45", &admin).await.corps.contains(CAISSE));
    dossier.document(2, Genre::Justificatif);
    dossier.document(3, Genre::CompteRendu);
    expedition::tour(&dossier.app).await.unwrap();
    assert_eq!(dossier.etats(2), ["payeur mssante-professionnel compose"], "rien ne part seul");
    assert!(!dossier.etats(3).iter().any(|etat| etat.starts_with("payeur")));
    let remise = format!("/remises/{}", dossier.remises(2).first().unwrap().suivie.id);
    let page = banc.lire(&remise, dossier.mk()).await.corps;
    assert!(page.contains(CAISSE) && page.contains("À envoyer à la boîte de la caisse"), "{page}");
    assert_eq!(
        banc.poster(&format!("{remise}/envoyer"), dossier.mk(), "").await.statut,
        StatusCode::SEE_OTHER
    );
    expedition::tour(&dossier.app).await.unwrap();
    assert!(!dossier.etats(2).contains(&"payeur mssante-professionnel compose".to_owned()));
    let plus_rien = formulaire(&[("version", "1"), ("adresse", " ")]);
    assert_eq!(banc.poster(BOITE, &admin, &plus_rien).await.statut, StatusCode::SEE_OTHER);
    dossier.document(4, Genre::Justificatif);
    assert_eq!(dossier.etats(4), ["payeur main-propre compose"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn le_patient_a_une_copie_quand_il_la_demande_et_jamais_autrement() {
    let dossier = Dossier::new("payeur-copie").await;
    let (banc, mk) = (&dossier.cabinet.banc, dossier.mk());
    dossier.document(1, Genre::Justificatif);
    dossier.document(2, Genre::CompteRendu);
    let adresse = |rang: u128, fin: &str| format!("/documents/{}/{fin}", DocumentId::new(rang));
    let page = banc.lire(&adresse(1, "remises"), mk).await.corps;
    assert!(
        page.contains("Le patient en demande une copie") && !page.contains("Adresser à un autre médecin")
    );
    assert!(!banc.lire(&adresse(2, "remises"), mk).await.corps.contains("en demande une copie"));
    assert_eq!(banc.poster(&adresse(2, "copie-au-patient"), mk, "").await.statut, StatusCode::NOT_FOUND);
    let demandee = banc.poster(&adresse(1, "copie-au-patient"), mk, "").await;
    assert_eq!(demandee.statut, StatusCode::SEE_OTHER, "{}", demandee.corps);
    let attendus = ["patient mssante-patient compose", "payeur main-propre compose"];
    assert_eq!(dossier.etats(1), attendus, "il n’a pas encore dit s’il s’oppose à la messagerie");
    let encore = banc.poster(&adresse(1, "copie-au-patient"), mk, "").await;
    let la_meme = demandee.entete(header::LOCATION).trim_end_matches("?fait=copie").to_owned();
    assert_eq!(encore.entete(header::LOCATION), la_meme, "demandée deux fois, c’est la même");
    let reponse = formulaire(&[
        ("objet", ObjetVolonte::MessageriePatient.code()),
        ("volonte", Volonte::Opposition.code()),
    ]);
    assert_eq!(banc.poster(&format!("{la_meme}/volonte"), mk, &reponse).await.statut, StatusCode::SEE_OTHER);
    let etats = dossier.etats(1);
    assert!(etats.contains(&"patient main-propre compose".to_owned()), "sur papier : {etats:?}");
}
