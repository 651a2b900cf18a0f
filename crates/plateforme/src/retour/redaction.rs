//! Writing a note: four fields, and at once what in them would lead to somebody.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::acces::{self, LectureRetour};
use droit::declaration::Declarant;
use droit::identifiant::{CodeDepartement, EvenementId, RetourId};
use droit::retour::{Contenu, EmpechementRetour, EtatRetour, GesteRetour, Origine, Retour};
use droit::texte::{Intitule, TexteLibre};
use entrepot::evenement::EvenementVu;
use entrepot::{evenement, retour};
use maud::{Markup, html};

use super::{charger, devance};
use crate::connexion::{AgentArs, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Lien, Page, Reponse, formulaire};
use crate::saisie::{Champs, Formulaire, Parametres};
use crate::serveur::App;

/// What the form is filled with.
struct Ecran<'e> {
    adresse: String,
    titre: &'static str,
    caches: Vec<(&'static str, String)>,
    departements: &'e [CodeDepartement],
    champs: &'e Champs,
    erreurs: &'e Erreurs,
}

/// The event a note would be drawn from, when the agent may see it.
async fn origine(app: &App, identite: &Identite, dit: &str) -> Result<Option<EvenementVu>, Failure> {
    let Ok(id) = dit.parse::<EvenementId>() else { return Ok(None) };
    let trousseau = app.entrepot.trousseau().clone();
    let lu: Option<EvenementVu> = app.entrepot.lire(move |tx| evenement::charger(tx, &trousseau, id)).await?;
    Ok(lu.filter(|vu| acces::voir_evenement(&identite.acteur, &vu.signalement).is_ok()))
}

/// The form of a new note, tied to an event when its address says so.
pub async fn nouveau(
    State(app): State<App>,
    AgentArs(identite, departements): AgentArs,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let origine = origine(&app, &identite, champs.un("evenement")).await?;
    let mut caches = vec![("cle", app.alea.uuid(app.horloge.maintenant()).to_string())];
    if let Some(vu) = &origine {
        caches.push(("evenement", vu.signalement.id.to_string()));
    }
    let siens: Vec<_> = match &origine {
        Some(vu) => vec![vu.signalement.departement],
        None => departements,
    };
    let (vides, erreurs) = (Champs::default(), Erreurs::default());
    let ecran = Ecran {
        adresse: "/retours".to_owned(),
        titre: "Écrire un retour d’expérience",
        caches,
        departements: &siens,
        champs: &vides,
        erreurs: &erreurs,
    };
    Ok(page(&app, &identite, &ecran))
}

/// Records a new note.
pub async fn creer(
    State(app): State<App>,
    AgentArs(identite, departements): AgentArs,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let origine_lue = origine(&app, &identite, champs.un("evenement")).await?;
    let mut erreurs = Erreurs::default();
    let contenu = lire(&champs, &mut erreurs);
    let dit = match &origine_lue {
        Some(vu) => Some(vu.signalement.departement),
        None => champs.un("departement").parse().ok().filter(|code| departements.contains(code)),
    };
    let departement = erreurs.noter("departement", dit.ok_or("Choisissez le département."));
    let id = champs.un("cle").parse::<RetourId>().map_err(|_| devance())?;
    let (Some(contenu), Some(departement)) = (contenu, departement) else {
        let mut caches = vec![("cle", id.to_string())];
        caches.extend(origine_lue.as_ref().map(|vu| ("evenement", vu.signalement.id.to_string())));
        let ecran = Ecran {
            adresse: "/retours".to_owned(),
            titre: "Écrire un retour d’expérience",
            caches,
            departements: &departements,
            champs: &champs,
            erreurs: &erreurs,
        };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&app, &identite, &ecran)).into_response());
    };
    acces::ecrire_retour(&identite.acteur, departement).map_err(|_| Failure::Introuvable)?;
    let origine = Origine { id, departement, evenement: origine_lue.map(|vu| vu.signalement.id) };
    let auteur = auteur(&app, &identite, departement)?;
    let fait = Retour::ecrire(origine, contenu, &auteur);
    app.entrepot.ecrire(move |tx| retour::ecrire(tx, &fait)).await?;
    Ok(Redirect::to(&format!("/retours/{id}")).into_response())
}

/// The form of a draft.
pub async fn modifier(
    State(app): State<App>,
    AgentArs(identite, _): AgentArs,
    Path(id): Path<String>,
    Parametres(_): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let (note, lecture) = charger(&app, &identite, &id).await?;
    if lecture != LectureRetour::Redaction || note.etat != EtatRetour::Brouillon {
        return Err(devance());
    }
    let contenu = &note.contenu;
    let champs = Champs::new(vec![
        ("titre".to_owned(), contenu.titre.to_string()),
        ("contexte".to_owned(), contenu.contexte.to_string()),
        ("analyse".to_owned(), contenu.analyse.to_string()),
        ("enseignements".to_owned(), contenu.enseignements.to_string()),
    ]);
    Ok(correction(&app, &identite, &note, &champs, &Erreurs::default()))
}

