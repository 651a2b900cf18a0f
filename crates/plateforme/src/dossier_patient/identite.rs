//! The identity: read from the datamatrix, completed by hand; the traits themselves change by a correction alone.

use axum::extract::{Path, State};
use axum::response::Response;
use droit::document::ListePrenoms;
use droit::identifiant::{Ins, OidIns, StatutIdentite};
use droit::patient::{Identite as Patient, Traits};
use entrepot::{Echec, patient};

use super::{Vue, corrige, vers};
use crate::connexion::Mk;
use crate::echec::Failure;
use crate::episode::champ::{facultatif, phrase};
use crate::episode::ins::{Scan, admis, prenoms};
use crate::gabarits::Erreurs;
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// What is to be kept.
type Complete = (Patient, Option<ListePrenoms>);

/// Reads the scan of a datamatrix: it completes the identity when it is the same person's, and refuses otherwise.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn lire_le_datamatrix(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let vue = Vue::lire(&app, &identite, &id).await?;
    match du_scan(&app, &vue, champs.un("scan")) {
        Ok(complete) => garder(&app, &vue, complete, "scan").await,
        Err(faute) => {
            let mut e = Erreurs::default();
            e.ajouter("scan", faute);
            Ok(corrige(&app, &identite, &vue, &champs, &e))
        }
    }
}

fn du_scan(app: &App, vue: &Vue, saisie: &str) -> Result<Complete, String> {
    let lu = Scan::lire(app.ecoute.monde, saisie, vue.jour)?;
    let connue = &vue.dossier.patient.identite;
    if lu.traits.canoniques() != connue.traits.canoniques() {
        return Err(difference(&lu.traits, &connue.traits));
    }
    if connue.ins.as_ref().is_some_and(|ins| *ins != lu.ins) {
        return Err("Ce matricule n’est pas celui du dossier : vérifiez de qui est ce datamatrix.".to_owned());
    }
    let complete = Patient {
        traits: connue.traits.clone(),
        ins: Some(lu.ins),
        lieu_naissance: lu.lieu_naissance.or_else(|| connue.lieu_naissance.clone()),
        statut: connue.statut,
    };
    Ok((complete, Some(lu.prenoms)))
}

/// What differs, field by field: the reader decides which is wrong.
fn difference(lus: &Traits, connus: &Traits) -> String {
    let paires = [
        ("nom de naissance", lus.nom_naissance().to_uppercase(), connus.nom_naissance().to_uppercase()),
        ("premier prénom", lus.prenom().to_owned(), connus.prenom().to_owned()),
        ("sexe", lus.sexe().code().to_owned(), connus.sexe().code().to_owned()),
        ("date de naissance", lus.ne_le().to_string(), connus.ne_le().to_string()),
    ];
    let ecarts: Vec<String> = paires
        .into_iter()
        .filter(|(_, lu, connu)| droit::patient::normaliser(lu) != droit::patient::normaliser(connu))
        .map(|(quoi, lu, connu)| format!("{quoi} « {lu} » au lieu de « {connu} »"))
        .collect();
    format!(
        "Ce datamatrix n’est pas celui de ce patient : {}. Si c’est le dossier qui se trompe, corrigez son identité.",
        ecarts.join(", ")
    )
}

/// Completes the identity by hand.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn corriger(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let vue = Vue::lire(&app, &identite, &id).await?;
    let mut e = Erreurs::default();
    match saisie(&app, &vue, &champs, &mut e).filter(|_| e.est_vide()) {
        Some(complete) => garder(&app, &vue, complete, "identite").await,
        None => Ok(corrige(&app, &identite, &vue, &champs, &e)),
    }
}

fn saisie(app: &App, vue: &Vue, champs: &Champs, e: &mut Erreurs) -> Option<Complete> {
    let connue = &vue.dossier.patient.identite;
    let oid = OidIns::depuis_code(champs.un("oid")).unwrap_or(OidIns::Nir);
    let ins = e.noter("ins", facultatif(champs.un("ins"), |texte| Ins::sous(oid, texte)).map_err(phrase));
    if let Some(Some(ins)) = &ins {
        e.noter("oid", admis(app.ecoute.monde, ins.oid()));
    }
    let lieu = e.noter("lieu_naissance", facultatif(champs.un("lieu_naissance"), str::parse).map_err(phrase));
    let statut =
        StatutIdentite::depuis_code(champs.un("statut")).ok_or("Dites comment l’identité a été vérifiée.");
    let statut = e.noter("statut", statut);
    let liste =
        e.noter("prenoms", facultatif(champs.un("prenoms"), |texte| prenoms(texte, connue.traits.prenom())));
    let complete =
        Patient { traits: connue.traits.clone(), ins: ins?, lieu_naissance: lieu?, statut: statut? };
    if complete.statut == StatutIdentite::Qualifiee && complete.ins.is_none() {
        e.ajouter(
            "ins",
            "Une identité qualifiée a un matricule : saisissez-le, ou choisissez un autre statut.",
        );
    }
    Some((complete, liste?))
}

async fn garder(
    app: &App,
    vue: &Vue,
    (complete, prenoms): Complete,
    fait: &str,
) -> Result<Response, Failure> {
    let (fiche, trousseau) = (vue.dossier.patient.clone(), app.entrepot.trousseau().clone());
    let (acteur, maintenant) = (format!("praticien/{}", vue.mk()), app.horloge.maintenant());
    let ecrit = app.entrepot.ecrire(move |tx| {
        patient::completer(tx, &trousseau, &fiche, (&complete, prenoms.as_ref()), &acteur, maintenant);
        Ok::<(), Echec>(())
    });
    match ecrit.await {
        Ok(()) => Ok(vers(vue.episode(), fait)),
        Err(Echec::Doublon { .. }) => Err(Failure::Conflit(
            "ce matricule INS est celui d’un autre patient enregistré : vérifiez les deux identités"
                .to_owned(),
        )),
        Err(Echec::Conflit) => Err(Failure::Conflit(
            "l’identité de ce patient a changé depuis que la page a été ouverte : rouvrez-la".to_owned(),
        )),
        Err(echec) => Err(echec.into()),
    }
}
