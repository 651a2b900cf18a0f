//! The evaluation of the demo: events in each state, a running campaign, a past and a coming meeting, published notes.
//!
//! Everything is granted by the law, as on screen, with the days it happened on.

use droit::anonymat::Lexique;
use droit::campagne::{Nouvelle, Reponse};
use droit::declaration::Declarant;
use droit::episode::{Complement, GraviteEvenement, InformationPatient, MomentEvenement, NatureEvenement};
use droit::evenement::{Depot, Faits, RegleEvenement};
use droit::identifiant::{CampagneId, CodeDepartement, CompteId, EvenementId, RetourId};
use droit::reglement::Reglement;
use droit::retour::{Contenu, GesteRetour, Origine, Relecture, Retour};
use entrepot::{Echec, Entrepot, Tx, campagne, evenement, retour};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::examens::{self, Avancee};
use super::hasard::Hasard;
use super::reperes::Reperes;
use super::{comite, supports};

/// A fact of the demo that the rules refuse.
#[derive(Clone, Debug, thiserror::Error)]
#[error("l’évaluation de la démonstration se contredit : {0}")]
pub struct Contradiction(String);

pub(super) fn non(cause: impl std::fmt::Display) -> Contradiction {
    Contradiction(cause.to_string())
}

/// What the demo of a department is made with.
pub struct Decor<'d> {
    /// The rules.
    pub reglement: &'d Reglement,
    /// The department.
    pub departement: CodeDepartement,
    /// Who is who.
    pub reperes: &'d Reperes,
    /// Today.
    pub jour: Date,
    /// Now.
    pub maintenant: Timestamp,
    /// The seed.
    pub graine: u64,
}

impl Decor<'_> {
    /// Somebody of the ARS so many days ago.
    pub(super) fn ars(&self, jours: i64) -> Declarant {
        self.par(self.reperes.ars, jours)
    }

    fn par(&self, compte: CompteId, jours: i64) -> Declarant {
        let aujourd_hui = self.jour.saturating_sub(jours.days());
        let matin = aujourd_hui.at(9, 30, 0, 0).to_zoned(TimeZone::UTC);
        let maintenant = matin.map_or(self.maintenant, |matin| matin.timestamp().min(self.maintenant));
        Declarant { compte, aujourd_hui, maintenant }
    }

    pub(super) fn regle(&self, le: Date) -> RegleEvenement<'_> {
        RegleEvenement::au(self.reglement.parametres(self.departement), le)
    }
}

/// Age in days, rank of the MK, severity, nature, how far, in words.
const EVENEMENTS: [(i64, usize, GraviteEvenement, NatureEvenement, Avancee, &str, &str); 8] = [
    (
        2,
        0,
        GraviteEvenement::Modere,
        NatureEvenement::Chute,
        Avancee::Signale,
        "Le patient a glissé en descendant de la table ; hématome de la hanche.",
        "Examen, glace, appel du médecin traitant. Table baissée avant chaque lever.",
    ),
    (
        88,
        0,
        GraviteEvenement::Grave,
        NatureEvenement::Retard,
        Avancee::Declare,
        "Déficit moteur apparu entre deux séances, reconnu tardivement.",
        "Orientation immédiate aux urgences, information du médecin traitant.",
    ),
    (
        130,
        3,
        GraviteEvenement::Grave,
        NatureEvenement::Malaise,
        Avancee::Signale,
        "Malaise avec perte de connaissance pendant un exercice d’effort.",
        "Appel du 15, position latérale de sécurité, transport.",
    ),
    (
        5,
        5,
        GraviteEvenement::Benin,
        NatureEvenement::Brulure,
        Avancee::Signale,
        "Rougeur persistante après application de chaud.",
        "Arrêt de l’application, surveillance, information du patient.",
    ),
    (
        21,
        8,
        GraviteEvenement::Modere,
        NatureEvenement::Aggravation,
        Avancee::EnExamen,
        "Douleur nettement accrue deux jours après une mobilisation.",
        "Séance suivante allégée, avis du médecin traitant.",
    ),
    (
        45,
        11,
        GraviteEvenement::Benin,
        NatureEvenement::Erreur,
        Avancee::Clos,
        "Exercice montré pour l’autre épaule, repris aussitôt.",
        "Vérification du côté en début de séance.",
    ),
    (
        160,
        2,
        GraviteEvenement::Grave,
        NatureEvenement::Lesion,
        Avancee::Complet,
        "Fracture vertébrale découverte au décours des soins.",
        "Arrêt des soins, orientation, imagerie.",
    ),
    (
        75,
        0,
        GraviteEvenement::Modere,
        NatureEvenement::Malaise,
        Avancee::Clos,
        "Malaise bref au lever, sans perte de connaissance.",
        "Repos allongé, prise de tension, retour accompagné.",
    ),
];

