//! The table of all indicators over a field, a period and a variant: figures made of sums.

use super::catalogue::Indicateur;
use super::comptes::{Compte, Comptes};
use super::mesure::{Mesure, Variante};
use super::participation::Participation;
use super::periode::Periode;
use super::secret::{Masque, SEUIL};
use super::valeur::{Histogramme, Manque, Modalite, Valeur};
use super::{Champ, Definitions, Perimetre};
use crate::decision::{ActeNgap, Coefficient, TypeStructure};
use crate::episode::{Destination, GraviteEvenement, MotifOrientation, Region};
use crate::reglement::Reglement;
use crate::reglement::ngap::Recherche;
use jiff::civil::Date;

/// One indicator and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ligne {
    /// The indicator.
    pub indicateur: Indicateur,
    /// Its value.
    pub valeur: Valeur,
}

/// All indicators over a field, a period and a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tableau {
    /// Over whom.
    pub champ: Champ,
    /// Over when.
    pub periode: Periode,
    /// Which episodes are kept.
    pub variante: Variante,
    /// One line per indicator, in order.
    pub lignes: Vec<Ligne>,
}

impl Tableau {
    /// Makes the figures; `masque` says which sums may not be shown, and `le` on which day acts are named.
    pub fn assembler(
        (champ, periode, variante): (Champ, Periode, Variante),
        comptes: &Comptes,
        participation: &Participation,
        masque: &Masque,
        (reglement, le): (&Reglement, Date),
    ) -> Self {
        let vide = !masque.est_total() && !comptes.iter().any(|(mesure, ..)| mesure.compte_les_patients());
        let protege = !matches!(champ.perimetre, Perimetre::Praticien(_));
        let hors_cpts = champ.structure.is_some_and(|structure| structure != TypeStructure::Cpts);
        let lecture = Lecture { vide, protege, hors_cpts, comptes, participation, masque, reglement, le };
        let lignes = Indicateur::TOUS
            .iter()
            .map(|indicateur| Ligne { indicateur: *indicateur, valeur: lecture.valeur(*indicateur) })
            .collect();
        Self { champ, periode, variante, lignes }
    }

    /// The value of an indicator.
    pub fn valeur(&self, indicateur: Indicateur) -> &Valeur {
        const AUCUNE: Valeur = Valeur::Absente(Manque::SansObjet);
        self.lignes.iter().find(|ligne| ligne.indicateur == indicateur).map_or(&AUCUNE, |ligne| &ligne.valeur)
    }

    /// The definitions of its lines.
    pub fn definitions<'r>(&self, reglement: &'r Reglement) -> &'r Definitions {
        reglement.indicateurs()
    }
}

struct Lecture<'l> {
    /// Is it about a type of structure whose MKs declare nothing: the experiment is that of CPTS.
    hors_cpts: bool,
    /// Is it read by others than the MK whose patients these are.
    protege: bool,
    /// Is there nothing to hide: where nothing is counted, zeros are shown.
    vide: bool,
    comptes: &'l Comptes,
    participation: &'l Participation,
    masque: &'l Masque,
    reglement: &'l Reglement,
    le: Date,
}

