//! `/campagnes`: the campaigns of an ARS, with the form that opens one; those a CPTS follows.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::acces::Acteur;
use droit::campagne::{Campagne, EmpechementCampagne, EtatCampagne, EtatFicheAnnuelle, Nouvelle};
use droit::identifiant::{CampagneId, CodeDepartement, CptsId};
use entrepot::Echec;
use entrepot::campagne::{self, Attendu};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{aujourd_hui, auteur, nom, phrase};
use crate::connexion::{AgentArs, Connecte, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Erreurs, Lien, Page, Reponse, Tableau, Ton, badge, carte, formulaire, source, texte, vide,
};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// A campaign and those whose sheet it expects.
pub(super) struct Suivie {
    pub campagne: Campagne,
    pub attendus: Vec<Attendu>,
}

impl Suivie {
    /// How many sheets were validated.
    pub fn validees(&self) -> usize {
        self.attendus.iter().filter(|a| matches!(a.fiche.etat, EtatFicheAnnuelle::Validee { .. })).count()
    }
}

async fn lire(
    app: &App,
    departements: Vec<CodeDepartement>,
    cpts: Option<CptsId>,
) -> Result<Vec<Suivie>, Failure> {
    let lues = app.entrepot.lire(move |tx| {
        let mut suivies = Vec::new();
        for code in &departements {
            for campagne in campagne::du_departement(tx, *code)? {
                let mut attendus = campagne::suivi(tx, &campagne)?;
                attendus.retain(|attendu| cpts.is_none_or(|sienne| attendu.cpts == sienne));
                suivies.push(Suivie { campagne, attendus });
            }
        }
        Ok::<_, Echec>(suivies)
    });
    Ok(lues.await?)
}

/// The page.
pub async fn lister(State(app): State<App>, Connecte(identite): Connecte) -> Result<Markup, Failure> {
    page(&app, &identite, &Champs::default(), &Erreurs::default()).await
}

/// The campaigns that somebody follows, with his departments and, for a coordination, its CPTS.
pub(super) async fn suivies(
    app: &App,
    identite: &Identite,
) -> Result<(Vec<CodeDepartement>, Option<CptsId>, Vec<Suivie>), Failure> {
    let (departements, cpts) = match &identite.acteur {
        Acteur::AgentArs { departements } => (departements.clone(), None),
        Acteur::CoordinationCpts { cpts } => {
            let sienne = *cpts;
            let lus = app.entrepot.lire(move |tx| entrepot::cpts::departements(tx, sienne)).await?;
            (lus, Some(sienne))
        }
        _ => return Err(Failure::Introuvable),
    };
    let suivies = lire(app, departements.clone(), cpts).await?;
    Ok((departements, cpts, suivies))
}

async fn page(app: &App, identite: &Identite, champs: &Champs, e: &Erreurs) -> Result<Markup, Failure> {
    let (departements, cpts, suivies) = suivies(app, identite).await?;
    let visiteur = Visiteur::from(identite);
    Ok(Page::new("Campagnes d’évaluation", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! { "Chaque année, chaque praticien vérifie ses chiffres, ajoute son activité totale et valide sa fiche." })
        .rendre(html! {
            div.pile-large {
                @if suivies.is_empty() {
                    (vide("Aucune campagne", "Aucune campagne n’a encore été ouverte dans ce département.", &html! {}))
                } @else {
                    (Tableau::new(&texte::compte(suivies.len() as u64, "campagne", "campagnes"), &["Campagne", "État", "Échéance", "Fiches validées"])
                        .lignes(suivies.iter().map(|suivie| ligne(app, suivie))).rendre())
                }
                @if cpts.is_none() { (ouverture(app, &departements, champs, e)?) }
            }
        }))
}

fn ligne(app: &App, suivie: &Suivie) -> Vec<Markup> {
    let campagne = &suivie.campagne;
    let validees = suivie.validees();
    vec![
        html! { a href=(format!("/campagnes/{}", campagne.id)) { "Année " (campagne.annee) } span.sous { (nom(app, campagne.departement)) } },
        match campagne.etat {
            EtatCampagne::Ouverte => badge(Ton::Info, "Ouverte"),
            EtatCampagne::Close => badge(Ton::Neutre, "Close"),
        },
        html! { (texte::jour_court(campagne.echeance)) },
        html! { (validees) " sur " (suivie.attendus.len()) },
    ]
}

