//! Writing an MK, his places of practice and his memberships.

use droit::decision::Statut;
use droit::declaration::Adhesion;
use droit::identifiant::{CodeDepartement, CptsId, LieuId, NumeroAm, NumeroRpps, PraticienId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::journal::Entree;
use crate::recherche::mots;
use crate::{Tx, params};

const INSCRIRE: &str = "INSERT INTO praticien (id, rpps, nom, prenom, recherche, statut, version, inscrit_le)
    VALUES ($1, $2, $3, $4, $5, $6, 1, $7)";
const LIEU: &str = "INSERT INTO lieu_exercice (id, praticien, departement, principal, adresse, code_postal,
        commune, recherche, numero_am, du, au)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const FINIR_LIEU: &str =
    "UPDATE lieu_exercice SET au = $3 WHERE id = $1 AND praticien = $2 AND au IS NULL AND du <= $3";
const SECONDAIRES: &str = "UPDATE lieu_exercice SET principal = 0 WHERE praticien = $1 AND principal = 1";
const PRINCIPAL: &str =
    "UPDATE lieu_exercice SET principal = 1 WHERE id = $2 AND praticien = $1 AND au IS NULL";
const ADHERER: &str = "INSERT INTO adhesion (praticien, cpts, qualite, du, au) VALUES ($1, $2, $3, $4, $5)";
const QUITTER: &str =
    "UPDATE adhesion SET au = $3 WHERE praticien = $1 AND cpts = $2 AND au IS NULL AND du <= $3";

/// An MK to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NouveauPraticien {
    /// Key drawn by the caller.
    pub id: PraticienId,
    /// RPPS number.
    pub rpps: NumeroRpps,
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// How he exercises.
    pub statut: Statut,
    /// Now.
    pub inscrit_le: Timestamp,
}

/// A place of practice to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NouveauLieu {
    /// Key drawn by the caller.
    pub id: LieuId,
    /// The MK.
    pub praticien: PraticienId,
    /// Department.
    pub departement: CodeDepartement,
    /// Is it the main one.
    pub principal: bool,
    /// Street.
    pub adresse: String,
    /// Postcode.
    pub code_postal: String,
    /// Commune.
    pub commune: String,
    /// Number of the Assurance Maladie for this place.
    pub numero_am: Option<NumeroAm>,
    /// First day.
    pub du: Date,
    /// Last day.
    pub au: Option<Date>,
}

/// Records an MK. Fails with [`crate::Echec::Doublon`] when the RPPS number is on file.
pub fn inscrire(tx: &mut Tx, nouveau: &NouveauPraticien, acteur: &str) {
    let recherche = format!(" {} {}", mots(&nouveau.nom), mots(&nouveau.prenom));
    let valeurs = params![
        nouveau.id,
        nouveau.rpps.as_str(),
        nouveau.nom.as_str(),
        nouveau.prenom.as_str(),
        recherche,
        nouveau.statut,
        nouveau.inscrit_le
    ];
    tx.enqueue_one(INSCRIRE, valeurs);
    let sujet = format!("praticien/{}", nouveau.id);
    tx.tracer(Entree::new(nouveau.inscrit_le, acteur, "praticien.inscrire", sujet));
}

/// Records a place of practice.
pub fn ajouter_lieu(tx: &mut Tx, lieu: &NouveauLieu, acteur: &str, instant: Timestamp) {
    let valeurs = params![
        lieu.id,
        lieu.praticien,
        lieu.departement,
        lieu.principal,
        lieu.adresse.as_str(),
        lieu.code_postal.as_str(),
        lieu.commune.as_str(),
        format!(" {}", mots(&lieu.commune)),
        lieu.numero_am.as_ref().map(|numero| numero.as_str().to_owned()),
        lieu.du,
        lieu.au
    ];
    tx.enqueue_one(LIEU, valeurs);
    let sujet = format!("praticien/{}", lieu.praticien);
    tx.tracer(Entree::new(instant, acteur, "praticien.ajouter-lieu", sujet));
}

/// Ends a place of practice; `au` is its last day.
pub fn quitter_lieu(
    tx: &mut Tx,
    praticien: PraticienId,
    lieu: LieuId,
    au: Date,
    acteur: &str,
    instant: Timestamp,
) {
    tx.enqueue_one(FINIR_LIEU, params![lieu, praticien, au]);
    tx.tracer(Entree::new(instant, acteur, "praticien.quitter-lieu", format!("praticien/{praticien}")));
}

/// Makes a place the main one; the others become secondary.
pub fn rendre_principal(tx: &mut Tx, praticien: PraticienId, lieu: LieuId, acteur: &str, instant: Timestamp) {
    tx.enqueue(SECONDAIRES, params![praticien]);
    tx.enqueue_one(PRINCIPAL, params![praticien, lieu]);
    tx.tracer(Entree::new(instant, acteur, "praticien.lieu-principal", format!("praticien/{praticien}")));
}

/// Records a membership.
pub fn adherer(
    tx: &mut Tx,
    praticien: PraticienId,
    cpts: CptsId,
    adhesion: &Adhesion,
    acteur: &str,
    instant: Timestamp,
) {
    tx.enqueue_one(ADHERER, params![praticien, cpts, adhesion.qualite, adhesion.du, adhesion.au]);
    tx.tracer(Entree::new(instant, acteur, "cpts.adherer", format!("praticien/{praticien}")));
}

/// Ends the running membership; `au` is its last day.
pub fn quitter(
    tx: &mut Tx,
    praticien: PraticienId,
    cpts: CptsId,
    au: Date,
    acteur: &str,
    instant: Timestamp,
) {
    tx.enqueue_one(QUITTER, params![praticien, cpts, au]);
    tx.tracer(Entree::new(instant, acteur, "cpts.quitter", format!("praticien/{praticien}")));
}
