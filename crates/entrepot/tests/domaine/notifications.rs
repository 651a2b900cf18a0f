//! Notifications: who is told of what, who is not, what is read, what is mailed.

use droit::acces::Acteur;
use droit::declaration::{MotifSuspension, Partie};
use droit::identifiant::CompteId;
use droit::notification::Nature;
use entrepot::compte::{self, Compte, EtatCompte};
use entrepot::notification::{self, Coordonnees, Courriels, CurseurNotification, Notification};
use entrepot::{Echec, Entrepot, declaration};
use jiff::civil::{Date, date};

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(
    chaque_partie_est_avertie_sauf_celle_qui_agit,
    la_liste_se_pagine_et_se_lit,
    le_courriel_part_une_fois_si_le_compte_le_veut,
);

const MK: CompteId = CompteId::new(11);
const COORDINATION: CompteId = CompteId::new(12);
const AGENT: CompteId = CompteId::new(1);
const COLLEGUE: CompteId = CompteId::new(14);
const VAR: CompteId = CompteId::new(15);

fn ouvrir_les_comptes(entrepot: &Entrepot) {
    let comptes = [
        (MK, Acteur::Mk { praticien: mk(0) }),
        (COORDINATION, Acteur::CoordinationCpts { cpts: CPTS }),
        (AGENT, Acteur::AgentArs { departements: vec!["18".parse().unwrap(), loiret()] }),
        (COLLEGUE, Acteur::AgentArs { departements: vec![loiret()] }),
        (VAR, Acteur::AgentArs { departements: vec!["83".parse().unwrap()] }),
    ];
    ecrire(entrepot, move |tx| {
        for (id, acteur) in &comptes {
            let compte = Compte {
                id: *id,
                login: format!("compte{id}"),
                nom: "Essai".to_owned(),
                mot_de_passe: "$".to_owned(),
                acteur: acteur.clone(),
                etat: EtatCompte::Actif,
                second_facteur: None,
                cree_le: instant(date(2026, 1, 1)),
            };
            compte::inserer(tx, &compte);
        }
    })
    .unwrap();
}

/// Account 1, the agent, acts; `terrain::declarant` says so.
fn suspendre(entrepot: &Entrepot, le: Date) {
    let fait = relire(entrepot, 0).suspendre(MotifSuspension::Ordre, None, le, &declarant(le)).unwrap();
    ecrire(entrepot, move |tx| declaration::inscrire_suspension(tx, &fait)).unwrap();
}

fn reprendre(entrepot: &Entrepot, le: Date) {
    let fait = relire(entrepot, 0).reprendre(le, &declarant(le)).unwrap();
    ecrire(entrepot, move |tx| declaration::inscrire_reprise(tx, &fait)).unwrap();
}

fn lister(entrepot: &Entrepot, compte: CompteId) -> Vec<Notification> {
    let debut = CurseurNotification::default();
    entrepot.lire_ici(move |tx| notification::lister(tx, compte, &debut, 50)).unwrap()
}

fn non_lues(entrepot: &Entrepot, compte: CompteId) -> u32 {
    entrepot.lire_ici(move |tx| notification::non_lues(tx, compte)).unwrap()
}

fn chaque_partie_est_avertie_sauf_celle_qui_agit(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    ouvrir_les_comptes(&entrepot);
    suspendre(&entrepot, date(2026, 2, 2));
    let comptes = [MK, COORDINATION, AGENT, COLLEGUE, VAR];
    assert_eq!(comptes.map(|compte| non_lues(&entrepot, compte)), [1, 1, 0, 0, 0]);
    let recue = lister(&entrepot, MK).remove(0);
    assert_eq!(recue.nature, Nature::ParticipationSuspendue);
    assert_eq!(recue.lien, format!("/declarations/{}", declaration_de(0)));
    assert_eq!(recue.praticien, Some(("Camille".to_owned(), "Éssai000".to_owned())));
    let jour = date(2026, 2, 3);
    let par_le_mk = droit::declaration::Declarant { compte: MK, ..declarant(jour) };
    let motif = droit::declaration::MotifRetrait::Volontaire;
    let fait = relire(&entrepot, 0).retirer(motif, jour, Partie::Praticien, &par_le_mk).unwrap();
    ecrire(&entrepot, move |tx| declaration::inscrire_retrait(tx, &fait)).unwrap();
    assert_eq!(comptes.map(|compte| non_lues(&entrepot, compte)), [1, 2, 1, 1, 0]);
}

