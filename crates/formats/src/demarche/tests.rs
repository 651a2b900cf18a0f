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

/// A dossier of a CPTS that names these MKs, name then first name.
fn dossier_d_une_cpts(rangees: &[[&str; 3]]) -> DossierLu {
    let textes = |champs: &[(&str, &str)]| {
        champs.iter().map(|(nom, valeur)| ((*nom).to_owned(), (*valeur).to_owned())).collect::<Vec<_>>()
    };
    let fixes = [
        ("numero", "12"),
        ("state", "en_instruction"),
        ("dateDepot", "2026-03-02T08:00:00+01:00"),
        ("CPTS", "CPTS de l’Essai"),
        ("Nom", "Coordination"),
    ];
    let rangee = |[rpps, nom, prenom]: &[&str; 3]| {
        textes(&[("Numéro RPPS", rpps), ("Nom d’exercice", nom), ("Prénom", prenom), ("Statut", "Titulaire")])
    };
    DossierLu {
        champs: textes(&fixes),
        demandeur: textes(&[("Nom", "Demande"), ("Prénom", "Lou")]),
        blocs: vec![vec![textes(&[("Commentaire", "rien")])], rangees.iter().map(rangee).collect()],
    }
}

#[test]
fn un_dossier_qui_nomme_plusieurs_mk_donne_une_ligne_par_mk_et_jamais_le_demandeur() {
    let titres = Correspondance::usuelle();
    let (un, deux) = (rpps_de_demonstration(1), rpps_de_demonstration(2));
    let lu = dossier_d_une_cpts(&[[un.as_str(), "Essai", "Camille"], [deux.as_str(), "Preuve", "Dominique"]]);
    let dossiers = de_champs(&lu.lignes(&titres), &titres).unwrap();
    let vus: Vec<_> =
        dossiers.iter().map(|d| (d.numero.to_string(), d.rpps.clone(), d.nom.as_str())).collect();
    assert_eq!(vus, [("12-1".to_owned(), un, "Essai"), ("12-2".to_owned(), deux, "Preuve")]);
    let relus: Vec<_> = dossiers.iter().map(Dossier::en_champs).collect();
    assert_eq!(de_champs(&relus, &titres).unwrap(), dossiers, "kept and read back");
    let sans_nom = dossier_d_une_cpts(&[[rpps_de_demonstration(3).as_str(), "", "Camille"]]);
    let Err(ExportInvalide::Lignes(fautives)) = de_champs(&sans_nom.lignes(&titres), &titres) else {
        panic!("a fault expected")
    };
    assert!(fautives[0].raison.contains("12-1") && fautives[0].raison.contains("« nom »"), "{fautives:?}");
}

#[test]
fn un_dossier_sans_bloc_de_mk_est_celui_de_son_demandeur() {
    let titres = Correspondance::usuelle();
    let mut lu = dossier_d_une_cpts(&[]);
    lu.champs.retain(|(nom, _)| nom != "Nom");
    lu.champs.extend([("RPPS".to_owned(), rpps_de_demonstration(1).to_string())]);
    lu.champs.extend([("Statut".to_owned(), "Titulaire".to_owned())]);
    let dossiers = de_champs(&lu.lignes(&titres), &titres).unwrap();
    assert_eq!((dossiers[0].numero.rang(), dossiers[0].nom.as_str()), (0, "Demande"));
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
