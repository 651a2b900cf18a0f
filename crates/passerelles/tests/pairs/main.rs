//! The gateways against real peers: a mail server, an SSH server, with their certificates and keys.
//!
//! `scripts/test` installs the peers; a missing one is a failure.
#![expect(clippy::unwrap_used, reason = "a test stops at the first failure")]

mod appui;
mod courriel;
mod fichiers;
