//! `/lien-ouvert`: the document, for the doctor who opened it, until his reading ends; and his answer.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use droit::document::Document;
use droit::notification::Nature;
use droit::remise::NatureReponse;
use entrepot::document::{Partie, partie};
use entrepot::lien::{self, Lien, Reponse as Avis};
use entrepot::remise::{self, Suivie};
use entrepot::{Echec, Tx};
use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

use super::reponse::Dite;
use crate::config::Transport;
use crate::connexion::{Secret, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Avis as Annonce, Champ, Erreurs, Page, Reponse, Style, bouton, carte, fiche, resume, texte,
};
use crate::remise::expedition::avertir;
use crate::saisie::{Champs, Formulaire, Parametres};
use crate::serveur::App;

/// Where the reading is.
pub const ADRESSE: &str = "/lien-ouvert";
const COOKIE: &str = "acces-direct-lien";

/// The reading is held by the browser that opened it, and by no other site.
pub fn cookie(session: &Secret, transport: Transport) -> String {
    let chiffre = match transport {
        Transport::Chiffre => "; Secure",
        Transport::EnClair => "",
    };
    format!("{COOKIE}={}; Path={ADRESSE}; HttpOnly; SameSite=Lax; Max-Age=7200{chiffre}", session.en_cookie())
}

/// A reading under way.
struct Seance {
    lien: Lien,
    suivie: Suivie,
    document: Document,
}

