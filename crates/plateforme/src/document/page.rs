//! A validated document on screen: what it says, its versions, its files, and how to correct it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use droit::document::{Document, Genre};
use droit::identifiant::{BrouillonId, DocumentId};
use entrepot::document::{Brouillon, Fiche, Partie, a_la_partie, enregistrer, tracer_la_lecture};
use entrepot::{Echec, Tx};
use maud::{Markup, html};
use serde::Deserialize;

use super::composition::Atelier;
use super::redaction::champs_du_document;
use super::socle::{Socle, faits, mots};
use super::{corps, nom};
use crate::connexion::{Identite, Mk, Visiteur};
use crate::echec::Failure;
use crate::episode::page::{fil_de, nom as nom_du_patient};
use crate::gabarits::{Avis, Lien, Page, Style, Ton, action, alerte, lien_bouton, texte};
use crate::remise;
use crate::saisie::Parametres;
use crate::serveur::App;

/// What has just been done.
#[derive(Debug, Default, Deserialize)]
pub struct Fait {
    #[serde(default)]
    fait: String,
}

/// One's own document, as it was validated.
pub struct Ouvert {
    /// The episode around it.
    pub socle: Socle,
    /// What the register says of it.
    pub fiche: Fiche,
    /// Its facts.
    pub document: Document,
    /// Where it was made, with the words of that day.
    pub atelier: Atelier,
}

/// Opens it, once the read is in the journal.
///
/// # Errors
/// When it is not there, or not one's own.
pub async fn ouvrir(app: &App, identite: &Identite, (id, document): (&str, &str)) -> Result<Ouvert, Failure> {
    let socle = Socle::consulter(app, identite, crate::episode::identifiant(id)?).await?;
    let cle = super::identifiant(document)?;
    let fiche = socle.fiche(cle).cloned().ok_or(Failure::Introuvable)?;
    droit::acces::lire_document(&identite.acteur, fiche.praticien).map_err(|_| Failure::Introuvable)?;
    let (trousseau, vue, departement) =
        (app.entrepot.trousseau().clone(), fiche.clone(), socle.dossier.episode.departement);
    let lus = app.entrepot.lire(move |tx| {
        Ok::<_, Echec>((faits(tx, &trousseau, cle)?.ok_or(Echec::Absent)?, mots(tx, &vue, departement)?))
    });
    let (document, mots) = lus.await?;
    tracer(app, &socle, cle).await?;
    let atelier = socle.atelier_avec(app, mots.as_deref())?;
    Ok(Ouvert { socle, fiche, document, atelier })
}

async fn tracer(app: &App, socle: &Socle, document: DocumentId) -> Result<(), Failure> {
    let (qui, maintenant) = (format!("praticien/{}", socle.mk()), app.horloge.maintenant());
    let ecriture = app.entrepot.ecrire(move |tx: &mut Tx| {
        tracer_la_lecture(tx, document, &qui, maintenant);
        Ok::<(), Echec>(())
    });
    ecriture.await.map_err(Failure::from)
}

/// The page.
///
/// # Errors
/// When the document is not there, or not one's own.
pub async fn voir(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path((id, document)): Path<(String, String)>,
    Parametres(suite): Parametres<Fait>,
) -> Result<Markup, Failure> {
    let Ouvert { socle, fiche, document, atelier } = ouvrir(&app, &identite, (&id, &document)).await?;
    let feuille = atelier.feuille(&document);
    let cle = fiche.reference.id();
    let remises = remise::page::document::bloc(&app, socle.mk(), cle).await?;
    let voyage = app.entrepot.lire(move |tx| a_la_partie(tx, cle, Partie::Cda)).await?;
    let formes = if voyage { Formes::Toutes } else { Formes::PdfSeul };
    let visiteur = Visiteur::from(&identite);
    let titre = format!("{}, version {}", nom(fiche.genre), fiche.reference.version());
    let avis = (suite.fait == "valide").then(|| {
        Avis::succes("Document validé. Il ne change plus : une correction est une nouvelle version.")
    });
    let ecarts = match fiche.remplace_par {
        Some(_) => Vec::new(),
        None => document.ecarts(&socle.sujet(), &socle.medecin),
    };
    Ok(Page::new(&titre, &visiteur).fil(fil(&socle)).avis(avis).rendre(html! {
        (remplace(&socle, &fiche))
        (remise::ecart::avis(&ecarts, (socle.dossier.episode.id, fiche.reference.id())))
        div.deux {
            (corps::feuille(&feuille))
            div.pile-large {
                (fichiers(&socle, &fiche, formes))
                (remises)
                (versions(&app, &socle, &fiche))
            }
        }
    }))
}

fn fil(socle: &Socle) -> [Lien; 3] {
    let id = socle.dossier.episode.id;
    let [tableau, episode] = fil_de(id, &nom_du_patient(&socle.dossier.patient.identite));
    [tableau, episode, Lien::new("Documents", format!("/episodes/{id}/documents"))]
}

