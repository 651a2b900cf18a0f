//! The places inside a perimeter, on its dashboard: maps, comparisons, small multiples with their table.

use droit::evaluation::Lieu;
use droit::identifiant::{CodeDepartement, CptsId};
use droit::indicateur::{Indicateur, Perimetre, Periode};
use jiff::civil::Date;
use maud::{Markup, html};

use super::comparees::{self, Maille};
use super::ecriture::ecrire;
use super::figures;
use super::page::{Contexte, repli};
use crate::echec::Failure;
use crate::gabarits::graphique::Lieu as Commune;
use crate::gabarits::graphique::{CarteDesLieux, Graphique, Unite, vignettes};
use crate::gabarits::{Tableau, section, texte};
use crate::publication::{Critere, Index, commune};

/// The figures of each place inside, in this order.
const CHIFFRES_DES_LIEUX: [Indicateur; 8] = [
    Indicateur::PraticiensAutorises,
    Indicateur::PraticiensActifs,
    Indicateur::Patients,
    Indicateur::Seances,
    Indicateur::TauxOrientation,
    Indicateur::TauxEvenements,
    Indicateur::SansMedecinTraitant,
    Indicateur::BilansTransmis,
];

impl Contexte<'_> {
    /// The places inside, side by side.
    pub(super) fn comparaisons(&self, maille: Maille) -> Vec<(Option<Graphique<'static>>, Markup)> {
        let (lu, cle) = (&self.lu, self.cle());
        let comparer = |comparee: &comparees::Comparee| {
            let ensemble = figures::de(&lu.donnees, comparee.indicateur, &cle);
            let dessin = comparees::comparaison(&lu.par_lieu, (&lu.lieux, maille), ensemble, *comparee);
            (dessin, self.pied(comparee.indicateur))
        };
        let ensemble = figures::de(&lu.donnees, Indicateur::TauxOrientation, &cle);
        let entonnoir = comparees::entonnoir(&lu.par_lieu, (&lu.lieux, maille), ensemble);
        let participation = comparees::participation(&lu.par_lieu, &lu.lieux, maille);
        std::iter::once((entonnoir, self.pied(Indicateur::TauxOrientation)))
            .chain(comparees::COMPAREES.iter().map(comparer))
            .chain([(participation, self.pied(Indicateur::PraticiensAutorises))])
            .collect()
    }

    /// The country, department by department.
    pub(super) fn carte(&self) -> Option<Graphique<'static>> {
        let lieux: Vec<(Lieu, CodeDepartement, String)> = self
            .lu
            .lieux
            .iter()
            .filter_map(|lieu| {
                let code: CodeDepartement = lieu.cle.strip_prefix("departement/")?.parse().ok()?;
                Some((lieu.clone(), code, self.vue.sur(Perimetre::Departement(code)).adresse()))
            })
            .collect();
        figures::carte(&self.lu.par_lieu, &lieux)
    }

    /// Each CPTS: month by month its authorised MKs, as the public list says on the last day of each month; over the period its
    /// patients, séances and orientations.
    pub(super) fn petites(&self, par_cpts: &[Vec<u64>]) -> Markup {
        let bornes = (self.lu.periodes.first(), self.lu.periodes.last());
        let (Some(du), Some(au)) = bornes else { return html! {} };
        let lieux = self.lu.lieux.iter().filter_map(|lieu| {
            let id = lieu.cle.strip_prefix("cpts/")?.parse().ok()?;
            Some((lieu, self.vue.sur(Perimetre::Cpts(id)).adresse()))
        });
        let petites: Vec<_> = lieux
            .zip(par_cpts)
            .map(|((lieu, adresse), nombres)| {
                figures::petite(lieu.nom.clone(), adresse, nombres, self.sous_la_courbe(lieu))
            })
            .collect();
        html! {
            @if !petites.is_empty() && self.lu.periodes.len() > 1 {
                (section("CPTS par CPTS", &html! {
                    p.champ-aide {
                        "La courbe : les praticiens autorisés à la fin de chaque mois, selon la liste publique ; même échelle pour toutes, les hauteurs se comparent. "
                        "Dessous : " (self.vue.periode.libelle()) ". Les patients et les séances d’une CPTS, mois par mois, sont sur sa page."
                    }
                    (vignettes(&petites, Unite::Entier, (&du.libelle(), &au.libelle())))
                    (self.table_des_lieux())
                }))
            } @else if self.lu.lieux.len() > 1 {
                (section("Territoire par territoire", &self.table_des_lieux()))
            }
        }
    }

    fn sous_la_courbe(&self, lieu: &Lieu) -> Vec<(&'static str, String)> {
        let chiffre = |indicateur| {
            figures::de(&self.lu.par_lieu, indicateur, &lieu.cle).map_or_else(|| "–".to_owned(), ecrire)
        };
        [
            ("Patients", Indicateur::Patients),
            ("Séances", Indicateur::Seances),
            ("Orientations", Indicateur::Orientations),
        ]
        .map(|(quoi, indicateur)| (quoi, chiffre(indicateur)))
        .to_vec()
    }

    /// The figures of each place inside, one line each.
    fn table_des_lieux(&self) -> Markup {
        let libelle = |indicateur: &Indicateur| self.moment.reglement.indicateurs().libelle(*indicateur);
        let colonnes: Vec<&str> =
            std::iter::once("Territoire").chain(CHIFFRES_DES_LIEUX.iter().map(libelle)).collect();
        let ligne = |lieu: &Lieu| {
            let chiffre = |indicateur: &Indicateur| {
                let lu = figures::de(&self.lu.par_lieu, *indicateur, &lieu.cle);
                html! { (lu.map_or_else(|| "–".to_owned(), ecrire)) }
            };
            std::iter::once(html! { (lieu.nom) }).chain(CHIFFRES_DES_LIEUX.iter().map(chiffre)).collect()
        };
        let titre = format!("{}, {}", self.lu.nom, self.vue.periode.libelle());
        let tableau = Tableau::new(&titre, &colonnes).lignes(self.lu.lieux.iter().map(ligne)).rendre();
        repli("Tous les territoires dans un tableau", &tableau)
    }

    /// How many MKs each CPTS had at the end of each month.
    pub(super) async fn effectifs(&self) -> Result<Vec<Vec<u64>>, Failure> {
        let cpts: Vec<CptsId> =
            self.lu.lieux.iter().filter_map(|lieu| lieu.cle.strip_prefix("cpts/")?.parse().ok()).collect();
        let fin = |periode: &Periode| {
            let (_, au) = periode.bornes(&self.vue.perimetre, self.moment.reglement)?;
            Some(au.min(self.moment.le))
        };
        let jours: Vec<Date> = self.lu.periodes.iter().filter_map(fin).collect();
        let compter = move |index: &Index| {
            let nombre = |id: CptsId, jour: Date| {
                let critere = Critere { cpts: Some(id), limite: 0, ..Critere::au(jour) };
                u64::try_from(index.chercher(&critere).total).unwrap_or(u64::MAX)
            };
            cpts.iter().map(|id| jours.iter().map(|jour| nombre(*id, *jour)).collect()).collect()
        };
        Ok(self.app.publication().lire(&self.app.entrepot, compter).await?)
    }

    /// How many authorised MKs practise in each commune of the department, as the public list says.
    pub(super) async fn communes(&self) -> Result<Vec<Commune>, Failure> {
        let Perimetre::Departement(code) = self.vue.perimetre else { return Ok(Vec::new()) };
        let critere = Critere { departement: Some(code), ..Critere::au(self.moment.le) };
        let lignes = self
            .app
            .publication()
            .lire(&self.app.entrepot, move |index| index.chercher(&critere).lignes)
            .await?;
        let mut par_commune: std::collections::BTreeMap<(String, String), u64> =
            std::collections::BTreeMap::new();
        for place in lignes.into_iter().filter_map(|ligne| ligne.places.into_iter().next()) {
            *par_commune.entry((place.commune, place.code_postal)).or_default() += 1;
        }
        let situer = |((nom, code_postal), nombre): ((String, String), u64)| {
            let point = commune::situer(code, &code_postal, &nom)?;
            Some(Commune { nom, latitude: point.latitude(), longitude: point.longitude(), nombre })
        };
        Ok(par_commune.into_iter().filter_map(situer).collect())
    }
}

/// The communes of a department.
pub(super) fn carte_des_communes(
    departement: CodeDepartement,
    lieux: Vec<Commune>,
) -> Option<Graphique<'static>> {
    let total: u64 = lieux.iter().map(|lieu| lieu.nombre).sum();
    let phrase = match lieux.len() {
        0 => "Aucun praticien autorisé n’exerce aujourd’hui dans ce département.".to_owned(),
        1 => format!(
            "{} dans une commune.",
            texte::compte(total, "praticien autorisé", "praticiens autorisés")
        ),
        n => format!(
            "{} dans {n} communes, aujourd’hui.",
            texte::compte(total, "praticien autorisé", "praticiens autorisés")
        ),
    };
    let carte = CarteDesLieux {
        titre: "Où exercent les praticiens autorisés",
        phrase,
        colonne: "Praticiens autorisés",
        departement,
        lieux,
    };
    carte.graphique()
}
