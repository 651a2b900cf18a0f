//! The words of a justificatif: a template that an administrator edits, read entirely or refused with all its faults.
//!
//! A line `## …` opens a section, `- …` is an item, `{seances}` alone is the table of séances, `Mots : {champ}` is a named
//! fact, anything else is text. Fields stand between braces; a value never becomes a template.

use std::fmt;
use std::str::FromStr;

use droit::document::{Document, EnTete, Justificatif};
use droit::reglement::nom_du_diagnostic;
use jiff::civil::Date;

use super::feuille::{Bloc, Section, adresse};

/// The longest template, in characters.
const LONGUEUR_MAX: usize = 8_000;
/// The template of whoever has none of his own.
const DEFAUT: &str = include_str!("../../gabarits/justificatif.txt");

/// A template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gabarit {
    texte: String,
    lignes: Vec<Ligne>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Ligne {
    Section(String),
    Element(Vec<Morceau>),
    Fait(String, Champ),
    Mots(Vec<Morceau>),
    Seances,
    Vide,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Morceau {
    Mots(String),
    Champ(Champ),
}

macro_rules! champs {
    ($($nom:ident = $code:literal, $dit:literal;)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum Champ { $($nom,)+ }

        impl Champ {
            fn du_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$nom),)+ _ => None }
            }
        }

        /// Every field: what to write between braces, and what it becomes.
        pub const CHAMPS_DU_GABARIT: &[(&str, &str)] = &[$(($code, $dit),)+ (SEANCES, "tableau des séances, seul sur sa ligne")];
    };
}

const SEANCES: &str = "seances";

champs! {
    Patient = "patient", "nom et prénom du patient";
    NeLe = "ne_le", "date de naissance";
    Praticien = "praticien", "nom du kinésithérapeute";
    Rpps = "rpps", "numéro RPPS";
    Cabinet = "cabinet", "nom du cabinet";
    AdresseDuCabinet = "adresse", "adresse du cabinet";
    NumeroAm = "numero_am", "numéro d’Assurance Maladie du lieu, prescripteur et exécutant";
    Departement = "departement", "numéro du département";
    Region = "region", "région du corps traitée";
    OuvertLe = "ouvert_le", "premier jour de l’épisode";
    BilanLe = "bilan_le", "jour du bilan";
    Soins = "soins", "nombre de séances, premier et dernier jour";
    Nombre = "nombre", "nombre de séances";
    Diagnostic = "diagnostic", "nature et date du diagnostic médical préalable, ou aucun";
    Date = "date", "jour du document";
}

/// What is wrong on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FauteDeGabarit {
    /// Line, from 1.
    pub ligne: usize,
    quoi: Quoi,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Quoi {
    Vide,
    TropLong,
    ChampInconnu(String),
    Accolade,
    SeancesDansUneLigne,
    SectionSansTitre,
    Caractere,
}

impl fmt::Display for FauteDeGabarit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ligne = self.ligne;
        match &self.quoi {
            Quoi::Vide => f.write_str("Le modèle est vide : écrivez au moins une ligne."),
            Quoi::TropLong => write!(f, "Le modèle dépasse {LONGUEUR_MAX} caractères : raccourcissez-le."),
            Quoi::ChampInconnu(nom) => {
                write!(
                    f,
                    "Ligne {ligne} : « {{{nom}}} » n’est pas un champ. Les champs possibles sont listés sous le modèle."
                )
            }
            Quoi::Accolade => write!(
                f,
                "Ligne {ligne} : une accolade est ouverte sans être fermée, ou fermée sans être ouverte."
            ),
            Quoi::SeancesDansUneLigne => {
                write!(f, "Ligne {ligne} : « {{seances}} » est un tableau, seul sur sa ligne.")
            }
            Quoi::SectionSansTitre => write!(f, "Ligne {ligne} : « ## » est suivi d’un titre."),
            Quoi::Caractere => {
                write!(f, "Ligne {ligne} : un caractère invisible s’y trouve ; ressaisissez la ligne.")
            }
        }
    }
}

/// Everything that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GabaritInvalide(pub Vec<FauteDeGabarit>);

impl fmt::Display for GabaritInvalide {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dites: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&dites.join(" "))
    }
}

impl std::error::Error for GabaritInvalide {}

impl Gabarit {
    /// The words of the default template.
    pub fn texte_par_defaut() -> &'static str {
        DEFAUT
    }

    /// The words as they were written: what must be kept with a document made with them.
    pub fn texte(&self) -> &str {
        &self.texte
    }
}

impl Default for Gabarit {
    /// The default template; a test says that it reads.
    fn default() -> Self {
        DEFAUT.parse().unwrap_or(Self { texte: DEFAUT.to_owned(), lignes: Vec::new() })
    }
}

