//! What an MK does of a delivery: send, send elsewhere, hand over, deposit, give up, note what the patient wants.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::identifiant::{PraticienId, RemiseId};
use droit::remise::{
    Canal, Cause, Depart, Destinataire, Due, Evenement, ObjetVolonte, Preuve, SansEffet, Volonte,
};
use droit::texte::TexteLibre;
use entrepot::chiffre::Trousseau;
use entrepot::remise::{self, NouvelleRemise, Suivie};
use entrepot::{Echec, Tx, lien};
use jiff::Timestamp;

use super::une::{Vue, rendre};
use crate::connexion::{Identite, Mk};
use crate::echec::Failure;
use crate::episode::champ::jour_venu;
use crate::gabarits::Erreurs;
use crate::remise::charger;
use crate::remise::composition::nouvelle;
use crate::remise::reprise::{self, Appris};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// Sends, or sends again.
///
/// # Errors
/// When the delivery is not this MK's, when it is no longer to be sent, or when the base fails.
pub async fn envoyer(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let suivie = charger(&app, &identite, &id).await?;
    let maintenant = app.horloge.maintenant();
    agir(&app, suivie, "envoi", move |tx, suivie| {
        remise::avancer(tx, suivie, Evenement::Demandee, &acteur(mk), maintenant).map(drop)
    })
    .await
}

/// Gives up, with a reason.
///
/// # Errors
/// As [`envoyer`].
pub async fn abandonner(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let suivie = charger(&app, &identite, &id).await?;
    let mut e = Erreurs::default();
    let Some(motif) = e.noter("motif", champs.un("motif").parse::<TexteLibre>()) else {
        return corriger(&app, &identite, &id, &e).await;
    };
    let (cause, maintenant) = (Cause::nouvelle(motif.as_str()), app.horloge.maintenant());
    agir(&app, suivie, "abandon", move |tx, suivie| {
        fermer_le_lien(tx, suivie, maintenant);
        remise::avancer(tx, suivie, Evenement::Annulee(cause.clone()), &acteur(mk), maintenant).map(drop)
    })
    .await
}

/// Notes that the document was given by hand, or deposited on the portal.
///
/// # Errors
/// As [`envoyer`].
pub async fn remettre(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let vue = Vue::lire(&app, &identite, &id).await?;
    let mut e = Erreurs::default();
    let le = e.noter("le", jour_venu(champs.un("le"), vue.jour, "Indiquez le jour."));
    let Some(le) = le else { return corriger(&app, &identite, &id, &e).await };
    let (preuve, fait) = match vue.remise.suivie.remise.canal {
        Canal::Dmp => (Preuve::DepotDeclare, "Déposé"),
        _ => (Preuve::RemiseDeclaree, "Remis"),
    };
    let dit =
        Cause::nouvelle(&format!("{fait} le {}, déclaré par {}.", le.strftime("%d/%m/%Y"), identite.nom));
    let maintenant = app.horloge.maintenant();
    agir(&app, vue.remise.suivie, "remis", move |tx, suivie| {
        fermer_le_lien(tx, suivie, maintenant);
        remise::declarer(tx, suivie, preuve, &dit, &acteur(mk), maintenant).map(drop)
    })
    .await
}

/// Sends to another mailbox: this delivery is over, another one leaves, under its own identifier; whatever waited for the
/// address of this doctor leaves with it.
///
/// # Errors
/// As [`envoyer`].
pub async fn changer_d_adresse(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let vue = Vue::lire(&app, &identite, &id).await?;
    let mut e = Erreurs::default();
    let Some(adresse) = e.noter("adresse", app.voies().liste.adresse(champs.un("adresse"))) else {
        return corriger(&app, &identite, &id, &e).await;
    };
    let (suivie, patient) = (vue.remise.suivie, vue.remise.patient);
    let du_medecin = match suivie.destinataire {
        Destinataire::MedecinTraitant | Destinataire::AutreMedecin => suivie.medecin.is_none(),
        Destinataire::Payeur => false,
        Destinataire::Patient | Destinataire::Dmp => return Err(Failure::Introuvable),
    };
    let maintenant = app.horloge.maintenant();
    let due = Due {
        destinataire: suivie.destinataire,
        canal: Canal::MssanteProfessionnel,
        adresse: Some(adresse.as_str().to_owned()),
        depart: Depart::AuPlusTot,
    };
    let suite = remplacante(&app, &suivie, &due);
    let (cle, trousseau) = (suite.id, app.entrepot.trousseau().clone());
    let envoyer_ailleurs = move |tx: &mut Tx, suivie: &Suivie| {
        fermer_le_lien(tx, suivie, maintenant);
        remplacer(tx, &trousseau, (suivie, &suite), "Envoyé à une autre adresse.", (mk, maintenant))
    };
    if let Err(sans_effet) = ecrire(&app, suivie, envoyer_ailleurs).await? {
        return Err(Failure::Conflit(sans_effet.to_string()));
    }
    if du_medecin {
        reprise::noter(&app, (patient, mk), Appris::Boite(Some(adresse.as_str().to_owned()))).await?;
    }
    Ok(Redirect::to(&format!("/remises/{cle}?fait=adresse")).into_response())
}

