//! `/campagnes/{id}/fiches/{praticien}`: a sheet as the ARS reads it, every version, and how it is sent back.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::campagne::{Campagne, EtatCampagne, EtatFicheAnnuelle, VersionFiche};
use droit::identifiant::PraticienId;
use droit::texte::TexteLibre;
use entrepot::Echec;
use entrepot::campagne::{self, Attendu};
use maud::{Markup, html};

use super::mienne::lignes;
use super::{Regard, aujourd_hui, auteur, badge_de_la_fiche, charger, devance, phrase, pour_cent};
use crate::connexion::{AgentArs, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Lien, Page, Style, Ton, alerte, bouton, carte, fiche, resume, texte};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

struct Lue {
    campagne: Campagne,
    attendu: Attendu,
    versions: Vec<VersionFiche>,
}

async fn ouvrir(app: &App, identite: &Identite, (id, praticien): (&str, &str)) -> Result<Lue, Failure> {
    let (campagne, regard) = charger(app, identite, id).await?;
    let praticien: PraticienId = praticien.parse().map_err(|_| Failure::Introuvable)?;
    if regard != Regard::Ars {
        return Err(Failure::Introuvable);
    }
    let trousseau = app.entrepot.trousseau().clone();
    let lue = app.entrepot.lire(move |tx| {
        let attendu = campagne::suivi(tx, &campagne)?.into_iter().find(|un| un.praticien == praticien);
        Ok::<_, Echec>((attendu, campagne::versions(tx, &trousseau, campagne.id, praticien)?))
    });
    let (attendu, versions): (Option<Attendu>, Vec<VersionFiche>) = lue.await?;
    Ok(Lue { campagne, attendu: attendu.ok_or(Failure::Introuvable)?, versions })
}

/// The page.
pub async fn voir(
    State(app): State<App>,
    AgentArs(identite, _): AgentArs,
    Path((id, praticien)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    let lue = ouvrir(&app, &identite, (&id, &praticien)).await?;
    page(&app, &identite, &lue, "", &Erreurs::default())
}

fn page(app: &App, identite: &Identite, lue: &Lue, motif: &str, e: &Erreurs) -> Result<Markup, Failure> {
    let (campagne, attendu) = (&lue.campagne, &lue.attendu);
    let le = aujourd_hui(app, campagne.departement)?;
    let qui = format!("{} {}", attendu.prenom, attendu.nom);
    let titre = format!("Fiche {} de {qui}", campagne.annee);
    let visiteur = Visiteur::from(identite);
    let adresse = format!("/campagnes/{}", campagne.id);
    let renvoyable = campagne.etat == EtatCampagne::Ouverte
        && matches!(attendu.fiche.etat, EtatFicheAnnuelle::Validee { .. });
    Ok(Page::new(&titre, &visiteur)
        .fil([
            Lien::new("Tableau de bord", "/tableau-de-bord"),
            Lien::new("Campagnes d’évaluation", "/campagnes"),
            Lien::new(format!("Campagne {}", campagne.annee), adresse.as_str()),
        ])
        .chapo(html! { (badge_de_la_fiche(campagne, &attendu.fiche, le)) " " (attendu.nom_cpts) ", " (attendu.rpps) })
        .rendre(html! {
            div.pile-large {
                @if let EtatFicheAnnuelle::Renvoyee { le, motif, .. } = &attendu.fiche.etat {
                    (alerte(Ton::Attention, &format!("Renvoyée le {}.", texte::jour(*le)), &html! { p { "« " (motif) " »" } }))
                }
                @if renvoyable {
                    details.plus open[!e.est_vide()] {
                        summary { "Demander une correction" }
                        form.formulaire method="post" action=(format!("{adresse}/fiches/{}", attendu.praticien)) novalidate {
                            (resume(e))
                            input type="hidden" name="version" value=(attendu.fiche.version);
                            (Champ::zone("motif", "Ce qui est à corriger").aide("Le praticien lira ces mots.").valeur(motif).erreurs(e).rendre())
                            div.formulaire-fin { (bouton(Style::Secondaire, "Renvoyer la fiche")) }
                        }
                    }
                }
                @for une in &lue.versions {
                    (version(une, app.reglement.fuseau(campagne.departement)))
                    @if une.numero == attendu.fiche.etat.numero() { (carte("Ses chiffres ce jour-là", &lignes(&une.chiffres))) }
                }
            }
        }))
}

/// A version in a card: what only the MK knows, and the share it gives.
pub fn version(une: &VersionFiche, fuseau: &str) -> Markup {
    let part = une.chiffres.part(une.reponse.activite);
    carte(
        &format!("Version {}", une.numero),
        &html! {
            p.champ-aide { "Validée le " (texte::instant(une.instant, fuseau)) "." }
            (fiche(&[
                ("Activité totale", html! { (texte::compte(u64::from(une.reponse.activite), "séance", "séances")) }),
                ("Séances en accès direct", html! { (texte::grouper(une.chiffres.seances)) }),
                ("Part en accès direct", html! { @match part { Some(part) => (pour_cent(part)), None => "Sans objet" } }),
            ]))
            @if let Some(mots) = &une.reponse.commentaire { h3 { "Commentaire" } p.echange-texte { (mots) } }
            @if let Some(mots) = &une.reponse.motif { h3 { "Motif de la correction" } p.echange-texte { (mots) } }
        },
    )
}

/// Sends a sheet back.
pub async fn renvoyer(
    State(app): State<App>,
    AgentArs(identite, _): AgentArs,
    Path((id, praticien)): Path<(String, String)>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let lue = ouvrir(&app, &identite, (&id, &praticien)).await?;
    if champs.un("version").parse().ok() != Some(lue.attendu.fiche.version) {
        return Err(devance());
    }
    let mut e = Erreurs::default();
    let lu = champs.un("motif").parse::<TexteLibre>().map_err(|faute| phrase(&faute));
    let Some(motif) = e.noter("motif", lu) else {
        let page = page(&app, &identite, &lue, champs.un("motif"), &e)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let auteur = auteur(&app, &identite, lue.campagne.departement)?;
    let Ok(fait) = lue.attendu.fiche.renvoyer(&lue.campagne, motif, &auteur) else { return Err(devance()) };
    let ecrit = app.entrepot.ecrire(move |tx| {
        campagne::inscrire_renvoi(tx, &fait);
        Ok::<(), Echec>(())
    });
    match ecrit.await {
        Ok(()) => Ok(Redirect::to(&format!("/campagnes/{id}/fiches/{praticien}")).into_response()),
        Err(Echec::Conflit) => Err(devance()),
        Err(autre) => Err(autre.into()),
    }
}
