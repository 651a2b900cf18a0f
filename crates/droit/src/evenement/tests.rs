//! The stories of an adverse event: its clock, who does what, what is refused.

use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::*;
use crate::declaration::Declarant;
use crate::episode::{Complement, GraviteEvenement};
use crate::identifiant::{CompteId, EvenementId, PraticienId};
use crate::reglement::Reglement;

const LE: Date = date(2026, 1, 12);

fn regle() -> RegleEvenement<'static> {
    let reglement = Reglement::embarque().unwrap();
    RegleEvenement::au(reglement.parametres("45".parse().unwrap()), LE)
}

fn auteur(aujourd_hui: Date) -> Declarant {
    Declarant { compte: CompteId::new(7), aujourd_hui, maintenant: Timestamp::UNIX_EPOCH }
}

fn signale(gravite: GraviteEvenement) -> Signalement {
    let faits = Faits {
        le: date(2026, 1, 10),
        gravite,
        complement: Complement::default(),
        circonstances: "Chute en se levant de la table.".parse().unwrap(),
        mesures: "Examen, appel du médecin.".parse().unwrap(),
    };
    let depot = Depot {
        id: EvenementId::new(1),
        par: PraticienId::new(1),
        departement: "45".parse().unwrap(),
        cpts: None,
        faits,
    };
    depot.deposer(&regle(), (LE, Timestamp::UNIX_EPOCH)).unwrap().signalement().clone()
}

fn pas(
    signalement: &Signalement,
    geste: GesteEvenement,
    partie: PartieEvenement,
    le: Date,
) -> Result<Signalement, EmpechementEvenement> {
    signalement.avancer(&geste, partie, &regle(), &auteur(le)).map(|fait| fait.suite().clone())
}

fn declarer(le: Date) -> GesteEvenement {
    GesteEvenement::Declarer { le, numero: None }
}

fn analyser() -> GesteEvenement {
    let texte = || "Mots.".parse().unwrap();
    GesteEvenement::Analyser { gestion: texte(), causes: texte(), actions: texte() }
}

fn clore(suite: SuiteEvenement) -> GesteEvenement {
    GesteEvenement::Clore { suite, mots: None }
}

#[test]
fn un_evenement_grave_rappelle_a_soixante_et_quatre_vingt_cinq_jours_puis_dit_son_retard() {
    let grave = signale(GraviteEvenement::Grave);
    let attente = |le| grave.attente(&regle(), le);
    let rappel = |le| grave.rappel_du(&regle(), le);
    assert_eq!(grave.echeance(&regle()), Some(date(2026, 4, 12)));
    assert_eq!(attente(LE), Attente::Declaration { depuis: LE });
    assert_eq!(rappel(date(2026, 3, 12)), None);
    assert_eq!(rappel(date(2026, 3, 13)), Some(Jalon::Jour(60)));
    assert_eq!(rappel(date(2026, 4, 6)), Some(Jalon::Jour(60)));
    assert_eq!(rappel(date(2026, 4, 7)), Some(Jalon::Jour(85)));
    assert_eq!(rappel(date(2026, 4, 12)), Some(Jalon::Jour(85)), "the last day is not late");
    assert_eq!(rappel(date(2026, 4, 13)), Some(Jalon::Depasse));
    assert_eq!(attente(date(2026, 4, 13)), Attente::EnRetard { echeance: date(2026, 4, 12) });
    assert!(grave.a_declarer(&regle(), date(2026, 4, 13)), "late, and still to be declared");
}

#[test]
fn les_deux_volets_arretent_l_horloge_dans_l_ordre() {
    use PartieEvenement::Praticien;
    let grave = signale(GraviteEvenement::Deces);
    assert_eq!(pas(&grave, analyser(), Praticien, LE), Err(EmpechementEvenement::Etape));
    let declare = pas(&grave, declarer(LE), Praticien, LE).unwrap();
    let echeance = Some(date(2026, 4, 12));
    assert_eq!(declare.attente(&regle(), LE), Attente::Analyse { echeance });
    assert_eq!(pas(&declare, declarer(LE), Praticien, LE), Err(EmpechementEvenement::Etape));
    let complet = pas(&declare, analyser(), Praticien, date(2026, 3, 1)).unwrap();
    assert_eq!(complet.attente(&regle(), date(2027, 1, 1)), Attente::Rien);
    assert_eq!(complet.rappel_du(&regle(), date(2027, 1, 1)), None);
}

