//! The course of an episode: region, warning signs, diagnosis, improvement, orientation, end.

use droit::decision::{Gravite, TypeDiagnostic};
use droit::episode::{Cote, Destination, IssueEpisode, MotifOrientation, Region};
use jiff::ToSpan;
use jiff::civil::Date;

use super::episode::{Affection, Diagnostic, Drapeau, Episode, Evenement, Orientation, Seance};
use super::hasard::Hasard;
use super::incidents;

const LOMBALGIE: Affection =
    Affection { region: Region::RachisLombaire, acte: "rachis-lombo-sacre-hors-referentiel-sans-chirurgie" };

/// Why people come, with weights; every act is one the rules admit in direct access at any rank.
const AFFECTIONS: [(Region, &str, usize); 9] = [
    (LOMBALGIE.region, LOMBALGIE.acte, 26),
    (Region::RachisCervical, "rachis-cervical-hors-referentiel-sans-chirurgie", 14),
    (Region::RachisDorsal, "rachis-dorsal-sans-chirurgie", 5),
    (Region::EpauleBras, "epaule-ou-bras-hors-referentiel-non-opere", 17),
    (Region::CoudeAvantBras, "coude-ou-avant-bras-hors-referentiel-non-opere", 4),
    (Region::PoignetMain, "poignet-ou-main-hors-referentiel-non-opere", 5),
    (Region::HancheCuisse, "hanche-ou-cuisse-hors-referentiel-non-operee", 6),
    (Region::GenouJambe, "genou-ou-jambe-hors-referentiel-non-opere", 13),
    (Region::ChevillePied, "cheville-ou-pied-hors-referentiel-non-opere", 10),
];

const DOCUMENTS: [(TypeDiagnostic, usize); 5] = [
    (TypeDiagnostic::PrescriptionAnterieure, 34),
    (TypeDiagnostic::CrMedical, 30),
    (TypeDiagnostic::CrHospitalisation, 16),
    (TypeDiagnostic::CrOperatoire, 12),
    (TypeDiagnostic::Ald, 8),
];

const ALERTES: [(&str, &str); 5] = [
    ("douleur-nocturne-ou-de-repos", "Douleur mécanique aux changements de position, calmée par le repos."),
    ("antecedent-de-cancer", "Antécédent ancien, suivi à jour, examen sans particularité."),
    ("os-fragile", "Radiographie récente normale présentée par le patient."),
    ("amaigrissement-inexplique", "Poids stable depuis trois mois, médecin traitant informé."),
    ("anticoagulant", "Traitement stable, techniques adaptées, pas d’hématome."),
];

/// A region other than `sauf`, its act and its side.
pub fn affection(hasard: &mut Hasard, sauf: Option<Region>) -> (Affection, Cote) {
    let choix: Vec<(Affection, usize)> = AFFECTIONS
        .into_iter()
        .filter(|(region, ..)| Some(*region) != sauf)
        .map(|(region, acte, poids)| (Affection { region, acte }, poids))
        .collect();
    let affection = hasard.selon_poids(&choix, LOMBALGIE);
    let cote = match affection.region.a_deux_cotes() {
        true => hasard.plutot(Cote::Gauche, Cote::Droit, 550),
        false => Cote::SansObjet,
    };
    (affection, cote)
}

/// Four episodes in a hundred show an alert; the practitioner writes why he goes on.
pub fn drapeau(hasard: &mut Hasard) -> Option<Drapeau> {
    hasard.chance(40).then(|| {
        let (code, motif) = hasard.un(&ALERTES);
        Drapeau { code, gravite: Gravite::Alerte, motif }
    })
}

/// Beyond eight séances a diagnosis was recorded, at the opening or before the ninth; below, now and then.
pub fn diagnostic(hasard: &mut Hasard, seances: &[Seance]) -> Option<Diagnostic> {
    let premiere = seances.first()?.le;
    let rang = match seances.len() {
        0..=8 if hasard.chance(180) => 0,
        0..=8 => return None,
        _ if hasard.chance(600) => 0,
        _ => hasard.entre(1, 8),
    };
    let enregistre_le = seances.get(rang)?.le;
    let (date, type_diagnostic) = if rang == 0 {
        (recule(hasard, premiere, 6, 240), hasard.selon_poids(&DOCUMENTS, TypeDiagnostic::CrMedical))
    } else {
        (recule(hasard, enregistre_le, 1, 4), TypeDiagnostic::CrMedical)
    };
    Some(Diagnostic { type_diagnostic, date, enregistre_le })
}

/// Improvement, orientation, adverse event and end of an episode whose séances are known.
pub fn terminer(hasard: &mut Hasard, episode: &mut Episode, a_medecin: Option<usize>, aujourd_hui: Date) {
    let (nombre, derniere) = (episode.seances.len(), episode.derniere());
    episode.evenement = hasard.chance(3).then(|| Evenement { le: derniere, recit: incidents::tirer(hasard) });
    let ameliore = nombre > 1 && hasard.chance(840);
    episode.amelioration = (nombre > 1).then_some(ameliore);
    let motif = match (ameliore, episode.diagnostic) {
        (false, None) if nombre == 8 => Some(MotifOrientation::SansAmelioration),
        (false, _) if nombre > 1 && hasard.chance(550) => Some(MotifOrientation::SansAmelioration),
        _ if hasard.chance(45) => Some(MotifOrientation::DiagnosticNecessaire),
        _ => None,
    };
    episode.orientation =
        motif.map(|motif| Orientation { le: derniere, motif, destination: vers(hasard, a_medecin) });
    let fin = match (episode.orientation, ameliore) {
        (Some(_), _) if hasard.chance(300) => IssueEpisode::PoursuiteSurPrescription,
        (Some(_), _) => IssueEpisode::Oriente,
        (None, true) => IssueEpisode::ObjectifsAtteints,
        (None, false) => IssueEpisode::Abandon,
    };
    let attente = if fin == IssueEpisode::Abandon { hasard.entre(21, 40) } else { 0 };
    let close_le = derniere.saturating_add(i64::try_from(attente).unwrap_or_default().days());
    let recente = derniere >= aujourd_hui.saturating_sub(11.days());
    let reste_ouvert = if recente { hasard.chance(800) } else { hasard.chance(8) };
    episode.cloture = (!reste_ouvert && close_le <= aujourd_hui).then_some((close_le, fin));
    if episode.cloture.is_none() && recente {
        (episode.amelioration, episode.orientation) = (None, None);
    }
}

fn vers(hasard: &mut Hasard, medecin: Option<usize>) -> Destination {
    match medecin {
        None => Destination::SoinsNonProgrammes,
        Some(_) if hasard.chance(120) => Destination::AutreMedecin,
        Some(_) => Destination::MedecinTraitant,
    }
}

fn recule(hasard: &mut Hasard, depuis: Date, bas: usize, haut: usize) -> Date {
    depuis.saturating_sub(i64::try_from(hasard.entre(bas, haut)).unwrap_or_default().days())
}
