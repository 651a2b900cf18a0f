//! Micro-data for the ARS: one line per episode, without identity, with the note that says what may be done with it.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use droit::identifiant::CodeDepartement;
use droit::indicateur::secret::SEUIL;
use droit::indicateur::{Perimetre, Periode};
use entrepot::Echec;
use entrepot::indicateur::instantane::empreinte;
use entrepot::indicateur::{Microdonnee, microdonnees};
use entrepot::journal::Entree;
use formats::archive::emballer;
use formats::tableur::{Colonne, Document, Valeur, ecrire_csv};
use jiff::civil::Date;
use serde::Deserialize;

use crate::connexion::{AgentArs, Identite};
use crate::echec::Failure;
use crate::gabarits::texte;
use crate::saisie::Parametres;
use crate::serveur::App;

const COLONNES: [Colonne; 16] = [
    Colonne { titre: "Patient", largeur: 18 },
    Colonne { titre: "Praticien", largeur: 18 },
    Colonne { titre: "Structure", largeur: 12 },
    Colonne { titre: "Mois d’ouverture", largeur: 12 },
    Colonne { titre: "Mois de clôture", largeur: 12 },
    Colonne { titre: "Région du corps", largeur: 20 },
    Colonne { titre: "Diagnostic préalable", largeur: 10 },
    Colonne { titre: "Médecin traitant", largeur: 10 },
    Colonne { titre: "Séances", largeur: 8 },
    Colonne { titre: "Actes", largeur: 24 },
    Colonne { titre: "Orientations", largeur: 8 },
    Colonne { titre: "Motif de la première", largeur: 22 },
    Colonne { titre: "Destination de la première", largeur: 22 },
    Colonne { titre: "Événements indésirables", largeur: 8 },
    Colonne { titre: "Bilan au DMP", largeur: 8 },
    Colonne { titre: "Compte rendu au DMP", largeur: 8 },
];

/// The address of the archive.
pub const ARCHIVE: &str = "/indicateurs/microdonnees.zip";

/// Which department, over when.
#[derive(Debug, Deserialize)]
pub struct Demande {
    departement: String,
    periode: String,
}

impl Demande {
    /// The name of the files, without what follows the dot.
    fn nom(&self) -> String {
        format!("microdonnees-{}-{}", self.departement, self.periode)
    }
}

/// The lines, as CSV; each export is traced.
pub async fn en_csv(
    State(app): State<App>,
    AgentArs(identite, departements): AgentArs,
    Parametres(demande): Parametres<Demande>,
) -> Result<Response, Failure> {
    let lues = charger(&app, &departements, &demande).await?;
    tracer(&app, &identite, &demande).await?;
    let octets = composer(&app, &lues)?;
    Ok(fichier("text/csv; charset=utf-8", &format!("{}.csv", demande.nom()), octets))
}

/// The lines, the note and the fingerprints of both, in one archive; each export is traced.
pub async fn en_zip(
    State(app): State<App>,
    AgentArs(identite, departements): AgentArs,
    Parametres(demande): Parametres<Demande>,
) -> Result<Response, Failure> {
    let lues = charger(&app, &departements, &demande).await?;
    tracer(&app, &identite, &demande).await?;
    let nom = demande.nom();
    let fichiers = [
        (format!("{nom}.csv"), composer(&app, &lues)?),
        (format!("{nom}-note.txt"), note(&lues, &demande).into_bytes()),
    ];
    let sommes: String =
        fichiers.iter().map(|(nom, octets)| format!("{}  {nom}\n", empreinte(octets))).collect();
    let sommes = ("SHA256SUMS".to_owned(), sommes.into_bytes());
    let contenu: Vec<(&str, &[u8])> =
        fichiers.iter().chain([&sommes]).map(|(nom, octets)| (nom.as_str(), octets.as_slice())).collect();
    let octets = emballer(&contenu).map_err(Failure::interne)?;
    Ok(fichier("application/zip", &format!("{nom}.zip"), octets))
}

