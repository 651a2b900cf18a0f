//! The whole set of rules: read once from the embedded files, checked entirely, never changed afterwards.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use super::applicable::Admissions;
use super::couche::{Couche, Couches, Definition};
use super::erreur::ReglementInvalide;
use super::fiche::{self, QuestionOuverte};
use super::fichiers::{DEFINITIONS, FICHIERS};
use super::indicateurs;
use super::ngap::{self, Nomenclature};
use super::parametre::Origine;
use super::parametres::Parametres;
use super::registre::Registre;
use super::territoires::{Departement, Territoires};
use crate::identifiant::CodeDepartement;
use crate::indicateur::Definitions;

/// The rules of the folder `reglement/`: texts, national values, the permanent regime, the departments.
#[derive(Debug)]
pub struct Reglement {
    pub(super) empreinte: String,
    pub(super) registre: Registre,
    pub(super) territoires: Territoires,
    pub(super) definitions: BTreeMap<String, Definition>,
    pub(super) sections: Vec<String>,
    pub(super) questions: Vec<QuestionOuverte>,
    pub(super) national: Parametres,
    pub(super) permanent: Parametres,
    /// What the file of the permanent regime says, key by key.
    pub(super) propre_au_permanent: BTreeMap<String, Propre>,
    pub(super) admissions: Admissions,
    pub(super) nomenclature: Nomenclature,
    indicateurs: Definitions,
    /// The designated departments, sorted by code.
    pub(super) departements: Vec<Designe>,
}

/// A parameter that the file of the permanent regime gives.
#[derive(Debug)]
pub(super) struct Propre {
    pub definition: Definition,
    /// Why it has no object there, when it has none.
    pub sans_objet: Option<String>,
}

/// A department of the experiment.
#[derive(Debug)]
pub(super) struct Designe {
    pub code: CodeDepartement,
    /// What to know before reading its rules.
    pub a_savoir: String,
    /// The national values overlaid by its own.
    pub parametres: Parametres,
}

