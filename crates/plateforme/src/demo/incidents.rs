//! What may happen in the course of care: most of it benign, some of it not, told without anybody in it.

use droit::episode::{GraviteEvenement, InformationPatient, MomentEvenement, NatureEvenement};

use super::episode::Recit;
use super::hasard::Hasard;

use GraviteEvenement::{Benin, Grave, Modere};
use InformationPatient::{AFaire, Patient, Proches};
use MomentEvenement::{ApresSeance, Exercice, HorsSeance, Seance};
use NatureEvenement::{Aggravation, Brulure, Chute, Erreur, Infection, Lesion, Malaise, Materiel, Retard};

/// The first of them, where no weight decides.
const MALAISE: Recit = Recit {
    gravite: Benin,
    nature: Malaise,
    moment: Seance,
    information: Patient,
    circonstances: "Malaise vagal pendant la séance, résolu au repos.",
    mesures: "Repos allongé, prise de tension, retour accompagné. Séances suivantes fractionnées.",
};

static PREMIER: &Recit = &MALAISE;

/// Each with its weight in a hundred.
static RECITS: [(Recit, usize); 13] = [
    (MALAISE, 13),
    (
        Recit {
            gravite: Benin,
            nature: Aggravation,
            moment: ApresSeance,
            information: Patient,
            circonstances: "Majoration de la douleur pendant quarante-huit heures, revenue à son niveau habituel.",
            mesures: "Intensité réduite, explications au patient, appel le surlendemain.",
        },
        16,
    ),
    (
        Recit {
            gravite: Benin,
            nature: Brulure,
            moment: ApresSeance,
            information: Patient,
            circonstances: "Réaction cutanée locale à une bande adhésive.",
            mesures: "Bande retirée, peau nettoyée, allergie notée au dossier.",
        },
        10,
    ),
    (
        Recit {
            gravite: Benin,
            nature: Chute,
            moment: Seance,
            information: Patient,
            circonstances: "Chute sans gravité dans la salle d’exercice, sur un sol encombré.",
            mesures: "Examen sans particularité, sol dégagé, rangement revu.",
        },
        8,
    ),
    (
        Recit {
            gravite: Benin,
            nature: Materiel,
            moment: Seance,
            information: Patient,
            circonstances: "Sangle rompue pendant un exercice de traction, sans choc.",
            mesures: "Matériel retiré, contrôle des autres sangles, fournisseur prévenu.",
        },
        6,
    ),
    (
        Recit {
            gravite: Benin,
            nature: Erreur,
            moment: Exercice,
            information: Patient,
            circonstances: "Fiche d’exercices remise pour l’autre côté, signalée par le patient.",
            mesures: "Fiche remplacée, côté relu à voix haute en début de séance.",
        },
        5,
    ),
    (
        Recit {
            gravite: Modere,
            nature: Aggravation,
            moment: ApresSeance,
            information: Patient,
            circonstances: "Douleur nettement accrue après une mobilisation, arrêt de travail de quatre jours.",
            mesures: "Soins suspendus, avis du médecin traitant, reprise progressive.",
        },
        13,
    ),
    (
        Recit {
            gravite: Modere,
            nature: Chute,
            moment: Seance,
            information: Proches,
            circonstances: "Chute en descendant de la table, plaie du cuir chevelu suturée le jour même.",
            mesures: "Compression, appel du 15, proches prévenus. Table baissée avant chaque lever.",
        },
        8,
    ),
    (
        Recit {
            gravite: Modere,
            nature: Lesion,
            moment: Exercice,
            information: Patient,
            circonstances: "Lésion musculaire pendant un exercice fait seul à domicile.",
            mesures: "Glace, arrêt des exercices, échographie demandée par le médecin traitant.",
        },
        7,
    ),
    (
        Recit {
            gravite: Modere,
            nature: Infection,
            moment: HorsSeance,
            information: Patient,
            circonstances: "Infection locale après une plaie rouverte pendant les soins.",
            mesures: "Orientation le jour même, désinfection du matériel, protocole d’hygiène relu.",
        },
        4,
    ),
    (
        Recit {
            gravite: Grave,
            nature: Retard,
            moment: HorsSeance,
            information: Patient,
            circonstances: "Déficit moteur apparu entre deux séances, reconnu à la séance suivante seulement.",
            mesures: "Orientation immédiate aux urgences, information du médecin traitant.",
        },
        4,
    ),
    (
        Recit {
            gravite: Grave,
            nature: Lesion,
            moment: Seance,
            information: Proches,
            circonstances: "Fracture de fatigue découverte après trois séances, traitée par chirurgie.",
            mesures: "Arrêt des soins, imagerie, orientation, proches prévenus.",
        },
        3,
    ),
    (
        Recit {
            gravite: Grave,
            nature: Malaise,
            moment: Seance,
            information: AFaire,
            circonstances: "Perte de connaissance prolongée pendant un effort, hospitalisation.",
            mesures: "Appel du 15, position latérale de sécurité, transport médicalisé.",
        },
        3,
    ),
];

/// One of them.
pub fn tirer(hasard: &mut Hasard) -> &'static Recit {
    let choix: Vec<(&'static Recit, usize)> = RECITS.iter().map(|(recit, poids)| (recit, *poids)).collect();
    hasard.selon_poids(&choix, PREMIER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn la_gravite_est_repartie_et_les_recits_ne_designent_personne() {
        let part = |gravite| -> usize {
            RECITS.iter().filter(|(recit, _)| recit.gravite == gravite).map(|(_, poids)| poids).sum()
        };
        assert_eq!((part(Benin), part(Modere), part(Grave)), (58, 32, 10));
        for (recit, _) in &RECITS {
            let nommes = crate::anonymat::apercu(&[recit.circonstances, recit.mesures]);
            assert!(nommes.is_empty(), "{nommes:?}");
        }
    }
}
