//! Campaigns and committees on both engines: what is written is read back, and the second of two is told.

use droit::acces::Acteur;
use droit::campagne::{EtapeFicheAnnuelle, GesteCampagne, Nouvelle, Reponse};
use droit::comite::{
    EtatDecision, GesteDecision, GesteReunion, Institution, Membre, NouveauMembre, NouvelleReunion,
    Rendezvous, Reunion,
};
use droit::declaration::Declarant;
use droit::identifiant::{CampagneId, CompteId, DecisionComiteId, MembreId, ReunionId};
use entrepot::{Echec, Entrepot, Tx, campagne, comite, indicateur};
use jiff::civil::{Date, date, time};

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(
    une_campagne_se_relit_et_son_activite_vaut_pour_les_indicateurs,
    une_fiche_corrigee_a_zero_n_a_plus_de_total,
    deux_versions_d_une_fiche_une_seule_passe,
    un_comite_se_relit_avec_ses_comptes_rendus_et_ses_decisions,
    un_mandat_suit_son_compte_et_un_rappel_part_une_fois,
);

const LE: Date = date(2026, 3, 9);
/// Once the year 2026 is over.
const APRES: Date = date(2027, 1, 11);
const ID: CampagneId = CampagneId::new(9);

fn auteur(le: Date) -> Declarant {
    Declarant { compte: CompteId::new(1), aujourd_hui: le, maintenant: instant(le) }
}

fn faire(entrepot: &Entrepot, ecriture: impl Fn(&mut Tx) + Send + 'static) -> Result<(), Echec> {
    entrepot.ecrire_ici(move |tx| {
        ecriture(tx);
        Ok(())
    })
}

fn ouvrir(entrepot: &Entrepot) {
    let nouvelle = Nouvelle { id: ID, departement: loiret(), annee: 2026, echeance: date(2027, 5, 1) };
    let fait = nouvelle.ouvrir(&auteur(APRES)).unwrap();
    let attendus = entrepot.lire_ici(move |tx| campagne::suivi(tx, fait.campagne())).unwrap();
    assert_eq!(attendus.len(), 2, "the two authorised MKs");
    faire(entrepot, move |tx| campagne::ouvrir(tx, &fait, &attendus)).unwrap();
}

fn valider(entrepot: &Entrepot, activite: u32, motif: Option<&str>, sur: i64) -> Result<(), Echec> {
    let (lue, fiche) = entrepot
        .lire_ici(|tx| Ok::<_, Echec>((campagne::charger(tx, ID)?.unwrap(), campagne::fiche(tx, ID, mk(0))?)))
        .unwrap();
    let chiffres = entrepot.lire_ici(|tx| campagne::chiffres(tx, mk(0), 2026)).unwrap();
    let reponse = Reponse {
        activite,
        commentaire: "rien à dire".parse().ok(),
        motif: motif.map(|mots| mots.parse().unwrap()),
    };
    let fiche = droit::campagne::FicheAnnuelle { version: sur, ..fiche };
    let fait = fiche.valider(&lue, chiffres, reponse, &auteur(APRES)).unwrap();
    let cles = entrepot.trousseau().clone();
    faire(entrepot, move |tx| campagne::inscrire_validation(tx, &cles, &fait))
}

fn une_campagne_se_relit_et_son_activite_vaut_pour_les_indicateurs(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 2);
    ouvrir(&entrepot);
    valider(&entrepot, 3_000, None, 0).unwrap();
    valider(&entrepot, 3_100, Some("relevé"), 1).unwrap();
    let cles = entrepot.trousseau().clone();
    let versions = entrepot.lire_ici(move |tx| campagne::versions(tx, &cles, ID, mk(0))).unwrap();
    let lues: Vec<_> =
        versions.iter().map(|une| (une.numero, une.reponse.activite, une.reponse.motif.is_some())).collect();
    assert_eq!(lues, [(2, 3_100, true), (1, 3_000, false)]);
    let activite = || entrepot.lire_ici(|tx| indicateur::activite(tx, mk(0), 2026)).unwrap();
    assert_eq!(activite(), Some(3_100));
    let lue = entrepot.lire_ici(|tx| campagne::charger(tx, ID)).unwrap().unwrap();
    let suivi = entrepot.lire_ici(move |tx| campagne::suivi(tx, &lue)).unwrap();
    let etapes: Vec<_> = suivi.iter().map(|attendu| attendu.fiche.etat.etape()).collect();
    assert_eq!(etapes, [EtapeFicheAnnuelle::Validee, EtapeFicheAnnuelle::Attendue]);
    let fiche = suivi[0].fiche.clone();
    let renvoi = fiche.renvoyer(&lue, "à revoir".parse().unwrap(), &auteur(LE)).unwrap();
    faire(&entrepot, move |tx| campagne::inscrire_renvoi(tx, &renvoi)).unwrap();
    let relue = entrepot.lire_ici(|tx| campagne::fiche(tx, ID, mk(0))).unwrap();
    assert_eq!(relue.etat.etape(), EtapeFicheAnnuelle::Renvoyee);
    assert_eq!(entrepot.lire_ici(|tx| campagne::du_praticien(tx, mk(0))).unwrap(), [lue]);
    let rappeler =
        || entrepot.ecrire_ici(move |tx| campagne::rappeler(tx, &lue, 30, &[mk(1)], instant(LE))).unwrap();
    assert_eq!((rappeler(), rappeler()), (true, false));
    let close = lue.avancer(GesteCampagne::Clore, &auteur(LE)).unwrap();
    faire(&entrepot, move |tx| campagne::avancer(tx, &close)).unwrap();
    assert!(matches!(faire(&entrepot, move |tx| campagne::avancer(tx, &close)), Err(Echec::Conflit)));
    assert_eq!(entrepot.lire_ici(campagne::ouvertes).unwrap(), []);
}

