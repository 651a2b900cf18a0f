//! Log lines: on the error output, readable or in JSON; they name routes and identifiers of requests, never people.

use tracing_subscriber::EnvFilter;

use super::Echec;
use crate::config::Traces;

/// Starts writing log lines.
pub fn installer(traces: &Traces) -> Result<(), Echec> {
    let filtre = EnvFilter::try_new(&traces.traces).map_err(|cause| {
        Echec::saisie(format!("filtre de traces « {} » illisible : {cause}", traces.traces))
    })?;
    let lignes =
        tracing_subscriber::fmt().with_env_filter(filtre).with_writer(std::io::stderr).with_target(true);
    let installe = if traces.traces_json { lignes.json().try_init() } else { lignes.try_init() };
    installe.map_err(Echec::panne)
}
