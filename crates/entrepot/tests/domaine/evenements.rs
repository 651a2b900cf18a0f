//! Adverse events on both engines: a whole life read back, one step for two, reminders told once, notes.

use droit::anonymat::Lexique;
use droit::declaration::Declarant;
use droit::episode::{Complement, GraviteEvenement, NatureEvenement};
use droit::evenement::{
    Depot, EtapeEvenement, EtatEvenement, Faits, GesteEvenement, Jalon, PartieEvenement, RegleEvenement,
    Signalement, SuiteEvenement,
};
use droit::identifiant::{CompteId, EvenementId, RetourId};
use droit::reglement::Reglement;
use droit::retour::{Contenu, EtatRetour, GesteRetour, Origine, Relecture, Retour};
use entrepot::{Echec, Entrepot, evenement, retour};
use jiff::civil::{Date, date};

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(
    un_evenement_se_relit_a_chaque_pas,
    deux_pas_sur_la_meme_version_un_seul_passe,
    un_rappel_ne_se_dit_qu_une_fois,
    une_fiche_suit_son_cycle_et_se_lit,
    rien_de_ce_qui_est_ecrit_ne_se_lit_dans_la_base,
);

const LE: Date = date(2026, 3, 9);
const ID: EvenementId = EvenementId::new(0x1234);

fn regle() -> RegleEvenement<'static> {
    RegleEvenement::au(Reglement::embarque().unwrap().parametres(loiret()), LE)
}

fn auteur(compte: u128) -> Declarant {
    Declarant { compte: CompteId::new(compte), aujourd_hui: LE, maintenant: instant(LE) }
}

fn signaler(entrepot: &Entrepot, gravite: GraviteEvenement) {
    let faits = Faits {
        le: date(2026, 3, 6),
        gravite,
        complement: Complement { nature: Some(NatureEvenement::Malaise), ..Complement::default() },
        circonstances: "malaise au lever".parse().unwrap(),
        mesures: "repos et appel".parse().unwrap(),
    };
    let depot = Depot { id: ID, par: mk(0), departement: loiret(), cpts: Some(CPTS), faits };
    let fait = depot.deposer(&regle(), (LE, instant(LE))).unwrap();
    let cles = entrepot.trousseau().clone();
    entrepot.ecrire_ici(move |tx| evenement::inscrire_depot(tx, &cles, &fait)).unwrap();
}

fn relire_evenement(entrepot: &Entrepot) -> Signalement {
    let cles = entrepot.trousseau().clone();
    entrepot.lire_ici(move |tx| evenement::charger(tx, &cles, ID)).unwrap().unwrap().signalement
}

fn pas(
    entrepot: &Entrepot,
    lu: &Signalement,
    geste: GesteEvenement,
    partie: PartieEvenement,
) -> Result<(), Echec> {
    let fait = lu.avancer(&geste, partie, &regle(), &auteur(1)).unwrap();
    let cles = entrepot.trousseau().clone();
    entrepot.ecrire_ici(move |tx| {
        evenement::inscrire_pas(tx, &cles, &fait);
        Ok(())
    })
}

fn un_evenement_se_relit_a_chaque_pas(base: &Base) {
    use PartieEvenement::{Ars, Praticien};
    let entrepot = base.open();
    peupler(&entrepot, 1);
    signaler(&entrepot, GraviteEvenement::Grave);
    signaler(&entrepot, GraviteEvenement::Grave);
    let texte = |mots: &str| mots.parse().unwrap();
    let gestes = [
        (GesteEvenement::Declarer { le: LE, numero: "S-1".parse().ok() }, Praticien),
        (GesteEvenement::Prendre, Ars),
        (GesteEvenement::Requalifier { gravite: GraviteEvenement::Modere, motif: texte("revu") }, Ars),
        (
            GesteEvenement::Analyser {
                gestion: texte("gestion"),
                causes: texte("causes"),
                actions: texte("actions"),
            },
            Praticien,
        ),
        (GesteEvenement::Clore { suite: SuiteEvenement::ActionsSuivies, mots: Some(texte("suivi")) }, Ars),
        (GesteEvenement::Rouvrir { motif: texte("encore") }, Ars),
    ];
    for (geste, partie) in gestes {
        let avant = relire_evenement(&entrepot);
        let attendu = avant.avancer(&geste, partie, &regle(), &auteur(1)).unwrap().suite().clone();
        pas(&entrepot, &avant, geste, partie).unwrap();
        let relu = relire_evenement(&entrepot);
        assert_eq!(relu, Signalement { version: avant.version + 1, ..attendu });
    }
    let (cles, autres) = (entrepot.trousseau().clone(), entrepot.trousseau().clone());
    let pas = entrepot.lire_ici(move |tx| evenement::historique(tx, &cles, ID)).unwrap();
    let mots: Vec<_> = pas.iter().map(|pas| (pas.pas.code(), pas.mots.as_deref())).collect();
    assert_eq!(mots.len(), 7);
    assert_eq!(
        (mots[0], mots[3], mots[6]),
        (("signale", None), ("requalifie", Some("revu")), ("rouvert", Some("encore")))
    );
    let file = entrepot
        .lire_ici(move |tx| evenement::du_departement(tx, &autres, (loiret(), EtapeEvenement::EnExamen), 10))
        .unwrap();
    assert_eq!(file.len(), 1);
    assert!(matches!(file[0].signalement.etat, EtatEvenement::EnExamen { .. }));
    assert_eq!(
        entrepot.lire_ici(|tx| evenement::compter_ouverts(tx, loiret())).unwrap(),
        [(EtapeEvenement::EnExamen, 1)]
    );
}

