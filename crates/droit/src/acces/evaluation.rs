//! Who writes and reads the annual reports: whoever reads the figures reads them once they are signed.

use super::{Acteur, Invisible, lire_indicateurs};
use crate::evaluation::{EtatRapport, Rapport, SujetRapport};
use crate::identifiant::CodeDepartement;

/// May the actor write, sign and correct this report: the ARS for its departments and their CPTS, a CPTS for itself.
///
/// # Errors
/// When it is not his to write.
pub fn rediger_rapport(
    acteur: &Acteur,
    sujet: SujetRapport,
    territoire: &[CodeDepartement],
) -> Result<(), Invisible> {
    let sien = match (acteur, sujet) {
        (Acteur::AgentArs { departements }, SujetRapport::Departement(code)) => departements.contains(&code),
        (Acteur::AgentArs { departements }, SujetRapport::Cpts(_)) => {
            territoire.iter().any(|code| departements.contains(code))
        }
        (Acteur::CoordinationCpts { cpts }, SujetRapport::Cpts(id)) => *cpts == id,
        _ => false,
    };
    if sien { Ok(()) } else { Err(Invisible) }
}

/// May the visitor read this version: whoever sees the figures once it is signed, whoever writes it before.
///
/// # Errors
/// When it is not for him.
pub fn lire_rapport(
    acteur: Option<&Acteur>,
    rapport: &Rapport,
    territoire: &[CodeDepartement],
) -> Result<(), Invisible> {
    if acteur.is_some_and(|acteur| rediger_rapport(acteur, rapport.sujet, territoire).is_ok()) {
        return Ok(());
    }
    match rapport.etat {
        EtatRapport::Signe(_) => lire_indicateurs(acteur, &rapport.sujet.perimetre(), territoire).map(drop),
        EtatRapport::Brouillon => Err(Invisible),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::Signature;
    use crate::identifiant::{CptsId, PraticienId, RapportId};
    use crate::indicateur::{Perimetre, Periode};

    const CPTS: CptsId = CptsId::new(1);
    const MK: PraticienId = PraticienId::new(1);

    fn code(code: &str) -> CodeDepartement {
        code.parse().unwrap()
    }

    fn visiteurs() -> Vec<(&'static str, Option<Acteur>)> {
        let ars = |departement| Acteur::AgentArs { departements: vec![code(departement)] };
        vec![
            ("public", None),
            ("mk", Some(Acteur::Mk { praticien: MK })),
            ("mk autre", Some(Acteur::Mk { praticien: PraticienId::new(2) })),
            ("cpts", Some(Acteur::CoordinationCpts { cpts: CPTS })),
            ("cpts autre", Some(Acteur::CoordinationCpts { cpts: CptsId::new(2) })),
            ("medecin", Some(Acteur::Medecin { praticien: MK })),
            ("ars", Some(ars("45"))),
            ("ars autre", Some(ars("83"))),
            ("cpam", Some(Acteur::AgentCpam { departement: code("45") })),
            ("comite", Some(Acteur::MembreComite { departement: code("45") })),
            ("comite autre", Some(Acteur::MembreComite { departement: code("83") })),
            ("admin", Some(Acteur::Administrateur)),
        ]
    }

    fn rapport(sujet: SujetRapport, etat: EtatRapport) -> Rapport {
        Rapport { etat, ..Rapport::nouveau(RapportId::new(1), sujet, Periode::Annee(2025)) }
    }

    /// Columns: figures (country, department, CPTS, MK), write (department, CPTS), read a draft, then a signed one (both).
    fn ligne(acteur: Option<&Acteur>) -> String {
        let territoire = [code("45")];
        let (departement, cpts) = (SujetRapport::Departement(code("45")), SujetRapport::Cpts(CPTS));
        let signature = || {
            EtatRapport::Signe(Signature {
                nom: "Camille Fictive".parse().unwrap(),
                qualite: "Directrice".parse().unwrap(),
                le: jiff::civil::date(2026, 2, 2),
            })
        };
        let voir = |perimetre| lire_indicateurs(acteur, &perimetre, &territoire).is_ok();
        let rediger =
            |sujet| acteur.is_some_and(|acteur| rediger_rapport(acteur, sujet, &territoire).is_ok());
        let lire = |sujet, etat| lire_rapport(acteur, &rapport(sujet, etat), &territoire).is_ok();
        [
            voir(Perimetre::Pays),
            voir(Perimetre::Departement(code("83"))),
            voir(Perimetre::Cpts(CPTS)),
            voir(Perimetre::Praticien(MK)),
            rediger(departement),
            rediger(cpts),
            lire(departement, EtatRapport::Brouillon),
            lire(cpts, EtatRapport::Brouillon),
            lire(departement, signature()),
            lire(cpts, signature()),
        ]
        .map(|oui| if oui { 'o' } else { '.' })
        .iter()
        .collect()
    }

    const ATTENDU: &str = "\
public       | oo......o.
mk           | oo.o....o.
mk autre     | oo......o.
cpts         | ooo..o.ooo
cpts autre   | oo......o.
medecin      | oo......o.
ars          | ooo.oooooo
ars autre    | oo......o.
cpam         | ooo.....oo
comite       | ooo.....oo
comite autre | oo......o.
admin        | oo......o.
";

    #[test]
    fn la_matrice_des_chiffres_et_des_rapports() {
        let trouve: String = visiteurs()
            .iter()
            .map(|(nom, acteur)| format!("{nom:<12} | {}\n", ligne(acteur.as_ref())))
            .collect();
        assert_eq!(trouve, ATTENDU);
    }
}
