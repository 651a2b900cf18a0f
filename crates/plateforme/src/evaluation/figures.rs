//! Charts of figures: the same for a dashboard and for a report.

use droit::evaluation::{Chiffre, Donnee, Lieu};
use droit::indicateur::{Indicateur, Periode};
use jiff::civil::Date;

use super::phrases;
use crate::gabarits::graphique::{
    Barre, Barres, CarteDeFrance, Courbe, Graphique, Ligne, Mesure, Repartition, Serie, Unite, Vignette,
    Zone, abscisses_regulieres, departement_dessine,
};
use crate::gabarits::texte;

/// The figures that a dashboard and a report begin with, in this order.
pub const CLES: [Indicateur; 6] = [
    Indicateur::Patients,
    Indicateur::Seances,
    Indicateur::SeancesParEpisode,
    Indicateur::TauxOrientation,
    Indicateur::TauxEvenements,
    Indicateur::PraticiensAutorises,
];

/// How many parts a breakdown draws.
const BARRES: usize = 10;

/// A chart and its place in a report.
pub type Figure = Option<Graphique<'static>>;

/// The measure of a figure.
pub fn mesure(chiffre: &Chiffre) -> Mesure {
    let reel = |dixiemes: u64| texte::flottant(dixiemes) / 10.0;
    match chiffre {
        Chiffre::Nombre { n } => Mesure::nouvelle(texte::flottant(*n)),
        Chiffre::Part { dixiemes, intervalle: (bas, haut), .. } => {
            Mesure::avec_intervalle(reel(*dixiemes), reel(*bas), reel(*haut))
        }
        Chiffre::Quotient { dixiemes, .. } | Chiffre::Moyenne { moyenne: dixiemes, .. } => {
            Mesure::nouvelle(reel(*dixiemes))
        }
        Chiffre::Absent { .. } if chiffre.est_masque() => Mesure::Masquee,
        Chiffre::Absent { .. } => Mesure::Absente,
    }
}

/// The figure of an indicator in a list, over a perimeter.
pub fn de<'d>(donnees: &'d [Donnee], indicateur: Indicateur, perimetre: &str) -> Option<&'d Donnee> {
    donnees.iter().find(|d| d.indicateur == indicateur && d.perimetre == perimetre && d.modalite.is_none())
}

/// What a figure is made of, in words.
pub fn termes(chiffre: &Chiffre) -> String {
    match chiffre {
        Chiffre::Nombre { .. } | Chiffre::Absent { .. } => String::new(),
        Chiffre::Part { n, sur, .. } | Chiffre::Quotient { n, sur, .. } => {
            format!("{} sur {}", texte::grouper(*n), texte::grouper(*sur))
        }
        Chiffre::Moyenne { sur, .. } => format!("sur {}", texte::grouper(*sur)),
    }
}

/// The months of a chart: which, and how many of the last ones still run.
#[derive(Clone, Copy, Debug)]
pub struct Mois<'m> {
    /// The months, in order.
    pub periodes: &'m [Periode],
    /// How many of the last are not over.
    pub en_cours: usize,
}

impl<'m> Mois<'m> {
    /// The months of a perimeter, as read on this day; a month that holds it is not over.
    pub fn nouveaux(periodes: &'m [Periode], le: Date) -> Self {
        let court = |periode: &&Periode| match periode {
            Periode::Mois(annee, mois) => {
                Date::new(*annee, *mois, 1).is_ok_and(|premier| premier.last_of_month() >= le)
            }
            Periode::Annee(_) | Periode::AnneeExperience(_) => false,
        };
        Self { periodes, en_cours: periodes.iter().rev().take_while(court).count() }
    }
}

