//! « Prêt à facturer » for an episode: every point with its text, the lines, what the MK says, what is joined.

use axum::extract::{Path, State};
use droit::decision::Etat as EtatDuPoint;
use droit::document::Exigence;
use droit::facturation::{LigneFacturable, Objet, PointVerifie, Total};
use droit::identifiant::EpisodeId;
use droit::reglement::ngap::Centimes;
use entrepot::{Echec, Tx, patient};
use maud::{Markup, html};
use serde::Deserialize;

use super::etat::{Etat, Reponse};
use super::saisie::Saisie;
use crate::connexion::{Identite, Mk, Visiteur};
use crate::echec::Failure;
use crate::episode::page::{fil_de, nom};
use crate::gabarits::{
    Avis, Champ, Erreurs, Page, Reponse as Choix, Style, Tableau, Ton, action, alerte, badge, bouton, carte,
    formulaire, lien_bouton, pastille, source, texte, vide,
};
use crate::saisie::Parametres;
use crate::serveur::App;

/// What has just been done.
#[derive(Debug, Default, Deserialize)]
pub struct Fait {
    #[serde(default)]
    fait: String,
}

/// The page.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn voir(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    Parametres(suite): Parametres<Fait>,
) -> Result<Markup, Failure> {
    let etat = consulter(&app, &identite, crate::episode::identifiant(&id)?).await?;
    let saisie = Saisie::de(&etat.dite);
    let avis = match suite.fait.as_str() {
        "enregistre" => Some(Avis::succes("Enregistré.")),
        "justificatif" => Some(Avis::succes("Justificatif prêt : joignez-le à votre facture.")),
        _ => None,
    };
    composer(&app, &identite, (&etat, &saisie), &Erreurs::default(), avis)
}

/// Reads the bill, and says so in the journal before anything is shown.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn consulter(app: &App, identite: &Identite, id: EpisodeId) -> Result<Etat, Failure> {
    let (acteur, trousseau) = (identite.acteur.clone(), app.entrepot.trousseau().clone());
    let etat = app.entrepot.lire(move |tx| Etat::lire(tx, &trousseau, &acteur, id)).await?;
    let (qui, maintenant) = (format!("praticien/{}", etat.socle.mk()), app.horloge.maintenant());
    app.entrepot
        .ecrire(move |tx: &mut Tx| {
            patient::tracer_consultation(tx, qui.clone(), format!("episode/{id}"), maintenant);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(etat)
}

/// The page with what is wrong in it.
///
/// # Errors
/// When the zone of the department is unknown.
pub fn rendre(
    app: &App,
    identite: &Identite,
    etat: &Etat,
    saisie: &Saisie,
    erreurs: &Erreurs,
) -> Result<Markup, Failure> {
    composer(app, identite, (etat, saisie), erreurs, None)
}

fn composer(
    app: &App,
    identite: &Identite,
    (etat, saisie): (&Etat, &Saisie),
    erreurs: &Erreurs,
    avis: Option<Avis>,
) -> Result<Markup, Failure> {
    let reponse = etat.preparer(app)?;
    let visiteur = Visiteur::from(identite);
    let (id, qui) = (etat.socle.dossier.episode.id, nom(&etat.socle.dossier.patient.identite));
    let chapo = html! { (qui) ", " (etat.socle.dossier.episode.localisation.libelle())
    ". Rien n’est envoyé d’ici : la facture part de votre logiciel." };
    Ok(Page::new("Facturation", &visiteur).fil(fil_de(id, &qui)).chapo(chapo).avis(avis).rendre(html! {
        (verdict(&reponse))
        div.deux {
            div.pile-large {
                section.section {
                    h2 { "Points vérifiés" }
                    ol.points { @for point in &reponse.facturation.points { (ligne_de_point(app, point)) } }
                }
                (lignes(&reponse))
            }
            div.pile-large {
                (carte("Ce que vous dites", &dire(id, saisie, erreurs)))
                (carte("Pièce à joindre", &piece(app, etat, &reponse)))
                (carte("Vers votre logiciel", &sortie(etat)))
            }
        }
    }))
}

fn verdict(reponse: &Reponse) -> Markup {
    let bloquants = reponse.facturation.points.iter().filter(|point| point.bloque()).count() as u64;
    if bloquants == 0 {
        return alerte(
            Ton::Succes,
            "Prêt à facturer",
            &html! { p { "Tous les points sont réglés. Total : " strong { (total(reponse.facturation.total)) } "." } },
        );
    }
    let titre =
        format!("{} avant de facturer", texte::compte(bloquants, "point à régler", "points à régler"));
    alerte(
        Ton::Attention,
        &titre,
        &html! { p { "Chaque point dit quoi faire, et le texte qui le demande." } },
    )
}

/// How pressing a point is.
pub fn ton(etat: EtatDuPoint) -> Ton {
    match etat {
        EtatDuPoint::Respecte => Ton::Succes,
        EtatDuPoint::Signale => Ton::Info,
        EtatDuPoint::AConfirmer => Ton::Attention,
        EtatDuPoint::Viole => Ton::Erreur,
        EtatDuPoint::SansObjet => Ton::Neutre,
    }
}

fn ligne_de_point(app: &App, point: &PointVerifie<'_>) -> Markup {
    html! {
        li.point {
            (pastille(ton(point.etat)))
            div.point-corps {
                p { span.lecteur { (etat_en_mots(point.etat)) " : " } (point.message) }
                @if let Some(fondement) = point.fondement { p.source { (source(fondement, app.reglement.registre())) } }
            }
        }
    }
}

fn etat_en_mots(etat: EtatDuPoint) -> &'static str {
    match etat {
        EtatDuPoint::Respecte => "Réglé",
        EtatDuPoint::Signale => "À savoir",
        EtatDuPoint::AConfirmer => "À confirmer",
        EtatDuPoint::Viole => "À corriger",
        EtatDuPoint::SansObjet => "Sans objet",
    }
}

