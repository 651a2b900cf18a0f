//! The demonstration's Loiret, generated once, on which starts, memory and pages are measured.

use std::process::Stdio;
use std::time::{Duration, Instant};

use droit::acces::{Acteur, Role};
use entrepot::connexion::{self, Etape, Ouverture};
use entrepot::{Echec, compte};
use jiff::SignedDuration;
use plateforme::alea::Alea;
use plateforme::connexion::Secret;
use plateforme::horloge::Horloge;

use crate::attelage::base::Base;
use crate::attelage::serveur::{Serveur, commande};

/// The base, and what its generation cost.
pub struct Demo {
    pub base: Base,
    pub duree: Duration,
    /// Resident memory of the process that generated it and now serves it.
    pub apres_generation: u64,
    /// Cookie of the MK of the demonstration.
    pub cookie: String,
}

impl Demo {
    pub fn engendrer() -> Self {
        let base = Base::sqlite("mesures-demo");
        let depart = Instant::now();
        let mut verbe = commande(&base.dossier, None);
        verbe.args(["demo", "--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let serveur = Serveur::suivre(verbe).unwrap();
        let duree = depart.elapsed();
        let apres_generation = serveur.memoire("VmRSS");
        serveur.arreter();
        let cookie = ouvrir_session(&base);
        Self { base, duree, apres_generation, cookie }
    }
}

/// A session of the first MK of the demonstration, opened without his password.
fn ouvrir_session(base: &Base) -> String {
    let entrepot = base.ouvrir();
    let comptes = entrepot.lire_ici(|tx| Ok::<_, Echec>(compte::lister(tx, "", 50, 0)?.0)).unwrap();
    let est_mk = |acteur: &Acteur| acteur.role() == Role::Mk;
    let mk = comptes.into_iter().find(|compte| est_mk(&compte.acteur)).unwrap().id;
    let secret = Secret::tirer(&Alea::Systeme);
    let maintenant = Horloge::Systeme.maintenant();
    let ouverture = Ouverture {
        empreinte: secret.empreinte(),
        id: Alea::Systeme.uuid(maintenant),
        compte: mk,
        etape: Etape::Ouverte,
        appareil: "Mesures".to_owned(),
        ouverte_le: maintenant,
        expire_le: maintenant + SignedDuration::from_hours(12),
    };
    let ecrit = entrepot.ecrire_ici(move |tx| {
        connexion::ouvrir(tx, &ouverture);
        Ok::<(), Echec>(())
    });
    ecrit.unwrap();
    format!("acces-direct={}", secret.en_cookie())
}