/// Séances and patients month by month.
pub fn mois(donnees: &[Donnee], mois: Mois<'_>, perimetre: &str) -> Figure {
    let periodes = mois.periodes;
    if periodes.len() < 2 {
        return None;
    }
    let lire = |indicateur| -> Vec<Mesure> {
        periodes.iter().map(|periode| du_mois(donnees, indicateur, perimetre, *periode)).collect()
    };
    let patients = lire(Indicateur::Patients);
    let dits: Vec<_> = periodes.iter().copied().zip(patients.iter().copied()).collect();
    let phrase = phrases::dire_la_pente(["patient", "patients"], &dits, mois.en_cours);
    let finis = periodes.len().saturating_sub(mois.en_cours);
    let nommer = |(rang, periode): (usize, &Periode)| {
        let nom = mois_court(*periode);
        if rang < finis { nom } else { format!("{nom}, en cours") }
    };
    let serie = |nom: &str, mesures| Serie { nom: nom.to_owned(), mesures };
    let courbe = Courbe {
        titre: "Mois par mois",
        phrase,
        abscisse: "Mois",
        abscisses: abscisses_regulieres(periodes.iter().enumerate().map(nommer)),
        unite: Unite::Entier,
        bornes: None,
        series: vec![serie("Séances", lire(Indicateur::Seances)), serie("Patients", patients)],
        en_cours: mois.en_cours,
    };
    Some(courbe.graphique())
}

fn du_mois(donnees: &[Donnee], indicateur: Indicateur, perimetre: &str, periode: Periode) -> Mesure {
    let cle = periode.to_string();
    let trouvee = donnees.iter().find(|d| {
        d.indicateur == indicateur && d.periode == cle && d.perimetre == perimetre && d.modalite.is_none()
    });
    trouvee.map_or(Mesure::Absente, |donnee| mesure(&donnee.chiffre))
}

fn mois_court(periode: Periode) -> String {
    match periode {
        Periode::Mois(annee, mois) => format!("{mois:02}/{annee}"),
        autre => autre.libelle(),
    }
}

/// Séances per episode: the classes the Cnam publishes.
pub fn seances(donnees: &[Donnee], nom: &str, perimetre: &str) -> Figure {
    let classe = |code: &str| {
        donnees.iter().find(|d| {
            d.indicateur == Indicateur::SeancesParEpisode
                && d.perimetre == perimetre
                && d.modalite.as_ref().is_some_and(|modalite| modalite.code == code)
        })
    };
    let entier = de(donnees, Indicateur::SeancesParEpisode, perimetre);
    // Where a class is told, one that is not counts nothing, whether the mean is shown or not.
    let dites = ["0", "1", "2-8", "9-et-plus"].iter().any(|code| classe(code).is_some());
    let masquee = !dites && entier.is_some_and(|d| d.chiffre.est_masque());
    let lire = |code: &str| match classe(code).map(|d| &d.chiffre) {
        Some(Chiffre::Nombre { n }) => Some(*n),
        None if !masquee => Some(0),
        _ => None,
    };
    let nombres: Option<Vec<u64>> = ["1", "2-8", "9-et-plus"].into_iter().map(lire).collect();
    let total = nombres.iter().flatten().sum::<u64>();
    let phrase = match &nombres {
        None => "La répartition n’est pas publiée : une de ses classes compte trop peu de patients, ou en révélerait une autre.".to_owned(),
        Some(_) if total == 0 => "Aucun épisode n’a de séance dans cette période.".to_owned(),
        Some(nombres) => {
            let milieu = nombres.get(1).copied().unwrap_or_default();
            let part = texte::flottant(milieu) / texte::flottant(total) * 100.0;
            let dont = if classe("0").is_some() { " qui ont eu une séance" } else { "" };
            format!("{} des épisodes{dont} comptent de 2 à 8 séances.", Unite::Pourcent.dire(part))
        }
    };
    let repartition = Repartition {
        titre: "Séances par épisode",
        phrase,
        colonne: "Périmètre",
        compte: "Épisodes",
        classes: vec!["1 séance", "2 à 8 séances", "plus de 8 séances"],
        lignes: vec![Ligne { nom: nom.to_owned(), nombres }],
    };
    Some(repartition.graphique())
}

