//! Stories of bills: what is ready, what would be refused, and why.

use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::*;
use crate::decision::{ActeNgap, DiagnosticPrealable, Etat, TypeDiagnostic, TypeStructure};
use crate::episode::{
    Compte, Cote, Diagnostic, Effet, Episode, EtatEpisode, Fiche, Localisation, Rang, Region, Seance,
};
use crate::identifiant::{DiagnosticId, DocumentId, EpisodeId, PatientId, PraticienId, SeanceId};
use crate::reglement::ngap::{Centimes, TypeBdk};

const JOUR: Date = date(2026, 11, 21);

fn acte(lettre: &str, coefficient: &str) -> Option<ActeNgap> {
    Some(ActeNgap { lettre: lettre.to_owned(), coefficient: coefficient.parse().unwrap() })
}

fn fiche(departement: &str, jours: &[Date], acte: Option<&ActeNgap>) -> Fiche {
    let seance = |(place, le): (usize, &Date)| Seance {
        id: SeanceId::new(u128::try_from(place).unwrap()),
        le: *le,
        saisie_le: Timestamp::UNIX_EPOCH,
        par: PraticienId::new(1),
        compte: Compte::Place(Rang::nouveau(u16::try_from(place + 1).unwrap()).unwrap()),
        acte: acte.cloned(),
        note: None,
    };
    Fiche {
        id: EpisodeId::new(1),
        patient: PatientId::new(1),
        localisation: Localisation::nouvelle(Region::RachisLombaire, Cote::SansObjet).unwrap(),
        departement: departement.parse().unwrap(),
        type_structure: TypeStructure::Cpts,
        ouvert_le: date(2026, 11, 2),
        fin_le: None,
        plafond: Some(8),
        participants: vec![PraticienId::new(1)],
        seances: jours.iter().enumerate().map(seance).collect(),
        diagnostic: None,
        drapeaux: Vec::new(),
        amelioration: None,
        orientations: Vec::new(),
        evenements: Vec::new(),
        etat: EtatEpisode::Ouvert,
        version: 1,
    }
}

fn dossier(episode: &Episode) -> DossierDeFacturation<'_> {
    DossierDeFacturation {
        episode,
        par: PraticienId::new(1),
        numero_am: Some("457000012".parse().unwrap()),
        prescripteur_porte: None,
        canal: Canal::AccesDirect,
        bdk: vec![BdkFacture { le: date(2026, 11, 2), rang: 1, genre: TypeBdk::General }],
        accord_prealable: None,
        autres_seances: Vec::new(),
        justificatif: Some(DocumentId::new(1)),
        aujourd_hui: JOUR,
    }
}

fn etat(facturation: &Facturation<'_>, point: Point) -> Etat {
    facturation.points.iter().find(|p| p.point == point).unwrap().etat
}

fn loiret() -> Episode {
    Episode::relu(fiche("45", &[date(2026, 11, 2), date(2026, 11, 5)], acte("RAM", "8.11").as_ref()))
}

#[test]
fn un_episode_en_regle_est_pret_et_son_total_est_juste() {
    let reglement = Reglement::embarque().unwrap();
    let episode = loiret();
    let facturation = preparer(&dossier(&episode), reglement);
    let bloquants: Vec<_> = facturation.points.iter().filter(|p| p.bloque()).collect();
    assert!(facturation.prete(), "{bloquants:?}");
    assert_eq!(facturation.points.len(), Point::TOUS.len());
    assert_eq!(facturation.lignes.len(), 3);
    let sommes: u32 = facturation.lignes.iter().map(|l| l.montant.unwrap().0).sum();
    assert_eq!(facturation.total, Total::Exact(Centimes(sommes)));
    assert!(facturation.points.iter().all(|p| p.fondement.is_some() && !p.message.is_empty()));
}

