//! Making the sums again from the facts, and proving that those on file are the same.

use std::collections::{BTreeMap, BTreeSet};

use droit::identifiant::CptsId;
use droit::indicateur::{
    Mouvement, Releve, Situation, Tranche, VERSION_DU_CALCUL, mouvement, presences_du_praticien,
};
use uuid::Uuid;

use super::releve::{Lus, RELEVER, parametres, situation};
use super::tenue::{
    Annees, Suites, ajouter_les_seances, compter, inscrire, morceaux, par_annee, presences,
    relever_les_seances, seances_de,
};
use super::{reglement, signalement};
use crate::journal::Tete;
use crate::{Echec, Row, Tx, params};

const VERSION: &str = "SELECT version FROM indicateur_etat WHERE id = 1";
const DATER: &str = "UPDATE indicateur_etat SET version = $1, epoque = epoque + 1 WHERE id = 1";
const PATIENTS: &str = "SELECT DISTINCT patient FROM episode WHERE patient > $1 ORDER BY patient LIMIT $2";
const DES_PATIENTS: &str = "SELECT id FROM episode WHERE patient BETWEEN $1 AND $2";
const PRATICIENS: &str =
    "SELECT DISTINCT praticien FROM indicateur_praticien WHERE praticien > $1 ORDER BY praticien LIMIT $2";
const DES_PRATICIENS: &str = "SELECT praticien, tranche, departement, cpts, structure, n
    FROM indicateur_praticien WHERE praticien BETWEEN $1 AND $2";
const EFFACER: [&str; 5] = [
    "DELETE FROM indicateur_compteur",
    "DELETE FROM indicateur_praticien",
    "DELETE FROM indicateur_praticien_annee",
    "DELETE FROM indicateur_episode",
    "DELETE FROM indicateur_changement",
];
const ANNEES: &str =
    "SELECT annee, departement, cpts, praticien, n FROM indicateur_praticien_annee WHERE n <> 0";
const SOMMES: &str = "SELECT perimetre, variante, tranche, mesure, modalite, structure, precedent, n, sujets
    FROM indicateur_compteur WHERE n <> 0 OR sujets <> 0";

/// Patients or MKs taken at a time: what waits in memory stays small.
const PAQUET: u16 = 256;
/// Differences told one by one.
const ECARTS_DITS: usize = 10;

/// What a comparison found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Constat {
    /// Episodes counted again.
    pub episodes: u64,
    /// Sums compared.
    pub sommes: u64,
    /// How many differ.
    pub differentes: u64,
    /// The first of them, told.
    pub ecarts: Vec<String>,
}

impl Constat {
    fn comparer<C: Ord + std::fmt::Debug, V: PartialEq + std::fmt::Debug>(
        &mut self,
        (attendus, trouves): (&BTreeMap<C, V>, &BTreeMap<C, V>),
    ) {
        let cles: BTreeSet<&C> = attendus.keys().chain(trouves.keys()).collect();
        for cle in cles {
            self.sommes += 1;
            let (attendu, trouve) = (attendus.get(cle), trouves.get(cle));
            if attendu != trouve {
                self.differentes += 1;
                if self.ecarts.len() < ECARTS_DITS {
                    self.ecarts.push(format!("{cle:?} : {trouve:?} au lieu de {attendu:?}"));
                }
            }
        }
    }
}

/// Were the sums made by this way of counting.
pub(crate) fn est_a_jour(tx: &mut Tx) -> Result<bool, Echec> {
    Ok(tx.query_one(VERSION, &[])?.get::<i64>("version")? == VERSION_DU_CALCUL)
}

/// Makes the sums again when another way of counting made them: once, whichever node opens the base first.
pub(crate) fn mettre_a_jour(tx: &mut Tx) -> Result<(), Echec> {
    Tete::charger_verrouillee(tx)?;
    if est_a_jour(tx)? { Ok(()) } else { recalculer(tx).map(drop) }
}

