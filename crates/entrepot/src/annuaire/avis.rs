//! Who is told that an extraction says otherwise than the one before: once per account and import, whatever the number of
//! alerts.

use droit::notification::Nature;
use jiff::Timestamp;

use crate::notification::{self, Avis, Destinataire};
use crate::{Echec, Tx, params};

/// The departments and the CPTS of the declarations that the alerts of an import are about.
const CONCERNES: &str = "SELECT DISTINCT d.departement, d.cpts
    FROM alerte_annuaire a
        JOIN annuaire_changement c ON c.import = a.import AND c.rpps = a.rpps AND c.rang = a.rang
        JOIN declaration d ON d.praticien = a.praticien
    WHERE a.import = $1 AND d.etat NOT IN ('brouillon', 'refusee', 'retiree')
        AND (c.departement IS NULL OR c.departement = d.departement)
    ORDER BY d.departement, d.cpts";
/// Where alerts are looked at.
const ALERTES: &str = "/alertes";

/// Leaves for the flush the notifications of the alerts of an import.
pub(super) fn prevenir(tx: &mut Tx, import: i64, instant: Timestamp) -> Result<(), Echec> {
    let avis = Avis {
        nature: Nature::AlerteAnnuaire,
        cle: format!("annuaire/{import}"),
        declaration: None,
        praticien: None,
        lien: ALERTES.to_owned(),
        auteur: None,
        instant,
    };
    for concerne in tx.query(CONCERNES, &params![import])? {
        notification::deposer(tx, Destinataire::Ars(concerne.get("departement")?), &avis);
        notification::deposer(tx, Destinataire::Cpts(concerne.get("cpts")?), &avis);
    }
    Ok(())
}
