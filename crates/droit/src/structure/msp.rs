//! Maison de santé pluriprofessionnelle, and the SISA that may carry it.

use super::composition::{Composition, FormeJuridique, Lien, Membre, Mode, Recours, Tarifs};
use super::jugement::{Exigence, Jugement};
use super::profession::Famille;
use super::regle::Seuils;
use crate::decision::TypeStructure;

/// A maison de santé is a legal person, association or SISA.
/// Source: CSP, art. L. 6323-3.
pub(super) fn personne_morale(c: &Composition, seuils: &Seuils) -> Jugement {
    if c.type_structure != TypeStructure::Msp {
        return Jugement::SansObjet;
    }
    match c.forme {
        None => Jugement::a_confirmer("Quelle est la forme juridique de la maison de santé ?"),
        Some(forme) if seuils.formes_de_msp.contains(&forme) => {
            Jugement::respecte("La maison de santé a une forme juridique admise.")
        }
        Some(_) => Jugement::viole(
            "La maison de santé n’est ni une association ni une SISA.",
            "Constituez une association ou une SISA.",
        ),
    }
}

/// A SISA has a minimum of associated doctors and auxiliaires médicaux.
/// Source: CSP, art. L. 4041-4; the numbers come from `reglement/`.
pub(super) fn associes(c: &Composition, seuils: &Seuils) -> Jugement {
    if !est_sisa(c) {
        return Jugement::SansObjet;
    }
    let medecins = c.combien(|m| associe(m) && m.profession.est_medecin());
    let auxiliaires = c.combien(|m| associe(m) && m.profession.famille() == Famille::Auxiliaire);
    let manquants = [
        (seuils.medecins_associes_de_sisa.saturating_sub(medecins), "médecin(s) associé(s)"),
        (
            seuils.auxiliaires_associes_de_sisa.saturating_sub(auxiliaires),
            "auxiliaire(s) médical(aux) associé(s)",
        ),
    ];
    let manque: Vec<String> =
        manquants.iter().filter(|(n, _)| *n > 0).map(|(n, qui)| format!("{n} {qui}")).collect();
    if manque.is_empty() {
        return Jugement::respecte(format!(
            "La SISA compte {medecins} médecin(s) et {auxiliaires} auxiliaire(s) médical(aux) parmi ses associés."
        ));
    }
    Jugement::viole(
        "La SISA n’a pas assez d’associés.",
        format!("Associez encore au moins {}.", manque.join(" et ")),
    )
}

/// In a SISA, salaried health professionals stay strictly fewer than associated liberal ones.
/// Source: guide de l'Ordre; CSP, art. L. 4041-1 and following.
pub(super) fn salaries_minoritaires(c: &Composition) -> Jugement {
    if !est_sisa(c) {
        return Jugement::SansObjet;
    }
    let salaries = c.combien(|m| m.profession.est_de_sante() && m.mode == Mode::Salarie);
    let liberaux = c.combien(|m| m.profession.est_de_sante() && associe(m) && m.mode == Mode::Liberal);
    if salaries < liberaux {
        return Jugement::respecte(format!(
            "{salaries} soignant(s) salarié(s) pour {liberaux} associé(s) libéraux."
        ));
    }
    Jugement::viole(
        format!("{salaries} soignant(s) salarié(s) pour {liberaux} associé(s) libéraux."),
        format!("Associez encore au moins {} professionnel(s) libéraux.", salaries + 1 - liberaux),
    )
}

