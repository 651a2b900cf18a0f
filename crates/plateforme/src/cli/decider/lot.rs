//! A batch of questions: each answered in order, an unreadable one answered by its error, none kept in memory.

use std::fmt::Display;
use std::io::{self, BufRead, Write};

use droit::decision::{Demande, decider};
use droit::identifiant::CodeDepartement;
use droit::reglement::Reglement;
use formats::decision::{DecisionJson, Erreur, ErreurDeLigne, lire};
use jiff::civil::Date;

use super::enregistrement::{Enregistrement, Enregistrements, Forme, TAILLE_MAX};

/// What became of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bilan {
    /// Questions answered by a decision.
    pub decidees: u64,
    /// Questions that could not be read.
    pub illisibles: u64,
    premiere: Option<(u64, Erreur)>,
}

impl Bilan {
    /// What went wrong, in French; nothing when every question got its decision.
    pub fn constat(&self) -> Option<String> {
        let Self { decidees, illisibles, premiere } = self;
        match premiere {
            None if *decidees == 0 => {
                Some("aucune question à décider : donnez un objet JSON par ligne.".to_owned())
            }
            None => None,
            Some((ligne, erreur)) if decidees + illisibles == 1 => Some(format!("ligne {ligne}, {erreur}")),
            Some((ligne, erreur)) => {
                let total = decidees + illisibles;
                Some(format!(
                    "{illisibles} question(s) illisible(s) sur {total} ; la première, ligne {ligne}, {erreur}"
                ))
            }
        }
    }

    fn noter(&mut self, ligne: u64, erreur: Erreur) {
        self.illisibles += 1;
        self.premiere.get_or_insert((ligne, erreur));
    }
}

/// Answers every question of a stream, in order: one line each, or an indented object for a lone question that
/// was written on several lines.
pub fn decider_tout<E: Display>(
    reglement: &Reglement,
    entree: impl BufRead,
    mut sortie: impl Write,
    aujourd_hui: impl Fn(CodeDepartement) -> Result<Date, E>,
) -> io::Result<Bilan> {
    let mut questions = Enregistrements::new(entree);
    let mut bilan = Bilan::default();
    let mut courante = questions.suivant()?;
    while let Some(question) = courante {
        let (suivante, presentation) = match question.forme {
            Forme::PlusieursLignes if bilan == Bilan::default() => {
                let suivante = questions.suivant()?;
                let presentation = if suivante.is_none() { Presentation::Aeree } else { Presentation::Ligne };
                (Some(suivante), presentation)
            }
            _ => (None, Presentation::Ligne),
        };
        match poser(&question, &aujourd_hui) {
            Ok(demande) => {
                repondre(reglement, &demande, presentation, &mut sortie)?;
                bilan.decidees += 1;
            }
            Err(erreur) => {
                ecrire(&ErreurDeLigne { ligne: question.ligne, erreur: &erreur }, presentation, &mut sortie)?;
                bilan.noter(question.ligne, erreur);
            }
        }
        courante = match suivante {
            Some(suivante) => suivante,
            None => questions.suivant()?,
        };
    }
    Ok(bilan)
}

#[derive(Clone, Copy)]
enum Presentation {
    Ligne,
    Aeree,
}

fn poser<E: Display>(
    question: &Enregistrement,
    aujourd_hui: impl Fn(CodeDepartement) -> Result<Date, E>,
) -> Result<Demande, Erreur> {
    if question.forme == Forme::TropLongue {
        let message = format!("la question dépasse {TAILLE_MAX} octets : écrivez un objet JSON par ligne.");
        return Err(Erreur::du_document(message));
    }
    lire(&question.texte, aujourd_hui)
}

fn repondre(
    reglement: &Reglement,
    demande: &Demande,
    presentation: Presentation,
    sortie: impl Write,
) -> io::Result<()> {
    let droit = reglement.au(demande.le, demande.departement, demande.structure.type_structure);
    let decision = decider(demande, &droit, reglement.nomenclature());
    ecrire(&DecisionJson(&decision), presentation, sortie)
}

fn ecrire(
    valeur: &impl serde::Serialize,
    presentation: Presentation,
    mut sortie: impl Write,
) -> io::Result<()> {
    match presentation {
        Presentation::Ligne => serde_json::to_writer(&mut sortie, valeur)?,
        Presentation::Aeree => serde_json::to_writer_pretty(&mut sortie, valeur)?,
    }
    sortie.write_all(b"\n")
}
