//! One story granted and one refused per rule: a structure in order, then one thing that goes wrong, and only one rule moves.

use rstest::rstest;

use super::*;
use crate::decision::TypeStructure;
use crate::reglement::ngap::Centimes;

const MEDECIN: Profession = Profession::MedecinGeneraliste;
const MK: Profession = Profession::MasseurKinesitherapeute;

fn membre(profession: Profession, mode: Mode, lien: Lien) -> Membre {
    let oui = Some(true);
    let mk = SituationMk {
        inscrit_a_l_ordre: oui,
        rpps: oui,
        assure: oui,
        conventionne: oui,
        remplacant: Some(false),
    };
    Membre { profession, mode, lien, signataire: oui, prevu_au_projet: oui, mk }
}

fn associe(profession: Profession) -> Membre {
    membre(profession, Mode::Liberal, Lien::Associe)
}

fn departement(code: &str) -> CodeDepartement {
    code.parse().expect("un département")
}

/// A structure of this type to which nothing can be objected.
fn en_regle(type_structure: TypeStructure) -> Composition {
    let oui = Some(true);
    let mut c = Composition::nouvelle(type_structure);
    c.siege = Some(departement("45"));
    c.departements = vec![departement("45")];
    c.projet = ProjetDeSante { ecrit: oui, communes: oui, professionnels: oui, transmis_a_l_ars: oui };
    c.contrats = Contrats {
        argent_ars: oui,
        cpom: oui,
        aci: oui,
        accord_national_cds: Some(false),
        ..Contrats::default()
    };
    c.contrats.missions_de_service_public = oui;
    c.contrats.convention_ars_cpam = oui;
    (c.tarifs, c.tiers_payant) = (Some(Tarifs::Opposables), oui);
    (c.hebergement, c.systeme_partage, c.lien_avec_cpts) = (Some(false), oui, oui);
    c.indemnite = Some(IndemniteAnnuelle { annee: 2023, montant: Centimes(4_399_200) });
    c.membres = vec![associe(MEDECIN), associe(MEDECIN), associe(MK)];
    c.recours = Some(Recours::Premier);
    match type_structure {
        TypeStructure::Msp => {
            c.forme = Some(FormeJuridique::Sisa);
            c.emploi_prevu_aux_statuts = oui;
            c.membres.push(membre(Profession::Infirmier, Mode::Salarie, Lien::Employe));
            c.membres.push(membre(Profession::Psychologue, Mode::Liberal, Lien::Participant));
        }
        TypeStructure::Cds => {
            c.gestionnaire = Some(Gestionnaire::Commune);
            c.membres.iter_mut().for_each(|m| (m.mode, m.lien) = (Mode::Salarie, Lien::Employe));
        }
        TypeStructure::Ess => {
            c.recours = Some(Recours::Second);
            c.membres.push(associe(Profession::MedecinSpecialiste));
        }
        _ => c.forme = Some(FormeJuridique::Association1901),
    }
    c
}

fn regles() -> ReglesStructure {
    ReglesStructure::embarquees().expect("les règles se lisent")
}

fn constats<'r>(c: &Composition, regles: &'r ReglesStructure) -> Vec<ConstatStructure<'r>> {
    verifier(c, regles, &[departement("45"), departement("83")])
}

#[rstest]
fn une_structure_en_regle_n_a_rien_a_corriger(
    #[values(
        TypeStructure::Msp,
        TypeStructure::Cds,
        TypeStructure::Esp,
        TypeStructure::Ess,
        TypeStructure::Cpts
    )]
    type_structure: TypeStructure,
) {
    let regles = regles();
    for constat in constats(&en_regle(type_structure), &regles) {
        assert!(matches!(constat.etat, Etat::Respecte | Etat::SansObjet), "{constat:?}");
        assert_eq!(constat.manque, None);
        assert_eq!(constat.fondement().is_some(), constat.etat == Etat::Respecte);
    }
}

/// One thing that goes wrong.
type Faute = fn(&mut Composition);

