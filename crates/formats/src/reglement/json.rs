//! The published shape of the rules of a department. Keys are stable.

use droit::reglement::{Fiche, Ligne, LigneVariante, Origine, QuestionOuverte, Reference, Section};
use serde::Serialize;

/// The rules of a department, ready for `serde_json`.
#[derive(Serialize)]
pub struct FicheJson<'f> {
    departement: DepartementJson<'f>,
    designe: bool,
    le: String,
    empreinte: &'f str,
    #[serde(skip_serializing_if = "str::is_empty")]
    a_savoir: &'f str,
    sections: Vec<SectionJson<'f>>,
    questions: Vec<QuestionJson<'f>>,
}

#[derive(Serialize)]
struct DepartementJson<'f> {
    code: &'f str,
    nom: &'f str,
    region: &'f str,
    ars: &'f str,
    fuseau: &'f str,
}

#[derive(Serialize)]
struct SectionJson<'f> {
    titre: &'f str,
    parametres: Vec<LigneJson<'f>>,
}

#[derive(Serialize)]
struct LigneJson<'f> {
    cle: &'f str,
    libelle: &'f str,
    valeur: Option<&'f str>,
    precision: &'f str,
    marque: &'static str,
    origine: &'static str,
    depuis: Option<String>,
    source: Option<ReferenceJson<'f>>,
    variantes: Vec<VarianteJson<'f>>,
}

#[derive(Serialize)]
struct ReferenceJson<'f> {
    texte: &'f str,
    titre: &'f str,
    article: &'f str,
    url: &'f str,
    confiance: &'static str,
    verifie_le: String,
}

#[derive(Serialize)]
struct VarianteJson<'f> {
    valeur: &'f str,
    source: ReferenceJson<'f>,
    ecartee: &'f str,
    plus_stricte: bool,
}

#[derive(Serialize)]
struct QuestionJson<'f> {
    code: &'f str,
    question: &'f str,
    conduite: &'f str,
    parametres: &'f [String],
}

impl<'f> From<&'f Fiche> for FicheJson<'f> {
    fn from(fiche: &'f Fiche) -> Self {
        let departement = &fiche.departement;
        Self {
            departement: DepartementJson {
                code: departement.code.as_str(),
                nom: &departement.nom,
                region: &departement.region,
                ars: &departement.ars,
                fuseau: &departement.fuseau,
            },
            designe: fiche.designe,
            le: fiche.le.to_string(),
            empreinte: &fiche.empreinte,
            a_savoir: &fiche.a_savoir,
            sections: fiche.sections.iter().map(SectionJson::from).collect(),
            questions: fiche.questions.iter().map(QuestionJson::from).collect(),
        }
    }
}

impl<'f> From<&'f Section> for SectionJson<'f> {
    fn from(section: &'f Section) -> Self {
        Self { titre: &section.titre, parametres: section.lignes.iter().map(LigneJson::from).collect() }
    }
}

impl<'f> From<&'f Ligne> for LigneJson<'f> {
    fn from(ligne: &'f Ligne) -> Self {
        Self {
            cle: ligne.cle,
            libelle: &ligne.libelle,
            valeur: ligne.valeur.as_deref(),
            precision: &ligne.precision,
            marque: ligne.marque.code(),
            origine: match ligne.origine {
                Origine::Nationale => "nationale",
                Origine::Departementale => "departementale",
            },
            depuis: ligne.depuis.map(|jour| jour.to_string()),
            source: ligne.source.as_ref().map(ReferenceJson::from),
            variantes: ligne.variantes.iter().map(VarianteJson::from).collect(),
        }
    }
}

impl<'f> From<&'f Reference> for ReferenceJson<'f> {
    fn from(reference: &'f Reference) -> Self {
        let source = &reference.source;
        Self {
            texte: &source.texte,
            titre: &reference.titre,
            article: &source.article,
            url: &source.url,
            confiance: source.confiance.code(),
            verifie_le: source.verifie_le.to_string(),
        }
    }
}

impl<'f> From<&'f LigneVariante> for VarianteJson<'f> {
    fn from(variante: &'f LigneVariante) -> Self {
        Self {
            valeur: &variante.valeur,
            source: (&variante.reference).into(),
            ecartee: &variante.ecartee,
            plus_stricte: variante.plus_stricte,
        }
    }
}

impl<'f> From<&'f QuestionOuverte> for QuestionJson<'f> {
    fn from(question: &'f QuestionOuverte) -> Self {
        Self {
            code: &question.code,
            question: &question.question,
            conduite: &question.conduite,
            parametres: &question.parametres,
        }
    }
}
