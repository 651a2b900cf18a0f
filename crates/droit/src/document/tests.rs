//! Stories of documents: what a draft lacks, what a validated document says first.

use jiff::Timestamp;
use jiff::civil::date;

use super::*;
use crate::decision::{DrapeauRouge, Gravite, TypeStructure};
use crate::episode::{
    Compte, Cote, Destination, Episode, EtatEpisode, Fiche, IssueEpisode, Localisation, MotifOrientation,
    Rang, Region, Seance, Urgence,
};
use crate::identifiant::{EpisodeId, PatientId, PraticienId, SeanceId};
use crate::reglement::Reglement;
use crate::texte::TexteLibre;

fn texte(saisie: &str) -> TexteLibre {
    saisie.parse().unwrap()
}

fn lombaire() -> Localisation {
    Localisation::nouvelle(Region::RachisLombaire, Cote::SansObjet).unwrap()
}

fn score(code: &str, saisie: &str) -> Score {
    Score::saisi(Echelles::embarquees().unwrap().echelle(code).unwrap(), saisie).unwrap()
}

fn douleur(intensite: u8) -> Deficiences {
    let intensite = Intensite::nouvelle(intensite).unwrap();
    let douleurs = vec![Douleur { circonstance: Circonstance::Mouvement, intensite }];
    Deficiences { douleurs, ..Deficiences::default() }
}

fn brouillon() -> BrouillonBilan {
    BrouillonBilan {
        fait_le: None,
        motif: Some(texte("Mal de dos depuis trois jours, après un déménagement.")),
        depistage: Some(Depistage::default()),
        deficiences: douleur(6),
        incapacites: Incapacites { scores: vec![score("oswestry", "42")], observations: None },
        diagnostic: Some(texte("Lombalgie commune sans irradiation.")),
        objectifs: vec![
            Objectif {
                libelle: texte("Douleur au plus à 2 au mouvement"),
                cible: Some(Cible::Douleur {
                    circonstance: Circonstance::Mouvement,
                    au_plus: Intensite::nouvelle(2).unwrap(),
                }),
            },
            Objectif {
                libelle: texte("Oswestry à 20 % au plus"),
                cible: Some(Cible::Score(score("oswestry", "20"))),
            },
        ],
        protocole: BrouillonProtocole {
            actes: Vec::new(),
            techniques: Some(texte("Mobilisation, exercices actifs.")),
            nombre: Some(NombreSeances::nouveau(8).unwrap()),
            rythme: Some(ParSemaine::nouveau(2).unwrap()),
            lieu: Some(LieuDeSoin::Cabinet),
            modalite: Some(Modalite::Individuelle),
        },
        ..BrouillonBilan::default()
    }
}

fn episode(seances: i8) -> Episode {
    let seance = |n: i8| Seance {
        id: SeanceId::new(n.unsigned_abs().into()),
        le: date(2026, 2, n),
        saisie_le: Timestamp::UNIX_EPOCH,
        par: PraticienId::new(1),
        compte: Compte::Place(Rang::nouveau(n.unsigned_abs().into()).unwrap()),
        acte: None,
        note: None,
    };
    Episode::relu(Fiche {
        id: EpisodeId::new(1),
        patient: PatientId::new(1),
        localisation: lombaire(),
        departement: "45".parse().unwrap(),
        type_structure: TypeStructure::Cpts,
        ouvert_le: date(2026, 2, 1),
        fin_le: None,
        plafond: Some(8),
        participants: vec![PraticienId::new(1)],
        seances: (1..=seances).map(seance).collect(),
        diagnostic: None,
        drapeaux: Vec::new(),
        amelioration: None,
        orientations: Vec::new(),
        evenements: Vec::new(),
        etat: EtatEpisode::Clos { le: date(2026, 2, 27), issue: IssueEpisode::ObjectifsAtteints },
        version: 1,
    })
}

#[test]
fn un_brouillon_vide_dit_d_un_coup_tout_ce_qui_lui_manque() {
    let Err(Incomplet(manques)) = BrouillonBilan::default().valider() else { panic!("un bilan vide") };
    assert_eq!(manques.len(), 11);
    for manque in [Manque::MotifDeConsultation, Manque::Depistage, Manque::Deficiences, Manque::Rythme] {
        assert!(manques.contains(&manque), "{}", manque.code());
    }
    assert!(Incomplet(manques).to_string().contains("Fixez au moins un objectif."));
}

#[test]
fn un_bilan_complet_est_valide_et_redevient_le_brouillon_de_sa_correction() {
    let bilan = brouillon().valider().unwrap();
    assert_eq!(BrouillonBilan::from(&bilan), brouillon());
}

#[test]
fn un_signe_d_alerte_sans_motif_empeche_la_validation() {
    let presents =
        vec![DrapeauRouge { code: "fievre-et-douleur".into(), gravite: Gravite::Critique, motif: None }];
    let depistage = Some(Depistage { presents, ..Depistage::default() });
    let faute = BrouillonBilan { depistage, ..brouillon() }.valider().unwrap_err();
    assert_eq!(faute, Incomplet(vec![Manque::MotifDeLAlerte]));
}

