//! `/transmissions`: each local body, its last file, what waits.

use axum::extract::State;
use droit::acces::{self, Role};
use droit::identifiant::CodeDepartement;
use droit::reglement::Reglement;
use entrepot::Echec;
use entrepot::transmission::{self, Depart, Destinataire, EtatDestinataire, Rythme, Transmission};
use jiff::Timestamp;
use maud::{Markup, html};

use super::en_retard;
use crate::connexion::{Connecte, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Lien, Page, Style, Tableau, Ton, alerte, badge, lien_bouton, texte, vide};
use crate::serveur::App;

/// The bodies that the reader may see.
pub async fn lister(State(app): State<App>, Connecte(identite): Connecte) -> Result<Markup, Failure> {
    let departements = acces::liste_caisse(&identite.acteur).map_err(|_| Failure::Introuvable)?;
    let (acteur, lus) = (identite.acteur.clone(), departements.clone());
    let lignes = app
        .entrepot
        .lire(move |tx| {
            let mut lignes = Vec::new();
            for departement in &lus {
                for destinataire in transmission::du_departement(tx, *departement)? {
                    if acces::voir_transmissions(&acteur, *departement, destinataire.organisme).is_ok() {
                        let dernier = transmission::transmissions(tx, destinataire.id, None, 1)?.pop();
                        lignes.push((destinataire, dernier));
                    }
                }
            }
            Ok::<_, Echec>(lignes)
        })
        .await?;
    let visiteur = Visiteur::from(&identite);
    let regle = identite.acteur.role() == Role::AgentArs;
    let chapo = if regle {
        "Chaque décision est portée à la connaissance des organismes locaux, dans des fichiers numérotés sans trou."
    } else {
        "Les fichiers que l’ARS envoie à votre organisme, numérotés sans trou. Accusez réception de chacun."
    };
    let maintenant = app.horloge.maintenant();
    Ok(Page::new(if regle { "Transmissions" } else { "Fichiers reçus" }, &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! { (chapo) })
        .rendre(html! {
            div.pile-large {
                @if lignes.is_empty() { (personne(regle)) } @else { (tableau(&app, &lignes, maintenant)) }
                @if regle {
                    (manquants(app.reglement, &departements, &lignes, maintenant))
                    p { (lien_bouton(Style::Principal, "/transmissions/nouveau", "Ajouter un organisme")) }
                }
                p.aide { "La forme des fichiers est décrite par un " a href="/schemas/caisse-1.json" { "schéma JSON" } ", version 1." }
            }
        }))
}

fn personne(regle: bool) -> Markup {
    let explication = if regle {
        "Ajoutez la CPAM, la MSA ou la CGSS du département : la liste complète lui part aussitôt."
    } else {
        "L’ARS n’a pas encore réglé l’envoi à votre organisme. La recherche des autorisations, elle, est ouverte."
    };
    vide("Aucun organisme ne reçoit de fichier.", explication, &html! {})
}

fn tableau(app: &App, lignes: &[(Destinataire, Option<Transmission>)], maintenant: Timestamp) -> Markup {
    Tableau::new("Organismes", &["Organisme", "Rythme", "Dernier fichier", "Envoi", "Accusé de réception"])
        .lignes(lignes.iter().map(|(destinataire, dernier)| {
            let fuseau = app.reglement.fuseau(destinataire.departement);
            let adresse = format!("/transmissions/{}", destinataire.id);
            vec![
                html! {
                    a href=(adresse) { (destinataire.nom) }
                    span.sous { "Département " (destinataire.departement) }
                },
                rythme(destinataire),
                dernier.as_ref().map_or_else(|| html! { "Aucun" }, |f| numero(f, fuseau)),
                dernier.as_ref().map_or_else(|| html! { "Pas encore" }, |f| envoi(f, fuseau)),
                dernier
                    .as_ref()
                    .map_or_else(|| html! { "Pas encore" }, |f| accuse(destinataire, f, fuseau, maintenant)),
            ]
        }))
        .rendre()
}

fn rythme(destinataire: &Destinataire) -> Markup {
    html! {
        @if destinataire.reglages.etat == EtatDestinataire::Suspendu { (badge(Ton::Attention, "Suspendu")) }
        @else { (nom_du_rythme(destinataire.reglages.rythme)) }
    }
}

