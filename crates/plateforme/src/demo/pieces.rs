//! The proofs of the demo: one joined to the membership of its MK, one to the declaration that waits longest at the ARS.

use std::sync::Arc;

use documents::{Attestation, EnTete, Praticien as Titulaire, Signataire};
use droit::adhesion::courante;
use droit::declaration::FicheDeclaration;
use droit::identifiant::{CodeDepartement, PieceId};
use droit::piece::{Analyse, FichePiece, NomFichier, ObjetPiece, Piece, TypePiece};
use droit::reglement::Reglement;
use entrepot::{Echec, Entrepot};
use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::chargement::ChargementImpossible;
use super::hasard::Hasard;
use super::lieux::CPTS;
use super::reperes::Reperes;
use super::territoire::Territoire;
use crate::presse;

/// Joins them on the last day.
pub fn joindre(
    entrepot: &Entrepot,
    regles: (&Reglement, CodeDepartement),
    (territoire, reperes): (&Territoire, &Reperes),
    deposee: Option<(usize, &FicheDeclaration)>,
    dernier: (Timestamp, Date),
) -> Result<(), ChargementImpossible> {
    let (reglement, departement) = regles;
    let declaree = deposee
        .map(|(rang, fiche)| (rang, ObjetPiece::Declaration(fiche.id, departement), Some(&fiche.etat)));
    let mut hasard = Hasard::nouveau(territoire.cadre.graine, "pieces");
    for (rang, objet, etat) in [(0, ObjetPiece::Adhesion, None)].into_iter().chain(declaree) {
        let papier = attestation((reglement, departement), territoire, rang, dernier);
        let Some(papier) = papier else { continue };
        let contenu = documents::attestation(&papier)?.into_bytes();
        let Some(fiche) = fiche(territoire, reperes, (rang, objet), &contenu, (&mut hasard, dernier.0))
        else {
            continue;
        };
        let accordee = Piece::deposer(fiche, etat, 0)?;
        let (trousseau, contenu) = (entrepot.trousseau().clone(), Arc::new(contenu));
        entrepot.ecrire_ici(move |tx| {
            entrepot::piece::deposer(tx, &trousseau, &accordee, &contenu);
            Ok::<(), Echec>(())
        })?;
    }
    Ok(())
}

/// What the CPTS of an MK attests on the last day; `None` when no membership of his runs.
fn attestation(
    (reglement, departement): (&Reglement, CodeDepartement),
    territoire: &Territoire,
    rang: usize,
    (instant, le): (Timestamp, Date),
) -> Option<Attestation> {
    let plan = territoire.praticiens.get(rang)?;
    let cpts = CPTS.get(plan.cpts)?;
    let adhesion = courante(&plan.adhesions, le)?;
    let cle = u128::try_from(rang).unwrap_or_default();
    let reference = presse::reference(departement, cle, adhesion.du);
    let preuves = reglement.parametres(departement).preuves_adhesion.au(le);
    let territoire = presse::en_tete(reglement, departement, reference, le, instant);
    let commune = plan.commune;
    Some(Attestation {
        en_tete: EnTete { emetteur: cpts.nom.to_owned(), bandeau: presse::bandeau(&plan.rpps), ..territoire },
        praticien: Titulaire { nom: format!("{} {}", plan.prenom, plan.nom), rpps: plan.rpps.to_string() },
        cpts: cpts.nom.to_owned(),
        qualite: adhesion.qualite.libelle().to_owned(),
        du: adhesion.du,
        au: adhesion.au,
        lieu: Some(format!("{}, {} {}", plan.voie, commune.code_postal, commune.nom)),
        signataire: Signataire {
            nom: format!("Coordination {}", cpts.nom),
            qualite: "Coordination".to_owned(),
            service: cpts.nom.to_owned(),
        },
        fondement: presse::fondement(&preuves.source, reglement),
    })
}

fn fiche(
    territoire: &Territoire,
    reperes: &Reperes,
    (rang, objet): (usize, ObjetPiece),
    contenu: &[u8],
    (hasard, instant): (&mut Hasard, Timestamp),
) -> Option<FichePiece> {
    let plan = territoire.praticiens.get(rang)?;
    let millisecondes = u64::try_from(instant.as_millisecond()).unwrap_or_default();
    Some(FichePiece {
        id: PieceId::new(hasard.identifiant(millisecondes).as_u128()),
        praticien: reperes.praticiens.get(rang).copied()?,
        cpts: plan.cpts_parmi(&reperes.cpts)?,
        objet,
        type_piece: TypePiece::Pdf,
        nom: NomFichier::assainir("Attestation d’adhésion.pdf", TypePiece::Pdf),
        taille: contenu.len() as u64,
        empreinte: Sha256::digest(contenu).into(),
        analyse: Analyse::EnAttente,
        depose_par: reperes.coordinations.get(plan.cpts).copied()?,
        depose_le: instant,
    })
}
