//! Every table that may be shown outside the care team, tied together, and what must be hidden of each.

use std::collections::{BTreeMap, BTreeSet};

use droit::decision::TypeStructure;
use droit::identifiant::CodeDepartement;
use droit::indicateur::secret::{Etendue, Publication, Relation, Table, TableParue};
use droit::indicateur::{Champ, Comptes, Mesure, Perimetre, Periode, Tranche, Variante};
use droit::reglement::Reglement;
use entrepot::indicateur::parution::{Place, place};
use entrepot::indicateur::{Serie, part_de_l_activite};
use entrepot::{Echec, Tx};

use super::cle::{Cle, Moitie, annees, morceaux_de_l_experience};
use super::perimetres::{Perimetres, perimetres, relire};

/// What is not the sum of its parts through time when facts are counted on their day: an episode seen twice is one.
const EPISODES: [Mesure; 7] = [
    Mesure::Episodes,
    Mesure::EpisodesParSeances,
    Mesure::EpisodesParClasse,
    Mesure::EpisodesParRegion,
    Mesure::EpisodesParDiagnostic,
    Mesure::EpisodesParMedecin,
    Mesure::EpisodesOrientes,
];

/// The years of the experiment that can be asked for.
pub(super) const ANNEES_D_EXPERIENCE: std::ops::RangeInclusive<u8> = 1..=6;

/// The tables of a variant.
#[derive(Clone)]
pub struct Famille {
    rangs: BTreeMap<Cle, usize>,
    publication: Publication,
    /// The first and the last third in which each perimeter counts something.
    bornes: BTreeMap<Perimetre, (Tranche, Tranche)>,
}

impl Famille {
    /// Reads the sums of every perimeter and ties them.
    ///
    /// # Errors
    /// When the base fails.
    pub fn charger(tx: &mut Tx, reglement: &Reglement, variante: Variante) -> Result<Self, Echec> {
        Self::reprendre(tx, reglement, variante, [])
    }

