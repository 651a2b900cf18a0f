//! Membership of a CPTS over time: beginning, renewal, reminders before its end, and what is left when it ends.
//!
//! Nothing in the texts says how long a membership lasts: many end on 31 December, so that day is proposed, never imposed.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::declaration::{Adhesion, Declarant, QualiteMembre};
use crate::identifiant::{CptsId, PraticienId};

/// A membership to record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NouvelleAdhesion {
    /// The MK.
    pub praticien: PraticienId,
    /// The CPTS.
    pub cpts: CptsId,
    /// What it would be.
    pub adhesion: Adhesion,
}

/// A membership granted. Only this crate can build one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdhesionAccordee {
    nouvelle: NouvelleAdhesion,
    auteur: Declarant,
}

impl AdhesionAccordee {
    /// The MK.
    pub fn praticien(&self) -> PraticienId {
        self.nouvelle.praticien
    }

    /// The CPTS.
    pub fn cpts(&self) -> CptsId {
        self.nouvelle.cpts
    }

    /// The membership.
    pub fn adhesion(&self) -> &Adhesion {
        &self.nouvelle.adhesion
    }

    /// Who acts, and when.
    pub fn auteur(&self) -> &Declarant {
        &self.auteur
    }
}

/// Why a membership is not granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmpechementAdhesion {
    /// It would end before it begins.
    #[error("la fin précède le début de l’adhésion : corrigez l’une des deux dates")]
    FinAvantDebut,
    /// Another membership of the same CPTS runs on one of these days.
    #[error("une autre adhésion à cette CPTS court déjà à ces dates : commencez le lendemain de sa fin")]
    Chevauche,
    /// It has no end.
    #[error("cette adhésion n’a pas de fin : il n’y a rien à renouveler")]
    SansFin,
    /// Nobody is a member.
    #[error("aucune adhésion à cette CPTS n’est enregistrée : demandez-lui de vous ajouter à ses membres")]
    JamaisMembre,
}

/// An MK asks for the membership that follows. Only this crate can build one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenouvellementDemande {
    praticien: PraticienId,
    cpts: CptsId,
    au: Date,
    auteur: Declarant,
}

impl RenouvellementDemande {
    /// The MK.
    pub fn praticien(&self) -> PraticienId {
        self.praticien
    }

    /// The CPTS he asks.
    pub fn cpts(&self) -> CptsId {
        self.cpts
    }

    /// The end of the membership to follow.
    pub fn au(&self) -> Date {
        self.au
    }

    /// Who acts, and when.
    pub fn auteur(&self) -> &Declarant {
        &self.auteur
    }
}

/// Asks a CPTS to renew the last of the memberships of an MK there, in order of days: the CPTS alone records them.
pub fn demander_le_renouvellement(
    (praticien, cpts): (PraticienId, CptsId),
    siennes: &[Adhesion],
    auteur: &Declarant,
) -> Result<RenouvellementDemande, EmpechementAdhesion> {
    let derniere = siennes.last().ok_or(EmpechementAdhesion::JamaisMembre)?;
    let au = derniere.au.ok_or(EmpechementAdhesion::SansFin)?;
    Ok(RenouvellementDemande { praticien, cpts, au, auteur: *auteur })
}

/// Grants a membership: one at a time in a CPTS, and as many CPTS as the MK likes, for no text limits them.
pub fn adherer(
    nouvelle: NouvelleAdhesion,
    existantes: &[Adhesion],
    auteur: &Declarant,
) -> Result<AdhesionAccordee, EmpechementAdhesion> {
    let Adhesion { du, au, .. } = nouvelle.adhesion;
    if au.is_some_and(|au| au < du) {
        return Err(EmpechementAdhesion::FinAvantDebut);
    }
    let recouvre =
        |autre: &Adhesion| autre.au.is_none_or(|fin| fin >= du) && au.is_none_or(|au| au >= autre.du);
    if existantes.iter().any(recouvre) {
        return Err(EmpechementAdhesion::Chevauche);
    }
    Ok(AdhesionAccordee { nouvelle, auteur: *auteur })
}

/// The last day proposed for a membership: 31 December of the year it begins in.
pub fn fin_proposee(du: Date) -> Date {
    Date::new(du.year(), 12, 31).unwrap_or(du)
}

/// The renewal proposed: the day after the end, in the same quality, until 31 December.
pub fn renouvellement_propose(adhesion: &Adhesion, le: Date) -> Adhesion {
    let lendemain = adhesion.au.and_then(|au| au.tomorrow().ok()).unwrap_or(le);
    Adhesion { qualite: adhesion.qualite, du: lendemain, au: Some(fin_proposee(lendemain)) }
}

/// The membership that runs on a day, among those of one CPTS.
pub fn courante(adhesions: &[Adhesion], le: Date) -> Option<&Adhesion> {
    adhesions.iter().find(|adhesion| adhesion.court_le(le))
}

/// Does another membership take over when this one ends.
pub fn prolongee(adhesion: &Adhesion, toutes: &[Adhesion]) -> bool {
    let lendemain = adhesion.au.and_then(|au| au.tomorrow().ok());
    lendemain.is_none_or(|jour| toutes.iter().any(|autre| autre.court_le(jour)))
}

