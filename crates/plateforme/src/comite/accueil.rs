//! `/comite`: the calendar, the next meeting, the decisions that are open, who sits.

use axum::extract::State;
use droit::comite::{EtapeReunion, Institution, Reunion, Siege, calendrier};
use maud::{Markup, html};

use super::{Comite, badge_de_la_decision, badge_de_la_reunion, choisir, nom, quand, siens, titre};
use crate::connexion::{Connecte, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Lien, Page, Style, Tableau, Ton, alerte, badge, carte, lien_bouton, source, texte, vide,
};
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

/// The page.
pub async fn voir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let code = choisir(&app, &identite, champs.un("departement")).await?;
    let comite = Comite::charger(&app, &identite, code).await?;
    let siens = siens(&app, &identite).await?;
    let visiteur = Visiteur::from(&identite);
    let prochaine = comite.reunions.iter().rfind(|r| r.etat.etape() == EtapeReunion::Convoquee);
    Ok(Page::new("Comité de suivi", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! {
            (nom(&app, code)) "."
            " " a href="/retours" { "Retours d’expérience" } "."
        })
        .rendre(html! {
            @if siens.len() > 1 {
                nav.filtres aria-label="Choisir le département" {
                    ul { @for autre in &siens { li { a href=(format!("/comite?departement={autre}")) aria-current=[(*autre == code).then_some("true")] { (autre) } } } }
                }
            }
            div.deux {
                div.pile-large {
                    @if let Some(reunion) = prochaine { (annonce(reunion)) }
                    (calendrier_du_comite(&app, &comite))
                    (decisions(&comite))
                }
                div.pile-large { (composition(&app, &comite)) (passees(&comite)) }
            }
        }))
}

fn annonce(reunion: &Reunion) -> Markup {
    let adresse = format!("/comite/reunions/{}", reunion.id);
    carte(
        "Prochaine réunion",
        &html! {
            p { strong { (titre(reunion)) } " : " (quand(reunion)) "." }
            div.rang {
                (lien_bouton(Style::Principal, &adresse, "Ouvrir la réunion"))
                (lien_bouton(Style::Secondaire, &format!("{adresse}/dossier.pdf"), "Dossier de séance (PDF)"))
            }
        },
    )
}

fn calendrier_du_comite(app: &App, comite: &Comite) -> Markup {
    let registre = app.reglement.registre();
    let lu = calendrier(app.reglement.parametres(comite.departement), comite.le);
    let nouvelle =
        |rang: u8| format!("/comite/reunions/nouvelle?departement={}&rang={rang}", comite.departement);
    carte(
        "Calendrier",
        &html! {
            @match &lu.echeances {
                None => {
                    (alerte(Ton::Attention, "Le calendrier de ce comité n’est pas connu.", &html! { p { (lu.mois.precision) } }))
                }
                Some(echeances) => {
                    (Tableau::new("Réunions prévues", &["Réunion", "Prévue autour du", "État"]).lignes(echeances.iter().map(|echeance| {
                        let reunion = comite.reunions.iter().find(|r| r.rang == Some(echeance.rang) && r.etat.etape() != EtapeReunion::Annulee);
                        vec![
                            html! { @match echeance.rang { 1 => "1re", rang => { (rang) "e" } } " réunion" span.sous { (echeance.mois) " mois après le début" } },
                            html! { (texte::jour(echeance.le)) },
                            html! { @match reunion {
                                Some(reunion) => { a href=(format!("/comite/reunions/{}", reunion.id)) { (texte::jour_court(reunion.rendezvous.le)) } " " (badge_de_la_reunion(reunion)) },
                                None if comite.organise() => { a href=(nouvelle(echeance.rang)) { "Convoquer" span.lecteur { " la réunion " (echeance.rang) } } @if echeance.le < comite.le { " " (badge(Ton::Attention, "Date passée")) } },
                                None if echeance.le < comite.le => (badge(Ton::Attention, "Pas convoquée, date passée")),
                                None => (badge(Ton::Neutre, "Pas encore convoquée")),
                            } },
                        ]
                    })).rendre())
                    p.champ-aide { (lu.mois.precision) }
                }
            }
            p { (source(&lu.mois.source, registre)) }
            @if comite.organise() { p { a href=(format!("/comite/reunions/nouvelle?departement={}", comite.departement)) { "Convoquer une réunion supplémentaire" } } }
        },
    )
}

