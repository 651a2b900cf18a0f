//! A small Loiret: one CPTS, MKs authorised by the whole life of a declaration, a patient.

use droit::decision::{self, Acte, Demande, Statut, Structure, TypeStructure, decider};
use droit::declaration::{
    Adhesion, Conditions, CptsSituee, Declarant, Declaration, Justificatif, Origine, Preparation,
    QualiteMembre, TypeJustificatif,
};
use droit::episode::{
    Accorde, Auteur, Confirmation, Contexte, Cote, Episode, EpisodeOuvert, Localisation, Ouverture, Refus,
    Region, SeanceAccordee, SeanceSaisie,
};
use droit::identifiant::{
    CodeDepartement, CompteId, CptsId, DeclarationId, EpisodeId, LieuId, MoisDeNaissance, PatientId,
    PraticienId, SeanceId, SexeInscrit, StatutIdentite, ins_de_demonstration, rpps_de_demonstration,
};
use droit::patient::{Identite, Sexe, Traits};
use droit::reglement::{DroitApplicable, Reglement};
use entrepot::chiffre::Trousseau;
use entrepot::patient::NouveauPatient;
use entrepot::praticien::{NouveauLieu, NouveauPraticien};
use entrepot::{Arret, Echec, Entrepot, Tx, cpts, declaration, episode, patient, praticien};
use jiff::Timestamp;
use jiff::civil::{Date, date};

pub const CPTS: CptsId = CptsId::new(45);
pub const PATIENT: PatientId = PatientId::new(7);
pub const NOM: &str = "Zwartendijk";
pub const PRENOM: &str = "Philomène";

pub fn loiret() -> CodeDepartement {
    "45".parse().unwrap()
}

pub fn mk(rang: u32) -> PraticienId {
    PraticienId::new(1_000 + u128::from(rang))
}

pub fn instant(jour: Date) -> Timestamp {
    jour.at(9, 0, 0, 0).in_tz("Europe/Paris").unwrap().timestamp()
}

pub fn droit(le: Date) -> DroitApplicable<'static> {
    Reglement::embarque().unwrap().au(le, loiret(), TypeStructure::Cpts)
}

pub fn declarant(jour: Date) -> Declarant {
    Declarant { compte: CompteId::new(1), aujourd_hui: jour, maintenant: instant(jour) }
}

pub fn ecrire(entrepot: &Entrepot, faire: impl Fn(&mut Tx) + Send + 'static) -> Result<(), Echec> {
    entrepot.ecrire_ici(move |tx| {
        faire(tx);
        Ok::<(), Echec>(())
    })
}

/// One CPTS, `n` MKs accepted on 1 October 2025, one patient.
pub fn peupler(entrepot: &Entrepot, n: u32) {
    let debut = date(2025, 9, 1);
    ecrire(entrepot, move |tx| {
        cpts::inscrire(tx, CPTS, "CPTS du Test", &[loiret()], "systeme", instant(debut))
    })
    .unwrap();
    for rang in 0..n {
        inscrire_mk(entrepot, rang, debut);
        declarer(entrepot, rang, date(2025, 10, 1));
    }
    let identite = identite(true);
    let trousseau = entrepot.trousseau().clone();
    ecrire(entrepot, move |tx| {
        let nouveau = NouveauPatient {
            id: PATIENT,
            identite: identite.clone(),
            prenoms: None,
            homonyme: 0,
            medecin_traitant: Some(true),
            inscrit_le: instant(debut),
        };
        patient::inscrire(tx, &trousseau, &nouveau, "praticien/test");
    })
    .unwrap();
}

