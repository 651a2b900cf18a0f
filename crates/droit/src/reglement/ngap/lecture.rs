//! From the files to the nomenclature: every reference resolved, every code known, no two periods of an act overlapping.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use super::acte::{
    AccordPrealable, ActeAccesDirect, ActeKine, Historique, Ligne, NatureActe, Reserve, SeuilAnnuel,
};
use super::bilan::RythmeBdk;
use super::fichier::{
    ActeEcrit, CotationEcrite, FichierActes, FichierIndemnites, FichierLettres, IndemniteEcrite, Reserves,
    Sources, ValeurEcrite, lire,
};
use super::lettre::LettreCle;
use super::tarif::{Centimes, Indemnite, ParZone, Unite, ValeurLettre};
use super::{Nomenclature, NomenclatureInvalide};
use crate::reglement::{Confiance, Source};

/// The files that hold acts.
const FICHIERS_D_ACTES: &[&str] = &[
    "bilans.toml",
    "rachis.toml",
    "membre-superieur.toml",
    "membre-inferieur.toml",
    "plusieurs-territoires.toml",
    "autres-affections.toml",
    "supplements.toml",
];

/// The source of what the NGAP does not name.
const SOURCE_GENERALE: &str = "ngap-2026-06-21";

/// What is being read, for the error messages.
struct Lecteur<'a> {
    sources: &'a Sources,
    reserves: &'a Reserves,
    objet: &'a str,
}

pub(super) fn lire_tout() -> Result<Nomenclature, NomenclatureInvalide> {
    let sources: Sources = lire("sources.toml")?;
    let reserves: Reserves = lire("reserves.toml")?;
    let lettres: FichierLettres = lire("lettres.toml")?;
    let indemnites: FichierIndemnites = lire("indemnites.toml")?;
    let mut lignes = Vec::new();
    let mut actes = Vec::new();
    for nom in FICHIERS_D_ACTES {
        for ecrit in lire::<FichierActes>(nom)?.acte {
            let lecteur = Lecteur { sources: &sources, reserves: &reserves, objet: &ecrit.id };
            let acte = Arc::new(lecteur.acte(&ecrit)?);
            lignes.extend(lecteur.lignes(&ecrit.cotations, &acte)?);
            actes.push(acte);
        }
    }
    lignes.sort_by_key(|ligne| (ligne.lettre, ligne.coefficient, ligne.depuis));
    let general = Lecteur { sources: &sources, reserves: &reserves, objet: "lettres.toml" };
    Ok(Nomenclature {
        lignes,
        actes,
        valeurs: general.valeurs(&lettres.valeur)?,
        libelles: general.libelles(&lettres)?,
        indemnites: indemnites.indemnite.iter().map(|i| general.indemnite(i)).collect::<Result<_, _>>()?,
        source: general.source(SOURCE_GENERALE, None)?,
    })
}

