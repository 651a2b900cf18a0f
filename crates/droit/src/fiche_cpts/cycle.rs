//! The life of a fiche: each step, who may take it from where, and what it gives.

use jiff::civil::Date;

use super::etat::{EnvoiFiche, EtatFiche, PasFiche};
use crate::acces::PartieFiche;
use crate::declaration::Declarant;
use crate::identifiant::CptsId;
use crate::reglement::PriseEnCompteFiche;
use crate::texte::TexteLibre;

/// The fiche of a CPTS, as storage gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FicheCpts {
    /// The CPTS.
    pub cpts: CptsId,
    /// Where it stands.
    pub etat: EtatFiche,
    /// Version of the CPTS it was read in.
    pub version: i64,
}

/// What somebody wants to do with a fiche.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GesteFiche {
    /// Say that it is written.
    Rediger {
        /// Day.
        le: Date,
    },
    /// Say that the CPTS approved it.
    Valider {
        /// Day.
        le: Date,
    },
    /// Say that it was sent to both.
    Envoyer {
        /// Day it was sent to the ARS.
        ars_le: Date,
        /// Day it was sent to the CPAM.
        cpam_le: Date,
    },
    /// The CPAM has it.
    AccuserReception {
        /// Day.
        le: Date,
    },
    /// The ARS takes it into account.
    PrendreEnCompte {
        /// Day.
        le: Date,
    },
    /// The ARS asks for a correction.
    Renvoyer {
        /// What is to be corrected.
        precision: TexteLibre,
    },
}

impl GesteFiche {
    /// The step it would be in the history.
    pub fn pas(&self) -> PasFiche {
        match self {
            Self::Rediger { .. } => PasFiche::Rediger,
            Self::Valider { .. } => PasFiche::Valider,
            Self::Envoyer { .. } => PasFiche::Envoyer,
            Self::AccuserReception { .. } => PasFiche::AccuserReception,
            Self::PrendreEnCompte { .. } => PasFiche::PrendreEnCompte,
            Self::Renvoyer { .. } => PasFiche::Renvoyer,
        }
    }
}

/// A step granted. Only this crate can build one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FicheAvancee {
    cpts: CptsId,
    version: i64,
    etat: EtatFiche,
    pas: PasFiche,
    precision: Option<TexteLibre>,
    auteur: Declarant,
}

impl FicheAvancee {
    /// The CPTS.
    pub fn cpts(&self) -> CptsId {
        self.cpts
    }

    /// Version it was decided on.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Where the fiche stands from now on.
    pub fn etat(&self) -> &EtatFiche {
        &self.etat
    }

    /// The step taken.
    pub fn pas(&self) -> PasFiche {
        self.pas
    }

    /// In words.
    pub fn precision(&self) -> Option<&TexteLibre> {
        self.precision.as_ref()
    }

    /// Who acts, and when.
    pub fn auteur(&self) -> &Declarant {
        &self.auteur
    }
}

/// Why a step is not granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmpechementFiche {
    /// Not from here, or not by him.
    #[error("cette étape n’est pas possible maintenant : relisez où en est la fiche")]
    Etape,
    /// A day to come.
    #[error("ce jour est à venir : écrivez le jour où cela a été fait")]
    AVenir,
    /// Before the step that precedes it.
    #[error("ce jour précède l’étape d’avant : corrigez la date")]
    AvantLaPrecedente,
    /// The department also wants the receipt of the CPAM.
    #[error("la CPAM n’a pas encore accusé réception : les règles du département l’attendent")]
    ReceptionAttendue,
}

impl FicheCpts {
    /// Takes a step: the CPTS writes, approves and sends; the CPAM acknowledges; the ARS takes into account or asks for
    /// a correction. Whether the receipt of the CPAM is awaited is a rule of the department.
    /// Source: the department's own file in `reglement/` (Var: fiche of the ARS).
    pub fn avancer(
        &self,
        geste: &GesteFiche,
        partie: PartieFiche,
        exige: Option<PriseEnCompteFiche>,
        auteur: &Declarant,
    ) -> Result<FicheAvancee, EmpechementFiche> {
        let etat = self.suite(geste, partie, exige, auteur.aujourd_hui)?;
        let precision = match geste {
            GesteFiche::Renvoyer { precision } => Some(precision.clone()),
            _ => None,
        };
        let (cpts, version) = (self.cpts, self.version);
        Ok(FicheAvancee { cpts, version, etat, pas: geste.pas(), precision, auteur: *auteur })
    }

