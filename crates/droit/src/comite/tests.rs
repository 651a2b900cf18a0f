//! The stories of a committee: its calendar, one ambassador per CPTS, minutes that stay, decisions that are followed.

use jiff::Timestamp;
use jiff::civil::{Date, date, time};

use super::*;
use crate::acces::Acteur;
use crate::declaration::Declarant;
use crate::identifiant::{CompteId, CptsId, DecisionComiteId, MembreId, PraticienId, ReunionId};
use crate::reglement::Reglement;
use crate::texte::TexteLibre;

const LE: Date = date(2026, 9, 1);

fn auteur(aujourd_hui: Date) -> Declarant {
    Declarant { compte: CompteId::new(1), aujourd_hui, maintenant: Timestamp::UNIX_EPOCH }
}

fn mots(texte: &str) -> TexteLibre {
    texte.parse().unwrap()
}

fn rendezvous(le: Date) -> Rendezvous {
    Rendezvous { le, heure: time(14, 0, 0, 0), duree: 120, lieu: "ARS, salle 2".parse().unwrap() }
}

fn reunion() -> Reunion {
    let nouvelle = NouvelleReunion {
        id: ReunionId::new(1),
        departement: "45".parse().unwrap(),
        rang: Some(3),
        rendezvous: rendezvous(date(2026, 9, 15)),
        organisateur: "comite@ars.example".parse().unwrap(),
        ordre_du_jour: Vec::new(),
        instantane: None,
    };
    nouvelle.convoquer(&auteur(LE)).unwrap().reunion().clone()
}

fn tenue() -> Reunion {
    let geste = GesteReunion::Tenir(vec![MembreId::new(1)]);
    reunion().avancer(geste, &auteur(date(2026, 9, 15))).unwrap().reunion().clone()
}

#[test]
fn le_comite_du_loiret_se_reunit_a_six_mois_un_an_puis_chaque_annee() {
    let reglement = Reglement::embarque().unwrap();
    let loiret = calendrier(reglement.parametres("45".parse().unwrap()), LE);
    let jours: Vec<Date> = loiret.echeances.unwrap().iter().map(|echeance| echeance.le).collect();
    let attendus = [
        date(2025, 2, 28),
        date(2025, 8, 28),
        date(2026, 8, 28),
        date(2027, 8, 28),
        date(2028, 8, 28),
        date(2029, 8, 28),
    ];
    assert_eq!(jours, attendus);
    let var = calendrier(reglement.parametres("83".parse().unwrap()), LE);
    assert_eq!(var.echeances, None, "nobody says: unknown");
    assert!(!var.mois.precision.is_empty());
}

#[test]
fn une_cpts_n_a_qu_un_ambassadeur_a_la_fois() {
    let nouveau = |id, institution, cpts| NouveauMembre {
        id: MembreId::new(id),
        departement: "45".parse().unwrap(),
        institution,
        cpts,
        praticien: Some(PraticienId::new(7)),
        nom: "Camille Exemple".parse().unwrap(),
        courriel: "camille@cpts.example".parse().unwrap(),
    };
    let une = Some(CptsId::new(1));
    let premier =
        nouveau(1, Institution::Ambassadeur, une).inscrire(&[], &auteur(LE)).unwrap().membre().clone();
    let second = nouveau(2, Institution::Ambassadeur, une);
    assert_eq!(
        second.clone().inscrire(std::slice::from_ref(&premier), &auteur(LE)).unwrap_err(),
        EmpechementMembre::DejaUnAmbassadeur
    );
    let parti = Membre { au: Some(date(2026, 8, 31)), ..premier.clone() };
    assert!(second.inscrire(&[parti], &auteur(LE)).is_ok());
    assert!(
        nouveau(3, Institution::Ambassadeur, Some(CptsId::new(2))).inscrire(&[premier], &auteur(LE)).is_ok()
    );
    assert_eq!(
        nouveau(4, Institution::Cpts, None).inscrire(&[], &auteur(LE)).unwrap_err(),
        EmpechementMembre::SansCpts
    );
    let ars = nouveau(5, Institution::Ars, une).inscrire(&[], &auteur(LE)).unwrap();
    assert_eq!((ars.membre().cpts, ars.membre().praticien), (None, None), "an ARS is tied to no CPTS");
}

