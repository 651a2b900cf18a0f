//! A small Loiret under a real clock: MKs with a token each, episodes to record séances on.
//!
//! Rows are written rather than played: what is under test begins after.

use std::ops::Range;

use droit::acces::Acteur;
use droit::decision::Statut;
use droit::episode::{Cote, Region};
use droit::identifiant::{
    CodeDepartement, CompteId, CptsId, DeclarationId, DiagnosticId, EpisodeId, LieuId, PatientId,
    PraticienId, SeanceId, StatutIdentite, rpps_de_demonstration,
};
use droit::patient::{Identite, Sexe, Traits};
use entrepot::compte::{self, Compte, EtatCompte};
use entrepot::jeton::{self, Creation};
use entrepot::patient::{self, NouveauPatient};
use entrepot::praticien::{self, NouveauLieu, NouveauPraticien};
use entrepot::{Echec, Entrepot, Tx, cpts, params};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp, ToSpan};
use plateforme::alea::Alea;
use plateforme::connexion::Secret;
use plateforme::horloge::Horloge;
use plateforme::serveur::Portee;

/// Days since the opening of every episode: as many days on which a séance may be recorded.
pub const JOURS: i64 = 50;
/// The cap of the Loiret without diagnosis.
pub const PLAFOND: i64 = 8;
const CPTS: CptsId = CptsId::new(45);
const PAQUET: u32 = 250;

const DECLARATION: &str =
    "INSERT INTO declaration (id, praticien, departement, cpts, origine, justificatif, etat,
        depose_le, etat_le, effet_du, version)
    VALUES ($1, $2, '45', $3, 'cpts', 'attestation-cpts', 'validee', $4, $4, $4, 3)";
const AUTORISATION: &str = "INSERT INTO autorisation (declaration, praticien, departement, cpts, du)
    VALUES ($1, $2, '45', $3, $4)";
const EPISODE: &str =
    "INSERT INTO episode (id, patient, region, cote, departement, structure, cpts, ouvert_par,
        ouvert_le, fin_le, echeance, plafond, placees, faites, derniere_le, couvert_du, etat, version)
    VALUES ($1, $2, $3, $4, '45', 'CPTS', $5, $6, $7, $8, $8, $9, $10, $10, $11, $12, 'ouvert', 1)";
const PARTICIPANT: &str =
    "INSERT INTO participant (praticien, episode, depuis, ordre) VALUES ($1, $2, $3, $4)";
const DIAGNOSTIC: &str = "INSERT INTO diagnostic (id, episode, praticien, nature, date_document, en_rapport,
        enregistre_le, effet)
    VALUES ($1, $2, $3, 'cr-hospitalisation', $4, 1, $4, 'leve-le-plafond')";
const SEANCE: &str = "INSERT INTO seance (id, episode, praticien, faite_le, saisie_le, compte, rang)
    VALUES ($1, $2, $3, $4, $5, 'place', $6)";

/// Episodes alike, numbered.
#[derive(Clone, Debug)]
pub struct Lot {
    /// Their numbers.
    pub numeros: Range<u32>,
    /// Which MKs take part: those of this range, or one in turn among them.
    pub suivi: Suivi,
    /// A diagnosis lifts the cap.
    pub couvert: Couverture,
    /// Séances already done, on the first days.
    pub deja: i64,
}

/// Who takes part in an episode.
#[derive(Clone, Debug)]
pub enum Suivi {
    /// Every MK of the range.
    Tous(Range<u32>),
    /// One of the first `n`, in turn.
    UnParmi(u32),
}

/// What bounds an episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Couverture {
    /// The cap.
    Plafonnee,
    /// Nothing: a prior diagnosis was recorded at the opening.
    Diagnostic,
}

/// The practitioner of a rank.
pub fn mk(rang: u32) -> PraticienId {
    PraticienId::new(1_000_000 + u128::from(rang))
}

/// The account of a rank.
pub fn compte_de(rang: u32) -> CompteId {
    CompteId::new(2_000_000 + u128::from(rang))
}

/// The token of a rank: the same in every base.
pub fn jeton_de(rang: u32) -> String {
    secret(rang).en_jeton()
}

/// What the base keeps of the token of a rank.
pub fn empreinte_de(rang: u32) -> [u8; 32] {
    secret(rang).empreinte()
}

fn secret(rang: u32) -> Secret {
    Secret::tirer(&Alea::graine(u64::from(rang)))
}

/// The episode of a number.
pub fn episode(numero: u32) -> EpisodeId {
    EpisodeId::new(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(numero))
}

/// Today where the care is given.
pub fn aujourd_hui() -> Date {
    Horloge::Systeme.aujourd_hui("Europe/Paris").unwrap()
}

/// The day of the `n`-th séance of an episode: one a day since the opening.
pub fn jour(n: i64) -> Date {
    aujourd_hui() - (JOURS - n).days()
}

/// The CPTS and `mks` MKs accepted on 1 October 2025, each with an account and a token.
pub fn peupler(entrepot: &Entrepot, mks: u32) {
    let debut = date(2025, 10, 1);
    let maintenant = Horloge::Systeme.maintenant();
    ecrire(entrepot, move |tx| {
        cpts::inscrire(tx, CPTS, "CPTS de l’Essai", &[loiret()], "systeme", maintenant);
        for rang in 0..mks {
            inscrire_mk(tx, rang, debut, maintenant);
        }
    });
    ecrire(entrepot, move |tx| {
        for rang in 0..mks {
            let declaration = DeclarationId::new(3_000_000 + u128::from(rang));
            tx.enqueue_one(DECLARATION, params![declaration, mk(rang), CPTS, debut]);
            tx.enqueue_one(AUTORISATION, params![declaration, mk(rang), CPTS, debut]);
            ouvrir_compte(tx, rang, maintenant);
        }
    });
}

