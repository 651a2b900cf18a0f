//! `/mes-fiches`: the sheets of an MK: his figures, the two things only he knows, one button.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::campagne::{
    Campagne, Chiffres, EmpechementFicheAnnuelle, EtatCampagne, EtatFicheAnnuelle, FicheAnnuelle, Reponse,
    VersionFiche,
};
use droit::identifiant::{CampagneId, PraticienId};
use droit::indicateur::Variante;
use droit::texte::TexteLibre;
use entrepot::campagne;
use entrepot::indicateur::activite;
use entrepot::{Echec, notification};
use maud::{Markup, html};

use super::fiche::version;
use super::{aujourd_hui, auteur, badge_de_la_fiche, chiffres, devance, nom, phrase};
use crate::connexion::{Identite, Mk, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Avis, Champ, Erreurs, Lien, Page, Style, Tableau, Ton, alerte, bouton, carte, fiche, resume, texte, vide,
};
use crate::saisie::{Champs, Formulaire, Parametres};
use crate::serveur::App;

/// What is known of a sheet.
struct Mienne {
    campagne: Campagne,
    fiche: FicheAnnuelle,
    versions: Vec<VersionFiche>,
    chiffres: Chiffres,
    /// His total, where somebody gave it already.
    connue: Option<u32>,
}

async fn charger(app: &App, mk: PraticienId, id: &str) -> Result<Mienne, Failure> {
    let id: CampagneId = id.parse().map_err(|_| Failure::Introuvable)?;
    let trousseau = app.entrepot.trousseau().clone();
    let lue = app.entrepot.lire(move |tx| {
        let sienne = campagne::du_praticien(tx, mk)?.into_iter().find(|une| une.id == id);
        let Some(campagne) = sienne else { return Ok(None) };
        let (fiche, versions) = (campagne::fiche(tx, id, mk)?, campagne::versions(tx, &trousseau, id, mk)?);
        let connue = activite(tx, mk, campagne.annee)?;
        Ok::<_, Echec>(Some((campagne, fiche, versions, connue)))
    });
    let lue: Option<(Campagne, FicheAnnuelle, Vec<VersionFiche>, Option<u32>)> = lue.await?;
    let (campagne, fiche, versions, connue) = lue.ok_or(Failure::Introuvable)?;
    let chiffres = chiffres(app, mk, campagne.annee).await?;
    Ok(Mienne { campagne, fiche, versions, chiffres, connue })
}

/// The list.
pub async fn lister(State(app): State<App>, Mk(identite, mk): Mk) -> Result<Markup, Failure> {
    let lues = app.entrepot.lire(move |tx| {
        let mut lues = Vec::new();
        for campagne in campagne::du_praticien(tx, mk)? {
            lues.push((campagne, campagne::fiche(tx, campagne.id, mk)?));
        }
        Ok::<_, Echec>(lues)
    });
    let lues: Vec<(Campagne, FicheAnnuelle)> = lues.await?;
    let mut lignes = Vec::with_capacity(lues.len());
    for (campagne, fiche) in &lues {
        let le = aujourd_hui(&app, campagne.departement)?;
        lignes.push(vec![
            html! { a href=(format!("/mes-fiches/{}", campagne.id)) { "Année " (campagne.annee) } span.sous { (nom(&app, campagne.departement)) } },
            html! { (texte::jour_court(campagne.echeance)) },
            badge_de_la_fiche(campagne, fiche, le),
        ]);
    }
    let visiteur = Visiteur::from(&identite);
    Ok(Page::new("Mes fiches annuelles", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! { "Une fois par an : vos chiffres sont déjà là, il reste à les vérifier." })
        .rendre(html! {
            @if lignes.is_empty() { (vide("Aucune fiche à remplir", "L’ARS vous préviendra quand elle ouvrira la campagne de l’année.", &html! {})) }
            @else { (Tableau::new("Mes fiches annuelles", &["Année", "Échéance", "Fiche"]).lignes(lignes).rendre()) }
        }))
}

