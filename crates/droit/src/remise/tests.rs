//! Stories of deliveries, and what holds whatever happens in whatever order.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::*;

fn instant(secondes: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(secondes)
}

fn cause(mots: &str) -> Cause {
    Cause::nouvelle(mots)
}

fn suivre(evenements: impl IntoIterator<Item = Evenement>) -> Remise {
    let mut le = 0;
    evenements.into_iter().fold(Remise::composee(Canal::MssanteProfessionnel), |remise, evenement| {
        le += 100_000;
        remise.apres(evenement, instant(le)).unwrap()
    })
}

#[test]
fn un_envoi_integre_est_remis() {
    use Evenement as E;
    let remise = suivre([E::Demandee, E::Commencee, E::Acceptee, E::Arrivee(Preuve::Integration)]);
    assert!(matches!(remise.etat, Etat::Remis { preuve: Preuve::Integration, .. }));
    assert_eq!((remise.essais, remise.doublons_possibles), (1, 0));
    assert!(
        remise.apres(E::Refusee(cause("rebond")), instant(9)).is_err(),
        "un rebond tardif ne défait rien"
    );
}

#[test]
fn un_rebond_ou_une_erreur_904_rejette_ce_qui_etait_parti() {
    use Evenement as E;
    let partie = suivre([E::Demandee, E::Commencee, E::Acceptee]);
    assert!(matches!(partie.apres(E::Refusee(cause("904")), instant(9)).unwrap().etat, Etat::Rejete { .. }));
    let arrivee = partie.apres(E::Arrivee(Preuve::BoiteAtteinte), instant(9)).unwrap();
    assert!(matches!(
        arrivee.apres(E::Refusee(cause("904")), instant(10)).unwrap().etat,
        Etat::Rejete { .. }
    ));
}

#[test]
fn un_destinataire_muet_devient_sans_reponse_puis_peut_encore_repondre() {
    use Evenement as E;
    let muet = suivre([E::Demandee, E::Commencee, E::Acceptee, E::DelaiEcoule]);
    assert!(matches!(muet.etat, Etat::SansReponse { .. }) && muet.etat.attend_quelqu_un());
    let remis = muet.apres(E::Arrivee(Preuve::Lecture), instant(9)).unwrap();
    assert!(matches!(remis.etat, Etat::Remis { .. }));
    assert!(matches!(muet.apres(E::Demandee, instant(9)).unwrap().etat, Etat::EnFile { .. }));
}

#[test]
fn une_coupure_apres_l_envoi_compte_comme_un_doublon_possible() {
    use Evenement as E;
    let coupure = E::Incertaine { cause: cause("coupure"), hasard: 1 };
    let remise = suivre([E::Demandee, E::Commencee, coupure, E::Commencee, E::Acceptee]);
    assert_eq!((remise.essais, remise.doublons_possibles), (2, 1));
}

#[test]
fn un_refus_du_serveur_ne_se_relance_pas_tout_seul() {
    use Evenement as E;
    let remise = suivre([E::Demandee, E::Commencee, E::Refusee(cause("550"))]);
    assert!(matches!(remise.etat, Etat::Rejete { .. }));
    assert!(remise.apres(E::Commencee, instant(9_999_999)).is_err());
}

#[test]
fn apres_quatorze_essais_quelqu_un_regarde_et_peut_relancer() {
    use Evenement as E;
    let mut remise = suivre([E::Demandee]);
    for essai in 1..=ESSAIS_MAXIMUM {
        let le = instant(i64::from(essai) * 1_000_000);
        let empechee = E::Empechee { cause: cause("451"), hasard: u64::from(essai) };
        remise = remise.apres(E::Commencee, le).unwrap().apres(empechee, le).unwrap();
    }
    assert!(matches!(remise.etat, Etat::Abandonne { .. }));
    let relancee = remise.apres(E::Demandee, instant(99_000_000)).unwrap();
    assert_eq!(relancee.essais, 0);
}

#[test]
fn le_papier_ne_passe_que_de_main_en_main() {
    let papier = Remise::composee(Canal::MainPropre);
    assert!(papier.apres(Evenement::Demandee, instant(1)).is_err());
    assert!(papier.apres(Evenement::Arrivee(Preuve::Integration), instant(1)).is_err(), "rien n’est parti");
    let remis = papier.apres(Evenement::Arrivee(Preuve::RemiseDeclaree), instant(1)).unwrap();
    assert!(matches!(remis.etat, Etat::Remis { preuve: Preuve::RemiseDeclaree, .. }));
}

