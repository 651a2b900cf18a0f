//! What a line comes to: a light, the reasons in sentences, what to do, and what sending it would do.

use droit::declaration::{EtatDeclaration, Origine};
use droit::identifiant::{CptsId, DeclarationId};
use droit::reglement::{Declarant, Reglement};
use entrepot::declaration::LigneADeclarer;
use jiff::civil::Date;

use super::lecture::{Candidat, Presence, Sujet};
use super::majuscule;
use crate::declaration::{Feu, Raison};
use crate::gabarits::texte;

/// What a line comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constat {
    /// The light.
    pub feu: Feu,
    /// Why, in sentences, with the text behind each rule.
    pub raisons: Vec<Raison>,
    /// What to do about it.
    pub que_faire: Option<&'static str>,
    /// What sending it does.
    pub suite: Suite,
}

/// What sending a line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// It is declared already.
    Faite(DeclarationId),
    /// It cannot be sent.
    Rien,
    /// It declares the MK.
    Declarer,
    /// It files the draft kept for him.
    Deposer(DeclarationId),
}

impl Constat {
    /// What a line comes to for a CPTS on a day.
    pub fn de(reglement: &Reglement, ligne: &LigneADeclarer, sujet: &Sujet, cpts: CptsId, le: Date) -> Self {
        if let Some(id) = ligne.declaration {
            let raisons = vec!["Déclarée avec cette liste.".to_owned().into()];
            return Self { feu: Feu::Vert, raisons, que_faire: None, suite: Suite::Faite(id) };
        }
        match sujet {
            Sujet::Faux(faux) => {
                Self::rouge(majuscule(&faux.to_string()), "Corrigez le numéro, ou retirez la ligne.")
            }
            Sujet::Double(numero) => Self::rouge(
                format!("Ce numéro est déjà à la ligne {numero}."),
                "Retirez cette ligne. Pour un second département, déclarez-le avec une autre liste.",
            ),
            Sujet::Inconnu => Self::rouge(
                "Aucun masseur-kinésithérapeute ne porte ce numéro dans l’Annuaire Santé.".to_owned(),
                "Vérifiez le numéro, et que c’est bien celui d’un kinésithérapeute. S’il vient de s’inscrire à l’Ordre, l’annuaire peut retarder : ajoutez-le à vos membres.",
            ),
            Sujet::SansAnnuaire => Self::rouge(
                "Ce praticien n’est pas connu ici, et l’Annuaire Santé n’a pas encore été importé."
                    .to_owned(),
                "Ajoutez-le à vos membres : vous direz qui il est et où il exerce.",
            ),
            Sujet::SansLieu { .. } => Self::rouge(
                "Aucun lieu d’exercice connu dans un département.".to_owned(),
                "Demandez-lui d’enregistrer son lieu d’exercice, ou ajoutez-le à vos membres.",
            ),
            Sujet::Connu(candidat) => Self::du_candidat(reglement, candidat, cpts, le),
        }
    }

    fn rouge(raison: String, que_faire: &'static str) -> Self {
        Self { feu: Feu::Rouge, raisons: vec![raison.into()], que_faire: Some(que_faire), suite: Suite::Rien }
    }

    fn du_candidat(reglement: &Reglement, candidat: &Candidat, cpts: CptsId, le: Date) -> Self {
        let mut suite = Suite::Declarer;
        if let Some(en_cours) = &candidat.en_cours {
            match en_cours.etat {
                EtatDeclaration::Brouillon if en_cours.cpts == cpts && en_cours.origine == Origine::Cpts => {
                    suite = Suite::Deposer(en_cours.id);
                }
                _ => return Self::deja(candidat, cpts),
            }
        }
        let departement = candidat.dossier.departement;
        let declarant = reglement.parametres(departement).declarant.au(le).connue;
        let (feu, mut raisons) = (candidat.examen.feu(), candidat.examen.raisons_fondees());
        if feu != Feu::Rouge && matches!(declarant, Some(Declarant::Praticien | Declarant::PraticienConfirme))
        {
            raisons.insert(
                0,
                format!("Dans le département {departement}, c’est le praticien qui se déclare.").into(),
            );
            let que_faire = Some("Dites-lui de déposer sa déclaration : vous en serez averti.");
            return Self { feu: Feu::Orange, raisons, que_faire, suite: Suite::Rien };
        }
        if feu == Feu::Rouge {
            let que_faire = Some("Retirez la ligne, ou levez la cause puis rechargez.");
            return Self { feu, raisons, que_faire, suite: Suite::Rien };
        }
        raisons.extend(ajouts(candidat).into_iter().map(Raison::from));
        let que_faire =
            (feu == Feu::Orange).then_some("Vérifiez, puis déclarez-la avec les autres si elle convient.");
        Self { feu, raisons, que_faire, suite }
    }

    /// Another declaration runs, by this CPTS or by another, which is not named.
    fn deja(candidat: &Candidat, cpts: CptsId) -> Self {
        let Some(en_cours) = &candidat.en_cours else {
            return Self::rouge(String::new(), "Rechargez la page.");
        };
        let etat = en_cours.etat.libelle().to_lowercase();
        if en_cours.cpts == cpts {
            return Self::rouge(
                format!("Déjà déclaré avec votre CPTS ({etat})."),
                "Rien à faire : retirez la ligne.",
            );
        }
        Self::rouge(
            format!(
                "Déjà déclaré avec une autre CPTS ({etat}) dans le département {}.",
                en_cours.departement
            ),
            "Une seule CPTS fonde la déclaration. S’il change de CPTS, qu’il retire d’abord l’autre.",
        )
    }
}

/// What is recorded along with the declaration.
fn ajouts(candidat: &Candidat) -> Vec<String> {
    let mut ajouts = Vec::new();
    if candidat.presence == Presence::AnnuaireSeul {
        ajouts.push("Nouveau ici : son nom et son lieu sont repris de l’Annuaire Santé.".to_owned());
    }
    if let Some(adhesion) = candidat.adhesion {
        let fin = adhesion.au.map(|au| format!(", jusqu’au {}", texte::jour(au))).unwrap_or_default();
        ajouts.push(format!("Sera ajouté à vos membres depuis le {}{fin}.", texte::jour(adhesion.du)));
    }
    ajouts
}
