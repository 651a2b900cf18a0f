//! The national directory, extraction after extraction: what it said, what changed, whom to look at.

use droit::annuaire::{
    Activite, AvisAnnuaire, CadreActivite, ConstatAnnuaire, GenreChangement as Genre, Inscription, Lieu,
    ModeExercice, Site,
};
use droit::identifiant::{CompteId, NumeroRpps, rpps_de_demonstration};
use entrepot::annuaire::{
    self, Application, Bascule, Bilan, Chantier, Disparitions, Lignes, NouvelImport, RefusImport, Suite,
};
use entrepot::declaration::{self, CurseurTranche, Selection};
use entrepot::{Echec, Entrepot, journal, params};
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::{ecrire, instant, loiret, mk, peupler};

const ACTEUR: &str = "systeme";

fn rpps(rang: u32) -> NumeroRpps {
    rpps_de_demonstration(rang)
}

fn ligne(rang: u32, activite: Option<(ModeExercice, &str)>) -> Inscription {
    Inscription {
        rpps: rpps(rang),
        nom: format!("Essai{rang}"),
        prenom: "Camille".to_owned(),
        activite: activite.map(|(mode, departement)| Activite {
            mode,
            cadre: CadreActivite::Propre,
            lieu: Lieu {
                departement: Some(departement.parse().unwrap()),
                commune: Some("Orléans".to_owned()),
                ..Lieu::default()
            },
            site: Site::default(),
        }),
    }
}

fn liberal(rang: u32, departement: &str) -> Inscription {
    ligne(rang, Some((ModeExercice::Liberal, departement)))
}

/// A loiret of forty MKs, enough for one of them to leave without the file looking cut.
fn loiret_de(exceptions: &[Inscription], partis: &[u32]) -> Vec<Inscription> {
    let autres = (0..40).filter(|rang| {
        !partis.contains(rang) && exceptions.iter().all(|exception| exception.rpps != rpps(*rang))
    });
    autres.map(|rang| liberal(rang, "45")).chain(exceptions.iter().cloned()).collect()
}

fn demande(empreinte: &str, extrait_le: Date) -> NouvelImport {
    NouvelImport {
        fichier: format!("{empreinte}.txt"),
        empreinte: empreinte.to_owned(),
        extrait_le,
        importe_le: instant(extrait_le),
        lignes: Lignes::default(),
        disparitions: Disparitions::Suspectes,
    }
}

/// The rows of a file set aside, under a key that its fingerprint gives.
fn attendre(entrepot: &Entrepot, nouvel: &NouvelImport, lignes: &[Inscription]) -> Chantier {
    let cle = nouvel.empreinte.bytes().fold(7, |cle: u128, octet| cle * 31 + u128::from(octet));
    let chantier = Chantier::ouvrir_ici(entrepot, Uuid::from_u128(cle)).unwrap();
    for lot in lignes.chunks(7).map(<[_]>::to_vec) {
        chantier.deposer_ici(lot).unwrap();
    }
    chantier
}

fn appliquer(chantier: &Chantier, nouvel: &NouvelImport) -> Result<Bascule, RefusImport> {
    let mut application = match chantier.examiner_ici(nouvel)? {
        Suite::DejaFaite(import) => return Ok(Bascule::DejaFaite(import)),
        Suite::AEcrire(application) => application,
    };
    while application.avancer_ici()?.is_some() {}
    application.conclure_ici(ACTEUR)
}

fn importer(
    entrepot: &Entrepot,
    nouvel: &NouvelImport,
    lignes: &[Inscription],
) -> Result<Bascule, RefusImport> {
    let chantier = attendre(entrepot, nouvel, lignes);
    let issue = appliquer(&chantier, nouvel);
    chantier.fermer_ici().unwrap();
    issue
}

/// An import whose rows wait and whose first page is written, as a stopped one leaves it.
fn entamer(entrepot: &Entrepot, nouvel: &NouvelImport, lignes: &[Inscription]) -> Application {
    let chantier = attendre(entrepot, nouvel, lignes);
    let Ok(Suite::AEcrire(mut application)) = chantier.examiner_ici(nouvel) else { panic!("refusé") };
    assert!(application.avancer_ici().unwrap().is_some());
    application
}

fn faite(issue: Result<Bascule, RefusImport>) -> Bilan {
    match issue {
        Ok(Bascule::Faite(_, bilan)) => bilan,
        autre => panic!("{autre:?}"),
    }
}

