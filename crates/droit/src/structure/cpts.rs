//! Communauté professionnelle territoriale de santé: its form, its missions, what it pays.

use super::composition::{Composition, FormeJuridique};
use super::jugement::{Exigence, Jugement};
use super::regle::Seuils;
use crate::decision::TypeStructure;

/// A CPTS is an association, under local law when its seat is in Alsace or Moselle.
/// Source: CSP, art. L. 1434-12 and D. 1434-44; the departments come from `reglement/`.
pub(super) fn association(c: &Composition, seuils: &Seuils) -> Jugement {
    if c.type_structure != TypeStructure::Cpts {
        return Jugement::SansObjet;
    }
    let Some((forme, siege)) = c.forme.zip(c.siege) else {
        return Jugement::a_confirmer(
            "Quelle est la forme juridique de la CPTS, et dans quel département est son siège ?",
        );
    };
    let (attendue, nom) = if seuils.departements_de_droit_local.contains(&siege) {
        (FormeJuridique::AssociationDroitLocal, "association de droit local")
    } else {
        (FormeJuridique::Association1901, "association de la loi de 1901")
    };
    if forme == attendue {
        return Jugement::respecte(format!("La CPTS est une {nom}."));
    }
    Jugement::viole(
        format!("Dans le département {siege}, une CPTS est une {nom}."),
        format!("Constituez une {nom}, ou corrigez la forme ou le siège déclarés."),
    )
}

/// Missions de service public come by a convention with the ARS and the Assurance Maladie.
/// Source: CSP, art. L. 1434-13.
pub(super) fn missions_de_service_public(c: &Composition) -> Jugement {
    match (c.type_structure, c.contrats.missions_de_service_public) {
        (TypeStructure::Cpts, Some(true)) => Jugement::exige(
            c.contrats.convention_ars_cpam,
            &Exigence {
                respect: "Une convention avec l’ARS et l’Assurance Maladie confie ces missions à la CPTS.",
                question: "La CPTS a-t-elle une convention avec l’ARS et l’Assurance Maladie ?",
                manque: "La CPTS exerce des missions de service public sans convention.",
                correction: "Signez la convention avec l’ARS et l’Assurance Maladie.",
            },
        ),
        (TypeStructure::Cpts, None) => {
            Jugement::a_confirmer("La CPTS exerce-t-elle des missions de service public ?")
        }
        _ => Jugement::SansObjet,
    }
}

/// The indemnities of a member are capped per civil year.
/// Source: CSP, art. D. 1434-44; the caps come from `reglement/`.
pub(super) fn indemnites_plafonnees(c: &Composition, seuils: &Seuils) -> Jugement {
    if c.type_structure != TypeStructure::Cpts {
        return Jugement::SansObjet;
    }
    let Some(indemnite) = c.indemnite else {
        return Jugement::a_confirmer(
            "Quelle est la plus forte somme versée à un membre, et pour quelle année civile ?",
        );
    };
    let (annee, montant) = (indemnite.annee, indemnite.montant);
    match seuils.indemnites_de_cpts.get(&annee) {
        None => Jugement::a_confirmer(format!(
            "Quel est le plafond des indemnités pour {annee} ? Il n’est pas connu ici."
        )),
        Some(plafond) if montant <= *plafond => Jugement::respecte(format!(
            "En {annee}, aucun membre n’a reçu plus de {montant}, pour un plafond de {plafond}."
        )),
        Some(plafond) => Jugement::viole(
            format!("En {annee}, un membre a reçu {montant}, pour un plafond de {plafond}."),
            format!("Ramenez la somme versée à {plafond} au plus."),
        ),
    }
}
