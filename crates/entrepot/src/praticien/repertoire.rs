//! The MKs as a directory: found by a word of their name or by their number, their name and their status corrected.

use std::collections::HashSet;

use droit::decision::Statut;
use droit::identifiant::{CodeDepartement, PraticienId};
use jiff::Timestamp;
use serde_json::json;

use super::{Praticien, lire};
use crate::journal::Entree;
use crate::recherche::{motif, mots};
use crate::transmission::TRANSMETTRE;
use crate::{Echec, Tx, params, trace};

const CHERCHER: &str = "SELECT id, rpps, nom, prenom, statut FROM praticien
    WHERE recherche LIKE $1 OR rpps LIKE $2 ORDER BY recherche, id LIMIT $3 OFFSET $4";
const COMPTER: &str = "SELECT count(*) AS n FROM praticien WHERE recherche LIKE $1 OR rpps LIKE $2";
const NOMME: &str = "SELECT 1 AS un FROM praticien WHERE recherche LIKE $1 LIMIT 1";
const INSCRIT_DANS: &str =
    "SELECT DISTINCT departement FROM autorisation WHERE praticien = $1 ORDER BY departement";
const CORRIGER: &str = "UPDATE praticien SET nom = $5, prenom = $6, recherche = $7, statut = $8,
        version = version + 1
    WHERE id = $1 AND nom = $2 AND prenom = $3 AND statut = $4";

/// Which of these words are the name of an MK on file. They are searched as they are: give few.
///
/// # Errors
/// When the base fails.
pub fn noms_connus(tx: &mut Tx, noms: &[String]) -> Result<HashSet<String>, Echec> {
    let mut connus = HashSet::new();
    for nom in noms {
        if tx.query_opt(NOMME, &params![format!(" {} %", mots(nom))])?.is_some() {
            connus.insert(nom.clone());
        }
    }
    Ok(connus)
}

/// What may be corrected of an MK; his number may not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Etat {
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// How he exercises.
    pub statut: Statut,
}

/// Corrects an MK; fails with [`Echec::Conflit`] when he is no more as he was read. The journal keeps the statuses, not
/// the names; the local bodies that have, or had, his name on their list are given the new one.
///
/// # Errors
/// When the base fails.
pub fn corriger(
    tx: &mut Tx,
    (id, avant): (PraticienId, &Etat),
    apres: &Etat,
    acteur: &str,
    instant: Timestamp,
) -> Result<(), Echec> {
    let valeurs = params![
        id,
        avant.nom.as_str(),
        avant.prenom.as_str(),
        avant.statut,
        apres.nom.as_str(),
        apres.prenom.as_str(),
        format!(" {} {}", mots(&apres.nom), mots(&apres.prenom)),
        apres.statut
    ];
    tx.enqueue_one(CORRIGER, valeurs);
    let mut entree = Entree::new(instant, acteur, "praticien.corriger", format!("praticien/{id}"));
    let nom_change = (&avant.nom, &avant.prenom) != (&apres.nom, &apres.prenom);
    entree.details = json!({
        "nom_change": nom_change, "statut_avant": avant.statut.code(), "statut": apres.statut.code(),
    })
    .to_string();
    tx.tracer(entree);
    if nom_change { redire(tx, id, instant) } else { Ok(()) }
}

/// The next file of each department where the MK is, or was, on the list holds what changed of him.
fn redire(tx: &mut Tx, id: PraticienId, instant: Timestamp) -> Result<(), Echec> {
    for ligne in tx.query(INSCRIT_DANS, &params![id])? {
        let departement: CodeDepartement = ligne.get("departement")?;
        let cle = format!("praticien/{id}/{departement}/{}", instant.as_microsecond());
        let contenu = json!({ "departement": departement.as_str() });
        tx.deposer(trace::message(TRANSMETTRE, &cle, &contenu, instant));
    }
    Ok(())
}

/// A page of those with a word that begins so, or whose number does, by name, and how many there are in all.
///
/// # Errors
/// When the base fails.
pub fn chercher(tx: &mut Tx, saisie: &str, combien: u32, apres: u32) -> Result<(Vec<Praticien>, u64), Echec> {
    let mot = motif(saisie).unwrap_or_else(|| "%".to_owned());
    let chiffres: String = saisie.chars().filter(char::is_ascii_digit).collect();
    let numero = if chiffres.is_empty() { String::new() } else { format!("{chiffres}%") };
    let total: i64 = tx.query_one(COMPTER, &params![&mot, &numero])?.get("n")?;
    let lignes = tx.query(CHERCHER, &params![&mot, &numero, combien, apres])?;
    let trouves = lignes.iter().map(lire).collect::<Result<_, _>>()?;
    Ok((trouves, u64::try_from(total).unwrap_or_default()))
}

impl Praticien {
    /// What may be corrected of him.
    pub fn etat(&self) -> Etat {
        Etat { nom: self.nom.clone(), prenom: self.prenom.clone(), statut: self.statut }
    }
}
