//! One account per role, with a password and an API token told to whoever started the demo.

use droit::acces::{Acteur, Role};
use droit::identifiant::{CodeDepartement, CompteId};
use entrepot::compte::{self, Compte, EtatCompte};
use entrepot::jeton::{self, Creation};
use entrepot::journal::Entree;
use entrepot::{Echec, Entrepot};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::lieux::CPTS;
use super::reperes::Reperes;
use super::territoire::Territoire;
use crate::alea::Alea;
use crate::connexion::{MotDePasse, Secret};
use crate::echec::Failure;
use crate::serveur::Portee;

/// A token of the demo ends after this long.
const DUREE: SignedDuration = SignedDuration::from_hours(24 * 365);

/// What opens one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifiant {
    /// Code of the role.
    pub role: String,
    /// The name shown.
    pub nom: String,
    /// What to type to sign in.
    pub identifiant: String,
    /// The password.
    pub mot_de_passe: String,
    /// The API token.
    pub jeton: String,
}

/// Creates the accounts and says what opens them; those of the other coordinations exist, suspended.
pub fn creer(
    entrepot: &Entrepot,
    alea: &Alea,
    (territoire, reperes): (&Territoire, &Reperes),
    departement: CodeDepartement,
    maintenant: Timestamp,
) -> Result<Vec<Identifiant>, Failure> {
    let mot_de_passe = MotDePasse::tirer(alea);
    let mut ouverts = Vec::new();
    let mut lignes = Vec::new();
    for (acteur, login, nom) in roles(territoire, reperes, departement) {
        let secret = Secret::tirer(alea);
        let compte = Compte {
            id: identifiant(&acteur, reperes, alea, maintenant),
            login: login.to_owned(),
            nom: nom.clone(),
            mot_de_passe: mot_de_passe.hacher(alea)?,
            acteur,
            etat: EtatCompte::Actif,
            second_facteur: None,
            cree_le: maintenant,
        };
        ouverts.push(Identifiant {
            role: compte.acteur.role().code().to_owned(),
            nom,
            identifiant: login.to_owned(),
            mot_de_passe: mot_de_passe.reveler().to_owned(),
            jeton: secret.en_jeton(),
        });
        let jeton = jeton(&compte, &secret, alea, maintenant)?;
        lignes.push((compte, Some(jeton)));
    }
    lignes.extend(autres_coordinations(reperes, maintenant).map(|compte| (compte, None)));
    let rpps_du_medecin = territoire.medecins.first().map(|medecin| medecin.rpps.clone());
    entrepot.ecrire_ici(move |tx| {
        for (compte, jeton) in &lignes {
            compte::inserer(tx, compte);
            if let Some(jeton) = jeton {
                jeton::creer(tx, jeton);
            }
            if let (Role::Medecin, Some(rpps)) = (compte.acteur.role(), &rpps_du_medecin) {
                compte::noter_rpps(tx, compte.id, rpps);
            }
            let sujet = format!("compte/{}", compte.id);
            tx.tracer(Entree::new(maintenant, "systeme", "compte.creer", sujet));
        }
        Ok::<(), Echec>(())
    })?;
    Ok(ouverts)
}

fn roles(
    territoire: &Territoire,
    reperes: &Reperes,
    departement: CodeDepartement,
) -> Vec<(Acteur, &'static str, String)> {
    let praticien = territoire.praticiens.first().map(|p| format!("{} {}", p.prenom, p.nom));
    let medecin = territoire.medecins.first().map(|m| format!("Dr {} {}", m.prenom, m.nom));
    let mut roles = Vec::with_capacity(7);
    if let Some((praticien, nom)) = reperes.praticiens.first().copied().zip(praticien) {
        roles.push((Acteur::Mk { praticien }, "mk.demo", nom));
    }
    if let Some((cpts, lieu)) = reperes.cpts.first().copied().zip(CPTS.first()) {
        let nom = format!("Coordination {}", lieu.nom);
        roles.push((Acteur::CoordinationCpts { cpts }, "cpts.demo", nom));
    }
    if let Some((praticien, nom)) = reperes.medecins.first().copied().zip(medecin) {
        roles.push((Acteur::Medecin { praticien }, "medecin.demo", nom));
    }
    let departements = vec![departement];
    roles.push((Acteur::AgentArs { departements }, "ars.demo", "Agent de l’ARS".to_owned()));
    roles.push((Acteur::AgentCpam { departement }, "cpam.demo", "Agent de la CPAM".to_owned()));
    roles.push((Acteur::MembreComite { departement }, "comite.demo", "Membre du comité de suivi".to_owned()));
    roles.push((Acteur::Administrateur, "admin.demo", "Administrateur".to_owned()));
    roles
}

/// The accounts that acted in the demo's past are those of its present.
fn identifiant(acteur: &Acteur, reperes: &Reperes, alea: &Alea, maintenant: Timestamp) -> CompteId {
    let connu = match acteur {
        Acteur::AgentArs { .. } => Some(reperes.ars),
        Acteur::CoordinationCpts { .. } => reperes.coordinations.first().copied(),
        _ => None,
    };
    connu.unwrap_or_else(|| CompteId::new(alea.uuid(maintenant).as_u128()))
}

fn autres_coordinations(reperes: &Reperes, maintenant: Timestamp) -> impl Iterator<Item = Compte> {
    let paires = reperes.coordinations.iter().zip(&reperes.cpts).zip(&CPTS).enumerate().skip(1);
    paires.map(move |(rang, ((id, cpts), lieu))| Compte {
        id: *id,
        login: format!("cpts{}.demo", rang + 1),
        nom: format!("Coordination {}", lieu.nom),
        mot_de_passe: String::new(),
        acteur: Acteur::CoordinationCpts { cpts: *cpts },
        etat: EtatCompte::Suspendu,
        second_facteur: None,
        cree_le: maintenant,
    })
}

fn jeton(compte: &Compte, secret: &Secret, alea: &Alea, maintenant: Timestamp) -> Result<Creation, Failure> {
    let portees = portees(compte.acteur.role()).iter().map(|portee| portee.code());
    Ok(Creation {
        id: alea.uuid(maintenant),
        empreinte: secret.empreinte(),
        compte: compte.id,
        nom: "Démonstration".to_owned(),
        portees: portees.collect::<Vec<_>>().join(" "),
        cree_le: maintenant,
        expire_le: maintenant.checked_add(DUREE).map_err(Failure::interne)?,
    })
}

fn portees(role: Role) -> &'static [Portee] {
    match role {
        Role::Mk => {
            &[Portee::EpisodesLire, Portee::EpisodesEcrire, Portee::DeclarationsLire, Portee::SuiviLire]
        }
        Role::CoordinationCpts | Role::AgentArs => {
            &[Portee::DeclarationsLire, Portee::DeclarationsEcrire, Portee::SuiviLire]
        }
        Role::Medecin => &[Portee::EpisodesLire],
        Role::AgentCpam | Role::MembreComite => &[Portee::DeclarationsLire, Portee::SuiviLire],
        Role::Administrateur => &[],
    }
}