/// The parts of a breakdown, the greatest first.
pub fn parts(
    donnees: &[Donnee],
    perimetre: &str,
    indicateur: Indicateur,
    titre: &'static str,
    compte: [&'static str; 2],
) -> Figure {
    let mut lues: Vec<(String, Mesure)> = donnees
        .iter()
        .filter(|d| d.indicateur == indicateur && d.perimetre == perimetre)
        .filter_map(|d| Some((d.modalite.as_ref()?.libelle.clone(), mesure(&d.chiffre))))
        .collect();
    lues.sort_by(|une, autre| autre.1.valeur().unwrap_or(-1.0).total_cmp(&une.1.valeur().unwrap_or(-1.0)));
    lues.first()?;
    let mut phrase = phrases::dire_la_premiere(&lues, compte);
    if lues.len() > BARRES {
        phrase.push_str(&format!(" {BARRES} lignes sur {} sont montrées.", lues.len()));
    }
    let barre = |(nom, mesure)| Barre { nom, mesure, precision: String::new() };
    let graphique = Barres {
        titre,
        phrase,
        colonnes: ["Modalité", "Nombre", "Précision"],
        unite: Unite::Entier,
        barres: lues.into_iter().take(BARRES).map(barre).collect(),
        repere: None,
    };
    Some(graphique.graphique())
}

/// The country: authorised MKs for 100,000 inhabitants.
pub fn carte(par_lieu: &[Donnee], lieux: &[(Lieu, droit::identifiant::CodeDepartement, String)]) -> Figure {
    let zones: Vec<Zone> = lieux
        .iter()
        .map(|(lieu, code, adresse)| {
            let autorises =
                de(par_lieu, Indicateur::PraticiensAutorises, &lieu.cle).map(|d| d.chiffre.clone());
            let habitants = departement_dessine(*code).and_then(|dessine| dessine.habitants);
            let (mesure, precision) = match (autorises, habitants) {
                (Some(Chiffre::Nombre { n }), Some(habitants)) => {
                    let taux = texte::flottant(n) / f64::from(habitants) * 100_000.0;
                    let dits =
                        format!("{} pour {} habitants", texte::grouper(n), texte::grouper(habitants.into()));
                    (Mesure::nouvelle(taux), dits)
                }
                (Some(Chiffre::Nombre { n }), None) => {
                    (Mesure::Absente, format!("{} ; population non renseignée", texte::grouper(n)))
                }
                _ => (Mesure::Absente, String::new()),
            };
            Zone { code: *code, nom: lieu.nom.clone(), mesure, precision, adresse: Some(adresse.clone()) }
        })
        .collect();
    let ouverts = zones.iter().filter(|zone| zone.mesure.valeur().is_some_and(|valeur| valeur > 0.0)).count();
    let designes = zones.len();
    let phrase = match ouverts {
        0 => format!("Aucun des {designes} départements désignés n’a encore de praticien autorisé."),
        1 => format!("Un des {designes} départements désignés a des praticiens autorisés."),
        n => format!("{n} des {designes} départements désignés ont des praticiens autorisés."),
    };
    let carte = CarteDeFrance {
        titre: "Praticiens autorisés pour 100 000 habitants",
        phrase,
        colonnes: ["Pour 100 000 habitants", "Praticiens autorisés"],
        unite: Unite::Decimal(1),
        zones,
    };
    Some(carte.graphique())
}

/// The small curve of a CPTS: its authorised MKs, month by month.
pub fn petite(
    nom: String,
    adresse: String,
    nombres: &[u64],
    chiffres: Vec<(&'static str, String)>,
) -> Vignette {
    let phrase = match (nombres.first(), nombres.last()) {
        (Some(debut), Some(fin)) => format!("De {} à {}.", texte::grouper(*debut), texte::grouper(*fin)),
        _ => String::new(),
    };
    let mesures = nombres.iter().map(|n| Mesure::nouvelle(texte::flottant(*n))).collect();
    Vignette { nom, mesures, phrase, adresse: Some(adresse), chiffres }
}

/// « au 3 mars 2026 » or « du … au … » when the period is over.
pub fn dire_les_bornes((du, au): (Date, Date), le: Date) -> String {
    let fin = if au < le { au } else { le };
    format!("du {} au {}", texte::jour(du), texte::jour(fin))
}
