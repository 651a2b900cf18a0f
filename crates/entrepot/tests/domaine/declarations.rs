//! Declarations: the queue, the authorisation as of a day, the public list, the messages that follow.

use std::collections::BTreeSet;

use droit::annuaire::{AvisAnnuaire, Repere};
use droit::decision::Etat;
use droit::declaration::{
    CodeControle, Controle, Declaration, EmpechementDeclaration, EtatDeclaration, MotifRefus, MotifRetrait,
    NatureLieu, Origine, Partie, PieceDemandee, Preparation,
};
use droit::identifiant::DeclarationId;
use entrepot::declaration::{CurseurTranche, Selection};
use entrepot::praticien::{Critere, CurseurListe, Mouvement};
use entrepot::{Echec, Entrepot, cpts, declaration, params, praticien};
use jiff::civil::{Date, date};

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(
    l_autorisation_vaut_du_premier_au_dernier_jour,
    la_liste_se_cherche_par_nom_et_par_commune,
    les_changements_menent_de_la_liste_d_un_jour_a_celle_d_un_autre,
    une_declaration_se_complete_puis_se_refuse_avec_ses_motifs,
    deux_declarations_en_cours_sont_impossibles,
    une_tranche_dit_ce_que_dit_chaque_lecture,
    les_membres_montrent_ou_en_est_leur_declaration,
    chaque_verification_garde_sa_reponse_sa_source_et_son_jour,
);

fn autorise(entrepot: &Entrepot, jour: Date) -> bool {
    entrepot.lire_ici(move |tx| praticien::autorise_au(tx, mk(0), loiret(), jour)).unwrap().is_some()
}

fn retirer(entrepot: &Entrepot, au: Date) {
    let fait =
        relire(entrepot, 0).retirer(MotifRetrait::Volontaire, au, Partie::Ars, &declarant(au)).unwrap();
    ecrire(entrepot, move |tx| declaration::inscrire_retrait(tx, &fait)).unwrap();
}

fn l_autorisation_vaut_du_premier_au_dernier_jour(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    retirer(&entrepot, date(2026, 3, 31));
    let jours = [date(2025, 9, 30), date(2025, 10, 1), date(2026, 3, 31), date(2026, 4, 1)];
    assert_eq!(jours.map(|jour| autorise(&entrepot, jour)), [false, true, true, false]);
    let genres: Vec<String> = entrepot
        .lire_ici(|tx| {
            let lignes = tx.query("SELECT genre FROM outbox WHERE cle LIKE '%/4' ORDER BY genre", &[])?;
            lignes.iter().map(|l| l.get("genre")).collect::<Result<_, Echec>>()
        })
        .unwrap();
    assert_eq!(genres, ["notifier-praticien", "publier-liste", "transmettre-caisse"]);
    let etapes = entrepot.lire_ici(|tx| declaration::historique(tx, declaration_de(0))).unwrap();
    let faits: Vec<_> = etapes.iter().map(|e| e.fait.as_str()).collect();
    assert_eq!(faits, ["brouillon", "deposee", "validee", "retiree"]);
}

fn chercher(entrepot: &Entrepot, mot: Option<&str>, limite: u16) -> Vec<String> {
    let mut critere = Critere {
        jour: date(2026, 2, 2),
        departement: Some(loiret()),
        cpts: None,
        mot: mot.map(str::to_owned),
        apres: CurseurListe::default(),
        limite,
    };
    let mut noms = Vec::new();
    loop {
        let page = critere.clone();
        let lignes = entrepot.lire_ici(move |tx| praticien::autorises(tx, &page)).unwrap();
        let Some(derniere) = lignes.last() else { return noms };
        critere.apres = derniere.curseur.clone();
        noms.extend(lignes.into_iter().map(|l| l.nom));
    }
}

fn la_liste_se_cherche_par_nom_et_par_commune(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 5);
    assert_eq!(chercher(&entrepot, None, 2).len(), 5);
    assert_eq!(chercher(&entrepot, Some("essai003"), 2), ["Éssai003"]);
    assert_eq!(chercher(&entrepot, Some("ORLEANS"), 2), ["Éssai000", "Éssai002", "Éssai004"]);
    assert_eq!(chercher(&entrepot, Some("braye"), 2), ["Éssai001", "Éssai003"]);
    assert_eq!(chercher(&entrepot, Some("%"), 9).len(), 5, "a sign alone is no search");
    retirer(&entrepot, date(2026, 2, 1));
    assert_eq!(chercher(&entrepot, Some("orléans"), 2), ["Éssai002", "Éssai004"]);
}

