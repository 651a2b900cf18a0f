//! `acces-direct demarches lire`: every dossier of a démarche, from the API, as a CSV that `/demarches` takes up.

use std::io::{self, Write};

use clap::{Args, Subcommand};
use formats::demarche::{Correspondance, ExportInvalide, de_champs};
use formats::tableur::{Colonne, Document, Valeur, ecrire_csv};
use passerelles::AdresseDeService;
use passerelles::demarches::{DELAI, Demarches as Client};

use super::Echec;
use crate::horloge::Horloge;

const COLONNES: [Colonne; 13] = [
    Colonne { titre: "numero", largeur: 12 },
    Colonne { titre: "state", largeur: 16 },
    Colonne { titre: "dateDepot", largeur: 12 },
    Colonne { titre: "dateTraitement", largeur: 12 },
    Colonne { titre: "Motivation", largeur: 40 },
    Colonne { titre: "RPPS", largeur: 14 },
    Colonne { titre: "Nom", largeur: 20 },
    Colonne { titre: "Prénom", largeur: 20 },
    Colonne { titre: "Statut", largeur: 16 },
    Colonne { titre: "CPTS", largeur: 30 },
    Colonne { titre: "Adresse", largeur: 30 },
    Colonne { titre: "Code postal", largeur: 12 },
    Colonne { titre: "Commune", largeur: 20 },
];

/// What to do with démarches-simplifiées.
#[derive(Debug, Subcommand)]
pub enum Demarches {
    /// Lit les dossiers d’une démarche et les écrit en CSV, à reprendre sur la page « démarches-simplifiées ».
    Lire(Lire),
}

/// Which démarche, and how to reach it.
#[derive(Args, Debug)]
pub struct Lire {
    /// Numéro de la démarche.
    #[arg(long, value_name = "NUMERO")]
    demarche: u32,
    /// Adresse de l’API GraphQL.
    #[arg(
        long,
        env = "DEMARCHES_ADRESSE",
        default_value_t = Client::adresse_publique(),
        value_name = "URL"
    )]
    adresse: AdresseDeService,
    /// Jeton d’accès, créé dans l’espace administrateur de la démarche.
    #[arg(long, env = "DEMARCHES_JETON", hide_env_values = true, value_name = "JETON")]
    jeton: String,
}

/// Does it.
pub fn executer(verbe: &Demarches) -> Result<(), Echec> {
    let Demarches::Lire(lire) = verbe;
    let client = Client::new(lire.adresse.clone(), lire.jeton.as_str(), DELAI);
    let titres = Correspondance::usuelle();
    let lus = client.dossiers(lire.demarche).map_err(Echec::panne)?;
    let champs: Vec<_> = lus.into_iter().flat_map(|lu| lu.lignes(&titres)).collect();
    let dossiers = de_champs(&champs, &titres).map_err(dire)?;
    let en_cellule = |(_, valeur): (String, String)| Valeur::Texte(valeur);
    let lignes: Vec<Vec<Valeur>> =
        dossiers.iter().map(|dossier| dossier.en_champs().into_iter().map(en_cellule).collect()).collect();
    let etabli_le = Horloge::Systeme.aujourd_hui("Europe/Paris").map_err(Echec::panne)?;
    let document = Document { feuille: "Dossiers", etabli_le, colonnes: &COLONNES, lignes: &lignes };
    io::stdout().lock().write_all(&ecrire_csv(&document)?)?;
    Ok(())
}

/// Every dossier at fault, one per line.
fn dire(erreur: ExportInvalide) -> Echec {
    match erreur {
        ExportInvalide::Lignes(lignes) => {
            let lignes =
                lignes.iter().map(|faute| format!("dossier de rang {} : {}", faute.ligne, faute.raison));
            Echec::saisie(lignes.collect::<Vec<_>>().join("\n               "))
        }
        autre => Echec::saisie(autre),
    }
}
