//! Resident memory: at rest with the demonstration loaded, and after clients.

use crate::attelage::serveur::Serveur;
use crate::charge;
use crate::demo::Demo;
use crate::rapport::{Cible, Serie, Unite, dire, titre};

const ESSAIS: usize = 6;
const BORNE: f64 = 60e6;

pub fn mesurer(demo: &Demo) {
    titre("Mémoire résidente, démonstration chargée");
    let engendree = Serie::new(vec![demo.apres_generation as f64]);
    dire("juste après avoir engendré la démonstration", &engendree, Unite::Octets, Cible::Sous(BORNE));
    let (mut repos, mut apres) = (Vec::new(), Vec::new());
    for _ in 0..ESSAIS {
        let serveur = Serveur::lancer(&demo.base);
        charge::une_fois(&serveur.adresse, "/annuaire", "");
        repos.push(serveur.memoire("VmRSS") as f64);
        charge::lire(&serveur.adresse, "/annuaire", "", 64);
        apres.push(serveur.memoire("VmRSS") as f64);
        serveur.arreter();
    }
    dire("au repos, relancée", &Serie::new(repos), Unite::Octets, Cible::Sous(BORNE));
    dire("après 64 clients pendant une seconde", &Serie::new(apres), Unite::Octets, Cible::Aucune);
    println!("(démonstration engendrée en {:.1} s)", demo.duree.as_secs_f64());
}
