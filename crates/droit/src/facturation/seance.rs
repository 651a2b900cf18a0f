//! The séances on the bill: who prescribes, by which right, one known act a day.

use jiff::ToSpan;
use jiff::civil::Date;

use super::dossier::{Canal, Examen};
use super::point::{Point, PointVerifie};
use crate::decision::{Etat, TypeDiagnostic};
use crate::reglement::ActeAccesDirect;
use crate::reglement::ngap::Recherche;

pub(super) fn jour(le: Date) -> String {
    le.strftime("%d/%m/%Y").to_string()
}

/// In direct access the MK writes his own Assurance Maladie number in the prescriber's box; the RPPS is another number.
/// Source: note of the Assurance Maladie, December 2024; the value and its variants come from `reglement/`.
pub(super) fn prescripteur<'r>(cas: &Examen<'_, '_, 'r>) -> PointVerifie<'r> {
    let source = Some(&cas.parametres.prescripteur.au(cas.jour).source);
    let point = |etat, message: String| PointVerifie::nouveau(Point::Prescripteur, etat, message, source);
    if let Canal::Renouvellement { .. } = cas.dossier.canal {
        let message = "Renouvellement : portez le numéro du médecin qui a prescrit, non le vôtre.";
        return point(Etat::Signale, message.to_owned());
    }
    let Some(numero) = &cas.dossier.numero_am else {
        let message = "Le numéro d’Assurance Maladie du lieu d’exercice manque : renseignez-le.";
        return point(Etat::Viole, message.to_owned());
    };
    let porte: Option<String> =
        cas.dossier.prescripteur_porte.as_ref().map(|p| p.chars().filter(|c| !c.is_whitespace()).collect());
    match porte.as_deref() {
        None => point(
            Etat::Respecte,
            format!("Prescripteur à porter : {numero}, votre numéro d’Assurance Maladie pour ce lieu."),
        ),
        Some(porte) if porte == numero.as_str() => {
            point(Etat::Respecte, format!("Prescripteur : {numero}, votre propre numéro."))
        }
        Some(porte) if porte.len() == 11 => point(
            Etat::Viole,
            format!("La case « prescripteur » porte un numéro RPPS : remplacez-le par {numero}."),
        ),
        Some(_) => point(
            Etat::Viole,
            format!(
                "La case « prescripteur » porte un autre numéro que le vôtre : remplacez-le par {numero}."
            ),
        ),
    }
}

/// A prescription younger than a year may be renewed by the MK instead (avenant n° 7), unless the doctor opposed it.
pub(super) fn canal<'r>(cas: &Examen<'_, '_, 'r>) -> PointVerifie<'r> {
    let mois = cas.parametres.renouvellement_mois.au(cas.jour);
    let point =
        |etat, message: String| PointVerifie::nouveau(Point::Canal, etat, message, Some(&mois.source));
    let anterieure = cas
        .dossier
        .episode
        .diagnostic
        .filter(|d| d.piece.type_diagnostic == TypeDiagnostic::PrescriptionAnterieure);
    match (cas.dossier.canal, mois.connue, anterieure) {
        (Canal::AccesDirect, Some(mois), Some(d)) if renouvelable(d.piece.date, mois, cas.jour) => point(
            Etat::Signale,
            "Accès direct. La prescription antérieure pourrait aussi être renouvelée : deux voies, une seule par facture."
                .to_owned(),
        ),
        (Canal::AccesDirect, ..) => {
            PointVerifie::nouveau(Point::Canal, Etat::Respecte, "Accès direct, sans prescription.", Some(&mois.source))
        }
        (Canal::Renouvellement { .. }, None, _) => point(
            Etat::AConfirmer,
            "Aucune source ne dit jusqu’à quel âge une prescription se renouvelle : demandez à la caisse.".to_owned(),
        ),
        (Canal::Renouvellement { prescription_du }, Some(mois), _) => {
            let expirees: Vec<String> = cas
                .siennes()
                .iter()
                .filter(|seance| !renouvelable(prescription_du, mois, seance.le))
                .map(|seance| jour(seance.le))
                .collect();
            match expirees.as_slice() {
                [] => point(Etat::Respecte, renouvellement_en_regle(cas, prescription_du)),
                dates => point(
                    Etat::Viole,
                    format!(
                        "Prescription du {} : elle a {mois} mois ou plus le {}. Facturez en accès direct ou demandez une prescription.",
                        jour(prescription_du),
                        dates.join(", le ")
                    ),
                ),
            }
        }
    }
}

