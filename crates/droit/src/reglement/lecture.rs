//! How a value of a rule is read from TOML and written in French for people.

use jiff::civil::Date;
use toml::Value;

use super::ngap::ZoneTarifaire;
use super::territoire::ListeDiagnostics;
use crate::decision::{Jour, Statut, TypeDiagnostic};

/// A kind of value a parameter may hold.
pub trait Lisible: Sized + Clone {
    /// Reads it; the error says, in French, what was expected.
    fn lire(brute: &Value) -> Result<Self, String>;
    /// Writes it for people; `unite` is the parameter's, empty when it has none.
    fn afficher(&self, unite: &str) -> String;
}

/// A closed choice: code in the files, label on screen, in one list.
macro_rules! choix {
    ($($type:ty { $($variante:ident = $code:literal => $libelle:literal,)+ })+) => {$(
        impl $type {
            /// The label shown to people.
            pub fn libelle(self) -> &'static str {
                match self { $(Self::$variante => $libelle,)+ }
            }
        }

        impl $crate::reglement::lecture::Lisible for $type {
            fn lire(brute: &toml::Value) -> Result<Self, String> {
                match brute.as_str() {
                    $(Some($code) => Ok(Self::$variante),)+
                    _ => Err(format!("{brute} n'est pas un choix admis : {}", [$($code),+].join(", "))),
                }
            }

            fn afficher(&self, _unite: &str) -> String {
                self.libelle().to_owned()
            }
        }
    )+};
}
pub(crate) use choix;

impl Lisible for bool {
    fn lire(brute: &Value) -> Result<Self, String> {
        brute.as_bool().ok_or_else(|| format!("{brute} n'est ni true ni false"))
    }

    fn afficher(&self, _unite: &str) -> String {
        if *self { "oui" } else { "non" }.to_owned()
    }
}

impl Lisible for u16 {
    fn lire(brute: &Value) -> Result<Self, String> {
        brute
            .as_integer()
            .and_then(|n| n.try_into().ok())
            .ok_or_else(|| format!("{brute} n'est pas un nombre entier positif"))
    }

    fn afficher(&self, unite: &str) -> String {
        avec_unite(&self.to_string(), unite)
    }
}

impl Lisible for u8 {
    fn lire(brute: &Value) -> Result<Self, String> {
        u16::lire(brute)?.try_into().map_err(|_| format!("{brute} dépasse 255"))
    }

    fn afficher(&self, unite: &str) -> String {
        avec_unite(&self.to_string(), unite)
    }
}

impl Lisible for String {
    fn lire(brute: &Value) -> Result<Self, String> {
        brute.as_str().map(String::from).ok_or_else(|| format!("{brute} n'est pas un texte"))
    }

    fn afficher(&self, _unite: &str) -> String {
        self.clone()
    }
}

impl Lisible for Date {
    fn lire(brute: &Value) -> Result<Self, String> {
        brute
            .as_str()
            .and_then(|texte| texte.parse().ok())
            .ok_or_else(|| format!("{brute} n'est pas une date de la forme \"2026-11-21\""))
    }

    fn afficher(&self, _unite: &str) -> String {
        Jour(*self).to_string()
    }
}

impl<T: Lisible> Lisible for Vec<T> {
    fn lire(brute: &Value) -> Result<Self, String> {
        brute.as_array().ok_or_else(|| format!("{brute} n'est pas une liste"))?.iter().map(T::lire).collect()
    }

    fn afficher(&self, unite: &str) -> String {
        if self.is_empty() {
            return "aucun".to_owned();
        }
        let elements: Vec<String> = self.iter().map(|element| element.afficher("")).collect();
        avec_unite(&elements.join(", "), unite)
    }
}

impl Lisible for Statut {
    fn lire(brute: &Value) -> Result<Self, String> {
        brute
            .as_str()
            .and_then(Self::depuis_code)
            .ok_or_else(|| format!("{brute} n'est pas un statut de praticien"))
    }

    fn afficher(&self, _unite: &str) -> String {
        match self {
            Self::Titulaire => "titulaire",
            Self::Collaborateur => "collaborateur",
            Self::Assistant => "assistant",
            Self::Remplacant => "remplaçant",
            Self::Salarie => "salarié",
        }
        .to_owned()
    }
}

impl Lisible for TypeDiagnostic {
    fn lire(brute: &Value) -> Result<Self, String> {
        brute
            .as_str()
            .and_then(Self::depuis_code)
            .ok_or_else(|| format!("{brute} n'est pas un type de preuve de diagnostic"))
    }

    fn afficher(&self, _unite: &str) -> String {
        nom_du_diagnostic(*self).to_owned()
    }
}

impl Lisible for ZoneTarifaire {
    fn lire(brute: &Value) -> Result<Self, String> {
        brute
            .as_str()
            .and_then(Self::depuis_code)
            .ok_or_else(|| format!("{brute} n'est pas une zone de valeur"))
    }

    fn afficher(&self, _unite: &str) -> String {
        match self {
            Self::Metropole => "métropole",
            Self::OutreMer => "départements d’outre-mer",
        }
        .to_owned()
    }
}

impl Lisible for ListeDiagnostics {
    fn lire(brute: &Value) -> Result<Self, String> {
        match brute.as_str() {
            Some("ouverte") => Ok(Self::Ouverte),
            Some(_) => Err(format!("{brute} n'est ni \"ouverte\" ni une liste de preuves")),
            None => Vec::lire(brute).map(Self::Fermee),
        }
    }

    fn afficher(&self, _unite: &str) -> String {
        match self {
            Self::Ouverte => {
                "liste ouverte : tout document médical attestant la situation clinique".to_owned()
            }
            Self::Fermee(preuves) => format!("liste fermée de {} : {}", preuves.len(), preuves.afficher("")),
        }
    }
}

/// The name of a proof of diagnosis, as written on screen.
pub fn nom_du_diagnostic(preuve: TypeDiagnostic) -> &'static str {
    match preuve {
        TypeDiagnostic::Ald => "justificatif du motif de l’affection de longue durée",
        TypeDiagnostic::CrOperatoire => "compte rendu opératoire",
        TypeDiagnostic::CrHospitalisation => "compte rendu d’hospitalisation",
        TypeDiagnostic::PrescriptionAnterieure => "prescription médicale antérieure",
        TypeDiagnostic::CrMedical => "compte rendu médical",
        TypeDiagnostic::CrUrgences => "compte rendu des urgences",
        TypeDiagnostic::InformationMedecin => "information tracée du médecin traitant ou coordinateur",
        TypeDiagnostic::DossierUsager => "élément du dossier informatisé de l’usager",
        TypeDiagnostic::AutreDocumentMedical => "autre document médical",
    }
}

fn avec_unite(valeur: &str, unite: &str) -> String {
    if unite.is_empty() { valeur.to_owned() } else { format!("{valeur} {unite}") }
}
