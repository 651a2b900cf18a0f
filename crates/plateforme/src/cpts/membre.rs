//! `/membres/{id}`: a member, his memberships and declarations, and the end of his membership.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::declaration::{Adhesion, Declarant, Declaration};
use droit::identifiant::{CptsId, PraticienId};
use entrepot::chiffre::Trousseau;
use entrepot::praticien::{self, Lieu, Praticien};
use entrepot::{Echec, Tx};
use jiff::civil::Date;
use maud::{Markup, html};

use super::ajout::statut;
use super::membres::qualite;
use super::{Ici, projet, renouvellement};
use crate::adhesion::{self, Appartenance, preuves};
use crate::connexion::{Coordination, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Erreurs, Lien, Page, Style, Ton, alerte, bouton, carte, fiche, lien_bouton, resume, texte,
};
use crate::repertoire::identite;
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// What was typed in the forms of the page, and what is wrong with it.
#[derive(Default)]
pub(super) struct Saisie {
    pub champs: Champs,
    pub fin: Erreurs,
    pub identite: Erreurs,
    pub preuve: Erreurs,
}

/// What the page shows.
pub(super) struct Vue {
    pub praticien: Praticien,
    pub lieux: Vec<Lieu>,
    pub appartenance: Appartenance,
    declarations: Vec<Declaration>,
}

impl Vue {
    /// A past or present member of this CPTS; nobody else is shown.
    fn charger(
        tx: &mut Tx,
        trousseau: &Trousseau,
        cpts: CptsId,
        id: PraticienId,
    ) -> Result<Option<Self>, Echec> {
        let Some(praticien) = praticien::charger(tx, id)? else { return Ok(None) };
        let Some(appartenance) = Appartenance::charger(tx, trousseau, id, cpts)? else { return Ok(None) };
        let mut declarations = entrepot::declaration::du_praticien(tx, id)?;
        declarations.retain(|declaration| declaration.cpts == cpts);
        Ok(Some(Self { praticien, lieux: praticien::lieux(tx, id)?, appartenance, declarations }))
    }

    /// The last membership, while it runs or is to come.
    fn en_cours(&self, le: Date) -> Option<&Adhesion> {
        self.appartenance.adhesions.last().filter(|adhesion| adhesion.au.is_none_or(|au| au >= le))
    }
}

pub(super) async fn charger(app: &App, cpts: CptsId, id: &str) -> Result<Vue, Failure> {
    let id: PraticienId = id.parse().map_err(|_| Failure::Introuvable)?;
    let trousseau = app.entrepot.trousseau().clone();
    let lue = app.entrepot.lire(move |tx| Vue::charger(tx, &trousseau, cpts, id)).await?;
    lue.ok_or(Failure::Introuvable)
}

/// The page.
pub async fn voir(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    let (vue, ici) = (charger(&app, cpts, &id).await?, Ici::charger(&app, cpts).await?);
    Ok(page(&app, &identite, &vue, ici.le, &Saisie::default()))
}

