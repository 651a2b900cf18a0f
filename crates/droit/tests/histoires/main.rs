//! The rules told as stories: each code is granted once and refused once at least, in words a jurist can check.
//!
//! A line is a fact or an act. Facts: `droit`, `loi`, `structure`, `praticien`, `patient`, `aujourd-hui`, `diagnostic`,
//! `drapeau`, `amelioration`, `acte`. Acts: `declarer`, `ouvrir`, `seance`, `seances`, `clore`, with their day and the
//! outcome expected. After the outcome come the codes: those broken (`refusee`), those to be confirmed
//! (`a_confirmer`), all of them and no other; with `:etat`, a code in that state. After an act: `faites`,
//! `restantes`, `echeances`, `que-faire`, `dit`, `fondement`.
#![expect(clippy::unwrap_used, reason = "a test stops at the first failure")]

mod couverture;
mod lecture;
mod loi;
mod recit;
mod reponse;

mod diagnostic;
mod episode;
mod nomenclature;
mod praticien;
mod proprietes;
mod securite;
mod structure;
mod territoire;

/// Declares stories: one test each, and the list of their texts for the coverage of the codes.
macro_rules! histoires {
    ($($nom:ident: $texte:literal,)+) => {
        $(
            #[test]
            fn $nom() {
                crate::recit::verifier($texte);
            }
        )+

        /// Every story of this file.
        pub const TOUTES: &[&str] = &[$($texte,)+];
    };
}
pub(crate) use histoires;
