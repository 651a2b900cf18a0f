//! The sums of the indicators: exact after every fact, whatever the history, on both engines.

use std::collections::BTreeSet;

use droit::episode::{Cote, Region};
use droit::evaluation::Forme;
use droit::identifiant::{RemiseId, rpps_de_demonstration};
use droit::indicateur::secret::{CaseParue, TableParue};
use droit::indicateur::{Activite, Champ, Compte, Comptes, Indicateur, Mesure, Perimetre, Periode, Variante};
use droit::reglement::Reglement;
use droit::remise::{Canal, Destinataire, Evenement as EvenementRemise, Preuve};
use entrepot::indicateur::changement::{self, Repere, Suite};
use entrepot::indicateur::miroir::{self, Miroir};
use entrepot::indicateur::parution::{self, Nouvelle};
use entrepot::indicateur::{self, Bilan, CauseRefus, Demande, OrigineActivite, Refus, Total};
use entrepot::outbox::{self, RemisePassee};
use entrepot::remise::NouvelleRemise;
use entrepot::{Echec, Entrepot, remise};
use jiff::SignedDuration;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(
    une_seance_change_la_lecture_suivante,
    un_document_et_ses_remises_se_comptent,
    les_changements_d_un_lieu_se_suivent_sans_trou,
    une_somme_faussee_se_voit_et_se_refait,
    une_base_d_avant_se_compte_a_l_ouverture,
    une_base_d_avant_les_sommes_par_annee_les_recoit,
    la_part_de_l_activite_attend_son_denominateur,
    la_publication_compte_du_jour_ou_elle_est_remise,
    les_activites_s_importent_toutes_ou_aucune,
    ce_qui_est_publie_se_relit_et_ne_se_publie_pas_deux_fois,
    une_publication_remplace_les_groupes_de_la_precedente,
);

pub const DEBUT: Date = date(2026, 1, 20);

fn demande(perimetre: Perimetre, periode: Periode, variante: Variante) -> Demande {
    let tranches = periode.tranches(&perimetre, Reglement::embarque().unwrap()).unwrap();
    Demande { champ: Champ::tout(perimetre), tranches, variante }
}

pub fn lire(entrepot: &Entrepot, perimetre: Perimetre, periode: Periode, variante: Variante) -> Comptes {
    let demande = demande(perimetre, periode, variante);
    entrepot.lire_ici(move |tx| indicateur::comptes(tx, &demande)).unwrap()
}

pub fn annee(entrepot: &Entrepot, variante: Variante) -> Comptes {
    lire(entrepot, Perimetre::Departement(loiret()), Periode::Annee(2026), variante)
}

pub fn exiger_juste(entrepot: &Entrepot) -> Result<(), TestCaseError> {
    let constat = entrepot.lire_ici(indicateur::verifier).unwrap();
    prop_assert_eq!(&constat.ecarts, &Vec::<String>::new());
    prop_assert_eq!(constat.differentes, 0);
    Ok(())
}

fn une_seance_change_la_lecture_suivante(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 2);
    ouvrir(&entrepot, mk(0), &ouverture(1, DEBUT, Region::RachisLombaire, Cote::SansObjet)).unwrap();
    let avant = annee(&entrepot, Variante::Ouverture);
    assert_eq!(avant.un(Mesure::Episodes, ""), Compte { n: 1, sujets: 1 });
    assert_eq!(avant.un(Mesure::Seances, "").n, 0);
    assert_eq!(avant.un(Mesure::EpisodesParMedecin, "avec").sujets, 1);
    seance(&entrepot, 1, mk(0), 100, DEBUT, DEBUT).unwrap();
    for perimetre in [
        Perimetre::Pays,
        Perimetre::Region("Centre-Val de Loire".to_owned()),
        Perimetre::Departement(loiret()),
        Perimetre::Cpts(CPTS),
        Perimetre::Praticien(mk(0)),
    ] {
        for variante in [Variante::Ouverture, Variante::Calendaire] {
            for periode in [Periode::Annee(2026), Periode::Mois(2026, 1), Periode::AnneeExperience(2)] {
                let lus = lire(&entrepot, perimetre.clone(), periode, variante);
                assert_eq!(lus.un(Mesure::Seances, ""), Compte { n: 1, sujets: 1 }, "{perimetre} {periode}");
                assert_eq!(lus.un(Mesure::EpisodesParClasse, "1").n, 1);
                assert_eq!(lus.un(Mesure::PraticiensActifs, "").sujets, 1, "{perimetre} {periode}");
            }
        }
        let autre = lire(&entrepot, perimetre, Periode::Mois(2026, 2), Variante::Calendaire);
        assert_eq!(autre, Comptes::default());
    }
    exiger_juste(&entrepot).unwrap();
}