#[test]
fn un_compte_lit_pour_sa_cpts_ou_pour_lui_meme() {
    let membre = |institution, praticien| Membre {
        id: MembreId::new(1),
        departement: "45".parse().unwrap(),
        institution,
        cpts: Some(CptsId::new(1)),
        praticien,
        nom: "Camille Exemple".parse().unwrap(),
        courriel: "camille@cpts.example".parse().unwrap(),
        du: LE,
        au: None,
    };
    let soi = PraticienId::new(7);
    let (cpts, ambassadeur) = (membre(Institution::Cpts, None), membre(Institution::Ambassadeur, Some(soi)));
    let coordination = |n| Acteur::CoordinationCpts { cpts: CptsId::new(n) };
    let mk = |praticien| Acteur::Mk { praticien };
    assert!(cpts.est_celui_de(&coordination(1)) && ambassadeur.est_celui_de(&mk(soi)));
    assert!(!cpts.est_celui_de(&coordination(2)) && !ambassadeur.est_celui_de(&mk(PraticienId::new(8))));
    assert!(!ambassadeur.est_celui_de(&coordination(1)), "an ambassador speaks for himself");
    assert!(!membre(Institution::Ambassadeur, None).est_celui_de(&mk(soi)), "nobody says who he is");
}

#[test]
fn une_reunion_pas_convoquee_se_rappelle_soixante_et_trente_jours_avant() {
    let echeance = Echeance { rang: 3, mois: 24, le: date(2026, 8, 28) };
    for (le, attendu) in [
        (date(2026, 6, 28), None),
        (date(2026, 6, 29), Some(60)),
        (date(2026, 7, 28), Some(60)),
        (date(2026, 7, 29), Some(30)),
        (date(2026, 8, 28), Some(30)),
        (date(2026, 8, 29), None),
    ] {
        assert_eq!(echeance.rappel_du(le), attendu, "{le}");
    }
}

#[test]
fn chaque_changement_de_l_invitation_avance_son_numero() {
    let deplacee =
        reunion().avancer(GesteReunion::Deplacer(rendezvous(date(2026, 9, 22))), &auteur(LE)).unwrap();
    assert_eq!(deplacee.reunion().sequence, 1);
    let annulee = deplacee.reunion().avancer(GesteReunion::Annuler(mots("Grève.")), &auteur(LE)).unwrap();
    assert_eq!(annulee.reunion().sequence, 2);
    let apres = annulee.reunion().avancer(GesteReunion::Ordonner(Vec::new()), &auteur(LE));
    assert_eq!(apres.unwrap_err(), EmpechementReunion::Etape);
    let ordonnee =
        reunion().avancer(GesteReunion::Ordonner(vec!["Point".parse().unwrap()]), &auteur(LE)).unwrap();
    assert_eq!(ordonnee.reunion().sequence, 0, "the agenda is no part of the invitation");
}

#[test]
fn les_presences_se_notent_le_jour_venu() {
    let tenir = |presents, le| reunion().avancer(GesteReunion::Tenir(presents), &auteur(le)).map(|_| ());
    let membre = vec![MembreId::new(1)];
    assert_eq!(tenir(membre.clone(), date(2026, 9, 14)), Err(EmpechementReunion::AVenir));
    assert_eq!(tenir(Vec::new(), date(2026, 9, 15)), Err(EmpechementReunion::SansPresent));
    assert_eq!(tenir(membre, date(2026, 9, 15)), Ok(()));
}

#[test]
fn un_compte_rendu_valide_ne_change_plus_et_une_version_dit_pourquoi() {
    let (reunion, auteur) = (tenue(), auteur(date(2026, 9, 20)));
    let brouillon = reunion.rediger(None, (mots("Un"), None), &auteur).unwrap().ecrit().clone();
    let encore = reunion.rediger(Some(&brouillon), (mots("Deux"), None), &auteur).unwrap().ecrit().clone();
    assert_eq!((encore.numero, encore.valide), (1, None), "a draft is written again");
    let valide = encore.valider(&auteur).unwrap().ecrit().clone();
    assert_eq!(valide.valider(&auteur).unwrap_err(), EmpechementReunion::Valide);
    let sans = reunion.rediger(Some(&valide), (mots("Trois"), None), &auteur);
    assert_eq!(sans.unwrap_err(), EmpechementReunion::MotifManquant);
    let nouvelle = reunion.rediger(Some(&valide), (mots("Trois"), Some(mots("Erreur"))), &auteur).unwrap();
    assert_eq!(nouvelle.ecrit().numero, 2);
    let avant = super::tests::reunion().rediger(None, (mots("Un"), None), &auteur);
    assert_eq!(avant.unwrap_err(), EmpechementReunion::NonTenue);
}

