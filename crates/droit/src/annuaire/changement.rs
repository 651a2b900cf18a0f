//! What changed for an RPPS between two extractions of the directory.

use super::activite::{ModeExercice, Releve};
use crate::decision::codes;
use crate::identifiant::CodeDepartement;

codes! {
    /// The kind of a change.
    GenreChangement {
        /// Known for the first time.
        Arrivee = "arrivee",
        /// No longer in the directory.
        Depart = "depart",
        /// Still registered, exercises nowhere any more.
        FinActivite = "fin-activite",
        /// Exercises again.
        Reprise = "reprise",
        /// An activity in one more department.
        EntreeDepartement = "entree-departement",
        /// No activity left in a department.
        SortieDepartement = "sortie-departement",
        /// Another way of exercising.
        ModeExercice = "mode-exercice",
        /// Exercises only in the place of others from now on.
        Remplacement = "remplacement",
    }
}

impl GenreChangement {
    /// Should somebody look at the file of an MK to whom this happens: what he declared may no longer hold.
    pub fn alerte(self) -> bool {
        match self {
            Self::Depart
            | Self::FinActivite
            | Self::SortieDepartement
            | Self::ModeExercice
            | Self::Remplacement => true,
            Self::Arrivee | Self::Reprise | Self::EntreeDepartement => false,
        }
    }

    /// In words.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Arrivee => "arrivée dans le répertoire",
            Self::Depart => "disparition du répertoire",
            Self::FinActivite => "fin de toute activité",
            Self::Reprise => "reprise d’activité",
            Self::EntreeDepartement => "nouvelle activité dans un département",
            Self::SortieDepartement => "plus aucune activité dans un département",
            Self::ModeExercice => "changement de mode d’exercice",
            Self::Remplacement => "n’exerce plus que comme remplaçant",
        }
    }

    /// What it may mean for a participation, for the agent who looks at it.
    pub fn portee(self) -> &'static str {
        match self {
            Self::Arrivee | Self::Reprise | Self::EntreeDepartement => {
                "Rien à faire : ce changement n’ôte aucune condition."
            }
            Self::Depart => {
                "Le numéro RPPS n’est plus dans l’annuaire : radiation, décès ou fichier incomplet. Vérifiez auprès de \
                 l’ordre avant de décider."
            }
            Self::FinActivite => {
                "Le praticien est inscrit mais n’exerce plus nulle part : la participation n’a plus d’objet s’il a cessé."
            }
            Self::SortieDepartement => {
                "Aucune activité n’est plus connue dans ce département : la participation y prend fin si le praticien \
                 l’a quitté. L’annuaire suit parfois un déménagement avec retard."
            }
            Self::ModeExercice => {
                "Le mode d’exercice a changé : vérifiez que le praticien exerce toujours dans le cadre déclaré."
            }
            Self::Remplacement => {
                "Seuls les titulaires et les collaborateurs participent : un remplaçant n’a pas à figurer sur la liste."
            }
        }
    }
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changement {
    /// Its kind.
    pub genre: GenreChangement,
    /// The department entered or left.
    pub departement: Option<CodeDepartement>,
    /// The modes before, where they changed.
    pub modes_avant: Vec<ModeExercice>,
    /// The modes after, where they changed.
    pub modes_apres: Vec<ModeExercice>,
}

impl Changement {
    fn simple(genre: GenreChangement) -> Self {
        Self { genre, departement: None, modes_avant: Vec::new(), modes_apres: Vec::new() }
    }

    fn de_departement(genre: GenreChangement, departement: CodeDepartement) -> Self {
        Self { departement: Some(departement), ..Self::simple(genre) }
    }
}

/// The changes from one extraction to the next. The end of all activity is told once, not department by department.
pub fn comparer(avant: Option<&Releve>, apres: Option<&Releve>) -> Vec<Changement> {
    match (avant, apres) {
        (None, None) => Vec::new(),
        (None, Some(_)) => vec![Changement::simple(GenreChangement::Arrivee)],
        (Some(_), None) => vec![Changement::simple(GenreChangement::Depart)],
        (Some(avant), Some(apres)) => match (avant.exerce(), apres.exerce()) {
            (false, false) => Vec::new(),
            (true, false) => vec![Changement::simple(GenreChangement::FinActivite)],
            (false, true) => vec![Changement::simple(GenreChangement::Reprise)],
            (true, true) => deplacements(avant, apres),
        },
    }
}

