//! The public sheet of an MK: what he says, replaced as a whole, with its day.

use droit::fiche_publique::{Accueil, Attente, Domicile, FichePublique, Telephone};
use droit::identifiant::PraticienId;
use jiff::Timestamp;
use serde_json::json;

use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

const DIRE: &str = "INSERT INTO fiche_publique (praticien, accueil, delai_jours, domicile, telephone, dit_le)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (praticien) DO UPDATE SET accueil = excluded.accueil, delai_jours = excluded.delai_jours,
        domicile = excluded.domicile, telephone = excluded.telephone, dit_le = excluded.dit_le";
const FICHE: &str = "SELECT accueil, delai_jours, domicile, telephone, dit_le
    FROM fiche_publique WHERE praticien = $1";

/// Records what the MK says; the whole sheet is replaced.
pub fn dire(tx: &mut Tx, praticien: PraticienId, fiche: &FichePublique, acteur: &str, instant: Timestamp) {
    let attente = fiche.accueil.and_then(Accueil::attente).map(Attente::jours);
    let valeurs = params![
        praticien,
        fiche.accueil.map(|accueil| accueil.code().to_owned()),
        attente,
        fiche.domicile.map(|domicile| domicile.code().to_owned()),
        fiche.telephone.as_ref().map(|telephone| telephone.as_str().to_owned()),
        fiche.dit_le
    ];
    tx.enqueue_one(DIRE, valeurs);
    let mut entree =
        Entree::new(instant, acteur, "praticien.fiche-publique", format!("praticien/{praticien}"));
    let (accueil, domicile) = (fiche.accueil.map(Accueil::code), fiche.domicile.map(Domicile::code));
    entree.details = json!({ "accueil": accueil, "domicile": domicile }).to_string();
    tx.tracer(entree);
}

/// What the MK says; `None` when he never said anything.
///
/// # Errors
/// When the base fails.
pub fn fiche(tx: &mut Tx, praticien: PraticienId) -> Result<Option<FichePublique>, Echec> {
    tx.query_opt(FICHE, &params![praticien])?.map(|ligne| lire(&ligne)).transpose()
}

pub(super) fn lire(ligne: &Row) -> Result<FichePublique, Echec> {
    let jours: Option<u16> = ligne.get("delai_jours")?;
    let attente = jours.map(Attente::depuis_jours).transpose().map_err(|e| illisible("delai_jours", &e))?;
    let code: Option<String> = ligne.get("accueil")?;
    let inconnu = || illisible("accueil", &"code inconnu");
    let accueil = code.map(|code| Accueil::depuis_code(&code, attente).ok_or_else(inconnu)).transpose()?;
    let code: Option<String> = ligne.get("domicile")?;
    let inconnu = || illisible("domicile", &"code inconnu");
    let domicile = code.map(|code| Domicile::depuis_code(&code).ok_or_else(inconnu)).transpose()?;
    let numero: Option<String> = ligne.get("telephone")?;
    let telephone = numero
        .map(|numero| numero.parse::<Telephone>().map_err(|e| illisible("telephone", &e)))
        .transpose()?;
    Ok(FichePublique { accueil, domicile, telephone, dit_le: ligne.get("dit_le")? })
}

fn illisible(colonne: &str, cause: &dyn std::fmt::Display) -> Echec {
    Echec::Colonne { colonne: format!("fiche_publique.{colonne}"), cause: cause.to_string() }
}
