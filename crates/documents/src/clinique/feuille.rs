//! The sheet: who writes, about whom, to whom, which version; the lines to read first; then sections of blocks.

use std::borrow::Cow;

use droit::document::{Adresse, Document, EnTete, Envoi, Redacteur, Sujet};
use droit::identifiant::StatutIdentite;
use droit::patient::Sexe;
use jiff::civil::Date;
use serde::Serialize;

use super::Cadre;
use super::rubrique::sections;
use super::schema::{Marques, contours};

/// The sheet, as the template reads it, and as a screen may show it.
#[derive(Clone, Debug, Serialize)]
pub struct Feuille {
    /// Title.
    pub titre: &'static str,
    /// Identifier of this version.
    pub reference: String,
    /// Its number.
    pub version: u16,
    /// Does it replace another one.
    pub corrige: bool,
    /// A warning across the paper.
    pub bandeau: Option<String>,
    /// Day it was validated.
    pub le: Date,
    /// Who writes.
    pub redacteur: Personne,
    /// About whom.
    pub patient: Personne,
    /// To whom it goes.
    pub destinataires: Vec<String>,
    /// What is read first: what each line is about, then the line.
    pub synthese: Vec<(&'static str, String)>,
    /// The rest.
    pub sections: Vec<Section>,
}

/// Somebody, in lines: the first one is the name.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Personne {
    /// Name.
    pub nom: String,
    /// What else is to be known.
    pub lignes: Vec<String>,
}

/// A titled part.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// Its title.
    pub titre: Cow<'static, str>,
    /// What it says.
    pub blocs: Vec<Bloc>,
}

/// What a section is made of.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "genre", rename_all = "kebab-case")]
pub enum Bloc {
    /// Words of the MK.
    Texte {
        /// The words.
        texte: String,
    },
    /// A named fact.
    Fait {
        /// Its name.
        nom: String,
        /// What it is.
        valeur: String,
    },
    /// Several short things.
    Liste {
        /// Each one.
        lignes: Vec<String>,
    },
    /// Measures.
    Tableau {
        /// Heads of columns.
        colonnes: Vec<&'static str>,
        /// Rows.
        lignes: Vec<Vec<String>>,
    },
    /// The body chart: a document has one at most.
    Schema {
        /// What it shows, for who does not see it.
        alternative: String,
        /// The zones marked, in the order of their numbers.
        legende: Vec<String>,
        /// The drawing, numbers in it, for a screen.
        #[serde(skip)]
        svg: String,
        /// What the paper draws over the outlines.
        marques: Marques,
    },
}

impl Feuille {
    /// The sheet of a document.
    #[must_use]
    pub fn de(document: &Document, cadre: Cadre) -> Self {
        let tete = &document.en_tete;
        let synthese = document.synthese();
        let lignes = synthese.lignes().iter().map(|ligne| (ligne.rubrique, ligne.texte.clone()));
        let sections = sections(document, &cadre.gabarit, cadre.le);
        Self {
            titre: document.genre().titre(),
            reference: tete.reference.id().to_string(),
            version: tete.reference.version(),
            corrige: tete.reference.remplace().is_some(),
            bandeau: cadre.bandeau,
            le: cadre.le,
            redacteur: redacteur(&tete.redacteur),
            patient: patient(&tete.sujet),
            destinataires: destinataires(document, tete),
            synthese: lignes.collect(),
            sections,
        }
    }

    /// Its drawings, if it has any, by the name the template gives them.
    pub(super) fn dessins(&self) -> Vec<(&'static str, Cow<'static, str>)> {
        let marques = self.sections.iter().flat_map(|section| &section.blocs).find_map(|bloc| match bloc {
            Bloc::Schema { marques, .. } => Some(marques.svg.clone()),
            _ => None,
        });
        let dessins = marques.zip(contours()).map(|(marques, contours)| {
            [("contours.svg", Cow::Borrowed(contours)), ("marques.svg", Cow::Owned(marques))]
        });
        dessins.into_iter().flatten().collect()
    }
}

fn redacteur(mk: &Redacteur) -> Personne {
    let cabinet = &mk.cabinet;
    let mut lignes = vec![format!("Masseur-kinésithérapeute, RPPS {}", mk.rpps), cabinet.nom.to_string()];
    lignes.extend(adresse(&cabinet.adresse));
    lignes.extend(cabinet.telephone.as_ref().map(|numero| format!("Tél. {}", par_deux(numero.as_str()))));
    Personne { nom: mk.nom.to_string(), lignes }
}

/// « 02 38 00 00 00 »; a number with its country stays as it is.
fn par_deux(numero: &str) -> String {
    if numero.len() != 10 || !numero.is_ascii() {
        return numero.to_owned();
    }
    let paires = numero.as_bytes().chunks(2).map(String::from_utf8_lossy);
    paires.collect::<Vec<_>>().join("\u{a0}")
}

pub(super) fn adresse(adresse: &Adresse) -> Vec<String> {
    let voie = adresse.voie.as_ref().map(ToString::to_string);
    let ville = format!("{} {}", adresse.code_postal.as_str(), adresse.commune);
    vec![voie.into_iter().chain([ville]).collect::<Vec<_>>().join(", ")]
}

/// The traits; the number only where it may travel, otherwise the reason why it does not.
fn patient(sujet: &Sujet) -> Personne {
    let traits = &sujet.identite.traits;
    let (ne, sexe) = match traits.sexe() {
        Sexe::Masculin => ("Né", "sexe masculin"),
        Sexe::Feminin => ("Née", "sexe féminin"),
        Sexe::Indetermine => ("Né(e)", "sexe indéterminé"),
    };
    let naissance = traits.ne_le().strftime("%d/%m/%Y");
    let mut lignes = vec![format!("{ne} le {naissance}, {sexe}")];
    lignes.extend(sujet.nom_utilise.as_ref().map(|nom| format!("Nom utilisé : {nom}")));
    match sujet.ins_transmissible() {
        Ok(ins) => {
            lignes.push(format!("INS {} (identité qualifiée)", ins.ins().matricule().as_str()));
            lignes.push(format!(
                "Prénoms : {} ; lieu de naissance : {}",
                ins.prenoms().as_str(),
                ins.lieu_naissance()
            ));
        }
        Err(_) => lignes.push(format!("Sans matricule INS : {}", verifiee(sujet.statut()))),
    }
    Personne { nom: format!("{} {}", traits.nom_naissance(), traits.prenom()), lignes }
}

/// How far the identity was checked, for a reader who must find the patient in his own records.
fn verifiee(statut: StatutIdentite) -> &'static str {
    match statut {
        StatutIdentite::Provisoire => "identité à vérifier",
        StatutIdentite::Recuperee => "identité reçue du téléservice, pièce d’identité non vue",
        StatutIdentite::Validee => "identité vérifiée sur pièce, téléservice non interrogé",
        StatutIdentite::Qualifiee => "identité qualifiée, traits incomplets",
    }
}

fn destinataires(document: &Document, tete: &EnTete) -> Vec<String> {
    let envois = document.envois();
    let dire = |envoi: &Envoi| match envoi {
        Envoi::Patient => "le patient".to_owned(),
        Envoi::MedecinTraitant(medecin) => format!("Dr {}, médecin traitant", medecin.nom),
        Envoi::AutreMedecin(_) => "un autre médecin, avec l’accord du patient".to_owned(),
        Envoi::Dmp(_) => "dossier médical partagé, sauf opposition".to_owned(),
        Envoi::Payeur => format!("la caisse, département {}", tete.departement),
    };
    envois.iter().map(dire).collect()
}
