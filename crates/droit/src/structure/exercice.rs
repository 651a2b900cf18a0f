//! What several types of structure share: the projet de santé, the CPOM, direct access, the situation of its MKs.

use super::composition::{Composition, SituationMk};
use super::jugement::{Exigence, Jugement};
use super::profession::Profession;
use super::regle::Seuils;
use crate::decision::TypeStructure;
use crate::identifiant::CodeDepartement;

/// A structure of exercice coordonné has a projet de santé.
/// Source: CSP, art. L. 6323-3, L. 6323-1, L. 1411-11-1 and L. 1434-12.
pub(super) fn projet_de_sante(c: &Composition) -> Jugement {
    use TypeStructure::{Cds, Cpts, Esp, Ess, Msp};
    match c.type_structure {
        Msp | Cds | Esp | Ess | Cpts => Jugement::exige(
            c.projet.ecrit,
            &Exigence {
                respect: "La structure a un projet de santé.",
                question: "La structure a-t-elle un projet de santé écrit ?",
                manque: "La structure n’a pas de projet de santé.",
                correction: "Écrivez le projet de santé.",
            },
        ),
        _ => Jugement::SansObjet,
    }
}

/// A maison or centre de santé that the ARS finances signs a contrat pluriannuel d'objectifs et de moyens.
/// Source: guide de l'Ordre.
pub(super) fn cpom(c: &Composition) -> Jugement {
    if !matches!(c.type_structure, TypeStructure::Msp | TypeStructure::Cds) {
        return Jugement::SansObjet;
    }
    match c.contrats.argent_ars {
        None => Jugement::a_confirmer("La structure reçoit-elle de l’argent de l’ARS ?"),
        Some(false) => {
            Jugement::respecte("La structure ne reçoit rien de l’ARS : aucun contrat n’est exigé.")
        }
        Some(true) => Jugement::exige(
            c.contrats.cpom,
            &Exigence {
                respect: "La structure a signé un contrat pluriannuel d’objectifs et de moyens.",
                question: "La structure a-t-elle signé un contrat pluriannuel d’objectifs et de moyens ?",
                manque: "La structure reçoit de l’argent de l’ARS sans contrat pluriannuel d’objectifs et de moyens.",
                correction: "Signez ce contrat avec l’ARS.",
            },
        ),
    }
}

/// Direct access is permanent in the types that the law names, experimental in a CPTS of a designated department.
/// Source: CSP, art. L. 4321-1; décret 2024-618, art. 1. The types come from `reglement/`.
pub(super) fn acces_direct_ouvert(
    c: &Composition,
    seuils: &Seuils,
    designes: &[CodeDepartement],
) -> Jugement {
    if seuils.regime_permanent.contains(&c.type_structure) {
        return Jugement::respecte("L’accès direct y est permanent, partout en France.");
    }
    if c.type_structure != TypeStructure::Cpts {
        return Jugement::viole(
            "L’accès direct n’est pas ouvert hors d’une structure d’exercice coordonné.",
            "Rejoignez une structure d’exercice coordonné, ou exercez sur prescription.",
        );
    }
    match c.departements.iter().find(|departement| designes.contains(departement)) {
        Some(designe) => Jugement::respecte(format!(
            "L’accès direct y est expérimental : le département {designe} est désigné."
        )),
        None if c.departements.is_empty() => {
            Jugement::a_confirmer("Quels départements le territoire de la CPTS couvre-t-il ?")
        }
        None => Jugement::viole(
            "Aucun département de la CPTS n’est désigné pour l’expérimentation.",
            "Exercez sur prescription ; les maisons, centres et équipes de soins ont, eux, l’accès direct permanent.",
        ),
    }
}

/// An MK is on the roll, has an RPPS number, is insured and under the convention; in a CPTS he replaces nobody.
/// Source: CSP, art. L. 4321-10 and following; formulaire national de l'expérimentation.
pub(super) fn mk_en_regle(c: &Composition) -> Jugement {
    let mks = c.membres.iter().filter(|m| m.profession == Profession::MasseurKinesitherapeute);
    Jugement::pire(mks.map(|membre| situation(&membre.mk, c.type_structure)))
}

fn situation(mk: &SituationMk, type_structure: TypeStructure) -> Jugement {
    let titulaire = match type_structure {
        TypeStructure::Cpts => mk.remplacant.map(|remplace| !remplace),
        _ => Some(true),
    };
    let conditions = [
        (mk.inscrit_a_l_ordre, "inscription au tableau de l’Ordre"),
        (mk.rpps, "numéro RPPS"),
        (mk.assure, "assurance de responsabilité civile professionnelle"),
        (mk.conventionne, "convention avec l’Assurance Maladie"),
        (titulaire, "exercice en son nom, hors remplacement"),
    ];
    let noms = |voulu: Option<bool>| -> Vec<&str> {
        conditions.iter().filter(|(reponse, _)| *reponse == voulu).map(|(_, nom)| *nom).collect()
    };
    let (absentes, inconnues) = (noms(Some(false)), noms(None));
    if !absentes.is_empty() {
        let absentes = absentes.join(", ");
        return Jugement::viole(
            format!("Il manque à un masseur-kinésithérapeute : {absentes}."),
            format!("Régularisez : {absentes}."),
        );
    }
    if !inconnues.is_empty() {
        return Jugement::a_confirmer(format!(
            "Confirmez pour chaque masseur-kinésithérapeute : {}.",
            inconnues.join(", ")
        ));
    }
    Jugement::respecte("Chaque masseur-kinésithérapeute est en règle.")
}
