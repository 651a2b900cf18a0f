//! Exports as the platform writes them, and everything that may be wrong in one.

use droit::identifiant::rpps_de_demonstration;
use proptest::prelude::*;

use super::*;

const TITRES: &str =
    "ID;Email;État du dossier;Déposé le;Traité le;Numéro RPPS;Nom;Prénom;Statut;Nom de la CPTS;Commune";

fn lire(lignes: &str) -> Result<Vec<Dossier>, ExportInvalide> {
    lire_export(format!("{TITRES}\n{lignes}").as_bytes(), &Correspondance::usuelle())
}

fn ligne(numero: u32, etat: &str, traite: &str) -> String {
    let rpps = rpps_de_demonstration(numero);
    format!(
        "{numero};x@exemple.test;{etat};02/03/2026;{traite};{rpps};Essai;Camille;Titulaire;CPTS de l’Essai;Orléans"
    )
}

#[test]
fn un_export_se_lit_par_ses_titres() {
    let lus =
        lire(&format!("{}\n{}", ligne(1, "Accepté", "2026-03-05 10:00"), ligne(2, "En instruction", "")))
            .unwrap();
    assert_eq!(lus[0].etat, EtatDossier::Accepte);
    assert_eq!(lus[0].traite_le, Some("2026-03-05".parse().unwrap()));
    assert_eq!((lus[1].numero.valeur(), lus[1].traite_le), (2, None));
    assert_eq!(lus[1].commune, "Orléans");
}

#[test]
fn toutes_les_fautes_sont_dites_et_rien_n_est_garde() {
    let mauvaises = [
        ligne(1, "Accepté", ""),
        ligne(2, "Perdu", ""),
        ligne(3, "En instruction", "").replace(rpps_de_demonstration(3).as_str(), "99700000000"),
        ligne(4, "En instruction", "").replace("Titulaire", "Astronaute"),
        ligne(5, "Refusé", "01/03/2026"),
        ligne(6, "En instruction", ""),
        ligne(6, "En instruction", ""),
        ligne(7, "En instruction", "").replace("Titulaire", ""),
    ];
    let Err(ExportInvalide::Lignes(fautives)) = lire(&mauvaises.join("\n")) else {
        panic!("faults expected")
    };
    assert_eq!(fautives.iter().map(|f| f.ligne).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 8, 9]);
    assert!(fautives[5].raison.contains("deux fois"));
    assert!(fautives[6].raison.contains("le statut manque"), "inconnu, donc demandé");
    let sans = lire_export(b"ID;Nom\n1;Essai", &Correspondance::usuelle());
    assert!(matches!(sans, Err(ExportInvalide::ColonnesAbsentes(noms)) if noms.contains(&"numéro RPPS")));
}

#[test]
fn les_champs_de_l_api_donnent_le_meme_dossier() {
    let champs = [
        ("numero", "1"),
        ("state", "accepte"),
        ("dateDepot", "2026-03-02T08:00:00+01:00"),
        ("dateTraitement", "2026-03-05T08:00:00+01:00"),
        ("Numéro RPPS", rpps_de_demonstration(1).as_str()),
        ("Nom", "Essai"),
        ("Prénom", "Camille"),
        ("Statut", "Titulaire"),
        ("Nom de la CPTS", "CPTS de l’Essai"),
        ("Commune", "Orléans"),
    ]
    .map(|(nom, valeur)| (nom.to_owned(), valeur.to_owned()));
    let de_l_api = de_champs(&[champs.to_vec()], &Correspondance::usuelle()).unwrap();
    let relus = de_champs(&[de_l_api[0].en_champs()], &Correspondance::usuelle()).unwrap();
    assert_eq!(relus, de_l_api);
    assert_eq!(de_l_api, lire(&ligne(1, "Accepté", "05/03/2026")).unwrap());
}

#[test]
fn la_correspondance_usuelle_se_lit_et_une_autre_se_corrige() {
    assert!(Correspondance::usuelle().place(Cle::Rpps, &["rpps".to_owned()]).is_some());
    assert!(Correspondance::lire("inconnu = X").is_err() && Correspondance::lire("sans egal").is_err());
}

proptest! {
    #[test]
    fn aucun_export_ne_fait_paniquer(texte in ".{0,300}") {
        drop(lire(&texte));
    }
}