    /// Takes over a fiche annexed before its steps were followed here: every step is dated from that day, and the history
    /// says so. What was enough to practise goes on being enough (`docs/decisions/0045-fiche-of-the-cpts.md`).
    pub fn reprendre(&self, depuis: Date, auteur: &Declarant) -> Result<FicheAvancee, EmpechementFiche> {
        if self.etat != EtatFiche::Absente {
            return Err(EmpechementFiche::Etape);
        }
        passe(depuis, None, auteur.aujourd_hui)?;
        let envoi = EnvoiFiche { ars_le: depuis, cpam_le: depuis, recue_le: None };
        let etat = EtatFiche::PriseEnCompte { redigee_le: depuis, validee_le: depuis, envoi, le: depuis };
        let (cpts, version) = (self.cpts, self.version);
        Ok(FicheAvancee { cpts, version, etat, pas: PasFiche::Reprendre, precision: None, auteur: *auteur })
    }

    fn suite(
        &self,
        geste: &GesteFiche,
        partie: PartieFiche,
        exige: Option<PriseEnCompteFiche>,
        aujourd_hui: Date,
    ) -> Result<EtatFiche, EmpechementFiche> {
        use PartieFiche::{Ars, Caisse, Coordination};
        let apres = |le: Date, avant: Option<Date>| passe(le, avant, aujourd_hui);
        match (partie, geste, self.etat) {
            (Coordination, GesteFiche::Rediger { le }, EtatFiche::Absente) => {
                apres(*le, None)?;
                Ok(EtatFiche::Redigee { le: *le })
            }
            (Coordination, GesteFiche::Valider { le }, EtatFiche::Redigee { le: redigee_le }) => {
                apres(*le, Some(redigee_le))?;
                Ok(EtatFiche::ValideeEnInterne { redigee_le, le: *le })
            }
            (
                Coordination,
                GesteFiche::Envoyer { ars_le, cpam_le },
                EtatFiche::ValideeEnInterne { redigee_le, le: validee_le },
            ) => {
                apres(*ars_le, Some(validee_le))?;
                apres(*cpam_le, Some(validee_le))?;
                let envoi = EnvoiFiche { ars_le: *ars_le, cpam_le: *cpam_le, recue_le: None };
                Ok(EtatFiche::Envoyee { redigee_le, validee_le, envoi })
            }
            (Caisse, GesteFiche::AccuserReception { le }, etat) => recevoir(etat, *le, aujourd_hui),
            (
                Ars,
                GesteFiche::PrendreEnCompte { le },
                EtatFiche::Envoyee { redigee_le, validee_le, envoi },
            ) => {
                apres(*le, Some(envoi.ars_le))?;
                if exige == Some(PriseEnCompteFiche::ArsEtCaisse) && envoi.recue_le.is_none() {
                    return Err(EmpechementFiche::ReceptionAttendue);
                }
                Ok(EtatFiche::PriseEnCompte { redigee_le, validee_le, envoi, le: *le })
            }
            (Ars, GesteFiche::Renvoyer { .. }, EtatFiche::Envoyee { redigee_le, .. }) => {
                Ok(EtatFiche::Redigee { le: redigee_le })
            }
            _ => Err(EmpechementFiche::Etape),
        }
    }
}

/// The CPAM acknowledges once, whether the ARS was faster or not.
fn recevoir(etat: EtatFiche, le: Date, aujourd_hui: Date) -> Result<EtatFiche, EmpechementFiche> {
    let dater = |envoi: EnvoiFiche| {
        if envoi.recue_le.is_some() {
            return Err(EmpechementFiche::Etape);
        }
        passe(le, Some(envoi.cpam_le), aujourd_hui)?;
        Ok(EnvoiFiche { recue_le: Some(le), ..envoi })
    };
    match etat {
        EtatFiche::Envoyee { redigee_le, validee_le, envoi } => {
            Ok(EtatFiche::Envoyee { redigee_le, validee_le, envoi: dater(envoi)? })
        }
        EtatFiche::PriseEnCompte { redigee_le, validee_le, envoi, le: prise } => {
            Ok(EtatFiche::PriseEnCompte { redigee_le, validee_le, envoi: dater(envoi)?, le: prise })
        }
        _ => Err(EmpechementFiche::Etape),
    }
}

