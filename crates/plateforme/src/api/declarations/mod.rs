//! `/api/v1/declarations` and `/api/v1/autorisations`: declare many, list, read, take a step, ask who is authorised.

pub mod autorisation;
pub mod confirmation;
mod corps;
pub mod depot;
pub mod gestes;
pub mod lecture;
pub mod piece;
pub mod transmission;
