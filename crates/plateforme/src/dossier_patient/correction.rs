//! `/episodes/{id}/patient/correction`: a trait of identity that is wrong, corrected with a reason; both stay on file.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use droit::patient::{EtatCivil, Identite as Patient, RienACorriger, Sexe, Traits, TraitsInvalides};
use droit::texte::TexteLibre;
use entrepot::patient::{self, Correction, NouvelleCorrection, SuiteCorrection};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{Vue, vers};
use crate::connexion::{Identite, Mk, Visiteur};
use crate::echec::Failure;
use crate::episode::champ::{facultatif, jour, phrase};
use crate::episode::ins::prenoms;
use crate::episode::page::{fil_de, nom};
use crate::gabarits::{Champ, Erreurs, Lien, Page, Reponse, Tableau, Ton, alerte, carte, formulaire, texte};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// The form, filled with the traits on file.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn demander(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    let vue = Vue::lire(&app, &identite, &id).await?;
    page(&app, &identite, &vue, (&connus(&vue), &Erreurs::default())).await
}

/// Corrects the traits: the identity is provisional again.
///
/// # Errors
/// When the episode is invisible, when the patient changed meanwhile, or when the base fails.
pub async fn corriger(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let vue = Vue::lire(&app, &identite, &id).await?;
    if champs.un("version") != vue.dossier.patient.version.to_string() {
        return Err(change());
    }
    let mut e = Erreurs::default();
    let lue = lire(&vue, &champs, &mut e).filter(|_| e.est_vide());
    if let Some((corrigee, etat_civil, motif)) = lue {
        match garder(&app, &vue, (corrigee, etat_civil), motif).await? {
            SuiteCorrection::Ecrite => return Ok(vers(vue.episode(), "correction")),
            SuiteCorrection::Homonyme => e.ajouter("nom", HOMONYME),
        }
    }
    let page = page(&app, &identite, &vue, (&champs, &e)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

const HOMONYME: &str = "Un autre patient est enregistré sous ces mêmes traits. Si c’est la même personne, continuez dans son dossier ; sinon, complétez d’abord le matricule INS de chacun : lui seul les distingue.";

fn change() -> Failure {
    Failure::Conflit(
        "l’identité de ce patient a changé depuis que la page a été ouverte : rouvrez-la".to_owned(),
    )
}

fn etat_civil(vue: &Vue) -> EtatCivil {
    let patient = &vue.dossier.patient;
    patient.identite.etat_civil(patient.prenoms.as_ref())
}

/// The traits on file, as the fields of the form.
fn connus(vue: &Vue) -> Champs {
    let connu = etat_civil(vue);
    let champs = droit::patient::Trait::TOUS.iter().map(|t| (t.code().to_owned(), connu.valeur(*t)));
    Champs::new(champs.collect())
}

fn lire(vue: &Vue, champs: &Champs, e: &mut Erreurs) -> Option<(Patient, EtatCivil, TexteLibre)> {
    let corriges = lire_les_traits(vue.jour, champs, e);
    let motif = champs.un("motif").parse::<TexteLibre>();
    let motif = e.noter("motif", motif.map_err(|_| "Dites ce qui était faux, et d’après quelle pièce."));
    let (corriges, motif) = (corriges?, motif?);
    let corrigee = vue.dossier.patient.identite.corrigee(&etat_civil(vue), &corriges);
    let corrigee = e.noter("nom", corrigee.map_err(|rien: RienACorriger| phrase(rien)))?;
    Some((corrigee, corriges, motif))
}

fn lire_les_traits(aujourd_hui: Date, champs: &Champs, e: &mut Erreurs) -> Option<EtatCivil> {
    let sexe = Sexe::depuis_code(champs.un("sexe")).ok_or("Choisissez le sexe inscrit à l’état civil.");
    let sexe = e.noter("sexe", sexe);
    let ne_le = e.noter("ne_le", jour(champs.un("ne_le"), "Indiquez la date de naissance."));
    let lieu = e.noter("lieu_naissance", facultatif(champs.un("lieu_naissance"), str::parse).map_err(phrase));
    let premier = champs.un("prenom");
    let liste = e.noter("prenoms", facultatif(champs.un("prenoms"), |texte| prenoms(texte, premier)));
    let traits = Traits::nouveaux(champs.un("nom"), premier, sexe?, ne_le?, aujourd_hui);
    let champ = match &traits {
        Err(TraitsInvalides::Prenom) => "prenom",
        Err(TraitsInvalides::Naissance) => "ne_le",
        _ => "nom",
    };
    let traits = e.noter(champ, traits.map_err(phrase));
    Some(EtatCivil { traits: traits?, prenoms: liste?, lieu_naissance: lieu? })
}

async fn garder(
    app: &App,
    vue: &Vue,
    (identite, etat_civil): (Patient, EtatCivil),
    motif: TexteLibre,
) -> Result<SuiteCorrection, Failure> {
    let (fiche, trousseau) = (vue.dossier.patient.clone(), app.entrepot.trousseau().clone());
    let corrigee_le = app.horloge.maintenant();
    let nouvelle = NouvelleCorrection {
        id: app.alea.uuid(corrigee_le),
        praticien: vue.mk(),
        identite,
        prenoms: etat_civil.prenoms,
        motif,
        corrigee_le,
    };
    let ecrite = app.entrepot.ecrire(move |tx| patient::corriger(tx, &trousseau, &fiche, &nouvelle));
    match ecrite.await {
        Err(entrepot::Echec::Conflit | entrepot::Echec::Doublon { .. }) => Err(change()),
        issue => Ok(issue?),
    }
}

async fn page(
    app: &App,
    identite: &Identite,
    vue: &Vue,
    (champs, e): (&Champs, &Erreurs),
) -> Result<Markup, Failure> {
    let (cle, trousseau) = (vue.dossier.patient.id, app.entrepot.trousseau().clone());
    let faites = app.entrepot.lire(move |tx| patient::corrections(tx, &trousseau, cle)).await?;
    let (visiteur, episode) = (Visiteur::from(identite), vue.episode());
    let [tableau, fil] = fil_de(episode, &nom(&vue.dossier.patient.identite));
    let fil = [tableau, fil, Lien::new("Patient", format!("/episodes/{episode}/patient"))];
    let adresse = format!("/episodes/{episode}/patient/correction");
    Ok(Page::new("Corriger l’identité", &visiteur).fil(fil).rendre(html! {
        div.pile-large {
            (alerte(Ton::Attention, "Ce qu’une correction change", &html! {
                p { "L’identité redevient provisoire : aucun document ne part plus avec le matricule INS tant qu’elle n’est pas qualifiée de nouveau. Un matricule qui dit un autre sexe, une autre année ou un autre mois de naissance est retiré." }
                p { "Les documents déjà validés gardent les anciens traits. Corrigez-les ensuite : la nouvelle version portera les bons." }
            }))
            (formulaire(&adresse, e, &saisie(vue, champs, e), "Corriger l’identité"))
            @if !faites.is_empty() { (histoire(app, vue, &faites)) }
        }
    }))
}

fn saisie(vue: &Vue, champs: &Champs, e: &Erreurs) -> Markup {
    let sexes = [("F", "Féminin"), ("M", "Masculin"), ("I", "Indéterminé")];
    let sexes = sexes.iter().map(|(code, libelle)| Reponse::new(*code, *libelle)).collect();
    let ligne = |nom, libelle| Champ::texte(nom, libelle).valeur(champs.un(nom)).erreurs(e);
    html! {
        input type="hidden" name="version" value=(vue.dossier.patient.version);
        div.champs-deux {
            (ligne("nom", "Nom de naissance").rendre())
            (ligne("prenom", "Premier prénom").rendre())
        }
        (ligne("prenoms", "Tous les prénoms de naissance").facultatif().aide("Dans l’ordre de l’état civil, le premier d’abord, séparés par des espaces.").rendre())
        div.choix-rang { (Champ::boutons("sexe", "Sexe inscrit à l’état civil", sexes).valeur(champs.un("sexe")).erreurs(e).rendre()) }
        (Champ::date("ne_le", "Date de naissance").valeur(champs.un("ne_le")).erreurs(e).rendre())
        (ligne("lieu_naissance", "Lieu de naissance (code officiel géographique)").facultatif().aide("Cinq caractères, par exemple 45234.").rendre())
        (Champ::zone("motif", "Pourquoi").valeur(champs.un("motif")).aide("Ce qui était faux, et d’après quelle pièce d’identité. La correction reste au dossier avec son motif.").erreurs(e).rendre())
    }
}

/// What was corrected before, trait by trait.
fn histoire(app: &App, vue: &Vue, faites: &[Correction]) -> Markup {
    let fuseau = app.reglement.fuseau(vue.dossier.episode.departement);
    let qui = |une: &Correction| if une.praticien == vue.mk() { "vous" } else { "un confrère" };
    let lignes = faites.iter().flat_map(|une| {
        let traits = une.avant.ecarts(&une.apres);
        traits.into_iter().map(move |lequel| (une, lequel))
    });
    carte(
        "Corrections déjà faites",
        &html! {
            (Tableau::new("Corrections de l’identité", &["Quand", "Par", "Trait", "Avant", "Après", "Pourquoi"])
                .lignes(lignes.map(|(une, lequel)| vec![
                    html! { (texte::instant(une.corrigee_le, fuseau)) },
                    html! { (qui(une)) },
                    html! { (lequel.libelle()) },
                    html! { (montre(&une.avant.valeur(lequel))) },
                    html! { (montre(&une.apres.valeur(lequel))) },
                    html! { (une.motif.as_str()) },
                ]))
                .rendre())
        },
    )
}

fn montre(valeur: &str) -> &str {
    if valeur.is_empty() { "Non renseigné" } else { valeur }
}
