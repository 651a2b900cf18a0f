//! Stories of reports, and of what figures say.

use jiff::civil::date;

use super::donnee::{avec_les_moyennes_cachees, part};
use super::*;
use crate::identifiant::RapportId;
use crate::indicateur::{Indicateur, Periode, Variante};

fn signature(le: jiff::civil::Date) -> Signature {
    Signature {
        nom: "Camille Fictive".parse().unwrap(),
        qualite: "Directrice de l’offre de soins".parse().unwrap(),
        le,
    }
}

fn brouillon() -> Rapport {
    Rapport::nouveau(
        RapportId::new(1),
        SujetRapport::Departement("45".parse().unwrap()),
        Periode::Annee(2025),
    )
}

#[test]
fn un_rapport_se_signe_une_fois_sa_periode_terminee() {
    let fin = date(2025, 12, 31);
    let trop_tot = brouillon().signer(signature(fin), fin);
    assert_eq!(trop_tot.unwrap_err(), RefusDeSigner::PeriodeEnCours(fin));
    let signe = brouillon().signer(signature(date(2026, 1, 1)), fin).unwrap();
    assert_eq!(signe.signature().qualite.as_str(), "Directrice de l’offre de soins");
}

#[test]
fn un_rapport_signe_ne_se_signe_plus_et_se_corrige_par_une_nouvelle_version() {
    let (fin, le) = (date(2025, 12, 31), date(2026, 2, 3));
    let mut rapport = brouillon();
    rapport.commentaires.ecrire(SectionRapport::Synthese, "Une première année.".parse().ok());
    assert_eq!(
        rapport.corriger(RapportId::new(2), "Erreur".parse().unwrap()),
        None,
        "un brouillon se modifie"
    );
    rapport.etat = EtatRapport::Signe(signature(le));
    assert_eq!(rapport.clone().signer(signature(le), fin).unwrap_err(), RefusDeSigner::DejaSigne);
    let suite =
        rapport.corriger(RapportId::new(2), "Deux CPTS étaient interverties.".parse().unwrap()).unwrap();
    assert_eq!(suite.rapport().numero.nombre(), 2);
    assert_eq!(suite.rapport().etat, EtatRapport::Brouillon);
    assert_eq!(suite.rapport().commentaires, rapport.commentaires, "ce qui était écrit est repris");
}

#[test]
fn le_sujet_s_ecrit_et_se_relit() {
    for texte in ["departement/45", "departement/2B", "cpts/00000000-0000-0000-0000-000000000007"] {
        assert_eq!(texte.parse::<SujetRapport>().unwrap().to_string(), texte);
    }
    for faux in ["45", "departement/00", "region/Corse", "cpts/", ""] {
        assert!(faux.parse::<SujetRapport>().is_err(), "{faux}");
    }
}

#[test]
fn une_part_s_ecrit_avec_un_dixieme_et_son_intervalle() {
    let Chiffre::Part { dixiemes, intervalle, .. } = part(15, 148, 100) else { panic!("une part") };
    assert_eq!((dixiemes, intervalle), (101, (62, 160)));
    assert_eq!(part(15, 148, 100).ecrire(',').as_deref(), Some("10,1"));
    assert_eq!(part(1, 0, 100).ecrire(','), None);
    let Chiffre::Part { dixiemes, intervalle, .. } = part(10, 1_000, 1_000) else { panic!("un taux") };
    assert_eq!((dixiemes, intervalle), (100, (48, 184)));
}

/// The mean of séances was hidden while its classes were shown, or was hidden with them in a place inside.
#[test]
fn une_moyenne_cachee_que_rien_ne_disait_se_dit_a_la_relecture() {
    let donnee = |indicateur, modalite: Option<&str>, chiffre| Donnee {
        perimetre: "departement/45".to_owned(),
        periode: "2025".to_owned(),
        variante: Variante::Ouverture,
        indicateur,
        modalite: modalite.map(|code| ModaliteDite { code: code.to_owned(), libelle: code.to_owned() }),
        chiffre,
    };
    let n = |n| Chiffre::Nombre { n };
    let figee = [
        donnee(Indicateur::Seances, None, n(700)),
        donnee(Indicateur::SeancesParEpisode, Some("2-8"), n(134)),
        donnee(Indicateur::Orientations, None, n(20)),
    ];
    let lue = avec_les_moyennes_cachees(&figee);
    assert_eq!(lue.len(), 4);
    assert_eq!(lue[1].indicateur, Indicateur::SeancesParEpisode);
    assert!(lue[1].modalite.is_none() && lue[1].chiffre.est_masque(), "{:?}", lue[1]);
    assert_eq!(lue[1].chiffre.etat(), "non publié");
    assert_eq!(avec_les_moyennes_cachees(&lue), lue, "what is told is not told twice");
}

#[test]
fn une_classe_de_seances_compte_des_episodes() {
    let unite = |code| Indicateur::depuis_code(code).and_then(Indicateur::unite_des_parts);
    assert_eq!((unite("seances-par-episode"), unite("regions-du-corps")), (Some("épisodes"), None));
}
