//! `/administration/messagerie`: where documents leave, how far the inbox was read, the mails that nothing explains.
//!
//! An administrator learns the kind of such a mail and the domain it came from, never its words: it may speak of a patient.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Redirect;
use entrepot::boite::{self, Position, Recu};
use entrepot::remise::{self, Compte};
use entrepot::{Echec, Tx};
use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};
use uuid::Uuid;

use crate::connexion::{Connecte, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Lien, Page, Style, Tableau, Ton, action, alerte, carte, fiche, texte, vide};
use crate::remise::voies::{Messagerie, VoieDmp};
use crate::serveur::App;

/// Mails shown.
const LIMITE: u32 = 100;
/// The period of the counts.
const PERIODE: SignedDuration = SignedDuration::from_hours(24 * 30);
/// An installation belongs to no department.
const FUSEAU: &str = "Europe/Paris";

struct Vue {
    position: Option<Position>,
    inconnus: Vec<Recu>,
    comptes: Vec<Compte>,
}

/// The page.
///
/// # Errors
/// When the base fails.
pub async fn voir(State(app): State<App>, Connecte(identite): Connecte, ici: Uri) -> Result<Markup, Failure> {
    let boite = app.voies().messagerie.boite(&app.voies().liste);
    let (cle, maintenant) = (boite.as_ref().map(|b| b.as_str().to_owned()), app.horloge.maintenant());
    let vue = app
        .entrepot
        .lire(move |tx| {
            let position = match &cle {
                Some(cle) => boite::position(tx, cle)?,
                None => None,
            };
            let apres = maintenant.saturating_add(SignedDuration::from_secs(1)).unwrap_or(Timestamp::MAX);
            Ok::<_, Echec>(Vue {
                position,
                inconnus: boite::inconnus(tx, LIMITE)?,
                comptes: remise::comptes(tx, maintenant - PERIODE, apres)?,
            })
        })
        .await?;
    let visiteur = Visiteur::from(&identite);
    let boite = boite.map_or_else(|| "aucune".to_owned(), |boite| boite.as_str().to_owned());
    Ok(Page::new("Messagerie et DMP", &visiteur)
        .ici(&ici)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! { "Par où partent les documents, et ce que personne n’a su rattacher à une remise." })
        .rendre(html! {
            div.pile-large {
                (carte("Voies de sortie", &fiche(&[
                    ("MSSanté", html! { (voie_des_courriels(&app.voies().messagerie)) }),
                    ("Boîte qui envoie", html! { (boite) }),
                    ("Dernière lecture", html! { @match vue.position { Some(p) => (texte::instant(p.relevee_le, FUSEAU)), None => "jamais" } }),
                    ("DMP", html! { (voie_du_dmp(&app.voies().dmp)) }),
                ])))
                (comptes(&vue.comptes))
                (inconnus(&vue.inconnus))
            }
        }))
}

fn voie_des_courriels(messagerie: &Messagerie) -> &'static str {
    match messagerie {
        Messagerie::Absente => "aucun opérateur réglé : papier, portail ou lien",
        Messagerie::BacASable(_) => "bac à sable : rien ne part",
        Messagerie::Operateur(operatrice) => operatrice.decrire(),
    }
}

fn voie_du_dmp(dmp: &VoieDmp) -> &'static str {
    match dmp {
        VoieDmp::Portail => "portail web, dépôts déclarés par les praticiens",
        VoieDmp::BacASable => "bac à sable : rien n’est déposé",
        VoieDmp::Pdsm(_) => "interface FHIR (PDSm)",
    }
}

fn comptes(comptes: &[Compte]) -> Markup {
    if comptes.is_empty() {
        return html! {};
    }
    carte(
        "Remises des trente derniers jours",
        &Tableau::new("Remises par moyen et par état", &["Moyen", "État", "Nombre"])
            .lignes(comptes.iter().map(|c| {
                vec![html! { (c.canal.libelle()) }, html! { (etat(&c.etat)) }, html! { (c.nombre) }]
            }))
            .rendre(),
    )
}

fn etat(code: &str) -> &str {
    match code {
        "compose" => "À faire",
        "en-file" => "En file",
        "en-cours" => "Envoi en cours",
        "accepte" => "Parti, réponse attendue",
        "remis" => "Remis",
        "rejete" => "Rejeté",
        "sans-reponse" => "Sans réponse",
        "abandonne" => "Échec après plusieurs essais",
        "annule" => "Annulé",
        autre => autre,
    }
}

fn inconnus(recus: &[Recu]) -> Markup {
    if recus.is_empty() {
        return vide("Aucun courriel inexpliqué", "Tout ce qui est revenu a trouvé sa remise.", &html! {});
    }
    html! {
        (alerte(Ton::Attention, "Courriels que rien n’explique", &html! {
            p { "Leur contenu reste dans la boîte : il peut parler d’un patient. Faites-les lire par un professionnel de santé." }
        }))
        (Tableau::new("Courriels reçus sans remise connue", &["Reçu le", "Genre", "Depuis", "Identifiant cité", "Suite"])
            .lignes(recus.iter().map(|recu| vec![
                html! { (texte::instant(recu.recu_le, FUSEAU)) },
                html! { (genre(&recu.genre)) },
                html! { @if recu.domaine.is_empty() { "–" } @else { (recu.domaine) } },
                html! { span.inconnu { (recu.original.as_deref().unwrap_or("–")) } },
                html! {
                    @match recu.vu_le {
                        Some(le) => { "Vu le " (texte::instant(le, FUSEAU)) }
                        None => (action(Style::Discret, &format!("/administration/messagerie/{}/vu", recu.id), "Marquer comme vu", "")),
                    }
                },
            ]))
            .rendre())
    }
}

fn genre(code: &str) -> &str {
    match code {
        "notification" => "Accusé d’un logiciel",
        "remise" => "Avis de remise",
        "reponse" => "Message d’une personne",
        "illisible" => "Illisible",
        "trop-lourd" => "Trop lourd pour être lu",
        autre => autre,
    }
}

/// Somebody looked at it in the mailbox.
///
/// # Errors
/// When the base fails.
pub async fn marquer(
    State(app): State<App>,
    Connecte(_): Connecte,
    Path(id): Path<String>,
) -> Result<Redirect, Failure> {
    let id: Uuid = id.parse().map_err(|_| Failure::Introuvable)?;
    let maintenant = app.horloge.maintenant();
    app.entrepot
        .ecrire(move |tx: &mut Tx| {
            boite::marquer_vu(tx, id, maintenant);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to("/administration/messagerie"))
}
