//! An import under way: its rows are written under its key by short transactions, and show all at once.

use droit::identifiant::NumeroRpps;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use uuid::Uuid;

use super::{Boite, Import, dernier};
use crate::annuaire::{Disparitions, Lignes};
use crate::journal::Entree;
use crate::{Echec, Entrepot, Tx, params};

/// Rows forgotten in one transaction.
const BALAYAGE: u32 = 2_000;
/// From this many mailboxes gone, a file that lost more than one in ten is suspected of being cut.
const DISPARITIONS_SUSPECTES: u64 = 20;

const OUVRIR: &str =
    "INSERT INTO mssante_import (cle, fichier, empreinte, extrait_le, importe_le, lues, gardees,
        ecartees, rejetees, boites, etat)
    VALUES ($1, $2, '', $3, $4, 0, 0, 0, 0, 0, 'en-cours')";
/// Changes nothing; fails when another import has begun.
const TENIR: &str = "UPDATE mssante_import SET boites = boites WHERE cle = $1 AND etat = 'en-cours'";
const DEPOSER: &str = "INSERT INTO mssante_boite (import, rpps, adresse, structure, acheminement)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
const COMPTER: &str = "SELECT count(*) AS nombre FROM mssante_boite WHERE import = $1";
const RETIRER: &str = "UPDATE mssante_import SET etat = 'remplace' WHERE etat = 'en-place'";
const METTRE_EN_PLACE: &str =
    "UPDATE mssante_import SET etat = 'en-place', empreinte = $2, lues = $3, gardees = $4,
        ecartees = $5, rejetees = $6, boites = $7
    WHERE cle = $1 AND etat = 'en-cours'";
const A_OUBLIER: &str = "SELECT cle FROM mssante_import WHERE etat <> 'en-place' AND cle <> $1 LIMIT 1";
const CONDAMNER: &str = "UPDATE mssante_import SET etat = 'remplace' WHERE cle = $1 AND etat = 'en-cours'";
const RESTE: &str = "SELECT max(rpps) AS fin FROM
    (SELECT rpps FROM mssante_boite WHERE import = $1 ORDER BY rpps LIMIT $2) reste";
const OUBLIER: &str = "DELETE FROM mssante_boite WHERE import = $1 AND rpps <= $2";
const EFFACER: &str = "DELETE FROM mssante_import WHERE cle = $1 AND etat <> 'en-place'";

/// A file to import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NouvelImport {
    /// Key drawn by the caller.
    pub cle: Uuid,
    /// Name of the file.
    pub fichier: String,
    /// Day of the extraction.
    pub extrait_le: Date,
    /// Now.
    pub importe_le: Timestamp,
    /// What to do when many mailboxes vanish at once.
    pub disparitions: Disparitions,
}

/// How an import ends well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bascule {
    /// The same file is in place: nothing changed.
    DejaFaite(Import),
    /// Done.
    Faite(Import),
}

/// Why nothing was imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusImport {
    /// The directory would go back in time.
    #[error(
        "cette extraction est du {}, plus ancienne que celle en place, du {} : importez une extraction plus récente",
        extrait_le.strftime("%d/%m/%Y"),
        en_place.strftime("%d/%m/%Y")
    )]
    Anterieure {
        /// Day of this one.
        extrait_le: Date,
        /// Day of the one in place.
        en_place: Date,
    },
    /// No mailbox of a doctor.
    #[error("le fichier ne contient la boîte d’aucun médecin : vérifiez que c’est l’extraction complète")]
    Aucune,
    /// Too many mailboxes vanish.
    #[error(
        "ce fichier a {boites} boîtes de médecins, l’extraction en place en a {connues} : il est sans doute coupé. \
         Téléchargez-le de nouveau, ou acceptez ces disparitions (--accepter-disparitions, ou la case de la page)"
    )]
    Disparitions {
        /// Mailboxes of the file.
        boites: u64,
        /// Mailboxes in place.
        connues: u64,
    },
    /// Another import began meanwhile.
    #[error("un autre import a commencé entre-temps : attendez sa fin, puis recommencez")]
    Depasse,
    /// Storage failed.
    #[error(transparent)]
    Echec(#[from] Echec),
}

/// An import under way. Nothing of it is seen before its end; left in the middle, the next one clears it.
pub struct Chantier {
    entrepot: Entrepot,
    nouvel: NouvelImport,
}

impl Chantier {
    /// Begins an import: takes the place of any other, whose next transaction will be refused.
    ///
    /// # Errors
    /// When the extraction in place is later, or the store fails.
    pub fn ouvrir_ici(entrepot: &Entrepot, nouvel: NouvelImport) -> Result<Self, RefusImport> {
        if let Some(en_place) = entrepot.lire_ici(dernier)?.filter(|i| i.extrait_le > nouvel.extrait_le) {
            let (extrait_le, en_place) = (nouvel.extrait_le, en_place.extrait_le);
            return Err(RefusImport::Anterieure { extrait_le, en_place });
        }
        let ouvert = nouvel.clone();
        entrepot.ecrire_ici(move |tx| {
            let NouvelImport { cle, fichier, extrait_le, importe_le, .. } = ouvert.clone();
            tx.enqueue_one(OUVRIR, params![cle, fichier, extrait_le, importe_le]);
            Ok::<_, Echec>(())
        })?;
        let chantier = Self { entrepot: entrepot.clone(), nouvel };
        chantier.balayer()?;
        Ok(chantier)
    }

