//! What the worker does for the local bodies: compose what changed, hand over what was composed.

use droit::identifiant::{CodeDepartement, DestinataireId, TransmissionId};
use entrepot::Echec;
use entrepot::outbox::Pli;
use entrepot::transmission::{self, COMPOSER, Destinataire, EtatDestinataire, LIVRER, Rythme, Transmission};
use formats::caisse::temoin;
use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan};
use passerelles::{Colis, Echec as Sortie, Fichier};
use serde_json::Value;

use super::Canaux;
use super::composition::{Etendue, preparer};
use crate::serveur::App;

/// How many times a number is asked for again when another file took it.
const REPRISES: u32 = 8;
/// The hour at which daily and weekly files leave.
const HEURE: i8 = 6;

/// Does what a message asks.
///
/// # Errors
/// When it must be tried again, or looked at.
pub async fn traiter(app: &App, canaux: &Canaux, pli: &Pli) -> Result<(), Sortie> {
    let contenu: Value = serde_json::from_str(&pli.contenu).map_err(|faute| illisible(&faute.to_string()))?;
    let champ = |nom: &str| contenu.get(nom).and_then(Value::as_str).unwrap_or_default().to_owned();
    match pli.genre.as_str() {
        LIVRER => livrer(app, canaux, lire(&champ("transmission"))?).await,
        COMPOSER => composer(app, lire(&champ("destinataire"))?, Etendue::Changements)
            .await
            .map(drop)
            .map_err(passager),
        _ => repandre(app, lire(&champ("departement"))?).await.map_err(passager),
    }
}

/// The list of a department changed: each of its addressees is told, now or when his rhythm says.
async fn repandre(app: &App, departement: CodeDepartement) -> Result<(), Echec> {
    let tous = app.entrepot.lire(move |tx| transmission::du_departement(tx, departement)).await?;
    for destinataire in tous.into_iter().filter(|d| d.reglages.etat == EtatDestinataire::Actif) {
        match prochain_depart(app, &destinataire) {
            None => drop(composer(app, destinataire.id, Etendue::Changements).await?),
            Some((jour, instant)) => {
                let (id, occasion) = (destinataire.id, format!("rythme/{jour}"));
                app.entrepot
                    .ecrire(move |tx| {
                        transmission::composer_plus_tard(tx, id, &occasion, instant);
                        Ok::<(), Echec>(())
                    })
                    .await?;
            }
        }
    }
    Ok(())
}

/// The day and the instant of the next file; `None` for at once.
fn prochain_depart(app: &App, destinataire: &Destinataire) -> Option<(Date, Timestamp)> {
    let maintenant = app.horloge.maintenant();
    let fuseau = app.reglement.fuseau(destinataire.departement);
    let ici = maintenant.in_tz(fuseau).ok()?;
    let convient = |jour: Date| match destinataire.reglages.rythme {
        Rythme::Immediat => false,
        Rythme::Quotidien => true,
        Rythme::Hebdomadaire => jour.weekday() == Weekday::Monday,
    };
    (0..8).find_map(|ecart| {
        let jour = ici.date().checked_add(ecart.days()).ok()?;
        let instant = jour.at(HEURE, 0, 0, 0).in_tz(fuseau).ok()?.timestamp();
        (convient(jour) && instant > maintenant).then_some((jour, instant))
    })
}

