//! The figures of an MK over a year: those of the indicators, and the events he reported without an episode.

use droit::campagne::{Chiffres, Detail, Part, Transmis};
use droit::identifiant::PraticienId;
use droit::indicateur::secret::Masque;
use droit::indicateur::{
    Champ, Comptes, Indicateur, Mesure, Participation, Perimetre, Periode, Tableau, Tranche, Valeur, Variante,
};
use droit::reglement::Reglement;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::indicateur::{Demande, comptes};
use crate::{Echec, Tx, params};

const EVENEMENTS: &str =
    "SELECT count(*) AS n, count(CASE WHEN gravite IN ('grave', 'deces') THEN 1 END) AS graves
    FROM evenement WHERE praticien = $1 AND le >= $2 AND le <= $3";

const OPPOSITIONS: &str = "SELECT count(*) AS n FROM volonte_patient
    WHERE praticien = $1 AND volonte = 'opposition' AND le >= $2 AND le <= $3";
const ECHECS: &str = "SELECT count(*) AS n FROM remise
    WHERE praticien = $1 AND etat IN ('rejete', 'abandonne') AND composee_le >= $2 AND composee_le < $3";

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
    let detail = detail(tx, (praticien, annee), (du, au), &comptes)?;
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
        detail: Some(detail),
    })
}

/// The detail by type of care, motive, destination and receiver.
fn detail(
    tx: &mut Tx,
    (praticien, annee): (PraticienId, i16),
    (du, au): (Date, Date),
    comptes: &Comptes,
) -> Result<Detail, Echec> {
    let reglement = Reglement::embarque().map_err(Echec::moteur)?;
    let champ = Champ::tout(Perimetre::Praticien(praticien));
    let cle = (champ, Periode::Annee(annee), Variante::Calendaire);
    let tableau =
        Tableau::assembler(cle, comptes, &Participation::default(), &Masque::aucun(), (reglement, au));
    let n = |mesure, modalite| comptes.un(mesure, modalite).n;
    let transmis = |mesure| Transmis {
        patient: n(mesure, "patient"),
        medecin: n(mesure, "medecin"),
        dmp: n(mesure, "dmp"),
    };
    let oppositions: i64 = tx.query_one(OPPOSITIONS, &params![praticien, du, au])?.get("n")?;
    let minuit = |jour: Date| {
        let jour = jour.to_zoned(TimeZone::UTC).map_err(Echec::moteur)?;
        Ok::<_, Echec>(jour.timestamp())
    };
    let bornes = params![praticien, minuit(du)?, minuit(au.saturating_add(1.day()))?];
    let echecs: i64 = tx.query_one(ECHECS, &bornes)?.get("n")?;
    Ok(Detail {
        articles: parts(&tableau, Indicateur::ArticlesNgap),
        regions: parts(&tableau, Indicateur::RegionsDuCorps),
        orientations: n(Mesure::Orientations, ""),
        motifs: parts(&tableau, Indicateur::MotifsOrientation),
        destinations: parts(&tableau, Indicateur::DestinationsOrientation),
        bilans: transmis(Mesure::BilansParDestinataire),
        comptes_rendus: transmis(Mesure::ComptesRendusParDestinataire),
        oppositions: oppositions.unsigned_abs(),
        echecs: echecs.unsigned_abs(),
    })
}

/// What counts something, in the order of the table.
fn parts(tableau: &Tableau, indicateur: Indicateur) -> Vec<Part> {
    let Valeur::Repartition(modalites) = tableau.valeur(indicateur) else { return Vec::new() };
    modalites
        .iter()
        .filter_map(|une| {
            let n = une.n.filter(|n| *n > 0)?;
            Some(Part { code: une.code.clone(), libelle: une.libelle.clone(), n })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn une_fiche_validee_avant_le_detail_garde_ses_octets() {
        let ancienne = r#"{"patients":3,"episodes":4,"sans_diagnostic":3,"avec_diagnostic":1,"seances":20,"une_seance":0,"deux_a_huit":4,"plus_de_huit":0,"orientes":1,"evenements":0,"evenements_graves":0,"sans_medecin":1,"bilans":4,"comptes_rendus":2}"#;
        let lue: Chiffres = serde_json::from_str(ancienne).unwrap();
        assert_eq!(serde_json::to_string(&lue).unwrap(), ancienne);
        assert!(lue.rubriques().is_empty(), "no detail: no zero is told of it");
        let part = |n| Part { code: "urgences".to_owned(), libelle: "Urgences".to_owned(), n };
        let detail = Detail { destinations: vec![part(2)], ..Detail::default() };
        let nouvelle = Chiffres { detail: Some(detail), ..lue };
        let titres: Vec<&str> = nouvelle.rubriques().iter().map(|rubrique| rubrique.titre).collect();
        assert_eq!(
            titres,
            ["Destinations d’orientation", "Transmissions"],
            "what counts nothing is left out"
        );
        let relue: Chiffres = serde_json::from_str(&serde_json::to_string(&nouvelle).unwrap()).unwrap();
        assert_eq!(relue, nouvelle);
    }
}
