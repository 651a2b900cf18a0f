//! Taking a step: read what was typed, decide, write; whoever comes second is told.

use droit::declaration::Declarant;
use droit::fiche_cpts::{EmpechementFiche, GesteFiche, PasFiche};
use droit::texte::TexteLibre;
use entrepot::Echec;
use jiff::civil::Date;

use super::Suivi;
use crate::connexion::Identite;
use crate::echec::Failure;
use crate::gabarits::Erreurs;
use crate::saisie::Champs;
use crate::serveur::App;

/// What was typed and is wrong.
#[derive(Default)]
pub struct Saisie {
    /// The errors.
    pub erreurs: Erreurs,
    /// What was typed.
    pub champs: Champs,
}

/// Takes the step that the form asks for; gives back the form when something in it is wrong.
pub async fn avancer(
    app: &App,
    identite: &Identite,
    suivi: &Suivi,
    champs: Champs,
) -> Result<Option<Saisie>, Failure> {
    let mut erreurs = Erreurs::default();
    let Some(geste) = lire(&champs, &mut erreurs) else { return Ok(Some(Saisie { erreurs, champs })) };
    if champs.un("version").parse().ok() != Some(suivi.cpts.version) {
        return Err(devance());
    }
    let auteur =
        Declarant { compte: identite.compte, aujourd_hui: suivi.le, maintenant: app.horloge.maintenant() };
    let exige = suivi.prise_en_compte(app.reglement);
    let fait = match suivi.cpts.fiche().avancer(&geste, suivi.partie, exige, &auteur) {
        Ok(fait) => fait,
        Err(EmpechementFiche::Etape) => return Err(devance()),
        Err(cause) => {
            erreurs.ajouter(champ_du(&geste), majuscule(&cause.to_string()));
            return Ok(Some(Saisie { erreurs, champs }));
        }
    };
    let ecrit = app.entrepot.ecrire(move |tx| {
        entrepot::cpts::avancer_fiche(tx, &fait);
        Ok::<(), Echec>(())
    });
    match ecrit.await {
        Ok(()) => Ok(None),
        Err(Echec::Conflit) => Err(devance()),
        Err(autre) => Err(autre.into()),
    }
}

fn devance() -> Failure {
    Failure::Conflit("la fiche a avancé entre-temps : relisez où elle en est".to_owned())
}

fn champ_du(geste: &GesteFiche) -> &'static str {
    if matches!(geste, GesteFiche::Envoyer { .. }) { "ars_le" } else { "le" }
}

fn majuscule(texte: &str) -> String {
    let mut signes = texte.chars();
    let debut: String = signes.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{debut}{}.", signes.as_str())
}

fn lire(champs: &Champs, erreurs: &mut Erreurs) -> Option<GesteFiche> {
    let mut jour = |nom: &str| {
        let lu = champs.un(nom).parse::<Date>();
        erreurs.noter(nom, lu.map_err(|_| "Écrivez une date, par exemple 2026-11-21."))
    };
    match PasFiche::depuis_code(champs.un("pas"))? {
        PasFiche::Rediger => jour("le").map(|le| GesteFiche::Rediger { le }),
        PasFiche::Valider => jour("le").map(|le| GesteFiche::Valider { le }),
        PasFiche::Envoyer => {
            let (ars_le, cpam_le) = (jour("ars_le"), jour("cpam_le"));
            Some(GesteFiche::Envoyer { ars_le: ars_le?, cpam_le: cpam_le? })
        }
        PasFiche::AccuserReception => jour("le").map(|le| GesteFiche::AccuserReception { le }),
        PasFiche::PrendreEnCompte => jour("le").map(|le| GesteFiche::PrendreEnCompte { le }),
        PasFiche::Renvoyer => {
            let precision = erreurs.noter("precision", champs.un("precision").parse::<TexteLibre>());
            precision.map(|precision| GesteFiche::Renvoyer { precision })
        }
        PasFiche::Reprendre => None,
    }
}