fn un_document_et_ses_remises_se_comptent(base: &Base) {
    let entrepot = crate::documents::preparer(base);
    let document = crate::documents::inscrire_une_lettre(&entrepot);
    // The letter stands for a bilan: what is counted looks at the kind alone.
    let bilan = "UPDATE document SET genre = 'bilan'";
    entrepot.ecrire_ici(move |tx| tx.execute(bilan, &[]).map(drop)).unwrap();
    let trousseau = entrepot.trousseau().clone();
    let (id, le) = (RemiseId::new(1), instant(date(2026, 2, 4)));
    ecrire(&entrepot, move |tx| {
        let nouvelle = NouvelleRemise {
            id,
            document,
            praticien: mk(0),
            destinataire: Destinataire::Dmp,
            canal: Canal::Dmp,
            adresse: None,
            medecin: None,
            message: "1@essai.mssante.invalid".to_owned(),
            dit: None,
            composee_le: le,
        };
        remise::composer(tx, &trousseau, &nouvelle, "compte/essai");
    })
    .unwrap();
    let avant = annee(&entrepot, Variante::Calendaire);
    assert_eq!((avant.un(Mesure::Bilans, "").n, avant.un(Mesure::BilansParDestinataire, "dmp").n), (1, 0));
    let trousseau = entrepot.trousseau().clone();
    let suivie = entrepot.lire_ici(move |tx| remise::lire(tx, &trousseau, id)).unwrap().unwrap();
    ecrire(&entrepot, move |tx| {
        let arrivee = EvenementRemise::Arrivee(Preuve::DepotDeclare);
        remise::avancer(tx, &suivie, arrivee, "compte/essai", le).unwrap();
    })
    .unwrap();
    let apres = annee(&entrepot, Variante::Calendaire);
    assert_eq!(apres.un(Mesure::BilansParDestinataire, "dmp"), Compte { n: 1, sujets: 1 });
    assert_eq!(apres.un(Mesure::BilansParDestinataire, "au-moins-un").n, 1);
    exiger_juste(&entrepot).unwrap();
}

fn repere(entrepot: &Entrepot, lieu: &Perimetre) -> Repere {
    let lieu = lieu.clone();
    entrepot.lire_ici(move |tx| changement::repere(tx, &lieu)).unwrap()
}

fn depuis(entrepot: &Entrepot, lieu: &Perimetre, connu: Repere) -> Suite {
    let lieu = lieu.clone();
    entrepot.lire_ici(move |tx| changement::depuis(tx, &lieu, connu)).unwrap()
}

fn les_changements_d_un_lieu_se_suivent_sans_trou(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 2);
    let lieux = [Perimetre::Departement(loiret()), Perimetre::Cpts(CPTS)];
    let ailleurs = Perimetre::Departement("83".parse().unwrap());
    let debuts = lieux.each_ref().map(|lieu| repere(&entrepot, lieu));
    ouvrir(&entrepot, mk(0), &ouverture(1, DEBUT, Region::RachisLombaire, Cote::SansObjet)).unwrap();
    seance(&entrepot, 1, mk(0), 100, DEBUT, DEBUT).unwrap();
    for (lieu, debut) in lieux.iter().zip(debuts) {
        let Suite::Continue(la, changements) = depuis(&entrepot, lieu, debut) else { panic!("{lieu}") };
        let comptes = |releves: &[droit::indicateur::Releve]| releves.iter().map(|r| r.seances.len()).sum();
        let seances: Vec<(usize, usize)> =
            changements.iter().map(|change| (comptes(&change.avant), comptes(&change.apres))).collect();
        assert_eq!(seances, [(0, 0), (0, 1)], "{lieu}: the opening, then the séance");
        assert_eq!(la, repere(&entrepot, lieu));
        assert_eq!(depuis(&entrepot, lieu, la), Suite::Continue(la, Vec::new()), "nothing more");
    }
    let vide = repere(&entrepot, &ailleurs);
    assert_eq!(depuis(&entrepot, &ailleurs, vide), Suite::Continue(vide, Vec::new()));
    let vieillir = "UPDATE indicateur_changement SET seq = seq + 600 WHERE seq = 2";
    assert_eq!(entrepot.ecrire_ici(move |tx| tx.execute(vieillir, &[])).unwrap(), 2);
    assert_eq!(entrepot.ecrire_ici(changement::elaguer).unwrap(), 2, "the old one of each place");
    assert_eq!(depuis(&entrepot, &lieux[0], debuts[0]), Suite::Rompue, "what came between is forgotten");
    let avant = entrepot.lire_ici(changement::epoque).unwrap();
    entrepot.ecrire_ici(indicateur::recalculer).unwrap();
    assert_ne!(entrepot.lire_ici(changement::epoque).unwrap(), avant, "the sums were made again");
}

