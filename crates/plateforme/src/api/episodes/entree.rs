//! The bodies, strictly read: an unknown field is named, and every wrong value at once.

use droit::decision::{ActeNgap, DiagnosticPrealable, TypeDiagnostic};
use droit::episode::{
    Complement, Confirmation, Destination, GraviteEvenement, InformationPatient, IssueEpisode,
    MomentEvenement, MotifAnnulation, MotifOrientation, MotifRetraitDiagnostic, NatureEvenement,
    SeanceSaisie, Urgence,
};
use droit::identifiant::{EvenementId, OrientationId, PraticienId, SeanceId};
use droit::texte::TexteLibre;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use crate::echec::{ErreurDeChamp, Failure};
use crate::episode::champ::phrase;
use crate::gabarits::Erreurs;

/// Reads a body; an empty one is an empty object.
pub fn lire<T: DeserializeOwned>(corps: &[u8]) -> Result<T, Failure> {
    let corps = if corps.trim_ascii().is_empty() { b"{}".as_slice() } else { corps };
    formats::decision::lire_objet(corps)
        .map_err(|erreur| Failure::Saisie(vec![ErreurDeChamp::new(erreur.champ, erreur.message)]))
}

/// The value, or every error noted.
fn ou_erreurs<T>(valeur: Option<T>, erreurs: Erreurs) -> Result<T, Failure> {
    valeur.filter(|_| erreurs.est_vide()).ok_or_else(|| Failure::Saisie(erreurs.en_liste()))
}

fn jour(nom: &str, texte: Option<&String>, erreurs: &mut Erreurs) -> Option<Date> {
    let texte = texte?;
    erreurs.noter(nom, texte.parse().map_err(|_| "Une date AAAA-MM-JJ qui existe est attendue."))
}

fn texte(nom: &str, saisie: Option<&String>, erreurs: &mut Erreurs) -> Option<TexteLibre> {
    erreurs.noter(nom, saisie?.parse::<TexteLibre>().map_err(phrase))
}

fn confirmation(saisie: Option<&String>, erreurs: &mut Erreurs) -> Option<Confirmation> {
    texte("confirmation", saisie, erreurs).map(|motif| Confirmation { motif })
}

fn code<T>(
    nom: &str,
    saisie: &str,
    lire: fn(&str) -> Option<T>,
    admis: &[&str],
    erreurs: &mut Erreurs,
) -> Option<T> {
    let attendu =
        || format!("« {} » n’est pas admis. Valeurs admises : {}.", court(saisie), admis.join(", "));
    erreurs.noter(nom, lire(saisie).ok_or_else(attendu))
}

/// The beginning of a wrong value.
fn court(texte: &str) -> String {
    texte.chars().take(60).collect()
}

macro_rules! admis {
    ($type:ty) => {
        &<$type>::TOUS.iter().map(|valeur| valeur.code()).collect::<Vec<_>>()
    };
}

/// Un acte de la NGAP.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acte {
    #[schema(example = "RAM")]
    lettre: String,
    /// Entre guillemets, pour que ses décimales soient exactes.
    #[schema(example = "8.11")]
    coefficient: String,
}

impl Acte {
    /// « RAM 8.11 ».
    pub fn en_texte(&self) -> String {
        format!("{} {}", self.lettre, self.coefficient)
    }
}

/// Reads an act.
pub fn acte(acte: Option<&Acte>, erreurs: &mut Erreurs) -> Option<ActeNgap> {
    let acte = acte?;
    let coefficient = erreurs.noter("acte_ngap.coefficient", acte.coefficient.parse().map_err(phrase))?;
    Some(ActeNgap { lettre: acte.lettre.clone(), coefficient })
}

/// Ce qui est envoyé.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeanceBrute {
    le: Option<String>,
    acte_ngap: Option<Acte>,
    note: Option<String>,
    confirmation: Option<String>,
}

/// Une séance à enregistrer.
#[derive(Clone, Debug)]
pub struct Seance {
    /// Its day; today when not said.
    pub le: Option<Date>,
    acte: Option<ActeNgap>,
    note: Option<TexteLibre>,
    /// Why it goes on, where the rules ask.
    pub confirmation: Option<Confirmation>,
}

impl Seance {
    /// Reads it.
    pub fn lire(corps: &[u8]) -> Result<Self, Failure> {
        let brute: SeanceBrute = lire(corps)?;
        let mut e = Erreurs::default();
        let lue = Self {
            le: jour("le", brute.le.as_ref(), &mut e),
            acte: acte(brute.acte_ngap.as_ref(), &mut e),
            note: texte("note", brute.note.as_ref(), &mut e),
            confirmation: confirmation(brute.confirmation.as_ref(), &mut e),
        };
        ou_erreurs(Some(lue), e)
    }

