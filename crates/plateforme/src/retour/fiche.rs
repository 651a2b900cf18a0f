//! `/retours/{id}`: a note, and for its ARS what may be done of it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::acces::LectureRetour;
use droit::declaration::Declarant;
use droit::retour::anonymat::Indice;
use droit::retour::{EmpechementRetour, EtatRetour, GesteRetour, PasRetour, Retour};
use droit::texte::TexteLibre;
use entrepot::{Echec, notification, retour};
use maud::{Markup, html};

use super::{badge_de_l_etape, charger, devance, noms};
use crate::connexion::{AgentArs, Connecte, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Erreurs, Lien, Page, Style, Ton, alerte, bouton, carte, lien_bouton, resume, texte,
};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// The page; opening it reads what was told about it.
pub async fn voir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    let (note, lecture) = charger(&app, &identite, &id).await?;
    let (compte, lien, maintenant) =
        (identite.compte, format!("/retours/{}", note.id), app.horloge.maintenant());
    if identite.non_lues > 0 {
        let lire = app.entrepot.ecrire(move |tx| {
            notification::marquer_lues_de_la_page(tx, compte, &lien, maintenant);
            Ok::<(), Echec>(())
        });
        lire.await?;
    }
    page(&app, &identite, (&note, lecture), &Erreurs::default(), "").await
}

