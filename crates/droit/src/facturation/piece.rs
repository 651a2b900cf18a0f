//! What must be at hand or joined: the payer's agreement, the proof of diagnosis, the department's document.

use jiff::civil::Date;

use super::dossier::{Canal, Examen};
use super::point::{Point, PointVerifie};
use super::seance::jour;
use crate::decision::Etat;
use crate::document::Exigence;
use crate::reglement::ngap::{AccordPrealable, Recherche};
use crate::reglement::nom_du_diagnostic;

/// From a rank given for each act, or after so many séances for the same condition over the last months, the payer agrees
/// beforehand; the request needs a prescription, which direct access
/// does not have. Source: NGAP, titre XIV (situations soumises à référentiel).
pub(super) fn accord_prealable<'r>(cas: &Examen<'_, '_, 'r>) -> PointVerifie<'r> {
    let source = Some(cas.nomenclature.source());
    let point = |etat, message: String| PointVerifie::nouveau(Point::AccordPrealable, etat, message, source);
    let seances = cas.dossier.episode.seances_faites();
    let concerne = |(place, seance): (usize, &&crate::episode::Seance)| {
        if seance.par != cas.dossier.par {
            return None;
        }
        let rang = u16::try_from(place + 1).unwrap_or(u16::MAX);
        let Recherche::EnVigueur(trouve) = cas.nomenclature.acte(seance.acte.as_ref()?, seance.le) else {
            return None;
        };
        let (accord, _) = trouve.accord_prealable()?;
        (accord.requis_au(rang) || accord.requis_apres(sur_la_periode(cas, accord, (place, seance.le))))
            .then_some((rang, seance.le))
    };
    let premiere = seances.iter().enumerate().find_map(concerne);
    match (premiere, cas.dossier.accord_prealable) {
        (None, _) => {
            point(Etat::Respecte, "Aucune séance n’atteint le rang d’un accord préalable.".to_owned())
        }
        (Some((_, le)), Some(accord)) if accord <= le => {
            point(Etat::Respecte, format!("Accord préalable du {}.", jour(accord)))
        }
        (Some((rang, le)), _) => point(
            Etat::Viole,
            format!(
                "Séance du {}, de rang {rang} : il faut un accord préalable antérieur, qui se demande avec une prescription.",
                jour(le)
            ),
        ),
    }
}

/// How many séances the patient had over the months before this one, in this episode and in the others. The product takes
/// the same region of the body for the same condition (interprétation).
fn sur_la_periode(cas: &Examen<'_, '_, '_>, accord: &AccordPrealable, (place, le): (usize, Date)) -> u16 {
    let Some(annuel) = accord.annuel else { return 0 };
    let debut = le.saturating_sub(jiff::Span::new().months(i64::from(annuel.mois)));
    let seances = cas.dossier.episode.seances_faites();
    let ici = seances.iter().take(place).map(|seance| seance.le);
    let ailleurs = cas.dossier.autres_seances.iter().copied().filter(|autre| *autre < le);
    u16::try_from(ici.chain(ailleurs).filter(|jour| *jour >= debut).count()).unwrap_or(u16::MAX)
}

/// Care beyond the cap rests on a proof kept at the disposal of the payer's medical service.
/// Source: note of the Assurance Maladie, December 2024; the accepted proofs come from `reglement/`.
pub(super) fn preuve_du_diagnostic<'r>(cas: &Examen<'_, '_, 'r>) -> PointVerifie<'r> {
    let source = Some(&cas.parametres.diagnostics.au(cas.jour).source);
    let point =
        |etat, message: String| PointVerifie::nouveau(Point::PreuveDuDiagnostic, etat, message, source);
    let episode = cas.dossier.episode;
    match (cas.dossier.canal, episode.excedent(), episode.diagnostic) {
        (Canal::Renouvellement { .. }, ..) => {
            point(Etat::SansObjet, "La prescription renouvelée tient lieu de preuve.".to_owned())
        }
        (_, excedent, _) if excedent > 0 => point(
            Etat::Viole,
            format!(
                "Séances au-delà du plafond sans preuve de diagnostic : {excedent}. Elles ne peuvent être facturées ainsi."
            ),
        ),
        (.., Some(diagnostic)) if episode.couvert_du().is_some() => point(
            Etat::Respecte,
            format!(
                "Preuve au dossier : {}, du {}. Tenez-la à la disposition du service médical.",
                nom_du_diagnostic(diagnostic.piece.type_diagnostic),
                jour(diagnostic.piece.date)
            ),
        ),
        (.., Some(_)) => point(
            Etat::Signale,
            "Le document au dossier ne vaut pas preuve ici : les séances comptent dans le plafond."
                .to_owned(),
        ),
        (.., None) => {
            point(Etat::SansObjet, "Sans diagnostic préalable, dans la limite du plafond.".to_owned())
        }
    }
}

/// Some departments ask for a document joined to the bill; most ask for none.
pub(super) fn piece_jointe<'r>(cas: &Examen<'_, '_, 'r>) -> PointVerifie<'r> {
    let exigence = cas.exigence();
    let (etat, message) = match (&exigence, cas.dossier.justificatif) {
        (Exigence::Aucune(_), _) => (Etat::Respecte, "Aucune pièce n’est à joindre dans ce département."),
        (Exigence::Inconnue(_), _) => {
            (Etat::AConfirmer, "Aucune source ne dit si une pièce est à joindre : demandez à la caisse.")
        }
        (Exigence::Annexe1 { .. }, Some(_)) => {
            (Etat::Respecte, "Le justificatif est prêt : joignez-le à la facture.")
        }
        (Exigence::Annexe1 { .. }, None) => {
            (Etat::Viole, "Le département demande l’annexe 1 avec la facture : préparez le justificatif.")
        }
    };
    PointVerifie::nouveau(Point::PieceJointe, etat, message, Some(exigence.source()))
}