    /// What is asked of the rules.
    pub fn saisie(&self, id: SeanceId, le: Date) -> SeanceSaisie {
        SeanceSaisie { id, le, acte: self.acte.clone(), note: self.note.clone() }
    }
}

/// Ce qui est envoyé.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnnulationBrute {
    motif: String,
    precision: Option<String>,
}

/// Une annulation.
#[derive(Clone, Debug)]
pub struct Annulation {
    /// Why.
    pub motif: MotifAnnulation,
    /// In the MK's words.
    pub precision: Option<TexteLibre>,
}

impl Annulation {
    /// Reads it.
    pub fn lire(corps: &[u8]) -> Result<Self, Failure> {
        let brute: AnnulationBrute = lire(corps)?;
        let mut e = Erreurs::default();
        let motif =
            code("motif", &brute.motif, MotifAnnulation::depuis_code, admis!(MotifAnnulation), &mut e);
        let precision = texte("precision", brute.precision.as_ref(), &mut e);
        ou_erreurs(motif.map(|motif| Self { motif, precision }), e)
    }
}

/// Ce qui est envoyé.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DiagnosticBrut {
    #[serde(rename = "type")]
    genre: String,
    date: String,
    en_rapport: bool,
    #[serde(default)]
    corrige: bool,
    confirmation: Option<String>,
}

/// Une preuve de diagnostic.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The document.
    pub piece: DiagnosticPrealable,
    /// Does it replace the one on file.
    pub corrige: bool,
    /// Why séances stand beyond the cap.
    pub confirmation: Option<Confirmation>,
}

impl Diagnostic {
    /// Reads it.
    pub fn lire(corps: &[u8]) -> Result<Self, Failure> {
        let brut: DiagnosticBrut = lire(corps)?;
        let mut e = Erreurs::default();
        let genre = code("type", &brut.genre, TypeDiagnostic::depuis_code, admis!(TypeDiagnostic), &mut e);
        let date = jour("date", Some(&brut.date), &mut e);
        let confirmation = confirmation(brut.confirmation.as_ref(), &mut e);
        let piece = genre.zip(date).map(|(type_diagnostic, date)| DiagnosticPrealable {
            type_diagnostic,
            date,
            en_rapport: brut.en_rapport,
            enregistre_le: date,
        });
        ou_erreurs(piece.map(|piece| Self { piece, corrige: brut.corrige, confirmation }), e)
    }
}

/// Ce qui est envoyé.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RetraitBrut {
    motif: String,
    confirmation: Option<String>,
}

/// Le retrait d’une preuve.
#[derive(Clone, Debug)]
pub struct Retrait {
    /// Why.
    pub motif: MotifRetraitDiagnostic,
    /// Why séances stand beyond the cap.
    pub confirmation: Option<Confirmation>,
}

impl Retrait {
    /// Reads it.
    pub fn lire(corps: &[u8]) -> Result<Self, Failure> {
        let brut: RetraitBrut = lire(corps)?;
        let mut e = Erreurs::default();
        let lire = MotifRetraitDiagnostic::depuis_code;
        let motif = code("motif", &brut.motif, lire, admis!(MotifRetraitDiagnostic), &mut e);
        let confirmation = confirmation(brut.confirmation.as_ref(), &mut e);
        ou_erreurs(motif.map(|motif| Self { motif, confirmation }), e)
    }
}

/// Ce qui est envoyé.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrientationBrute {
    le: Option<String>,
    motif: String,
    destination: String,
    urgence: String,
    precision: Option<String>,
}

/// Une orientation.
#[derive(Clone, Debug)]
pub struct Orientation {
    le: Option<Date>,
    motif: MotifOrientation,
    destination: Destination,
    urgence: Urgence,
    precision: Option<TexteLibre>,
}

impl Orientation {
    /// Reads it.
    pub fn lire(corps: &[u8]) -> Result<Self, Failure> {
        let brute: OrientationBrute = lire(corps)?;
        let mut e = Erreurs::default();
        let motif =
            code("motif", &brute.motif, MotifOrientation::depuis_code, admis!(MotifOrientation), &mut e);
        let destination =
            code("destination", &brute.destination, Destination::depuis_code, admis!(Destination), &mut e);
        let urgence = code("urgence", &brute.urgence, Urgence::depuis_code, admis!(Urgence), &mut e);
        let le = jour("le", brute.le.as_ref(), &mut e);
        let precision = texte("precision", brute.precision.as_ref(), &mut e);
        let lue =
            (|| Some(Self { le, motif: motif?, destination: destination?, urgence: urgence?, precision }))();
        ou_erreurs(lue, e)
    }

