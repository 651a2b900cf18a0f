//! The columns that the export of a campaign may have, each with what it says of a line.

use droit::campagne::{Campagne, Chiffres, ColonneChoisie, Detail, FormeExport, Part, VersionFiche};
use droit::episode::{Destination, MotifOrientation, Region};
use entrepot::campagne::Attendu;
use formats::tableur::Valeur;

use super::pour_cent;

/// A line: an MK and one version of his sheet; none while nothing came.
pub(super) struct Ligne<'l> {
    pub(super) campagne: &'l Campagne,
    pub(super) departement: &'l str,
    pub(super) attendu: &'l Attendu,
    pub(super) version: Option<&'l VersionFiche>,
}

impl Ligne<'_> {
    fn total(&self, lire: impl Fn(&Chiffres) -> u64) -> Valeur {
        self.version.map_or(Valeur::Vide, |une| entier(lire(&une.chiffres)))
    }

    /// Sheets validated before there was a detail have none: an empty cell, and no zero.
    fn detail(&self, lire: impl Fn(&Detail) -> u64) -> Valeur {
        let detail = self.version.and_then(|une| une.chiffres.detail.as_ref());
        detail.map_or(Valeur::Vide, |detail| entier(lire(detail)))
    }

    fn articles(&self) -> Valeur {
        let detail = self.version.and_then(|une| une.chiffres.detail.as_ref());
        let dire = |part: &Part| format!("{} : {}", part.libelle, part.n);
        detail.map_or(Valeur::Vide, |detail| {
            Valeur::Texte(detail.articles.iter().map(dire).collect::<Vec<_>>().join(" ; "))
        })
    }

    fn etat(&self) -> Valeur {
        let fiche = &self.attendu.fiche.etat;
        let remplacee = self.version.is_some_and(|une| une.numero != fiche.numero());
        if remplacee { "Remplacée".into() } else { fiche.etape().libelle().into() }
    }

    fn part(&self) -> Valeur {
        let part = self.version.and_then(|une| une.chiffres.part(une.reponse.activite));
        part.map_or(Valeur::Vide, |part| Valeur::Texte(pour_cent(part)))
    }

    fn mots(&self, lire: impl Fn(&VersionFiche) -> Option<String>) -> Valeur {
        self.version.and_then(lire).map_or(Valeur::Vide, Valeur::Texte)
    }
}

fn entier(n: u64) -> Valeur {
    Valeur::Entier(i64::try_from(n).unwrap_or(i64::MAX))
}

fn nombre(parts: &[Part], code: &str) -> u64 {
    parts.iter().find(|part| part.code == code).map_or(0, |part| part.n)
}

