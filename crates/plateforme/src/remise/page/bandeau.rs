//! What waits for an MK, at the head of his dashboard: what he has to write, to send, to read, and what each asks of him.

use droit::identifiant::PraticienId;
use entrepot::remise::{self, Motif, Retard};
use entrepot::{Echec, lien};
use maud::{Markup, html};

use crate::connexion::pages::pro_sante_connect as psc;
use crate::echec::Failure;
use crate::gabarits::{Ton, alerte, texte};
use crate::remise::RETARD;
use crate::serveur::App;

/// Reasons shown: the list of deliveries has them all.
const MOTIFS: usize = 4;

/// What waits for an MK once his documents are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attente {
    retard: Retard,
    motifs: Vec<Motif>,
    reponses: u32,
    /// Mails queued that wait for him to sign in with Pro Santé Connect.
    retenus: u32,
}

/// Documents to write: how many, and how many of them are late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AEcrire {
    /// All.
    pub dus: u64,
    /// Of these, the late ones.
    pub en_retard: u64,
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
            motifs: remise::motifs(tx, praticien)?,
            reponses: lien::non_vues(tx, praticien)?,
            retenus: if attend { remise::courriers_en_file(tx, praticien)? } else { 0 },
        })
    });
    Ok(lue.await?)
}

/// Nothing when nothing waits.
pub fn rendre(attente: &Attente, a_ecrire: AEcrire) -> Markup {
    let Retard { a_faire, en_retard, en_echec } = attente.retard;
    let presse = en_retard > 0 || en_echec > 0 || a_ecrire.en_retard > 0;
    html! {
        @if attente.retenus > 0 {
            (alerte(Ton::Attention, "Des envois attendent votre connexion Pro Santé Connect", &html! {
                p { (texte::compte(attente.retenus.into(), "message est prêt et partira", "messages sont prêts et partiront")) " dès que vous vous serez identifié." }
                p { (psc::bouton("/tableau-de-bord")) }
            }))
        }
        @if a_ecrire.dus > 0 || a_faire > 0 || attente.reponses > 0 {
            (alerte(if presse { Ton::Attention } else { Ton::Info }, "Ce qui vous attend", &html! {
                ul.attentes {
                    @if a_ecrire.dus > 0 { li { (ecrire(a_ecrire)) } }
                    @if a_faire > 0 { li { (remettre(attente)) } }
                    @if attente.reponses > 0 {
                        li { a href="/remises" { (texte::compte(attente.reponses.into(), "réponse de médecin à lire", "réponses de médecins à lire")) } }
                    }
                }
            }))
        }
    }
}

fn ecrire(AEcrire { dus, en_retard }: AEcrire) -> Markup {
    html! {
        a href="/documents-dus" { (texte::compte(dus, "bilan ou compte rendu à valider", "bilans et comptes rendus à valider")) }
        @if en_retard > 0 { ", dont " (en_retard) " en retard de plus de sept jours" }
    }
}

/// How many, how late, then why and what to do: the most frequent reasons first.
fn remettre(attente: &Attente) -> Markup {
    let Retard { a_faire, en_retard, en_echec } = attente.retard;
    let tus: u32 = attente.motifs.iter().skip(MOTIFS).map(|motif| motif.nombre).sum();
    html! {
        a href="/remises" { (texte::compte(a_faire.into(), "document à remettre", "documents à remettre")) }
        @if en_retard > 0 { ", dont " (en_retard) " depuis plus de trois jours" }
        @if en_echec > 0 { ", " (texte::compte(en_echec.into(), "échec ou silence", "échecs ou silences")) }
        ul {
            @for motif in attente.motifs.iter().take(MOTIFS) {
                li {
                    a href=(format!("/remises?etat=a-faire&canal={}", motif.canal.code())) {
                        (motif.nombre) span.lecteur { " " (motif.canal.libelle()) }
                    }
                    " : " (motif.dit.as_deref().unwrap_or(motif.attente.a_faire(motif.canal)))
                }
            }
            @if tus > 0 { li { (texte::compte(tus.into(), "autre", "autres")) " dans la liste" } }
        }
    }
}
