//! A small Loiret for the routes of the participation: one CPTS, its MKs, the accounts that act.

use droit::acces::{Acteur, Role};
use droit::decision::Statut;
use droit::declaration::{Adhesion, QualiteMembre};
use droit::identifiant::{CptsId, LieuId, PraticienId, rpps_de_demonstration};
use entrepot::praticien::{NouveauLieu, NouveauPraticien};
use entrepot::{Echec, cpts, praticien};
use jiff::civil::date;

use crate::banc::{Banc, Porteur, Rendu, acteur};

pub const CPTS: CptsId = CptsId::new(1);

/// The bench, its CPTS and the sessions of a coordination and of an agent of its ARS.
pub struct Terrain {
    pub banc: Banc,
    pub coordination: Porteur,
    pub ars: Porteur,
}

pub fn mk(rang: u32) -> PraticienId {
    PraticienId::new(1 + u128::from(rang))
}

impl Terrain {
    /// A CPTS of the Loiret with these members, all titulaires at Orléans.
    pub fn new(nom: &str, membres: u32) -> Self {
        Self::sur(Banc::new(nom), membres)
    }

    /// The same on this bench.
    pub fn sur(banc: Banc, membres: u32) -> Self {
        inscrire_la_cpts(&banc);
        for rang in 0..membres {
            inscrire(&banc, rang, Statut::Titulaire, "45");
        }
        let coordination = banc.session(banc.compte("cpts", acteur(Role::CoordinationCpts)));
        let ars = banc.session(banc.compte("ars", acteur(Role::AgentArs)));
        Self { banc, coordination, ars }
    }

    /// Another account of this actor, signed in.
    pub fn entrer(&self, login: &str, acteur: Acteur) -> Porteur {
        self.banc.session(self.banc.compte(login, acteur))
    }

    /// Files the declarations of these members through the pages; gives their addresses, in order.
    pub async fn declarer(&self, rangs: &[u32]) -> Vec<String> {
        let coches: String = rangs.iter().map(|rang| format!("praticien={}&", mk(*rang))).collect();
        let fait = self.poster("/declarer", &format!("{coches}attestation=oui&geste=deposer")).await;
        adresses(&fait)
    }

    async fn poster(&self, adresse: &str, corps: &str) -> Rendu {
        self.banc.poster(adresse, &self.coordination, corps).await
    }
}

/// Every address of a declaration in a page, once, in order.
pub fn adresses(rendu: &Rendu) -> Vec<String> {
    let mut vues: Vec<String> = Vec::new();
    for morceau in rendu.corps.split("href=\"").skip(1) {
        let adresse = morceau.split('"').next().unwrap();
        if adresse.starts_with("/declarations/") && !vues.iter().any(|vue| vue == adresse) {
            vues.push(adresse.to_owned());
        }
    }
    vues
}

/// The CPTS of the Loiret.
pub fn inscrire_la_cpts(banc: &Banc) {
    let maintenant = banc.maintenant();
    banc.app
        .entrepot
        .ecrire_ici(move |tx| {
            cpts::inscrire(tx, CPTS, "CPTS de l’Essai", &["45".parse().unwrap()], "systeme", maintenant);
            Ok::<(), Echec>(())
        })
        .unwrap();
}

/// An MK of the CPTS with his place of practice.
pub fn inscrire(banc: &Banc, rang: u32, statut: Statut, departement: &str) {
    let (maintenant, du) = (banc.maintenant(), date(2025, 9, 1));
    let departement = departement.parse().unwrap();
    banc.app
        .entrepot
        .ecrire_ici(move |tx| {
            let nouveau = NouveauPraticien {
                id: mk(rang),
                rpps: rpps_de_demonstration(rang),
                nom: format!("Éssai{rang:03}"),
                prenom: "Camille".to_owned(),
                statut,
                inscrit_le: maintenant,
            };
            praticien::inscrire(tx, &nouveau, "systeme");
            let lieu = NouveauLieu {
                id: LieuId::new(1 + u128::from(rang)),
                praticien: mk(rang),
                departement,
                principal: true,
                adresse: "1 rue de l’Essai".to_owned(),
                code_postal: "45000".to_owned(),
                commune: "Orléans".to_owned(),
                numero_am: None,
                du,
                au: None,
            };
            praticien::ajouter_lieu(tx, &lieu, "systeme", maintenant);
            let adhesion = Adhesion { qualite: QualiteMembre::Adherent, du, au: None };
            praticien::adherer(tx, mk(rang), CPTS, &adhesion, "systeme", maintenant);
            Ok::<(), Echec>(())
        })
        .unwrap();
}