#[rstest]
#[case(TypeStructure::Msp, "msp-personne-morale", |c: &mut Composition| {
    c.forme = Some(FormeJuridique::Aucune);
    c.membres.retain(|m| m.lien != Lien::Employe);
})]
#[case(TypeStructure::Msp, "sisa-associes", |c: &mut Composition| c.membres[0].profession = Profession::SageFemme)]
#[case(TypeStructure::Msp, "sisa-salaries-minoritaires", |c: &mut Composition| {
    let salarie = membre(Profession::Infirmier, Mode::Salarie, Lien::Employe);
    c.membres.extend([salarie, salarie]);
})]
#[case(TypeStructure::Msp, "msp-participants-hors-sante", |c: &mut Composition| c.membres[4].signataire = Some(false))]
#[case(TypeStructure::Msp, "msp-participants-hors-sante", |c: &mut Composition| c.membres[4].lien = Lien::Associe)]
#[case(TypeStructure::Msp, "msp-participants-hors-sante", |c: &mut Composition| c.membres[4].prevu_au_projet = Some(false))]
#[case(TypeStructure::Msp, "msp-exercice-liberal", |c: &mut Composition| c.emploi_prevu_aux_statuts = Some(false))]
#[case(TypeStructure::Cpts, "projet-de-sante", |c: &mut Composition| c.projet.ecrit = Some(false))]
#[case(TypeStructure::Cds, "cds-gestionnaire", |c: &mut Composition| c.gestionnaire = Some(Gestionnaire::Autre))]
#[case(TypeStructure::Cds, "cds-tarifs-et-statut", |c: &mut Composition| c.tarifs = Some(Tarifs::Secteurs1Et2))]
#[case(TypeStructure::Cds, "cds-tarifs-et-statut", |c: &mut Composition| c.tiers_payant = Some(false))]
#[case(TypeStructure::Cds, "cds-tarifs-et-statut", |c: &mut Composition| c.membres[0].mode = Mode::Liberal)]
#[case(TypeStructure::Cds, "cds-un-seul-contrat", |c: &mut Composition| c.contrats.accord_national_cds = Some(true))]
#[case(TypeStructure::Cds, "cpom-si-argent-de-l-ars", |c: &mut Composition| c.contrats.cpom = Some(false))]
#[case(TypeStructure::Esp, "esp-composition", |c: &mut Composition| c.membres.retain(|m| m.profession == MK))]
#[case(TypeStructure::Esp, "esp-composition", |c: &mut Composition| c.membres.truncate(1))]
#[case(TypeStructure::Esp, "esp-composition", |c: &mut Composition| c.membres.push(associe(Profession::OsteopatheExclusif)))]
#[case(TypeStructure::Esp, "esp-projet-signe-et-transmis", |c: &mut Composition| c.membres[1].signataire = Some(false))]
#[case(TypeStructure::Esp, "esp-projet-signe-et-transmis", |c: &mut Composition| c.projet.transmis_a_l_ars = Some(false))]
#[case(TypeStructure::Esp, "esp-projet-signe-et-transmis", |c: &mut Composition| c.projet.communes = Some(false))]
#[case(TypeStructure::Esp, "esp-projet-signe-et-transmis", |c: &mut Composition| c.systeme_partage = Some(false))]
#[case(TypeStructure::Ess, "ess-composition", |c: &mut Composition| c.membres.truncate(3))]
#[case(TypeStructure::Cpts, "cpts-association", |c: &mut Composition| c.forme = Some(FormeJuridique::Sisa))]
#[case(TypeStructure::Cpts, "cpts-association", |c: &mut Composition| c.siege = Some(departement("68")))]
#[case(TypeStructure::Cpts, "cpts-missions-de-service-public", |c: &mut Composition| c.contrats.convention_ars_cpam = Some(false))]
#[case(TypeStructure::Msp, "msp-premier-recours", |c: &mut Composition| c.recours = Some(Recours::Second))]
#[case(TypeStructure::Msp, "msp-premier-recours", |c: &mut Composition| c.tarifs = Some(Tarifs::NonConventionnes))]
#[case(TypeStructure::Cds, "cds-sans-hebergement", |c: &mut Composition| c.hebergement = Some(true))]
#[case(TypeStructure::Esp, "equipe-et-niveau-de-recours", |c: &mut Composition| c.recours = Some(Recours::Second))]
#[case(TypeStructure::Ess, "equipe-et-niveau-de-recours", |c: &mut Composition| c.lien_avec_cpts = Some(false))]
#[case(TypeStructure::Cpts, "cpts-indemnites-plafonnees", |c: &mut Composition| {
    c.indemnite = Some(IndemniteAnnuelle { annee: 2023, montant: Centimes(4_399_201) });
})]
#[case(TypeStructure::Cpts, "acces-direct-ouvert", |c: &mut Composition| c.departements = vec![departement("41")])]
#[case(TypeStructure::Cpts, "mk-en-regle", |c: &mut Composition| c.membres[2].mk.remplacant = Some(true))]
#[case(TypeStructure::Msp, "mk-en-regle", |c: &mut Composition| c.membres[2].mk.conventionne = Some(false))]
fn une_faute_ne_viole_que_sa_regle_et_dit_comment_la_corriger(
    #[case] type_structure: TypeStructure,
    #[case] code: &str,
    #[case] faute: Faute,
) {
    let regles = regles();
    let mut c = en_regle(type_structure);
    let avant = constats(&c, &regles);
    let regle = avant.iter().find(|constat| constat.regle.code.code() == code).expect("la règle existe");
    assert_eq!(regle.etat, Etat::Respecte, "{regle:?}");
    faute(&mut c);
    let apres = constats(&c, &regles);
    let violes: Vec<_> = apres.iter().filter(|constat| constat.etat == Etat::Viole).collect();
    assert_eq!(violes.iter().map(|v| v.regle.code.code()).collect::<Vec<_>>(), [code]);
    assert!(violes[0].manque.as_ref().is_some_and(|manque| manque.ends_with('.')));
}