fn correction(app: &App, identite: &Identite, note: &Retour, champs: &Champs, erreurs: &Erreurs) -> Markup {
    let ecran = Ecran {
        adresse: format!("/retours/{}/modifier", note.id),
        titre: "Modifier le retour d’expérience",
        caches: vec![("version", note.version.to_string())],
        departements: &[note.departement],
        champs,
        erreurs,
    };
    page(app, identite, &ecran)
}

/// Rewrites a draft.
pub async fn recrire(
    State(app): State<App>,
    AgentArs(identite, _): AgentArs,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let (note, lecture) = charger(&app, &identite, &id).await?;
    if lecture != LectureRetour::Redaction || champs.un("version").parse().ok() != Some(note.version) {
        return Err(devance());
    }
    let mut erreurs = Erreurs::default();
    let Some(contenu) = lire(&champs, &mut erreurs) else {
        let page = correction(&app, &identite, &note, &champs, &erreurs);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    match super::fiche::avancer(&app, &identite, &note, &GesteRetour::Modifier(contenu)).await? {
        Ok(()) => Ok(Redirect::to(&format!("/retours/{}", note.id)).into_response()),
        Err(_) => Err(devance()),
    }
}

fn auteur(app: &App, identite: &Identite, departement: CodeDepartement) -> Result<Declarant, Failure> {
    let fuseau = app.reglement.fuseau(departement);
    Ok(Declarant {
        compte: identite.compte,
        aujourd_hui: app.horloge.aujourd_hui(fuseau).map_err(Failure::interne)?,
        maintenant: app.horloge.maintenant(),
    })
}

fn lire(champs: &Champs, e: &mut Erreurs) -> Option<Contenu> {
    let titre = e.noter("titre", champs.un("titre").parse::<Intitule>().map_err(|faute| mots(&faute)));
    let mut texte =
        |nom: &str| e.noter(nom, champs.un(nom).parse::<TexteLibre>().map_err(|faute| mots(&faute)));
    let (contexte, analyse, enseignements) = (texte("contexte"), texte("analyse"), texte("enseignements"));
    Some(Contenu { titre: titre?, contexte: contexte?, analyse: analyse?, enseignements: enseignements? })
}

fn mots(faute: &impl std::fmt::Display) -> String {
    let texte = faute.to_string();
    let mut signes = texte.chars();
    let debut: String = signes.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{debut}{}.", signes.as_str())
}

/// Why a step is not granted, with what was found.
pub fn phrase(cause: &EmpechementRetour) -> String {
    match cause {
        EmpechementRetour::Reconnaissable(indices) => {
            let dits: Vec<String> = indices.iter().map(ToString::to_string).collect();
            format!("La fiche permettrait de reconnaître quelqu’un : {}.", dits.join(" ; "))
        }
        EmpechementRetour::AConfirmer(_) => {
            "Cochez que vous avez relu les passages qui pourraient désigner quelqu’un.".to_owned()
        }
        autre => mots(autre),
    }
}

fn page(app: &App, identite: &Identite, ecran: &Ecran<'_>) -> Markup {
    let (visiteur, e) = (Visiteur::from(identite), ecran.erreurs);
    let nom = |code: &CodeDepartement| {
        app.reglement.departement(*code).map_or_else(|| code.to_string(), |d| format!("{} ({code})", d.nom))
    };
    let zone = |nom, libelle, aide| {
        Champ::zone(nom, libelle).aide(aide).valeur(ecran.champs.un(nom)).erreurs(e).rendre()
    };
    let champs = html! {
        @for (nom, valeur) in &ecran.caches { input type="hidden" name=(nom) value=(valeur); }
        @match ecran.departements {
            [seul] => input type="hidden" name="departement" value=(seul);,
            plusieurs => (Champ::liste("departement", "Département", plusieurs.iter().map(|code| Reponse::new(code.to_string(), nom(code))).collect())
                .valeur(ecran.champs.un("departement")).erreurs(e).rendre()),
        }
        (Champ::texte("titre", "Titre").aide("Ce qu’il faut faire, plutôt que ce qui s’est passé.").valeur(ecran.champs.un("titre")).erreurs(e).rendre())
        (zone("contexte", "Ce qui s’est passé", "Sans nom, sans date précise, sans commune ni cabinet : « un patient de plus de 75 ans, à la troisième séance ».") )
        (zone("analyse", "Pourquoi", "Les causes, sans désigner personne."))
        (zone("enseignements", "Ce qu’il faut en retenir", "Deux ou trois gestes que chacun peut reprendre demain."))
    };
    Page::new(ecran.titre, &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Retours d’expérience", "/retours")])
        .chapo(html! { "Un autre agent relit la fiche avant que le groupe ne la lise : MK, CPTS et comité de suivi." })
        .rendre(formulaire(&ecran.adresse, e, &champs, "Enregistrer le brouillon"))
}
