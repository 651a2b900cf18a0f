//! The documents of the demo's practitioner: a few of each kind, validated by the same path as on screen.

use std::collections::BTreeSet;
use std::sync::Arc;

use droit::acces::Acteur;
use droit::decision::ActeNgap;
use droit::document::{
    Bilan, BrouillonBilan, BrouillonCompteRendu, BrouillonLettre, BrouillonProtocole, Cible, Circonstance,
    Contenu, Deficiences, Depistage, Dixiemes, Douleur, Echelle, Echelles, Incapacites, Intensite,
    LieuDeSoin, Medecin, Modalite, NomComplet, NombreSeances, Objectif, ParSemaine, SchemaCorporel, Score,
    SensEchelle, Zone,
};
use droit::episode::{
    Auteur, Cote, Destination, EtatEpisode, IssueEpisode, Localisation, MotifOrientation, Region, Urgence,
};
use droit::identifiant::{CodeDepartement, DocumentId, EpisodeId, SerieId};
use droit::reglement::Reglement;
use entrepot::episode::{Curseur, Etat, tableau};
use entrepot::patient::noter_medecin;
use entrepot::{Echec, Entrepot};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::hasard::Hasard;
use super::reperes::Reperes;
use super::territoire::Territoire;
use crate::config::Monde;
use crate::document::composition::Atelier;
use crate::document::socle::Socle;
use crate::document::validation::{self, Demande, Valide};
use crate::remise::composition::{Composition, Preparation};
use crate::remise::voies::Voies;

/// Open episodes that have their bilan: the others show what is owed.
const OUVERTS: usize = 4;
/// Closed episodes that have their bilan and their report.
const CLOS: usize = 2;

/// Why the documents could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DocumentImpossible {
    /// The store fails.
    #[error(transparent)]
    Entrepot(#[from] Echec),
    /// The rules or the typesetting refuse one.
    #[error("un document de la démonstration est refusé : {0}")]
    Refus(String),
}

pub(super) fn refus(cause: impl std::fmt::Display) -> DocumentImpossible {
    DocumentImpossible::Refus(cause.to_string())
}

/// Validates them.
///
/// # Errors
/// When one of them is refused, or the store fails.
pub fn valider(
    entrepot: &Entrepot,
    (reglement, departement): (&Reglement, CodeDepartement),
    (territoire, reperes): (&Territoire, &Reperes),
) -> Result<(), DocumentImpossible> {
    let Some(mk) = reperes.praticiens.first().copied() else { return Ok(()) };
    let fuseau = TimeZone::get(reglement.fuseau(departement)).map_err(refus)?;
    let atelier = Atelier { fuseau, monde: Monde::Fictif, gabarit: documents::Gabarit::default() };
    let hasard = Hasard::nouveau(territoire.cadre.graine, "documents");
    let mut plume = Plume { entrepot, acteur: Acteur::Mk { praticien: mk }, atelier, hasard };
    let trousseau = entrepot.trousseau().clone();
    let (ouverts, clos) = entrepot.lire_ici(move |tx| {
        let lire = |tx: &mut entrepot::Tx, etat| tableau(tx, &trousseau, mk, etat, &Curseur::default(), 60);
        Ok::<_, Echec>((lire(tx, Etat::Ouvert)?, lire(tx, Etat::Clos)?))
    })?;
    for (rang, ligne) in ouverts.iter().filter(|ligne| ligne.faites > 1).take(OUVERTS).enumerate() {
        plume.presenter_le_medecin(territoire, reperes, ligne.episode)?;
        plume.bilan(ligne.episode)?;
        if rang == 0 {
            plume.lettre(ligne.episode)?;
        }
    }
    let acheves = clos.iter().rev().filter(|ligne| ligne.faites > 2);
    for ligne in acheves.take(CLOS) {
        plume.presenter_le_medecin(territoire, reperes, ligne.episode)?;
        plume.bilan(ligne.episode)?;
        plume.compte_rendu(ligne.episode)?;
    }
    Ok(())
}

