//! How complete the data are: what was filled in, out of what could have been, once the episodes are closed.

use serde::{Deserialize, Serialize};

use super::donnee::{Chiffre, absent, part};
use crate::indicateur::{Indicateur, Manque, Participation, Periode, Tableau, Valeur, Variante};

/// The modality of the séances that name no act.
const NON_PRECISE: &str = "non-precise";

/// One thing that may be filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renseignement {
    /// What.
    pub libelle: String,
    /// How often it is; hidden where one of its terms is.
    pub chiffre: Chiffre,
}

/// All that could be filled in over the period, and the mean of its shares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completude {
    /// Each thing of which there is something to count.
    pub renseignements: Vec<Renseignement>,
    /// The score, in tenths of a per cent: the mean of all their shares; `None` when there is none, or one is hidden.
    pub score: Option<u64>,
}

/// What was filled in and out of how many.
enum Lu {
    Termes(u64, u64),
    Rien,
    Cache,
}

impl Completude {
    /// The variant it is read under, whichever the reader looks at: an episode that is closed has had its time.
    pub const VARIANTE: Variante = Variante::Cloture;

    /// Reads it from the figures themselves, those of [`Self::VARIANTE`]. A share that is hidden is never left out of the mean:
    /// there is no score then.
    pub fn de(tableau: &Tableau, participation: &Participation) -> Self {
        let renseignements: Vec<_> = [
            ("Acte de la nomenclature précisé à la séance", actes(tableau)),
            ("Médecin traitant renseigné à l’ouverture", medecins(tableau)),
            ("Bilan initial établi, par épisode clos", documents(tableau, Indicateur::Bilans)),
            ("Compte rendu établi, par épisode clos", documents(tableau, Indicateur::ComptesRendus)),
            ("Activité totale déclarée par les praticiens actifs", activites(tableau, participation)),
            ("Publication remise pour les déclarations acceptées", publications(participation)),
        ]
        .into_iter()
        .filter_map(|(libelle, lu)| {
            let chiffre = match lu {
                Lu::Termes(_, 0) | Lu::Rien => return None,
                Lu::Termes(n, sur) => part(n.min(sur), sur, 100),
                Lu::Cache => absent(Manque::Secret),
            };
            Some(Renseignement { libelle: libelle.to_owned(), chiffre })
        })
        .collect();
        let score = moyenne(&renseignements);
        Self { renseignements, score }
    }

    /// What is hidden, hence why there is no score.
    pub fn caches(&self) -> impl Iterator<Item = &str> {
        self.renseignements.iter().filter(|lu| lu.chiffre.est_masque()).map(|lu| lu.libelle.as_str())
    }
}

fn moyenne(renseignements: &[Renseignement]) -> Option<u64> {
    let parts: Option<Vec<u64>> = renseignements.iter().map(|lu| lu.chiffre.en_dixiemes()).collect();
    let parts = parts?;
    let nombre = u64::try_from(parts.len()).ok()?;
    parts.iter().sum::<u64>().checked_add(nombre / 2)?.checked_div(nombre)
}

/// The séances that name their act: all but those counted as naming none, which are none where the breakdown has no such part.
fn actes(tableau: &Tableau) -> Lu {
    let Valeur::Nombre(seances) = tableau.valeur(Indicateur::Seances) else { return Lu::Cache };
    match tableau.valeur(Indicateur::ActesNgap) {
        Valeur::Repartition(modalites) => match modalites.iter().find(|m| m.code == NON_PRECISE) {
            None => Lu::Termes(*seances, *seances),
            Some(modalite) => {
                modalite.n.map_or(Lu::Cache, |n| Lu::Termes(seances.saturating_sub(n), *seances))
            }
        },
        Valeur::Absente(Manque::Secret) => Lu::Cache,
        _ => Lu::Rien,
    }
}

fn medecins(tableau: &Tableau) -> Lu {
    let Valeur::Nombre(patients) = tableau.valeur(Indicateur::Patients) else { return Lu::Cache };
    match tableau.valeur(Indicateur::SansMedecinTraitant) {
        Valeur::Rapport { denominateur, .. } => Lu::Termes(*denominateur, *patients),
        Valeur::Absente(Manque::Secret) => Lu::Cache,
        // Of nobody is it known.
        _ => Lu::Termes(0, *patients),
    }
}

fn documents(tableau: &Tableau, indicateur: Indicateur) -> Lu {
    match (tableau.valeur(indicateur), tableau.valeur(Indicateur::Episodes)) {
        (Valeur::Nombre(etablis), Valeur::Nombre(episodes)) => Lu::Termes(*etablis, *episodes),
        _ => Lu::Cache,
    }
}

