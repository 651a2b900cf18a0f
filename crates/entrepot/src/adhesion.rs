//! Memberships over time: recorded, ended, reminded; those that end soon, and the authorisations left without one.

use droit::adhesion::{AdhesionAccordee, RenouvellementDemande};
use droit::declaration::{Adhesion, Declarant};
use droit::identifiant::{CodeDepartement, CptsId, DeclarationId, PraticienId};
use droit::notification::Nature;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use crate::journal::Entree;
use crate::notification::{self, Avis, Destinataire};
use crate::{Echec, Row, Tx, params, trace};

const ADHERER: &str = "INSERT INTO adhesion (praticien, cpts, qualite, du, au) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT DO NOTHING";
const FINIR: &str = "UPDATE adhesion SET au = $4
    WHERE praticien = $1 AND cpts = $2 AND du = $3 AND du <= $4 AND (au IS NULL OR au > $4)";
const ECHEANCES: &str =
    "SELECT m.praticien, m.cpts, m.qualite, m.du, m.au, p.nom, p.prenom, c.nom AS nom_cpts,
        (SELECT min(d.departement) FROM cpts_departement d WHERE d.cpts = m.cpts) AS departement, r.demande_le
    FROM adhesion m JOIN praticien p ON p.id = m.praticien JOIN cpts c ON c.id = m.cpts
        LEFT JOIN renouvellement_demande r ON r.praticien = m.praticien AND r.cpts = m.cpts AND r.au = m.au
    WHERE m.au >= $1 AND m.au <= $2 AND m.cpts = COALESCE($3, m.cpts)
        AND m.praticien = COALESCE($4, m.praticien)
        AND NOT EXISTS (SELECT 1 FROM adhesion s WHERE s.praticien = m.praticien AND s.cpts = m.cpts
            AND s.du > m.du AND (s.au IS NULL OR s.au > m.au))
    ORDER BY m.au, p.recherche, m.praticien, m.cpts LIMIT $5";
const A_RAPPELER: &str =
    "SELECT m.praticien, m.cpts, m.qualite, m.du, m.au, p.nom, p.prenom, c.nom AS nom_cpts,
        d.departement, r.demande_le
    FROM adhesion m JOIN praticien p ON p.id = m.praticien JOIN cpts c ON c.id = m.cpts
        JOIN cpts_departement d ON d.cpts = m.cpts
        LEFT JOIN renouvellement_demande r ON r.praticien = m.praticien AND r.cpts = m.cpts AND r.au = m.au
    WHERE m.au >= $1 AND m.au <= $2 AND d.departement = $3
        AND NOT EXISTS (SELECT 1 FROM cpts_departement e WHERE e.cpts = d.cpts AND e.departement < d.departement)
        AND NOT EXISTS (SELECT 1 FROM adhesion s WHERE s.praticien = m.praticien AND s.cpts = m.cpts
            AND s.du > m.du AND (s.au IS NULL OR s.au > m.au))
        AND NOT EXISTS (SELECT 1 FROM rappel_adhesion v WHERE v.praticien = m.praticien AND v.cpts = m.cpts
            AND v.au = m.au AND v.jours <= $4)
    ORDER BY m.au, m.praticien, m.cpts LIMIT $5";
const SANS_ADHESION: &str = "SELECT a.declaration, a.praticien, a.cpts, a.departement, a.du, p.nom, p.prenom,
        c.nom AS nom_cpts,
        (SELECT max(m.au) FROM adhesion m WHERE m.praticien = a.praticien AND m.cpts = a.cpts) AS fin
    FROM autorisation a JOIN praticien p ON p.id = a.praticien JOIN cpts c ON c.id = a.cpts
    WHERE a.au IS NULL AND a.departement = COALESCE($2, a.departement)
        AND NOT EXISTS (SELECT 1 FROM adhesion v WHERE v.praticien = a.praticien AND v.cpts = a.cpts
            AND (v.au IS NULL OR v.au >= $1))
        AND EXISTS (SELECT 1 FROM adhesion e WHERE e.praticien = a.praticien AND e.cpts = a.cpts)
    ORDER BY p.recherche, a.declaration LIMIT $3";
/// Where an MK reads his memberships.
const MES_ADHESIONS: &str = "/mes-adhesions";
const RAPPELER: &str = "INSERT INTO rappel_adhesion (praticien, cpts, au, jours, envoye_le)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
const RAPPELS: &str = "SELECT au, jours, envoye_le FROM rappel_adhesion WHERE praticien = $1 AND cpts = $2
    ORDER BY envoye_le, jours";

const DEMANDER: &str = "INSERT INTO renouvellement_demande (praticien, cpts, au, demande_le, compte)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
const DEMANDE: &str =
    "SELECT demande_le FROM renouvellement_demande WHERE praticien = $1 AND cpts = $2 AND au = $3";