/// Somebody who is not a health professional takes part only if the projet de santé provides for it and he signed it;
/// he is never associated.
/// Source: CSP, art. L. 6323-3, last paragraph but one.
pub(super) fn participants_hors_sante(c: &Composition) -> Jugement {
    if c.type_structure != TypeStructure::Msp {
        return Jugement::SansObjet;
    }
    let employe = |m: &&Membre| m.lien != Lien::Employe;
    let autres = c.membres.iter().filter(|m| !m.profession.est_de_sante()).filter(employe);
    let jugements = autres.map(|m| match (associe(m), m.prevu_au_projet, m.signataire) {
        (true, ..) => Jugement::viole(
            "Une personne qui n’est pas professionnelle de santé est associée.",
            "Faites-en une participante prévue au projet de santé, et non une associée.",
        ),
        (false, Some(true), Some(true)) => Jugement::respecte(
            "Les participants qui ne sont pas soignants sont prévus au projet et l’ont signé.",
        ),
        (false, Some(false), _) => Jugement::viole(
            "Une personne participe sans que le projet de santé le prévoie.",
            "Décrivez sa participation dans le projet de santé, puis faites-le-lui signer.",
        ),
        (false, _, Some(false)) => Jugement::viole(
            "Une personne participe sans avoir signé le projet de santé.",
            "Faites-lui signer le projet de santé.",
        ),
        _ => Jugement::a_confirmer(
            "Le projet de santé prévoit-il chaque participant qui n’est pas soignant, et l’a-t-il signé ?",
        ),
    });
    Jugement::pire(
        std::iter::once(Jugement::respecte("La maison de santé est constituée de professionnels de santé."))
            .chain(jugements),
    )
}

/// The professionals are liberal; only a SISA employs, when its statutes provide for it.
/// Source: guide de l'Ordre; Code du travail, art. R. 1253-35.
pub(super) fn exercice_liberal(c: &Composition) -> Jugement {
    if c.type_structure != TypeStructure::Msp {
        return Jugement::SansObjet;
    }
    if c.combien(|m| m.mode == Mode::Salarie) == 0 {
        return Jugement::respecte("Tous les membres sont libéraux ou bénévoles.");
    }
    match c.forme {
        None => Jugement::a_confirmer("La maison de santé est-elle une SISA ? Elle seule peut employer."),
        Some(FormeJuridique::Sisa) => Jugement::exige(
            c.emploi_prevu_aux_statuts,
            &Exigence {
                respect: "Les statuts de la SISA prévoient qu’elle emploie.",
                question: "Les statuts de la SISA prévoient-ils qu’elle emploie ?",
                manque: "La SISA emploie sans que ses statuts le prévoient.",
                correction: "Inscrivez cette activité dans les statuts.",
            },
        ),
        Some(_) => Jugement::viole(
            "Une maison de santé qui n’est pas une SISA compte des salariés.",
            "Constituez une SISA dont les statuts prévoient l’emploi.",
        ),
    }
}

/// Medical professions, auxiliaires or pharmacists; first recourse first; sectors 1 and 2.
/// Source: CSP, art. L. 6323-3.
pub(super) fn premier_recours(c: &Composition) -> Jugement {
    if c.type_structure != TypeStructure::Msp {
        return Jugement::SansObjet;
    }
    let recours = match c.recours {
        None => Jugement::a_confirmer("La maison de santé fait-elle du premier recours ?"),
        Some(Recours::Second) => Jugement::viole(
            "La maison de santé ne fait que du second recours.",
            "Faites entrer des soins de premier recours, ou constituez une équipe de soins spécialisés.",
        ),
        Some(_) => Jugement::respecte("La maison de santé fait du premier recours, dans les secteurs admis."),
    };
    let tarifs = match c.tarifs {
        None => Jugement::a_confirmer("Quels secteurs tarifaires la maison de santé applique-t-elle ?"),
        Some(Tarifs::NonConventionnes) => Jugement::viole(
            "La maison de santé applique des tarifs hors convention.",
            "Appliquez les tarifs des secteurs 1 ou 2.",
        ),
        Some(_) => Jugement::SansObjet,
    };
    Jugement::pire([recours, tarifs])
}

fn est_sisa(c: &Composition) -> bool {
    c.type_structure == TypeStructure::Msp && c.forme == Some(FormeJuridique::Sisa)
}

fn associe(membre: &Membre) -> bool {
    membre.lien == Lien::Associe
}