impl FromStr for Gabarit {
    type Err = GabaritInvalide;

    fn from_str(texte: &str) -> Result<Self, GabaritInvalide> {
        let seule = |quoi| GabaritInvalide(vec![FauteDeGabarit { ligne: 1, quoi }]);
        if texte.trim().is_empty() {
            return Err(seule(Quoi::Vide));
        }
        if texte.chars().count() > LONGUEUR_MAX {
            return Err(seule(Quoi::TropLong));
        }
        let (mut lignes, mut fautes) = (Vec::new(), Vec::new());
        for (rang, ligne) in (1..).zip(texte.lines()) {
            match lire_ligne(ligne.trim()) {
                Ok(lue) => lignes.push(lue),
                Err(quoi) => fautes.push(FauteDeGabarit { ligne: rang, quoi }),
            }
        }
        if fautes.is_empty() {
            Ok(Self { texte: texte.to_owned(), lignes })
        } else {
            Err(GabaritInvalide(fautes))
        }
    }
}

fn lire_ligne(ligne: &str) -> Result<Ligne, Quoi> {
    if ligne.chars().any(|c| c.is_control() && c != '\t') {
        return Err(Quoi::Caractere);
    }
    if ligne.is_empty() {
        return Ok(Ligne::Vide);
    }
    if ligne.strip_prefix('{').and_then(|l| l.strip_suffix('}')) == Some(SEANCES) {
        return Ok(Ligne::Seances);
    }
    if let Some(titre) = ligne.strip_prefix("##") {
        return match titre.trim() {
            "" => Err(Quoi::SectionSansTitre),
            titre if titre.contains(['{', '}']) => Err(Quoi::Accolade),
            titre => Ok(Ligne::Section(titre.to_owned())),
        };
    }
    if let Some(element) = ligne.strip_prefix("- ") {
        return morceaux(element).map(Ligne::Element);
    }
    let lus = morceaux(ligne)?;
    Ok(match lus.as_slice() {
        [Morceau::Mots(mots), Morceau::Champ(champ)] if mots.trim_end().ends_with(':') => {
            let nom = mots.trim_end().trim_end_matches(':').trim_end_matches([' ', '\u{a0}', '\u{202f}']);
            Ligne::Fait(nom.to_owned(), *champ)
        }
        _ => Ligne::Mots(lus),
    })
}

fn morceaux(ligne: &str) -> Result<Vec<Morceau>, Quoi> {
    let mut morceaux = Vec::new();
    let mut reste = ligne;
    while let Some((mots, suite)) = reste.split_once('{') {
        let (nom, apres) = suite.split_once('}').ok_or(Quoi::Accolade)?;
        if mots.contains('}') || nom.contains('{') {
            return Err(Quoi::Accolade);
        }
        if nom == SEANCES {
            return Err(Quoi::SeancesDansUneLigne);
        }
        if !mots.is_empty() {
            morceaux.push(Morceau::Mots(mots.to_owned()));
        }
        morceaux.push(Morceau::Champ(Champ::du_code(nom).ok_or_else(|| Quoi::ChampInconnu(nom.to_owned()))?));
        reste = apres;
    }
    if reste.contains('}') {
        return Err(Quoi::Accolade);
    }
    if !reste.is_empty() {
        morceaux.push(Morceau::Mots(reste.to_owned()));
    }
    Ok(morceaux)
}

impl Gabarit {
    /// The sections of a justificatif.
    pub(super) fn remplir(&self, document: &Document, justificatif: &Justificatif, le: Date) -> Vec<Section> {
        let mut sections = vec![Section { titre: "".into(), blocs: Vec::new() }];
        let valeurs = Valeurs { tete: &document.en_tete, justificatif, le };
        let mut paragraphe = true;
        for ligne in &self.lignes {
            if let Ligne::Section(titre) = ligne {
                sections.push(Section { titre: titre.clone().into(), blocs: Vec::new() });
            } else if let Some(section) = sections.last_mut() {
                valeurs.ajouter(&mut section.blocs, ligne, paragraphe);
            }
            paragraphe = !matches!(ligne, Ligne::Mots(_) | Ligne::Element(_));
        }
        sections
    }
}

struct Valeurs<'d> {
    tete: &'d EnTete,
    justificatif: &'d Justificatif,
    le: Date,
}

fn jour(le: Date) -> String {
    le.strftime("%d/%m/%Y").to_string()
}

