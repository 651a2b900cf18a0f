//! An archive received: read within limits, refused when it lies on its sizes, its names or its fingerprints.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::metadonnees::empreinte;

/// Files in one archive.
const FICHIERS_MAX: usize = 64;
/// Bytes of all files once inflated: a mail of MSSanté holds 25 MB at most.
const OCTETS_MAX: u64 = 64 << 20;
/// Nested elements of the metadata.
const PROFONDEUR_MAX: usize = 64;
const DOSSIER: &str = "IHE_XDM/SUBSET01/";

/// Why an archive is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveRefusee {
    /// Not a zip, or a broken one.
    #[error("cette pièce jointe n’est pas une archive lisible : demandez à l’expéditeur de la renvoyer")]
    Illisible,
    /// Too many files or bytes.
    #[error("cette archive dépasse les limites d’un envoi : elle n’est pas ouverte")]
    TropGrande,
    /// A name that leaves the archive, or twice the same.
    #[error("cette archive contient un nom de fichier interdit : elle n’est pas ouverte")]
    Nom,
    /// No metadata.
    #[error("cette archive n’a pas de métadonnées (METADATA.XML) : ce n’est pas un envoi IHE XDM")]
    SansMetadonnees,
    /// The metadata are not what they should be.
    #[error("les métadonnées de cette archive sont fausses : {0}")]
    Metadonnees(String),
    /// A document is not the one the metadata describe.
    #[error("le document {0} n’est pas celui que décrivent les métadonnées : il a été altéré")]
    Altere(String),
}

/// A document of an archive, checked against its metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRecu {
    /// Its name in the archive.
    pub nom: String,
    /// Its identifier.
    pub id: String,
    /// The patient, as the metadata say: `<numéro>^^^&<OID>&ISO^NH`.
    pub patient: String,
    /// Its bytes.
    pub octets: Vec<u8>,
}

/// An archive read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveLue {
    /// Every file, by name.
    pub fichiers: BTreeMap<String, Vec<u8>>,
    /// The documents that the metadata describe.
    pub documents: Vec<DocumentRecu>,
}

/// Reads an archive without trusting it.
///
/// # Errors
/// Says why the archive is not opened.
pub fn lire(octets: &[u8]) -> Result<ArchiveLue, ArchiveRefusee> {
    let fichiers = deballer(octets, OCTETS_MAX)?;
    let metadonnees = fichiers.get("IHE_XDM/SUBSET01/METADATA.XML").ok_or(ArchiveRefusee::SansMetadonnees)?;
    let documents =
        fiches(metadonnees)?.into_iter().map(|fiche| fiche.document(&fichiers)).collect::<Result<_, _>>()?;
    Ok(ArchiveLue { fichiers, documents })
}

pub(super) fn deballer(octets: &[u8], octets_max: u64) -> Result<BTreeMap<String, Vec<u8>>, ArchiveRefusee> {
    let mut zip = ZipArchive::new(Cursor::new(octets)).map_err(|_| ArchiveRefusee::Illisible)?;
    if zip.len() > FICHIERS_MAX {
        return Err(ArchiveRefusee::TropGrande);
    }
    let mut fichiers = BTreeMap::new();
    let mut reste = octets_max;
    for rang in 0..zip.len() {
        let mut fichier = zip.by_index(rang).map_err(|_| ArchiveRefusee::Illisible)?;
        let nom = std::str::from_utf8(fichier.name_raw()).map_err(|_| ArchiveRefusee::Nom)?.to_owned();
        let dossier = nom.ends_with('/');
        if !sur(nom.trim_end_matches('/')) {
            return Err(ArchiveRefusee::Nom);
        }
        // The announced size may lie: one byte more than what is left is enough to know.
        let mut lus = Vec::new();
        fichier.by_ref().take(reste + 1).read_to_end(&mut lus).map_err(|_| ArchiveRefusee::Illisible)?;
        let taille = u64::try_from(lus.len()).unwrap_or(u64::MAX);
        reste = reste.checked_sub(taille).ok_or(ArchiveRefusee::TropGrande)?;
        if !dossier && fichiers.insert(nom, lus).is_some() {
            return Err(ArchiveRefusee::Nom);
        }
    }
    Ok(fichiers)
}

/// Is the name a plain path below the archive.
fn sur(nom: &str) -> bool {
    let partie = |partie: &str| !matches!(partie, "" | "." | "..") && !partie.contains(['\\', ':', '\0']);
    nom.len() <= 200 && nom.split('/').all(partie)
}

/// What the metadata say of one document.
#[derive(Default)]
struct FicheRecue {
    champs: BTreeMap<String, String>,
    identifiants: BTreeMap<String, String>,
}

