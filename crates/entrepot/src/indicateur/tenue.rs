//! Keeping the sums: at the end of each batch, for the episodes whose facts changed and no other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use droit::decision::TypeStructure;
use droit::identifiant::{CodeDepartement, CptsId};
use droit::indicateur::{Mouvement, Releve, Situation, Tranche, mouvement, presences_du_praticien};
use droit::reglement::Reglement;
use uuid::Uuid;

use super::changement::{AvantApres, noter};
use super::recalcul::AUCUNE_CPTS;
use super::releve::{Lus, RELEVER, ecrire, parametres, situation};
use super::{LARGEUR, Texte, elargir, reglement, signalement};
use crate::sql::{Panne, RANG_TETE, Touches};
use crate::{Echec, Row, Tx, params};

const EPISODE_DU_DOCUMENT_UN: &str = "SELECT episode FROM document WHERE id = $1";
static EPISODE_DU_DOCUMENT: Texte =
    Texte { une: EPISODE_DU_DOCUMENT_UN, large: LazyLock::new(|| elargir(EPISODE_DU_DOCUMENT_UN)) };
const GARDER: &str = "INSERT INTO indicateur_episode (episode, patient, cpts, releve) VALUES ($1, $2, $3, $4)
    ON CONFLICT (episode) DO UPDATE SET releve = EXCLUDED.releve";
const AJOUTER: &str = "INSERT INTO indicateur_compteur
        (perimetre, variante, tranche, mesure, modalite, structure, precedent, n, sujets)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (perimetre, variante, tranche, mesure, modalite, structure, precedent) DO UPDATE
        SET n = indicateur_compteur.n + EXCLUDED.n, sujets = indicateur_compteur.sujets + EXCLUDED.sujets";
const COMPTER_SEANCES: &str =
    "INSERT INTO indicateur_praticien (praticien, tranche, departement, cpts, structure, n)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (praticien, tranche, departement, cpts, structure) DO UPDATE
        SET n = indicateur_praticien.n + EXCLUDED.n";
const COMPTER_ANNEE: &str =
    "INSERT INTO indicateur_praticien_annee (annee, departement, cpts, praticien, n) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (annee, departement, cpts, praticien) DO UPDATE
        SET n = indicateur_praticien_annee.n + EXCLUDED.n";
const PRESENCES_UN: &str =
    "SELECT praticien, tranche, departement, cpts, structure, n FROM indicateur_praticien
    WHERE praticien = $1";
static PRESENCES: Texte = Texte { une: PRESENCES_UN, large: LazyLock::new(|| elargir(PRESENCES_UN)) };
const DANS_LES_TRANCHES_UN: &str =
    "SELECT praticien, tranche, departement, cpts, structure, n FROM indicateur_praticien
    WHERE praticien = $1 AND tranche BETWEEN $2 AND $3";
static DANS_LES_TRANCHES: Texte =
    Texte { une: DANS_LES_TRANCHES_UN, large: LazyLock::new(|| elargir(DANS_LES_TRANCHES_UN)) };

/// How many séances an MK did in a third of a month and a place.
pub(super) type Seances = BTreeMap<(Uuid, Tranche, Situation), i64>;

/// What counting some episodes changes beside the sums.
#[derive(Default)]
pub(super) struct Suites {
    /// The séances of MKs.
    pub seances: Seances,
    /// The patients whose count changed.
    pub patients: Vec<AvantApres>,
}

/// Counts what the batch changed. A failure is the batch's own, or that of a closure whose statements still waited.
pub(crate) fn tenir(tx: &mut Tx, touches: Touches) -> Result<(), Panne> {
    let mut episodes = touches.episodes;
    for cles in morceaux(&touches.documents) {
        let lignes = tx.query_of_batch(EPISODE_DU_DOCUMENT.pour(cles.len()), &parametres(&cles))?;
        let siens: Result<Vec<Uuid>, Echec> = lignes.iter().map(|ligne| ligne.get("episode")).collect();
        episodes.extend(lues(siens)?);
    }
    if episodes.is_empty() && touches.signalements.is_empty() {
        return Ok(());
    }
    let reglement = lues(reglement())?;
    let (mut mouvement, mut suites) = (Mouvement::default(), Suites::default());
    for cles in morceaux(&episodes) {
        let lignes = tx.query_of_batch(RELEVER.pour(cles.len()), &parametres(&cles))?;
        let lus = lues(Lus::assembler(&lignes, reglement))?;
        mouvement.joindre(lues(compter(tx, lus, reglement, &mut suites))?);
    }
    let signalements = signalement::lire_du_lot(tx, &touches.signalements)?;
    let lus = lues(signalement::assembler(&signalements))?;
    mouvement.joindre(lues(compter(tx, lus, reglement, &mut suites))?);
    mouvement.joindre(compter_les_praticiens(tx, &suites.seances, reglement)?);
    inscrire(tx, &mouvement);
    lues(suites.patients.iter().try_for_each(|patient| noter(tx, patient)))
}

