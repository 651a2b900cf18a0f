//! `/declarations/{id}/decision.pdf`: the letter that tells a step of the ARS, for the parties. Its words are kept when the
//! step is taken: what changes afterwards changes nothing of it.

use axum::extract::{Path, State};
use axum::response::Response;
use documents::{Decision, Destinataire, Praticien, Prononce, Recours, Signataire};
use droit::acces::Role;
use droit::decision::TypeStructure;
use droit::declaration::{EtatDeclaration, MotifRefus, MotifRetrait, MotifSuspension, PieceDemandee};
use droit::identifiant::DeclarationId;
use entrepot::declaration::{self, Etape};
use entrepot::praticien::Autorisation;
use entrepot::{Echec, compte, praticien};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::geste::charger;
use super::{Piece, identifiant, lieux_ajoutes};
use crate::connexion::Connecte;
use crate::echec::Failure;
use crate::presse;
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

/// The letter of a step, of the last one when the address names none.
pub async fn telecharger(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Parametres(champs): Parametres<Champs>,
) -> Result<Response, Failure> {
    let piece = charger(&app, &identite.acteur, identifiant(&id)?).await?;
    let voulue: Option<i64> = match champs.un("etape") {
        "" => None,
        numero => Some(numero.parse().map_err(|_| Failure::Introuvable)?),
    };
    let etape = match voulue {
        Some(version) => piece.historique.iter().find(|etape| etape.version == version),
        None => piece.historique.iter().rfind(|etape| a_un_courrier(&piece, etape)),
    };
    let etape = etape.filter(|etape| a_un_courrier(&piece, etape)).ok_or(Failure::Introuvable)?;
    let nom = presse::reference(piece.declaration.departement, piece.declaration.id.bits(), etape.version);
    let lettre = lettre(&app, &piece, etape).await?;
    let pdf = app.presse().composer(move || documents::decision(&lettre)).await?;
    Ok(presse::servir(pdf, &format!("decision-{nom}")))
}

/// Keeps the letter of the step that was just taken. A failure is told to the operator: the first reading keeps it then.
pub async fn figer(app: &App, id: DeclarationId) {
    if let Err(cause) = tenter_de_figer(app, id).await {
        tracing::error!(declaration = %id, %cause, "the letter of a step could not be kept");
    }
}

async fn tenter_de_figer(app: &App, id: DeclarationId) -> Result<(), Failure> {
    let lue: Option<Piece> = app.entrepot.lire(move |tx| Piece::charger(tx, id)).await?;
    let Some(piece) = lue else { return Ok(()) };
    match piece.historique.last().filter(|etape| a_un_courrier(&piece, etape)) {
        Some(etape) => lettre(app, &piece, etape).await.map(drop),
        None => Ok(()),
    }
}

/// The letter as it was kept, else as it is now: from then on it stays so.
async fn lettre(app: &App, piece: &Piece, etape: &Etape) -> Result<Decision, Failure> {
    let (id, version) = (piece.declaration.id, etape.version);
    let gardee: Option<String> = app.entrepot.lire(move |tx| declaration::courrier(tx, id, version)).await?;
    if let Some(gardee) = gardee {
        return serde_json::from_str(&gardee).map_err(Failure::interne);
    }
    let lettre = rediger(app, piece, etape).await?;
    let contenu = serde_json::to_string(&lettre).map_err(Failure::interne)?;
    let ecrit = app.entrepot.ecrire(move |tx| {
        declaration::garder_courrier(tx, id, version, &contenu);
        Ok::<_, Echec>(())
    });
    ecrit.await?;
    Ok(lettre)
}

/// Is this step told by a letter. Of a suspension or its end whose letter was not kept, only the current one: its dates are
/// on file.
pub fn a_un_courrier(piece: &Piece, etape: &Etape) -> bool {
    if piece.courriers.contains(&etape.version) {
        return true;
    }
    let derniere = etape.version == piece.declaration.version;
    match etape.fait.as_str() {
        "validee" | "refusee" | "a-completer" | "lieu-retenu" | "lieu-ecarte" => true,
        "suspendue" | "reprise" | "retiree" => derniere && prononce(piece, etape, &[]).is_some(),
        _ => false,
    }
}

async fn rediger(app: &App, piece: &Piece, etape: &Etape) -> Result<Decision, Failure> {
    let id = piece.declaration.id;
    let (auteur, praticien) = (etape.compte, piece.declaration.praticien);
    let (auteur, mut autorisations): (_, Vec<Autorisation>) = app
        .entrepot
        .lire(move |tx| {
            let autorisations = praticien::autorisations(tx, praticien)?;
            Ok::<_, Echec>((compte::par_id(tx, auteur)?, autorisations))
        })
        .await?;
    autorisations.retain(|autorisation| autorisation.declaration == id);
    let agent = auteur.filter(|compte| compte.acteur.role() == Role::AgentArs);
    let prononce = prononce(piece, etape, &autorisations).ok_or(Failure::Introuvable)?;
    composer(app, piece, etape, prononce, agent.map(|compte| compte.nom))
}

