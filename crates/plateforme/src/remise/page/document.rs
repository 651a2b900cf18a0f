//! `/documents/{id}/remises`: one document, its destinations, where each stands.

use axum::extract::{Path, State};
use droit::acces;
use droit::identifiant::{DocumentId, PraticienId};
use entrepot::remise::{self, EnListe};
use maud::{Markup, html};

use super::{avertissement, etat, nom, precision, titre, tracer};
use crate::connexion::{Mk, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Lien, Page, Style, carte, lien_bouton, vide};
use crate::serveur::App;

/// The page.
///
/// # Errors
/// When the document is not this MK's, or the base fails.
pub async fn voir(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    let mk = acces::tableau(&identite.acteur).map_err(|_| Failure::Introuvable)?;
    let id: DocumentId = id.parse().map_err(|_| Failure::Introuvable)?;
    let trousseau = app.entrepot.trousseau().clone();
    let (fiche, remises) = app
        .entrepot
        .lire(move |tx| {
            Ok::<_, entrepot::Echec>((
                entrepot::document::charger(tx, id)?,
                remise::du_document_en_liste(tx, &trousseau, id, mk)?,
            ))
        })
        .await?;
    let fiche = fiche.filter(|fiche| fiche.praticien == mk).ok_or(Failure::Introuvable)?;
    tracer(&app, &identite, format!("episode/{}", fiche.episode)).await?;
    let visiteur = Visiteur::from(&identite);
    let fil = [
        Lien::new("Tableau de bord", "/tableau-de-bord"),
        Lien::new(
            remises.first().map_or("Épisode".to_owned(), |r| nom(&r.identite)),
            format!("/episodes/{}", fiche.episode),
        ),
    ];
    let chapo = html! { (fiche.genre.titre()) @if let Some(premiere) = remises.first() { ", " (nom(&premiere.identite)) } };
    Ok(Page::new("Remises du document", &visiteur).fil(fil).chapo(chapo).rendre(html! {
        div.pile-large {
            (avertissement(&app, mk))
            @if let Some(suivante) = fiche.remplace_par {
                p { "Une version plus récente remplace ce document. " a href=(format!("/documents/{suivante}/remises")) { "Voir ses remises" } }
            }
            @if remises.is_empty() {
                (vide("Aucune remise", "Ce document n’est dû à personne d’autre que vous.", &html! {}))
            } @else {
                ul.remises { @for remise in &remises { (ligne(&app, remise)) } }
            }
        }
    }))
}

fn ligne(app: &App, remise: &EnListe) -> Markup {
    let (suivie, fuseau) = (&remise.suivie, app.reglement.fuseau(remise.departement));
    let style = if suivie.remise.etat.attend_quelqu_un() { Style::Secondaire } else { Style::Discret };
    html! {
        li.carte.remise {
            div.remise-tete {
                h2.carte-titre { (suivie.destinataire.libelle()) }
                (etat(&suivie.remise.etat))
            }
            p { (suivie.remise.canal.libelle()) }
            p.sous { (precision(app, remise, fuseau)) }
            div.rang {
                a.bouton.(match style { Style::Secondaire => "bouton-secondaire", _ => "bouton-discret" })
                    href=(format!("/remises/{}", suivie.id)) {
                    @if suivie.remise.etat.attend_quelqu_un() { "Agir" } @else { "Voir" }
                    span.lecteur { " : " (titre(remise)) ", " (suivie.destinataire.libelle()) }
                }
            }
        }
    }
}

/// The destinations of a document and where each stands, beside the document itself.
///
/// # Errors
/// When the base fails.
pub async fn bloc(app: &App, mk: PraticienId, id: DocumentId) -> Result<Markup, Failure> {
    let trousseau = app.entrepot.trousseau().clone();
    let lues = app.entrepot.lire(move |tx| remise::du_document_en_liste(tx, &trousseau, id, mk));
    let remises: Vec<EnListe> = lues.await?;
    Ok(html! {
        @if !remises.is_empty() {
            (carte("Remises", &html! {
                ul.actions {
                    @for remise in &remises {
                        li {
                            a href=(format!("/remises/{}", remise.suivie.id)) { (remise.suivie.destinataire.libelle()) }
                            " " (etat(&remise.suivie.remise.etat))
                            p.sous { (precision(app, remise, app.reglement.fuseau(remise.departement))) }
                        }
                    }
                }
                p { (lien_bouton(Style::Discret, &format!("/documents/{id}/remises"), "Suivre toutes ses remises")) }
            }))
        }
    })
}