async fn page(
    app: &App,
    identite: &Identite,
    (note, lecture): (&Retour, LectureRetour),
    erreurs: &Erreurs,
    motif: &str,
) -> Result<Markup, Failure> {
    let indices = match lecture {
        LectureRetour::Redaction => indices(app, note).await?,
        LectureRetour::Groupe => Vec::new(),
    };
    let visiteur = Visiteur::from(identite);
    let contenu = &note.contenu;
    Ok(Page::new(contenu.titre.as_str(), &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Retours d’expérience", "/retours")])
        .chapo(html! {
            @match &note.etat {
                EtatRetour::Publie { le, .. } => { "Fiche de retour d’expérience publiée le " (texte::jour(*le)) "." },
                autre => { (badge_de_l_etape(autre.etape())) " Cette fiche n’est lue que par votre ARS." },
            }
        })
        .rendre(html! {
            div.pile-large {
                @if lecture == LectureRetour::Redaction { (gestes(identite, note, &indices, erreurs, motif)) }
                (carte("Ce qui s’est passé", &html! { p.echange-texte { (contenu.contexte) } }))
                (carte("Pourquoi", &html! { p.echange-texte { (contenu.analyse) } }))
                (carte("Ce qu’il faut en retenir", &html! { p.echange-texte { (contenu.enseignements) } }))
            }
        }))
}

async fn indices(app: &App, note: &Retour) -> Result<Vec<Indice>, Failure> {
    let noms = noms(app, note).await?;
    let noms: Vec<&str> = noms.iter().map(String::as_str).collect();
    Ok(note.indices(&noms))
}

fn gestes(identite: &Identite, note: &Retour, indices: &[Indice], erreurs: &Erreurs, motif: &str) -> Markup {
    html! {
        @if !indices.is_empty() {
            (alerte(Ton::Erreur, "Cette fiche permettrait de reconnaître quelqu’un.", &html! {
                p { "Corrigez-la avant de la faire relire. On y lit :" }
                ul { @for indice in indices { li { (indice) } } }
            }))
        }
        @match &note.etat {
            EtatRetour::Brouillon => (carte("Cette fiche est un brouillon", &html! {
                (resume(erreurs))
                p { "Un autre agent la relira avant sa publication." }
                div.rang {
                    (pas(note, PasRetour::Soumettre, Style::Principal, "Faire relire"))
                    (lien_bouton(Style::Secondaire, &format!("/retours/{}/modifier", note.id), "Modifier"))
                }
            })),
            EtatRetour::ARelire { depuis } => (carte("À relire avant publication", &html! {
                (resume(erreurs))
                p { "Soumise le " (texte::jour(*depuis)) ". Vérifiez que personne ne peut être reconnu : ni patient, ni praticien, ni cabinet." }
                @if note.redacteur == identite.compte {
                    p { "Vous l’avez écrite : un autre agent de l’ARS doit la relire et la publier." }
                }
                div.rang {
                    @if note.redacteur != identite.compte { (pas(note, PasRetour::Publier, Style::Principal, "Publier la fiche")) }
                    (pas(note, PasRetour::Renvoyer, Style::Secondaire, "Reprendre en brouillon"))
                }
            })),
            EtatRetour::Publie { .. } => details.plus open[!erreurs.est_vide()] {
                summary { "Retirer cette fiche" }
                form.formulaire method="post" action=(format!("/retours/{}", note.id)) novalidate {
                    (resume(erreurs))
                    input type="hidden" name="version" value=(note.version);
                    input type="hidden" name="pas" value=(PasRetour::Retirer.code());
                    (Champ::zone("motif", "Pourquoi").valeur(motif).erreurs(erreurs).rendre())
                    div.formulaire-fin { (bouton(Style::Danger, "Retirer la fiche")) }
                }
            },
            EtatRetour::Retire { le, motif } => (alerte(Ton::Attention, &format!("Retirée le {}.", texte::jour(*le)), &html! { p { "« " (motif) " »" } })),
        }
    }
}

fn pas(note: &Retour, pas: PasRetour, style: Style, libelle: &str) -> Markup {
    html! {
        form.action method="post" action=(format!("/retours/{}", note.id)) {
            input type="hidden" name="version" value=(note.version);
            input type="hidden" name="pas" value=(pas.code());
            (bouton(style, libelle))
        }
    }
}

/// Takes a step.
pub async fn agir(
    State(app): State<App>,
    AgentArs(identite, _): AgentArs,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let (note, lecture) = charger(&app, &identite, &id).await?;
    if lecture != LectureRetour::Redaction {
        return Err(Failure::Introuvable);
    }
    let mut erreurs = Erreurs::default();
    let geste = match PasRetour::depuis_code(champs.un("pas")) {
        Some(PasRetour::Soumettre) => GesteRetour::Soumettre,
        Some(PasRetour::Renvoyer) => GesteRetour::Renvoyer,
        Some(PasRetour::Publier) => GesteRetour::Publier,
        Some(PasRetour::Retirer) => {
            let lu = champs.un("motif").parse::<TexteLibre>();
            match erreurs.noter("motif", lu) {
                Some(motif) => GesteRetour::Retirer(motif),
                None => {
                    return refuser(&app, &identite, (&note, lecture), &erreurs, champs.un("motif")).await;
                }
            }
        }
        Some(PasRetour::Ecrire | PasRetour::Modifier) | None => return Err(devance()),
    };
    if champs.un("version").parse().ok() != Some(note.version) {
        return Err(devance());
    }
    match avancer(&app, &identite, &note, &geste).await? {
        Ok(()) => Ok(Redirect::to(&format!("/retours/{}", note.id)).into_response()),
        Err(EmpechementRetour::Etape) => Err(devance()),
        Err(autre) => {
            erreurs.ajouter("contenu", super::redaction::phrase(&autre));
            refuser(&app, &identite, (&note, lecture), &erreurs, "").await
        }
    }
}

/// Decides and writes; whoever comes second is told.
pub async fn avancer(
    app: &App,
    identite: &Identite,
    note: &Retour,
    geste: &GesteRetour,
) -> Result<Result<(), EmpechementRetour>, Failure> {
    let noms = noms(app, note).await?;
    let noms: Vec<&str> = noms.iter().map(String::as_str).collect();
    let fuseau = app.reglement.fuseau(note.departement);
    let auteur = Declarant {
        compte: identite.compte,
        aujourd_hui: app.horloge.aujourd_hui(fuseau).map_err(Failure::interne)?,
        maintenant: app.horloge.maintenant(),
    };
    let fait = match note.avancer(geste, &noms, &auteur) {
        Ok(fait) => fait,
        Err(cause) => return Ok(Err(cause)),
    };
    let ecrit = app.entrepot.ecrire(move |tx| {
        retour::avancer(tx, &fait);
        Ok::<(), Echec>(())
    });
    match ecrit.await {
        Ok(()) => Ok(Ok(())),
        Err(Echec::Conflit) => Err(devance()),
        Err(autre) => Err(autre.into()),
    }
}

async fn refuser(
    app: &App,
    identite: &Identite,
    lue: (&Retour, LectureRetour),
    erreurs: &Erreurs,
    motif: &str,
) -> Result<Response, Failure> {
    let page = page(app, identite, lue, erreurs, motif).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
