//! `/autorisations/lot`: many numbers and days pasted at once, one answer per line, as a table or a CSV.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use droit::acces;
use droit::identifiant::CodeDepartement;
use entrepot::Echec;
use formats::caisse::ecrire_table;
use jiff::civil::Date;
use maud::{Markup, html};

use super::super::aujourd_hui;
use super::question::{self, Numero};
use crate::connexion::{Connecte, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Lien, Page, Style, Tableau, Ton, badge, bouton, resume, texte};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// The most lines answered at once.
pub const MAXIMUM: usize = 1_000;

/// A line as asked, with its answer or what is wrong in it.
pub struct LigneRepondue {
    /// The number, as read or as typed.
    pub numero: String,
    /// The day.
    pub le: Option<Date>,
    /// The answer.
    pub issue: Issue,
}

/// What a line gets.
pub enum Issue {
    /// Authorised: name, and the periods in words.
    Oui(String, String),
    /// Not authorised: name when known, and why.
    Non(String, String),
    /// The line cannot be read, and why.
    Illisible(String),
}

/// The form.
pub async fn demander(Connecte(identite): Connecte) -> Markup {
    page(&identite, "", &Erreurs::default(), &html! {})
}

/// The answers.
pub async fn repondre(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let departements = acces::liste_caisse(&identite.acteur).map_err(|_| Failure::Introuvable)?;
    let saisie = champs.un("lignes").to_owned();
    let nombre = lignes(&saisie).count();
    let mut erreurs = Erreurs::default();
    if nombre == 0 {
        erreurs.ajouter("lignes", "Collez au moins une ligne : un numéro, puis un jour.");
    } else if nombre > MAXIMUM {
        erreurs.ajouter("lignes", format!("{nombre} lignes : posez {MAXIMUM} questions à la fois au plus."));
    }
    if !erreurs.est_vide() {
        let page = page(&identite, &saisie, &erreurs, &html! {});
        return Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let questions = lignes(&saisie).map(str::to_owned).collect();
    let repondues = questionner(&app, departements, questions).await?;
    if champs.un("forme") == "csv" {
        return Ok(en_csv(&repondues));
    }
    Ok(page(&identite, &saisie, &erreurs, &tableau(&repondues)).into_response())
}

fn lignes(saisie: &str) -> impl Iterator<Item = &str> {
    saisie.lines().map(str::trim).filter(|ligne| !ligne.is_empty())
}

/// Answers each line: a number, then a day, whatever stands between; today without a day.
///
/// # Errors
/// When the base fails.
pub async fn questionner(
    app: &App,
    departements: Vec<CodeDepartement>,
    questions: Vec<String>,
) -> Result<Vec<LigneRepondue>, Failure> {
    let premier = departements.first().copied().ok_or(Failure::Introuvable)?;
    let jour = aujourd_hui(app, premier)?;
    let repondues = app.entrepot.lire(move |tx| {
        let mut repondues = Vec::with_capacity(questions.len());
        for question in &questions {
            repondues.push(match lire(question, jour) {
                Err((numero, faute)) => LigneRepondue { numero, le: None, issue: Issue::Illisible(faute) },
                Ok((numero, le)) => {
                    let trouves = question::chercher(tx, &departements, &numero, le)?;
                    LigneRepondue { numero: numero.to_string(), le: Some(le), issue: juger(&trouves, le) }
                }
            });
        }
        Ok::<_, Echec>(repondues)
    });
    Ok(repondues.await?)
}

fn lire(ligne: &str, aujourd_hui: Date) -> Result<(Numero, Date), (String, String)> {
    let mut mots: Vec<&str> = ligne
        .split(|c: char| c.is_whitespace() || matches!(c, ';' | ','))
        .filter(|m| !m.is_empty())
        .collect();
    let le = match mots.last().map(|mot| en_jour(mot)) {
        Some(Some(jour)) => {
            mots.pop();
            jour
        }
        _ => aujourd_hui,
    };
    let numero = mots.concat();
    numero.parse().map(|lu| (lu, le)).map_err(|faute| (ligne.chars().take(40).collect(), faute))
}

/// `2026-11-21` or `21/11/2026`.
fn en_jour(mot: &str) -> Option<Date> {
    if let Some((jour, reste)) = mot.split_once('/') {
        let (mois, annee) = reste.split_once('/')?;
        return Date::new(annee.parse().ok()?, mois.parse().ok()?, jour.parse().ok()?).ok();
    }
    mot.contains('-').then(|| mot.parse().ok()).flatten()
}

fn juger(trouves: &[question::Reponse], le: Date) -> Issue {
    let noms =
        |choisis: &[&question::Reponse]| choisis.iter().map(|r| r.nom()).collect::<Vec<_>>().join(" ; ");
    let oui: Vec<_> = trouves.iter().filter(|reponse| reponse.autorise()).collect();
    if let Some(premier) = oui.first() {
        let dit = premier.courantes.first().map_or(String::new(), |p| question::periode(p.du, p.au));
        return Issue::Oui(noms(&oui), dit);
    }
    match trouves.first() {
        None => Issue::Non(String::new(), "Ce numéro n’est pas enregistré ici.".to_owned()),
        Some(premier) => Issue::Non(noms(&trouves.iter().collect::<Vec<_>>()), premier.pourquoi(le)),
    }
}

impl LigneRepondue {
    /// The cells of the line: number, day, answer, name, why.
    pub fn cellules(&self) -> [String; 5] {
        let (issue, nom, dit) = match &self.issue {
            Issue::Oui(nom, dit) => ("oui", nom.as_str(), dit.as_str()),
            Issue::Non(nom, dit) => ("non", nom.as_str(), dit.as_str()),
            Issue::Illisible(dit) => ("illisible", "", dit.as_str()),
        };
        let le = self.le.map(|le| le.to_string()).unwrap_or_default();
        [self.numero.clone(), le, issue.to_owned(), nom.to_owned(), dit.to_owned()]
    }
}

fn en_csv(repondues: &[LigneRepondue]) -> Response {
    let titres = ["numero", "jour_des_soins", "autorise", "praticien", "precision"].map(str::to_owned);
    let octets = ecrire_table(std::iter::once(titres).chain(repondues.iter().map(LigneRepondue::cellules)));
    let entetes = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"autorisations.csv\""),
    ];
    (entetes, octets).into_response()
}

