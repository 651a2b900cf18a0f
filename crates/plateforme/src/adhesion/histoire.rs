//! The memberships of an MK in one CPTS, with all that goes with them: reminders, request for the next one, proofs.

use droit::adhesion::{courante, rappel_du, terminee};
use droit::declaration::Adhesion;
use droit::identifiant::{CodeDepartement, CptsId, PraticienId};
use droit::piece::Piece;
use droit::reglement::Reglement;
use entrepot::adhesion::{self, Rappel};
use entrepot::chiffre::Trousseau;
use entrepot::cpts::{self, Cpts};
use entrepot::{Echec, Tx, piece, praticien};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use maud::{Markup, html};

use crate::gabarits::{Ton, alerte, texte};

/// The memberships of an MK in one CPTS.
#[derive(Clone, Debug)]
pub struct Appartenance {
    /// The CPTS.
    pub cpts: Cpts,
    /// The first of its departments: its rules on memberships apply.
    pub departement: Option<CodeDepartement>,
    /// Its memberships, in order of days.
    pub adhesions: Vec<Adhesion>,
    /// The reminders sent.
    pub rappels: Vec<Rappel>,
    /// When the MK asked for the one that follows, if he did.
    pub demande_le: Option<Timestamp>,
    /// The proofs.
    pub pieces: Vec<Piece>,
}

/// Where a membership stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Situation {
    /// Runs, without an end.
    SansFin {
        /// First day.
        depuis: Date,
    },
    /// Runs until a day that another one follows.
    Renouvelee {
        /// Last day of the last one; `None` when it has none.
        au: Option<Date>,
    },
    /// Runs until a day that nothing follows.
    Finit {
        /// Last day.
        au: Date,
        /// How many days are left.
        jours: i32,
    },
    /// Ended.
    Finie {
        /// Last day.
        au: Date,
    },
    /// To come.
    AVenir {
        /// First day.
        du: Date,
    },
}

impl Appartenance {
    /// Those of an MK in one CPTS; `None` when he never was a member of it.
    ///
    /// # Errors
    /// When the base fails.
    pub fn charger(
        tx: &mut Tx,
        trousseau: &Trousseau,
        membre: PraticienId,
        id: CptsId,
    ) -> Result<Option<Self>, Echec> {
        let toutes = praticien::adhesions(tx, membre)?;
        let adhesions: Vec<Adhesion> =
            toutes.into_iter().filter(|(de, _)| *de == id).map(|(_, a)| a).collect();
        let Some(derniere) = adhesions.last().copied() else { return Ok(None) };
        let Some(cpts) = cpts::charger(tx, id)? else { return Ok(None) };
        let demande_le = match derniere.au {
            Some(au) => adhesion::demande(tx, (membre, id), au)?,
            None => None,
        };
        Ok(Some(Self {
            departement: cpts::departements(tx, id)?.first().copied(),
            rappels: adhesion::rappels(tx, membre, id)?,
            pieces: piece::de_l_adhesion(tx, trousseau, membre, id)?,
            cpts,
            adhesions,
            demande_le,
        }))
    }

    /// Those of an MK in every CPTS he was ever a member of, the latest first.
    ///
    /// # Errors
    /// When the base fails.
    pub fn toutes(tx: &mut Tx, trousseau: &Trousseau, membre: PraticienId) -> Result<Vec<Self>, Echec> {
        let mut ids: Vec<CptsId> = Vec::new();
        for (id, _) in praticien::adhesions(tx, membre)?.into_iter().rev() {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let mut toutes = Vec::new();
        for id in ids {
            toutes.extend(Self::charger(tx, trousseau, membre, id)?);
        }
        Ok(toutes)
    }

    /// Where the memberships stand on a day.
    pub fn situation(&self, le: Date) -> Option<Situation> {
        Situation::de(&self.adhesions, le)
    }
}

impl Situation {
    /// Where memberships of one CPTS, in order of days, stand on a day.
    fn de(adhesions: &[Adhesion], le: Date) -> Option<Self> {
        let derniere = adhesions.last()?;
        let Some(courante) = courante(adhesions, le) else {
            return Some(match terminee(adhesions, le) {
                Some(au) => Self::Finie { au },
                None => Self::AVenir { du: derniere.du },
            });
        };
        Some(match (courante.au, derniere.du > courante.du) {
            (_, true) => Self::Renouvelee { au: derniere.au },
            (None, false) => Self::SansFin { depuis: courante.du },
            (Some(au), false) => Self::Finit { au, jours: (au - le).get_days() },
        })
    }
}

impl Situation {
    /// Is there something to do: it ends soon, or ended not long ago.
    fn presse(self, le: Date) -> bool {
        match self {
            Self::Finit { jours, .. } => jours <= BIENTOT,
            Self::Finie { au } => (le - au).get_days() <= RECENTE,
            Self::SansFin { .. } | Self::Renouvelee { .. } | Self::AVenir { .. } => false,
        }
    }