#[test]
fn le_rpps_dans_la_case_prescripteur_est_une_faute() {
    let reglement = Reglement::embarque().unwrap();
    let episode = loiret();
    let avec = |porte: &str| {
        let dossier =
            DossierDeFacturation { prescripteur_porte: Some(porte.to_owned()), ..dossier(&episode) };
        etat(&preparer(&dossier, reglement), Point::Prescripteur)
    };
    assert_eq!(avec("457 000 012"), Etat::Respecte);
    assert_eq!(avec("99700700018"), Etat::Viole);
    assert_eq!(avec("457000099"), Etat::Viole);
    let sans = DossierDeFacturation { numero_am: None, ..dossier(&episode) };
    assert_eq!(etat(&preparer(&sans, reglement), Point::Prescripteur), Etat::Viole);
}

#[test]
fn un_acte_absent_inconnu_ou_sans_cotation_se_corrige() {
    let reglement = Reglement::embarque().unwrap();
    for mauvais in [None, acte("RAM", "99.99"), acte("ZZZ", "1")] {
        let episode = Episode::relu(fiche("45", &[date(2026, 11, 2)], mauvais.as_ref()));
        let facturation = preparer(&dossier(&episode), reglement);
        assert_eq!(etat(&facturation, Point::Cotations), Etat::Viole);
        assert_eq!(etat(&facturation, Point::Montants), Etat::AConfirmer);
        assert!(matches!(facturation.total, Total::Partiel(_)) && !facturation.prete());
    }
}

#[test]
fn deux_seances_le_meme_jour_se_verifient() {
    let reglement = Reglement::embarque().unwrap();
    let episode =
        Episode::relu(fiche("45", &[date(2026, 11, 2), date(2026, 11, 2)], acte("RAM", "8.11").as_ref()));
    assert_eq!(etat(&preparer(&dossier(&episode), reglement), Point::UneParJour), Etat::AConfirmer);
}

#[test]
fn un_bilan_se_facture_une_fois_puis_a_la_trentieme_et_toutes_les_vingt() {
    let reglement = Reglement::embarque().unwrap();
    let episode = loiret();
    let avec = |rangs: &[u16]| {
        let bdk = rangs.iter().map(|rang| BdkFacture { le: JOUR, rang: *rang, genre: TypeBdk::General });
        let dossier = DossierDeFacturation { bdk: bdk.collect(), ..dossier(&episode) };
        etat(&preparer(&dossier, reglement), Point::Bdk)
    };
    assert_eq!(avec(&[]), Etat::SansObjet);
    assert_eq!(avec(&[10, 30, 50, 70]), Etat::Respecte);
    assert_eq!(avec(&[1, 5]), Etat::Viole);
    assert_eq!(avec(&[11]), Etat::Viole);
    assert_eq!(avec(&[30, 30]), Etat::Viole);
}

#[test]
fn le_loiret_veut_son_justificatif_et_le_var_n_en_veut_pas() {
    let reglement = Reglement::embarque().unwrap();
    let piece = |departement: &str| {
        let episode = Episode::relu(fiche(departement, &[date(2026, 11, 2)], acte("RAM", "8.11").as_ref()));
        let dossier = DossierDeFacturation { justificatif: None, ..dossier(&episode) };
        etat(&preparer(&dossier, reglement), Point::PieceJointe)
    };
    assert_eq!(piece("45"), Etat::Viole);
    assert_eq!(piece("83"), Etat::Respecte);
}

#[test]
fn une_prescription_d_un_an_ne_se_renouvelle_plus() {
    let reglement = Reglement::embarque().unwrap();
    let episode = loiret();
    let avec = |prescription_du| {
        let dossier =
            DossierDeFacturation { canal: Canal::Renouvellement { prescription_du }, ..dossier(&episode) };
        etat(&preparer(&dossier, reglement), Point::Canal)
    };
    assert_eq!(avec(date(2025, 11, 6)), Etat::Respecte);
    assert_eq!(avec(date(2025, 11, 5)), Etat::Viole);
    assert_eq!(avec(date(2026, 11, 4)), Etat::Viole);
}

