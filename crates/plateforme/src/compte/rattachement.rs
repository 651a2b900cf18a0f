//! What a role is tied to: a practitioner, a CPTS, one or several departments, or nothing.

use droit::acces::{Acteur, Role};
use droit::identifiant::{CodeDepartement, NumeroRpps, PraticienId};
use droit::reglement::Reglement;
use entrepot::{Entrepot, cpts, praticien};

use crate::alea::Alea;
use crate::echec::Failure;
use crate::horloge::Horloge;
use crate::serveur::App;

/// What a role is called on screen.
pub fn libelle_du_role(role: Role) -> &'static str {
    match role {
        Role::Mk => "Masseur-kinésithérapeute",
        Role::CoordinationCpts => "Coordination de CPTS",
        Role::Medecin => "Médecin",
        Role::AgentArs => "Agent de l’ARS",
        Role::AgentCpam => "Agent de la CPAM",
        Role::MembreComite => "Membre du comité de suivi",
        Role::Administrateur => "Administrateur",
    }
}

/// What an account is tied to, by its name.
pub async fn nommer(app: &App, acteur: &Acteur) -> Result<String, Failure> {
    match acteur {
        Acteur::Medecin { .. } => Ok("Lui-même, sans accès aux patients".to_owned()),
        Acteur::Mk { praticien } => {
            let id = *praticien;
            let praticien = app.entrepot.lire(move |tx| praticien::charger(tx, id)).await?;
            Ok(praticien.map_or_else(
                || "Ses propres patients".to_owned(),
                |p| format!("{} {}, RPPS {}", p.prenom, p.nom, p.rpps),
            ))
        }
        Acteur::CoordinationCpts { cpts } => {
            let id = *cpts;
            let cpts = app.entrepot.lire(move |tx| cpts::charger(tx, id)).await?;
            Ok(cpts.map_or_else(|| "CPTS retirée du répertoire".to_owned(), |cpts| cpts.nom))
        }
        Acteur::AgentArs { departements } => Ok(lieux(app.reglement, departements)),
        Acteur::AgentCpam { departement } | Acteur::MembreComite { departement } => {
            Ok(lieux(app.reglement, &[*departement]))
        }
        Acteur::Administrateur => Ok("Toute l’installation, sans accès aux patients".to_owned()),
    }
}

/// « Loiret (45), Eure-et-Loir (28) ».
fn lieux(reglement: &Reglement, codes: &[CodeDepartement]) -> String {
    let nom = |code: &CodeDepartement| match reglement.departement(*code) {
        Some(departement) => format!("{} ({code})", departement.nom),
        None => code.to_string(),
    };
    codes.iter().map(nom).collect::<Vec<_>>().join(", ")
}

/// The number of the doctor for whom an account is asked, as typed.
pub fn rpps_du_medecin(role: &str, saisie: &str) -> Option<NumeroRpps> {
    saisie.parse().ok().filter(|_| Role::depuis_code(role) == Some(Role::Medecin))
}

/// What an administrator types, as an identifier: the RPPS number of an MK, the name of a CPTS, the RPPS number of a doctor
/// (nothing is on file of him: a key is drawn). Anything else is left as it is, for [`rattacher`] to judge.
pub async fn retrouver(
    entrepot: &Entrepot,
    (horloge, alea): (&Horloge, &Alea),
    role: &str,
    saisie: &str,
) -> Result<String, Failure> {
    if rpps_du_medecin(role, saisie).is_some() {
        let cle = PraticienId::new(alea.uuid(horloge.maintenant()).as_u128());
        return Ok(cle.to_string());
    }
    let trouve = match Role::depuis_code(role) {
        Some(Role::Mk) => match saisie.parse::<NumeroRpps>() {
            Ok(rpps) => {
                let praticien = entrepot.lire(move |tx| praticien::par_rpps(tx, &rpps)).await?;
                praticien.map(|praticien| praticien.id.to_string())
            }
            Err(_) => None,
        },
        Some(Role::CoordinationCpts) => cpts_nommee(entrepot, saisie).await?,
        _ => None,
    };
    Ok(trouve.unwrap_or_else(|| saisie.to_owned()))
}