fn une_somme_faussee_se_voit_et_se_refait(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 2);
    ouvrir(&entrepot, mk(0), &ouverture(1, DEBUT, Region::RachisLombaire, Cote::SansObjet)).unwrap();
    seance(&entrepot, 1, mk(0), 100, DEBUT, DEBUT).unwrap();
    let fausser = "UPDATE indicateur_compteur SET n = n + 1 WHERE mesure = 'seances' AND perimetre = 'pays'";
    let touchees = entrepot.ecrire_ici(move |tx| tx.execute(fausser, &[])).unwrap();
    assert!(touchees > 0);
    let constat = entrepot.lire_ici(indicateur::verifier).unwrap();
    assert_eq!(constat.differentes, touchees, "{:?}", constat.ecarts);
    let episodes = entrepot.ecrire_ici(indicateur::recalculer).unwrap();
    assert_eq!(episodes, 1);
    exiger_juste(&entrepot).unwrap();
}

/// A base whose sums were never made, or were made otherwise, is counted when it opens.
fn une_base_d_avant_se_compte_a_l_ouverture(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 2);
    ouvrir(&entrepot, mk(0), &ouverture(1, DEBUT, Region::RachisLombaire, Cote::SansObjet)).unwrap();
    seance(&entrepot, 1, mk(0), 100, DEBUT, DEBUT).unwrap();
    entrepot
        .ecrire_ici(|tx| {
            for sql in [
                "DELETE FROM indicateur_compteur",
                "DELETE FROM indicateur_praticien",
                "DELETE FROM indicateur_praticien_annee",
                "DELETE FROM indicateur_episode",
                "UPDATE indicateur_etat SET version = 0",
            ] {
                tx.execute(sql, &[])?;
            }
            Ok::<_, Echec>(())
        })
        .unwrap();
    assert_eq!(annee(&entrepot, Variante::Ouverture), Comptes::default());
    drop(entrepot);
    let entrepot = base.open();
    assert_eq!(annee(&entrepot, Variante::Ouverture).un(Mesure::Seances, "").n, 1);
    exiger_juste(&entrepot).unwrap();
}

/// The migration adds up what was counted before it.
fn une_base_d_avant_les_sommes_par_annee_les_recoit(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 2);
    ouvrir(&entrepot, mk(0), &ouverture(1, DEBUT, Region::RachisLombaire, Cote::SansObjet)).unwrap();
    seance(&entrepot, 1, mk(0), 100, DEBUT, DEBUT).unwrap();
    seance(&entrepot, 1, mk(0), 101, date(2026, 2, 16), date(2026, 2, 16)).unwrap();
    entrepot
        .ecrire_ici(|tx| {
            for sql in [
                "DROP TABLE indicateur_praticien_annee",
                "DROP INDEX indicateur_praticien_par_departement",
                "DROP INDEX indicateur_praticien_par_cpts",
                "DELETE FROM migration WHERE nom = '0192_presences_par_lieu'",
            ] {
                tx.execute(sql, &[])?;
            }
            Ok::<_, Echec>(())
        })
        .unwrap();
    drop(entrepot);
    let entrepot = base.open();
    exiger_juste(&entrepot).unwrap();
    let comptees = "SELECT n FROM indicateur_praticien_annee WHERE annee = 2026";
    let lues = entrepot.lire_ici(move |tx| tx.query_one(comptees, &[])?.get::<i64>("n")).unwrap();
    assert_eq!(lues, 2, "of two months, one sum");
}