/// How a rhythm is called.
pub fn nom_du_rythme(rythme: Rythme) -> &'static str {
    match rythme {
        Rythme::Immediat => "À chaque décision",
        Rythme::Quotidien => "Chaque matin, s’il y a du nouveau",
        Rythme::Hebdomadaire => "Le lundi matin, s’il y a du nouveau",
    }
}

/// The number of a file, its nature, its day.
pub fn numero(fichier: &Transmission, fuseau: &str) -> Markup {
    let nature = if fichier.nature == "complet" { "complet" } else { "différentiel" };
    html! {
        "N° " (fichier.numero) ", " (nature)
        span.sous { (texte::instant(fichier.arrete_le, fuseau)) " · " (texte::compte(fichier.lignes, "ligne", "lignes")) }
    }
}

/// How far a file is on its way.
pub fn envoi(fichier: &Transmission, fuseau: &str) -> Markup {
    html! {
        @match &fichier.depart {
            Depart::Remis => (badge(Ton::Succes, "Envoyé")),
            Depart::EnAttente { erreur: None, .. } => (badge(Ton::Info, "Part dans quelques secondes")),
            Depart::EnAttente { essais, echeance, erreur: Some(erreur) } => {
                (badge(Ton::Attention, "En attente"))
                span.sous { (texte::compte((*essais).max(0).unsigned_abs(), "essai", "essais")) ", prochain : " (texte::instant(*echeance, fuseau)) }
                span.sous { (erreur) }
            }
            Depart::Abandonne(erreur) => { (badge(Ton::Erreur, "Non envoyé")) span.sous { (erreur) } }
        }
        @if let Some(parti) = fichier.envoye_le { span.sous { (texte::instant(parti, fuseau)) } }
        @if let Some(encore) = fichier.renvoye_le {
            span.sous { "Envoyé " (fichier.envois) " fois, la dernière le " (texte::instant(encore, fuseau)) }
        }
    }
}

/// Whether a file was received.
pub fn accuse(d: &Destinataire, fichier: &Transmission, fuseau: &str, maintenant: Timestamp) -> Markup {
    html! {
        @match (fichier.accuse_le, fichier.envoye_le) {
            (Some(le), _) => {
                (badge(Ton::Succes, "Reçu"))
                span.sous { (texte::instant(le, fuseau)) }
                @if let Some(reference) = fichier.accuse_reference.as_deref().filter(|r| !r.is_empty()) {
                    span.sous { "Référence " (reference) }
                }
            }
            (None, Some(_)) if en_retard(d, fichier, maintenant) => {
                (badge(Ton::Attention, "En retard"))
                @if let Some(jours) = d.reglages.accuse_sous { span.sous { "Attendu sous " (texte::compte(jours.into(), "jour", "jours")) } }
            }
            (None, Some(_)) => "Attendu",
            (None, None) => "",
        }
    }
}

/// The bodies that the rules of the department name and that nobody added; nothing is guessed where they name none.
fn manquants(
    reglement: &Reglement,
    departements: &[CodeDepartement],
    lignes: &[(Destinataire, Option<Transmission>)],
    maintenant: Timestamp,
) -> Markup {
    let oublies: Vec<String> = departements
        .iter()
        .flat_map(|departement| organismes_nommes(reglement, *departement, maintenant))
        .filter(|nom| !lignes.iter().any(|(d, _)| d.nom.eq_ignore_ascii_case(nom)))
        .collect();
    html! {
        @if !oublies.is_empty() {
            (alerte(Ton::Attention, "Ces organismes sont nommés par les règles du département et ne reçoivent rien.", &html! {
                ul { @for nom in &oublies { li { (nom) } } }
            }))
        }
    }
}

/// The bodies that the rules of a department name, as its sheet shows them.
pub fn organismes_nommes(
    reglement: &Reglement,
    departement: CodeDepartement,
    maintenant: Timestamp,
) -> Vec<String> {
    let Ok(ici) = maintenant.in_tz(reglement.fuseau(departement)) else { return Vec::new() };
    reglement.parametres(departement).organismes_locaux.au(ici.date()).connue.clone().unwrap_or_default()
}