pub(super) fn morceaux(cles: &BTreeSet<Uuid>) -> Vec<Vec<Uuid>> {
    let toutes: Vec<Uuid> = cles.iter().copied().collect();
    toutes.chunks(LARGEUR).map(<[Uuid]>::to_vec).collect()
}

fn lues<T>(issue: Result<T, Echec>) -> Result<T, Panne> {
    issue.map_err(|echec| Panne::of_lot(RANG_TETE, echec))
}

/// Writes what is counted now of each episode, and returns the difference for the sums.
pub(super) fn compter(
    tx: &mut Tx,
    lus: Lus,
    reglement: &Reglement,
    suites: &mut Suites,
) -> Result<Mouvement, Echec> {
    let mut patients: BTreeMap<Uuid, BTreeMap<Uuid, Releve>> = BTreeMap::new();
    for (episode, (patient, releve)) in lus.actuels {
        patients.entry(patient).or_default().insert(episode, releve);
    }
    let mut somme = Mouvement::default();
    for (patient, actuels) in patients {
        let avant = lus.comptes.get(&patient).cloned().unwrap_or_default();
        let mut apres = avant.clone();
        for (episode, releve) in actuels {
            if avant.get(&episode) == Some(&releve) {
                continue;
            }
            tx.enqueue(GARDER, params![episode, patient, releve.cpts.map(CptsId::new), ecrire(&releve)?]);
            apres.insert(episode, releve);
        }
        if avant == apres {
            continue;
        }
        relever_les_seances(&avant, -1, &mut suites.seances)?;
        relever_les_seances(&apres, 1, &mut suites.seances)?;
        somme.joindre(mouvement(&situer(&avant)?, &situer(&apres)?, reglement));
        suites.patients.push((avant, apres));
    }
    Ok(somme)
}

fn situer(releves: &BTreeMap<Uuid, Releve>) -> Result<Vec<(Situation, &Releve)>, Echec> {
    releves.values().map(|releve| Ok((situation(releve)?, releve))).collect()
}

pub(super) fn relever_les_seances(
    releves: &BTreeMap<Uuid, Releve>,
    signe: i64,
    seances: &mut Seances,
) -> Result<(), Echec> {
    for releve in releves.values() {
        let situation = situation(releve)?;
        for seance in &releve.seances {
            let cle = (Uuid::from_u128(seance.par), Tranche::du(seance.le), situation);
            *seances.entry(cle).or_default() += signe;
        }
    }
    Ok(())
}

/// Keeps the séances of each MK; when he begins or ceases to be active in a third of a month, his chain is made again.
pub(super) fn compter_les_praticiens(
    tx: &mut Tx,
    seances: &Seances,
    reglement: &Reglement,
) -> Result<Mouvement, Panne> {
    let bascules = bascules(tx, seances)?;
    let mut somme = Mouvement::default();
    let praticiens: BTreeSet<Uuid> = bascules.keys().copied().collect();
    for cles in morceaux(&praticiens) {
        let lignes = tx.query_of_batch(PRESENCES.pour(cles.len()), &parametres(&cles))?;
        let presences = lues(presences(&lignes))?;
        for praticien in cles {
            let avant = presences.get(&praticien).cloned().unwrap_or_default();
            let mut apres = avant.clone();
            for (tranche, lieu, commence) in bascules.get(&praticien).into_iter().flatten() {
                match commence {
                    true => apres.insert((*lieu, *tranche)),
                    false => apres.remove(&(*lieu, *tranche)),
                };
            }
            somme.joindre(presences_du_praticien(&avant, -1, reglement));
            somme.joindre(presences_du_praticien(&apres, 1, reglement));
        }
    }
    ajouter_les_seances(tx, seances);
    Ok(somme)
}

/// The MKs who begin or cease to be active in a third of a month and a place: `true` when they begin.
type Bascules = BTreeMap<Uuid, Vec<(Tranche, Situation, bool)>>;

