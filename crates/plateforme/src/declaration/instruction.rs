//! What an agent of the ARS decides on a file: accept, ask for completion, refuse.

use axum::extract::{Path, State};
use axum::response::Response;
use droit::declaration::{Acceptation, MotifRefus, PieceDemandee};
use droit::texte::TexteLibre;
use jiff::civil::Date;
use maud::{Markup, html};

use super::fiche::{Saisie, dire_l_effet, formulaire_de};
use super::suivi::tenter;
use super::{Feu, Geste, Piece, geste};
use crate::connexion::AgentArs;
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Reponse, Style, Ton, alerte, bouton, carte};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// The three ways out of a file.
pub fn formulaires(app: &App, piece: &Piece, le: Date, saisie: &Saisie<'_>) -> Markup {
    html! {
        (carte("Décider", &acceptation(app, piece, le, saisie)))
        details.plus.carte open[saisie.geste == "demander-completion"] {
            summary { "Demander un complément" }
            (completion(piece, saisie))
        }
        details.plus.carte open[saisie.geste == "refuser"] {
            summary { "Refuser" }
            (refus(piece, saisie))
        }
    }
}

fn acceptation(app: &App, piece: &Piece, le: Date, saisie: &Saisie<'_>) -> Markup {
    let examen = piece.dossier.examiner(app.reglement, le);
    let effet = dire_l_effet(geste::effet(app, &piece.dossier, le), piece.declaration.depose_le, le);
    let parametre = app.reglement.parametres(piece.dossier.departement).effet_du_droit.au(le);
    let possible = Acceptation::selon(&examen.decision, &examen.controles);
    if possible == Acceptation::Exclue {
        return alerte(
            Ton::Erreur,
            "Les règles ne permettent pas d’accepter ce dossier.",
            &html! { p { "Demandez un complément, ou refusez en disant pourquoi." } },
        );
    }
    html! {
        p { (effet) }
        p { (crate::gabarits::source(&parametre.source, app.reglement.registre())) }
        @if possible == Acceptation::AMotiver {
            (alerte(Ton::Erreur, "Une vérification est bloquante, mais elle ne décide pas : accepter demande d’écrire pourquoi.", &html! {}))
        } @else if examen.feu() == Feu::Orange {
            (alerte(Ton::Attention, "Des points restent à vérifier : accepter, c’est dire que vous l’avez fait.", &html! {}))
        }
        (formulaire_de(piece, "accepter", saisie, &raisons(possible, saisie), &bouton(Style::Principal, "Accepter")))
    }
}

/// Where a check is red, the words that set it aside.
fn raisons(possible: Acceptation, saisie: &Saisie<'_>) -> Markup {
    html! {
        @if possible == Acceptation::AMotiver {
            (Champ::zone("precision_de_l_acceptation", "Pourquoi acceptez-vous malgré cette vérification ?")
                .aide("Ces mots restent au dossier, avec la décision.")
                .valeur(tapee(saisie, "accepter")).erreurs(&saisie.erreurs).rendre())
        }
    }
}

fn completion(piece: &Piece, saisie: &Saisie<'_>) -> Markup {
    let pieces = PieceDemandee::TOUS.iter().map(|p| Reponse::new(p.code(), p.libelle())).collect();
    let champs = html! {
        (Champ::cases("pieces", "Que manque-t-il ?", pieces).valeurs(saisie.champs.tous("pieces").map(str::to_owned))
            .erreurs(&saisie.erreurs).rendre())
        (Champ::zone("precision", "Votre demande en quelques mots").facultatif().valeur(tapee(saisie, "demander-completion"))
            .erreurs(&saisie.erreurs).rendre())
    };
    formulaire_de(
        piece,
        "demander-completion",
        saisie,
        &champs,
        &bouton(Style::Secondaire, "Demander ce complément"),
    )
}

fn refus(piece: &Piece, saisie: &Saisie<'_>) -> Markup {
    let motifs = MotifRefus::TOUS.iter().map(|m| Reponse::new(m.code(), m.libelle())).collect();
    let champs = html! {
        (Champ::cases("motifs", "Pourquoi ?", motifs).valeurs(saisie.champs.tous("motifs").map(str::to_owned))
            .erreurs(&saisie.erreurs).rendre())
        (Champ::zone("precision_du_refus", "Ce que le praticien doit savoir").facultatif().valeur(tapee(saisie, "refuser"))
            .erreurs(&saisie.erreurs).rendre())
    };
    formulaire_de(piece, "refuser", saisie, &champs, &bouton(Style::Danger, "Refuser"))
}

/// The words typed in the form that was sent, and not in its neighbour.
fn tapee(saisie: &Saisie<'_>, geste: &str) -> String {
    if saisie.geste != geste {
        return String::new();
    }
    saisie.champs.un(champ_de_la_precision(geste)).to_owned()
}

/// The field of the words that go with a step: each form of the page has its own.
pub fn champ_de_la_precision(geste: &str) -> &'static str {
    match geste {
        "refuser" => "precision_du_refus",
        "accepter" => "precision_de_l_acceptation",
        "lieu" => "precision_du_lieu",
        _ => "precision",
    }
}

/// Accepts.
pub async fn accepter(
    State(app): State<App>,
    AgentArs(identite, _): AgentArs,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let mut erreurs = Erreurs::default();
    let precision = lire_precision(&champs, "precision_de_l_acceptation", &mut erreurs);
    tenter(&app, &identite, &id, "accepter", champs, erreurs, Some(Geste::Valider(precision))).await
}

/// Asks for something.
pub async fn demander_completion(
    State(app): State<App>,
    AgentArs(identite, _): AgentArs,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let mut erreurs = Erreurs::default();
    let pieces: Vec<_> = champs.tous("pieces").filter_map(PieceDemandee::depuis_code).collect();
    let precision = lire_precision(&champs, "precision", &mut erreurs);
    if pieces.is_empty() {
        erreurs.ajouter("pieces", "Cochez au moins une pièce.");
    }
    if pieces.contains(&PieceDemandee::Autre) && precision.is_none() {
        erreurs.ajouter("precision", "Dites en quelques mots ce qui manque.");
    }
    let geste = Geste::Completer { pieces, precision };
    tenter(&app, &identite, &id, "demander-completion", champs, erreurs, Some(geste)).await
}

/// Refuses.
pub async fn refuser(
    State(app): State<App>,
    AgentArs(identite, _): AgentArs,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let mut erreurs = Erreurs::default();
    let motifs: Vec<_> = champs.tous("motifs").filter_map(MotifRefus::depuis_code).collect();
    let precision = lire_precision(&champs, "precision_du_refus", &mut erreurs);
    if motifs.is_empty() {
        erreurs.ajouter("motifs", "Cochez au moins un motif.");
    }
    if motifs.contains(&MotifRefus::Autre) && precision.is_none() {
        erreurs.ajouter("precision_du_refus", "Dites le motif en quelques mots.");
    }
    tenter(&app, &identite, &id, "refuser", champs, erreurs, Some(Geste::Refuser { motifs, precision })).await
}

/// The words typed in this field, when there are any.
pub fn lire_precision(champs: &Champs, nom: &str, erreurs: &mut Erreurs) -> Option<TexteLibre> {
    match champs.un(nom) {
        "" => None,
        texte => erreurs.noter(nom, texte.parse()),
    }
}
