//! Import of the published mailboxes: those of doctors, found later by their RPPS number.

use std::fmt;
use std::io::{BufReader, Read, Write};

use droit::identifiant::NumeroRpps;
use entrepot::Entrepot;
use entrepot::annuaire::Lignes;
use entrepot::annuaire_mssante::{Bascule, Boite, Chantier, Import, NouvelImport};
use formats::annuaire_sante::{BoitePubliee, Boites, Encodage};

use super::{Arret, Demande, Empreinte, Rejets, TAMPON, lire};

/// What an import of mailboxes did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RapportDesBoites {
    /// How it ended.
    pub bascule: Bascule,
    /// The encoding of the file.
    pub encodage: Encodage,
}

/// Imports the mailboxes, for this actor of the journal; whatever stops it, even the end of the process, leaves those in place as they were.
///
/// # Errors
/// Why nothing was imported.
pub fn importer_les_boites(
    entrepot: &Entrepot,
    (demande, acteur): (&Demande, &str),
    fichier: impl Read,
    rejets: &mut Rejets<impl Write>,
) -> Result<RapportDesBoites, Arret> {
    let mut empreinte = Empreinte::de(fichier);
    let mut boites = Boites::ouvrir(BufReader::with_capacity(TAMPON, &mut empreinte))?;
    let nouvel = NouvelImport {
        cle: demande.cle,
        fichier: demande.fichier.clone(),
        extrait_le: demande.extrait_le,
        importe_le: demande.maintenant,
        disparitions: demande.disparitions,
    };
    let chantier = Chantier::ouvrir_ici(entrepot, nouvel)?;
    let deposer = |lot: Vec<BoitePubliee>| Ok(chantier.deposer_ici(lot.into_iter().map(gardee).collect())?);
    let lignes = match lire(&mut boites, rejets, deposer) {
        Ok(lignes) => lignes,
        Err(arret) => {
            // The next import clears what is left: not clearing it does not change why this one stopped.
            if let Err(echec) = chantier.abandonner_ici() {
                tracing::warn!(erreur = %echec, "the mailboxes of an import stay until the next one");
            }
            return Err(arret);
        }
    };
    let encodage = boites.encodage();
    drop(boites);
    Ok(RapportDesBoites { bascule: chantier.conclure_ici(&empreinte.finir(), lignes, acteur)?, encodage })
}

fn gardee(publiee: BoitePubliee) -> (NumeroRpps, Boite) {
    let BoitePubliee { rpps, adresse, structure, acheminement } = publiee;
    (rpps, Boite { adresse, structure, acheminement })
}

impl fmt::Display for RapportDesBoites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let jour = |import: &Import| import.extrait_le.strftime("%d/%m/%Y").to_string();
        let import = match &self.bascule {
            Bascule::DejaFaite(import) => {
                return writeln!(f, "L’extraction du {} est déjà en place : rien n’a changé.", jour(import));
            }
            Bascule::Faite(import) => import,
        };
        let Lignes { lues, gardees, ecartees, rejetees } = import.lignes;
        writeln!(f, "Boîtes MSSanté : extraction du {} importée ({}).", jour(import), self.encodage)?;
        writeln!(
            f,
            "Lignes lues : {lues} ; gardées : {gardees} ; écartées (services, autres professions, sans RPPS) : {ecartees} ; rejetées : {rejetees}."
        )?;
        writeln!(f, "Boîtes de médecins : {}.", import.boites)
    }
}
