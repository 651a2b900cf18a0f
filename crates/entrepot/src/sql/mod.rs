//! The façade: one SQL text with `$1…$n`, the same values in and out, on either engine.

mod lot;
mod ordre;
pub(crate) mod postgres;
mod row;
pub(crate) mod sqlite;
mod tx;
mod value;

pub(crate) use lot::RANG_TETE;
pub(crate) use ordre::Panne;
pub use row::{Column, Row};
pub(crate) use tx::Moteur;
pub(crate) use tx::Touches;
pub use tx::Tx;
pub use value::{FromValue, Kind, ToValue, Value};

/// The parameters of a statement: `params![id, version]` is an array of [`Value`].
#[macro_export]
macro_rules! params {
    ($($valeur:expr),* $(,)?) => { [$($crate::Value::from($valeur)),*] };
}