fn preparation(id: u128) -> Preparation {
    Preparation {
        id: DeclarationId::new(id),
        praticien: mk(0),
        departement: loiret(),
        cpts: CPTS,
        origine: Origine::Praticien,
        justificatif: None,
    }
}

fn une_declaration_se_complete_puis_se_refuse_avec_ses_motifs(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    retirer(&entrepot, date(2025, 12, 31));
    let jour = date(2026, 1, 5);
    let fait = Declaration::preparer(preparation(9), &[], &declarant(jour)).unwrap();
    ecrire(&entrepot, move |tx| declaration::inscrire_preparation(tx, &fait)).unwrap();
    let lire = |entrepot: &Entrepot| {
        entrepot.lire_ici(|tx| declaration::charger(tx, DeclarationId::new(9))).unwrap().unwrap()
    };
    let sans_preuve =
        lire(&entrepot).deposer(None, decision_de_declarer(jour), &conditions(jour), &declarant(jour));
    assert!(sans_preuve.unwrap_err().to_string().contains("justificatif"));
    let preuve = relire(&entrepot, 0).justificatif.clone();
    let fait = lire(&entrepot)
        .deposer(preuve, decision_de_declarer(jour), &conditions(jour), &declarant(jour))
        .unwrap();
    ecrire(&entrepot, move |tx| declaration::inscrire_depot(tx, &fait)).unwrap();
    let file = entrepot
        .lire_ici(|tx| declaration::tranche(tx, &selection("deposee"), &CurseurTranche::default(), 10))
        .unwrap();
    assert_eq!(file.iter().map(|l| l.declaration.id.bits()).collect::<Vec<_>>(), [9]);

    let precision = "la pièce est illisible".parse().ok();
    let pieces = vec![PieceDemandee::JustificatifCpts, PieceDemandee::Autre];
    let fait =
        lire(&entrepot).demander_completion(pieces.clone(), precision.clone(), &declarant(jour)).unwrap();
    ecrire(&entrepot, move |tx| declaration::inscrire_completion(tx, &fait)).unwrap();
    assert_eq!(lire(&entrepot).etat, EtatDeclaration::ACompleter { le: jour, pieces, precision });

    let fait = lire(&entrepot)
        .deposer(None, decision_de_declarer(jour), &conditions(jour), &declarant(jour))
        .unwrap();
    ecrire(&entrepot, move |tx| declaration::inscrire_depot(tx, &fait)).unwrap();
    let muet = lire(&entrepot).refuser(vec![MotifRefus::Autre], None, &declarant(jour)).unwrap_err();
    assert_eq!(muet, EmpechementDeclaration::PrecisionAbsente);
    let motifs = vec![MotifRefus::AdhesionNonConfirmee, MotifRefus::HorsTableau];
    let fait = lire(&entrepot).refuser(motifs.clone(), None, &declarant(jour)).unwrap();
    ecrire(&entrepot, move |tx| declaration::inscrire_refus(tx, &fait)).unwrap();
    assert_eq!(lire(&entrepot).etat, EtatDeclaration::Refusee { le: jour, motifs, precision: None });
    assert!(!autorise(&entrepot, jour));
}

fn deux_declarations_en_cours_sont_impossibles(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    let jour = date(2026, 1, 5);
    let autres = entrepot.lire_ici(|tx| declaration::autres(tx, mk(0), loiret(), None)).unwrap();
    let refus = Declaration::preparer(preparation(9), &autres, &declarant(jour)).unwrap_err();
    assert_eq!(refus, EmpechementDeclaration::Doublon);
    let aveugle = Declaration::preparer(preparation(9), &[], &declarant(jour)).unwrap();
    let issue = ecrire(&entrepot, move |tx| declaration::inscrire_preparation(tx, &aveugle));
    assert_eq!(issue, Err(Echec::Conflit));
}

