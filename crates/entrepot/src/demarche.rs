//! Dossiers of démarches-simplifiées: what was read of them, waiting for the agent, and what each number became here.

mod reglage;

pub use reglage::{EtatJeton, Reglage, Regleur, SortDuJeton, jeton, reglage, reglages, regler};

use droit::declaration::{DecisionReprise, DossierRepris, EtatDeclaration, NumeroDossier};
use droit::identifiant::{CodeDepartement, CompteId, DeclarationId, LectureId, NumeroRpps};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::declaration::{inscrire_depot, inscrire_preparation, inscrire_refus, inscrire_validation};
use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

const GARDER: &str =
    "INSERT INTO demarche_lecture (id, departement, compte, origine, contenu, lu_le, etendue)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const LECTURE: &str =
    "SELECT id, departement, compte, origine, contenu, lu_le, etendue FROM demarche_lecture WHERE id = $1";
const OUBLIER: &str = "DELETE FROM demarche_lecture WHERE id = $1";
const PERIMER: &str = "DELETE FROM demarche_lecture WHERE compte = $1 OR lu_le < $2";
const LIER: &str =
    "INSERT INTO demarche_ligne (numero, rang, departement, declaration, etat, traite_le, repris_le)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
const SUIVRE: &str = "UPDATE demarche_ligne SET etat = $4, traite_le = $5, repris_le = $6
    WHERE numero = $1 AND rang = $2 AND departement = $3";
const PAR_NUMERO: &str = "SELECT numero, rang, departement, declaration, etat, traite_le FROM demarche_ligne
    WHERE numero = $1 AND rang = $2";
const DU_PRATICIEN: &str = "SELECT x.numero, x.rang, x.departement, x.declaration, x.etat, x.traite_le
    FROM demarche_ligne x JOIN declaration d ON d.id = x.declaration JOIN praticien p ON p.id = d.praticien
    WHERE x.numero = $1 AND p.rpps = $2 ORDER BY x.rang DESC LIMIT 1";
const PAR_DECLARATION: &str = "SELECT numero, rang, departement, declaration, etat, traite_le
    FROM demarche_ligne WHERE declaration = $1";
const DECISIONS: &str = "SELECT x.numero, x.rang, x.declaration, p.rpps, p.nom, p.prenom, c.nom AS nom_cpts,
        d.etat, d.etat_le, d.depose_le, d.effet_du, d.motifs, d.precisions
    FROM demarche_ligne x
        JOIN declaration d ON d.id = x.declaration
        JOIN praticien p ON p.id = d.praticien
        JOIN cpts c ON c.id = d.cpts
    WHERE x.departement = $1 ORDER BY x.numero, x.rang";

/// What was read and waits for the agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lecture {
    /// Key.
    pub id: LectureId,
    /// Department.
    pub departement: CodeDepartement,
    /// Who read it.
    pub compte: CompteId,
    /// Name of the file, or of the démarche.
    pub origine: String,
    /// The dossiers, as the platform writes them.
    pub contenu: String,
    /// When.
    pub lu_le: Timestamp,
    /// What becomes of the dossiers that cannot be taken up.
    pub etendue: Etendue,
}

/// What becomes of the dossiers that cannot be taken up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Etendue {
    /// One of them holds all the others.
    Entiere,
    /// They are left aside, as an agent said.
    Partielle,
}

impl Etendue {
    fn code(self) -> &'static str {
        match self {
            Self::Entiere => "entiere",
            Self::Partielle => "partielle",
        }
    }
}

/// What a number became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierSuivi {
    /// Number.
    pub numero: NumeroDossier,
    /// Department.
    pub departement: CodeDepartement,
    /// Declaration.
    pub declaration: DeclarationId,
    /// Its state there, when it was last read.
    pub etat: String,
    /// Day of the decision there.
    pub traite_le: Option<Date>,
}

/// How a dossier is noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its number.
    pub numero: NumeroDossier,
    /// Department.
    pub departement: CodeDepartement,
    /// Declaration.
    pub declaration: DeclarationId,
    /// Its state there.
    pub etat: &'static str,
    /// Day of the decision there.
    pub traite_le: Option<Date>,
    /// Now.
    pub maintenant: Timestamp,
}

/// A decision to send back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionDeDossier {
    /// Number of the dossier, with its row.
    pub numero: NumeroDossier,
    /// Declaration.
    pub declaration: DeclarationId,
    /// RPPS number.
    pub rpps: NumeroRpps,
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// CPTS.
    pub nom_cpts: String,
    /// Code of its state here.
    pub etat: String,
    /// Day of that state.
    pub etat_le: Date,
    /// Day of the filing.
    pub depose_le: Option<Date>,
    /// First day of the right.
    pub effet_du: Option<Date>,
    /// Codes of the motives.
    pub motifs: String,
    /// In words.
    pub precisions: Option<String>,
}

/// Keeps what was read until the agent confirms; the previous one of the same agent goes, and those before a day.
pub fn garder_lecture(tx: &mut Tx, lecture: &Lecture, avant: Timestamp) {
    tx.enqueue(PERIMER, params![lecture.compte, avant]);
    let Lecture { id, departement, compte, origine, contenu, lu_le, etendue } = lecture;
    let valeurs =
        params![*id, *departement, *compte, origine.as_str(), contenu.as_str(), *lu_le, etendue.code()];
    tx.enqueue_one(GARDER, valeurs);
}

/// Forgets it; whoever confirms it a second time finds nothing.
pub fn oublier_lecture(tx: &mut Tx, id: LectureId) {
    tx.enqueue_one(OUBLIER, params![id]);
}

