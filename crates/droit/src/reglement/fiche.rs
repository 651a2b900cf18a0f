//! The rules of a department on a day as a value to present: sections, parameters, sources, variants, open questions.

use jiff::civil::Date;

use super::brut::QuestionsBrutes;
use super::couche::Definition;
use super::embarque::Reglement;
use super::erreur::ReglementInvalide;
use super::parametre::{Confiance, Origine, Source};
use super::parametres::{Lecture, Parametres};
use super::territoires::Departement;
use crate::identifiant::CodeDepartement;

/// The rules applicable in a department on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fiche {
    /// The department.
    pub departement: Departement,
    /// What to know before reading: where its sources are silent; empty when there is nothing to say.
    pub a_savoir: String,
    /// Is it one of those of the experiment on that day.
    pub designe: bool,
    /// The day.
    pub le: Date,
    /// SHA-256 of the whole set of rules.
    pub empreinte: String,
    /// The experiment, then the permanent regime.
    pub sections: Vec<Section>,
    /// What the sources do not settle.
    pub questions: Vec<QuestionOuverte>,
}

/// A heading and its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub titre: String,
    /// Its parameters.
    pub lignes: Vec<Ligne>,
}

/// A parameter, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ligne {
    /// Key in the files.
    pub cle: &'static str,
    /// Label.
    pub libelle: String,
    /// Value with its unit; `None` when unknown or without object.
    pub valeur: Option<String>,
    /// A sentence to read with the value; empty when there is none.
    pub precision: String,
    /// How sure it is.
    pub marque: Marque,
    /// Who set it.
    pub origine: Origine,
    /// First day of the value; `None` when the parameter has no object.
    pub depuis: Option<Date>,
    /// Where it comes from; `None` when the parameter has no object.
    pub source: Option<Reference>,
    /// The other values found.
    pub variantes: Vec<LigneVariante>,
}

/// How sure a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Marque {
    /// A source says it.
    Etablie,
    /// The texts are silent: the product chose, and says so.
    Interpretation,
    /// Applied for want of better, to be verified.
    AVerifier,
    /// Nobody knows.
    Inconnue,
    /// The regime knows no such thing.
    SansObjet,
}

impl Marque {
    /// The code used in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Etablie => "etablie",
            Self::Interpretation => "interpretation",
            Self::AVerifier => "a_verifier",
            Self::Inconnue => "inconnue",
            Self::SansObjet => "sans_objet",
        }
    }

    /// How the screens say it; empty for an established value.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Etablie => "",
            Self::Interpretation => "interprétation",
            Self::AVerifier => "à vérifier",
            Self::Inconnue => "inconnu",
            Self::SansObjet => "sans objet",
        }
    }
}

/// A source with the title of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Title of the text.
    pub titre: String,
    /// The source.
    pub source: Source,
}

/// Another value found, and why it is not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneVariante {
    /// The value as people write it.
    pub valeur: String,
    /// Who says so.
    pub reference: Reference,
    /// Why it is set aside.
    pub ecartee: String,
    /// Would it forbid what the applied one allows.
    pub plus_stricte: bool,
}

/// A contradiction between sources, shown to a human and never settled in silence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionOuverte {
    /// Its number, `C1` to `C11`.
    pub code: String,
    /// What contradicts what.
    pub question: String,
    /// What the product does meanwhile.
    pub conduite: String,
    /// The parameters concerned.
    pub parametres: Vec<String>,
}

/// Heading of the permanent regime, after those of the experiment.
const SECTION_PERMANENTE: &str = "Régime permanent (établissements, ESMS, MSP, centres de santé, ESP, ESS)";

impl Reglement {
    /// The rules of a department on a day, ready to be shown; `None` for a code outside the regions.
    pub fn fiche(&self, departement: CodeDepartement, le: Date) -> Option<Fiche> {
        let parametres = self.parametres(departement);
        let mut sections = self.sections_de(parametres, le);
        sections.push(Section { titre: SECTION_PERMANENTE.to_owned(), lignes: self.lignes_permanentes(le) });
        Some(Fiche {
            departement: self.departement(departement)?.clone(),
            a_savoir: self.designe(departement).map(|designe| designe.a_savoir.clone()).unwrap_or_default(),
            designe: parametres.designe.au(le).connue == Some(true),
            le,
            empreinte: self.empreinte.clone(),
            sections,
            questions: self.questions.clone(),
        })
    }

