//! A file made of what an addressee was told and of what is true now. Pure.

use std::collections::BTreeMap;

use droit::identifiant::{DeclarationId, TransmissionId};
use entrepot::transmission::{Changement, Fichier, Periode, Point};
use formats::caisse::{self, Entete, Ligne, Lignes, Mouvement, Nature, Operation};
use jiff::Timestamp;

/// How much of the list a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Etendue {
    /// What changed since the file before; nothing when nothing changed.
    Changements,
    /// Everything.
    Tout,
}

/// The next file of an addressee; `None` when there is nothing to tell him. His first is complete.
///
/// # Errors
/// When a line cannot be written.
pub fn preparer(
    point: &Point,
    etendue: Etendue,
    id: TransmissionId,
    maintenant: Timestamp,
) -> serde_json::Result<Option<Fichier>> {
    let origines: BTreeMap<String, DeclarationId> =
        point.periodes.iter().map(|periode| (cle(periode), periode.declaration)).collect();
    let apres: Lignes = point.periodes.iter().map(|periode| (cle(periode), ligne(periode))).collect();
    let avant = dites(point);
    let changes = caisse::difference(&avant, &apres);
    let premier = point.destinataire.dernier_numero == 0;
    let (nature, mouvements) = match etendue {
        Etendue::Changements if !premier && changes.is_empty() => return Ok(None),
        Etendue::Changements if !premier => (Nature::Differentiel, changes.clone()),
        _ => (Nature::Complet, caisse::tout(&apres)),
    };
    let entete = Entete {
        destinataire: point.destinataire.code.clone(),
        organisme: point.destinataire.nom.clone(),
        departement: point.destinataire.departement.to_string(),
        nature,
        numero: point.destinataire.dernier_numero + 1,
        arrete_le: maintenant,
    };
    let csv = caisse::ecrire_csv(&entete, &mouvements);
    let json = caisse::ecrire_json(&entete, &mouvements)?;
    Ok(Some(Fichier {
        id,
        numero: entete.numero,
        nature: nature.code(),
        arrete_le: maintenant,
        lignes: u32::try_from(mouvements.len()).unwrap_or(u32::MAX),
        nom: entete.nom(),
        sha256_csv: caisse::empreinte(&csv),
        sha256_json: caisse::empreinte(&json),
        csv,
        json,
        changements: changes.iter().map(|m| changement(m, &origines)).collect::<Result<_, _>>()?,
    }))
}

/// The lines as they were told. A line of an older form is unknown here, and told again.
fn dites(point: &Point) -> Lignes {
    let lire = |(cle, dite): (&String, &entrepot::transmission::LigneConnue)| {
        Some((cle.clone(), serde_json::from_str::<Ligne>(&dite.contenu).ok()?))
    };
    point.dites.iter().filter_map(lire).collect()
}

fn changement(
    mouvement: &Mouvement,
    origines: &BTreeMap<String, DeclarationId>,
) -> serde_json::Result<Changement> {
    let cle = mouvement.ligne.cle.clone();
    Ok(match (mouvement.operation, origines.get(&cle)) {
        (Operation::Suppression, _) | (_, None) => Changement::Otee { cle },
        (_, Some(declaration)) => {
            let contenu = serde_json::to_string(&mouvement.ligne)?;
            Changement::Dite { cle, declaration: *declaration, contenu }
        }
    })
}

/// A period of a declaration begins on one day only: with the place, that names the line for ever.
fn cle(periode: &Periode) -> String {
    match &periode.lieu {
        Some(lieu) => format!("{}/{}/{}", periode.declaration, periode.du, lieu.id),
        None => format!("{}/{}", periode.declaration, periode.du),
    }
}

fn ligne(periode: &Periode) -> Ligne {
    let lieu = periode.lieu.as_ref();
    Ligne {
        cle: cle(periode),
        rpps: periode.rpps.to_string(),
        nom: periode.nom.clone(),
        prenom: periode.prenom.clone(),
        numero_am: lieu.and_then(|lieu| lieu.numero_am.clone()),
        adresse: lieu.map(|lieu| lieu.adresse.clone()),
        code_postal: lieu.map(|lieu| lieu.code_postal.clone()),
        commune: lieu.map(|lieu| lieu.commune.clone()),
        lieu_du: lieu.map(|lieu| lieu.du),
        lieu_au: lieu.and_then(|lieu| lieu.au),
        cpts: periode.cpts.clone(),
        autorise_du: periode.du,
        autorise_au: periode.au,
        motif_fin: periode.motif_fin.clone(),
    }
}