/// A total activity is that of a calendar year, and of the MKs of CPTS: elsewhere there is none to give.
fn activites(tableau: &Tableau, participation: &Participation) -> Lu {
    let ailleurs = matches!(tableau.valeur(Indicateur::PartActivite), Valeur::Absente(Manque::HorsPerimetre));
    if ailleurs || !matches!(tableau.periode, Periode::Annee(_)) {
        return Lu::Rien;
    }
    let declarees = participation.activite.map_or(0, |activite| activite.praticiens);
    match tableau.valeur(Indicateur::PraticiensActifs) {
        Valeur::Nombre(actifs) => Lu::Termes(declarees, *actifs),
        _ => Lu::Cache,
    }
}

/// The delays of publication count the acceptances whose list is delivered, out of all.
fn publications(participation: &Participation) -> Lu {
    let delais = &participation.delais;
    let remises = delais.publication.effectif();
    Lu::Termes(remises, remises.saturating_add(delais.en_attente))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::indicateur::secret::Masque;
    use crate::indicateur::{Champ, Compte, Comptes, Mesure, Perimetre};
    use crate::reglement::Reglement;

    fn tableau(comptes: &[(Mesure, &str, u64)], periode: Periode, masque: &Masque) -> Tableau {
        let mut sommes = Comptes::default();
        for (mesure, modalite, n) in comptes {
            sommes.poser(*mesure, modalite, Compte { n: *n, sujets: *n });
        }
        let cle = (Champ::tout(Perimetre::Pays), periode, Completude::VARIANTE);
        let moment = (Reglement::embarque().unwrap(), date(2026, 11, 21));
        Tableau::assembler(cle, &sommes, &Participation::default(), masque, moment)
    }

    const FAITS: [(Mesure, &str, u64); 9] = [
        (Mesure::Episodes, "", 200),
        (Mesure::Seances, "", 1_000),
        (Mesure::SeancesParActe, "AMS 9.50", 600),
        (Mesure::SeancesParActe, "non-precise", 400),
        (Mesure::EpisodesParMedecin, "avec", 150),
        (Mesure::EpisodesParMedecin, "sans", 50),
        (Mesure::Bilans, "", 100),
        (Mesure::ComptesRendus, "", 40),
        (Mesure::PraticiensActifs, "", 20),
    ];

    fn lire(periode: Periode, masque: &Masque) -> Completude {
        Completude::de(&tableau(&FAITS, periode, masque), &Participation::default())
    }

    #[test]
    fn bilans_et_comptes_rendus_entrent_dans_le_score() {
        let lue = lire(Periode::Annee(2026), &Masque::aucun());
        let parts: Vec<_> = lue.renseignements.iter().filter_map(|lu| lu.chiffre.en_dixiemes()).collect();
        assert_eq!(parts, [600, 1_000, 500, 200, 0]);
        assert_eq!(lue.score, Some(460));
        // No total activity can be given for a month.
        assert_eq!(lire(Periode::Mois(2026, 3), &Masque::aucun()).score, Some(575));
    }

    #[test]
    fn une_partie_cachee_ne_change_pas_le_score_elle_l_empeche() {
        for (mesure, modalite, cachee) in [
            (Mesure::SeancesParActe, "non-precise", "Acte"),
            (Mesure::EpisodesParMedecin, "sans", "Médecin"),
            (Mesure::ComptesRendus, "", "Compte rendu"),
        ] {
            let mut masque = Masque::aucun();
            masque.cacher(mesure, modalite);
            let lue = lire(Periode::Annee(2026), &masque);
            assert_eq!(lue.score, None, "{cachee}");
            let caches: Vec<_> = lue.caches().collect();
            assert!(caches.len() == 1 && caches[0].starts_with(cachee), "{caches:?}");
        }
        // An act that is hidden hides nothing of how many séances name one.
        let mut masque = Masque::aucun();
        masque.cacher(Mesure::SeancesParActe, "AMS 9.50");
        assert_eq!(lire(Periode::Annee(2026), &masque).score, Some(460));
    }

    #[test]
    fn de_rien_il_n_y_a_pas_de_score() {
        let vide =
            Completude::de(&tableau(&[], Periode::Annee(2026), &Masque::aucun()), &Participation::default());
        assert_eq!((vide.renseignements.len(), vide.score), (0, None));
    }
}