fn deux_versions_d_une_fiche_une_seule_passe(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 2);
    ouvrir(&entrepot);
    valider(&entrepot, 3_000, None, 0).unwrap();
    let second = valider(&entrepot, 2_000, Some("encore"), 0);
    assert!(matches!(second, Err(Echec::Conflit | Echec::Doublon { .. })), "{second:?}");
    assert_eq!(entrepot.lire_ici(|tx| indicateur::activite(tx, mk(0), 2026)).unwrap(), Some(3_000));
}

fn membre(entrepot: &Entrepot, rang: u128, institution: Institution) -> Result<Membre, Echec> {
    let nouveau = NouveauMembre {
        id: MembreId::new(rang),
        departement: loiret(),
        institution,
        cpts: institution.d_une_cpts().then_some(CPTS),
        praticien: (institution == Institution::Ambassadeur).then(|| mk(0)),
        nom: "Camille Exemple".parse().unwrap(),
        courriel: "camille@comite.example".parse().unwrap(),
    };
    let fait = nouveau.inscrire(&[], &auteur(LE)).unwrap();
    let membre = fait.membre().clone();
    faire(entrepot, move |tx| comite::inscrire_membre(tx, &fait))?;
    Ok(membre)
}

fn reunion(entrepot: &Entrepot, id: u128) -> Result<(), Echec> {
    let nouvelle = NouvelleReunion {
        id: ReunionId::new(id),
        departement: loiret(),
        rang: Some(3),
        rendezvous: Rendezvous {
            le: LE,
            heure: time(14, 30, 0, 0),
            duree: 90,
            lieu: "Salle".parse().unwrap(),
        },
        organisateur: "comite@ars.example".parse().unwrap(),
        ordre_du_jour: vec!["Un".parse().unwrap(), "Deux".parse().unwrap()],
        instantane: Some("0123456789abcdef".to_owned()),
    };
    let fait = nouvelle.convoquer(&auteur(LE)).unwrap();
    faire(entrepot, move |tx| comite::convoquer(tx, &fait, &[]))
}

fn lire_reunion(entrepot: &Entrepot) -> Reunion {
    entrepot.lire_ici(|tx| comite::charger(tx, ReunionId::new(1))).unwrap().unwrap()
}

