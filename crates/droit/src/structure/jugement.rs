//! What one rule says of one structure, before its source is put beside it.

use crate::decision::Etat;

/// The judgement of a rule; each part is a French sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Jugement {
    /// The rule is not about this structure.
    SansObjet,
    /// The rule is met.
    Respecte(String),
    /// Something is not known; `question` asks for it.
    AConfirmer { question: String },
    /// The rule is broken; `correction` is the shortest way out.
    Viole { message: String, correction: String },
}

impl Jugement {
    pub(super) fn respecte(message: impl Into<String>) -> Self {
        Self::Respecte(message.into())
    }

    pub(super) fn a_confirmer(question: impl Into<String>) -> Self {
        Self::AConfirmer { question: question.into() }
    }

    pub(super) fn viole(message: impl Into<String>, correction: impl Into<String>) -> Self {
        Self::Viole { message: message.into(), correction: correction.into() }
    }

    /// A question whose « oui » meets the rule.
    pub(super) fn exige(reponse: Option<bool>, enonce: &Exigence) -> Self {
        match reponse {
            Some(true) => Self::respecte(enonce.respect),
            Some(false) => Self::viole(enonce.manque, enonce.correction),
            None => Self::a_confirmer(enonce.question),
        }
    }

    /// The worst of several judgements of one rule, in the order given among equals.
    pub(super) fn pire(jugements: impl IntoIterator<Item = Jugement>) -> Self {
        jugements
            .into_iter()
            .fold(Self::SansObjet, |pire, autre| if autre.poids() > pire.poids() { autre } else { pire })
    }

    fn poids(&self) -> u8 {
        match self {
            Self::SansObjet => 0,
            Self::Respecte(_) => 1,
            Self::AConfirmer { .. } => 2,
            Self::Viole { .. } => 3,
        }
    }

    /// State, sentence, and what is missing.
    pub(super) fn eclater(self) -> (Etat, String, Option<String>) {
        match self {
            Self::SansObjet => {
                (Etat::SansObjet, "Cette règle ne concerne pas cette structure.".to_owned(), None)
            }
            Self::Respecte(message) => (Etat::Respecte, message, None),
            Self::AConfirmer { question } => {
                (Etat::AConfirmer, "Il manque une réponse pour juger cette règle.".to_owned(), Some(question))
            }
            Self::Viole { message, correction } => (Etat::Viole, message, Some(correction)),
        }
    }
}

/// The four sentences of a yes-or-no rule.
pub(super) struct Exigence {
    pub respect: &'static str,
    pub question: &'static str,
    pub manque: &'static str,
    pub correction: &'static str,
}
