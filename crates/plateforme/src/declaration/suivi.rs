//! `/declarations`: those of the CPTS, and the page of each for whoever may see it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::acces::Role;
use droit::declaration::{Justificatif, MotifRetrait, TypeJustificatif};
use droit::identifiant::DeclarationId;
use droit::texte::TexteLibre;
use entrepot::declaration::LigneSuivie;
use jiff::civil::Date;
use maud::{Markup, html};

use super::fiche::{self, Saisie, Suivi};
use super::geste::charger;
use super::instruction::champ_de_la_precision;
use super::parcours::Parcours;
use super::{
    Empechement, Geste, Piece, accomplir, aujourd_hui, echange, identifiant, libelle_du_code, ton_du_code,
};
use crate::connexion::{Connecte, Coordination, Identite, Visiteur};
use crate::echec::{ErreurDeChamp, Failure};
use crate::gabarits::{
    Erreurs, Lien, Page, Style, Tableau, Ton, alerte, badge, decision, lien_bouton, texte, vide,
};
use crate::piece::{self, Accompagnee};
use crate::saisie::{Champs, Formulaire, Parametres};
use crate::serveur::App;

/// The most declarations shown on one page.
const MAXIMUM: u16 = 500;

/// The states, in the order of the filters.
pub const ETATS: &[&str] =
    &["brouillon", "deposee", "a-completer", "validee", "suspendue", "refusee", "retiree"];

/// The declarations of the CPTS.
pub async fn lister(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let etat = ETATS.iter().copied().find(|etat| *etat == champs.un("etat"));
    let (lignes, effectifs) = app
        .entrepot
        .lire(move |tx| {
            let lignes = entrepot::declaration::de_la_cpts(tx, cpts, etat, MAXIMUM)?;
            Ok::<_, entrepot::Echec>((lignes, entrepot::declaration::effectifs_de_la_cpts(tx, cpts)?))
        })
        .await?;
    let visiteur = Visiteur::from(&identite);
    Ok(Page::new("Déclarations", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! { "Chaque déclaration de votre CPTS, avec le jour de sa dernière étape." })
        .rendre(html! {
            div.pile {
                div.rang {
                    (filtres("/declarations", etat, &effectifs))
                    (lien_bouton(Style::Secondaire, "/declarer/liste", "Déclarer plusieurs à la fois"))
                    (lien_bouton(Style::Principal, "/declarer", "Déclarer des volontaires"))
                }
                @if lignes.is_empty() {
                    (vide("Aucune déclaration ici", "Choisissez vos volontaires parmi vos membres pour les déclarer à l’ARS.", &html! {}))
                } @else {
                    (Tableau::new(&texte::compte(lignes.len() as u64, "déclaration", "déclarations"),
                        &["Kinésithérapeute", "Numéro RPPS", "État", "Depuis le", "Déposée le"])
                        .lignes(lignes.iter().map(ligne)).rendre())
                }
            }
        }))
}

