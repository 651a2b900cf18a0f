//! What an address asks of the indicators: perimeter, period, variant, structure; and whether the visitor may read it.

use droit::acces::{Acteur, Lecteur, lire_indicateurs};
use droit::decision::TypeStructure;
use droit::identifiant::CodeDepartement;
use droit::indicateur::{Champ, Perimetre, Periode, Variante};
use droit::reglement::Reglement;
use entrepot::cpts;
use serde::Deserialize;

use super::lecture::Question;
use crate::connexion::Visiteur;
use crate::echec::Failure;
use crate::serveur::App;

/// The parameters of an address.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Demande {
    /// `pays`, `region/…`, `departement/45`, `cpts/…`, `praticien/…`; the country when absent.
    pub perimetre: Option<String>,
    /// Shorter: the code of a department.
    pub departement: Option<String>,
    /// `2026`, `2026-03`, `experience-2`; this year when absent.
    pub periode: Option<String>,
    /// Shorter: a year.
    pub annee: Option<String>,
    /// `ouverture` (when absent), `cloture`, `calendaire`.
    pub variante: Option<String>,
    /// Code of a structure.
    pub structure: Option<String>,
}

impl Demande {
    /// The question, for a visitor who may ask it, and how he may read the answer.
    pub async fn question(&self, app: &App, visiteur: &Visiteur) -> Result<(Question, Lecteur), Failure> {
        let acteur = visiteur.identite().map(|identite| &identite.acteur);
        let perimetre = self.perimetre(app.reglement, acteur)?;
        let departements = match &perimetre {
            Perimetre::Cpts(id) => {
                let id = *id;
                app.entrepot.lire(move |tx| cpts::departements(tx, id)).await?
            }
            _ => Vec::new(),
        };
        let lecteur =
            lire_indicateurs(acteur, &perimetre, &departements).map_err(|_| Failure::Introuvable)?;
        let champ = Champ { perimetre, structure: self.structure()? };
        Ok((Question { champ, periode: self.periode(app)?, variante: self.variante()? }, lecteur))
    }

    /// The parameters that ask the same with another variant.
    pub fn avec(&self, variante: Variante) -> Self {
        Self { variante: Some(variante.code().to_owned()), ..self.clone() }
    }

    fn perimetre(&self, reglement: &Reglement, acteur: Option<&Acteur>) -> Result<Perimetre, Failure> {
        let faute = || Failure::champ("perimetre", "écrivez pays, region/…, departement/45 ou cpts/…");
        if let Some(code) = ecrit(&self.departement) {
            let code: CodeDepartement = code
                .parse()
                .map_err(|_| Failure::champ("departement", "ce code n’est pas celui d’un département"))?;
            return Ok(Perimetre::Departement(code));
        }
        let Some(texte) = ecrit(&self.perimetre) else { return Ok(Perimetre::Pays) };
        match texte.split_once('/') {
            None if texte == "pays" => Ok(Perimetre::Pays),
            None if texte == "moi" => match acteur {
                Some(Acteur::Mk { praticien }) => Ok(Perimetre::Praticien(*praticien)),
                _ => Err(faute()),
            },
            Some(("region", nom)) if reglement.regions().contains_key(nom) => {
                Ok(Perimetre::Region(nom.to_owned()))
            }
            Some(("departement", code)) => code.parse().map(Perimetre::Departement).map_err(|_| faute()),
            Some(("cpts", id)) => id.parse().map(Perimetre::Cpts).map_err(|_| faute()),
            Some(("praticien", id)) => id.parse().map(Perimetre::Praticien).map_err(|_| faute()),
            _ => Err(faute()),
        }
    }

    fn periode(&self, app: &App) -> Result<Periode, Failure> {
        match ecrit(&self.annee).or(ecrit(&self.periode)) {
            Some(texte) => texte.parse().map_err(|faute| Failure::champ("periode", format!("{faute}"))),
            None => {
                let jour = app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?;
                Ok(Periode::Annee(jour.year()))
            }
        }
    }

    fn variante(&self) -> Result<Variante, Failure> {
        match ecrit(&self.variante) {
            None => Ok(Variante::DEFAUT),
            Some(code) => Variante::depuis_code(code)
                .ok_or_else(|| Failure::champ("variante", "écrivez ouverture, cloture ou calendaire")),
        }
    }

    fn structure(&self) -> Result<Option<TypeStructure>, Failure> {
        let Some(code) = ecrit(&self.structure) else { return Ok(None) };
        let lue = TypeStructure::depuis_code(code);
        lue.map(Some).ok_or_else(|| Failure::champ("structure", "ce type de structure n’est pas connu"))
    }
}

fn ecrit(champ: &Option<String>) -> Option<&str> {
    champ.as_deref().map(str::trim).filter(|texte| !texte.is_empty())
}
