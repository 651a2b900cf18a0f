//! Pages against the server's own empty answer, under the same clients.

use crate::attelage::serveur::Serveur;
use crate::charge::{lire, une_fois};
use crate::demo::Demo;
use crate::rapport::{Cible, Serie, Unite, dire, titre};

const PAIRES: usize = 6;
const CLIENTS: u32 = 16;

pub fn mesurer(demo: &Demo) {
    titre("Pages, 16 clients, au regard de la réponse vide (/sante)");
    let serveur = Serveur::lancer(&demo.base);
    let cookie = format!("cookie: {}\r\n", demo.cookie);
    for (nom, page, entetes) in [
        ("liste publique des MK", "/annuaire", ""),
        ("liste publique en JSON", "/api/v1/praticiens", ""),
        ("tableau de bord d’un MK", "/tableau-de-bord", cookie.as_str()),
    ] {
        let reponse = une_fois(&serveur.adresse, page, entetes);
        assert_eq!(reponse.statut, 200, "{page}: {}", reponse.corps);
        let (mut debits, mut rapports, mut vides) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..PAIRES {
            let vide = lire(&serveur.adresse, "/sante", "", CLIENTS).debit;
            let debit = lire(&serveur.adresse, page, entetes, CLIENTS).debit;
            rapports.push(debit / vide);
            debits.push(debit);
            vides.push(vide);
        }
        dire(
            &format!("{nom} ({} octets)", reponse.corps.len()),
            &Serie::new(debits),
            Unite::ParSeconde,
            Cible::Aucune,
        );
        dire("  réponse vide", &Serie::new(vides), Unite::ParSeconde, Cible::Aucune);
        dire("  rapport : page / réponse vide", &Serie::new(rapports), Unite::Fois, Cible::Aucune);
    }
    serveur.arreter();
}