/// Who writes, and with what.
struct Plume<'e> {
    entrepot: &'e Entrepot,
    acteur: Acteur,
    atelier: Atelier,
    hasard: Hasard,
}

impl Plume<'_> {
    fn lire(&self, id: EpisodeId) -> Result<Socle, DocumentImpossible> {
        let (trousseau, acteur) = (self.entrepot.trousseau().clone(), self.acteur.clone());
        Ok(self.entrepot.lire_ici(move |tx| Socle::lire(tx, &trousseau, &acteur, id))?)
    }

    /// The name of the doctor, for a patient who has one.
    fn presenter_le_medecin(
        &self,
        territoire: &Territoire,
        reperes: &Reperes,
        id: EpisodeId,
    ) -> Result<(), DocumentImpossible> {
        let patient = self.lire(id)?.dossier.patient;
        let rang = reperes.patients.iter().position(|cle| *cle == patient.id);
        let plan = rang.and_then(|rang| territoire.patients.get(rang)).and_then(|plan| plan.medecin);
        let Some(medecin) = plan.and_then(|rang| territoire.medecins.get(rang)) else { return Ok(()) };
        let medecin = presenter(medecin)?;
        let (trousseau, instant) = (self.entrepot.trousseau().clone(), Timestamp::UNIX_EPOCH);
        Ok(self.entrepot.ecrire_ici(move |tx| {
            noter_medecin(tx, &trousseau, &patient, Some(&medecin), ("systeme", instant));
            Ok::<(), Echec>(())
        })?)
    }

    fn bilan(&mut self, id: EpisodeId) -> Result<(), DocumentImpossible> {
        let socle = self.lire(id)?;
        let premiere = socle.dossier.episode.ouvert_le;
        let bilan = bilan(&socle)?;
        self.inscrire(&socle, Contenu::Bilan(Box::new(bilan)), premiere)
    }

    fn lettre(&mut self, id: EpisodeId) -> Result<(), DocumentImpossible> {
        let socle = self.lire(id)?;
        let episode = &socle.dossier.episode;
        let derniere = episode.derniere_le().unwrap_or(episode.ouvert_le);
        let lettre = BrouillonLettre {
            motif: Some(MotifOrientation::DiagnosticNecessaire),
            destination: Some(Destination::MedecinTraitant),
            urgence: Some(Urgence::Programmee),
            question: Some(
                "Un diagnostic médical permettrait-il de poursuivre au-delà de huit séances ?"
                    .parse()
                    .map_err(refus)?,
            ),
            constatations: Some(
                "Amélioration nette de la douleur ; gêne à l’effort persistante.".parse().map_err(refus)?,
            ),
            ..BrouillonLettre::prerempli(episode, Some(episode.ouvert_le))
        };
        let contenu = Contenu::Orientation(Box::new(lettre.valider().map_err(refus)?));
        self.inscrire(&socle, contenu, derniere)
    }

    fn compte_rendu(&mut self, id: EpisodeId) -> Result<(), DocumentImpossible> {
        let socle = self.lire(id)?;
        let (contenu, fin) = compte_rendu(&socle, &self.atelier.fuseau)?;
        self.inscrire(&socle, contenu, fin)
    }

    /// The same path as on screen: granted, made, written in one batch.
    fn inscrire(
        &mut self,
        socle: &Socle,
        contenu: Contenu,
        le: jiff::civil::Date,
    ) -> Result<(), DocumentImpossible> {
        let instant = le.at(18, 30, 0, 0).to_zoned(self.atelier.fuseau.clone()).map_err(refus)?.timestamp();
        let millisecondes = u64::try_from(instant.as_millisecond()).unwrap_or_default();
        let mut cle = || self.hasard.identifiant(millisecondes).as_u128();
        let (id, serie) = (DocumentId::new(cle()), SerieId::new(cle()));
        let episode = socle.dossier.episode.id;
        let demande =
            Demande { acteur: self.acteur.clone(), episode, id, corrige: None, contenu, brouillon: None };
        let auteur = Auteur { par: socle.mk(), aujourd_hui: le, maintenant: instant };
        let fait = validation::accorder(socle, &self.atelier, &demande, (serie, &auteur)).map_err(refus)?;
        let liasse = Arc::new(self.atelier.composer(&fait).map_err(refus)?);
        let (trousseau, patient) = (self.entrepot.trousseau().clone(), socle.dossier.patient.clone());
        let lu = self.entrepot.lire_ici(move |tx| Preparation::lire(tx, &trousseau, &patient, None))?;
        let voies = Voies::sans_reglage(Monde::Fictif);
        let cles = || self.hasard.identifiant(millisecondes).as_u128();
        let remises = Composition::de(&voies, (&fait, socle.mk()), &lu, (instant, cles));
        let valide = Valide { fait, liasse, brouillon: None, remises };
        let trousseau = self.entrepot.trousseau().clone();
        Ok(self.entrepot.ecrire_ici(move |tx| {
            validation::inscrire(tx, &trousseau, &valide);
            Ok::<(), Echec>(())
        })?)
    }
}

