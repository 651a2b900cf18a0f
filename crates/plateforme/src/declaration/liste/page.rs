//! The table of a list: counters that filter, a line per number, its correction beside it, the action always at hand.

use droit::decision::Statut;
use droit::identifiant::CodeDepartement;
use droit::reglement::Declarant;
use entrepot::declaration::ListeADeclarer;
use jiff::civil::Date;
use maud::{Markup, html};

use super::constat::Suite;
use super::endroit;
use super::lecture::{Lue, Presence, Sujet};
use crate::connexion::{Identite, Visiteur};
use crate::declaration::Feu;
use crate::declaration::fiche::statut as libelle_du_statut;
use crate::gabarits::{
    Avis, Lien, Page, Style, Tableau, Ton, action, alerte, badge, bouton, lien_bouton, source, texte, vide,
};
use crate::serveur::App;

/// What the page shows.
pub struct Vue<'v> {
    /// The list.
    pub liste: &'v ListeADeclarer,
    /// Its lines.
    pub lues: &'v [Lue],
    /// Today.
    pub le: Date,
    /// The colour to show, or all.
    pub feu: Option<Feu>,
    /// How many were just sent.
    pub envoyees: Option<u64>,
    /// Why nothing was sent.
    pub erreur: Option<String>,
}

/// Where a line goes in the counters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sorte {
    Reste(Feu),
    Faite,
}

impl Sorte {
    fn de(lue: &Lue) -> Self {
        match lue.constat.suite {
            Suite::Faite(_) => Self::Faite,
            _ => Self::Reste(lue.constat.feu),
        }
    }
}

/// The page.
pub fn rendre(app: &App, identite: &Identite, vue: &Vue<'_>) -> Markup {
    let visiteur = Visiteur::from(identite);
    let avis = vue.envoyees.map(|nombre| Avis {
        ton: Ton::Succes,
        message: format!(
            "{} à l’ARS.",
            texte::compte(nombre, "déclaration déposée", "déclarations déposées")
        ),
    });
    Page::new("Vérifier la liste", &visiteur)
        .fil([
            Lien::new("Tableau de bord", "/tableau-de-bord"),
            Lien::new("Déclarer plusieurs", "/declarer/liste"),
        ])
        .avis(avis)
        .rendre(html! {
            @if let Some(erreur) = &vue.erreur { div role="alert" { (alerte(Ton::Erreur, erreur, &html! {})) } }
            @if vue.lues.is_empty() {
                (vide("Cette liste est vide", "Toutes ses lignes ont été retirées.", &lien_bouton(Style::Principal, "/declarer/liste", "Nouvelle liste")))
            } @else {
                div.pile {
                    (qui_declare(app, vue))
                    (compteurs(vue))
                    (tableau(app, vue))
                    (barre(vue))
                    div.rang {
                        (lien_bouton(Style::Discret, "/declarer/liste", "Nouvelle liste"))
                        (action(Style::Discret, &format!("/declarer/liste/{}/supprimer", vue.liste.id), "Supprimer cette liste", ""))
                    }
                }
            }
        })
}

/// The rule on who declares, once per department where it is not the CPTS.
fn qui_declare(app: &App, vue: &Vue<'_>) -> Markup {
    let mut departements: Vec<CodeDepartement> = vue.lues.iter().filter_map(departement).collect();
    departements.sort_unstable();
    departements.dedup();
    html! {
        @for departement in departements {
            @let regle = app.reglement.parametres(departement).declarant.au(vue.le);
            @if let Some(declarant @ (Declarant::Praticien | Declarant::PraticienConfirme)) = regle.connue {
                (alerte(Ton::Attention, &format!("Département {departement} : déclare {}.", declarant.libelle()),
                    &html! { p { (source(&regle.source, app.reglement.registre())) } }))
            }
        }
    }
}

fn departement(lue: &Lue) -> Option<CodeDepartement> {
    match &lue.sujet {
        Sujet::Connu(candidat) => Some(candidat.dossier.departement),
        _ => None,
    }
}

