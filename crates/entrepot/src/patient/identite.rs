//! An identity at rest: one sealed JSON object, and the keyed hashes by which it is found.

use droit::document::ListePrenoms;
use droit::identifiant::{Ins, OidIns, PatientId, StatutIdentite};
use droit::patient::{Identite, Sexe, Traits};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Echec;
use crate::chiffre::{Cellule, IndexAveugle, Trousseau};
use crate::colonne::{cellule, desceller, illisible, sceller};

const INS: &str = "patient.ins";
const TRAITS: &str = "patient.traits";

#[derive(Serialize, Deserialize)]
struct Clair {
    nom: String,
    prenom: String,
    sexe: String,
    ne_le: Date,
    lieu: Option<String>,
    statut: String,
    ins: Option<(String, String)>,
    #[serde(default)]
    prenoms: Option<String>,
}

pub(super) fn indice_ins(trousseau: &Trousseau, identite: &Identite) -> Option<IndexAveugle> {
    identite.ins.as_ref().map(|ins| trousseau.index(INS, numero(ins).as_bytes()))
}

pub(super) fn indices_ins(trousseau: &Trousseau, identite: &Identite) -> Vec<IndexAveugle> {
    identite.ins.as_ref().map_or_else(Vec::new, |ins| trousseau.indices(INS, numero(ins).as_bytes()))
}

pub(super) fn indice_traits(trousseau: &Trousseau, identite: &Identite) -> IndexAveugle {
    trousseau.index(TRAITS, identite.traits.canoniques().as_bytes())
}

pub(super) fn indices_traits(trousseau: &Trousseau, identite: &Identite) -> Vec<IndexAveugle> {
    trousseau.indices(TRAITS, identite.traits.canoniques().as_bytes())
}

pub(super) fn sceller_identite(
    trousseau: &Trousseau,
    id: PatientId,
    identite: &Identite,
    prenoms: Option<&ListePrenoms>,
) -> Vec<u8> {
    sceller_dans(trousseau, cellule("patient", "identite", id.bits()), (identite, prenoms))
}

/// The same in another cell.
pub(super) fn sceller_dans(
    trousseau: &Trousseau,
    lieu: Cellule,
    (identite, prenoms): (&Identite, Option<&ListePrenoms>),
) -> Vec<u8> {
    let clair = Clair {
        nom: identite.traits.nom_naissance().to_owned(),
        prenom: identite.traits.prenom().to_owned(),
        sexe: identite.traits.sexe().code().to_owned(),
        ne_le: identite.traits.ne_le(),
        lieu: identite.lieu_naissance.as_ref().map(|lieu| lieu.as_str().to_owned()),
        statut: identite.statut.code().to_owned(),
        ins: identite.ins.as_ref().map(|ins| (ins.oid().as_str().to_owned(), ins.as_str().to_owned())),
        prenoms: prenoms.map(|prenoms| prenoms.as_str().to_owned()),
    };
    let octets = serde_json::to_vec(&clair).unwrap_or_default();
    sceller(trousseau, lieu, &octets)
}

/// Opens the identity of a patient.
pub(crate) fn ouvrir_identite(
    trousseau: &Trousseau,
    id: PatientId,
    scelle: &[u8],
) -> Result<Identite, Echec> {
    ouvrir_avec_prenoms(trousseau, id, scelle).map(|(identite, _)| identite)
}

/// The same with the list of his given names, when it is on file.
pub(super) fn ouvrir_avec_prenoms(
    trousseau: &Trousseau,
    id: PatientId,
    scelle: &[u8],
) -> Result<(Identite, Option<ListePrenoms>), Echec> {
    ouvrir_dans(trousseau, cellule("patient", "identite", id.bits()), scelle)
}

/// The same from another cell.
pub(super) fn ouvrir_dans(
    trousseau: &Trousseau,
    lieu: Cellule,
    scelle: &[u8],
) -> Result<(Identite, Option<ListePrenoms>), Echec> {
    let octets = desceller(trousseau, lieu, scelle)?;
    let clair: Clair = serde_json::from_slice(&octets).map_err(|cause| illisible(lieu, &cause))?;
    relire(clair).map_err(|cause| illisible(lieu, &cause))
}

fn relire(clair: Clair) -> Result<(Identite, Option<ListePrenoms>), String> {
    let sexe = Sexe::depuis_code(&clair.sexe).ok_or("sexe inconnu")?;
    let traits = Traits::relus(&clair.nom, &clair.prenom, sexe, clair.ne_le, Date::MAX)
        .map_err(|cause| cause.to_string())?;
    let ins = match clair.ins {
        None => None,
        Some((oid, matricule)) => {
            let oid = OidIns::depuis_code(&oid).ok_or("autorité inconnue")?;
            Some(Ins::sous(oid, &matricule).map_err(|cause| cause.to_string())?)
        }
    };
    let lieu_naissance =
        clair.lieu.map(|lieu| lieu.parse()).transpose().map_err(|_| "lieu de naissance illisible")?;
    let statut = StatutIdentite::depuis_code(&clair.statut).ok_or("statut inconnu")?;
    let prenoms = match clair.prenoms {
        None => None,
        Some(liste) => {
            let liste = liste.parse().map_err(|_| "prénoms illisibles")?;
            Some(ListePrenoms::nouvelle(liste, traits.prenom()).map_err(|cause| cause.to_string())?)
        }
    };
    Ok((Identite { traits, ins, lieu_naissance, statut }, prenoms))
}

fn numero(ins: &Ins) -> String {
    format!("{}|{}", ins.oid().as_str(), ins.as_str())
}
