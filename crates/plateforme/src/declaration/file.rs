//! `/instruction`: the queue of the agent's departments, what is late or blocked first, filtered by its address.

use axum::extract::State;
use droit::identifiant::{CodeDepartement, DeclarationId};
use entrepot::cpts::Cpts;
use entrepot::declaration::Effectif;
use entrepot::{Echec, Tx};
use maud::{Markup, html};

use super::attente::{self, Attente};
use super::filtre::{ETATS, Filtre, Ordre, Retenue};
use super::{Feu, libelle_du_code};
use crate::connexion::{AgentArs, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Lien, Page, Reponse, Style, Tableau, Ton, alerte, badge, bouton, lien_bouton, texte, vide,
};
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

/// Lines on one page.
const PAGE: usize = 100;

/// What the page shows beside its lines.
struct Vue {
    filtre: Filtre,
    effectifs: Vec<Effectif>,
    cpts: Vec<Cpts>,
    toutes: Vec<Attente>,
    a_lire: std::collections::HashSet<DeclarationId>,
    deborde: bool,
}

/// The queue.
pub async fn lister(
    State(app): State<App>,
    AgentArs(identite, departements): AgentArs,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let filtre = Filtre::lire(&champs, departements);
    let mut toutes = attente::lire(&app, &filtre.voulues(identite.compte)).await?;
    if filtre.ordre == Ordre::Anciennete {
        toutes.sort_by_key(Attente::anciennete);
    }
    let siens = filtre.siens.clone();
    let (effectifs, cpts) = app.entrepot.lire(move |tx| autour(tx, &siens)).await?;
    let deborde = attente::en_deborde(&toutes, &filtre.siens);
    let vue = Vue {
        deborde,
        filtre,
        effectifs,
        cpts,
        toutes,
        a_lire: attente::a_lire(&app, identite.compte).await?,
    };
    let visiteur = Visiteur::from(&identite);
    Ok(Page::new("Instruction", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! { "Les déclarations de vos départements, avec leurs vérifications automatiques : ce qui est en retard ou bloqué vient d’abord." })
        .rendre(corps(&vue)))
}

fn corps(vue: &Vue) -> Markup {
    let gardees: Vec<&Attente> = vue.toutes.iter().filter(|attente| vue.filtre.garde(attente)).collect();
    let debut = vue
        .filtre
        .apres
        .and_then(|id| gardees.iter().position(|a| a.declaration == id))
        .map_or(0, |rang| rang + 1);
    let page: Vec<&Attente> = gardees.iter().skip(debut).take(PAGE).copied().collect();
    html! {
        div.pile {
            (filtres(vue))
            (criteres(vue))
            @if vue.deborde {
                (alerte(
                    Ton::Info,
                    &format!("Les {} dossiers les plus anciens de chaque département sont lus.", texte::grouper(attente::MAXIMUM as u64)),
                    &html! { p { "Pour un dossier plus récent, cherchez le praticien par son nom ou son numéro RPPS, ou choisissez une CPTS." } },
                ))
            }
            @if page.is_empty() {
                (vide("Rien à instruire ici", "Aucune déclaration ne répond à ces critères.", &html! {}))
            } @else if vue.filtre.etat == "deposee" {
                (a_decider(vue, &page, &gardees, debut))
            } @else {
                (tableau(vue, &page, &gardees, debut))
            }
            (suite(&vue.filtre, &page, gardees.len(), debut))
            @if !gardees.is_empty() {
                p.champ-aide {
                    "Toute la liste, avec ses vérifications : "
                    a href=(vue.filtre.adresse_de("/instruction/export/xlsx")) { "classeur" } " ou "
                    a href=(vue.filtre.adresse_de("/instruction/export/csv")) { "texte (CSV)" } "."
                }
            }
        }
    }
}

