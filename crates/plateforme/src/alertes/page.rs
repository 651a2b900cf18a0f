//! The page of alerts: what changed, since which extraction, what it means, and what to do.

use droit::acces::Role;
use entrepot::annuaire::{AlerteSuivie, DossierAlerte, Vue, Vues};
use maud::{Markup, html};

use super::{Liste, Saisie, pour};
use crate::annuaire_sante::en_mots;
use crate::connexion::{Identite, Visiteur};
use crate::declaration::{libelle_du_code, ton_du_code};
use crate::gabarits::{
    Champ, Lien, Page, Style, Ton, alerte as encart, badge, bouton_pour, lien_bouton, texte, vide,
};

/// The page.
pub(super) fn rendre(identite: &Identite, liste: &Liste, saisie: &Saisie) -> Markup {
    let visiteur = Visiteur::from(identite);
    Page::new("Alertes de l’annuaire", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! {
            "Ce que l’Annuaire Santé a changé pour les praticiens que vous suivez. Une alerte informe : elle ne met fin à rien d’elle-même."
        })
        .rendre(html! {
            div.pile {
                (onglets(liste.vues))
                (etat_de_l_annuaire(liste))
                @for alerte in &liste.alertes { (carte(identite, alerte, saisie)) }
            }
        })
}

/// How a form names an alert.
pub(super) fn reference(suivie: &AlerteSuivie) -> String {
    let alerte = &suivie.alerte;
    let regard = suivie.regard.cle().replace('/', "-");
    format!("{}-{}-{}-{regard}", alerte.import, alerte.rang, alerte.praticien)
}

fn onglets(vues: Vues) -> Markup {
    let courant = |de: Vues| (vues == de).then_some("true");
    html! {
        nav.filtres aria-label="Filtrer les alertes" {
            ul {
                li { a href="/alertes" aria-current=[courant(Vues::Aucune)] { "À regarder" } }
                li { a href="/alertes?vues=oui" aria-current=[courant(Vues::Deja)] { "Déjà vues" } }
            }
        }
    }
}

fn etat_de_l_annuaire(liste: &Liste) -> Markup {
    let Some(dernier) = &liste.dernier else {
        return vide(
            "Aucune extraction de l’annuaire n’a été importée",
            "Les alertes viendront de la comparaison de deux extractions.",
            &html! {},
        );
    };
    let extraction = format!("Dernière extraction importée : celle du {}.", texte::jour(dernier.extrait_le));
    match (liste.alertes.is_empty(), liste.vues) {
        (false, _) => html! { p.champ-aide { (extraction) } },
        (true, Vues::Aucune) => vide("Aucune alerte à regarder", &extraction, &html! {}),
        (true, Vues::Deja) => vide("Aucune alerte vue", &extraction, &html! {}),
    }
}

fn carte(identite: &Identite, suivie: &AlerteSuivie, saisie: &Saisie) -> Markup {
    let alerte = &suivie.alerte;
    let constat = texte::jour(alerte.constatee_le);
    html! {
        section.carte {
            h2.carte-titre { (suivie.prenom) " " (suivie.nom) }
            p { strong { (en_phrase(&en_mots(&alerte.changement))) } }
            p {
                (alerte.rpps) " · Constaté dans l’extraction du " (constat)
                @if let Some(avant) = suivie.avant { ", celle du " (texte::jour(avant)) " disait encore le contraire" }
                "."
            }
            p { (alerte.changement.genre.portee()) }
            @match &suivie.dossier {
                Some(dossier) => (lien_du_dossier(identite, dossier)),
                None => p.champ-aide { "Membre sans déclaration en cours dans votre CPTS." }
            }
            @match &suivie.vue {
                Some(vue) => (deja_vue(vue)),
                None => (formulaire(suivie, saisie)),
            }
        }
    }
}

fn lien_du_dossier(identite: &Identite, dossier: &DossierAlerte) -> Markup {
    let geste = match (identite.acteur.role(), dossier.etat.as_str()) {
        (Role::AgentArs, "validee") => "Ouvrir le dossier pour suspendre ou mettre fin",
        (Role::AgentArs, _) => "Ouvrir le dossier",
        (_, "validee") => "Ouvrir la déclaration pour la retirer",
        _ => "Ouvrir la déclaration",
    };
    html! {
        div.rang {
            span {
                "Déclaration dans le département " (dossier.departement) ", " (dossier.nom_cpts) " "
                (badge(ton_du_code(&dossier.etat), libelle_du_code(&dossier.etat)))
            }
            (lien_bouton(Style::Secondaire, &format!("/declarations/{}", dossier.declaration), geste))
        }
    }
}

fn deja_vue(vue: &Vue) -> Markup {
    let titre = format!("Vue par {} le {}.", vue.par, texte::instant(vue.le, "Europe/Paris"));
    encart(Ton::Info, &titre, &html! { @if let Some(mots) = &vue.commentaire { p { "« " (mots) " »" } } })
}

fn formulaire(suivie: &AlerteSuivie, saisie: &Saisie) -> Markup {
    let reference = reference(suivie);
    let champ = super::champ_du_commentaire(&reference);
    let sienne = saisie.reference == reference;
    let tapee = if sienne { saisie.champs.un(&champ) } else { "" };
    let rien = crate::gabarits::Erreurs::default();
    let erreurs = if sienne { &saisie.erreurs } else { &rien };
    html! {
        details.plus open[sienne] {
            summary { "J’ai regardé cette alerte" }
            form.formulaire method="post" action="/alertes/vue" novalidate {
                input type="hidden" name="alerte" value=(reference);
                (Champ::zone(&champ, "Ce que vous avez constaté ou fait").facultatif()
                    .aide("Vos collègues le liront avec votre nom et l’heure.").valeur(tapee).erreurs(erreurs).rendre())
                div.formulaire-fin { (bouton_pour(Style::Principal, "Marquer comme vue", &format!("{} ({})", suivie.nom, pour(suivie.regard)))) }
            }
        }
    }
}

/// The same words as a sentence.
fn en_phrase(mots: &str) -> String {
    let mut lettres = mots.chars();
    let premiere = lettres.next().map(|lettre| lettre.to_uppercase().to_string()).unwrap_or_default();
    format!("{premiere}{}.", lettres.as_str())
}
