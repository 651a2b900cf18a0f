//! The files of an agent, each with its automatic checks, its clock, and what is to be done first.

use std::cmp::Reverse;
use std::collections::HashSet;

use droit::identifiant::{CodeDepartement, CompteId, CptsId, DeclarationId};
use entrepot::declaration::{CurseurTranche, LigneTranche, Selection};
use entrepot::{Echec, Tx, notification};
use jiff::ToSpan;
use jiff::civil::Date;

use super::{Dossier, Feu, aujourd_hui};
use crate::echec::Failure;
use crate::serveur::App;

/// Lines read at once.
const TRANCHE: u16 = 250;
/// The most files of a department that are checked at once, the oldest first: beyond, the queue is emptied by deciding.
pub const MAXIMUM: usize = 2_000;

/// A file with what the checks found.
pub struct Attente {
    /// The declaration.
    pub declaration: DeclarationId,
    /// Day of the first filing.
    pub depose_le: Option<Date>,
    /// Day of its state.
    pub etat_le: Date,
    /// What the checks read.
    pub dossier: Dossier,
    /// What they come to.
    pub feu: Feu,
    /// Why it is not green.
    pub raisons: Vec<String>,
    /// Today where the department is.
    pub le: Date,
    /// Days since it is where it is.
    pub jours: i32,
    /// The day a decision is announced for, where somebody says so.
    pub echeance: Option<Date>,
}

/// Which files of an agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voulues {
    /// Departments.
    pub departements: Vec<CodeDepartement>,
    /// Code of the state.
    pub etat: &'static str,
    /// Of this CPTS only.
    pub cpts: Option<CptsId>,
    /// Those on which this account took a step only.
    pub touchees_par: Option<CompteId>,
    /// Those of an MK so named or numbered only.
    pub qui: Option<String>,
}

impl Attente {
    /// Is the announced day past.
    pub fn en_retard(&self) -> bool {
        self.echeance.is_some_and(|echeance| echeance < self.le)
    }

    /// What is late comes first, then what blocks, then what waits longest.
    pub fn urgence(&self) -> (Reverse<bool>, Feu, Date, DeclarationId) {
        (Reverse(self.en_retard()), self.feu, self.etat_le, self.declaration)
    }

    /// What waits longest comes first.
    pub fn anciennete(&self) -> (Date, DeclarationId) {
        (self.etat_le, self.declaration)
    }
}

/// The day a decision is announced for.
pub fn echeance(depuis: Date, jours: u16) -> Option<Date> {
    depuis.checked_add(i32::from(jours).days()).ok()
}

/// The files wanted, checked, the most urgent first: at most [`MAXIMUM`] per department.
pub async fn lire(app: &App, voulues: &Voulues) -> Result<Vec<Attente>, Failure> {
    let mut toutes = Vec::new();
    for departement in voulues.departements.iter().copied() {
        let mut apres = CurseurTranche::default();
        let debut = toutes.len();
        while toutes.len() - debut < MAXIMUM {
            let page = lire_une_tranche(app, voulues, departement, &apres, TRANCHE).await?;
            let complete = page.len() == usize::from(TRANCHE);
            if let Some(derniere) = page.last() {
                apres = CurseurTranche { etat_le: derniere.etat_le, declaration: derniere.declaration };
            }
            toutes.extend(page);
            if !complete {
                break;
            }
        }
    }
    toutes.sort_by_key(Attente::urgence);
    Ok(toutes)
}

/// Does a department hold more such files than are read at once.
pub fn en_deborde(attentes: &[Attente], departements: &[CodeDepartement]) -> bool {
    let de = |code: &CodeDepartement| attentes.iter().filter(|a| a.dossier.departement == *code).count();
    departements.iter().any(|code| de(code) >= MAXIMUM)
}

/// The files of these departments in one state, the most urgent first.
pub async fn de_l_etat(
    app: &App,
    departements: &[CodeDepartement],
    etat: &'static str,
) -> Result<Vec<Attente>, Failure> {
    let departements = departements.to_vec();
    lire(app, &Voulues { departements, etat, cpts: None, touchees_par: None, qui: None }).await
}

/// A stretch of the files of a department, the oldest first.
pub async fn lire_une_tranche(
    app: &App,
    voulues: &Voulues,
    departement: CodeDepartement,
    apres: &CurseurTranche,
    limite: u16,
) -> Result<Vec<Attente>, Failure> {
    let Voulues { etat, cpts, touchees_par, .. } = *voulues;
    let selection = Selection { departement, etat, cpts, touchees_par, qui: voulues.qui.clone() };
    let apres = apres.clone();
    let le = aujourd_hui(app, departement)?;
    let delai = app.reglement.parametres(departement).delai_de_decision.au(le).connue;
    let delai = delai.filter(|_| etat == "deposee");
    let lues = app.entrepot.lire(move |tx| charger(tx, &selection, &apres, limite)).await?;
    let attente = |(declaration, depose_le, etat_le, dossier): Lue| {
        let examen = dossier.examiner(app.reglement, le);
        Attente {
            declaration,
            depose_le,
            etat_le,
            feu: examen.feu(),
            raisons: examen.raisons(),
            dossier,
            le,
            jours: etat_le.until(le).map_or(0, |duree| duree.get_days()),
            echeance: delai.and_then(|jours| echeance(etat_le, jours)),
        }
    };
    Ok(lues.into_iter().map(attente).collect())
}

type Lue = (DeclarationId, Option<Date>, Date, Dossier);

fn charger(
    tx: &mut Tx,
    selection: &Selection,
    apres: &CurseurTranche,
    limite: u16,
) -> Result<Vec<Lue>, Echec> {
    let lignes = entrepot::declaration::tranche(tx, selection, apres, limite)?;
    let lue = |ligne: LigneTranche| {
        let (id, depose_le, etat_le) = (ligne.declaration.id, ligne.declaration.depose_le, ligne.etat_le);
        (id, depose_le, etat_le, Dossier::de_la_ligne(ligne))
    };
    Ok(lignes.into_iter().map(lue).collect())
}

/// The files on which the account has a message to read.
pub async fn a_lire(app: &App, compte: CompteId) -> Result<HashSet<DeclarationId>, Failure> {
    let ids = app.entrepot.lire(move |tx| notification::messages_non_lus(tx, compte)).await?;
    Ok(ids.into_iter().collect())
}
