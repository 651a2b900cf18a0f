//! Writing the beginning and the end of an episode, and who takes part.

use droit::episode::{Accorde, EpisodeClos, EpisodeOuvert, EpisodeRejoint, IssueEpisode};
use jiff::civil::Date;
use serde_json::json;

use crate::chiffre::Trousseau;
use crate::colonne::{cellule, sceller, sceller_texte};
use crate::{Tx, params, trace};

/// The term of an episode that nothing bounds: after every other in order of dates.
pub(super) const SANS_TERME: &str = "9999-12-31";

const OUVRIR: &str =
    "INSERT INTO episode (id, patient, region, cote, departement, structure, cpts, ouvert_par,
        ouvert_le, fin_le, echeance, plafond, nouveau_probleme, medecin_traitant, etat, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'ouvert', 1) ON CONFLICT DO NOTHING";
const PARTICIPER: &str = "INSERT INTO participant (praticien, episode, depuis, ordre)
    VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
const DRAPEAU: &str = "INSERT INTO drapeau_rouge (episode, code, gravite, motif) VALUES ($1, $2, $3, $4)";
const CLORE: &str = "UPDATE episode SET etat = 'clos', clos_le = $3, issue = $4, version = version + 1
    WHERE id = $1 AND version = $2 AND etat = 'ouvert'";
const AVANCER: &str = "UPDATE episode SET version = version + 1
    WHERE id = $1 AND version = $2 AND etat = 'ouvert'";

/// Records an opening, and closes those whose term it found passed.
pub fn inscrire_ouverture(tx: &mut Tx, trousseau: &Trousseau, fait: &Accorde<EpisodeOuvert>) {
    let id = fait.episode();
    for (echu, version, fin) in &fait.echus {
        tx.enqueue_one(CLORE, params![*echu, *version, *fin, IssueEpisode::Echue]);
        tx.toucher_episode(*echu);
    }
    let lieu = cellule("episode", "nouveau_probleme", id.bits());
    let valeurs = params![
        id,
        fait.patient(),
        fait.localisation.region(),
        fait.localisation.cote(),
        fait.departement,
        fait.type_structure,
        fait.cpts,
        fait.auteur().par,
        fait.le,
        fait.fin_le,
        echeance(fait.fin_le),
        fait.plafond,
        sceller_texte(trousseau, lieu, fait.nouveau_probleme.as_ref()),
        fait.medecin_traitant
    ];
    tx.enqueue_one(OUVRIR, valeurs);
    tx.enqueue_one(PARTICIPER, params![fait.auteur().par, id, fait.le, 1i64]);
    for drapeau in &fait.drapeaux {
        let lieu = cellule("drapeau_rouge", "motif", id.bits());
        let scelle = drapeau.motif.as_ref().map(|motif| sceller(trousseau, lieu, motif.as_bytes()));
        tx.enqueue_one(DRAPEAU, params![id, drapeau.code.as_str(), drapeau.gravite, scelle]);
    }
    let echus: Vec<String> = fait.echus.iter().map(|(echu, ..)| echu.to_string()).collect();
    let details = json!({ "le": fait.le, "departement": fait.departement.as_str(), "echus": echus });
    trace::accord(tx, trousseau, fait, "episode.ouvrir", &details);
}

/// Records that another MK takes part.
pub fn inscrire_ralliement(tx: &mut Tx, trousseau: &Trousseau, fait: &Accorde<EpisodeRejoint>) {
    tx.enqueue_one(AVANCER, params![fait.episode(), fait.version()]);
    let valeurs = params![fait.auteur().par, fait.episode(), fait.le, fait.version() + 1];
    tx.enqueue_one(PARTICIPER, valeurs);
    trace::accord(tx, trousseau, fait, "episode.rejoindre", &json!({ "le": fait.le }));
}

/// Records the end.
pub fn inscrire_cloture(tx: &mut Tx, trousseau: &Trousseau, fait: &Accorde<EpisodeClos>) {
    tx.enqueue_one(CLORE, params![fait.episode(), fait.version(), fait.le, fait.issue]);
    let details = json!({ "le": fait.le, "issue": fait.issue.code() });
    trace::accord(tx, trousseau, fait, "episode.clore", &details);
}

pub(super) fn echeance(fin: Option<Date>) -> String {
    fin.map_or_else(|| SANS_TERME.to_owned(), |fin| fin.to_string())
}
