//! Reading campaigns: those of a department or of an MK, who is asked, what each answered.

use droit::campagne::{
    Campagne, Chiffres, EtapeFicheAnnuelle, EtatCampagne, EtatFicheAnnuelle, FicheAnnuelle, Reponse,
    VersionFiche,
};
use droit::identifiant::{CampagneId, CodeDepartement, CptsId, PraticienId};
use droit::texte::TexteLibre;

use crate::chiffre::Trousseau;
use crate::colonne::{cellule, desceller_texte, illisible};
use crate::{Echec, Row, Tx, params};

const UNE: &str =
    "SELECT id, departement, annee, ouverte_le, echeance, etat, version FROM campagne WHERE id = $1";
const DU_DEPARTEMENT: &str =
    "SELECT id, departement, annee, ouverte_le, echeance, etat, version FROM campagne
    WHERE departement = $1 ORDER BY annee DESC";
const OUVERTES: &str = "SELECT id, departement, annee, ouverte_le, echeance, etat, version FROM campagne
    WHERE etat = 'ouverte' ORDER BY echeance, id";
const DU_PRATICIEN: &str = "SELECT c.id, c.departement, c.annee, c.ouverte_le, c.echeance, c.etat, c.version
    FROM campagne c WHERE EXISTS (SELECT 1 FROM autorisation a WHERE a.praticien = $1
        AND a.departement = c.departement AND a.du <= CAST(c.annee AS TEXT) || '-12-31'
        AND (a.au IS NULL OR a.au >= CAST(c.annee AS TEXT) || '-01-01'))
    ORDER BY c.annee DESC, c.departement";
const ATTENDUS: &str =
    "SELECT a.praticien, a.cpts, p.nom, p.prenom, p.rpps, c.nom AS nom_cpts, f.etat, f.etat_le, f.numero,
        f.motif, f.version
    FROM autorisation a JOIN praticien p ON p.id = a.praticien JOIN cpts c ON c.id = a.cpts
        LEFT JOIN campagne_fiche f ON f.campagne = $1 AND f.praticien = a.praticien
    WHERE a.departement = $2 AND a.du <= $4 AND (a.au IS NULL OR a.au >= $3)
    ORDER BY c.nom, p.recherche, a.praticien, a.du";
const FICHE: &str = "SELECT etat, etat_le, numero, motif, version FROM campagne_fiche
    WHERE campagne = $1 AND praticien = $2";
const VERSIONS: &str = "SELECT praticien, numero, le, instant, compte, chiffres, activite, commentaire, motif
    FROM campagne_version WHERE campagne = $1 AND praticien = $2 ORDER BY numero DESC";
const TOUTES: &str = "SELECT praticien, numero, le, instant, compte, chiffres, activite, commentaire, motif
    FROM campagne_version WHERE campagne = $1 ORDER BY praticien, numero";

/// An MK who is asked, and where his sheet stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendu {
    /// The MK.
    pub praticien: PraticienId,
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// RPPS number.
    pub rpps: String,
    /// The CPTS of his latest authorisation in the year.
    pub cpts: CptsId,
    /// Its name.
    pub nom_cpts: String,
    /// His sheet.
    pub fiche: FicheAnnuelle,
}

/// A campaign.
///
/// # Errors
/// When the base fails.
pub fn charger(tx: &mut Tx, id: CampagneId) -> Result<Option<Campagne>, Echec> {
    tx.query_opt(UNE, &params![id])?.map(|ligne| campagne(&ligne)).transpose()
}

/// Those of a department, the latest year first.
///
/// # Errors
/// When the base fails.
pub fn du_departement(tx: &mut Tx, departement: CodeDepartement) -> Result<Vec<Campagne>, Echec> {
    tx.query(DU_DEPARTEMENT, &params![departement])?.iter().map(campagne).collect()
}

/// Those that are open, the soonest last day first.
///
/// # Errors
/// When the base fails.
pub fn ouvertes(tx: &mut Tx) -> Result<Vec<Campagne>, Echec> {
    tx.query(OUVERTES, &[])?.iter().map(campagne).collect()
}

/// Those that ask an MK: he was authorised in the department during the year.
///
/// # Errors
/// When the base fails.
pub fn du_praticien(tx: &mut Tx, praticien: PraticienId) -> Result<Vec<Campagne>, Echec> {
    tx.query(DU_PRATICIEN, &params![praticien])?.iter().map(campagne).collect()
}

/// Everybody who is asked, once, by CPTS then by name: whoever was authorised in the department during the year.
///
/// # Errors
/// When the base fails.
pub fn suivi(tx: &mut Tx, campagne: &Campagne) -> Result<Vec<Attendu>, Echec> {
    let (du, au) = (format!("{:04}-01-01", campagne.annee), format!("{:04}-12-31", campagne.annee));
    let valeurs = params![campagne.id, campagne.departement, du, au];
    let mut attendus: Vec<Attendu> = Vec::new();
    for ligne in tx.query(ATTENDUS, &valeurs)? {
        let praticien: PraticienId = ligne.get("praticien")?;
        attendus.retain(|autre| autre.praticien != praticien);
        attendus.push(Attendu {
            praticien,
            nom: ligne.get("nom")?,
            prenom: ligne.get("prenom")?,
            rpps: ligne.get("rpps")?,
            cpts: ligne.get("cpts")?,
            nom_cpts: ligne.get("nom_cpts")?,
            fiche: lire_fiche(Some(&ligne), (campagne.id, praticien))?,
        });
    }
    Ok(attendus)
}

