//! What surrounds declarations: lists to declare, the CPTS's answer, dossiers taken up, proofs, memberships.

use droit::acces::{self, Acteur};
use droit::adhesion::{NouvelleAdhesion, adherer, demander_le_renouvellement};
use droit::decision::Statut;
use droit::declaration::{
    Adhesion, Confirmation, Declaration, EtatDeclaration, IssueReprise, Justificatif, MotifDementi,
    NumeroDossier, Origine, Preparation, QualiteMembre, Reprise, TypeJustificatif,
};
use droit::identifiant::{CompteId, DeclarationId, LectureId, LieuId, ListeId, PieceId};
use droit::piece::{Analyse, Antivirus, FichePiece, NomFichier, ObjetPiece, Piece, TypePiece};
use entrepot::declaration::{
    self, Correction, ListeADeclarer, NouvelleLigne, OuDeclarer, Redacteur, Reglages,
};
use entrepot::demarche::{EtatJeton, Etendue, Lecture, Note, Reglage, Regleur, SortDuJeton};
use entrepot::{Echec, Entrepot, adhesion, cpts, demarche, params, piece, praticien};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use sha2::{Digest, Sha256};

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(
    une_liste_se_corrige_se_declare_et_se_supprime,
    une_question_a_la_cpts_se_repond_une_fois,
    un_dossier_se_reprend_se_suit_et_se_rend,
    une_demarche_se_regle_son_jeton_scelle,
    une_piece_se_scelle_s_ouvre_et_s_efface,
    une_adhesion_se_demande_se_rappelle_et_se_renouvelle,
    une_base_d_avant_les_fiches_est_reprise,
);

const LE: Date = date(2026, 3, 9);

fn redacteur() -> Redacteur {
    Redacteur { compte: CompteId::new(1), maintenant: instant(LE) }
}

fn liste(entrepot: &Entrepot) -> Option<ListeADeclarer> {
    entrepot.lire_ici(|tx| declaration::charger_liste(tx, ListeId::new(3))).unwrap()
}

fn une_liste_se_corrige_se_declare_et_se_supprime(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    let reglages = Reglages {
        statut: Statut::Titulaire,
        qualite: QualiteMembre::Adherent,
        membre_du: LE,
        membre_au: Some(date(2026, 12, 31)),
    };
    let lignes: Vec<_> =
        (1..=3).map(|numero| NouvelleLigne { numero, ecrit: format!("ligne {numero}") }).collect();
    ecrire(&entrepot, move |tx| {
        declaration::creer_liste(tx, ListeId::new(3), CPTS, &reglages, &lignes, &redacteur())
    })
    .unwrap();
    let lue = liste(&entrepot).unwrap();
    assert_eq!((lue.cpts, lue.reglages, lue.lignes.len()), (CPTS, reglages, 3));
    let (rang, vieille) = (lue.lignes[1].rang, lue.clone());
    let ou = OuDeclarer::Lieux(vec![LieuId::new(1), LieuId::new(2)]);
    let statut = Some(Statut::Collaborateur);
    let correction = Correction { rang, ecrit: "corrigée".to_owned(), statut, ou: ou.clone() };
    ecrire(&entrepot, move |tx| declaration::corriger_ligne(tx, &lue, &correction, &redacteur())).unwrap();
    let corrigee = liste(&entrepot).unwrap();
    assert_eq!(corrigee.lignes[1].ecrit, "corrigée");
    assert_eq!((corrigee.lignes[1].statut, &corrigee.lignes[1].ou), (statut, &ou));
    assert_eq!(corrigee.lignes[0].ou, OuDeclarer::NonDit);
    let perdue = vieille.clone();
    let perdant = ecrire(&entrepot, move |tx| declaration::retirer_ligne(tx, &perdue, rang, &redacteur()));
    assert!(matches!(perdant, Err(Echec::Conflit)), "the list moved: {perdant:?}");
    let (premiere, gardee) = (corrigee.lignes[0].rang, corrigee.clone());
    ecrire(&entrepot, move |tx| {
        declaration::noter_declarees(tx, &gardee, &[(premiere, declaration_de(0))], &redacteur())
    })
    .unwrap();
    let declaree = liste(&entrepot).unwrap();
    assert_eq!(declaree.lignes[0].declaration, Some(declaration_de(0)));
    let copie = declaree.clone();
    let ou = OuDeclarer::Departement("83".parse().unwrap());
    let tardive = Correction { rang: premiere, ecrit: "x".to_owned(), statut: None, ou };
    let encore = ecrire(&entrepot, move |tx| declaration::corriger_ligne(tx, &copie, &tardive, &redacteur()));
    assert!(matches!(encore, Err(Echec::Conflit)), "what is declared is not corrected: {encore:?}");
    ecrire(&entrepot, move |tx| declaration::supprimer_liste(tx, &declaree, &redacteur())).unwrap();
    assert_eq!(liste(&entrepot), None);
}