/// The reading of this browser; without one, the page does not exist. Each reading is in the journal.
async fn reconnaitre(app: &App, entetes: &HeaderMap) -> Result<Seance, Failure> {
    let lignes = entetes.get_all(header::COOKIE).into_iter().filter_map(|ligne| ligne.to_str().ok());
    let mut paires =
        lignes.flat_map(|ligne| ligne.split(';')).filter_map(|paire| paire.trim().split_once('='));
    let valeur =
        paires.find(|(nom, _)| *nom == COOKIE).map(|(_, valeur)| valeur).ok_or(Failure::Introuvable)?;
    let empreinte = Secret::de_cookie(valeur).ok_or(Failure::Introuvable)?.empreinte();
    let (trousseau, maintenant) = (app.entrepot.trousseau().clone(), app.horloge.maintenant());
    let lue = app.entrepot.lire(move |tx| {
        let Some(lien) = lien::de_la_session(tx, &empreinte, maintenant)? else { return Ok(None) };
        let suivie = remise::lire(tx, &trousseau, lien.remise)?.ok_or(Echec::Absent)?;
        let document = crate::remise::document(tx, &trousseau, suivie.document)?;
        Ok::<_, Echec>(Some(Seance { lien, suivie, document }))
    });
    let seance = lue.await?.ok_or(Failure::Introuvable)?;
    let cle = seance.lien.remise;
    app.entrepot
        .ecrire(move |tx: &mut Tx| {
            lien::tracer_la_lecture(tx, cle, maintenant);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(seance)
}

/// The page.
///
/// # Errors
/// When no reading is under way, or the base fails.
pub async fn voir(
    State(app): State<App>,
    visiteur: Visiteur,
    entetes: HeaderMap,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let seance = reconnaitre(&app, &entetes).await?;
    let annonce = (champs.un("fait") == "reponse")
        .then(|| Annonce::succes("Votre réponse est transmise au masseur-kinésithérapeute."));
    Ok(page(&app, &visiteur, &seance, &Champs::default(), &Erreurs::default(), annonce))
}

/// The PDF, byte for byte.
///
/// # Errors
/// As [`voir`].
pub async fn telecharger(State(app): State<App>, entetes: HeaderMap) -> Result<Response, Failure> {
    let seance = reconnaitre(&app, &entetes).await?;
    let (trousseau, cle) = (app.entrepot.trousseau().clone(), seance.suivie.document);
    let pdf = app.entrepot.lire(move |tx| partie(tx, &trousseau, cle, Partie::Pdf)).await?;
    let pdf = pdf.ok_or(Failure::Introuvable)?;
    let disposition = format!("inline; filename=\"{}.pdf\"", seance.document.genre().code());
    let entetes = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((entetes, pdf).into_response())
}

/// Keeps the answer for the MK, and tells him.
///
/// # Errors
/// As [`voir`].
pub async fn repondre(
    State(app): State<App>,
    visiteur: Visiteur,
    entetes: HeaderMap,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let seance = reconnaitre(&app, &entetes).await?;
    let jour = jour(&app, &seance)?;
    let (nature, dite, cle) = match lire(&champs, jour) {
        Ok(lue) => lue,
        Err(e) => {
            let page = page(&app, &visiteur, &seance, &champs, &e, None);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let maintenant = app.horloge.maintenant();
    let (suivie, trousseau) = (seance.suivie, app.entrepot.trousseau().clone());
    let avis = Avis {
        id: cle,
        remise: suivie.id,
        nature,
        contenu: dite.ecrire(),
        recue_le: maintenant,
        vue_le: None,
    };
    app.entrepot
        .ecrire(move |tx| {
            lien::repondre(tx, &trousseau, &avis);
            let distincte = Suivie {
                version: i64::try_from(avis.id.as_u128() >> 80).unwrap_or_default(),
                ..suivie.clone()
            };
            avertir(tx, &distincte, Nature::ReponseRecue, maintenant);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to(&format!("{ADRESSE}?fait=reponse")).into_response())
}

fn jour(app: &App, seance: &Seance) -> Result<Date, Failure> {
    let fuseau = app.reglement.fuseau(seance.document.en_tete.departement);
    app.horloge.aujourd_hui(fuseau).map_err(Failure::interne)
}

fn lire(champs: &Champs, jour: Date) -> Result<(NatureReponse, Dite, Uuid), Erreurs> {
    let mut e = Erreurs::default();
    let nature = NatureReponse::depuis_code(champs.un("nature")).ok_or("Choisissez votre réponse.");
    let nature = e.noter("nature", nature);
    let cle = champs.un("cle").parse::<Uuid>().map_err(|_| "Rouvrez la page, puis répondez.");
    let cle = e.noter("nature", cle);
    let dite = Dite::saisie(champs, nature, jour, &mut e);
    match (nature, dite, cle) {
        (Some(nature), Some(dite), Some(cle)) if e.est_vide() => Ok((nature, dite, cle)),
        _ => Err(e),
    }
}

fn page(
    app: &App,
    visiteur: &Visiteur,
    seance: &Seance,
    champs: &Champs,
    e: &Erreurs,
    annonce: Option<Annonce>,
) -> Markup {
    let (document, en_tete) = (&seance.document, &seance.document.en_tete);
    let traits = &en_tete.sujet.identite.traits;
    let fuseau = app.reglement.fuseau(en_tete.departement);
    let fin = seance.lien.session_expire_le.map(|le| texte::instant(le, fuseau)).unwrap_or_default();
    let chapo = html! { (en_tete.redacteur.nom.to_string()) ", " (en_tete.redacteur.cabinet.nom.as_str()) };
    Page::new(document.genre().titre(), visiteur).avis(annonce).chapo(chapo).rendre(html! {
        div.pile-large {
            (resume(e))
            div.deux {
                div.pile-large {
                    (carte("En bref", &html! {
                        (fiche(&[
                            ("Patient", html! { (traits.nom_naissance().to_uppercase()) " " (traits.prenom()) }),
                            ("Né(e) le", html! { (texte::jour(traits.ne_le())) }),
                            ("Région traitée", html! { (en_tete.localisation.libelle()) }),
                            ("Document validé le", html! { (texte::instant(en_tete.valide_le, fuseau)) }),
                        ]))
                        dl.lecture-synthese { @for ligne in document.synthese().lignes() { dt { (ligne.rubrique) } dd { (ligne.texte) } } }
                        p { a.bouton.bouton-principal href=(format!("{ADRESSE}/document.pdf")) { "Ouvrir le document (PDF)" } }
                        p.sous { "Cette lecture se termine le " (fin) ". Le lien ne s’ouvrira pas de nouveau." }
                    }))
                }
                div.pile-large { (carte("Répondre", &formulaire(app, champs, e))) }
            }
        }
    })
}

fn formulaire(app: &App, champs: &Champs, e: &Erreurs) -> Markup {
    let cle = match champs.un("cle") {
        "" => app.alea.uuid(app.horloge.maintenant()).to_string(),
        cle => cle.to_owned(),
    };
    let natures = vec![
        Reponse::new(NatureReponse::Avis.code(), "Je donne un avis"),
        Reponse::new(NatureReponse::Diagnostic.code(), "J’ai posé un diagnostic")
            .aide("Le masseur-kinésithérapeute vous demandera le document qui l’atteste."),
        Reponse::new(NatureReponse::Prescription.code(), "Je prescris la suite des soins")
            .aide("Remettez l’ordonnance au patient : cette réponse n’en est pas une."),
    ];
    html! {
        form.formulaire method="post" action=(format!("{ADRESSE}/reponse")) novalidate {
            input type="hidden" name="cle" value=(cle);
            (Champ::boutons("nature", "Votre réponse", natures).valeur(champs.un("nature")).erreurs(e).rendre())
            (Champ::date("diagnostic_le", "Date du diagnostic").facultatif().valeur(champs.un("diagnostic_le")).erreurs(e).rendre())
            (Champ::zone("texte", "Ce que le masseur-kinésithérapeute doit savoir").valeur(champs.un("texte")).erreurs(e).rendre())
            (Champ::texte("signataire", "Votre nom").remplissage("name").valeur(champs.un("signataire")).erreurs(e).rendre())
            (Champ::texte("rpps", "Votre numéro RPPS").facultatif().clavier("numeric").valeur(champs.un("rpps")).erreurs(e).rendre())
            (bouton(Style::Principal, "Transmettre ma réponse"))
        }
    }
}
