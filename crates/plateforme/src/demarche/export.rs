//! The decisions of a department under the numbers of their dossiers, as CSV or XLSX, every cell safe to open.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use droit::declaration::MotifRefus;
use droit::identifiant::CodeDepartement;
use entrepot::demarche::{DecisionDeDossier, decisions};
use formats::tableur::{Colonne, Document, Valeur, ecrire_csv, ecrire_xlsx};

use crate::connexion::AgentArs;
use crate::declaration::{aujourd_hui, libelle_du_code};
use crate::echec::Failure;
use crate::saisie::Parametres;
use crate::serveur::App;

const COLONNES: [Colonne; 11] = [
    Colonne { titre: "Numéro de dossier", largeur: 18 },
    Colonne { titre: "Ligne", largeur: 8 },
    Colonne { titre: "Numéro RPPS", largeur: 14 },
    Colonne { titre: "Nom", largeur: 22 },
    Colonne { titre: "Prénom", largeur: 18 },
    Colonne { titre: "CPTS", largeur: 28 },
    Colonne { titre: "État", largeur: 18 },
    Colonne { titre: "Depuis le", largeur: 12 },
    Colonne { titre: "Déposée le", largeur: 12 },
    Colonne { titre: "Droit ouvert le", largeur: 14 },
    Colonne { titre: "Motifs", largeur: 40 },
];

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Which department.
#[derive(Debug, serde::Deserialize)]
pub struct Demande {
    departement: String,
}

/// As CSV.
pub async fn en_csv(
    State(app): State<App>,
    AgentArs(_, departements): AgentArs,
    Parametres(demande): Parametres<Demande>,
) -> Result<Response, Failure> {
    telecharger(&app, &departements, &demande, Format::Csv).await
}

/// As XLSX.
pub async fn en_xlsx(
    State(app): State<App>,
    AgentArs(_, departements): AgentArs,
    Parametres(demande): Parametres<Demande>,
) -> Result<Response, Failure> {
    telecharger(&app, &departements, &demande, Format::Xlsx).await
}

#[derive(Clone, Copy)]
enum Format {
    Csv,
    Xlsx,
}

async fn telecharger(
    app: &App,
    departements: &[CodeDepartement],
    demande: &Demande,
    format: Format,
) -> Result<Response, Failure> {
    let choisi: Option<CodeDepartement> = demande.departement.parse().ok();
    let departement = choisi.filter(|code| departements.contains(code)).ok_or(Failure::Introuvable)?;
    let lues = app.entrepot.lire(move |tx| decisions(tx, departement)).await?;
    let lignes: Vec<Vec<Valeur>> = lues.iter().map(ligne).collect();
    let document = Document {
        feuille: "Décisions",
        etabli_le: aujourd_hui(app, departement)?,
        colonnes: &COLONNES,
        lignes: &lignes,
    };
    let (genre, extension, octets) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "csv", ecrire_csv(&document).map_err(Failure::interne)?),
        Format::Xlsx => (XLSX, "xlsx", ecrire_xlsx(&document).map_err(Failure::interne)?),
    };
    let nom = format!("attachment; filename=\"decisions-{departement}.{extension}\"");
    Ok(([(header::CONTENT_TYPE, genre.to_owned()), (header::CONTENT_DISPOSITION, nom)], octets)
        .into_response())
}

fn ligne(decision: &DecisionDeDossier) -> Vec<Valeur> {
    let codes = decision.motifs.split(',').filter_map(MotifRefus::depuis_code);
    let motifs = codes.map(|motif| motif.libelle().to_owned());
    let motifs: Vec<String> = motifs.chain(decision.precisions.clone()).collect();
    let motifs = motifs.join(" ; ");
    vec![
        Valeur::Entier(decision.numero.valeur()),
        match decision.numero.rang() {
            0 => Valeur::Vide,
            rang => Valeur::Entier(i64::from(rang)),
        },
        decision.rpps.as_str().into(),
        decision.nom.as_str().into(),
        decision.prenom.as_str().into(),
        decision.nom_cpts.as_str().into(),
        libelle_du_code(&decision.etat).into(),
        Valeur::Jour(decision.etat_le),
        Valeur::jour(decision.depose_le),
        Valeur::jour(decision.effet_du),
        if motifs.is_empty() { Valeur::Vide } else { motifs.into() },
    ]
}
