//! The table of indicators as JSON, whose bytes depend on nothing but the figures, and as the lines of a spreadsheet.

use droit::evaluation::{Chiffre, Donnee, donnees};
use droit::indicateur::{Champ, Definitions, Ligne, Modalite, Perimetre, Tableau, Valeur, arrondir};
use jiff::civil::Date;
use serde::Serialize;

use crate::tableur::{self, Colonne};

/// As of when a table was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lecture {
    /// The figures of the moment.
    Moment,
    /// Those of a publication, by its day; `None` before the first.
    Publication(Option<Date>),
}

impl Lecture {
    /// The code used in JSON and in spreadsheets.
    pub fn code(self) -> &'static str {
        match self {
            Self::Moment => "moment",
            Self::Publication(_) => "publication",
        }
    }

    /// The day of the publication.
    pub fn publie_le(self) -> Option<Date> {
        match self {
            Self::Moment => None,
            Self::Publication(le) => le,
        }
    }
}

/// A table, with what was read: as a program receives it.
#[derive(Clone, Debug, Serialize)]
pub struct TableauLu {
    /// `moment` or `publication`.
    lecture: &'static str,
    /// The day of the publication; absent for the figures of the moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    publie_le: Option<String>,
    #[serde(flatten)]
    tableau: TableauJson,
}

/// The table and what was read, ready to be written.
pub fn en_json_lu(tableau: &Tableau, definitions: &Definitions, lecture: Lecture) -> TableauLu {
    TableauLu {
        lecture: lecture.code(),
        publie_le: lecture.publie_le().map(|le| le.to_string()),
        tableau: en_json(tableau, definitions),
    }
}

/// A table of indicators.
#[derive(Clone, Debug, Serialize)]
pub struct TableauJson {
    /// Over whom: `pays`, `region/…`, `departement/45`, `cpts/…`, `praticien/…`.
    perimetre: String,
    /// Code of the structure; absent for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    structure: Option<&'static str>,
    /// `2026`, `2026-03`, `experience-2`.
    periode: String,
    /// Code of the variant.
    variante: &'static str,
    /// One per indicator, in order.
    indicateurs: Vec<LigneJson>,
}

/// A table as a stranger reads it: what it is about in words, under a key that no installation keeps for itself.
#[derive(Clone, Debug, Serialize)]
pub struct TableauNomme {
    /// « Loiret », « CPTS Orléanaise ».
    lieu: String,
    #[serde(flatten)]
    tableau: TableauJson,
}

impl TableauJson {
    /// Says what it is about, in words and by a shared key.
    pub fn nommer(self, cle: &str, nom: &str) -> TableauNomme {
        let tableau = Self { perimetre: cle.to_owned(), ..self };
        TableauNomme { lieu: nom.to_owned(), tableau }
    }
}

/// One indicator.
#[derive(Clone, Debug, Serialize)]
struct LigneJson {
    code: &'static str,
    libelle: String,
    unite: String,
    #[serde(flatten)]
    valeur: ValeurJson,
}

/// A value; numbers that are not whole are texts with two decimals, so that nobody rounds them again.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "nature", rename_all = "kebab-case")]
enum ValeurJson {
    Nombre {
        valeur: u64,
    },
    Rapport {
        valeur: String,
        numerateur: u64,
        denominateur: u64,
        echelle: u64,
    },
    Distribution {
        moyenne: String,
        mediane: String,
        premier_quartile: String,
        troisieme_quartile: String,
        effectif: u64,
        classes: Vec<ModaliteJson>,
    },
    Repartition {
        modalites: Vec<ModaliteJson>,
    },
    Absente {
        cause: &'static str,
        explication: &'static str,
    },
}

/// One modality; `null` when hidden.
#[derive(Clone, Debug, Serialize)]
struct ModaliteJson {
    code: String,
    libelle: String,
    valeur: Option<u64>,
}

