//! The state of the installation, for its administrator: the journal, the messages set aside, the sizes.

use axum::extract::{Path, State};
use axum::response::Redirect;
use entrepot::journal::{self, Ancre, Entree};
use entrepot::mesure::{self, Taille};
use entrepot::outbox::{self, Bilan, Pli};
use entrepot::{Echec, Tx};
use maud::{Markup, html};
use uuid::Uuid;

use crate::connexion::{Connecte, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Page, Style, Tableau, Ton, action, alerte, carte, chiffre, fiche, lien_bouton, texte};
use crate::serveur::App;

/// An installation belongs to no department: its times are those of the mainland.
const FUSEAU: &str = "Europe/Paris";

/// The most messages shown at once.
const MAXIMUM: u32 = 100;

/// What the page shows.
struct Etat {
    tete: Ancre,
    bilan: Bilan,
    abandonnes: Vec<Pli>,
    tailles: Vec<Taille>,
    comptes: u64,
}

fn lire(tx: &mut Tx) -> Result<Etat, Echec> {
    Ok(Etat {
        tete: journal::tete(tx)?,
        bilan: outbox::bilan(tx)?,
        abandonnes: outbox::abandonnes(tx, MAXIMUM)?,
        tailles: mesure::tailles(tx)?,
        comptes: entrepot::compte::lister(tx, "", 1, 0)?.1,
    })
}

/// The dashboard of the administrator.
pub async fn tableau(app: &App, identite: &Identite) -> Result<Markup, Failure> {
    let etat = app.entrepot.lire(lire).await?;
    let visiteur = Visiteur::from(identite);
    let grand = |nombre: i64| nombre.max(0).unsigned_abs();
    Ok(Page::new("Tableau de bord", &visiteur)
        .chapo(html! { "L’état de l’installation. Rien d’un patient n’est visible ici." })
        .rendre(html! {
            @if etat.bilan.abandonnes > 0 {
                (alerte(Ton::Attention, &format!("{} : regardez pourquoi, puis relancez.",
                    texte::compte(etat.bilan.abandonnes.max(0).unsigned_abs(), "message n’a pas pu partir", "messages n’ont pas pu partir")), &html! {}))
            }
            div.chiffres {
                (chiffre(etat.comptes, "compte", "comptes"))
                (chiffre(grand(etat.bilan.en_attente), "message à envoyer", "messages à envoyer"))
                (chiffre(grand(etat.bilan.remis), "message remis", "messages remis"))
                (chiffre(grand(etat.bilan.abandonnes), "message mis de côté", "messages mis de côté"))
            }
            @if !etat.abandonnes.is_empty() { div.apres { (mis_de_cote(&etat.abandonnes)) } }
            div.deux.apres {
                (carte("Le journal", &html! {
                    (fiche(&[
                        ("Lignes", html! { (texte::grouper(etat.tete.seq.max(0).unsigned_abs())) }),
                        ("Empreinte de la tête", html! { code { (hexa(&etat.tete.empreinte)) } }),
                    ]))
                    p { "Notez cette empreinte ailleurs : elle prouve plus tard que rien n’a été retiré. « acces-direct journal verifier » relit toute la chaîne." }
                }))
                (carte("Ce que contient la base", &fiche(&etat.tailles.iter().map(|taille| {
                    (taille.libelle, html! { (texte::grouper(taille.lignes)) })
                }).collect::<Vec<_>>())))
            }
            p.apres { (lien_bouton(Style::Secondaire, "/administration/comptes", "Gérer les comptes")) }
        }))
}

fn mis_de_cote(plis: &[Pli]) -> Markup {
    Tableau::new("Messages mis de côté", &["Message", "Déposé", "Essais", "Dernière erreur", "Action"])
        .lignes(plis.iter().map(|pli| {
            vec![
                html! { (pli.genre) span.sous { (pli.cle) } },
                html! { (texte::instant(pli.depose_le, FUSEAU)) },
                html! { (pli.essais) },
                html! { (pli.erreur.as_deref().unwrap_or("Aucune")) },
                action(
                    Style::Secondaire,
                    &format!("/administration/messages/{}/relancer", pli.id),
                    "Relancer",
                    &format!("le message {}", pli.cle),
                ),
            ]
        }))
        .rendre()
}

/// Sends a message again.
pub async fn relancer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Redirect, Failure> {
    let id: Uuid = id.parse().map_err(|_| Failure::Introuvable)?;
    let (acteur, maintenant) = (format!("compte/{}", identite.compte), app.horloge.maintenant());
    let relance = app.entrepot.ecrire(move |tx| {
        let trouve = outbox::relancer(tx, id, maintenant)?;
        if trouve {
            tx.tracer(Entree::new(maintenant, acteur.clone(), "message.relancer", format!("message/{id}")));
        }
        Ok::<bool, Echec>(trouve)
    });
    if relance.await? { Ok(Redirect::to("/tableau-de-bord")) } else { Err(Failure::Introuvable) }
}

fn hexa(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
