//! Équipe de soins primaires and équipe de soins spécialisés.

use super::composition::{Composition, Recours};
use super::jugement::{Exigence, Jugement};
use super::profession::Profession;
use super::regle::Seuils;
use crate::decision::TypeStructure;

const SYSTEME: Exigence = Exigence {
    respect: "L’équipe partage un système d’information sécurisé.",
    question: "L’équipe partage-t-elle un système d’information sécurisé ?",
    manque: "L’équipe ne partage pas de système d’information sécurisé.",
    correction: "Adoptez un système d’information commun et sécurisé.",
};

/// Health professionals only, a minimum of them, with a general practitioner.
/// Source: CSP, art. L. 1411-11-1; the numbers come from `reglement/`.
pub(super) fn composition_esp(c: &Composition, seuils: &Seuils) -> Jugement {
    if c.type_structure != TypeStructure::Esp {
        return Jugement::SansObjet;
    }
    let generalistes = c.combien(|m| m.profession == Profession::MedecinGeneraliste);
    let soignants = c.combien(|m| m.profession.est_de_sante());
    Jugement::pire([
        soignants_seulement(c),
        au_moins(generalistes, seuils.generalistes_d_esp, "médecin(s) généraliste(s)"),
        au_moins(soignants, seuils.professionnels_d_esp, "professionnel(s) de santé"),
    ])
}

/// The form is free, and so are the sites.
/// Source: CSP, art. L. 1411-11-1.
pub(super) fn forme_libre(c: &Composition) -> Jugement {
    match c.type_structure {
        TypeStructure::Esp => Jugement::respecte("L’équipe garde la forme et les sites qu’elle a choisis."),
        _ => Jugement::SansObjet,
    }
}

/// The project names communes and professionals, everybody signed it, the ARS received it, information is shared.
/// Source: guide de l'Ordre, équipe de soins primaires.
pub(super) fn projet_signe_et_transmis(c: &Composition) -> Jugement {
    if c.type_structure != TypeStructure::Esp {
        return Jugement::SansObjet;
    }
    let nomme = c.projet.communes.zip(c.projet.professionnels).map(|(communes, pros)| communes && pros);
    let contenu = Jugement::exige(
        nomme,
        &Exigence {
            respect: "Le projet est complet, signé par tous et transmis à l’ARS.",
            question: "Le projet de santé nomme-t-il les communes couvertes et les professionnels ?",
            manque: "Le projet de santé ne nomme pas les communes couvertes ou les professionnels.",
            correction: "Complétez le projet de santé : communes couvertes, professionnels impliqués.",
        },
    );
    let transmis = Jugement::exige(
        c.projet.transmis_a_l_ars,
        &Exigence {
            respect: "Le projet de santé est transmis à l’ARS.",
            question: "Le projet de santé a-t-il été transmis à l’ARS pour validation ?",
            manque: "Le projet de santé n’a pas été transmis à l’ARS.",
            correction: "Transmettez le projet de santé à l’ARS pour validation.",
        },
    );
    Jugement::pire([contenu, signatures(c), transmis, Jugement::exige(c.systeme_partage, &SYSTEME)])
}

fn signatures(c: &Composition) -> Jugement {
    let refus = c.combien(|m| m.signataire == Some(false));
    if refus > 0 {
        return Jugement::viole(
            format!("{refus} membre(s) n’ont pas signé le projet de santé."),
            "Faites-leur signer le projet de santé.",
        );
    }
    if c.combien(|m| m.signataire.is_none()) > 0 {
        return Jugement::a_confirmer("Tous les membres ont-ils signé le projet de santé ?");
    }
    Jugement::SansObjet
}

/// Health professionals only, around specialists other than general practitioners, with shared information.
/// Source: CSP, art. L. 1411-11-1; the number comes from `reglement/`.
pub(super) fn composition_ess(c: &Composition, seuils: &Seuils) -> Jugement {
    if c.type_structure != TypeStructure::Ess {
        return Jugement::SansObjet;
    }
    let specialistes = c.combien(|m| m.profession == Profession::MedecinSpecialiste);
    Jugement::pire([
        soignants_seulement(c),
        au_moins(specialistes, seuils.specialistes_d_ess, "médecin(s) spécialiste(s) hors médecine générale"),
        Jugement::exige(c.systeme_partage, &SYSTEME),
    ])
}

/// Primary care is first recourse; specialised care is the second, in touch with the CPTS.
/// Source: CSP, art. L. 1411-11, L. 1411-11-1 and L. 1411-12.
pub(super) fn niveau_de_recours(c: &Composition) -> Jugement {
    let (attendu, autre) = match c.type_structure {
        TypeStructure::Esp => (Recours::Premier, "une équipe de soins spécialisés"),
        TypeStructure::Ess => (Recours::Second, "une équipe de soins primaires"),
        _ => return Jugement::SansObjet,
    };
    let niveau = match c.recours {
        None => Jugement::a_confirmer("L’équipe fait-elle du premier ou du second recours ?"),
        Some(recours) if recours == attendu => {
            Jugement::respecte("L’équipe est au niveau de recours de son type.")
        }
        Some(_) => Jugement::viole(
            "L’équipe n’est pas au niveau de recours de son type.",
            format!("Limitez l’équipe à son niveau, ou déclarez {autre}."),
        ),
    };
    let lien = match c.type_structure {
        TypeStructure::Ess => Jugement::exige(
            c.lien_avec_cpts,
            &Exigence {
                respect: "L’équipe travaille avec la CPTS de son territoire.",
                question: "L’équipe travaille-t-elle avec la CPTS de son territoire ?",
                manque: "L’équipe travaille sans lien avec la CPTS de son territoire.",
                correction: "Convenez d’une articulation avec la CPTS.",
            },
        ),
        _ => Jugement::SansObjet,
    };
    Jugement::pire([niveau, lien])
}

fn soignants_seulement(c: &Composition) -> Jugement {
    match c.combien(|m| !m.profession.est_de_sante()) {
        0 => Jugement::respecte("L’équipe réunit les professionnels de santé voulus, et eux seuls."),
        autres => Jugement::viole(
            format!("{autres} membre(s) de l’équipe ne sont pas professionnels de santé."),
            "Retirez-les des membres ; ils peuvent rester des partenaires.",
        ),
    }
}

fn au_moins(presents: usize, minimum: usize, qui: &str) -> Jugement {
    if presents >= minimum {
        return Jugement::SansObjet;
    }
    Jugement::viole(
        format!("L’équipe compte {presents} {qui}, il en faut au moins {minimum}."),
        format!("Faites entrer encore {} {qui}.", minimum - presents),
    )
}
