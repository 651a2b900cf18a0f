//! The question put to a CPTS about an MK who declares himself: asked once, answered once, in the write of what follows.

use droit::declaration::{AdhesionConfirmee, AdhesionDementie, Confirmation, ConfirmationDemandee, Prononce};
use droit::identifiant::{CodeDepartement, CptsId, DeclarationId, NumeroRpps, PraticienId};
use droit::notification::Nature;
use jiff::civil::Date;

use super::ecriture::{etape, inscrire_depot, inscrire_retrait, message};
use crate::notification::{self, Avis, Destinataire};
use crate::{Echec, Row, Tx, params};

const DEMANDER: &str = "INSERT INTO confirmation_cpts (declaration, cpts, etat, demandee_le)
    VALUES ($1, $2, 'attendue', $3) ON CONFLICT DO NOTHING";
const AVANCER: &str = "UPDATE declaration SET version = version + 1
    WHERE id = $1 AND version = $2 AND etat = 'brouillon'";
const CONFIRMER: &str = "UPDATE confirmation_cpts SET etat = 'confirmee', repondue_le = $2, compte = $3
    WHERE declaration = $1 AND etat = 'attendue'";
const DEMENTIR: &str =
    "UPDATE confirmation_cpts SET etat = 'dementie', repondue_le = $2, compte = $3, motif = $4,
        precisions = $5
    WHERE declaration = $1 AND etat = 'attendue'";
const LIRE: &str = "SELECT etat, demandee_le, repondue_le, motif, precisions FROM confirmation_cpts
    WHERE declaration = $1";
const ATTENDUES: &str =
    "SELECT c.declaration, c.demandee_le, d.departement, p.id AS praticien, p.rpps, p.nom, p.prenom
    FROM confirmation_cpts c
        JOIN declaration d ON d.id = c.declaration
        JOIN praticien p ON p.id = d.praticien
    WHERE c.cpts = $1 AND c.etat = 'attendue' AND d.etat = 'brouillon' AND d.cpts = $1
    ORDER BY c.demandee_le, p.recherche, p.id LIMIT 500";

/// Where a CPTS answers.
const A_CONFIRMER: &str = "/confirmations";

/// An MK waiting for his CPTS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmationAttendue {
    /// His declaration.
    pub declaration: DeclarationId,
    /// Since when.
    pub depuis: Date,
    /// Department.
    pub departement: CodeDepartement,
    /// The MK.
    pub praticien: PraticienId,
    /// RPPS number.
    pub rpps: NumeroRpps,
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
}

/// Records the question.
pub fn inscrire_demande(tx: &mut Tx, fait: &Prononce<ConfirmationDemandee>) {
    tx.enqueue_one(AVANCER, params![fait.declaration(), fait.version()]);
    tx.enqueue_one(DEMANDER, params![fait.declaration(), fait.cpts(), fait.le]);
    etape(tx, fait, "confirmation-demandee", "", None);
    message(tx, fait, "confirmer-adhesion");
    let avis = Avis {
        nature: Nature::ConfirmationDemandee,
        cle: format!("confirmation/{}", fait.declaration()),
        declaration: Some(fait.declaration()),
        praticien: None,
        lien: A_CONFIRMER.to_owned(),
        auteur: Some(fait.declarant().compte),
        instant: fait.declarant().maintenant,
    };
    notification::deposer(tx, Destinataire::Cpts(fait.cpts()), &avis);
}

/// Records the confirmation and the filing that follows.
pub fn inscrire_confirmation(tx: &mut Tx, fait: &Prononce<AdhesionConfirmee>) {
    tx.enqueue_one(CONFIRMER, params![fait.declaration(), fait.le, fait.declarant().compte]);
    inscrire_depot(tx, &fait.depot);
}

/// Records that he is no member, and the end of his declaration.
pub fn inscrire_dementi(tx: &mut Tx, fait: &Prononce<AdhesionDementie>) {
    let valeurs =
        params![fait.declaration(), fait.le, fait.declarant().compte, fait.motif, fait.precision.clone()];
    tx.enqueue_one(DEMENTIR, valeurs);
    inscrire_retrait(tx, &fait.retrait);
    message(tx, fait, "notifier-praticien");
}

/// Where the question of a declaration stands; `None` when none was put.
///
/// # Errors
/// When the base fails.
pub fn confirmation(tx: &mut Tx, id: DeclarationId) -> Result<Option<Confirmation>, Echec> {
    tx.query_opt(LIRE, &params![id])?.map(|ligne| lire(&ligne)).transpose()
}

fn lire(ligne: &Row) -> Result<Confirmation, Echec> {
    Ok(match ligne.get::<String>("etat")?.as_str() {
        "confirmee" => Confirmation::Confirmee { le: ligne.get("repondue_le")? },
        "dementie" => Confirmation::Dementie {
            le: ligne.get("repondue_le")?,
            motif: ligne.get("motif")?,
            precision: ligne.get("precisions")?,
        },
        _ => Confirmation::Attendue { depuis: ligne.get("demandee_le")? },
    })
}

/// The MKs who wait for a CPTS, the longest first.
///
/// # Errors
/// When the base fails.
pub fn confirmations_attendues(tx: &mut Tx, cpts: CptsId) -> Result<Vec<ConfirmationAttendue>, Echec> {
    let lire = |ligne: &Row| {
        Ok(ConfirmationAttendue {
            declaration: ligne.get("declaration")?,
            depuis: ligne.get("demandee_le")?,
            departement: ligne.get("departement")?,
            praticien: ligne.get("praticien")?,
            rpps: ligne.get("rpps")?,
            nom: ligne.get("nom")?,
            prenom: ligne.get("prenom")?,
        })
    };
    tx.query(ATTENDUES, &params![cpts])?.iter().map(lire).collect()
}
