//! The table of indicators, described for OpenAPI. It is written in `formats`; a test compares every name.

#![expect(dead_code, reason = "these types are described, never built")]

use utoipa::ToSchema;

/// Un tableau d’indicateurs, et ce qui a été lu.
#[derive(Debug, ToSchema)]
pub struct TableauDIndicateurs {
    /// `moment` : les chiffres de l’instant ; `publication` : ceux de la publication de `publie_le`.
    #[schema(example = "publication")]
    lecture: String,
    /// Jour de la publication ; absent pour les chiffres de l’instant et avant la première.
    #[schema(value_type = Option<String>, format = Date)]
    publie_le: Option<String>,
    /// `pays`, `region/…`, `departement/45`, `cpts/…` ou `praticien/…`.
    #[schema(example = "departement/45")]
    perimetre: String,
    /// Code du type de structure ; absent quand toutes sont comptées.
    structure: Option<String>,
    /// `2026`, `2026-03` ou `experience-2`.
    #[schema(example = "2026")]
    periode: String,
    /// `ouverture`, `cloture` ou `calendaire`.
    variante: String,
    /// Un par indicateur, toujours dans le même ordre.
    indicateurs: Vec<LigneDIndicateur>,
}

/// Un indicateur et sa valeur. La nature dit quels champs l’accompagnent.
#[derive(Debug, ToSchema)]
pub struct LigneDIndicateur {
    /// Celui de sa définition, à `/api/v1/indicateurs/definitions`.
    #[schema(example = "patients")]
    code: String,
    libelle: String,
    unite: String,
    /// `nombre`, `rapport`, `distribution`, `repartition` ou `absente`.
    nature: String,
    /// Pour un nombre, ce nombre ; pour un rapport, un texte à deux décimales.
    #[schema(value_type = Option<String>)]
    valeur: Option<String>,
    /// Rapport : terme du haut.
    numerateur: Option<u64>,
    /// Rapport : terme du bas.
    denominateur: Option<u64>,
    /// Rapport : 100 pour cent, 1000 pour mille, 1 pour un quotient.
    echelle: Option<u64>,
    /// Distribution : moyenne, texte à deux décimales, comme les trois suivantes.
    moyenne: Option<String>,
    /// Distribution.
    mediane: Option<String>,
    /// Distribution.
    premier_quartile: Option<String>,
    /// Distribution.
    troisieme_quartile: Option<String>,
    /// Distribution : combien d’observations.
    effectif: Option<u64>,
    /// Distribution.
    classes: Option<Vec<ModaliteDIndicateur>>,
    /// Répartition.
    modalites: Option<Vec<ModaliteDIndicateur>>,
    /// Absente : `secret`, `sans-objet`, `sans-denominateur`, `denominateur-a-corriger`, `sans-publication` ou `hors-perimetre`.
    cause: Option<String>,
    /// Absente : la cause, en une phrase.
    explication: Option<String>,
}

/// Une modalité.
#[derive(Debug, ToSchema)]
pub struct ModaliteDIndicateur {
    code: String,
    libelle: String,
    /// `null` quand le nombre n’est pas publié.
    valeur: Option<u64>,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use droit::decision::TypeStructure;
    use droit::indicateur::secret::Masque;
    use droit::indicateur::{
        Champ, Compte, Comptes, Mesure, Participation, Perimetre, Periode, Tableau, Variante,
    };
    use droit::reglement::Reglement;
    use formats::indicateur::{Lecture, en_json_lu};
    use jiff::civil::date;
    use serde_json::Value;
    use utoipa::OpenApi;

    use super::*;

    #[derive(OpenApi)]
    #[openapi(components(schemas(TableauDIndicateurs, LigneDIndicateur, ModaliteDIndicateur)))]
    struct Doc;

    fn decrits(nom: &str) -> BTreeSet<String> {
        let doc = serde_json::to_value(Doc::openapi()).unwrap();
        let proprietes = doc.pointer(&format!("/components/schemas/{nom}/properties")).unwrap();
        proprietes.as_object().unwrap().keys().cloned().collect()
    }

    fn cles(valeur: &Value, noms: &mut BTreeSet<String>) {
        noms.extend(valeur.as_object().unwrap().keys().cloned());
    }

    /// A table in which every nature has a value, and one is absent.
    fn ecrit() -> Value {
        let reglement = Reglement::embarque().unwrap();
        let mut comptes = Comptes::default();
        let compte = Compte { n: 40, sujets: 40 };
        for (mesure, modalite) in [
            (Mesure::Episodes, ""),
            (Mesure::EpisodesParSeances, "3"),
            (Mesure::EpisodesParClasse, "2-8"),
            (Mesure::EpisodesParRegion, "rachis-lombaire"),
            (Mesure::EpisodesOrientes, ""),
            (Mesure::Seances, ""),
            (Mesure::SeancesParActe, "AMS 9.50"),
        ] {
            comptes.poser(mesure, modalite, compte);
        }
        let perimetre = Perimetre::Departement("45".parse().unwrap());
        let champ = Champ { perimetre, structure: Some(TypeStructure::Cpts) };
        let question = (champ, Periode::Annee(2026), Variante::Ouverture);
        let moment = (reglement, date(2026, 11, 21));
        let tableau =
            Tableau::assembler(question, &comptes, &Participation::default(), &Masque::aucun(), moment);
        let lecture = Lecture::Publication(Some(date(2026, 11, 1)));
        serde_json::to_value(en_json_lu(&tableau, reglement.indicateurs(), lecture)).unwrap()
    }

    #[test]
    fn la_description_dit_ce_qui_est_ecrit() {
        let ecrit = ecrit();
        let [mut tableau, mut lignes, mut modalites] = [const { BTreeSet::new() }; 3];
        cles(&ecrit, &mut tableau);
        for ligne in ecrit["indicateurs"].as_array().unwrap() {
            cles(ligne, &mut lignes);
            let parts = ["classes", "modalites"].map(|champ| ligne[champ].as_array());
            parts.into_iter().flatten().flatten().for_each(|part| cles(part, &mut modalites));
        }
        assert_eq!(tableau, decrits("TableauDIndicateurs"));
        assert_eq!(lignes, decrits("LigneDIndicateur"));
        assert_eq!(modalites, decrits("ModaliteDIndicateur"));
    }
}
