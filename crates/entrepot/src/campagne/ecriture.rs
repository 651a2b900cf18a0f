//! Writing campaigns and sheets: each guarded by the version it was decided on, each told to those it concerns.

use droit::campagne::{Campagne, CampagneAvancee, EtapeFicheAnnuelle, FicheRenvoyee, FicheValidee};
use droit::declaration::Declarant;
use droit::identifiant::{CampagneId, PraticienId};
use droit::notification::Nature;
use droit::texte::TexteLibre;
use jiff::Timestamp;
use serde_json::json;

use super::lecture::Attendu;
use crate::chiffre::Trousseau;
use crate::colonne::{cellule, sceller_texte};
use crate::indicateur::{OrigineActivite, declarer_activite, oublier_activite};
use crate::journal::Entree;
use crate::notification::{self, Avis, Destinataire};
use crate::{Echec, Tx, params};

const OUVRIR: &str = "INSERT INTO campagne (id, departement, annee, ouverte_le, echeance, etat, version)
    VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT DO NOTHING";
const AVANCER: &str = "UPDATE campagne SET echeance = $3, etat = $4, version = version + 1
    WHERE id = $1 AND version = $2";
const NOUVELLE_FICHE: &str =
    "INSERT INTO campagne_fiche (campagne, praticien, etat, etat_le, numero, version)
    VALUES ($1, $2, $3, $4, $5, 1) ON CONFLICT DO NOTHING";
const FICHE: &str =
    "UPDATE campagne_fiche SET etat = $4, etat_le = $5, numero = $6, motif = $7, version = version + 1
    WHERE campagne = $1 AND praticien = $2 AND version = $3";
const VERSION: &str =
    "INSERT INTO campagne_version (campagne, praticien, numero, le, instant, compte, chiffres, activite,
        commentaire, motif)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const RAPPELER: &str =
    "INSERT INTO campagne_rappel (campagne, echeance, jours, envoye_le) VALUES ($1, $2, $3, $4)
    ON CONFLICT DO NOTHING";

/// Opens a campaign and tells every MK who is asked; fails with [`Echec::Conflit`] when the year has one.
pub fn ouvrir(tx: &mut Tx, fait: &CampagneAvancee, attendus: &[Attendu]) {
    let campagne = fait.campagne();
    let valeurs = params![
        campagne.id,
        campagne.departement,
        i64::from(campagne.annee),
        campagne.ouverte_le,
        campagne.echeance,
        campagne.etat.code()
    ];
    tx.enqueue_one(OUVRIR, valeurs);
    for attendu in attendus {
        demander(tx, campagne, attendu.praticien, "ouverture", fait.auteur().maintenant);
    }
    tracer(tx, campagne.id, "campagne.ouvrir", fait.auteur(), json!({ "annee": campagne.annee }));
}

/// Prolongs or closes a campaign; fails with [`Echec::Conflit`] when somebody acted meanwhile.
pub fn avancer(tx: &mut Tx, fait: &CampagneAvancee) {
    let campagne = fait.campagne();
    let valeurs = params![campagne.id, campagne.version, campagne.echeance, campagne.etat.code()];
    tx.enqueue_one(AVANCER, valeurs);
    let details = json!({ "etat": campagne.etat.code(), "echeance": campagne.echeance });
    tracer(tx, campagne.id, "campagne.avancer", fait.auteur(), details);
}

/// Records a version of a sheet, and its total activity for the indicators; fails with [`Echec::Conflit`] when the sheet moved meanwhile.
pub fn inscrire_validation(tx: &mut Tx, trousseau: &Trousseau, fait: &FicheValidee) {
    let (fiche, contenu, auteur) = (fait.fiche(), fait.contenu(), fait.auteur());
    let etape = EtapeFicheAnnuelle::Validee.code();
    let (numero, sans_motif): (i64, Option<TexteLibre>) = (i64::from(contenu.numero), None);
    if fiche.version == 0 {
        tx.enqueue_one(NOUVELLE_FICHE, params![fiche.campagne, fiche.praticien, etape, contenu.le, numero]);
    } else {
        let valeurs =
            params![fiche.campagne, fiche.praticien, fiche.version, etape, contenu.le, numero, sans_motif];
        tx.enqueue_one(FICHE, valeurs);
    }
    let scelle = |colonne, texte: Option<&TexteLibre>| {
        sceller_texte(trousseau, cellule("campagne_version", colonne, fiche.praticien.bits()), texte)
    };
    let valeurs = params![
        fiche.campagne,
        fiche.praticien,
        numero,
        contenu.le,
        contenu.instant,
        contenu.par,
        json!(contenu.chiffres).to_string(),
        i64::from(contenu.reponse.activite),
        scelle("commentaire", contenu.reponse.commentaire.as_ref()),
        scelle("motif", contenu.reponse.motif.as_ref())
    ];
    tx.enqueue_one(VERSION, valeurs);
    let acteur = format!("compte/{}", auteur.compte);
    let declaree = (OrigineActivite::Declaree, acteur.as_str(), auteur.maintenant);
    // No séance at all: there is no total any more, nor one that was known before.
    match contenu.reponse.activite {
        0 => oublier_activite(tx, fiche.praticien, fait.annee()),
        seances => declarer_activite(tx, fiche.praticien, fait.annee(), seances, declaree),
    }
    let details = json!({ "praticien": fiche.praticien.to_string(), "numero": numero });
    tracer(tx, fiche.campagne, "campagne.valider", auteur, details);
}