fn deux_pas_sur_la_meme_version_un_seul_passe(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    signaler(&entrepot, GraviteEvenement::Benin);
    let lu = relire_evenement(&entrepot);
    pas(&entrepot, &lu, GesteEvenement::Prendre, PartieEvenement::Ars).unwrap();
    let second = pas(&entrepot, &lu, GesteEvenement::Prendre, PartieEvenement::Ars);
    assert!(matches!(second, Err(Echec::Conflit)), "{second:?}");
    let cles = entrepot.trousseau().clone();
    assert_eq!(entrepot.lire_ici(move |tx| evenement::historique(tx, &cles, ID)).unwrap().len(), 2);
}

fn un_rappel_ne_se_dit_qu_une_fois(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    signaler(&entrepot, GraviteEvenement::Deces);
    let cles = entrepot.trousseau().clone();
    let attendus = entrepot.lire_ici(move |tx| evenement::en_attente(tx, &cles, LE, 10)).unwrap();
    assert_eq!(attendus.len(), 1);
    let rappeler = |jalon| {
        let signalement = attendus[0].signalement.clone();
        entrepot.ecrire_ici(move |tx| evenement::rappeler(tx, &signalement, jalon, instant(LE))).unwrap()
    };
    let dits = [Jalon::Jour(60), Jalon::Jour(60), Jalon::Jour(85), Jalon::Depasse, Jalon::Depasse];
    assert_eq!(dits.map(rappeler), [true, false, true, true, false]);
}

fn une_fiche_suit_son_cycle_et_se_lit(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    signaler(&entrepot, GraviteEvenement::Modere);
    let texte = |mots: &str| mots.parse().unwrap();
    let contenu = Contenu {
        titre: "Lever sans malaise".parse().unwrap(),
        contexte: texte("un patient"),
        analyse: texte("lever rapide"),
        enseignements: texte("attendre"),
    };
    let id = RetourId::new(7);
    let origine = Origine { id, departement: loiret(), evenement: Some(ID) };
    let fait = Retour::ecrire(origine, contenu, &auteur(1));
    for _ in 0..2 {
        let fait = fait.clone();
        entrepot.ecrire_ici(move |tx| retour::ecrire(tx, &fait)).unwrap();
    }
    let lire = || entrepot.lire_ici(move |tx| retour::charger(tx, id)).unwrap().unwrap();
    assert_eq!(&lire(), fait.retour());
    for (geste, par) in
        [(GesteRetour::Soumettre(Relecture::AFaire), 1), (GesteRetour::Publier(Relecture::AFaire), 2)]
    {
        let avance = lire().avancer(&geste, &Lexique::default(), &auteur(par)).unwrap();
        entrepot
            .ecrire_ici(move |tx| {
                retour::avancer(tx, &avance);
                Ok::<(), Echec>(())
            })
            .unwrap();
    }
    assert_eq!(lire().etat, EtatRetour::Publie { le: LE, relu_par: CompteId::new(2) });
    assert_eq!(entrepot.lire_ici(|tx| retour::publies(tx, 10)).unwrap().len(), 1);
    assert_eq!(entrepot.lire_ici(|tx| retour::en_preparation(tx, loiret(), 10)).unwrap().len(), 0);
    assert_eq!(entrepot.lire_ici(|tx| retour::de_l_evenement(tx, ID)).unwrap().len(), 1);
}

fn rien_de_ce_qui_est_ecrit_ne_se_lit_dans_la_base(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    signaler(&entrepot, GraviteEvenement::Benin);
    let brut: Vec<u8> = entrepot
        .lire_ici(|tx| tx.query_one("SELECT circonstances FROM evenement", &[])?.get("circonstances"))
        .unwrap();
    assert!(!String::from_utf8_lossy(&brut).contains("malaise"));
}
