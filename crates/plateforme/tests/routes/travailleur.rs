//! The worker driven by hand: delivered once, put off on failure, set aside in the end, taken again after a death.

use std::path::Path;
use std::sync::Arc;

use entrepot::outbox::{self, ESSAIS_MAXIMUM, Message};
use jiff::SignedDuration;
use passerelles::{BacASable, Echec, Envoi, Passerelle};
use plateforme::config::Sorties;
use plateforme::travailleur::{Aiguillage, Tour, Travailleur};

use crate::banc::Banc;

fn deposer(banc: &Banc, cle: &str) {
    let maintenant = banc.app.horloge.maintenant();
    let message = Message {
        id: banc.app.alea.uuid(maintenant),
        genre: "publier".to_owned(),
        cle: cle.to_owned(),
        contenu: "{}".to_owned(),
        depose_le: maintenant,
        echeance: maintenant,
    };
    banc.app
        .entrepot
        .ecrire_ici(move |tx| {
            tx.deposer(message.clone());
            Ok::<_, entrepot::Echec>(())
        })
        .unwrap();
}

fn travailleur(banc: &Banc, voie: Arc<dyn Passerelle>) -> Travailleur {
    Travailleur::new(banc.app.clone(), Aiguillage::default().avec("publier", voie))
}

fn bilan(banc: &Banc) -> outbox::Bilan {
    banc.app.entrepot.lire_ici(outbox::bilan).unwrap()
}

#[tokio::test]
async fn un_message_part_une_seule_fois_meme_depose_deux_fois() {
    let banc = Banc::new("travailleur");
    deposer(&banc, "declaration/1/validee");
    deposer(&banc, "declaration/1/validee");
    let bac = Arc::new(BacASable::default());
    let travailleur = travailleur(&banc, bac.clone());
    assert_eq!(travailleur.tour().await.unwrap(), Tour { remis: 1, ..Tour::default() });
    assert_eq!(travailleur.tour().await.unwrap(), Tour::default());
    assert_eq!(bac.recus().len(), 1);
    assert_eq!(bilan(&banc).remis, 1);
}

#[tokio::test]
async fn un_destinataire_muet_est_relance_plus_tard_puis_mis_de_cote() {
    let banc = Banc::new("travailleur");
    deposer(&banc, "declaration/2/validee");
    let bac = Arc::new(BacASable::default());
    let travailleur = travailleur(&banc, bac.clone());
    for essai in 1..=ESSAIS_MAXIMUM {
        bac.echouera(Echec::Passager("muet".to_owned()));
        let tour = travailleur.tour().await.unwrap();
        let attendu = if essai < ESSAIS_MAXIMUM { (1, 0) } else { (0, 1) };
        assert_eq!((tour.repousses, tour.abandonnes), attendu, "essai {essai}");
        assert_eq!(travailleur.tour().await.unwrap(), Tour::default(), "rien n’est dû aussitôt");
        banc.app.horloge.avancer(SignedDuration::from_hours(7));
    }
    assert_eq!(bilan(&banc).abandonnes, 1);
    assert!(bac.recus().is_empty());
}

/// Accepts the message, then the worker dies before it writes so.
struct MeurtApresRemise(BacASable);

impl Passerelle for MeurtApresRemise {
    fn remettre(&self, envoi: &Envoi) -> Result<passerelles::Recepisse, Echec> {
        self.0.remettre(envoi)?;
        Err(Echec::Passager("lien coupé après l’acceptation".to_owned()))
    }
}

#[tokio::test]
async fn un_travailleur_mort_apres_la_remise_renvoie_sous_le_meme_identifiant() {
    let banc = Banc::new("travailleur");
    deposer(&banc, "declaration/3/validee");
    let bac = Arc::new(MeurtApresRemise(BacASable::default()));
    let travailleur = travailleur(&banc, bac.clone());
    travailleur.tour().await.unwrap();
    banc.app.horloge.avancer(SignedDuration::from_hours(1));
    travailleur.tour().await.unwrap();
    let recus = bac.0.recus();
    assert_eq!(recus.len(), 2);
    assert_eq!(recus.first(), recus.last());
}

#[tokio::test]
async fn un_message_sans_sortie_ou_refuse_pour_de_bon_est_mis_de_cote_avec_ses_mots() {
    let banc = Banc::new("travailleur");
    deposer(&banc, "declaration/4/validee");
    let personne = Travailleur::new(banc.app.clone(), Aiguillage::default());
    assert_eq!(personne.tour().await.unwrap(), Tour { abandonnes: 1, ..Tour::default() });
    deposer(&banc, "declaration/5/validee");
    let bac = Arc::new(BacASable::default());
    bac.echouera(Echec::Definitif("boîte inconnue".to_owned()));
    let tour = travailleur(&banc, bac.clone()).tour().await.unwrap();
    assert_eq!(tour, Tour { abandonnes: 1, ..Tour::default() });
    let plis = banc.app.entrepot.lire_ici(|tx| outbox::abandonnes(tx, 9)).unwrap();
    let dits: Vec<_> = plis.iter().map(|pli| pli.erreur.clone().unwrap()).collect();
    assert!(dits[0].contains("aucune sortie n’est prévue pour un message « publier »"), "{dits:?}");
    assert!(dits[1].contains("boîte inconnue"), "{dits:?}");
}

#[test]
fn chaque_genre_ecrit_par_le_programme_a_une_sortie() {
    let table = Aiguillage::des_reglages(&Sorties::default(), Path::new("depot")).unwrap();
    let ecrits = [
        "publier-liste",
        "transmettre-caisse",
        "notifier-praticien",
        "instruire-declaration",
        "adresser-orientation",
        "confirmer-adhesion",
        "rappel-adhesion",
        "composer-caisse",
        "livrer-caisse",
    ];
    for genre in ecrits.into_iter().chain([plateforme::travailleur::COURRIEL]) {
        assert!(table.voie(genre).is_ok(), "{genre}");
    }
}
