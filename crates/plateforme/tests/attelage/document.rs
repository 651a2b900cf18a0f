//! Validated documents of fictitious people, typeset and packed as the product does, stored by its own path.

use droit::document::{
    Adresse, BrouillonBilan, BrouillonCompteRendu, BrouillonLettre, BrouillonProtocole, Cabinet,
    Circonstance, Contenu, Deficiences, Depistage, Document, Douleur, EnTete, Exercice, Genre,
    IdentifiantStructure, Incapacites, Intensite, Justificatif, LieuDeSoin, Medecin, MedecinTraitant,
    Modalite, NomComplet, NombreSeances, Objectif, ParSemaine, RangDeCabinet, Redacteur, Reference, Soins,
    Sujet,
};
use droit::episode::{Auteur, Destination, Episode, IssueEpisode, MotifOrientation, Urgence};
use droit::identifiant::{DocumentId, EpisodeId, PraticienId, SerieId, rpps_de_demonstration};
use droit::reglement::PieceFacturation;
use droit::texte::{Intitule, TexteLibre};
use entrepot::document::{self, Octets};
use entrepot::{Echec, Entrepot, episode, patient};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use plateforme::config::Monde;
use plateforme::document::composition::{Atelier, Liasse};

/// A document as it was stored.
pub struct Ecrit {
    pub document: Document,
    pub pdf: Vec<u8>,
    pub cda: Vec<u8>,
}

pub fn texte(saisie: &str) -> TexteLibre {
    saisie.parse().unwrap()
}

pub fn ligne(saisie: &str) -> Intitule {
    saisie.parse().unwrap()
}

/// The doctor of every patient here.
pub fn medecin() -> MedecinTraitant {
    MedecinTraitant::Connu(Medecin {
        rpps: Some(rpps_de_demonstration(70_005)),
        nom: NomComplet { nom: ligne("Médecin-Test"), prenom: ligne("Camille") },
        adresse: None,
    })
}

/// What a document of this kind says about an episode; nothing of it is anybody's.
pub fn contenu(genre: Genre, episode: &Episode) -> Contenu {
    let soins = Soins {
        ouvert_le: episode.ouvert_le,
        seances: vec![episode.ouvert_le],
        bilan_le: Some(episode.ouvert_le),
    };
    match genre {
        Genre::Bilan => Contenu::Bilan(Box::new(bilan().valider().unwrap())),
        Genre::CompteRendu => {
            let brouillon = BrouillonCompteRendu {
                soins,
                commentaire: Some(texte("Bonne récupération & reprise < 1 semaine.")),
                issue: Some(IssueEpisode::ObjectifsAtteints),
                suites: Some(texte("Reprise progressive.")),
                ..BrouillonCompteRendu::prerempli(
                    episode,
                    Some((&bilan().valider().unwrap(), episode.ouvert_le)),
                )
            };
            Contenu::CompteRendu(Box::new(brouillon.valider().unwrap()))
        }
        Genre::Orientation => {
            let brouillon = BrouillonLettre {
                motif: Some(MotifOrientation::SansAmelioration),
                destination: Some(Destination::MedecinTraitant),
                urgence: Some(Urgence::Sous72h),
                question: Some(texte("Une imagerie vous paraît-elle utile ?")),
                ..BrouillonLettre::prerempli(episode, None)
            };
            Contenu::Orientation(Box::new(brouillon.valider().unwrap()))
        }
        Genre::Justificatif => Contenu::Justificatif(Box::new(Justificatif {
            piece: PieceFacturation::Annexe1,
            numero_am: "457000012".parse().unwrap(),
            soins,
            seances: Vec::new(),
            diagnostic: None,
        })),
    }
}

fn bilan() -> BrouillonBilan {
    let intensite = Intensite::nouvelle(6).unwrap();
    BrouillonBilan {
        motif: Some(texte("Mal de dos depuis trois jours.")),
        depistage: Some(Depistage::default()),
        deficiences: Deficiences {
            douleurs: vec![Douleur { circonstance: Circonstance::Mouvement, intensite }],
            ..Deficiences::default()
        },
        incapacites: Incapacites {
            observations: Some(texte("Ne porte rien de lourd.")),
            ..Incapacites::default()
        },
        diagnostic: Some(texte("Lombalgie commune sans irradiation.")),
        objectifs: vec![Objectif { libelle: texte("Douleur au plus à 2"), cible: None }],
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

fn redacteur() -> Redacteur {
    Redacteur {
        rpps: rpps_de_demonstration(0),
        civilite: None,
        nom: NomComplet { nom: ligne("Éssai"), prenom: ligne("Camille") },
        cabinet: Cabinet {
            nom: ligne("Cabinet de l’Essai"),
            identifiant: IdentifiantStructure::CabinetDuPraticien {
                rpps: rpps_de_demonstration(0),
                rang: RangDeCabinet::nouveau(1),
            },
            exercice: Exercice::CabinetIndividuel,
            adresse: Adresse {
                voie: Some(ligne("1 rue de l’Essai")),
                code_postal: "45000".parse().unwrap(),
                commune: ligne("Orléans"),
            },
            telephone: None,
        },
    }
}

/// Validates a document of an episode and stores it; `rang` makes its key.
pub fn valider(
    entrepot: &Entrepot,
    (episode, mk): (EpisodeId, PraticienId),
    (rang, genre): (u128, Genre),
    medecin_traitant: MedecinTraitant,
    maintenant: Timestamp,
) -> Ecrit {
    let trousseau = entrepot.trousseau().clone();
    let (lu, patient) = entrepot
        .lire_ici(move |tx| {
            let lu = episode::charger(tx, &trousseau, episode)?.ok_or(Echec::Absent)?;
            let patient = patient::charger(tx, &trousseau, lu.patient)?.ok_or(Echec::Absent)?;
            Ok::<_, Echec>((lu, patient))
        })
        .unwrap();
    let en_tete = EnTete {
        reference: Reference::premiere(DocumentId::new(rang), SerieId::new(rang << 8)),
        episode,
        localisation: lu.localisation,
        departement: lu.departement,
        redacteur: redacteur(),
        sujet: Sujet {
            id: patient.id,
            identite: patient.identite.clone(),
            prenoms: patient.prenoms.clone(),
            nom_utilise: None,
            adresse: None,
            telephone: None,
        },
        medecin_traitant,
        valide_le: maintenant,
        soins_du: lu.ouvert_le,
        soins_au: None,
        lieu: LieuDeSoin::Cabinet,
    };
    let fuseau = TimeZone::get("Europe/Paris").unwrap();
    let aujourd_hui = maintenant.to_zoned(fuseau.clone()).date();
    let auteur = Auteur { par: mk, aujourd_hui, maintenant };
    let fait = lu.valider_document(en_tete, contenu(genre, &lu), &auteur).unwrap();
    let atelier = Atelier { fuseau, monde: Monde::Fictif, gabarit: documents::Gabarit::default() };
    let Liasse { faits, pdf, cda, .. } = atelier.composer(&fait).unwrap();
    let (ecrit, trousseau) = (fait.clone(), entrepot.trousseau().clone());
    let (papier, travers) = (pdf.clone(), cda.clone());
    entrepot
        .ecrire_ici(move |tx| {
            let octets = Octets { faits: &faits, pdf: &papier, cda: &travers, mots: None };
            document::inscrire(tx, &trousseau, &ecrit, octets, None);
            Ok::<(), Echec>(())
        })
        .unwrap();
    Ecrit { document: (*fait).clone(), pdf, cda }
}
