//! A base that may not grow any more: writes are refused with 507, reads stay up, and room again is enough to go on.

use std::net::SocketAddr;

use droit::reglement::Reglement;
use entrepot::Entrepot;
use plateforme::alea::Alea;
use plateforme::config::Ecoute;
use plateforme::connexion::Guichet;
use plateforme::horloge::Horloge;
use plateforme::serveur::{App, Ressources, application};

use crate::attelage::base::Base;
use crate::attelage::client::Client;
use crate::attelage::oracle;
use crate::attelage::terrain::{Couverture, Lot, Suivi, jeton_de, jour, ouvrir_episodes, peupler};
use crate::kines::{chemin, corps};

const EPISODES: u32 = 40;

#[test]
fn un_disque_plein_refuse_puis_repart_seul() {
    let base = Base::sqlite("panne-disque");
    let entrepot = base.ouvrir();
    peupler(&entrepot, 1);
    let lot =
        Lot { numeros: 0..EPISODES, suivi: Suivi::UnParmi(1), couvert: Couverture::Diagnostic, deja: 0 };
    ouvrir_episodes(&entrepot, &lot);
    let (moteur, adresse) = servir(&entrepot);
    let mut client = Client::new(&adresse).unwrap();
    let jeton = jeton_de(0);
    let mut seance = |n: u32| {
        let (numero, le) = (n % EPISODES, jour(i64::from(n / EPISODES)));
        client.poster(&chemin(numero), &jeton, &format!("seance-{n}"), &corps(le)).unwrap()
    };

    borner(&entrepot, "PRAGMA max_page_count = 1");
    let acceptees = (0..EPISODES * 50).find(|n| seance(*n).statut != 201).unwrap();
    let refus = seance(acceptees);
    assert_eq!(refus.statut, 507, "{}", refus.corps);
    let probleme: serde_json::Value = serde_json::from_str(&refus.corps).unwrap();
    assert_eq!(probleme["status"], 507);
    let mut lecteur = Client::new(&adresse).unwrap();
    assert_eq!(lecteur.lire("/sante", "").unwrap().statut, 200);
    assert_eq!(lecteur.lire("/annuaire", "").unwrap().statut, 200, "reads stay up");

    borner(&entrepot, "PRAGMA max_page_count = 1000000");
    let repris = seance(acceptees);
    assert_eq!(repris.statut, 201, "the same key goes through once there is room: {}", repris.corps);
    drop((moteur, entrepot));
    let etat = oracle::verifier(&base);
    let recues = i64::from(acceptees) + 1;
    assert_eq!(
        (etat.seances, etat.tracees, etat.cles),
        (recues, recues, recues),
        "refused means not recorded"
    );
}

/// The bound of a base is its present size when less is asked.
fn borner(entrepot: &Entrepot, pragma: &'static str) {
    entrepot.ecrire_ici(move |tx| tx.query(pragma, &[]).map(|_| ())).unwrap();
}

/// The server in this process, whose store the test holds.
fn servir(entrepot: &Entrepot) -> (tokio::runtime::Runtime, String) {
    let app = App::new(Ressources {
        horloge: Horloge::Systeme,
        alea: Alea::Systeme,
        reglement: Reglement::embarque().unwrap(),
        entrepot: entrepot.clone(),
        guichet: Guichet::new(1),
        annuaire: None,
        ecoute: Ecoute::default(),
    });
    let moteur = tokio::runtime::Runtime::new().unwrap();
    let ecoute = moteur.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let adresse = ecoute.local_addr().unwrap().to_string();
    let routes = application(&app).into_make_service_with_connect_info::<SocketAddr>();
    moteur.spawn(async move { axum::serve(ecoute, routes).await });
    (moteur, adresse)
}
