//! The rules of `reglement/national/structures.toml`: sentence, source, gravity, and the quantities they compare to.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::decision::{TypeStructure, codes};
use crate::identifiant::CodeDepartement;
use crate::reglement::ngap::Centimes;
use crate::reglement::{Confiance, Source};

use super::composition::{FormeJuridique, Gestionnaire};

const FICHIER: &str = include_str!("../../../../reglement/national/structures.toml");

codes! {
    /// A rule of composition. Codes are stable for ever.
    CodeRegle {
        /// R1.
        MspPersonneMorale = "msp-personne-morale",
        /// R2.
        SisaAssocies = "sisa-associes",
        /// R3.
        SisaSalariesMinoritaires = "sisa-salaries-minoritaires",
        /// R4.
        MspParticipantsHorsSante = "msp-participants-hors-sante",
        /// R5.
        MspExerciceLiberal = "msp-exercice-liberal",
        /// R6.
        ProjetDeSante = "projet-de-sante",
        /// R7.
        CdsGestionnaire = "cds-gestionnaire",
        /// R8.
        CdsTarifsEtStatut = "cds-tarifs-et-statut",
        /// R9.
        CdsUnSeulContrat = "cds-un-seul-contrat",
        /// R10.
        CpomSiArgentDeLArs = "cpom-si-argent-de-l-ars",
        /// R11.
        EspComposition = "esp-composition",
        /// R12.
        EspFormeLibre = "esp-forme-libre",
        /// R13.
        EspProjetSigneEtTransmis = "esp-projet-signe-et-transmis",
        /// R14.
        EssComposition = "ess-composition",
        /// R15.
        CptsAssociation = "cpts-association",
        /// R16.
        CptsMissionsDeServicePublic = "cpts-missions-de-service-public",
        /// R16b.
        MspPremierRecours = "msp-premier-recours",
        /// R16c.
        CdsSansHebergement = "cds-sans-hebergement",
        /// R16d.
        EquipeEtNiveauDeRecours = "equipe-et-niveau-de-recours",
        /// R16e.
        CptsIndemnitesPlafonnees = "cpts-indemnites-plafonnees",
        /// R17.
        AccesDirectOuvert = "acces-direct-ouvert",
        /// R18.
        MkEnRegle = "mk-en-regle",
    }
}

codes! {
    /// How serious a breach is.
    GraviteRegle {
        /// The structure does not exist without it.
        Bloquante = "bloquante",
        /// To be put right.
        Importante = "importante",
        /// To be known.
        Information = "information",
    }
}

/// One rule as told to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegleStructure {
    /// Its code.
    pub code: CodeRegle,
    /// Its number in the table, R1 to R18.
    pub numero: String,
    /// What it says, in our words.
    pub libelle: String,
    /// How serious a breach is.
    pub gravite: GraviteRegle,
    /// Where it comes from.
    pub source: Source,
}

/// The quantities and lists that the rules compare to.
#[derive(Clone, Debug)]
pub(super) struct Seuils {
    pub medecins_associes_de_sisa: usize,
    pub auxiliaires_associes_de_sisa: usize,
    pub professionnels_d_esp: usize,
    pub generalistes_d_esp: usize,
    pub specialistes_d_ess: usize,
    pub formes_de_msp: Vec<FormeJuridique>,
    pub gestionnaires_de_cds: Vec<Gestionnaire>,
    pub departements_de_droit_local: Vec<CodeDepartement>,
    pub regime_permanent: Vec<TypeStructure>,
    pub indemnites_de_cpts: BTreeMap<i16, Centimes>,
}

/// Every rule, in the order of [`CodeRegle::TOUS`], and its quantities.
#[derive(Clone, Debug)]
pub struct ReglesStructure {
    pub(super) regles: Vec<RegleStructure>,
    pub(super) seuils: Seuils,
}