#[test]
fn un_retard_annonce_se_note_sans_rien_changer() {
    use Evenement as E;
    let partie = suivre([E::Demandee, E::Commencee, E::Acceptee]);
    let retardee = || E::Retardee(cause("le serveur réessaie"));
    assert_eq!(partie.apres(retardee(), instant(9)), Ok(partie.clone()));
    assert!(suivre([E::Demandee]).apres(retardee(), instant(9)).is_err(), "rien n’est parti");
}

#[test]
fn une_raison_precisee_ne_change_que_ce_qui_attend() {
    use Evenement as E;
    let precisee = || E::Precisee(cause("adresse inconnue"));
    let attend = Remise::composee(Canal::MainPropre);
    assert_eq!(attend.apres(precisee(), instant(9)), Ok(attend.clone()));
    assert!(
        suivre([E::Demandee]).apres(precisee(), instant(9)).is_err(),
        "ce qui est en file n’attend personne"
    );
}

#[test]
fn ce_qui_attend_quelqu_un_dit_quoi_faire_et_le_reste_n_en_dit_rien() {
    use Evenement as E;
    let rejetee = suivre([E::Demandee, E::Commencee, E::Refusee(cause("550"))]);
    let muette = suivre([E::Demandee, E::Commencee, E::Acceptee, E::DelaiEcoule]);
    assert!(rejetee.a_faire().unwrap().contains("adresse") && muette.a_faire().unwrap().contains("reçu"));
    assert_eq!(suivre([E::Demandee]).a_faire(), None);
    for (attente, canal) in Attente::TOUS.iter().flat_map(|a| Canal::TOUS.iter().map(move |c| (a, c))) {
        assert!(attente.a_faire(*canal).ends_with('.'), "{attente:?} {canal:?}");
    }
}

#[test]
fn ce_qui_est_retenu_en_file_attend_quelqu_un_et_ce_qui_est_parti_ne_se_retient_plus() {
    use Evenement as E;
    let retenue = || E::Retenue(cause("identité corrigée"));
    let remise = suivre([E::Demandee, retenue()]);
    assert_eq!(remise.etat, Etat::Compose);
    assert!(suivre([E::Demandee, E::Commencee, E::Acceptee]).apres(retenue(), instant(9)).is_err());
    assert!(matches!(remise.apres(E::Demandee, instant(9)).unwrap().etat, Etat::EnFile { .. }));
}

fn evenement() -> impl Strategy<Value = Evenement> {
    let preuve = prop::sample::select(Preuve::TOUS);
    prop_oneof![
        3 => Just(Evenement::Demandee),
        1 => Just(Evenement::Precisee(cause("le lieu de naissance manque"))),
        4 => Just(Evenement::Commencee),
        2 => Just(Evenement::Acceptee),
        2 => any::<u64>().prop_map(|hasard| Evenement::Empechee { cause: cause("451"), hasard }),
        2 => any::<u64>().prop_map(|hasard| Evenement::Incertaine { cause: cause("coupure"), hasard }),
        1 => Just(Evenement::Retenue(cause("identité corrigée"))),
        1 => Just(Evenement::Refusee(cause("550"))),
        1 => preuve.prop_map(Evenement::Arrivee),
        1 => Just(Evenement::Retardee(cause("plus tard"))),
        1 => Just(Evenement::DelaiEcoule),
        1 => Just(Evenement::Annulee(cause("opposition"))),
    ]
}

proptest! {
    #[test]
    fn rien_ne_se_perd_et_tout_doublon_se_voit(
        canal in prop::sample::select(Canal::TOUS),
        histoire in prop::collection::vec((evenement(), 0_i64..50_000), 0..60),
    ) {
        let (mut remise, mut le, mut incertains) = (Remise::composee(canal), 0, 0);
        for (evenement, attente) in histoire {
            le += attente;
            let incertain = matches!(evenement, Evenement::Incertaine { .. });
            let Ok(suite) = remise.apres(evenement, instant(le)) else { continue };
            incertains += u32::from(incertain);
            prop_assert_eq!(suite.doublons_possibles, incertains);
            prop_assert!(!matches!(remise.etat, Etat::Annule { .. }), "ce qui est annulé ne bouge plus");
            if let Etat::Remis { preuve: Preuve::Integration | Preuve::Lecture, .. } = remise.etat {
                prop_assert!(false, "ce qui est intégré ou lu ne bouge plus");
            }
            if let Etat::EnFile { pas_avant } = suite.etat {
                prop_assert!(pas_avant >= instant(le), "une échéance n’est jamais passée");
                prop_assert!(pas_avant <= instant(le) + SignedDuration::from_hours(6));
            }
            remise = suite;
        }
    }
}