fn la_part_de_l_activite_attend_son_denominateur(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 2);
    ouvrir(&entrepot, mk(0), &ouverture(1, DEBUT, Region::RachisLombaire, Cote::SansObjet)).unwrap();
    seance(&entrepot, 1, mk(0), 100, DEBUT, DEBUT).unwrap();
    let champ = Champ::tout(Perimetre::Departement(loiret()));
    let participation = |champ: Champ| {
        entrepot.lire_ici(move |tx| indicateur::participation(tx, &champ, Periode::Annee(2026))).unwrap()
    };
    assert_eq!(participation(champ.clone()).activite, None);
    ecrire(&entrepot, |tx| {
        let origine = (OrigineActivite::Declaree, "praticien/essai", instant(DEBUT));
        indicateur::declarer_activite(tx, mk(0), 2026, 4_000, origine);
    })
    .unwrap();
    for champ in [champ, Champ::tout(Perimetre::Cpts(CPTS)), Champ::tout(Perimetre::Praticien(mk(0)))] {
        let lue = participation(champ);
        let activite = lue.activite.unwrap();
        assert_eq!((activite.praticiens, activite.acces_direct, activite.total), (1, 1, 4_000));
    }
    let tous = participation(Champ::tout(Perimetre::Pays));
    assert_eq!((tous.volontaires, tous.autorises), (2, 2));
    let deposees = entrepot
        .lire_ici(|tx| {
            let champ = Champ::tout(Perimetre::Departement(loiret()));
            indicateur::participation(tx, &champ, Periode::Annee(2025))
        })
        .unwrap();
    assert_eq!(deposees.delais.decision.effectif(), 2, "accepted on the day they were filed");
    assert_eq!(deposees.delais.decision.mediane(), Some(0));
    assert_eq!(
        (deposees.delais.en_attente, deposees.delais.publication.effectif()),
        (2, 0),
        "not delivered yet"
    );
}

fn la_publication_compte_du_jour_ou_elle_est_remise(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 2);
    let delais = |perimetre| {
        let champ = Champ::tout(perimetre);
        entrepot
            .lire_ici(move |tx| indicateur::participation(tx, &champ, Periode::Annee(2025)))
            .unwrap()
            .delais
    };
    let remettre = |jusqu_au: &str| {
        let passee = RemisePassee {
            genre: "publier-liste",
            delai: SignedDuration::from_hours(49),
            jusqu_au: jusqu_au.parse().unwrap(),
        };
        entrepot.ecrire_ici(move |tx| outbox::remettre_le_passe(tx, passee)).unwrap()
    };
    assert_eq!(remettre("2020-01-01T00:00:00Z"), 0, "nothing of that past was deposited");
    assert_eq!(remettre("2030-01-01T00:00:00Z"), 2);
    assert_eq!(remettre("2030-01-01T00:00:00Z"), 0, "once");
    let lus = [Perimetre::Departement(loiret()), Perimetre::Cpts(CPTS), Perimetre::Pays].map(delais);
    for lu in &lus {
        assert_eq!((lu.publication.mediane(), lu.publication.effectif(), lu.en_attente), (Some(200), 2, 0));
        assert_eq!(lu, &lus[0], "the same to every reader");
    }
}

/// The séance in direct access of the first MK is one more than the file may say.
fn les_activites_s_importent_toutes_ou_aucune(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 3);
    ouvrir(&entrepot, mk(0), &ouverture(1, DEBUT, Region::RachisLombaire, Cote::SansObjet)).unwrap();
    for (cle, jour) in [(100, DEBUT), (101, date(2026, 1, 22))] {
        seance(&entrepot, 1, mk(0), cle, jour, jour).unwrap();
    }
    let total = |ligne: u32, rang: u32, seances| Total { ligne, rpps: rpps_de_demonstration(rang), seances };
    let importer = |totaux: Vec<Total>, attendus: Option<BTreeSet<_>>| {
        let qui = ("compte/essai", instant(DEBUT));
        entrepot
            .ecrire_ici(move |tx| indicateur::importer_activites(tx, 2026, &totaux, attendus.as_ref(), qui))
            .unwrap()
    };
    let connue = |rang: u32| entrepot.lire_ici(move |tx| indicateur::activite(tx, mk(rang), 2026)).unwrap();
    let inconnu = Total { ligne: 4, rpps: rpps_de_demonstration(69_999), seances: 10 };
    let refus = importer(vec![total(2, 1, 3_000), total(3, 0, 1), inconnu], None).unwrap_err();
    let causes: Vec<_> = refus.iter().map(|Refus { ligne, cause, .. }| (*ligne, *cause)).collect();
    assert_eq!(causes, [(3, CauseRefus::Moindre { acces_direct: 2 }), (4, CauseRefus::Inconnu)]);
    assert_eq!(connue(1), None, "nothing was recorded");
    let refus = importer(vec![total(2, 1, 3_000)], Some(BTreeSet::from([mk(0)]))).unwrap_err();
    assert_eq!(refus[0].cause, CauseRefus::NonAttendu);
    let bilan = importer(vec![total(2, 0, 2), total(3, 1, 3_000)], None).unwrap();
    assert_eq!(bilan, Bilan { inscrits: 2, ..Bilan::default() });
    ecrire(&entrepot, |tx| {
        let origine = (OrigineActivite::Declaree, "compte/essai", instant(DEBUT));
        indicateur::declarer_activite(tx, mk(0), 2026, 2_500, origine);
    })
    .unwrap();
    let bilan = importer(vec![total(2, 0, 9_000), total(3, 1, 3_100), total(4, 2, 5)], None).unwrap();
    assert_eq!(bilan, Bilan { inscrits: 1, remplaces: 1, gardes: 1 });
    assert_eq!((connue(0), connue(1), connue(2)), (Some(2_500), Some(3_100), Some(5)));
}

