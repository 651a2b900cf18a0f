//! Every code has a story that grants it and one that refuses it.

use std::collections::BTreeSet;

use droit::decision::{Code, Etat};

use crate::recit::verifier;
use crate::{diagnostic, episode, nomenclature, praticien, securite, structure, territoire};

#[test]
fn chaque_code_est_accorde_une_fois_et_refuse_une_fois() {
    let fichiers = [
        territoire::TOUTES,
        structure::TOUTES,
        praticien::TOUTES,
        episode::TOUTES,
        diagnostic::TOUTES,
        securite::TOUTES,
        nomenclature::TOUTES,
    ];
    let vus: BTreeSet<(Code, bool)> = fichiers
        .into_iter()
        .flatten()
        .flat_map(|histoire| verifier(histoire))
        .filter(|(_, etat)| *etat != Etat::SansObjet)
        .map(|(code, etat)| (code, etat == Etat::Respecte))
        .collect();
    let sans = |accorde| -> Vec<&str> {
        Code::TOUS.iter().filter(|code| !vus.contains(&(**code, accorde))).map(|code| code.code()).collect()
    };
    assert_eq!(sans(true), [""; 0], "codes sans histoire qui les accorde");
    assert_eq!(sans(false), [""; 0], "codes sans histoire qui les refuse ou les signale");
}
