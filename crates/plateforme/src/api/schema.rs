//! The question and the answer of a decision, described for OpenAPI. The reading itself is in `formats`.
//!
//! A test compares every name with what `formats` reads and writes, so that the description cannot drift.

#![expect(dead_code, reason = "these types are described, never built")]

use droit::decision::{
    Acte, Action, Code, Etat, Gravite, Issue, Statut, Terme, TypeDiagnostic, TypeStructure,
};
use droit::declaration::MotifSuspension;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

macro_rules! enumerations {
    ($($nom:ident = $type:ty,)+) => { $(
        /// One of the codes of the list.
        #[derive(Debug)]
        pub struct $nom;

        impl PartialSchema for $nom {
            fn schema() -> RefOr<Schema> {
                let codes = <$type>::TOUS.iter().map(|valeur| valeur.code());
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes)).into()
            }
        }

        impl ToSchema for $nom {}
    )+ };
}

enumerations! {
    CodeActe = Acte,
    CodeStructure = TypeStructure,
    CodeStatut = Statut,
    CodeSuspension = MotifSuspension,
    CodeDiagnostic = TypeDiagnostic,
    CodeGravite = Gravite,
    CodeIssue = Issue,
    CodeConstat = Code,
    CodeEtat = Etat,
    CodeTerme = Terme,
    CodeAction = Action,
}

/// La question : un acte, un jour, un lieu, des personnes, l’épisode jusque-là.
#[derive(Debug, ToSchema)]
pub struct Question {
    #[schema(inline)]
    acte: CodeActe,
    /// Jour de l’acte, local au département.
    #[schema(value_type = String, format = Date)]
    le: String,
    /// Jour où la question est posée ; aujourd’hui s’il est absent.
    #[schema(value_type = Option<String>, format = Date)]
    aujourd_hui: Option<String>,
    /// Département du cabinet.
    #[schema(example = "45")]
    departement: String,
    structure: QuestionStructure,
    praticien: QuestionPraticien,
    /// Obligatoire sauf pour déclarer.
    patient: Option<QuestionPatient>,
    /// Obligatoire pour une séance et une clôture.
    episode: Option<QuestionEpisode>,
    acte_ngap: Option<QuestionActeNgap>,
}

/// La structure où les soins sont donnés.
#[derive(Debug, ToSchema)]
pub struct QuestionStructure {
    #[schema(inline, rename = "type")]
    r#type: CodeStructure,
    /// La fiche d’accès direct est-elle annexée au projet de santé de la CPTS.
    fiche_projet_de_sante: Option<bool>,
    /// À la place du champ précédent, l’étape atteinte par cette fiche : absente, redigee, validee-en-interne, envoyee ou
    /// prise-en-compte.
    etape_fiche: Option<String>,
}

/// Le praticien, au jour de l’acte.
#[derive(Debug, ToSchema)]
pub struct QuestionPraticien {
    #[schema(inline)]
    statut: CodeStatut,
    lieu_exercice: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    autorise_du: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    autorise_au: Option<String>,
    #[schema(inline)]
    suspension: Option<CodeSuspension>,
}

/// Ce qu’il faut savoir du patient.
#[derive(Debug, ToSchema)]
pub struct QuestionPatient {
    medecin_traitant: bool,
    /// Séances sans diagnostic dans ses autres épisodes.
    #[schema(maximum = 10_000)]
    seances_hors_episode: Option<u16>,
}

/// L’épisode jusque-là.
#[derive(Debug, ToSchema)]
pub struct QuestionEpisode {
    #[schema(value_type = Option<String>, format = Date)]
    ouvert_le: Option<String>,
    diagnostic_prealable: Option<QuestionDiagnostic>,
    #[schema(required = false, max_items = 100)]
    drapeaux_rouges: Vec<QuestionDrapeau>,
    amelioration: Option<bool>,
    /// Jours des séances déjà enregistrées, quel que soit le praticien.
    #[schema(value_type = Option<Vec<String>>, max_items = 10_000)]
    seances: Option<Vec<String>>,
}

/// Une preuve de diagnostic médical préalable.
#[derive(Debug, ToSchema)]
pub struct QuestionDiagnostic {
    #[schema(inline)]
    r#type: CodeDiagnostic,
    #[schema(value_type = String, format = Date)]
    date: String,
    en_rapport: bool,
    #[schema(value_type = String, format = Date)]
    enregistre_le: String,
}

/// Un drapeau rouge relevé.
#[derive(Debug, ToSchema)]
pub struct QuestionDrapeau {
    #[schema(max_length = 64)]
    code: String,
    #[schema(inline)]
    gravite: CodeGravite,
    /// Pourquoi les soins se poursuivent malgré une alerte.
    #[schema(max_length = 2000)]
    motif: Option<String>,
}

/// Un acte de la NGAP.
#[derive(Debug, ToSchema)]
pub struct QuestionActeNgap {
    #[schema(max_length = 8, example = "RAM")]
    lettre: String,
    #[schema(example = "8.11")]
    coefficient: String,
}

/// La décision : son issue, chaque constat avec son texte, les chiffres, les échéances, que faire.
#[derive(Debug, ToSchema)]
pub struct Reponse {
    #[schema(inline)]
    issue: CodeIssue,
    constats: Vec<ReponseConstat>,
    seances: Option<ReponseSeances>,
    echeances: Vec<ReponseEcheance>,
    que_faire: Vec<ReponseConseil>,
    droit: ReponseDroit,
}