/// How a document names a doctor of the demo.
pub(super) fn presenter(medecin: &super::patient::Medecin) -> Result<Medecin, DocumentImpossible> {
    let nom = NomComplet {
        nom: medecin.nom.parse().map_err(refus)?,
        prenom: medecin.prenom.parse().map_err(refus)?,
    };
    Ok(Medecin { rpps: Some(medecin.rpps.clone()), nom, adresse: None })
}

/// The report of an episode, with its day.
pub(super) fn compte_rendu(
    socle: &Socle,
    fuseau: &TimeZone,
) -> Result<(Contenu, jiff::civil::Date), DocumentImpossible> {
    let episode = &socle.dossier.episode;
    let (fin, issue) = match episode.etat {
        EtatEpisode::Clos { le, issue } => (le, issue),
        EtatEpisode::Ouvert => (episode.ouvert_le, IssueEpisode::Autre),
    };
    let depart = socle.bilan_initial(fuseau);
    let mut brouillon = BrouillonCompteRendu::prerempli(episode, depart);
    brouillon.deficiences = douleurs(1)?;
    brouillon.incapacites = scores(episode.localisation.region(), 15)?;
    brouillon.commentaire =
        Some("Douleur diminuée, gestes du travail repris sans gêne notable.".parse().map_err(refus)?);
    brouillon.issue = Some(issue);
    brouillon.suites = Some(
        "Exercices à poursuivre seul, trois fois par semaine. Revoir un médecin si la douleur revient."
            .parse()
            .map_err(refus)?,
    );
    Ok((Contenu::CompteRendu(Box::new(brouillon.evaluer().valider().map_err(refus)?)), fin))
}

/// The bilan of an episode, of its first day.
pub(super) fn bilan(socle: &Socle) -> Result<Bilan, DocumentImpossible> {
    let episode = &socle.dossier.episode;
    let region = episode.localisation.region();
    let lieu = episode.localisation.libelle();
    let acte: Option<ActeNgap> = episode.seances_faites().first().and_then(|seance| seance.acte.clone());
    let brouillon = BrouillonBilan {
        fait_le: Some(episode.ouvert_le),
        motif: Some(format!("Douleur récente ({lieu}), apparue à l’effort, gênante au travail.").parse().map_err(refus)?),
        anamnese: Some("Pas d’antécédent chirurgical. Premier épisode.".parse().map_err(refus)?),
        depistage: Some(Depistage {
            cherches: socle.signes.clone().unwrap_or_default(),
            presents: episode.drapeaux.clone(),
        }),
        schema: zones(episode.localisation),
        deficiences: douleurs(6)?,
        incapacites: scores(region, 50)?,
        diagnostic: Some("Limitation douloureuse des mouvements, sans signe neurologique, retentissant sur les gestes du travail.".parse().map_err(refus)?),
        pronostic: Some("Favorable en quelques semaines.".parse().map_err(refus)?),
        objectifs: objectifs(region)?,
        protocole: BrouillonProtocole {
            actes: acte.into_iter().collect(),
            techniques: Some("Mobilisation, renforcement progressif, éducation à la douleur.".parse().map_err(refus)?),
            nombre: NombreSeances::nouveau(8).ok(),
            rythme: ParSemaine::nouveau(2).ok(),
            lieu: Some(LieuDeSoin::Cabinet),
            modalite: Some(Modalite::Individuelle),
        },
        conseils: Some("Rester actif, fractionner les efforts, exercices quotidiens remis par écrit.".parse().map_err(refus)?),
    };
    brouillon.valider().map_err(refus)
}

