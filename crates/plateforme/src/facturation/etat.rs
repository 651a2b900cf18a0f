//! The bill of an episode as it stands: what the MK says of it, what the rules answer.

use droit::acces::Acteur;
use droit::document::{Contenu, Exigence, Genre};
use droit::facturation::{BdkFacture, DossierDeFacturation, Facturation, preparer};
use droit::identifiant::{DocumentId, EpisodeId, NumeroAm};
use droit::reglement::Reglement;
use entrepot::chiffre::Trousseau;
use entrepot::facturation::{self, Bilans};
use entrepot::{Echec, Tx, episode};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::document::redacteur;
use crate::document::socle::Socle;
use crate::echec::Failure;
use crate::serveur::App;

/// What is read.
#[derive(Clone, Debug)]
pub struct Etat {
    /// The episode and its documents.
    pub socle: Socle,
    /// What the MK says of the bill.
    pub dite: facturation::Facturation,
    /// Days of the patient's séances for the same region in his other episodes.
    pub autres_seances: Vec<Date>,
}

/// What the rules answer, with what they were asked.
pub struct Reponse {
    /// Points, lines, total.
    pub facturation: Facturation<'static>,
    /// The number of the place.
    pub numero_am: Option<NumeroAm>,
    /// What the department asks to join.
    pub exigence: Exigence<'static>,
    /// Today where the care is given.
    pub jour: Date,
}

impl Etat {
    /// Reads it; absent and invisible answer alike.
    ///
    /// # Errors
    /// When the base fails, or [`Echec::Absent`].
    pub fn lire(tx: &mut Tx, trousseau: &Trousseau, acteur: &Acteur, id: EpisodeId) -> Result<Self, Echec> {
        let socle = Socle::lire(tx, trousseau, acteur, id)?;
        let dite = facturation::de_l_episode(tx, id, socle.mk())?;
        let episode = &socle.dossier.episode;
        let ou = (id, episode.localisation.region());
        let autres_seances = episode::seances_ailleurs(tx, episode.patient, ou)?;
        Ok(Self { socle, dite, autres_seances })
    }

    /// What the rules answer today.
    ///
    /// # Errors
    /// When the zone of the department is unknown.
    pub fn preparer(&self, app: &App) -> Result<Reponse, Failure> {
        let fuseau = self.socle.atelier(app)?.fuseau;
        let jour = self.socle.dossier.aujourd_hui(app)?;
        let numero_am = self.numero_am(jour);
        let dossier = DossierDeFacturation {
            episode: &self.socle.dossier.episode,
            par: self.socle.mk(),
            numero_am: numero_am.clone(),
            prescripteur_porte: self.dite.prescripteur.clone(),
            canal: self.dite.canal,
            bdk: self.bdk(&fuseau),
            accord_prealable: self.dite.accord_le,
            autres_seances: self.autres_seances.clone(),
            justificatif: self.justificatif(),
            aujourd_hui: jour,
        };
        let exigence = exigence(app.reglement, &self.socle, jour);
        Ok(Reponse { facturation: preparer(&dossier, app.reglement), numero_am, exigence, jour })
    }

    /// The number of the place that signs.
    pub fn numero_am(&self, jour: Date) -> Option<NumeroAm> {
        let departement = self.socle.dossier.episode.departement;
        let lieu = redacteur::lieu(&self.socle.dossier.exercice, departement, jour)?;
        self.socle.cabinets.iter().find(|cabinet| cabinet.lieu == lieu)?.numero_am.clone()
    }

    /// The latest justificatif of the MK.
    pub fn justificatif(&self) -> Option<DocumentId> {
        let miens =
            self.socle.fiches.iter().filter(|f| f.praticien == self.socle.mk() && f.remplace_par.is_none());
        miens.filter(|fiche| fiche.genre == Genre::Justificatif).map(|fiche| fiche.reference.id()).next_back()
    }

    /// Each bilan on its day, or on the day it was first validated where it does not say it; with the rank of its séance.
    fn bdk(&self, fuseau: &TimeZone) -> Vec<BdkFacture> {
        let Bilans::Factures(genre) = self.dite.bilans else { return Vec::new() };
        let jours = self.socle.miens.iter().filter_map(|document| {
            let Contenu::Bilan(bilan) = &document.contenu else { return None };
            let serie = document.en_tete.reference.serie();
            let premiere = self
                .socle
                .fiches
                .iter()
                .find(|f| f.reference.serie() == serie && f.reference.version() == 1)?;
            Some(bilan.jour(premiere.valide_le.to_zoned(fuseau.clone()).date()))
        });
        jours.map(|le| BdkFacture { le, rang: self.rang(le), genre }).collect()
    }

    /// The rank of the séance that a day goes with, over the whole episode.
    fn rang(&self, le: Date) -> u16 {
        let faites = self.socle.dossier.episode.seances_faites();
        let avant = faites.iter().filter(|seance| seance.le <= le).count().max(1);
        u16::try_from(avant).unwrap_or(u16::MAX)
    }
}

/// What the department asks to join to bills, on the last day of care.
fn exigence(reglement: &'static Reglement, socle: &Socle, jour: Date) -> Exigence<'static> {
    let episode = &socle.dossier.episode;
    Exigence::au(reglement.parametres(episode.departement), episode.derniere_le().unwrap_or(jour))
}
