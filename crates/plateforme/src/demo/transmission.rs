//! The CPAM of the demo, which collects its files from a folder.

use droit::identifiant::{CodeDepartement, CompteId, DestinataireId};
use droit::organisme::TypeOrganisme;
use entrepot::transmission::{self, Canal, Destinataire, EtatDestinataire, Reglages, Rythme};
use entrepot::{Echec, Entrepot};
use jiff::Timestamp;

/// Adds it; its first file leaves when the demo is served.
pub fn ouvrir(entrepot: &Entrepot, departement: CodeDepartement, maintenant: Timestamp) -> Result<(), Echec> {
    let cpam = Destinataire {
        id: DestinataireId::new(0x0190_0000_0000_7000_8000_0000_0000_0045),
        code: format!("{departement}-cpam-du-loiret"),
        nom: "CPAM du Loiret".to_owned(),
        organisme: TypeOrganisme::Cpam,
        departement,
        reglages: Reglages {
            canal: Canal::Dossier,
            adresse: "cpam-du-loiret".to_owned(),
            cle_hote: None,
            rythme: Rythme::Immediat,
            accuse_sous: None,
            etat: EtatDestinataire::Actif,
        },
        dernier_numero: 0,
        version: 1,
    };
    entrepot.ecrire_ici(move |tx| {
        transmission::ajouter(tx, &cpam, CompteId::new(0), maintenant);
        Ok::<(), Echec>(())
    })
}
