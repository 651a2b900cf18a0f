//! Reports on both engines: a draft changes, a signature freezes, a correction is another line, and the loser knows.

use droit::evaluation::{
    Commentaires, EtatRapport, Rapport, RefusDeSigner, SectionRapport, Signature, SujetRapport,
};
use droit::identifiant::RapportId;
use droit::indicateur::Periode;
use entrepot::evaluation::{self, Trace};
use entrepot::{Echec, Entrepot, Tx};
use jiff::Timestamp;
use jiff::civil::date;

use crate::appui::{self, Base};
use crate::on_each_engine;

on_each_engine!(
    un_rapport_se_commente_puis_se_signe_une_fois,
    une_correction_garde_la_version_signee,
    deux_ouvertures_font_un_conflit
);

const TRACE: Trace<'static> = Trace { acteur: "compte/essai", instant: Timestamp::UNIX_EPOCH };

fn sujet() -> SujetRapport {
    SujetRapport::Departement("45".parse().unwrap())
}

fn premier() -> Rapport {
    Rapport::nouveau(RapportId::new(1), sujet(), Periode::Annee(2025))
}

fn ecrire(entrepot: &Entrepot, acte: impl Fn(&mut Tx) + Send + 'static) -> Result<(), Echec> {
    entrepot.ecrire_ici(move |tx| {
        acte(tx);
        Ok::<_, Echec>(())
    })
}

fn lire(entrepot: &Entrepot, id: u128) -> Rapport {
    entrepot.lire_ici(move |tx| evaluation::charger(tx, RapportId::new(id))).unwrap().unwrap()
}

fn signature() -> Signature {
    Signature {
        nom: "Camille Fictive".parse().unwrap(),
        qualite: "Directrice".parse().unwrap(),
        le: date(2026, 2, 2),
    }
}

fn signer(entrepot: &Entrepot, rapport: Rapport) -> Result<(), Echec> {
    let signe = rapport.signer(signature(), date(2025, 12, 31)).unwrap();
    ecrire(entrepot, move |tx| evaluation::signer(tx, &signe, "{\"a\":1}", "abc", TRACE))
}

fn un_rapport_se_commente_puis_se_signe_une_fois(base: &Base) {
    let entrepot = base.open();
    ecrire(&entrepot, |tx| evaluation::ouvrir(tx, &premier(), TRACE)).unwrap();
    let ouvert = lire(&entrepot, 1);
    assert_eq!(ouvert, premier());
    let mut commentaires = Commentaires::default();
    commentaires.ecrire(SectionRapport::Synthese, "L’accès direct s’installe.".parse().ok());
    let ecrits = commentaires.clone();
    ecrire(&entrepot, move |tx| evaluation::commenter(tx, &premier(), &ecrits, TRACE)).unwrap();
    let commente = lire(&entrepot, 1);
    assert_eq!(commente.commentaires, commentaires);
    let perime = ouvert.clone();
    let trop_tard =
        ecrire(&entrepot, move |tx| evaluation::commenter(tx, &perime, &Commentaires::default(), TRACE));
    assert!(matches!(trop_tard, Err(Echec::Conflit)), "la version lue a changé");
    signer(&entrepot, commente.clone()).unwrap();
    assert!(
        matches!(signer(&entrepot, commente), Err(Echec::Conflit)),
        "une signature ne s’écrit pas deux fois"
    );
    let signe = lire(&entrepot, 1);
    assert_eq!(signe.etat, EtatRapport::Signe(signature()));
    assert_eq!(signe.clone().signer(signature(), date(2025, 12, 31)).unwrap_err(), RefusDeSigner::DejaSigne);
    let relu = signe.clone();
    let apres =
        ecrire(&entrepot, move |tx| evaluation::commenter(tx, &relu, &Commentaires::default(), TRACE));
    assert!(matches!(apres, Err(Echec::Conflit)), "rien ne change après la signature");
    let contenu = entrepot.lire_ici(|tx| evaluation::contenu(tx, RapportId::new(1))).unwrap();
    assert_eq!(contenu, Some(("{\"a\":1}".to_owned(), "abc".to_owned())));
}

fn une_correction_garde_la_version_signee(base: &Base) {
    let entrepot = base.open();
    ecrire(&entrepot, |tx| evaluation::ouvrir(tx, &premier(), TRACE)).unwrap();
    signer(&entrepot, lire(&entrepot, 1)).unwrap();
    let suite = lire(&entrepot, 1)
        .corriger(RapportId::new(2), "Deux CPTS étaient interverties.".parse().unwrap())
        .unwrap();
    ecrire(&entrepot, move |tx| evaluation::corriger(tx, &suite, TRACE)).unwrap();
    let dernier = entrepot.lire_ici(|tx| evaluation::en_cours(tx, sujet(), Periode::Annee(2025))).unwrap();
    assert_eq!(dernier, Some(RapportId::new(2)));
    assert!(matches!(lire(&entrepot, 1).etat, EtatRapport::Signe(_)));
    let signes = entrepot.lire_ici(|tx| evaluation::signes(tx, sujet())).unwrap();
    assert_eq!(signes.iter().map(|signe| signe.numero).collect::<Vec<_>>(), [1]);
    signer(&entrepot, lire(&entrepot, 2)).unwrap();
    let signes = entrepot.lire_ici(|tx| evaluation::signes(tx, sujet())).unwrap();
    let lus: Vec<_> = signes.iter().map(|signe| (signe.numero, signe.motif.as_deref())).collect();
    assert_eq!(lus, [(2, Some("Deux CPTS étaient interverties.")), (1, None)]);
}

fn deux_ouvertures_font_un_conflit(base: &Base) {
    let entrepot = base.open();
    ecrire(&entrepot, |tx| evaluation::ouvrir(tx, &premier(), TRACE)).unwrap();
    let autre = Rapport { id: RapportId::new(9), ..premier() };
    let issue = ecrire(&entrepot, move |tx| evaluation::ouvrir(tx, &autre, TRACE));
    assert!(matches!(issue, Err(Echec::Conflit | Echec::Doublon { .. })), "{issue:?}");
}