    /// Writes rows, where nobody reads them; a row met twice counts once.
    ///
    /// # Errors
    /// When another import has begun or the store fails.
    pub fn deposer_ici(&self, boites: Vec<(NumeroRpps, Boite)>) -> Result<(), RefusImport> {
        let cle = self.nouvel.cle;
        let depot = self.entrepot.ecrire_ici(move |tx| {
            tx.enqueue_one(TENIR, params![cle]);
            for (rpps, boite) in &boites {
                let Boite { adresse, structure, acheminement } = boite.clone();
                tx.enqueue(DEPOSER, params![cle, rpps.as_str(), adresse, structure, acheminement]);
            }
            Ok::<_, Echec>(())
        });
        depot.map_err(depasse)
    }

    /// Checks the whole and puts it in place.
    ///
    /// # Errors
    /// Why it does not show, nothing having changed.
    pub fn conclure_ici(self, empreinte: &str, lignes: Lignes, acteur: &str) -> Result<Bascule, RefusImport> {
        let cle = self.nouvel.cle;
        let (en_place, boites) = self.entrepot.lire_ici(move |tx| {
            let nombre: i64 = tx.query_one(COMPTER, &params![cle])?.get("nombre")?;
            Ok::<_, Echec>((dernier(tx)?, u64::try_from(nombre).unwrap_or_default()))
        })?;
        if let Some(meme) = en_place.clone().filter(|import| import.empreinte == empreinte) {
            self.abandonner_ici()?;
            return Ok(Bascule::DejaFaite(meme));
        }
        if let Err(refus) = self.exiger_entier(boites, en_place.as_ref()) {
            self.abandonner_ici()?;
            return Err(refus);
        }
        let NouvelImport { fichier, extrait_le, importe_le, .. } = self.nouvel.clone();
        let import =
            Import { fichier, empreinte: empreinte.to_owned(), extrait_le, importe_le, lignes, boites };
        let (a_ecrire, acteur) = (import.clone(), acteur.to_owned());
        self.entrepot
            .ecrire_ici(move |tx| {
                mettre_en_place(tx, cle, &a_ecrire, &acteur);
                Ok::<_, Echec>(())
            })
            .map_err(depasse)?;
        // What stays behind is cleared by the next import: not clearing it does not change how this one ended.
        if let Err(echec) = self.balayer() {
            tracing::warn!(erreur = %echec, "the mailboxes of the extraction before stay until the next import");
        }
        Ok(Bascule::Faite(import))
    }

    /// Gives the import up.
    ///
    /// # Errors
    /// When the store fails: the next import clears what is left.
    pub fn abandonner_ici(&self) -> Result<(), Echec> {
        self.oublier(self.nouvel.cle)
    }

    fn exiger_entier(&self, boites: u64, en_place: Option<&Import>) -> Result<(), RefusImport> {
        let connues = en_place.map_or(0, |import| import.boites);
        let perdues = connues.saturating_sub(boites);
        let suspect = perdues >= DISPARITIONS_SUSPECTES && perdues.saturating_mul(10) > connues;
        match (boites, self.nouvel.disparitions) {
            (0, _) => Err(RefusImport::Aucune),
            (_, Disparitions::Suspectes) if suspect => Err(RefusImport::Disparitions { boites, connues }),
            _ => Ok(()),
        }
    }

    /// Forgets every import but this one and the one in place.
    fn balayer(&self) -> Result<(), Echec> {
        let sienne = self.nouvel.cle;
        loop {
            let autre: Option<Uuid> = self.entrepot.lire_ici(move |tx| {
                tx.query_opt(A_OUBLIER, &params![sienne])?.map(|ligne| ligne.get("cle")).transpose()
            })?;
            let Some(autre) = autre else { return Ok(()) };
            self.oublier(autre)?;
        }
    }

    fn oublier(&self, cle: Uuid) -> Result<(), Echec> {
        self.entrepot.ecrire_ici(move |tx| {
            tx.enqueue(CONDAMNER, params![cle]);
            Ok::<_, Echec>(())
        })?;
        loop {
            let fin: Option<String> =
                self.entrepot.lire_ici(move |tx| tx.query_one(RESTE, &params![cle, BALAYAGE])?.get("fin"))?;
            let Some(fin) = fin else { break };
            self.entrepot.ecrire_ici(move |tx| {
                tx.enqueue(OUBLIER, params![cle, &fin]);
                Ok::<_, Echec>(())
            })?;
        }
        self.entrepot.ecrire_ici(move |tx| {
            tx.enqueue(EFFACER, params![cle]);
            Ok(())
        })
    }
}

fn mettre_en_place(tx: &mut Tx, cle: Uuid, import: &Import, acteur: &str) {
    let Lignes { lues, gardees, ecartees, rejetees } = import.lignes;
    let nombre = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    tx.enqueue(RETIRER, Vec::new());
    let valeurs = params![
        cle,
        import.empreinte.as_str(),
        nombre(lues),
        nombre(gardees),
        nombre(ecartees),
        nombre(rejetees),
        nombre(import.boites)
    ];
    tx.enqueue_one(METTRE_EN_PLACE, valeurs);
    let mut entree =
        Entree::new(import.importe_le, acteur, "annuaire-mssante.importer", format!("import/{cle}"));
    entree.details =
        json!({ "extrait_le": import.extrait_le.to_string(), "boites": import.boites }).to_string();
    tx.tracer(entree);
}

fn depasse(echec: Echec) -> RefusImport {
    match echec {
        Echec::Conflit => RefusImport::Depasse,
        autre => RefusImport::Echec(autre),
    }
}
