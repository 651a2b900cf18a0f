//! An identity corrected after validation: the file changes, sealed documents do not, and the page says the way out.

use axum::http::{StatusCode, header};
use droit::document::Genre;
use droit::identifiant::{StatutIdentite, rpps_de_demonstration};
use droit::remise::{ObjetVolonte, Volonte};
use entrepot::{Echec, patient};
use plateforme::remise::expedition;

use super::terrain::Dossier;
use crate::cabinet::{EPISODE, formulaire};

fn fiche(dossier: &Dossier) -> patient::Patient {
    let (cle, trousseau) = (dossier.patient, dossier.app.entrepot.trousseau().clone());
    let lue =
        dossier.app.entrepot.lire_ici(move |tx| patient::charger(tx, &trousseau, cle)?.ok_or(Echec::Absent));
    lue.unwrap()
}

fn champs<'a>(version: &'a str, autres: &[(&'a str, &'a str)]) -> String {
    let mut champs = vec![
        ("version", version),
        ("nom", "Pat-Troix"),
        ("prenom", "Dominique"),
        ("prenoms", "Dominique Marie-Louise"),
        ("sexe", "F"),
        ("ne_le", "1979-03-28"),
        ("lieu_naissance", "51215"),
        ("motif", "Nom mal lu sur la carte d’identité."),
    ];
    for (nom, valeur) in autres {
        champs.retain(|(connu, _)| connu != nom);
        champs.push((nom, valeur));
    }
    formulaire(&champs)
}

async fn corriger(dossier: &Dossier, autres: &[(&str, &str)]) -> crate::banc::Rendu {
    let version = fiche(dossier).version.to_string();
    let corps = champs(&version, autres);
    dossier.cabinet.banc.poster(&format!("{EPISODE}/patient/correction"), dossier.mk(), &corps).await
}

