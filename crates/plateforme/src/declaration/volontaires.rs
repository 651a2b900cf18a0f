//! `/declarer`: the members of the CPTS who are not declared yet, each with his automatic checks.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use droit::declaration::EtatDeclaration;
use droit::identifiant::{CptsId, DeclarationId, PraticienId};
use droit::reglement::Reglement;
use entrepot::cpts::CurseurMembre;
use entrepot::{Echec, Tx};
use jiff::civil::Date;
use maud::{Markup, html};

use super::fiche::statut;
use super::{Dossier, Examen, aujourd_hui};
use crate::connexion::{Coordination, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Avis, Lien, Page, Style, Tableau, Ton, badge, bouton, decision, lien_bouton, texte, vide,
};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// The most members read at once: a CPTS has some dozens of MKs.
const MAXIMUM: u16 = 500;

/// A member who may be declared, and what the checks say.
pub struct Volontaire {
    pub(super) dossier: Dossier,
    pub(super) examen: Examen,
    pub(super) le: Date,
    /// His draft, when he was kept as a volunteer.
    pub(super) brouillon: Option<DeclarationId>,
}

/// The list to choose from.
pub async fn choisir(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
) -> Result<Markup, Failure> {
    let volontaires = lire(&app, cpts).await?;
    let visiteur = Visiteur::from(&identite);
    Ok(page(&visiteur, &volontaires, &[], None))
}

fn page(
    visiteur: &Visiteur,
    volontaires: &[Volontaire],
    coches: &[PraticienId],
    avis: Option<Avis>,
) -> Markup {
    Page::new("Déclarer des volontaires", visiteur)
        .fil(fil())
        .avis(avis)
        .chapo(html! { "Cochez les membres volontaires. Les vérifications automatiques sont faites avant l’envoi : ce qui est bloqué ici serait refusé par l’ARS." })
        .rendre(html! {
            @if volontaires.is_empty() {
                (vide("Tous vos membres sont déclarés", "Ajoutez un membre pour pouvoir le déclarer.",
                    &lien_bouton(Style::Principal, "/membres/nouveau", "Ajouter un membre")))
            } @else {
                form.pile method="post" action="/declarer/verification" {
                    (Tableau::new(&texte::compte(volontaires.len() as u64, "membre à déclarer", "membres à déclarer"),
                        &["Membre", "Statut", "Lieu d’exercice", "Vérifications"])
                        .lignes(volontaires.iter().map(|v| ligne(v, coches))).rendre())
                    div.barre-action {
                        p { "Vous relirez chaque vérification, avec ses textes, avant de déclarer." }
                        (bouton(Style::Principal, "Vérifier les membres cochés"))
                    }
                }
            }
        })
}

fn ligne(volontaire: &Volontaire, coches: &[PraticienId]) -> Vec<Markup> {
    let Volontaire { dossier, examen, le, .. } = volontaire;
    let praticien = &dossier.praticien;
    let (nom, feu) = (dossier.nom(), examen.feu());
    vec![
        html! {
            label.a-cocher {
                input type="checkbox" name="praticien" value=(praticien.id) checked[coches.contains(&praticien.id)];
                span { (nom) span.sous { (praticien.rpps) } }
            }
        },
        html! { (statut(praticien.statut)) },
        html! { @match dossier.lieu(*le) { Some(lieu) => { (lieu.commune) " (" (lieu.departement) ")" }, None => "Aucun" } },
        html! {
            (badge(feu.ton(), feu.libelle()))
            @if volontaire.brouillon.is_some() { " " (badge(Ton::Neutre, "Volontaire")) }
            @for raison in examen.raisons() { span.sous { (raison) } }
        },
    ]
}

/// The checks of the ticked members in full, and the attestation of the CPTS.
pub async fn verifier(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let volontaires = lire(&app, cpts).await?;
    let coches: Vec<PraticienId> = champs.tous("praticien").filter_map(|id| id.parse().ok()).collect();
    let visiteur = Visiteur::from(&identite);
    let (choisis, autres): (Vec<_>, Vec<_>) =
        volontaires.into_iter().partition(|v| coches.contains(&v.dossier.praticien.id));
    if choisis.is_empty() {
        let avis = Avis { ton: Ton::Attention, message: "Cochez au moins un membre.".to_owned() };
        let page = page(&visiteur, &autres, &coches, Some(avis));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    Ok(Page::new("Vérifier puis déclarer", &visiteur)
        .fil(fil().into_iter().chain([Lien::new("Déclarer des volontaires", "/declarer")]))
        .rendre(super::depot::verification(&app, &choisis))
        .into_response())
}

/// The details of one volunteer, folded unless something is wrong.
pub fn details(app: &App, volontaire: &Volontaire) -> Markup {
    let Volontaire { dossier, examen, .. } = volontaire;
    let feu = examen.feu();
    html! {
        details.volontaire open[feu != super::Feu::Vert] {
            summary {
                span.volontaire-nom { (dossier.nom()) span.sous { (dossier.praticien.rpps) } }
                (badge(feu.ton(), feu.libelle()))
            }
            ul.puces { @for controle in &examen.controles { li { (controle) } } }
            (decision(&examen.decision, app.reglement.registre()))
        }
    }
}

fn fil() -> [Lien; 2] {
    [Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Déclarations", "/declarations")]
}

/// The members of the CPTS without a running declaration in the department where they practise.
pub async fn lire(app: &App, cpts: CptsId) -> Result<Vec<Volontaire>, Failure> {
    let territoires = app.entrepot.lire(move |tx| entrepot::cpts::departements(tx, cpts)).await?;
    let territoire = territoires.first().copied().ok_or(Failure::Introuvable)?;
    let le = aujourd_hui(app, territoire)?;
    let reglement = app.reglement;
    let dossiers = app.entrepot.lire(move |tx| charger(tx, reglement, cpts, le)).await?;
    Ok(dossiers
        .into_iter()
        .map(|(dossier, brouillon)| Volontaire {
            examen: dossier.examiner(reglement, le),
            dossier,
            le,
            brouillon,
        })
        .collect())
}

fn charger(
    tx: &mut Tx,
    reglement: &Reglement,
    cpts: CptsId,
    le: Date,
) -> Result<Vec<(Dossier, Option<DeclarationId>)>, Echec> {
    let mut dossiers = Vec::new();
    for membre in entrepot::cpts::membres(tx, cpts, le, &CurseurMembre::default(), MAXIMUM)? {
        let siennes = entrepot::declaration::du_praticien(tx, membre.praticien)?;
        let garde = siennes.iter().find(|d| d.cpts == cpts && d.etat == EtatDeclaration::Brouillon);
        let dossier = match garde {
            Some(brouillon) => Dossier::de_la_declaration(tx, brouillon)?,
            None => Dossier::du_volontaire(tx, reglement, membre.praticien, cpts, le)?,
        };
        let libre = dossier.filter(|d| !d.autres.iter().any(EtatDeclaration::en_cours));
        dossiers.extend(libre.map(|dossier| (dossier, garde.map(|brouillon| brouillon.id))));
    }
    Ok(dossiers)
}