fn ouverture(
    app: &App,
    departements: &[CodeDepartement],
    champs: &Champs,
    e: &Erreurs,
) -> Result<Markup, Failure> {
    let Some(premier) = departements.first() else { return Ok(html! {}) };
    let le = aujourd_hui(app, *premier)?;
    let regle = app.reglement.parametres(*premier).rythme_de_l_evaluation.au(le);
    let garde = |nom: &str, sinon: String| match champs.un(nom) {
        "" => sinon,
        tape => tape.to_owned(),
    };
    let cle = garde("cle", app.alea.uuid(app.horloge.maintenant()).to_string());
    let echeance = le.saturating_add(jiff::Span::new().days(60));
    let champs = html! {
        input type="hidden" name="cle" value=(cle);
        @if departements.len() > 1 {
            (Champ::liste("departement", "Département", departements.iter().map(|code| Reponse::new(code.to_string(), nom(app, *code))).collect())
                .valeur(champs.un("departement")).erreurs(e).rendre())
        } @else { input type="hidden" name="departement" value=(premier); }
        (Champ::texte("annee", "Année évaluée").clavier("numeric").valeur(garde("annee", (le.year() - 1).to_string())).erreurs(e).rendre())
        (Champ::date("echeance", "Réponses attendues jusqu’au").valeur(garde("echeance", echeance.to_string())).erreurs(e).rendre())
    };
    Ok(carte(
        "Ouvrir une campagne",
        &html! {
            p { "Tous les praticiens autorisés dans le département cette année-là reçoivent leur fiche, déjà remplie. Elle se valide une fois l’année finie. " (source(&regle.source, app.reglement.registre())) }
            (formulaire("/campagnes", e, &champs, "Ouvrir la campagne"))
        },
    ))
}

/// Opens a campaign.
pub async fn ouvrir(
    State(app): State<App>,
    AgentArs(identite, departements): AgentArs,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let mut e = Erreurs::default();
    let id: CampagneId = champs.un("cle").parse().map_err(|_| super::devance())?;
    let choisi: Option<CodeDepartement> = champs.un("departement").parse().ok();
    let departement = choisi.filter(|code| departements.contains(code));
    let departement = e.noter("departement", departement.ok_or("Choisissez le département."));
    let annee = e.noter(
        "annee",
        champs.un("annee").parse::<i16>().map_err(|_| "Écrivez une année, par exemple 2026."),
    );
    let echeance = e
        .noter("echeance", champs.un("echeance").parse::<Date>().map_err(|_| "Indiquez la date d’échéance."));
    let lue = (|| Some(Nouvelle { id, departement: departement?, annee: annee?, echeance: echeance? }))();
    let Some(nouvelle) = lue else { return corriger(&app, &identite, &champs, &e).await };
    let fait = match nouvelle.ouvrir(&auteur(&app, &identite, nouvelle.departement)?) {
        Ok(fait) => fait,
        Err(cause) => {
            let champ = if cause == EmpechementCampagne::Annee { "annee" } else { "echeance" };
            e.ajouter(champ, phrase(&cause));
            return corriger(&app, &identite, &champs, &e).await;
        }
    };
    let ecrit = app.entrepot.ecrire(move |tx| {
        let attendus = campagne::suivi(tx, fait.campagne())?;
        campagne::ouvrir(tx, &fait, &attendus);
        Ok::<(), Echec>(())
    });
    match ecrit.await {
        Ok(()) => Ok(Redirect::to(&format!("/campagnes/{id}")).into_response()),
        Err(Echec::Conflit | Echec::Doublon { .. }) => {
            e.ajouter("annee", "Une campagne existe déjà pour cette année : ouvrez-la dans la liste.");
            corriger(&app, &identite, &champs, &e).await
        }
        Err(autre) => Err(autre.into()),
    }
}

async fn corriger(app: &App, identite: &Identite, champs: &Champs, e: &Erreurs) -> Result<Response, Failure> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(app, identite, champs, e).await?).into_response())
}