fn renouvellement_en_regle(cas: &Examen<'_, '_, '_>, du: Date) -> String {
    let copie = cas.parametres.copie_renouvellement_mois.au(cas.jour).connue;
    let garde = copie.map(|mois| format!(", puis gardez-la {mois} mois")).unwrap_or_default();
    format!(
        "Renouvellement de la prescription du {} : annotez l’original, transmettez la copie par SCOR{garde}.",
        jour(du)
    )
}

/// Is a prescription younger than this many months on a day.
fn renouvelable(du: Date, mois: u8, le: Date) -> bool {
    du.checked_add(i32::from(mois).months()).is_ok_and(|fin| du <= le && le < fin)
}

/// Each séance bears one act of the NGAP, in force on its day and allowed in direct access.
/// Source: NGAP, titre XIV; the acts come from `reglement/national/ngap/`.
pub(super) fn cotations<'r>(cas: &Examen<'_, '_, 'r>) -> PointVerifie<'r> {
    let source = Some(cas.nomenclature.source());
    let (mut fautes, mut doutes) = (Vec::new(), Vec::new());
    for seance in cas.siennes() {
        let le = jour(seance.le);
        let Some(acte) = &seance.acte else {
            fautes.push(format!("séance du {le} sans acte"));
            continue;
        };
        let nom = format!("{acte} le {le}");
        match cas.nomenclature.acte(acte, seance.le) {
            Recherche::Inconnue => fautes.push(format!("{nom} : absent de la NGAP")),
            Recherche::AutrePeriode(_) => fautes.push(format!("{nom} : hors de sa période")),
            Recherche::EnVigueur(trouve) => match trouve.acces_direct().0 {
                _ if cas.dossier.canal != Canal::AccesDirect => {}
                ActeAccesDirect::Admis => {}
                ActeAccesDirect::AvecDiagnostic if cas.dossier.episode.couvre(seance.le) => {}
                ActeAccesDirect::AConfirmer => doutes.push(format!("{nom} : les textes ne tranchent pas")),
                ActeAccesDirect::AvecDiagnostic => {
                    fautes.push(format!("{nom} : exige un diagnostic préalable"))
                }
                ActeAccesDirect::Exclu => fautes.push(format!("{nom} : exclu de l’accès direct")),
            },
        }
    }
    let (etat, message) = match (fautes.is_empty(), doutes.is_empty()) {
        (false, _) => (Etat::Viole, format!("À corriger : {}.", fautes.join(" ; "))),
        (true, false) => (Etat::AConfirmer, format!("À vérifier : {}.", doutes.join(" ; "))),
        (true, true) if cas.siennes().is_empty() => (Etat::SansObjet, "Aucune séance à facturer.".to_owned()),
        (true, true) => (Etat::Respecte, "Chaque séance porte un acte en vigueur à sa date.".to_owned()),
    };
    PointVerifie::nouveau(Point::Cotations, etat, message, source)
}

/// Two séances on one day need two prescriptions, which direct access does not have.
/// Source: NGAP, titre XIV (one act a séance, two only under two prescriptions).
pub(super) fn une_par_jour<'r>(cas: &Examen<'_, '_, 'r>) -> PointVerifie<'r> {
    let source = Some(cas.nomenclature.source());
    let jours: Vec<Date> = cas.siennes().iter().map(|seance| seance.le).collect();
    let mut doubles: Vec<Date> = jours
        .windows(2)
        .filter(|paire| paire.first() == paire.last())
        .filter_map(|p| p.first().copied())
        .collect();
    doubles.dedup();
    let dits = doubles.iter().map(|le| jour(*le)).collect::<Vec<_>>().join(", le ");
    match doubles.is_empty() {
        true => {
            PointVerifie::nouveau(Point::UneParJour, Etat::Respecte, "Une séance par jour au plus.", source)
        }
        false => PointVerifie::nouveau(
            Point::UneParJour,
            Etat::AConfirmer,
            format!(
                "Deux séances le {dits} : la NGAP exige deux prescriptions distinctes. Vérifiez avant de facturer."
            ),
            source,
        ),
    }
}
