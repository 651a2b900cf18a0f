//! The keys of certificates: published in order of arrival, kept after a rotation, the same on every node.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first failure")]

mod appui;

use appui::Base;
use entrepot::chiffre::CleMaitresse;
use entrepot::{Configuration, Echec, Entrepot, certificat};

on_each_engine!(
    every_key_stays_published_after_a_rotation,
    two_nodes_publish_their_key_once,
    a_withdrawn_key_never_comes_back,
);

fn publiees(entrepot: &Entrepot) -> Vec<[u8; 32]> {
    entrepot.lire_ici(certificat::cles).unwrap()
}

fn every_key_stays_published_after_a_rotation(base: &Base) {
    let premiere = {
        let entrepot = base.open();
        let cle = entrepot.signataire_des_certificats().cle_publique();
        assert_eq!(publiees(&entrepot), [cle]);
        cle
    };
    let nouvelle = Configuration::new(base.emplacement.clone(), CleMaitresse::new([8; 32]));
    let tournee = Configuration { anciennes_cles: vec![CleMaitresse::new([7; 32])], ..nouvelle };
    let entrepot = Entrepot::ouvrir(tournee).unwrap();
    let seconde = entrepot.signataire_des_certificats().cle_publique();
    assert_ne!(seconde, premiere);
    assert_eq!(publiees(&entrepot), [premiere, seconde]);
}

fn two_nodes_publish_their_key_once(base: &Base) {
    let (un, autre) = (base.open(), base.open());
    assert_eq!(publiees(&un), [un.signataire_des_certificats().cle_publique()]);
    assert_eq!(un.signataire_des_certificats().signer(b"a"), autre.signataire_des_certificats().signer(b"a"));
}

fn a_withdrawn_key_never_comes_back(base: &Base) {
    let entrepot = base.open();
    let cle = entrepot.signataire_des_certificats().cle_publique();
    let retirer = || {
        entrepot.ecrire_ici(move |tx| {
            certificat::retirer(tx, cle, "essai", jiff::Timestamp::UNIX_EPOCH);
            Ok::<(), Echec>(())
        })
    };
    retirer().unwrap();
    assert!(publiees(&entrepot).is_empty());
    assert!(matches!(retirer(), Err(Echec::Conflit)), "withdrawn once");
    drop(entrepot);
    assert!(publiees(&base.open()).is_empty(), "opening the base again publishes it no more");
}