#[test]
fn la_forme_libre_d_une_esp_ne_se_viole_pas_et_ne_concerne_qu_elle() {
    let regles = regles();
    let etat = |type_structure, forme| {
        let mut c = en_regle(type_structure);
        c.forme = forme;
        let constats = constats(&c, &regles);
        constats.iter().find(|k| k.regle.code == CodeRegle::EspFormeLibre).map(|k| k.etat)
    };
    for forme in FormeJuridique::TOUS {
        assert_eq!(etat(TypeStructure::Esp, Some(*forme)), Some(Etat::Respecte));
    }
    assert_eq!(etat(TypeStructure::Msp, Some(FormeJuridique::Sisa)), Some(Etat::SansObjet));
}

#[test]
fn une_msp_sans_sisa_ne_peut_avoir_de_salaries() {
    let regles = regles();
    let mut c = en_regle(TypeStructure::Msp);
    c.forme = Some(FormeJuridique::Association1901);
    let constats = constats(&c, &regles);
    let exercice = constats.iter().find(|k| k.regle.code == CodeRegle::MspExerciceLiberal).unwrap();
    assert_eq!(exercice.etat, Etat::Viole);
    assert_eq!(
        constats.iter().find(|k| k.regle.code == CodeRegle::SisaAssocies).unwrap().etat,
        Etat::SansObjet
    );
}

#[test]
fn ce_que_personne_n_a_dit_se_demande() {
    let regles = regles();
    let demandes = |type_structure| -> Vec<&str> {
        constats(&Composition::nouvelle(type_structure), &regles)
            .iter()
            .filter(|k| k.etat == Etat::AConfirmer)
            .inspect(|k| assert!(k.manque.is_some(), "{k:?}"))
            .map(|k| k.regle.numero.as_str())
            .collect()
    };
    assert_eq!(demandes(TypeStructure::Cpts), ["R6", "R15", "R16", "R16e", "R17"]);
    assert_eq!(demandes(TypeStructure::Cds), ["R6", "R7", "R8", "R9", "R10", "R16c"]);
    assert_eq!(demandes(TypeStructure::Cabinet), Vec::<&str>::new());
}

#[test]
fn le_plafond_d_une_annee_inconnue_se_demande() {
    let regles = regles();
    let mut c = en_regle(TypeStructure::Cpts);
    c.indemnite = Some(IndemniteAnnuelle { annee: 2026, montant: Centimes(1) });
    let constats = constats(&c, &regles);
    let indemnites = constats.iter().find(|k| k.regle.code == CodeRegle::CptsIndemnitesPlafonnees).unwrap();
    assert_eq!(indemnites.etat, Etat::AConfirmer);
}

#[rstest]
#[case(TypeStructure::Etablissement, Etat::Respecte)]
#[case(TypeStructure::Esms, Etat::Respecte)]
#[case(TypeStructure::Cabinet, Etat::Viole)]
fn l_acces_direct_depend_du_type(#[case] type_structure: TypeStructure, #[case] etat: Etat) {
    let regles = regles();
    let constats = constats(&Composition::nouvelle(type_structure), &regles);
    assert_eq!(constats.iter().find(|k| k.regle.code == CodeRegle::AccesDirectOuvert).unwrap().etat, etat);
}

#[test]
fn en_alsace_moselle_la_cpts_est_de_droit_local() {
    let regles = regles();
    for siege in ["57", "67", "68"] {
        let mut c = en_regle(TypeStructure::Cpts);
        (c.siege, c.forme) = (Some(departement(siege)), Some(FormeJuridique::AssociationDroitLocal));
        let constats = constats(&c, &regles);
        assert_eq!(constats.iter().find(|k| k.regle.numero == "R15").unwrap().etat, Etat::Respecte);
    }
}

#[test]
fn un_remplacant_exerce_en_msp_mais_pas_en_cpts() {
    let regles = regles();
    let mut c = en_regle(TypeStructure::Msp);
    c.membres[2].mk.remplacant = Some(true);
    let constats = constats(&c, &regles);
    assert_eq!(constats.iter().find(|k| k.regle.code == CodeRegle::MkEnRegle).unwrap().etat, Etat::Respecte);
}

#[test]
fn chaque_message_est_une_phrase() {
    let regles = regles();
    for type_structure in TypeStructure::TOUS {
        for constat in constats(&en_regle(*type_structure), &regles) {
            assert!(constat.message.ends_with('.'), "{}", constat.message);
            assert!(constat.regle.libelle.ends_with('.') && !constat.regle.source.url.is_empty());
        }
    }
}