#[test]
fn le_compte_rendu_part_des_seances_et_des_mesures() {
    let bilan = brouillon().valider().unwrap();
    let mut compte_rendu = BrouillonCompteRendu::prerempli(&episode(8), Some((&bilan, date(2026, 2, 1))));
    assert_eq!(compte_rendu.soins.nombre(), 8);
    assert_eq!(compte_rendu.valider(), Err(Incomplet(vec![Manque::Resultats, Manque::Suites])));
    compte_rendu.deficiences = douleur(2);
    compte_rendu.incapacites = Incapacites { scores: vec![score("oswestry", "30")], observations: None };
    compte_rendu.suites = Some(texte("Exercices à poursuivre seul."));
    let compte_rendu = compte_rendu.evaluer().valider().unwrap();
    let atteintes: Vec<_> = compte_rendu.resultats.iter().map(|r| r.atteinte).collect();
    assert_eq!(atteintes, [Atteinte::Atteint, Atteinte::Partiel]);
    let synthese = Synthese::de(&Contenu::CompteRendu(Box::new(compte_rendu)), lombaire());
    let lignes: Vec<_> = synthese.lignes().iter().map(|l| (l.rubrique, l.texte.as_str())).collect();
    assert_eq!(
        lignes,
        [
            ("Soins", "Bas du dos (rachis lombaire) : 8 séances, du 01/02/2026 au 08/02/2026"),
            ("Issue", "Objectifs atteints. Objectifs tenus : 1 sur 2."),
            ("Résultats", "Douleur au mouvement 6/10 → 2/10 ; ODI (Oswestry) 42 % → 30 %"),
            ("Suites", "Exercices à poursuivre seul."),
            ("Diagnostic kinésithérapique", "Lombalgie commune sans irradiation."),
        ]
    );
}

#[test]
fn un_compte_rendu_est_du_des_le_bilan_et_pas_avant() {
    let bilan = brouillon().valider().unwrap();
    let avec = BrouillonCompteRendu::prerempli(&episode(0), Some((&bilan, date(2026, 2, 1))));
    assert!(!avec.valider().unwrap_err().0.contains(&Manque::Soins));
    let sans = BrouillonCompteRendu::prerempli(&episode(0), None);
    assert!(sans.valider().unwrap_err().0.contains(&Manque::Soins));
}

#[test]
fn une_lettre_demande_quelque_chose_et_un_autre_motif_se_precise() {
    let mut lettre = BrouillonLettre::prerempli(&episode(3), None);
    assert_eq!(lettre.valider().unwrap_err().0.len(), 4);
    lettre.motif = Some(MotifOrientation::Autre);
    lettre.destination = Some(Destination::MedecinTraitant);
    lettre.urgence = Some(Urgence::Sous72h);
    lettre.question = Some(texte("Une imagerie vous paraît-elle utile ?"));
    assert_eq!(lettre.valider(), Err(Incomplet(vec![Manque::PrecisionDuMotif])));
    lettre.precision = Some(texte("Douleur qui ne cède pas."));
    let contenu = Contenu::Orientation(Box::new(lettre.valider().unwrap()));
    let synthese = Synthese::de(&contenu, lombaire());
    assert_eq!(synthese.lignes()[0].texte, "Sous 72 heures — Médecin traitant");
    assert_eq!(synthese.lignes()[1].texte, "Une imagerie vous paraît-elle utile ?");
}

#[test]
fn la_synthese_tient_en_cinq_lignes_meme_quand_tout_est_long() {
    let long = texte(&"très long ".repeat(150));
    let bilan = BrouillonBilan { motif: Some(long.clone()), diagnostic: Some(long), ..brouillon() };
    let contenu = Contenu::Bilan(Box::new(bilan.valider().unwrap()));
    let synthese = Synthese::de(&contenu, lombaire());
    assert_eq!(synthese.lignes().len(), 5);
    assert!(synthese.lignes().iter().all(|ligne| ligne.texte.chars().count() <= 180));
    assert!(synthese.lignes()[0].texte.ends_with('…'));
}

#[test]
fn le_loiret_demande_l_annexe_1_et_le_var_ne_demande_rien() {
    let reglement = Reglement::embarque().unwrap();
    let exigence = |code: &str| {
        let departement = code.parse().unwrap();
        Exigence::au(reglement.parametres(departement), date(2026, 2, 27))
    };
    let numero = Some("457000012".parse().unwrap());
    let compose = |code: &str, numero| {
        Justificatif::composer(&exigence(code), (&episode(8), PraticienId::new(1)), None, numero)
    };
    assert_eq!(compose("45", numero.clone()).unwrap().seances.len(), 8);
    assert_eq!(compose("45", None), Err(Incomplet(vec![Manque::NumeroAm]).into()));
    assert_eq!(compose("83", numero), Err(JustificatifRefuse::NonDemande));
    assert!(!exigence("83").source().texte.is_empty());
}