fn lignes(reponse: &Reponse) -> Markup {
    let une = |ligne: &LigneFacturable| {
        vec![
            html! { (texte::jour_court(ligne.le)) },
            html! { (objet(ligne.objet)) },
            html! { (acte(ligne)) },
            html! { (ligne.montant.map_or_else(|| "inconnu".to_owned(), euros)) },
        ]
    };
    html! {
        section.section {
            h2 { "Lignes de vos actes" }
            @if reponse.facturation.lignes.is_empty() {
                (vide("Aucun acte de votre main", "Enregistrez une séance, ou validez le bilan.", &html! {}))
            } @else {
                (Tableau::new("Lignes", &["Jour", "Objet", "Acte", "Montant"]).lignes(reponse.facturation.lignes.iter().map(une)).rendre())
                p { strong { "Total : " (total(reponse.facturation.total)) } }
                p.source { "Base de remboursement, dans la zone du département, à la date de chaque acte. Un confrère facture ses propres séances." }
            }
        }
    }
}

/// « Séance », « Bilan ».
pub fn objet(objet: Objet) -> &'static str {
    match objet {
        Objet::Bilan => "Bilan-diagnostic",
        Objet::Seance => "Séance",
    }
}

/// « RAM 8,11 ».
pub fn acte(ligne: &LigneFacturable) -> String {
    ligne.acte.as_ref().map_or_else(|| "non précisé".to_owned(), ToString::to_string)
}

/// « 17,92 € ».
pub fn euros(centimes: Centimes) -> String {
    format!("{},{:02}\u{a0}€", texte::grouper(u64::from(centimes.0 / 100)), centimes.0 % 100)
}

/// The total, and whether lines are missing from it.
pub fn total(total: Total) -> String {
    match total {
        Total::Exact(centimes) => euros(centimes),
        Total::Partiel(centimes) => format!("{} (partiel)", euros(centimes)),
    }
}

