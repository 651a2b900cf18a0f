//! The table of indicators as JSON, whose bytes depend on nothing but the figures, and as the lines of a spreadsheet.

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
pub const COLONNES: [Colonne; 12] = [
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
];

/// The lines of the spreadsheet: one per figure; a hidden one says so.
pub fn en_lignes(
    tableau: &Tableau,
    definitions: &Definitions,
    lecture: Lecture,
) -> Vec<Vec<tableur::Valeur>> {
    let publie_le = lecture.publie_le().map_or_else(String::new, |le| le.to_string());
    let mut lignes: Vec<_> =
        tableau.lignes.iter().flat_map(|ligne| lignes_de(tableau, ligne, definitions)).collect();
    for ligne in &mut lignes {
        ligne.extend([lecture.code().into(), publie_le.as_str().into()]);
    }
    lignes
}

fn lignes_de(tableau: &Tableau, ligne: &Ligne, definitions: &Definitions) -> Vec<Vec<tableur::Valeur>> {
    let unite = definitions.de(ligne.indicateur).map_or("", |lue| &lue.unite);
    let poser = |modalite: &str, figures: [String; 3]| {
        let [valeur, haut, bas] = figures.map(|texte| tableur::Valeur::from(texte.as_str()));
        vec![
            perimetre(tableau).as_str().into(),
            tableau.periode.to_string().as_str().into(),
            tableau.variante.code().into(),
            ligne.indicateur.code().into(),
            definitions.libelle(ligne.indicateur).into(),
            modalite.into(),
            valeur,
            unite.into(),
            haut,
            bas,
        ]
    };
    let vide = String::new;
    let une = |part: &Modalite| {
        let valeur = part.n.map_or_else(|| "secret".to_owned(), |n| n.to_string());
        poser(&part.libelle, [valeur, vide(), vide()])
    };
    match &ligne.valeur {
        Valeur::Nombre(n) => vec![poser("", [n.to_string(), vide(), vide()])],
        Valeur::Rapport { numerateur, denominateur, echelle } => {
            let valeur = arrondir(*numerateur, *denominateur, echelle * 100).unwrap_or_default();
            vec![poser("", [decimal(valeur), numerateur.to_string(), denominateur.to_string()])]
        }
        Valeur::Distribution { effectif, moyenne, mediane, classes, .. } => {
            let figures = [decimal(*moyenne), decimal(*mediane), effectif.to_string()];
            std::iter::once(poser("", figures)).chain(classes.iter().map(une)).collect()
        }
        Valeur::Repartition(parts) => parts.iter().map(une).collect(),
        Valeur::Absente(manque) => vec![poser("", [manque.code().to_owned(), vide(), vide()])],
    }
}

fn perimetre(tableau: &Tableau) -> String {
    match (&tableau.champ.perimetre, tableau.champ.structure) {
        (perimetre, Some(structure)) => format!("{perimetre} {}", structure.code()),
        (Perimetre::Pays, None) => "pays".to_owned(),
        (perimetre, None) => perimetre.to_string(),
    }
}