/// The sheet of an MK; awaited when nothing was written.
///
/// # Errors
/// When the base fails.
pub fn fiche(tx: &mut Tx, campagne: CampagneId, praticien: PraticienId) -> Result<FicheAnnuelle, Echec> {
    let ligne = tx.query_opt(FICHE, &params![campagne, praticien])?;
    lire_fiche(ligne.as_ref(), (campagne, praticien))
}

/// The versions of a sheet, the latest first.
///
/// # Errors
/// When the base fails, or a text does not open.
pub fn versions(
    tx: &mut Tx,
    trousseau: &Trousseau,
    campagne: CampagneId,
    praticien: PraticienId,
) -> Result<Vec<VersionFiche>, Echec> {
    let lignes = tx.query(VERSIONS, &params![campagne, praticien])?;
    lignes.iter().map(|ligne| version(trousseau, ligne).map(|(_, lue)| lue)).collect()
}

/// Every version of every sheet of a campaign, by MK, the oldest first.
///
/// # Errors
/// When the base fails, or a text does not open.
pub fn toutes_les_versions(
    tx: &mut Tx,
    trousseau: &Trousseau,
    campagne: CampagneId,
) -> Result<Vec<(PraticienId, VersionFiche)>, Echec> {
    tx.query(TOUTES, &params![campagne])?.iter().map(|ligne| version(trousseau, ligne)).collect()
}

fn campagne(ligne: &Row) -> Result<Campagne, Echec> {
    let etat: String = ligne.get("etat")?;
    let (annee, inconnu): (i64, _) = (ligne.get("annee")?, |colonne: &str| Echec::Colonne {
        colonne: format!("campagne.{colonne}"),
        cause: "valeur inconnue".to_owned(),
    });
    Ok(Campagne {
        id: ligne.get("id")?,
        departement: ligne.get("departement")?,
        annee: i16::try_from(annee).map_err(|_| inconnu("annee"))?,
        ouverte_le: ligne.get("ouverte_le")?,
        echeance: ligne.get("echeance")?,
        etat: EtatCampagne::depuis_code(&etat).ok_or_else(|| inconnu("etat"))?,
        version: ligne.get("version")?,
    })
}

fn lire_fiche(
    ligne: Option<&Row>,
    (campagne, praticien): (CampagneId, PraticienId),
) -> Result<FicheAnnuelle, Echec> {
    let attendue = FicheAnnuelle { campagne, praticien, etat: EtatFicheAnnuelle::Attendue, version: 0 };
    let Some(ligne) = ligne else { return Ok(attendue) };
    let Some(code) = ligne.get::<Option<String>>("etat")? else { return Ok(attendue) };
    let (le, numero) = (ligne.get("etat_le")?, ligne.get("numero")?);
    let etat = match EtapeFicheAnnuelle::depuis_code(&code) {
        Some(EtapeFicheAnnuelle::Validee) => EtatFicheAnnuelle::Validee { le, numero },
        Some(EtapeFicheAnnuelle::Renvoyee) => {
            EtatFicheAnnuelle::Renvoyee { le, motif: ligne.get::<TexteLibre>("motif")?, numero }
        }
        Some(EtapeFicheAnnuelle::Attendue) | None => {
            return Err(Echec::Colonne { colonne: "campagne_fiche.etat".to_owned(), cause: code });
        }
    };
    Ok(FicheAnnuelle { campagne, praticien, etat, version: ligne.get("version")? })
}

fn version(trousseau: &Trousseau, ligne: &Row) -> Result<(PraticienId, VersionFiche), Echec> {
    let praticien: PraticienId = ligne.get("praticien")?;
    let lieu = |colonne| cellule("campagne_version", colonne, praticien.bits());
    let ecrits: String = ligne.get("chiffres")?;
    let chiffres: Chiffres =
        serde_json::from_str(&ecrits).map_err(|cause| illisible(lieu("chiffres"), &cause))?;
    let activite: i64 = ligne.get("activite")?;
    let lue = VersionFiche {
        numero: ligne.get("numero")?,
        le: ligne.get("le")?,
        instant: ligne.get("instant")?,
        par: ligne.get("compte")?,
        chiffres,
        reponse: Reponse {
            activite: u32::try_from(activite).map_err(|cause| illisible(lieu("activite"), &cause))?,
            commentaire: desceller_texte(trousseau, lieu("commentaire"), ligne)?,
            motif: desceller_texte(trousseau, lieu("motif"), ligne)?,
        },
    };
    Ok((praticien, lue))
}
