//! Real acts on the episodes of the demonstration: decided by the rules, written by the store, counted with it.

use droit::decision::{self, Structure, TypeStructure};
use droit::episode::{Auteur, Contexte, Episode, MotifAnnulation, SeanceSaisie};
use droit::identifiant::{CodeDepartement, EpisodeId, SeanceId};
use droit::reglement::Reglement;
use entrepot::{Echec, Entrepot, episode};
use jiff::Timestamp;
use jiff::civil::Date;

const OUVERTS: &str = "SELECT id FROM episode WHERE etat = 'ouvert' ORDER BY id";

/// When and where acts are done.
#[derive(Clone, Copy)]
pub struct Lieu {
    pub departement: CodeDepartement,
    pub le: Date,
    pub instant: Timestamp,
}

/// The open episodes.
pub fn ouverts(entrepot: &Entrepot) -> Vec<Episode> {
    let trousseau = entrepot.trousseau().clone();
    entrepot
        .lire_ici(move |tx| {
            let ids: Vec<EpisodeId> =
                tx.query(OUVERTS, &[])?.iter().map(|ligne| ligne.get("id")).collect::<Result<_, _>>()?;
            let charges = ids.into_iter().map(|id| episode::charger(tx, &trousseau, id));
            Ok::<_, Echec>(charges.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
        })
        .unwrap()
}

/// Records a séance today when the rules grant it; was it.
pub fn inscrire_une_seance(entrepot: &Entrepot, lieu: Lieu, (episode, cle): (&Episode, u128)) -> bool {
    let reglement = Reglement::embarque().unwrap();
    let Some(par) = episode.participants.last().copied() else { return false };
    let contexte = Contexte {
        auteur: Auteur { par, aujourd_hui: lieu.le, maintenant: lieu.instant },
        praticien: decision::Praticien {
            statut: decision::Statut::Titulaire,
            lieu_exercice: Some(lieu.departement),
            autorise_du: Some(episode.ouvert_le),
            autorise_au: None,
            suspension: None,
        },
        structure: Structure {
            type_structure: TypeStructure::Cpts,
            fiche_projet_de_sante: Some(droit::fiche_cpts::EtapeFiche::PriseEnCompte),
        },
        patient: decision::Patient { medecin_traitant: true, seances_hors_episode: None },
        confirmation: None,
        droit: reglement.au(lieu.le, lieu.departement, TypeStructure::Cpts),
        nomenclature: reglement.nomenclature(),
    };
    let saisie = SeanceSaisie { id: SeanceId::new(cle), le: lieu.le, acte: None, note: None };
    let Ok(accord) = episode.enregistrer_seance(saisie, &contexte) else { return false };
    let trousseau = entrepot.trousseau().clone();
    entrepot
        .ecrire_ici(move |tx| {
            episode::inscrire_seance(tx, &trousseau, &accord);
            Ok::<(), Echec>(())
        })
        .unwrap();
    true
}

/// Cancels a séance of an open episode; was there one.
pub fn annuler_une_seance(entrepot: &Entrepot, lieu: Lieu, (episode, rang): (&Episode, usize)) -> bool {
    let faites = episode.seances_faites();
    let Some(visee) = faites.get(rang % faites.len().max(1)) else { return false };
    let auteur = Auteur { par: visee.par, aujourd_hui: lieu.le, maintenant: lieu.instant };
    let Ok(accord) = episode.annuler_seance(visee.id, MotifAnnulation::Doublon, None, &auteur) else {
        return false;
    };
    let trousseau = entrepot.trousseau().clone();
    entrepot
        .ecrire_ici(move |tx| {
            episode::inscrire_annulation(tx, &trousseau, &accord);
            Ok::<(), Echec>(())
        })
        .unwrap();
    true
}