/// Sends a sheet back to its MK and tells him.
pub fn inscrire_renvoi(tx: &mut Tx, fait: &FicheRenvoyee) {
    let (fiche, auteur) = (fait.fiche(), fait.auteur());
    let valeurs = params![
        fiche.campagne,
        fiche.praticien,
        fiche.version,
        EtapeFicheAnnuelle::Renvoyee.code(),
        auteur.aujourd_hui,
        i64::from(fiche.etat.numero()),
        Some(fait.motif().clone())
    ];
    tx.enqueue_one(FICHE, valeurs);
    let avis = Avis {
        nature: Nature::FicheRenvoyee,
        cle: format!("campagne/{}/renvoi/{}", fiche.campagne, fiche.version + 1),
        declaration: None,
        praticien: None,
        lien: format!("/mes-fiches/{}", fiche.campagne),
        auteur: Some(auteur.compte),
        instant: auteur.maintenant,
    };
    notification::deposer(tx, Destinataire::Praticien(fiche.praticien), &avis);
    let details = json!({ "praticien": fiche.praticien.to_string() });
    tracer(tx, fiche.campagne, "campagne.renvoyer", auteur, details);
}

/// Reminds those who have not answered, once for each delay; says whether this call did it.
///
/// # Errors
/// When the base fails.
pub fn rappeler(
    tx: &mut Tx,
    campagne: &Campagne,
    jours: u16,
    absents: &[PraticienId],
    instant: Timestamp,
) -> Result<bool, Echec> {
    let valeurs = params![campagne.id, campagne.echeance, i64::from(jours), instant];
    if tx.execute(RAPPELER, &valeurs)? == 0 {
        return Ok(false);
    }
    let cause = format!("rappel/{}/{jours}", campagne.echeance);
    for absent in absents {
        demander(tx, campagne, *absent, &cause, instant);
    }
    let mut entree =
        Entree::new(instant, "systeme", "campagne.rappeler", format!("campagne/{}", campagne.id));
    entree.details = json!({ "jours": jours, "absents": absents.len() }).to_string();
    tx.tracer(entree);
    Ok(true)
}

/// Reminds those who have not answered because an agent asks for it; once a day for each of them.
pub fn relancer(tx: &mut Tx, campagne: &Campagne, absents: &[PraticienId], auteur: &Declarant) {
    let cause = format!("relance/{}", auteur.aujourd_hui);
    for absent in absents {
        demander(tx, campagne, *absent, &cause, auteur.maintenant);
    }
    tracer(tx, campagne.id, "campagne.relancer", auteur, json!({ "absents": absents.len() }));
}

fn demander(tx: &mut Tx, campagne: &Campagne, praticien: PraticienId, cause: &str, instant: Timestamp) {
    let avis = Avis {
        nature: Nature::FicheAttendue,
        cle: format!("campagne/{}/{cause}", campagne.id),
        declaration: None,
        praticien: None,
        lien: format!("/mes-fiches/{}", campagne.id),
        auteur: None,
        instant,
    };
    notification::deposer(tx, Destinataire::Praticien(praticien), &avis);
}

fn tracer(tx: &mut Tx, id: CampagneId, action: &str, auteur: &Declarant, details: serde_json::Value) {
    let (acteur, sujet) = (format!("compte/{}", auteur.compte), format!("campagne/{id}"));
    let mut entree = Entree::new(auteur.maintenant, acteur, action, sujet);
    entree.details = details.to_string();
    tx.tracer(entree);
}
