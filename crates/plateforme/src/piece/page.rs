//! `/declarations/{id}/pieces`: the files joined to a declaration, and the form that sends one more.

use std::sync::Arc;

use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::acces::{self, Role};
use droit::declaration::{Declaration, EtatDeclaration};
use droit::identifiant::PieceId;
use droit::piece::{self, Analyse, FichePiece, ObjetPiece, Piece};
use entrepot::Echec;
use maud::{Markup, html};

use super::envoi::{self, Envoi};
use super::{analyse, de_la_declaration};
use crate::connexion::{Connecte, Identite, Visiteur};
use crate::declaration::geste;
use crate::echec::Failure;
use crate::gabarits::{
    Erreurs, Lien, Page, Style, Tableau, Ton, action, alerte, badge, bouton, carte, resume, texte, vide,
};
use crate::serveur::App;

async fn declaration(app: &App, identite: &Identite, id: &str) -> Result<Declaration, Failure> {
    let id = id.parse().map_err(|_| Failure::Introuvable)?;
    Ok(geste::charger(app, &identite.acteur, id).await?.declaration)
}

/// The page.
pub async fn voir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    let declaration = declaration(&app, &identite, &id).await?;
    let pieces = de_la_declaration(&app, declaration.id).await?;
    Ok(page(&app, &identite, &declaration, &pieces, &Erreurs::default()))
}

/// Keeps a file.
pub async fn deposer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    corps: Multipart,
) -> Result<Response, Failure> {
    let declaration = declaration(&app, &identite, &id).await?;
    acces::modifier_declaration(&identite.acteur, declaration.clone()).map_err(|_| Failure::Introuvable)?;
    let pieces = de_la_declaration(&app, declaration.id).await?;
    let mut erreurs = Erreurs::default();
    let lu = envoi::lire(corps, app.ecoute.pieces.taille_maximale()).await;
    let Some(envoi) = erreurs.noter("fichier", lu) else {
        let page = page(&app, &identite, &declaration, &pieces, &erreurs);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let fiche = fiche(&app, &identite, &declaration, &envoi);
    let accordee = Piece::deposer(fiche, Some(&declaration.etat), pieces.len())
        .map_err(|cause| Failure::Conflit(cause.to_string()))?;
    let (trousseau, contenu) = (app.entrepot.trousseau().clone(), Arc::new(envoi.contenu));
    app.entrepot
        .ecrire(move |tx| {
            entrepot::piece::deposer(tx, &trousseau, &accordee, &contenu);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to(&format!("/declarations/{}/pieces", declaration.id)).into_response())
}

fn fiche(app: &App, identite: &Identite, declaration: &Declaration, envoi: &Envoi) -> FichePiece {
    let maintenant = app.horloge.maintenant();
    FichePiece {
        id: PieceId::new(app.alea.uuid(maintenant).as_u128()),
        praticien: declaration.praticien,
        cpts: declaration.cpts,
        objet: ObjetPiece::Declaration(declaration.id, declaration.departement),
        type_piece: envoi.type_piece,
        nom: envoi.nom.clone(),
        taille: envoi.contenu.len() as u64,
        empreinte: envoi.empreinte,
        analyse: Analyse::EnAttente,
        depose_par: identite.compte,
        depose_le: maintenant,
    }
}

fn page(
    app: &App,
    identite: &Identite,
    declaration: &Declaration,
    pieces: &[Piece],
    erreurs: &Erreurs,
) -> Markup {
    let visiteur = Visiteur::from(identite);
    let partie = identite.acteur.role() != Role::AgentArs;
    let geste = Geste::sur(declaration, identite);
    let dossier = format!("/declarations/{}", declaration.id);
    Page::new("Justificatifs", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Déclaration", dossier)])
        .chapo(html! { "Les fichiers joints à cette déclaration. Ils sont chiffrés ; le praticien, sa CPTS et l’ARS de son département peuvent seuls les ouvrir." })
        .rendre(html! {
            div.pile-large {
                @if pieces.is_empty() {
                    (vide("Aucun fichier", "Aucun justificatif n’est joint à cette déclaration.", &html! {}))
                } @else { (liste(app, declaration, pieces, geste)) }
                @if partie && piece::attend_des_pieces(&declaration.etat) { (formulaire(app, declaration, erreurs)) }
            }
        })
}

/// What the visitor may do with the files already there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Geste {
    /// Open them.
    Ouvrir,
    /// Open them, and take them back while the declaration is in the hands of those who declare.
    Retirer,
}

impl Geste {
    fn sur(declaration: &Declaration, identite: &Identite) -> Self {
        match (&declaration.etat, identite.acteur.role()) {
            (_, Role::AgentArs) => Self::Ouvrir,
            (EtatDeclaration::Brouillon | EtatDeclaration::ACompleter { .. }, _) => Self::Retirer,
            _ => Self::Ouvrir,
        }
    }
}

fn liste(app: &App, declaration: &Declaration, pieces: &[Piece], geste: Geste) -> Markup {
    let titre = texte::compte(pieces.len() as u64, "fichier", "fichiers");
    let fuseau = app.reglement.fuseau(declaration.departement);
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

fn formulaire(app: &App, declaration: &Declaration, erreurs: &Erreurs) -> Markup {
    let adresse = format!("/declarations/{}/pieces", declaration.id);
    let aide = format!(
        "PDF, JPEG ou PNG, {} Mo au plus. Le contenu est vérifié, pas seulement le nom.",
        app.ecoute.pieces.piece_maximum
    );
    carte(
        "Joindre un fichier",
        &html! {
            @if app.ecoute.pieces.antivirus.is_none() {
                (alerte(Ton::Info, "Aucun antivirus n’est configuré sur cette installation.", &html! { p { "Les fichiers sont vérifiés dans leur structure, mais ne sont pas analysés." } }))
            }
            form.formulaire method="post" action=(adresse) enctype="multipart/form-data" novalidate {
                (resume(erreurs))
                div.champ.champ-invalide[erreurs.de("fichier").is_some()] {
                    label for="champ-fichier" { "Fichier" }
                    p.champ-aide id="aide-fichier" { (aide) }
                    @if let Some(erreur) = erreurs.de("fichier") { p.champ-erreur id="erreur-fichier" { span.lecteur { "Erreur : " } (erreur) } }
                    input id="champ-fichier" type="file" name="fichier" required accept="application/pdf,image/jpeg,image/png" aria-describedby="aide-fichier";
                }
                div.formulaire-fin { (bouton(Style::Principal, "Joindre ce fichier")) }
            }
        },
    )
}
