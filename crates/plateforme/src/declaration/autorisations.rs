//! `/autorisations`: was this MK authorised on the day of care: yes or no, with the period and the text.

use axum::extract::State;
use droit::acces;
use droit::identifiant::{CodeDepartement, NumeroRpps};
use entrepot::praticien::{self, Autorisation, Autorise, Critere, CurseurListe, Praticien};
use entrepot::{Echec, Tx};
use jiff::civil::Date;
use maud::{Markup, html};

use super::aujourd_hui;
use crate::connexion::{Connecte, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Erreurs, Lien, Page, Style, Tableau, Ton, alerte, bouton, carte, resume, source, texte,
};
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

/// The most names shown.
const MAXIMUM: u16 = 50;

/// What is known of an MK on a day, in the departments of the reader.
pub struct Reponse {
    /// The MK; `None` when the number is not on file.
    pub praticien: Option<Praticien>,
    /// The authorisations that run on the day.
    pub autorisations: Vec<Autorisation>,
    /// Every other period in these departments.
    pub autres: Vec<Autorisation>,
}

/// Looks for an MK by number.
pub fn repondre(
    tx: &mut Tx,
    departements: &[CodeDepartement],
    rpps: &NumeroRpps,
    le: Date,
) -> Result<Reponse, Echec> {
    let Some(praticien) = praticien::par_rpps(tx, rpps)? else {
        return Ok(Reponse { praticien: None, autorisations: Vec::new(), autres: Vec::new() });
    };
    let mut toutes = praticien::autorisations(tx, praticien.id)?;
    toutes.retain(|autorisation| departements.contains(&autorisation.departement));
    let court = |a: &Autorisation| a.du <= le && a.au.is_none_or(|au| le <= au);
    let (autorisations, autres) = toutes.into_iter().partition(court);
    Ok(Reponse { praticien: Some(praticien), autorisations, autres })
}

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
            match erreurs.noter("qui", qui.parse::<NumeroRpps>()) {
                Some(rpps) => par_numero(&app, departements, rpps, le).await?,
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
                    (Champ::texte("qui", "Numéro RPPS ou nom").valeur(champs.un("qui")).erreurs(erreurs).rendre())
                    (Champ::date("le", "Jour des soins").valeur(jour).erreurs(erreurs).rendre())
                    (bouton(Style::Principal, "Vérifier"))
                }
                div aria-live="polite" { (reponse) }
            }
        })
}

async fn par_numero(
    app: &App,
    departements: Vec<CodeDepartement>,
    rpps: NumeroRpps,
    le: Date,
) -> Result<Markup, Failure> {
    let premier = departements.first().copied().ok_or(Failure::Introuvable)?;
    let regle = app.reglement.au(le, premier, droit::decision::TypeStructure::Cpts).autorisation;
    let cite = source(&regle.source, app.reglement.registre());
    let codes = departements.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let numero = rpps.clone();
    let reponse = app.entrepot.lire(move |tx| repondre(tx, &departements, &numero, le)).await?;
    let nom =
        reponse.praticien.as_ref().map_or_else(|| rpps.to_string(), |p| format!("{} {}", p.prenom, p.nom));
    let jour = texte::jour(le);
    Ok(if reponse.autorisations.is_empty() {
        alerte(
            Ton::Erreur,
            &format!("Non : {nom} n’était pas autorisé le {jour}."),
            &html! {
                @if reponse.praticien.is_none() { p { "Ce numéro RPPS n’est pas enregistré ici." } }
                @for autre in &reponse.autres { p { "Autorisé " (periode(autre.du, autre.au)) "." } }
                p { "Départements interrogés : " (codes) ". " (cite) }
            },
        )
    } else {
        alerte(
            Ton::Succes,
            &format!("Oui : {nom} était autorisé le {jour}."),
            &html! {
                @for autorisation in &reponse.autorisations {
                    p { "Département " (autorisation.departement) ", " (periode(autorisation.du, autorisation.au)) "." }
                }
                p { (cite) }
            },
        )
    })
}

fn periode(du: Date, au: Option<Date>) -> String {
    match au {
        Some(au) => format!("du {} au {} inclus", texte::jour(du), texte::jour(au)),
        None => format!("depuis le {}, sans fin enregistrée", texte::jour(du)),
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
            jour: le,
            departement: Some(*departement),
            cpts: None,
            mot: Some(nom.clone()),
            apres: CurseurListe::default(),
            limite: MAXIMUM,
        };
        trouves.extend(app.entrepot.lire(move |tx| praticien::autorises(tx, &critere)).await?);
    }
    Ok(liste(&trouves, &nom, le))
}

fn liste(trouves: &[Autorise], nom: &str, le: Date) -> Markup {
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