/// A membership that ends and that nothing follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Echeance {
    /// The MK.
    pub praticien: PraticienId,
    /// « Prénom Nom ».
    pub nom: String,
    /// The CPTS.
    pub cpts: CptsId,
    /// Its name.
    pub nom_cpts: String,
    /// The first of its departments.
    pub departement: Option<CodeDepartement>,
    /// The membership.
    pub adhesion: Adhesion,
    /// When the MK asked for the next one, if he did.
    pub demande_le: Option<Timestamp>,
}

/// An authorisation that runs while the membership it rests on has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SansAdhesion {
    /// The declaration.
    pub declaration: DeclarationId,
    /// The MK.
    pub praticien: PraticienId,
    /// « Prénom Nom ».
    pub nom: String,
    /// The CPTS.
    pub cpts: CptsId,
    /// Its name.
    pub nom_cpts: String,
    /// The department.
    pub departement: CodeDepartement,
    /// First day of the authorisation.
    pub du: Date,
    /// Last day of the last membership.
    pub fin: Date,
}

/// A reminder sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rappel {
    /// The end it told.
    pub au: Date,
    /// How many days before, as the department has them.
    pub jours: u16,
    /// When.
    pub envoye_le: Timestamp,
}

/// Records a membership; fails with [`Echec::Conflit`] when one already begins that day.
pub fn inscrire(tx: &mut Tx, accordee: &AdhesionAccordee) {
    let (adhesion, auteur) = (accordee.adhesion(), accordee.auteur());
    let valeurs = params![accordee.praticien(), accordee.cpts(), adhesion.qualite, adhesion.du, adhesion.au];
    tx.enqueue_one(ADHERER, valeurs);
    tracer(tx, auteur, "cpts.adherer", accordee.praticien());
    let (praticien, cpts) = (accordee.praticien(), accordee.cpts());
    let avis = Avis {
        nature: Nature::AdhesionEnregistree,
        cle: format!("adhesion/{praticien}/{cpts}/{}", adhesion.du),
        declaration: None,
        praticien: Some(praticien),
        lien: MES_ADHESIONS.to_owned(),
        auteur: Some(auteur.compte),
        instant: auteur.maintenant,
    };
    notification::deposer(tx, Destinataire::Praticien(praticien), &avis);
}

/// Records that an MK asks for the membership that follows, and tells his CPTS; asked twice, it is recorded once.
pub fn demander(tx: &mut Tx, demande: &RenouvellementDemande) {
    let (praticien, cpts, auteur) = (demande.praticien(), demande.cpts(), demande.auteur());
    let valeurs = params![praticien, cpts, demande.au(), auteur.maintenant, auteur.compte];
    tx.enqueue(DEMANDER, valeurs);
    tracer(tx, auteur, "adhesion.demander", praticien);
    let avis = Avis {
        nature: Nature::RenouvellementDemande,
        cle: format!("renouvellement/{praticien}/{}", demande.au()),
        declaration: None,
        praticien: Some(praticien),
        lien: format!("/membres/{praticien}"),
        auteur: Some(auteur.compte),
        instant: auteur.maintenant,
    };
    notification::deposer(tx, Destinataire::Cpts(cpts), &avis);
}

/// When an MK asked for the membership that follows one that ends on a day, if he did.
///
/// # Errors
/// When the base fails.
pub fn demande(
    tx: &mut Tx,
    (praticien, cpts): (PraticienId, CptsId),
    au: Date,
) -> Result<Option<Timestamp>, Echec> {
    let ligne = tx.query_opt(DEMANDE, &params![praticien, cpts, au])?;
    ligne.map(|ligne| ligne.get("demande_le")).transpose()
}

/// Ends a membership earlier than planned; `au` is its last day. Fails with [`Echec::Conflit`] when it ended meanwhile.
pub fn finir(
    tx: &mut Tx,
    (praticien, cpts): (PraticienId, CptsId),
    adhesion: &Adhesion,
    au: Date,
    auteur: &Declarant,
) {
    tx.enqueue_one(FINIR, params![praticien, cpts, adhesion.du, au]);
    tracer(tx, auteur, "cpts.quitter", praticien);
}

fn tracer(tx: &mut Tx, auteur: &Declarant, action: &str, praticien: PraticienId) {
    let acteur = format!("compte/{}", auteur.compte);
    tx.tracer(Entree::new(auteur.maintenant, acteur, action, format!("praticien/{praticien}")));
}

/// The memberships that end between two days, of one CPTS or of one MK where they are given, the soonest first.
///
/// # Errors
/// When the base fails.
pub fn echeances(
    tx: &mut Tx,
    (du, au): (Date, Date),
    cpts: Option<CptsId>,
    praticien: Option<PraticienId>,
    limite: u16,
) -> Result<Vec<Echeance>, Echec> {
    tx.query(ECHEANCES, &params![du, au, cpts, praticien, limite])?.iter().map(echeance).collect()
}

