//! `/mes-lieux`: where the MK practises; one place is the main one, each has its days.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::declaration::{Declaration, LieuxDeclares, NatureLieu, SortDuLieu};
use droit::identifiant::{LieuId, PraticienId};
use entrepot::praticien::{self, Lieu, NouveauLieu};
use entrepot::{Echec, Tx, declaration};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{aujourd_hui, lieux_ajoutes};
use crate::connexion::{Identite, Mk, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Erreurs, Lien, Page, Style, Tableau, Ton, action, badge, carte, formulaire, texte,
};
use crate::repertoire::lieu::{Adresse, Exercice, champs_d_adresse};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// The page.
pub async fn lister(State(app): State<App>, Mk(identite, id): Mk) -> Result<Markup, Failure> {
    page(&app, &identite, id, &Champs::default(), &Erreurs::default()).await
}

async fn page(
    app: &App,
    identite: &Identite,
    id: PraticienId,
    champs: &Champs,
    erreurs: &Erreurs,
) -> Result<Markup, Failure> {
    let (lieux, declares) = app
        .entrepot
        .lire(move |tx| Ok::<_, Echec>((praticien::lieux(tx, id)?, Declares::lire(tx, id)?)))
        .await?;
    let le = app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?;
    let visiteur = Visiteur::from(identite);
    Ok(Page::new("Mes lieux d’exercice", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Mes déclarations", "/mes-declarations")])
        .chapo(html! { "C’est votre lieu d’exercice qui compte, principal ou secondaire, et non le domicile du patient." })
        .rendre(html! {
            div.pile-large {
                @if !lieux.is_empty() {
                    (Tableau::new(&texte::compte(lieux.len() as u64, "lieu", "lieux"), &["Adresse", "Département", "Nature", "Depuis le", "Accès direct", "Changer"])
                        .lignes(lieux.iter().map(|lieu| ligne(lieu, &declares, le))).rendre())
                }
                (carte("Ajouter un lieu", &formulaire("/mes-lieux", erreurs, &champs_de(le, champs, erreurs), "Ajouter ce lieu")))
            }
        }))
}

/// The accepted declarations of the MK, with what each says of places.
struct Declares(Vec<(Declaration, LieuxDeclares)>);

impl Declares {
    fn lire(tx: &mut Tx, id: PraticienId) -> Result<Self, Echec> {
        let mut lus = Vec::new();
        for (cle, declares) in declaration::lieux_des_acceptees(tx, id)? {
            lus.extend(declaration::charger(tx, cle)?.map(|declaration| (declaration, declares)));
        }
        Ok(Self(lus))
    }

    fn de(&self, lieu: &Lieu) -> Option<&(Declaration, LieuxDeclares)> {
        self.0.iter().find(|(declaration, _)| declaration.departement == lieu.departement)
    }

    /// What a place is for the accepted declaration of its department; `None` when there is none.
    fn sort(&self, lieu: &Lieu, le: Date) -> Option<SortDuLieu> {
        let (declaration, declares) = self.de(lieu)?;
        Some(declares.sort(&lieux_ajoutes::exerce(lieu), declaration.departement, le))
    }

    /// The same on screen, with what the MK may do.
    fn mot(&self, lieu: &Lieu, le: Date) -> Markup {
        let (Some((declaration, declares)), Some(sort)) = (self.de(lieu), self.sort(lieu, le)) else {
            return html! { "—" };
        };
        let (ton, mot, suite) = match sort {
            SortDuLieu::SansObjet => return html! { "—" },
            SortDuLieu::Retenu => (Ton::Succes, "Retenu", a_partir_du(declares, lieu, le)),
            SortDuLieu::Attendu => (
                Ton::Attention,
                "Attend l’ARS",
                "Elle est prévenue ; la liste publique montrera ce lieu une fois retenu.".to_owned(),
            ),
            SortDuLieu::NonNomme => {
                (Ton::Neutre, "Non nommé", "Votre déclaration nomme d’autres lieux.".to_owned())
            }
            SortDuLieu::Ecarte => {
                (Ton::Erreur, "Non retenu", "L’ARS dit pourquoi dans votre dossier.".to_owned())
            }
        };
        html! {
            (badge(ton, mot))
            @if !suite.is_empty() { span.sous { (suite) } }
            span.sous { a href=(format!("/declarations/{}", declaration.id)) { "Mon dossier" } }
            @if sort == SortDuLieu::NonNomme {
                (action(Style::Discret, &format!("/mes-lieux/{}/demander", lieu.id), "Demander à l’ARS de le retenir", &lieu.commune))
            }
        }
    }
}

fn a_partir_du(declares: &LieuxDeclares, lieu: &Lieu, le: Date) -> String {
    match declares.nommes.get(&lieu.id) {
        Some(Some(du)) if *du > le => format!("Sur la liste à partir du {}.", texte::jour_court(*du)),
        _ => String::new(),
    }
}

fn ligne(lieu: &Lieu, declares: &Declares, le: Date) -> Vec<Markup> {
    let ouvert = lieu.au.is_none_or(|au| au >= le);
    vec![
        html! { (lieu.adresse) span.sous { (lieu.code_postal) " " (lieu.commune) } },
        html! { (lieu.departement) },
        if lieu.principal { badge(Ton::Info, "Principal") } else { badge(Ton::Neutre, "Secondaire") },
        html! { (texte::jour_court(lieu.du)) @if let Some(au) = lieu.au { ", jusqu’au " (texte::jour_court(au)) } },
        declares.mot(lieu, le),
        html! {
            @if ouvert && lieu.au.is_none() {
                div.rang {
                    @if !lieu.principal { (action(Style::Discret, &format!("/mes-lieux/{}/principal", lieu.id), "Rendre principal", &lieu.commune)) }
                    (action(Style::Discret, &format!("/mes-lieux/{}/fin", lieu.id), "Je n’y exerce plus", &lieu.commune))
                }
            }
        },
    ]
}

fn champs_de(le: Date, champs: &Champs, erreurs: &Erreurs) -> Markup {
    let du = match champs.un("du") {
        "" => le.to_string(),
        tape => tape.to_owned(),
    };
    html! {
        (champs_d_adresse(champs, "", erreurs))
        (Champ::date("du", "Depuis le").valeur(du).erreurs(erreurs).rendre())
    }
}

/// Adds a place: the main one when there is none.
pub async fn ajouter(
    State(app): State<App>,
    Mk(identite, id): Mk,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let mut erreurs = Erreurs::default();
    let existants = app.entrepot.lire(move |tx| praticien::lieux(tx, id)).await?;
    let nature = match existants.iter().any(|lieu: &Lieu| lieu.principal && lieu.au.is_none()) {
        true => NatureLieu::Secondaire,
        false => NatureLieu::Principal,
    };
    let Some(lieu) = lire(&app, id, nature, &champs, &mut erreurs) else {
        let page = page(&app, &identite, id, &champs, &erreurs).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let (acteur, maintenant) = (format!("compte/{}", identite.compte), app.horloge.maintenant());
    app.entrepot.ecrire(move |tx| praticien::proposer_lieu(tx, &lieu, &acteur, maintenant)).await?;
    Ok(Redirect::to("/mes-lieux").into_response())
}

fn lire(
    app: &App,
    praticien: PraticienId,
    nature: NatureLieu,
    champs: &Champs,
    erreurs: &mut Erreurs,
) -> Option<NouveauLieu> {
    let adresse = Adresse::lire(champs, "", erreurs);
    let du: Result<Date, _> = champs.un("du").parse();
    let du = erreurs.noter("du", du.map_err(|_| "Écrivez une date, par exemple 2026-11-21."));
    let id = LieuId::new(app.alea.uuid(app.horloge.maintenant()).as_u128());
    let principal = nature == NatureLieu::Principal;
    Some(adresse?.en_lieu(Exercice { id, praticien, principal, numero_am: None, du: du? }))
}

/// The place becomes the main one.
pub async fn rendre_principal(
    State(app): State<App>,
    Mk(identite, id): Mk,
    Path(lieu): Path<String>,
) -> Result<Response, Failure> {
    let lieu: LieuId = lieu.parse().map_err(|_| Failure::Introuvable)?;
    sien(&app, id, lieu).await?;
    let (acteur, maintenant) = (format!("compte/{}", identite.compte), app.horloge.maintenant());
    ecrire(&app, move |tx| praticien::rendre_principal(tx, id, lieu, &acteur, maintenant)).await
}

/// He asks the ARS to retain it.
pub async fn demander(
    State(app): State<App>,
    Mk(identite, id): Mk,
    Path(lieu): Path<String>,
) -> Result<Response, Failure> {
    let lieu: LieuId = lieu.parse().map_err(|_| Failure::Introuvable)?;
    let trouve = sien(&app, id, lieu).await?;
    let le = aujourd_hui(&app, trouve.departement)?;
    let declares = app.entrepot.lire(move |tx| Declares::lire(tx, id)).await?;
    if declares.sort(&trouve, le) != Some(SortDuLieu::NonNomme) {
        return Err(Failure::Conflit("ce lieu n’est plus à demander : rechargez la page".to_owned()));
    }
    let ou = (lieu, trouve.departement);
    let (acteur, maintenant) = (format!("compte/{}", identite.compte), app.horloge.maintenant());
    app.entrepot.ecrire(move |tx| praticien::demander_lieu(tx, id, ou, &acteur, maintenant)).await?;
    Ok(Redirect::to("/mes-lieux").into_response())
}

/// He practises there no more, from tomorrow on.
pub async fn finir(
    State(app): State<App>,
    Mk(identite, id): Mk,
    Path(lieu): Path<String>,
) -> Result<Response, Failure> {
    let lieu: LieuId = lieu.parse().map_err(|_| Failure::Introuvable)?;
    let trouve = sien(&app, id, lieu).await?;
    let fuseau = app.reglement.fuseau(trouve.departement);
    let le = app.horloge.aujourd_hui(fuseau).map_err(Failure::interne)?;
    let (acteur, maintenant) = (format!("compte/{}", identite.compte), app.horloge.maintenant());
    app.entrepot.ecrire(move |tx| praticien::quitter_lieu(tx, id, lieu, le, &acteur, maintenant)).await?;
    Ok(Redirect::to("/mes-lieux").into_response())
}

/// A place of this MK; any other does not exist.
async fn sien(app: &App, praticien: PraticienId, lieu: LieuId) -> Result<Lieu, Failure> {
    let lieux = app.entrepot.lire(move |tx| praticien::lieux(tx, praticien)).await?;
    lieux.into_iter().find(|candidat: &Lieu| candidat.id == lieu).ok_or(Failure::Introuvable)
}

async fn ecrire(app: &App, faire: impl Fn(&mut Tx) + Send + 'static) -> Result<Response, Failure> {
    let ecrit = app.entrepot.ecrire(move |tx| {
        faire(tx);
        Ok::<(), Echec>(())
    });
    ecrit.await?;
    Ok(Redirect::to("/mes-lieux").into_response())
}