fn les_membres_montrent_ou_en_est_leur_declaration(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 3);
    let jour = date(2026, 2, 2);
    let mut apres = cpts::CurseurMembre::default();
    let mut etats = Vec::new();
    loop {
        let curseur = apres.clone();
        let page = entrepot.lire_ici(move |tx| cpts::membres(tx, CPTS, jour, &curseur, 2)).unwrap();
        let Some(dernier) = page.last() else { break };
        apres = dernier.curseur.clone();
        etats.extend(page.into_iter().map(|m| m.declaration.map(|d| d.2)));
    }
    assert_eq!(etats, vec![Some("validee".to_owned()); 3]);
}

fn liste(entrepot: &Entrepot, jour: Date) -> BTreeSet<DeclarationId> {
    let critere = Critere {
        jour,
        departement: Some(loiret()),
        cpts: None,
        mot: None,
        apres: CurseurListe::default(),
        limite: 100,
    };
    let lignes = entrepot.lire_ici(move |tx| praticien::autorises(tx, &critere)).unwrap();
    lignes.into_iter().map(|ligne| ligne.curseur.declaration).collect()
}

fn les_changements_menent_de_la_liste_d_un_jour_a_celle_d_un_autre(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 3);
    retirer(&entrepot, date(2025, 10, 3));
    let premier = date(2025, 9, 28);
    let jours: Vec<Date> = (0..9).map(|n| premier.checked_add(jiff::Span::new().days(n)).unwrap()).collect();
    for (rang, du) in jours.iter().enumerate() {
        for au in &jours[rang..] {
            let (du, au) = (*du, *au);
            let mut attendue = liste(&entrepot, du);
            let changements =
                entrepot.lire_ici(move |tx| praticien::changements(tx, Some(loiret()), du, au, 100)).unwrap();
            for changement in changements.iter().rev() {
                let cle = changement.autorise.curseur.declaration;
                let applique = match changement.mouvement {
                    Mouvement::Arrivee => attendue.insert(cle),
                    Mouvement::Depart => attendue.remove(&cle),
                };
                assert!(applique && changement.le > du && changement.le <= au, "{du} {au} {changement:?}");
            }
            assert_eq!(attendue, liste(&entrepot, au), "{du} → {au}");
        }
    }
}

fn selection(etat: &'static str) -> Selection {
    Selection { departement: loiret(), etat, cpts: None, touchees_par: None, qui: None }
}

fn une_tranche_dit_ce_que_dit_chaque_lecture(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 5);
    retirer(&entrepot, date(2025, 12, 31));
    let (mut apres, mut vues) = (CurseurTranche::default(), Vec::new());
    loop {
        let curseur = apres.clone();
        let page = entrepot
            .lire_ici(move |tx| declaration::tranche(tx, &selection("validee"), &curseur, 3))
            .unwrap();
        let Some(derniere) = page.last() else { break };
        apres = CurseurTranche { etat_le: derniere.etat_le, declaration: derniere.declaration.id };
        vues.extend(page);
    }
    assert_eq!(vues.len(), 4, "the one withdrawn is elsewhere");
    for ligne in &vues {
        let (id, praticien) = (ligne.declaration.id, ligne.praticien.id);
        let seule = entrepot.lire_ici(move |tx| declaration::charger(tx, id)).unwrap().unwrap();
        assert_eq!(ligne.declaration, seule);
        let lu = entrepot.lire_ici(move |tx| praticien::charger(tx, praticien)).unwrap().unwrap();
        assert_eq!(ligne.praticien, lu);
        assert_eq!(ligne.lieux, entrepot.lire_ici(move |tx| praticien::lieux(tx, praticien)).unwrap());
        let adhesions = entrepot.lire_ici(move |tx| praticien::adhesions(tx, praticien)).unwrap();
        assert_eq!(ligne.adhesions, adhesions.into_iter().map(|(_, a)| a).collect::<Vec<_>>());
        assert!(ligne.autres.is_empty() && ligne.doublons.is_empty());
        assert_eq!(ligne.territoire, entrepot.lire_ici(|tx| cpts::departements(tx, CPTS)).unwrap());
        let choisis = entrepot.lire_ici(move |tx| declaration::lieux_choisis(tx, id)).unwrap();
        assert_eq!(ligne.lieux_choisis, choisis);
        assert_eq!(ligne.pieces, entrepot.lire_ici(move |tx| entrepot::piece::nombre(tx, id)).unwrap());
    }
    les_lignes_se_cherchent_par_nom_et_par_numero(&entrepot);
    let moi = Selection { touchees_par: Some(droit::identifiant::CompteId::new(99)), ..selection("validee") };
    let aucune =
        entrepot.lire_ici(move |tx| declaration::tranche(tx, &moi, &CurseurTranche::default(), 9)).unwrap();
    assert!(aucune.is_empty(), "that account took no step");
    homonyme(&entrepot);
    let doublons = entrepot.lire_ici(|tx| declaration::doublons(tx, declaration_de(1))).unwrap();
    let tranche = entrepot
        .lire_ici(|tx| declaration::tranche(tx, &selection("validee"), &CurseurTranche::default(), 9))
        .unwrap();
    let ligne = tranche.iter().find(|l| l.declaration.id == declaration_de(1)).unwrap();
    assert_eq!((doublons.len(), &ligne.doublons), (1, &doublons));
    assert_eq!(doublons[0].declaration, declaration_de(2));
}

