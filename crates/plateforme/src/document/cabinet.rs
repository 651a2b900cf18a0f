//! « Mon cabinet »: what documents and bills say of each place of practice, in the MK's own words.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::document::Exercice as Organisation;
use entrepot::praticien::{Cabinet, Description, Lieu, cabinets, decrire, lieux};
use entrepot::{Echec, Tx};
use maud::{Markup, html};
use serde::Deserialize;

use crate::connexion::{Identite, Mk, Visiteur};
use crate::echec::Failure;
use crate::episode::champ::{facultatif, phrase};
use crate::gabarits::{Avis, Champ, Erreurs, Lien, Page, Reponse, formulaire, groupe, vide};
use crate::saisie::{Champs, Formulaire, Parametres};
use crate::serveur::App;

/// What has just been done.
#[derive(Debug, Default, Deserialize)]
pub struct Fait {
    #[serde(default)]
    fait: String,
}

/// The page.
///
/// # Errors
/// When the base fails.
pub async fn voir(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Parametres(suite): Parametres<Fait>,
) -> Result<Markup, Failure> {
    let (places, dits) =
        app.entrepot.lire(move |tx| Ok::<_, Echec>((lieux(tx, mk)?, cabinets(tx, mk)?))).await?;
    let champs = Champs::new(dits.iter().flat_map(en_champs).collect());
    let avis = (suite.fait == "cabinet")
        .then(|| Avis::succes("Cabinet enregistré : les prochains documents le porteront."));
    Ok(page(&identite, &places, &champs, (&Erreurs::default(), avis)))
}

