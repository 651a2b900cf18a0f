//! Documents on file: byte for byte, never changed, corrected in a line; drafts saved as they are written.

use droit::document::{
    Adresse, BrouillonLettre, Cabinet, Contenu, Document, EnTete, Exercice, Genre, IdentifiantStructure,
    LieuDeSoin, MedecinTraitant, NomComplet, RangDeCabinet, Redacteur, Reference, Sujet,
};
use droit::episode::{Accorde, Cote, Destination, Empechement, MotifOrientation, Region, Urgence};
use droit::identifiant::{BrouillonId, DocumentId, EpisodeId, SerieId, rpps_de_demonstration};
use entrepot::document::{self, Brouillon, Octets, Partie};
use entrepot::{Echec, Entrepot};
use jiff::civil::{Date, date};

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(
    un_document_revient_octet_pour_octet,
    une_correction_remplace_la_derniere_version_et_aucune_autre,
    un_brouillon_se_garde_et_le_second_onglet_le_sait,
    rien_de_ce_que_dit_un_document_n_est_en_clair,
);

const EPISODE: u128 = 70;
const JOUR: Date = date(2026, 2, 3);
const SECRET: &str = "Flexion limitée, phrase que personne ne doit lire en clair.";

pub fn preparer(base: &Base) -> Entrepot {
    let entrepot = base.open();
    peupler(&entrepot, 2);
    ouvrir(&entrepot, mk(0), &ouverture(EPISODE, date(2026, 2, 2), Region::GenouJambe, Cote::Gauche))
        .unwrap();
    entrepot
}

fn nom() -> NomComplet {
    NomComplet { nom: "Éssai".parse().unwrap(), prenom: "Camille".parse().unwrap() }
}

fn en_tete(reference: Reference) -> EnTete {
    let cabinet = Cabinet {
        nom: "Cabinet de l’Essai".parse().unwrap(),
        identifiant: IdentifiantStructure::CabinetDuPraticien {
            rpps: rpps_de_demonstration(0),
            rang: RangDeCabinet::nouveau(1),
        },
        exercice: Exercice::CabinetIndividuel,
        adresse: Adresse {
            voie: None,
            code_postal: "45000".parse().unwrap(),
            commune: "Orléans".parse().unwrap(),
        },
        telephone: None,
    };
    let sujet = Sujet {
        id: PATIENT,
        identite: identite(true),
        prenoms: None,
        nom_utilise: None,
        adresse: None,
        telephone: None,
    };
    EnTete {
        reference,
        episode: EpisodeId::new(EPISODE),
        localisation: ouverture(EPISODE, JOUR, Region::GenouJambe, Cote::Gauche).localisation,
        departement: loiret(),
        redacteur: Redacteur { rpps: rpps_de_demonstration(0), civilite: None, nom: nom(), cabinet },
        sujet,
        medecin_traitant: MedecinTraitant::Aucun,
        valide_le: instant(JOUR),
        soins_du: JOUR,
        soins_au: None,
        lieu: LieuDeSoin::Cabinet,
    }
}

fn lettre(entrepot: &Entrepot) -> Contenu {
    let lettre = BrouillonLettre {
        motif: Some(MotifOrientation::SansAmelioration),
        destination: Some(Destination::MedecinTraitant),
        urgence: Some(Urgence::Sous72h),
        question: Some(SECRET.parse().unwrap()),
        ..BrouillonLettre::prerempli(&charger(entrepot, EPISODE), None)
    };
    Contenu::Orientation(Box::new(lettre.valider().unwrap()))
}

pub fn valider(entrepot: &Entrepot, reference: Reference) -> Accorde<Document> {
    let episode = charger(entrepot, EPISODE);
    let jour = date(2026, 2, 3);
    episode.valider_document(en_tete(reference), lettre(entrepot), &auteur(mk(0), jour)).unwrap()
}

pub fn premiere() -> Reference {
    Reference::premiere(DocumentId::new(1), SerieId::new(100))
}

/// More than one sealed piece.
fn pdf() -> Vec<u8> {
    (0..1_300_000u32).map(|n| n.to_le_bytes()[(n % 3) as usize]).collect()
}

pub fn inscrire(
    entrepot: &Entrepot,
    fait: &Accorde<Document>,
    pdf: Vec<u8>,
    brouillon: Option<BrouillonId>,
) -> Result<(), Echec> {
    let (fait, trousseau) = (fait.clone(), entrepot.trousseau().clone());
    ecrire(entrepot, move |tx| {
        let octets = Octets { faits: SECRET.as_bytes(), pdf: &pdf, cda: b"<cda/>", mots: Some("{patient}") };
        document::inscrire(tx, &trousseau, &fait, octets, brouillon);
    })
}

/// A validated letter of the episode.
pub fn inscrire_une_lettre(entrepot: &Entrepot) -> DocumentId {
    inscrire(entrepot, &valider(entrepot, premiere()), pdf(), None).unwrap();
    premiere().id()
}

fn lue(entrepot: &Entrepot, id: u128, partie: Partie) -> Option<Vec<u8>> {
    let trousseau = entrepot.trousseau().clone();
    entrepot.lire_ici(move |tx| document::partie(tx, &trousseau, DocumentId::new(id), partie)).unwrap()
}