/// Notes what the patient wants, and does it: for this delivery and for all that waited for the same answer.
///
/// # Errors
/// As [`envoyer`].
pub async fn noter_la_volonte(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let vue = Vue::lire(&app, &identite, &id).await?;
    let objet = ObjetVolonte::depuis_code(champs.un("objet")).ok_or(Failure::Introuvable)?;
    let dite = Volonte::depuis_code(champs.un("volonte")).ok_or(Failure::Introuvable)?;
    let qui = (vue.remise.patient, mk);
    reprise::noter(&app, qui, Appris::volonte(&app, qui, (objet, dite), vue.jour)).await?;
    Ok(Redirect::to(&format!("/remises/{}?fait=volonte", vue.remise.suivie.id)).into_response())
}

/// The delivery that takes the place of another: same document, same person, its own identifier. What was addressed to a
/// doctor by name stays addressed to him.
pub fn remplacante(app: &App, suivie: &Suivie, due: &Due) -> NouvelleRemise {
    let maintenant = app.horloge.maintenant();
    let id = RemiseId::new(app.alea.uuid(maintenant).as_u128());
    let suite = nouvelle(app.voies(), (suivie.document, suivie.praticien), id, due, maintenant);
    NouvelleRemise { medecin: suivie.medecin.clone(), ..suite }
}

/// Calls one off and composes the other; it is queued unless it waits for somebody.
///
/// # Errors
/// When the first one may not be called off any more: nothing must then be written.
pub fn remplacer(
    tx: &mut Tx,
    trousseau: &Trousseau,
    (suivie, suite): (&Suivie, &NouvelleRemise),
    dit: &str,
    (mk, maintenant): (PraticienId, Timestamp),
) -> Result<(), SansEffet> {
    let acteur = acteur(mk);
    remise::avancer(tx, suivie, Evenement::Annulee(Cause::nouvelle(dit)), &acteur, maintenant)?;
    composer(tx, trousseau, suite, (mk, maintenant)).map(drop)
}

/// Composes a delivery; it is queued unless it waits for somebody.
///
/// # Errors
/// Never for a delivery just composed.
pub fn composer(
    tx: &mut Tx,
    trousseau: &Trousseau,
    nouvelle: &NouvelleRemise,
    (mk, maintenant): (PraticienId, Timestamp),
) -> Result<Suivie, SansEffet> {
    let acteur = acteur(mk);
    let composee = remise::composer(tx, trousseau, nouvelle, &acteur);
    if nouvelle.dit.is_none() && !matches!(nouvelle.canal, Canal::MainPropre | Canal::Lien) {
        return remise::avancer(tx, &composee, Evenement::Demandee, &acteur, maintenant);
    }
    Ok(composee)
}

/// Who acts, in the journal.
pub fn acteur(mk: PraticienId) -> String {
    format!("praticien/{mk}")
}

/// Writes, or says that the delivery has moved since the page was read.
///
/// # Errors
/// When the base fails.
pub async fn ecrire(
    app: &App,
    suivie: Suivie,
    faire: impl Fn(&mut Tx, &Suivie) -> Result<(), SansEffet> + Send + 'static,
) -> Result<Result<(), SansEffet>, Failure> {
    enum Arret {
        SansEffet(SansEffet),
        Echec(Echec),
    }
    impl From<Echec> for Arret {
        fn from(echec: Echec) -> Self {
            Self::Echec(echec)
        }
    }
    match app.entrepot.ecrire(move |tx| faire(tx, &suivie).map_err(Arret::SansEffet)).await {
        Ok(()) => Ok(Ok(())),
        Err(Arret::SansEffet(sans_effet)) => Ok(Err(sans_effet)),
        Err(Arret::Echec(Echec::Conflit)) => Err(Failure::Conflit(
            "cette remise a changé depuis que la page a été ouverte : rouvrez-la".to_owned(),
        )),
        Err(Arret::Echec(echec)) => Err(echec.into()),
    }
}

pub(super) async fn agir(
    app: &App,
    suivie: Suivie,
    fait: &str,
    faire: impl Fn(&mut Tx, &Suivie) -> Result<(), SansEffet> + Send + 'static,
) -> Result<Response, Failure> {
    let adresse = format!("/remises/{}?fait={fait}", suivie.id);
    match ecrire(app, suivie, faire).await? {
        Ok(()) => Ok(Redirect::to(&adresse).into_response()),
        Err(sans_effet) => Err(Failure::Conflit(sans_effet.to_string())),
    }
}

fn fermer_le_lien(tx: &mut Tx, suivie: &Suivie, maintenant: Timestamp) {
    if suivie.remise.canal == Canal::Lien {
        lien::fermer(tx, suivie.id, maintenant);
    }
}

async fn corriger(app: &App, identite: &Identite, id: &str, erreurs: &Erreurs) -> Result<Response, Failure> {
    let vue = Vue::lire(app, identite, id).await?;
    let page = rendre(app, identite, &vue, erreurs, None, None);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
