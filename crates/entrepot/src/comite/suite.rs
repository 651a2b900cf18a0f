//! What follows a meeting: its minutes, version after version, and its decisions.

use droit::comite::{
    CompteRendu, DecisionAvancee, DecisionComite, DecisionPrise, EtapeDecision, EtatDecision, VersionEcrite,
};
use droit::identifiant::{CodeDepartement, CompteId, ReunionId};
use droit::notification::Nature;
use droit::texte::TexteLibre;
use jiff::civil::Date;

use super::tracer;
use crate::notification::{self, Avis, Destinataire};
use crate::{Echec, Row, Tx, params};

const REDIGER: &str =
    "INSERT INTO comite_compte_rendu (reunion, numero, texte, motif) VALUES ($1, $2, $3, $4)
    ON CONFLICT (reunion, numero) DO UPDATE SET texte = excluded.texte, motif = excluded.motif
        WHERE comite_compte_rendu.valide_le IS NULL";
const VALIDER: &str = "UPDATE comite_compte_rendu SET valide_le = $3, valide_par = $4
    WHERE reunion = $1 AND numero = $2 AND valide_le IS NULL AND texte = $5";
const COMPTES_RENDUS: &str =
    "SELECT reunion, numero, texte, motif, valide_le, valide_par FROM comite_compte_rendu
    WHERE reunion = $1 ORDER BY numero DESC";
const DECIDER: &str = "INSERT INTO comite_decision (id, reunion, texte, responsable, echeance, etat, version)
    VALUES ($1, $2, $3, $4, $5, 'ouverte', 1) ON CONFLICT DO NOTHING";
const AVANCER: &str = "UPDATE comite_decision SET etat = $3, etat_le = $4, motif = $5, version = version + 1
    WHERE id = $1 AND version = $2";
const DECISIONS: &str =
    "SELECT d.id, d.reunion, d.texte, d.responsable, d.echeance, d.etat, d.etat_le, d.motif, d.version
    FROM comite_decision d JOIN comite_reunion r ON r.id = d.reunion
    WHERE r.departement = $1 ORDER BY d.echeance, d.id";

/// Writes a draft of the minutes; fails with [`Echec::Conflit`] when that version was validated meanwhile.
pub fn ecrire_compte_rendu(tx: &mut Tx, fait: &VersionEcrite) {
    let ecrit = fait.ecrit();
    let valeurs = params![ecrit.reunion, i64::from(ecrit.numero), ecrit.texte.clone(), ecrit.motif.clone()];
    tx.enqueue_one(REDIGER, valeurs);
    tracer(tx, fait.auteur(), "comite.rediger", format!("reunion/{}", ecrit.reunion));
}

/// Validates the minutes and tells the members; fails with [`Echec::Conflit`] when the draft changed meanwhile.
pub fn valider_compte_rendu(tx: &mut Tx, fait: &VersionEcrite, departement: CodeDepartement) {
    let (ecrit, auteur) = (fait.ecrit(), fait.auteur());
    let valeurs = params![
        ecrit.reunion,
        i64::from(ecrit.numero),
        auteur.aujourd_hui,
        auteur.compte,
        ecrit.texte.clone()
    ];
    tx.enqueue_one(VALIDER, valeurs);
    let avis = Avis {
        nature: Nature::CompteRenduComite,
        cle: format!("reunion/{}/compte-rendu/{}", ecrit.reunion, ecrit.numero),
        declaration: None,
        praticien: None,
        lien: format!("/comite/reunions/{}", ecrit.reunion),
        auteur: Some(auteur.compte),
        instant: auteur.maintenant,
    };
    notification::deposer(tx, Destinataire::Comite(departement), &avis);
    tracer(tx, auteur, "comite.valider", format!("reunion/{}", ecrit.reunion));
}

/// The minutes of a meeting, the latest version first.
///
/// # Errors
/// When the base fails.
pub fn comptes_rendus(tx: &mut Tx, reunion: ReunionId) -> Result<Vec<CompteRendu>, Echec> {
    let lire = |ligne: &Row| {
        let (le, par): (Option<Date>, Option<CompteId>) = (ligne.get("valide_le")?, ligne.get("valide_par")?);
        Ok(CompteRendu {
            reunion: ligne.get("reunion")?,
            numero: ligne.get("numero")?,
            texte: ligne.get("texte")?,
            motif: ligne.get("motif")?,
            valide: le.zip(par),
        })
    };
    tx.query(COMPTES_RENDUS, &params![reunion])?.iter().map(lire).collect()
}

/// Records a decision; sent twice, it is recorded once.
pub fn inscrire_decision(tx: &mut Tx, fait: &DecisionPrise) {
    let decision = fait.decision();
    let valeurs = params![
        decision.id,
        decision.reunion,
        decision.texte.clone(),
        decision.responsable,
        decision.echeance
    ];
    tx.enqueue(DECIDER, valeurs);
    tracer(tx, fait.auteur(), "comite.decider", format!("decision/{}", decision.id));
}

/// Records what becomes of a decision; fails with [`Echec::Conflit`] when somebody acted meanwhile.
pub fn avancer_decision(tx: &mut Tx, fait: &DecisionAvancee) {
    let suite = fait.suite();
    let (le, motif): (Option<Date>, Option<TexteLibre>) = match &suite.etat {
        EtatDecision::Ouverte => (None, None),
        EtatDecision::Faite { le } => (Some(*le), None),
        EtatDecision::Abandonnee { le, motif } => (Some(*le), Some(motif.clone())),
    };
    tx.enqueue_one(AVANCER, params![suite.id, suite.version, suite.etat.etape().code(), le, motif]);
    tracer(tx, fait.auteur(), "comite.suivre", format!("decision/{}", suite.id));
}

/// The decisions of the committee of a department, the soonest due first.
///
/// # Errors
/// When the base fails.
pub fn decisions(tx: &mut Tx, departement: CodeDepartement) -> Result<Vec<DecisionComite>, Echec> {
    let lire = |ligne: &Row| {
        let etat = match ligne.get("etat")? {
            EtapeDecision::Ouverte => EtatDecision::Ouverte,
            EtapeDecision::Faite => EtatDecision::Faite { le: ligne.get("etat_le")? },
            EtapeDecision::Abandonnee => {
                EtatDecision::Abandonnee { le: ligne.get("etat_le")?, motif: ligne.get("motif")? }
            }
        };
        Ok(DecisionComite {
            id: ligne.get("id")?,
            reunion: ligne.get("reunion")?,
            texte: ligne.get("texte")?,
            responsable: ligne.get("responsable")?,
            echeance: ligne.get("echeance")?,
            etat,
            version: ligne.get("version")?,
        })
    };
    tx.query(DECISIONS, &params![departement])?.iter().map(lire).collect()
}
