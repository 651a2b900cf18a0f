//! The form of a document: what each kind asks, read and shown again with everything that was typed.

mod acte;
mod bilan;
mod champs;
mod compte_rendu;
mod lettre;
mod lignes;
mod mesures;
mod objectifs;
mod schema;

use droit::document::{Brouillon, Contenu, Genre, Incomplet, Manque};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use maud::{Markup, html};

use super::appui;
use super::examen::Liste;
use super::redaction::Etat;
use super::socle::{Anterieur, Socle};
use crate::connexion::{Identite, Visiteur};
use crate::echec::Failure;
use crate::episode::page::{fil_de, nom as nom_du_patient};
use crate::gabarits::{Avis, Erreurs, Lien, Page, Style, Ton, action, alerte, resume, texte};
use crate::saisie::Champs;
use crate::serveur::App;

/// What brings the form on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accueil {
    /// It was asked for.
    Simple,
    /// It has just been saved.
    Enregistre,
    /// It was saved elsewhere in between.
    Ailleurs,
}

/// A form with what is typed in it.
#[derive(Clone, Debug)]
pub struct Feuillet<'c> {
    /// Kind.
    pub genre: Genre,
    /// What is typed.
    pub champs: &'c Champs,
    /// Where the draft stands.
    pub etat: Etat,
    /// What is wrong or missing.
    pub erreurs: Erreurs,
    /// What brings it.
    pub accueil: Accueil,
}

impl<'c> Feuillet<'c> {
    /// A form without remark.
    pub fn nouveau(genre: Genre, champs: &'c Champs, etat: Etat) -> Self {
        Self { genre, champs, etat, erreurs: Erreurs::default(), accueil: Accueil::Simple }
    }
}

/// What a section of a form reads.
struct Vue<'v> {
    app: &'v App,
    socle: &'v Socle,
    champs: &'v Champs,
    erreurs: &'v Erreurs,
    anterieurs: Vec<Anterieur<'v>>,
    jour: Date,
}

impl<'v> Vue<'v> {
    /// The latest examination, shown beside what is typed.
    fn avant(&self) -> Option<&Anterieur<'v>> {
        self.anterieurs.last()
    }
}

/// What is typed, as a document; everything that is wrong, and everything that is missing.
///
/// # Errors
/// When the zone of the department is unknown.
pub fn lire(
    genre: Genre,
    champs: &Champs,
    socle: &Socle,
    app: &App,
) -> Result<(Result<Contenu, Incomplet>, Erreurs), Failure> {
    let (fuseau, aujourd_hui) = (socle.atelier(app)?.fuseau, socle.dossier.aujourd_hui(app)?);
    let mut erreurs = Erreurs::default();
    let brouillon = match genre {
        Genre::CompteRendu => {
            Brouillon::CompteRendu(Box::new(compte_rendu::lire(champs, socle, &fuseau, &mut erreurs)))
        }
        Genre::Orientation => {
            Brouillon::Orientation(Box::new(lettre::lire(champs, socle, &fuseau, &mut erreurs)))
        }
        Genre::Bilan | Genre::Justificatif => {
            Brouillon::Bilan(Box::new(bilan::lire(champs, socle, aujourd_hui, &mut erreurs)))
        }
    };
    Ok((brouillon.valider(), erreurs))
}

/// The fields of a new draft: what the episode already says.
///
/// # Errors
/// When the zone of the department is unknown.
pub fn prerempli(genre: Genre, socle: &Socle, app: &App) -> Result<Champs, Failure> {
    let fuseau = socle.atelier(app)?.fuseau;
    Ok(Champs::new(match genre {
        Genre::Bilan | Genre::Justificatif => bilan::prerempli(socle),
        Genre::CompteRendu => compte_rendu::prerempli(socle, &fuseau),
        Genre::Orientation => lettre::prerempli(socle, &fuseau),
    }))
}

/// The fields of a document validated that day.
pub fn du_contenu(contenu: &Contenu, valide_le: Date) -> Liste {
    match contenu {
        Contenu::Bilan(bilan) => bilan::en_champs(bilan, valide_le),
        Contenu::CompteRendu(compte_rendu) => compte_rendu::en_champs(compte_rendu),
        Contenu::Orientation(lettre) => lettre::en_champs(lettre),
        Contenu::Justificatif(_) => Liste::new(),
    }
}

/// Everything that is missing, each at its field; a field already at fault is not told twice.
pub fn manques(incomplet: &Incomplet, erreurs: &mut Erreurs) {
    for manque in &incomplet.0 {
        let champ = champ_du_manque(*manque);
        if erreurs.de(champ).is_none() {
            erreurs.ajouter(champ, manque.consigne());
        }
    }
}

fn champ_du_manque(manque: Manque) -> &'static str {
    match manque {
        Manque::MotifDeConsultation | Manque::MotifOrientation => "motif",
        Manque::Deficiences => "deficiences",
        Manque::Incapacites => "incapacites",
        Manque::DiagnosticKinesitherapique => "diagnostic",
        Manque::Objectifs => "objectif.0",
        Manque::Techniques => "techniques",
        Manque::NombreSeances => "nombre",
        Manque::Rythme => "rythme",
        Manque::LieuDeSoin => "lieu",
        Manque::Modalite => "modalite",
        Manque::Resultats => "commentaire",
        Manque::Issue => "issue",
        Manque::Suites => "suites",
        Manque::PrecisionDuMotif => "precision",
        Manque::Destination => "destination",
        Manque::Urgence => "urgence",
        Manque::Question => "question",
        Manque::Depistage | Manque::MotifDeLAlerte | Manque::Soins | Manque::NumeroAm => "document",
    }
}

