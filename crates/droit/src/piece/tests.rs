//! Proofs: their names, who opens them, until when they change.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

#[test]
fn un_nom_ne_garde_ni_chemin_ni_signe_invisible_ni_fausse_extension() {
    let nom = |brut| NomFichier::assainir(brut, TypePiece::Pdf).as_str().to_owned();
    assert_eq!(nom("Reçu d’adhésion 2026.pdf"), "Reçu d’adhésion 2026.pdf");
    assert_eq!(nom("../../etc/passwd"), "passwd.pdf");
    assert_eq!(nom("C:\\Documents\\recu.PDF"), "recu.pdf");
    assert_eq!(nom("recu\u{202e}fdp.exe"), "recu fdp.pdf");
    assert_eq!(nom("a\r\nSet-Cookie: b.png"), "a Set-Cookie b.pdf");
    assert_eq!(nom(""), "justificatif.pdf");
    assert_eq!(nom(".pdf"), "justificatif.pdf");
}

proptest! {
    #[test]
    fn tout_nom_devient_un_nom_sur(brut in ".{0,300}") {
        let nom = NomFichier::assainir(&brut, TypePiece::Png);
        prop_assert!(nom.as_str().ends_with(".png"));
        prop_assert!(nom.as_str().chars().count() <= 80 + ".png".len());
        prop_assert!(!nom.as_str().contains(['/', '\\', '"', '\r', '\n', '\0', ';']));
        prop_assert!(nom.ascii().bytes().all(|octet| (0x20..0x7f).contains(&octet) && octet != b'"'));
        let encore = NomFichier::assainir(nom.as_str(), TypePiece::Png);
        prop_assert_eq!(encore, nom);
    }
}

fn fiche(analyse: Analyse) -> FichePiece {
    FichePiece {
        id: PieceId::new(1),
        praticien: PraticienId::new(1),
        cpts: CptsId::new(1),
        objet: ObjetPiece::Adhesion,
        type_piece: TypePiece::Pdf,
        nom: NomFichier::assainir("recu", TypePiece::Pdf),
        taille: 12,
        empreinte: [0; 32],
        analyse,
        depose_par: CompteId::new(1),
        depose_le: Timestamp::UNIX_EPOCH,
    }
}

#[test]
fn une_piece_s_ouvre_une_fois_analysee_ou_sans_antivirus() {
    let ouvrable = |analyse, antivirus| Piece::relue(fiche(analyse)).ouvrable(antivirus);
    let saine = || Analyse::Saine { le: Timestamp::UNIX_EPOCH };
    let infectee = || Analyse::Infectee { le: Timestamp::UNIX_EPOCH, signature: "Essai".to_owned() };
    assert!(ouvrable(saine(), Antivirus::Configure));
    assert!(!ouvrable(Analyse::EnAttente, Antivirus::Configure));
    assert!(ouvrable(Analyse::EnAttente, Antivirus::Absent));
    assert!(!ouvrable(infectee(), Antivirus::Absent));
}

#[test]
fn une_piece_s_ajoute_jusqu_a_la_decision_et_dans_la_limite() {
    let le = date(2026, 3, 9);
    let deposer =
        |etat: Option<&EtatDeclaration>, deja| Piece::deposer(fiche(Analyse::EnAttente), etat, deja);
    assert!(deposer(None, 0).is_ok());
    assert!(deposer(Some(&EtatDeclaration::Brouillon), 9).is_ok());
    assert!(deposer(Some(&EtatDeclaration::Deposee { le }), 0).is_ok());
    let validee = EtatDeclaration::Validee { le, effet_du: Some(le) };
    assert_eq!(deposer(Some(&validee), 0).unwrap_err(), EmpechementPiece::Close);
    assert_eq!(deposer(None, 10).unwrap_err(), EmpechementPiece::TropNombreuses);
}

#[test]
fn une_piece_transmise_ne_se_retire_plus() {
    let le = date(2026, 3, 9);
    let auteur = Declarant { compte: CompteId::new(1), aujourd_hui: le, maintenant: Timestamp::UNIX_EPOCH };
    let piece = Piece::relue(fiche(Analyse::EnAttente));
    let acteur = crate::acces::Acteur::Mk { praticien: PraticienId::new(1) };
    let mienne = crate::acces::modifier_piece(&acteur, piece).unwrap();
    let retirer = |etat: Option<&EtatDeclaration>| Piece::retirer(&mienne, etat, &auteur);
    assert!(retirer(Some(&EtatDeclaration::Brouillon)).is_ok());
    assert!(retirer(None).is_ok());
    let deposee = EtatDeclaration::Deposee { le };
    assert_eq!(retirer(Some(&deposee)).unwrap_err(), EmpechementPiece::Transmise);
}
