//! `acces-direct annuaire alertes`: MKs on file for whom the directory changed, until somebody has looked.

use std::io::{self, Write};

use clap::Args;
use entrepot::annuaire::{Alerte, alertes_ouvertes, traiter};
use entrepot::{Echec as EchecEntrepot, Entrepot};

use crate::annuaire_sante::en_mots;
use crate::cli::Echec;
use crate::horloge::Horloge;

/// Alerts read at a time.
const AU_PLUS: u32 = 10_000;

/// Which alerts.
#[derive(Args, Debug)]
pub struct Alertes {
    /// Marquer l’alerte de cette référence, telle que la liste la montre, comme traitée.
    #[arg(long, value_name = "REFERENCE")]
    traiter: Option<String>,
}

/// Shows the open alerts, or closes one.
pub fn executer(entrepot: &Entrepot, verbe: &Alertes) -> Result<(), Echec> {
    let ouvertes = entrepot.lire_ici(|tx| alertes_ouvertes(tx, AU_PLUS)).map_err(Echec::panne)?;
    let mut sortie = io::stdout().lock();
    let Some(cherchee) = &verbe.traiter else {
        for alerte in &ouvertes {
            writeln!(
                sortie,
                "{}  {}  {} : {}",
                reference(alerte),
                alerte.constatee_le.strftime("%d/%m/%Y"),
                alerte.rpps,
                en_mots(&alerte.changement)
            )?;
        }
        writeln!(sortie, "Alertes ouvertes : {}.", ouvertes.len())?;
        return Ok(());
    };
    let Some(alerte) = ouvertes.into_iter().find(|alerte| reference(alerte) == *cherchee) else {
        return Err(Echec::saisie(format!("aucune alerte ouverte n’a la référence « {cherchee} »")));
    };
    clore(entrepot, alerte)?;
    writeln!(sortie, "Alerte {cherchee} traitée.")?;
    Ok(())
}

fn clore(entrepot: &Entrepot, alerte: Alerte) -> Result<(), Echec> {
    let maintenant = Horloge::Systeme.maintenant();
    entrepot
        .ecrire_ici(move |tx| {
            traiter(tx, &alerte, "systeme", maintenant);
            Ok::<(), EchecEntrepot>(())
        })
        .map_err(Echec::panne)
}

fn reference(alerte: &Alerte) -> String {
    format!("{}-{}-{}", alerte.import, alerte.rpps, alerte.rang)
}