fn un_comite_se_relit_avec_ses_comptes_rendus_et_ses_decisions(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    let sien = membre(&entrepot, 1, Institution::Ambassadeur).unwrap();
    let second = membre(&entrepot, 2, Institution::Ambassadeur);
    assert!(matches!(second, Err(Echec::Conflit | Echec::Doublon { .. })), "one ambassador: {second:?}");
    assert_eq!(entrepot.lire_ici(|tx| comite::membres(tx, loiret())).unwrap(), [sien]);
    reunion(&entrepot, 1).unwrap();
    let autre = reunion(&entrepot, 2);
    assert!(matches!(autre, Err(Echec::Conflit | Echec::Doublon { .. })), "its place is taken: {autre:?}");
    let lue = lire_reunion(&entrepot);
    assert_eq!((lue.ordre_du_jour.len(), lue.rendezvous.heure, lue.version), (2, time(14, 30, 0, 0), 1));
    let tenue = lue.avancer(GesteReunion::Tenir(vec![MembreId::new(1)]), &auteur(LE)).unwrap();
    faire(&entrepot, move |tx| comite::avancer_reunion(tx, &tenue, &[])).unwrap();
    let lue = lire_reunion(&entrepot);
    let ecrire = |mots: &str, motif: Option<&str>| {
        let minutes = entrepot.lire_ici(|tx| comite::comptes_rendus(tx, ReunionId::new(1))).unwrap();
        let dit = (mots.parse().unwrap(), motif.map(|mots| mots.parse().unwrap()));
        let fait = lue.rediger(minutes.first(), dit, &auteur(LE)).unwrap();
        let ecrit = fait.clone();
        faire(&entrepot, move |tx| comite::ecrire_compte_rendu(tx, &ecrit)).unwrap();
        fait.ecrit().clone()
    };
    let premier = ecrire("premier jet", None);
    let valide = premier.valider(&auteur(LE)).unwrap();
    ecrire("second jet", None);
    let perdu = {
        let valide = valide.clone();
        faire(&entrepot, move |tx| comite::valider_compte_rendu(tx, &valide, loiret()))
    };
    assert!(matches!(perdu, Err(Echec::Conflit)), "the draft changed meanwhile");
    let valide = ecrire("second jet", None).valider(&auteur(LE)).unwrap();
    faire(&entrepot, move |tx| comite::valider_compte_rendu(tx, &valide, loiret())).unwrap();
    ecrire("troisième", Some("erreur"));
    let minutes = entrepot.lire_ici(|tx| comite::comptes_rendus(tx, ReunionId::new(1))).unwrap();
    let lus: Vec<_> =
        minutes.iter().map(|une| (une.numero, une.texte.as_str(), une.valide.is_some())).collect();
    assert_eq!(lus, [(2, "troisième", false), (1, "second jet", true)]);
    let dite = ("écrire".parse().unwrap(), MembreId::new(1), date(2026, 4, 1));
    let prise = lue.decider(DecisionComiteId::new(1), dite, &auteur(LE)).unwrap();
    for _ in 0..2 {
        let prise = prise.clone();
        faire(&entrepot, move |tx| comite::inscrire_decision(tx, &prise)).unwrap();
    }
    let faite = prise.decision().avancer(&GesteDecision::Faire, &auteur(LE)).unwrap();
    faire(&entrepot, move |tx| comite::avancer_decision(tx, &faite)).unwrap();
    let lues = entrepot.lire_ici(|tx| comite::decisions(tx, loiret())).unwrap();
    assert_eq!((lues.len(), &lues[0].etat), (1, &EtatDecision::Faite { le: LE }));
    let auteur = auteur(LE);
    faire(&entrepot, move |tx| comite::finir_mandat(tx, MembreId::new(1), loiret(), &auteur)).unwrap();
    assert!(membre(&entrepot, 3, Institution::Ambassadeur).is_ok(), "the place is free again");
}

fn une_fiche_corrigee_a_zero_n_a_plus_de_total(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 2);
    ouvrir(&entrepot);
    let activite = || entrepot.lire_ici(|tx| indicateur::activite(tx, mk(0), 2026)).unwrap();
    valider(&entrepot, 3_000, None, 0).unwrap();
    assert_eq!(activite(), Some(3_000));
    valider(&entrepot, 0, Some("aucune séance"), 1).unwrap();
    assert_eq!(activite(), None, "the total of before is not his any more");
}

fn un_mandat_suit_son_compte_et_un_rappel_part_une_fois(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 2);
    let sien = membre(&entrepot, 1, Institution::Ambassadeur).unwrap();
    let mandats = |acteur: Acteur| entrepot.lire_ici(move |tx| comite::mandats(tx, &acteur)).unwrap();
    assert_eq!(mandats(Acteur::Mk { praticien: mk(0) }), [sien]);
    assert_eq!(mandats(Acteur::Mk { praticien: mk(1) }), []);
    assert_eq!(mandats(Acteur::CoordinationCpts { cpts: CPTS }), [], "its ambassador speaks for himself");
    let cpts = membre(&entrepot, 2, Institution::Cpts).unwrap();
    assert_eq!(mandats(Acteur::CoordinationCpts { cpts: CPTS }), [cpts]);
    let qui = auteur(LE);
    faire(&entrepot, move |tx| comite::finir_mandat(tx, MembreId::new(1), loiret(), &qui)).unwrap();
    assert_eq!(mandats(Acteur::Mk { praticien: mk(0) }), [], "it ended");
    reunion(&entrepot, 1).unwrap();
    assert_eq!(lire_reunion(&entrepot).instantane.as_deref(), Some("0123456789abcdef"));
    let rappeler = |jours| {
        let du = (loiret(), 4, jours);
        entrepot.ecrire_ici(move |tx| comite::rappeler_la_reunion(tx, du, instant(LE))).unwrap()
    };
    assert_eq!((rappeler(60), rappeler(60), rappeler(30)), (true, false, true));
}