/// A draft of the MK himself, in the Loiret, under this key.
fn preparer(entrepot: &Entrepot, id: DeclarationId) -> Declaration {
    let preparation = Preparation {
        id,
        praticien: mk(0),
        departement: "83".parse().unwrap(),
        cpts: CPTS,
        origine: Origine::Praticien,
        justificatif: None,
    };
    let prepare = Declaration::preparer(preparation, &[], &declarant(LE)).unwrap();
    ecrire(entrepot, move |tx| declaration::inscrire_preparation(tx, &prepare)).unwrap();
    relue(entrepot, id)
}

fn relue(entrepot: &Entrepot, id: DeclarationId) -> Declaration {
    entrepot.lire_ici(move |tx| declaration::charger(tx, id)).unwrap().unwrap()
}

fn question(entrepot: &Entrepot, id: DeclarationId) -> Option<Confirmation> {
    entrepot.lire_ici(move |tx| declaration::confirmation(tx, id)).unwrap()
}

fn attendues(entrepot: &Entrepot) -> Vec<DeclarationId> {
    let lues = entrepot.lire_ici(|tx| declaration::confirmations_attendues(tx, CPTS)).unwrap();
    lues.into_iter().map(|attendue| attendue.declaration).collect()
}

fn une_question_a_la_cpts_se_repond_une_fois(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    let (oui, non) = (DeclarationId::new(91), DeclarationId::new(92));
    let brouillon = preparer(&entrepot, oui);
    assert_eq!(question(&entrepot, oui), None);
    let demandee =
        brouillon.demander_confirmation(decision_de_declarer(LE), &conditions(LE), &declarant(LE)).unwrap();
    ecrire(&entrepot, move |tx| declaration::inscrire_demande(tx, &demandee)).unwrap();
    assert_eq!(attendues(&entrepot), [oui]);
    let posee = question(&entrepot, oui).unwrap();
    let confirmee = relue(&entrepot, oui)
        .confirmer(&posee, decision_de_declarer(LE), &conditions(LE), &declarant(LE))
        .unwrap();
    let fait = confirmee.clone();
    ecrire(&entrepot, move |tx| declaration::inscrire_confirmation(tx, &fait)).unwrap();
    assert!(attendues(&entrepot).is_empty());
    let encore = ecrire(&entrepot, move |tx| declaration::inscrire_confirmation(tx, &confirmee));
    assert!(matches!(encore, Err(Echec::Conflit)), "{encore:?}");
    let deposee = relue(&entrepot, oui);
    assert!(matches!(deposee.etat, EtatDeclaration::Deposee { .. }));
    let retrait = deposee
        .retirer(
            droit::declaration::MotifRetrait::Volontaire,
            LE,
            droit::declaration::Partie::Ars,
            &declarant(LE),
        )
        .unwrap();
    ecrire(&entrepot, move |tx| declaration::inscrire_retrait(tx, &retrait)).unwrap();
    let second = preparer(&entrepot, non);
    let demandee =
        second.demander_confirmation(decision_de_declarer(LE), &conditions(LE), &declarant(LE)).unwrap();
    ecrire(&entrepot, move |tx| declaration::inscrire_demande(tx, &demandee)).unwrap();
    let posee = question(&entrepot, non).unwrap();
    let dementi =
        relue(&entrepot, non).dementir(&posee, MotifDementi::PasMembre, None, &declarant(LE)).unwrap();
    ecrire(&entrepot, move |tx| declaration::inscrire_dementi(tx, &dementi)).unwrap();
    assert!(attendues(&entrepot).is_empty());
    assert_ne!(question(&entrepot, non), Some(posee), "the answer is kept");
}

