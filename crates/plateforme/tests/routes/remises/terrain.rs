//! An episode of a qualified fictitious patient, and documents that owe their deliveries.

use droit::document::{Genre, ListePrenoms, MedecinTraitant};
use droit::identifiant::{DocumentId, EpisodeId, PatientId, PraticienId};
use droit::remise::{ObjetVolonte, Volonte};
use entrepot::remise::{self, EnListe, Filtre};
use entrepot::volonte::{self, NouvelleVolonte};
use entrepot::{Echec, episode, patient};
use plateforme::remise::composition::{Composition, Preparation};
use plateforme::remise::voies::Voies;
use plateforme::serveur::{App, Ressources};

use crate::banc::Porteur;
use crate::cabinet::{Cabinet, EPISODE, ouverture};
use crate::document_d_essai::{Ecrit, medecin, valider};

/// The MK of the bench.
pub const MK: PraticienId = PraticienId::new(1_000);

/// The bench with an open episode, and an application with its own ways out.
pub struct Dossier {
    pub cabinet: Cabinet,
    pub app: App,
    pub episode: EpisodeId,
    pub patient: PatientId,
}

impl Dossier {
    /// A patient whose identity is qualified, his given names on file; the sandbox as way out.
    pub async fn new(nom: &str) -> Self {
        Self::avec(nom, |app| app.voies().clone()).await
    }

    /// The same, with these ways out.
    pub async fn avec(nom: &str, voies: impl Fn(&App) -> Voies) -> Self {
        let cabinet = Cabinet::new(nom);
        let qui = [
            ("ins", "279035121518989"),
            ("oid", "1.2.250.1.213.1.4.10"),
            ("nom", "Pat-Trois"),
            ("prenom", "Dominique"),
            ("sexe", "F"),
            ("ne_le", "1979-03-28"),
            ("lieu_naissance", "51215"),
            ("statut", "qualifiee"),
        ];
        let ouvert = cabinet.banc.poster("/episodes", &cabinet.mk, &ouverture(&qui)).await;
        assert_eq!(ouvert.statut, 303, "{}", ouvert.corps);
        let source = &cabinet.banc.app;
        let ressources = Ressources {
            horloge: source.horloge.clone(),
            alea: source.alea.clone(),
            reglement: source.reglement,
            entrepot: source.entrepot.clone(),
            guichet: plateforme::connexion::Guichet::new(1),
            annuaire: None,
            ecoute: source.ecoute.clone(),
        };
        let app = App::avec_voies(ressources, voies(source));
        let episode: EpisodeId = EPISODE.trim_start_matches("/episodes/").parse().unwrap();
        let patient = nommer(&app, episode);
        Self { cabinet, app, episode, patient }
    }

    /// The session of the MK who follows the episode.
    pub fn mk(&self) -> &Porteur {
        &self.cabinet.mk
    }

    /// The patient answers.
    pub fn dire(&self, objet: ObjetVolonte, volonte_: Volonte) {
        let maintenant = self.app.horloge.maintenant();
        let nouvelle = NouvelleVolonte {
            id: self.app.alea.uuid(maintenant),
            patient: self.patient,
            praticien: MK,
            objet,
            volonte: volonte_,
            le: jiff::civil::date(2026, 3, 9),
            notee_le: maintenant,
        };
        ecrire(&self.app, move |tx| volonte::noter(tx, &nouvelle));
    }

    /// His doctor is written to there.
    pub fn boite_du_medecin(&self, adresse: &'static str) {
        let (patient, maintenant) = (self.patient, self.app.horloge.maintenant());
        let trousseau = self.app.entrepot.trousseau().clone();
        ecrire(&self.app, move |tx| {
            volonte::noter_boite_du_medecin(tx, &trousseau, (patient, MK), Some(adresse), maintenant);
        });
    }

    /// A validated document with the deliveries it owes.
    pub fn document(&self, rang: u128, genre: Genre) -> Ecrit {
        self.document_pour(rang, genre, medecin())
    }

    /// The same, for a patient followed by this doctor.
    pub fn document_pour(&self, rang: u128, genre: Genre, medecin: MedecinTraitant) -> Ecrit {
        let (app, maintenant) = (&self.app, self.app.horloge.maintenant());
        let ecrit = valider(&app.entrepot, (self.episode, MK), (rang, genre), medecin, maintenant);
        let (cle, trousseau) = (self.patient, app.entrepot.trousseau().clone());
        let lu = app
            .entrepot
            .lire_ici(move |tx| {
                let patient = patient::charger(tx, &trousseau, cle)?.ok_or(Echec::Absent)?;
                Preparation::lire(tx, &trousseau, &patient, None)
            })
            .unwrap();
        let composition = Composition::preparer(app, &ecrit.document, MK, &lu);
        let trousseau = app.entrepot.trousseau().clone();
        ecrire(app, move |tx| composition.inscrire(tx, &trousseau));
        ecrit
    }

    /// The deliveries of a document, by destination: « médecin-traitant mssante-professionnel en-file ».
    pub fn remises(&self, rang: u128) -> Vec<EnListe> {
        self.remises_de(&DocumentId::new(rang).to_string())
    }

    /// The same of the document of this key.
    pub fn remises_de(&self, document: &str) -> Vec<EnListe> {
        let (id, trousseau) = (document.parse().unwrap(), self.app.entrepot.trousseau().clone());
        let lues = self.app.entrepot.lire_ici(move |tx| remise::du_document_en_liste(tx, &trousseau, id, MK));
        lues.unwrap()
    }

    /// The same, in words.
    pub fn etats(&self, rang: u128) -> Vec<String> {
        let mut mots: Vec<String> = self
            .remises(rang)
            .iter()
            .map(|r| {
                let s = &r.suivie;
                format!("{} {} {}", s.destinataire.code(), s.remise.canal.code(), s.remise.etat.code())
            })
            .collect();
        mots.sort();
        mots
    }

    /// Everything that waits for the MK.
    pub fn a_faire(&self) -> Vec<EnListe> {
        let trousseau = self.app.entrepot.trousseau().clone();
        let lues = self
            .app
            .entrepot
            .lire_ici(move |tx| remise::lister(tx, &trousseau, MK, (Filtre::AFaire, None), (99, 0)));
        lues.unwrap()
    }
}

fn nommer(app: &App, cle: EpisodeId) -> PatientId {
    let trousseau = app.entrepot.trousseau().clone();
    let fiche = app
        .entrepot
        .lire_ici(move |tx| {
            let episode = episode::charger(tx, &trousseau, cle)?.ok_or(Echec::Absent)?;
            patient::charger(tx, &trousseau, episode.patient)?.ok_or(Echec::Absent)
        })
        .unwrap();
    let (id, trousseau, maintenant) = (fiche.id, app.entrepot.trousseau().clone(), app.horloge.maintenant());
    ecrire(app, move |tx| {
        let liste = "Dominique Marie-Louise".parse().unwrap();
        let prenoms = ListePrenoms::nouvelle(liste, "Dominique").unwrap();
        patient::completer(tx, &trousseau, &fiche, (&fiche.identite, Some(&prenoms)), "essai", maintenant);
    });
    id
}

pub fn ecrire(app: &App, faire: impl Fn(&mut entrepot::Tx) + Send + 'static) {
    let ecrit = app.entrepot.ecrire_ici(move |tx| {
        faire(tx);
        Ok::<(), Echec>(())
    });
    ecrit.unwrap();
}
