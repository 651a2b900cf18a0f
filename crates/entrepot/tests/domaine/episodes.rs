//! The life of an episode, recorded and read again.

use droit::decision::{Code, DiagnosticPrealable, Etat, TypeDiagnostic};
use droit::episode::{
    AmeliorationEvaluee, Complement, Compte, Cote, Destination, Empechement, Episode, EtatEpisode, Evenement,
    GraviteEvenement, IssueEpisode, MotifAnnulation, MotifOrientation, MotifRetraitDiagnostic,
    NatureEvenement, Orientation, Refus, Region, Urgence,
};
use droit::evenement::RegleEvenement;
use droit::identifiant::{DiagnosticId, EvenementId, OrientationId, SeanceId};
use droit::reglement::Reglement;
use entrepot::{Arret, episode};
use jiff::civil::{Date, date};

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(
    un_episode_se_relit_tel_qu_il_fut_accorde,
    la_neuvieme_seance_est_refusee_et_une_annulation_rend_la_place,
    un_diagnostic_leve_puis_son_retrait_montre_l_excedent,
    deux_praticiens_ne_tiennent_qu_un_episode_par_flanc,
    un_episode_echu_se_clot_a_l_ouverture_du_suivant,
    le_tableau_va_page_par_page,
);

const JOUR: Date = date(2026, 2, 2);

fn ouvert(base: &Base) -> entrepot::Entrepot {
    let entrepot = base.open();
    peupler(&entrepot, 2);
    ouvrir(&entrepot, mk(0), &ouverture(1, JOUR, Region::GenouJambe, Cote::Gauche)).unwrap();
    entrepot
}