    /// The same with the tables at these places, which were published once and may count nothing any more.
    ///
    /// # Errors
    /// When the base fails.
    pub fn reprendre<'p>(
        tx: &mut Tx,
        reglement: &Reglement,
        variante: Variante,
        places: impl IntoIterator<Item = &'p Place>,
    ) -> Result<Self, Echec> {
        let connues: Vec<(Champ, Periode)> = places.into_iter().filter_map(relire).collect();
        let perimetres = perimetres(tx, reglement, &connues)?;
        Self::de(tx, reglement, variante, &perimetres, &connues)
    }

    /// Those of a department and of its CPTS alone.
    ///
    /// # Errors
    /// When the base fails.
    pub fn du_departement(
        tx: &mut Tx,
        reglement: &Reglement,
        variante: Variante,
        code: CodeDepartement,
    ) -> Result<Self, Echec> {
        let perimetres = Perimetres::du_departement(tx, code)?;
        Self::de(tx, reglement, variante, &perimetres, &[])
    }

    /// Those of these perimeters.
    ///
    /// # Errors
    /// When the base fails.
    pub fn des_perimetres(
        tx: &mut Tx,
        reglement: &Reglement,
        variante: Variante,
        perimetres: &Perimetres,
    ) -> Result<Self, Echec> {
        Self::de(tx, reglement, variante, perimetres, &[])
    }

    /// Adds a change of a perimeter to its tables: the measures that moved. `None` when there must be other tables than
    /// these, for another year, month or structure.
    pub fn suivre(
        &mut self,
        perimetre: &Perimetre,
        ecarts: &Serie,
        reglement: &Reglement,
    ) -> Option<BTreeSet<Mesure>> {
        let Some((premiere, derniere)) = ecarts.bornes() else { return Some(BTreeSet::new()) };
        let (du, au) = *self.bornes.get(perimetre)?;
        let champ = |structure| Champ { perimetre: perimetre.clone(), structure };
        let connue = |structure| self.rangs.contains_key(&Cle::Toujours(champ(structure)));
        let structures = ecarts.structures().into_iter().map(Some);
        let du_tout = matches!(perimetre, Perimetre::Cpts(_));
        if premiere < du || derniere > au || !structures.into_iter().all(|s| du_tout || connue(s)) {
            return None;
        }
        let mut changees = BTreeSet::new();
        for (cle, rang) in self.rangs.iter().filter(|(cle, _)| cle.champ().perimetre == *perimetre) {
            let (champ, table) = (cle.champ(), self.publication.tables.get_mut(*rang));
            let (Some(table), Some(tranches)) = (table, cle.tranches((du, au), reglement)) else { continue };
            for (mesure, modalite, n, sujets) in ecarts.termes(champ.structure, tranches) {
                if (n, sujets) != (0, 0) && cle.retient(mesure) {
                    table.comptes.varier(mesure, modalite, n, sujets);
                    changees.insert(mesure);
                }
            }
        }
        Some(changees)
    }

    /// The rank of a table that may be shown, among those of [`Famille::resoudre`].
    pub fn rang(&self, champ: &Champ, periode: Periode) -> Option<usize> {
        self.rangs.get(&Cle::Publiee(champ.clone(), periode)).copied()
    }

    /// The sums of a table, by its rank.
    pub fn comptes(&self, rang: usize) -> Option<&Comptes> {
        self.publication.tables.get(rang).map(|table| &table.comptes)
    }

    /// What to show of each table, by rank.
    pub fn resoudre(&self) -> Vec<TableParue> {
        self.publication.paraitre()
    }

    /// The same again after changes of these measures.
    pub fn resoudre_encore(&self, parues: &mut [TableParue], changees: &BTreeSet<Mesure>) {
        self.publication.reparaitre(parues, changees);
    }

    fn de(
        tx: &mut Tx,
        reglement: &Reglement,
        variante: Variante,
        perimetres: &Perimetres,
        connues: &[(Champ, Periode)],
    ) -> Result<Self, Echec> {
        let mut famille =
            Self { rangs: BTreeMap::new(), publication: Publication::default(), bornes: BTreeMap::new() };
        for perimetre in &perimetres.tous {
            let serie = match (perimetre, perimetre.cle()) {
                (Perimetre::Cpts(id), _) => Serie::de_la_cpts(tx, *id, variante)?,
                (_, Some(cle)) => Serie::charger(tx, &cle, variante)?,
                (_, None) => Serie::default(),
            };
            famille.poser(perimetre, &serie, reglement);
        }
        famille.garder(connues);
        let temps = if variante == Variante::Calendaire { EPISODES.to_vec() } else { Vec::new() };
        famille.lier_les_temps(&temps, reglement);
        famille.lier_les_lieux(perimetres, reglement);
        famille.lier_les_structures();
        Ok(famille)
    }

    /// What to publish of each table, after what was published before.
    pub fn paraitre(&self) -> BTreeMap<(Champ, Periode), TableParue> {
        let mut parues = self.publication.paraitre();
        self.publiees()
            .map(|((champ, periode), rang)| {
                let parue = parues.get_mut(rang).map(std::mem::take).unwrap_or_default();
                ((champ.clone(), periode), parue)
            })
            .collect()
    }

    /// Sets beside each table what was published of it.
    #[must_use]
    pub fn apres(mut self, mut avant: BTreeMap<Place, TableParue>) -> Self {
        let places: Vec<(Place, usize)> =
            self.publiees().map(|((champ, periode), rang)| (place(champ, periode), rang)).collect();
        for (place, rang) in places {
            if let Some(table) = self.publication.tables.get_mut(rang) {
                table.avant = avant.remove(&place);
            }
        }
        self
    }

    /// Reads the share of the activity of each table that shows it.
    ///
    /// # Errors
    /// When the base fails.
    pub fn avec_l_activite(mut self, tx: &mut Tx) -> Result<Self, Echec> {
        let annuelle =
            |champ: &Champ, periode| champ.structure.is_none() && matches!(periode, Periode::Annee(_));
        let siennes: Vec<(Champ, Periode, usize)> = self
            .publiees()
            .filter(|((champ, periode), _)| annuelle(champ, *periode))
            .map(|((champ, periode), rang)| (champ.clone(), periode, rang))
            .collect();
        for (champ, periode, rang) in siennes {
            let lue = part_de_l_activite(tx, &champ, periode)?;
            if let Some(table) = self.publication.tables.get_mut(rang) {
                table.activite = lue;
            }
        }
        Ok(self)
    }

    fn publiees(&self) -> impl Iterator<Item = ((&Champ, Periode), usize)> {
        self.rangs.iter().filter_map(|(cle, rang)| match cle {
            Cle::Publiee(champ, periode) => Some(((champ, *periode), *rang)),
            Cle::Toujours(_) | Cle::Partie(..) => None,
        })
    }

    /// The tables that may be shown, with their sums.
    pub fn tables(&self) -> impl Iterator<Item = (&Champ, Periode, &Comptes)> {
        self.publiees().filter_map(|((champ, periode), rang)| {
            Some((champ, periode, &self.publication.tables.get(rang)?.comptes))
        })
    }

    /// The tables of a perimeter, in each structure: each year, each year of the experiment, the totals of each month.
    fn poser(&mut self, perimetre: &Perimetre, serie: &Serie, reglement: &Reglement) {
        let Some(bornes) = serie.bornes() else { return };
        self.bornes.insert(perimetre.clone(), bornes);
        let est_une_cpts = matches!(perimetre, Perimetre::Cpts(_));
        let structures = if est_une_cpts { Vec::new() } else { serie.structures() };
        for structure in std::iter::once(None).chain(structures.into_iter().map(Some)) {
            let champ = Champ { perimetre: perimetre.clone(), structure };
            self.compter(Cle::Toujours(champ.clone()), (serie, bornes), Etendue::Aucune);
            for periode in annees(bornes).into_iter().chain(ANNEES_D_EXPERIENCE.map(Periode::AnneeExperience))
            {
                self.ajouter_periode(&champ, periode, serie, (bornes, Etendue::Entiere), reglement);
            }
            for mois in annees(bornes).iter().flat_map(|annee| annee.mois(perimetre, reglement)) {
                self.ajouter_periode(&champ, mois, serie, (bornes, Etendue::Totaux), reglement);
                self.ajouter_les_moities(&champ, mois, serie, reglement);
            }
        }
    }

    /// A table that was published stays one, of zeros, when what it counted is cancelled.
    fn garder(&mut self, connues: &[(Champ, Periode)]) {
        for (champ, periode) in connues {
            let etendue = match periode {
                Periode::Mois(..) => Etendue::Totaux,
                Periode::Annee(_) | Periode::AnneeExperience(_) => Etendue::Entiere,
            };
            let tables = [
                (Cle::Toujours(champ.clone()), Etendue::Aucune),
                (Cle::Publiee(champ.clone(), *periode), etendue),
            ];
            for (cle, etendue) in tables {
                if !self.rangs.contains_key(&cle) {
                    self.ajouter(cle, Comptes::default(), etendue);
                }
            }
        }
    }

    fn ajouter_periode(
        &mut self,
        champ: &Champ,
        periode: Periode,
        serie: &Serie,
        (bornes, etendue): ((Tranche, Tranche), Etendue),
        reglement: &Reglement,
    ) {
        let Some((du, au)) = periode.tranches(&champ.perimetre, reglement) else { return };
        if du <= bornes.1 && bornes.0 <= au {
            self.compter(Cle::Publiee(champ.clone(), periode), (serie, (du, au)), etendue);
        }
    }

    fn ajouter_les_moities(&mut self, champ: &Champ, mois: Periode, serie: &Serie, reglement: &Reglement) {
        for moitie in [Moitie::Avant, Moitie::Apres] {
            let cle = Cle::Partie(champ.clone(), mois, moitie);
            let bornes = (Tranche::AVANT_TOUT, Tranche::AVANT_TOUT);
            if let Some(tranches) = cle.tranches(bornes, reglement) {
                self.compter(cle, (serie, tranches), Etendue::Aucune);
            }
        }
    }

    fn compter(&mut self, cle: Cle, (serie, tranches): (&Serie, (Tranche, Tranche)), etendue: Etendue) {
        let mut comptes = Comptes::default();
        for (mesure, modalite, n, sujets) in serie.termes(cle.champ().structure, tranches) {
            if cle.retient(mesure) {
                comptes.ajouter(mesure, modalite, n, sujets);
            }
        }
        self.ajouter(cle, comptes, etendue);
    }

    fn ajouter(&mut self, cle: Cle, comptes: Comptes, etendue: Etendue) {
        let (prix, jours) = (cle.prix(), cle.jours());
        self.rangs.insert(cle, self.publication.tables.len());
        let (activite, avant) = (None, None);
        self.publication.tables.push(Table { comptes, etendue, prix, jours, activite, avant });
    }

    fn lier(&mut self, tout: &Cle, parts: impl IntoIterator<Item = Cle>, sauf: Vec<Mesure>) {
        let parts: Vec<usize> = parts.into_iter().filter_map(|cle| self.rangs.get(&cle).copied()).collect();
        if let Some(tout) = self.rangs.get(tout).copied().filter(|_| !parts.is_empty()) {
            self.publication.relations.push(Relation { tout, parts, sauf });
        }
    }

    /// In the order of the tables: keys of CPTS are those of one installation, and decide nothing.
    fn champs(&self) -> Vec<Champ> {
        let champ = |(cle, rang): (&Cle, &usize)| match cle {
            Cle::Toujours(champ) => Some((*rang, champ.clone())),
            _ => None,
        };
        let champs: BTreeMap<usize, Champ> = self.rangs.iter().filter_map(champ).collect();
        champs.into_values().collect()
    }

    fn periodes(&self, champ: &Champ) -> Vec<Periode> {
        let debut = Cle::Publiee(champ.clone(), Periode::Annee(i16::MIN));
        let periode = |(cle, _): (&Cle, &usize)| match cle {
            Cle::Publiee(autre, periode) if autre == champ => Some(*periode),
            _ => None,
        };
        self.rangs.range(debut..).map_while(periode).collect()
    }

    fn lier_les_temps(&mut self, sauf: &[Mesure], reglement: &Reglement) {
        let mois_sauf: Vec<Mesure> = Mesure::TOUS
            .iter()
            .filter(|mesure| sauf.contains(mesure) || !Etendue::Totaux.admet(**mesure))
            .copied()
            .collect();
        for champ in self.champs() {
            let publiee = |periode: &Periode| Cle::Publiee(champ.clone(), *periode);
            let (annees, autres): (Vec<Periode>, Vec<Periode>) =
                self.periodes(&champ).into_iter().partition(|p| matches!(p, Periode::Annee(_)));
            let experiences: Vec<Periode> =
                autres.into_iter().filter(|p| matches!(p, Periode::AnneeExperience(_))).collect();
            let tout = Cle::Toujours(champ.clone());
            self.lier(&tout, annees.iter().map(publiee), sauf.to_vec());
            self.lier(&tout, experiences.iter().map(publiee), sauf.to_vec());
            for annee in &annees {
                let mois = annee.mois(&champ.perimetre, reglement);
                self.lier(&publiee(annee), mois.iter().map(publiee), mois_sauf.clone());
                for mois in mois {
                    let moities = [Moitie::Avant, Moitie::Apres].map(|m| Cle::Partie(champ.clone(), mois, m));
                    self.lier(&publiee(&mois), moities, mois_sauf.clone());
                }
            }
            for experience in experiences {
                let parts = morceaux_de_l_experience(&champ, experience, reglement);
                self.lier(&publiee(&experience), parts, mois_sauf.clone());
            }
        }
    }

    /// What a department counts under its CPTS is in the table of this type of structure, where there is one.
    fn lier_les_lieux(&mut self, perimetres: &Perimetres, reglement: &Reglement) {
        let parents = perimetres.parents();
        for champ in self.champs() {
            for (parent, enfants) in parents.iter().filter(|(parent, _)| *parent == champ.perimetre) {
                let de_cpts = enfants.iter().any(|enfant| matches!(enfant, Perimetre::Cpts(_)));
                for periode in self.periodes(&champ) {
                    if de_cpts && self.celui_des_cpts(parent, periode) != champ {
                        continue;
                    }
                    let tranches = periode.tranches(parent, reglement);
                    let memes =
                        enfants.iter().filter(|enfant| periode.tranches(enfant, reglement) == tranches);
                    let structure = champ.structure.filter(|_| !de_cpts);
                    let parts: Vec<Cle> = memes
                        .map(|enfant| Cle::Publiee(Champ { perimetre: enfant.clone(), structure }, periode))
                        .collect();
                    self.lier(&Cle::Publiee(champ.clone(), periode), parts, Vec::new());
                }
            }
        }
    }

    /// The field of a territory that its CPTS make.
    fn celui_des_cpts(&self, territoire: &Perimetre, periode: Periode) -> Champ {
        let (perimetre, structure) = (territoire.clone(), Some(TypeStructure::Cpts));
        let sien = Champ { perimetre, structure };
        if self.rang(&sien, periode).is_some() { sien } else { Champ::tout(territoire.clone()) }
    }

    fn lier_les_structures(&mut self) {
        for champ in self.champs().into_iter().filter(|champ| champ.structure.is_none()) {
            for periode in self.periodes(&champ) {
                let parts = TypeStructure::TOUS.iter().map(|structure| {
                    let perimetre = champ.perimetre.clone();
                    Cle::Publiee(Champ { perimetre, structure: Some(*structure) }, periode)
                });
                self.lier(&Cle::Publiee(champ.clone(), periode), parts, Vec::new());
            }
        }
    }
}
