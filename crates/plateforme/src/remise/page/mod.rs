//! The pages of deliveries: the work list, one document with its destinations, one delivery with its history.

pub mod administration;
pub mod adresser;
pub mod bandeau;
pub mod copie;
pub mod document;
pub mod geste;
pub mod liste;
pub mod lu;
pub mod ma_boite;
pub mod une;

use droit::identifiant::PraticienId;
use droit::patient::Identite as Patient;
use droit::remise::{Etat, Preuve};
use entrepot::remise::{EnListe, Suivie};
use entrepot::{Echec, Tx, patient};
use maud::{Markup, html};

use super::voies::{Messagerie, VoieDmp};
use crate::connexion::Identite;
use crate::connexion::pages::pro_sante_connect as psc;
use crate::echec::Failure;
use crate::gabarits::{Ton, alerte, badge, texte};
use crate::serveur::App;

/// « DURAND Jeanne ».
pub fn nom(patient: &Patient) -> String {
    format!("{} {}", patient.traits.nom_naissance().to_uppercase(), patient.traits.prenom())
}

/// « Bilan-diagnostic kinésithérapique », and its version when it corrects another.
pub fn titre(remise: &EnListe) -> String {
    match remise.version_du_document {
        1 => remise.genre.titre().to_owned(),
        version => format!("{}, version {version}", remise.genre.titre()),
    }
}

/// For whom it is: by name where somebody chose him.
pub fn destinataire(suivie: &Suivie) -> String {
    let libelle = suivie.destinataire.libelle();
    suivie.medecin.as_ref().map_or_else(|| libelle.to_owned(), |nom| format!("{libelle}, {nom}"))
}

/// The state in a badge.
pub fn etat(etat: &Etat) -> Markup {
    let ton = match etat {
        Etat::Remis { .. } => Ton::Succes,
        Etat::Compose | Etat::SansReponse { .. } => Ton::Attention,
        Etat::EnFile { .. } | Etat::EnCours { .. } | Etat::Accepte { .. } => Ton::Info,
        Etat::Rejete { .. } | Etat::Abandonne { .. } => Ton::Erreur,
        Etat::Annule { .. } => Ton::Neutre,
    };
    let libelle = match etat {
        Etat::Compose => "À faire",
        Etat::Remis { preuve: Preuve::DepotDeclare | Preuve::RecepisseDmp, .. } => "Déposé",
        autre => autre.libelle(),
    };
    badge(ton, libelle)
}

/// Does it wait for its author to sign in with Pro Santé Connect.
pub fn attend_la_connexion(app: &App, suivie: &Suivie) -> bool {
    matches!(suivie.remise.etat, Etat::EnFile { .. })
        && suivie.remise.canal.est_un_courrier()
        && app.voies().messagerie.attend(suivie.praticien, app.horloge.maintenant())
}

/// When the state began or is due, and why, in one line; then what to do, where somebody must.
pub fn precision(app: &App, remise: &EnListe, fuseau: &str) -> Markup {
    if attend_la_connexion(app, &remise.suivie) {
        return html! { span.suite { "En attente de votre connexion Pro Santé Connect" } };
    }
    let quand = |le| texte::instant(le, fuseau);
    let dit = remise.dit.as_deref();
    html! {
        @match &remise.suivie.remise.etat {
            Etat::Compose => {}
            Etat::EnFile { pas_avant } => { "Prochain essai : " (quand(*pas_avant)) @if let Some(dit) = dit { ". Le dernier a échoué : " (dit) } }
            Etat::EnCours { depuis } => { "Depuis le " (quand(*depuis)) }
            Etat::Accepte { le } => { "Le " (quand(*le)) @if let Some(dit) = dit { ". " (dit) } }
            Etat::Remis { le, preuve } => { "Le " (quand(*le)) " : " (preuve.libelle()) }
            Etat::SansReponse { le } => { "Aucune réponse au " (quand(*le)) ". " }
            Etat::Rejete { cause, .. } | Etat::Abandonne { cause, .. } => { (phrase(cause.as_str())) " " }
            Etat::Annule { cause, .. } => (cause.as_str()),
        }
        @if let Some(suite) = remise.suivie.remise.a_faire() {
            span.suite { (dit.filter(|_| remise.suivie.remise.etat == Etat::Compose).unwrap_or(suite)) }
        }
    }
}

/// The words of another program, ended as a sentence.
fn phrase(cause: &str) -> String {
    if cause.ends_with(['.', '!', '?', '…']) { cause.to_owned() } else { format!("{cause}.") }
}

/// What must be said wherever documents leave: a sandbox is one, an absence is one, a token that is missing too.
pub fn avertissement(app: &App, mk: PraticienId) -> Markup {
    let voies = app.voies();
    html! {
        @if voies.messagerie.attend(mk, app.horloge.maintenant()) {
            (alerte(Ton::Attention, "Vos envois attendent votre connexion Pro Santé Connect", &html! {
                p { "Les messages partent avec l’autorisation que vous prêtez en vous identifiant. Ils restent en file, et partent dès que vous l’avez fait." }
                p { (psc::bouton("/remises")) }
            }))
        } @else if let Some(simule) = simule(&voies.messagerie, &voies.dmp) {
            (alerte(Ton::Info, "Bac à sable", &html! { p { "Démonstration : " (simule) } }))
        } @else if matches!(voies.messagerie, Messagerie::Absente) {
            (alerte(Ton::Attention, "Aucune messagerie MSSanté n’est réglée", &html! {
                p { "Les documents ne partent pas d’ici par messagerie : remettez-les sur papier ou par un lien sécurisé, déposez-les sur le portail du DMP, et notez-le." }
            }))
        }
    }
}

/// What goes nowhere.
fn simule(messagerie: &Messagerie, dmp: &VoieDmp) -> Option<&'static str> {
    match (messagerie, dmp) {
        (Messagerie::BacASable(_), VoieDmp::BacASable) => {
            Some("rien ne part. Les boîtes MSSanté et le DMP de cette page sont simulés ici même.")
        }
        (Messagerie::BacASable(_), _) => {
            Some("aucun message ne part. Les boîtes MSSanté de cette page sont simulées ici même.")
        }
        (_, VoieDmp::BacASable) => Some("aucun dépôt ne part. Le DMP de cette page est simulé ici même."),
        _ => None,
    }
}

/// Leaves in the journal that this MK read names, before they are shown.
///
/// # Errors
/// When the base fails.
pub async fn tracer(app: &App, identite: &Identite, sujet: String) -> Result<(), Failure> {
    let droit::acces::Acteur::Mk { praticien } = &identite.acteur else { return Err(Failure::Introuvable) };
    let (qui, maintenant) = (format!("praticien/{praticien}"), app.horloge.maintenant());
    app.entrepot
        .ecrire(move |tx: &mut Tx| {
            patient::tracer_consultation(tx, qui.clone(), sujet.clone(), maintenant);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(())
}