fn changements(bilan: &Bilan) -> Vec<(Genre, u64)> {
    bilan.changements.iter().map(|(genre, nombre)| (*genre, *nombre)).collect()
}

fn constat(entrepot: &Entrepot, rang: u32, le: Date) -> Option<ConstatAnnuaire> {
    let avis = entrepot.lire_ici(move |tx| annuaire::avis(tx, &rpps(rang), loiret(), le)).unwrap();
    avis.map(|avis| avis.constat())
}

fn chaque_changement_est_date_et_alerte_les_praticiens_enregistres(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 4);
    let (octobre, novembre) = (date(2026, 10, 1), date(2026, 11, 1));
    let premier = faite(importer(&entrepot, &demande("a", octobre), &loiret_de(&[], &[])));
    assert_eq!((premier.mks, premier.actualises, premier.alertes), (40, 40, 0));
    assert_eq!(changements(&premier), []);

    let suite = loiret_de(
        &[
            liberal(0, "28"),
            ligne(1, None),
            ligne(2, Some((ModeExercice::Salarie, "45"))),
            liberal(30, "28"),
            liberal(41, "45"),
        ],
        &[3],
    );
    let second = faite(importer(&entrepot, &demande("b", novembre), &suite));
    assert_eq!((second.mks, second.actualises), (40, 5));
    let attendus = [
        (Genre::Arrivee, 1),
        (Genre::Depart, 1),
        (Genre::FinActivite, 1),
        (Genre::EntreeDepartement, 2),
        (Genre::SortieDepartement, 2),
        (Genre::ModeExercice, 1),
    ];
    assert_eq!(changements(&second), attendus);
    assert_eq!(
        second.alertes, 4,
        "0 a quitté le Loiret, 1 a cessé, 2 a changé de mode, 3 a disparu ; 30 n’est pas enregistré"
    );

    let veille = date(2026, 10, 31);
    for rang in 0..4 {
        assert_eq!(constat(&entrepot, rang, date(2026, 9, 30)), None);
        assert_eq!(constat(&entrepot, rang, veille), Some(ConstatAnnuaire::Exerce));
    }
    let depuis_novembre: Vec<_> = (0..4).filter_map(|rang| constat(&entrepot, rang, novembre)).collect();
    let attendus = [
        ConstatAnnuaire::Ailleurs,
        ConstatAnnuaire::SansActivite,
        ConstatAnnuaire::Exerce,
        ConstatAnnuaire::Inconnu,
    ];
    assert_eq!(depuis_novembre, attendus);
    assert_eq!(constat(&entrepot, 41, veille), Some(ConstatAnnuaire::Inconnu));
    assert_eq!(constat(&entrepot, 41, novembre), Some(ConstatAnnuaire::Exerce));
}

/// What the queue says of each declaration, and what each one read alone says.
fn avis_de_la_file(entrepot: &Entrepot) -> Vec<Option<AvisAnnuaire>> {
    let voulues =
        Selection { departement: loiret(), etat: "validee", cpts: None, touchees_par: None, qui: None };
    let file = entrepot
        .lire_ici(move |tx| declaration::tranche(tx, &voulues, &CurseurTranche::default(), 9))
        .unwrap();
    file.iter()
        .map(|ligne| {
            let (id, rpps) = (ligne.declaration.id, ligne.praticien.rpps.clone());
            let seul = entrepot.lire_ici(move |tx| annuaire::avis_de_la_declaration(tx, id, &rpps, loiret()));
            assert_eq!(ligne.annuaire, seul.unwrap(), "{}", ligne.praticien.rpps);
            ligne.annuaire
        })
        .collect()
}

/// An agent of the ARS of the Loiret.
fn ouvrir_l_agent(entrepot: &Entrepot) {
    let compte = "INSERT INTO compte (id, login, nom, mot_de_passe, role, departements, cree_le)
        VALUES ($1, 'agent', 'Agente Essai', '', 'agent-ars', '45', 0)";
    entrepot.ecrire_ici(|tx| tx.execute(compte, &params![CompteId::new(1)])).unwrap();
}

/// What the agent was told.
fn avis_de_l_agent(entrepot: &Entrepot) -> Vec<String> {
    let lus = entrepot.lire_ici(|tx| {
        tx.query("SELECT nature FROM notification WHERE compte = $1", &params![CompteId::new(1)])
    });
    lus.unwrap().iter().map(|ligne| ligne.get("nature").unwrap()).collect()
}