fn tableau(repondues: &[LigneRepondue]) -> Markup {
    let oui = repondues.iter().filter(|ligne| matches!(ligne.issue, Issue::Oui(..))).count();
    let titre = format!(
        "{} sur {}",
        texte::compte(oui as u64, "autorisé", "autorisés"),
        texte::compte(repondues.len() as u64, "ligne", "lignes")
    );
    Tableau::new(&titre, &["Numéro", "Jour des soins", "Autorisé", "Praticien", "Précision"])
        .lignes(repondues.iter().map(|ligne| {
            let [numero, _, _, nom, dit] = ligne.cellules();
            let reponse = match &ligne.issue {
                Issue::Oui(..) => badge(Ton::Succes, "Oui"),
                Issue::Non(..) => badge(Ton::Erreur, "Non"),
                Issue::Illisible(_) => badge(Ton::Attention, "Illisible"),
            };
            let le = ligne.le.map(texte::jour).unwrap_or_default();
            vec![html! { (numero) }, html! { (le) }, reponse, html! { (nom) }, html! { (dit) }]
        }))
        .rendre()
}

fn page(identite: &Identite, saisie: &str, erreurs: &Erreurs, reponse: &Markup) -> Markup {
    let visiteur = Visiteur::from(identite);
    Page::new("Vérifier une liste", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Autorisations", "/autorisations")])
        .chapo(html! { "Ces masseurs-kinésithérapeutes étaient-ils autorisés le jour des soins ?" })
        .rendre(html! {
            div.pile-large {
                form.carte.formulaire method="post" action="/autorisations/lot" novalidate {
                    (resume(erreurs))
                    (Champ::zone("lignes", "Numéros et jours, une question par ligne").valeur(saisie).erreurs(erreurs)
                        .aide("Collez deux colonnes d’un tableur : numéro RPPS ou numéro AM, puis jour (21/11/2026 ou 2026-11-21). Sans jour : aujourd’hui.").rendre())
                    div.formulaire-fin {
                        (bouton(Style::Principal, "Vérifier"))
                        button.bouton.bouton-secondaire type="submit" name="forme" value="csv" { "Réponses en CSV" }
                    }
                }
                div aria-live="polite" { (reponse) }
            }
        })
}
