//! The bodies of the API of declarations: strict, every unknown field refused by its name.

use droit::declaration::{
    Justificatif, MotifRefus, MotifRetrait, MotifSuspension, PieceDemandee, TypeJustificatif,
};
use droit::identifiant::LieuId;
use droit::texte::TexteLibre;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use crate::declaration::Geste;
use crate::declaration::geste::ReponseAuLieu;
use crate::echec::{ErreurDeChamp, Failure};

/// The MKs to declare.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Volontaires {
    /// RPPS numbers, 500 at most.
    pub praticiens: Vec<String>,
    /// Proof of practice in the CPTS; needed to file.
    pub justificatif: Option<JustificatifSaisi>,
    /// `deposer` files the declarations; `garder` keeps the volunteers as drafts.
    pub suite: SuiteVoulue,
    /// For an MK in several CPTS: the one he declares with.
    pub cpts: Option<String>,
}

/// What becomes of the volunteers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SuiteVoulue {
    /// File their declarations.
    Deposer,
    /// Keep them as drafts.
    Garder,
}

/// A proof.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JustificatifSaisi {
    /// `attestation-cpts`, `recu-adhesion`, `declaration-sur-honneur`, `autre-document`.
    #[serde(rename = "type")]
    pub genre: String,
    /// Its reference.
    pub reference: Option<String>,
}

/// A step to take.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GesteSaisi {
    /// `deposer`, `retirer`, `accepter`, `refuser`, `demander-completion`, `suspendre`, `reprendre`, `retenir-lieu`,
    /// `ecarter-lieu`.
    pub geste: String,
    /// The version read: a declaration that has moved since is not touched (409).
    pub version: Option<i64>,
    /// With `deposer`.
    pub justificatif: Option<JustificatifSaisi>,
    /// With `refuser`.
    #[serde(default)]
    pub motifs: Vec<String>,
    /// With `demander-completion`.
    #[serde(default)]
    pub pieces: Vec<String>,
    /// Words, with `refuser`, `demander-completion` and `suspendre`; with `accepter`, why a red check does not hold it.
    pub precision: Option<String>,
    /// With `retirer` and `suspendre`.
    pub motif: Option<String>,
    /// Last day of the right, with `retirer` (AAAA-MM-JJ).
    #[schema(value_type = Option<String>, format = Date)]
    pub au: Option<Date>,
    /// First day without the right, with `suspendre`; of the right again, with `reprendre`; on the list, with
    /// `retenir-lieu`.
    #[schema(value_type = Option<String>, format = Date)]
    pub du: Option<Date>,
    /// Key of a place added since the acceptance, with `retenir-lieu` and `ecarter-lieu`.
    pub lieu: Option<String>,
}

/// Reads a body; the error names the field or the place.
pub fn lire<T: DeserializeOwned>(octets: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(octets).map_err(|erreur| {
        let message = erreur.to_string();
        let champ = message.split('`').nth(1).unwrap_or("corps").to_owned();
        let dit = if message.starts_with("unknown field") {
            format!("le champ « {champ} » n’existe pas : retirez-le")
        } else if message.starts_with("missing field") {
            format!("le champ « {champ} » manque")
        } else if message.starts_with("unknown variant") {
            format!(
                "« {champ} » n’est pas une valeur admise (ligne {}, colonne {})",
                erreur.line(),
                erreur.column()
            )
        } else {
            format!("contenu JSON illisible ligne {}, colonne {}", erreur.line(), erreur.column())
        };
        Failure::Saisie(vec![ErreurDeChamp::new(champ, dit)])
    })
}

impl JustificatifSaisi {
    /// The proof.
    pub fn lire(&self) -> Result<Justificatif, Failure> {
        let type_justificatif = code("justificatif.type", &self.genre, TypeJustificatif::depuis_code)?;
        Ok(Justificatif {
            type_justificatif,
            reference: texte("justificatif.reference", self.reference.as_deref())?,
        })
    }
}

impl GesteSaisi {
    /// The step.
    pub fn lire(&self) -> Result<Geste, Failure> {
        let precision = || texte("precision", self.precision.as_deref());
        Ok(match self.geste.as_str() {
            "deposer" => {
                Geste::Deposer(self.justificatif.as_ref().map(JustificatifSaisi::lire).transpose()?, None)
            }
            "retirer" => {
                let motif = self.motif.as_deref().unwrap_or_default();
                Geste::Retirer { motif: code("motif", motif, MotifRetrait::depuis_code)?, au: self.au }
            }
            "suspendre" => {
                let motif = self.motif.as_deref().unwrap_or_default();
                let motif = code("motif", motif, MotifSuspension::depuis_code)?;
                Geste::Suspendre { motif, du: self.du, precision: precision()? }
            }
            "reprendre" => Geste::Reprendre(self.du),
            "accepter" => Geste::Valider(precision()?),
            "refuser" => Geste::Refuser {
                motifs: codes("motifs", &self.motifs, MotifRefus::depuis_code)?,
                precision: precision()?,
            },
            "demander-completion" => Geste::Completer {
                pieces: codes("pieces", &self.pieces, PieceDemandee::depuis_code)?,
                precision: precision()?,
            },
            "retenir-lieu" => Geste::Lieu {
                lieu: self.lieu()?,
                reponse: ReponseAuLieu::Retenir { du: self.du, precision: precision()? },
            },
            "ecarter-lieu" => Geste::Lieu {
                lieu: self.lieu()?,
                reponse: ReponseAuLieu::Ecarter { precision: precision()? },
            },
            autre => return Err(Failure::champ("geste", format!("« {autre} » n’est pas un geste connu"))),
        })
    }
}

impl GesteSaisi {
    fn lieu(&self) -> Result<LieuId, Failure> {
        let saisi = self.lieu.as_deref().unwrap_or_default();
        saisi.parse().map_err(|_| Failure::champ("lieu", "nommez un lieu du praticien par son identifiant"))
    }
}

fn code<T>(champ: &'static str, saisi: &str, lire: impl Fn(&str) -> Option<T>) -> Result<T, Failure> {
    lire(saisi).ok_or_else(|| Failure::champ(champ, format!("« {saisi} » n’est pas un code connu")))
}

fn codes<T>(
    champ: &'static str,
    saisis: &[String],
    lire: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, Failure> {
    saisis.iter().map(|saisi| code(champ, saisi, &lire)).collect()
}

fn texte(champ: &'static str, saisi: Option<&str>) -> Result<Option<TexteLibre>, Failure> {
    let lu = saisi.map(|saisi| saisi.parse().map_err(|faute| Failure::champ(champ, format!("{faute}"))));
    lu.transpose()
}