#[test]
fn la_preuve_du_diagnostic_se_garde_et_l_excedent_ne_se_facture_pas() {
    let reglement = Reglement::embarque().unwrap();
    let mut fiche = fiche("45", &[date(2026, 11, 2)], acte("RAM", "8.11").as_ref());
    let piece = DiagnosticPrealable {
        type_diagnostic: TypeDiagnostic::CrOperatoire,
        date: date(2026, 10, 1),
        en_rapport: true,
        enregistre_le: date(2026, 11, 2),
    };
    fiche.diagnostic = Some(Diagnostic { id: DiagnosticId::new(1), piece, effet: Effet::LeveLePlafond });
    let episode = Episode::relu(fiche.clone());
    assert_eq!(etat(&preparer(&dossier(&episode), reglement), Point::PreuveDuDiagnostic), Etat::Respecte);
    fiche.diagnostic = None;
    fiche.seances[0].compte = Compte::Excedent;
    let episode = Episode::relu(fiche);
    assert_eq!(etat(&preparer(&dossier(&episode), reglement), Point::PreuveDuDiagnostic), Etat::Viole);
}

#[test]
fn au_rang_de_l_accord_prealable_il_faut_l_accord() {
    let reglement = Reglement::embarque().unwrap();
    let (cotation, rang) = reglement
        .nomenclature()
        .lignes_au(JOUR)
        .filter_map(|ligne| Some((ligne, ligne.acte.accord_prealable?.rang)))
        .filter(|(_, rang)| (2..=40).contains(rang))
        .min_by_key(|(_, rang)| *rang)
        .unwrap();
    let acte = ActeNgap { lettre: cotation.lettre.code().to_owned(), coefficient: cotation.coefficient };
    let jours: Vec<Date> =
        (0..rang).map(|n| date(2026, 9, 1).checked_add(jiff::Span::new().days(n)).unwrap()).collect();
    let avec = |nombre: usize, accord_prealable| {
        let episode = Episode::relu(fiche("45", &jours[..nombre], Some(&acte)));
        etat(
            &preparer(&DossierDeFacturation { accord_prealable, ..dossier(&episode) }, reglement),
            Point::AccordPrealable,
        )
    };
    let tous = usize::from(rang);
    assert_eq!(avec(tous - 1, None), Etat::Respecte);
    assert_eq!(avec(tous, None), Etat::Viole);
    assert_eq!(avec(tous, Some(date(2026, 8, 20))), Etat::Respecte);
    assert_eq!(avec(tous, Some(date(2026, 11, 20))), Etat::Viole);
}

#[test]
fn chacun_facture_ses_seances_et_les_rangs_comptent_celles_de_tous() {
    let reglement = Reglement::embarque().unwrap();
    let mut fiche = fiche("45", &[date(2026, 11, 2), date(2026, 11, 5)], acte("RAM", "8.11").as_ref());
    fiche.seances[0].par = PraticienId::new(2);
    fiche.seances[0].acte = None;
    let episode = Episode::relu(fiche);
    let facturation = preparer(&DossierDeFacturation { bdk: Vec::new(), ..dossier(&episode) }, reglement);
    assert_eq!(etat(&facturation, Point::Cotations), Etat::Respecte);
    assert_eq!(facturation.lignes.iter().map(|l| l.le).collect::<Vec<_>>(), [date(2026, 11, 5)]);
}

#[test]
fn trente_seances_en_douze_mois_appellent_l_accord_prealable_d_ou_qu_elles_viennent() {
    let reglement = Reglement::embarque().unwrap();
    let (cotation, annuel) = reglement
        .nomenclature()
        .lignes_au(JOUR)
        .find_map(|ligne| Some((ligne, ligne.acte.accord_prealable?.annuel?)))
        .unwrap();
    let acte = ActeNgap { lettre: cotation.lettre.code().to_owned(), coefficient: cotation.coefficient };
    let episode = Episode::relu(fiche("45", &[JOUR], Some(&acte)));
    let avec = |nombre: u16, jours_avant: i64| {
        let jour = |n: u16| JOUR.checked_sub(jiff::Span::new().days(jours_avant + i64::from(n))).unwrap();
        let autres_seances = (0..nombre).map(jour).collect();
        let dossier = DossierDeFacturation { autres_seances, ..dossier(&episode) };
        etat(&preparer(&dossier, reglement), Point::AccordPrealable)
    };
    assert_eq!(avec(annuel.seances - 1, 1), Etat::Respecte);
    assert_eq!(avec(annuel.seances, 1), Etat::Viole);
    assert_eq!(avec(annuel.seances, 400), Etat::Respecte, "il y a plus de douze mois");
}