fn inscrire_mk(entrepot: &Entrepot, rang: u32, du: Date) {
    ecrire(entrepot, move |tx| {
        let nouveau = NouveauPraticien {
            id: mk(rang),
            rpps: rpps_de_demonstration(rang),
            nom: format!("Éssai{rang:03}"),
            prenom: "Camille".to_owned(),
            statut: Statut::Titulaire,
            inscrit_le: instant(du),
        };
        praticien::inscrire(tx, &nouveau, "systeme");
        let lieu = NouveauLieu {
            id: LieuId::new(u128::from(rang) + 1),
            praticien: mk(rang),
            departement: loiret(),
            principal: true,
            adresse: "1 rue de l’Essai".to_owned(),
            code_postal: "45000".to_owned(),
            commune: if rang.is_multiple_of(2) { "Orléans" } else { "Saint-Jean-de-Braye" }.to_owned(),
            numero_am: None,
            du,
            au: None,
        };
        praticien::ajouter_lieu(tx, &lieu, "systeme", instant(du));
        let adhesion = Adhesion { qualite: QualiteMembre::Adherent, du, au: None };
        praticien::adherer(tx, mk(rang), CPTS, &adhesion, "systeme", instant(du));
    })
    .unwrap();
}

pub fn conditions(le: Date) -> Conditions {
    let cpts = CptsSituee { nom: "CPTS de l’Essai", siege: None, territoire: &[loiret()] };
    Conditions::au(Reglement::embarque().unwrap(), loiret(), le, &cpts)
}

pub fn decision_de_declarer(le: Date) -> decision::Decision<'static> {
    let demande = Demande {
        acte: Acte::Declarer,
        le,
        aujourd_hui: le,
        departement: loiret(),
        structure: structure(),
        praticien: decision::Praticien {
            statut: Statut::Titulaire,
            lieu_exercice: Some(loiret()),
            autorise_du: None,
            autorise_au: None,
            suspension: None,
        },
        patient: None,
        episode: None,
        acte_ngap: None,
    };
    decider(&demande, &droit(le), Reglement::embarque().unwrap().nomenclature())
}

pub fn declaration_de(rang: u32) -> DeclarationId {
    DeclarationId::new(5_000 + u128::from(rang))
}

fn declarer(entrepot: &Entrepot, rang: u32, le: Date) {
    let preparation = Preparation {
        id: declaration_de(rang),
        praticien: mk(rang),
        departement: loiret(),
        cpts: CPTS,
        origine: Origine::Cpts,
        justificatif: Some(Justificatif {
            type_justificatif: TypeJustificatif::AttestationCpts,
            reference: None,
        }),
    };
    let prepare = Declaration::preparer(preparation, &[], &declarant(le)).unwrap();
    ecrire(entrepot, move |tx| declaration::inscrire_preparation(tx, &prepare)).unwrap();
    let depot = relire(entrepot, rang)
        .deposer(None, decision_de_declarer(le), &conditions(le), &declarant(le))
        .unwrap();
    ecrire(entrepot, move |tx| declaration::inscrire_depot(tx, &depot)).unwrap();
    let effet = droit(le).effet.connue;
    let valide =
        relire(entrepot, rang).valider(effet, decision_de_declarer(le), &[], None, &declarant(le)).unwrap();
    ecrire(entrepot, move |tx| declaration::inscrire_validation(tx, &valide)).unwrap();
}

pub fn relire(entrepot: &Entrepot, rang: u32) -> Declaration {
    entrepot.lire_ici(move |tx| declaration::charger(tx, declaration_de(rang))).unwrap().unwrap()
}

pub fn identite(avec_ins: bool) -> Identite {
    let ne_le = date(1951, 6, 9);
    let naissance = MoisDeNaissance { annee: 1951, mois: 6 };
    Identite {
        traits: Traits::nouveaux(NOM, PRENOM, Sexe::Feminin, ne_le, date(2026, 1, 1)).unwrap(),
        ins: avec_ins.then(|| ins_de_demonstration(SexeInscrit::Feminin, naissance, 3)),
        lieu_naissance: None,
        statut: StatutIdentite::Provisoire,
    }
}

pub fn structure() -> Structure {
    Structure {
        type_structure: TypeStructure::Cpts,
        fiche_projet_de_sante: Some(droit::fiche_cpts::EtapeFiche::PriseEnCompte),
    }
}

pub fn auteur(par: PraticienId, jour: Date) -> Auteur {
    Auteur { par, aujourd_hui: jour, maintenant: instant(jour) }
}