fn les_lignes_se_cherchent_par_nom_et_par_numero(entrepot: &Entrepot) {
    let trouvees = |qui: &str| {
        let voulues = Selection { qui: Some(qui.to_owned()), ..selection("validee") };
        let page = entrepot
            .lire_ici(move |tx| declaration::tranche(tx, &voulues, &CurseurTranche::default(), 9))
            .unwrap();
        page.into_iter().map(|ligne| ligne.declaration.id).collect::<Vec<_>>()
    };
    let rpps = droit::identifiant::rpps_de_demonstration(2);
    for qui in ["éssai002", "ESSAI002", "camille essai002", "essai002  Cam", rpps.as_str()] {
        assert_eq!(trouvees(qui), [declaration_de(2)], "{qui}");
    }
    assert_eq!(trouvees("essai").len(), 4);
    assert_eq!(trouvees("%"), [], "a sign of the engine is a sign like another");
}

/// The third MK takes the name of the second.
fn homonyme(entrepot: &Entrepot) {
    entrepot
        .ecrire_ici(|tx| {
            let nom = "SELECT recherche FROM praticien WHERE id = $1";
            let recherche: String = tx.query_one(nom, &params![mk(1)])?.get("recherche")?;
            tx.execute("UPDATE praticien SET recherche = $2 WHERE id = $1", &params![mk(2), recherche])
        })
        .unwrap();
}

fn chaque_verification_garde_sa_reponse_sa_source_et_son_jour(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    retirer(&entrepot, date(2025, 12, 31));
    let jour = date(2026, 1, 5);
    let origine = Preparation { justificatif: relire(&entrepot, 0).justificatif.clone(), ..preparation(9) };
    let fait = Declaration::preparer(origine, &[], &declarant(jour)).unwrap();
    ecrire(&entrepot, move |tx| declaration::inscrire_preparation(tx, &fait)).unwrap();
    let brouillon = entrepot.lire_ici(|tx| declaration::charger(tx, DeclarationId::new(9))).unwrap().unwrap();
    let depot =
        brouillon.deposer(None, decision_de_declarer(jour), &conditions(jour), &declarant(jour)).unwrap();
    let repere = Repere::Extraction { du: date(2025, 12, 20) };
    let avis = AvisAnnuaire::tirer(None, loiret(), repere);
    let controles = [Controle::selon_l_annuaire(avis), Controle::du_lieu(NatureLieu::Principal, None)];
    ecrire(&entrepot, move |tx| {
        declaration::inscrire_depot(tx, &depot);
        declaration::garder_controles(tx, &depot, &controles);
    })
    .unwrap();
    let gardes = entrepot.lire_ici(|tx| declaration::controles_gardes(tx, DeclarationId::new(9))).unwrap();
    let [etape] = gardes.as_slice() else { panic!("one step keeps its checks: {gardes:?}") };
    assert_eq!(etape.version, 2);
    let vus: Vec<_> = etape.controles.iter().map(|c| (c.code, c.etat, c.du)).collect();
    assert_eq!(
        vus,
        [
            (CodeControle::Annuaire, Etat::Viole, date(2025, 12, 20)),
            (CodeControle::Lieu, Etat::Respecte, jour),
        ]
    );
    assert_eq!(etape.controles.first().unwrap().dit, avis.to_string());
    assert!(etape.controles.iter().all(|controle| !controle.source.is_empty()));
}
