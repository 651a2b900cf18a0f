//! Documents of fictitious people, for tests: hyphenated, Corsican, waiting for a number, minor, without doctor.

use droit::decision::{ActeNgap, DrapeauRouge, Gravite};
use droit::document::*;
use droit::episode::{Cote, Destination, IssueEpisode, Localisation, MotifOrientation, Region, Urgence};
use droit::identifiant::{
    DocumentId, EpisodeId, Ins, NumeroRpps, OidIns, PatientId, SerieId, StatutIdentite, rpps_de_demonstration,
};
use droit::patient::{Identite, Sexe, Traits};
use droit::texte::{Intitule, TexteLibre};
use jiff::civil::{Date, date};

pub(crate) fn texte(saisie: &str) -> TexteLibre {
    saisie.parse().unwrap()
}

pub(crate) fn ligne(saisie: &str) -> Intitule {
    saisie.parse().unwrap()
}

pub(crate) fn nom(prenom: &str, nom: &str) -> NomComplet {
    NomComplet { nom: ligne(nom), prenom: ligne(prenom) }
}

/// What a story says of a patient.
pub(crate) struct Personne<'p> {
    pub nom: &'p str,
    pub prenom: &'p str,
    pub prenoms: &'p str,
    pub sexe: Sexe,
    pub ne_le: Date,
    pub oid: OidIns,
    pub matricule: &'p str,
    pub lieu: &'p str,
}

/// The people of the stories.
pub(crate) const PERSONNES: [Personne<'static>; 5] = [
    Personne {
        nom: "PAT-TROIS",
        prenom: "DOMINIQUE",
        prenoms: "DOMINIQUE MARIE-LOUISE",
        sexe: Sexe::Feminin,
        ne_le: date(1979, 3, 28),
        oid: OidIns::NirTest,
        matricule: "279035121518989",
        lieu: "51215",
    },
    Personne {
        nom: "D’HAŸ-ŒUVRÉ & <Fils>",
        prenom: "Éloïse-Ange",
        prenoms: "Éloïse-Ange Zoé",
        sexe: Sexe::Feminin,
        ne_le: date(1977, 7, 2),
        oid: OidIns::NirTest,
        matricule: "277076322082910",
        lieu: "63220",
    },
    Personne {
        nom: "CORSE-TEST",
        prenom: "ANGE",
        prenoms: "ANGE FELIX",
        sexe: Sexe::Feminin,
        ne_le: date(1953, 7, 1),
        oid: OidIns::NirTest,
        matricule: "253072B07300470",
        lieu: "2B073",
    },
    Personne {
        nom: "NIA-TEST",
        prenom: "ALEX",
        prenoms: "ALEX",
        sexe: Sexe::Indetermine,
        ne_le: date(1985, 12, 31),
        oid: OidIns::Nia,
        matricule: "885997512345663",
        lieu: "99351",
    },
    Personne {
        nom: "MINEUR-TEST",
        prenom: "LÉO",
        prenoms: "LÉO JEAN",
        sexe: Sexe::Masculin,
        ne_le: date(2014, 5, 6),
        oid: OidIns::NirTest,
        matricule: "185057512345673",
        lieu: "75111",
    },
];

impl Personne<'_> {
    pub(crate) fn sujet(&self) -> Sujet {
        let jour = date(2026, 11, 22);
        let traits = Traits::nouveaux(self.nom, self.prenom, self.sexe, self.ne_le, jour).unwrap();
        Sujet {
            id: PatientId::new(7),
            identite: Identite {
                traits,
                ins: Some(Ins::sous(self.oid, self.matricule).unwrap()),
                lieu_naissance: Some(self.lieu.parse().unwrap()),
                statut: StatutIdentite::Qualifiee,
            },
            prenoms: Some(ListePrenoms::nouvelle(ligne(self.prenoms), self.prenom).unwrap()),
            nom_utilise: None,
            adresse: None,
            telephone: None,
        }
    }
}

pub(crate) fn rpps(rang: u32) -> NumeroRpps {
    rpps_de_demonstration(rang)
}

pub(crate) fn medecin() -> MedecinTraitant {
    MedecinTraitant::Connu(Medecin {
        rpps: Some(rpps(5)),
        nom: nom("Camille", "MÉDECIN-TEST"),
        adresse: None,
    })
}

fn adresse() -> Adresse {
    Adresse {
        voie: Some(ligne("12 bis, rue de l’Exemple")),
        code_postal: "45000".parse().unwrap(),
        commune: ligne("Orléans"),
    }
}

pub(crate) fn redacteur() -> Redacteur {
    Redacteur {
        rpps: rpps(70_001),
        civilite: Some(Civilite::Madame),
        nom: nom("Claire", "EXEMPLE"),
        cabinet: Cabinet {
            nom: ligne("Cabinet « Les Tilleuls » & associés"),
            identifiant: IdentifiantStructure::Finess("450000088".parse().unwrap()),
            exercice: Exercice::CabinetDeGroupe,
            adresse: adresse(),
            telephone: Some("02 38 00 00 00".parse().unwrap()),
        },
    }
}

pub(crate) fn en_tete(sujet: Sujet) -> EnTete {
    EnTete {
        reference: Reference::premiere(DocumentId::new(0x1001), SerieId::new(0x2001)),
        episode: EpisodeId::new(1),
        localisation: Localisation::nouvelle(Region::GenouJambe, Cote::Gauche).unwrap(),
        departement: "45".parse().unwrap(),
        redacteur: redacteur(),
        sujet,
        medecin_traitant: medecin(),
        valide_le: "2026-01-05T09:15:00Z".parse().unwrap(),
        soins_du: date(2026, 1, 2),
        soins_au: Some(date(2026, 1, 5)),
        lieu: LieuDeSoin::Cabinet,
    }
}

