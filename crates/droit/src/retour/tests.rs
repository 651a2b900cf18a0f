//! The stories of a learning note: four eyes, and nobody in it.

use jiff::Timestamp;
use jiff::civil::date;

use super::*;
use crate::anonymat::Lexique;
use crate::declaration::Declarant;
use crate::identifiant::{CompteId, RetourId};

fn agent(numero: u128) -> Declarant {
    Declarant {
        compte: CompteId::new(numero),
        aujourd_hui: date(2026, 3, 9),
        maintenant: Timestamp::UNIX_EPOCH,
    }
}

fn brouillon(contexte: &str) -> Retour {
    let texte = |mots: &str| mots.parse().unwrap();
    let contenu = Contenu {
        titre: "Prévenir les chutes au lever".parse().unwrap(),
        contexte: texte(contexte),
        analyse: texte("La table était haute."),
        enseignements: texte("Baisser la table avant le lever."),
    };
    let origine = Origine { id: RetourId::new(1), departement: "45".parse().unwrap(), evenement: None };
    Retour::ecrire(origine, contenu, &agent(1)).retour().clone()
}

fn pas(retour: &Retour, geste: &GesteRetour, par: u128) -> Result<Retour, EmpechementRetour> {
    let lexique = Lexique { concernes: &["Zoé Lefèvre"], ..Lexique::default() };
    retour.avancer(geste, &lexique, &agent(par)).map(|fait| fait.suite().clone())
}

#[test]
fn une_fiche_est_publiee_par_un_autre_que_son_redacteur() {
    let soumise =
        pas(&brouillon("Un patient a chuté."), &GesteRetour::Soumettre(Relecture::AFaire), 1).unwrap();
    assert_eq!(
        pas(&soumise, &GesteRetour::Publier(Relecture::AFaire), 1),
        Err(EmpechementRetour::MemeRedacteur)
    );
    let publiee = pas(&soumise, &GesteRetour::Publier(Relecture::AFaire), 2).unwrap();
    assert_eq!(publiee.etat, EtatRetour::Publie { le: date(2026, 3, 9), relu_par: CompteId::new(2) });
    let retiree = pas(&publiee, &GesteRetour::Retirer("Erreur.".parse().unwrap()), 1).unwrap();
    assert_eq!(retiree.etat.etape(), EtapeRetour::Retire);
}

#[test]
fn celui_qui_recrit_devient_le_redacteur() {
    let fiche = brouillon("Un patient a chuté.");
    let geste = GesteRetour::Modifier(fiche.contenu.clone());
    let soumise =
        pas(&pas(&fiche, &geste, 2).unwrap(), &GesteRetour::Soumettre(Relecture::AFaire), 2).unwrap();
    assert_eq!(
        pas(&soumise, &GesteRetour::Publier(Relecture::AFaire), 2),
        Err(EmpechementRetour::MemeRedacteur)
    );
    assert!(pas(&soumise, &GesteRetour::Publier(Relecture::AFaire), 1).is_ok());
}

#[test]
fn une_fiche_qui_nomme_quelqu_un_ne_sort_pas_du_brouillon() {
    let fiche = brouillon("Mme Lefèvre a appelé le 06 12 34 56 78.");
    match pas(&fiche, &GesteRetour::Soumettre(Relecture::AFaire), 1) {
        Err(EmpechementRetour::Reconnaissable(indices)) => assert_eq!(indices.len(), 2, "{indices:?}"),
        autre => panic!("{autre:?}"),
    }
}

#[test]
fn une_fiche_publiee_ne_se_recrit_pas() {
    let soumise =
        pas(&brouillon("Un patient a chuté."), &GesteRetour::Soumettre(Relecture::AFaire), 1).unwrap();
    let publiee = pas(&soumise, &GesteRetour::Publier(Relecture::AFaire), 2).unwrap();
    let geste = GesteRetour::Modifier(publiee.contenu.clone());
    assert_eq!(pas(&publiee, &geste, 1), Err(EmpechementRetour::Etape));
    assert_eq!(pas(&publiee, &GesteRetour::Publier(Relecture::AFaire), 2), Err(EmpechementRetour::Etape));
    assert_eq!(pas(&soumise, &geste, 1), Err(EmpechementRetour::Etape), "it is being read");
}

#[test]
fn ce_qui_peut_designer_quelqu_un_se_confirme() {
    let fiche = brouillon("Une patiente de 78 ans a chuté.");
    match pas(&fiche, &GesteRetour::Soumettre(Relecture::AFaire), 1) {
        Err(EmpechementRetour::AConfirmer(indices)) => assert_eq!(indices.len(), 1, "{indices:?}"),
        autre => panic!("{autre:?}"),
    }
    let soumise = pas(&fiche, &GesteRetour::Soumettre(Relecture::Confirmee), 1).unwrap();
    let sans_relire = pas(&soumise, &GesteRetour::Publier(Relecture::AFaire), 2);
    assert!(matches!(sans_relire, Err(EmpechementRetour::AConfirmer(_))), "the second reader confirms too");
    assert!(pas(&soumise, &GesteRetour::Publier(Relecture::Confirmee), 2).is_ok());
}

#[test]
fn une_confirmation_ne_leve_pas_ce_qui_nomme() {
    let fiche = brouillon("Mme Martin, de la rue des Lilas, a chuté.");
    let refus = pas(&fiche, &GesteRetour::Soumettre(Relecture::Confirmee), 1);
    assert!(matches!(refus, Err(EmpechementRetour::Reconnaissable(_))), "{refus:?}");
}
