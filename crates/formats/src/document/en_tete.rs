//! What surrounds a document, as JSON: reference, author, patient, doctor, dates.

use droit::document::{
    Adresse, Cabinet, Civilite, CodePostal, EnTete, Exercice, IdentifiantStructure, LieuDeSoin, ListePrenoms,
    Medecin, MedecinTraitant, NomComplet, RangDeCabinet, Redacteur, Reference, Sujet, Telephone,
};
use droit::episode::{Cote, Localisation, Region};
use droit::identifiant::{
    CodeDepartement, DocumentId, EpisodeId, Finess, Ins, LieuNaissance, MatriculeIns, NumeroRpps, OidIns,
    PatientId, SerieId, Siret, StatutIdentite,
};
use droit::patient::{Identite, Sexe, Traits};
use droit::texte::Intitule;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::valeur::{Ecrit, ecrit, lu};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReferenceJson {
    id: Ecrit<DocumentId>,
    serie: Ecrit<SerieId>,
    version: u16,
    remplace: Option<Ecrit<DocumentId>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NomJson {
    nom: Ecrit<Intitule>,
    prenom: Ecrit<Intitule>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AdresseJson {
    voie: Option<Ecrit<Intitule>>,
    code_postal: Ecrit<CodePostal>,
    commune: Ecrit<Intitule>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
enum StructureJson {
    Finess(Ecrit<Finess>),
    Siret(Ecrit<Siret>),
    CabinetDuPraticien {
        rpps: Ecrit<NumeroRpps>,
        rang: u8,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        chiffres: Option<u8>,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CabinetJson {
    nom: Ecrit<Intitule>,
    identifiant: StructureJson,
    exercice: Ecrit<Exercice>,
    adresse: AdresseJson,
    telephone: Option<Ecrit<Telephone>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RedacteurJson {
    rpps: Ecrit<NumeroRpps>,
    civilite: Option<Ecrit<Civilite>>,
    nom: NomJson,
    cabinet: CabinetJson,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct InsJson {
    oid: Ecrit<OidIns>,
    matricule: Ecrit<MatriculeIns>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SujetJson {
    id: Ecrit<PatientId>,
    nom_naissance: String,
    prenom: String,
    sexe: Ecrit<Sexe>,
    ne_le: Date,
    statut: Ecrit<StatutIdentite>,
    ins: Option<InsJson>,
    lieu_naissance: Option<Ecrit<LieuNaissance>>,
    prenoms: Option<Ecrit<Intitule>>,
    nom_utilise: Option<NomJson>,
    adresse: Option<AdresseJson>,
    telephone: Option<Ecrit<Telephone>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
enum MedecinJson {
    Connu { rpps: Option<Ecrit<NumeroRpps>>, nom: NomJson, adresse: Option<AdresseJson> },
    Aucun,
    NonPrecise,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EnTeteJson {
    reference: ReferenceJson,
    episode: Ecrit<EpisodeId>,
    region: Ecrit<Region>,
    cote: Ecrit<Cote>,
    departement: Ecrit<CodeDepartement>,
    redacteur: RedacteurJson,
    sujet: SujetJson,
    medecin_traitant: MedecinJson,
    valide_le: Timestamp,
    soins_du: Date,
    soins_au: Option<Date>,
    lieu: Ecrit<LieuDeSoin>,
}

impl From<NomComplet> for NomJson {
    fn from(n: NomComplet) -> Self {
        Self { nom: Ecrit(n.nom), prenom: Ecrit(n.prenom) }
    }
}

impl From<NomJson> for NomComplet {
    fn from(n: NomJson) -> Self {
        Self { nom: n.nom.0, prenom: n.prenom.0 }
    }
}

impl From<Adresse> for AdresseJson {
    fn from(a: Adresse) -> Self {
        Self { voie: ecrit(a.voie), code_postal: Ecrit(a.code_postal), commune: Ecrit(a.commune) }
    }
}

impl From<AdresseJson> for Adresse {
    fn from(a: AdresseJson) -> Self {
        Self { voie: lu(a.voie), code_postal: a.code_postal.0, commune: a.commune.0 }
    }
}

impl From<Cabinet> for CabinetJson {
    fn from(c: Cabinet) -> Self {
        let identifiant = match c.identifiant {
            IdentifiantStructure::Finess(finess) => StructureJson::Finess(Ecrit(finess)),
            IdentifiantStructure::Siret(siret) => StructureJson::Siret(Ecrit(siret)),
            IdentifiantStructure::CabinetDuPraticien { rpps, rang } => {
                let (chiffres, rang) = (rang.chiffres(), rang.rang());
                StructureJson::CabinetDuPraticien { rpps: Ecrit(rpps), rang, chiffres }
            }
        };
        Self {
            nom: Ecrit(c.nom),
            identifiant,
            exercice: Ecrit(c.exercice),
            adresse: c.adresse.into(),
            telephone: ecrit(c.telephone),
        }
    }
}

impl From<CabinetJson> for Cabinet {
    fn from(c: CabinetJson) -> Self {
        let identifiant = match c.identifiant {
            StructureJson::Finess(finess) => IdentifiantStructure::Finess(finess.0),
            StructureJson::Siret(siret) => IdentifiantStructure::Siret(siret.0),
            StructureJson::CabinetDuPraticien { rpps, rang, chiffres } => {
                let rang = RangDeCabinet::relu(rang, chiffres);
                IdentifiantStructure::CabinetDuPraticien { rpps: rpps.0, rang }
            }
        };
        Self {
            nom: c.nom.0,
            identifiant,
            exercice: c.exercice.0,
            adresse: c.adresse.into(),
            telephone: lu(c.telephone),
        }
    }
}

impl From<Redacteur> for RedacteurJson {
    fn from(r: Redacteur) -> Self {
        let (nom, cabinet) = (r.nom.into(), r.cabinet.into());
        Self { rpps: Ecrit(r.rpps), civilite: ecrit(r.civilite), nom, cabinet }
    }
}

impl From<RedacteurJson> for Redacteur {
    fn from(r: RedacteurJson) -> Self {
        Self { rpps: r.rpps.0, civilite: lu(r.civilite), nom: r.nom.into(), cabinet: r.cabinet.into() }
    }
}

impl From<&Sujet> for SujetJson {
    fn from(s: &Sujet) -> Self {
        let Identite { traits, ins, lieu_naissance, statut } = &s.identite;
        let ins = ins
            .as_ref()
            .map(|ins| InsJson { oid: Ecrit(ins.oid()), matricule: Ecrit(ins.matricule().clone()) });
        let prenoms = s.prenoms.as_ref().and_then(|prenoms| prenoms.as_str().parse().ok()).map(Ecrit);
        Self {
            id: Ecrit(s.id),
            nom_naissance: traits.nom_naissance().to_owned(),
            prenom: traits.prenom().to_owned(),
            sexe: Ecrit(traits.sexe()),
            ne_le: traits.ne_le(),
            statut: Ecrit(*statut),
            ins,
            lieu_naissance: ecrit(lieu_naissance.clone()),
            prenoms,
            nom_utilise: s.nom_utilise.clone().map(NomJson::from),
            adresse: s.adresse.clone().map(AdresseJson::from),
            telephone: ecrit(s.telephone.clone()),
        }
    }
}

impl SujetJson {
    /// The patient; `le` bounds the birth date.
    fn sujet(self, le: Date) -> Result<Sujet, String> {
        let traits = Traits::relus(&self.nom_naissance, &self.prenom, self.sexe.0, self.ne_le, le)
            .map_err(|faute| faute.to_string())?;
        let prenoms = self
            .prenoms
            .map(|Ecrit(liste)| ListePrenoms::nouvelle(liste, &self.prenom))
            .transpose()
            .map_err(|faute| faute.to_string())?;
        let ins = self.ins.map(|ins| Ins::new(ins.matricule.0, ins.oid.0));
        let lieu_naissance = lu(self.lieu_naissance);
        Ok(Sujet {
            id: self.id.0,
            identite: Identite { traits, ins, lieu_naissance, statut: self.statut.0 },
            prenoms,
            nom_utilise: self.nom_utilise.map(NomComplet::from),
            adresse: self.adresse.map(Adresse::from),
            telephone: lu(self.telephone),
        })
    }
}

impl From<MedecinTraitant> for MedecinJson {
    fn from(m: MedecinTraitant) -> Self {
        match m {
            MedecinTraitant::Connu(Medecin { rpps, nom, adresse }) => {
                Self::Connu { rpps: ecrit(rpps), nom: nom.into(), adresse: adresse.map(AdresseJson::from) }
            }
            MedecinTraitant::Aucun => Self::Aucun,
            MedecinTraitant::NonPrecise => Self::NonPrecise,
        }
    }
}

impl From<MedecinJson> for MedecinTraitant {
    fn from(m: MedecinJson) -> Self {
        match m {
            MedecinJson::Connu { rpps, nom, adresse } => {
                Self::Connu(Medecin { rpps: lu(rpps), nom: nom.into(), adresse: adresse.map(Adresse::from) })
            }
            MedecinJson::Aucun => Self::Aucun,
            MedecinJson::NonPrecise => Self::NonPrecise,
        }
    }
}

impl From<&EnTete> for EnTeteJson {
    fn from(e: &EnTete) -> Self {
        let reference = ReferenceJson {
            id: Ecrit(e.reference.id()),
            serie: Ecrit(e.reference.serie()),
            version: e.reference.version(),
            remplace: ecrit(e.reference.remplace()),
        };
        Self {
            reference,
            episode: Ecrit(e.episode),
            region: Ecrit(e.localisation.region()),
            cote: Ecrit(e.localisation.cote()),
            departement: Ecrit(e.departement),
            redacteur: e.redacteur.clone().into(),
            sujet: (&e.sujet).into(),
            medecin_traitant: e.medecin_traitant.clone().into(),
            valide_le: e.valide_le,
            soins_du: e.soins_du,
            soins_au: e.soins_au,
            lieu: Ecrit(e.lieu),
        }
    }
}

impl EnTeteJson {
    /// What it says, or why it cannot be true.
    pub(super) fn en_tete(self) -> Result<EnTete, String> {
        let ReferenceJson { id, serie, version, remplace } = self.reference;
        let reference =
            Reference::relue(id.0, serie.0, version, lu(remplace)).map_err(|faute| faute.to_string())?;
        let localisation =
            Localisation::nouvelle(self.region.0, self.cote.0).map_err(|faute| faute.to_string())?;
        let jour = jiff::SignedDuration::from_hours(24);
        let lendemain = self.valide_le.checked_add(jour).unwrap_or(self.valide_le);
        let sujet = self.sujet.sujet(lendemain.to_zoned(jiff::tz::TimeZone::UTC).date())?;
        Ok(EnTete {
            reference,
            episode: self.episode.0,
            localisation,
            departement: self.departement.0,
            redacteur: self.redacteur.into(),
            sujet,
            medecin_traitant: self.medecin_traitant.into(),
            valide_le: self.valide_le,
            soins_du: self.soins_du,
            soins_au: self.soins_au,
            lieu: self.lieu.0,
        })
    }
}
