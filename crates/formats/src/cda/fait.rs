//! What a document says outside, once: the CDA and its metadata are both written from here, so that they agree.

use droit::document::{
    Document, Genre, IdentifiantStructure, InsRetenue, InsTransmissible, Medecin, MedecinTraitant,
};
use droit::identifiant::{DocumentId, Monde, NumeroRpps};
use droit::patient::Traits;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::code::{Axe, Code, code};
use super::{CdaRefuse, Oid};

/// Health professionals, by national number.
pub(crate) const RACINE_PROFESSIONNELS: &str = "1.2.250.1.71.4.2.1";
/// Structures, by national number.
pub(crate) const RACINE_STRUCTURES: &str = "1.2.250.1.71.4.2.2";

/// The identifier of a patient: a list and a number in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IdPatient {
    pub racine: String,
    pub numero: String,
    /// `NH` for the national number, `PI` for a local one.
    pub genre: &'static str,
}

/// Everything that the header and the metadata share.
pub(crate) struct Faits<'d> {
    pub document: &'d Document,
    pub id: String,
    pub serie: String,
    pub remplace: Option<String>,
    pub genre: &'static Code,
    pub classe: &'static Code,
    pub secteur: &'static Code,
    pub cadre: &'static Code,
    pub profession: &'static Code,
    pub sexe: &'static Code,
    pub format: &'static Code,
    pub confidentialite: &'static Code,
    pub medecin_traitant: &'static Code,
    /// Local time with its offset, `20260105101500+0100`.
    pub valide_le: String,
    /// The same in UTC, `20260105091500`.
    pub valide_le_utc: String,
    pub patient: IdPatient,
    pub ins: Result<InsTransmissible<'d>, InsRetenue>,
    pub auteur: String,
    pub structure: String,
}

impl<'d> Faits<'d> {
    pub(crate) fn de<M: Monde>(
        document: &'d Document,
        fuseau: &TimeZone,
        racine_locale: &Oid,
    ) -> Result<Self, CdaRefuse> {
        let en_tete = &document.en_tete;
        let local = en_tete.valide_le.to_zoned(fuseau.clone());
        let le = local.date();
        let ins = match en_tete.sujet.ins_transmissible() {
            Ok(ins) => Ok(ins.vers::<M>()?),
            Err(retenue) => Err(retenue),
        };
        let patient = match &ins {
            Ok(ins) => IdPatient {
                racine: ins.ins().oid().as_str().to_owned(),
                numero: ins.ins().as_str().to_owned(),
                genre: "NH",
            },
            Err(_) => IdPatient {
                racine: racine_locale.as_str().to_owned(),
                numero: en_tete.sujet.id.to_string(),
                genre: "PI",
            },
        };
        let cabinet = &en_tete.redacteur.cabinet;
        let genre = document.genre().code();
        Ok(Self {
            document,
            id: oid_du_document(en_tete.reference.id()),
            serie: Oid::d_un_uuid(en_tete.reference.serie().bits()).as_str().to_owned(),
            remplace: en_tete.reference.remplace().map(oid_du_document),
            genre: code(Axe::Type, genre, le)?,
            classe: code(Axe::Classe, genre, le)?,
            secteur: code(Axe::Secteur, cabinet.exercice.code(), le)?,
            cadre: code(Axe::Cadre, en_tete.lieu.code(), le)?,
            profession: code(Axe::Profession, "masseur-kinesitherapeute", le)?,
            sexe: code(Axe::Sexe, en_tete.sujet.identite.traits.sexe().code(), le)?,
            format: code(Axe::Format, "pdf", le)?,
            confidentialite: code(Axe::Confidentialite, "normale", le)?,
            medecin_traitant: code(Axe::Fonction, "medecin-traitant", le)?,
            valide_le: local.strftime("%Y%m%d%H%M%S%z").to_string(),
            valide_le_utc: en_utc(en_tete.valide_le),
            patient,
            ins,
            auteur: id_professionnel(&en_tete.redacteur.rpps),
            structure: id_structure(&cabinet.identifiant),
        })
    }

    pub(crate) fn traits(&self) -> &'d Traits {
        &self.document.en_tete.sujet.identite.traits
    }

    /// All given names; the first one alone when the others are not known.
    pub(crate) fn prenoms(&self) -> &'d str {
        let sujet = &self.document.en_tete.sujet;
        sujet.prenoms.as_ref().map_or_else(|| sujet.identite.traits.prenom(), |prenoms| prenoms.as_str())
    }

    /// Is it written for the payer alone: it then names no other recipient.
    pub(crate) fn pour_le_payeur(&self) -> bool {
        self.document.genre() == Genre::Justificatif
    }

    /// The doctor who follows the patient, when there is one and the reader has to do with him: a payer has not.
    pub(crate) fn medecin(&self) -> Option<&'d Medecin> {
        if self.pour_le_payeur() {
            return None;
        }
        match &self.document.en_tete.medecin_traitant {
            MedecinTraitant::Connu(medecin) => Some(medecin),
            MedecinTraitant::Aucun | MedecinTraitant::NonPrecise => None,
        }
    }
}

/// The same identifier wherever the document goes.
pub(crate) fn oid_du_document(id: DocumentId) -> String {
    Oid::d_un_uuid(id.bits()).as_str().to_owned()
}

/// `IdNat_PS`: an 8, then the RPPS number.
pub(crate) fn id_professionnel(rpps: &NumeroRpps) -> String {
    format!("8{}", rpps.as_str())
}

/// `IdNat_Struct`: 1 and the FINESS, 3 and the SIRET, 4, an RPPS number and the rank of the practice. The example of the ANS
/// writes that rank in three digits (`401234567890009`, ansforge/IG-FHIR-PDSM4DMP-EEDS, StructIdNat.fsh); no text read
/// here states their number: to be confirmed.
fn id_structure(identifiant: &IdentifiantStructure) -> String {
    match identifiant {
        IdentifiantStructure::Finess(finess) => format!("1{finess}"),
        IdentifiantStructure::Siret(siret) => format!("3{siret}"),
        IdentifiantStructure::CabinetDuPraticien { rpps, rang } => {
            format!("4{}{}", rpps.as_str(), rang.ecrit())
        }
    }
}

/// The first instant of a local day, in UTC.
pub(crate) fn jour_en_utc(jour: Date, fuseau: &TimeZone) -> String {
    jour.to_zoned(fuseau.clone())
        .map_or_else(|_| jour.strftime("%Y%m%d").to_string(), |z| en_utc(z.timestamp()))
}

/// `20260105091500`, converted for real: the offset is not subtracted from the hour.
pub(crate) fn en_utc(instant: Timestamp) -> String {
    instant.to_zoned(TimeZone::UTC).strftime("%Y%m%d%H%M%S").to_string()
}