/// Somebody asked the directory about a declaration, on a day.
fn verifier(entrepot: &Entrepot, rang: u32, le: Date) {
    entrepot
        .ecrire_ici(move |tx| {
            let reponse = "INSERT INTO verification_annuaire
                (id, declaration, source, du, departement, constat, activites, fait_le, fait_par)
                SELECT $1, d.id, 'api', $2, '45', 'exerce', 1, $3, $4 FROM declaration d WHERE d.praticien = $5";
            let cle = Uuid::from_u128(u128::from(rang) + 1);
            tx.execute(reponse, &params![cle, le, instant(le), CompteId::new(1), mk(rang)])
        })
        .unwrap();
}

fn la_file_dit_de_chacun_ce_que_dit_l_annuaire(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 6);
    ouvrir_l_agent(&entrepot);
    assert_eq!(avis_de_la_file(&entrepot), vec![None; 6], "no extraction yet");
    let (octobre, novembre) = (date(2026, 10, 1), date(2026, 11, 1));
    verifier(&entrepot, 5, octobre);
    assert_eq!(avis_de_la_file(&entrepot).iter().flatten().count(), 1, "an answer kept needs no extraction");
    let suite = loiret_de(&[liberal(0, "28"), ligne(1, None), ligne(4, None), ligne(5, None)], &[2]);
    faite(importer(&entrepot, &demande("a", novembre), &suite));
    verifier(&entrepot, 4, date(2026, 11, 2));
    let constats: Vec<_> = avis_de_la_file(&entrepot).iter().flatten().map(AvisAnnuaire::constat).collect();
    let attendus = [
        ConstatAnnuaire::Ailleurs,
        ConstatAnnuaire::SansActivite,
        ConstatAnnuaire::Inconnu,
        ConstatAnnuaire::Exerce,
        ConstatAnnuaire::Exerce,
        ConstatAnnuaire::SansActivite,
    ];
    assert_eq!(constats, attendus, "a later answer prevails, an earlier one does not");
}

fn une_alerte_reste_ouverte_jusqu_a_ce_qu_on_la_traite(base: &Base) {
    let entrepot = base.open();
    ouvrir_l_agent(&entrepot);
    peupler(&entrepot, 1);
    let (octobre, novembre) = (date(2026, 10, 1), date(2026, 11, 1));
    let dites = |entrepot: &Entrepot| {
        avis_de_l_agent(entrepot).into_iter().filter(|nature| nature == "alerte-annuaire").count()
    };
    faite(importer(&entrepot, &demande("a", octobre), &loiret_de(&[], &[])));
    assert_eq!(dites(&entrepot), 0, "nothing changed for anybody here");
    faite(importer(&entrepot, &demande("b", novembre), &loiret_de(&[], &[0])));
    assert_eq!(dites(&entrepot), 1, "an agent is told that there is something to look at");
    let ouvertes = entrepot.lire_ici(|tx| annuaire::alertes_ouvertes(tx, 10)).unwrap();
    assert_eq!(ouvertes.len(), 1);
    let alerte = ouvertes[0].clone();
    assert_eq!(
        (alerte.praticien, alerte.changement.genre, alerte.constatee_le),
        (mk(0), Genre::Depart, novembre)
    );
    assert_eq!(entrepot.lire_ici(|tx| annuaire::alertes_du_praticien(tx, mk(0))).unwrap(), ouvertes);
    let traiter = |alerte: annuaire::Alerte| {
        ecrire(&entrepot, move |tx| annuaire::traiter(tx, &alerte, ACTEUR, instant(novembre)))
    };
    traiter(alerte.clone()).unwrap();
    assert_eq!(traiter(alerte), Err(Echec::Conflit));
    assert_eq!(entrepot.lire_ici(|tx| annuaire::alertes_ouvertes(tx, 10)).unwrap(), []);
    let verification = journal::verifier_ici(&entrepot, &[]).unwrap();
    assert!(matches!(verification, journal::Verification::Intacte(_)));
}