fn la_liste_se_pagine_et_se_lit(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    ouvrir_les_comptes(&entrepot);
    for n in 2..8 {
        suspendre(&entrepot, date(2026, n, 2));
        reprendre(&entrepot, date(2026, n, 20));
    }
    let (mut apres, mut cles) = (CurseurNotification::default(), Vec::new());
    loop {
        let curseur = apres.clone();
        let page = entrepot.lire_ici(move |tx| notification::lister(tx, MK, &curseur, 5)).unwrap();
        let Some(derniere) = page.last() else { break };
        apres = CurseurNotification { deposee_le: derniere.deposee_le, cle: derniere.cle.clone() };
        cles.extend(page.into_iter().map(|n| n.cle));
    }
    assert_eq!((cles.len(), non_lues(&entrepot, MK)), (12, 12));
    let (premiere, maintenant) = (cles[0].clone(), instant(date(2026, 9, 1)));
    let (autre, cle) = (premiere.clone(), premiere.clone());
    ecrire(&entrepot, move |tx| notification::marquer_lue(tx, COORDINATION, &autre, maintenant)).unwrap();
    assert_eq!(non_lues(&entrepot, MK), 12, "nobody reads for another");
    ecrire(&entrepot, move |tx| notification::marquer_lue(tx, MK, &cle, maintenant)).unwrap();
    assert_eq!(lister(&entrepot, MK)[0].lue_le, Some(maintenant));
    assert_eq!(non_lues(&entrepot, MK), 11);
    let declaration = declaration_de(0);
    ecrire(&entrepot, move |tx| {
        notification::marquer_lues_de_la_declaration(tx, MK, declaration, maintenant);
    })
    .unwrap();
    assert_eq!(non_lues(&entrepot, MK), 0);
    ecrire(&entrepot, move |tx| notification::marquer_toutes_lues(tx, COORDINATION, maintenant)).unwrap();
    assert_eq!(non_lues(&entrepot, COORDINATION), 0);
}

fn courriels(entrepot: &Entrepot) -> Vec<String> {
    entrepot
        .lire_ici(|tx| {
            let lignes = tx.query("SELECT contenu FROM outbox WHERE genre = 'courriel' ORDER BY cle", &[])?;
            lignes.iter().map(|l| l.get("contenu")).collect::<Result<_, Echec>>()
        })
        .unwrap()
}

fn expedier(entrepot: &Entrepot) -> usize {
    let maintenant = instant(date(2026, 9, 1));
    entrepot
        .ecrire_ici(move |tx| notification::expedier(tx, Some("https://acces.example/"), maintenant, 100))
        .unwrap()
}

fn le_courriel_part_une_fois_si_le_compte_le_veut(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    ouvrir_les_comptes(&entrepot);
    let voulues = Coordonnees { courriel: "mk@exemple.fr".parse().ok(), courriels: Courriels::Avis };
    let posees = voulues.clone();
    ecrire(&entrepot, move |tx| notification::changer_coordonnees(tx, MK, &posees)).unwrap();
    assert_eq!(entrepot.lire_ici(|tx| notification::coordonnees(tx, MK)).unwrap(), voulues);
    suspendre(&entrepot, date(2026, 2, 2));
    assert_eq!((expedier(&entrepot), expedier(&entrepot)), (1, 0));
    let envoyes = courriels(&entrepot);
    assert_eq!(envoyes.len(), 1, "{envoyes:?}");
    let attendu = ["mk@exemple.fr", "participation suspendue", "https://acces.example/declarations/"];
    assert!(attendu.iter().all(|mot| envoyes[0].contains(mot)), "{}", envoyes[0]);
    assert!(!envoyes[0].contains("Éssai"), "no name leaves");
    reprendre(&entrepot, date(2026, 2, 20));
    let maintenant = instant(date(2026, 2, 21));
    ecrire(&entrepot, move |tx| notification::marquer_toutes_lues(tx, MK, maintenant)).unwrap();
    assert_eq!((expedier(&entrepot), courriels(&entrepot).len()), (1, 1), "read first, mailed never");
    let muettes = Coordonnees { courriel: None, courriels: Courriels::Aucun };
    ecrire(&entrepot, move |tx| notification::changer_coordonnees(tx, MK, &muettes)).unwrap();
    suspendre(&entrepot, date(2026, 3, 2));
    assert_eq!((expedier(&entrepot), courriels(&entrepot).len()), (0, 1));
}