/// Writes in the journal who took what.
async fn tracer(app: &App, identite: &Identite, demande: &Demande) -> Result<(), Failure> {
    let entree = Entree::new(
        app.horloge.maintenant(),
        format!("compte/{}", identite.compte),
        "microdonnees.exporter",
        format!("departement/{}/{}", demande.departement, demande.periode),
    );
    let ecriture = app.entrepot.ecrire(move |tx| {
        tx.tracer(entree.clone());
        Ok::<(), Echec>(())
    });
    Ok(ecriture.await?)
}

fn composer(app: &App, lues: &[Microdonnee]) -> Result<Vec<u8>, Failure> {
    let lignes: Vec<Vec<Valeur>> = lues.iter().map(ligne).collect();
    let etabli_le = app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?;
    let document = Document { feuille: "Épisodes", etabli_le, colonnes: &COLONNES, lignes: &lignes };
    ecrire_csv(&document).map_err(Failure::interne)
}

/// The note that goes with them: what they are, what may be done, how small the smallest group is.
pub async fn en_note(
    State(app): State<App>,
    AgentArs(_, departements): AgentArs,
    Parametres(demande): Parametres<Demande>,
) -> Result<Response, Failure> {
    let lues = charger(&app, &departements, &demande).await?;
    let texte = note(&lues, &demande);
    Ok(fichier("text/plain; charset=utf-8", &format!("{}-note.txt", demande.nom()), texte.into_bytes()))
}

async fn charger(
    app: &App,
    departements: &[CodeDepartement],
    demande: &Demande,
) -> Result<Vec<Microdonnee>, Failure> {
    let choisi: Option<CodeDepartement> = demande.departement.parse().ok();
    let departement = choisi.filter(|code| departements.contains(code)).ok_or(Failure::Introuvable)?;
    let periode: Periode =
        demande.periode.parse().map_err(|faute| Failure::champ("periode", format!("{faute}")))?;
    let bornes = periode.bornes(&Perimetre::Departement(departement), app.reglement);
    let (du, au) = bornes.ok_or(Failure::Introuvable)?;
    let trousseau = app.entrepot.trousseau().clone();
    let usage = format!("{departement}/{periode}");
    let lues =
        app.entrepot.lire(move |tx| microdonnees(tx, &trousseau, (departement, du, au), &usage)).await?;
    Ok(lues)
}

fn fichier(genre: &str, nom: &str, octets: Vec<u8>) -> Response {
    let entetes = [
        (header::CONTENT_TYPE, genre.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{nom}\"")),
    ];
    (entetes, octets).into_response()
}

fn ligne(lue: &Microdonnee) -> Vec<Valeur> {
    let releve = &lue.releve;
    let entier = |n: usize| Valeur::Entier(i64::try_from(n).unwrap_or(i64::MAX));
    let oui = |vrai: bool| Valeur::from(if vrai { "oui" } else { "non" });
    let au_dmp = |genre: &str| {
        oui(releve.documents.iter().any(|d| d.genre == genre && d.remis.iter().any(|r| r == "dmp")))
    };
    let premiere = releve.orientations.first();
    let ou_rien = |texte: Option<&str>| texte.map_or(Valeur::Vide, Valeur::from);
    vec![
        lue.patient.as_str().into(),
        lue.praticien.as_str().into(),
        releve.structure.as_str().into(),
        mois(releve.ouvert_le).into(),
        releve.clos_le.map_or(Valeur::Vide, |le| mois(le).into()),
        releve.region.as_str().into(),
        oui(releve.diagnostic),
        releve.medecin_traitant.map_or(Valeur::Vide, oui),
        entier(releve.seances.len()),
        actes(lue).into(),
        entier(releve.orientations.len()),
        ou_rien(premiere.map(|orientation| orientation.motif.as_str())),
        ou_rien(premiere.map(|orientation| orientation.destination.as_str())),
        entier(releve.evenements.len()),
        au_dmp("bilan"),
        au_dmp("compte-rendu"),
    ]
}

fn mois(jour: Date) -> String {
    jour.strftime("%Y-%m").to_string()
}

fn actes(lue: &Microdonnee) -> String {
    let mut actes: Vec<String> = lue
        .releve
        .seances
        .iter()
        .filter_map(|seance| seance.acte.as_ref())
        .map(|acte| format!("{} {},{:02}", acte.0, acte.1 / 100, acte.1 % 100))
        .collect();
    actes.sort_unstable();
    actes.dedup();
    actes.join(" ; ")
}