fn deplacements(avant: &Releve, apres: &Releve) -> Vec<Changement> {
    let (quittes, gagnes) = (avant.departements(), apres.departements());
    let sorties = quittes.difference(&gagnes).map(|d| (GenreChangement::SortieDepartement, *d));
    let entrees = gagnes.difference(&quittes).map(|d| (GenreChangement::EntreeDepartement, *d));
    let mut changements: Vec<_> =
        sorties.chain(entrees).map(|(genre, d)| Changement::de_departement(genre, d)).collect();
    if avant.modes() != apres.modes() {
        changements.push(Changement {
            modes_avant: avant.modes().into_iter().collect(),
            modes_apres: apres.modes().into_iter().collect(),
            ..Changement::simple(GenreChangement::ModeExercice)
        });
    }
    if apres.remplace_seulement() && !avant.remplace_seulement() {
        changements.push(Changement::simple(GenreChangement::Remplacement));
    }
    changements
}

#[cfg(test)]
mod tests {
    use super::super::activite::{Activite, CadreActivite, Lieu, Site};
    use super::*;

    fn releve(activites: &[(ModeExercice, &str)]) -> Releve {
        let activite = |(mode, departement): &(ModeExercice, &str)| Activite {
            mode: *mode,
            cadre: CadreActivite::Propre,
            lieu: Lieu { departement: departement.parse().ok(), ..Lieu::default() },
            site: Site::default(),
        };
        Releve {
            nom: "Essai".to_owned(),
            prenom: "Camille".to_owned(),
            activites: activites.iter().map(activite).collect(),
        }
    }

    fn genres(avant: Option<&Releve>, apres: Option<&Releve>) -> Vec<(GenreChangement, Option<String>)> {
        let dits = comparer(avant, apres);
        dits.into_iter().map(|c| (c.genre, c.departement.map(|d| d.to_string()))).collect()
    }

    #[test]
    fn chaque_changement_est_dit_une_fois() {
        use GenreChangement as G;
        use ModeExercice::{Liberal, Salarie};
        let loiret = releve(&[(Liberal, "45")]);
        let demenage = releve(&[(Liberal, "28")]);
        let deux = releve(&[(Liberal, "45"), (Salarie, "45")]);
        let arrete = releve(&[]);
        assert_eq!(genres(None, Some(&loiret)), [(G::Arrivee, None)]);
        assert_eq!(genres(Some(&loiret), None), [(G::Depart, None)]);
        assert_eq!(genres(Some(&loiret), Some(&arrete)), [(G::FinActivite, None)]);
        assert_eq!(genres(Some(&arrete), Some(&loiret)), [(G::Reprise, None)]);
        assert_eq!(
            genres(Some(&loiret), Some(&demenage)),
            [(G::SortieDepartement, Some("45".to_owned())), (G::EntreeDepartement, Some("28".to_owned()))]
        );
        assert_eq!(genres(Some(&loiret), Some(&deux)), [(G::ModeExercice, None)]);
        assert_eq!(genres(Some(&loiret), Some(&loiret)), []);
    }

    #[test]
    fn devenir_remplacant_se_dit_et_le_rester_non() {
        let titulaire = releve(&[(ModeExercice::Liberal, "45"), (ModeExercice::Salarie, "45")]);
        let remplace = |combien| {
            let mut releve = titulaire.clone();
            let toutes = std::mem::take(&mut releve.activites).into_iter().enumerate();
            releve.activites = toutes
                .map(|(rang, activite)| match rang < combien {
                    true => Activite { cadre: CadreActivite::Remplacement, ..activite },
                    false => activite,
                })
                .collect();
            releve
        };
        assert_eq!(genres(Some(&titulaire), Some(&remplace(1))), []);
        let attendu = [(GenreChangement::Remplacement, None)];
        assert_eq!(genres(Some(&titulaire), Some(&remplace(2))), attendu);
        assert_eq!(genres(Some(&remplace(1)), Some(&remplace(2))), attendu);
        assert_eq!(genres(Some(&remplace(2)), Some(&remplace(2))), []);
        assert_eq!(genres(Some(&remplace(2)), Some(&titulaire)), []);
    }

    #[test]
    fn une_arrivee_n_alerte_pas_et_un_depart_alerte() {
        let alertes: Vec<_> = GenreChangement::TOUS.iter().filter(|genre| genre.alerte()).collect();
        assert_eq!(alertes.len(), 5);
        assert!(!GenreChangement::Arrivee.alerte());
        assert!(GenreChangement::SortieDepartement.alerte());
    }
}
