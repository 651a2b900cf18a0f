//! What the dashboard of an MK says of his deliveries: owed, late, come back, held up; the answers he has not read.

use droit::identifiant::PraticienId;
use entrepot::remise::{self, Retard};
use entrepot::{Echec, lien};
use maud::{Markup, html};

use crate::connexion::pages::pro_sante_connect as psc;
use crate::echec::Failure;
use crate::gabarits::{Style, Ton, alerte, lien_bouton, texte};
use crate::remise::RETARD;
use crate::serveur::App;

/// What waits for an MK.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attente {
    retard: Retard,
    reponses: u32,
    /// Mails queued that wait for him to sign in with Pro Santé Connect.
    retenus: u32,
}

/// Reads it.
///
/// # Errors
/// When the base fails.
pub async fn lire(app: &App, praticien: PraticienId) -> Result<Attente, Failure> {
    let maintenant = app.horloge.maintenant();
    let (avant, attend) = (maintenant - RETARD, app.voies().messagerie.attend(praticien, maintenant));
    let lue = app.entrepot.lire(move |tx| {
        Ok::<_, Echec>(Attente {
            retard: remise::retard(tx, praticien, avant)?,
            reponses: lien::non_vues(tx, praticien)?,
            retenus: if attend { remise::courriers_en_file(tx, praticien)? } else { 0 },
        })
    });
    Ok(lue.await?)
}

/// Nothing when nothing waits.
pub fn rendre(attente: &Attente) -> Markup {
    let Retard { a_faire, en_retard, en_echec } = attente.retard;
    let ton = if en_retard > 0 || en_echec > 0 { Ton::Attention } else { Ton::Info };
    let titre = match (a_faire, attente.reponses) {
        (0, reponses) => {
            texte::compte(reponses.into(), "réponse de médecin à lire", "réponses de médecins à lire")
        }
        (a_faire, _) => texte::compte(a_faire.into(), "document à remettre", "documents à remettre"),
    };
    html! {
        @if attente.retenus > 0 {
            (alerte(Ton::Attention, "Des envois attendent votre connexion Pro Santé Connect", &html! {
                p { (texte::compte(attente.retenus.into(), "message est prêt et partira", "messages sont prêts et partiront")) " dès que vous vous serez identifié." }
                p { (psc::bouton("/tableau-de-bord")) }
            }))
        }
        @if a_faire > 0 || attente.reponses > 0 {
            (alerte(ton, &titre, &html! {
                ul.liste-courte {
                    @if en_retard > 0 { li { (texte::compte(en_retard.into(), "remise attend", "remises attendent")) " depuis plus de trois jours" } }
                    @if en_echec > 0 { li { (texte::compte(en_echec.into(), "remise a échoué ou reste", "remises ont échoué ou restent")) " sans réponse" } }
                    @if attente.reponses > 0 && a_faire > 0 { li { (texte::compte(attente.reponses.into(), "réponse de médecin à lire", "réponses de médecins à lire")) } }
                }
                p { (lien_bouton(Style::Secondaire, "/remises", "Voir les remises")) }
            }))
        }
    }
}