/// What was read; `None` when there is no such key.
///
/// # Errors
/// When the base fails.
pub fn charger_lecture(tx: &mut Tx, id: LectureId) -> Result<Option<Lecture>, Echec> {
    let lire = |ligne: &Row| {
        Ok(Lecture {
            id: ligne.get("id")?,
            departement: ligne.get("departement")?,
            compte: ligne.get("compte")?,
            origine: ligne.get("origine")?,
            contenu: ligne.get("contenu")?,
            lu_le: ligne.get("lu_le")?,
            etendue: ligne.get::<String>("etendue").map(|code| match code.as_str() {
                "partielle" => Etendue::Partielle,
                _ => Etendue::Entiere,
            })?,
        })
    };
    tx.query_opt(LECTURE, &params![id])?.as_ref().map(lire).transpose()
}

/// Records a dossier taken up: its draft, its filing, its decision.
pub fn inscrire_reprise(tx: &mut Tx, reprise: &DossierRepris) {
    inscrire_preparation(tx, &reprise.preparee);
    inscrire_depot(tx, &reprise.depot);
    if let Some(decision) = &reprise.decision {
        inscrire_decision(tx, decision);
    }
}

/// Records a decision taken up.
pub fn inscrire_decision(tx: &mut Tx, decision: &DecisionReprise) {
    match decision {
        DecisionReprise::Validee(fait) => inscrire_validation(tx, fait),
        DecisionReprise::Refusee(fait) => inscrire_refus(tx, fait),
    }
}

/// Ties a number to a declaration.
pub fn lier(tx: &mut Tx, note: &Note, acteur: &str) {
    let Note { numero, departement, declaration, etat, traite_le, maintenant } = note;
    tx.enqueue_one(
        LIER,
        params![
            numero.valeur(),
            i64::from(numero.rang()),
            *departement,
            *declaration,
            *etat,
            *traite_le,
            *maintenant
        ],
    );
    tx.tracer(Entree::new(*maintenant, acteur, "demarche.reprendre", format!("declaration/{declaration}")));
}

/// Notes where a number stands now.
pub fn suivre(tx: &mut Tx, note: &Note, acteur: &str) {
    let Note { numero, departement, declaration, etat, traite_le, maintenant } = note;
    let valeurs =
        params![numero.valeur(), i64::from(numero.rang()), *departement, *etat, *traite_le, *maintenant];
    tx.enqueue_one(SUIVRE, valeurs);
    tx.tracer(Entree::new(*maintenant, acteur, "demarche.actualiser", format!("declaration/{declaration}")));
}

/// What a number became; `None` when it was never taken up.
///
/// # Errors
/// When the base fails.
pub fn dossier(tx: &mut Tx, numero: NumeroDossier) -> Result<Option<DossierSuivi>, Echec> {
    tx.query_opt(PAR_NUMERO, &params![numero.valeur(), i64::from(numero.rang())])?
        .as_ref()
        .map(suivi)
        .transpose()
}

/// What an MK of a dossier of several became, whatever row he was in; `None` when he was not taken up from it.
///
/// # Errors
/// When the base fails.
pub fn du_praticien(
    tx: &mut Tx,
    numero: NumeroDossier,
    rpps: &NumeroRpps,
) -> Result<Option<DossierSuivi>, Echec> {
    tx.query_opt(DU_PRATICIEN, &params![numero.valeur(), rpps.as_str()])?.as_ref().map(suivi).transpose()
}

/// The dossier a declaration was taken up from.
///
/// # Errors
/// When the base fails.
pub fn dossier_de(tx: &mut Tx, declaration: DeclarationId) -> Result<Option<DossierSuivi>, Echec> {
    tx.query_opt(PAR_DECLARATION, &params![declaration])?.as_ref().map(suivi).transpose()
}

fn suivi(ligne: &Row) -> Result<DossierSuivi, Echec> {
    Ok(DossierSuivi {
        numero: numero(ligne)?,
        departement: ligne.get("departement")?,
        declaration: ligne.get("declaration")?,
        etat: ligne.get("etat")?,
        traite_le: ligne.get("traite_le")?,
    })
}

fn numero(ligne: &Row) -> Result<NumeroDossier, Echec> {
    let rang: i64 = ligne.get("rang")?;
    let rang = u16::try_from(rang).map_err(Echec::moteur)?;
    NumeroDossier::de_la_ligne(ligne.get("numero")?, rang).map_err(Echec::moteur)
}

/// Where every dossier of a department stands here, by number.
///
/// # Errors
/// When the base fails.
pub fn decisions(tx: &mut Tx, departement: CodeDepartement) -> Result<Vec<DecisionDeDossier>, Echec> {
    let lire = |ligne: &Row| {
        Ok(DecisionDeDossier {
            numero: numero(ligne)?,
            declaration: ligne.get("declaration")?,
            rpps: ligne.get("rpps")?,
            nom: ligne.get("nom")?,
            prenom: ligne.get("prenom")?,
            nom_cpts: ligne.get("nom_cpts")?,
            etat: ligne.get("etat")?,
            etat_le: ligne.get("etat_le")?,
            depose_le: ligne.get("depose_le")?,
            effet_du: ligne.get("effet_du")?,
            motifs: ligne.get("motifs")?,
            precisions: ligne.get("precisions")?,
        })
    };
    tx.query(DECISIONS, &params![departement])?.iter().map(lire).collect()
}

/// Does a state leave something to take up.
pub fn attend_une_decision(etat: &EtatDeclaration) -> bool {
    matches!(etat, EtatDeclaration::Deposee { .. })
}
