//! `/ma-cpts/supports`: what the CPTS published to inform about direct access: what, when, for whom, and what shows it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::identifiant::{AdresseWeb, CptsId};
use droit::texte::TexteLibre;
use entrepot::Echec;
use entrepot::indicateur::{
    NouveauSupport, PreuveSupport, PublicVise, Support, inscrire_support, retirer_support, supports,
};
use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

use super::projet::jour;
use crate::connexion::{Coordination, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Erreurs, Lien, Page, Reponse, Style, Tableau, bouton_pour, carte, formulaire, texte, vide,
};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

const ADRESSE: &str = "/ma-cpts/supports";
/// The definition of what they are counted for.
const INDICATEUR: &str = "/indicateurs/definitions/supports-information";

/// The page.
pub async fn lister(
    State(app): State<App>,
    Coordination(identite, id): Coordination,
) -> Result<Markup, Failure> {
    page(&app, &identite, id, &Champs::default(), &Erreurs::default()).await
}

/// Records one.
pub async fn inscrire(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let mut erreurs = Erreurs::default();
    let aujourd_hui = aujourd_hui(&app)?;
    let Some(nouveau) = lire(&champs, cpts, aujourd_hui, &mut erreurs) else {
        let page = page(&app, &identite, cpts, &champs, &erreurs).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let (acteur, instant) = (format!("compte/{}", identite.compte), app.horloge.maintenant());
    app.entrepot
        .ecrire(move |tx| {
            inscrire_support(tx, &nouveau, &acteur, instant);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to(ADRESSE).into_response())
}

/// Takes back one recorded by mistake: it counts no more.
pub async fn retirer(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    Path(id): Path<String>,
) -> Result<Redirect, Failure> {
    let id: Uuid = id.parse().map_err(|_| Failure::Introuvable)?;
    let (acteur, instant) = (format!("compte/{}", identite.compte), app.horloge.maintenant());
    let retire = app.entrepot.ecrire(move |tx| {
        retirer_support(tx, id, cpts, &acteur, instant);
        Ok::<(), Echec>(())
    });
    match retire.await {
        Ok(()) => Ok(Redirect::to(ADRESSE)),
        Err(Echec::Conflit) => Err(Failure::Introuvable),
        Err(echec) => Err(echec.into()),
    }
}

fn aujourd_hui(app: &App) -> Result<Date, Failure> {
    app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)
}

/// What was typed, when nothing is wrong with it.
fn lire(champs: &Champs, cpts: CptsId, aujourd_hui: Date, erreurs: &mut Erreurs) -> Option<NouveauSupport> {
    let id = champs.un("cle").parse::<Uuid>().ok();
    let titre = erreurs.noter("titre", champs.un("titre").parse::<TexteLibre>());
    let public = PublicVise::depuis_code(champs.un("public"));
    let public = erreurs.noter("public", public.ok_or("Dites à qui il s’adresse."));
    let publie_le = erreurs.noter("publie_le", jour(champs.un("publie_le")));
    if publie_le.is_some_and(|le| le > aujourd_hui) {
        erreurs
            .ajouter("publie_le", "Ce jour n’est pas encore venu : inscrivez le support une fois diffusé.");
    }
    let preuve = preuve(champs, erreurs);
    if !erreurs.est_vide() {
        return None;
    }
    Some(NouveauSupport {
        id: id?,
        cpts,
        titre: titre?,
        public: public?,
        publie_le: publie_le?,
        preuve: preuve?,
    })
}

/// A link where there is one, else some words.
fn preuve(champs: &Champs, erreurs: &mut Erreurs) -> Option<PreuveSupport> {
    match (champs.un("lien"), champs.un("preuve")) {
        ("", "") => {
            erreurs.ajouter("lien", "Donnez le lien, ou dites ci-dessous comment il a été diffusé.");
            None
        }
        ("", mots) => erreurs.noter("preuve", mots.parse::<TexteLibre>()).map(PreuveSupport::Dite),
        (lien, _) => erreurs.noter("lien", lien.parse::<AdresseWeb>()).map(PreuveSupport::EnLigne),
    }
}

async fn page(
    app: &App,
    identite: &Identite,
    cpts: CptsId,
    champs: &Champs,
    erreurs: &Erreurs,
) -> Result<Markup, Failure> {
    let connus = app.entrepot.lire(move |tx| supports(tx, cpts)).await?;
    let comptes = connus.iter().filter(|connu| connu.public != PublicVise::Patients).count();
    Ok(Page::new("Supports d’information", &Visiteur::from(identite))
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Ma CPTS", "/ma-cpts")])
        .chapo(html! {
            "Affiches, lettres, réunions, pages : ce que la CPTS a fait pour expliquer l’accès direct. "
            "Ceux qui s’adressent aux professionnels et aux partenaires sont comptés dans "
            a href=(INDICATEUR) { "l’évaluation" } "."
        })
        .rendre(html! {
            div.deux {
                div.pile-large {
                    @if connus.is_empty() {
                        (vide("Aucun support inscrit", "Inscrivez le premier : il est compté aussitôt.", &html! {}))
                    } @else {
                        (Tableau::new(&legende(connus.len(), comptes), &["Support", "Pour qui", "Diffusé le", "Lien ou preuve", "Retirer"])
                            .lignes(connus.iter().map(ligne)).rendre())
                    }
                }
                (carte("Inscrire un support", &formulaire(ADRESSE, erreurs, &saisie(app, champs, erreurs)?, "Inscrire le support")))
            }
        }))
}

fn legende(connus: usize, comptes: usize) -> String {
    let compte = |n: usize| texte::compte(n as u64, "support", "supports");
    format!("{}, dont {comptes} dans l’évaluation", compte(connus))
}

fn ligne(connu: &Support) -> Vec<Markup> {
    vec![
        html! { (connu.titre) },
        html! { (connu.public.libelle()) },
        html! { (texte::jour_court(connu.publie_le)) },
        html! {
            @match &connu.preuve {
                PreuveSupport::EnLigne(lien) => a href=(lien.as_str()) rel="noopener noreferrer" { "Ouvrir" },
                PreuveSupport::Dite(mots) => (mots.as_str()),
                PreuveSupport::Aucune => "–",
            }
        },
        html! {
            form method="post" action=(format!("{ADRESSE}/{}/retirer", connu.id)) {
                (bouton_pour(Style::Discret, "Retirer", &connu.titre))
            }
        },
    ]
}

fn saisie(app: &App, champs: &Champs, e: &Erreurs) -> Result<Markup, Failure> {
    let gardee = |nom: &str, sinon: String| match champs.un(nom) {
        "" => sinon,
        tape => tape.to_owned(),
    };
    let cle = gardee("cle", app.alea.uuid(app.horloge.maintenant()).to_string());
    let publics =
        PublicVise::TOUS.iter().map(|public| Reponse::new(public.code(), public.libelle())).collect();
    Ok(html! {
        input type="hidden" name="cle" value=(cle);
        (Champ::texte("titre", "Quoi").aide("Par exemple « Affiche pour les salles d’attente ».").valeur(champs.un("titre")).erreurs(e).rendre())
        (Champ::boutons("public", "Pour qui", publics).valeur(champs.un("public")).erreurs(e).rendre())
        (Champ::date("publie_le", "Diffusé le").valeur(gardee("publie_le", aujourd_hui(app)?.to_string())).erreurs(e).rendre())
        (Champ::texte("lien", "Lien").aide("Adresse https où on le lit.").clavier("url").valeur(champs.un("lien")).erreurs(e).facultatif().rendre())
        (Champ::zone("preuve", "Sinon, comment il a été diffusé").aide("Par exemple « 40 affiches remises à la réunion du 3 mars ».").valeur(champs.un("preuve")).erreurs(e).facultatif().rendre())
    })
}
