//! Random histories of a few MKs: places, periods that open and close, sheets, names of CPTS, and noise.

use droit::decision::Statut;
use droit::declaration::Declarant;
use droit::fiche_publique::FichePublique;
use droit::identifiant::{
    CodeDepartement, CompteId, CptsId, DeclarationId, LieuId, PraticienId, rpps_de_demonstration,
};
use entrepot::journal::Entree;
use entrepot::praticien::{NouveauLieu, NouveauPraticien};
use entrepot::{Echec, Entrepot, Tx, cpts, params, praticien, publication};
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

/// How many MKs.
pub const MKS: u32 = 5;
/// Where they practise.
pub const DEPARTEMENTS: [&str; 2] = ["45", "83"];
/// What their right rests on.
pub const CPTS: [CptsId; 2] = [CptsId::new(1), CptsId::new(2)];

const COMMUNES: [&str; 3] = ["Orléans", "Olivet", "Toulon"];

/// Something that happens.
#[derive(Clone, Debug)]
pub enum Fait {
    /// An MK has one more place.
    Lieu { mk: u32, departement: usize, commune: usize, jour: i64, duree: Option<i64> },
    /// A period opens, unless one runs there.
    Ouvrir { mk: u32, departement: usize, cpts: usize, jour: i64 },
    /// The period that runs closes.
    Clore { mk: u32, departement: usize, duree: i64 },
    /// An MK says something.
    Dire { mk: u32, jour: i64 },
    /// Something of no interest to the list.
    Bruit,
    /// A CPTS annexes its fiche: everything is read again.
    Fiche { cpts: usize },
}

/// Any fact.
pub fn faits() -> impl Strategy<Value = Fait> {
    let (mk, departement, cpts) = (0..MKS, 0..DEPARTEMENTS.len(), 0..CPTS.len());
    let jour = 0_i64..120;
    prop_oneof![
        2 => (mk.clone(), departement.clone(), 0..COMMUNES.len(), jour.clone(), proptest::option::of(0_i64..90))
            .prop_map(|(mk, departement, commune, jour, duree)| Fait::Lieu { mk, departement, commune, jour, duree }),
        4 => (mk.clone(), departement.clone(), cpts.clone(), jour.clone())
            .prop_map(|(mk, departement, cpts, jour)| Fait::Ouvrir { mk, departement, cpts, jour }),
        3 => (mk.clone(), departement, 0_i64..60)
            .prop_map(|(mk, departement, duree)| Fait::Clore { mk, departement, duree }),
        1 => (mk, jour).prop_map(|(mk, jour)| Fait::Dire { mk, jour }),
        1 => Just(Fait::Bruit),
        1 => cpts.prop_map(|cpts| Fait::Fiche { cpts }),
    ]
}

fn cle(mk: u32) -> PraticienId {
    PraticienId::new(100 + u128::from(mk))
}

fn jour(rang: i64) -> Date {
    date(2025, 1, 1) + rang.days()
}

fn departement(rang: usize) -> CodeDepartement {
    DEPARTEMENTS.get(rang).unwrap().parse().unwrap()
}

fn ecrire(entrepot: &Entrepot, faire: impl Fn(&mut Tx) -> Result<(), Echec> + Send + 'static) {
    entrepot.ecrire_ici(faire).unwrap();
}

/// The MKs and the CPTS, nobody authorised.
pub fn peupler(entrepot: &Entrepot) {
    ecrire(entrepot, |tx| {
        for (rang, id) in CPTS.iter().enumerate() {
            let tous = [departement(0), departement(1)];
            cpts::inscrire(tx, *id, &format!("CPTS {rang}"), &tous, "systeme", Timestamp::UNIX_EPOCH);
        }
        for mk in 0..MKS {
            let nouveau = NouveauPraticien {
                id: cle(mk),
                rpps: rpps_de_demonstration(mk),
                nom: format!("MK{mk}"),
                prenom: "Essai".to_owned(),
                statut: Statut::Titulaire,
                inscrit_le: Timestamp::UNIX_EPOCH,
            };
            praticien::inscrire(tx, &nouveau, "systeme");
        }
        Ok(())
    });
}

