//! `/autorisations`: was this MK authorised on the day of care: yes or no, with the period and the text.

pub mod lot;
pub mod question;

use axum::extract::State;
use droit::acces;
use droit::identifiant::CodeDepartement;
use entrepot::transmission::Periode;
use jiff::civil::Date;
use maud::{Markup, html};

use self::question::{Numero, Reponse, periode};
use super::aujourd_hui;
use crate::connexion::{Connecte, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Erreurs, Lien, Page, Style, Tableau, Ton, alerte, bouton, carte, resume, source, texte,
};
use crate::publication::{Critere, Ligne};
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

/// The most names shown.
const MAXIMUM: usize = 50;

/// The page: a question, and its answer when the address asks it.
pub async fn chercher(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let departements = acces::liste_caisse(&identite.acteur).map_err(|_| Failure::Introuvable)?;
    let premier = departements.first().copied().ok_or(Failure::Introuvable)?;
    let mut erreurs = Erreurs::default();
    let le = match champs.un("le") {
        "" => Some(aujourd_hui(&app, premier)?),
        tapee => erreurs
            .noter("le", tapee.parse::<Date>().map_err(|_| "Écrivez une date, par exemple 2026-11-21.")),
    };
    let reponse = match (champs.un("qui"), le) {
        ("", _) | (_, None) => html! {},
        (qui, Some(le)) if qui.starts_with(|signe: char| signe.is_ascii_digit()) => {
            match erreurs.noter("qui", qui.parse::<Numero>()) {
                Some(numero) => par_numero(&app, departements, numero, le).await?,
                None => html! {},
            }
        }
        (nom, Some(le)) => par_nom(&app, &departements, nom.to_owned(), le).await?,
    };
    Ok(page(&identite, &champs, &erreurs, le, &reponse))
}

fn page(
    identite: &Identite,
    champs: &Champs,
    erreurs: &Erreurs,
    le: Option<Date>,
    reponse: &Markup,
) -> Markup {
    let visiteur = Visiteur::from(identite);
    let jour = le.map_or_else(|| champs.un("le").to_owned(), |le| le.to_string());
    Page::new("Autorisations", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! { "Ce masseur-kinésithérapeute était-il autorisé le jour des soins ?" })
        .rendre(html! {
            div.pile-large {
                form.carte.question method="get" action="/autorisations" role="search" novalidate {
                    (resume(erreurs))
                    (Champ::texte("qui", "Numéro RPPS, numéro AM ou nom").valeur(champs.un("qui")).erreurs(erreurs).rendre())
                    (Champ::date("le", "Jour des soins").valeur(jour).erreurs(erreurs).rendre())
                    (bouton(Style::Principal, "Vérifier"))
                }
                div aria-live="polite" { (reponse) }
                p { a href="/autorisations/lot" { "Vérifier une liste de numéros et de jours" } }
            }
        })
}

async fn par_numero(
    app: &App,
    departements: Vec<CodeDepartement>,
    numero: Numero,
    le: Date,
) -> Result<Markup, Failure> {
    let premier = departements.first().copied().ok_or(Failure::Introuvable)?;
    let regle = app.reglement.au(le, premier, droit::decision::TypeStructure::Cpts).autorisation;
    let cite = source(&regle.source, app.reglement.registre());
    let codes = departements.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let cherche = numero.clone();
    let trouves = app.entrepot.lire(move |tx| question::chercher(tx, &departements, &cherche, le)).await?;
    let fin = html! { p { "Départements interrogés : " (codes) ". " (cite) } };
    if trouves.is_empty() {
        let titre = format!("Non : le numéro {numero} n’est pas enregistré ici.");
        return Ok(alerte(Ton::Erreur, &titre, &fin));
    }
    Ok(html! {
        div.pile {
            @if trouves.len() > 1 { p { "Plusieurs praticiens répondent à ce numéro : " (trouves.len()) "." } }
            @for reponse in &trouves { (une_reponse(reponse, le, &fin)) }
        }
    })
}

fn une_reponse(reponse: &Reponse, le: Date, fin: &Markup) -> Markup {
    let (nom, jour) = (reponse.nom(), texte::jour(le));
    if reponse.autorise() {
        let corps = html! { @for periode in &reponse.courantes { (detail(periode)) } (fin) };
        return alerte(Ton::Succes, &format!("Oui : {nom} était autorisé le {jour}."), &corps);
    }
    let corps = html! {
        p { (reponse.pourquoi(le)) }
        @for autre in &reponse.autres { (detail(autre)) }
        (fin)
    };
    alerte(Ton::Erreur, &format!("Non : {nom} n’était pas autorisé le {jour}."), &corps)
}

/// A period, its CPTS and its place.
fn detail(p: &Periode) -> Markup {
    html! {
        p {
            "Département " (p.departement) ", " (periode(p.du, p.au)) ", " (p.cpts)
            @if let Some(lieu) = &p.lieu {
                span.sous {
                    (lieu.adresse) ", " (lieu.code_postal) " " (lieu.commune)
                    @if let Some(numero) = &lieu.numero_am { ", numéro AM " (numero) }
                    @if let Some(au) = lieu.au { ", jusqu’au " (texte::jour(au)) }
                }
            }
        }
    }
}

async fn par_nom(
    app: &App,
    departements: &[CodeDepartement],
    nom: String,
    le: Date,
) -> Result<Markup, Failure> {
    let mut trouves = Vec::new();
    for departement in departements {
        let critere = Critere {
            departement: Some(*departement),
            mots: Critere::decouper(&nom),
            limite: MAXIMUM,
            ..Critere::au(le)
        };
        let lues = app.publication().lire(&app.entrepot, |index| index.chercher(&critere).lignes).await?;
        trouves.extend(lues);
    }
    Ok(liste(&trouves, &nom, le))
}

fn liste(trouves: &[Ligne], nom: &str, le: Date) -> Markup {
    if trouves.is_empty() {
        let titre = format!("Aucun praticien autorisé le {} ne répond à « {nom} ».", texte::jour(le));
        return alerte(
            Ton::Attention,
            &titre,
            &html! { p { "Un nom peut s’écrire de plusieurs façons : le numéro RPPS donne une réponse sûre." } },
        );
    }
    let titre = format!(
        "Autorisés le {} : {}",
        texte::jour(le),
        texte::compte(trouves.len() as u64, "praticien", "praticiens")
    );
    carte(
        "Réponse",
        &Tableau::new(&titre, &["Praticien", "Numéro RPPS", "CPTS", "Période"])
            .lignes(trouves.iter().map(|t| {
                vec![
                    html! { (t.prenom) " " (t.nom) },
                    html! { (t.rpps) },
                    html! { (t.nom_cpts) },
                    html! { (periode(t.du, t.au)) },
                ]
            }))
            .rendre(),
    )
}