    /// Its colour and its words.
    pub fn dire(self) -> (Ton, String) {
        match self {
            Self::SansFin { depuis } => {
                (Ton::Succes, format!("Membre depuis le {}, sans date de fin", texte::jour(depuis)))
            }
            Self::Renouvelee { au: Some(au) } => {
                (Ton::Succes, format!("Adhésion renouvelée jusqu’au {}", texte::jour(au)))
            }
            Self::Renouvelee { au: None } => {
                (Ton::Succes, "Adhésion renouvelée, sans date de fin".to_owned())
            }
            Self::Finit { au, jours } => {
                let ton = if jours <= BIENTOT { Ton::Attention } else { Ton::Succes };
                let reste = texte::compte(u64::try_from(jours).unwrap_or_default(), "jour", "jours");
                (ton, format!("Membre jusqu’au {} inclus, encore {reste}", texte::jour(au)))
            }
            Self::Finie { au } => (Ton::Erreur, format!("Adhésion finie le {}", texte::jour(au))),
            Self::AVenir { du } => (Ton::Info, format!("Membre à partir du {}", texte::jour(du))),
        }
    }
}

/// Days before the end from which it is shown as close: those of the first reminder.
const BIENTOT: i32 = 60;
/// Days after the end during which the dashboard says it.
const RECENTE: i32 = 365;

/// What the dashboard of an MK says of his memberships: only those that end soon, or ended and nothing followed.
pub struct Fins(Vec<(String, Situation)>);

impl Fins {
    /// Reads them, on a day.
    ///
    /// # Errors
    /// When the base fails.
    pub fn charger(tx: &mut Tx, membre: PraticienId, le: Date) -> Result<Self, Echec> {
        let mut par_cpts: Vec<(CptsId, Vec<Adhesion>)> = Vec::new();
        for (id, adhesion) in praticien::adhesions(tx, membre)? {
            match par_cpts.iter_mut().find(|(connue, _)| *connue == id) {
                Some((_, siennes)) => siennes.push(adhesion),
                None => par_cpts.push((id, vec![adhesion])),
            }
        }
        let mut fins = Vec::new();
        for (id, siennes) in par_cpts {
            let situation = Situation::de(&siennes, le).filter(|situation| situation.presse(le));
            if let Some((situation, cpts)) = situation.zip(cpts::charger(tx, id)?) {
                fins.push((cpts.nom, situation));
            }
        }
        Ok(Self(fins))
    }

    /// One message each, that leads to the memberships.
    pub fn rendre(&self) -> Markup {
        html! {
            @for (nom, situation) in &self.0 {
                @let (ton, mots) = situation.dire();
                (alerte(ton, &format!("{nom} : {}.", minuscule(&mots)), &html! {
                    p { a href="/mes-adhesions" { "Mes adhésions" } }
                }))
            }
        }
    }
}

fn minuscule(mots: &str) -> String {
    let mut lettres = mots.chars();
    lettres.next().map(|lettre| lettre.to_lowercase().to_string()).unwrap_or_default() + lettres.as_str()
}

/// The reminders of the end to come: those sent, and the next one.
pub fn rappels(reglement: &Reglement, appartenance: &Appartenance, fuseau: &str, le: Date) -> Markup {
    let regle = appartenance.departement.map(|code| reglement.parametres(code).rappels_adhesion.au(le));
    let jours = regle.and_then(|regle| regle.connue.clone()).unwrap_or_default();
    let fin = appartenance.adhesions.last().and_then(|adhesion| adhesion.au);
    let Some(fin) = fin.filter(|fin| *fin >= le) else { return html! {} };
    let envoyes: Vec<_> = appartenance.rappels.iter().filter(|rappel| rappel.au == fin).collect();
    let jour_du_rappel = |jours: u16| fin.saturating_sub(i32::from(jours).days());
    let a_venir = jours.iter().map(|jours| jour_du_rappel(*jours)).filter(|jour| *jour > le).min();
    let attendu = appartenance.adhesions.last().and_then(|adhesion| rappel_du(adhesion, &jours, le));
    let attendu = attendu.filter(|jours| envoyes.iter().all(|rappel| rappel.jours != *jours));
    html! {
        ul.puces {
            @for rappel in &envoyes {
                li { "Rappel des " (texte::compte(u64::from(rappel.jours), "jour", "jours")) " envoyé le " (texte::instant(rappel.envoye_le, fuseau)) }
            }
            @if attendu.is_some() { li { "Un rappel part aujourd’hui" } }
            @if let Some(jour) = a_venir { li { "Prochain rappel le " (texte::jour(jour)) } }
            @else if envoyes.is_empty() && attendu.is_none() { li { "Aucun rappel n’est prévu" } }
        }
    }
}
