//! The life of a learning note: written, read again by somebody else, published, withdrawn.

use jiff::civil::Date;

use crate::anonymat::{self, Indice, Lexique};
use crate::decision::codes;
use crate::declaration::Declarant;
use crate::identifiant::{CodeDepartement, CompteId, EvenementId, RetourId};
use crate::texte::{Intitule, TexteLibre};

/// What a note says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contenu {
    /// Title.
    pub titre: Intitule,
    /// What happened, told without anybody.
    pub contexte: TexteLibre,
    /// Why it happened.
    pub analyse: TexteLibre,
    /// What to do from now on.
    pub enseignements: TexteLibre,
}

impl Contenu {
    /// Its four texts.
    pub fn textes(&self) -> [&str; 4] {
        [self.titre.as_str(), self.contexte.as_str(), self.analyse.as_str(), self.enseignements.as_str()]
    }

    fn indices(&self, lexique: &Lexique<'_>) -> Vec<Indice> {
        let mut indices: Vec<Indice> = Vec::new();
        for indice in self.textes().iter().flat_map(|texte| anonymat::chercher(texte, lexique)) {
            if !indices.contains(&indice) {
                indices.push(indice);
            }
        }
        indices
    }
}

codes! {
    /// The steps of a note.
    EtapeRetour {
        /// Being written.
        Brouillon = "brouillon",
        /// Waits for somebody else.
        ARelire = "a-relire",
        /// Readable by the group.
        Publie = "publie",
        /// Taken back.
        Retire = "retire",
    }
}

impl EtapeRetour {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Brouillon => "Brouillon",
            Self::ARelire => "À relire",
            Self::Publie => "Publiée",
            Self::Retire => "Retirée",
        }
    }
}

/// Where a note stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EtatRetour {
    /// Being written.
    Brouillon,
    /// Waits for somebody else than its author.
    ARelire {
        /// Since.
        depuis: Date,
    },
    /// Readable by the group.
    Publie {
        /// Day.
        le: Date,
        /// Who read it again.
        relu_par: CompteId,
    },
    /// Taken back.
    Retire {
        /// Day.
        le: Date,
        /// Why.
        motif: TexteLibre,
    },
}

impl EtatRetour {
    /// The step reached.
    pub fn etape(&self) -> EtapeRetour {
        match self {
            Self::Brouillon => EtapeRetour::Brouillon,
            Self::ARelire { .. } => EtapeRetour::ARelire,
            Self::Publie { .. } => EtapeRetour::Publie,
            Self::Retire { .. } => EtapeRetour::Retire,
        }
    }
}

/// A note, as storage gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retour {
    /// Key.
    pub id: RetourId,
    /// The department whose ARS writes.
    pub departement: CodeDepartement,
    /// The event it is drawn from, where it is one; never shown to readers.
    pub evenement: Option<EvenementId>,
    /// Who wrote it last.
    pub redacteur: CompteId,
    /// What it says.
    pub contenu: Contenu,
    /// Where it stands.
    pub etat: EtatRetour,
    /// Version it was read in.
    pub version: i64,
}

codes! {
    /// What may be done, as the history keeps it.
    PasRetour {
        /// Written.
        Ecrire = "ecrit",
        /// Rewritten.
        Modifier = "modifie",
        /// Handed to somebody else.
        Soumettre = "soumis",
        /// Sent back to its author.
        Renvoyer = "renvoye",
        /// Published.
        Publier = "publie",
        /// Taken back.
        Retirer = "retire",
    }
}

/// What somebody says of the passages that may lead to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relecture {
    /// Nothing: they were not shown to him yet.
    AFaire,
    /// He read them, and none leads to anybody.
    Confirmee,
}

/// What somebody wants to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GesteRetour {
    /// Rewrite it.
    Modifier(Contenu),
    /// Hand it to somebody else.
    Soumettre(Relecture),
    /// Send it back to its author.
    Renvoyer,
    /// Publish it.
    Publier(Relecture),
    /// Take it back.
    Retirer(TexteLibre),
}

/// Why a step is not granted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmpechementRetour {
    /// Not from here.
    #[error("cette étape n’est plus possible : relisez où en est la fiche")]
    Etape,
    /// The one who wrote it may not read it again.
    #[error("vous avez écrit cette fiche : un autre agent doit la relire avant sa publication")]
    MemeRedacteur,
    /// Something in it leads to somebody.
    #[error("la fiche permettrait de reconnaître quelqu’un")]
    Reconnaissable(Vec<Indice>),
    /// Something in it may lead to somebody, and nobody said that it does not.
    #[error("relisez les passages qui pourraient désigner quelqu’un, puis confirmez")]
    AConfirmer(Vec<Indice>),
}