/// Plays one fact, with its line in the journal.
pub fn jouer(entrepot: &Entrepot, rang: usize, fait: &Fait) {
    let fait = fait.clone();
    ecrire(entrepot, move |tx| match fait {
        Fait::Lieu { mk, departement: ou, commune, jour: du, duree } => {
            let lieu = NouveauLieu {
                id: LieuId::new(rang as u128 + 1),
                praticien: cle(mk),
                departement: departement(ou),
                principal: rang.is_multiple_of(2),
                adresse: "1 rue de l’Essai".to_owned(),
                code_postal: "45000".to_owned(),
                commune: (*COMMUNES.get(commune).unwrap()).to_owned(),
                numero_am: None,
                du: jour(du),
                au: duree.map(|duree| jour(du + duree)),
            };
            praticien::ajouter_lieu(tx, &lieu, "systeme", Timestamp::UNIX_EPOCH);
            Ok(())
        }
        Fait::Ouvrir { mk, departement: ou, cpts, jour: du } => ouvrir(tx, rang, (mk, ou, cpts), jour(du)),
        Fait::Clore { mk, departement: ou, duree } => clore(tx, mk, ou, duree),
        Fait::Dire { mk, jour: le } => {
            let telephone = "0238000000".parse().ok();
            let fiche = FichePublique { accueil: None, domicile: None, telephone, dit_le: jour(le) };
            publication::dire(tx, cle(mk), &fiche, "systeme", Timestamp::UNIX_EPOCH);
            Ok(())
        }
        Fait::Bruit => {
            tx.tracer(Entree::new(Timestamp::UNIX_EPOCH, "systeme", "seance.enregistrer", "episode/1"));
            Ok(())
        }
        Fait::Fiche { cpts: laquelle } => {
            let fiche = cpts::charger(tx, *CPTS.get(laquelle).unwrap())?.unwrap();
            let (le, maintenant) = (date(2025, 1, 1), Timestamp::UNIX_EPOCH);
            let auteur = Declarant { compte: CompteId::new(0), aujourd_hui: le, maintenant };
            // Taken over once: after that the fiche is where it is.
            if let Ok(reprise) = fiche.fiche().reprendre(le, &auteur) {
                cpts::avancer_fiche(tx, &reprise);
            }
            Ok(())
        }
    });
}

/// Each period has a declaration of its own: the schema says nothing else of it here.
fn ouvrir(tx: &mut Tx, rang: usize, (mk, ou, cpts): (u32, usize, usize), du: Date) -> Result<(), Echec> {
    const COURT: &str = "SELECT 1 AS un FROM autorisation
        WHERE praticien = $1 AND departement = $2 AND (au IS NULL OR au >= $3)";
    const DECLARER: &str = "INSERT INTO declaration (id, praticien, departement, cpts, origine, justificatif,
            etat, depose_le, etat_le, version)
        VALUES ($1, $2, $3, $4, 'cpts', 'attestation-cpts', 'retiree', $5, $5, 1)";
    const AUTORISER: &str = "INSERT INTO autorisation (declaration, praticien, departement, cpts, du)
        VALUES ($1, $2, $3, $4, $5)";
    let (ou, cpts) = (departement(ou), *CPTS.get(cpts).unwrap());
    if tx.query_opt(COURT, &params![cle(mk), ou, du])?.is_some() {
        return Ok(());
    }
    let declaration = DeclarationId::new(1_000 + rang as u128);
    tx.execute(DECLARER, &params![declaration, cle(mk), ou, cpts, du])?;
    tx.execute(AUTORISER, &params![declaration, cle(mk), ou, cpts, du])?;
    tracer(tx, declaration);
    Ok(())
}

fn clore(tx: &mut Tx, mk: u32, ou: usize, duree: i64) -> Result<(), Echec> {
    const OUVERTE: &str = "SELECT declaration, du FROM autorisation
        WHERE praticien = $1 AND departement = $2 AND au IS NULL";
    const CLORE: &str =
        "UPDATE autorisation SET au = $3, motif_fin = 'volontaire' WHERE declaration = $1 AND du = $2";
    let Some(ligne) = tx.query_opt(OUVERTE, &params![cle(mk), departement(ou)])? else { return Ok(()) };
    let (declaration, du): (DeclarationId, Date) = (ligne.get("declaration")?, ligne.get("du")?);
    tx.execute(CLORE, &params![declaration, du, du + duree.days()])?;
    tracer(tx, declaration);
    Ok(())
}

fn tracer(tx: &mut Tx, declaration: DeclarationId) {
    let sujet = format!("declaration/{declaration}");
    tx.tracer(Entree::new(Timestamp::UNIX_EPOCH, "systeme", "declaration.essai", sujet));
}
