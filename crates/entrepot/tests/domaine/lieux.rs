//! Places of practice of MKs on the list: what the list and the local bodies are given of them, who is told.

use droit::acces::Acteur;
use droit::declaration::{Declarant, Declaration, LieuExerce, LieuxDeclares, SortDuLieu};
use droit::identifiant::{CompteId, LieuId};
use droit::notification::Nature;
use entrepot::compte::{self, Compte, EtatCompte};
use entrepot::notification::{self, CurseurNotification};
use entrepot::praticien::{self, Cabinet, NouveauLieu};
use entrepot::{Echec, Entrepot, Tx, declaration, publication, transmission};
use jiff::civil::{Date, date};

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(
    un_lieu_que_la_declaration_ne_nomme_pas_n_est_ni_publie_ni_transmis,
    tout_changement_d_un_lieu_d_un_inscrit_est_dit_a_la_caisse,
    l_ars_apprend_la_fin_du_dernier_lieu,
    un_lieu_retenu_est_publie_et_transmis_de_son_jour_et_pas_avant,
    un_lieu_ecarte_se_retient_ensuite_et_celui_qui_arrive_second_ne_change_rien,
);

const AGENT: CompteId = CompteId::new(1);

fn lieu(rang: u128) -> LieuId {
    LieuId::new(rang)
}

/// The place of the first MK in [`peupler`] is the first; this is another one.
fn ajouter(entrepot: &Entrepot, qui: u32, rang: u128, du: Date) {
    ecrire(entrepot, move |tx| {
        let nouveau = NouveauLieu {
            id: lieu(rang),
            praticien: mk(qui),
            departement: loiret(),
            principal: false,
            adresse: "2 rue de l’Essai".to_owned(),
            code_postal: "45200".to_owned(),
            commune: "Montargis".to_owned(),
            numero_am: None,
            du,
            au: None,
        };
        praticien::ajouter_lieu(tx, &nouveau, "systeme", instant(du));
    })
    .unwrap();
}

fn quitter(entrepot: &Entrepot, rang: u128, le: Date) {
    let fait = entrepot
        .ecrire_ici(move |tx| praticien::quitter_lieu(tx, mk(0), lieu(rang), le, "systeme", instant(le)));
    fait.unwrap();
}

/// The places of the first MK on the list, then those his bodies are told.
fn vus(entrepot: &Entrepot) -> (Vec<LieuId>, Vec<LieuId>) {
    let publies = entrepot.lire_ici(|tx| publication::publies(tx, [mk(0)])).unwrap();
    let publie = publies.first().unwrap();
    let tous = entrepot.lire_ici(publication::tous).unwrap();
    assert_eq!(tous.iter().find(|autre| autre.id == mk(0)), Some(publie));
    let periode = publie.periodes.first().unwrap();
    let montres =
        publie.lieux.iter().filter(|lieu| publie.montre_du(periode, lieu).is_some()).map(|lieu| lieu.id);
    let dits = entrepot.lire_ici(|tx| transmission::du_praticien(tx, mk(0))).unwrap();
    (montres.collect(), dits.into_iter().filter_map(|periode| periode.lieu).map(|lieu| lieu.id).collect())
}

fn messages(entrepot: &Entrepot) -> i64 {
    let compter = entrepot.lire_ici(|tx| {
        let texte = "SELECT count(*) AS n FROM outbox WHERE cle LIKE 'transmettre-caisse/lieu/%'
                AND contenu = '{\"departement\":\"45\"}'";
        tx.query_one(texte, &[])?.get::<i64>("n")
    });
    compter.unwrap()
}

fn un_lieu_que_la_declaration_ne_nomme_pas_n_est_ni_publie_ni_transmis(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    ajouter(&entrepot, 0, 100, date(2026, 1, 5));
    let tous = vec![lieu(1), lieu(100)];
    assert_eq!(vus(&entrepot), (tous.clone(), tous), "it names none: all those of the department");
    ecrire(&entrepot, |tx| declaration::choisir_lieux(tx, declaration_de(0), &[lieu(1)])).unwrap();
    assert_eq!(vus(&entrepot), (vec![lieu(1)], vec![lieu(1)]));
}