fn un_dossier_se_reprend_se_suit_et_se_rend(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    let lecture = |id: u128| Lecture {
        id: LectureId::new(id),
        departement: loiret(),
        compte: CompteId::new(1),
        origine: "export.csv".to_owned(),
        contenu: "[]".to_owned(),
        lu_le: instant(LE),
        etendue: if id == 2 { Etendue::Partielle } else { Etendue::Entiere },
    };
    for id in [1, 2] {
        ecrire(&entrepot, move |tx| demarche::garder_lecture(tx, &lecture(id), instant(LE))).unwrap();
    }
    let relire =
        |id: u128| entrepot.lire_ici(move |tx| demarche::charger_lecture(tx, LectureId::new(id))).unwrap();
    assert_eq!((relire(1), relire(2)), (None, Some(lecture(2))), "one reading per agent");
    ecrire(&entrepot, |tx| demarche::oublier_lecture(tx, LectureId::new(2))).unwrap();
    let encore = ecrire(&entrepot, |tx| demarche::oublier_lecture(tx, LectureId::new(2)));
    assert!(matches!(encore, Err(Echec::Conflit)), "taken up once: {encore:?}");

    let numero = NumeroDossier::try_from(71).unwrap();
    let id = DeclarationId::new(93);
    let reprise = Reprise {
        numero,
        depose_le: date(2026, 3, 2),
        issue: IssueReprise::Acceptee { le: date(2026, 3, 5) },
        justificatif: Justificatif { type_justificatif: TypeJustificatif::AutreDocument, reference: None },
        motivation: None,
        effet: droit(LE).effet.connue,
    };
    let preparation = Preparation {
        id,
        praticien: mk(0),
        departement: "83".parse().unwrap(),
        cpts: CPTS,
        origine: Origine::Praticien,
        justificatif: None,
    };
    let repris = Declaration::reprendre_un_dossier(preparation, &[], &reprise, &declarant(LE)).unwrap();
    let note = Note {
        numero,
        departement: "83".parse().unwrap(),
        declaration: id,
        etat: "accepte",
        traite_le: Some(date(2026, 3, 5)),
        maintenant: instant(LE),
    };
    let premiere = note.clone();
    ecrire(&entrepot, move |tx| {
        demarche::inscrire_reprise(tx, &repris);
        demarche::lier(tx, &premiere, "compte/1");
    })
    .unwrap();
    let suivi = entrepot.lire_ici(move |tx| demarche::dossier(tx, numero)).unwrap().unwrap();
    assert_eq!((suivi.declaration, suivi.etat.as_str()), (id, "accepte"));
    assert_eq!(entrepot.lire_ici(move |tx| demarche::dossier_de(tx, id)).unwrap(), Some(suivi));
    let var = "83".parse().unwrap();
    let autorise =
        entrepot.lire_ici(move |tx| praticien::autorise_au(tx, mk(0), var, date(2026, 3, 9))).unwrap();
    assert!(autorise.is_some(), "accepted there, authorised here");
    let double = note.clone();
    let encore = ecrire(&entrepot, move |tx| demarche::lier(tx, &double, "compte/1"));
    assert!(matches!(encore, Err(Echec::Conflit)), "one number, one declaration: {encore:?}");
    let suite = Note { etat: "sans-suite", ..note };
    ecrire(&entrepot, move |tx| demarche::suivre(tx, &suite, "compte/1")).unwrap();
    let rendues = entrepot.lire_ici(move |tx| demarche::decisions(tx, var)).unwrap();
    assert_eq!(rendues.len(), 1);
    assert_eq!((rendues[0].numero, rendues[0].etat.as_str()), (numero, "validee"));
}