fn le_meme_fichier_deux_fois_ne_change_rien(base: &Base) {
    let entrepot = base.open();
    let octobre = date(2026, 10, 1);
    let lignes = loiret_de(&[ligne(0, Some((ModeExercice::Salarie, "28"))), liberal(0, "45")], &[]);
    faite(importer(&entrepot, &demande("a", octobre), &lignes));
    let tete = entrepot.lire_ici(journal::tete).unwrap();
    let memoire = entrepot.lire_ici(move |tx| annuaire::selon(tx, &rpps(0), octobre)).unwrap();
    let issue = importer(&entrepot, &demande("a", octobre), &lignes);
    assert!(matches!(issue, Ok(Bascule::DejaFaite(import)) if import.numero == 1));
    assert_eq!(entrepot.lire_ici(journal::tete).unwrap(), tete);

    let a_l_envers: Vec<_> = lignes.iter().rev().chain(&lignes).cloned().collect();
    let bilan = faite(importer(&entrepot, &demande("b", date(2026, 10, 2)), &a_l_envers));
    assert_eq!((bilan.mks, bilan.actualises, changements(&bilan)), (40, 0, vec![]));
    let ensuite = entrepot.lire_ici(|tx| annuaire::selon(tx, &rpps(0), date(2026, 10, 2))).unwrap().unwrap();
    assert_eq!((ensuite.depuis, ensuite.releve), (Some(octobre), memoire.unwrap().releve));
}

fn un_fichier_suspect_est_refuse_et_ne_change_rien(base: &Base) {
    let entrepot = base.open();
    let (octobre, novembre) = (date(2026, 10, 1), date(2026, 11, 1));
    let entier = loiret_de(&[], &[]);
    faite(importer(&entrepot, &demande("a", novembre), &entier));
    let tete = entrepot.lire_ici(journal::tete).unwrap();

    let ancienne = importer(&entrepot, &demande("b", octobre), &entier);
    assert_eq!(ancienne, Err(RefusImport::Anterieure { extrait_le: octobre, dernier: novembre }));
    assert_eq!(importer(&entrepot, &demande("c", novembre), &[]), Err(RefusImport::Aucun));
    let coupe = importer(&entrepot, &demande("d", novembre), &entier[..20]);
    assert_eq!(coupe, Err(RefusImport::Disparitions { perdus: 20, connus: 40 }));
    let multiple = |n: usize| -> Vec<_> {
        let mut lignes = entier.clone();
        lignes.extend((0..n).map(|i| {
            let mut ligne = liberal(0, "45");
            ligne.activite.as_mut().unwrap().site.identifiant = Some(format!("F{i}"));
            ligne
        }));
        lignes
    };
    let trop = importer(&entrepot, &demande("e", novembre), &multiple(600));
    assert_eq!(trop, Err(RefusImport::TropDActivites { rpps: rpps(0).to_string() }));
    assert_eq!(entrepot.lire_ici(journal::tete).unwrap(), tete);
    assert_eq!(constat(&entrepot, 39, novembre), Some(ConstatAnnuaire::Exerce));

    let voulu = NouvelImport { disparitions: Disparitions::Acceptees, ..demande("d", novembre) };
    let bilan = faite(importer(&entrepot, &voulu, &entier[..20]));
    assert_eq!(changements(&bilan), [(Genre::Depart, 20)]);
    assert_eq!(constat(&entrepot, 39, novembre), Some(ConstatAnnuaire::Inconnu));
}

fn un_import_depasse_par_un_autre_est_refuse(base: &Base) {
    let entrepot = base.open();
    let octobre = date(2026, 10, 1);
    let (lent, rapide) = (demande("lent", octobre), demande("rapide", octobre));
    let depasse = attendre(&entrepot, &lent, &loiret_de(&[], &[]));
    let bilan = faite(importer(&entrepot, &rapide, &loiret_de(&[], &[5])));
    assert_eq!(bilan.mks, 39);
    assert_eq!(depasse.deposer_ici(vec![liberal(5, "45")]), Err(RefusImport::Depasse));
    assert_eq!(appliquer(&depasse, &lent), Err(RefusImport::Aucun), "ses lignes ont été effacées");
    assert_eq!(constat(&entrepot, 5, octobre), Some(ConstatAnnuaire::Inconnu));
}

fn plus_d_une_page_se_compare_aussi(base: &Base) {
    let entrepot = base.open();
    let (octobre, novembre) = (date(2026, 10, 1), date(2026, 11, 1));
    let tous: Vec<_> = (0..2_300).map(|rang| liberal(rang, "45")).collect();
    assert_eq!(faite(importer(&entrepot, &demande("a", octobre), &tous)).mks, 2_300);
    let voulu = NouvelImport { disparitions: Disparitions::Acceptees, ..demande("b", novembre) };
    let bilan = faite(importer(&entrepot, &voulu, &tous[1_200..]));
    assert_eq!((bilan.mks, bilan.actualises), (1_100, 0));
    assert_eq!(changements(&bilan), [(Genre::Depart, 1_200)]);
    let retour = faite(importer(&entrepot, &demande("c", novembre), &tous));
    assert_eq!(changements(&retour), [(Genre::Arrivee, 1_200)]);
}

