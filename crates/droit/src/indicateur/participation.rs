//! What is counted of the participation: MKs, delays, information material, total activity; never patients.

use super::valeur::Histogramme;

/// Days between the steps of a declaration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delais {
    /// From the filing to the decision.
    pub decision: Histogramme,
    /// From the decision to the public list.
    pub publication: Histogramme,
    /// From the filing to the public list.
    pub total: Histogramme,
    /// Acceptances whose public list is not delivered yet: they are in no delay of publication.
    pub en_attente: u64,
}

/// Séances in direct access among all séances, over the MKs whose total is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Activite {
    /// MKs whose total was entered or imported.
    pub praticiens: u64,
    /// Their séances in direct access.
    pub acces_direct: u64,
    /// All their séances.
    pub total: u64,
}

/// What the tables of participation say over a field and a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Participation {
    /// MKs who have asked to take part.
    pub volontaires: u64,
    /// MKs authorised one day at least.
    pub autorises: u64,
    /// Delays of the decisions of the period.
    pub delais: Delais,
    /// Information material published.
    pub supports: u64,
    /// Share of the activity; `None` when nobody gave a total.
    pub activite: Option<Activite>,
}