/// Composes the next file of an addressee under its number; gives the number, or nothing when there is nothing to tell.
///
/// # Errors
/// When the base fails, or when others keep taking the number.
pub async fn composer(app: &App, id: DestinataireId, etendue: Etendue) -> Result<Option<u64>, Echec> {
    for _ in 0..REPRISES {
        let Some(point) = app.entrepot.lire(move |tx| transmission::point(tx, id)).await? else {
            return Ok(None);
        };
        if point.destinataire.reglages.etat == EtatDestinataire::Suspendu {
            return Ok(None);
        }
        let maintenant = app.horloge.maintenant();
        let cle = TransmissionId::new(app.alea.uuid(maintenant).as_u128());
        let fichier = preparer(&point, etendue, cle, maintenant);
        let Some(fichier) = fichier.map_err(|faute| colonne(&faute.to_string()))? else { return Ok(None) };
        let numero = fichier.numero;
        let ecriture = app.entrepot.ecrire(move |tx| {
            transmission::inscrire(tx, &point.destinataire, fichier.clone());
            Ok::<(), Echec>(())
        });
        match ecriture.await {
            Ok(()) => return Ok(Some(numero)),
            Err(Echec::Conflit) => {}
            Err(echec) => return Err(echec),
        }
    }
    Err(Echec::Conflit)
}

/// Hands one file over, with its witnesses last: who sees them sees whole files.
async fn livrer(app: &App, canaux: &Canaux, id: TransmissionId) -> Result<(), Sortie> {
    let lu = app.entrepot.lire(move |tx| {
        let Some(fichier) = transmission::relire(tx, id)? else { return Ok(None) };
        let destinataire = transmission::charger(tx, fichier.destinataire)?;
        let octets = transmission::contenu(tx, id)?;
        Ok::<_, Echec>(destinataire.map(|destinataire| (fichier, destinataire, octets)))
    });
    let (fichier, destinataire, octets) =
        lu.await.map_err(passager)?.ok_or_else(|| illisible("le fichier n’existe plus"))?;
    let livreur = canaux.livreur(&destinataire)?;
    let colis = colis(&fichier, &destinataire, octets);
    let issue = tokio::task::spawn_blocking(move || livreur.livrer(&colis)).await;
    issue.map_err(|panne| Sortie::Passager(panne.to_string()))??;
    let maintenant = app.horloge.maintenant();
    let ecriture = app.entrepot.ecrire(move |tx| {
        transmission::marquer_envoyee(tx, id, maintenant);
        Ok::<(), Echec>(())
    });
    ecriture.await.map_err(passager)
}

fn colis(fichier: &Transmission, destinataire: &Destinataire, (csv, json): (Vec<u8>, Vec<u8>)) -> Colis {
    let (nom_csv, nom_json) = (format!("{}.csv", fichier.nom), format!("{}.json", fichier.nom));
    let temoins = [(&nom_csv, temoin(&nom_csv, &csv)), (&nom_json, temoin(&nom_json, &json))]
        .map(|(nom, contenu)| Fichier { nom: format!("{nom}.sha256"), contenu });
    let mut fichiers = vec![Fichier { nom: nom_csv, contenu: csv }, Fichier { nom: nom_json, contenu: json }];
    fichiers.extend(temoins);
    Colis {
        id: fichier.id.to_string(),
        objet: format!(
            "Accès direct, département {} : fichier {} n° {}",
            destinataire.departement, fichier.nature, fichier.numero
        ),
        texte: format!(
            "Bonjour,\n\nVous trouverez ci-joint le fichier {} n° {} des masseurs-kinésithérapeutes autorisés en accès \
             direct (décret n° 2024-618, art. 1, IV), pour {}. Lignes : {}.\n\nLe même fichier peut vous parvenir deux \
             fois : son numéro le dit.",
            fichier.nature, fichier.numero, destinataire.nom, fichier.lignes
        ),
        fichiers,
    }
}

fn lire<T: std::str::FromStr>(texte: &str) -> Result<T, Sortie> {
    texte.parse().map_err(|_| illisible(texte))
}

fn illisible(quoi: &str) -> Sortie {
    Sortie::Definitif(format!("le message en attente est illisible : {quoi}"))
}

fn passager(echec: Echec) -> Sortie {
    Sortie::Passager(echec.to_string())
}

fn colonne(cause: &str) -> Echec {
    Echec::Colonne { colonne: "transmission_ligne.contenu".to_owned(), cause: cause.to_owned() }
}