    /// The rules of every designated department on a day.
    pub fn fiches(&self, le: Date) -> Vec<Fiche> {
        self.departements_designes().filter_map(|code| self.fiche(code, le)).collect()
    }

    /// The national values of the experiment, before any department specifies them.
    pub fn sections_nationales(&self, le: Date) -> Vec<Section> {
        self.sections_de(&self.national, le)
    }

    /// What the sources contradict.
    pub fn questions(&self) -> &[QuestionOuverte] {
        &self.questions
    }

    fn sections_de(&self, parametres: &Parametres, le: Date) -> Vec<Section> {
        let lectures = parametres.lectures(le);
        let section = |titre: &String| Section {
            titre: titre.clone(),
            lignes: lectures
                .iter()
                .filter_map(|(cle, lecture)| {
                    let definition = self.definitions.get(*cle)?;
                    (definition.section == *titre).then(|| self.ligne(cle, definition, lecture.as_ref()))
                })
                .collect(),
        };
        self.sections.iter().map(section).collect()
    }

    fn lignes_permanentes(&self, le: Date) -> Vec<Ligne> {
        let lectures = self.permanent.lectures(le).into_iter();
        lectures
            .filter_map(|(cle, lecture)| {
                let propre = self.propre_au_permanent.get(cle)?;
                Some(self.ligne(cle, &propre.definition, lecture.as_ref()))
            })
            .collect()
    }

    fn ligne(&self, cle: &'static str, definition: &Definition, lecture: Option<&Lecture<'_>>) -> Ligne {
        let libelle = definition.libelle.clone();
        let Some(lecture) = lecture else {
            let propre = self.propre_au_permanent.get(cle);
            let precision = propre.and_then(|propre| propre.sans_objet.clone()).unwrap_or_default();
            return Ligne {
                cle,
                libelle,
                valeur: None,
                precision,
                marque: Marque::SansObjet,
                origine: Origine::Nationale,
                depuis: None,
                source: None,
                variantes: Vec::new(),
            };
        };
        let variantes = lecture.variantes.iter().map(|variante| LigneVariante {
            valeur: variante.valeur.clone(),
            reference: self.reference(&variante.source),
            ecartee: variante.ecartee.clone(),
            plus_stricte: variante.plus_stricte,
        });
        Ligne {
            cle,
            libelle,
            valeur: lecture.valeur.map(|valeur| valeur.ecrire(&definition.unite)),
            precision: lecture.precision.to_owned(),
            marque: marque(lecture.valeur.is_some(), lecture.source.confiance),
            origine: lecture.origine,
            depuis: Some(lecture.depuis),
            source: Some(self.reference(lecture.source)),
            variantes: variantes.collect(),
        }
    }

    fn reference(&self, source: &Source) -> Reference {
        let titre = self.registre.texte(&source.texte).map(|texte| texte.titre.clone()).unwrap_or_default();
        Reference { titre, source: source.clone() }
    }
}

fn marque(connue: bool, confiance: Confiance) -> Marque {
    match (connue, confiance) {
        (false, _) => Marque::Inconnue,
        (true, Confiance::Interpretation) => Marque::Interpretation,
        (true, Confiance::AVerifier) => Marque::AVerifier,
        (true, Confiance::Texte | Confiance::Officiel | Confiance::Professionnel) => Marque::Etablie,
    }
}

/// Reads the open questions; each must name parameters that exist.
pub(super) fn lire_questions(
    fichier: &str,
    contenu: &str,
) -> Result<Vec<QuestionOuverte>, ReglementInvalide> {
    let brut: QuestionsBrutes = toml::from_str(contenu).map_err(|erreur| ReglementInvalide::Syntaxe {
        fichier: fichier.to_owned(),
        detail: erreur.to_string(),
    })?;
    let mut questions = Vec::new();
    for question in brut.question {
        if let Some(cle) = question.parametres.iter().find(|cle| !Parametres::CLES.contains(&cle.as_str())) {
            return Err(ReglementInvalide::CleInconnue { fichier: fichier.to_owned(), cle: cle.clone() });
        }
        questions.push(QuestionOuverte {
            code: question.code,
            question: question.question,
            conduite: question.conduite,
            parametres: question.parametres,
        });
    }
    Ok(questions)
}