impl Lecture<'_> {
    fn valeur(&self, indicateur: Indicateur) -> Valeur {
        use Indicateur as I;
        if self.hors_cpts && indicateur.est_des_declarations() {
            return Valeur::Absente(Manque::HorsPerimetre);
        }
        match indicateur {
            I::PraticiensVolontaires => Valeur::Nombre(self.participation.volontaires),
            I::PraticiensAutorises => Valeur::Nombre(self.participation.autorises),
            I::PraticiensActifs => Valeur::Nombre(self.comptes.un(Mesure::PraticiensActifs, "").sujets),
            I::SupportsInformation => Valeur::Nombre(self.participation.supports),
            I::PartActivite => self.part_activite(),
            I::DelaiDecision => Valeur::distribution(&self.participation.delais.decision, Vec::new()),
            I::DelaiPublication => self.delai_de_publication(&self.participation.delais.publication),
            I::DelaiTotal => self.delai_de_publication(&self.participation.delais.total),
            I::Patients => self.patients(Mesure::Episodes, ""),
            I::PatientsAvecDiagnostic => self.patients(Mesure::EpisodesParDiagnostic, "avec"),
            I::PatientsSansDiagnostic => self.patients(Mesure::EpisodesParDiagnostic, "sans"),
            I::SansMedecinTraitant => self.sans_medecin_traitant(),
            I::Episodes => self.nombre(Mesure::Episodes, ""),
            I::Seances => self.nombre(Mesure::Seances, ""),
            I::SeancesParEpisode => self.seances_par_episode(),
            I::SeancesParPatient => self.seances_par_patient(),
            I::ArticlesNgap => self.articles(),
            I::ActesNgap => self.repartition(Mesure::SeancesParActe, libelle_de_l_acte),
            I::RegionsDuCorps => self.repartition(Mesure::EpisodesParRegion, |code| {
                Region::depuis_code(code).map(|region| region.libelle().to_owned())
            }),
            I::Evenements => self.nombre(Mesure::Evenements, ""),
            I::TauxEvenements => self.rapport((Mesure::Evenements, ""), (Mesure::Seances, ""), 1000),
            I::GraviteEvenements => self.repartition(Mesure::EvenementsParGravite, |code| {
                GraviteEvenement::depuis_code(code).map(|gravite| gravite.libelle().to_owned())
            }),
            I::Orientations => self.nombre(Mesure::Orientations, ""),
            I::TauxOrientation => self.rapport((Mesure::EpisodesOrientes, ""), (Mesure::Episodes, ""), 100),
            I::PatientsOrientes => self.patients_orientes(),
            I::MotifsOrientation => self.repartition(Mesure::OrientationsParMotif, |code| {
                MotifOrientation::depuis_code(code).map(|motif| motif.libelle().to_owned())
            }),
            I::DestinationsOrientation => self.repartition(Mesure::OrientationsParDestination, |code| {
                Destination::depuis_code(code).map(|destination| destination.libelle().to_owned())
            }),
            I::RangOrientation => self.distribution(Mesure::OrientationsParRang),
            I::DelaiOrientation => self.distribution(Mesure::OrientationsParDelai),
            I::Bilans => self.nombre(Mesure::Bilans, ""),
            I::BilansTransmis => self.remis(Mesure::BilansParDestinataire, "au-moins-un", Mesure::Bilans),
            I::BilansDmp => self.remis(Mesure::BilansParDestinataire, "dmp", Mesure::Bilans),
            I::ComptesRendus => self.nombre(Mesure::ComptesRendus, ""),
            I::ComptesRendusTransmis => {
                self.remis(Mesure::ComptesRendusParDestinataire, "au-moins-un", Mesure::ComptesRendus)
            }
            I::ComptesRendusDmp => self.nombre(Mesure::ComptesRendusParDestinataire, "dmp"),
        }
    }

    /// Days to the public list; accepted and published nowhere is no absence of declarations.
    fn delai_de_publication(&self, jours: &Histogramme) -> Valeur {
        match self.participation.delais.en_attente {
            1.. if jours.effectif() == 0 => Valeur::Absente(Manque::SansPublication),
            _ => Valeur::distribution(jours, Vec::new()),
        }
    }

    /// A sum, unless it is hidden.
    fn lire(&self, mesure: Mesure, modalite: &str) -> Option<Compte> {
        (!self.cache(mesure, modalite)).then(|| self.comptes.un(mesure, modalite))
    }

    fn cache(&self, mesure: Mesure, modalite: &str) -> bool {
        !self.vide && self.masque.cache(mesure, modalite)
    }

    fn nombre(&self, mesure: Mesure, modalite: &str) -> Valeur {
        self.lire(mesure, modalite).map_or(SECRET, |compte| Valeur::Nombre(compte.n))
    }

    fn patients(&self, mesure: Mesure, modalite: &str) -> Valeur {
        self.lire(mesure, modalite).map_or(SECRET, |compte| Valeur::Nombre(compte.sujets))
    }

    /// A ratio is shown when both its terms are: it gives one back from the other. None of something is none, whatever
    /// it is none of. Terms published on different days may contradict each other: a part then tells nothing.
    fn rapport(&self, haut: (Mesure, &str), bas: (Mesure, &str), echelle: u64) -> Valeur {
        match (self.lire(haut.0, haut.1), self.lire(bas.0, bas.1)) {
            (Some(haut), Some(bas)) if echelle == 100 && haut.n > bas.n => SECRET,
            (Some(haut), Some(bas)) => Valeur::rapport(haut.n, bas.n, echelle),
            (Some(Compte { n: 0, .. }), None) => Valeur::Nombre(0),
            _ => SECRET,
        }
    }

    fn remis(&self, remis: Mesure, modalite: &str, etablis: Mesure) -> Valeur {
        self.rapport((remis, modalite), (etablis, ""), 100)
    }

    /// Séances over different patients: shown when both are.
    fn seances_par_patient(&self) -> Valeur {
        match (self.lire(Mesure::Seances, ""), self.lire(Mesure::Episodes, "")) {
            (Some(seances), Some(episodes)) => Valeur::rapport(seances.n, episodes.sujets, 1),
            (Some(Compte { n: 0, .. }), None) => Valeur::Nombre(0),
            _ => SECRET,
        }
    }

    /// Different patients with an orientation. What they leave of all patients is in no sum that was protected: it is
    /// looked at here, and too few patients left hide the share.
    fn patients_orientes(&self) -> Valeur {
        let lus = (self.lire(Mesure::EpisodesOrientes, ""), self.lire(Mesure::Episodes, ""));
        match lus {
            (Some(orientes), Some(tous)) => match tous.sujets.checked_sub(orientes.sujets) {
                None => SECRET,
                Some(reste) if self.protege && (1..SEUIL).contains(&reste) => SECRET,
                Some(_) => Valeur::rapport(orientes.sujets, tous.sujets, 100),
            },
            (Some(Compte { n: 0, .. }), None) => Valeur::Nombre(0),
            _ => SECRET,
        }
    }

    fn sans_medecin_traitant(&self) -> Valeur {
        let lus =
            (self.lire(Mesure::EpisodesParMedecin, "sans"), self.lire(Mesure::EpisodesParMedecin, "avec"));
        match lus {
            (Some(sans), Some(avec)) => Valeur::rapport(sans.sujets, sans.sujets + avec.sujets, 100),
            _ => SECRET,
        }
    }

    fn part_activite(&self) -> Valeur {
        match self.participation.activite {
            None => Valeur::Absente(Manque::SansDenominateur),
            Some(_) if self.cache(Mesure::Seances, "") => SECRET,
            Some(activite) if activite.acces_direct > activite.total => {
                Valeur::Absente(Manque::DenominateurACorriger)
            }
            Some(activite) => Valeur::rapport(activite.acces_direct, activite.total, 100),
        }
    }

    /// Mean and median need the whole histogram, which tells as much as its classes: hidden with any of them.
    fn seances_par_episode(&self) -> Valeur {
        if self.efface(Mesure::EpisodesParClasse) {
            return SECRET;
        }
        let classes = self.modalites(Mesure::EpisodesParClasse, |code| {
            let libelle = match code {
                "0" => "Aucune",
                "1" => "1 séance",
                "2-8" => "2 à 8 séances",
                _ => "Plus de 8 séances",
            };
            Some(libelle.to_owned())
        });
        if self.cache(Mesure::EpisodesParSeances, "") {
            return if classes.is_empty() { SECRET } else { Valeur::Repartition(classes) };
        }
        Valeur::distribution(&self.comptes.histogramme(Mesure::EpisodesParSeances), classes)
    }

    fn distribution(&self, mesure: Mesure) -> Valeur {
        if self.cache(mesure, "") {
            return SECRET;
        }
        Valeur::distribution(&self.comptes.histogramme(mesure), Vec::new())
    }

    /// Is not even told which modalities count something.
    fn efface(&self, mesure: Mesure) -> bool {
        !self.vide && self.masque.efface(mesure)
    }

    fn repartition(&self, mesure: Mesure, nommer: impl Fn(&str) -> Option<String>) -> Valeur {
        if self.efface(mesure) {
            return SECRET;
        }
        let modalites = self.modalites(mesure, nommer);
        if modalites.is_empty() { Valeur::Absente(Manque::SansObjet) } else { Valeur::Repartition(modalites) }
    }

    fn modalites(&self, mesure: Mesure, nommer: impl Fn(&str) -> Option<String>) -> Vec<Modalite> {
        let lue = |(code, compte): (&str, Compte)| Modalite {
            code: code.to_owned(),
            libelle: nommer(code).unwrap_or_else(|| code.to_owned()),
            n: (!self.cache(mesure, code)).then_some(compte.n),
        };
        self.comptes.modalites(mesure).map(lue).collect()
    }

    /// Acts of one article together; one hidden act hides its article, unless the others leave it of what is shown.
    fn articles(&self) -> Valeur {
        if self.efface(Mesure::SeancesParActe) {
            return SECRET;
        }
        let mut articles: Vec<Modalite> = Vec::new();
        for (code, compte) in self.comptes.modalites(Mesure::SeancesParActe) {
            let (article, libelle) = self.article(code);
            let n = (!self.cache(Mesure::SeancesParActe, code)).then_some(compte.n);
            match articles.iter_mut().find(|autre| autre.code == article) {
                Some(autre) => autre.n = autre.n.zip(n).map(|(deja, n)| deja + n),
                None => articles.push(Modalite { code: article, libelle, n }),
            }
        }
        articles.sort_by(|a, b| a.code.cmp(&b.code));
        self.deduire(&mut articles);
        if articles.is_empty() { Valeur::Absente(Manque::SansObjet) } else { Valeur::Repartition(articles) }
    }

    /// Under a total that is shown, anybody finds the one article of which acts are hidden.
    fn deduire(&self, articles: &mut [Modalite]) {
        let ailleurs: u64 = articles.iter().filter_map(|article| article.n).sum();
        let mut caches = articles.iter_mut().filter(|article| article.n.is_none());
        if let (Some(seul), None, false) = (caches.next(), caches.next(), self.cache(Mesure::Seances, "")) {
            seul.n = self.comptes.un(Mesure::Seances, "").n.checked_sub(ailleurs);
        }
    }

    fn article(&self, code: &str) -> (String, String) {
        let inconnu = || ("non-precise".to_owned(), "Non renseigné".to_owned());
        let Some(acte) = acte(code) else { return inconnu() };
        let nomenclature = self.reglement.nomenclature();
        let article = match nomenclature.acte(&acte, self.le) {
            Recherche::EnVigueur(trouve) => &trouve.premiere().acte.article,
            Recherche::AutrePeriode(ligne) => &ligne.acte.article,
            Recherche::Inconnue => return ("hors-ngap".to_owned(), "Acte hors nomenclature".to_owned()),
        };
        (article.clone(), article.clone())
    }
}

const SECRET: Valeur = Valeur::Absente(Manque::Secret);

/// The act of a modality; `None` when the séance named none.
fn acte(code: &str) -> Option<ActeNgap> {
    let (lettre, coefficient) = code.split_once(' ')?;
    let coefficient: Coefficient = coefficient.parse().ok()?;
    Some(ActeNgap { lettre: lettre.to_owned(), coefficient })
}

fn libelle_de_l_acte(code: &str) -> Option<String> {
    match acte(code) {
        None => Some("Acte non renseigné".to_owned()),
        Some(acte) => Some(acte.to_string()),
    }
}