/// Adds the whole to a base that holds the territory.
///
/// # Errors
/// When the store fails, or the rules refuse a fact of the demo.
pub fn animer(entrepot: &Entrepot, decor: &Decor<'_>) -> Result<(), Echec> {
    let mut hasard = Hasard::nouveau(decor.graine, "evaluation");
    let deja = examens::du_passe(entrepot, decor)?;
    let mut ecritures: Vec<Ecriture> = Vec::new();
    let prepare = examens::examiner(decor, &deja, &mut ecritures)
        .and_then(|()| evenements(decor, &mut hasard, &mut ecritures))
        .and_then(|()| notes(decor, &mut hasard, &mut ecritures));
    inscrire(entrepot, prepare, ecritures)?;
    let pris = comite::instantane(entrepot, decor)?;
    let mut ecritures: Vec<Ecriture> = Vec::new();
    let prepare = comite::reunions(decor, &mut hasard, &pris, &mut ecritures);
    inscrire(entrepot, prepare, ecritures)?;
    supports::inscrire(entrepot, decor)?;
    une_campagne(entrepot, decor, &mut hasard)
}

fn inscrire(
    entrepot: &Entrepot,
    prepare: Result<(), Contradiction>,
    ecritures: Vec<Ecriture>,
) -> Result<(), Echec> {
    prepare.map_err(|cause| Echec::Colonne { colonne: "demo".to_owned(), cause: cause.to_string() })?;
    let cles = entrepot.trousseau().clone();
    for ecriture in ecritures {
        let cles = cles.clone();
        entrepot.ecrire_ici(move |tx| ecriture(tx, &cles))?;
    }
    Ok(())
}

/// What one fact writes.
pub(super) type Ecriture =
    Box<dyn Fn(&mut Tx, &entrepot::chiffre::Trousseau) -> Result<(), Echec> + Send + Sync>;

pub(super) fn cle(decor: &Decor<'_>, hasard: &mut Hasard) -> u128 {
    hasard.identifiant(u64::try_from(decor.maintenant.as_millisecond()).unwrap_or_default()).as_u128()
}

fn evenements(
    decor: &Decor<'_>,
    hasard: &mut Hasard,
    ecritures: &mut Vec<Ecriture>,
) -> Result<(), Contradiction> {
    for (age, rang, gravite, nature, avancee, circonstances, mesures) in EVENEMENTS {
        let Some(par) = decor.reperes.praticiens.get(rang).copied() else { continue };
        let le = decor.jour.saturating_sub(age.days());
        let complement = Complement {
            nature: Some(nature),
            moment: Some(MomentEvenement::Seance),
            information: Some(InformationPatient::Patient),
        };
        let faits = Faits {
            le: le.saturating_sub(1.day()),
            gravite,
            complement,
            circonstances: circonstances.parse().map_err(non)?,
            mesures: mesures.parse().map_err(non)?,
        };
        let id = EvenementId::new(cle(decor, hasard));
        let depot = Depot {
            id,
            par,
            departement: decor.departement,
            cpts: decor.reperes.cpts.first().copied(),
            faits,
        };
        let fait = depot.deposer(&decor.regle(le), (le, decor.ars(age).maintenant)).map_err(non)?;
        let depose = fait.clone();
        ecritures.push(Box::new(move |tx, cles| evenement::inscrire_depot(tx, cles, &depose)));
        examens::suites(decor, fait.signalement(), (age, avancee), ecritures)?;
    }
    Ok(())
}

/// How far a note of the demo has gone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Note {
    Publiee,
    ARelire,
    Brouillon,
}

/// Title, what happened, why, what to keep, how far it has gone.
const NOTES: [(&str, &str, &str, &str, Note); 4] = [
    (
        "Baisser la table avant tout lever",
        "Un patient de plus de 75 ans a glissé en descendant d’une table restée haute.",
        "La hauteur n’était pas remise entre deux patients ; personne n’était chargé de le faire.",
        "Baisser la table avant chaque lever. Rester à côté du patient au premier appui. Sol sec et dégagé.",
        Note::Publiee,
    ),
    (
        "Redemander les drapeaux rouges à chaque séance",
        "Une douleur nocturne apparue en cours de soins n’a été reconnue qu’à la quatrième séance.",
        "Les signes d’alerte avaient été cherchés au bilan, pas ensuite.",
        "Trois questions au début de chaque séance : fièvre, nuit, faiblesse nouvelle. Au moindre oui, orienter le jour même.",
        Note::Publiee,
    ),
    (
        "Le chaud se surveille",
        "Rougeur persistante après une application de chaud.",
        "Durée non minutée, peau fragile non recherchée.",
        "Minuter, interposer un linge, regarder la peau à mi-temps.",
        Note::ARelire,
    ),
    (
        "Vérifier le côté avant de commencer",
        "Un exercice a été montré pour l’autre épaule.",
        "Le côté n’avait pas été relu en début de séance.",
        "Faire dire le côté au patient, puis le lire dans l’épisode.",
        Note::Brouillon,
    ),
];

