//! What addressees drop back: read strictly, recorded once, put away; what is not understood is kept with its reason.

use std::sync::Arc;
use std::time::Duration;

use entrepot::transmission::{self, Accuse as Recu, Canal, Destinataire};
use entrepot::{Echec, bail};
use formats::caisse::Accuse;
use jiff::SignedDuration;
use passerelles::{AccuseDepose, Livreur, Sort};
use tokio::sync::watch;
use uuid::Uuid;

use super::Canaux;
use crate::serveur::App;

/// How often addressees are visited.
const RYTHME: Duration = Duration::from_secs(20);
/// How long one worker keeps the round for itself.
const BAIL: SignedDuration = SignedDuration::from_mins(5);

/// Visits addressees until told to stop; one worker at a time.
pub async fn veiller(app: App, canaux: Arc<Canaux>, nom: Uuid, mut arret: watch::Receiver<bool>) {
    loop {
        if let Err(cause) = faire_la_tournee(&app, &canaux, nom).await {
            tracing::error!(%cause, "acknowledgements could not be recorded");
        }
        if tokio::time::timeout(RYTHME, arret.wait_for(|arrete| *arrete)).await.is_ok() {
            return;
        }
    }
}

async fn faire_la_tournee(app: &App, canaux: &Canaux, nom: Uuid) -> Result<(), Echec> {
    let maintenant = app.horloge.maintenant();
    let tenu =
        app.entrepot.ecrire(move |tx| bail::prendre(tx, "accuses-caisse", nom, maintenant, BAIL)).await?;
    if tenu { relever(app, canaux).await.map(drop) } else { Ok(()) }
}

/// One round; says how many acknowledgements were recorded.
///
/// # Errors
/// When the base fails.
pub async fn relever(app: &App, canaux: &Canaux) -> Result<u32, Echec> {
    let mut recus = 0;
    for destinataire in app.entrepot.lire(transmission::actifs).await? {
        if destinataire.reglages.canal == Canal::Courriel || destinataire.dernier_numero == 0 {
            continue;
        }
        match canaux.livreur(&destinataire) {
            Ok(livreur) => recus += visiter(app, &destinataire, Arc::from(livreur)).await?,
            Err(echec) => tracing::warn!(destinataire = destinataire.code, %echec, "addressee out of reach"),
        }
    }
    Ok(recus)
}

async fn visiter(app: &App, destinataire: &Destinataire, livreur: Arc<dyn Livreur>) -> Result<u32, Echec> {
    let vers = Arc::clone(&livreur);
    let deposes = match tokio::task::spawn_blocking(move || vers.accuses()).await {
        Ok(Ok(deposes)) => deposes,
        Ok(Err(echec)) => {
            tracing::warn!(destinataire = destinataire.code, %echec, "acknowledgements out of reach");
            return Ok(0);
        }
        Err(_) => return Ok(0),
    };
    let mut recus = 0;
    for depose in deposes {
        let sort = match enregistrer(app, destinataire, &depose).await? {
            Ok(()) => Sort::Traite,
            Err(motif) => {
                rejeter(app, destinataire, &depose.nom, motif).await?;
                Sort::Rejete
            }
        };
        recus += u32::from(sort == Sort::Traite);
        let (vers, nom) = (Arc::clone(&livreur), depose.nom);
        // Left in place, it is read again at the next round and changes nothing.
        if let Ok(Err(echec)) = tokio::task::spawn_blocking(move || vers.ranger(&nom, sort)).await {
            tracing::warn!(destinataire = destinataire.code, %echec, "an acknowledgement stays where it is");
        }
    }
    Ok(recus)
}

/// Records an acknowledgement, or says why it is none.
async fn enregistrer(
    app: &App,
    destinataire: &Destinataire,
    depose: &AccuseDepose,
) -> Result<Result<(), String>, Echec> {
    let accuse = match Accuse::lire(&depose.contenu) {
        Ok(accuse) => accuse,
        Err(faute) => return Ok(Err(faute.to_string())),
    };
    if accuse.destinataire != destinataire.code {
        return Ok(Err(format!(
            "il vient de « {} », et non de « {} »",
            accuse.destinataire, destinataire.code
        )));
    }
    let (id, numero) = (destinataire.id, accuse.numero);
    let Some(fichier) = app.entrepot.lire(move |tx| transmission::par_numero(tx, id, numero)).await? else {
        return Ok(Err(format!("aucun fichier ne porte le n° {numero}")));
    };
    if ![&fichier.sha256_csv, &fichier.sha256_json].contains(&&accuse.sha256) {
        return Ok(Err(format!(
            "l’empreinte n’est celle d’aucun des deux fichiers n° {numero} : redemandez-les"
        )));
    }
    if fichier.accuse_le.is_some() {
        return Ok(Ok(()));
    }
    let recu =
        Recu { le: accuse.recu_le, reference: accuse.reference, par: format!("fichier/{}", depose.nom) };
    let maintenant = app.horloge.maintenant();
    let ecriture = app.entrepot.ecrire(move |tx| {
        transmission::accuser(tx, fichier.id, &recu, maintenant);
        Ok::<(), Echec>(())
    });
    match ecriture.await {
        Ok(()) => Ok(Ok(())),
        Err(Echec::Conflit) => Ok(Err(format!("le fichier n° {numero} n’est pas encore parti"))),
        Err(echec) => Err(echec),
    }
}

async fn rejeter(app: &App, destinataire: &Destinataire, nom: &str, motif: String) -> Result<(), Echec> {
    tracing::warn!(destinataire = destinataire.code, motif, "acknowledgement refused");
    let (id, nom, maintenant) = (destinataire.id, nom.to_owned(), app.horloge.maintenant());
    let ecriture = app.entrepot.ecrire(move |tx| {
        transmission::rejeter_un_accuse(tx, id, &nom, &motif, maintenant);
        Ok::<(), Echec>(())
    });
    ecriture.await
}