/// Where the next page begins.
fn suite(filtre: &Filtre, page: &[&Attente], total: usize, debut: usize) -> Markup {
    html! {
        @if total > PAGE {
            nav.pagination aria-label="Pages de la liste" {
                @if debut > 0 { (lien_bouton(Style::Discret, &filtre.adresse("apres", ""), "Revenir au début")) }
                span.pagination-place { "De " (debut + 1) " à " (debut + page.len()) " sur " (texte::grouper(total as u64)) }
                @if let Some(derniere) = page.last().filter(|_| debut + page.len() < total) {
                    (lien_bouton(Style::Discret, &filtre.adresse("apres", &derniere.declaration.to_string()), "Page suivante"))
                }
            }
        }
    }
}

fn autour(tx: &mut Tx, departements: &[CodeDepartement]) -> Result<(Vec<Effectif>, Vec<Cpts>), Echec> {
    let (mut sommes, mut cpts): (Vec<Effectif>, Vec<Cpts>) = (Vec::new(), Vec::new());
    for departement in departements {
        for effectif in entrepot::declaration::effectifs(tx, *departement)? {
            match sommes.iter_mut().find(|somme| somme.etat == effectif.etat) {
                Some(somme) => somme.nombre += effectif.nombre,
                None => sommes.push(effectif),
            }
        }
        let ici = entrepot::cpts::du_departement(tx, *departement)?;
        cpts.extend(ici.into_iter().filter(|c| !cpts.iter().any(|vue| vue.id == c.id)).collect::<Vec<_>>());
    }
    Ok((sommes, cpts))
}

fn lien(adresse: String, ici: bool, libelle: &str, nombre: Option<u64>) -> Markup {
    html! {
        li { a href=(adresse) aria-current=[ici.then_some("true")] {
            (libelle) @if let Some(nombre) = nombre { span.filtre-nombre { (texte::grouper(nombre)) } }
        } }
    }
}

fn filtres(vue: &Vue) -> Markup {
    let filtre = &vue.filtre;
    let nombre = |etat: &str| vue.effectifs.iter().find(|e| e.etat == etat).map_or(0, |e| e.nombre);
    let compter = |garder: &dyn Fn(&Attente) -> bool| vue.toutes.iter().filter(|a| garder(a)).count() as u64;
    html! {
        nav.filtres aria-label="Filtrer par état" {
            ul { @for etat in ETATS { (lien(filtre.adresse("etat", etat), filtre.etat == *etat, libelle_du_code(etat), Some(nombre(etat)))) } }
        }
        @if filtre.siens.len() > 1 {
            nav.filtres aria-label="Filtrer par département" {
                ul {
                    (lien(filtre.adresse("departement", ""), filtre.choisi.is_none(), "Tous les départements", None))
                    @for code in &filtre.siens { (lien(filtre.adresse("departement", code.as_str()), filtre.choisi == Some(*code), code.as_str(), None)) }
                }
            }
        }
        @if filtre.etat == "deposee" {
            nav.filtres aria-label="Filtrer par vérification" {
                ul {
                    (lien(filtre.adresse("verification", ""), filtre.feu.is_none(), "Toutes", Some(vue.toutes.len() as u64)))
                    @for feu in [Feu::Rouge, Feu::Orange, Feu::Vert] {
                        (lien(filtre.adresse("verification", feu.code()), filtre.feu == Some(feu), feu.libelle(), Some(compter(&|a| a.feu == feu))))
                    }
                    @let retard = filtre.retard == Retenue::Celles;
                    (lien(filtre.adresse("retard", if retard { "" } else { "oui" }), retard, "En retard", Some(compter(&Attente::en_retard))))
                }
            }
        }
    }
}

