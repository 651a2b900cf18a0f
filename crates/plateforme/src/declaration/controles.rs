//! What the automatic checks answered when a file was filed and decided, as it was read then.

use droit::acces::Role;
use droit::declaration::CodeControle;
use entrepot::declaration::{ControleGarde, ControlesDeLEtape};
use maud::{Markup, html};

use super::fiche::mot_du_controle;
use super::{Piece, libelle_du_code};
use crate::gabarits::{Ton, badge, pastille, texte};
use crate::serveur::App;

/// The answers kept, folded, step by step. What resembles another declaration is for the ARS alone.
pub fn gardes(app: &App, role: Role, piece: &Piece, etapes: &[ControlesDeLEtape]) -> Markup {
    let montre = |controle: &&ControleGarde| {
        role == Role::AgentArs || !matches!(controle.code, CodeControle::Ailleurs | CodeControle::Homonyme)
    };
    html! {
        @if !etapes.is_empty() {
            details.plus {
                summary { "Vérifications au moment de la décision" }
                @for etape in etapes {
                    section.pile {
                        h3 { (titre(app, piece, etape.version)) }
                        ul.constats { @for controle in etape.controles.iter().filter(montre) { (ligne(controle)) } }
                    }
                }
            }
        }
    }
}

/// « Acceptée, le 9 mars 2026 à 10 h 05 ».
fn titre(app: &App, piece: &Piece, version: i64) -> String {
    let fuseau = app.reglement.fuseau(piece.dossier.departement);
    match piece.historique.iter().find(|etape| etape.version == version) {
        Some(etape) => {
            format!("{}, le {}", libelle_du_code(&etape.fait), texte::instant(etape.instant, fuseau))
        }
        None => format!("Étape {version}"),
    }
}

fn ligne(controle: &ControleGarde) -> Markup {
    let (ton, mot) = mot_du_controle(controle.etat);
    html! {
        li.constat {
            (pastille(ton))
            div.constat-corps {
                p { (badge(Ton::Neutre, mot)) " " (controle.dit) }
                p.sous { (controle.source) ", réponse du " (texte::jour(controle.du)) }
            }
        }
    }
}
