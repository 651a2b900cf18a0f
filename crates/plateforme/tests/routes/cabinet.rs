//! A small Loiret in the bench: one CPTS, MKs accepted by the ARS on 1 October 2025, each with an account.

use droit::acces::Acteur;
use droit::decision::{self, Acte, Demande, Statut, Structure, TypeStructure, decider};
use droit::declaration::{
    Adhesion, Conditions, CptsSituee, Declarant, Declaration, Justificatif, Origine, Preparation,
    QualiteMembre, TypeJustificatif,
};
use droit::identifiant::{
    CodeDepartement, CompteId, CptsId, DeclarationId, LieuId, PraticienId, rpps_de_demonstration,
};
use droit::reglement::Reglement;
use entrepot::praticien::{NouveauLieu, NouveauPraticien};
use entrepot::{Echec, Tx, cpts, declaration, praticien};
use jiff::Timestamp;
use jiff::civil::{Date, date};

use crate::banc::{Banc, Porteur};

/// The CPTS of the bench.
pub const CPTS: CptsId = CptsId::new(45);

/// Everything the MKs of the bench have, and the sessions of two of them.
pub struct Cabinet {
    pub banc: Banc,
    pub mk: Porteur,
    pub confrere: Porteur,
    pub comptes: [CompteId; 2],
}

fn loiret() -> CodeDepartement {
    "45".parse().unwrap()
}

/// The MK of this rank.
pub fn mk(rang: u32) -> PraticienId {
    PraticienId::new(1_000 + u128::from(rang))
}

fn instant(jour: Date) -> Timestamp {
    jour.at(9, 0, 0, 0).in_tz("Europe/Paris").unwrap().timestamp()
}

fn ecrire(banc: &Banc, faire: impl Fn(&mut Tx) + Send + 'static) {
    let ecriture = banc.app.entrepot.ecrire_ici(move |tx| {
        faire(tx);
        Ok::<(), Echec>(())
    });
    ecriture.unwrap();
}

impl Cabinet {
    /// Two MKs, authorised.
    pub fn new(nom: &str) -> Self {
        Self::dans(Banc::new(nom))
    }

    /// The same, in this bench.
    pub fn dans(banc: Banc) -> Self {
        let debut = date(2025, 9, 1);
        inscrire_cpts(&banc, debut);
        let comptes = [0, 1].map(|rang| {
            inscrire_mk(&banc, mk(rang), rang, debut);
            declarer(&banc, rang, date(2025, 10, 1));
            banc.compte(&format!("mk.{rang}"), Acteur::Mk { praticien: mk(rang) })
        });
        let [mk, confrere] = comptes.map(|compte| banc.session(compte));
        Self { banc, mk, confrere, comptes }
    }

    /// Opens episodes for so many new patients, the MK of this rank being signed in.
    pub async fn recevoir(&self, porteur: &Porteur, rang: u32, patients: std::ops::Range<u32>) {
        for patient in patients {
            let cle = format!("01930000-0000-7000-8000-{rang:06x}{patient:06x}");
            let nom = format!("Patient{rang:03}{patient:03}");
            let corps = ouverture(&[("cle", &cle), ("nom", &nom)]);
            let rendu = self.banc.poster("/episodes", porteur, &corps).await;
            assert_eq!(rendu.statut, axum::http::StatusCode::SEE_OTHER, "{}", rendu.corps);
        }
    }
}

/// Puts the CPTS of the bench on file.
pub fn inscrire_cpts(banc: &Banc, du: Date) {
    ecrire(banc, move |tx| {
        cpts::inscrire(tx, CPTS, "CPTS du Test", &[loiret()], "systeme", instant(du));
    });
    let fiche = banc.app.entrepot.lire_ici(|tx| cpts::charger(tx, CPTS)).unwrap().unwrap();
    let auteur = Declarant { compte: CompteId::new(0), aujourd_hui: du, maintenant: instant(du) };
    let reprise = fiche.fiche().reprendre(du, &auteur).unwrap();
    ecrire(banc, move |tx| cpts::avancer_fiche(tx, &reprise));
}

