//! The fiche of a CPTS: where it stands with the day of each step, and who took each.

use droit::fiche_cpts::{EnvoiFiche, EtapeFiche, EtatFiche, FicheAvancee, PasFiche};
use droit::identifiant::{CompteId, CptsId};
use droit::notification::Nature;
use droit::texte::TexteLibre;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use crate::journal::Entree;
use crate::notification::{self, Avis, Destinataire};
use crate::{Echec, Row, Tx, params};

const AVANCER: &str = "UPDATE cpts SET version = version + 1 WHERE id = $1 AND version = $2";
const ECRIRE: &str = "INSERT INTO fiche_cpts (cpts, etape, redigee_le, validee_le, ars_le, cpam_le, recue_le,
        prise_le)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (cpts) DO UPDATE SET etape = excluded.etape, redigee_le = excluded.redigee_le,
        validee_le = excluded.validee_le, ars_le = excluded.ars_le, cpam_le = excluded.cpam_le,
        recue_le = excluded.recue_le, prise_le = excluded.prise_le";
const FAIT: &str = "INSERT INTO fiche_cpts_fait (cpts, version, instant, compte, pas, precisions)
    VALUES ($1, $2, $3, $4, $5, $6)";
const HISTORIQUE: &str = "SELECT instant, compte, pas, precisions FROM fiche_cpts_fait
    WHERE cpts = $1 ORDER BY version";

/// Where a CPTS reads its fiche.
const LA_SIENNE: &str = "/ma-cpts";

/// A step taken, with its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasDeFiche {
    /// When it was recorded.
    pub instant: Timestamp,
    /// Who; nobody for what was taken over.
    pub compte: Option<CompteId>,
    /// What.
    pub pas: PasFiche,
    /// In words.
    pub precision: Option<String>,
}

/// Records a step; fails with [`Echec::Conflit`] when somebody took one meanwhile.
pub fn avancer_fiche(tx: &mut Tx, fait: &FicheAvancee) {
    let jours = fait.etat().jours();
    let le = |voulue| jours.iter().find(|(etape, _)| *etape == voulue).map(|(_, jour)| *jour);
    let envoi = fait.etat().envoi();
    tx.enqueue_one(AVANCER, params![fait.cpts(), fait.version()]);
    let valeurs = params![
        fait.cpts(),
        fait.etat().etape(),
        le(EtapeFiche::Redigee),
        le(EtapeFiche::ValideeEnInterne),
        envoi.map(|envoi| envoi.ars_le),
        envoi.map(|envoi| envoi.cpam_le),
        envoi.and_then(|envoi| envoi.recue_le),
        le(EtapeFiche::PriseEnCompte)
    ];
    tx.enqueue_one(ECRIRE, valeurs);
    let auteur = fait.auteur();
    let valeurs = params![
        fait.cpts(),
        fait.version() + 1,
        auteur.maintenant,
        auteur.compte,
        fait.pas(),
        fait.precision().cloned()
    ];
    tx.enqueue_one(FAIT, valeurs);
    let sujet = format!("cpts/{}", fait.cpts());
    let acteur = format!("compte/{}", auteur.compte);
    let mut entree = Entree::new(auteur.maintenant, acteur, "cpts.fiche", sujet);
    entree.details = json!({ "pas": fait.pas().code() }).to_string();
    tx.tracer(entree);
    prevenir(tx, fait);
}

/// A fiche sent is told to those who must look at it; what the ARS makes of it, to the CPTS.
fn prevenir(tx: &mut Tx, fait: &FicheAvancee) {
    let (cpts, agents) = (Destinataire::Cpts(fait.cpts()), Destinataire::AgentsDeLaCpts(fait.cpts()));
    let dossier = format!("/cpts/{}", fait.cpts());
    let (nature, qui, lien) = match fait.pas() {
        PasFiche::Envoyer => (Nature::FicheCptsEnvoyee, agents, dossier),
        PasFiche::PrendreEnCompte => (Nature::FicheCptsPriseEnCompte, cpts, LA_SIENNE.to_owned()),
        PasFiche::Renvoyer => (Nature::FicheCptsRenvoyee, cpts, LA_SIENNE.to_owned()),
        PasFiche::Rediger | PasFiche::Valider | PasFiche::AccuserReception | PasFiche::Reprendre => return,
    };
    let avis = Avis {
        nature,
        cle: format!("fiche-cpts/{}/{}", fait.cpts(), fait.version() + 1),
        declaration: None,
        praticien: None,
        lien,
        auteur: Some(fait.auteur().compte),
        instant: fait.auteur().maintenant,
    };
    notification::deposer(tx, qui, &avis);
}

/// Every step of the fiche of a CPTS, oldest first.
///
/// # Errors
/// When the base fails.
pub fn historique_de_la_fiche(tx: &mut Tx, cpts: CptsId) -> Result<Vec<PasDeFiche>, Echec> {
    let lire = |ligne: &Row| {
        Ok(PasDeFiche {
            instant: ligne.get("instant")?,
            compte: ligne.get("compte")?,
            pas: ligne.get("pas")?,
            precision: ligne.get::<Option<TexteLibre>>("precisions")?.map(|texte| texte.as_str().to_owned()),
        })
    };
    tx.query(HISTORIQUE, &params![cpts])?.iter().map(lire).collect()
}

/// Where the fiche of a row stands; without one, it is absent.
pub(super) fn etat(ligne: &Row) -> Result<EtatFiche, Echec> {
    let Some(etape) = ligne.get::<Option<EtapeFiche>>("etape")? else { return Ok(EtatFiche::Absente) };
    let redigee_le: Date = ligne.get("redigee_le")?;
    Ok(match etape {
        EtapeFiche::Absente => EtatFiche::Absente,
        EtapeFiche::Redigee => EtatFiche::Redigee { le: redigee_le },
        EtapeFiche::ValideeEnInterne => {
            EtatFiche::ValideeEnInterne { redigee_le, le: ligne.get("validee_le")? }
        }
        EtapeFiche::Envoyee => {
            EtatFiche::Envoyee { redigee_le, validee_le: ligne.get("validee_le")?, envoi: envoi(ligne)? }
        }
        EtapeFiche::PriseEnCompte => EtatFiche::PriseEnCompte {
            redigee_le,
            validee_le: ligne.get("validee_le")?,
            envoi: envoi(ligne)?,
            le: ligne.get("prise_le")?,
        },
    })
}

fn envoi(ligne: &Row) -> Result<EnvoiFiche, Echec> {
    Ok(EnvoiFiche {
        ars_le: ligne.get("ars_le")?,
        cpam_le: ligne.get("cpam_le")?,
        recue_le: ligne.get("recue_le")?,
    })
}