/// What a column reads.
#[derive(Clone, Copy)]
enum Lecture {
    Fixe(fn(&Ligne<'_>) -> Valeur),
    Region(Region),
    Motif(MotifOrientation),
    Destination(Destination),
}

/// A column that may be chosen.
pub(super) struct ColonneFiche {
    pub(super) code: String,
    pub(super) titre: String,
    pub(super) largeur: u16,
    lecture: Lecture,
}

impl ColonneFiche {
    /// What it says of a line.
    pub(super) fn valeur(&self, ligne: &Ligne<'_>) -> Valeur {
        match self.lecture {
            Lecture::Fixe(lire) => lire(ligne),
            Lecture::Region(region) => ligne.detail(|detail| nombre(&detail.regions, region.code())),
            Lecture::Motif(motif) => ligne.detail(|detail| nombre(&detail.motifs, motif.code())),
            Lecture::Destination(vers) => ligne.detail(|detail| nombre(&detail.destinations, vers.code())),
        }
    }
}

type Fixe = (&'static str, &'static str, u16, fn(&Ligne<'_>) -> Valeur);

const IDENTITE: [Fixe; 9] = [
    ("annee", "Année", 8, |l| Valeur::Entier(i64::from(l.campagne.annee))),
    ("departement", "Département", 18, |l| l.departement.into()),
    ("cpts", "CPTS", 28, |l| l.attendu.nom_cpts.as_str().into()),
    ("rpps", "Numéro RPPS", 14, |l| l.attendu.rpps.as_str().into()),
    ("nom", "Nom", 22, |l| l.attendu.nom.as_str().into()),
    ("prenom", "Prénom", 18, |l| l.attendu.prenom.as_str().into()),
    ("etat", "État", 22, |l| l.etat()),
    ("version", "Version", 8, |l| {
        l.version.map_or(Valeur::Vide, |une| Valeur::Entier(i64::from(une.numero)))
    }),
    ("validee-le", "Validée le", 12, |l| Valeur::jour(l.version.map(|une| une.le))),
];

const TOTAUX: [Fixe; 14] = [
    ("patients", "Patients en accès direct", 12, |l| l.total(|c| c.patients)),
    ("episodes", "Épisodes", 10, |l| l.total(|c| c.episodes)),
    ("sans-diagnostic", "Épisodes sans diagnostic préalable", 14, |l| l.total(|c| c.sans_diagnostic)),
    ("avec-diagnostic", "Épisodes avec diagnostic préalable", 14, |l| l.total(|c| c.avec_diagnostic)),
    ("seances", "Séances en accès direct", 12, |l| l.total(|c| c.seances)),
    ("une-seance", "Épisodes d’une séance", 12, |l| l.total(|c| c.une_seance)),
    ("deux-a-huit", "Épisodes de 2 à 8 séances", 12, |l| l.total(|c| c.deux_a_huit)),
    ("plus-de-huit", "Épisodes de plus de 8 séances", 12, |l| l.total(|c| c.plus_de_huit)),
    ("orientes", "Épisodes avec orientation", 12, |l| l.total(|c| c.orientes)),
    ("evenements", "Événements indésirables", 12, |l| l.total(|c| c.evenements)),
    ("evenements-graves", "Événements graves", 12, |l| l.total(|c| c.evenements_graves)),
    ("sans-medecin", "Épisodes sans médecin traitant", 12, |l| l.total(|c| c.sans_medecin)),
    ("bilans", "Bilans", 8, |l| l.total(|c| c.bilans)),
    ("comptes-rendus", "Comptes rendus", 10, |l| l.total(|c| c.comptes_rendus)),
];

const REPONSE: [Fixe; 4] = [
    ("activite", "Activité totale (séances)", 14, |l| {
        l.version.map_or(Valeur::Vide, |une| Valeur::Entier(i64::from(une.reponse.activite)))
    }),
    ("part", "Part en accès direct", 12, |l| l.part()),
    ("commentaire", "Commentaire", 40, |l| {
        l.mots(|une| une.reponse.commentaire.as_ref().map(ToString::to_string))
    }),
    ("motif", "Motif de la correction", 40, |l| {
        l.mots(|une| une.reponse.motif.as_ref().map(ToString::to_string))
    }),
];

const TRANSMISSIONS: [Fixe; 10] = [
    ("articles", "Séances par article de la NGAP", 40, |l| l.articles()),
    ("orientations", "Orientations", 12, |l| l.detail(|d| d.orientations)),
    ("bilans-patient", "Bilans remis au patient", 12, |l| l.detail(|d| d.bilans.patient)),
    ("bilans-medecin", "Bilans adressés au médecin", 12, |l| l.detail(|d| d.bilans.medecin)),
    ("bilans-dmp", "Bilans déposés au DMP", 12, |l| l.detail(|d| d.bilans.dmp)),
    ("comptes-rendus-patient", "Comptes rendus remis au patient", 12, |l| {
        l.detail(|d| d.comptes_rendus.patient)
    }),
    ("comptes-rendus-medecin", "Comptes rendus adressés au médecin", 12, |l| {
        l.detail(|d| d.comptes_rendus.medecin)
    }),
    ("comptes-rendus-dmp", "Comptes rendus déposés au DMP", 12, |l| l.detail(|d| d.comptes_rendus.dmp)),
    ("oppositions", "Oppositions de patients", 12, |l| l.detail(|d| d.oppositions)),
    ("echecs", "Envois en échec", 12, |l| l.detail(|d| d.echecs)),
];

/// Every column, in the order of an export that nobody set.
pub(super) fn catalogue() -> Vec<ColonneFiche> {
    let fixe = |(code, titre, largeur, lire): &Fixe| ColonneFiche {
        code: (*code).to_owned(),
        titre: (*titre).to_owned(),
        largeur: *largeur,
        lecture: Lecture::Fixe(*lire),
    };
    let part = |genre: &str, code: &str, titre: String, lecture| ColonneFiche {
        code: format!("{genre}-{code}"),
        titre,
        largeur: 14,
        lecture,
    };
    let mut colonnes: Vec<ColonneFiche> =
        IDENTITE.iter().chain(&TOTAUX).chain(&REPONSE).chain(&TRANSMISSIONS).map(fixe).collect();
    colonnes.extend(Region::TOUS.iter().map(|region| {
        part("region", region.code(), format!("Épisodes : {}", region.libelle()), Lecture::Region(*region))
    }));
    colonnes.extend(MotifOrientation::TOUS.iter().map(|motif| {
        part("orientation", motif.code(), format!("Motif : {}", motif.libelle()), Lecture::Motif(*motif))
    }));
    colonnes.extend(Destination::TOUS.iter().map(|vers| {
        part("vers", vers.code(), format!("Destination : {}", vers.libelle()), Lecture::Destination(*vers))
    }));
    colonnes
}

/// The columns of a file: those of the shape under its titles, else all of them. One that exists no more is left out.
pub(super) fn retenues(forme: Option<&FormeExport>) -> Vec<ColonneFiche> {
    let toutes = catalogue();
    let Some(forme) = forme else { return toutes };
    let mut restantes: Vec<Option<ColonneFiche>> = toutes.into_iter().map(Some).collect();
    let prendre = |choisie: &ColonneChoisie| {
        let place = restantes
            .iter_mut()
            .find(|une| une.as_ref().is_some_and(|colonne| colonne.code == choisie.code))?;
        place.take().map(|colonne| ColonneFiche { titre: choisie.titre.to_string(), ..colonne })
    };
    forme.colonnes().iter().filter_map(prendre).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn chaque_colonne_a_son_code_et_son_titre() {
        let toutes = catalogue();
        let codes: BTreeSet<&str> = toutes.iter().map(|une| une.code.as_str()).collect();
        let titres: BTreeSet<&str> = toutes.iter().map(|une| une.titre.as_str()).collect();
        assert_eq!((codes.len(), titres.len()), (toutes.len(), toutes.len()));
    }
}
