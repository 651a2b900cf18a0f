//! The patients that the demo's practitioner follows today, as a practice knows them: given names, doctor, his mailbox.

use droit::document::{ListePrenoms, Medecin, NomComplet};
use droit::identifiant::PraticienId;
use droit::remise::{ObjetVolonte, Volonte};
use entrepot::patient::{self, Patient};
use entrepot::volonte::{self, NouvelleVolonte};
use entrepot::{Echec, Entrepot};
use jiff::Timestamp;
use jiff::civil::Date;

use super::hasard::Hasard;
use super::inscription::SYSTEME;
use super::reperes::Reperes;
use super::territoire::Territoire;

/// The patients of the showcase come last.
const SUIVIS: usize = 11;
/// Everybody here was born in Orléans.
const LIEU: &str = "45234";

/// Completes the identities, names the doctors, notes a few answers; one doctor in four has no mailbox.
///
/// # Errors
/// When the base fails.
pub fn equiper(
    entrepot: &Entrepot,
    (territoire, reperes): (&Territoire, &Reperes),
    (instant, jour): (Timestamp, Date),
) -> Result<(), Echec> {
    let Some(mk) = reperes.praticiens.first().copied() else { return Ok(()) };
    let mut hasard = Hasard::nouveau(territoire.cadre.graine, "remises");
    let debut = territoire.patients.len().saturating_sub(SUIVIS);
    for (rang, plan) in territoire.patients.iter().enumerate().skip(debut) {
        let Some(id) = reperes.patients.get(rang).copied() else { continue };
        let trousseau = entrepot.trousseau().clone();
        let lu = entrepot.lire_ici(move |tx| patient::charger(tx, &trousseau, id))?;
        let Some(fiche) = lu else { continue };
        let medecin = plan.medecin.and_then(|rang| territoire.medecins.get(rang)).and_then(|medecin| {
            let nom = NomComplet { nom: medecin.nom.parse().ok()?, prenom: medecin.prenom.parse().ok()? };
            Some(Medecin { rpps: Some(medecin.rpps.clone()), nom, adresse: None })
        });
        let prenoms = liste(plan.prenom, super::noms::prenom(&mut hasard, plan.sexe));
        let lieu = LIEU.parse().ok();
        let voulu = Voulu { prenoms, lieu, medecin, boite: (rang % 4 != 3).then(|| boite(rang)) };
        let millisecondes = u64::try_from(instant.as_millisecond()).unwrap_or_default();
        let volonte_ = hasard.identifiant(millisecondes);
        ecrire(entrepot, (fiche, mk), voulu, (volonte_, instant, jour))?;
    }
    Ok(())
}

struct Voulu {
    prenoms: Option<ListePrenoms>,
    lieu: Option<droit::identifiant::LieuNaissance>,
    medecin: Option<Medecin>,
    boite: Option<String>,
}

fn ecrire(
    entrepot: &Entrepot,
    (fiche, mk): (Patient, PraticienId),
    voulu: Voulu,
    (cle, instant, jour): (uuid::Uuid, Timestamp, Date),
) -> Result<(), Echec> {
    let trousseau = entrepot.trousseau().clone();
    entrepot.ecrire_ici(move |tx| {
        let identite =
            droit::patient::Identite { lieu_naissance: voulu.lieu.clone(), ..fiche.identite.clone() };
        patient::completer(tx, &trousseau, &fiche, (&identite, voulu.prenoms.as_ref()), SYSTEME, instant);
        let suivante = Patient { version: fiche.version + 1, ..fiche.clone() };
        patient::noter_medecin(tx, &trousseau, &suivante, voulu.medecin.as_ref(), (SYSTEME, instant));
        let boite = voulu.boite.as_deref().filter(|_| voulu.medecin.is_some());
        volonte::noter_boite_du_medecin(tx, &trousseau, (fiche.id, mk), boite, instant);
        let nouvelle = NouvelleVolonte {
            id: cle,
            patient: fiche.id,
            praticien: mk,
            objet: ObjetVolonte::Dmp,
            volonte: Volonte::Accord,
            le: jour,
            notee_le: instant,
        };
        volonte::noter(tx, &nouvelle);
        Ok::<(), Echec>(())
    })
}

/// The first given name, then another one.
fn liste(premier: &str, second: &str) -> Option<ListePrenoms> {
    let liste = format!("{premier} {second}").parse().ok()?;
    ListePrenoms::nouvelle(liste, premier).ok()
}

/// Mailboxes of the sandbox answer by their name: most take documents in, one bounces, one is mute.
fn boite(rang: usize) -> String {
    let nom = match rang % 8 {
        1 => "rebond",
        5 => "muet",
        _ => "cabinet.medical",
    };
    format!("{nom}@demo.mssante.invalid")
}
