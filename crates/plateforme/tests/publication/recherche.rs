//! Whatever is looked for, the index finds what a walk through everybody finds, in the same order, page after page.

use std::collections::HashMap;

use droit::fiche_publique::{Accueil, Attente, Domicile, FichePublique};
use droit::identifiant::{CptsId, DeclarationId, LieuId, PraticienId, rpps_de_demonstration};
use entrepot::publication::{LieuPublie, Nomme, Periode, Publie};
use entrepot::recherche::mots;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use plateforme::publication::commune::{Point, situer};
use plateforme::publication::{Accueille, Autour, Critere, Index, Souhaits, Tri};
use proptest::prelude::*;

const DEPARTEMENTS: [&str; 2] = ["45", "83"];
const NOMS: [&str; 5] = ["Le Goff", "Legrand", "Martin", "Martel", "Orlan"];
const COMMUNES: [(&str, &str); 4] =
    [("Orléans", "45000"), ("Olivet", "45160"), ("Gien", "45500"), ("Toulon", "83000")];
/// The day a place added since the acceptance is retained from.
const AJOUT: i64 = 40;

fn jour(rang: i64) -> Date {
    date(2025, 1, 1) + rang.days()
}

fn fiche() -> impl Strategy<Value = Option<FichePublique>> {
    let accueil = prop_oneof![
        Just(None),
        Just(Some(Accueil::Oui)),
        Just(Some(Accueil::Non)),
        Just(Some(Accueil::Sous(Attente::depuis_jours(7).unwrap()))),
    ];
    let domicile = prop_oneof![Just(None), Just(Some(Domicile::Oui)), Just(Some(Domicile::Non))];
    proptest::option::of((accueil, domicile, 0_i64..60).prop_map(|(accueil, domicile, dit)| FichePublique {
        accueil,
        domicile,
        telephone: None,
        dit_le: jour(dit),
    }))
}

type Brut = (usize, Vec<(i64, Option<i64>, usize)>, Vec<(usize, i64, Option<i64>)>, Option<FichePublique>);

fn quelqu_un() -> impl Strategy<Value = Brut> {
    let periode = (0_i64..60, proptest::option::of(0_i64..40), 0_usize..2);
    let lieu = (0..COMMUNES.len(), 0_i64..40, proptest::option::of(0_i64..60));
    (0..NOMS.len(), proptest::collection::vec(periode, 1..4), proptest::collection::vec(lieu, 0..4), fiche())
}

/// An MK whose periods do not overlap: each begins after the one before.
fn publier(rang: usize, (nom, periodes, lieux, fiche): &Brut) -> Publie {
    let cle = 1 + rang as u128;
    let departement = DEPARTEMENTS[rang % 2].parse().unwrap();
    let (mut du, mut suivies) = (date(2025, 1, 1), Vec::new());
    for (ordre, (attente, duree, cpts)) in periodes.iter().enumerate() {
        du += attente.days();
        let fin = duree.map(|duree| du + duree.days());
        suivies.push(Periode {
            declaration: DeclarationId::new(cle * 10 + ordre as u128),
            departement,
            cpts: CptsId::new(1 + *cpts as u128),
            du,
            au: fin,
        });
        let Some(fin) = fin else { break };
        du = fin + 1.day();
    }
    let lieux = lieux.iter().enumerate().map(|(ordre, (commune, du, duree))| {
        let (nom, code_postal) = COMMUNES[*commune];
        LieuPublie {
            id: LieuId::new(cle * 10 + ordre as u128),
            departement: code_postal[..2].parse().unwrap(),
            adresse: "1 rue de l’Essai".to_owned(),
            code_postal: code_postal.to_owned(),
            commune: nom.to_owned(),
            recherche: format!(" {}", mots(nom)),
            du: jour(*du),
            au: duree.map(|duree| jour(du + duree)),
        }
    });
    // The first declaration of every third one names his first place; of every sixth one the second too, added later.
    let combien = if rang.is_multiple_of(6) { 2 } else { usize::from(rang.is_multiple_of(3)) };
    let nommer = |ordre: usize| Nomme {
        declaration: DeclarationId::new(cle * 10),
        lieu: LieuId::new(cle * 10 + ordre as u128),
        du: (ordre > 0).then(|| jour(AJOUT)),
    };
    let nommes = (0..lieux.len().min(combien)).map(nommer).collect();
    Publie {
        id: PraticienId::new(cle),
        rpps: rpps_de_demonstration(u32::try_from(rang).unwrap()),
        nom: NOMS[*nom].to_owned(),
        prenom: "Camille".to_owned(),
        recherche: format!(" {} camille", mots(NOMS[*nom])),
        periodes: suivies,
        lieux: lieux.collect(),
        nommes,
        fiche: fiche.clone(),
    }
}

