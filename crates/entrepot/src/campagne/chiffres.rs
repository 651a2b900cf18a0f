//! The figures of an MK over a year: those of the indicators, and the events he reported without an episode.

use droit::campagne::Chiffres;
use droit::identifiant::PraticienId;
use droit::indicateur::{Champ, Mesure, Perimetre, Tranche, Variante};
use jiff::civil::Date;

use crate::indicateur::{Demande, comptes};
use crate::{Echec, Tx, params};

const EVENEMENTS: &str =
    "SELECT count(*) AS n, count(CASE WHEN gravite IN ('grave', 'deces') THEN 1 END) AS graves
    FROM evenement WHERE praticien = $1 AND le >= $2 AND le <= $3";

/// The figures of a calendar year, by what happened in it: the episodes he opened that had a séance, what he did himself.
///
/// # Errors
/// When the base fails.
pub fn chiffres(tx: &mut Tx, praticien: PraticienId, annee: i16) -> Result<Chiffres, Echec> {
    let jour = |mois, jour| Date::new(annee, mois, jour).unwrap_or_default();
    let (du, au) = (jour(1, 1), jour(12, 31));
    let demande = Demande {
        champ: Champ::tout(Perimetre::Praticien(praticien)),
        tranches: (Tranche::du(du), Tranche::du(au)),
        variante: Variante::Calendaire,
    };
    let comptes = comptes(tx, &demande)?;
    let n = |mesure, modalite| comptes.un(mesure, modalite).n;
    let evenements = tx.query_one(EVENEMENTS, &params![praticien, du, au])?;
    let nombre = |colonne| Ok::<_, Echec>(evenements.get::<i64>(colonne)?.unsigned_abs());
    Ok(Chiffres {
        patients: comptes.un(Mesure::Episodes, "").sujets,
        episodes: n(Mesure::Episodes, ""),
        sans_diagnostic: n(Mesure::EpisodesParDiagnostic, "sans"),
        avec_diagnostic: n(Mesure::EpisodesParDiagnostic, "avec"),
        seances: n(Mesure::Seances, ""),
        une_seance: n(Mesure::EpisodesParClasse, "1"),
        deux_a_huit: n(Mesure::EpisodesParClasse, "2-8"),
        plus_de_huit: n(Mesure::EpisodesParClasse, "9-et-plus"),
        orientes: n(Mesure::EpisodesOrientes, ""),
        evenements: nombre("n")?,
        evenements_graves: nombre("graves")?,
        sans_medecin: n(Mesure::EpisodesParMedecin, "sans"),
        bilans: n(Mesure::Bilans, ""),
        comptes_rendus: n(Mesure::ComptesRendus, ""),
    })
}