pub(crate) fn deficiences(intensite: u8, flexion: i16) -> Deficiences {
    let flexion_du_genou = Mouvements::embarques().unwrap().mouvement("genou-flexion").unwrap();
    Deficiences {
        douleurs: vec![Douleur {
            circonstance: Circonstance::Mouvement,
            intensite: Intensite::nouvelle(intensite).unwrap(),
        }],
        amplitudes: vec![Amplitude::nouvelle(flexion_du_genou, Cote::Gauche, flexion).unwrap()],
        forces: vec![Force {
            groupe: ligne("Quadriceps"),
            cote: Cote::Gauche,
            cotation: CotationForce::nouvelle(4).unwrap(),
        }],
        sensibilites: vec![Sensibilite {
            territoire: ligne("Face antérieure"),
            cote: Cote::Gauche,
            etat: EtatSensibilite::Normale,
        }],
        observations: Some(texte("Boiterie légère.\nPas d’épanchement.")),
    }
}

pub(crate) fn incapacites(koos: &str) -> Incapacites {
    let echelle = Echelles::embarquees().unwrap().echelle("koos").unwrap();
    Incapacites { scores: vec![Score::saisi(echelle, koos).unwrap()], observations: None }
}

pub(crate) fn brouillon_bilan() -> BrouillonBilan {
    let schema = SchemaCorporel::embarque().unwrap();
    let signe = DrapeauRouge {
        code: "fievre-et-douleur".into(),
        gravite: Gravite::Critique,
        motif: Some("Adressé au médecin le jour même.".into()),
    };
    let echelle = Echelles::embarquees().unwrap().echelle("koos").unwrap();
    BrouillonBilan {
        fait_le: None,
        motif: Some(texte("Entorse du genou <gauche> & douleur > 3 jours")),
        anamnese: Some(texte("Chute à ski.")),
        depistage: Some(Depistage { cherches: ["fievre-et-douleur".into()].into(), presents: vec![signe] }),
        schema: [schema.zone("avant-genou-gauche").unwrap()].into(),
        deficiences: deficiences(6, 95),
        incapacites: incapacites("42,5"),
        diagnostic: Some(texte("Entorse bénigne du ligament collatéral.")),
        pronostic: Some(texte("Favorable.")),
        objectifs: vec![Objectif {
            libelle: texte("KOOS à 70 au moins"),
            cible: Some(Cible::Score(Score::saisi(echelle, "70").unwrap())),
        }],
        protocole: BrouillonProtocole {
            actes: vec![ActeNgap { lettre: "RIM".into(), coefficient: "8.05".parse().unwrap() }],
            techniques: Some(texte("Mobilisation, renforcement.")),
            nombre: Some(NombreSeances::nouveau(8).unwrap()),
            rythme: Some(ParSemaine::nouveau(2).unwrap()),
            lieu: Some(LieuDeSoin::Cabinet),
            modalite: Some(Modalite::Individuelle),
        },
        conseils: None,
    }
}

pub(crate) fn brouillon_compte_rendu() -> BrouillonCompteRendu {
    let bilan = brouillon_bilan().valider().unwrap();
    let resultat = |objectif: &Objectif| ResultatObjectif {
        objectif: objectif.clone(),
        atteinte: Atteinte::NonEvalue,
        commentaire: None,
    };
    let soins = Soins {
        ouvert_le: date(2026, 1, 2),
        seances: vec![date(2026, 1, 2), date(2026, 1, 5)],
        bilan_le: Some(date(2026, 1, 2)),
    };
    BrouillonCompteRendu {
        soins,
        depart: Some(BilanDeDepart::de(&bilan, date(2026, 1, 2))),
        resultats: bilan.objectifs.iter().map(resultat).collect(),
        deficiences: deficiences(1, 130),
        incapacites: incapacites("81"),
        commentaire: Some(texte("Bonne récupération.")),
        incidents: Vec::new(),
        issue: Some(IssueEpisode::ObjectifsAtteints),
        suites: Some(texte("Reprise du sport progressive.")),
        conseils: None,
    }
    .evaluer()
}

pub(crate) fn brouillon_lettre() -> BrouillonLettre {
    BrouillonLettre {
        motif: Some(MotifOrientation::SansAmelioration),
        precision: None,
        destination: Some(Destination::MedecinTraitant),
        urgence: Some(Urgence::Sous72h),
        drapeaux: Vec::new(),
        question: Some(texte("Une imagerie vous paraît-elle utile ?")),
        constatations: Some(texte("Flexion limitée.")),
        soins: brouillon_compte_rendu().soins,
        deja_tente: None,
    }
}

pub(crate) fn justificatif() -> Justificatif {
    let soins = brouillon_compte_rendu().soins;
    let seances = soins.seances.iter().map(|le| SeanceFacturee { le: *le, acte: None }).collect();
    Justificatif {
        piece: droit::reglement::PieceFacturation::Annexe1,
        numero_am: "457000012".parse().unwrap(),
        soins,
        seances,
        diagnostic: Some((droit::decision::TypeDiagnostic::CrOperatoire, date(2025, 12, 1))),
    }
}

/// One document of each kind about a patient.
pub(crate) fn documents(sujet: &Sujet) -> Vec<Document> {
    let contenus = [
        Contenu::Bilan(Box::new(brouillon_bilan().valider().unwrap())),
        Contenu::CompteRendu(Box::new(brouillon_compte_rendu().valider().unwrap())),
        Contenu::Orientation(Box::new(brouillon_lettre().valider().unwrap())),
        Contenu::Justificatif(Box::new(justificatif())),
    ];
    contenus.into_iter().map(|contenu| Document { en_tete: en_tete(sujet.clone()), contenu }).collect()
}