/// The file of rules cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("reglement/national/structures.toml : {0}. Corrigez le fichier.")]
pub struct ReglesInvalides(String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fichier {
    seuils: SeuilsEcrits,
    sources: BTreeMap<String, SourceEcrite>,
    regle: Vec<RegleEcrite>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeuilsEcrits {
    medecins_associes_de_sisa: usize,
    auxiliaires_associes_de_sisa: usize,
    professionnels_d_esp: usize,
    generalistes_d_esp: usize,
    specialistes_d_ess: usize,
    formes_de_msp: Vec<String>,
    gestionnaires_de_cds: Vec<String>,
    departements_de_droit_local: Vec<String>,
    regime_permanent: Vec<String>,
    indemnites_de_cpts: Vec<PlafondEcrit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlafondEcrit {
    annee: i16,
    plafond: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceEcrite {
    texte: String,
    url: String,
    confiance: String,
    verifie_le: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegleEcrite {
    numero: String,
    code: String,
    libelle: String,
    source: String,
    article: String,
    gravite: String,
}

impl ReglesStructure {
    /// The rules embedded in the binary.
    pub fn embarquees() -> Result<Self, ReglesInvalides> {
        let fichier: Fichier = toml::from_str(FICHIER).map_err(|cause| ReglesInvalides(cause.to_string()))?;
        let regles = fichier
            .regle
            .iter()
            .map(|ecrite| lire_regle(ecrite, &fichier.sources))
            .collect::<Result<Vec<_>, _>>()?;
        if regles.iter().map(|regle| regle.code).ne(CodeRegle::TOUS.iter().copied()) {
            return Err(ReglesInvalides(
                "les règles ne sont pas toutes là, une fois chacune, dans l’ordre".to_owned(),
            ));
        }
        Ok(Self { regles, seuils: lire_seuils(&fichier.seuils)? })
    }

    /// Every rule.
    pub fn regles(&self) -> &[RegleStructure] {
        &self.regles
    }
}

fn connu<T>(valeur: Option<T>, code: &str) -> Result<T, ReglesInvalides> {
    valeur.ok_or_else(|| ReglesInvalides(format!("« {code} » est inconnu")))
}

fn lire_regle(
    ecrite: &RegleEcrite,
    sources: &BTreeMap<String, SourceEcrite>,
) -> Result<RegleStructure, ReglesInvalides> {
    let source = connu(sources.get(&ecrite.source), &ecrite.source)?;
    Ok(RegleStructure {
        code: connu(CodeRegle::depuis_code(&ecrite.code), &ecrite.code)?,
        numero: ecrite.numero.clone(),
        libelle: ecrite.libelle.clone(),
        gravite: connu(GraviteRegle::depuis_code(&ecrite.gravite), &ecrite.gravite)?,
        source: Source {
            texte: source.texte.clone(),
            article: ecrite.article.clone(),
            url: source.url.clone(),
            confiance: connu(confiance(&source.confiance), &source.confiance)?,
            verifie_le: source.verifie_le,
        },
    })
}

fn confiance(code: &str) -> Option<Confiance> {
    use Confiance::{AVerifier, Interpretation, Officiel, Professionnel, Texte};
    [Texte, Officiel, Professionnel, Interpretation, AVerifier].into_iter().find(|c| c.code() == code)
}

fn lire_seuils(ecrits: &SeuilsEcrits) -> Result<Seuils, ReglesInvalides> {
    Ok(Seuils {
        medecins_associes_de_sisa: ecrits.medecins_associes_de_sisa,
        auxiliaires_associes_de_sisa: ecrits.auxiliaires_associes_de_sisa,
        professionnels_d_esp: ecrits.professionnels_d_esp,
        generalistes_d_esp: ecrits.generalistes_d_esp,
        specialistes_d_ess: ecrits.specialistes_d_ess,
        formes_de_msp: tous(&ecrits.formes_de_msp, FormeJuridique::depuis_code)?,
        gestionnaires_de_cds: tous(&ecrits.gestionnaires_de_cds, Gestionnaire::depuis_code)?,
        departements_de_droit_local: tous(&ecrits.departements_de_droit_local, |code| code.parse().ok())?,
        regime_permanent: tous(&ecrits.regime_permanent, TypeStructure::depuis_code)?,
        indemnites_de_cpts: ecrits
            .indemnites_de_cpts
            .iter()
            .map(|p| (p.annee, Centimes(p.plafond)))
            .collect(),
    })
}

fn tous<T>(codes: &[String], lire: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, ReglesInvalides> {
    codes.iter().map(|code| connu(lire(code), code)).collect()
}
