//! The mirror of an MK: his own figures against the shape of those of his CPTS, as it was published.

use droit::evaluation::{COMPARES, Chiffre, Forme, donnees, se_compare};
use droit::identifiant::PraticienId;
use droit::indicateur::secret::{Masque, SEUIL};
use droit::indicateur::{Champ, Comptes, Indicateur, Participation, Perimetre, Periode, Tableau};
use entrepot::{Echec, Tx, cpts, indicateur, praticien};

use super::adresse::Vue;
use super::figures::mesure;
use super::lecture::Moment;
use crate::gabarits::graphique::{Graphique, Groupe, Mesure, Miroir, Unite};
use crate::gabarits::texte;
use crate::indicateur::lecture::Question;

/// One figure of the MK, and the shape of those of his group.
pub struct Comparaison {
    indicateur: Indicateur,
    sienne: Mesure,
    groupe: Option<Groupe>,
    voisins: Voisins,
}

/// Whether the group is shown for other figures, when it is not for this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Voisins {
    /// It is: it is not too small.
    Montres,
    /// It is for none.
    Caches,
}

/// Whom an MK is compared with.
pub enum Confreres {
    /// Nobody: he has no CPTS.
    Aucun,
    /// Groups are of a whole year, in every structure; this view is not.
    HorsDuneAnnee,
    /// Those of this CPTS, by its name.
    De(String),
}

/// What was read.
pub struct Reflet {
    /// Whom he is compared with.
    pub confreres: Confreres,
    /// Each figure.
    pub comparaisons: Vec<Comparaison>,
}

/// Reads the MK's figures now, and those of his group as they were published.
///
/// # Errors
/// When the base fails.
pub fn lire(tx: &mut Tx, moment: Moment, vue: &Vue, soi: PraticienId) -> Result<Reflet, Echec> {
    let seul = |confreres| Reflet { confreres, comparaisons: Vec::new() };
    let (Periode::Annee(annee), None) = (vue.periode, vue.structure) else {
        return Ok(seul(Confreres::HorsDuneAnnee));
    };
    let autorisations = praticien::autorisations(tx, soi)?;
    let derniere = autorisations.iter().max_by_key(|autorisation| autorisation.du);
    let communaute = match derniere {
        Some(autorisation) => cpts::charger(tx, autorisation.cpts)?,
        None => None,
    };
    let Some(communaute) = communaute else { return Ok(seul(Confreres::Aucun)) };
    let formes = indicateur::miroir::lire(tx, communaute.id, annee, vue.variante)?.unwrap_or_default();
    let comptes = comptes(tx, moment, vue, soi)?;
    let siens = chiffres(moment, vue, soi, &comptes);
    // He may be in the group: then his peers are one less.
    let confreres = |forme: Forme| forme.effectif.saturating_sub(u64::from(se_compare(&comptes)));
    let comparer = |(rang, indicateur): (usize, &Indicateur)| {
        let forme = formes.iter().find(|(lu, _)| lu == indicateur).map(|(_, forme)| *forme);
        Comparaison {
            indicateur: *indicateur,
            sienne: siens.get(rang).copied().unwrap_or(Mesure::Absente),
            groupe: forme.filter(|forme| confreres(*forme) >= SEUIL).map(en_groupe),
            voisins: Voisins::Caches,
        }
    };
    let mut comparaisons: Vec<Comparaison> = COMPARES.iter().enumerate().map(comparer).collect();
    if comparaisons.iter().any(|comparaison| comparaison.groupe.is_some()) {
        comparaisons.iter_mut().for_each(|comparaison| comparaison.voisins = Voisins::Montres);
    }
    Ok(Reflet { confreres: Confreres::De(communaute.nom), comparaisons })
}

fn comptes(tx: &mut Tx, moment: Moment, vue: &Vue, qui: PraticienId) -> Result<Comptes, Echec> {
    let champ = Champ::tout(Perimetre::Praticien(qui));
    let question = Question { champ, periode: vue.periode, variante: vue.variante };
    indicateur::comptes(tx, &question.demande(moment.reglement).ok_or(Echec::Absent)?)
}

