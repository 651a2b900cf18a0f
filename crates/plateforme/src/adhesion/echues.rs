//! `/adhesions`: for the ARS, the authorisations that run while the membership they rest on has ended, or ends soon.

use axum::extract::State;
use droit::identifiant::CodeDepartement;
use entrepot::adhesion::{SansAdhesion, sans_adhesion};
use jiff::ToSpan as _;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::connexion::{AgentArs, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Lien, Page, Tableau, Ton, alerte, badge, section, source, texte, vide};
use crate::serveur::App;

/// How far ahead ends are shown, in days.
const AVENIR_JOURS: i32 = 60;
/// The most lines of a department.
const MAXIMUM: u16 = 1_000;

/// A department with the authorisations whose membership has ended, or ends soon.
struct Territoire {
    departement: CodeDepartement,
    le: Date,
    lignes: Vec<SansAdhesion>,
}

/// The page.
pub async fn lister(
    State(app): State<App>,
    AgentArs(identite, departements): AgentArs,
) -> Result<Markup, Failure> {
    let mut territoires = Vec::new();
    for departement in departements {
        territoires.push(charger(&app, departement).await?);
    }
    let visiteur = Visiteur::from(&identite);
    Ok(Page::new("Adhésions finies", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Instruction", "/instruction")])
        .chapo(html! { "Les praticiens autorisés dont l’adhésion à la CPTS qui fonde leur déclaration a pris fin, ou finit dans les soixante jours sans suite enregistrée." })
        .rendre(html! {
            div.pile-large { @for territoire in &territoires { (un(&app, territoire)) } }
        }))
}

/// How many authorisations of these departments rest on a membership that has ended.
///
/// # Errors
/// When the store fails.
pub async fn compter(app: &App, departements: &[CodeDepartement]) -> Result<u64, Failure> {
    let mut nombre = 0;
    for departement in departements {
        let territoire = charger(app, *departement).await?;
        nombre += territoire.lignes.iter().filter(|ligne| ligne.fin < territoire.le).count() as u64;
    }
    Ok(nombre)
}

async fn charger(app: &App, departement: CodeDepartement) -> Result<Territoire, Failure> {
    let le = app.horloge.aujourd_hui(app.reglement.fuseau(departement)).map_err(Failure::interne)?;
    let bientot = le.saturating_add(AVENIR_JOURS.days());
    let mut lignes =
        app.entrepot.lire(move |tx| sans_adhesion(tx, bientot, Some(departement), MAXIMUM)).await?;
    lignes.sort_by_key(|ligne| ligne.fin);
    Ok(Territoire { departement, le, lignes })
}

fn un(app: &App, territoire: &Territoire) -> Markup {
    let code = territoire.departement;
    let nom = app.reglement.departement(code).map_or(code.as_str(), |d| d.nom.as_str());
    let regle = app.reglement.parametres(code).effet_fin_adhesion.au(territoire.le);
    let corps = html! {
        div.pile {
            (alerte(Ton::Info, match regle.connue {
                Some(_) => "Les règles du département disent ce que devient l’autorisation.",
                None => "Aucun texte ne dit ce que devient l’autorisation : rien n’est changé d’office.",
            }, &html! {
                p {
                    @if let Some(effet) = regle.connue { "Quand l’adhésion finit, " (effet.libelle()) ". " }
                    @else { "Vous pouvez suspendre la participation ou y mettre fin depuis le dossier, avec le motif d’adhésion. " }
                    (source(&regle.source, app.reglement.registre()))
                }
            }))
            @if territoire.lignes.is_empty() {
                (vide("Aucune adhésion finie", "Chaque praticien autorisé est membre de la CPTS qui fonde sa déclaration.", &html! {}))
            } @else { (tableau(territoire)) }
        }
    };
    section(&format!("{nom} ({code})"), &corps)
}

fn tableau(territoire: &Territoire) -> Markup {
    let titre = texte::compte(territoire.lignes.len() as u64, "praticien autorisé", "praticiens autorisés");
    Tableau::new(&titre, &["Praticien", "CPTS", "Fin de l’adhésion", "Autorisé depuis"])
        .lignes(territoire.lignes.iter().map(|ligne| {
            let (ton, mot) = match ligne.fin < territoire.le {
                true => (Ton::Erreur, "Finie"),
                false => (Ton::Attention, "Finit bientôt"),
            };
            vec![
                html! { a href=(format!("/declarations/{}", ligne.declaration)) { (ligne.nom) } },
                html! { (ligne.nom_cpts) },
                html! { (badge(ton, mot)) span.sous { (texte::jour(ligne.fin)) } },
                html! { (texte::jour(ligne.du)) },
            ]
        }))
        .rendre()
}