/// The table, ready to be written.
pub fn en_json(tableau: &Tableau, definitions: &Definitions) -> TableauJson {
    let ligne = |ligne: &Ligne| LigneJson {
        code: ligne.indicateur.code(),
        libelle: definitions.libelle(ligne.indicateur).to_owned(),
        unite: definitions.de(ligne.indicateur).map_or_else(String::new, |lue| lue.unite.clone()),
        valeur: valeur(&ligne.valeur),
    };
    let Champ { perimetre, structure } = &tableau.champ;
    TableauJson {
        perimetre: perimetre.to_string(),
        structure: structure.map(|structure| structure.code()),
        periode: tableau.periode.to_string(),
        variante: tableau.variante.code(),
        indicateurs: tableau.lignes.iter().map(ligne).collect(),
    }
}

fn valeur(valeur: &Valeur) -> ValeurJson {
    match valeur {
        Valeur::Nombre(n) => ValeurJson::Nombre { valeur: *n },
        Valeur::Rapport { numerateur, denominateur, echelle } => ValeurJson::Rapport {
            valeur: decimal(arrondir(*numerateur, *denominateur, echelle * 100).unwrap_or_default()),
            numerateur: *numerateur,
            denominateur: *denominateur,
            echelle: *echelle,
        },
        Valeur::Distribution { effectif, moyenne, mediane, quartiles, classes } => ValeurJson::Distribution {
            moyenne: decimal(*moyenne),
            mediane: decimal(*mediane),
            premier_quartile: decimal(quartiles.0),
            troisieme_quartile: decimal(quartiles.1),
            effectif: *effectif,
            classes: modalites(classes),
        },
        Valeur::Repartition(parts) => ValeurJson::Repartition { modalites: modalites(parts) },
        Valeur::Absente(manque) => {
            ValeurJson::Absente { cause: manque.code(), explication: manque.libelle() }
        }
    }
}

fn modalites(parts: &[Modalite]) -> Vec<ModaliteJson> {
    let une = |part: &Modalite| ModaliteJson {
        code: part.code.clone(),
        libelle: part.libelle.clone(),
        valeur: part.n,
    };
    parts.iter().map(une).collect()
}

/// Hundredths as a decimal number.
fn decimal(centiemes: u64) -> String {
    format!("{}.{:02}", centiemes / 100, centiemes % 100)
}

/// The columns of the spreadsheet.
pub const COLONNES: [Colonne; 13] = [
    Colonne { titre: "Périmètre", largeur: 24 },
    Colonne { titre: "Période", largeur: 12 },
    Colonne { titre: "Variante", largeur: 14 },
    Colonne { titre: "Code", largeur: 26 },
    Colonne { titre: "Indicateur", largeur: 40 },
    Colonne { titre: "Modalité", largeur: 30 },
    Colonne { titre: "Valeur", largeur: 12 },
    Colonne { titre: "Unité", largeur: 20 },
    Colonne { titre: "Numérateur ou médiane", largeur: 20 },
    Colonne { titre: "Dénominateur ou effectif", largeur: 22 },
    Colonne { titre: "Lecture", largeur: 14 },
    Colonne { titre: "Publié le", largeur: 12 },
    Colonne { titre: "État", largeur: 28 },
];

/// The lines of the spreadsheet: one per figure, with the decimals of every screen and paper; the last cell says whether it is
/// published, or why there is no number.
pub fn en_lignes(
    tableau: &Tableau,
    definitions: &Definitions,
    lecture: Lecture,
) -> Vec<Vec<tableur::Valeur>> {
    donnees(tableau).iter().map(|donnee| ligne(tableau, donnee, definitions, lecture)).collect()
}

fn ligne(
    tableau: &Tableau,
    donnee: &Donnee,
    definitions: &Definitions,
    lecture: Lecture,
) -> Vec<tableur::Valeur> {
    let unite = definitions.de(donnee.indicateur).map_or("", |lue| &lue.unite);
    let [valeur, haut, bas] = nombres(&donnee.chiffre);
    vec![
        perimetre(tableau).into(),
        tableau.periode.to_string().into(),
        tableau.variante.code().into(),
        donnee.indicateur.code().into(),
        definitions.libelle(donnee.indicateur).into(),
        donnee.modalite.as_ref().map_or("", |modalite| &modalite.libelle).into(),
        valeur,
        donnee.unite(unite).into(),
        haut,
        bas,
        lecture.code().into(),
        lecture.publie_le().map_or_else(String::new, |le| le.to_string()).into(),
        donnee.chiffre.etat().into(),
    ]
}

