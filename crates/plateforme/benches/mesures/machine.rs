//! What the machine was doing: figures taken on a busy machine say so.

use std::fmt;

/// The machine at an instant.
pub struct Machine {
    coeurs: usize,
    charge: f64,
    jour: jiff::civil::Date,
}

impl Machine {
    pub fn observer() -> Self {
        let texte = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        Self {
            coeurs: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            charge: texte.split(' ').next().and_then(|mot| mot.parse().ok()).unwrap_or(f64::NAN),
            jour: plateforme::horloge::Horloge::Systeme.aujourd_hui("Europe/Paris").unwrap(),
        }
    }

    /// Was somebody else working when the run began: a run that loads the machine itself proves nothing afterwards.
    pub fn verdict(&self) -> &'static str {
        if self.charge < 0.3 * self.coeurs as f64 {
            "Machine calme au départ."
        } else {
            "MACHINE BRUYANTE : d’autres travaillaient ; seuls les rapports ont un sens, et leur étendue est large."
        }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {} cœurs, charge moyenne sur une minute : {:.2}", self.jour, self.coeurs, self.charge)
    }
}