/// The reminder due on a day, in days before the end: the closest one only, so that a platform that slept does not send
/// them all at once. `jours` is the department's list.
pub fn rappel_du(adhesion: &Adhesion, jours: &[u16], le: Date) -> Option<u16> {
    let au = adhesion.au.filter(|au| *au >= le)?;
    let atteint = |jours: &u16| au.checked_sub(i32::from(*jours).days()).is_ok_and(|rappel| rappel <= le);
    jours.iter().copied().filter(atteint).min()
}

/// The last day of membership of somebody who is no longer a member on a day; `None` when he is, or never was.
pub fn terminee(adhesions: &[Adhesion], le: Date) -> Option<Date> {
    if courante(adhesions, le).is_some() {
        return None;
    }
    adhesions.iter().filter_map(|adhesion| adhesion.au).filter(|au| *au < le).max()
}

/// Is the quality at least the one asked for.
pub fn suffisante(adhesion: &Adhesion, exigee: Option<QualiteMembre>) -> bool {
    exigee.is_none_or(|exigee| adhesion.qualite >= exigee)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;
    use crate::identifiant::CompteId;

    fn annee(annee: i16) -> Adhesion {
        Adhesion { qualite: QualiteMembre::Adherent, du: date(annee, 1, 1), au: Some(date(annee, 12, 31)) }
    }

    fn demander(
        adhesion: Adhesion,
        existantes: &[Adhesion],
    ) -> Result<AdhesionAccordee, EmpechementAdhesion> {
        let auteur = Declarant {
            compte: CompteId::new(1),
            aujourd_hui: date(2026, 11, 22),
            maintenant: Timestamp::UNIX_EPOCH,
        };
        let nouvelle = NouvelleAdhesion { praticien: PraticienId::new(1), cpts: CptsId::new(1), adhesion };
        adherer(nouvelle, existantes, &auteur)
    }

    #[test]
    fn une_adhesion_se_renouvelle_le_lendemain_de_sa_fin_et_pas_avant() {
        let existantes = [annee(2026)];
        let proposee = renouvellement_propose(&existantes[0], date(2026, 11, 22));
        assert_eq!(proposee, annee(2027));
        assert!(demander(proposee, &existantes).is_ok());
        let trop_tot = Adhesion { du: date(2026, 12, 31), ..proposee };
        assert_eq!(demander(trop_tot, &existantes).unwrap_err(), EmpechementAdhesion::Chevauche);
        let sans_fin = Adhesion { au: None, ..annee(2025) };
        assert_eq!(demander(sans_fin, &existantes).unwrap_err(), EmpechementAdhesion::Chevauche);
    }

    #[test]
    fn le_renouvellement_se_demande_pour_la_derniere_adhesion_si_elle_finit() {
        let auteur = Declarant {
            compte: CompteId::new(1),
            aujourd_hui: date(2026, 11, 22),
            maintenant: Timestamp::UNIX_EPOCH,
        };
        let demander = |siennes: &[Adhesion]| {
            demander_le_renouvellement((PraticienId::new(1), CptsId::new(1)), siennes, &auteur)
        };
        assert_eq!(demander(&[annee(2025), annee(2026)]).unwrap().au(), date(2026, 12, 31));
        let sans_fin = Adhesion { au: None, ..annee(2026) };
        assert_eq!(demander(&[annee(2025), sans_fin]).unwrap_err(), EmpechementAdhesion::SansFin);
        assert_eq!(demander(&[]).unwrap_err(), EmpechementAdhesion::JamaisMembre);
    }

    #[test]
    fn une_adhesion_ne_finit_pas_avant_de_commencer() {
        let inverse = Adhesion { au: Some(date(2025, 12, 31)), ..annee(2026) };
        assert_eq!(demander(inverse, &[]).unwrap_err(), EmpechementAdhesion::FinAvantDebut);
    }

    #[test]
    fn le_rappel_le_plus_proche_de_la_fin_est_seul_du() {
        let rappel = |le| rappel_du(&annee(2026), &[60, 30, 7], le);
        assert_eq!(rappel(date(2026, 10, 31)), None);
        assert_eq!(rappel(date(2026, 11, 1)), Some(60));
        assert_eq!(rappel(date(2026, 12, 1)), Some(30));
        assert_eq!(rappel(date(2026, 12, 24)), Some(7));
        assert_eq!(rappel(date(2026, 12, 31)), Some(7));
        assert_eq!(rappel(date(2027, 1, 1)), None);
        assert_eq!(rappel_du(&annee(2026), &[], date(2026, 12, 31)), None);
        assert_eq!(rappel_du(&Adhesion { au: None, ..annee(2026) }, &[60], date(2026, 12, 1)), None);
    }

    #[test]
    fn une_adhesion_prolongee_ne_se_termine_pas() {
        let (seule, suivie) = (vec![annee(2026)], vec![annee(2026), annee(2027)]);
        let le = date(2027, 1, 1);
        assert_eq!(terminee(&seule, le), Some(date(2026, 12, 31)));
        assert_eq!(terminee(&seule, date(2026, 12, 31)), None);
        assert_eq!(terminee(&suivie, le), None);
        assert_eq!(terminee(&[], le), None, "nobody ever said he was a member");
        assert!(prolongee(&suivie[0], &suivie));
        assert!(!prolongee(&seule[0], &seule));
    }
}
