//! What the worker does for proofs: search them for viruses where a scanner is configured, erase those kept long enough.

use std::time::Duration;

use droit::piece::Piece;
use entrepot::{Echec, piece};
use jiff::ToSpan as _;
use passerelles::{AnalyseImpossible, Clamd, Verdict};

use crate::serveur::App;

/// How long the scanner may be silent.
const DELAI: Duration = Duration::from_secs(30);
/// How many proofs are searched, or erased, in one pass.
const LOT: u16 = 20;

/// Searches the proofs whose turn has come; says how many got a verdict.
///
/// # Errors
/// When the store fails.
pub async fn analyser(app: &App) -> Result<u32, Echec> {
    let Some(adresse) = app.ecoute.pieces.antivirus.clone() else { return Ok(0) };
    let (trousseau, maintenant) = (app.entrepot.trousseau().clone(), app.horloge.maintenant());
    let attendent: Vec<Piece> =
        app.entrepot.lire(move |tx| piece::a_analyser(tx, &trousseau, maintenant, LOT)).await?;
    let mut conclues = 0;
    for attend in attendent {
        let (trousseau, lue) = (app.entrepot.trousseau().clone(), attend.clone());
        let contenu = app.entrepot.lire(move |tx| piece::contenu(tx, &trousseau, &lue)).await?;
        let clamd = Clamd::new(adresse.clone(), DELAI);
        let verdict = tokio::task::spawn_blocking(move || clamd.analyser(&contenu)).await;
        let verdict = verdict.unwrap_or_else(|panne| Err(AnalyseImpossible::Refus(panne.to_string())));
        conclues += u32::from(verdict.is_ok());
        conclure(app, &attend, verdict).await?;
    }
    Ok(conclues)
}

async fn conclure(
    app: &App,
    piece: &Piece,
    verdict: Result<Verdict, AnalyseImpossible>,
) -> Result<(), Echec> {
    let (id, maintenant) = (piece.id, app.horloge.maintenant());
    if let Err(cause) = &verdict {
        tracing::warn!(piece = %id, %cause, "a proof could not be searched for viruses");
    }
    let ecrit = app.entrepot.ecrire(move |tx| {
        match &verdict {
            Ok(Verdict::Sain) => piece::declarer_saine(tx, id, maintenant),
            Ok(Verdict::Infecte(signature)) => piece::declarer_infectee(tx, id, signature, maintenant),
            Err(_) => piece::repousser(tx, id, maintenant),
        }
        Ok::<(), Echec>(())
    });
    match ecrit.await {
        // Another worker concluded first.
        Err(Echec::Conflit) => Ok(()),
        autre => autre,
    }
}

/// Erases the proofs whose cause ended longer ago than the settings keep them.
///
/// # Errors
/// When the store fails.
pub async fn purger(app: &App) -> Result<u64, Echec> {
    let maintenant = app.horloge.maintenant();
    let garde = i32::from(app.ecoute.pieces.piece_conservation).days();
    let Ok(le) = app.horloge.aujourd_hui("Europe/Paris") else { return Ok(0) };
    let avant = le.saturating_sub(garde);
    app.entrepot.ecrire(move |tx| piece::purger(tx, avant, LOT, maintenant)).await
}
