//! The check against the national directory: on the file of a declaration, once an extraction was imported.

use droit::annuaire::GenreChangement;
use entrepot::annuaire::{Bascule, Disparitions};
use formats::annuaire_sante::{ExtractionFictive, entete_fictive};
use jiff::civil::{Date, date};
use plateforme::annuaire_sante::{Demande, Rejets, importer};
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
