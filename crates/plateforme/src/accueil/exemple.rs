//! The example of the home page: a real question, about nobody, answered by the real rules.

use droit::decision::{Acte, Demande, DossierEpisode, Patient, Praticien, Statut, Structure, TypeStructure};
use droit::identifiant::CodeDepartement;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::echec::Failure;

/// Seven weeks of care in the Loiret, eight séances, no diagnosis, and one more séance today.
pub fn neuvieme_seance(aujourd_hui: Date) -> Result<Demande, Failure> {
    let departement: CodeDepartement = "45".parse().map_err(Failure::interne)?;
    let il_y_a = |jours: i64| aujourd_hui.saturating_sub(jours.days());
    let episode = DossierEpisode {
        ouvert_le: Some(il_y_a(49)),
        amelioration: Some(true),
        seances: (0..8).map(|rang| il_y_a(49 - rang * 6)).collect(),
        ..DossierEpisode::default()
    };
    Ok(Demande {
        acte: Acte::Seance,
        le: aujourd_hui,
        aujourd_hui,
        departement,
        structure: Structure {
            type_structure: TypeStructure::Cpts,
            fiche_projet_de_sante: Some(droit::fiche_cpts::EtapeFiche::PriseEnCompte),
        },
        praticien: Praticien {
            statut: Statut::Titulaire,
            lieu_exercice: Some(departement),
            autorise_du: Some(il_y_a(200)),
            autorise_au: None,
            suspension: None,
        },
        patient: Some(Patient { medecin_traitant: true, seances_hors_episode: Some(0) }),
        episode: Some(episode),
        acte_ngap: None,
    })
}
