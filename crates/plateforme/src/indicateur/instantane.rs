//! A snapshot: the tables of a department and of its CPTS, their definitions and the rules, as bytes that anybody with
//! the same facts writes the same.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use droit::acces::Lecteur;
use droit::decision::TypeStructure;
use droit::identifiant::CodeDepartement;
use droit::indicateur::secret::SEUIL;
use droit::indicateur::{Champ, Perimetre, Periode, VERSION_DU_CALCUL, Variante};
use droit::reglement::Reglement;
use entrepot::indicateur::histoire::{Publication, histoire};
use entrepot::indicateur::instantane::NouvelInstantane;
use entrepot::indicateur::{participation, parution};
use entrepot::{Echec, Tx, cpts};
use formats::indicateur::{TableauNomme, en_json};
use jiff::civil::Date;
use serde::Serialize;

use super::lecture::{Question, avec_participation};

/// What the bytes are. From 3 on, nothing in them is a key of the installation, and they quote the publications before.
pub const FORMAT: &str = "acces-direct/instantane/3";

#[derive(Serialize)]
struct Contenu<'c> {
    format: &'static str,
    departement: &'c str,
    territoire: String,
    periode: String,
    #[serde(serialize_with = "jour")]
    du: Date,
    #[serde(serialize_with = "jour")]
    au: Date,
    periode_en_cours: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    avertissement: Option<&'static str>,
    #[serde(serialize_with = "jour")]
    arrete_le: Date,
    #[serde(serialize_with = "jour")]
    publie_le: Date,
    nombre_de_publications: i64,
    publications: Vec<PublicationEcrite>,
    reglement: &'c str,
    calcul: i64,
    seuil_du_secret: u64,
    definitions: Vec<DefinitionEcrite<'c>>,
    tableaux: Vec<TableauNomme>,
}

/// A publication that the snapshot rests on: its figures depend on what was shown before.
#[derive(Serialize)]
struct PublicationEcrite {
    numero: i64,
    #[serde(serialize_with = "jour")]
    le: Date,
    empreinte: Option<String>,
}

/// What a snapshot of an unfinished period says of itself.
pub const EN_COURS: &str = "La période n’est pas finie : ces chiffres sont partiels.";

/// Why no snapshot is taken of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodeRefusee {
    /// It does not exist in this department.
    #[error("cette période n’existe pas dans ce département")]
    Inconnue,
    /// It has not begun.
    #[error("cette période n’a pas commencé : elle va du {du} au {au}")]
    AVenir {
        /// First day.
        du: Date,
        /// Last day.
        au: Date,
    },
    /// Nothing happened in it.
    #[error("rien n’est enregistré pour ce département pendant cette période : il n’y aurait que des zéros")]
    SansFait,
}

/// May a snapshot be taken of this period on a day: it has begun, and something is recorded of it.
///
/// # Errors
/// When the base fails.
pub fn examiner(
    tx: &mut Tx,
    reglement: &Reglement,
    departement: CodeDepartement,
    (periode, le): (Periode, Date),
) -> Result<Result<(), PeriodeRefusee>, Echec> {
    let champ = Champ::tout(Perimetre::Departement(departement));
    let Some((du, au)) = periode.bornes(&champ.perimetre, reglement) else {
        return Ok(Err(PeriodeRefusee::Inconnue));
    };
    if du > le {
        return Ok(Err(PeriodeRefusee::AVenir { du, au }));
    }
    let lue = participation(tx, &champ, periode)?;
    let mut quelque_chose = lue.volontaires + lue.autorises + lue.supports > 0;
    for variante in Variante::TOUS {
        let parue = parution::lire(tx, *variante, &parution::place(&champ, periode))?;
        quelque_chose |= parue.is_some_and(|table| table.cases.values().any(|case| case.compte().n > 0));
    }
    Ok(if quelque_chose { Ok(()) } else { Err(PeriodeRefusee::SansFait) })
}

#[derive(Serialize)]
struct DefinitionEcrite<'c> {
    code: &'static str,
    libelle: &'c str,
    unite: &'c str,
    formule: &'c str,
    denominateur: Option<&'c str>,
    precision: Option<&'c str>,
    sources: Vec<String>,
}

fn jour<S: serde::Serializer>(jour: &Date, sortie: S) -> Result<S::Ok, S::Error> {
    sortie.serialize_str(&jour.to_string())
}

