//! Where an MK practises, and the bodies told when a place of an MK on their list changes.

use droit::identifiant::{CodeDepartement, DeclarationId, LieuId, NumeroAm, PraticienId};
use droit::notification::Nature;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::journal::Entree;
use crate::notification::{self, Avis, Destinataire};
use crate::recherche::mots;
use crate::transmission::TRANSMETTRE;
use crate::{Echec, Tx, params, trace};

const LIEU: &str = "INSERT INTO lieu_exercice (id, praticien, departement, principal, adresse, code_postal,
        commune, recherche, numero_am, du, au)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const FINIR_LIEU: &str =
    "UPDATE lieu_exercice SET au = $3 WHERE id = $1 AND praticien = $2 AND au IS NULL AND du <= $3";
const SECONDAIRES: &str = "UPDATE lieu_exercice SET principal = 0 WHERE praticien = $1 AND principal = 1";
const PRINCIPAL: &str =
    "UPDATE lieu_exercice SET principal = 1 WHERE id = $2 AND praticien = $1 AND au IS NULL";
/// Only the bodies of a department where the MK is, or was, on the list have a line to hear of.
const RETRANSMETTRE: &str = "INSERT INTO outbox (id, genre, cle, contenu, depose_le, echeance)
    SELECT $1, $2, $3, '{\"departement\":\"' || l.departement || '\"}', $4, $4 FROM lieu_exercice l
    WHERE l.id = $5 AND EXISTS (SELECT 1 FROM autorisation a
        WHERE a.praticien = l.praticien AND a.departement = l.departement)
    ON CONFLICT (cle) DO NOTHING";
/// The rights that go on after the last day of a place, and that no other place of theirs grounds any more.
const PRIVEES: &str = "SELECT a.declaration, a.departement
    FROM lieu_exercice q JOIN autorisation a ON a.praticien = q.praticien AND a.departement = q.departement
    WHERE q.id = $1 AND (a.au IS NULL OR a.au > $2)
        AND NOT EXISTS (SELECT 1 FROM lieu_exercice l
            WHERE l.praticien = a.praticien AND l.departement = a.departement AND (l.au IS NULL OR l.au > $2)
                AND (NOT EXISTS (SELECT 1 FROM declaration_lieu x WHERE x.declaration = a.declaration)
                    OR EXISTS (SELECT 1 FROM declaration_lieu x
                        WHERE x.declaration = a.declaration AND x.lieu = l.id)))
    ORDER BY a.declaration";

/// The accepted declarations of the department that name places, and not this one.
const QUI_NOMMENT: &str = "SELECT d.id FROM declaration d
    WHERE d.praticien = $1 AND d.departement = $2 AND d.etat = 'validee'
        AND EXISTS (SELECT 1 FROM declaration_lieu x WHERE x.declaration = d.id)
        AND NOT EXISTS (SELECT 1 FROM declaration_lieu x WHERE x.declaration = d.id AND x.lieu = $3)
    ORDER BY d.id";
const DEMANDER: &str = "INSERT INTO declaration_lieu_demande (declaration, lieu) VALUES ($1, $2)
    ON CONFLICT DO NOTHING";

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
    retransmettre(tx, lieu.id, instant);
    let sujet = format!("praticien/{}", lieu.praticien);
    tx.tracer(Entree::new(instant, acteur, "praticien.ajouter-lieu", sujet));
}

/// Records a place that the MK adds himself, and asks for it where a declaration that the ARS accepted names others.
///
/// # Errors
/// When the base fails.
pub fn proposer_lieu(tx: &mut Tx, lieu: &NouveauLieu, acteur: &str, instant: Timestamp) -> Result<(), Echec> {
    ajouter_lieu(tx, lieu, acteur, instant);
    demander_lieu(tx, lieu.praticien, (lieu.id, lieu.departement), acteur, instant)
}

/// Asks the ARS to retain a place that an accepted declaration of its department does not name: its agents are told, and
/// the list shows the place once it is retained. Asked twice, it is asked once.
///
/// # Errors
/// When the base fails.
pub fn demander_lieu(
    tx: &mut Tx,
    praticien: PraticienId,
    (lieu, departement): (LieuId, CodeDepartement),
    acteur: &str,
    instant: Timestamp,
) -> Result<(), Echec> {
    for ligne in tx.query(QUI_NOMMENT, &params![praticien, departement, lieu])? {
        let declaration: DeclarationId = ligne.get("id")?;
        tx.enqueue(DEMANDER, params![declaration, lieu]);
        dire_a_l_ars(tx, Nature::LieuARetenir, (lieu, departement), declaration, instant);
        tx.tracer(Entree::new(
            instant,
            acteur,
            "declaration.demander-lieu",
            format!("declaration/{declaration}"),
        ));
    }
    Ok(())
}

/// Ends a place of practice; `au` is its last day. The ARS is told when a right that goes on is left without a place.
///
/// # Errors
/// When the base fails.
pub fn quitter_lieu(
    tx: &mut Tx,
    praticien: PraticienId,
    lieu: LieuId,
    au: Date,
    acteur: &str,
    instant: Timestamp,
) -> Result<(), Echec> {
    tx.enqueue_one(FINIR_LIEU, params![lieu, praticien, au]);
    retransmettre(tx, lieu, instant);
    tx.tracer(Entree::new(instant, acteur, "praticien.quitter-lieu", format!("praticien/{praticien}")));
    for privee in tx.query(PRIVEES, &params![lieu, au])? {
        let (declaration, departement) = (privee.get("declaration")?, privee.get("departement")?);
        dire_a_l_ars(tx, Nature::SansLieu, (lieu, departement), declaration, instant);
    }
    Ok(())
}

/// Tells the agents of the department of what happened to a place, beside the declaration it matters to.
fn dire_a_l_ars(
    tx: &mut Tx,
    nature: Nature,
    (lieu, departement): (LieuId, CodeDepartement),
    declaration: DeclarationId,
    instant: Timestamp,
) {
    let avis = Avis {
        nature,
        cle: format!("lieu/{lieu}/{declaration}/{}", nature.code()),
        declaration: Some(declaration),
        praticien: None,
        lien: format!("/declarations/{declaration}"),
        auteur: None,
        instant,
    };
    notification::deposer(tx, Destinataire::Ars(departement), &avis);
}

/// Makes a place the main one; the others become secondary.
pub fn rendre_principal(tx: &mut Tx, praticien: PraticienId, lieu: LieuId, acteur: &str, instant: Timestamp) {
    tx.enqueue(SECONDAIRES, params![praticien]);
    tx.enqueue_one(PRINCIPAL, params![praticien, lieu]);
    retransmettre(tx, lieu, instant);
    tx.tracer(Entree::new(instant, acteur, "praticien.lieu-principal", format!("praticien/{praticien}")));
}

/// Has the bodies of the department told, where the MK is on their list: their next file holds what changed.
pub(super) fn retransmettre(tx: &mut Tx, lieu: LieuId, instant: Timestamp) {
    let (id, cle) = trace::cle_de_message(TRANSMETTRE, &format!("lieu/{lieu}/{}", instant.as_microsecond()));
    tx.enqueue(RETRANSMETTRE, params![id, TRANSMETTRE, cle, instant, lieu]);
}
