//! What a doctor reads first: at most five lines, computed from the document.

use super::bilan::Bilan;
use super::compte_rendu::CompteRendu;
use super::contenu::Contenu;
use super::evolution::comparer;
use super::justificatif::Justificatif;
use super::lettre::LettreOrientation;
use super::mesure::{Deficiences, Incapacites};
use super::objectif::{Atteinte, Examen};
use super::soins::nombre_de_seances;
use crate::decision::DrapeauRouge;
use crate::episode::Localisation;
use crate::reglement::Signes;

/// Longest line, in characters: five of them fit above the fold of a page.
const LIGNE_MAX: usize = 180;
/// Measures told on one line.
const MESURES_MAX: usize = 4;

/// A line: what it is about, then what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneDeSynthese {
    /// « Diagnostic », « Demande »…
    pub rubrique: &'static str,
    /// The rest of the line.
    pub texte: String,
}

/// At most five lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synthese(Vec<LigneDeSynthese>);

impl Synthese {
    /// What comes first in a document about this place of the body.
    pub fn de(contenu: &Contenu, localisation: Localisation) -> Self {
        let lignes = match contenu {
            Contenu::Bilan(bilan) => du_bilan(bilan, localisation),
            Contenu::CompteRendu(compte_rendu) => du_compte_rendu(compte_rendu, localisation),
            Contenu::Orientation(lettre) => de_la_lettre(lettre, localisation),
            Contenu::Justificatif(justificatif) => du_justificatif(justificatif),
        };
        Self(lignes.into_iter().filter(|ligne| !ligne.texte.is_empty()).take(5).collect())
    }

    /// The lines.
    pub fn lignes(&self) -> &[LigneDeSynthese] {
        &self.0
    }
}

fn ligne(rubrique: &'static str, texte: impl AsRef<str>) -> LigneDeSynthese {
    LigneDeSynthese { rubrique, texte: abreger(texte.as_ref()) }
}

/// One line, cut at a word when it is too long.
fn abreger(texte: &str) -> String {
    let plat = texte.split_whitespace().collect::<Vec<_>>().join(" ");
    if plat.chars().count() <= LIGNE_MAX {
        return plat;
    }
    let debut: String = plat.chars().take(LIGNE_MAX - 1).collect();
    let coupe = debut.rfind(' ').and_then(|place| debut.get(..place)).unwrap_or(&debut);
    format!("{coupe}…")
}

fn du_bilan(bilan: &Bilan, localisation: Localisation) -> Vec<LigneDeSynthese> {
    let protocole = &bilan.protocole;
    let plan = format!(
        "{} {}, {} par semaine ; {} objectif{}",
        nombre_de_seances(protocole.nombre.nombre().into()),
        protocole.lieu.libelle(),
        protocole.rythme.fois(),
        bilan.objectifs.len(),
        if bilan.objectifs.len() > 1 { "s" } else { "" },
    );
    vec![
        ligne("Motif", format!("{} : {}", localisation.libelle(), bilan.motif)),
        ligne("Signes d’alerte", drapeaux(&bilan.depistage.presents)),
        ligne("Diagnostic kinésithérapique", bilan.diagnostic.as_str()),
        ligne("Mesures", mesures(&bilan.deficiences, &bilan.incapacites)),
        ligne("Traitement prévu", plan),
    ]
}

fn du_compte_rendu(compte_rendu: &CompteRendu, localisation: Localisation) -> Vec<LigneDeSynthese> {
    let evolutions = compte_rendu.depart.as_ref().map(|depart| {
        let avant = Examen { deficiences: &depart.deficiences, incapacites: &depart.incapacites };
        let apres = Examen { deficiences: &compte_rendu.deficiences, incapacites: &compte_rendu.incapacites };
        let dites: Vec<String> =
            comparer(avant, apres).iter().take(MESURES_MAX).map(ToString::to_string).collect();
        dites.join(" ; ")
    });
    let soins = format!("{} : {}", localisation.libelle(), compte_rendu.soins.en_clair());
    let diagnostic = compte_rendu.depart.as_ref().map_or("", |depart| depart.diagnostic.as_str());
    vec![
        ligne("Soins", soins),
        ligne("Issue", format!("{}. {}", compte_rendu.issue.libelle(), objectifs(compte_rendu))),
        ligne("Résultats", evolutions.unwrap_or_default()),
        ligne("Suites", compte_rendu.suites.as_str()),
        ligne("Diagnostic kinésithérapique", diagnostic),
    ]
}

fn objectifs(compte_rendu: &CompteRendu) -> String {
    let total = compte_rendu.resultats.len();
    let atteints = compte_rendu.resultats.iter().filter(|r| r.atteinte == Atteinte::Atteint).count();
    match total {
        0 => String::new(),
        _ => format!("Objectifs tenus : {atteints} sur {total}."),
    }
}

fn de_la_lettre(lettre: &LettreOrientation, localisation: Localisation) -> Vec<LigneDeSynthese> {
    let precision = lettre.precision.as_ref().map_or("", |precision| precision.as_str());
    let motif = match precision {
        "" => lettre.motif.libelle().to_owned(),
        precision => format!("{} : {precision}", lettre.motif.libelle()),
    };
    vec![
        ligne("Délai", format!("{} — {}", lettre.urgence.libelle(), lettre.destination.libelle())),
        ligne("Demande", lettre.question.as_str()),
        ligne("Motif", format!("{} ; {motif}", localisation.libelle())),
        ligne("Signes d’alerte", drapeaux(&lettre.drapeaux)),
        ligne("Soins", lettre.soins.en_clair()),
    ]
}

fn du_justificatif(justificatif: &Justificatif) -> Vec<LigneDeSynthese> {
    let diagnostic = match justificatif.diagnostic {
        Some((genre, le)) => {
            format!("{}, du {}", crate::reglement::nom_du_diagnostic(genre), le.strftime("%d/%m/%Y"))
        }
        None => "sans diagnostic médical préalable".to_owned(),
    };
    vec![
        ligne("Soins", justificatif.soins.en_clair()),
        ligne("Accès direct", diagnostic),
        ligne("Prescripteur", format!("numéro d’Assurance Maladie {}", justificatif.numero_am)),
    ]
}

/// The signs found, by their label.
fn drapeaux(presents: &[DrapeauRouge]) -> String {
    if presents.is_empty() {
        return "aucun".to_owned();
    }
    let signes = Signes::embarques().ok();
    let nom = |drapeau: &DrapeauRouge| {
        let connu = signes.and_then(|signes| signes.signe(&drapeau.code));
        connu.map_or_else(|| drapeau.code.clone(), |signe| signe.libelle.clone())
    };
    presents.iter().map(nom).collect::<Vec<_>>().join(" ; ")
}

fn mesures(deficiences: &Deficiences, incapacites: &Incapacites) -> String {
    let douleur = deficiences.pire_douleur().map(|douleur| {
        format!("douleur {}/10 {}", douleur.intensite.valeur(), douleur.circonstance.libelle())
    });
    let scores = incapacites
        .scores
        .iter()
        .map(|score| format!("{} {} {}", score.echelle().nom, score.valeur(), score.echelle().unite));
    let amplitudes = deficiences
        .amplitudes
        .iter()
        .map(|amplitude| format!("{} {}°", amplitude.mouvement().libelle, amplitude.degres()));
    douleur.into_iter().chain(scores).chain(amplitudes).take(MESURES_MAX).collect::<Vec<_>>().join(" ; ")
}