pub fn contexte(
    par: PraticienId,
    jour: Date,
    droit: &DroitApplicable<'static>,
    motif: Option<&str>,
) -> Contexte<'static> {
    Contexte {
        auteur: auteur(par, jour),
        praticien: decision::Praticien {
            statut: Statut::Titulaire,
            lieu_exercice: Some(loiret()),
            autorise_du: Some(date(2025, 10, 1)),
            autorise_au: None,
            suspension: None,
        },
        structure: structure(),
        patient: decision::Patient { medecin_traitant: true, seances_hors_episode: None },
        confirmation: motif.map(|motif| Confirmation { motif: motif.parse().unwrap() }),
        droit: droit.clone(),
        nomenclature: Reglement::embarque().unwrap().nomenclature(),
    }
}

pub fn ouverture(id: u128, le: Date, region: Region, cote: Cote) -> Ouverture {
    Ouverture {
        id: EpisodeId::new(id),
        patient: PATIENT,
        localisation: Localisation::nouvelle(region, cote).unwrap(),
        departement: loiret(),
        cpts: Some(CPTS),
        le,
        drapeaux: Vec::new(),
        acte: None,
        nouveau_probleme: None,
    }
}

/// Opens an episode as the product does: read, decide, write, again on a race.
pub fn ouvrir(
    entrepot: &Entrepot,
    par: PraticienId,
    ouverture: &Ouverture,
) -> Result<Accorde<EpisodeOuvert>, Arret<Refus<'static>>> {
    let law = droit(ouverture.le);
    let trousseau = entrepot.trousseau().clone();
    let patient = ouverture.patient;
    entrepot.reprendre_ici(
        move |tx| episode::anterieurs(tx, patient),
        |anterieurs| {
            Episode::ouvrir(ouverture.clone(), &anterieurs, &contexte(par, ouverture.le, &law, None))
        },
        move |tx, fait| episode::inscrire_ouverture(tx, &trousseau, fait),
    )
}

pub fn charger(entrepot: &Entrepot, id: u128) -> Episode {
    let trousseau = entrepot.trousseau().clone();
    entrepot.lire_ici(move |tx| episode::charger(tx, &trousseau, EpisodeId::new(id))).unwrap().unwrap()
}

pub fn lecture(
    trousseau: Trousseau,
    id: u128,
) -> impl Fn(&mut Tx) -> Result<Episode, Echec> + Clone + Send + 'static {
    move |tx| episode::charger(tx, &trousseau, EpisodeId::new(id))?.ok_or(Echec::Absent)
}

/// Records a séance as the product does.
pub fn seance(
    entrepot: &Entrepot,
    id: u128,
    par: PraticienId,
    cle: u128,
    le: Date,
    jour: Date,
) -> Result<Accorde<SeanceAccordee>, Arret<Refus<'static>>> {
    let law = droit(le);
    let trousseau = entrepot.trousseau().clone();
    let saisie = SeanceSaisie { id: SeanceId::new(cle), le, acte: None, note: None };
    entrepot.reprendre_ici(
        lecture(trousseau.clone(), id),
        |episode| {
            episode.enregistrer_seance(
                saisie.clone(),
                &contexte(par, jour, &law, Some("même jour, autre région")),
            )
        },
        move |tx, fait| episode::inscrire_seance(tx, &trousseau, fait),
    )
}

/// A patient of his own for the `rang`-th case.
pub fn nouveau_patient(entrepot: &Entrepot, rang: u128) -> PatientId {
    let id = PatientId::new(1_000_000 + rang);
    let trousseau = entrepot.trousseau().clone();
    ecrire(entrepot, move |tx| {
        let traits = Traits::nouveaux(
            &format!("Cas {rang}"),
            "Ada",
            Sexe::Feminin,
            date(1960, 1, 2),
            date(2026, 1, 1),
        );
        let nouveau = NouveauPatient {
            id,
            identite: Identite { traits: traits.unwrap(), ..identite(false) },
            prenoms: None,
            homonyme: 0,
            medecin_traitant: Some(true),
            inscrit_le: instant(date(2026, 1, 1)),
        };
        patient::inscrire(tx, &trousseau, &nouveau, "praticien/test");
    })
    .unwrap();
    id
}
