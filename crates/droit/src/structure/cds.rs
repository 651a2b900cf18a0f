//! Centre de santé: who runs it, how its professionals work, what it charges.

use super::composition::{Composition, Mode, Tarifs};
use super::jugement::{Exigence, Jugement};
use super::profession::Famille;
use super::regle::Seuils;
use crate::decision::TypeStructure;

/// Only the bodies that the law names create and run a centre de santé.
/// Source: CSP, art. L. 6323-1 and following; the bodies come from `reglement/`.
pub(super) fn gestionnaire(c: &Composition, seuils: &Seuils) -> Jugement {
    if c.type_structure != TypeStructure::Cds {
        return Jugement::SansObjet;
    }
    match c.gestionnaire {
        None => Jugement::a_confirmer("Qui gère le centre de santé ?"),
        Some(qui) if seuils.gestionnaires_de_cds.contains(&qui) => {
            Jugement::respecte("Le gestionnaire est de ceux que la loi admet.")
        }
        Some(_) => Jugement::viole(
            "Le gestionnaire n’est pas de ceux que la loi admet.",
            "Confiez la gestion à une SCIC, un organisme à but non lucratif, une collectivité ou un établissement de santé.",
        ),
    }
}

/// Employees (and volunteers), tarifs opposables, nothing to pay in advance.
/// Source: CSP, art. L. 6323-1 and following.
pub(super) fn tarifs_et_statut(c: &Composition) -> Jugement {
    if c.type_structure != TypeStructure::Cds {
        return Jugement::SansObjet;
    }
    let liberaux = c.combien(|m| m.profession.est_de_sante() && m.mode == Mode::Liberal);
    let statut = if liberaux == 0 {
        Jugement::respecte(
            "Les professionnels sont salariés ou bénévoles, les tarifs opposables, le tiers payant appliqué.",
        )
    } else {
        Jugement::viole(
            format!("{liberaux} professionnel(s) du centre de santé sont libéraux."),
            "Salariez-les, ou accueillez-les comme bénévoles.",
        )
    };
    let tarifs = match c.tarifs {
        None => Jugement::a_confirmer("Le centre de santé applique-t-il les tarifs opposables ?"),
        Some(Tarifs::Opposables) => Jugement::SansObjet,
        Some(_) => Jugement::viole(
            "Le centre de santé dépasse les tarifs opposables.",
            "Appliquez les tarifs opposables.",
        ),
    };
    let tiers_payant = Jugement::exige(
        c.tiers_payant,
        &Exigence {
            respect: "Le centre de santé applique le tiers payant.",
            question: "Le centre de santé applique-t-il le tiers payant ?",
            manque: "Le centre de santé n’applique pas le tiers payant.",
            correction: "Appliquez le tiers payant.",
        },
    );
    Jugement::pire([statut, tarifs, tiers_payant])
}

/// One contract or the other, never both.
/// Source: guide de l'Ordre, centre de santé.
pub(super) fn un_seul_contrat(c: &Composition) -> Jugement {
    if c.type_structure != TypeStructure::Cds {
        return Jugement::SansObjet;
    }
    match (c.contrats.aci, c.contrats.accord_national_cds) {
        (Some(true), Some(true)) => Jugement::viole(
            "Le centre de santé a signé les deux contrats.",
            "Gardez l’un des deux et dénoncez l’autre.",
        ),
        (Some(false), _) | (_, Some(false)) => {
            Jugement::respecte("Le centre de santé n’a pas signé les deux contrats.")
        }
        _ => Jugement::a_confirmer("Lequel des deux contrats le centre de santé a-t-il signé ?"),
    }
}

/// Medical professions and auxiliaires; at the centre or at home; nobody is put up.
/// Source: CSP, art. L. 6323-1 to L. 6323-1-15 and D. 6323-1 to D. 6323-12.
pub(super) fn sans_hebergement(c: &Composition) -> Jugement {
    if c.type_structure != TypeStructure::Cds {
        return Jugement::SansObjet;
    }
    let pharmaciens = c.combien(|m| m.profession.famille() == Famille::Pharmacie);
    let professions = if pharmaciens == 0 {
        Jugement::SansObjet
    } else {
        Jugement::a_confirmer("À quel titre le pharmacien exerce-t-il dans le centre de santé ?")
    };
    let hebergement = Jugement::exige(
        c.hebergement.map(|heberge| !heberge),
        &Exigence {
            respect: "Le centre de santé soigne sans héberger.",
            question: "Le centre de santé héberge-t-il des patients ?",
            manque: "Le centre de santé héberge des patients.",
            correction: "Séparez l’hébergement du centre de santé.",
        },
    );
    Jugement::pire([professions, hebergement])
}