fn notes(decor: &Decor<'_>, hasard: &mut Hasard, ecritures: &mut Vec<Ecriture>) -> Result<(), Contradiction> {
    for ((titre, contexte, analyse, enseignements, avancee), rang) in NOTES.into_iter().zip(1i64..) {
        let contenu = Contenu {
            titre: titre.parse().map_err(non)?,
            contexte: contexte.parse().map_err(non)?,
            analyse: analyse.parse().map_err(non)?,
            enseignements: enseignements.parse().map_err(non)?,
        };
        let origine = Origine {
            id: RetourId::new(cle(decor, hasard)),
            departement: decor.departement,
            evenement: None,
        };
        let collegue = CompteId::new(cle(decor, hasard));
        let redacteur = if avancee == Note::ARelire { collegue } else { decor.reperes.ars };
        let ecrit = Retour::ecrire(origine, contenu, &decor.par(redacteur, 20 * rang));
        let mut courant = ecrit.retour().clone();
        ecritures.push(Box::new(move |tx, _| retour::ecrire(tx, &ecrit)));
        let (soumettre, publier) =
            (GesteRetour::Soumettre(Relecture::AFaire), GesteRetour::Publier(Relecture::AFaire));
        let pas = match avancee {
            Note::Publiee => vec![(soumettre, redacteur), (publier, collegue)],
            Note::ARelire => vec![(soumettre, redacteur)],
            Note::Brouillon => Vec::new(),
        };
        for (geste, par) in pas {
            let pas =
                courant.avancer(&geste, &Lexique::default(), &decor.par(par, 20 * rang - 2)).map_err(non)?;
            courant = pas.suite().clone();
            courant.version += 1;
            ecritures.push(Box::new(move |tx, _| {
                retour::avancer(tx, &pas);
                Ok(())
            }));
        }
    }
    Ok(())
}

/// A campaign that runs: two thirds of the MKs have answered, one sheet was corrected, one sent back.
fn une_campagne(entrepot: &Entrepot, decor: &Decor<'_>, hasard: &mut Hasard) -> Result<(), Echec> {
    let contredit = |cause: String| Echec::Colonne { colonne: "demo".to_owned(), cause };
    let nouvelle = Nouvelle {
        id: CampagneId::new(cle(decor, hasard)),
        departement: decor.departement,
        annee: decor.jour.year() - 1,
        echeance: decor.jour.saturating_add(25.days()),
    };
    let ouverte = nouvelle.ouvrir(&decor.ars(35)).map_err(|cause| contredit(cause.to_string()))?;
    let campagne = *ouverte.campagne();
    let attendus = entrepot.lire_ici(move |tx| campagne::suivi(tx, &campagne))?;
    entrepot.ecrire_ici(move |tx| {
        campagne::ouvrir(tx, &ouverte, &[]);
        Ok::<(), Echec>(())
    })?;
    let qui_repond: Vec<_> = attendus
        .into_iter()
        .filter(|a| Some(&a.praticien) != decor.reperes.praticiens.first() && hasard.chance(640))
        .collect();
    let cles = entrepot.trousseau().clone();
    let mut faits = Vec::new();
    for (attendu, rang) in qui_repond.iter().zip(0i64..) {
        let (praticien, annee) = (attendu.praticien, campagne.annee);
        let chiffres = entrepot.lire_ici(move |tx| campagne::chiffres(tx, praticien, annee))?;
        let seances = u32::try_from(chiffres.seances).unwrap_or(u32::MAX);
        let activite = seances.saturating_add(u32::try_from(hasard.entre(1_800, 4_200)).unwrap_or(2_000));
        let reponse = Reponse { activite, commentaire: None, motif: None };
        let auteur = decor.par(CompteId::new(0), 30 - rang.rem_euclid(28));
        let fait = attendu.fiche.valider(&campagne, chiffres, reponse, &auteur);
        faits.push(fait.map_err(|cause| contredit(cause.to_string()))?);
    }
    entrepot.ecrire_ici(move |tx| {
        for fait in &faits {
            campagne::inscrire_validation(tx, &cles, fait);
        }
        Ok::<(), Echec>(())
    })
}
