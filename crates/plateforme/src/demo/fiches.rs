//! The fiche of the CPTS that waits: written, approved and sent by its coordination, not taken into account yet.

use droit::acces::PartieFiche;
use droit::declaration::Declarant;
use droit::fiche_cpts::{EtatFiche, FicheCpts, GesteFiche};
use entrepot::{Echec, Entrepot, cpts};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::chargement::ChargementImpossible;
use super::praticien::CPTS_EN_ATTENTE;
use super::reperes::Reperes;

/// Days before the last one: written, approved, sent.
const REDIGEE: i32 = 38;
const VALIDEE: i32 = 24;
const ENVOYEE: i32 = 11;

/// Brings it there.
pub fn faire_attendre(
    entrepot: &Entrepot,
    reperes: &Reperes,
    (instant, dernier): (Timestamp, Date),
) -> Result<(), ChargementImpossible> {
    let ids = reperes.cpts.get(CPTS_EN_ATTENTE).zip(reperes.coordinations.get(CPTS_EN_ATTENTE));
    let Some((id, compte)) = ids else { return Ok(()) };
    let auteur = Declarant { compte: *compte, aujourd_hui: dernier, maintenant: instant };
    let le = |jours: i32| dernier.saturating_sub(jours.days());
    let gestes = [
        GesteFiche::Rediger { le: le(REDIGEE) },
        GesteFiche::Valider { le: le(VALIDEE) },
        GesteFiche::Envoyer { ars_le: le(ENVOYEE), cpam_le: le(ENVOYEE) },
    ];
    let mut fiche = FicheCpts { cpts: *id, etat: EtatFiche::Absente, version: 1 };
    for geste in gestes {
        let avancee = fiche.avancer(&geste, PartieFiche::Coordination, None, &auteur)?;
        fiche = FicheCpts { etat: *avancee.etat(), version: fiche.version + 1, ..fiche };
        entrepot.ecrire_ici(move |tx| {
            cpts::avancer_fiche(tx, &avancee);
            Ok::<(), Echec>(())
        })?;
    }
    Ok(())
}
