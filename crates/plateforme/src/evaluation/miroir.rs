//! The mirror of an MK: his own figures against the shape of those of his CPTS, where enough MKs make it.

use droit::evaluation::{Chiffre, donnees};
use droit::identifiant::PraticienId;
use droit::indicateur::secret::{Masque, SEUIL};
use droit::indicateur::{Champ, Indicateur, Participation, Perimetre, Tableau};
use entrepot::{Echec, Tx, cpts, indicateur, praticien};

use super::adresse::Vue;
use super::figures::mesure;
use super::lecture::Moment;
use crate::gabarits::graphique::{Graphique, Groupe, Mesure, Miroir, Unite};
use crate::indicateur::lecture::Question;

/// What is compared.
const COMPARES: [(Indicateur, &str, Unite); 4] = [
    (Indicateur::Patients, "Patients reçus", Unite::Entier),
    (Indicateur::SeancesParEpisode, "Séances par épisode", Unite::Decimal(1)),
    (Indicateur::TauxOrientation, "Taux d’orientation vers un médecin", Unite::Pourcent),
    (Indicateur::BilansTransmis, "Bilans transmis", Unite::Pourcent),
];

/// One figure of the MK, and those of his peers.
pub struct Comparaison {
    indicateur: Indicateur,
    sienne: Mesure,
    groupe: Option<Groupe>,
}

/// What was read.
pub struct Reflet {
    /// Name of the CPTS; `None` for an MK who has none.
    pub cpts: Option<String>,
    /// Each figure.
    pub comparaisons: Vec<Comparaison>,
}

/// Reads the MK's figures and those of the MKs of his CPTS who did a séance in the period, himself left out.
///
/// # Errors
/// When the base fails.
pub fn lire(tx: &mut Tx, moment: Moment, vue: &Vue, soi: PraticienId) -> Result<Reflet, Echec> {
    let autorisations = praticien::autorisations(tx, soi)?;
    let derniere = autorisations.iter().max_by_key(|autorisation| autorisation.du);
    let communaute = match derniere {
        Some(autorisation) => cpts::charger(tx, autorisation.cpts)?,
        None => None,
    };
    let mut pairs = Vec::new();
    if let (Some(communaute), Some(tranches)) =
        (&communaute, vue.periode.tranches(&vue.perimetre, moment.reglement))
    {
        pairs = indicateur::praticiens_comptes(tx, &Perimetre::Cpts(communaute.id), tranches)?;
        pairs.retain(|pair| *pair != soi);
    }
    let siennes = chiffres(tx, moment, vue, soi)?;
    let mut autres = Vec::new();
    for pair in pairs {
        autres.push(chiffres(tx, moment, vue, pair)?);
    }
    let comparaisons = COMPARES.iter().enumerate().map(|(rang, (indicateur, ..))| Comparaison {
        indicateur: *indicateur,
        sienne: siennes.get(rang).copied().unwrap_or(Mesure::Absente),
        groupe: groupe(autres.iter().filter_map(|chiffres| chiffres.get(rang)?.valeur()).collect()),
    });
    Ok(Reflet { cpts: communaute.map(|cpts| cpts.nom), comparaisons: comparaisons.collect() })
}

fn chiffres(tx: &mut Tx, moment: Moment, vue: &Vue, qui: PraticienId) -> Result<Vec<Mesure>, Echec> {
    let champ = Champ { perimetre: Perimetre::Praticien(qui), structure: vue.structure };
    let question = Question { champ, periode: vue.periode, variante: vue.variante };
    let demande = question.demande(moment.reglement).ok_or(Echec::Absent)?;
    let comptes = indicateur::comptes(tx, &demande)?;
    let cle = (question.champ, question.periode, question.variante);
    let rien = Participation::default();
    let tableau = Tableau::assembler(cle, &comptes, &rien, &Masque::aucun(), (moment.reglement, moment.le));
    let lus = donnees(&tableau);
    let chiffre = |indicateur| lus.iter().find(|d| d.indicateur == indicateur && d.modalite.is_none());
    Ok(COMPARES
        .iter()
        .map(|(indicateur, ..)| chiffre(*indicateur).map_or(Mesure::Absente, |d| sans_intervalle(&d.chiffre)))
        .collect())
}

fn sans_intervalle(chiffre: &Chiffre) -> Mesure {
    mesure(chiffre).valeur().map_or(Mesure::Absente, Mesure::nouvelle)
}

/// The shape of the figures of a group; `None` when too few MKs make it.
fn groupe(mut valeurs: Vec<f64>) -> Option<Groupe> {
    let effectif = u64::try_from(valeurs.len()).ok()?;
    if effectif < SEUIL {
        return None;
    }
    valeurs.sort_by(f64::total_cmp);
    let dernier = valeurs.len() - 1;
    let au = |pour_cent: usize| valeurs.get((dernier * pour_cent + 50) / 100).copied();
    Some(Groupe {
        effectif,
        decile_bas: au(10)?,
        quartile_bas: au(25)?,
        mediane: au(50)?,
        quartile_haut: au(75)?,
        decile_haut: au(90)?,
    })
}

impl Comparaison {
    /// The chart.
    pub fn graphique(&self) -> Option<Graphique<'static>> {
        let (_, titre, unite) = COMPARES.iter().find(|(indicateur, ..)| *indicateur == self.indicateur)?;
        let miroir = Miroir {
            titre,
            phrase: self.phrase(*unite),
            unite: *unite,
            nom: "Vous",
            sienne: self.sienne,
            groupe: self.groupe,
        };
        Some(miroir.graphique())
    }

    fn phrase(&self, unite: Unite) -> String {
        match (self.sienne.valeur(), self.groupe) {
            (None, _) => "Vous n’avez rien à compter dans cette période.".to_owned(),
            (Some(sienne), None) => {
                format!(
                    "Vous : {}. Moins de {SEUIL} confrères actifs : leur groupe n’est pas montré.",
                    unite.dire(sienne)
                )
            }
            (Some(sienne), Some(groupe)) => {
                let place = if sienne < groupe.quartile_bas {
                    "dans le quart le plus bas du groupe"
                } else if sienne > groupe.quartile_haut {
                    "dans le quart le plus haut du groupe"
                } else {
                    "dans la moitié centrale du groupe"
                };
                format!(
                    "Vous : {}, {place}. Médiane du groupe : {}.",
                    unite.dire(sienne),
                    unite.dire(groupe.mediane)
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_groupe_trop_petit_n_est_pas_montre() {
        assert_eq!(groupe(vec![1.0; 10]), None);
        let onze: Vec<f64> = (0..=10_u32).map(f64::from).collect();
        let groupe = groupe(onze).unwrap();
        assert_eq!(
            (groupe.effectif, groupe.mediane, groupe.decile_bas, groupe.decile_haut),
            (11, 5.0, 1.0, 9.0)
        );
    }
}