fn nombre(vue: &Vue<'_>, sorte: Sorte) -> usize {
    vue.lues.iter().filter(|lue| Sorte::de(lue) == sorte).count()
}

fn compteurs(vue: &Vue<'_>) -> Markup {
    let adresse = format!("/declarer/liste/{}", vue.liste.id);
    let faites = nombre(vue, Sorte::Faite);
    html! {
        nav.filtres aria-label="Filtrer par couleur" {
            ul {
                li { a href=(adresse) aria-current=[vue.feu.is_none().then_some("true")] { "Toutes" span.filtre-nombre { (vue.lues.len()) } } }
                @for feu in [Feu::Vert, Feu::Orange, Feu::Rouge] {
                    li {
                        a.filtre-feu.(feu.ton().classe()) href=(format!("{adresse}?feu={}", feu.code())) aria-current=[(vue.feu == Some(feu)).then_some("true")] {
                            (libelle(feu)) span.filtre-nombre { (nombre(vue, Sorte::Reste(feu))) }
                        }
                    }
                }
                @if faites > 0 { li { span.filtre-fait { (badge(Ton::Info, &texte::compte(faites as u64, "déjà déclarée", "déjà déclarées"))) } } }
            }
        }
    }
}

fn libelle(feu: Feu) -> &'static str {
    match feu {
        Feu::Vert => "Prêtes",
        Feu::Orange => "À vérifier",
        Feu::Rouge => "Bloquées",
    }
}

fn tableau(app: &App, vue: &Vue<'_>) -> Markup {
    let montrees: Vec<_> =
        vue.lues.iter().filter(|lue| vue.feu.is_none_or(|feu| Sorte::de(lue) == Sorte::Reste(feu))).collect();
    html! {
        @if montrees.is_empty() {
            (vide("Aucune ligne de cette couleur", "Choisissez une autre couleur, ou toutes les lignes.", &html! {}))
        } @else {
            (Tableau::new(&texte::compte(montrees.len() as u64, "ligne", "lignes"),
                &["Ligne", "Kinésithérapeute", "Lieu d’exercice", "Vérification", "Corriger"])
                .lignes(montrees.iter().map(|lue| rangee(app, vue, lue))).rendre())
        }
    }
}

fn rangee(app: &App, vue: &Vue<'_>, lue: &Lue) -> Vec<Markup> {
    let constat = &lue.constat;
    vec![
        html! { span id=(format!("ligne-{}", lue.ligne.rang)) { (lue.ligne.numero) } },
        qui(lue),
        ou(vue, lue),
        html! {
            @match constat.suite {
                Suite::Faite(_) => (badge(Ton::Info, "Déclarée")),
                _ => (badge(constat.feu.ton(), match constat.feu { Feu::Vert => "Prête", autre => autre.libelle() })),
            }
            @for raison in &constat.raisons { span.sous { (raison.dit) } @if let Some(texte) = &raison.source { (source(texte, app.reglement.registre())) } }
            @if let Some(faire) = constat.que_faire { span.sous.a-faire { (faire) } }
        },
        corrections(vue, lue),
    ]
}

fn qui(lue: &Lue) -> Markup {
    let ecrit = html! { span.sous { (lue.ligne.ecrit) } };
    match (&lue.sujet, lue.constat.suite) {
        (Sujet::Connu(candidat), Suite::Faite(id)) => html! {
            a href=(format!("/declarations/{id}")) { (candidat.nom()) }
            span.sous { (candidat.dossier.praticien.rpps) }
        },
        (Sujet::Connu(candidat), _) => html! {
            (candidat.nom())
            span.sous { (candidat.dossier.praticien.rpps) " · " (libelle_du_statut(candidat.dossier.praticien.statut)) }
        },
        (Sujet::SansLieu { nom }, _) => html! { (nom) (ecrit) },
        _ => html! { span.inconnu { (lue.ligne.ecrit) } },
    }
}

