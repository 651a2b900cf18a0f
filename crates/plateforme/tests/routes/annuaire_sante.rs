//! The check against the national directory: on the file of a declaration, once an extraction was imported.

use droit::annuaire::GenreChangement;
use droit::identifiant::rpps_de_demonstration;
use entrepot::annuaire::{Bascule, Disparitions};
use entrepot::annuaire_mssante;
use formats::annuaire_sante::{ExtractionFictive, boite_fictive, entete_des_boites, entete_fictive};
use jiff::civil::{Date, date};
use plateforme::annuaire_sante::{Arret, Demande, RapportDesBoites, Rejets, importer};
use plateforme::declaration::{Feu, Piece};

use crate::banc::Banc;
use crate::terrain::Terrain;

/// Imports an extraction where each of these MKs exercises in a department.
pub fn extraire(banc: &Banc, extrait_le: Date, mks: &[(u32, &str)]) -> Bascule {
    let lignes =
        mks.iter().map(|(rang, departement)| ExtractionFictive::ligne_de_mk(*rang, "L", departement));
    let texte: String = std::iter::once(entete_fictive()).chain(lignes).map(|ligne| ligne + "\n").collect();
    let demande = Demande {
        cle: banc.app.alea.uuid(banc.maintenant()),
        fichier: "essai.txt".to_owned(),
        extrait_le,
        maintenant: banc.maintenant(),
        disparitions: Disparitions::Suspectes,
    };
    let mut rejets = Rejets::vers(std::io::sink());
    importer(&banc.app.entrepot, &demande, texte.as_bytes(), &mut rejets, &mut |_| ()).unwrap().bascule
}

/// Imports an extraction of mailboxes: the rank of a doctor, an address of his.
pub fn importer_les_boites(banc: &Banc, boites: &[(u32, &str)]) -> Result<RapportDesBoites, Arret> {
    let lignes = boites.iter().map(|(rang, adresse)| boite_fictive(*rang, adresse));
    let texte: String =
        std::iter::once(entete_des_boites()).chain(lignes).map(|ligne| ligne + "\n").collect();
    importer_le_texte(banc, &texte, date(2026, 3, 1))
}

fn importer_le_texte(banc: &Banc, texte: &str, extrait_le: Date) -> Result<RapportDesBoites, Arret> {
    let demande = Demande {
        cle: banc.app.alea.uuid(banc.maintenant()),
        fichier: "boites.txt".to_owned(),
        extrait_le,
        maintenant: banc.maintenant(),
        disparitions: Disparitions::Suspectes,
    };
    let mut rejets = Rejets::vers(std::io::sink());
    plateforme::annuaire_sante::importer_les_boites(
        &banc.app.entrepot,
        (&demande, "systeme"),
        texte.as_bytes(),
        &mut rejets,
    )
}