    /// What is recorded.
    pub fn fait(
        &self,
        id: OrientationId,
        par: PraticienId,
        aujourd_hui: Date,
    ) -> droit::episode::Orientation {
        droit::episode::Orientation {
            id,
            par,
            le: self.le.unwrap_or(aujourd_hui),
            motif: self.motif,
            destination: self.destination,
            urgence: self.urgence,
            precision: self.precision.clone(),
        }
    }
}

/// Ce qui est envoyé.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvenementBrut {
    le: Option<String>,
    gravite: String,
    nature: Option<String>,
    moment: Option<String>,
    information: Option<String>,
    circonstances: String,
    mesures: String,
}

impl EvenementBrut {
    /// What may be left out: the rest of the first declaration.
    fn complement(&self, e: &mut Erreurs) -> Option<Complement> {
        let nature = facultatif(self.nature.as_ref(), |dit| {
            code("nature", dit, NatureEvenement::depuis_code, admis!(NatureEvenement), e)
        });
        let moment = facultatif(self.moment.as_ref(), |dit| {
            code("moment", dit, MomentEvenement::depuis_code, admis!(MomentEvenement), e)
        });
        let information = facultatif(self.information.as_ref(), |dit| {
            code("information", dit, InformationPatient::depuis_code, admis!(InformationPatient), e)
        });
        Some(Complement { nature: nature?, moment: moment?, information: information? })
    }
}

/// Nothing when the field is left out, and nothing at all when it does not read.
fn facultatif<T>(dit: Option<&String>, lire: impl FnOnce(&str) -> Option<T>) -> Option<Option<T>> {
    dit.map_or(Some(None), |dit| lire(dit).map(Some))
}

/// Un événement indésirable.
#[derive(Clone, Debug)]
pub struct Evenement {
    le: Option<Date>,
    gravite: GraviteEvenement,
    complement: Complement,
    circonstances: TexteLibre,
    mesures: TexteLibre,
}

impl Evenement {
    /// Reads it.
    pub fn lire(corps: &[u8]) -> Result<Self, Failure> {
        let brut: EvenementBrut = lire(corps)?;
        let mut e = Erreurs::default();
        let gravite =
            code("gravite", &brut.gravite, GraviteEvenement::depuis_code, admis!(GraviteEvenement), &mut e);
        let le = jour("le", brut.le.as_ref(), &mut e);
        let complement = brut.complement(&mut e);
        let circonstances = texte("circonstances", Some(&brut.circonstances), &mut e);
        let mesures = texte("mesures", Some(&brut.mesures), &mut e);
        let lue = (|| {
            Some(Self {
                le,
                gravite: gravite?,
                complement: complement?,
                circonstances: circonstances?,
                mesures: mesures?,
            })
        })();
        ou_erreurs(lue, e)
    }

    /// What is recorded.
    pub fn fait(&self, id: EvenementId, par: PraticienId, aujourd_hui: Date) -> droit::episode::Evenement {
        droit::episode::Evenement {
            id,
            par,
            le: self.le.unwrap_or(aujourd_hui),
            gravite: self.gravite,
            circonstances: self.circonstances.clone(),
            mesures: self.mesures.clone(),
            complement: self.complement,
        }
    }
}

/// L’évolution du patient.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Amelioration {
    /// Does he improve.
    pub amelioration: bool,
}

impl Amelioration {
    /// Reads it.
    pub fn lire(corps: &[u8]) -> Result<Self, Failure> {
        lire(corps)
    }
}

/// Ce qui est envoyé.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClotureBrute {
    le: Option<String>,
    issue: String,
    confirmation: Option<String>,
}

/// La clôture.
#[derive(Clone, Debug)]
pub struct Cloture {
    /// Last day; today when not said.
    pub le: Option<Date>,
    /// How it ended.
    pub issue: IssueEpisode,
    /// Why it goes on, where the rules ask.
    pub confirmation: Option<Confirmation>,
}

impl Cloture {
    /// Reads it.
    pub fn lire(corps: &[u8]) -> Result<Self, Failure> {
        let brute: ClotureBrute = lire(corps)?;
        let mut e = Erreurs::default();
        let choisie =
            |texte: &str| IssueEpisode::depuis_code(texte).filter(|issue| *issue != IssueEpisode::Echue);
        let admis: Vec<&str> =
            IssueEpisode::TOUS.iter().map(|i| i.code()).filter(|code| *code != "echue").collect();
        let issue = code("issue", &brute.issue, choisie, &admis, &mut e);
        let le = jour("le", brute.le.as_ref(), &mut e);
        let confirmation = confirmation(brute.confirmation.as_ref(), &mut e);
        ou_erreurs(issue.map(|issue| Self { le, issue, confirmation }), e)
    }
}