/// Ce qu’une règle constate.
#[derive(Debug, ToSchema)]
pub struct ReponseConstat {
    #[schema(inline)]
    code: CodeConstat,
    #[schema(inline)]
    etat: CodeEtat,
    message: String,
    /// Absent seulement quand la règle est sans objet.
    fondement: Option<ReponseFondement>,
    /// Les autres valeurs publiées, quand il y en a.
    #[schema(required = false)]
    variantes: Vec<ReponseVariante>,
}

/// Le texte sur lequel repose un constat.
#[derive(Debug, ToSchema)]
pub struct ReponseFondement {
    texte: String,
    article: String,
    url: String,
    confiance: String,
}

/// Une autre valeur publiée, et pourquoi elle n’est pas appliquée.
#[derive(Debug, ToSchema)]
pub struct ReponseVariante {
    valeur: String,
    ecartee: String,
    fondement: ReponseFondement,
}

/// Les séances et leur plafond.
#[derive(Debug, ToSchema)]
pub struct ReponseSeances {
    /// Séances avant celle-ci.
    faites: u32,
    /// Nul quand le nombre n’est pas limité.
    plafond: Option<u32>,
    restantes: Option<u32>,
}

/// Un dernier jour, inclus.
#[derive(Debug, ToSchema)]
pub struct ReponseEcheance {
    #[schema(inline)]
    quoi: CodeTerme,
    #[schema(value_type = String, format = Date)]
    le: String,
}

/// Quelque chose à faire.
#[derive(Debug, ToSchema)]
pub struct ReponseConseil {
    #[schema(inline)]
    code: CodeAction,
    message: String,
}

/// Le droit appliqué.
#[derive(Debug, ToSchema)]
pub struct ReponseDroit {
    regime: String,
    departement: String,
    #[schema(value_type = String, format = Date)]
    le: String,
    /// SHA-256 de l’ensemble des règles.
    empreinte: String,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use droit::decision::decider;
    use droit::reglement::Reglement;
    use formats::decision::{DecisionJson, lire};
    use serde_json::{Value, json};
    use utoipa::OpenApi;

    use super::*;

    #[derive(OpenApi)]
    #[openapi(components(schemas(Question, Reponse)))]
    struct Doc;

    fn description() -> Value {
        serde_json::to_value(Doc::openapi()).unwrap()
    }

    /// Every property of a described object, with those of the objects it holds.
    fn decrits(doc: &Value, schema: &Value, chemin: &str, noms: &mut BTreeSet<String>) {
        let cible = schema
            .get("$ref")
            .and_then(Value::as_str)
            .map_or(schema, |lien| doc.pointer(lien.trim_start_matches('#')).unwrap());
        for variante in cible.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
            decrits(doc, variante, chemin, noms);
        }
        if let Some(elements) = cible.get("items") {
            decrits(doc, elements, chemin, noms);
        }
        for (nom, valeur) in cible.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let chemin = format!("{chemin}.{nom}");
            decrits(doc, valeur, &chemin, noms);
            noms.insert(chemin);
        }
    }

    fn ecrits(valeur: &Value, chemin: &str, noms: &mut BTreeSet<String>) {
        match valeur {
            Value::Object(objet) => objet.iter().for_each(|(nom, valeur)| {
                let chemin = format!("{chemin}.{nom}");
                ecrits(valeur, &chemin, noms);
                noms.insert(chemin);
            }),
            Value::Array(liste) => liste.iter().for_each(|valeur| ecrits(valeur, chemin, noms)),
            _ => {}
        }
    }

    fn question() -> Value {
        json!({
            "acte": "seance", "le": "2029-08-28", "aujourd_hui": "2029-08-28", "departement": "59",
            "structure": { "type": "CPTS", "fiche_projet_de_sante": true, "etape_fiche": null },
            "praticien": { "statut": "titulaire", "lieu_exercice": "59", "autorise_du": "2025-10-01", "autorise_au": null, "suspension": null },
            "patient": { "medecin_traitant": false, "seances_hors_episode": 3 },
            "episode": {
                "ouvert_le": "2029-08-01",
                "diagnostic_prealable": { "type": "ald", "date": "2029-01-01", "en_rapport": false, "enregistre_le": "2029-08-02" },
                "drapeaux_rouges": [{ "code": "fievre", "gravite": "alerte", "motif": "vu" }],
                "amelioration": null, "seances": ["2029-08-01"]
            },
            "acte_ngap": { "lettre": "RAM", "coefficient": "8.11" }
        })
    }

    #[test]
    fn la_description_dit_ce_qui_est_lu_et_ce_qui_est_ecrit() {
        let doc = description();
        let comparer = |nom: &str, valeur: &Value| {
            let (mut attendus, mut trouves) = (BTreeSet::new(), BTreeSet::new());
            decrits(&doc, &json!({ "$ref": format!("#/components/schemas/{nom}") }), "", &mut attendus);
            ecrits(valeur, "", &mut trouves);
            assert_eq!(attendus, trouves, "{nom}");
        };
        comparer("Question", &question());
        let octets = serde_json::to_vec(&question()).unwrap();
        let demande = lire(&octets, |_| Ok::<_, String>("2029-08-28".parse().unwrap())).unwrap();
        let reglement = Reglement::embarque().unwrap();
        let droit = reglement.au(demande.le, demande.departement, demande.structure.type_structure);
        let decision = decider(&demande, &droit, reglement.nomenclature());
        comparer("Reponse", &serde_json::to_value(DecisionJson(&decision)).unwrap());
    }
}