/// Makes every sum again from the facts, in one transaction; the number of episodes counted.
///
/// # Errors
/// When the base fails.
pub fn recalculer(tx: &mut Tx) -> Result<u64, Echec> {
    Tete::charger_verrouillee(tx)?;
    for sql in EFFACER {
        tx.execute(sql, &[])?;
    }
    let reglement = reglement()?;
    let mut episodes = 0;
    parcourir(tx, PATIENTS, DES_PATIENTS, "patient", |tx, lignes| {
        let cles = lignes.iter().map(|ligne| ligne.get("id")).collect::<Result<BTreeSet<Uuid>, _>>()?;
        let (mut somme, mut suites) = (Mouvement::default(), Suites::default());
        for morceau in morceaux(&cles) {
            let lignes = tx.query(RELEVER.pour(morceau.len()), &parametres(&morceau))?;
            let lus = Lus::assembler(&lignes, reglement)?;
            somme.joindre(compter(tx, lus, reglement, &mut suites)?);
        }
        inscrire(tx, &somme);
        ajouter_les_seances(tx, &suites.seances);
        episodes += cles.len() as u64;
        Ok(())
    })?;
    parcourir(tx, signalement::TOUS, signalement::ENTRE, "id", |tx, lignes| {
        let somme = compter(tx, signalement::assembler(lignes)?, reglement, &mut Suites::default())?;
        inscrire(tx, &somme);
        Ok(())
    })?;
    parcourir(tx, PRATICIENS, DES_PRATICIENS, "praticien", |tx, lignes| {
        let mut somme = Mouvement::default();
        for siennes in presences(lignes)?.values() {
            somme.joindre(presences_du_praticien(siennes, 1, reglement));
        }
        inscrire(tx, &somme);
        Ok(())
    })?;
    tx.execute(DATER, &params![VERSION_DU_CALCUL])?;
    Ok(episodes)
}

/// Compares every sum on file with what the facts give, without writing anything.
///
/// # Errors
/// When the base fails.
pub fn verifier(tx: &mut Tx) -> Result<Constat, Echec> {
    let reglement = reglement()?;
    let mut constat = Constat::default();
    let (mut somme, mut seances) = (Mouvement::default(), BTreeMap::new());
    parcourir(tx, PATIENTS, DES_PATIENTS, "patient", |tx, lignes| {
        let cles = lignes.iter().map(|ligne| ligne.get("id")).collect::<Result<BTreeSet<Uuid>, _>>()?;
        let (mut actuels, mut comptes) = (BTreeMap::new(), BTreeMap::new());
        for morceau in morceaux(&cles) {
            let lus =
                Lus::assembler(&tx.query(RELEVER.pour(morceau.len()), &parametres(&morceau))?, reglement)?;
            actuels.extend(lus.actuels);
            comptes.extend(lus.comptes.into_values().flatten());
        }
        constat.episodes += cles.len() as u64;
        let mut patients: BTreeMap<Uuid, BTreeMap<Uuid, Releve>> = BTreeMap::new();
        let mut releves = BTreeMap::new();
        for (episode, (patient, releve)) in actuels {
            patients.entry(patient).or_default().insert(episode, releve.clone());
            releves.insert(episode, releve);
        }
        constat.comparer((&releves, &comptes));
        for siens in patients.values() {
            relever_les_seances(siens, 1, &mut seances)?;
            let situes = siens.values().map(|r| Ok((situation(r)?, r))).collect::<Result<Vec<_>, Echec>>()?;
            somme.joindre(mouvement(&[], &situes, reglement));
        }
        Ok(())
    })?;
    parcourir(tx, signalement::TOUS, signalement::ENTRE, "id", |_, lignes| {
        let lus = signalement::assembler(lignes)?;
        let actuels: BTreeMap<Uuid, Releve> =
            lus.actuels.into_iter().map(|(id, (_, releve))| (id, releve)).collect();
        constat.comparer((&actuels, &lus.comptes.into_values().flatten().collect()));
        for releve in actuels.values() {
            somme.joindre(mouvement(&[], &[(situation(releve)?, releve)], reglement));
        }
        Ok(())
    })?;
    seances.retain(|_, n| *n != 0);
    constat.comparer((&seances, &seances_sur_fichier(tx)?));
    constat.comparer((&par_annee(&seances), &annees_sur_fichier(tx)?));
    let mut presences: BTreeMap<Uuid, BTreeSet<(Situation, Tranche)>> = BTreeMap::new();
    for (praticien, tranche, lieu) in seances.keys() {
        presences.entry(*praticien).or_default().insert((*lieu, *tranche));
    }
    for siennes in presences.values() {
        somme.joindre(presences_du_praticien(siennes, 1, reglement));
    }
    constat.comparer((&attendues(&somme), &sommes_sur_fichier(tx)?));
    Ok(constat)
}