fn passe(le: Date, avant: Option<Date>, aujourd_hui: Date) -> Result<(), EmpechementFiche> {
    if le > aujourd_hui {
        Err(EmpechementFiche::AVenir)
    } else if avant.is_some_and(|avant| le < avant) {
        Err(EmpechementFiche::AvantLaPrecedente)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;
    use crate::fiche_cpts::EtapeFiche;
    use crate::identifiant::CompteId;

    const LE: Date = date(2026, 3, 9);

    fn auteur() -> Declarant {
        Declarant { compte: CompteId::new(1), aujourd_hui: LE, maintenant: Timestamp::UNIX_EPOCH }
    }

    fn fiche(etat: EtatFiche) -> FicheCpts {
        FicheCpts { cpts: CptsId::new(1), etat, version: 1 }
    }

    fn envoyee(recue_le: Option<Date>) -> EtatFiche {
        let envoi = EnvoiFiche { ars_le: date(2026, 2, 1), cpam_le: date(2026, 2, 3), recue_le };
        EtatFiche::Envoyee { redigee_le: date(2026, 1, 1), validee_le: date(2026, 1, 15), envoi }
    }

    fn avancer(
        etat: EtatFiche,
        geste: GesteFiche,
        partie: PartieFiche,
        exige: Option<PriseEnCompteFiche>,
    ) -> Result<EtatFiche, EmpechementFiche> {
        fiche(etat).avancer(&geste, partie, exige, &auteur()).map(|fait| *fait.etat())
    }

    #[test]
    fn la_cpts_redige_valide_et_envoie_puis_l_ars_prend_en_compte() {
        use PartieFiche::{Ars, Coordination};
        let redigee =
            avancer(EtatFiche::Absente, GesteFiche::Rediger { le: date(2026, 1, 1) }, Coordination, None);
        let validee =
            avancer(redigee.unwrap(), GesteFiche::Valider { le: date(2026, 1, 15) }, Coordination, None);
        let envoyer = GesteFiche::Envoyer { ars_le: date(2026, 2, 1), cpam_le: date(2026, 2, 3) };
        let envoyee_ = avancer(validee.unwrap(), envoyer, Coordination, None).unwrap();
        assert_eq!(envoyee_, envoyee(None));
        let prise = avancer(envoyee_, GesteFiche::PrendreEnCompte { le: LE }, Ars, None).unwrap();
        assert_eq!(prise.etape(), EtapeFiche::PriseEnCompte);
        assert_eq!(prise.au(date(2025, 12, 31)), EtapeFiche::Absente);
        assert_eq!(prise.au(date(2026, 2, 2)), EtapeFiche::ValideeEnInterne);
        assert_eq!(prise.au(LE), EtapeFiche::PriseEnCompte);
    }

    #[test]
    fn chacun_ne_fait_que_son_etape_et_dans_l_ordre() {
        let prendre = || GesteFiche::PrendreEnCompte { le: LE };
        let refus = Err(EmpechementFiche::Etape);
        for etat in [EtatFiche::Absente, EtatFiche::Redigee { le: LE }] {
            assert_eq!(avancer(etat, prendre(), PartieFiche::Ars, None), refus);
        }
        assert_eq!(avancer(envoyee(None), prendre(), PartieFiche::Coordination, None), refus);
        assert_eq!(avancer(envoyee(None), prendre(), PartieFiche::Caisse, None), refus);
        let rediger = GesteFiche::Rediger { le: LE };
        assert_eq!(avancer(EtatFiche::Absente, rediger, PartieFiche::Ars, None), refus);
    }

    #[test]
    fn le_recu_de_la_cpam_n_est_attendu_que_si_les_regles_le_disent() {
        let (ars, regle) = (PartieFiche::Ars, Some(PriseEnCompteFiche::ArsEtCaisse));
        let prendre = || GesteFiche::PrendreEnCompte { le: LE };
        assert_eq!(avancer(envoyee(None), prendre(), ars, regle), Err(EmpechementFiche::ReceptionAttendue));
        assert!(avancer(envoyee(None), prendre(), ars, Some(PriseEnCompteFiche::Ars)).is_ok());
        let recevoir = GesteFiche::AccuserReception { le: date(2026, 2, 4) };
        let recue = avancer(envoyee(None), recevoir.clone(), PartieFiche::Caisse, regle).unwrap();
        assert!(avancer(recue, prendre(), ars, regle).is_ok());
        assert_eq!(
            avancer(recue, recevoir, PartieFiche::Caisse, regle),
            Err(EmpechementFiche::Etape),
            "only once"
        );
    }

    #[test]
    fn une_date_a_venir_ou_d_avant_l_etape_precedente_est_refusee() {
        let valider = |le| {
            avancer(
                EtatFiche::Redigee { le: date(2026, 2, 1) },
                GesteFiche::Valider { le },
                PartieFiche::Coordination,
                None,
            )
        };
        assert_eq!(valider(date(2026, 3, 10)), Err(EmpechementFiche::AVenir));
        assert_eq!(valider(date(2026, 1, 31)), Err(EmpechementFiche::AvantLaPrecedente));
        assert!(valider(date(2026, 2, 1)).is_ok());
    }

    #[test]
    fn l_ars_renvoie_la_fiche_a_corriger() {
        let renvoyer = GesteFiche::Renvoyer { precision: "Le circuit manque.".parse().unwrap() };
        let apres = avancer(envoyee(None), renvoyer, PartieFiche::Ars, None).unwrap();
        assert_eq!(apres, EtatFiche::Redigee { le: date(2026, 1, 1) });
    }
}