/// The memberships of the CPTS of a department (a CPTS of several counts in the first) that end between two days, that
/// nothing follows, and that nobody was reminded of this delay, in days, before the end, nor of a shorter one.
///
/// # Errors
/// When the base fails.
pub fn a_rappeler(
    tx: &mut Tx,
    departement: CodeDepartement,
    (du, au): (Date, Date),
    jours: u16,
    limite: u16,
) -> Result<Vec<Echeance>, Echec> {
    tx.query(A_RAPPELER, &params![du, au, departement, jours, limite])?.iter().map(echeance).collect()
}

/// The running authorisations whose membership ended before a day, in a department where one is given.
///
/// # Errors
/// When the base fails.
pub fn sans_adhesion(
    tx: &mut Tx,
    le: Date,
    departement: Option<CodeDepartement>,
    limite: u16,
) -> Result<Vec<SansAdhesion>, Echec> {
    let lire = |ligne: &Row| {
        Ok(SansAdhesion {
            declaration: ligne.get("declaration")?,
            praticien: ligne.get("praticien")?,
            nom: nom(ligne)?,
            cpts: ligne.get("cpts")?,
            nom_cpts: ligne.get("nom_cpts")?,
            departement: ligne.get("departement")?,
            du: ligne.get("du")?,
            fin: ligne.get("fin")?,
        })
    };
    tx.query(SANS_ADHESION, &params![le, departement, limite])?.iter().map(lire).collect()
}

/// Reminds of an end, once for each delay whoever calls: says whether this call did it.
///
/// # Errors
/// When the base fails.
pub fn rappeler(tx: &mut Tx, echeance: &Echeance, jours: u16, instant: Timestamp) -> Result<bool, Echec> {
    let Some(au) = echeance.adhesion.au else { return Ok(false) };
    let (praticien, cpts) = (echeance.praticien, echeance.cpts);
    if tx.execute(RAPPELER, &params![praticien, cpts, au, jours, instant])? == 0 {
        return Ok(false);
    }
    let contenu = json!({
        "praticien": praticien.to_string(),
        "cpts": cpts.to_string(),
        "au": au.to_string(),
        "jours": jours,
    });
    let cle = format!("{praticien}/{cpts}/{au}/{jours}");
    tx.deposer(trace::message("rappel-adhesion", &cle, &contenu, instant));
    let mut entree = Entree::new(instant, "systeme", "adhesion.rappeler", format!("praticien/{praticien}"));
    entree.details = json!({ "cpts": cpts.to_string(), "jours": jours }).to_string();
    tx.tracer(entree);
    prevenir(tx, echeance, (au, jours), instant);
    Ok(true)
}

/// Tells the MK of his own end; tells the CPTS once of all those of one day.
fn prevenir(tx: &mut Tx, echeance: &Echeance, (au, jours): (Date, u16), instant: Timestamp) {
    let (praticien, cpts) = (echeance.praticien, echeance.cpts);
    let sien = Avis {
        nature: Nature::AdhesionFinit,
        cle: format!("rappel-adhesion/{praticien}/{cpts}/{au}/{jours}"),
        declaration: None,
        praticien: Some(praticien),
        lien: MES_ADHESIONS.to_owned(),
        auteur: None,
        instant,
    };
    notification::deposer(tx, Destinataire::Praticien(praticien), &sien);
    let commun = Avis {
        cle: format!("rappel-adhesion/{cpts}/{au}/{jours}"),
        praticien: None,
        lien: "/membres/renouvellements".to_owned(),
        ..sien
    };
    notification::deposer(tx, Destinataire::Cpts(cpts), &commun);
}

/// The reminders sent to an MK and his CPTS.
///
/// # Errors
/// When the base fails.
pub fn rappels(tx: &mut Tx, praticien: PraticienId, cpts: CptsId) -> Result<Vec<Rappel>, Echec> {
    let lire = |ligne: &Row| {
        Ok(Rappel { au: ligne.get("au")?, jours: ligne.get("jours")?, envoye_le: ligne.get("envoye_le")? })
    };
    tx.query(RAPPELS, &params![praticien, cpts])?.iter().map(lire).collect()
}

fn echeance(ligne: &Row) -> Result<Echeance, Echec> {
    Ok(Echeance {
        praticien: ligne.get("praticien")?,
        nom: nom(ligne)?,
        cpts: ligne.get("cpts")?,
        nom_cpts: ligne.get("nom_cpts")?,
        departement: ligne.get("departement")?,
        adhesion: Adhesion { qualite: ligne.get("qualite")?, du: ligne.get("du")?, au: ligne.get("au")? },
        demande_le: ligne.get("demande_le")?,
    })
}

fn nom(ligne: &Row) -> Result<String, Echec> {
    Ok(format!("{} {}", ligne.get::<String>("prenom")?, ligne.get::<String>("nom")?))
}