/// The patients who share what an outsider might know of somebody: month, structure, region of the body.
fn groupes(lues: &[Microdonnee]) -> BTreeMap<(String, &str, &str), BTreeSet<&str>> {
    let mut groupes: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
    for lue in lues {
        let cle = (mois(lue.releve.ouvert_le), lue.releve.structure.as_str(), lue.releve.region.as_str());
        groupes.entry(cle).or_default().insert(lue.patient.as_str());
    }
    groupes
}

/// What an outsider may do with these groups, as their sizes say.
fn risque(tailles: &[u64]) -> String {
    let Some(plus_petit) = tailles.iter().min().copied() else {
        return "L’export est vide : il n’y a personne à chercher.".to_owned();
    };
    let groupes = texte::compte(tailles.len() as u64, "groupe", "groupes");
    let patients = texte::compte(plus_petit, "patient", "patients");
    let petits = tailles.iter().filter(|n| **n < SEUIL).count() as u64;
    let verdict = if petits == 0 {
        format!(
            "aucun n’en compte moins de {SEUIL}. Sur ces trois informations, l’export est k-anonyme pour k = {SEUIL} ; il ne \
             l’est pas pour qui en connaît davantage (les actes, le nombre de séances, une orientation)."
        )
    } else {
        format!(
            "{} moins de {SEUIL}. L’export n’est donc pas k-anonyme pour k = {SEUIL}.",
            texte::compte(petits, "en compte", "en comptent")
        )
    };
    format!(
        "Qui connaît le mois, la structure et la région traitée d’un patient le cherche parmi {groupes} ; le plus petit \
         compte {patients}, et {verdict}"
    )
}

fn note(lues: &[Microdonnee], demande: &Demande) -> String {
    let tailles: Vec<u64> = groupes(lues).values().map(|patients| patients.len() as u64).collect();
    format!(
        "Microdonnées de l’accès direct, département {}, épisodes ouverts pendant {}\n\n\
        Contenu. Une ligne par épisode. Ni nom, ni numéro, ni date de naissance, ni sexe, ni commune, ni CPTS. Les jours \
        sont ramenés au mois. Patients et praticiens portent un pseudonyme tiré d’une clé gardée par l’installation et \
        propre à cet export : deux exports ne se rapprochent pas.\n\n\
        Nature. Ce sont des données de santé pseudonymisées, donc des données personnelles (RGPD, art. 4). Elles ne sont \
        pas anonymes.\n\n\
        Usage. Évaluation de l’expérimentation (décret n° 2024-618, art. 3) et rien d’autre. Ne les rapprochez d’aucun \
        autre fichier ; ne les publiez pas ; ne publiez aucun nombre de moins de 11 patients ni ce qui permettrait d’en \
        retrouver un ; effacez-les quand l’étude est finie.\n\n\
        Risque qui demeure. {} Un praticien peut se reconnaître à son activité.\n\n\
        Épisodes : {}.\n",
        demande.departement,
        demande.periode,
        risque(&tailles),
        lues.len()
    )
}

#[cfg(test)]
mod tests {
    use super::risque;

    #[test]
    fn la_note_dit_k_anonyme_quand_les_nombres_le_disent_et_pas_autrement() {
        let petits = risque(&[4, 30, 1]);
        assert!(
            petits.contains("3 groupes") && petits.contains("le plus petit compte 1 patient,"),
            "{petits}"
        );
        assert!(petits.contains("2 en comptent moins de 11"), "{petits}");
        assert!(petits.contains("n’est donc pas k-anonyme") && !petits.contains("est k-anonyme"), "{petits}");
        let grands = risque(&[18, 30]);
        assert!(grands.contains("le plus petit compte 18 patients"), "{grands}");
        assert!(grands.contains("aucun n’en compte moins de 11"), "{grands}");
        assert!(
            grands.contains("est k-anonyme pour k = 11") && !grands.contains("pas k-anonyme"),
            "{grands}"
        );
        assert!(risque(&[11]).contains("1 groupe ;") && risque(&[10]).contains("1 en compte moins de 11"));
        assert!(risque(&[]).contains("vide"));
    }
}