fn chiffres(moment: Moment, vue: &Vue, qui: PraticienId, comptes: &Comptes) -> Vec<Mesure> {
    let cle = (Champ::tout(Perimetre::Praticien(qui)), vue.periode, vue.variante);
    let rien = Participation::default();
    let tableau = Tableau::assembler(cle, comptes, &rien, &Masque::aucun(), (moment.reglement, moment.le));
    let lus = donnees(&tableau);
    let chiffre = |indicateur| lus.iter().find(|d| d.indicateur == indicateur && d.modalite.is_none());
    COMPARES
        .iter()
        .map(|indicateur| chiffre(*indicateur).map_or(Mesure::Absente, |d| sans_intervalle(&d.chiffre)))
        .collect()
}

fn sans_intervalle(chiffre: &Chiffre) -> Mesure {
    mesure(chiffre).valeur().map_or(Mesure::Absente, Mesure::nouvelle)
}

fn en_groupe(forme: Forme) -> Groupe {
    let [decile_bas, quartile_bas, mediane, quartile_haut, decile_haut] =
        forme.reperes.map(|dixiemes| texte::flottant(dixiemes) / 10.0);
    let effectif = forme.effectif;
    Groupe { effectif, decile_bas, quartile_bas, mediane, quartile_haut, decile_haut }
}

impl Comparaison {
    /// The chart.
    pub fn graphique(&self) -> Option<Graphique<'static>> {
        let (titre, unite) = presenter(self.indicateur)?;
        let miroir = Miroir {
            titre,
            phrase: self.phrase(unite),
            unite,
            nom: "Vous",
            sienne: self.sienne,
            groupe: self.groupe,
        };
        Some(miroir.graphique())
    }

    fn phrase(&self, unite: Unite) -> String {
        match (self.sienne.valeur(), self.groupe) {
            (None, _) => "Vous n’avez rien à compter dans cette période.".to_owned(),
            (Some(sienne), None) => format!("Vous : {}. {}", unite.dire(sienne), self.voisins.dire()),
            (Some(sienne), Some(groupe)) => {
                let place = if sienne < groupe.quartile_bas {
                    "dans le quart le plus bas du groupe"
                } else if sienne > groupe.quartile_haut {
                    "dans le quart le plus haut du groupe"
                } else {
                    "dans la moitié centrale du groupe"
                };
                format!(
                    "Vous : {}, {place}. Médiane du groupe : environ {}.",
                    unite.dire(sienne),
                    unite.dire(groupe.mediane)
                )
            }
        }
    }
}

impl Voisins {
    /// Why the group is not shown.
    fn dire(self) -> String {
        match self {
            Self::Montres => format!(
                "Moins de {SEUIL} confrères du groupe ont quelque chose à compter ici : ce chiffre du groupe n’est pas montré."
            ),
            Self::Caches => format!(
                "Moins de {SEUIL} confrères ont {SEUIL} patients ou plus : leur groupe n’est pas montré."
            ),
        }
    }
}

/// How a comparison is titled and written.
fn presenter(indicateur: Indicateur) -> Option<(&'static str, Unite)> {
    match indicateur {
        Indicateur::Patients => Some(("Patients reçus", Unite::Entier)),
        Indicateur::SeancesParEpisode => Some(("Séances par épisode", Unite::Decimal(1))),
        Indicateur::TauxOrientation => Some(("Taux d’orientation vers un médecin", Unite::Pourcent)),
        Indicateur::BilansTransmis => Some(("Bilans transmis", Unite::Pourcent)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_groupe_montre_a_cote_n_est_pas_dit_trop_petit() {
        let phrase = |voisins| {
            let sienne = Mesure::nouvelle(40.0);
            let comparaison =
                Comparaison { indicateur: Indicateur::BilansTransmis, sienne, groupe: None, voisins };
            comparaison.phrase(Unite::Pourcent)
        };
        assert!(phrase(Voisins::Caches).contains("confrères ont 11 patients ou plus"));
        let dite = phrase(Voisins::Montres);
        assert!(!dite.contains("patients ou plus") && dite.contains("ce chiffre du groupe"), "{dite}");
    }
}