fn une_demarche_se_regle_son_jeton_scelle(base: &Base) {
    let entrepot = base.open();
    let par = Regleur { compte: CompteId::new(1), maintenant: instant(LE) };
    let lu = || entrepot.lire_ici(|tx| demarche::reglage(tx, loiret())).unwrap();
    let jeton = || {
        let trousseau = entrepot.trousseau().clone();
        entrepot.lire_ici(move |tx| demarche::jeton(tx, &trousseau, loiret())).unwrap()
    };
    let regler = |reglage: Reglage, sort: SortDuJeton| {
        let trousseau = entrepot.trousseau().clone();
        ecrire(&entrepot, move |tx| demarche::regler(tx, &trousseau, &reglage, &sort, par))
    };
    assert_eq!((lu(), jeton()), (Reglage::absent(loiret()), None));
    let premier = Reglage { numero: Some(12), titres: "rpps = RPPS ?\n".to_owned(), ..lu() };
    regler(premier.clone(), SortDuJeton::Remplacer("jeton-d-essai".to_owned())).unwrap();
    assert_eq!(lu(), Reglage { jeton: EtatJeton::Present, version: 1, ..premier.clone() });
    assert_eq!(lu().joignable(), Some(12));
    assert_eq!(jeton().as_deref(), Some("jeton-d-essai"));
    let en_clair =
        entrepot.lire_ici(|tx| tx.query("SELECT jeton FROM demarche_reglage", &[])).unwrap().iter().any(
            |ligne| {
                let scelle: Vec<u8> = ligne.get("jeton").unwrap();
                scelle.windows(5).any(|morceau| morceau == b"jeton")
            },
        );
    assert!(!en_clair, "the token is sealed");
    let perdant = regler(premier, SortDuJeton::Garder);
    assert!(matches!(perdant, Err(Echec::Conflit)), "somebody set it: {perdant:?}");
    regler(Reglage { numero: Some(13), ..lu() }, SortDuJeton::Garder).unwrap();
    assert_eq!((lu().numero, jeton().as_deref()), (Some(13), Some("jeton-d-essai")));
    regler(lu(), SortDuJeton::Retirer).unwrap();
    assert_eq!((lu().joignable(), jeton()), (None, None));
    assert_eq!(entrepot.lire_ici(demarche::reglages).unwrap().len(), 1);
}

fn fiche(id: u128, objet: ObjetPiece, contenu: &[u8]) -> FichePiece {
    FichePiece {
        id: PieceId::new(id),
        praticien: mk(0),
        cpts: CPTS,
        objet,
        type_piece: TypePiece::Pdf,
        nom: NomFichier::assainir("Reçu 2026.pdf", TypePiece::Pdf),
        taille: contenu.len() as u64,
        empreinte: Sha256::digest(contenu).into(),
        analyse: Analyse::EnAttente,
        depose_par: CompteId::new(1),
        depose_le: instant(LE),
    }
}

