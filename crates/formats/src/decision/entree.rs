//! The question as it is written: every field checked, unknown ones refused, then given to the law as a value.

use std::fmt;

use droit::decision::{
    Acte, ActeNgap, Coefficient, Demande, DiagnosticPrealable, DossierEpisode, DrapeauRouge, Gravite,
    Patient, Praticien, Statut, Structure, TypeDiagnostic, TypeStructure,
};
use droit::declaration::MotifSuspension;
use droit::fiche_cpts::EtapeFiche;
use droit::identifiant::CodeDepartement;
use jiff::civil::Date;
use serde::Deserialize;

use super::champ::{Borne, Liste, Lu, Nombre, Objet, VraiFaux};
use super::erreur::Erreur;

/// More séances than any episode has: a bound against absurd input.
pub const SEANCES_MAX: usize = 10_000;
const DRAPEAUX_MAX: usize = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entree {
    acte: Lu<Acte>,
    le: Lu<Date>,
    aujourd_hui: Option<Lu<Date>>,
    departement: Lu<CodeDepartement>,
    structure: Objet<EntreeStructure>,
    praticien: Objet<EntreePraticien>,
    patient: Option<Objet<EntreePatient>>,
    episode: Option<Objet<EntreeEpisode>>,
    acte_ngap: Option<Objet<EntreeActeNgap>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntreeStructure {
    #[serde(rename = "type")]
    type_structure: Lu<TypeStructure>,
    fiche_projet_de_sante: Option<VraiFaux>,
    etape_fiche: Option<Lu<EtapeFiche>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntreePraticien {
    statut: Lu<Statut>,
    lieu_exercice: Option<Lu<CodeDepartement>>,
    autorise_du: Option<Lu<Date>>,
    autorise_au: Option<Lu<Date>>,
    suspension: Option<Lu<MotifSuspension>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntreePatient {
    medecin_traitant: VraiFaux,
    seances_hors_episode: Option<Nombre<10_000>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntreeEpisode {
    ouvert_le: Option<Lu<Date>>,
    diagnostic_prealable: Option<Objet<EntreeDiagnostic>>,
    #[serde(default)]
    drapeaux_rouges: Liste<Objet<EntreeDrapeau>, DRAPEAUX_MAX>,
    amelioration: Option<VraiFaux>,
    seances: Option<Liste<Lu<Date>, SEANCES_MAX>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntreeDiagnostic {
    #[serde(rename = "type")]
    type_diagnostic: Lu<TypeDiagnostic>,
    date: Lu<Date>,
    en_rapport: VraiFaux,
    enregistre_le: Lu<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntreeDrapeau {
    code: Lu<Borne<64>>,
    gravite: Lu<Gravite>,
    motif: Option<Lu<Borne<2000>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntreeActeNgap {
    lettre: Lu<Borne<8>>,
    coefficient: Lu<Coefficient>,
}

/// Reads a question. `aujourd_hui` gives the day in a department, for a question that does not say it.
pub fn lire<E: fmt::Display>(
    octets: &[u8],
    aujourd_hui: impl Fn(CodeDepartement) -> Result<Date, E>,
) -> Result<Demande, Erreur> {
    let Objet(entree): Objet<Entree> = lire_objet(octets)?;
    entree.en_demande(aujourd_hui)
}

/// Reads one JSON document, in UTF-8 and nothing after it, with errors that name the field in French.
pub fn lire_objet<T: serde::de::DeserializeOwned>(octets: &[u8]) -> Result<T, Erreur> {
    let octets = octets.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(octets);
    let texte = str::from_utf8(octets).map_err(|erreur| {
        let rang = erreur.valid_up_to() + 1;
        Erreur::du_document(format!(
            "le texte n’est pas en UTF-8 (octet {rang}) : enregistrez-le dans cet encodage."
        ))
    })?;
    let texte = texte.trim_end();
    if texte.is_empty() {
        return Err(Erreur::du_document("le texte est vide : un objet JSON est attendu."));
    }
    let mut json = serde_json::Deserializer::from_str(texte);
    let objet = serde_path_to_error::deserialize(&mut json).map_err(Erreur::depuis_json)?;
    json.end()
        .map_err(|_| Erreur::du_document("du texte suit la fin de l’objet JSON : un seul est attendu."))?;
    Ok(objet)
}

impl Entree {
    fn en_demande<E: fmt::Display>(
        self,
        aujourd_hui: impl Fn(CodeDepartement) -> Result<Date, E>,
    ) -> Result<Demande, Erreur> {
        let (acte, departement) = (self.acte.0, self.departement.0);
        let (patient, episode) =
            (self.patient.map(|patient| patient.0), self.episode.map(|episode| episode.0));
        exiger(acte, patient.as_ref(), episode.as_ref())?;
        let aujourd_hui = match self.aujourd_hui {
            Some(Lu(jour)) => jour,
            None => aujourd_hui(departement).map_err(|cause| Erreur::du_champ("departement", cause))?,
        };
        Ok(Demande {
            acte,
            le: self.le.0,
            aujourd_hui,
            departement,
            structure: self.structure.0.en_structure()?,
            praticien: self.praticien.0.en_praticien()?,
            patient: patient.map(EntreePatient::en_patient),
            episode: episode.map(EntreeEpisode::en_dossier),
            acte_ngap: self
                .acte_ngap
                .map(|Objet(acte)| ActeNgap { lettre: acte.lettre.0.0, coefficient: acte.coefficient.0 }),
        })
    }
}

/// What an act cannot be decided without.
fn exiger(
    acte: Acte,
    patient: Option<&EntreePatient>,
    episode: Option<&EntreeEpisode>,
) -> Result<(), Erreur> {
    let dans_un_episode = matches!(acte, Acte::Seance | Acte::Clore);
    let manques = [
        ("patient", acte != Acte::Declarer && patient.is_none()),
        ("episode", dans_un_episode && episode.is_none()),
        ("episode.ouvert_le", dans_un_episode && episode.is_none_or(|e| e.ouvert_le.is_none())),
        ("episode.seances", dans_un_episode && episode.is_none_or(|e| e.seances.is_none())),
    ];
    match manques.into_iter().find(|(_, manque)| *manque) {
        Some((champ, _)) => {
            Err(Erreur::du_champ(champ, format_args!("champ obligatoire pour l’acte « {} ».", acte.code())))
        }
        None => Ok(()),
    }
}

impl EntreeStructure {
    /// `fiche_projet_de_sante` says all or nothing; `etape_fiche` says the step, and both together say too much.
    fn en_structure(self) -> Result<Structure, Erreur> {
        let fiche_projet_de_sante = match (self.fiche_projet_de_sante, self.etape_fiche) {
            (Some(_), Some(_)) => {
                let sens = format_args!("donnez ce champ ou « fiche_projet_de_sante », pas les deux.");
                return Err(Erreur::du_champ("structure.etape_fiche", sens));
            }
            (Some(VraiFaux(true)), None) => Some(EtapeFiche::PriseEnCompte),
            (Some(VraiFaux(false)), None) => Some(EtapeFiche::Absente),
            (None, etape) => etape.map(|Lu(etape)| etape),
        };
        Ok(Structure { type_structure: self.type_structure.0, fiche_projet_de_sante })
    }
}

impl EntreePraticien {
    fn en_praticien(self) -> Result<Praticien, Erreur> {
        let jour = |date: Option<Lu<Date>>| date.map(|Lu(jour)| jour);
        let (autorise_du, autorise_au) = (jour(self.autorise_du), jour(self.autorise_au));
        if autorise_du.zip(autorise_au).is_some_and(|(du, au)| au < du) {
            let message = "cette date précède « autorise_du ».";
            return Err(Erreur::du_champ("praticien.autorise_au", message));
        }
        Ok(Praticien {
            statut: self.statut.0,
            lieu_exercice: self.lieu_exercice.map(|lieu| lieu.0),
            autorise_du,
            autorise_au,
            suspension: self.suspension.map(|motif| motif.0),
        })
    }
}

impl EntreePatient {
    fn en_patient(self) -> Patient {
        Patient {
            medecin_traitant: self.medecin_traitant.0,
            seances_hors_episode: self.seances_hors_episode.map(|nombre| nombre.0),
        }
    }
}

impl EntreeEpisode {
    fn en_dossier(self) -> DossierEpisode {
        DossierEpisode {
            ouvert_le: self.ouvert_le.map(|jour| jour.0),
            diagnostic_prealable: self.diagnostic_prealable.map(|Objet(diagnostic)| DiagnosticPrealable {
                type_diagnostic: diagnostic.type_diagnostic.0,
                date: diagnostic.date.0,
                en_rapport: diagnostic.en_rapport.0,
                enregistre_le: diagnostic.enregistre_le.0,
            }),
            drapeaux_rouges: self.drapeaux_rouges.0.into_iter().map(|Objet(d)| d.en_drapeau()).collect(),
            amelioration: self.amelioration.map(|amelioration| amelioration.0),
            seances: self.seances.unwrap_or_default().0.into_iter().map(|jour| jour.0).collect(),
        }
    }
}

impl EntreeDrapeau {
    fn en_drapeau(self) -> DrapeauRouge {
        DrapeauRouge {
            code: self.code.0.0,
            gravite: self.gravite.0,
            motif: self.motif.map(|motif| motif.0.0),
        }
    }
}