/// Ends the membership.
pub async fn finir(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let (vue, ici) = (charger(&app, cpts, &id).await?, Ici::charger(&app, cpts).await?);
    let mut erreurs = Erreurs::default();
    let au = erreurs.noter("au", projet::jour(champs.un("au")));
    let Some(adhesion) = vue.en_cours(ici.le) else {
        return Err(Failure::Conflit(
            "cette adhésion a déjà pris fin : relisez la fiche du membre".to_owned(),
        ));
    };
    if au.is_some_and(|au| au < adhesion.du) {
        erreurs.ajouter(
            "au",
            format!("L’adhésion a commencé le {} : la fin ne peut la précéder.", texte::jour(adhesion.du)),
        );
    }
    let Some(au) = au.filter(|_| erreurs.est_vide()) else {
        let saisie = Saisie { champs, fin: erreurs, ..Saisie::default() };
        let page = page(&app, &identite, &vue, ici.le, &saisie);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let auteur =
        Declarant { compte: identite.compte, aujourd_hui: ici.le, maintenant: app.horloge.maintenant() };
    let (membre, finie) = (vue.praticien.id, *adhesion);
    app.entrepot
        .ecrire(move |tx| {
            entrepot::adhesion::finir(tx, (membre, cpts), &finie, au, &auteur);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to(&format!("/membres/{membre}")).into_response())
}

/// Corrects the name or the status of a member, while he is one.
pub async fn corriger(
    State(app): State<App>,
    Coordination(compte, cpts): Coordination,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let (vue, ici) = (charger(&app, cpts, &id).await?, Ici::charger(&app, cpts).await?);
    if vue.en_cours(ici.le).is_none() {
        return Err(Failure::Conflit(
            "il n’est plus membre de votre CPTS : il corrige lui-même son identité".to_owned(),
        ));
    }
    let mut erreurs = Erreurs::default();
    Ok(match identite::corriger(&app, &compte, &vue.praticien, &champs, &mut erreurs).await? {
        Some(()) => Redirect::to(&format!("/membres/{}", vue.praticien.id)).into_response(),
        None => {
            let saisie = Saisie { champs, identite: erreurs, ..Saisie::default() };
            (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &compte, &vue, ici.le, &saisie)).into_response()
        }
    })
}

pub(super) fn page(app: &App, identite: &Identite, vue: &Vue, le: Date, saisie: &Saisie) -> Markup {
    let visiteur = Visiteur::from(identite);
    let nom = format!("{} {}", vue.praticien.prenom, vue.praticien.nom);
    let courante_le = droit::adhesion::courante(&vue.appartenance.adhesions, le).is_some();
    let courante = vue.declarations.iter().find(|declaration| declaration.etat.en_cours());
    Page::new(&nom, &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Membres", "/membres")])
        .rendre(html! {
            div.deux {
                div.pile-large {
                    (carte("Le membre", &html! {
                        (faits(vue))
                        @if courante_le { p { (lien_bouton(Style::Secondaire, &format!("/membres/{}/attestation.pdf", vue.praticien.id), "Attestation d’adhésion (PDF)")) } }
                    }))
                    (carte("Ses déclarations", &declarations(vue)))
                    (preuves::carte(app, &vue.appartenance, &format!("/membres/{}/pieces", vue.praticien.id), &saisie.preuve))
                }
                div.pile-large {
                    (situation(app, vue, le))
                    @if let Some(derniere) = vue.appartenance.adhesions.last() { (renouvellement::formulaire(vue.praticien.id, derniere, le)) }
                    @if vue.en_cours(le).is_some() {
                        (carte("Corriger son nom ou son statut", &identite::carte(&format!("/membres/{}/identite", vue.praticien.id), &vue.praticien, &saisie.champs, &saisie.identite)))
                        (fin(vue, le, courante.is_some(), saisie))
                    }
                }
            }
        })
}

/// Where his membership stands, whether he asks for the next one, the reminders.
fn situation(app: &App, vue: &Vue, le: Date) -> Markup {
    let Some((ton, mots)) = vue.appartenance.situation(le).map(|situation| situation.dire()) else {
        return html! {};
    };
    alerte(
        ton,
        &format!("{mots}."),
        &html! {
            @if let Some(demande_le) = vue.appartenance.demande_le {
                p { "Le praticien demande le renouvellement, le " (texte::instant(demande_le, "Europe/Paris")) "." }
            }
            (adhesion::rappels(app.reglement, &vue.appartenance, "Europe/Paris", le))
        },
    )
}

fn faits(vue: &Vue) -> Markup {
    fiche(&[
        ("Numéro RPPS", html! { (vue.praticien.rpps) }),
        ("Statut", html! { (statut(vue.praticien.statut)) }),
        (
            "Lieux d’exercice",
            html! { @for lieu in &vue.lieux { p { (lieu.adresse) ", " (lieu.code_postal) " " (lieu.commune) } } },
        ),
        (
            "Adhésion",
            html! {
                @for adhesion in vue.appartenance.adhesions.iter().rev() {
                    p { (qualite(adhesion.qualite)) " depuis le " (texte::jour(adhesion.du))
                        @if let Some(au) = adhesion.au { ", jusqu’au " (texte::jour(au)) } }
                }
            },
        ),
    ])
}

fn declarations(vue: &Vue) -> Markup {
    html! {
        @if vue.declarations.is_empty() {
            p { "Aucune déclaration pour l’instant." }
            p { (lien_bouton(Style::Secondaire, "/declarer", "Déclarer des volontaires")) }
        } @else {
            ul.puces { @for declaration in &vue.declarations {
                li { a href=(format!("/declarations/{}", declaration.id)) { "Département " (declaration.departement) " : " (declaration.etat.libelle().to_lowercase()) } }
            } }
        }
    }
}

fn fin(vue: &Vue, le: Date, declare: bool, saisie: &Saisie) -> Markup {
    let (champs, erreurs) = (&saisie.champs, &saisie.fin);
    let au = match champs.un("au") {
        "" => le.to_string(),
        tapee => tapee.to_owned(),
    };
    carte(
        "Mettre fin à l’adhésion",
        &html! {
            @if declare {
                (alerte(Ton::Attention, "Ce membre a une déclaration en cours.", &html! {
                    p { "L’accès direct suppose l’exercice en CPTS : retirez aussi sa déclaration, avec le motif « Fin d’adhésion à la CPTS »." }
                }))
            }
            form.formulaire method="post" action=(format!("/membres/{}/fin", vue.praticien.id)) novalidate {
                (resume(erreurs))
                (Champ::date("au", "Dernier jour, inclus").valeur(au).erreurs(erreurs).rendre())
                div.formulaire-fin { (bouton(Style::Danger, "Mettre fin à l’adhésion")) }
            }
        },
    )
}
