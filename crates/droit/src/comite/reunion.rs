//! A meeting: called, moved, cancelled, held; its agenda, its minutes, version after version.

use jiff::ToSpan;
use jiff::civil::{Date, Time};

use super::decision::{DecisionComite, DecisionPrise, EmpechementDecision, EtatDecision};
use crate::decision::codes;
use crate::declaration::Declarant;
use crate::identifiant::{AdresseCourriel, CodeDepartement, CompteId, DecisionComiteId, MembreId, ReunionId};
use crate::texte::{Intitule, TexteLibre};

/// When and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendezvous {
    /// Day, local to the department.
    pub le: Date,
    /// Hour, local to the department.
    pub heure: Time,
    /// Minutes.
    pub duree: u16,
    /// Place, or address of a video conference.
    pub lieu: Intitule,
}

codes! {
    /// The steps of a meeting.
    EtapeReunion {
        /// Called.
        Convoquee = "convoquee",
        /// Cancelled.
        Annulee = "annulee",
        /// Held.
        Tenue = "tenue",
    }
}

impl EtapeReunion {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Convoquee => "Convoquée",
            Self::Annulee => "Annulée",
            Self::Tenue => "Tenue",
        }
    }
}

/// Where a meeting stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EtatReunion {
    /// Called.
    Convoquee,
    /// Cancelled.
    Annulee {
        /// Why.
        motif: TexteLibre,
    },
    /// Held.
    Tenue {
        /// Who was there.
        presents: Vec<MembreId>,
    },
}

impl EtatReunion {
    /// The step reached.
    pub fn etape(&self) -> EtapeReunion {
        match self {
            Self::Convoquee => EtapeReunion::Convoquee,
            Self::Annulee { .. } => EtapeReunion::Annulee,
            Self::Tenue { .. } => EtapeReunion::Tenue,
        }
    }
}

/// A meeting, as storage gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reunion {
    /// Key.
    pub id: ReunionId,
    /// Department.
    pub departement: CodeDepartement,
    /// Its place in the calendar of the department; `None` for a meeting beside it.
    pub rang: Option<u8>,
    /// When and where.
    pub rendezvous: Rendezvous,
    /// Who answers the invitations.
    pub organisateur: AdresseCourriel,
    /// Number of the invitation: grows each time it changes (RFC 5545, SEQUENCE).
    pub sequence: u32,
    /// Agenda, in order.
    pub ordre_du_jour: Vec<Intitule>,
    /// The snapshot that it is prepared with; `None` for those called before meetings kept one.
    pub instantane: Option<String>,
    /// Where it stands.
    pub etat: EtatReunion,
    /// Version it was read in.
    pub version: i64,
}

/// When everybody is reminded of a called meeting, in days before its day. No text says; ours.
const RAPPELS: [i64; 2] = [7, 1];

impl Reunion {
    /// The day that its pack is about: its own once it is reached, today before.
    pub fn jour_du_dossier(&self, aujourd_hui: Date) -> Date {
        self.rendezvous.le.min(aujourd_hui)
    }

    /// Is a period what this meeting looks at: it had begun on its day, and was over for a year at most. No text says; ours.
    pub fn regarde(&self, (du, au): (Date, Date)) -> bool {
        let le = self.rendezvous.le;
        du <= le && le.checked_sub(1.year()).is_ok_and(|un_an_avant| au >= un_an_avant)
    }

    /// The reminder due on a day, in days before the meeting: the closest one only; none when it is not to be held, or once
    /// its day is over.
    pub fn rappel_du(&self, le: Date) -> Option<i64> {
        let reste = i64::from((self.rendezvous.le - le).get_days());
        let a_tenir = self.etat.etape() == EtapeReunion::Convoquee;
        RAPPELS.into_iter().filter(|jours| a_tenir && (0..=*jours).contains(&reste)).min()
    }
}