impl Reglement {
    /// The rules embedded in this binary, read on the first call.
    pub fn embarque() -> Result<&'static Self, ReglementInvalide> {
        static REGLEMENT: OnceLock<Result<Reglement, ReglementInvalide>> = OnceLock::new();
        REGLEMENT.get_or_init(|| Self::lire(FICHIERS)).as_ref().map_err(Clone::clone)
    }

    /// Every embedded file, path under `reglement/` and content: anyone can compute the fingerprint again.
    pub fn fichiers() -> impl Iterator<Item = (&'static str, &'static str)> {
        FICHIERS.iter().chain(ngap::fichier::FICHIERS).copied()
    }

    /// SHA-256 of the names and contents of all files, lower-case hexadecimal.
    pub fn empreinte(&self) -> &str {
        &self.empreinte
    }

    /// The register of texts.
    pub fn registre(&self) -> &Registre {
        &self.registre
    }

    /// The departments of the experiment, in order of code.
    pub fn departements_designes(&self) -> impl Iterator<Item = CodeDepartement> {
        self.departements.iter().map(|designe| designe.code)
    }

    /// Name, region, ARS, clock and value zone of a department.
    pub fn departement(&self, code: CodeDepartement) -> Option<&Departement> {
        self.territoires.departement(code)
    }

    /// The IANA time zone of a department: its days are local.
    pub fn fuseau(&self, code: CodeDepartement) -> &str {
        self.departement(code).map_or("Europe/Paris", |departement| &departement.fuseau)
    }

    /// The nomenclature of acts.
    pub fn nomenclature(&self) -> &Nomenclature {
        &self.nomenclature
    }

    /// How each indicator is made.
    pub fn indicateurs(&self) -> &Definitions {
        &self.indicateurs
    }

    /// The regions, by name, with their departments.
    pub fn regions(&self) -> BTreeMap<&str, Vec<&Departement>> {
        let mut regions: BTreeMap<&str, Vec<&Departement>> = BTreeMap::new();
        for departement in CodeDepartement::tous().filter_map(|code| self.departement(code)) {
            regions.entry(&departement.region).or_default().push(departement);
        }
        regions
    }

    /// Every parameter where a department is not designated.
    pub fn parametres_nationaux(&self) -> &Parametres {
        &self.national
    }

    /// Every parameter of the experiment in a department; the national values where it is not designated.
    pub fn parametres(&self, departement: CodeDepartement) -> &Parametres {
        self.designe(departement).map_or(&self.national, |designe| &designe.parametres)
    }

    pub(super) fn designe(&self, departement: CodeDepartement) -> Option<&Designe> {
        self.departements.iter().find(|designe| designe.code == departement)
    }

    /// Every parameter of the permanent regime.
    pub fn parametres_permanents(&self) -> &Parametres {
        &self.permanent
    }

    /// Reads a set of files: path under `reglement/`, content.
    pub(super) fn lire(fichiers: &[(&str, &str)]) -> Result<Self, ReglementInvalide> {
        let contenu = |voulu: &str| {
            fichiers.iter().find(|(chemin, _)| *chemin == voulu).map(|(_, contenu)| *contenu).ok_or_else(
                || ReglementInvalide::Syntaxe {
                    fichier: voulu.to_owned(),
                    detail: "fichier absent".to_owned(),
                },
            )
        };
        let registre = Registre::lire("textes.toml", contenu("textes.toml")?)?;
        let territoires = Territoires::lire("national/regions.toml", contenu("national/regions.toml")?)?;
        let questions =
            fiche::lire_questions("national/questions.toml", contenu("national/questions.toml")?)?;
        let chemin = "national/indicateurs.toml";
        let indicateurs = indicateurs::lire(chemin, contenu(chemin)?, &registre)?;
        let mut couches = Couches::default();
        let mut sections = Vec::new();
        for chemin in DEFINITIONS {
            let couche = Couche::lire(chemin, contenu(chemin)?, Parametres::CLES)?;
            sections.extend(couche.tete.get("section").and_then(|titre| titre.as_str()).map(String::from));
            couches.definir(couche)?;
        }
        let national = Parametres::comprendre(&couches, &registre)?;
        let chemin = "national/permanent.toml";
        let couche = Couche::lire(chemin, contenu(chemin)?, Parametres::CLES)?;
        let superposes = couches.superposer(&couche, Origine::Nationale)?;
        let permanent = Parametres::comprendre(&superposes, &registre)?;
        let departements = departements(fichiers, &couches, &registre, &territoires)?;
        Ok(Self {
            empreinte: empreinte(fichiers),
            definitions: couches.definitions(),
            propre_au_permanent: propres(&couche, &superposes)?,
            admissions: Admissions::new(&national),
            nomenclature: Nomenclature::embarquee()?,
            indicateurs,
            registre,
            territoires,
            sections,
            questions,
            national,
            permanent,
            departements,
        })
    }
}

fn propres(
    couche: &Couche<'_>,
    superposes: &Couches<'_>,
) -> Result<BTreeMap<String, Propre>, ReglementInvalide> {
    let propre = |cle: &String| {
        let parametre = superposes.parametre(cle)?;
        let propre =
            Propre { definition: parametre.definition.clone(), sans_objet: parametre.sans_objet.clone() };
        Ok((cle.clone(), propre))
    };
    couche.parametres.keys().map(propre).collect()
}

fn departements(
    fichiers: &[(&str, &str)],
    couches: &Couches<'_>,
    registre: &Registre,
    territoires: &Territoires,
) -> Result<Vec<Designe>, ReglementInvalide> {
    let mut departements = Vec::new();
    for (chemin, contenu) in fichiers.iter().filter(|(chemin, _)| chemin.starts_with("departements/")) {
        let couche = Couche::lire(chemin, contenu, Parametres::CLES)?;
        let (code, a_savoir) = territoires.verifier(&couche)?;
        let superposes = couches.superposer(&couche, Origine::Departementale)?;
        let parametres = Parametres::comprendre(&superposes, registre)?;
        departements.push(Designe { code, a_savoir, parametres });
    }
    departements.sort_by_key(|designe| designe.code);
    Ok(departements)
}

/// Each name and each content is preceded by its length, so that no two sets of files give the same bytes.
fn empreinte(fichiers: &[(&str, &str)]) -> String {
    let mut hachage = Sha256::new();
    for texte in
        fichiers.iter().chain(ngap::fichier::FICHIERS).flat_map(|(chemin, contenu)| [chemin, contenu])
    {
        hachage.update((texte.len() as u64).to_be_bytes());
        hachage.update(texte.as_bytes());
    }
    hachage.finalize().iter().map(|octet| format!("{octet:02x}")).collect()
}