fn critere() -> impl Strategy<Value = Critere> {
    let mot = prop_oneof![
        4 => Just(""),
        1 => Just("le"),
        1 => Just("mart camille"),
        1 => Just("orl"),
        1 => Just("45"),
        1 => Just("nulle part"),
    ];
    let souhaits = (any::<bool>(), any::<bool>()).prop_map(|(accueil, domicile)| Souhaits {
        accueil: accueil.then_some(Accueille),
        domicile: domicile.then_some(Domicile::Oui),
    });
    let autour = proptest::option::of((0..COMMUNES.len(), 1_u32..80_000, any::<bool>()));
    let departement = proptest::option::of(0..DEPARTEMENTS.len());
    let cpts = proptest::option::of(1_u128..4);
    (0_i64..140, departement, cpts, mot, souhaits, autour, 1_usize..5).prop_map(
        |(le, departement, cpts, mot, souhaits, autour, limite)| Critere {
            departement: departement.map(|rang| DEPARTEMENTS[rang].parse().unwrap()),
            cpts: cpts.map(CptsId::new),
            mots: Critere::decouper(mot),
            souhaits,
            autour: autour.map(|(commune, metres, _)| Autour { points: vec![ou(commune)], metres }),
            tri: match autour {
                Some((.., true)) => Tri::Distance,
                _ => Tri::Nom,
            },
            limite,
            ..Critere::au(jour(le))
        },
    )
}

fn ou(commune: usize) -> Point {
    let (nom, code_postal) = COMMUNES[commune];
    situer(code_postal[..2].parse().unwrap(), code_postal, nom).unwrap()
}

/// The declarations in the order of the list, from a walk through everybody.
fn parcourir(tous: &[Publie], critere: &Critere) -> Vec<DeclarationId> {
    let mut trouves = Vec::new();
    for (publie, periode) in tous.iter().flat_map(|p| p.periodes.iter().map(move |periode| (p, periode))) {
        let court = |du: Date, au: Option<Date>| du <= critere.jour && au.is_none_or(|au| critere.jour <= au);
        let lieux: Vec<_> = publie
            .lieux
            .iter()
            .filter(|l| l.departement == periode.departement && court(l.du, l.au))
            .filter(|l| match publie.nommes.as_slice() {
                [premier, suite @ ..] if premier.declaration == periode.declaration => {
                    l.id == premier.lieu
                        || suite.iter().any(|n| n.lieu == l.id && jour(AJOUT) <= critere.jour)
                }
                _ => true,
            })
            .collect();
        let dit = publie.fiche.as_ref().filter(|fiche| fiche.dit_le <= critere.jour);
        let a_le_mot = |mot: &String| {
            publie.recherche.contains(mot)
                || lieux.iter().any(|l| l.recherche.contains(mot) || l.code_postal.starts_with(mot.trim()))
        };
        let metres = |l: &&LieuPublie| {
            let point = situer(l.departement, &l.code_postal, &l.commune).unwrap();
            critere.autour.iter().flat_map(|a| &a.points).map(|ici| ici.distance(point)).min()
        };
        let metres = lieux.iter().filter_map(metres).min();
        let garde = court(periode.du, periode.au)
            && critere.departement.is_none_or(|code| code == periode.departement)
            && critere.cpts.is_none_or(|cpts| cpts == periode.cpts)
            && critere.mots.iter().all(a_le_mot)
            && critere.souhaits.accueil.is_none_or(|_| {
                dit.is_some_and(|d| matches!(d.accueil, Some(Accueil::Oui | Accueil::Sous(_))))
            })
            && critere.souhaits.domicile.is_none_or(|voulu| dit.is_some_and(|d| d.domicile == Some(voulu)))
            && critere.autour.as_ref().is_none_or(|a| metres.is_some_and(|metres| metres <= a.metres));
        if garde {
            let rang = metres.filter(|_| critere.tri == Tri::Distance);
            trouves.push((rang, publie.recherche.clone(), periode.declaration));
        }
    }
    trouves.sort();
    trouves.into_iter().map(|(.., declaration)| declaration).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]
    #[test]
    fn l_index_trouve_ce_qu_un_parcours_trouve(
        bruts in proptest::collection::vec(quelqu_un(), 0..24), critere in critere(),
    ) {
        let tous: Vec<_> = bruts.iter().enumerate().map(|(rang, brut)| publier(rang, brut)).collect();
        let attendus = parcourir(&tous, &critere);
        let index = Index::new(1, tous, HashMap::new());
        let (mut page, mut trouves) = (critere, Vec::new());
        loop {
            let lue = index.chercher(&page);
            prop_assert_eq!(lue.total, attendus.len());
            prop_assert!(lue.lignes.len() <= page.limite);
            trouves.extend(lue.lignes.iter().map(|ligne| ligne.curseur.declaration));
            let Some(suite) = lue.suite else { break };
            page.apres = Some(suite);
        }
        prop_assert_eq!(trouves, attendus);
    }
}