fn remplace(socle: &Socle, fiche: &Fiche) -> Markup {
    let id = socle.dossier.episode.id;
    html! {
        @if let Some(suivante) = fiche.remplace_par {
            (alerte(Ton::Attention, "Une version plus récente remplace celle-ci", &html! {
                p { a href=(format!("/episodes/{id}/documents/{suivante}")) { "Lire la version suivante" } }
            }))
        }
    }
}

/// In which forms a document was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Formes {
    /// PDF, CDA and archive.
    Toutes,
    /// A justificatif of the time when it had no type.
    PdfSeul,
}

/// The same bytes as those that are sent.
fn fichiers(socle: &Socle, fiche: &Fiche, formes: Formes) -> Markup {
    let (id, document) = (socle.dossier.episode.id, fiche.reference.id());
    let adresse = format!("/episodes/{id}/documents/{document}");
    let (medical, voyage) = (fiche.genre != Genre::Justificatif, formes == Formes::Toutes);
    html! {
        section.carte {
            h2.carte-titre { "Fichiers" }
            ul.actions {
                li { (lien_bouton(Style::Secondaire, &format!("{adresse}/document.pdf"), "PDF à lire ou à imprimer")) }
                @if voyage {
                    li { (lien_bouton(Style::Discret, &format!("{adresse}/document.xml"), "CDA (XML)")) }
                    li { (lien_bouton(Style::Discret, &format!("{adresse}/IHE_XDM.zip"), "Archive IHE XDM (ZIP)")) }
                }
            }
            @if voyage { p.source { "Le PDF est dans le CDA, et le CDA dans l’archive : les mêmes octets partout." } }
            @if !medical { p.source { "Pour la caisse ou pour le patient : ce document ne va pas dans le DMP." } }
            @if fiche.remplace_par.is_none() && medical {
                (action(Style::Discret, &format!("{adresse}/corriger"), "Corriger ce document", ""))
            }
        }
    }
}

fn versions(app: &App, socle: &Socle, fiche: &Fiche) -> Markup {
    let fuseau = app.reglement.fuseau(socle.dossier.episode.departement);
    let serie = fiche.reference.serie();
    let toutes: Vec<&Fiche> = socle.fiches.iter().filter(|f| f.reference.serie() == serie).collect();
    let id = socle.dossier.episode.id;
    html! {
        @if toutes.len() > 1 {
            section.carte {
                h2.carte-titre { "Versions" }
                ol.actions {
                    @for une in toutes {
                        li {
                            @if une.reference.id() == fiche.reference.id() { strong { "Version " (une.reference.version()) ", à l’écran" } }
                            @else { a href=(format!("/episodes/{id}/documents/{}", une.reference.id())) { "Version " (une.reference.version()) } }
                            span.source { " · " (texte::instant(une.valide_le, fuseau)) }
                        }
                    }
                }
            }
        }
    }
}

/// Opens the draft of a correction, filled with what was validated.
///
/// # Errors
/// When another draft of this kind is open, or the document was already corrected.
pub async fn corriger(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Path((id, document)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let Ouvert { socle, fiche, document, atelier } = ouvrir(&app, &identite, (&id, &document)).await?;
    let episode = socle.dossier.episode.id;
    let adresse = format!("/episodes/{episode}/rediger/{}", fiche.genre.code());
    if fiche.remplace_par.is_some() || fiche.genre == Genre::Justificatif {
        return Err(Failure::Conflit(
            "ce document ne se corrige pas ici : partez de sa dernière version".to_owned(),
        ));
    }
    match socle.brouillon(fiche.genre) {
        Some(ouvert) if ouvert.corrige == Some(fiche.reference.id()) => {
            return Ok(Redirect::to(&adresse).into_response());
        }
        Some(_) => {
            return Err(Failure::Conflit(format!(
                "un brouillon du même genre ({}) est déjà ouvert : validez-le ou abandonnez-le d’abord",
                nom(fiche.genre)
            )));
        }
        None => {}
    }
    let contenu = formats::document::ecrire_saisie(&champs_du_document(&document, &atelier.fuseau))
        .map_err(Failure::interne)?;
    let brouillon = Brouillon {
        id: BrouillonId::new(app.alea.uuid(app.horloge.maintenant()).as_u128()),
        episode,
        praticien: mk,
        genre: fiche.genre,
        corrige: Some(fiche.reference.id()),
        contenu,
        version: 0,
        enregistre_le: app.horloge.maintenant(),
    };
    let trousseau = app.entrepot.trousseau().clone();
    app.entrepot
        .ecrire(move |tx: &mut Tx| {
            enregistrer(tx, &trousseau, &brouillon);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to(&adresse).into_response())
}