#[test]
fn la_declaration_au_portail_n_est_ni_a_venir_ni_avant_l_evenement() {
    let grave = signale(GraviteEvenement::Grave);
    let declarer = |le| pas(&grave, declarer(le), PartieEvenement::Praticien, LE);
    assert_eq!(declarer(date(2026, 1, 13)), Err(EmpechementEvenement::AVenir));
    assert_eq!(declarer(date(2026, 1, 9)), Err(EmpechementEvenement::AvantLEvenement));
    assert!(declarer(date(2026, 1, 10)).is_ok());
}

#[test]
fn un_evenement_benin_n_ouvre_aucun_volet_et_se_clot_apres_examen() {
    use PartieEvenement::Ars;
    let benin = signale(GraviteEvenement::Benin);
    assert_eq!((benin.volets.clone(), benin.attente(&regle(), LE)), (Volets::SansObjet, Attente::Rien));
    let suite = clore(SuiteEvenement::MesuresSuffisantes);
    assert_eq!(pas(&benin, suite.clone(), Ars, LE), Err(EmpechementEvenement::Etape), "nobody took it");
    let pris = pas(&benin, GesteEvenement::Prendre, Ars, LE).unwrap();
    assert_eq!(pas(&pris, GesteEvenement::Prendre, Ars, LE), Err(EmpechementEvenement::Etape));
    let clos = pas(&pris, suite, Ars, LE).unwrap();
    let motif = || "Élément nouveau.".parse().unwrap();
    let rouvert = pas(&clos, GesteEvenement::Rouvrir { motif: motif() }, Ars, LE).unwrap();
    assert_eq!(rouvert.etat.etape(), EtapeEvenement::EnExamen);
    let requalifier = GesteEvenement::Requalifier { gravite: GraviteEvenement::Grave, motif: motif() };
    assert_eq!(pas(&clos, requalifier, Ars, LE), Err(EmpechementEvenement::Etape));
}

#[test]
fn un_evenement_grave_ne_se_clot_pas_sans_son_analyse_sauf_s_il_est_ecarte() {
    use PartieEvenement::Ars;
    let pris = pas(&signale(GraviteEvenement::Grave), GesteEvenement::Prendre, Ars, LE).unwrap();
    let fin = |suite| pas(&pris, clore(suite), Ars, LE);
    assert_eq!(fin(SuiteEvenement::MesuresSuffisantes), Err(EmpechementEvenement::AnalyseManquante));
    let ecarte = fin(SuiteEvenement::Doublon).unwrap();
    assert_eq!(ecarte.attente(&regle(), date(2027, 1, 1)), Attente::Rien);
    assert!(!ecarte.a_declarer(&regle(), date(2027, 1, 1)));
}

#[test]
fn la_gravite_revue_lance_ou_arrete_l_horloge_de_ce_jour() {
    use PartieEvenement::Ars;
    let revoir = |de: &Signalement, gravite, le| {
        pas(de, GesteEvenement::Requalifier { gravite, motif: "Lecture de l’ARS.".parse().unwrap() }, Ars, le)
    };
    let jour = date(2026, 2, 2);
    let grave = revoir(&signale(GraviteEvenement::Modere), GraviteEvenement::Grave, jour).unwrap();
    assert_eq!(grave.volets, Volets::Attendus { du: jour });
    assert_eq!(revoir(&grave, GraviteEvenement::Grave, jour), Err(EmpechementEvenement::MemeGravite));
    let modere = revoir(&grave, GraviteEvenement::Modere, jour).unwrap();
    assert_eq!(modere.volets, Volets::SansObjet);
    let declare = pas(&grave, declarer(jour), PartieEvenement::Praticien, jour).unwrap();
    let modere = revoir(&declare, GraviteEvenement::Modere, jour).unwrap();
    assert!(modere.volets.portail().is_some(), "what was sent stays");
}

#[test]
fn chacun_ne_fait_que_ses_gestes() {
    let grave = signale(GraviteEvenement::Grave);
    let refus = Err(EmpechementEvenement::Etape);
    assert_eq!(pas(&grave, declarer(LE), PartieEvenement::Ars, LE), refus);
    assert_eq!(pas(&grave, GesteEvenement::Prendre, PartieEvenement::Praticien, LE), refus);
}

#[test]
fn un_evenement_a_venir_ne_se_signale_pas() {
    let mut faits = signale(GraviteEvenement::Benin).faits;
    faits.le = date(2026, 1, 13);
    let depot = Depot {
        id: EvenementId::new(2),
        par: PraticienId::new(1),
        departement: "45".parse().unwrap(),
        cpts: None,
        faits,
    };
    let issue = depot.deposer(&regle(), (LE, Timestamp::UNIX_EPOCH));
    assert_eq!(issue.unwrap_err(), EmpechementEvenement::EvenementAVenir);
}