/// Makes the snapshot of what was published last; `arrete_le` is the day it says it is as of.
///
/// # Errors
/// When the base fails, nothing was published yet, or the period does not exist.
pub fn composer(
    tx: &mut Tx,
    reglement: &Reglement,
    departement: CodeDepartement,
    periode: Periode,
    arrete_le: Date,
) -> Result<NouvelInstantane, Echec> {
    let perimetre = Perimetre::Departement(departement);
    let (du, au) = periode.bornes(&perimetre, reglement).ok_or(Echec::Absent)?;
    let mut periodes = vec![periode];
    periodes.extend(periode.mois(&perimetre, reglement).into_iter().filter(|mois| *mois != periode));
    let champs = champs(tx, reglement, departement)?;
    let (mut tableaux, mut participations) = (Vec::new(), BTreeMap::new());
    for variante in Variante::TOUS {
        for (nomme, une) in champs.iter().flat_map(|nomme| periodes.iter().map(move |p| (nomme, *p))) {
            // The whole is always told: its MKs are known before anybody is treated.
            let ensemble = nomme.champ == Champ::tout(perimetre.clone()) && une == periode;
            if !ensemble && parution::lire(tx, *variante, &parution::place(&nomme.champ, une))?.is_none() {
                continue;
            }
            let question = Question { champ: nomme.champ.clone(), periode: une, variante: *variante };
            let lue = match participations.entry((nomme.champ.clone(), une)) {
                Entry::Occupied(lue) => lue.into_mut(),
                Entry::Vacant(place) => place.insert(participation(tx, &nomme.champ, une)?),
            };
            let lu = avec_participation(tx, (reglement, arrete_le), &question, lue, Lecteur::Exterieur)?;
            tableaux.push(en_json(&lu, reglement.indicateurs()).nommer(&nomme.cle, &nomme.nom));
        }
    }
    let etat = parution::etat(tx)?;
    let en_cours = arrete_le <= au;
    let contenu = Contenu {
        format: FORMAT,
        departement: departement.as_str(),
        territoire: territoire(reglement, departement),
        periode: periode.to_string(),
        du,
        au,
        periode_en_cours: en_cours,
        avertissement: en_cours.then_some(EN_COURS),
        arrete_le,
        publie_le: etat.le.ok_or(Echec::Absent)?,
        nombre_de_publications: etat.version,
        publications: histoire(tx, departement)?.into_iter().map(citer).collect(),
        reglement: reglement.empreinte(),
        calcul: VERSION_DU_CALCUL,
        seuil_du_secret: SEUIL,
        definitions: definitions(reglement),
        tableaux,
    };
    let mut octets =
        serde_json::to_vec_pretty(&contenu).map_err(|cause| Echec::Moteur { cause: cause.to_string() })?;
    octets.push(b'\n');
    Ok(NouvelInstantane {
        departement,
        periode: periode.to_string(),
        arrete_le,
        reglement: reglement.empreinte().to_owned(),
        contenu: octets,
    })
}

fn citer(publication: Publication) -> PublicationEcrite {
    let Publication { numero, le, empreinte } = publication;
    PublicationEcrite { numero, le, empreinte }
}

fn territoire(reglement: &Reglement, departement: CodeDepartement) -> String {
    reglement.departement(departement).map_or_else(|| departement.to_string(), |lu| lu.nom.clone())
}

/// What a table is about, under a key that every institution shares.
struct Nomme {
    champ: Champ,
    cle: String,
    nom: String,
}

/// The department, each type of structure in it, its CPTS, in an order that depends on no key of the installation.
fn champs(tx: &mut Tx, reglement: &Reglement, departement: CodeDepartement) -> Result<Vec<Nomme>, Echec> {
    let perimetre = Perimetre::Departement(departement);
    let nom = territoire(reglement, departement);
    let structures = TypeStructure::TOUS.iter().map(|structure| Some(*structure));
    let mut champs: Vec<Nomme> = std::iter::once(None)
        .chain(structures)
        .map(|structure| Nomme {
            champ: Champ { perimetre: perimetre.clone(), structure },
            cle: perimetre.to_string(),
            nom: nom.clone(),
        })
        .collect();
    champs.extend(cpts::designations(tx, departement)?.into_iter().map(|une| Nomme {
        champ: Champ::tout(Perimetre::Cpts(une.id)),
        cle: une.cle,
        nom: une.nom,
    }));
    Ok(champs)
}

fn definitions(reglement: &Reglement) -> Vec<DefinitionEcrite<'_>> {
    let registre = reglement.registre();
    let titres: BTreeMap<&str, &str> =
        registre.textes().map(|texte| (texte.id.as_str(), texte.titre.as_str())).collect();
    reglement
        .indicateurs()
        .iter()
        .map(|definition| DefinitionEcrite {
            code: definition.indicateur.code(),
            libelle: &definition.libelle,
            unite: &definition.unite,
            formule: &definition.formule,
            denominateur: definition.denominateur.as_deref(),
            precision: definition.precision.as_deref(),
            sources: definition
                .sources
                .iter()
                .map(|source| {
                    let titre = titres.get(source.texte.as_str()).copied().unwrap_or(&source.texte);
                    if source.article.is_empty() {
                        titre.to_owned()
                    } else {
                        format!("{titre}, {}", source.article)
                    }
                })
                .collect(),
        })
        .collect()
}