/// What anyone can see of the directory.
fn vue(entrepot: &Entrepot) -> String {
    let dits = entrepot.lire_ici(|tx| {
        let dits: Result<Vec<_>, Echec> =
            (0..45).map(|rang| annuaire::selon(tx, &rpps(rang), date(2026, 12, 31))).collect();
        Ok::<_, Echec>((annuaire::dernier(tx)?, annuaire::alertes_ouvertes(tx, 10)?, dits?))
    });
    format!("{:?} {:?}", dits.unwrap(), entrepot.lire_ici(journal::tete).unwrap())
}

fn un_import_arrete_au_milieu_ne_laisse_rien(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 4);
    let (octobre, novembre) = (date(2026, 10, 1), date(2026, 11, 1));
    faite(importer(&entrepot, &demande("a", octobre), &loiret_de(&[], &[])));
    let avant = vue(&entrepot);
    let suite = loiret_de(&[liberal(0, "28"), ligne(1, None), liberal(41, "45")], &[3]);
    let mut arrete = entamer(&entrepot, &demande("b", novembre), &suite);
    assert!(vue(&entrepot) == avant, "rien ne se voit de ce qui est écrit");
    drop(entrepot);

    let entrepot = base.open();
    assert!(vue(&entrepot) == avant);
    let bilan = faite(importer(&entrepot, &demande("c", novembre), &suite));
    assert_eq!((bilan.actualises, bilan.alertes), (3, 3), "comme si rien n’avait commencé");
    let apres = vue(&entrepot);
    assert!(apres != avant);
    assert_eq!(arrete.avancer_ici(), Ok(None), "sa page unique était écrite");
    assert_eq!(arrete.conclure_ici(ACTEUR), Err(RefusImport::Depasse));
    assert!(vue(&entrepot) == apres);
    let historique = entrepot.lire_ici(|tx| {
        let dernier = annuaire::dernier(tx)?.unwrap();
        annuaire::historique(tx, &rpps(0), &dernier)
    });
    assert_eq!(historique.unwrap().len(), 2, "une sortie et une entrée, une fois chacune");
}

fn personne_n_est_alerte_deux_fois_de_la_meme_chose(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    let imports = ["45", "28", "45", "28"].into_iter().zip(1..).map(|(departement, jour)| {
        let nouvel = demande(&format!("import{jour}"), date(2026, 10, jour));
        faite(importer(&entrepot, &nouvel, &loiret_de(&[liberal(0, departement)], &[]))).alertes
    });
    assert_eq!(imports.collect::<Vec<_>>(), [0, 1, 1, 0], "partir, revenir, repartir : deux lieux quittés");
    let ouvertes = entrepot.lire_ici(|tx| annuaire::alertes_ouvertes(tx, 10)).unwrap();
    assert_eq!(ouvertes.len(), 2);
    let premiere = ouvertes[0].clone();
    ecrire(&entrepot, move |tx| annuaire::traiter(tx, &premiere, ACTEUR, instant(date(2026, 10, 4))))
        .unwrap();
    let encore = loiret_de(&[liberal(0, "45")], &[]);
    faite(importer(&entrepot, &demande("retour", date(2026, 10, 5)), &encore));
    let encore = loiret_de(&[liberal(0, "28")], &[]);
    let bilan = faite(importer(&entrepot, &demande("fuite", date(2026, 10, 6)), &encore));
    assert_eq!(bilan.alertes, 1, "celle qu’on a vue peut se rouvrir");
}

on_each_engine!(
    un_import_arrete_au_milieu_ne_laisse_rien,
    personne_n_est_alerte_deux_fois_de_la_meme_chose,
    chaque_changement_est_date_et_alerte_les_praticiens_enregistres,
    la_file_dit_de_chacun_ce_que_dit_l_annuaire,
    une_alerte_reste_ouverte_jusqu_a_ce_qu_on_la_traite,
    le_meme_fichier_deux_fois_ne_change_rien,
    un_fichier_suspect_est_refuse_et_ne_change_rien,
    un_import_depasse_par_un_autre_est_refuse,
    plus_d_une_page_se_compare_aussi,
);
