//! The acts of the nomenclature in force on a day, with their price where the care is given.

use droit::decision::ActeNgap;
use droit::identifiant::CodeDepartement;
use droit::reglement::Reglement;
use droit::reglement::ngap::{ActeAccesDirect, NatureActe};
use jiff::civil::Date;

use crate::gabarits::Reponse;

/// The séances that direct access does not exclude, by letter: « RAM 8,11 · 17,92 € · Rachis… ».
pub fn choix(reglement: &Reglement, departement: CodeDepartement, le: Date) -> Vec<Reponse> {
    let nomenclature = reglement.nomenclature();
    let zone = reglement.departement(departement).map(|d| d.zone_de_valeur);
    let permises = nomenclature.lignes_au(le).filter(|ligne| {
        ligne.acte.nature == NatureActe::Seance && ligne.acte.acces_direct != ActeAccesDirect::Exclu
    });
    permises
        .map(|ligne| {
            let acte = ActeNgap { lettre: ligne.lettre.code().to_owned(), coefficient: ligne.coefficient };
            let prix = zone.and_then(|zone| nomenclature.tarif(&acte, zone, le));
            let prix = prix.map(|prix| format!(" · {prix}")).unwrap_or_default();
            let code = format!("{} {}", acte.lettre, acte.coefficient);
            Reponse::new(code, format!("{acte}{prix} · {}", ligne.acte.libelle))
        })
        .collect()
}