impl FicheRecue {
    fn champ(&self, nom: &str) -> Result<&str, ArchiveRefusee> {
        let valeur = self.champs.get(nom).filter(|valeur| !valeur.is_empty());
        valeur.map(String::as_str).ok_or_else(|| ArchiveRefusee::Metadonnees(format!("« {nom} » y manque")))
    }

    fn identifiant(&self, nom: &str) -> Result<String, ArchiveRefusee> {
        let valeur = self.identifiants.get(nom).filter(|valeur| !valeur.is_empty());
        valeur.cloned().ok_or_else(|| ArchiveRefusee::Metadonnees(format!("« {nom} » y manque")))
    }

    fn document(self, fichiers: &BTreeMap<String, Vec<u8>>) -> Result<DocumentRecu, ArchiveRefusee> {
        let nom = self.champ("URI")?.to_owned();
        let octets = fichiers
            .get(&format!("{DOSSIER}{nom}"))
            .ok_or_else(|| ArchiveRefusee::Metadonnees(format!("« {nom} » n’est pas dans l’archive")))?;
        let taille_juste = self.champ("size")? == octets.len().to_string();
        if !taille_juste || !self.champ("hash")?.eq_ignore_ascii_case(&empreinte(octets)) {
            return Err(ArchiveRefusee::Altere(nom));
        }
        Ok(DocumentRecu {
            id: self.identifiant("urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab")?,
            patient: self.identifiant("urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427")?,
            octets: octets.clone(),
            nom,
        })
    }
}

/// The `ExtrinsicObject`s of the metadata. Entities that the file declares are not expanded.
fn fiches(octets: &[u8]) -> Result<Vec<FicheRecue>, ArchiveRefusee> {
    let faute = |cause: &dyn std::fmt::Display| ArchiveRefusee::Metadonnees(cause.to_string());
    let texte = std::str::from_utf8(octets).map_err(|cause| faute(&cause))?;
    let mut lecteur = Reader::from_str(texte);
    let (mut fiches, mut fiche) = (Vec::new(), None::<FicheRecue>);
    let (mut champ, mut valeur, mut profondeur) = (None::<String>, None::<String>, 0usize);
    loop {
        let evenement = lecteur.read_event().map_err(|cause| faute(&cause))?;
        match &evenement {
            Event::Start(balise) | Event::Empty(balise) => {
                match balise.local_name().as_ref() {
                    "ExtrinsicObject" => fiche = Some(FicheRecue::default()),
                    "Slot" => champ = attribut(balise, "name")?,
                    "Value" => valeur = Some(String::new()),
                    "ExternalIdentifier" => {
                        let (schema, lu) =
                            (attribut(balise, "identificationScheme")?, attribut(balise, "value")?);
                        if let (Some(fiche), Some(schema), Some(lu)) = (&mut fiche, schema, lu) {
                            fiche.identifiants.insert(schema, lu);
                        }
                    }
                    _ => {}
                }
                if matches!(evenement, Event::Start(_)) {
                    profondeur += 1;
                }
                if profondeur > PROFONDEUR_MAX {
                    return Err(ArchiveRefusee::Metadonnees("trop de niveaux".to_owned()));
                }
            }
            Event::Text(texte) => valeur.iter_mut().for_each(|valeur| valeur.push_str(texte)),
            Event::GeneralRef(nom) => {
                let c = nom.resolve_char_ref().map_err(|cause| faute(&cause))?;
                valeur.iter_mut().for_each(|valeur| valeur.extend(c));
            }
            Event::End(balise) => {
                profondeur = profondeur.saturating_sub(1);
                match balise.local_name().as_ref() {
                    "ExtrinsicObject" => fiches.extend(fiche.take()),
                    "Value" => {
                        if let (Some(fiche), Some(champ), Some(lu)) = (&mut fiche, &champ, valeur.take()) {
                            fiche.champs.entry(champ.clone()).or_insert(lu);
                        }
                    }
                    _ => {}
                }
            }
            Event::DocType(_) => {
                return Err(ArchiveRefusee::Metadonnees("type de document interdit".to_owned()));
            }
            Event::Eof => return Ok(fiches),
            _ => {}
        }
    }
}

fn attribut(balise: &BytesStart<'_>, nom: &str) -> Result<Option<String>, ArchiveRefusee> {
    let faute = |cause: &dyn std::fmt::Display| ArchiveRefusee::Metadonnees(cause.to_string());
    let Some(attribut) = balise.try_get_attribute(nom).map_err(|cause| faute(&cause))? else {
        return Ok(None);
    };
    let valeur =
        attribut.normalized_value(quick_xml::XmlVersion::Implicit1_0).map_err(|cause| faute(&cause))?;
    Ok(Some(valeur.into_owned()))
}