fn dire(id: EpisodeId, saisie: &Saisie, e: &Erreurs) -> Markup {
    let canaux = vec![
        Choix::new("acces-direct", "Accès direct").aide("Vous êtes le prescripteur."),
        Choix::new("renouvellement", "Renouvellement d’une prescription")
            .aide("Avenant n° 7 : le médecin reste le prescripteur, la copie part par SCOR."),
    ];
    let bilans = vec![
        Choix::new("general", "Bilan général"),
        Choix::new("neurologique", "Bilan neurologique"),
        Choix::new("non-factures", "Ne pas facturer les bilans"),
    ];
    let champs = html! {
        input type="hidden" name="version" value=(saisie.version());
        (Champ::boutons("canal", "Voie", canaux).valeur(saisie.canal.as_str()).erreurs(e).rendre())
        (Champ::date("prescription_du", "Jour de la prescription renouvelée").facultatif().valeur(saisie.prescription_du.as_str()).erreurs(e).rendre())
        (Champ::liste("bilans", "Bilans", bilans).valeur(saisie.bilans.as_str()).erreurs(e).rendre())
        (Champ::date("accord_le", "Accord préalable obtenu le").facultatif().valeur(saisie.accord_le.as_str()).erreurs(e).rendre())
        (Champ::texte("prescripteur", "Numéro porté comme prescripteur").facultatif()
            .aide("Recopiez la case de votre logiciel : un RPPS ou un autre numéro y serait refusé.")
            .clavier("numeric").valeur(saisie.prescripteur.as_str()).erreurs(e).rendre())
    };
    formulaire(&format!("/episodes/{id}/facturation"), e, &champs, "Vérifier à nouveau")
}

/// What the department asks, in its own words, with its source.
fn piece(app: &App, etat: &Etat, reponse: &Reponse) -> Markup {
    let id = etat.socle.dossier.episode.id;
    let registre = app.reglement.registre();
    html! {
        @match &reponse.exigence {
            Exigence::Aucune(_) => p { "Ce département ne demande aucune pièce avec la facture." },
            Exigence::Inconnue(_) => p { "Aucune source ne dit si une pièce est à joindre : demandez à la caisse." },
            Exigence::Annexe1 { precision, .. } => {
                p { "Ce département demande l’annexe 1 de son cahier des charges. " (precision) }
                p.source { "Son contenu n’est pas publié : ce justificatif réunit les faits qu’elle doit porter. Le formulaire de la caisse prévaut." }
                @if let Some(document) = etat.justificatif() {
                    p { (badge(Ton::Succes, "Justificatif prêt")) }
                    p { (lien_bouton(Style::Secondaire, &format!("/episodes/{id}/documents/{document}/document.pdf"), "Ouvrir le PDF")) }
                    (action(Style::Discret, &format!("/episodes/{id}/justificatif"), "Le refaire avec les séances d’aujourd’hui", ""))
                } @else {
                    (action(Style::Secondaire, &format!("/episodes/{id}/justificatif"), "Préparer le justificatif", ""))
                }
            }
        }
        p.source { (source(reponse.exigence.source(), registre)) }
        @if reponse.numero_am.is_none() {
            p { a href="/mon-cabinet" { "Renseigner le numéro d’Assurance Maladie du lieu" } }
        }
    }
}

fn sortie(etat: &Etat) -> Markup {
    let id = etat.socle.dossier.episode.id;
    let (geste, libelle) = match etat.dite.facturee_le {
        None => ("facturee", "Noter comme facturé"),
        Some(_) => ("a-facturer", "Remettre à facturer"),
    };
    html! {
        ul.actions {
            li { (lien_bouton(Style::Discret, &format!("/episodes/{id}/facturation/lignes.csv"), "Lignes en CSV")) }
            li { (lien_bouton(Style::Discret, &format!("/episodes/{id}/facturation/lignes.xlsx"), "Lignes en XLSX")) }
        }
        @if let Some(le) = etat.dite.facturee_le { p { (badge(Ton::Succes, "Facturé")) " noté le " (texte::jour(le)) } }
        form method="post" action=(format!("/episodes/{id}/facturation/depart")) {
            input type="hidden" name="version" value=(etat.dite.version);
            input type="hidden" name="geste" value=(geste);
            (bouton(Style::Secondaire, libelle))
        }
    }
}