/// Where a note comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origine {
    /// Key drawn by the page that shows the form: sent twice, the note is recorded once.
    pub id: RetourId,
    /// The department whose ARS writes.
    pub departement: CodeDepartement,
    /// The event it is drawn from.
    pub evenement: Option<EvenementId>,
}

/// A note to record. Only this crate can build one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetourEcrit {
    retour: Retour,
    auteur: Declarant,
}

impl RetourEcrit {
    /// The note.
    pub fn retour(&self) -> &Retour {
        &self.retour
    }

    /// Who, and when.
    pub fn auteur(&self) -> &Declarant {
        &self.auteur
    }
}

/// A step granted. Only this crate can build one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetourAvance {
    suite: Retour,
    pas: PasRetour,
    auteur: Declarant,
}

impl RetourAvance {
    /// The note as it stands from now on; its version is still the one it was decided on.
    pub fn suite(&self) -> &Retour {
        &self.suite
    }

    /// The step.
    pub fn pas(&self) -> PasRetour {
        self.pas
    }

    /// Who, and when.
    pub fn auteur(&self) -> &Declarant {
        &self.auteur
    }
}

impl Retour {
    /// A new note, as a draft.
    pub fn ecrire(origine: Origine, contenu: Contenu, auteur: &Declarant) -> RetourEcrit {
        let retour = Self {
            id: origine.id,
            departement: origine.departement,
            evenement: origine.evenement,
            redacteur: auteur.compte,
            contenu,
            etat: EtatRetour::Brouillon,
            version: 1,
        };
        RetourEcrit { retour, auteur: *auteur }
    }

    /// What in it leads, or may lead, to somebody.
    pub fn indices(&self, lexique: &Lexique<'_>) -> Vec<Indice> {
        self.contenu.indices(lexique)
    }

    /// Takes a step. A note is handed over and published only when nothing in it leads to somebody and somebody read
    /// what may, and published by another agent than the one who wrote it (`docs/decisions/0090-adverse-events.md`,
    /// `docs/decisions/0160-what-names-somebody.md`).
    pub fn avancer(
        &self,
        geste: &GesteRetour,
        lexique: &Lexique<'_>,
        auteur: &Declarant,
    ) -> Result<RetourAvance, EmpechementRetour> {
        let mut suite = self.clone();
        let le = auteur.aujourd_hui;
        let pas = match (geste, &self.etat) {
            (GesteRetour::Modifier(contenu), EtatRetour::Brouillon) => {
                (suite.contenu, suite.redacteur) = (contenu.clone(), auteur.compte);
                PasRetour::Modifier
            }
            (GesteRetour::Soumettre(relecture), EtatRetour::Brouillon) => {
                self.exiger_anonyme(lexique, *relecture)?;
                suite.etat = EtatRetour::ARelire { depuis: le };
                PasRetour::Soumettre
            }
            (GesteRetour::Renvoyer, EtatRetour::ARelire { .. }) => {
                suite.etat = EtatRetour::Brouillon;
                PasRetour::Renvoyer
            }
            (GesteRetour::Publier(relecture), EtatRetour::ARelire { .. }) => {
                if self.redacteur == auteur.compte {
                    return Err(EmpechementRetour::MemeRedacteur);
                }
                self.exiger_anonyme(lexique, *relecture)?;
                suite.etat = EtatRetour::Publie { le, relu_par: auteur.compte };
                PasRetour::Publier
            }
            (GesteRetour::Retirer(motif), EtatRetour::Publie { .. }) => {
                suite.etat = EtatRetour::Retire { le, motif: motif.clone() };
                PasRetour::Retirer
            }
            _ => return Err(EmpechementRetour::Etape),
        };
        Ok(RetourAvance { suite, pas, auteur: *auteur })
    }

    fn exiger_anonyme(&self, lexique: &Lexique<'_>, relecture: Relecture) -> Result<(), EmpechementRetour> {
        let (certains, possibles): (Vec<_>, Vec<_>) =
            self.indices(lexique).into_iter().partition(Indice::certain);
        if !certains.is_empty() {
            return Err(EmpechementRetour::Reconnaissable(certains));
        }
        match relecture {
            Relecture::AFaire if !possibles.is_empty() => Err(EmpechementRetour::AConfirmer(possibles)),
            Relecture::AFaire | Relecture::Confirmee => Ok(()),
        }
    }
}