#[test]
fn les_boites_s_importent_en_entier_ou_pas_du_tout_et_le_refus_dit_pourquoi() {
    let banc = Banc::new("boites");
    let connues = |rang| {
        let lues =
            banc.app.entrepot.lire_ici(move |tx| annuaire_mssante::boites(tx, &rpps_de_demonstration(rang)));
        lues.unwrap().into_iter().map(|boite| boite.adresse).collect::<Vec<_>>()
    };
    let adresses: Vec<(u32, String)> =
        (0..60).map(|rang| (rang, format!("dr{rang}@demo.mssante.invalid"))).collect();
    let toutes: Vec<(u32, &str)> = adresses.iter().map(|(rang, adresse)| (*rang, adresse.as_str())).collect();
    let rapport = importer_les_boites(&banc, &toutes).unwrap().to_string();
    assert!(rapport.contains("Boîtes de médecins : 60.") && rapport.contains("01/03/2026"), "{rapport}");
    assert_eq!(connues(7), ["dr7@demo.mssante.invalid"]);
    assert!(importer_les_boites(&banc, &toutes).unwrap().to_string().contains("déjà en place"));
    let entete = entete_des_boites();
    let une = boite_fictive(7, "change@demo.mssante.invalid");
    let lot = |lignes: &[&str]| format!("{entete}\n{}\n", lignes.join("\n"));
    let coupe = format!("{entete}\n{une}\nPER|coupe");
    let illisible = lot(&["n’importe quoi"; 40]);
    for (texte, jour, dit) in [
        (lot(&[une.as_str()]), date(2026, 3, 2), "60"),
        (lot(&[une.as_str()]), date(2026, 2, 1), "plus ancienne"),
        (lot(&[]), date(2026, 3, 2), "aucun médecin"),
        (coupe, date(2026, 3, 2), "s’arrête au milieu de la ligne 3"),
        (illisible, date(2026, 3, 2), "40 des 40 lignes sont illisibles"),
        (entete_fictive() + "\n", date(2026, 3, 2), "Extraction_Correspondance_MSSante"),
    ] {
        let refus = importer_le_texte(&banc, &texte, jour).unwrap_err().to_string();
        assert!(refus.contains("rien n’a changé") && refus.contains(dit), "{dit} : {refus}");
        assert_eq!(connues(7), ["dr7@demo.mssante.invalid"], "{dit}");
    }
    let nouvelles: Vec<(u32, &str)> =
        toutes.iter().skip(5).copied().chain([(7, "seconde@demo.mssante.invalid")]).collect();
    importer_les_boites(&banc, &nouvelles).unwrap();
    assert_eq!(connues(7), ["dr7@demo.mssante.invalid", "seconde@demo.mssante.invalid"]);
    assert_eq!(connues(2), Vec::<String>::new());
}

async fn dossier(terrain: &Terrain, adresse: &str) -> String {
    terrain.banc.lire(adresse, &terrain.ars).await.corps
}

#[tokio::test(flavor = "multi_thread")]
async fn l_annuaire_s_ajoute_aux_verifications_avec_sa_source_et_sa_date() {
    let terrain = Terrain::new("annuaire-sante", 3);
    let dossiers = terrain.declarer(&[0, 1, 2]).await;
    let avant = dossier(&terrain, &dossiers[0]).await;
    assert!(!avant.contains("(Annuaire Santé,"));
    assert_eq!(feu(&terrain.banc, &dossiers[2]), Feu::Vert);
    extraire(&terrain.banc, date(2026, 3, 2), &[(0, "45"), (1, "28")]);

    let (present, ailleurs, inconnu) = (
        dossier(&terrain, &dossiers[0]).await,
        dossier(&terrain, &dossiers[1]).await,
        dossier(&terrain, &dossiers[2]).await,
    );
    let source = "(Annuaire Santé, extraction du 02/03/2026).";
    assert!(present.contains("avec une activité dans le département 45") && present.contains(source));
    assert!(ailleurs.contains("sans activité dans le département 45") && ailleurs.contains(source));
    assert!(
        inconnu.contains("Aucun masseur-kinésithérapeute ne porte ce numéro RPPS")
            && inconnu.contains(source)
    );

    let feux = dossiers.iter().map(|adresse| feu(&terrain.banc, adresse));
    assert_eq!(feux.collect::<Vec<_>>(), [Feu::Vert, Feu::Orange, Feu::Rouge]);
}

/// The light of a declaration, by its address.
fn feu(banc: &Banc, adresse: &str) -> Feu {
    let id = adresse.trim_start_matches("/declarations/").parse().unwrap();
    let piece = banc.app.entrepot.lire_ici(move |tx| Piece::charger(tx, id)).unwrap().unwrap();
    piece.dossier.examiner(banc.app.reglement, date(2026, 3, 9)).feu()
}

#[tokio::test(flavor = "multi_thread")]
async fn un_demenagement_alerte_et_se_voit_au_dossier() {
    let terrain = Terrain::new("annuaire-demenage", 1);
    let dossiers = terrain.declarer(&[0]).await;
    extraire(&terrain.banc, date(2026, 3, 1), &[(0, "45")]);
    let Bascule::Faite(_, bilan) = extraire(&terrain.banc, date(2026, 3, 2), &[(0, "28")]) else {
        panic!("l’extraction a changé")
    };
    assert_eq!((bilan.alertes, bilan.changements[&GenreChangement::SortieDepartement]), (1, 1));
    assert!(dossier(&terrain, &dossiers[0]).await.contains("sans activité dans le département 45"));
}
