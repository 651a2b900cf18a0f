//! The titles under which the facts of a dossier are found: those the administrator gave for a department, then the usual ones.

use droit::identifiant::CodeDepartement;
use entrepot::demarche::Reglage;
use formats::demarche::{Cle, Correspondance};

/// The table of a department.
pub fn correspondance(reglages: &[Reglage], departement: CodeDepartement) -> Correspondance {
    let usuelle = Correspondance::usuelle();
    let propres = reglages.iter().find(|reglage| reglage.departement == departement);
    // What is on file was read before it was kept.
    match propres.and_then(|reglage| Correspondance::lire(&reglage.titres).ok()) {
        Some(propres) => usuelle.avec(propres),
        None => usuelle,
    }
}

/// The titles of a fact in the table of a department, as they were typed.
pub fn de(titres: &str, cle: Cle) -> &str {
    let code = code(cle);
    let lignes = titres.lines().filter_map(|ligne| ligne.split_once('='));
    lignes.into_iter().find(|(nom, _)| nom.trim() == code).map_or("", |(_, titres)| titres.trim())
}

/// The spelling of a fact in the table.
pub fn code(cle: Cle) -> &'static str {
    Cle::TOUTES.iter().find(|(autre, _)| *autre == cle).map_or("", |(_, code)| *code)
}

/// The table as it is kept: one line per fact that has titles of its own.
pub fn table(de: impl Fn(&'static str) -> String) -> String {
    let propres = Cle::TOUTES.iter().map(|(_, code)| (*code, sur_une_ligne(&de(code))));
    propres
        .filter(|(_, titres)| !titres.is_empty())
        .map(|(code, titres)| format!("{code} = {titres}\n"))
        .collect()
}

fn sur_une_ligne(titres: &str) -> String {
    titres.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn les_titres_propres_passent_avant_les_usuels_et_se_relisent() {
        let titres = table(|code| match code {
            "rpps" => "Quel est votre\nRPPS ? | Numéro".to_owned(),
            _ => String::new(),
        });
        assert_eq!(titres, "rpps = Quel est votre RPPS ? | Numéro\n");
        assert_eq!(de(&titres, Cle::Rpps), "Quel est votre RPPS ? | Numéro");
        assert_eq!(de(&titres, Cle::Nom), "");
        let loiret: CodeDepartement = "45".parse().unwrap();
        let reglage = Reglage { titres, ..Reglage::absent(loiret) };
        let table = correspondance(&[reglage], loiret);
        let noms: Vec<String> = ["RPPS", "Nom", "quel est votre rpps ?"].map(str::to_owned).to_vec();
        assert_eq!(table.place(Cle::Rpps, &noms), Some(2));
        assert_eq!(table.place(Cle::Nom, &noms), Some(1));
    }
}
