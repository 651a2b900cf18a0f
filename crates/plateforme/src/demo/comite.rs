//! The committee of the demo: its members, a past meeting with its minutes and decisions, a coming one.

use droit::comite::{
    DecisionComite, Echeance, GesteReunion, Institution, Membre, NouveauMembre, NouvelleReunion, Rendezvous,
    Reunion, calendrier, proposer,
};
use droit::identifiant::{DecisionComiteId, MembreId, ReunionId};
use droit::indicateur::Periode;
use droit::reglement::Reglement;
use entrepot::indicateur::instantane::garder;
use entrepot::{Echec, Entrepot, comite};
use jiff::ToSpan;
use jiff::civil::{Date, time};

use super::evaluation::{Contradiction, Decor, Ecriture, cle, non};
use super::hasard::Hasard;
use crate::indicateur::instantane::composer;
use crate::indicateur::parution::publier_ici;

/// How long ago the past meeting was held, in days.
const AGE: i64 = 60;
/// How long before a meeting it is called, in days.
const CONVOCATION: i64 = 30;
/// How long ago the members were appointed, before the first meeting, in days.
const ANCIENNETE: i64 = 700;
/// How near the date of a meeting of the calendar must be to be convened, in days.
const PROCHE: i64 = 60;
/// How long after its date an older meeting was held, in days.
const APRES: i64 = 12;

/// Institution, rank of its CPTS, name, mailbox.
const MEMBRES: [(Institution, Option<usize>, &str, &str); 10] = [
    (Institution::Ars, None, "Inès Fictive", "ars"),
    (Institution::Cpam, None, "Marc Fictif", "cpam"),
    (Institution::Dcgdr, None, "Aline Fictive", "dcgdr"),
    (Institution::Urps, None, "Paul Fictif", "urps"),
    (Institution::Ordre, None, "Zoé Fictive", "ordre"),
    (Institution::Cpts, Some(0), "Nadia Fictive", "cpts1"),
    (Institution::Cpts, Some(1), "Louis Fictif", "cpts2"),
    (Institution::Ambassadeur, Some(0), "Camille Fictive", "ambassadeur1"),
    (Institution::Ambassadeur, Some(1), "Dany Fictif", "ambassadeur2"),
    (Institution::Ambassadeur, Some(2), "Sacha Fictive", "ambassadeur3"),
];

/// The snapshot that the meetings are called with: of the last complete year, published and taken the day that the past
/// one was called.
pub(super) fn instantane(entrepot: &Entrepot, decor: &Decor<'_>) -> Result<String, Echec> {
    let ars = decor.ars(AGE + CONVOCATION);
    let reglement = Reglement::embarque().map_err(|cause| Echec::Moteur { cause: cause.to_string() })?;
    publier_ici(entrepot, reglement, ars.aujourd_hui, ars.maintenant)?;
    let (departement, annee) = (decor.departement, Periode::Annee(ars.aujourd_hui.year() - 1));
    entrepot.ecrire_ici(move |tx| {
        let nouvel = composer(tx, reglement, departement, annee, ars.aujourd_hui)?;
        garder(tx, &nouvel, &format!("compte/{}", ars.compte), ars.maintenant);
        Ok(nouvel.id())
    })
}

/// Members, the past meeting and the coming one.
pub(super) fn reunions(
    decor: &Decor<'_>,
    hasard: &mut Hasard,
    instantane: &str,
    ecritures: &mut Vec<Ecriture>,
) -> Result<(), Contradiction> {
    let membres = inscrire(decor, hasard, ecritures)?;
    let lues =
        calendrier(decor.reglement.parametres(decor.departement), decor.jour).echeances.unwrap_or_default();
    let mut passees: Vec<_> = lues.iter().filter(|une| une.le < decor.jour).collect();
    let passee = passees.pop().map(|une| une.rang);
    for ancienne in passees {
        anterieure(decor, hasard, (ancienne, &membres), ecritures)?;
    }
    let le = decor.jour.saturating_sub(AGE.days());
    let chiffres = ["Chiffres de l’année et participation par CPTS".to_owned()];
    let garde = Convocation {
        rang: passee,
        le,
        age: AGE + CONVOCATION,
        points: &chiffres,
        instantane: Some(instantane),
    };
    let tenue = convoquer(decor, hasard, &garde, ecritures)?;
    let reunion = tenir(decor, &tenue, (AGE, &membres), ecritures)?;
    rediger(decor, &reunion, ecritures)?;
    let ouvertes = decider(decor, hasard, (&reunion, &membres), ecritures)?;
    // A yearly meeting is not held months ahead of its date: until it nears, the coming one is an extra meeting.
    let proche = decor.jour.saturating_add(PROCHE.days());
    let suivante = lues.iter().find(|une| une.le >= decor.jour && une.le <= proche).map(|une| une.rang);
    let points = proposer(&["Campagne annuelle d’évaluation : avancement par CPTS"], &ouvertes, decor.jour);
    let le = decor.jour.saturating_add(21.days());
    let garde = Convocation { rang: suivante, le, age: 3, points: &points, instantane: Some(instantane) };
    convoquer(decor, hasard, &garde, ecritures)?;
    Ok(())
}