fn un_document_revient_octet_pour_octet(base: &Base) {
    let entrepot = preparer(base);
    let fait = valider(&entrepot, premiere());
    inscrire(&entrepot, &fait, pdf(), None).unwrap();
    assert_eq!(lue(&entrepot, 1, Partie::Pdf), Some(pdf()));
    assert_eq!(lue(&entrepot, 1, Partie::Faits).as_deref(), Some(SECRET.as_bytes()));
    assert_eq!(lue(&entrepot, 1, Partie::Cda).as_deref(), Some(b"<cda/>".as_slice()));
    assert_eq!(lue(&entrepot, 2, Partie::Pdf), None);
    let mots = |id| entrepot.lire_ici(move |tx| document::mots(tx, DocumentId::new(id))).unwrap();
    assert_eq!((mots(1).as_deref(), mots(2)), (Some("{patient}"), None));
    let fiches = entrepot.lire_ici(|tx| document::de_l_episode(tx, EpisodeId::new(EPISODE))).unwrap();
    assert_eq!(fiches.len(), 1);
    assert_eq!((fiches[0].reference, fiches[0].genre), (premiere(), Genre::Orientation));
    assert!(matches!(inscrire(&entrepot, &fait, vec![1], None), Err(Echec::Conflit)));
    assert_eq!(lue(&entrepot, 1, Partie::Pdf), Some(pdf()));
    let etranger = charger(&entrepot, EPISODE).valider_document(
        en_tete(premiere()),
        lettre(&entrepot),
        &auteur(mk(1), JOUR),
    );
    assert_eq!(etranger, Err(Empechement::NonParticipant));
}

fn une_correction_remplace_la_derniere_version_et_aucune_autre(base: &Base) {
    let entrepot = preparer(base);
    let seconde = premiere().corrigee(DocumentId::new(2)).unwrap();
    let fait = valider(&entrepot, seconde);
    assert!(matches!(inscrire(&entrepot, &fait, vec![1], None), Err(Echec::Conflit)));
    inscrire(&entrepot, &valider(&entrepot, premiere()), vec![1], None).unwrap();
    inscrire(&entrepot, &fait, vec![2], None).unwrap();
    let rivale = valider(&entrepot, premiere().corrigee(DocumentId::new(3)).unwrap());
    assert!(matches!(inscrire(&entrepot, &rivale, vec![3], None), Err(Echec::Conflit)));
    let autre_serie =
        Reference::relue(DocumentId::new(4), SerieId::new(101), 3, Some(DocumentId::new(2))).unwrap();
    assert!(matches!(
        inscrire(&entrepot, &valider(&entrepot, autre_serie), vec![4], None),
        Err(Echec::Conflit)
    ));
    let fiche = |id| entrepot.lire_ici(move |tx| document::charger(tx, DocumentId::new(id))).unwrap();
    assert_eq!(fiche(1).unwrap().remplace_par, Some(DocumentId::new(2)));
    assert_eq!(fiche(2).unwrap().remplace_par, None);
    assert_eq!((fiche(3), fiche(4)), (None, None));
    assert_eq!(lue(&entrepot, 1, Partie::Pdf), Some(vec![1]));
}

fn un_brouillon_se_garde_et_le_second_onglet_le_sait(base: &Base) {
    let entrepot = preparer(base);
    let id = BrouillonId::new(9);
    let brouillon = |version, contenu: &str| Brouillon {
        id,
        episode: EpisodeId::new(EPISODE),
        praticien: mk(0),
        genre: Genre::Orientation,
        corrige: None,
        contenu: contenu.as_bytes().to_vec(),
        version,
        enregistre_le: instant(JOUR),
    };
    let sauver = |brouillon: Brouillon| {
        let trousseau = entrepot.trousseau().clone();
        ecrire(&entrepot, move |tx| document::enregistrer(tx, &trousseau, &brouillon))
    };
    let lire = |par| {
        let trousseau = entrepot.trousseau().clone();
        entrepot.lire_ici(move |tx| document::brouillon(tx, &trousseau, id, par)).unwrap()
    };
    sauver(brouillon(0, "un")).unwrap();
    sauver(brouillon(1, "deux")).unwrap();
    assert!(matches!(sauver(brouillon(1, "autre onglet")), Err(Echec::Conflit)));
    assert!(matches!(
        sauver(Brouillon { id: BrouillonId::new(10), ..brouillon(0, "double") }),
        Err(Echec::Conflit)
    ));
    assert_eq!(lire(mk(0)), Some(brouillon(2, "deux")));
    assert_eq!(lire(mk(1)), None);
    inscrire(&entrepot, &valider(&entrepot, premiere()), vec![1], Some(id)).unwrap();
    assert_eq!(lire(mk(0)), None);
    let suivante = valider(&entrepot, premiere().corrigee(DocumentId::new(2)).unwrap());
    assert!(matches!(inscrire(&entrepot, &suivante, vec![2], Some(id)), Err(Echec::Conflit)));
    assert_eq!(lue(&entrepot, 2, Partie::Pdf), None);
}

fn rien_de_ce_que_dit_un_document_n_est_en_clair(base: &Base) {
    let entrepot = preparer(base);
    inscrire(&entrepot, &valider(&entrepot, premiere()), SECRET.as_bytes().to_vec(), None).unwrap();
    let morceaux = entrepot
        .lire_ici(|tx| tx.query("SELECT contenu FROM document_morceau ORDER BY partie, rang", &[]))
        .unwrap();
    assert_eq!(morceaux.len(), 3);
    for morceau in morceaux {
        let contenu: Vec<u8> = morceau.get("contenu").unwrap();
        assert!(!String::from_utf8_lossy(&contenu).contains("Flexion"));
    }
}