fn criteres(vue: &Vue) -> Markup {
    let filtre = &vue.filtre;
    let mut cpts = vec![Reponse::new("", "Toutes les CPTS")];
    cpts.extend(vue.cpts.iter().map(|c| Reponse::new(c.id.to_string(), c.nom.as_str())));
    let miens = vec![Reponse::new("", "Tous les dossiers"), Reponse::new("oui", "Ceux où j’ai agi")];
    let ordres = vec![
        Reponse::new("", "En retard, puis bloqués"),
        Reponse::new("anciennete", "Les plus anciens d’abord"),
    ];
    let ordre = if filtre.ordre == Ordre::Anciennete { "anciennete" } else { "" };
    html! {
        form.criteres method="get" action="/instruction" {
            (filtre.champs_caches(&["qui", "cpts", "miens", "tri"]))
            (Champ::texte("qui", "Nom ou numéro RPPS").facultatif().valeur(filtre.qui.as_deref().unwrap_or_default()).filtre().rendre())
            (Champ::liste("cpts", "CPTS", cpts).valeur(filtre.cpts.map(|id| id.to_string()).unwrap_or_default()).filtre().rendre())
            (Champ::liste("miens", "Dossiers", miens).valeur(filtre.miens.code()).filtre().rendre())
            (Champ::liste("tri", "Ordre", ordres).valeur(ordre).filtre().rendre())
            (bouton(Style::Secondaire, "Appliquer"))
        }
    }
}

/// The queue to decide: the green ones may be ticked, or all of them taken, and accepted together.
fn a_decider(vue: &Vue, page: &[&Attente], gardees: &[&Attente], debut: usize) -> Markup {
    let vertes = gardees.iter().filter(|attente| attente.feu == Feu::Vert).count();
    html! {
        form.pile method="post" action="/instruction/verification" {
            (vue.filtre.champs_caches(&[]))
            (tableau(vue, page, gardees, debut))
            @if vertes > 0 {
                div.barre-action {
                    p { "Vous relirez les dossiers avant de confirmer. Seuls ceux dont tout est vérifié s’acceptent ensemble." }
                    (bouton(Style::Principal, "Accepter les dossiers cochés"))
                    button.bouton.bouton-secondaire type="submit" name="toutes" value="oui" {
                        "Accepter " (texte::compte(vertes as u64, "dossier vérifié", "dossiers vérifiés"))
                    }
                }
            }
        }
    }
}

fn tableau(vue: &Vue, page: &[&Attente], gardees: &[&Attente], debut: usize) -> Markup {
    let etat = vue.filtre.etat;
    let attente = if etat == "deposee" { "Attend depuis" } else { "Depuis" };
    let total = texte::compte(gardees.len() as u64, "dossier", "dossiers");
    let titre = if gardees.len() > PAGE {
        format!("{total}, de {} à {}", debut + 1, debut + page.len())
    } else {
        total
    };
    Tableau::new(&titre, &["Kinésithérapeute", "CPTS", attente, "Vérifications"])
        .lignes(page.iter().map(|attente| ligne(attente, etat, vue.a_lire.contains(&attente.declaration))))
        .rendre()
}

fn ligne(attente: &Attente, etat: &str, message: bool) -> Vec<Markup> {
    let nom = attente.dossier.nom();
    vec![
        html! {
            span.a-cocher {
                @if etat == "deposee" && attente.feu == Feu::Vert {
                    input type="checkbox" name="declaration" value=(attente.declaration) aria-label=(format!("Cocher {nom}"));
                }
                span {
                    a href=(format!("/declarations/{}", attente.declaration)) { (nom) }
                    span.sous { (attente.dossier.praticien.rpps) }
                    @if message { (badge(Ton::Info, "Message à lire")) }
                }
            }
        },
        html! { (attente.dossier.cpts.nom) span.sous { "Département " (attente.dossier.departement) } },
        html! {
            @match u64::try_from(attente.jours) {
                Ok(jours) if jours > 0 => (texte::compte(jours, "jour", "jours")),
                _ => "Aujourd’hui",
            }
            @if let Some(echeance) = attente.echeance {
                @if attente.en_retard() { span.sous { (badge(Ton::Attention, "Délai dépassé")) } }
                span.sous { "Décision annoncée pour le " (texte::jour_court(echeance)) }
            }
        },
        html! {
            (badge(attente.feu.ton(), attente.feu.libelle()))
            @for raison in &attente.raisons { span.sous { (raison) } }
        },
    ]
}