/// A meeting to call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NouvelleReunion {
    /// Key drawn by the page that shows the form.
    pub id: ReunionId,
    /// Department.
    pub departement: CodeDepartement,
    /// Its place in the calendar.
    pub rang: Option<u8>,
    /// When and where.
    pub rendezvous: Rendezvous,
    /// Who answers the invitations.
    pub organisateur: AdresseCourriel,
    /// Agenda.
    pub ordre_du_jour: Vec<Intitule>,
    /// The snapshot that it is prepared with.
    pub instantane: Option<String>,
}

/// What the organisers do of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GesteReunion {
    /// Another time or place.
    Deplacer(Rendezvous),
    /// Another agenda.
    Ordonner(Vec<Intitule>),
    /// It will not be held.
    Annuler(TexteLibre),
    /// It was held, with these members.
    Tenir(Vec<MembreId>),
}

/// A meeting called, or a step of it. Only this crate can build one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReunionAvancee {
    reunion: Reunion,
    auteur: Declarant,
}

impl ReunionAvancee {
    /// The meeting as it stands from now on; its version is still the one it was decided on, 0 for a new one.
    pub fn reunion(&self) -> &Reunion {
        &self.reunion
    }

    /// Who, and when.
    pub fn auteur(&self) -> &Declarant {
        &self.auteur
    }
}

/// Why a meeting does not move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmpechementReunion {
    /// Not from here.
    #[error("cette étape n’est plus possible : relisez où en est la réunion")]
    Etape,
    /// A day that is over.
    #[error("ce jour est passé : choisissez une date à venir")]
    Passee,
    /// A day to come.
    #[error("la réunion n’a pas encore eu lieu : attendez ce jour pour noter les présences")]
    AVenir,
    /// Nobody.
    #[error("cochez les membres présents")]
    SansPresent,
    /// Minutes are written of a meeting that was held.
    #[error("la réunion ne s’est pas tenue : enregistrez d’abord les présences")]
    NonTenue,
    /// Validated minutes do not change.
    #[error("ce compte rendu est validé : il ne change plus, écrivez une nouvelle version avec son motif")]
    Valide,
    /// A new version says why.
    #[error("dites pourquoi une nouvelle version est écrite")]
    MotifManquant,
}

impl NouvelleReunion {
    /// Calls it.
    pub fn convoquer(self, auteur: &Declarant) -> Result<ReunionAvancee, EmpechementReunion> {
        if self.rendezvous.le < auteur.aujourd_hui {
            return Err(EmpechementReunion::Passee);
        }
        let reunion = Reunion {
            id: self.id,
            departement: self.departement,
            rang: self.rang,
            rendezvous: self.rendezvous,
            organisateur: self.organisateur,
            sequence: 0,
            ordre_du_jour: self.ordre_du_jour,
            instantane: self.instantane,
            etat: EtatReunion::Convoquee,
            version: 0,
        };
        Ok(ReunionAvancee { reunion, auteur: *auteur })
    }
}

impl Reunion {
    /// Takes a step: only a meeting that is called moves.
    pub fn avancer(
        &self,
        geste: GesteReunion,
        auteur: &Declarant,
    ) -> Result<ReunionAvancee, EmpechementReunion> {
        if self.etat != EtatReunion::Convoquee {
            return Err(EmpechementReunion::Etape);
        }
        let mut reunion = self.clone();
        match geste {
            GesteReunion::Deplacer(rendezvous) => {
                if rendezvous.le < auteur.aujourd_hui {
                    return Err(EmpechementReunion::Passee);
                }
                (reunion.rendezvous, reunion.sequence) = (rendezvous, self.sequence + 1);
            }
            GesteReunion::Ordonner(points) => reunion.ordre_du_jour = points,
            GesteReunion::Annuler(motif) => {
                (reunion.etat, reunion.sequence) = (EtatReunion::Annulee { motif }, self.sequence + 1);
            }
            GesteReunion::Tenir(_) if auteur.aujourd_hui < self.rendezvous.le => {
                return Err(EmpechementReunion::AVenir);
            }
            GesteReunion::Tenir(presents) if presents.is_empty() => {
                return Err(EmpechementReunion::SansPresent);
            }
            GesteReunion::Tenir(presents) => reunion.etat = EtatReunion::Tenue { presents },
        }
        Ok(ReunionAvancee { reunion, auteur: *auteur })
    }