#[test]
fn une_decision_se_suit_et_revient_a_l_ordre_du_jour_en_retard_d_abord() {
    let (reunion, auteur) = (tenue(), auteur(date(2026, 9, 15)));
    let prise = |id, texte: &str, echeance| {
        let dite = (mots(texte), MembreId::new(1), echeance);
        reunion.decider(DecisionComiteId::new(id), dite, &auteur)
    };
    assert_eq!(prise(1, "Tôt", date(2026, 9, 14)).unwrap_err(), EmpechementDecision::Echeance);
    let une = prise(1, "Écrire aux médecins", date(2026, 12, 1)).unwrap().decision().clone();
    let autre = prise(2, "Former les\nambassadeurs", date(2026, 10, 1)).unwrap().decision().clone();
    let points = proposer(&["Analyses en retard"], &[une.clone(), autre], date(2026, 11, 1));
    assert_eq!(
        points,
        [
            "Chiffres de la période et participation par CPTS",
            "Analyses en retard",
            "Décision en retard : Former les ambassadeurs",
            "Décision à suivre : Écrire aux médecins",
            "Paroles des ambassadeurs, questions diverses",
        ]
    );
    let faite = une.avancer(&GesteDecision::Faire, &auteur).unwrap().suite().clone();
    assert_eq!(faite.avancer(&GesteDecision::Faire, &auteur).unwrap_err(), EmpechementDecision::Etape);
    assert!(!faite.en_retard(date(2027, 1, 1)));
    let reprise = faite.avancer(&GesteDecision::Reprendre, &auteur).unwrap();
    assert_eq!(reprise.suite().etat, EtatDecision::Ouverte);
}

#[test]
fn un_siege_que_personne_n_occupe_est_a_pourvoir() {
    let (une, autre) = (CptsId::new(1), CptsId::new(2));
    let inscrire = |id, institution, cpts| {
        let nouveau = NouveauMembre {
            id: MembreId::new(id),
            departement: "45".parse().unwrap(),
            institution,
            cpts,
            praticien: None,
            nom: "Zoé Fictive".parse().unwrap(),
            courriel: "z@comite.example".parse().unwrap(),
        };
        nouveau.inscrire(&[], &auteur(LE)).unwrap().membre().clone()
    };
    let siege = |institution, cpts| Siege { institution, cpts };
    let toutes = |cpts: &[CptsId]| sieges(Institution::TOUS, cpts);
    assert_eq!(toutes(&[une, autre]).len(), 5 + 2 + 2, "five institutions, each CPTS, each ambassador");
    assert_eq!(
        sieges(&[Institution::Ars, Institution::Cpts], &[une]).len(),
        2,
        "those that the rules name alone"
    );
    let mut membres =
        vec![inscrire(1, Institution::Ars, None), inscrire(2, Institution::Ambassadeur, Some(une))];
    let libres = a_pourvoir(toutes(&[une, autre]), &membres, LE);
    assert_eq!(libres.len(), 7);
    assert!(!libres.contains(&siege(Institution::Ambassadeur, Some(une))));
    assert!(libres.contains(&siege(Institution::Ambassadeur, Some(autre))), "of another CPTS");
    assert!(libres.contains(&siege(Institution::Cpts, Some(une))), "an ambassador is not the coordination");
    membres[0].au = Some(LE);
    assert!(
        a_pourvoir(toutes(&[une]), &membres, LE).contains(&siege(Institution::Ars, None)),
        "his mandate ended"
    );
}

#[test]
fn une_reunion_regarde_les_periodes_commencees_et_finies_depuis_un_an_au_plus() {
    let reunion = reunion();
    let annee = |annee| (date(annee, 1, 1), date(annee, 12, 31));
    assert!(reunion.regarde(annee(2025)), "the last complete year");
    assert!(reunion.regarde(annee(2026)), "the one in progress");
    assert!(!reunion.regarde(annee(2024)), "over for more than a year");
    assert!(!reunion.regarde(annee(2030)), "not begun");
}