fn inscrire(
    decor: &Decor<'_>,
    hasard: &mut Hasard,
    ecritures: &mut Vec<Ecriture>,
) -> Result<Vec<Membre>, Contradiction> {
    let mut membres = Vec::new();
    for (institution, cpts, nom, boite) in MEMBRES {
        let nouveau = NouveauMembre {
            id: MembreId::new(cle(decor, hasard)),
            departement: decor.departement,
            institution,
            cpts: cpts.and_then(|rang| decor.reperes.cpts.get(rang).copied()),
            praticien: None,
            nom: nom.parse().map_err(non)?,
            courriel: format!("{boite}@comite.example").parse().map_err(non)?,
        };
        let fait = nouveau.inscrire(&membres, &decor.ars(ANCIENNETE)).map_err(non)?;
        membres.push(fait.membre().clone());
        ecritures.push(Box::new(move |tx, _| {
            comite::inscrire_membre(tx, &fait);
            Ok(())
        }));
    }
    Ok(membres)
}

/// A meeting of the calendar held long ago, whose minutes are kept elsewhere.
fn anterieure(
    decor: &Decor<'_>,
    hasard: &mut Hasard,
    (echeance, membres): (&Echeance, &[Membre]),
    ecritures: &mut Vec<Ecriture>,
) -> Result<(), Contradiction> {
    let le = echeance.le.saturating_add(APRES.days());
    let age = i64::from(le.until(decor.jour).map_err(non)?.get_days());
    let sans =
        Convocation { rang: Some(echeance.rang), le, age: age + CONVOCATION, points: &[], instantane: None };
    let convoquee = convoquer(decor, hasard, &sans, ecritures)?;
    tenir(decor, &convoquee, (age, membres), ecritures)?;
    Ok(())
}

fn tenir(
    decor: &Decor<'_>,
    convoquee: &Reunion,
    (age, membres): (i64, &[Membre]),
    ecritures: &mut Vec<Ecriture>,
) -> Result<Reunion, Contradiction> {
    let presents: Vec<MembreId> = membres.iter().take(7).map(|membre| membre.id).collect();
    let fait = convoquee.avancer(GesteReunion::Tenir(presents), &decor.ars(age)).map_err(non)?;
    let reunion = fait.reunion().clone();
    ecritures.push(Box::new(move |tx, _| {
        comite::avancer_reunion(tx, &fait, &[]);
        Ok(())
    }));
    Ok(reunion)
}

/// The minutes, written then validated.
fn rediger(decor: &Decor<'_>, reunion: &Reunion, ecritures: &mut Vec<Ecriture>) -> Result<(), Contradiction> {
    let texte = "Le comité constate une participation en progrès dans toutes les CPTS. Les ambassadeurs demandent un modèle de lettre au médecin traitant. L’ARS rappelle la déclaration sans délai des événements graves.";
    let redige =
        reunion.rediger(None, (texte.parse().map_err(non)?, None), &decor.ars(AGE - 5)).map_err(non)?;
    let valide = redige.ecrit().valider(&decor.ars(AGE - 9)).map_err(non)?;
    let departement = decor.departement;
    ecritures.push(Box::new(move |tx, _| {
        comite::ecrire_compte_rendu(tx, &redige);
        Ok(())
    }));
    ecritures.push(Box::new(move |tx, _| {
        comite::valider_compte_rendu(tx, &valide, departement);
        Ok(())
    }));
    Ok(())
}

/// What, the rank of who carries it, due in so many days.
const DECISIONS: [(&str, usize, i64); 2] = [
    ("Diffuser un modèle de lettre au médecin traitant.", 7, -10),
    ("Présenter les retours d’expérience aux CPTS.", 0, 30),
];

fn decider(
    decor: &Decor<'_>,
    hasard: &mut Hasard,
    (reunion, membres): (&Reunion, &[Membre]),
    ecritures: &mut Vec<Ecriture>,
) -> Result<Vec<DecisionComite>, Contradiction> {
    let mut ouvertes = Vec::new();
    for (mots, rang, dans) in DECISIONS {
        let Some(responsable) = membres.get(rang) else { continue };
        let dite = (mots.parse().map_err(non)?, responsable.id, decor.jour.saturating_add(dans.days()));
        let id = DecisionComiteId::new(cle(decor, hasard));
        let prise = reunion.decider(id, dite, &decor.ars(AGE)).map_err(non)?;
        ouvertes.push(prise.decision().clone());
        ecritures.push(Box::new(move |tx, _| {
            comite::inscrire_decision(tx, &prise);
            Ok(())
        }));
    }
    Ok(ouvertes)
}

/// A meeting to call.
struct Convocation<'c> {
    rang: Option<u8>,
    le: Date,
    /// How long ago it was called, in days.
    age: i64,
    points: &'c [String],
    instantane: Option<&'c str>,
}

fn convoquer(
    decor: &Decor<'_>,
    hasard: &mut Hasard,
    convocation: &Convocation<'_>,
    ecritures: &mut Vec<Ecriture>,
) -> Result<Reunion, Contradiction> {
    let ordre_du_jour: Result<Vec<_>, _> = convocation.points.iter().map(|point| point.parse()).collect();
    let nouvelle = NouvelleReunion {
        id: ReunionId::new(cle(decor, hasard)),
        departement: decor.departement,
        rang: convocation.rang,
        rendezvous: Rendezvous {
            le: convocation.le,
            heure: time(14, 0, 0, 0),
            duree: 120,
            lieu: "Délégation départementale, salle du conseil".parse().map_err(non)?,
        },
        organisateur: "comite@ars.example".parse().map_err(non)?,
        ordre_du_jour: ordre_du_jour.map_err(non)?,
        instantane: convocation.instantane.map(str::to_owned),
    };
    let fait = nouvelle.convoquer(&decor.ars(convocation.age)).map_err(non)?;
    let mut reunion = fait.reunion().clone();
    reunion.version = 1;
    ecritures.push(Box::new(move |tx, _| {
        comite::convoquer(tx, &fait, &[]);
        Ok(())
    }));
    Ok(reunion)
}
