//! The files joined to something, and the form that joins one more: the same for a declaration and for a membership.

use droit::piece::Piece;
use maud::{Markup, html};

use super::analyse;
use crate::gabarits::{Erreurs, Style, Tableau, Ton, action, alerte, badge, bouton, resume, texte};
use crate::serveur::App;

/// What the visitor may do with the files already there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Geste {
    /// Open them.
    Ouvrir,
    /// Open them, and take them back.
    Retirer,
}

/// The files.
pub fn liste(app: &App, pieces: &[Piece], fuseau: &str, geste: Geste) -> Markup {
    let titre = texte::compte(pieces.len() as u64, "fichier", "fichiers");
    Tableau::new(&titre, &["Fichier", "Reçu le", "Analyse", "Action"])
        .lignes(pieces.iter().map(|piece| {
            let antivirus = app.ecoute.pieces.etat_de_l_antivirus();
            let (ton, mot) = analyse(piece, antivirus);
            vec![
                html! {
                    @if piece.ouvrable(antivirus) { a href=(format!("/pieces/{}", piece.id)) { (piece.nom) } } @else { (piece.nom) }
                    span.sous { (piece.type_piece.libelle()) ", " (poids(piece.taille)) }
                },
                html! { (texte::instant(piece.depose_le, fuseau)) },
                badge(ton, &mot),
                html! { @if geste == Geste::Retirer { (action(Style::Discret, &format!("/pieces/{}/retirer", piece.id), "Retirer", piece.nom.as_str())) } @else { "—" } },
            ]
        }))
        .rendre()
}

fn poids(octets: u64) -> String {
    match octets {
        0..1_024 => format!("{octets} octets"),
        1_024..1_048_576 => format!("{} Ko", octets.div_ceil(1_024)),
        _ => format!("{} Mo", octets.div_ceil(1_048_576)),
    }
}

/// The form that sends one more to an address; `cle` names its field among the errors, once on a page.
pub fn formulaire(app: &App, adresse: &str, cle: &str, erreurs: &Erreurs) -> Markup {
    html! {
        (sans_antivirus(app))
        form.formulaire method="post" action=(adresse) enctype="multipart/form-data" novalidate {
            (resume(erreurs))
            (champ(app, (cle, "Fichier"), Exigence::Requise, erreurs))
            div.formulaire-fin { (bouton(Style::Principal, "Joindre ce fichier")) }
        }
    }
}

/// Must a file be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exigence {
    /// Nothing is sent without it.
    Requise,
    /// It may come later.
    Facultative,
}

/// The field of a file, the last of its form; `cle` names it among the errors, once on a page.
pub fn champ(app: &App, (cle, libelle): (&str, &str), exigence: Exigence, erreurs: &Erreurs) -> Markup {
    let aide = format!(
        "PDF, JPEG ou PNG, {} Mo au plus. Le contenu est vérifié, pas seulement le nom.",
        app.ecoute.pieces.piece_maximum
    );
    let requise = exigence == Exigence::Requise;
    html! {
        div.champ.champ-invalide[erreurs.de(cle).is_some()] {
            label for=(format!("champ-{cle}")) { (libelle) @if !requise { " " span.champ-mention { "(facultatif)" } } }
            p.champ-aide id=(format!("aide-{cle}")) { (aide) }
            @if let Some(erreur) = erreurs.de(cle) { p.champ-erreur id=(format!("erreur-{cle}")) { span.lecteur { "Erreur : " } (erreur) } }
            input id=(format!("champ-{cle}")) type="file" name="fichier" required[requise] accept="application/pdf,image/jpeg,image/png" aria-describedby=(format!("aide-{cle}"));
        }
    }
}

fn sans_antivirus(app: &App) -> Markup {
    html! {
        @if app.ecoute.pieces.antivirus.is_none() {
            (alerte(Ton::Info, "Aucun antivirus n’est configuré sur cette installation.", &html! { p { "Les fichiers sont vérifiés dans leur structure, mais ne sont pas analysés." } }))
        }
    }
}

/// The files by name, with the day each came: for a page that shows something else first.
pub fn noms(app: &App, pieces: &[Piece], fuseau: &str) -> Markup {
    let antivirus = app.ecoute.pieces.etat_de_l_antivirus();
    html! {
        p { (texte::compte(pieces.len() as u64, "fichier joint", "fichiers joints")) " :" }
        ul.puces {
            @for piece in pieces {
                li {
                    @if piece.ouvrable(antivirus) { a href=(format!("/pieces/{}", piece.id)) { (piece.nom) } } @else { (piece.nom) }
                    span.sous { "Reçu le " (texte::instant(piece.depose_le, fuseau)) " ; " (analyse(piece, antivirus).1) }
                }
            }
        }
    }
}
