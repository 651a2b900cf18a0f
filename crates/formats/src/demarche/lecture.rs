//! A line of an export, or the fields of a dossier of the API, as a dossier; every fault of every line at once.

use std::collections::HashSet;
use std::fmt;

use droit::decision::Statut;

use super::{Cle, Correspondance, Dossier, EtatDossier};
use crate::liste_rpps::numero_rpps;
use crate::tableur::{self, Cellule, Limites, TableurInvalide, normaliser};

/// The fields of a dossier: titles and texts.
type Champs = Vec<(String, String)>;

/// A line at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneFautive {
    /// Its number in the file, or its rank in the answer of the API.
    pub ligne: u32,
    /// What is wrong, in French.
    pub raison: String,
}

impl fmt::Display for LigneFautive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ligne {} : {}", self.ligne, self.raison)
    }
}

/// Why nothing is kept of an export.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportInvalide {
    /// The file.
    #[error(transparent)]
    Fichier(#[from] TableurInvalide),
    /// Titles that are not there.
    #[error("colonnes introuvables : {} ; gardez la ligne de titres de l’export", .0.join(", "))]
    ColonnesAbsentes(Vec<&'static str>),
    /// Lines at fault.
    #[error("{} ligne(s) à corriger : rien n’a été repris", .0.len())]
    Lignes(Vec<LigneFautive>),
}

/// Reads an export, CSV or XLSX.
///
/// # Errors
/// When the file, its titles or any of its lines cannot be read.
pub fn lire_export(octets: &[u8], titres: &Correspondance) -> Result<Vec<Dossier>, ExportInvalide> {
    let feuille = tableur::lire(octets, &Limites::LISTE)?;
    let mut lignes = feuille.lignes.iter();
    let entete = lignes.next().ok_or(TableurInvalide::Vide)?;
    let noms: Vec<_> = entete.cellules.iter().map(Cellule::en_texte).collect();
    let absentes: Vec<_> = Cle::REQUISES
        .into_iter()
        .filter(|cle| titres.place(*cle, &noms).is_none())
        .map(Cle::libelle)
        .collect();
    if !absentes.is_empty() {
        return Err(ExportInvalide::ColonnesAbsentes(absentes));
    }
    let lus = lignes.map(|ligne| {
        let champ =
            |cle| titres.place(cle, &noms).map_or(&Cellule::Vide, |place| ligne.cellule(place)).clone();
        (ligne.numero, un_dossier(champ, titres.statut()))
    });
    tous(trier(lus))
}

/// Reads the fields of dossiers of the API: titles and texts, in any order.
///
/// # Errors
/// When any of them cannot be read.
pub fn de_champs(dossiers: &[Champs], titres: &Correspondance) -> Result<Vec<Dossier>, ExportInvalide> {
    tous(de_champs_lisibles(dossiers, titres))
}

/// The same with those that cannot be read aside: nobody can correct them in a file.
pub fn de_champs_lisibles(dossiers: &[Champs], titres: &Correspondance) -> (Vec<Dossier>, Vec<LigneFautive>) {
    let lus = (1u32..).zip(dossiers).map(|(rang, champs)| {
        let noms: Vec<String> = champs.iter().map(|(nom, _)| nom.clone()).collect();
        let champ = |cle| {
            let valeur = titres.place(cle, &noms).and_then(|place| champs.get(place));
            valeur.map_or(Cellule::Vide, |(_, texte)| Cellule::texte(texte))
        };
        let lu = un_dossier(champ, titres.statut());
        (rang, lu.map_err(|raison| format!("dossier n° {} : {raison}", champ(Cle::Numero).en_texte())))
    });
    trier(lus)
}

/// A number seen twice is a fault.
fn trier(lus: impl Iterator<Item = (u32, Result<Dossier, String>)>) -> (Vec<Dossier>, Vec<LigneFautive>) {
    let (mut dossiers, mut fautives, mut vus) = (Vec::new(), Vec::new(), HashSet::new());
    for (ligne, lu) in lus {
        match lu {
            Ok(dossier) if !vus.insert(dossier.numero) => {
                let raison = format!("le dossier n° {} figure deux fois", dossier.numero);
                fautives.push(LigneFautive { ligne, raison });
            }
            Ok(dossier) => dossiers.push(dossier),
            Err(raison) => fautives.push(LigneFautive { ligne, raison }),
        }
    }
    (dossiers, fautives)
}

/// All or nothing.
fn tous((dossiers, fautives): (Vec<Dossier>, Vec<LigneFautive>)) -> Result<Vec<Dossier>, ExportInvalide> {
    if !fautives.is_empty() {
        Err(ExportInvalide::Lignes(fautives))
    } else if dossiers.is_empty() {
        Err(TableurInvalide::Vide.into())
    } else {
        Ok(dossiers)
    }
}

fn un_dossier(champ: impl Fn(Cle) -> Cellule, par_defaut: Option<Statut>) -> Result<Dossier, String> {
    let texte = |cle| champ(cle).en_texte();
    let numero = texte(Cle::Numero).parse().map_err(|erreur| format!("{erreur}"))?;
    let etat = EtatDossier::lire(&texte(Cle::Etat))
        .ok_or_else(|| format!("l’état « {} » n’est pas connu", texte(Cle::Etat)))?;
    let depose_le = champ(Cle::DeposeLe).jour().ok_or("la date de dépôt manque ou n’est pas une date")?;
    let traite_le = champ(Cle::TraiteLe).jour();
    let decide = matches!(etat, EtatDossier::Accepte | EtatDossier::Refuse | EtatDossier::SansSuite);
    if decide && traite_le.is_none() {
        return Err("un dossier décidé porte la date de sa décision : elle manque".to_owned());
    }
    if traite_le.is_some_and(|le| le < depose_le) {
        return Err("la décision précède le dépôt".to_owned());
    }
    let rpps = numero_rpps(&texte(Cle::Rpps)).map_err(|faux| faux.to_string())?;
    let requis = |cle: Cle| match texte(cle) {
        vide if vide.is_empty() => Err(format!("le champ « {} » est vide", cle.libelle())),
        long if long.chars().count() > 120 => {
            Err(format!("le champ « {} » dépasse 120 signes", cle.libelle()))
        }
        lu => Ok(lu),
    };
    Ok(Dossier {
        numero,
        etat,
        depose_le,
        traite_le: traite_le.filter(|_| decide),
        motivation: Some(texte(Cle::Motivation)).filter(|mots| !mots.is_empty()),
        rpps,
        nom: requis(Cle::Nom)?,
        prenom: requis(Cle::Prenom)?,
        statut: statut(&texte(Cle::Statut), par_defaut)?,
        cpts: requis(Cle::Cpts)?,
        adresse: texte(Cle::Adresse).chars().take(120).collect(),
        code_postal: texte(Cle::CodePostal).chars().take(10).collect(),
        commune: texte(Cle::Commune).chars().take(120).collect(),
    })
}

/// A form that does not ask leaves the status unknown: an agent says it of all its dossiers, or it is a fault; it is never
/// guessed.
fn statut(texte: &str, par_defaut: Option<Statut>) -> Result<Statut, String> {
    let mots = normaliser(texte);
    let connus = [
        ("remplac", Statut::Remplacant),
        ("collabo", Statut::Collaborateur),
        ("assist", Statut::Assistant),
        ("salari", Statut::Salarie),
        ("titulaire", Statut::Titulaire),
    ];
    if mots.is_empty() {
        return par_defaut.ok_or_else(|| {
            "le statut manque : dites celui des praticiens dont le formulaire ne le demande pas".to_owned()
        });
    }
    let trouve = connus.iter().find(|(debut, _)| mots.contains(debut));
    trouve.map(|(_, statut)| *statut).ok_or_else(|| format!("le statut « {texte} » n’est pas connu"))
}
