//! Learning notes on screen: written by an ARS, read again by another agent, read by the group.

mod fiche;
mod liste;
mod redaction;

pub use fiche::{agir, voir};
pub use liste::lister;
pub use redaction::{creer, modifier, nouveau, recrire};

use droit::acces::{self, LectureRetour};
use droit::identifiant::RetourId;
use droit::retour::{EtapeRetour, Retour};
use entrepot::evenement::EvenementVu;
use entrepot::{Echec, evenement, retour};
use maud::Markup;

use crate::anonymat::Savoir;
use crate::connexion::Identite;
use crate::echec::Failure;
use crate::gabarits::{Ton, badge};
use crate::serveur::App;

/// A note, with as whom one reads it; absent and invisible answer alike.
async fn charger(app: &App, identite: &Identite, id: &str) -> Result<(Retour, LectureRetour), Failure> {
    let id: RetourId = id.parse().map_err(|_| Failure::Introuvable)?;
    let lu: Option<Retour> = app.entrepot.lire(move |tx| retour::charger(tx, id)).await?;
    let lu = lu.ok_or(Failure::Introuvable)?;
    let lecture = acces::lire_retour(&identite.acteur, &lu).map_err(|_| Failure::Introuvable)?;
    Ok((lu, lecture))
}

/// The names of those the event of a note concerns: its MK, and its patient when it comes from an episode.
async fn noms(app: &App, note: &Retour) -> Result<Vec<String>, Failure> {
    let (Some(id), trousseau) = (note.evenement, app.entrepot.trousseau().clone()) else {
        return Ok(Vec::new());
    };
    let lus = app.entrepot.lire(move |tx| {
        let Some(vu) = evenement::charger(tx, &trousseau, id)? else { return Ok(Vec::new()) };
        let vu: EvenementVu = vu;
        let mut noms = vec![vu.nom];
        if let Some(episode) = vu.signalement.episode
            && let Some(lu) = entrepot::episode::charger(tx, &trousseau, episode)?
            && let Some(patient) = entrepot::patient::charger(tx, &trousseau, lu.patient)?
        {
            let traits = &patient.identite.traits;
            noms.push(format!("{} {}", traits.nom_naissance(), traits.prenom()));
        }
        Ok::<_, Echec>(noms)
    });
    Ok(lus.await?)
}

/// What the installation knows of the words of a note.
async fn savoir(app: &App, note: &Retour) -> Result<Savoir, Failure> {
    let concernes = noms(app, note).await?;
    Savoir::lire(app, &note.contenu.textes(), concernes).await
}

fn badge_de_l_etape(etape: EtapeRetour) -> Markup {
    let ton = match etape {
        EtapeRetour::Brouillon => Ton::Neutre,
        EtapeRetour::ARelire => Ton::Attention,
        EtapeRetour::Publie => Ton::Succes,
        EtapeRetour::Retire => Ton::Erreur,
    };
    badge(ton, etape.libelle())
}

fn devance() -> Failure {
    Failure::Conflit("la fiche a avancé entre-temps : relisez où elle en est".to_owned())
}