fn tout_changement_d_un_lieu_d_un_inscrit_est_dit_a_la_caisse(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    assert_eq!(messages(&entrepot), 0, "the first place was there before the right");
    ajouter(&entrepot, 0, 100, date(2026, 1, 5));
    assert_eq!(messages(&entrepot), 1);
    ecrire(&entrepot, |tx| {
        praticien::rendre_principal(tx, mk(0), lieu(100), "systeme", instant(date(2026, 1, 6)));
    })
    .unwrap();
    assert_eq!(messages(&entrepot), 2);
    ecrire(&entrepot, |tx| {
        let cabinet = Cabinet { lieu: lieu(100), numero_am: "997000001".parse().ok(), description: None };
        praticien::decrire(tx, mk(0), &cabinet, "systeme", instant(date(2026, 1, 7)));
    })
    .unwrap();
    assert_eq!(messages(&entrepot), 3);
    let dits = entrepot.lire_ici(|tx| transmission::du_praticien(tx, mk(0))).unwrap();
    let numeros: Vec<_> = dits.into_iter().map(|periode| periode.lieu.unwrap().numero_am).collect();
    assert_eq!(numeros, [Some("997000001".to_owned()), None], "the main one first");
    quitter(&entrepot, 1, date(2026, 1, 8));
    assert_eq!(messages(&entrepot), 4);
}

fn l_ars_apprend_la_fin_du_dernier_lieu(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    ecrire(&entrepot, |tx| {
        let compte = Compte {
            id: AGENT,
            login: "agent".to_owned(),
            nom: "Essai".to_owned(),
            mot_de_passe: "$".to_owned(),
            acteur: Acteur::AgentArs { departements: vec![loiret()] },
            etat: EtatCompte::Actif,
            second_facteur: None,
            cree_le: instant(date(2026, 1, 1)),
        };
        compte::inserer(tx, &compte);
    })
    .unwrap();
    let recues = || {
        let debut = CurseurNotification::default();
        let lues = entrepot.lire_ici(move |tx| notification::lister(tx, AGENT, &debut, 50)).unwrap();
        lues.into_iter().map(|recue| (recue.nature, recue.lien)).collect::<Vec<_>>()
    };
    ajouter(&entrepot, 0, 100, date(2026, 1, 5));
    quitter(&entrepot, 1, date(2026, 2, 1));
    assert_eq!(recues(), [], "another place goes on");
    quitter(&entrepot, 100, date(2026, 2, 2));
    assert_eq!(recues(), [(Nature::SansLieu, format!("/declarations/{}", declaration_de(0)))]);
}

/// The first declaration, which names the first place; its MK added another one.
fn avec_un_lieu_ajoute(entrepot: &Entrepot) -> (Declaration, LieuxDeclares, LieuExerce) {
    peupler(entrepot, 1);
    ecrire(entrepot, |tx| declaration::choisir_lieux(tx, declaration_de(0), &[lieu(1)])).unwrap();
    ajouter(entrepot, 0, 100, date(2026, 3, 5));
    assert_eq!(attendus(entrepot), Vec::<String>::new(), "not named, and nobody asked");
    let demander = |tx: &mut Tx| {
        praticien::demander_lieu(tx, mk(0), (lieu(100), loiret()), "systeme", instant(date(2026, 3, 5)))
    };
    entrepot.ecrire_ici(demander).unwrap();
    entrepot.ecrire_ici(demander).unwrap();
    let (lue, declares) = relire(entrepot);
    (lue, declares, LieuExerce { id: lieu(100), departement: loiret(), du: date(2026, 3, 5), au: None })
}

fn relire(entrepot: &Entrepot) -> (Declaration, LieuxDeclares) {
    let lus = entrepot.lire_ici(|tx| {
        let id = declaration_de(0);
        Ok::<_, Echec>((declaration::charger(tx, id)?.unwrap(), declaration::lieux_declares(tx, id)?))
    });
    lus.unwrap()
}