fn refus_de<T: std::fmt::Debug>(issue: Result<T, Arret<Refus<'static>>>) -> Refus<'static> {
    match issue.unwrap_err() {
        Arret::Refus(refus) => refus,
        Arret::Echec(echec) => panic!("{echec}"),
    }
}

fn preuve(jour: Date) -> DiagnosticPrealable {
    DiagnosticPrealable {
        type_diagnostic: TypeDiagnostic::CrMedical,
        date: jour,
        en_rapport: true,
        enregistre_le: jour,
    }
}

fn un_episode_se_relit_tel_qu_il_fut_accorde(base: &Base) {
    let entrepot = ouvert(base);
    seance(&entrepot, 1, mk(0), 10, JOUR, JOUR).unwrap();
    let trousseau = entrepot.trousseau().clone();
    let auteur = auteur(mk(0), JOUR);
    let orientation = Orientation {
        id: OrientationId::new(1),
        par: mk(1),
        le: JOUR,
        motif: MotifOrientation::DiagnosticNecessaire,
        destination: Destination::MedecinTraitant,
        urgence: Urgence::Sous72h,
        precision: "douleur nocturne".parse().ok(),
    };
    let fait = charger(&entrepot, 1).orienter(orientation.clone(), &auteur).unwrap();
    let cles = trousseau.clone();
    ecrire(&entrepot, move |tx| episode::inscrire_orientation(tx, &cles, &fait)).unwrap();
    let evenement = Evenement {
        id: EvenementId::new(1),
        par: mk(0),
        le: JOUR,
        gravite: GraviteEvenement::Modere,
        circonstances: "chute au lever".parse().unwrap(),
        mesures: "appel du médecin".parse().unwrap(),
        complement: Complement { nature: Some(NatureEvenement::Chute), ..Complement::default() },
    };
    let regle = RegleEvenement::au(Reglement::embarque().unwrap().parametres(loiret()), JOUR);
    let fait = charger(&entrepot, 1).signaler_evenement(evenement.clone(), &regle, &auteur).unwrap();
    let cles = trousseau.clone();
    ecrire(&entrepot, move |tx| episode::inscrire_evenement(tx, &cles, &fait)).unwrap();
    let bilan = AmeliorationEvaluee { le: JOUR, amelioration: false };
    let fait = charger(&entrepot, 1).evaluer_amelioration(bilan, &auteur).unwrap();
    ecrire(&entrepot, move |tx| episode::inscrire_amelioration(tx, &trousseau, &fait)).unwrap();

    let lu = charger(&entrepot, 1);
    assert_eq!((lu.ouvert_le, lu.fin_le, lu.plafond), (JOUR, Some(date(2026, 5, 2)), Some(8)));
    assert_eq!(lu.orientations, [Orientation { par: mk(0), ..orientation }]);
    assert_eq!(lu.evenements, [evenement]);
    assert_eq!((lu.amelioration, lu.version, lu.sans_diagnostic()), (Some(false), 5, 1));
    let messages: i64 = entrepot
        .lire_ici(|tx| {
            tx.query_one("SELECT count(*) AS n FROM outbox WHERE genre = 'adresser-orientation'", &[])?
                .get("n")
        })
        .unwrap();
    assert_eq!(messages, 1);
}

fn la_neuvieme_seance_est_refusee_et_une_annulation_rend_la_place(base: &Base) {
    let entrepot = ouvert(base);
    for n in 0..8 {
        seance(&entrepot, 1, mk(0), 10 + n, JOUR, JOUR).unwrap();
    }
    let refus = refus_de(seance(&entrepot, 1, mk(0), 99, JOUR, JOUR));
    let constat = refus.decision().unwrap().constat(Code::PlafondDeSeancesAtteint).unwrap();
    assert_eq!(constat.etat, Etat::Viole);
    let fait = charger(&entrepot, 1)
        .annuler_seance(SeanceId::new(12), MotifAnnulation::Doublon, None, &auteur(mk(0), JOUR))
        .unwrap();
    let trousseau = entrepot.trousseau().clone();
    let deux_fois = fait.clone();
    let cles = trousseau.clone();
    ecrire(&entrepot, move |tx| episode::inscrire_annulation(tx, &cles, &fait)).unwrap();
    let rejoue = ecrire(&entrepot, move |tx| episode::inscrire_annulation(tx, &trousseau, &deux_fois));
    assert_eq!(rejoue, Err(entrepot::Echec::Conflit));
    let reprise = seance(&entrepot, 1, mk(0), 99, JOUR, JOUR).unwrap();
    assert_eq!(reprise.seance.compte.rang().map(|r| r.numero()), Some(3));
}

fn un_diagnostic_leve_puis_son_retrait_montre_l_excedent(base: &Base) {
    let entrepot = ouvert(base);
    for n in 0..6 {
        seance(&entrepot, 1, mk(0), 10 + n, JOUR, JOUR).unwrap();
    }
    let leve = date(2026, 2, 10);
    let droit = droit(leve);
    let lu = charger(&entrepot, 1);
    let fait = lu
        .enregistrer_diagnostic(DiagnosticId::new(1), preuve(leve), &contexte(mk(0), leve, &droit, None))
        .unwrap();
    let trousseau = entrepot.trousseau().clone();
    let cles = trousseau.clone();
    ecrire(&entrepot, move |tx| episode::inscrire_diagnostic(tx, &cles, &fait)).unwrap();
    for n in 0..4 {
        let accord = seance(&entrepot, 1, mk(0), 30 + n, leve, leve).unwrap();
        assert_eq!(accord.seance.compte, Compte::SousDiagnostic);
    }
    let lu = charger(&entrepot, 1);
    assert_eq!(lu.sans_diagnostic(), 6);
    let auteur = auteur(mk(0), leve);
    let sans_mot = lu.retirer_diagnostic(MotifRetraitDiagnostic::Erreur, None, &auteur);
    assert_eq!(sans_mot.unwrap_err(), Empechement::ExcedentAConfirmer { excedent: 2 });
    let cx = contexte(mk(0), leve, &droit, Some("le document était celui d’un autre patient"));
    let fait = lu
        .retirer_diagnostic(MotifRetraitDiagnostic::AutrePatient, cx.confirmation.as_ref(), &auteur)
        .unwrap();
    ecrire(&entrepot, move |tx| episode::inscrire_retrait(tx, &trousseau, &fait)).unwrap();
    let lu = charger(&entrepot, 1);
    assert_eq!((lu.sans_diagnostic(), lu.excedent(), lu.diagnostic), (10, 2, None));
    let refus = refus_de(seance(&entrepot, 1, mk(0), 99, leve, leve));
    assert!(refus.decision().is_some());
}

fn deux_praticiens_ne_tiennent_qu_un_episode_par_flanc(base: &Base) {
    let entrepot = ouvert(base);
    let essai = |id, cote| ouvrir(&entrepot, mk(1), &ouverture(id, JOUR, Region::GenouJambe, cote));
    for cote in [Cote::Gauche, Cote::LesDeux] {
        let refus = refus_de(essai(2, cote));
        assert!(matches!(refus, Refus::Empeche(Empechement::EpisodeEnCours)), "{refus:?}");
    }
    essai(3, Cote::Droit).unwrap();
    // The constraint holds by itself, whatever was decided before.
    let law = droit(JOUR);
    let cx = contexte(mk(1), JOUR, &law, None);
    let aveugle = Episode::ouvrir(ouverture(4, JOUR, Region::GenouJambe, Cote::LesDeux), &[], &cx).unwrap();
    let trousseau = entrepot.trousseau().clone();
    let issue = ecrire(&entrepot, move |tx| episode::inscrire_ouverture(tx, &trousseau, &aveugle));
    assert_eq!(issue, Err(entrepot::Echec::Conflit));

    let fait = charger(&entrepot, 1).rejoindre(JOUR, &cx).unwrap();
    let trousseau = entrepot.trousseau().clone();
    ecrire(&entrepot, move |tx| episode::inscrire_ralliement(tx, &trousseau, &fait)).unwrap();
    seance(&entrepot, 1, mk(1), 50, JOUR, JOUR).unwrap();
    assert_eq!(charger(&entrepot, 1).participants, [mk(0), mk(1)]);
}

fn un_episode_echu_se_clot_a_l_ouverture_du_suivant(base: &Base) {
    let entrepot = ouvert(base);
    let apres = date(2026, 6, 1);
    let mut demande = ouverture(2, apres, Region::GenouJambe, Cote::Gauche);
    let refus = refus_de(ouvrir(&entrepot, mk(1), &demande));
    assert!(matches!(refus, Refus::Empeche(Empechement::NouvelEpisodeAMotiver)));
    demande.nouveau_probleme = "entorse récente".parse().ok();
    ouvrir(&entrepot, mk(1), &demande).unwrap();
    let clos = EtatEpisode::Clos { le: date(2026, 5, 2), issue: IssueEpisode::Echue };
    assert_eq!(charger(&entrepot, 1).etat, clos);
}

fn le_tableau_va_page_par_page(base: &Base) {
    let entrepot = ouvert(base);
    let autres = [(2, Region::HancheCuisse), (3, Region::ChevillePied), (4, Region::EpauleBras)];
    for (rang, (id, region)) in autres.into_iter().enumerate() {
        let le = date(2026, 1, 20 + i8::try_from(rang).unwrap());
        ouvrir(&entrepot, mk(0), &ouverture(id, le, region, Cote::Droit)).unwrap();
    }
    seance(&entrepot, 1, mk(0), 10, JOUR, JOUR).unwrap();
    let mut curseur = episode::Curseur::default();
    let mut vus = Vec::new();
    loop {
        let trousseau = entrepot.trousseau().clone();
        let apres = curseur.clone();
        let page = entrepot
            .lire_ici(move |tx| episode::tableau(tx, &trousseau, mk(0), episode::Etat::Ouvert, &apres, 3))
            .unwrap();
        let Some(derniere) = page.last() else { break };
        curseur = derniere.curseur.clone();
        vus.extend(
            page.iter().map(|l| (l.episode.bits(), l.faites, l.identite.traits.nom_naissance().to_owned())),
        );
    }
    let attendu = [(2, 0), (3, 0), (4, 0), (1, 1)].map(|(id, faites)| (id, faites, NOM.to_owned()));
    assert_eq!(vus, attendu);
}
