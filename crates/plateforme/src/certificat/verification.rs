//! `/verifier`: is this certificate genuine, does the right still run, was somebody authorised on a day. For anybody.

use axum::extract::State;
use droit::identifiant::CodeDepartement;
use formats::certificat::{Certificat, Jeton};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{Etat, VERIFIER, cles, reponse};
use crate::connexion::Visiteur;
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Erreurs, Lien, Page, Reponse, Style, Ton, alerte, bouton, carte, fiche, resume, texte,
};
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

/// The page: two questions, and the answer to the one that the address asks.
pub async fn voir(
    State(app): State<App>,
    visiteur: Visiteur,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let aujourd_hui = app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?;
    let mut erreurs = Erreurs::default();
    let reponse = match (champs.un("jeton"), champs.un("qui")) {
        ("", "") => html! {},
        ("", _) => reponse::sur_un_praticien(&app, &champs, aujourd_hui, &mut erreurs).await?,
        (jeton, _) => sur_un_certificat(&app, jeton).await?,
    };
    Ok(Page::new("Vérifier une autorisation", &visiteur)
        .fil([Lien::new("Accueil", "/")])
        .chapo(html! { "Un certificat est-il authentique ? Un kinésithérapeute était-il autorisé en accès direct un jour donné ?" })
        .rendre(html! {
            div.pile-large {
                div aria-live="polite" { (reponse) }
                div.deux {
                    (carte("Un certificat", &question_du_certificat(&champs)))
                    (carte("Un praticien, un jour", &question_du_praticien(&app, &champs, &erreurs, aujourd_hui)))
                }
                (carte("Sans réseau", &html! {
                    p {
                        "Téléchargez une fois " a href=(cles::HORS_LIGNE) { "la page de vérification" }
                        " : ouverte depuis votre appareil, elle vérifie ensuite le texte d’un code sans aucune connexion. "
                        "Les " a href=(cles::ADRESSE) { "clés publiques" } " servent aussi à la commande "
                        code { "acces-direct certificat verifier" } ". La vérification sans réseau dit ce qui était vrai au jour de l’émission ; "
                        "cette page dit aussi ce qui est vrai aujourd’hui."
                    }
                }))
            }
        }))
}

fn question_du_certificat(champs: &Champs) -> Markup {
    let rien = Erreurs::default();
    html! {
        form.formulaire method="get" action=(VERIFIER) novalidate {
            (Champ::zone("jeton", "Texte lu dans le code")
                .aide("L’appareil photo d’un téléphone ouvre cette page avec le texte. Sinon, collez-le : il commence par « AD1. ».")
                .valeur(champs.un("jeton")).erreurs(&rien).rendre())
            div.formulaire-fin { (bouton(Style::Principal, "Vérifier le certificat")) }
        }
    }
}

fn question_du_praticien(app: &App, champs: &Champs, erreurs: &Erreurs, aujourd_hui: Date) -> Markup {
    let departements = CodeDepartement::tous().filter_map(|code| app.reglement.departement(code));
    let departements = departements
        .filter(|departement| app.reglement.departements_designes().any(|code| code == departement.code))
        .map(|d| Reponse::new(d.code.to_string(), format!("{} ({})", d.nom, d.code)))
        .collect();
    let jour = match champs.un("le") {
        "" => aujourd_hui.to_string(),
        tape => tape.to_owned(),
    };
    html! {
        form.formulaire method="get" action=(VERIFIER) novalidate {
            (resume(erreurs))
            (Champ::texte("qui", "Numéro RPPS, ou nom").aide("Le numéro donne une réponse sûre ; un nom demande son département.")
                .valeur(champs.un("qui")).erreurs(erreurs).rendre())
            (Champ::liste("departement", "Département du cabinet", departements).facultatif()
                .valeur(champs.un("departement")).erreurs(erreurs).rendre())
            (Champ::date("le", "Jour").valeur(jour).erreurs(erreurs).rendre())
            div.formulaire-fin { (bouton(Style::Principal, "Vérifier ce jour")) }
        }
    }
}

/// What the signature is worth, then what the list says today.
async fn sur_un_certificat(app: &App, texte_lu: &str) -> Result<Markup, Failure> {
    let jeton: Jeton = match texte_lu.parse() {
        Ok(jeton) => jeton,
        Err(cause) => return Ok(refus("Ce texte n’est pas celui d’un certificat.", &cause)),
    };
    let publiees = cles::publiees(app).await?;
    let certificat = match jeton.verifier(&publiees) {
        Ok(certificat) => certificat.clone(),
        Err(cause) => return Ok(refus("Ce certificat n’est pas authentique.", &cause)),
    };
    let departement = certificat.departement();
    let le = app.horloge.aujourd_hui(app.reglement.fuseau(departement)).map_err(Failure::interne)?;
    let rpps = certificat.rpps().clone();
    let etat = app.entrepot.lire(move |tx| Etat::lire(tx, &rpps, Some(departement), le)).await?;
    Ok(authentique(app, &certificat, &etat, le))
}

fn refus(titre: &str, cause: &dyn std::error::Error) -> Markup {
    let mut lettres = cause.to_string();
    if let Some(premiere) = lettres.get_mut(..1) {
        premiere.make_ascii_uppercase();
    }
    alerte(Ton::Erreur, titre, &html! { p { (lettres) "." } })
}

fn authentique(app: &App, certificat: &Certificat, etat: &Etat, le: Date) -> Markup {
    let departement = app.reglement.departement(certificat.departement());
    let nom_du_departement = departement.map_or_else(String::new, |d| format!("{} ({})", d.nom, d.code));
    let (ton, titre) = if etat.courantes.is_empty() {
        (
            Ton::Attention,
            format!("Certificat authentique, mais l’autorisation ne court plus le {}.", texte::jour(le)),
        )
    } else {
        (Ton::Succes, format!("Certificat authentique, autorisation en cours le {}.", texte::jour(le)))
    };
    html! {
        div.pile {
            (alerte(ton, &titre, &html! { (reponse::periodes(etat)) }))
            (carte("Ce que dit le certificat", &fiche(&[
                ("Titulaire", html! { (certificat.nom()) }),
                ("Numéro RPPS", html! { (certificat.rpps()) }),
                ("Département", html! { (nom_du_departement) }),
                ("CPTS", html! { (certificat.cpts()) }),
                ("Autorisé depuis le", html! { (texte::jour(certificat.depuis())) }),
                ("Émis le", html! { (texte::jour(certificat.emis_le())) }),
            ])))
        }
    }
}
