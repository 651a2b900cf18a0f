//! What an agent of the ARS decides once a declaration is accepted: suspend the participation, take it up again.

use axum::extract::{Path, State};
use axum::response::Response;
use droit::declaration::{EtatDeclaration, MotifSuspension};
use jiff::civil::Date;
use maud::{Markup, html};

use super::fiche::{Saisie, formulaire_de};
use super::instruction::lire_precision;
use super::suivi::{lire_jour, tenter};
use super::{Geste, Piece};
use crate::connexion::AgentArs;
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Reponse, Style, Ton, alerte, bouton, carte, source, texte};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// The way out that the state allows: suspend an open right, or take a suspended one up again.
pub fn formulaires(app: &App, piece: &Piece, le: Date, saisie: &Saisie<'_>) -> Markup {
    match &piece.declaration.etat {
        EtatDeclaration::Validee { effet_du: Some(_), .. } => html! {
            details.plus.carte open[saisie.geste == "suspendre"] {
                summary { "Suspendre la participation" }
                (suspension(app, piece, le, saisie))
            }
        },
        EtatDeclaration::Suspendue { du, .. } => {
            carte("Reprendre la participation", &reprise(piece, *du, le, saisie))
        }
        _ => html! {},
    }
}

fn suspension(app: &App, piece: &Piece, le: Date, saisie: &Saisie<'_>) -> Markup {
    let regle = app.reglement.parametres(piece.dossier.departement).retrait.au(le);
    let motifs = MotifSuspension::TOUS.iter().map(|m| Reponse::new(m.code(), m.libelle())).collect();
    let ici = saisie.geste == "suspendre";
    let tape = |nom: &str| if ici { saisie.champs.un(nom).to_owned() } else { String::new() };
    let du = Some(tape("du")).filter(|du| !du.is_empty()).unwrap_or_else(|| le.to_string());
    let titre =
        if regle.connue.is_some() { "Ce que dit le département :" } else { "Suspension : à confirmer." };
    let champs = html! {
        (alerte(Ton::Info, titre, &html! {
            p { @match &regle.connue { Some(dit) => (dit), None => (regle.precision) } " " (source(&regle.source, app.reglement.registre())) }
        }))
        (Champ::liste("motif_de_suspension", "Motif", motifs).valeur(tape("motif_de_suspension")).erreurs(&saisie.erreurs).rendre())
        (Champ::date("du", "Premier jour sans droit").valeur(du)
            .aide("Les séances faites la veille et avant restent en accès direct ; à partir de ce jour, elles sont refusées.")
            .erreurs(&saisie.erreurs).rendre())
        (Champ::zone("precision_de_suspension", "Ce que le praticien doit savoir").facultatif().valeur(tape("precision_de_suspension"))
            .erreurs(&saisie.erreurs).rendre())
    };
    formulaire_de(piece, "suspendre", saisie, &champs, &bouton(Style::Danger, "Suspendre la participation"))
}

fn reprise(piece: &Piece, arret: Date, le: Date, saisie: &Saisie<'_>) -> Markup {
    let du = match saisie.champs.un("du") {
        "" => arret.max(le).to_string(),
        tapee => tapee.to_owned(),
    };
    let champs = html! {
        p { "Le praticien retrouve la liste publique et la caisse en est informée. Il est prévenu." }
        (Champ::date("du", "Premier jour du droit retrouvé").valeur(du)
            .aide(&format!("Au plus tôt le {}, premier jour de la suspension.", texte::jour(arret)))
            .erreurs(&saisie.erreurs).rendre())
    };
    formulaire_de(
        piece,
        "reprendre",
        saisie,
        &champs,
        &bouton(Style::Principal, "Reprendre la participation"),
    )
}

/// Suspends.
pub async fn suspendre(
    State(app): State<App>,
    AgentArs(identite, _): AgentArs,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let mut erreurs = Erreurs::default();
    let choisi = MotifSuspension::depuis_code(champs.un("motif_de_suspension"));
    let motif = erreurs.noter("motif_de_suspension", choisi.ok_or("Choisissez un motif."));
    let du = lire_jour(&champs, "du", &mut erreurs);
    let precision = lire_precision(&champs, "precision_de_suspension", &mut erreurs);
    if motif == Some(MotifSuspension::Autre) && precision.is_none() {
        erreurs.ajouter("precision_de_suspension", "Dites le motif en quelques mots.");
    }
    let geste = motif.map(|motif| Geste::Suspendre { motif, du, precision });
    tenter(&app, &identite, &id, "suspendre", champs, erreurs, geste).await
}

/// Takes up again.
pub async fn reprendre(
    State(app): State<App>,
    AgentArs(identite, _): AgentArs,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let mut erreurs = Erreurs::default();
    let du = lire_jour(&champs, "du", &mut erreurs);
    tenter(&app, &identite, &id, "reprendre", champs, erreurs, Some(Geste::Reprendre(du))).await
}