/// Links that filter a list by state, with how many are in each.
pub fn filtres(adresse: &str, choisi: Option<&str>, effectifs: &[entrepot::declaration::Effectif]) -> Markup {
    let nombre = |etat: &str| effectifs.iter().find(|e| e.etat == etat).map_or(0, |e| e.nombre);
    html! {
        nav.filtres aria-label="Filtrer par état" {
            ul {
                li { a href=(adresse) aria-current=[choisi.is_none().then_some("true")] { "Toutes" } }
                @for etat in ETATS {
                    @if nombre(etat) > 0 || choisi == Some(etat) {
                        li {
                            a href=(format!("{adresse}?etat={etat}")) aria-current=[(choisi == Some(etat)).then_some("true")] {
                                (libelle_du_code(etat)) span.filtre-nombre { (texte::grouper(nombre(etat))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn ligne(ligne: &LigneSuivie) -> Vec<Markup> {
    vec![
        html! { a href=(format!("/declarations/{}", ligne.declaration)) { (ligne.prenom) " " (ligne.nom) } },
        html! { (ligne.rpps) },
        badge(ton_du_code(&ligne.etat), libelle_du_code(&ligne.etat)),
        html! { (texte::jour_court(ligne.etat_le)) },
        html! { @match ligne.depose_le { Some(le) => (texte::jour_court(le)), None => "—" } },
    ]
}

/// One declaration.
pub async fn voir(
    State(app): State<App>,
    Connecte(mut identite): Connecte,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    let piece = charger(&app, &identite.acteur, identifiant(&id)?).await?;
    let lues = echange::marquer_lu(&app, &identite, piece.declaration.id).await?;
    identite.non_lues = identite.non_lues.saturating_sub(lues);
    page(&app, &identite, &piece, &Saisie::default()).await
}

/// The page, with what was typed and is wrong.
pub async fn page(
    app: &App,
    identite: &Identite,
    piece: &Piece,
    saisie: &Saisie<'_>,
) -> Result<Markup, Failure> {
    let le = aujourd_hui(app, piece.dossier.departement)?;
    let declaration = piece.declaration.clone();
    let parcours = app.entrepot.lire(move |tx| Parcours::lire(tx, &declaration)).await?;
    let etapes = parcours.etapes(app, identite, piece).await?;
    let id = piece.declaration.id;
    let suivi = Suivi {
        parcours,
        etapes,
        messages: echange::lire(app, id).await?,
        jointes: piece::de_la_declaration(app, id).await?,
        controles: app.entrepot.lire(move |tx| entrepot::declaration::controles_gardes(tx, id)).await?,
    };
    let visiteur = Visiteur::from(identite);
    let nom = piece.dossier.nom();
    Ok(Page::new(&nom, &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), retour(identite)])
        .rendre(fiche::corps(app, identite, piece, &suivi, le, saisie)))
}

fn retour(identite: &Identite) -> Lien {
    match identite.acteur.role() {
        Role::AgentArs => Lien::new("Instruction", "/instruction"),
        Role::Mk => Lien::new("Mes déclarations", "/mes-declarations"),
        _ => Lien::new("Déclarations", "/declarations"),
    }
}

/// Files a draft, or answers a request of the ARS, with a file when one is joined.
pub async fn deposer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    recue: Accompagnee,
) -> Result<Response, Failure> {
    let mut erreurs = Erreurs::default();
    let justificatif = lire_justificatif(&recue.champs, &mut erreurs);
    let geste = Geste::Deposer(justificatif, recue.fichier(&mut erreurs));
    tenter(&app, &identite, &id, "deposer", recue.champs, erreurs, Some(geste)).await
}

/// The proof as typed.
pub fn lire_justificatif(champs: &Champs, erreurs: &mut Erreurs) -> Option<Justificatif> {
    let type_justificatif = TypeJustificatif::depuis_code(champs.un("justificatif"));
    let reference = match champs.un("reference") {
        "" => None,
        texte => erreurs.noter("reference", texte.parse::<TexteLibre>()),
    };
    type_justificatif.map(|type_justificatif| Justificatif { type_justificatif, reference })
}

/// Ends it.
pub async fn retirer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let mut erreurs = Erreurs::default();
    let motif =
        erreurs.noter("motif", MotifRetrait::depuis_code(champs.un("motif")).ok_or("Choisissez un motif."));
    let au = lire_jour(&champs, "au", &mut erreurs);
    let geste = motif.map(|motif| Geste::Retirer { motif, au });
    tenter(&app, &identite, &id, "retirer", champs, erreurs, geste).await
}

/// The day typed in this field, when there is one.
pub fn lire_jour(champs: &Champs, nom: &str, erreurs: &mut Erreurs) -> Option<Date> {
    match champs.un(nom) {
        "" => None,
        tapee => {
            let lue = tapee.parse::<Date>();
            erreurs.noter(nom, lue.map_err(|_| "Écrivez une date, par exemple 2026-11-21."))
        }
    }
}

/// Takes the step, or shows the page again with what is wrong.
pub async fn tenter(
    app: &App,
    identite: &Identite,
    id: &str,
    nom: &str,
    champs: Champs,
    mut erreurs: Erreurs,
    geste: Option<Geste>,
) -> Result<Response, Failure> {
    let id = identifiant(id)?;
    if let Some(geste) = geste.filter(|_| erreurs.est_vide()) {
        let vue = champs.un("version").parse().ok();
        match accomplir(app, identite, id, vue, &geste, None).await {
            Ok(_) => return Ok(Redirect::to(&format!("/declarations/{id}")).into_response()),
            Err(refus @ (Empechement::Saisie(_) | Empechement::Echec(Failure::Saisie(_)))) => {
                match Failure::from(refus) {
                    Failure::Saisie(liste) => erreurs = dans_le_formulaire(nom, liste),
                    autre => return Err(autre),
                }
            }
            Err(autre) => return refuser(app, identite, id, autre),
        }
    }
    let piece = charger(app, &identite.acteur, id).await?;
    let saisie = Saisie { geste: nom, erreurs, champs };
    let page = page(app, identite, &piece, &saisie).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// The errors beside the fields of the form that was sent.
fn dans_le_formulaire(geste: &str, liste: Vec<ErreurDeChamp>) -> Erreurs {
    let place = |erreur: ErreurDeChamp| match erreur.champ.as_str() {
        "precision" => ErreurDeChamp::new(champ_de_la_precision(geste), erreur.message),
        "du" if geste == "lieu" => ErreurDeChamp::new("du_du_lieu", erreur.message),
        _ => erreur,
    };
    Erreurs::new(liste.into_iter().map(place).collect())
}

/// Nothing was written: one clear page says why.
fn refuser(
    app: &App,
    identite: &Identite,
    id: DeclarationId,
    empechement: Empechement,
) -> Result<Response, Failure> {
    let visiteur = Visiteur::from(identite);
    let retour = lien_bouton(Style::Principal, &format!("/declarations/{id}"), "Relire le dossier");
    let corps = match &empechement {
        Empechement::Devance(recit) => alerte(Ton::Attention, recit, &html! { p { (retour) } }),
        Empechement::Regle(d) => html! {
            div.pile { (decision(d, app.reglement.registre())) p { (retour) } }
        },
        Empechement::Echec(_) | Empechement::Saisie(_) => return Err(empechement.into()),
    };
    let page = Page::new("Rien n’a été enregistré", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .rendre(corps);
    Ok((StatusCode::CONFLICT, page).into_response())
}
