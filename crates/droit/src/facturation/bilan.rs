//! The bilans on the bill: at the ranks the NGAP gives, and the first one once only.

use super::dossier::{BdkFacture, Examen};
use super::point::{Point, PointVerifie};
use super::seance::jour;
use crate::decision::Etat;
use crate::reglement::ngap::EcheanceBdk;

/// A BDK is billed once among the first séances, then at fixed ranks.
/// Source: NGAP, titre XIV, chapitre I, section 2; the ranks come from `reglement/national/ngap/bilans.toml`.
pub(super) fn rang_du_bdk<'r>(cas: &Examen<'_, '_, 'r>) -> PointVerifie<'r> {
    let source = Some(cas.nomenclature.source());
    let point = |etat, message: String| PointVerifie::nouveau(Point::Bdk, etat, message, source);
    let bdk = &cas.dossier.bdk;
    if bdk.is_empty() {
        return point(Etat::SansObjet, "Aucun bilan à facturer.".to_owned());
    }
    let fautes: Vec<String> =
        bdk.iter().enumerate().filter_map(|(place, bilan)| faute(cas, bilan, bdk.get(..place)?)).collect();
    match fautes.is_empty() {
        true => point(Etat::Respecte, "Chaque bilan est à un rang que la NGAP admet.".to_owned()),
        false => point(Etat::Viole, format!("À corriger : {}.", fautes.join(" ; "))),
    }
}

/// What is wrong with a bilan, knowing those before it.
fn faute(cas: &Examen<'_, '_, '_>, bilan: &BdkFacture, avant: &[BdkFacture]) -> Option<String> {
    let le = jour(bilan.le);
    let Some(rythme) = cas.nomenclature.rythme_bdk(bilan.genre) else {
        return Some(format!("bilan du {le} : rangs de facturation inconnus"));
    };
    let deja = avant.iter().any(|autre| {
        autre.rang == bilan.rang || (autre.rang <= rythme.initial && bilan.rang <= rythme.initial)
    });
    match rythme.facturable(bilan.rang) {
        None => Some(format!(
            "bilan du {le} : rang {}, alors qu’il se facture une fois jusqu’au rang {}, puis au rang {} et toutes les {} séances",
            bilan.rang, rythme.initial, rythme.reprise, rythme.pas
        )),
        Some(EcheanceBdk::Initial | EcheanceBdk::Renouvellement) if deja => {
            Some(format!("bilan du {le} : déjà facturé à cette échéance"))
        }
        Some(_) => None,
    }
}