impl Valeurs<'_> {
    fn ajouter(&self, blocs: &mut Vec<Bloc>, ligne: &Ligne, paragraphe: bool) {
        match (ligne, blocs.last_mut()) {
            (Ligne::Mots(mots), Some(Bloc::Texte { texte })) if !paragraphe => {
                texte.push('\n');
                texte.push_str(&self.dire(mots));
            }
            (Ligne::Mots(mots), _) => blocs.push(Bloc::Texte { texte: self.dire(mots) }),
            (Ligne::Element(mots), Some(Bloc::Liste { lignes })) => lignes.push(self.dire(mots)),
            (Ligne::Element(mots), _) => blocs.push(Bloc::Liste { lignes: vec![self.dire(mots)] }),
            (Ligne::Fait(nom, champ), _) => {
                blocs.push(Bloc::Fait { nom: nom.clone(), valeur: self.valeur(*champ) });
            }
            (Ligne::Seances, _) => blocs.extend(self.seances()),
            (Ligne::Vide | Ligne::Section(_), _) => {}
        }
    }

    fn dire(&self, morceaux: &[Morceau]) -> String {
        let un = |morceau: &Morceau| match morceau {
            Morceau::Mots(mots) => mots.clone(),
            Morceau::Champ(champ) => self.valeur(*champ),
        };
        morceaux.iter().map(un).collect()
    }

    fn valeur(&self, champ: Champ) -> String {
        let (tete, soins) = (self.tete, &self.justificatif.soins);
        let traits = &tete.sujet.identite.traits;
        let mk = &tete.redacteur;
        match champ {
            Champ::Patient => format!("{} {}", traits.nom_naissance(), traits.prenom()),
            Champ::NeLe => jour(traits.ne_le()),
            Champ::Praticien => mk.nom.to_string(),
            Champ::Rpps => mk.rpps.to_string(),
            Champ::Cabinet => mk.cabinet.nom.to_string(),
            Champ::AdresseDuCabinet => adresse(&mk.cabinet.adresse).join(", "),
            Champ::NumeroAm => self.justificatif.numero_am.to_string(),
            Champ::Departement => tete.departement.to_string(),
            Champ::Region => tete.localisation.libelle(),
            Champ::OuvertLe => jour(soins.ouvert_le),
            Champ::BilanLe => soins.bilan_le.map_or_else(|| "non renseigné".to_owned(), jour),
            Champ::Soins => soins.en_clair(),
            Champ::Nombre => soins.nombre().to_string(),
            Champ::Diagnostic => match self.justificatif.diagnostic {
                Some((genre, le)) => format!("{}, du {}", nom_du_diagnostic(genre), jour(le)),
                None => "Aucun : soins en accès direct sans diagnostic médical préalable".to_owned(),
            },
            Champ::Date => jour(self.le),
        }
    }

    fn seances(&self) -> Option<Bloc> {
        let ligne = |(rang, seance): (usize, &droit::document::SeanceFacturee)| {
            let acte = seance.acte.as_ref();
            let acte = acte.map(ToString::to_string);
            vec![rang.to_string(), jour(seance.le), acte.unwrap_or_else(|| "non précisé".to_owned())]
        };
        let lignes: Vec<Vec<String>> = (1..).zip(&self.justificatif.seances).map(ligne).collect();
        (!lignes.is_empty()).then_some(Bloc::Tableau { colonnes: vec!["Séance", "Jour", "Acte"], lignes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn le_modele_par_defaut_se_lit_et_dit_quelque_chose() {
        assert!(DEFAUT.parse::<Gabarit>().is_ok_and(|gabarit| !gabarit.lignes.is_empty()));
    }

    #[test]
    fn toutes_les_fautes_d_un_modele_se_disent_a_la_fois() {
        let fautes =
            "## \nNom : {patiente}\n{ouverte\nLe {seances} ici\nfermée }\n".parse::<Gabarit>().unwrap_err();
        let dites: Vec<String> = fautes.0.iter().map(ToString::to_string).collect();
        assert_eq!(dites.len(), 5, "{dites:?}");
        assert!(dites[1].contains("Ligne 2") && dites[1].contains("{patiente}"), "{}", dites[1]);
        assert!(" \n ".parse::<Gabarit>().unwrap_err().to_string().contains("vide"));
        assert!("é".repeat(8_001).parse::<Gabarit>().is_err());
    }

    #[test]
    fn un_fait_un_texte_et_un_element_se_distinguent() {
        let lu: Gabarit =
            "Né(e) le : {ne_le}\nLe {date}, {praticien}\n- {cabinet}\n{seances}".parse().unwrap();
        assert!(matches!(lu.lignes[0], Ligne::Fait(ref nom, Champ::NeLe) if nom == "Né(e) le"));
        assert!(matches!(
            (&lu.lignes[1], &lu.lignes[2], &lu.lignes[3]),
            (Ligne::Mots(_), Ligne::Element(_), Ligne::Seances)
        ));
    }
}
