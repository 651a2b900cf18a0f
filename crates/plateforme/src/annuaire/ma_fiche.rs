//! `/ma-fiche-publique`: what an MK says of himself on the public list. Nothing is required.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::fiche_publique::{Accueil, Attente, Domicile, FichePublique, Telephone};
use entrepot::{Echec, publication};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::connexion::{Identite, Mk, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Lien, Page, Reponse, Ton, alerte, formulaire, texte};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// The page, with what he said last.
pub async fn voir(State(app): State<App>, Mk(identite, praticien): Mk) -> Result<Markup, Failure> {
    let fiche = app.entrepot.lire(move |tx| publication::fiche(tx, praticien)).await?;
    let aujourd_hui = aujourd_hui(&app)?;
    let saisie = fiche.as_ref().map(Saisie::from).unwrap_or_default();
    Ok(page(&identite, &saisie, fiche.as_ref(), aujourd_hui, &Erreurs::default()))
}

/// Records what he says now.
pub async fn dire(
    State(app): State<App>,
    Mk(identite, praticien): Mk,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let saisie = Saisie::lue(&champs);
    let aujourd_hui = aujourd_hui(&app)?;
    let mut erreurs = Erreurs::default();
    let Some(fiche) = saisie.fiche(aujourd_hui, &mut erreurs) else {
        let page = page(&identite, &saisie, None, aujourd_hui, &erreurs);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let (acteur, maintenant) = (format!("compte/{}", identite.compte), app.horloge.maintenant());
    app.entrepot
        .ecrire(move |tx| {
            publication::dire(tx, praticien, &fiche, &acteur, maintenant);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to("/ma-fiche-publique").into_response())
}

fn aujourd_hui(app: &App) -> Result<Date, Failure> {
    app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)
}

/// The fields as typed.
#[derive(Default)]
struct Saisie {
    accueil: String,
    delai: String,
    domicile: String,
    telephone: String,
}

impl Saisie {
    fn lue(champs: &Champs) -> Self {
        let un = |nom| champs.un(nom).to_owned();
        Self {
            accueil: un("accueil"),
            delai: un("delai"),
            domicile: un("domicile"),
            telephone: un("telephone"),
        }
    }

    /// What is said, or `None` after noting every error.
    fn fiche(&self, dit_le: Date, erreurs: &mut Erreurs) -> Option<FichePublique> {
        let attente = match self.accueil.as_str() {
            "delai" => erreurs.noter("delai", self.delai.parse::<Attente>().map_err(en_phrase)),
            _ => None,
        };
        let accueil = match self.accueil.as_str() {
            "" => None,
            "delai" if attente.is_none() => None,
            code => erreurs.noter("accueil", Accueil::depuis_code(code, attente).ok_or(INCONNU)),
        };
        let domicile = match self.domicile.as_str() {
            "" => None,
            code => erreurs.noter("domicile", Domicile::depuis_code(code).ok_or(INCONNU)),
        };
        let telephone = match self.telephone.as_str() {
            "" => None,
            saisi => erreurs.noter("telephone", saisi.parse::<Telephone>().map_err(en_phrase)),
        };
        erreurs.est_vide().then_some(FichePublique { accueil, domicile, telephone, dit_le })
    }
}

const INCONNU: &str = "Choisissez une des réponses proposées.";

fn en_phrase(faute: impl std::fmt::Display) -> String {
    let message = faute.to_string();
    let mut lettres = message.chars();
    let debut = lettres.next().map(|lettre| lettre.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{debut}{}.", lettres.as_str())
}

impl From<&FichePublique> for Saisie {
    fn from(fiche: &FichePublique) -> Self {
        let attente = fiche.accueil.and_then(Accueil::attente);
        Self {
            accueil: fiche.accueil.map(Accueil::code).unwrap_or_default().to_owned(),
            delai: attente.map(|attente| attente.jours().to_string()).unwrap_or_default(),
            domicile: fiche.domicile.map(Domicile::code).unwrap_or_default().to_owned(),
            telephone: fiche.telephone.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }
}

fn page(
    identite: &Identite,
    saisie: &Saisie,
    fiche: Option<&FichePublique>,
    aujourd_hui: Date,
    erreurs: &Erreurs,
) -> Markup {
    let visiteur = Visiteur::from(identite);
    Page::new("Ma fiche publique", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! { "Ce que les patients lisent de vous dans l’annuaire, en plus de votre nom et de votre adresse. Rien n’est obligatoire." })
        .rendre(html! {
            @match fiche {
                Some(fiche) if fiche.est_ancienne(aujourd_hui) => (alerte(Ton::Attention, &format!("Vous l’avez dit le {} : votre fiche apparaît comme ancienne.", texte::jour(fiche.dit_le)), &html! {
                    p { "Relisez-la et enregistrez-la, même sans rien changer : elle sera datée d’aujourd’hui." }
                })),
                Some(fiche) => (alerte(Ton::Succes, &format!("Votre fiche est à jour : dite le {}.", texte::jour(fiche.dit_le)), &html! {
                    p { a href="/annuaire" { "La voir dans l’annuaire" } }
                })),
                None => {}
            }
            (formulaire("/ma-fiche-publique", erreurs, &champs(saisie, erreurs), "Enregistrer ma fiche"))
        })
}

fn champs(saisie: &Saisie, erreurs: &Erreurs) -> Markup {
    let accueil = vec![
        Reponse::new("", "Je préfère ne rien dire"),
        Reponse::new("oui", "Oui"),
        Reponse::new("delai", "Oui, avec un délai"),
        Reponse::new("non", "Non, pas en ce moment"),
    ];
    let domicile = vec![
        Reponse::new("", "Je préfère ne rien dire"),
        Reponse::new("oui", "Oui"),
        Reponse::new("non", "Non"),
    ];
    html! {
        (Champ::boutons("accueil", "Prenez-vous de nouveaux patients ?", accueil).valeur(saisie.accueil.as_str()).erreurs(erreurs).rendre())
        (Champ::texte("delai", "Délai en jours").aide("Si vous en prenez avec un délai : de 1 à 365.").valeur(saisie.delai.as_str()).clavier("numeric").erreurs(erreurs).facultatif().rendre())
        (Champ::boutons("domicile", "Vous déplacez-vous à domicile ?", domicile).valeur(saisie.domicile.as_str()).erreurs(erreurs).rendre())
        (Champ::texte("telephone", "Téléphone professionnel").aide("Il sera public. N’écrivez pas votre numéro personnel.").valeur(saisie.telephone.as_str()).clavier("tel").remplissage("tel-national").erreurs(erreurs).facultatif().rendre())
    }
}