impl Lecteur<'_> {
    fn erreur(&self, cause: impl fmt::Display) -> NomenclatureInvalide {
        NomenclatureInvalide::nouvelle(self.objet, cause)
    }

    fn connu<T>(&self, valeur: Option<T>, code: &str) -> Result<T, NomenclatureInvalide> {
        valeur.ok_or_else(|| self.erreur(format!("« {code} » est inconnu")))
    }

    fn source(&self, cle: &str, article: Option<&str>) -> Result<Source, NomenclatureInvalide> {
        let ecrite = self.connu(self.sources.get(cle), cle)?;
        Ok(Source {
            texte: ecrite.texte.clone(),
            article: article.unwrap_or(&ecrite.article).to_owned(),
            url: ecrite.url.clone(),
            confiance: self.connu(confiance(&ecrite.confiance), &ecrite.confiance)?,
            verifie_le: ecrite.verifie_le,
        })
    }

    fn acte(&self, ecrit: &ActeEcrit) -> Result<ActeKine, NomenclatureInvalide> {
        let regle = &ecrit.acces_direct.regle;
        Ok(ActeKine {
            id: ecrit.id.clone(),
            article: ecrit.article.clone(),
            libelle: ecrit.libelle.clone(),
            nature: self.connu(NatureActe::depuis_code(&ecrit.nature), &ecrit.nature)?,
            acces_direct: self.connu(ActeAccesDirect::depuis_code(regle), regle)?,
            acces_direct_source: self.source(&ecrit.acces_direct.source, None)?,
            referentiel: ecrit.referentiel,
            accord_prealable: ecrit.accord_prealable.as_ref().map(|accord| AccordPrealable {
                rang: accord.rang,
                annuel: accord.annuel.as_ref().map(|a| SeuilAnnuel {
                    seances: a.seances,
                    mois: a.mois,
                    rang: a.rang,
                }),
            }),
            maximum_par_sequence: ecrit.maximum_par_sequence,
            rythme: ecrit.rythme.as_ref().map(|r| RythmeBdk {
                initial: r.initial,
                reprise: r.reprise,
                pas: r.pas,
            }),
            note: ecrit.note.clone(),
            historique: self.connu(Historique::depuis_code(&ecrit.historique), &ecrit.historique)?,
            reserve: ecrit.reserve.as_deref().map(|cle| self.reserve(cle)).transpose()?,
        })
    }

    fn reserve(&self, cle: &str) -> Result<Reserve, NomenclatureInvalide> {
        let ecrite = self.connu(self.reserves.get(cle), cle)?;
        let (depuis, motif) = (ecrite.depuis, ecrite.motif.clone());
        Ok(Reserve { depuis, motif, source: self.source(&ecrite.source, None)? })
    }

    fn lignes(
        &self,
        cotations: &[CotationEcrite],
        acte: &Arc<ActeKine>,
    ) -> Result<Vec<Ligne>, NomenclatureInvalide> {
        let suivantes = cotations.iter().skip(1).map(|suivante| Some(suivante.depuis)).chain([None]);
        cotations
            .iter()
            .zip(suivantes)
            .map(|(cotation, suivante)| self.ligne(cotation, suivante, acte))
            .collect()
    }

    /// A line ends on its own last day, or on the eve of the next one.
    fn ligne(
        &self,
        ecrite: &CotationEcrite,
        suivante: Option<Date>,
        acte: &Arc<ActeKine>,
    ) -> Result<Ligne, NomenclatureInvalide> {
        let veille = suivante.map(|jour| jour.yesterday().map_err(|cause| self.erreur(cause))).transpose()?;
        let jusqu_au = ecrite.jusqu_au.or(veille);
        if jusqu_au.is_some_and(|fin| fin < ecrite.depuis || veille.is_some_and(|veille| veille < fin)) {
            return Err(self.erreur("deux périodes se recouvrent ou sont en désordre"));
        }
        Ok(Ligne {
            lettre: self.connu(LettreCle::depuis_code(&ecrite.lettre), &ecrite.lettre)?,
            coefficient: ecrite.coefficient.parse().map_err(|cause| self.erreur(cause))?,
            depuis: ecrite.depuis,
            jusqu_au,
            source: self.source(&ecrite.source, Some(&acte.article))?,
            acte: Arc::clone(acte),
        })
    }

    fn valeurs(&self, ecrites: &[ValeurEcrite]) -> Result<Vec<ValeurLettre>, NomenclatureInvalide> {
        let mut valeurs = Vec::new();
        for ecrite in ecrites {
            for code in &ecrite.lettres {
                valeurs.push(ValeurLettre {
                    lettre: self.connu(LettreCle::depuis_code(code), code)?,
                    depuis: ecrite.depuis,
                    montant: par_zone(ecrite.metropole, ecrite.outre_mer),
                    source: self.source(&ecrite.source, None)?,
                });
            }
        }
        valeurs.sort_by_key(|valeur| (valeur.lettre, valeur.depuis));
        Ok(valeurs)
    }

    fn libelles(&self, fichier: &FichierLettres) -> Result<Vec<String>, NomenclatureInvalide> {
        let libelle =
            |lettre: &LettreCle| self.connu(fichier.libelles.get(lettre.code()).cloned(), lettre.code());
        LettreCle::TOUS.iter().map(libelle).collect()
    }

    fn indemnite(&self, ecrite: &IndemniteEcrite) -> Result<Indemnite, NomenclatureInvalide> {
        Ok(Indemnite {
            code: ecrite.code.clone(),
            libelle: ecrite.libelle.clone(),
            unite: self.connu(Unite::depuis_code(&ecrite.unite), &ecrite.unite)?,
            depuis: ecrite.depuis,
            montant: par_zone(ecrite.metropole, ecrite.outre_mer),
            portee: ecrite.portee.clone(),
            source: self.source(&ecrite.source, None)?,
        })
    }
}

fn par_zone(metropole: Option<u32>, outre_mer: Option<u32>) -> ParZone {
    ParZone { metropole: metropole.map(Centimes), outre_mer: outre_mer.map(Centimes) }
}

fn confiance(code: &str) -> Option<Confiance> {
    use Confiance::{AVerifier, Interpretation, Officiel, Professionnel, Texte};
    [Texte, Officiel, Professionnel, Interpretation, AVerifier].into_iter().find(|c| c.code() == code)
}