fn agent(le: Date) -> Declarant {
    Declarant { compte: AGENT, aujourd_hui: le, maintenant: instant(le) }
}

fn attendus(entrepot: &Entrepot) -> Vec<String> {
    let lus =
        entrepot.lire_ici(|tx| declaration::lieux_attendus(tx, loiret(), date(2026, 3, 9), 10)).unwrap();
    lus.into_iter().map(|attendu| attendu.commune).collect()
}

fn un_lieu_retenu_est_publie_et_transmis_de_son_jour_et_pas_avant(base: &Base) {
    let entrepot = base.open();
    let (lue, declares, ajoute) = avec_un_lieu_ajoute(&entrepot);
    assert_eq!(
        (vus(&entrepot), attendus(&entrepot)),
        ((vec![lieu(1)], vec![lieu(1)]), vec!["Montargis".to_owned()])
    );
    let le = date(2026, 3, 9);
    let fait = lue.retenir_lieu(&declares, &ajoute, (None, None), &agent(le)).unwrap();
    ecrire(&entrepot, move |tx| declaration::inscrire_lieu_retenu(tx, &fait)).unwrap();
    let tous = vec![lieu(1), lieu(100)];
    assert_eq!((vus(&entrepot), attendus(&entrepot)), ((tous.clone(), tous), Vec::new()));
    let publies = entrepot.lire_ici(|tx| publication::publies(tx, [mk(0)])).unwrap();
    let publie = publies.first().unwrap();
    let montre = publie.lieux.iter().find(|l| l.id == lieu(100)).unwrap();
    assert_eq!(
        publie.montre_du(publie.periodes.first().unwrap(), montre),
        Some(le),
        "not from his first day there"
    );
    let dits = entrepot.lire_ici(|tx| transmission::du_praticien(tx, mk(0))).unwrap();
    let dit = dits.into_iter().filter_map(|p| p.lieu).find(|l| l.id == lieu(100)).unwrap();
    assert_eq!(dit.du, le);
    let (apres, declares) = relire(&entrepot);
    assert_eq!((apres.version, declares.nommes.get(&lieu(100))), (lue.version + 1, Some(&Some(le))));
}

fn un_lieu_ecarte_se_retient_ensuite_et_celui_qui_arrive_second_ne_change_rien(base: &Base) {
    let entrepot = base.open();
    let (lue, declares, ajoute) = avec_un_lieu_ajoute(&entrepot);
    let le = date(2026, 3, 9);
    let mots = "Hors du territoire de la CPTS.".parse().ok();
    let ecarte = lue.ecarter_lieu(&declares, &ajoute, mots, &agent(le)).unwrap();
    let second = lue.retenir_lieu(&declares, &ajoute, (None, None), &agent(le)).unwrap();
    ecrire(&entrepot, move |tx| declaration::inscrire_lieu_ecarte(tx, &ecarte)).unwrap();
    assert_eq!((vus(&entrepot).0, attendus(&entrepot)), (vec![lieu(1)], Vec::new()));
    let perdu = entrepot.ecrire_ici(move |tx| {
        declaration::inscrire_lieu_retenu(tx, &second);
        Ok::<(), Echec>(())
    });
    assert_eq!(perdu, Err(Echec::Conflit));
    let (lue, declares) = relire(&entrepot);
    assert_eq!(declares.sort(&ajoute, loiret(), le), SortDuLieu::Ecarte);
    let fait = lue.retenir_lieu(&declares, &ajoute, (Some(date(2026, 3, 6)), None), &agent(le)).unwrap();
    ecrire(&entrepot, move |tx| declaration::inscrire_lieu_retenu(tx, &fait)).unwrap();
    assert_eq!(vus(&entrepot).0, vec![lieu(1), lieu(100)]);
    assert!(relire(&entrepot).1.demandes.is_empty());
}