    /// Records a decision of a meeting that was held.
    pub fn decider(
        &self,
        id: DecisionComiteId,
        (texte, responsable, echeance): (TexteLibre, MembreId, Date),
        auteur: &Declarant,
    ) -> Result<DecisionPrise, EmpechementDecision> {
        if self.etat.etape() != EtapeReunion::Tenue {
            return Err(EmpechementDecision::NonTenue);
        }
        if echeance < self.rendezvous.le {
            return Err(EmpechementDecision::Echeance);
        }
        let decision = DecisionComite {
            id,
            reunion: self.id,
            texte,
            responsable,
            echeance,
            etat: EtatDecision::Ouverte,
            version: 1,
        };
        Ok(DecisionPrise::nouvelle(decision, auteur))
    }

    /// Writes the minutes: the draft again and again, then validated for ever; a new version says why.
    pub fn rediger(
        &self,
        dernier: Option<&CompteRendu>,
        (texte, motif): (TexteLibre, Option<TexteLibre>),
        auteur: &Declarant,
    ) -> Result<VersionEcrite, EmpechementReunion> {
        if self.etat.etape() != EtapeReunion::Tenue {
            return Err(EmpechementReunion::NonTenue);
        }
        let numero = match dernier {
            None => 1,
            Some(brouillon) if brouillon.valide.is_none() => brouillon.numero,
            Some(_) if motif.is_none() => return Err(EmpechementReunion::MotifManquant),
            Some(valide) => valide.numero.saturating_add(1),
        };
        let ecrit = CompteRendu { reunion: self.id, numero, texte, motif, valide: None };
        Ok(VersionEcrite { ecrit, auteur: *auteur })
    }
}

/// The minutes of a meeting, in one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompteRendu {
    /// The meeting.
    pub reunion: ReunionId,
    /// From 1.
    pub numero: u16,
    /// What was said.
    pub texte: TexteLibre,
    /// Why there is another version.
    pub motif: Option<TexteLibre>,
    /// Day and author of its validation.
    pub valide: Option<(Date, CompteId)>,
}

impl CompteRendu {
    /// Validates it: it never changes again.
    pub fn valider(&self, auteur: &Declarant) -> Result<VersionEcrite, EmpechementReunion> {
        if self.valide.is_some() {
            return Err(EmpechementReunion::Valide);
        }
        let ecrit = Self { valide: Some((auteur.aujourd_hui, auteur.compte)), ..self.clone() };
        Ok(VersionEcrite { ecrit, auteur: *auteur })
    }
}

/// A version granted. Only this crate can build one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionEcrite {
    ecrit: CompteRendu,
    auteur: Declarant,
}

impl VersionEcrite {
    /// The version.
    pub fn ecrit(&self) -> &CompteRendu {
        &self.ecrit
    }

    /// Who, and when.
    pub fn auteur(&self) -> &Declarant {
        &self.auteur
    }
}

/// The agenda proposed: what every meeting looks at, then the alerts, then the decisions that are still open, the late
/// ones first. No number of patients nor of events: the agenda is read outside the care team.
pub fn proposer(alertes: &[&str], ouvertes: &[DecisionComite], le: Date) -> Vec<String> {
    let mut points = vec!["Chiffres de la période et participation par CPTS".to_owned()];
    points.extend(alertes.iter().map(|alerte| (*alerte).to_owned()));
    let mut ouvertes: Vec<&DecisionComite> = ouvertes.iter().collect();
    ouvertes.sort_by_key(|decision| (!decision.en_retard(le), decision.echeance));
    points.extend(ouvertes.iter().map(|decision| {
        let retard = if decision.en_retard(le) { "Décision en retard : " } else { "Décision à suivre : " };
        let texte: String = decision.texte.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
        let court: String = texte.chars().take(120).collect();
        format!("{retard}{court}")
    }));
    points.push("Paroles des ambassadeurs, questions diverses".to_owned());
    points
}