fn ce_qui_est_publie_se_relit_et_ne_se_publie_pas_deux_fois(base: &Base) {
    let entrepot = base.open();
    let vide = entrepot.lire_ici(parution::etat).unwrap();
    assert_eq!((vide.version, vide.le), (0, None));
    let compte = |n| Compte { n, sujets: n };
    let cle = |mesure: Mesure, modalite: &str| (mesure, modalite.to_owned());
    let table = TableParue {
        cases: [
            (cle(Mesure::Episodes, ""), CaseParue::Montree(compte(40))),
            (cle(Mesure::SeancesParActe, "TER 9.49"), CaseParue::Cachee { compte: compte(3), vue: None }),
            (
                cle(Mesure::SeancesParActe, "AMS 7.50"),
                CaseParue::Cachee { compte: compte(12), vue: Some(compte(30)) },
            ),
        ]
        .into(),
        autres: [(cle(Mesure::EpisodesParSeances, "5"), Compte { n: 7, sujets: 0 })].into(),
        effacees: [Mesure::EvenementsParGravite].into(),
        activite: Some(Activite { praticiens: 2, acces_direct: 10, total: 4_000 }),
        ..TableParue::default()
    };
    let place = parution::place(&Champ::tout(Perimetre::Departement(loiret())), Periode::Annee(2026));
    let nouvelle = Nouvelle { variante: Variante::Cloture, place: place.clone(), table: table.clone() };
    let publier = |vue| {
        let nouvelles = vec![nouvelle.clone()];
        let qui = ("systeme", instant(DEBUT));
        entrepot.ecrire_ici(move |tx| parution::inscrire(tx, vue, DEBUT, &nouvelles, qui))
    };
    publier(vide).unwrap();
    assert_eq!(publier(vide), Err(Echec::Conflit), "another one came in between");
    let etat = entrepot.lire_ici(parution::etat).unwrap();
    assert_eq!((etat.version, etat.le), (1, Some(DEBUT)));
    let (ici, la) = (place.clone(), place.clone());
    assert_eq!(
        entrepot.lire_ici(move |tx| parution::lire(tx, Variante::Cloture, &ici)).unwrap(),
        Some(table.clone())
    );
    assert_eq!(entrepot.lire_ici(move |tx| parution::lire(tx, Variante::Ouverture, &la)).unwrap(), None);
    let toutes = entrepot.lire_ici(|tx| parution::lister(tx, Variante::Cloture)).unwrap();
    assert_eq!(toutes, [(place, table)].into());
}

fn une_publication_remplace_les_groupes_de_la_precedente(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 2);
    ouvrir(&entrepot, mk(0), &ouverture(1, DEBUT, Region::RachisLombaire, Cote::SansObjet)).unwrap();
    seance(&entrepot, 1, mk(0), 100, DEBUT, DEBUT).unwrap();
    let actifs = entrepot.lire_ici(|tx| miroir::actifs_par_annee(tx, CPTS)).unwrap();
    assert_eq!(actifs, [(2026, [mk(0)].into())].into(), "who did a séance, the year he did it");
    let publier = |annee| {
        let forme = Forme { effectif: 12, reperes: [100, 150, 200, 250, 300] };
        let formes = vec![(Indicateur::Patients, forme)];
        let miroir = Miroir { cpts: CPTS, annee, variante: Variante::Ouverture, formes };
        entrepot.ecrire_ici(move |tx| miroir::remplacer(tx, std::slice::from_ref(&miroir))).unwrap();
        forme
    };
    let lire =
        |annee| entrepot.lire_ici(move |tx| miroir::lire(tx, CPTS, annee, Variante::Ouverture)).unwrap();
    let forme = publier(2025);
    assert_eq!(lire(2025), Some(vec![(Indicateur::Patients, forme)]));
    publier(2026);
    assert_eq!((lire(2025), lire(2026).map(|formes| formes.len())), (None, Some(1)));
}
