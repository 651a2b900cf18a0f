//! What a dashboard shows, as its address says it: so that a view can be shared, printed and found again.

use droit::acces::Acteur;
use droit::decision::TypeStructure;
use droit::identifiant::CodeDepartement;
use droit::indicateur::{Champ, Indicateur, Perimetre, Periode, Variante};
use jiff::civil::Date;
use serde::Deserialize;

use crate::echec::Failure;

/// The parameters, as they come.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parametree {
    #[serde(default)]
    perimetre: String,
    #[serde(default)]
    periode: String,
    #[serde(default)]
    variante: String,
    #[serde(default)]
    structure: String,
}

/// What is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vue {
    /// Over whom.
    pub perimetre: Perimetre,
    /// Over when.
    pub periode: Periode,
    /// Which episodes are kept.
    pub variante: Variante,
    /// In which structures.
    pub structure: Option<TypeStructure>,
}

impl Vue {
    /// The view of an address; what it leaves out is what this visitor looks at first.
    ///
    /// # Errors
    /// A parameter that means nothing.
    pub fn lire(
        parametres: &Parametree,
        acteur: Option<&Acteur>,
        aujourd_hui: Date,
    ) -> Result<Self, Failure> {
        let faux = |champ: &'static str, message: String| Failure::champ(champ, message);
        let perimetre = match parametres.perimetre.as_str() {
            "" => le_sien(acteur),
            "moi" => match acteur {
                Some(Acteur::Mk { praticien }) => Perimetre::Praticien(*praticien),
                _ => return Err(Failure::Introuvable),
            },
            texte => lire_perimetre(texte).ok_or(Failure::Introuvable)?,
        };
        let periode = match parametres.periode.as_str() {
            "" => Periode::Annee(aujourd_hui.year()),
            texte => texte.parse().map_err(|erreur| faux("periode", format!("{erreur}")))?,
        };
        let variante = match parametres.variante.as_str() {
            "" => Variante::DEFAUT,
            code => Variante::depuis_code(code)
                .ok_or_else(|| faux("variante", format!("« {code} » n’est pas une variante")))?,
        };
        let structure = match parametres.structure.as_str() {
            "" => None,
            code => Some(
                TypeStructure::depuis_code(code)
                    .ok_or_else(|| faux("structure", format!("« {code} » n’est pas un type de structure")))?,
            ),
        };
        Ok(Self { perimetre, periode, variante, structure })
    }

    /// The field of the figures.
    pub fn champ(&self) -> Champ {
        Champ { perimetre: self.perimetre.clone(), structure: self.structure }
    }

    /// Its address.
    pub fn adresse(&self) -> String {
        let mut adresse = format!(
            "/evaluation?perimetre={}&periode={}&variante={}",
            self.cle(),
            self.periode,
            self.variante.code()
        );
        if let Some(structure) = self.structure {
            adresse.push_str("&structure=");
            adresse.push_str(structure.code());
        }
        adresse
    }

    /// The definition of an indicator, over the same territory, period and structure.
    pub fn definition(&self, indicateur: Indicateur) -> String {
        let (code, periode) = (indicateur.code(), self.periode);
        let ou = match &self.perimetre {
            Perimetre::Departement(departement) => format!("departement={departement}"),
            Perimetre::Praticien(_) => format!("perimetre={}", self.perimetre),
            _ => format!("perimetre={}", self.cle()),
        };
        let structure = self.structure.map_or_else(String::new, |s| format!("&structure={}", s.code()));
        format!("/indicateurs/definitions/{code}?{ou}&periode={periode}{structure}")
    }

    /// The perimeter, as addresses write it.
    pub fn cle(&self) -> String {
        match &self.perimetre {
            Perimetre::Praticien(_) => "moi".to_owned(),
            // The only spaces and accents of an address are those of the names of regions.
            Perimetre::Region(nom) => format!("region/{}", crate::pourcent::valeur(nom)),
            autre => autre.to_string(),
        }
    }

    /// The same view of another perimeter.
    pub fn sur(&self, perimetre: Perimetre) -> Self {
        Self { perimetre, ..self.clone() }
    }
}

fn lire_perimetre(texte: &str) -> Option<Perimetre> {
    match texte.split_once('/') {
        None if texte == "pays" => Some(Perimetre::Pays),
        Some(("departement", code)) => code.parse::<CodeDepartement>().ok().map(Perimetre::Departement),
        Some(("cpts", id)) => id.parse().ok().map(Perimetre::Cpts),
        Some(("region", nom)) if !nom.is_empty() => Some(Perimetre::Region(nom.to_owned())),
        _ => None,
    }
}

/// What a visitor looks at first.
fn le_sien(acteur: Option<&Acteur>) -> Perimetre {
    match acteur {
        Some(Acteur::Mk { praticien }) => Perimetre::Praticien(*praticien),
        Some(Acteur::CoordinationCpts { cpts }) => Perimetre::Cpts(*cpts),
        Some(Acteur::AgentArs { departements }) => {
            departements.first().map_or(Perimetre::Pays, |code| Perimetre::Departement(*code))
        }
        Some(Acteur::AgentCpam { departement } | Acteur::MembreComite { departement }) => {
            Perimetre::Departement(*departement)
        }
        Some(Acteur::Medecin { .. } | Acteur::Administrateur) | None => Perimetre::Pays,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use droit::identifiant::CptsId;
    use jiff::civil::date;

    #[test]
    fn chacun_regarde_d_abord_le_sien() {
        let jour = date(2026, 3, 1);
        let vue = |acteur: Option<&Acteur>| Vue::lire(&Parametree::default(), acteur, jour).unwrap();
        assert_eq!(vue(None).perimetre, Perimetre::Pays);
        assert_eq!(vue(None).periode, Periode::Annee(2026));
        let cpts = Acteur::CoordinationCpts { cpts: CptsId::new(4) };
        assert_eq!(vue(Some(&cpts)).perimetre, Perimetre::Cpts(CptsId::new(4)));
    }

    #[test]
    fn une_vue_s_ecrit_dans_son_adresse() {
        let parametres = Parametree {
            perimetre: "departement/45".into(),
            periode: "2025-03".into(),
            variante: "cloture".into(),
            structure: "CPTS".into(),
        };
        let vue = Vue::lire(&parametres, None, date(2026, 3, 1)).unwrap();
        assert_eq!(
            vue.adresse(),
            "/evaluation?perimetre=departement/45&periode=2025-03&variante=cloture&structure=CPTS"
        );
        assert_eq!(
            vue.definition(Indicateur::Patients),
            "/indicateurs/definitions/patients?departement=45&periode=2025-03&structure=CPTS"
        );
        let region = vue.sur(Perimetre::Region("Île-de-France".into()));
        assert!(region.adresse().contains("region/%C3%8Ele-de-France"), "{}", region.adresse());
    }

    #[test]
    fn ce_qui_ne_veut_rien_dire_se_dit() {
        let lire = |perimetre: &str, periode: &str| {
            let parametres =
                Parametree { perimetre: perimetre.into(), periode: periode.into(), ..Parametree::default() };
            Vue::lire(&parametres, None, date(2026, 3, 1))
        };
        assert!(matches!(lire("moi", ""), Err(Failure::Introuvable)));
        assert!(matches!(lire("lune/1", ""), Err(Failure::Introuvable)));
        assert!(matches!(lire("pays", "hier"), Err(Failure::Saisie(_))));
    }
}
