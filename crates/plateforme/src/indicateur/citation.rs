//! Who took a snapshot, and which reports and meetings quote it, as far as the visitor may know.

use droit::acces::{Acteur, lire_indicateurs};
use droit::evaluation::SujetRapport;
use droit::identifiant::{CodeDepartement, CompteId};
use droit::indicateur::Periode;
use entrepot::indicateur::instantane::{self, Instantane, RapportCitant, ReunionCitante};
use entrepot::{Echec, Tx, compte, cpts};
use maud::{Markup, html};

use crate::comite;
use crate::connexion::Visiteur;
use crate::echec::Failure;
use crate::gabarits::texte;
use crate::serveur::App;

/// What is known of it.
pub struct Citations {
    /// « un agent de l’ARS Centre-Val de Loire »: a capacity, never a name.
    pub preneur: Option<String>,
    rapports: Vec<(RapportCitant, String)>,
    reunions: Vec<ReunionCitante>,
}

/// Reads it.
pub async fn citations(app: &App, visiteur: &Visiteur, connu: &Instantane) -> Result<Citations, Failure> {
    let acteur = visiteur.identite().map(|identite| identite.acteur.clone());
    let (id, sha256, departement) = (connu.id.clone(), connu.sha256.clone(), connu.departement);
    let reglement = app.reglement;
    let lu = app.entrepot.lire(move |tx| {
        let preneur = qui(tx, &id)?;
        let mut rapports = Vec::new();
        for rapport in instantane::rapports(tx, &sha256)? {
            if let Some(nom) = nommer(tx, rapport.sujet, acteur.as_ref())? {
                rapports.push((rapport, nom));
            }
        }
        Ok::<_, Echec>((preneur, rapports, instantane::reunions(tx, &id)?))
    });
    let (preneur, rapports, mut reunions) = lu.await?;
    let ouvre = match visiteur.identite() {
        Some(identite) => comite::peut_ouvrir(app, identite, departement).await?,
        None => false,
    };
    reunions.retain(|reunion| ouvre && reunion.departement == departement);
    let ars = reglement.departement(departement).map_or("ARS", |lu| lu.ars.as_str());
    Ok(Citations { preneur: preneur.map(|qui| qui.dire(ars)), rapports, reunions })
}

/// In what capacity it was taken.
enum Preneur {
    Systeme,
    Compte(Acteur),
}

impl Preneur {
    fn dire(&self, ars: &str) -> String {
        match self {
            Self::Systeme => "l’installation (ligne de commande)".to_owned(),
            Self::Compte(Acteur::AgentArs { .. }) => format!("un agent de l’{ars}"),
            Self::Compte(Acteur::AgentCpam { .. }) => "un agent de la CPAM".to_owned(),
            Self::Compte(Acteur::CoordinationCpts { .. }) => "la coordination d’une CPTS".to_owned(),
            Self::Compte(_) => "un compte de l’installation".to_owned(),
        }
    }
}

fn qui(tx: &mut Tx, id: &str) -> Result<Option<Preneur>, Echec> {
    let Some(acteur) = instantane::preneur(tx, id)? else { return Ok(None) };
    let compte: Option<CompteId> = acteur.strip_prefix("compte/").and_then(|id| id.parse().ok());
    let Some(compte) = compte else { return Ok(Some(Preneur::Systeme)) };
    Ok(compte::par_id(tx, compte)?.map(|lu| Preneur::Compte(lu.acteur)))
}

/// Over whom a report is; nothing when the visitor may not read it.
fn nommer(tx: &mut Tx, sujet: SujetRapport, acteur: Option<&Acteur>) -> Result<Option<String>, Echec> {
    let territoire: Vec<CodeDepartement> = match sujet {
        SujetRapport::Departement(code) => vec![code],
        SujetRapport::Cpts(id) => cpts::departements(tx, id)?,
    };
    if lire_indicateurs(acteur, &sujet.perimetre(), &territoire).is_err() {
        return Ok(None);
    }
    Ok(Some(match sujet {
        SujetRapport::Departement(code) => format!("département {code}"),
        SujetRapport::Cpts(id) => cpts::charger(tx, id)?.map_or_else(|| "une CPTS".to_owned(), |lue| lue.nom),
    }))
}

impl Citations {
    /// The list.
    pub fn lister(&self) -> Markup {
        let periode =
            |dite: &str| dite.parse::<Periode>().map_or_else(|_| dite.to_owned(), |lue| lue.libelle());
        html! {
            @if self.rapports.is_empty() && self.reunions.is_empty() { p.champ-aide { "Aucun rapport signé ni aucune réunion que vous puissiez ouvrir ne le cite." } }
            @else {
                ul.liste-liens {
                    @for (rapport, nom) in &self.rapports {
                        li { a href=(format!("/evaluation/rapports/{}", rapport.id)) { "Rapport annuel, " (nom) ", " (periode(&rapport.periode)) } " version " (rapport.numero) ", signée le " (texte::jour(rapport.signe_le)) }
                    }
                    @for reunion in &self.reunions {
                        li { a href=(format!("/comite/reunions/{}", reunion.id)) { "Comité de suivi, réunion du " (texte::jour(reunion.le)) } }
                    }
                }
            }
        }
    }
}