fn ou(vue: &Vue<'_>, lue: &Lue) -> Markup {
    let Sujet::Connu(candidat) = &lue.sujet else { return html! {} };
    html! {
        (endroit::communes(candidat, vue.le))
    }
}

/// What may be changed on a line: its number, the status of who is new here, or the whole line away.
fn corrections(vue: &Vue<'_>, lue: &Lue) -> Markup {
    if matches!(lue.constat.suite, Suite::Faite(_)) {
        return html! {};
    }
    let adresse = format!("/declarer/liste/{}/ligne", vue.liste.id);
    let (rang, numero) = (lue.ligne.rang, lue.ligne.numero);
    let nouveau = match &lue.sujet {
        Sujet::Connu(candidat) if candidat.presence == Presence::AnnuaireSeul => {
            Some(candidat.dossier.praticien.statut)
        }
        _ => None,
    };
    html! {
        details.correction open[lue.constat.feu == Feu::Rouge && matches!(lue.sujet, Sujet::Faux(_))] {
            summary { "Corriger" span.lecteur { " la ligne " (numero) } }
            form.correction-champs method="post" action=(adresse) {
                input type="hidden" name="rang" value=(rang);
                label for=(format!("ecrit-{rang}")) { "Numéro RPPS" }
                input id=(format!("ecrit-{rang}")) name="ecrit" value=(lue.ligne.ecrit) inputmode="numeric" autocomplete="off" data-controle="rpps";
                @if let Some(statut) = nouveau {
                    label for=(format!("statut-{rang}")) { "Statut" }
                    select id=(format!("statut-{rang}")) name="statut" {
                        @for possible in Statut::TOUS {
                            option value=(possible.code()) selected[*possible == statut] { (libelle_du_statut(*possible)) }
                        }
                    }
                }
                (endroit::champs(lue, vue.le))
                div.rang {
                    button.bouton.bouton-secondaire type="submit" name="geste" value="corriger" { "Enregistrer" span.lecteur { " la ligne " (numero) } }
                    button.bouton.bouton-discret type="submit" name="geste" value="retirer" { "Retirer" span.lecteur { " la ligne " (numero) } }
                }
            }
        }
    }
}

/// The action, always in sight: what will be sent, the attestation, one button.
fn barre(vue: &Vue<'_>) -> Markup {
    let envoyable = |feu| {
        let compte = |lue: &&Lue| {
            Sorte::de(lue) == Sorte::Reste(feu)
                && matches!(lue.constat.suite, Suite::Declarer | Suite::Deposer(_))
        };
        vue.lues.iter().filter(compte).count() as u64
    };
    let (vertes, oranges) = (envoyable(Feu::Vert), envoyable(Feu::Orange));
    if vertes + oranges == 0 {
        return html! {
            div.barre-action {
                p { "Aucune ligne n’est prête à être déclarée." }
                (lien_bouton(Style::Secondaire, "/declarations", "Suivre les déclarations"))
            }
        };
    }
    html! {
        form.barre-action method="post" action=(format!("/declarer/liste/{}/envoyer", vue.liste.id)) {
            div.barre-choix {
                label.a-cocher for="attestation" {
                    input id="attestation" type="checkbox" name="attestation" value="oui";
                    span { "La CPTS atteste que ces praticiens exercent en son sein." }
                }
                @if oranges > 0 {
                    label.a-cocher for="orange" {
                        input id="orange" type="checkbox" name="orange" value="oui" checked[vertes == 0];
                        span { "Déclarer aussi " (texte::compte(oranges, "ligne à vérifier", "lignes à vérifier")) " : l’ARS tranchera." }
                    }
                }
            }
            (bouton(Style::Principal, &if vertes > 0 { format!("Déclarer {}", texte::compte(vertes, "ligne prête", "lignes prêtes")) } else { "Déclarer".to_owned() }))
        }
    }
}