/// What hurts: the first zones of the chart that belong to the place treated.
fn zones(lieu: Localisation) -> BTreeSet<Zone> {
    let toutes = SchemaCorporel::embarque().into_iter().flat_map(SchemaCorporel::zones);
    let siennes = toutes.filter(|zone| {
        let du_cote = zone.cote() == lieu.cote() || lieu.cote() == Cote::LesDeux;
        zone.partie().region == lieu.region() && (du_cote || zone.cote() == Cote::SansObjet)
    });
    siennes.take(2).collect()
}

fn intensite(valeur: u8) -> Result<Intensite, DocumentImpossible> {
    Intensite::nouvelle(valeur).map_err(refus)
}

fn douleurs(au_mouvement: u8) -> Result<Deficiences, DocumentImpossible> {
    let douleur = |circonstance, valeur| Ok(Douleur { circonstance, intensite: intensite(valeur)? });
    let douleurs: Result<Vec<Douleur>, DocumentImpossible> = [
        douleur(Circonstance::Mouvement, au_mouvement),
        douleur(Circonstance::Repos, au_mouvement.saturating_sub(3)),
    ]
    .into_iter()
    .collect();
    Ok(Deficiences { douleurs: douleurs?, ..Deficiences::default() })
}

/// The first score of the region.
fn echelle(region: Region) -> Option<&'static Echelle> {
    Echelles::embarquees().ok()?.iter().find(|echelle| echelle.concerne(region))
}

/// A score at this share of what is lost, on a step of its scale.
fn score(echelle: &'static Echelle, perdu: u32) -> Result<Score, DocumentImpossible> {
    let part = match echelle.sens {
        SensEchelle::PlusBasMeilleur => perdu,
        SensEchelle::PlusHautMeilleur => 100 - perdu,
    };
    let pas = (echelle.maximum.0 - echelle.minimum.0) * part / 100 / echelle.pas.0;
    Score::nouveau(echelle, Dixiemes(echelle.minimum.0 + pas * echelle.pas.0)).map_err(refus)
}

fn scores(region: Region, perdu: u32) -> Result<Incapacites, DocumentImpossible> {
    let scores = echelle(region).map(|echelle| score(echelle, perdu)).transpose()?.into_iter().collect();
    let observations = Some("Port de charges et position assise prolongée pénibles.".parse().map_err(refus)?);
    Ok(Incapacites { scores, observations: observations.filter(|_| perdu > 30) })
}

fn objectifs(region: Region) -> Result<Vec<Objectif>, DocumentImpossible> {
    let douleur = Objectif {
        libelle: "Douleur au mouvement à 2 au plus".parse().map_err(refus)?,
        cible: Some(Cible::Douleur { circonstance: Circonstance::Mouvement, au_plus: intensite(2)? }),
    };
    let mut objectifs = vec![douleur];
    if let Some(echelle) = echelle(region) {
        objectifs.push(Objectif {
            libelle: format!("{} : retrouver les gestes du travail", echelle.nom).parse().map_err(refus)?,
            cible: Some(Cible::Score(score(echelle, 20)?)),
        });
    }
    Ok(objectifs)
}
