//! Taking a step: read what was typed, decide, write; whoever comes second is told.

use droit::anonymat::Indice;
use droit::declaration::Declarant;
use droit::episode::GraviteEvenement;
use droit::evenement::{EmpechementEvenement, GesteEvenement, PartieEvenement, PasEvenement, SuiteEvenement};
use droit::texte::{Intitule, TexteLibre};
use entrepot::Echec;
use entrepot::evenement::{EvenementVu, inscrire_pas};
use jiff::civil::Date;

use super::formulaire::{phrase, texte};
use super::{aujourd_hui, devance, regle};
use crate::anonymat;
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
    /// What in it may lead to somebody.
    pub passages: Vec<Indice>,
}

impl Saisie {
    /// The errors of this step's form; none for the others.
    pub fn pour(&self, pas: PasEvenement) -> Option<&Erreurs> {
        (self.champs.un("pas") == pas.code()).then_some(&self.erreurs)
    }
}

/// Takes the step that the form asks for; gives back the form when something in it is wrong.
pub async fn avancer(
    app: &App,
    identite: &Identite,
    (vu, partie): (&EvenementVu, PartieEvenement),
    champs: Champs,
) -> Result<Option<Saisie>, Failure> {
    let mut erreurs = Erreurs::default();
    let Some(geste) = lire(&champs, &mut erreurs) else {
        let saisie = Saisie { erreurs, champs, passages: Vec::new() };
        return if saisie.erreurs.est_vide() { Err(devance()) } else { Ok(Some(saisie)) };
    };
    let passages = relire(app, &geste, &champs, &mut erreurs).await?;
    if !passages.is_empty() {
        return Ok(Some(Saisie { erreurs, champs, passages }));
    }
    if champs.un("version").parse().ok() != Some(vu.signalement.version) {
        return Err(devance());
    }
    let departement = vu.signalement.departement;
    let le = aujourd_hui(app, departement)?;
    let auteur = Declarant { compte: identite.compte, aujourd_hui: le, maintenant: app.horloge.maintenant() };
    let regle = regle(app, departement, le);
    let fait = match vu.signalement.avancer(&geste, partie, &regle, &auteur) {
        Ok(fait) => fait,
        Err(EmpechementEvenement::Etape) => return Err(devance()),
        Err(cause) => {
            erreurs.ajouter(champ_de(cause), phrase(&cause));
            return Ok(Some(Saisie { erreurs, champs, passages }));
        }
    };
    let trousseau = app.entrepot.trousseau().clone();
    let ecrit = app.entrepot.ecrire(move |tx| {
        inscrire_pas(tx, &trousseau, &fait);
        Ok::<(), Echec>(())
    });
    match ecrit.await {
        Ok(()) => Ok(None),
        Err(Echec::Conflit) => Err(devance()),
        Err(autre) => Err(autre.into()),
    }
}

/// An analysis is warned about, never stopped.
async fn relire(
    app: &App,
    geste: &GesteEvenement,
    champs: &Champs,
    erreurs: &mut Erreurs,
) -> Result<Vec<Indice>, Failure> {
    let textes = ["gestion", "causes", "actions"].map(|nom| (nom, champs.un(nom)));
    match (geste, champs.un(anonymat::TEL_QUEL)) {
        (GesteEvenement::Analyser { .. }, tel_quel) if tel_quel != "oui" => {
            anonymat::avertir(app, &textes, Vec::new(), erreurs).await
        }
        _ => Ok(Vec::new()),
    }
}

fn champ_de(cause: EmpechementEvenement) -> &'static str {
    match cause {
        EmpechementEvenement::AVenir
        | EmpechementEvenement::EvenementAVenir
        | EmpechementEvenement::AvantLEvenement => "le",
        EmpechementEvenement::AnalyseManquante => "suite",
        EmpechementEvenement::MemeGravite => "gravite",
        EmpechementEvenement::Etape => "pas",
    }
}

fn lire(champs: &Champs, e: &mut Erreurs) -> Option<GesteEvenement> {
    let un = |nom: &str| champs.un(nom).to_owned();
    match PasEvenement::depuis_code(champs.un("pas"))? {
        PasEvenement::Signaler => None,
        PasEvenement::Declarer => {
            let jour = un("le").parse::<Date>();
            let le = e.noter("le", jour.map_err(|_| "Indiquez le jour de la déclaration."));
            let numero = match un("numero").as_str() {
                "" => Some(None),
                dit => e.noter("numero", dit.parse::<Intitule>().map_err(|faute| phrase(&faute))).map(Some),
            };
            Some(GesteEvenement::Declarer { le: le?, numero: numero? })
        }
        PasEvenement::Analyser => {
            let gestion = texte("gestion", &un("gestion"), e);
            let causes = texte("causes", &un("causes"), e);
            let actions = texte("actions", &un("actions"), e);
            Some(GesteEvenement::Analyser { gestion: gestion?, causes: causes?, actions: actions? })
        }
        PasEvenement::Prendre => Some(GesteEvenement::Prendre),
        PasEvenement::Requalifier => {
            let choisie = GraviteEvenement::depuis_code(champs.un("gravite"));
            let gravite = e.noter("gravite", choisie.ok_or("Choisissez la gravité."));
            let motif = texte("motif", &un("motif"), e);
            Some(GesteEvenement::Requalifier { gravite: gravite?, motif: motif? })
        }
        PasEvenement::Clore => {
            let choisie = SuiteEvenement::depuis_code(champs.un("suite"));
            let suite = e.noter("suite", choisie.ok_or("Dites comment l’examen se termine."));
            let mots = match un("mots").as_str() {
                "" => Some(None),
                dit => e.noter("mots", dit.parse::<TexteLibre>().map_err(|faute| phrase(&faute))).map(Some),
            };
            Some(GesteEvenement::Clore { suite: suite?, mots: mots? })
        }
        PasEvenement::Rouvrir => {
            texte("motif", &un("motif"), e).map(|motif| GesteEvenement::Rouvrir { motif })
        }
    }
}
