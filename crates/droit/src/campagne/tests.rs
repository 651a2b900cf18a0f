//! The stories of a campaign: who answers, when, what stays.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::declaration::Declarant;
use crate::identifiant::{CampagneId, CompteId, PraticienId};

const LE: Date = date(2027, 1, 11);

fn auteur(aujourd_hui: Date) -> Declarant {
    Declarant { compte: CompteId::new(1), aujourd_hui, maintenant: Timestamp::UNIX_EPOCH }
}

fn nouvelle(annee: i16, echeance: Date) -> Nouvelle {
    Nouvelle { id: CampagneId::new(1), departement: "45".parse().unwrap(), annee, echeance }
}

fn campagne() -> Campagne {
    *nouvelle(2026, date(2027, 2, 28)).ouvrir(&auteur(LE)).unwrap().campagne()
}

fn fiche(etat: EtatFicheAnnuelle) -> FicheAnnuelle {
    FicheAnnuelle { campagne: CampagneId::new(1), praticien: PraticienId::new(1), etat, version: 0 }
}

fn reponse(activite: u32, motif: Option<&str>) -> Reponse {
    Reponse { activite, commentaire: None, motif: motif.map(|mots| mots.parse().unwrap()) }
}

fn chiffres(seances: u64) -> Chiffres {
    Chiffres { seances, ..Chiffres::default() }
}

#[test]
fn une_campagne_s_ouvre_sur_une_annee_commencee_et_une_echeance_a_venir() {
    let ouvrir = |annee, echeance| nouvelle(annee, echeance).ouvrir(&auteur(LE)).map(|_| ());
    assert_eq!(ouvrir(2026, LE), Ok(()));
    assert_eq!(ouvrir(2027, LE), Err(EmpechementCampagne::EcheanceAvantLaFin), "nobody could answer yet");
    assert_eq!(ouvrir(2027, date(2028, 2, 1)), Ok(()));
    assert_eq!(ouvrir(2028, LE), Err(EmpechementCampagne::Annee));
    assert_eq!(ouvrir(2023, LE), Err(EmpechementCampagne::Annee));
    assert_eq!(ouvrir(2026, date(2027, 1, 10)), Err(EmpechementCampagne::EcheancePassee));
}

#[test]
fn une_campagne_close_se_rouvre_en_la_prolongeant() {
    let close = *campagne().avancer(GesteCampagne::Clore, &auteur(LE)).unwrap().campagne();
    assert_eq!(close.avancer(GesteCampagne::Clore, &auteur(LE)), Err(EmpechementCampagne::Etape));
    let geste = GesteCampagne::Prolonger(date(2027, 3, 31));
    let prolongee = close.avancer(geste, &auteur(LE)).unwrap();
    assert_eq!(prolongee.campagne().etat, EtatCampagne::Ouverte);
}

#[test]
fn une_fiche_ne_se_valide_qu_une_fois_l_annee_finie() {
    let campagne = *nouvelle(2027, date(2028, 2, 28)).ouvrir(&auteur(LE)).unwrap().campagne();
    let valider = |le| {
        let attendue = fiche(EtatFicheAnnuelle::Attendue);
        attendue.valider(&campagne, chiffres(120), reponse(3_000, None), &auteur(le)).map(|_| ())
    };
    let en_cours = EmpechementFicheAnnuelle::AnneeEnCours { annee: 2027, suivante: 2028 };
    assert_eq!(valider(date(2027, 12, 31)), Err(en_cours));
    assert!(en_cours.to_string().contains("1er janvier 2028"));
    assert_eq!(valider(date(2028, 1, 1)), Ok(()));
}

#[test]
fn le_rappel_le_plus_proche_de_l_echeance_est_seul_du() {
    let rappel = |le| campagne().rappel_du(&[30, 7, 1], le);
    assert_eq!(rappel(date(2027, 1, 28)), None);
    assert_eq!(rappel(date(2027, 1, 29)), Some(30));
    assert_eq!(rappel(date(2027, 2, 21)), Some(7));
    assert_eq!(rappel(date(2027, 2, 28)), Some(1));
    assert_eq!(rappel(date(2027, 3, 1)), None, "late is told otherwise");
}

#[test]
fn la_part_d_activite_ne_depasse_pas_tout() {
    let valider = |activite| {
        fiche(EtatFicheAnnuelle::Attendue).valider(
            &campagne(),
            chiffres(120),
            reponse(activite, None),
            &auteur(LE),
        )
    };
    assert_eq!(valider(119).unwrap_err(), EmpechementFicheAnnuelle::ActiviteTropFaible { seances: 120 });
    let fait = valider(1_600).unwrap();
    assert_eq!((fait.contenu().numero, fait.contenu().chiffres.part(1_600)), (1, Some(75)));
    assert_eq!(chiffres(0).part(0), None);
}

#[test]
fn une_correction_est_une_nouvelle_version_avec_son_motif() {
    let validee = fiche(EtatFicheAnnuelle::Validee { le: LE, numero: 1 });
    let sans = validee.valider(&campagne(), chiffres(1), reponse(10, None), &auteur(LE));
    assert_eq!(sans.unwrap_err(), EmpechementFicheAnnuelle::MotifManquant);
    let fait = validee.valider(&campagne(), chiffres(1), reponse(10, Some("Oubli")), &auteur(LE)).unwrap();
    assert_eq!(fait.contenu().numero, 2);
}

#[test]
fn l_ars_renvoie_une_fiche_validee_et_elle_seule() {
    let motif = || "Activité à revoir.".parse().unwrap();
    let attendue = fiche(EtatFicheAnnuelle::Attendue).renvoyer(&campagne(), motif(), &auteur(LE));
    assert_eq!(attendue.unwrap_err(), EmpechementFicheAnnuelle::Etape);
    let validee = fiche(EtatFicheAnnuelle::Validee { le: LE, numero: 1 });
    assert!(validee.renvoyer(&campagne(), motif(), &auteur(LE)).is_ok());
    let renvoyee = fiche(EtatFicheAnnuelle::Renvoyee { le: LE, motif: motif(), numero: 1 });
    let fait = renvoyee.valider(&campagne(), chiffres(1), reponse(10, None), &auteur(LE)).unwrap();
    assert_eq!(fait.contenu().numero, 2, "the reason is the ARS's");
}

#[test]
fn une_campagne_close_ne_recoit_plus_rien() {
    let close = *campagne().avancer(GesteCampagne::Clore, &auteur(LE)).unwrap().campagne();
    let issue =
        fiche(EtatFicheAnnuelle::Attendue).valider(&close, chiffres(1), reponse(10, None), &auteur(LE));
    assert_eq!(issue.unwrap_err(), EmpechementFicheAnnuelle::Close);
}

proptest! {
    #[test]
    fn la_part_est_bornee_et_croit_avec_les_seances(seances in 0u64..1_000_000, activite in 1u32..2_000_000) {
        prop_assume!(seances <= u64::from(activite));
        let part = chiffres(seances).part(activite).unwrap();
        prop_assert!(part <= 1_000);
        prop_assert!(chiffres(seances + 1).part(activite).unwrap() >= part);
    }
}
