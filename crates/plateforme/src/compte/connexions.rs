//! `/compte/connexions`: the browsers where one's account is open, and how to close them.

use axum::extract::{Path, State};
use axum::response::Redirect;
use entrepot::connexion::{self, Resume};
use entrepot::{Echec, connexion as sessions};
use maud::{Markup, html};
use uuid::Uuid;

use super::{FUSEAU, fil, trace};
use crate::connexion::{Connecte, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Page, Style, Tableau, Ton, action, badge, texte};
use crate::serveur::App;

/// The list.
pub async fn lister(State(app): State<App>, Connecte(identite): Connecte) -> Result<Markup, Failure> {
    let (compte, maintenant) = (identite.compte, app.horloge.maintenant());
    let ouvertes: Vec<Resume> =
        app.entrepot.lire(move |tx| connexion::lister(tx, compte, maintenant)).await?;
    let ici = identite.voie.session();
    let lignes = ouvertes.iter().map(|session| ligne(session, ici));
    let visiteur = Visiteur::from(&identite);
    let page = Page::new("Mes connexions", &visiteur).fil(fil());
    Ok(page.rendre(html! {
        div.pile {
            (Tableau::new("Connexions ouvertes", &["Appareil", "Ouverte", "Vue", "Action"]).lignes(lignes).rendre())
            p { (action(Style::Danger, "/compte/connexions/fermer", "Fermer toutes les autres connexions", "")) }
        }
    }))
}

fn ligne(session: &Resume, ici: Option<Uuid>) -> Vec<Markup> {
    let adresse = format!("/compte/connexions/{}/fermer", session.id);
    let geste = if ici == Some(session.id) {
        badge(Ton::Succes, "Cette connexion")
    } else {
        action(Style::Discret, &adresse, "Fermer", &format!("la connexion {}", session.appareil))
    };
    vec![
        html! { (session.appareil) },
        html! { (texte::instant(session.ouverte_le, FUSEAU)) },
        html! { (texte::instant(session.vue_le, FUSEAU)) },
        geste,
    ]
}

/// Closes one session.
pub async fn fermer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Redirect, Failure> {
    let id: Uuid = id.parse().map_err(|_| Failure::Introuvable)?;
    let (compte, maintenant) = (identite.compte, app.horloge.maintenant());
    app.entrepot
        .ecrire(move |tx| {
            sessions::fermer(tx, compte, id);
            tx.tracer(trace(maintenant, compte, "connexion.fermer", compte));
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to("/compte/connexions"))
}

/// Closes every session but this one.
pub async fn fermer_les_autres(
    State(app): State<App>,
    Connecte(identite): Connecte,
) -> Result<Redirect, Failure> {
    let (compte, maintenant, ici) = (identite.compte, app.horloge.maintenant(), identite.voie.session());
    app.entrepot
        .ecrire(move |tx| {
            sessions::fermer_les_autres(tx, compte, ici);
            tx.tracer(trace(maintenant, compte, "connexion.fermer-les-autres", compte));
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to("/compte/connexions"))
}
