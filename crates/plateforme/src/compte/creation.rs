//! A new account: by the administrator on screen, by the command line, by the demo.

use droit::acces::{Acteur, Role};
use droit::identifiant::{CompteId, NumeroRpps};
use entrepot::compte::{self, Compte, EtatCompte};
use entrepot::journal::Entree;
use entrepot::{Echec, Entrepot, Tx};

use super::rattacher;
use crate::alea::Alea;
use crate::connexion::MotDePasse;
use crate::echec::Failure;
use crate::gabarits::Erreurs;
use crate::horloge::Horloge;

/// The account asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demande {
    /// What will be typed to sign in.
    pub login: String,
    /// The name shown to its owner.
    pub nom: String,
    /// In which capacity it acts.
    pub acteur: Acteur,
    /// The number of a doctor, by which Pro Santé Connect finds his account.
    pub rpps: Option<NumeroRpps>,
}

impl Demande {
    /// The account asked for by these words, or all that is wrong with them.
    pub fn lire(login: &str, nom: &str, role: &str, rattachement: &str) -> Result<Self, Erreurs> {
        let mut erreurs = Erreurs::default();
        let login = erreurs.noter("login", lire_login(login));
        let nom = erreurs.noter("nom", lire_nom(nom));
        let role = Role::depuis_code(role).ok_or("choisissez un rôle");
        let acteur = erreurs.noter("role", role).and_then(|role| {
            let acteur = rattacher(role, rattachement);
            erreurs.noter("rattachement", acteur)
        });
        match (login, nom, acteur) {
            (Some(login), Some(nom), Some(acteur)) => Ok(Self { login, nom, acteur, rpps: None }),
            _ => Err(erreurs),
        }
    }
}

fn lire_login(saisie: &str) -> Result<String, &'static str> {
    let login = saisie.trim().to_lowercase();
    let signe = |c: char| c.is_ascii_alphanumeric() || ".-_@".contains(c);
    if (3..=80).contains(&login.len()) && login.chars().all(signe) {
        Ok(login)
    } else {
        Err("choisissez de 3 à 80 lettres sans accent, chiffres, points, tirets ou @")
    }
}

fn lire_nom(saisie: &str) -> Result<String, &'static str> {
    let nom = saisie.trim();
    if (1..=80).contains(&nom.chars().count()) {
        Ok(nom.to_owned())
    } else {
        Err("indiquez un nom de 80 signes au plus")
    }
}

/// The account asked for, under its key, with this password.
///
/// # Errors
/// When the password cannot be hashed.
pub async fn preparer(
    (horloge, alea): (&Horloge, &Alea),
    demande: Demande,
    mot_de_passe: MotDePasse,
) -> Result<Compte, Failure> {
    let maintenant = horloge.maintenant();
    let hachage = {
        let alea = alea.clone();
        tokio::task::spawn_blocking(move || mot_de_passe.hacher(&alea)).await.map_err(Failure::interne)??
    };
    Ok(Compte {
        id: CompteId::new(alea.uuid(maintenant).as_u128()),
        login: demande.login,
        nom: demande.nom,
        mot_de_passe: hachage,
        acteur: demande.acteur,
        etat: EtatCompte::Actif,
        second_facteur: None,
        cree_le: maintenant,
    })
}

/// Leaves an account and its line of journal for the flush.
pub fn inscrire(tx: &mut Tx, nouveau: &Compte, acteur: &str) {
    compte::inserer(tx, nouveau);
    tx.tracer(Entree::new(nouveau.cree_le, acteur, "compte.creer", format!("compte/{}", nouveau.id)));
}

/// Two accounts of one number: neither would open.
pub const DEJA_PORTE: &str =
    "un compte de médecin porte déjà ce numéro RPPS : suspendez-le ou servez-vous-en";

/// Creates the account with this password, or says that its login or its number is taken.
///
/// # Errors
/// When its login or its number is taken, or the base fails.
pub async fn creer(
    entrepot: &Entrepot,
    portes: (&Horloge, &Alea),
    demande: Demande,
    mot_de_passe: MotDePasse,
    acteur: &str,
) -> Result<CompteId, Failure> {
    let rpps = demande.rpps.clone();
    let nouveau = preparer(portes, demande, mot_de_passe).await?;
    let (id, acteur) = (nouveau.id, acteur.to_owned());
    let ecriture = entrepot.ecrire(move |tx| {
        inscrire(tx, &nouveau, &acteur);
        if let Some(rpps) = &rpps {
            if !compte::du_medecin(tx, rpps)?.is_empty() {
                return Err(Echec::Conflit);
            }
            compte::noter_rpps(tx, nouveau.id, rpps);
        }
        Ok(())
    });
    match ecriture.await {
        Err(Echec::Conflit) => Err(Failure::champ("rattachement", DEJA_PORTE)),
        Err(Echec::Doublon { .. }) => {
            Err(Failure::champ("login", "cet identifiant est déjà pris : choisissez-en un autre"))
        }
        autre => autre.map(|()| id).map_err(Failure::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toutes_les_erreurs_sont_dites_a_la_fois() {
        let erreurs = Demande::lire("é", "", "roi", "").unwrap_err();
        assert!(["login", "nom", "role"].iter().all(|champ| erreurs.de(champ).is_some()));
        let erreurs = Demande::lire("agent", "Agent", "agent-ars", "").unwrap_err();
        assert!(erreurs.de("rattachement").is_some());
    }

    #[test]
    fn le_login_ne_distingue_pas_les_majuscules() {
        let demande = Demande::lire(" Agent.ARS ", "Agent", "agent-ars", "45").unwrap();
        assert_eq!(demande.login, "agent.ars");
    }
}