/// Puts an MK on file, with a place in Orléans and a membership.
pub fn inscrire_mk(banc: &Banc, id: PraticienId, rang: u32, du: Date) {
    ecrire(banc, move |tx| {
        let nouveau = NouveauPraticien {
            id,
            rpps: rpps_de_demonstration(rang),
            nom: format!("Éssai{rang}"),
            prenom: "Camille".to_owned(),
            statut: Statut::Titulaire,
            inscrit_le: instant(du),
        };
        praticien::inscrire(tx, &nouveau, "systeme");
        let lieu = NouveauLieu {
            id: LieuId::new(u128::from(rang) + 1),
            praticien: id,
            departement: loiret(),
            principal: true,
            adresse: "1 rue de l’Essai".to_owned(),
            code_postal: "45000".to_owned(),
            commune: "Orléans".to_owned(),
            numero_am: None,
            du,
            au: None,
        };
        praticien::ajouter_lieu(tx, &lieu, "systeme", instant(du));
        let adhesion = Adhesion { qualite: QualiteMembre::Adherent, du, au: None };
        praticien::adherer(tx, id, CPTS, &adhesion, "systeme", instant(du));
    });
}

fn conditions(le: Date) -> Conditions {
    let cpts = CptsSituee { nom: "CPTS de l’Essai", siege: None, territoire: &[loiret()] };
    Conditions::au(Reglement::embarque().unwrap(), loiret(), le, &cpts)
}

fn decision_de_declarer(le: Date) -> decision::Decision<'static> {
    let demande = Demande {
        acte: Acte::Declarer,
        le,
        aujourd_hui: le,
        departement: loiret(),
        structure: Structure {
            type_structure: TypeStructure::Cpts,
            fiche_projet_de_sante: Some(droit::fiche_cpts::EtapeFiche::PriseEnCompte),
        },
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
    let reglement = Reglement::embarque().unwrap();
    decider(&demande, &reglement.au(le, loiret(), TypeStructure::Cpts), reglement.nomenclature())
}

/// Declares the MK of this rank and accepts him.
pub fn declarer(banc: &Banc, rang: u32, le: Date) {
    let id = DeclarationId::new(5_000 + u128::from(rang));
    let declarant = Declarant { compte: CompteId::new(1), aujourd_hui: le, maintenant: instant(le) };
    let relire = || banc.app.entrepot.lire_ici(move |tx| declaration::charger(tx, id)).unwrap().unwrap();
    let preparation = Preparation {
        id,
        praticien: mk(rang),
        departement: loiret(),
        cpts: CPTS,
        origine: Origine::Cpts,
        justificatif: Some(Justificatif {
            type_justificatif: TypeJustificatif::AttestationCpts,
            reference: None,
        }),
    };
    let prepare = Declaration::preparer(preparation, &[], &declarant).unwrap();
    ecrire(banc, move |tx| declaration::inscrire_preparation(tx, &prepare));
    let depot = relire().deposer(None, decision_de_declarer(le), &conditions(le), &declarant).unwrap();
    ecrire(banc, move |tx| declaration::inscrire_depot(tx, &depot));
    let droit = Reglement::embarque().unwrap().au(le, loiret(), TypeStructure::Cpts);
    let valide =
        relire().valider(droit.effet.connue, decision_de_declarer(le), &[], None, &declarant).unwrap();
    ecrire(banc, move |tx| declaration::inscrire_validation(tx, &valide));
}

/// The fields of an opening that the rules grant, with these changes.
pub fn ouverture(changements: &[(&str, &str)]) -> String {
    let defauts = [
        ("cle", "01930000-0000-7000-8000-00000000e001"),
        ("geste", "ouvrir"),
        ("departement", "45"),
        ("structure", "CPTS"),
        ("nom", "Zwartendijk"),
        ("prenom", "Philomène"),
        ("sexe", "F"),
        ("ne_le", "1951-06-09"),
        ("statut", "provisoire"),
        ("region", "rachis-lombaire"),
        ("diagnostic", "non"),
        ("medecin_traitant", "oui"),
        ("premier", "seance"),
        ("le", "2026-03-09"),
        ("depistage", "fait"),
    ];
    let mut champs: Vec<(&str, &str)> =
        defauts.into_iter().filter(|(nom, _)| !changements.iter().any(|(autre, _)| autre == nom)).collect();
    champs.extend_from_slice(changements);
    formulaire(&champs)
}

/// Fields as a browser sends them.
pub fn formulaire(champs: &[(&str, &str)]) -> String {
    let code = |texte: &str| texte.bytes().map(|octet| format!("%{octet:02X}")).collect::<String>();
    champs.iter().map(|(nom, valeur)| format!("{nom}={}", code(valeur))).collect::<Vec<_>>().join("&")
}

/// The first episode that [`ouverture`] opens.
pub const EPISODE: &str = "/episodes/01930000-0000-7000-8000-00000000e001";
