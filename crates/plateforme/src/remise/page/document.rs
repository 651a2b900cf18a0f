//! `/documents/{id}/remises`: one document, its destinations, where each stands.

use axum::extract::{Path, State};
use droit::acces;
use droit::document::Document;
use droit::identifiant::{DocumentId, PraticienId};
use droit::remise::Volontes;
use entrepot::document::Fiche;
use entrepot::remise::{self, EnListe};
use entrepot::{Echec, volonte};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{adresser, avertissement, copie, destinataire, etat, nom, precision, titre, tracer};
use crate::connexion::{Identite, Mk, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Erreurs, Lien, Page, Style, carte, lien_bouton, vide};
use crate::saisie::Champs;
use crate::serveur::App;

/// What the page shows.
pub struct Vue {
    /// What the register says of the document.
    pub fiche: Fiche,
    /// Its facts.
    pub document: Document,
    /// What its patient wants.
    pub volontes: Volontes,
    /// Today, where the care is given.
    pub jour: Date,
    pub(super) remises: Vec<EnListe>,
}

impl Vue {
    /// Reads it for the MK it belongs to, and says so in the journal.
    ///
    /// # Errors
    /// When the document is not this MK's, or the base fails.
    pub async fn lire(app: &App, identite: &Identite, id: &str) -> Result<Self, Failure> {
        let mk = acces::tableau(&identite.acteur).map_err(|_| Failure::Introuvable)?;
        let id: DocumentId = id.parse().map_err(|_| Failure::Introuvable)?;
        let trousseau = app.entrepot.trousseau().clone();
        let lue = app.entrepot.lire(move |tx| {
            let sienne = |fiche: &Fiche| fiche.praticien == mk;
            let Some(fiche) = entrepot::document::charger(tx, id)?.filter(sienne) else { return Ok(None) };
            let document = crate::remise::document(tx, &trousseau, id)?;
            let volontes = volonte::du_patient(tx, document.en_tete.sujet.id)?;
            Ok::<_, Echec>(Some((
                fiche,
                document,
                volontes,
                remise::du_document_en_liste(tx, &trousseau, id, mk)?,
            )))
        });
        let (fiche, document, volontes, remises) = lue.await?.ok_or(Failure::Introuvable)?;
        tracer(app, identite, format!("episode/{}", fiche.episode)).await?;
        let fuseau = app.reglement.fuseau(document.en_tete.departement);
        let jour = app.horloge.aujourd_hui(fuseau).map_err(Failure::interne)?;
        Ok(Self { fiche, document, volontes, jour, remises })
    }
}

/// The page.
///
/// # Errors
/// When the document is not this MK's, or the base fails.
pub async fn voir(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    let vue = Vue::lire(&app, &identite, &id).await?;
    Ok(rendre(&app, &identite, &vue, (&Champs::default(), &Erreurs::default())))
}

/// The page, with what is wrong in its form.
pub(super) fn rendre(app: &App, identite: &Identite, vue: &Vue, saisie: (&Champs, &Erreurs)) -> Markup {
    let (fiche, visiteur) = (&vue.fiche, Visiteur::from(identite));
    let qui = nom(&vue.document.en_tete.sujet.identite);
    let chapo = html! { (fiche.genre.titre()) ", " (qui) };
    let fil = [
        Lien::new("Tableau de bord", "/tableau-de-bord"),
        Lien::new(qui, format!("/episodes/{}", fiche.episode)),
    ];
    Page::new("Remises du document", &visiteur).fil(fil).chapo(chapo).rendre(html! {
        div.pile-large {
            (avertissement(app, fiche.praticien))
            @if let Some(suivante) = fiche.remplace_par {
                p { "Une version plus récente remplace ce document. " a href=(format!("/documents/{suivante}/remises")) { "Voir ses remises" } }
            }
            @if vue.remises.is_empty() {
                (vide("Aucune remise", "Ce document n’est dû à personne d’autre que vous.", &html! {}))
            } @else {
                ul.remises { @for remise in &vue.remises { (ligne(app, remise)) } }
            }
            (adresser::formulaire(app, vue, saisie))
            (copie::formulaire(vue))
        }
    })
}

fn ligne(app: &App, remise: &EnListe) -> Markup {
    let (suivie, fuseau) = (&remise.suivie, app.reglement.fuseau(remise.departement));
    let style = if suivie.remise.etat.attend_quelqu_un() { Style::Secondaire } else { Style::Discret };
    html! {
        li.carte.remise {
            div.remise-tete {
                h2.carte-titre { (destinataire(suivie)) }
                (etat(&suivie.remise.etat))
            }
            p { (suivie.remise.canal.libelle()) }
            p.sous { (precision(app, remise, fuseau)) }
            div.rang {
                a.bouton.(match style { Style::Secondaire => "bouton-secondaire", _ => "bouton-discret" })
                    href=(format!("/remises/{}", suivie.id)) {
                    @if suivie.remise.etat.attend_quelqu_un() { "Agir" } @else { "Voir" }
                    span.lecteur { " : " (titre(remise)) ", " (destinataire(suivie)) }
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
                            a href=(format!("/remises/{}", remise.suivie.id)) { (destinataire(&remise.suivie)) }
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
