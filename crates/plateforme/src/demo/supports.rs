//! What the CPTS of the demo published about direct access.

use droit::texte::TexteLibre;
use entrepot::indicateur::{NouveauSupport, PreuveSupport, PublicVise, inscrire_support};
use entrepot::{Echec, Entrepot};
use jiff::ToSpan;

use super::evaluation::{Decor, cle};
use super::hasard::Hasard;

/// Age in days, for whom, what, and how it was given out; a CPTS in two published each.
const SUPPORTS: [(i64, PublicVise, &str, &str); 4] = [
    (
        400,
        PublicVise::Professionnels,
        "Lettre aux médecins du territoire",
        "Envoyée à 38 médecins, copie au siège",
    ),
    (320, PublicVise::Patients, "Affiche pour les salles d’attente", "60 affiches remises aux cabinets"),
    (190, PublicVise::Partenaires, "Réunion avec les pharmaciens", "Feuille de présence : 17 pharmaciens"),
    (
        45,
        PublicVise::Professionnels,
        "Fiche mémo d’orientation",
        "Remise à chaque masseur-kinésithérapeute autorisé",
    ),
];

/// Records them.
pub(super) fn inscrire(entrepot: &Entrepot, decor: &Decor<'_>) -> Result<(), Echec> {
    let mut hasard = Hasard::nouveau(decor.graine, "supports");
    let mut nouveaux = Vec::new();
    for (rang, cpts) in decor.reperes.cpts.iter().enumerate() {
        for (place, (jours, public, titre, mots)) in SUPPORTS.iter().enumerate() {
            if (rang + place).is_multiple_of(2) {
                let lu = |texte: &str| {
                    let lu = texte.parse::<TexteLibre>();
                    lu.map_err(|cause| Echec::Colonne {
                        colonne: "demo".to_owned(),
                        cause: cause.to_string(),
                    })
                };
                nouveaux.push(NouveauSupport {
                    id: uuid::Uuid::from_u128(cle(decor, &mut hasard)),
                    cpts: *cpts,
                    titre: lu(titre)?,
                    public: *public,
                    publie_le: decor.jour.saturating_sub(jours.days()),
                    preuve: PreuveSupport::Dite(lu(mots)?),
                });
            }
        }
    }
    let maintenant = decor.maintenant;
    entrepot.ecrire_ici(move |tx| {
        for nouveau in &nouveaux {
            inscrire_support(tx, nouveau, "systeme", maintenant);
        }
        Ok::<(), Echec>(())
    })
}
