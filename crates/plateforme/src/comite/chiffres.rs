//! The figures of a pack: those of one snapshot, as it was taken, what is hidden included; the charts are those of reports.

use documents::{Chiffre, ChiffreCle, Figure, Place, Repartition, SectionDossier};
use droit::evaluation::{Donnee, Lieu};
use droit::indicateur::{Definitions, Famille, Indicateur, Periode, Variante};
use formats::instantane::{InstantaneLu, TableauRelu};
use jiff::civil::Date;

use crate::evaluation::dessins::{self, dessin};
use crate::evaluation::figures::{self, Mois};
use crate::evaluation::{dire_la_surete, ecrire};
use crate::gabarits::texte;

/// The first figures.
const CLES: [Indicateur; 6] = [
    Indicateur::Patients,
    Indicateur::Seances,
    Indicateur::SeancesParEpisode,
    Indicateur::TauxOrientation,
    Indicateur::TauxEvenements,
    Indicateur::PartActivite,
];

/// How many parts of a breakdown are told.
const PARTS: usize = 8;

/// What a pack says of a snapshot.
pub struct Chiffres {
    donnees: Vec<Donnee>,
    mois: Vec<Donnee>,
    periodes: Vec<Periode>,
    publie_le: Date,
    lieux: Vec<Lieu>,
    par_lieu: Vec<Donnee>,
    cle: String,
}

impl Chiffres {
    /// Those of the default variant.
    pub fn de(lu: &InstantaneLu) -> Self {
        let cle = format!("departement/{}", lu.departement);
        let sien = |une: &&TableauRelu| une.variante == Variante::DEFAUT && une.structure.is_none();
        let tous = || lu.tableaux.iter().filter(sien);
        let du_departement = |periode: Periode| {
            tous().filter(|une| une.perimetre == cle && une.periode == periode).collect::<Vec<_>>()
        };
        let communautes: Vec<&TableauRelu> =
            tous().filter(|une| une.perimetre != cle && une.periode == lu.periode).collect();
        // Curves show what happened in each month: the calendar variant.
        let calendaires: Vec<&TableauRelu> = lu
            .tableaux
            .iter()
            .filter(|une| une.variante == Variante::Calendaire && une.structure.is_none())
            .filter(|une| une.perimetre == cle && matches!(une.periode, Periode::Mois(..)))
            .collect();
        Self {
            donnees: du_departement(lu.periode).into_iter().flat_map(TableauRelu::donnees).collect(),
            periodes: calendaires.iter().map(|une| une.periode).collect(),
            publie_le: lu.publie_le,
            mois: calendaires.into_iter().flat_map(TableauRelu::donnees).collect(),
            lieux: communautes.iter().map(|une| lieu(une)).collect(),
            par_lieu: communautes.into_iter().flat_map(TableauRelu::donnees).collect(),
            cle,
        }
    }

    /// The first figures.
    pub fn cles(&self, definitions: &Definitions) -> Vec<ChiffreCle> {
        let cle = |indicateur: &Indicateur| {
            let libelle = definitions.libelle(*indicateur).to_owned();
            let donnee = figures::de(&self.donnees, *indicateur, &self.cle)?;
            let (termes, surete) = (figures::termes(&donnee.chiffre), dire_la_surete(donnee));
            let precision = [termes, surete].into_iter().filter(|dit| !dit.is_empty());
            Some(ChiffreCle {
                valeur: ecrire(donnee),
                libelle,
                precision: precision.collect::<Vec<_>>().join(" ; "),
            })
        };
        CLES.iter().filter_map(cle).collect()
    }

    /// The others, by subject; participation is told of the day of the meeting, and is no part of them.
    pub fn sections(&self, definitions: &Definitions) -> Vec<SectionDossier> {
        [Famille::Soins, Famille::Orientation, Famille::Securite, Famille::Documents]
            .into_iter()
            .filter_map(|famille| self.section(famille, definitions))
            .collect()
    }

    fn section(&self, famille: Famille, definitions: &Definitions) -> Option<SectionDossier> {
        let siens = || Indicateur::TOUS.iter().filter(move |indicateur| indicateur.famille() == famille);
        let nombre = |indicateur: &Indicateur| {
            let donnee = figures::de(&self.donnees, *indicateur, &self.cle)?;
            Some(Chiffre { libelle: definitions.libelle(*indicateur).to_owned(), valeur: ecrire(donnee) })
        };
        let chiffres: Vec<Chiffre> = siens().filter_map(nombre).collect();
        let repartitions: Vec<Repartition> =
            siens().filter_map(|indicateur| self.repartition(*indicateur, definitions)).collect();
        let vide = chiffres.is_empty() && repartitions.is_empty();
        (!vide).then(|| SectionDossier {
            titre: famille.libelle().to_owned(),
            chiffres,
            repartitions,
            figures: self.dessins(famille),
        })
    }

    /// The greatest parts of a breakdown; acts are told by article alone.
    fn repartition(&self, indicateur: Indicateur, definitions: &Definitions) -> Option<Repartition> {
        if indicateur == Indicateur::ActesNgap {
            return None;
        }
        let mut parts: Vec<(Option<u64>, Chiffre)> = self
            .donnees
            .iter()
            .filter(|donnee| donnee.indicateur == indicateur)
            .filter_map(|donnee| {
                let libelle = donnee.modalite.as_ref()?.libelle.clone();
                let n = donnee.chiffre.en_dixiemes();
                Some((n, Chiffre { libelle, valeur: ecrire(donnee) }))
            })
            .collect();
        // Classes of séances have an order of their own.
        if indicateur != Indicateur::SeancesParEpisode {
            parts.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
        }
        let autres = parts.len().saturating_sub(PARTS);
        let mut lignes: Vec<Chiffre> = parts.into_iter().take(PARTS).map(|(_, part)| part).collect();
        if autres > 0 {
            let reste = texte::compte(autres as u64, "autre ligne", "autres lignes");
            lignes.push(Chiffre { libelle: format!("{reste} dans l’instantané"), valeur: String::new() });
        }
        let titre = definitions.libelle(indicateur).to_owned();
        (!lignes.is_empty()).then_some(Repartition { titre, lignes })
    }

    fn dessins(&self, famille: Famille) -> Vec<Figure> {
        let dessins = match famille {
            Famille::Soins => vec![
                dessin(
                    Place::Mois,
                    "Mois par mois",
                    Some("Faits survenus dans chaque mois. Trait plein : séances. Tirets : patients."),
                    figures::mois(&self.mois, self.periodes(), &self.cle),
                ),
                dessins::seances(&self.donnees, "Ensemble", &self.cle),
            ],
            Famille::Orientation => {
                let ensemble = figures::de(&self.donnees, Indicateur::TauxOrientation, &self.cle);
                vec![dessins::orientation_par_cpts(&self.par_lieu, &self.lieux, ensemble)]
            }
            _ => Vec::new(),
        };
        dessins.into_iter().flatten().collect()
    }

    /// What the snapshot reads was as it is on the day of the publication.
    fn periodes(&self) -> Mois<'_> {
        Mois::nouveaux(&self.periodes, self.publie_le)
    }
}

fn lieu(table: &TableauRelu) -> Lieu {
    let nom = table.lieu.clone().unwrap_or_else(|| table.perimetre.clone());
    Lieu { cle: table.perimetre.clone(), nom }
}