fn decisions(comite: &Comite) -> Markup {
    let ouvertes = comite.ouvertes();
    carte(
        "Décisions à suivre",
        &html! {
            @if ouvertes.is_empty() { p.champ-aide { "Aucune décision ouverte." } }
            @else {
                (Tableau::new(&texte::compte(ouvertes.len() as u64, "décision ouverte", "décisions ouvertes"), &["Décision", "Responsable", "Échéance"])
                    .lignes(ouvertes.iter().map(|decision| vec![
                        html! { a href=(format!("/comite/reunions/{}#decisions", decision.reunion)) { (decision.texte) } },
                        html! { @match comite.membre(decision.responsable) { Some(membre) => { (membre.nom) span.sous { (comite.institution(membre)) } }, None => "—" } },
                        html! { (texte::jour_court(decision.echeance)) " " (badge_de_la_decision(decision, comite.le)) },
                    ])).rendre())
            }
        },
    )
}

fn composition(app: &App, comite: &Comite) -> Markup {
    let regle = app.reglement.parametres(comite.departement).membres_du_comite.au(comite.le);
    carte(
        "Membres",
        &html! {
            @if comite.en_poste().next().is_none() { (vide("Aucun membre", "Les membres du comité ne sont pas encore enregistrés.", &html! {})) }
            @else {
                ul.liste-liens { @for membre in comite.en_poste() { li { (membre.nom) span.sous { (comite.institution(membre)) } } } }
            }
            @match &regle.connue {
                Some(attendus) => p.champ-aide { "Composition prévue : " (attendus.iter().map(|une| une.libelle()).collect::<Vec<_>>().join(", ")) ". " (source(&regle.source, app.reglement.registre())) },
                None => p.champ-aide { (regle.precision) " " (source(&regle.source, app.reglement.registre())) },
            }
            @if let Some(libres) = comite.a_pourvoir(app).filter(|libres| !libres.is_empty()) {
                p { (badge(Ton::Attention, &texte::compte(libres.len() as u64, "siège à pourvoir", "sièges à pourvoir"))) " " (dire_les_sieges(comite, &libres)) "." }
            }
            @if comite.organise() { p { (lien_bouton(Style::Secondaire, &format!("/comite/membres?departement={}", comite.departement), "Gérer les membres")) } }
        },
    )
}

/// « CPAM ; CPTS : CPTS Giennoise, CPTS Sologne ; Kinésithérapeute ambassadeur : CPTS Giennoise ».
fn dire_les_sieges(comite: &Comite, libres: &[Siege]) -> String {
    let de = |institution: &Institution| {
        let siens: Vec<&Siege> = libres.iter().filter(|siege| siege.institution == *institution).collect();
        let noms: Vec<&str> =
            siens.iter().filter_map(|siege| comite.cpts.get(&siege.cpts?)).map(String::as_str).collect();
        match (siens.is_empty(), noms.is_empty()) {
            (true, _) => None,
            (false, true) => Some(institution.libelle().to_owned()),
            (false, false) => Some(format!("{} : {}", institution.libelle(), noms.join(", "))),
        }
    };
    Institution::TOUS.iter().filter_map(de).collect::<Vec<_>>().join(" ; ")
}

fn passees(comite: &Comite) -> Markup {
    let passees: Vec<&Reunion> =
        comite.reunions.iter().filter(|r| r.etat.etape() != EtapeReunion::Convoquee).collect();
    html! {
        @if !passees.is_empty() {
            (carte("Réunions passées", &html! {
                ul.liste-liens { @for reunion in passees {
                    li { a href=(format!("/comite/reunions/{}", reunion.id)) { (titre(reunion)) ", " (texte::jour(reunion.rendezvous.le)) } " " (badge_de_la_reunion(reunion)) }
                } }
            }))
        }
    }
}