fn une_piece_se_scelle_s_ouvre_et_s_efface(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    let trousseau = entrepot.trousseau().clone();
    // More than two sealed pieces.
    let contenu: Vec<u8> = (0..1_200_000_u32).map(|rang| rang.to_le_bytes()[0]).collect();
    for (id, objet) in [
        (1, ObjetPiece::Adhesion),
        (2, ObjetPiece::Adhesion),
        (3, ObjetPiece::Declaration(declaration_de(0), loiret())),
    ] {
        let accordee = Piece::deposer(fiche(id, objet, &contenu), None, 0).unwrap();
        let (cles, octets) = (trousseau.clone(), contenu.clone());
        ecrire(&entrepot, move |tx| piece::deposer(tx, &cles, &accordee, &octets)).unwrap();
    }
    let charger = |id: u128| {
        let cles = trousseau.clone();
        entrepot.lire_ici(move |tx| piece::charger(tx, &cles, PieceId::new(id))).unwrap()
    };
    let lire = |lue: &Piece| {
        let (cles, lue) = (trousseau.clone(), lue.clone());
        entrepot.lire_ici(move |tx| piece::contenu(tx, &cles, &lue))
    };
    let lue = charger(1).unwrap();
    assert_eq!(lue.nom.as_str(), "Reçu 2026.pdf");
    assert_eq!(lire(&lue).unwrap(), contenu);
    let cles = trousseau.clone();
    let siennes = entrepot.lire_ici(move |tx| piece::de_l_adhesion(tx, &cles, mk(0), CPTS)).unwrap();
    assert_eq!(siennes.iter().map(|p| p.id.bits()).collect::<Vec<_>>(), [1, 2]);
    let cles = trousseau.clone();
    let jointes =
        entrepot.lire_ici(move |tx| piece::de_la_declaration(tx, &cles, declaration_de(0))).unwrap();
    assert_eq!(jointes.iter().map(|p| p.id.bits()).collect::<Vec<_>>(), [3]);

    ecrire(&entrepot, |tx| piece::repousser(tx, PieceId::new(1), instant(LE))).unwrap();
    let cles = trousseau.clone();
    let attendent = entrepot.lire_ici(move |tx| piece::a_analyser(tx, &cles, instant(LE), 10)).unwrap();
    assert_eq!(
        attendent.iter().map(|p| p.id.bits()).collect::<Vec<_>>(),
        [2, 3],
        "the first one waits longer"
    );
    ecrire(&entrepot, |tx| piece::declarer_saine(tx, PieceId::new(2), instant(LE))).unwrap();
    let encore = ecrire(&entrepot, |tx| piece::declarer_saine(tx, PieceId::new(2), instant(LE)));
    assert!(matches!(encore, Err(Echec::Conflit)), "concluded once: {encore:?}");
    ecrire(&entrepot, |tx| piece::declarer_infectee(tx, PieceId::new(3), "Essai", instant(LE))).unwrap();
    assert!(charger(2).unwrap().ouvrable(Antivirus::Configure));
    let infectee = charger(3).unwrap();
    assert!(!infectee.ouvrable(Antivirus::Absent));
    assert!(lire(&infectee).is_err(), "its bytes are gone");

    ecrire(&entrepot, |tx| {
        tx.enqueue(
            "UPDATE piece_morceau SET rang = 9 WHERE piece = $1 AND rang = 1",
            params![PieceId::new(1)].to_vec(),
        );
    })
    .unwrap();
    assert!(lire(&lue).is_err(), "a piece out of its place does not open");
    let acteur = Acteur::Mk { praticien: mk(0) };
    let sienne = acces::modifier_piece(&acteur, charger(2).unwrap()).unwrap();
    let retiree = Piece::retirer(&sienne, None, &declarant(LE)).unwrap();
    ecrire(&entrepot, move |tx| piece::retirer(tx, &retiree)).unwrap();
    assert_eq!(charger(2), None);
    let reste = entrepot
        .lire_ici(|tx| tx.query("SELECT rang FROM piece_morceau WHERE piece = $1", &params![PieceId::new(2)]))
        .unwrap();
    assert!(reste.is_empty(), "its bytes are gone");
}

