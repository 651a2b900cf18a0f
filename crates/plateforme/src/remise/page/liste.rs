//! `/remises`: everything the MK owes to somebody, what waits for him first; filters live in the address.

use axum::extract::State;
use axum::http::Uri;
use droit::remise::Canal;
use entrepot::Echec;
use entrepot::remise::{self, EnListe, Filtre, Perimetre, Taux};
use jiff::SignedDuration;
use maud::{Markup, html};

use super::{avertissement, destinataire, etat, nom, precision, titre, tracer};
use crate::connexion::{Mk, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Lien, Page, Tableau, pagination, section, texte, vide};
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

/// Lines on one page.
const PAGE: u32 = 50;
/// The period of the rates shown.
const PERIODE: SignedDuration = SignedDuration::from_hours(24 * 90);
const COLONNES: [&str; 6] = ["Patient", "Document", "Pour", "Par", "État", "Action"];

struct Choix {
    filtre: Filtre,
    canal: Option<Canal>,
    page: u32,
}

/// The list.
///
/// # Errors
/// When the base fails.
pub async fn lister(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    ici: Uri,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let choix = Choix {
        filtre: Filtre::depuis_code(champs.un("etat")),
        canal: Canal::depuis_code(champs.un("canal")),
        page: champs.un("page").parse().unwrap_or(1).clamp(1, 10_000),
    };
    let (trousseau, maintenant) = (app.entrepot.trousseau().clone(), app.horloge.maintenant());
    let apres = maintenant + SignedDuration::from_secs(1);
    let (filtre, canal, passees) = (choix.filtre, choix.canal, (choix.page - 1) * PAGE);
    let (mut lignes, taux): (Vec<EnListe>, Vec<Taux>) = app
        .entrepot
        .lire(move |tx| {
            let lignes = remise::lister(tx, &trousseau, mk, (filtre, canal), (PAGE + 1, passees))?;
            Ok::<_, Echec>((lignes, remise::taux(tx, Perimetre::Praticien(mk), maintenant - PERIODE, apres)?))
        })
        .await?;
    let suite = lignes.len() > PAGE as usize;
    lignes.truncate(PAGE as usize);
    tracer(&app, &identite, format!("praticien/{mk}")).await?;
    let visiteur = Visiteur::from(&identite);
    let chapo = html! { "Chaque bilan et chaque compte rendu est dû au patient, au médecin traitant et au DMP. Ici, où en est chacun." };
    let page =
        Page::new("Remises", &visiteur).ici(&ici).fil([Lien::new("Tableau de bord", "/tableau-de-bord")]);
    Ok(page.chapo(chapo).rendre(html! {
        div.pile-large {
            (avertissement(&app, mk))
            (filtres(&choix))
            (tableau(&app, &lignes, &choix))
            @if suite || choix.page > 1 {
                (pagination(choix.page, choix.page + u32::from(suite), |page| adresse(&choix, page)))
            }
            (bilan(&taux))
            p { a href="/ma-messagerie" { "Mon adresse MSSanté" } }
        }
    }))
}

fn adresse(choix: &Choix, page: u32) -> String {
    let canal = choix.canal.map_or("", Canal::code);
    format!("/remises?etat={}&canal={canal}&page={page}", choix.filtre.code())
}

fn filtres(choix: &Choix) -> Markup {
    let lien = |filtre: Filtre, canal: Option<Canal>| adresse(&Choix { filtre, canal, page: 1 }, 1);
    let moyens = std::iter::once(None).chain(Canal::TOUS.iter().copied().map(Some));
    html! {
        nav.filtres aria-label="État des remises" {
            ul {
                @for filtre in Filtre::TOUS {
                    li { a href=(lien(*filtre, choix.canal)) aria-current=[(*filtre == choix.filtre).then_some("page")] { (libelle(*filtre)) } }
                }
            }
        }
        nav.filtres aria-label="Moyen de remise" {
            ul {
                @for canal in moyens {
                    li { a href=(lien(choix.filtre, canal)) aria-current=[(canal == choix.canal).then_some("page")] { (canal.map_or("Tous les moyens", court)) } }
                }
            }
        }
    }
}

fn court(canal: Canal) -> &'static str {
    match canal {
        Canal::MssanteProfessionnel => "MSSanté",
        Canal::MssantePatient => "Mon espace santé",
        Canal::Dmp => "DMP",
        Canal::MainPropre => "Main propre",
        Canal::Lien => "Lien sécurisé",
    }
}

fn libelle(filtre: Filtre) -> &'static str {
    match filtre {
        Filtre::AFaire => "À faire",
        Filtre::EnRoute => "En route",
        Filtre::Remises => "Remises",
        Filtre::Annulees => "Annulées",
        Filtre::Toutes => "Toutes",
    }
}

fn tableau(app: &App, lignes: &[EnListe], choix: &Choix) -> Markup {
    if lignes.is_empty() {
        return match choix.filtre {
            Filtre::AFaire => vide("Rien à faire", "Aucune remise n’attend votre geste.", &html! {}),
            _ => vide("Aucune remise", "Aucune remise ne correspond à ces filtres.", &html! {}),
        };
    }
    Tableau::new(libelle(choix.filtre), &COLONNES)
        .lignes(lignes.iter().map(|remise| {
            let fuseau = app.reglement.fuseau(remise.departement);
            let suivie = &remise.suivie;
            vec![
                html! { (nom(&remise.identite)) },
                html! { (titre(remise)) br; span.sous { "dû depuis le " (texte::instant(remise.composee_le, fuseau)) } },
                html! { (destinataire(suivie)) },
                html! { (suivie.remise.canal.libelle()) },
                html! { (etat(&suivie.remise.etat)) br; span.sous { (precision(app, remise, fuseau)) } },
                html! {
                    a.bouton.bouton-discret href=(format!("/remises/{}", suivie.id)) {
                        @if suivie.remise.etat.attend_quelqu_un() { "Agir" } @else { "Voir" }
                        span.lecteur { " : " (titre(remise)) " de " (nom(&remise.identite)) ", " (destinataire(suivie)) }
                    }
                },
            ]
        }))
        .rendre()
}

/// How many documents of the last ninety days reached each of those they are owed to.
fn bilan(taux: &[Taux]) -> Markup {
    if taux.is_empty() {
        return html! {};
    }
    let part = |nombre: u32, sur: u32| match sur {
        0 => "–".to_owned(),
        sur => format!("{nombre} sur {sur} ({}\u{a0}%)", nombre * 100 / sur),
    };
    let colonnes = ["Document", "Validés", "Envoyés au médecin", "Remis au patient", "Dans le DMP"];
    section(
        "Vos 90 derniers jours",
        &Tableau::new("Documents remis et déposés", &colonnes)
            .lignes(taux.iter().map(|t| {
                vec![
                    html! { (t.genre.titre()) },
                    html! { (t.valides) },
                    html! { (part(t.au_medecin, t.valides)) },
                    html! { (part(t.au_patient, t.valides)) },
                    html! {
                        (part(t.au_dmp, t.valides))
                        @if t.refuses_au_dmp > 0 { br; span.sous { (texte::compte(t.refuses_au_dmp.into(), "opposition", "oppositions")) } }
                    },
                ]
            }))
            .rendre(),
    )
}
