//! The dashboard of an MK: am I authorised, what is due, my episodes.

mod autorisation;
mod liste;
pub mod urgence;

use axum::http::Uri;
use droit::acces::{self, Acteur};
use droit::identifiant::{EpisodeId, PraticienId};
use entrepot::episode::{Curseur, Etat, LigneTableau};
use entrepot::journal::Entree;
use entrepot::{Echec, Tx, episode};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::dus::Dus;
use super::exercice::Exercice;
use crate::adhesion::Fins;
use crate::connexion::{Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Avis, Page, Style, lien_bouton, texte};
use crate::remise::page::bandeau;
use crate::serveur::App;
use liste::Liste;

/// More episodes than an MK has: a bound, not a page.
const LIMITE: u16 = 2_000;

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Recherche {
    /// Part of a name.
    #[serde(default)]
    pub q: String,
    /// `clos` for the closed episodes.
    #[serde(default)]
    pub etat: String,
    /// Page, from 1.
    #[serde(default)]
    pub page: u32,
    /// The episode on which a séance has just been recorded.
    #[serde(default)]
    pub fait: String,
}

impl Recherche {
    fn etat(&self) -> Etat {
        if self.etat == "clos" { Etat::Clos } else { Etat::Ouvert }
    }

    fn code(&self) -> &'static str {
        if self.etat() == Etat::Clos { "clos" } else { "ouvert" }
    }
}

/// What the page shows.
struct Contenu {
    exercice: Exercice,
    lignes: Vec<LigneTableau>,
    dus: Dus,
    fins: Fins,
}

/// The dashboard.
///
/// # Errors
/// When the base fails.
pub async fn voir(
    app: &App,
    identite: &Identite,
    ici: &Uri,
    recherche: &Recherche,
) -> Result<Markup, Failure> {
    let mk = acces::tableau(&identite.acteur).map_err(|_| Failure::Introuvable)?;
    let national = app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?;
    let (trousseau, etat) = (app.entrepot.trousseau().clone(), recherche.etat());
    let contenu: Contenu = app
        .entrepot
        .lire(move |tx| {
            let lignes = episode::tableau(tx, &trousseau, mk, etat, &Curseur::default(), LIMITE)?;
            let (exercice, dus) = (Exercice::charger(tx, mk)?, Dus::lire(tx, mk)?);
            let fins = Fins::charger(tx, mk, national)?;
            Ok::<_, Echec>(Contenu { exercice, lignes, dus, fins })
        })
        .await?;
    let attente = bandeau::lire(app, mk).await?;
    let jour = jour(app, &contenu.exercice)?;
    let liste = Liste::composer(&contenu.lignes, recherche, jour);
    tracer(app, mk, &liste).await?;
    let bandeau = bandeau::rendre(&attente, contenu.dus.total(jour));
    Ok(page(app, identite, ici, recherche, &contenu, &liste, (jour, &bandeau)))
}

/// Today where the MK practises first.
fn jour(app: &App, exercice: &Exercice) -> Result<Date, Failure> {
    let fuseau = exercice
        .departements()
        .first()
        .map_or("Europe/Paris", |departement| app.reglement.fuseau(*departement));
    app.horloge.aujourd_hui(fuseau).map_err(Failure::interne)
}

/// Names were read: the journal says whose, by their episodes.
async fn tracer(app: &App, mk: PraticienId, liste: &Liste<'_>) -> Result<(), Failure> {
    let vus: Vec<String> = liste.visibles().map(|ligne| ligne.episode.to_string()).collect();
    if vus.is_empty() {
        return Ok(());
    }
    let qui = format!("praticien/{mk}");
    let mut entree = Entree::new(app.horloge.maintenant(), qui.clone(), "patient.consulter", qui);
    entree.details = serde_json::json!({ "tableau": vus }).to_string();
    let ecriture = app.entrepot.ecrire(move |tx: &mut Tx| {
        tx.tracer(entree.clone());
        Ok::<(), Echec>(())
    });
    ecriture.await.map_err(Failure::from)
}

fn page(
    app: &App,
    identite: &Identite,
    ici: &Uri,
    recherche: &Recherche,
    contenu: &Contenu,
    liste: &Liste<'_>,
    (jour, bandeau): (Date, &Markup),
) -> Markup {
    let visiteur = Visiteur::from(identite);
    Page::new("Tableau de bord", &visiteur)
        .ici(ici)
        .avis(avis(recherche, &contenu.lignes))
        .sans_titre()
        .rendre(html! {
            div.titre-rang.titre {
                h1 { "Tableau de bord" }
                (lien_bouton(Style::Principal, "/episodes/nouveau", "Nouvel épisode"))
            }
            (autorisation::rendre(app.reglement, &contenu.exercice, jour))
            (contenu.fins.rendre())
            (bandeau)
            (liste::rendre(app, (liste, &contenu.dus), recherche, jour))
        })
}

/// « Séance enregistrée », told with the name that the address does not hold.
fn avis(recherche: &Recherche, lignes: &[LigneTableau]) -> Option<Avis> {
    let fait: EpisodeId = recherche.fait.parse().ok()?;
    let ligne = lignes.iter().find(|ligne| ligne.episode == fait)?;
    let qui = super::page::nom(&ligne.identite);
    let compte = match ligne.resume.plafond.filter(|_| ligne.resume.couvert_du.is_none()) {
        Some(plafond) => format!("{} sur {plafond}", ligne.resume.sans_diagnostic),
        None => texte::compte(ligne.faites.into(), "séance faite", "séances faites"),
    };
    Some(Avis::succes(format!("Séance enregistrée pour {qui} : {compte}.")))
}

/// The dashboard answers the MKs.
pub fn ouvert_a(acteur: &Acteur) -> bool {
    acces::tableau(acteur).is_ok()
}