#[tokio::test(flavor = "multi_thread")]
async fn un_nom_mal_saisi_se_corrige_avec_son_motif_et_l_identite_redevient_provisoire() {
    let dossier = Dossier::new("correction-nom").await;
    let (banc, mk) = (&dossier.cabinet.banc, dossier.mk());
    let adresse = format!("{EPISODE}/patient/correction");
    let page = banc.lire(&adresse, mk).await.corps;
    assert!(page.contains("value=\"Pat-Trois\"") && page.contains("value=\"1979-03-28\""), "{page}");
    for (champ, valeur, attendu) in [
        ("motif", "", "Dites ce qui était faux"),
        ("nom", "Pat-Trois", "Rien ne change"),
        ("nom", "Pat\u{FFFE}Troix", "caractère invisible"),
        ("prenom", "Anne", "commence par le premier prénom"),
        ("ne_le", "2027-01-01", "entre 1900 et aujourd’hui"),
    ] {
        let refus = corriger(&dossier, &[(champ, valeur)]).await;
        assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY, "{attendu}");
        assert!(refus.corps.contains(attendu), "{attendu} : {}", refus.corps);
    }
    let perimee = champs("0", &[]);
    assert_eq!(banc.poster(&adresse, mk, &perimee).await.statut, StatusCode::CONFLICT);
    let fait = corriger(&dossier, &[]).await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
    let apres = fiche(&dossier).identite;
    assert_eq!((apres.traits.nom_naissance(), apres.statut), ("Pat-Troix", StatutIdentite::Provisoire));
    assert!(apres.ins.is_some(), "le matricule dit le même sexe et le même mois : il reste au dossier");
    let page = banc.lire(&adresse, mk).await.corps;
    for attendu in ["Corrections déjà faites", "Pat-Trois", "Nom mal lu sur la carte"] {
        assert!(page.contains(attendu), "{attendu} : {page}");
    }
    let confrere = &dossier.cabinet.confrere;
    assert_eq!(banc.lire(&adresse, confrere).await.statut, StatusCode::NOT_FOUND);
    assert_eq!(banc.poster(&adresse, confrere, &champs("3", &[])).await.statut, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn un_document_aux_anciens_traits_ne_part_plus_et_sa_correction_porte_les_nouveaux() {
    let dossier = Dossier::new("correction-document").await;
    let (banc, mk) = (&dossier.cabinet.banc, dossier.mk());
    let rpps = rpps_de_demonstration(70_005).to_string();
    let medecin = [("connu", "oui"), ("nom", "Médecin-Test"), ("prenom", "Camille"), ("rpps", &rpps)];
    let note = banc.poster(&format!("{EPISODE}/medecin-traitant"), mk, &formulaire(&medecin)).await;
    assert_eq!(note.statut, StatusCode::SEE_OTHER, "{}", note.corps);
    dossier.boite_du_medecin("integre@demo.mssante.invalid");
    dossier.dire(ObjetVolonte::Dmp, Volonte::Accord);
    dossier.document(1, Genre::Orientation);
    let en_file = "medecin-traitant mssante-professionnel en-file".to_owned();
    assert!(dossier.etats(1).contains(&en_file));
    assert_eq!(corriger(&dossier, &[]).await.statut, StatusCode::SEE_OTHER);
    expedition::tour(&dossier.app).await.unwrap();
    assert_eq!(
        dossier.etats(1),
        [
            "dmp dmp compose",
            "medecin-traitant mssante-professionnel compose",
            "patient mssante-patient compose"
        ],
        "rien ne part sous les anciens traits"
    );
    let attente = dossier.a_faire();
    let dite = attente.iter().find(|r| r.suivie.destinataire.code() == "medecin-traitant").unwrap();
    assert!(dite.dit.as_deref().unwrap().contains("la nouvelle version portera les bons traits"));
    let page = banc.lire(&format!("/remises/{}", dite.suivie.id), mk).await.corps;
    assert!(page.contains("Ce document ne dit plus ce qui est au dossier"), "{page}");
    assert!(!page.contains("/envoyer\""), "l’envoyer renverrait les mêmes octets : {page}");
    let document = format!("{EPISODE}/documents/00000000-0000-0000-0000-000000000001");
    let page = banc.lire(&document, mk).await.corps;
    assert!(page.contains("Ce document ne dit plus ce qui est au dossier"), "{page}");
    let corrige = banc.poster(&format!("{document}/corriger"), mk, "").await;
    assert_eq!(corrige.statut, StatusCode::SEE_OTHER, "{}", corrige.corps);
    let suite = valider_la_lettre(&dossier, corrige.entete(header::LOCATION)).await;
    let lue = banc.lire(&suite, mk).await.corps;
    assert!(lue.contains("Pat-Troix") && !lue.contains("ne dit plus ce qui est au dossier"), "{lue}");
    expedition::tour(&dossier.app).await.unwrap();
    let v2 = dossier.remises_de(suite.rsplit('/').next().unwrap().split('?').next().unwrap());
    let partie = v2.iter().find(|r| r.suivie.destinataire.code() == "medecin-traitant").unwrap();
    assert_eq!(partie.suivie.remise.etat.code(), "accepte");
}

/// Validates the draft that this address shows, as it is filled.
async fn valider_la_lettre(dossier: &Dossier, adresse: &str) -> String {
    let (banc, mk) = (&dossier.cabinet.banc, dossier.mk());
    let page = banc.lire(adresse, mk).await.corps;
    let entre = |nom: &str| {
        let debut = format!("name=\"{nom}\" value=\"");
        page.split_once(&debut).unwrap().1.split('"').next().unwrap().to_owned()
    };
    let (cle, version) = (entre("brouillon"), entre("version"));
    let corps = formulaire(&[
        ("brouillon", &cle),
        ("version", &version),
        ("geste", "valider"),
        ("motif", "sans-amelioration"),
        ("destination", "medecin-traitant"),
        ("urgence", "sous-72h"),
        ("question", "Une imagerie vous paraît-elle utile ?"),
    ]);
    let valide = banc.poster(adresse, mk, &corps).await;
    assert_eq!(valide.statut, StatusCode::SEE_OTHER, "{}", valide.corps);
    valide.entete(header::LOCATION).to_owned()
}
