//! Who is told that an extraction says otherwise than the one before: once per account and import, whatever the number of
//! alerts.

use droit::notification::Nature;
use jiff::Timestamp;

use crate::{Tx, params};

const AUX_ARS: &str =
    "INSERT INTO notification (compte, cle, nature, declaration, praticien, lien, deposee_le, courriel)
    SELECT k.id, $2, $3, NULL, NULL, '/alertes', $4, CASE WHEN k.courriels = 'avis' THEN 'a-deposer' ELSE 'sans' END
    FROM compte k WHERE k.role = 'agent-ars' AND k.etat = 'actif' AND EXISTS (
        SELECT 1 FROM alerte_annuaire a
            JOIN annuaire_changement c ON c.import = a.import AND c.rpps = a.rpps AND c.rang = a.rang
            JOIN declaration d ON d.praticien = a.praticien
        WHERE a.import = $1 AND d.etat NOT IN ('brouillon', 'refusee', 'retiree')
            AND (c.departement IS NULL OR c.departement = d.departement)
            AND ' ' || k.departements || ' ' LIKE '% ' || d.departement || ' %')
    ON CONFLICT DO NOTHING";
const AUX_CPTS: &str =
    "INSERT INTO notification (compte, cle, nature, declaration, praticien, lien, deposee_le, courriel)
    SELECT k.id, $2, $3, NULL, NULL, '/alertes', $4, CASE WHEN k.courriels = 'avis' THEN 'a-deposer' ELSE 'sans' END
    FROM compte k WHERE k.role = 'coordination-cpts' AND k.etat = 'actif' AND EXISTS (
        SELECT 1 FROM alerte_annuaire a
            JOIN annuaire_changement c ON c.import = a.import AND c.rpps = a.rpps AND c.rang = a.rang
            JOIN declaration d ON d.praticien = a.praticien AND d.cpts = k.cpts
        WHERE a.import = $1 AND d.etat NOT IN ('brouillon', 'refusee', 'retiree')
            AND (c.departement IS NULL OR c.departement = d.departement))
    ON CONFLICT DO NOTHING";

/// Leaves for the flush the notifications of the alerts of an import.
pub(super) fn prevenir(tx: &mut Tx, import: i64, instant: Timestamp) {
    for sql in [AUX_ARS, AUX_CPTS] {
        tx.enqueue(sql, params![import, format!("annuaire/{import}"), Nature::AlerteAnnuaire, instant]);
    }
}