fn composer(
    app: &App,
    piece: &Piece,
    etape: &Etape,
    mut prononce: Prononce,
    agent: Option<String>,
) -> Result<Decision, Failure> {
    let (dossier, departement) = (&piece.dossier, piece.declaration.departement);
    let fuseau = TimeZone::get(app.reglement.fuseau(departement)).map_err(Failure::interne)?;
    let le = etape.instant.to_zoned(fuseau).date();
    let droit = app.reglement.au(le, departement, TypeStructure::Cpts);
    if let Prononce::Acceptation { fin, .. } = &mut prononce {
        *fin = droit.fin.and_then(|valeur| valeur.connue);
    }
    let reference = presse::reference(departement, piece.declaration.id.bits(), etape.version);
    let mut en_tete = presse::en_tete(app.reglement, departement, reference, le, etape.instant);
    en_tete.bandeau = presse::bandeau(&dossier.praticien.rpps);
    let signataire = agent.map(|nom| Signataire {
        nom,
        qualite: "Chargé de l’instruction des déclarations".to_owned(),
        service: format!("l’{}", en_tete.emetteur),
    });
    let recours = recours(app, piece, le).filter(|_| signataire.is_some());
    let qui = Praticien { nom: dossier.nom(), rpps: dossier.praticien.rpps.to_string() };
    Ok(Decision {
        en_tete,
        destinataire: destinataire(piece, le),
        praticien: qui,
        cpts: dossier.cpts.nom.clone(),
        depose_le: piece.declaration.depose_le,
        prononce,
        fondements: vec![presse::fondement(&droit.autorisation.source, app.reglement)],
        signataire,
        recours,
    })
}

fn destinataire(piece: &Piece, le: Date) -> Destinataire {
    let lieu = piece.dossier.lieu(le);
    Destinataire {
        nom: piece.dossier.nom(),
        qualite: "Masseur-kinésithérapeute".to_owned(),
        adresse: lieu.map_or_else(Vec::new, |lieu| {
            vec![lieu.adresse.clone(), format!("{} {}", lieu.code_postal, lieu.commune)]
        }),
    }
}

/// How long the decision may be contested, where a source says it.
fn recours(app: &App, piece: &Piece, le: Date) -> Option<Recours> {
    let delai = app.reglement.parametres(piece.declaration.departement).delai_de_recours.au(le);
    let fondement = presse::fondement(&delai.source, app.reglement);
    delai.connue.map(|mois| Recours { mois, fondement })
}

/// What the step decided; `None` when what it needs is no longer on file.
fn prononce(piece: &Piece, etape: &Etape, autorisations: &[Autorisation]) -> Option<Prononce> {
    let precision = etape.precisions.clone();
    let etat = &piece.declaration.etat;
    Some(match etape.fait.as_str() {
        "validee" => {
            let ouverte = autorisations.iter().map(|autorisation| autorisation.du).min();
            let effet_du = match etat {
                EtatDeclaration::Validee { effet_du, .. } => ouverte.or(*effet_du),
                _ => ouverte,
            };
            Prononce::Acceptation { effet_du, fin: None }
        }
        "a-completer" => Prononce::Complement {
            pieces: dire(etape, PieceDemandee::depuis_code, PieceDemandee::libelle),
            precision,
        },
        "refusee" => {
            Prononce::Refus { motifs: dire(etape, MotifRefus::depuis_code, MotifRefus::libelle), precision }
        }
        "suspendue" => match etat {
            EtatDeclaration::Suspendue { du, motif, .. } => Prononce::Suspension {
                motif: MotifSuspension::libelle(*motif).to_owned(),
                du: *du,
                precision,
            },
            _ => return None,
        },
        "reprise" => match etat {
            EtatDeclaration::Validee { effet_du: Some(du), .. } => {
                Prononce::Retablissement { du: *du, precision }
            }
            _ => return None,
        },
        "lieu-retenu" => {
            let (lieu, du) = lieux_ajoutes::de_l_etape(piece, etape)?;
            Prononce::LieuRetenu { adresse: lieux_ajoutes::adresse(lieu), du: du?, precision }
        }
        "lieu-ecarte" => {
            let (lieu, _) = lieux_ajoutes::de_l_etape(piece, etape)?;
            Prononce::LieuEcarte { adresse: lieux_ajoutes::adresse(lieu), precision }
        }
        "retiree" => match etat {
            EtatDeclaration::Retiree { au, motif } => Prononce::Retrait {
                motif: MotifRetrait::libelle(*motif).to_owned(),
                dernier_jour: *au,
                precision,
            },
            _ => return None,
        },
        _ => return None,
    })
}

/// The labels of the codes of a step.
fn dire<M>(etape: &Etape, lire: fn(&str) -> Option<M>, libelle: fn(M) -> &'static str) -> Vec<String> {
    etape.motifs.split(',').filter_map(lire).map(|motif| libelle(motif).to_owned()).collect()
}
