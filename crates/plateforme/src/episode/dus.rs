//! What is owed on each episode of an MK: read by the dashboard and by the list of what is owed.

use std::collections::HashMap;

use droit::document::{Avancement, Du};
use droit::identifiant::{EpisodeId, PraticienId};
use entrepot::document::avancements;
use entrepot::episode::{Curseur, Etat, LigneTableau, tableau};
use entrepot::{Echec, Tx};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::echec::Failure;
use crate::gabarits::{Ton, badge};
use crate::remise::page::bandeau::AEcrire;
use crate::serveur::App;

/// More episodes than an MK has: a bound, not a page.
const LIMITE: u16 = 2_000;

/// A document owed, and by which episode.
pub struct DuDe {
    /// The episode.
    pub ligne: LigneTableau,
    /// What is owed.
    pub du: Du,
}

/// How far each episode of an MK is.
#[derive(Clone, Debug, Default)]
pub struct Dus(HashMap<EpisodeId, Avancement>);

impl Dus {
    /// Reads it.
    ///
    /// # Errors
    /// When the base fails.
    pub fn lire(tx: &mut Tx, mk: PraticienId) -> Result<Self, Echec> {
        avancements(tx, mk).map(Self)
    }

    /// What an episode owes.
    pub fn de(&self, episode: EpisodeId, jour: Date) -> Vec<Du> {
        self.0.get(&episode).map(|avancement| avancement.dus(jour)).unwrap_or_default()
    }

    /// How many documents are owed, and how many of them are late.
    pub fn total(&self, jour: Date) -> AEcrire {
        let tous: Vec<Du> = self.0.values().flat_map(|avancement| avancement.dus(jour)).collect();
        let en_retard = tous.iter().filter(|du| du.retard.is_some()).count() as u64;
        AEcrire { dus: tous.len() as u64, en_retard }
    }
}

/// Everything that an MK owes, the most recent first.
///
/// # Errors
/// When the base fails.
pub async fn charger(app: &App, mk: PraticienId, jour: Date) -> Result<Vec<DuDe>, Failure> {
    let trousseau = app.entrepot.trousseau().clone();
    let (lignes, dus) = app
        .entrepot
        .lire(move |tx| {
            let mut lignes = tableau(tx, &trousseau, mk, Etat::Ouvert, &Curseur::default(), LIMITE)?;
            lignes.extend(tableau(tx, &trousseau, mk, Etat::Clos, &Curseur::default(), LIMITE)?);
            Ok::<_, Echec>((lignes, Dus::lire(tx, mk)?))
        })
        .await?;
    let de_chacun = lignes.into_iter().flat_map(|ligne| {
        let siens = dus.de(ligne.episode, jour);
        siens.into_iter().map(move |du| DuDe { ligne: ligne.clone(), du })
    });
    let mut tous: Vec<DuDe> = de_chacun.collect();
    tous.sort_by_key(|du| std::cmp::Reverse(du.du.depuis));
    Ok(tous)
}

/// What an episode owes, as badges.
pub fn badges(dus: &[Du]) -> Markup {
    html! {
        @for du in dus { li { (badge(if du.retard.is_some() { Ton::Attention } else { Ton::Info }, &du.to_string())) } }
    }
}