fn inscrire_mk(tx: &mut Tx, rang: u32, du: Date, maintenant: Timestamp) {
    let nouveau = NouveauPraticien {
        id: mk(rang),
        rpps: rpps_de_demonstration(rang),
        nom: format!("Essai{rang:04}"),
        prenom: "Camille".to_owned(),
        statut: Statut::Titulaire,
        inscrit_le: maintenant,
    };
    praticien::inscrire(tx, &nouveau, "systeme");
    let lieu = NouveauLieu {
        id: LieuId::new(4_000_000 + u128::from(rang)),
        praticien: mk(rang),
        departement: loiret(),
        principal: true,
        adresse: "1 rue de l’Essai".to_owned(),
        code_postal: "45000".to_owned(),
        commune: "Orléans".to_owned(),
        numero_am: None,
        du,
        au: None,
    };
    praticien::ajouter_lieu(tx, &lieu, "systeme", maintenant);
}

fn ouvrir_compte(tx: &mut Tx, rang: u32, maintenant: Timestamp) {
    let compte = Compte {
        id: compte_de(rang),
        login: format!("mk{rang}"),
        nom: format!("Camille Essai{rang:04}"),
        mot_de_passe: "aucun".to_owned(),
        acteur: Acteur::Mk { praticien: mk(rang) },
        etat: EtatCompte::Actif,
        second_facteur: None,
        cree_le: maintenant,
    };
    compte::inserer(tx, &compte);
    let creation = Creation {
        id: Alea::graine(u64::from(rang)).uuid(maintenant),
        empreinte: empreinte_de(rang),
        compte: compte_de(rang),
        nom: "essai".to_owned(),
        portees: Portee::TOUTES.iter().map(|portee| portee.code()).collect::<Vec<_>>().join(" "),
        cree_le: maintenant,
        expire_le: maintenant + SignedDuration::from_hours(24),
    };
    jeton::creer(tx, &creation);
}

/// Opens episodes, each of a patient of its own.
pub fn ouvrir_episodes(entrepot: &Entrepot, lot: &Lot) {
    let mut debut = lot.numeros.start;
    while debut < lot.numeros.end {
        let fin = (debut + PAQUET).min(lot.numeros.end);
        let (lot, trousseau) = (lot.clone(), entrepot.trousseau().clone());
        let maintenant = Horloge::Systeme.maintenant();
        ecrire(entrepot, move |tx| {
            for numero in debut..fin {
                let patient = nouveau_patient(numero, maintenant);
                patient::inscrire(tx, &trousseau, &patient, "systeme");
                inscrire_episode(tx, &lot, numero, patient.id, maintenant);
            }
        });
        debut = fin;
    }
}

fn nouveau_patient(numero: u32, maintenant: Timestamp) -> NouveauPatient {
    let nom = format!("Cas {numero}");
    let traits = Traits::nouveaux(&nom, "Ada", Sexe::Feminin, date(1960, 1, 2), date(2026, 1, 1)).unwrap();
    NouveauPatient {
        id: PatientId::new(5_000_000 + u128::from(numero)),
        identite: Identite { traits, ins: None, lieu_naissance: None, statut: StatutIdentite::Provisoire },
        prenoms: None,
        homonyme: 0,
        medecin_traitant: Some(true),
        inscrit_le: maintenant,
    }
}

fn inscrire_episode(tx: &mut Tx, lot: &Lot, numero: u32, patient: PatientId, maintenant: Timestamp) {
    let id = episode(numero);
    let mks = match &lot.suivi {
        Suivi::Tous(rangs) => rangs.clone(),
        Suivi::UnParmi(n) => numero % n..numero % n + 1,
    };
    let ouvert_le = jour(0);
    let fin = ouvert_le + 3.months() - 1.days();
    let couvert_du = (lot.couvert == Couverture::Diagnostic).then_some(ouvert_le);
    let derniere = (lot.deja > 0).then(|| jour(lot.deja - 1));
    let valeurs = params![
        id,
        patient,
        Region::GenouJambe,
        Cote::Gauche,
        CPTS,
        mk(mks.start),
        ouvert_le,
        fin,
        PLAFOND,
        lot.deja,
        derniere,
        couvert_du
    ];
    tx.enqueue_one(EPISODE, valeurs);
    for (rang, ordre) in mks.clone().zip(1i64..) {
        tx.enqueue_one(PARTICIPANT, params![mk(rang), id, ouvert_le, ordre]);
    }
    if lot.couvert == Couverture::Diagnostic {
        let cle = DiagnosticId::new(id.bits() ^ 1 << 100);
        tx.enqueue_one(DIAGNOSTIC, params![cle, id, mk(mks.start), ouvert_le]);
    }
    for n in 0..lot.deja {
        let cle = SeanceId::new((u128::from(numero) << 64) + n.unsigned_abs() as u128);
        tx.enqueue_one(SEANCE, params![cle, id, mk(mks.start), jour(n), maintenant, n + 1]);
    }
}

fn loiret() -> CodeDepartement {
    "45".parse().unwrap()
}

fn ecrire(entrepot: &Entrepot, faire: impl Fn(&mut Tx) + Send + 'static) {
    let ecrit = entrepot.ecrire_ici(move |tx| {
        faire(tx);
        Ok::<(), Echec>(())
    });
    ecrit.unwrap();
}