/// Takes the rows packet by packet: the keys of the first text bound those of the second.
fn parcourir(
    tx: &mut Tx,
    cles: &'static str,
    lignes: &'static str,
    colonne: &str,
    mut faire: impl FnMut(&mut Tx, &[Row]) -> Result<(), Echec>,
) -> Result<(), Echec> {
    let mut depuis = Uuid::nil();
    loop {
        let paquet = tx.query(cles, &params![depuis, PAQUET])?;
        let (Some(premiere), Some(derniere)) = (paquet.first(), paquet.last()) else { return Ok(()) };
        let bornes = params![premiere.get::<Uuid>(colonne)?, derniere.get::<Uuid>(colonne)?];
        depuis = derniere.get(colonne)?;
        let rangees = tx.query(lignes, &bornes)?;
        faire(tx, &rangees)?;
    }
}

fn seances_sur_fichier(tx: &mut Tx) -> Result<BTreeMap<(Uuid, Tranche, Situation), i64>, Echec> {
    let mut seances = BTreeMap::new();
    parcourir(tx, PRATICIENS, DES_PRATICIENS, "praticien", |_, lignes| {
        for ligne in lignes {
            let (cle, n) = seances_de(ligne)?;
            if n != 0 {
                seances.insert(cle, n);
            }
        }
        Ok(())
    })?;
    Ok(seances)
}

fn annees_sur_fichier(tx: &mut Tx) -> Result<Annees, Echec> {
    let lue = |ligne: &Row| {
        let (annee, departement) = (ligne.get("annee")?, ligne.get("departement")?);
        Ok(((annee, departement, ligne.get("cpts")?, ligne.get("praticien")?), ligne.get("n")?))
    };
    tx.query(ANNEES, &[])?.iter().map(lue).collect()
}

/// A sum as the table keeps it: perimeter, variant, measure, modality, structure, third, third before.
type Somme = ([String; 5], i64, i64);

fn attendues(somme: &Mouvement) -> BTreeMap<Somme, (i64, i64)> {
    somme
        .iter()
        .map(|(perimetre, structure, cellule, ecart)| {
            let textes = [
                perimetre.to_owned(),
                cellule.variante.code().to_owned(),
                cellule.mesure.code().to_owned(),
                cellule.modalite.clone(),
                structure.to_owned(),
            ];
            let cle = (textes, cellule.tranche.numero(), cellule.precedent.numero());
            (cle, (ecart.n, ecart.sujets))
        })
        .collect()
}

fn sommes_sur_fichier(tx: &mut Tx) -> Result<BTreeMap<Somme, (i64, i64)>, Echec> {
    let lue = |ligne: &Row| {
        let texte = |colonne: &str| ligne.get::<String>(colonne);
        let textes = [
            texte("perimetre")?,
            texte("variante")?,
            texte("mesure")?,
            texte("modalite")?,
            texte("structure")?,
        ];
        Ok((
            (textes, ligne.get("tranche")?, ligne.get("precedent")?),
            (ligne.get("n")?, ligne.get("sujets")?),
        ))
    };
    tx.query(SOMMES, &[])?.iter().map(lue).collect()
}

/// The key of no CPTS: a column of a key is never absent.
pub(super) const AUCUNE_CPTS: CptsId = CptsId::new(0);
