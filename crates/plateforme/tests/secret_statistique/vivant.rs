//! Figures followed change by change are those that reading everything gives, and hide the same.

use droit::indicateur::Variante;
use entrepot::{Echec, Entrepot};
use plateforme::indicateur::famille::Famille;
use plateforme::indicateur::memoire::Vive;

use super::acte::{Lieu, annuler_une_seance, inscrire_une_seance, ouverts};
use super::{AUJOURD_HUI, loiret, reglement};

/// Acts on as many episodes, between two readings.
const TOURS: [usize; 4] = [1, 1, 7, 40];

/// A few acts, one or many at a time; after each round every table of the department is compared.
pub fn suivre_des_actes(entrepot: &Entrepot) {
    let instant = "2026-11-21T10:00:00Z".parse().unwrap();
    let lieu = Lieu { departement: loiret(), le: AUJOURD_HUI, instant };
    let mut vive = charger(entrepot);
    for variante in Variante::TOUS {
        exiger_a_jour(entrepot, &mut vive, *variante);
    }
    let (mut cle, mut restants, mut suivies) = (1_u128, ouverts(entrepot).into_iter(), 0);
    for (tour, actes) in TOURS.into_iter().enumerate() {
        let mut faits = 0;
        while faits < actes {
            let episode = restants.next().expect("open episodes are many");
            cle += 1;
            let fait = match (tour + faits) % 3 {
                0 => inscrire_une_seance(entrepot, lieu, (&episode, cle)),
                _ => annuler_une_seance(entrepot, lieu, (&episode, faits)),
            };
            faits += usize::from(fait || inscrire_une_seance(entrepot, lieu, (&episode, cle)));
        }
        exiger_perimee(entrepot, &vive);
        vive = suivre(entrepot, &vive);
        suivies += vive.variantes().count();
        for variante in Variante::TOUS {
            exiger_a_jour(entrepot, &mut vive, *variante);
        }
    }
    assert!(suivies >= 9, "{suivies} rounds of {} were followed, the others read again", TOURS.len() * 3);
}

fn charger(entrepot: &Entrepot) -> Vive {
    entrepot.lire_ici(move |tx| Vive::charger(tx, loiret())).unwrap()
}

/// Goes on to where the base stands; without reading everything again.
fn suivre(entrepot: &Entrepot, vive: &Vive) -> Vive {
    let ancienne = vive.clone();
    let avancee = entrepot.lire_ici(move |tx| ancienne.clone().avancer(tx, reglement())).unwrap();
    avancee.unwrap_or_else(|| charger(entrepot))
}

/// The control: what was kept is not what the base holds now.
fn exiger_perimee(entrepot: &Entrepot, vive: &Vive) {
    let vive = vive.clone();
    let perimees = entrepot.lire_ici(move |tx| {
        let (mut vive, variante) = (vive.clone(), Variante::Calendaire);
        let famille = Famille::du_departement(tx, reglement(), variante, loiret())?;
        let mut perimees = 0;
        for (champ, periode, comptes) in famille.tables() {
            let lue = vive.lire(tx, reglement(), variante, (champ, periode))?;
            perimees += usize::from(lue.is_none_or(|(lus, _)| lus != *comptes));
        }
        Ok::<_, Echec>(perimees)
    });
    assert!(perimees.unwrap() > 0, "an act changes something");
}

fn exiger_a_jour(entrepot: &Entrepot, vive: &mut Vive, variante: Variante) {
    let ancienne = vive.clone();
    *vive = entrepot
        .lire_ici(move |tx| {
            let mut vive = ancienne.clone();
            let famille = Famille::du_departement(tx, reglement(), variante, loiret())?;
            let parues = famille.paraitre();
            for (champ, periode, comptes) in famille.tables() {
                let (lus, masque) =
                    vive.lire(tx, reglement(), variante, (champ, periode))?.expect("the same tables");
                assert_eq!(&lus, comptes, "{variante:?} {champ:?} {periode}");
                let attendu = parues[&(champ.clone(), periode)].masque();
                assert_eq!(masque, attendu, "{variante:?} {champ:?} {periode}");
            }
            Ok::<_, Echec>(vive)
        })
        .unwrap();
}
