//! `/retours/{id}`: a note, and for its ARS what may be done of it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::acces::LectureRetour;
use droit::anonymat::Indice;
use droit::declaration::Declarant;
use droit::retour::{EmpechementRetour, EtatRetour, GesteRetour, PasRetour, Relecture, Retour};
use droit::texte::TexteLibre;
use entrepot::{Echec, notification, retour};
use maud::{Markup, html};

use super::{badge_de_l_etape, charger, devance, savoir};
use crate::anonymat;
use crate::connexion::{AgentArs, Connecte, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Erreurs, Lien, Page, Reponse, Style, Ton, alerte, bouton, carte, lien_bouton, resume, texte,
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
    Ok(savoir(app, note).await?.avec(|lexique| note.indices(lexique)))
}

fn gestes(identite: &Identite, note: &Retour, indices: &[Indice], erreurs: &Erreurs, motif: &str) -> Markup {
    html! {
        (passages(indices, &note.etat))
        @match &note.etat {
            EtatRetour::Brouillon => (carte("Cette fiche est un brouillon", &html! {
                (resume(erreurs))
                p { "Un autre agent la relira avant sa publication." }
                div.pile {
                    (avancer_en_confirmant(note, PasRetour::Soumettre, indices, "Faire relire"))
                    div.rang { (lien_bouton(Style::Secondaire, &format!("/retours/{}/modifier", note.id), "Modifier")) }
                }
            })),
            EtatRetour::ARelire { depuis } => (carte("À relire avant publication", &html! {
                (resume(erreurs))
                p { "Soumise le " (texte::jour(*depuis)) ". Vérifiez que personne ne peut être reconnu : ni patient, ni praticien, ni cabinet." }
                @if note.redacteur == identite.compte {
                    p { "Vous l’avez écrite : un autre agent de l’ARS doit la relire et la publier." }
                }
                div.pile {
                    @if note.redacteur != identite.compte { (avancer_en_confirmant(note, PasRetour::Publier, indices, "Publier la fiche")) }
                    div.rang { (pas(note, PasRetour::Renvoyer, Style::Secondaire, "Reprendre en brouillon")) }
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

/// What was found: what stops the note apart from what a reader confirms. Nothing is to be done of a note taken back.
fn passages(indices: &[Indice], etat: &EtatRetour) -> Markup {
    let (certains, possibles): (Vec<Indice>, Vec<Indice>) =
        indices.iter().cloned().partition(Indice::certain);
    let en_cours = matches!(etat, EtatRetour::Brouillon | EtatRetour::ARelire { .. });
    html! {
        @if !certains.is_empty() {
            (alerte(Ton::Erreur, "Cette fiche permettrait de reconnaître quelqu’un.", &html! {
                p { @if en_cours { "Corrigez-la : elle ne peut être ni relue ni publiée ainsi. On y lit :" } @else { "On y lit :" } }
                (anonymat::liste(&certains))
            }))
        }
        @if !possibles.is_empty() && en_cours {
            (alerte(Ton::Attention, "Relisez ces passages : ils pourraient désigner quelqu’un.", &anonymat::liste(&possibles)))
        }
    }
}

/// A step that asks, where a passage may lead to somebody, to say that it does not; none while one surely does.
fn avancer_en_confirmant(note: &Retour, pas: PasRetour, indices: &[Indice], libelle: &str) -> Markup {
    if indices.iter().any(Indice::certain) {
        return html! {};
    }
    html! {
        form.formulaire method="post" action=(format!("/retours/{}", note.id)) novalidate {
            input type="hidden" name="version" value=(note.version);
            input type="hidden" name="pas" value=(pas.code());
            @if !indices.is_empty() {
                (Champ::cases(CONFIRME, "Passages relus", vec![Reponse::new("oui", "J’ai relu ces passages : aucun ne permet de reconnaître quelqu’un.")]).rendre())
            }
            div.formulaire-fin { (bouton(Style::Principal, libelle)) }
        }
    }
}

/// The box by which a reader says that the passages lead to nobody.
const CONFIRME: &str = "confirme";

fn pas(note: &Retour, pas: PasRetour, style: Style, libelle: &str) -> Markup {
    html! {
        form.action method="post" action=(format!("/retours/{}", note.id)) {
            input type="hidden" name="version" value=(note.version);
            input type="hidden" name="pas" value=(pas.code());
            (bouton(style, libelle))
        }
    }
}

fn relecture(champs: &Champs) -> Relecture {
    match champs.un(CONFIRME) {
        "oui" => Relecture::Confirmee,
        _ => Relecture::AFaire,
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
        Some(PasRetour::Soumettre) => GesteRetour::Soumettre(relecture(&champs)),
        Some(PasRetour::Renvoyer) => GesteRetour::Renvoyer,
        Some(PasRetour::Publier) => GesteRetour::Publier(relecture(&champs)),
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
            let champ = if matches!(autre, EmpechementRetour::AConfirmer(_)) { CONFIRME } else { "contenu" };
            erreurs.ajouter(champ, super::redaction::phrase(&autre));
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
    let savoir = savoir(app, note).await?;
    let fuseau = app.reglement.fuseau(note.departement);
    let auteur = Declarant {
        compte: identite.compte,
        aujourd_hui: app.horloge.aujourd_hui(fuseau).map_err(Failure::interne)?,
        maintenant: app.horloge.maintenant(),
    };
    let fait = match savoir.avec(|lexique| note.avancer(geste, lexique, &auteur)) {
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