fn bascules(tx: &mut Tx, seances: &Seances) -> Result<Bascules, Panne> {
    let changees: Vec<_> = seances.iter().filter(|(_, ecart)| **ecart != 0).collect();
    let praticiens: BTreeSet<Uuid> = changees.iter().map(|((praticien, ..), _)| *praticien).collect();
    let tranches = || changees.iter().map(|((_, tranche, _), _)| tranche.numero());
    let (du, au) = (tranches().min().unwrap_or_default(), tranches().max().unwrap_or_default());
    let mut connues = Seances::new();
    for cles in morceaux(&praticiens) {
        let mut valeurs = parametres(&cles);
        valeurs.extend(params![du, au]);
        for ligne in &tx.query_of_batch(DANS_LES_TRANCHES.pour(cles.len()), &valeurs)? {
            let (cle, n) = lues(seances_de(ligne))?;
            connues.insert(cle, n);
        }
    }
    let mut bascules = Bascules::new();
    for ((praticien, tranche, lieu), ecart) in changees {
        let avant = connues.get(&(*praticien, *tranche, *lieu)).copied().unwrap_or_default();
        if (avant > 0) != (avant + ecart > 0) {
            bascules.entry(*praticien).or_default().push((*tranche, *lieu, avant <= 0));
        }
    }
    Ok(bascules)
}

/// One row of the séances of MKs.
pub(super) fn seances_de(ligne: &Row) -> Result<((Uuid, Tranche, Situation), i64), Echec> {
    let tranche = Tranche::de_numero(ligne.get("tranche")?);
    Ok(((ligne.get("praticien")?, tranche, lieu(ligne)?), ligne.get("n")?))
}

/// Adds the difference to the séances of each MK.
pub(super) fn ajouter_les_seances(tx: &mut Tx, seances: &Seances) {
    for ((praticien, tranche, lieu), ecart) in seances.iter().filter(|(_, ecart)| **ecart != 0) {
        let cpts = cpts_ou_aucune(lieu);
        let cle = params![*praticien, tranche.numero(), lieu.departement, cpts, lieu.structure, *ecart];
        tx.enqueue(COMPTER_SEANCES, cle);
    }
    for ((annee, departement, cpts, praticien), ecart) in par_annee(seances) {
        tx.enqueue(COMPTER_ANNEE, params![i64::from(annee), departement, cpts, praticien, ecart]);
    }
}

/// The séances of an MK in a place over a calendar year.
pub(super) type Annees = BTreeMap<(i16, CodeDepartement, CptsId, Uuid), i64>;

/// Thirds of months put together; where nothing is left, nothing.
pub(super) fn par_annee(seances: &Seances) -> Annees {
    let mut annees = Annees::new();
    for ((praticien, tranche, lieu), n) in seances {
        let Some(jour) = tranche.premier_jour() else { continue };
        let cle = (jour.year(), lieu.departement, cpts_ou_aucune(lieu), *praticien);
        *annees.entry(cle).or_default() += n;
    }
    annees.retain(|_, n| *n != 0);
    annees
}

/// In which thirds and places each MK did at least one séance.
pub(super) fn presences(lignes: &[Row]) -> Result<BTreeMap<Uuid, BTreeSet<(Situation, Tranche)>>, Echec> {
    let mut presences: BTreeMap<Uuid, BTreeSet<(Situation, Tranche)>> = BTreeMap::new();
    for ligne in lignes {
        let ((praticien, tranche, lieu), n) = seances_de(ligne)?;
        if n > 0 {
            presences.entry(praticien).or_default().insert((lieu, tranche));
        }
    }
    Ok(presences)
}

fn lieu(ligne: &Row) -> Result<Situation, Echec> {
    let departement: CodeDepartement = ligne.get("departement")?;
    let structure: TypeStructure = ligne.get("structure")?;
    let cpts: CptsId = ligne.get("cpts")?;
    Ok(Situation { departement, cpts: (cpts.bits() != 0).then_some(cpts), structure })
}

fn cpts_ou_aucune(lieu: &Situation) -> CptsId {
    lieu.cpts.unwrap_or(AUCUNE_CPTS)
}

/// Adds the difference to the sums, in the order of their keys.
pub(super) fn inscrire(tx: &mut Tx, mouvement: &Mouvement) {
    for (perimetre, structure, cellule, ecart) in mouvement.iter() {
        let valeurs = params![
            perimetre,
            cellule.variante.code(),
            cellule.tranche.numero(),
            cellule.mesure.code(),
            cellule.modalite.as_str(),
            structure,
            cellule.precedent.numero(),
            ecart.n,
            ecart.sujets
        ];
        tx.enqueue(AJOUTER, valeurs);
    }
}