/// The figure, and what it is made of.
fn nombres(chiffre: &Chiffre) -> [tableur::Valeur; 3] {
    use tableur::Valeur::{Dixiemes, Vide};
    match chiffre {
        Chiffre::Nombre { n } => [entier(*n), Vide, Vide],
        Chiffre::Part { n, sur, dixiemes, .. } | Chiffre::Quotient { n, sur, dixiemes } => {
            [Dixiemes(*dixiemes), entier(*n), entier(*sur)]
        }
        Chiffre::Moyenne { sur, moyenne, mediane, .. } => {
            [Dixiemes(*moyenne), Dixiemes(*mediane), entier(*sur)]
        }
        Chiffre::Absent { .. } => [Vide, Vide, Vide],
    }
}

fn entier(nombre: u64) -> tableur::Valeur {
    tableur::Valeur::Entier(i64::try_from(nombre).unwrap_or(i64::MAX))
}

fn perimetre(tableau: &Tableau) -> String {
    match (&tableau.champ.perimetre, tableau.champ.structure) {
        (perimetre, Some(structure)) => format!("{perimetre} {}", structure.code()),
        (Perimetre::Pays, None) => "pays".to_owned(),
        (perimetre, None) => perimetre.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use droit::indicateur::secret::Masque;
    use droit::indicateur::{Compte, Comptes, Mesure, Participation, Periode, Variante};
    use droit::reglement::Reglement;
    use jiff::civil::date;

    use super::*;
    use crate::tableur::Valeur as Cellule;

    fn lignes(masque: &Masque) -> Vec<Vec<Cellule>> {
        let reglement = Reglement::embarque().unwrap();
        let mut comptes = Comptes::default();
        for (mesure, modalite, n) in [
            (Mesure::Episodes, "", 134),
            (Mesure::EpisodesOrientes, "", 10),
            (Mesure::Seances, "", 700),
            (Mesure::EpisodesParSeances, "3", 134),
            (Mesure::EpisodesParClasse, "2-8", 134),
        ] {
            comptes.poser(mesure, modalite, Compte { n, sujets: n });
        }
        let cle = (Champ::tout(Perimetre::Pays), Periode::Annee(2026), Variante::Ouverture);
        let moment = (reglement, date(2026, 11, 21));
        let tableau = Tableau::assembler(cle, &comptes, &Participation::default(), masque, moment);
        en_lignes(&tableau, reglement.indicateurs(), Lecture::Moment)
    }

    fn ligne(lignes: &[Vec<Cellule>], code: &str, modalite: &str) -> Vec<Cellule> {
        let siennes = |l: &&Vec<Cellule>| l[3] == code.into() && l[5] == modalite.into();
        lignes.iter().find(siennes).unwrap_or_else(|| panic!("{code} {modalite}")).clone()
    }

    #[test]
    fn un_nombre_est_un_nombre_a_une_decimale_et_une_classe_compte_des_episodes() {
        let lues = lignes(&Masque::aucun());
        let taux = ligne(&lues, "taux-orientation", "");
        assert_eq!((&taux[6], &taux[12]), (&Cellule::Dixiemes(75), &"publié".into()));
        let moyenne = ligne(&lues, "seances-par-episode", "");
        assert_eq!((&moyenne[6], &moyenne[7]), (&Cellule::Dixiemes(30), &"séances".into()));
        let classe = ligne(&lues, "seances-par-episode", "2 à 8 séances");
        assert_eq!((&classe[6], &classe[7]), (&Cellule::Entier(134), &"épisodes".into()));
    }

    #[test]
    fn une_moyenne_cachee_garde_sa_ligne_et_dit_qu_elle_n_est_pas_publiee() {
        let mut masque = Masque::aucun();
        masque.cacher(Mesure::Seances, "");
        let lues = lignes(&masque);
        for code in ["seances", "seances-par-episode"] {
            let cachee = ligne(&lues, code, "");
            assert_eq!((&cachee[6], &cachee[12]), (&Cellule::Vide, &"non publié".into()), "{code}");
        }
        assert_eq!(ligne(&lues, "seances-par-episode", "2 à 8 séances")[6], Cellule::Entier(134));
    }
}