/// The page of the form.
///
/// # Errors
/// When the zone of the department is unknown.
pub fn page(
    app: &App,
    identite: &Identite,
    socle: &Socle,
    feuillet: &Feuillet<'_>,
) -> Result<Markup, Failure> {
    let fuseau = socle.atelier(app)?.fuseau;
    let vue = Vue {
        app,
        socle,
        champs: feuillet.champs,
        erreurs: &feuillet.erreurs,
        anterieurs: socle.examens(feuillet.etat.corrige, &fuseau),
        jour: socle.dossier.aujourd_hui(app)?,
    };
    let (id, qui) = (socle.dossier.episode.id, nom_du_patient(&socle.dossier.patient.identite));
    let [tableau, episode] = fil_de(id, &qui);
    let fil = [tableau, episode, Lien::new("Documents", format!("/episodes/{id}/documents"))];
    let chapo = html! { (qui) ", " (socle.dossier.episode.localisation.libelle()) };
    let visiteur = Visiteur::from(identite);
    let avis = (feuillet.accueil == Accueil::Enregistre).then(|| Avis::succes("Brouillon enregistré."));
    let page = Page::new(feuillet.genre.titre(), &visiteur).fil(fil).avis(avis).chapo(chapo);
    Ok(page.script("redaction.js").script("schema.js").rendre(html! {
        (ailleurs(&vue, feuillet, &fuseau))
        (correction(&vue, feuillet))
        (appui::medecin_a_completer(socle))
        (appui::ins_retenue(socle))
        form.formulaire.redaction method="post" action=(super::redaction::adresse(socle, feuillet.genre)) novalidate data-redaction {
            div #champ-document tabindex="-1" { (resume(&feuillet.erreurs)) }
            input type="hidden" name="brouillon" value=(feuillet.etat.id);
            input type="hidden" name="version" value=(feuillet.etat.version);
            // The first button of a form is the one that « Enter » presses.
            button.lecteur type="submit" name="geste" value="enregistrer" tabindex="-1" aria-hidden="true" { "Enregistrer" }
            @match feuillet.genre {
                Genre::Bilan | Genre::Justificatif => (bilan::sections(&vue)),
                Genre::CompteRendu => (compte_rendu::sections(&vue)),
                Genre::Orientation => (lettre::sections(&vue)),
            }
            (pied(feuillet, &fuseau))
        }
        @if feuillet.etat.version > 0 {
            div.redaction-abandon {
                (action(Style::Danger, &format!("{}/abandonner", super::redaction::adresse(socle, feuillet.genre)), "Abandonner ce brouillon", ""))
            }
        }
    }))
}

/// Where the draft stands, and the two things that can be done with it.
fn pied(feuillet: &Feuillet<'_>, fuseau: &TimeZone) -> Markup {
    let dit = match feuillet.etat.enregistre_le {
        _ if feuillet.accueil == Accueil::Ailleurs => "Pas encore enregistré ici".to_owned(),
        Some(instant) => format!("Enregistré à {}", texte::heure(instant, fuseau)),
        None => "Pas encore enregistré".to_owned(),
    };
    let libelle =
        if feuillet.accueil == Accueil::Ailleurs { "Garder mon texte" } else { "Enregistrer le brouillon" };
    html! {
        div.redaction-pied {
            p.redaction-etat role="status" data-etat { (dit) }
            div.rang {
                button.bouton.bouton-secondaire type="submit" name="geste" value="enregistrer" { (libelle) }
                button.bouton.bouton-principal type="submit" name="geste" value="valider" { "Valider le document" }
            }
        }
    }
}

/// « Ce brouillon a été enregistré ailleurs à 10 h 42 », in words that both the page and the script say.
pub fn conflit(enregistre_le: Option<Timestamp>, fuseau: &TimeZone) -> String {
    match enregistre_le {
        Some(instant) => format!(
            "Ce brouillon a été enregistré ailleurs (autre onglet ou autre appareil) à {}. Votre texte reste ici, rien n’est perdu.",
            texte::heure(instant, fuseau)
        ),
        None => "Ce brouillon a été validé ou abandonné ailleurs. Votre texte reste ici, rien n’est perdu."
            .to_owned(),
    }
}

fn ailleurs(vue: &Vue<'_>, feuillet: &Feuillet<'_>, fuseau: &TimeZone) -> Markup {
    let adresse = super::redaction::adresse(vue.socle, feuillet.genre);
    html! {
        @if feuillet.accueil == Accueil::Ailleurs {
            (alerte(Ton::Attention, &conflit(feuillet.etat.enregistre_le, fuseau), &html! {
                p { "« Garder mon texte », en bas de page, remplace l’autre version. "
                    a href=(adresse) { "Reprendre plutôt l’autre version" } " abandonne le texte de cette page." }
            }))
        }
    }
}

fn correction(vue: &Vue<'_>, feuillet: &Feuillet<'_>) -> Markup {
    let corrigee = feuillet.etat.corrige.and_then(|id| vue.socle.fiche(id));
    html! {
        @if let Some(fiche) = corrigee {
            (alerte(Ton::Info, &format!("Correction de la version {}", fiche.reference.version()), &html! {
                p { "La version validée reste lisible ; la nouvelle la remplacera pour tous ses destinataires." }
            }))
        }
    }
}