/// The CPTS of this name, accents, case and small words aside.
async fn cpts_nommee(entrepot: &Entrepot, nom: &str) -> Result<Option<String>, Failure> {
    let nom = nom.to_owned();
    let nommee = entrepot.lire(move |tx| cpts::nommee(tx, &nom)).await?;
    Ok(nommee.map(|cpts| cpts.id.to_string()))
}

/// The number is nobody's, or nothing is written.
const MK_INCONNU: &str = "aucun kinésithérapeute enregistré n’a ce numéro RPPS : vérifiez-le, ou enregistrez-le d’abord (page « Kinésithérapeutes »)";
/// Not a number, or nothing is written.
const MEDECIN_SANS_NUMERO: &str = "indiquez le numéro RPPS du médecin : onze chiffres";
/// The name is nobody's, or nothing is written.
const CPTS_INCONNUE: &str =
    "aucune CPTS de ce nom n’est enregistrée : vérifiez-le, ou enregistrez-la d’abord (page « CPTS »)";

/// The actor of a role and of what it is tied to, as typed; the error says what to type instead.
pub fn rattacher(role: Role, saisie: &str) -> Result<Acteur, String> {
    let saisie = saisie.trim();
    let departements = || -> Result<Vec<CodeDepartement>, String> {
        let codes = saisie.split([' ', ',', ';']).filter(|code| !code.is_empty());
        codes.map(|code| code.parse().map_err(|cause| format!("{cause}"))).collect()
    };
    let unique = || match departements()?.as_slice() {
        [departement] => Ok(*departement),
        _ => Err("indiquez un seul département (exemple : 45)".to_owned()),
    };
    Ok(match role {
        Role::Mk => {
            let inconnu = |_| MK_INCONNU.to_owned();
            Acteur::Mk { praticien: saisie.parse().map_err(inconnu)? }
        }
        Role::Medecin => {
            let inconnu = |_| MEDECIN_SANS_NUMERO.to_owned();
            Acteur::Medecin { praticien: saisie.parse().map_err(inconnu)? }
        }
        Role::CoordinationCpts => {
            let inconnue = |_| CPTS_INCONNUE.to_owned();
            Acteur::CoordinationCpts { cpts: saisie.parse().map_err(inconnue)? }
        }
        Role::AgentCpam => Acteur::AgentCpam { departement: unique()? },
        Role::MembreComite => Acteur::MembreComite { departement: unique()? },
        Role::AgentArs => match departements()? {
            codes if codes.is_empty() => {
                return Err("indiquez au moins un département (exemple : 45)".to_owned());
            }
            departements => Acteur::AgentArs { departements },
        },
        Role::Administrateur if saisie.is_empty() => Acteur::Administrateur,
        Role::Administrateur => {
            return Err("un administrateur n’est rattaché à rien : laissez vide".to_owned());
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_role_ne_va_pas_sans_son_rattachement() {
        for role in Role::TOUS {
            let vide = rattacher(*role, "");
            assert_eq!(vide.is_ok(), *role == Role::Administrateur, "{role:?}");
        }
    }

    #[test]
    fn un_agent_de_l_ars_peut_avoir_plusieurs_departements() {
        let acteur = rattacher(Role::AgentArs, "45, 28 18").unwrap();
        let Acteur::AgentArs { departements } = acteur else { panic!("{acteur:?}") };
        let reglement = Reglement::embarque().unwrap();
        assert_eq!(lieux(reglement, &departements), "Loiret (45), Eure-et-Loir (28), Cher (18)");
        assert!(rattacher(Role::AgentCpam, "45 28").is_err());
        assert!(rattacher(Role::AgentArs, "20").is_err());
    }
}
