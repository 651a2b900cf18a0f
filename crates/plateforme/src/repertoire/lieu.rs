//! The address of a place of practice, as typed: its postcode, its commune and its department say the same place.

use std::fmt;

use droit::identifiant::{CodeDepartement, LieuId, NumeroAm, PraticienId};
use entrepot::praticien::NouveauLieu;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::gabarits::{Champ, Erreurs};
use crate::publication::commune::{Commune, chercher, du_departement};
use crate::saisie::Champs;

/// Where a place is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adresse {
    /// Street.
    pub voie: String,
    /// Postcode.
    pub code_postal: String,
    /// Commune.
    pub commune: String,
    /// Department.
    pub departement: CodeDepartement,
}

/// What an address lacks to be a place of practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exercice {
    /// Key drawn by the caller.
    pub id: LieuId,
    /// The MK.
    pub praticien: PraticienId,
    /// Is it the main one.
    pub principal: bool,
    /// Number of the Assurance Maladie for this place.
    pub numero_am: Option<NumeroAm>,
    /// First day.
    pub du: Date,
}

impl Adresse {
    /// The address typed in the fields whose names end so, or all that is wrong with it.
    pub fn lire(champs: &Champs, suffixe: &str, erreurs: &mut Erreurs) -> Option<Self> {
        let champ = |nom: &str| format!("{nom}{suffixe}");
        let mut mots = |nom: &str, manque: &str| {
            let valeur = champs.un(&champ(nom));
            let juste = !valeur.is_empty() && valeur.chars().count() <= 120;
            erreurs.noter(&champ(nom), juste.then(|| valeur.to_owned()).ok_or(manque))
        };
        let voie = mots("adresse", "Écrivez la voie, en 120 signes au plus.");
        let commune = mots("commune", "Écrivez la commune.");
        let code = champs.un(&champ("code_postal"));
        let cinq = code.len() == 5 && code.bytes().all(|octet| octet.is_ascii_digit());
        let code_postal = cinq.then(|| code.to_owned()).ok_or("Un code postal a cinq chiffres.");
        let code_postal = erreurs.noter(&champ("code_postal"), code_postal);
        let departement = champs.un(&champ("departement")).parse::<CodeDepartement>();
        let departement = erreurs.noter(&champ("departement"), departement);
        let lue =
            Self { voie: voie?, code_postal: code_postal?, commune: commune?, departement: departement? };
        erreurs.noter(&champ("code_postal"), lue.verifier())?;
        Some(lue)
    }

    /// As a place of practice.
    pub fn en_lieu(self, exercice: Exercice) -> NouveauLieu {
        NouveauLieu {
            id: exercice.id,
            praticien: exercice.praticien,
            departement: self.departement,
            principal: exercice.principal,
            adresse: self.voie,
            code_postal: self.code_postal,
            commune: self.commune,
            numero_am: exercice.numero_am,
            du: exercice.du,
            au: None,
        }
    }

    /// A postcode begins with its department, but for the few communes that another one delivers. It is refused when the
    /// communes known here say where it is, and that it is not there.
    fn verifier(&self) -> Result<(), Ailleurs> {
        if commence_comme(&self.code_postal, self.departement) {
            return Ok(());
        }
        let de_ce_code = chercher(&self.code_postal);
        if de_ce_code.iter().any(|commune| commune.departement == self.departement) {
            return Ok(());
        }
        let nommees = chercher(&self.commune);
        let sienne = de_ce_code.iter().copied().find(|commune| nommees.contains(commune));
        let tout_est_connu = du_departement(self.departement).next().is_some();
        if sienne.is_none() && !tout_est_connu {
            return Ok(());
        }
        Err(Ailleurs { code_postal: self.code_postal.clone(), departement: self.departement, sienne })
    }
}

/// Does the postcode begin as those of the department: both of Corsica begin with 20, those overseas with three digits.
fn commence_comme(code_postal: &str, departement: CodeDepartement) -> bool {
    match departement.as_str() {
        "2A" | "2B" => code_postal.starts_with("20"),
        code => code_postal.starts_with(code),
    }
}

/// The postcode is not in the department.
#[derive(Clone, Debug, PartialEq)]
struct Ailleurs {
    code_postal: String,
    departement: CodeDepartement,
    /// The commune of this name and postcode.
    sienne: Option<&'static Commune>,
}

impl fmt::Display for Ailleurs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Le code postal {}", self.code_postal)?;
        if let Some(commune) = self.sienne {
            write!(f, " ({}, département {})", commune.nom, commune.departement)?;
        }
        write!(f, " n’est pas dans le département {} : corrigez l’un des deux.", self.departement)
    }
}

/// The fields of an address, their names ending so.
pub fn champs_d_adresse(champs: &Champs, suffixe: &str, erreurs: &Erreurs) -> Markup {
    let ligne = |nom: &str, libelle, aide| {
        let nom = format!("{nom}{suffixe}");
        Champ::texte(&nom, libelle).aide(aide).valeur(champs.un(&nom)).erreurs(erreurs).rendre()
    };
    html! {
        (ligne("adresse", "Numéro et voie", ""))
        (ligne("code_postal", "Code postal", ""))
        (ligne("commune", "Commune", ""))
        (ligne("departement", "Département", "Par exemple 45 ou 2B."))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn lire(code_postal: &str, commune: &str, departement: &str) -> Result<Adresse, String> {
        let valeurs = [
            ("adresse", "1 rue de l’Essai"),
            ("code_postal", code_postal),
            ("commune", commune),
            ("departement", departement),
        ];
        let champs = valeurs.map(|(nom, valeur)| (nom.to_owned(), valeur.to_owned())).to_vec();
        let mut erreurs = Erreurs::default();
        let lue = Adresse::lire(&Champs::new(champs), "", &mut erreurs);
        lue.ok_or_else(|| erreurs.de("code_postal").unwrap_or("autre champ").to_owned())
    }

    #[rstest]
    #[case::simple("45000", "Orléans", "45")]
    #[case::cedex("45067", "Orléans Cedex 2", "45")]
    #[case::corse("20220", "L’Île-Rousse", "2b")]
    #[case::corse_du_sud("20000", "Ajaccio", "2A")]
    #[case::outre_mer("97400", "Saint-Denis", "974")]
    #[case::commune_desservie_par_le_voisin("13780", "Riboux", "83")]
    #[case::departement_dont_rien_n_est_connu("28200", "Commune de l’Essai", "41")]
    fn une_adresse_coherente_passe(
        #[case] code_postal: &str,
        #[case] commune: &str,
        #[case] departement: &str,
    ) {
        assert_eq!(lire(code_postal, commune, departement).unwrap().code_postal, code_postal);
    }

    #[rstest]
    #[case::connu_ailleurs(
        "45000",
        "Orléans",
        "28",
        "45000 (Orléans, département 45) n’est pas dans le département 28"
    )]
    #[case::inconnu_du_departement("75011", "Paris", "45", "75011 n’est pas dans le département 45")]
    #[case::autre_ile("97400", "Saint-Denis", "972", "97400 (Saint-Denis, département 974)")]
    #[case::continent_en_corse("13780", "Riboux", "2B", "13780 (Riboux, département 83)")]
    #[case::quatre_chiffres("4500", "Orléans", "45", "cinq chiffres")]
    fn une_adresse_qui_se_contredit_est_refusee_a_son_champ(
        #[case] code_postal: &str,
        #[case] commune: &str,
        #[case] departement: &str,
        #[case] attendu: &str,
    ) {
        let refus = lire(code_postal, commune, departement).unwrap_err();
        assert!(refus.contains(attendu), "{refus}");
    }
}