/// Records what is said of every place.
///
/// # Errors
/// When the base fails.
pub async fn dire(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let places = app.entrepot.lire(move |tx| lieux(tx, mk)).await?;
    let mut e = Erreurs::default();
    let dits: Vec<Cabinet> = places.iter().filter_map(|lieu| lire(lieu, &champs, &mut e)).collect();
    if !e.est_vide() {
        let page = page(&identite, &places, &champs, (&e, None));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let (acteur, maintenant) = (format!("praticien/{mk}"), app.horloge.maintenant());
    app.entrepot
        .ecrire(move |tx: &mut Tx| {
            dits.iter().for_each(|cabinet| decrire(tx, mk, cabinet, &acteur, maintenant));
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to("/mon-cabinet?fait=cabinet").into_response())
}

fn page(
    identite: &Identite,
    places: &[Lieu],
    champs: &Champs,
    (e, avis): (&Erreurs, Option<Avis>),
) -> Markup {
    let visiteur = Visiteur::from(identite);
    let chapo = html! { "Ce que vos documents impriment et ce que vos factures portent. L’adresse vient de vos " a href="/mes-lieux" { "lieux d’exercice" } ", votre nom de « " a href="/mon-identite" { "Mon identité et mon statut" } " »." };
    let page = Page::new("Mon cabinet", &visiteur).fil([Lien::new("Tableau de bord", "/tableau-de-bord")]);
    page.chapo(chapo).avis(avis).rendre(html! {
        @if places.is_empty() {
            (vide("Aucun lieu d’exercice", "Enregistrez-le dans « Mes lieux d’exercice », ou laissez votre CPTS l’ajouter en vous déclarant.", &html! {}))
        } @else {
            (formulaire("/mon-cabinet", e, &html! { @for lieu in places { (une_place(lieu, champs, e)) } }, "Enregistrer"))
        }
    })
}

fn nom(lieu: &Lieu, champ: &str) -> String {
    format!("{champ}.{}", lieu.id)
}

fn une_place(lieu: &Lieu, champs: &Champs, e: &Erreurs) -> Markup {
    let titre = format!("{}, {} {}", lieu.adresse, lieu.code_postal, lieu.commune);
    let ligne = |champ: &str, libelle, aide| {
        let nom = nom(lieu, champ);
        Champ::texte(&nom, libelle).facultatif().aide(aide).valeur(champs.un(&nom)).erreurs(e).rendre()
    };
    let organisations = [
        (Organisation::CabinetIndividuel, "Cabinet individuel"),
        (Organisation::CabinetDeGroupe, "Cabinet de groupe"),
        (Organisation::Societe, "Société"),
        (Organisation::CentreDeSante, "Centre de santé"),
        (Organisation::MaisonDeSante, "Maison ou pôle de santé"),
    ];
    let reponses = organisations.map(|(code, mot)| Reponse::new(code.code(), mot)).to_vec();
    let exercice = nom(lieu, "exercice");
    groupe(
        &titre,
        &html! {
            (ligne("numero_am", "Numéro d’Assurance Maladie", "Neuf chiffres, propres à ce lieu : celui de vos feuilles de soins, aussi comme prescripteur en accès direct. Ce n’est pas le RPPS."))
            (ligne("nom", "Nom du cabinet", "Sans nom, vos documents portent « Cabinet de » suivi du vôtre."))
            (Champ::liste(&exercice, "Organisation", reponses).facultatif().valeur(champs.un(&exercice)).erreurs(e).rendre())
            (ligne("telephone", "Téléphone", ""))
            div.champs-deux {
                (ligne("finess", "FINESS", "Neuf caractères, si le lieu en a un."))
                (ligne("siret", "SIRET", "Quatorze chiffres."))
            }
        },
    )
}

fn en_champs(cabinet: &Cabinet) -> Vec<(String, String)> {
    let dit = cabinet.description.as_ref();
    let valeurs = [
        ("numero_am", cabinet.numero_am.as_ref().map(ToString::to_string)),
        ("nom", dit.map(|d| d.nom.clone())),
        ("exercice", dit.map(|d| d.exercice.code().to_owned())),
        ("telephone", dit.and_then(|d| d.telephone.as_ref()).map(|t| t.as_str().to_owned())),
        ("finess", dit.and_then(|d| d.finess.as_ref()).map(|f| f.as_str().to_owned())),
        ("siret", dit.and_then(|d| d.siret.as_ref()).map(|s| s.as_str().to_owned())),
    ];
    valeurs
        .into_iter()
        .filter_map(|(champ, valeur)| Some((format!("{champ}.{}", cabinet.lieu), valeur?)))
        .collect()
}

/// What is said of a place. A name and an organisation go together: either none, or both.
fn lire(lieu: &Lieu, champs: &Champs, e: &mut Erreurs) -> Option<Cabinet> {
    let mot = |champ: &str| champs.un(&nom(lieu, champ));
    let numero_am =
        e.noter(&nom(lieu, "numero_am"), facultatif(mot("numero_am"), str::parse).map_err(phrase))?;
    let autres = ["nom", "exercice", "telephone", "finess", "siret"];
    if autres.iter().all(|champ| mot(champ).is_empty()) {
        return Some(Cabinet { lieu: lieu.id, numero_am, description: None });
    }
    let nom_du_cabinet: Option<droit::texte::Intitule> = e.noter(
        &nom(lieu, "nom"),
        match mot("nom") {
            "" => Err("Donnez un nom au cabinet.".to_owned()),
            saisi => saisi.parse().map_err(phrase),
        },
    );
    let exercice = e.noter(
        &nom(lieu, "exercice"),
        Organisation::depuis_code(mot("exercice")).ok_or("Dites comment le cabinet est organisé."),
    );
    let telephone =
        e.noter(&nom(lieu, "telephone"), facultatif(mot("telephone"), str::parse).map_err(phrase));
    let finess = e.noter(&nom(lieu, "finess"), facultatif(mot("finess"), str::parse).map_err(phrase));
    let siret = e.noter(&nom(lieu, "siret"), facultatif(mot("siret"), str::parse).map_err(phrase));
    let description = Description {
        nom: nom_du_cabinet?.to_string(),
        exercice: exercice?,
        telephone: telephone?,
        finess: finess?,
        siret: siret?,
    };
    Some(Cabinet { lieu: lieu.id, numero_am, description: Some(description) })
}
