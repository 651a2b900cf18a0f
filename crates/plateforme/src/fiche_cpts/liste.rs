//! `/cpts`: the CPTS of the departments of an ARS or of a CPAM, and where the fiche of each stands.

use axum::extract::State;
use droit::acces::{Acteur, PartieFiche};
use droit::fiche_cpts::EtapeFiche;
use droit::identifiant::CodeDepartement;
use entrepot::cpts::{self, Cpts};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{exigee, titre, ton};
use crate::connexion::{Connecte, Visiteur};
use crate::declaration::aujourd_hui;
use crate::echec::Failure;
use crate::gabarits::{Lien, Page, Tableau, Ton, badge, source, texte, vide};
use crate::serveur::App;

/// The list, department by department.
pub async fn lister(State(app): State<App>, Connecte(identite): Connecte) -> Result<Markup, Failure> {
    let (departements, partie) = match &identite.acteur {
        Acteur::AgentArs { departements } => (departements.clone(), PartieFiche::Ars),
        Acteur::AgentCpam { departement } => (vec![*departement], PartieFiche::Caisse),
        _ => return Err(Failure::Introuvable),
    };
    let codes = departements.clone();
    let lues = app.entrepot.lire(move |tx| {
        codes.iter().map(|code| cpts::du_departement(tx, *code)).collect::<Result<Vec<_>, _>>()
    });
    let lues: Vec<Vec<Cpts>> = lues.await?;
    let mut sections = Vec::new();
    for (code, lues) in departements.into_iter().zip(lues) {
        sections.push(section(&app, (code, partie), aujourd_hui(&app, code)?, &lues));
    }
    let visiteur = Visiteur::from(&identite);
    Ok(Page::new("CPTS", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! { "Où en est, pour chaque CPTS, la fiche sur l’accès direct annexée à son projet de santé." })
        .rendre(html! { div.pile-large { @for section in &sections { (section) } } }))
}

fn section(app: &App, (code, partie): (CodeDepartement, PartieFiche), le: Date, lues: &[Cpts]) -> Markup {
    let nom = app.reglement.departement(code).map_or("", |departement| departement.nom.as_str());
    let regle = app.reglement.parametres(code).fiche_exigee.au(le);
    let exigee = exigee(app.reglement, code, le);
    html! {
        section.section {
            h2 { (nom) " (" (code) ")" }
            p {
                @if exigee { (badge(Ton::Attention, "Fiche exigée")) " Sans elle, les déclarations sont bloquées. " }
                @else { (badge(Ton::Neutre, "Fiche non exigée")) " Elle est suivie pour information. " }
                (source(&regle.source, app.reglement.registre()))
            }
            @if lues.is_empty() {
                (vide("Aucune CPTS", "Aucune CPTS de ce département n’est enregistrée ici : l’administrateur du site enregistre les CPTS (page « CPTS »).", &html! {}))
            } @else {
                (Tableau::new(&texte::compte(lues.len() as u64, "CPTS", "CPTS"), &["CPTS", "Fiche", "Depuis le", "À faire"])
                    .lignes(tries(lues, partie).into_iter().map(|cpts| ligne(cpts, le, exigee, partie))).rendre())
            }
        }
    }
}

/// What waits for the reader first.
fn tries(lues: &[Cpts], partie: PartieFiche) -> Vec<&Cpts> {
    let mut tries: Vec<&Cpts> = lues.iter().collect();
    tries.sort_by_key(|cpts| a_faire(cpts, partie).is_none());
    tries
}

fn a_faire(cpts: &Cpts, partie: PartieFiche) -> Option<&'static str> {
    let envoi = cpts.fiche.envoi()?;
    match partie {
        PartieFiche::Ars if cpts.fiche.etape() == EtapeFiche::Envoyee => Some("À prendre en compte"),
        PartieFiche::Caisse if envoi.recue_le.is_none() => Some("Réception à accuser"),
        _ => None,
    }
}

fn ligne(cpts: &Cpts, le: Date, exigee: bool, partie: PartieFiche) -> Vec<Markup> {
    let etape = cpts.fiche.au(le);
    let ton = if exigee || etape != EtapeFiche::Absente { ton(etape) } else { Ton::Neutre };
    let depuis = cpts.fiche.jours().last().map(|(_, jour)| *jour);
    vec![
        html! { a href=(format!("/cpts/{}", cpts.id)) { (cpts.nom) } },
        badge(ton, titre(etape)),
        html! { @match depuis { Some(jour) => (texte::jour_court(jour)), None => "—" } },
        html! { @match a_faire(cpts, partie) { Some(quoi) => (badge(Ton::Attention, quoi)), None => "—" } },
    ]
}