/// The page of a sheet; opening it reads what was told about it.
pub async fn voir(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Path(id): Path<String>,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let mienne = charger(&app, mk, &id).await?;
    if identite.non_lues > 0 {
        let (compte, maintenant) = (identite.compte, app.horloge.maintenant());
        let lien = format!("/mes-fiches/{}", mienne.campagne.id);
        let lire = app.entrepot.ecrire(move |tx| {
            notification::marquer_lues_de_la_page(tx, compte, &lien, maintenant);
            Ok::<(), Echec>(())
        });
        lire.await?;
    }
    let fait = (champs.un("fait") == "validee").then(|| Avis::succes("Votre fiche est validée. Merci."));
    page(&app, &identite, &mienne, &Champs::default(), &Erreurs::default(), fait)
}

fn page(
    app: &App,
    identite: &Identite,
    mienne: &Mienne,
    champs: &Champs,
    e: &Erreurs,
    fait: Option<Avis>,
) -> Result<Markup, Failure> {
    let campagne = &mienne.campagne;
    let le = aujourd_hui(app, campagne.departement)?;
    let titre = format!("Ma fiche {}", campagne.annee);
    let visiteur = Visiteur::from(identite);
    let validee = matches!(mienne.fiche.etat, EtatFicheAnnuelle::Validee { .. });
    Ok(Page::new(&titre, &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Mes fiches annuelles", "/mes-fiches")])
        .avis(fait)
        .chapo(html! { (badge_de_la_fiche(campagne, &mienne.fiche, le)) " " (nom(app, campagne.departement)) ", à valider avant le " (texte::jour(campagne.echeance)) "." })
        .rendre(html! {
            div.deux {
                div.pile-large {
                    @if let EtatFicheAnnuelle::Renvoyee { le, motif, .. } = &mienne.fiche.etat {
                        (alerte(Ton::Erreur, &format!("L’ARS vous l’a renvoyée le {}.", texte::jour(*le)), &html! { p { "« " (motif) " »" } }))
                    }
                    (carte("Vos chiffres, tirés de vos épisodes", &html! {
                        p.champ-aide {
                            "À ce jour. Sont comptés les faits survenus du 1er janvier au 31 décembre " (campagne.annee)
                            ", quelle que soit la date d’ouverture de l’épisode : une séance de janvier compte même si l’épisode a commencé en décembre. Votre page d’activité montre d’abord les épisodes ouverts dans l’année, et peut donc donner d’autres nombres : "
                            a href=(format!("/evaluation?perimetre=moi&periode={}&variante={}", campagne.annee, Variante::Calendaire.code())) { "la voir comptée comme cette fiche" }
                            "."
                        }
                        p.champ-aide { "Un écart ? Corrigez l’épisode, ou dites-le en commentaire : rien n’est à ressaisir." }
                        (lignes(&mienne.chiffres))
                    }))
                }
                div.pile-large {
                    @if campagne.etat == EtatCampagne::Close {
                        (alerte(Ton::Info, "La campagne est close.", &html! { p { "Pour corriger votre fiche, demandez à l’ARS de la rouvrir." } }))
                    } @else if !campagne.annee_finie(le) {
                        (alerte(Ton::Info, "L’année n’est pas finie.", &html! { p { "Vos chiffres bougent encore : votre fiche se valide à partir du 1er janvier " (campagne.annee.saturating_add(1)) "." } }))
                    } @else if validee && e.est_vide() {
                        details.plus { summary { "Corriger ma fiche" } (reponse(mienne, champs, e)) }
                    } @else { (carte("Ce que vous seul savez", &reponse(mienne, champs, e))) }
                    @for une in &mienne.versions { (version(une, app.reglement.fuseau(campagne.departement))) }
                }
            }
        }))
}

/// The figures with their labels.
pub fn lignes(chiffres: &Chiffres) -> Markup {
    let lignes = chiffres.lignes();
    let faits: Vec<(&str, Markup)> =
        lignes.iter().map(|(libelle, n)| (*libelle, html! { (texte::grouper(*n)) })).collect();
    html! {
        (fiche(&faits))
        @for rubrique in chiffres.rubriques() {
            h3 { (rubrique.titre) }
            ul.puces { @for (libelle, n) in &rubrique.lignes { li { (libelle) " : " (texte::grouper(*n)) } } }
        }
    }
}

fn reponse(mienne: &Mienne, champs: &Champs, e: &Erreurs) -> Markup {
    let derniere = mienne.versions.first();
    let tape = |nom: &str, sinon: Option<String>| match champs.un(nom) {
        "" => sinon.unwrap_or_default(),
        tape => tape.to_owned(),
    };
    let connue = derniere.map(|une| une.reponse.activite).or(mienne.connue);
    let activite = tape("activite", connue.map(|seances| seances.to_string()));
    let commentaire = derniere.and_then(|une| une.reponse.commentaire.as_ref()).map(ToString::to_string);
    let validee = matches!(mienne.fiche.etat, EtatFicheAnnuelle::Validee { .. });
    html! {
        form.formulaire method="post" action=(format!("/mes-fiches/{}", mienne.campagne.id)) novalidate {
            (resume(e))
            input type="hidden" name="version" value=(mienne.fiche.version);
            (Champ::texte("activite", "Toutes vos séances de l’année").clavier("numeric")
                .aide("Avec et sans ordonnance, en chiffres : le relevé SNIR de l’Assurance Maladie ou votre logiciel la donnent.").valeur(activite).erreurs(e).rendre())
            (Champ::zone("commentaire", "Commentaire").facultatif().aide("Sans nommer de patient.").valeur(tape("commentaire", commentaire)).erreurs(e).rendre())
            @if validee {
                (Champ::zone("motif", "Pourquoi la fiche change").aide("La version précédente reste au dossier.").valeur(champs.un("motif")).erreurs(e).rendre())
            }
            div.formulaire-fin { (bouton(Style::Principal, if validee { "Valider la correction" } else { "Valider ma fiche" })) }
        }
    }
}

/// Validates, or corrects.
pub async fn valider(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let mienne = charger(&app, mk, &id).await?;
    if champs.un("version").parse().ok() != Some(mienne.fiche.version) {
        return Err(devance());
    }
    let mut e = Erreurs::default();
    let Some(lue) = lire(&champs, &mut e) else { return corriger(&app, &identite, &mienne, &champs, &e) };
    let auteur = auteur(&app, &identite, mienne.campagne.departement)?;
    let fait = match mienne.fiche.valider(&mienne.campagne, mienne.chiffres.clone(), lue, &auteur) {
        Ok(fait) => fait,
        Err(cause) => {
            let champ = if cause == EmpechementFicheAnnuelle::MotifManquant { "motif" } else { "activite" };
            e.ajouter(champ, phrase(&cause));
            return corriger(&app, &identite, &mienne, &champs, &e);
        }
    };
    let trousseau = app.entrepot.trousseau().clone();
    let ecrit = app.entrepot.ecrire(move |tx| {
        campagne::inscrire_validation(tx, &trousseau, &fait);
        Ok::<(), Echec>(())
    });
    match ecrit.await {
        Ok(()) => {
            Ok(Redirect::to(&format!("/mes-fiches/{}?fait=validee", mienne.campagne.id)).into_response())
        }
        Err(Echec::Conflit) => Err(devance()),
        Err(autre) => Err(autre.into()),
    }
}

fn lire(champs: &Champs, e: &mut Erreurs) -> Option<Reponse> {
    let sans_blanc: String = champs.un("activite").chars().filter(|c| !c.is_whitespace()).collect();
    let activite = e.noter(
        "activite",
        sans_blanc
            .parse::<u32>()
            .map_err(|_| "Écrivez le nombre de vos séances de l’année, par exemple 3200."),
    );
    let mut texte = |nom: &str| match champs.un(nom) {
        "" => Some(None),
        dit => e.noter(nom, dit.parse::<TexteLibre>().map_err(|faute| phrase(&faute))).map(Some),
    };
    let (commentaire, motif) = (texte("commentaire"), texte("motif"));
    Some(Reponse { activite: activite?, commentaire: commentaire?, motif: motif? })
}

fn corriger(
    app: &App,
    identite: &Identite,
    mienne: &Mienne,
    champs: &Champs,
    e: &Erreurs,
) -> Result<Response, Failure> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(app, identite, mienne, champs, e, None)?).into_response())
}