fn une_adhesion_se_demande_se_rappelle_et_se_renouvelle(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    let siennes = || -> Vec<Adhesion> {
        let toutes = entrepot.lire_ici(|tx| praticien::adhesions(tx, mk(0))).unwrap();
        toutes.into_iter().map(|(_, adhesion)| adhesion).collect()
    };
    let fin = date(2026, 3, 31);
    let courante = siennes()[0];
    ecrire(&entrepot, move |tx| adhesion::finir(tx, (mk(0), CPTS), &courante, fin, &declarant(LE))).unwrap();
    let demande = demander_le_renouvellement((mk(0), CPTS), &siennes(), &declarant(LE)).unwrap();
    for _ in 0..2 {
        ecrire(&entrepot, move |tx| adhesion::demander(tx, &demande)).unwrap();
    }
    let demandee = entrepot.lire_ici(move |tx| adhesion::demande(tx, (mk(0), CPTS), fin)).unwrap();
    assert_eq!(demandee, Some(instant(LE)));
    let echeances = |du: Date, au: Date| {
        entrepot.lire_ici(move |tx| adhesion::echeances(tx, (du, au), Some(CPTS), None, 10)).unwrap()
    };
    let echeance = echeances(LE, fin).remove(0);
    assert_eq!((echeance.adhesion.au, echeance.demande_le), (Some(fin), Some(instant(LE))));
    assert!(echeances(LE, date(2026, 3, 30)).is_empty());
    let rappeler = |jours: u16| {
        let echeance = echeance.clone();
        entrepot.ecrire_ici(move |tx| adhesion::rappeler(tx, &echeance, jours, instant(LE))).unwrap()
    };
    assert_eq!((rappeler(30), rappeler(30), rappeler(7)), (true, false, true), "once for each delay");
    let rappels = entrepot.lire_ici(|tx| adhesion::rappels(tx, mk(0), CPTS)).unwrap();
    assert_eq!(rappels.len(), 2);
    let apres = fin + 1.day();
    let sans = |le: Date| {
        entrepot.lire_ici(move |tx| adhesion::sans_adhesion(tx, le, Some(loiret()), 10)).unwrap().len()
    };
    assert_eq!((sans(fin), sans(apres)), (0, 1));
    let suite = Adhesion { du: apres, au: Some(date(2026, 12, 31)), ..courante };
    let nouvelle = NouvelleAdhesion { praticien: mk(0), cpts: CPTS, adhesion: suite };
    let accordee = adherer(nouvelle, &siennes(), &declarant(LE)).unwrap();
    ecrire(&entrepot, move |tx| adhesion::inscrire(tx, &accordee)).unwrap();
    let encore = ecrire(&entrepot, move |tx| adhesion::inscrire(tx, &accordee));
    assert!(matches!(encore, Err(Echec::Conflit)), "{encore:?}");
    assert_eq!((sans(apres), echeances(LE, fin).len()), (0, 0), "another one follows");
}

/// A base where a CPTS said since when its fiche was annexed, before the steps were kept (migration 0044).
fn une_base_d_avant_les_fiches_est_reprise(base: &Base) {
    let entrepot = base.open();
    let cpts_de = droit::identifiant::CptsId::new;
    ecrire(&entrepot, move |tx| {
        for rang in [1, 2] {
            cpts::inscrire(tx, cpts_de(rang), "CPTS d’avant", &[loiret()], "systeme", instant(LE));
        }
        for sql in [
            "DROP TABLE fiche_cpts_fait",
            "DROP TABLE fiche_cpts",
            "ALTER TABLE cpts ADD COLUMN fiche_depuis TEXT",
            "DELETE FROM migration WHERE nom = '0044_fiche_cpts'",
        ] {
            tx.enqueue(sql, Vec::new());
        }
    })
    .unwrap();
    ecrire(&entrepot, move |tx| {
        let depuis = date(2025, 2, 3);
        tx.enqueue("UPDATE cpts SET fiche_depuis = $2 WHERE id = $1", params![cpts_de(1), depuis].to_vec());
    })
    .unwrap();
    drop(entrepot);
    let reprise = base.open();
    let etape = |rang: u128, le: Date| {
        let id = droit::identifiant::CptsId::new(rang);
        reprise.lire_ici(move |tx| cpts::charger(tx, id)).unwrap().unwrap().fiche.au(le)
    };
    use droit::fiche_cpts::EtapeFiche::{Absente, PriseEnCompte};
    assert_eq!(etape(1, date(2025, 2, 2)), Absente);
    assert_eq!(etape(1, date(2025, 2, 3)), PriseEnCompte, "what was enough to practise goes on being enough");
    assert_eq!(etape(2, LE), Absente);
    let colonne = reprise.lire_ici(|tx| tx.query("SELECT fiche_depuis FROM cpts", &[]));
    assert!(colonne.is_err(), "the old column is gone");
}
