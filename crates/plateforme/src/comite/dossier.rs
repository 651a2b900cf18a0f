//! `/comite/reunions/{id}/dossier.pdf`: the pack of a meeting, for those who sit: about the meeting, whenever it is asked for.

use axum::extract::{Path, State};
use axum::response::Response;
use documents::{Chiffre, ChiffreCle, DossierDeSeance, Fondement, Participation, Suivi};
use droit::comite::{DecisionComite, Reunion};
use droit::indicateur::{Periode, Variante};
use entrepot::declaration::EffectifCpts;
use jiff::civil::Date;

use super::chiffres::Chiffres;
use super::instantane::{self, Lien, Retenu};
use super::reunion::sans_ordre_du_jour;
use super::{Comite, ouvrir, quand, titre};
use crate::connexion::{Connecte, Identite};
use crate::echec::Failure;
use crate::gabarits::texte;
use crate::indicateur::instantane::EN_COURS;
use crate::presse;
use crate::serveur::App;

/// The pack as of the day of the meeting; as of today while it is to come.
pub async fn telecharger(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (nom, dossier) = composer(&app, &identite, &id).await?;
    let pdf = app.presse().composer(move || documents::dossier_de_seance(&dossier)).await?;
    Ok(presse::servir(pdf, &nom))
}

/// The name of the pack and what it says.
///
/// # Errors
/// When the base fails, or he may not open the meeting.
pub async fn composer(
    app: &App,
    identite: &Identite,
    id: &str,
) -> Result<(String, DossierDeSeance), Failure> {
    let (reunion, lu) = ouvrir(app, identite, id).await?;
    let (departement, jour) = (lu.departement, reunion.jour_du_dossier(lu.le));
    let effectifs: Vec<EffectifCpts> =
        app.entrepot.lire(move |tx| entrepot::declaration::effectifs_par_cpts(tx, departement, jour)).await?;
    let retenu = instantane::de(app, &reunion).await?;
    let nom = format!("comite-{departement}-{}", reunion.rendezvous.le);
    Ok((nom, rediger(app, (&reunion, jour), &lu, (&effectifs, retenu))))
}

fn rediger(
    app: &App,
    (reunion, jour): (&Reunion, Date),
    lu: &Comite,
    (effectifs, retenu): (&[EffectifCpts], Option<Retenu>),
) -> DossierDeSeance {
    let reference = presse::reference(lu.departement, reunion.id.bits(), format!("C{}", reunion.version));
    let definitions = app.reglement.indicateurs();
    let chiffres = retenu.as_ref().map(|retenu| Chiffres::de(&retenu.lu));
    DossierDeSeance {
        en_tete: presse::en_tete(app.reglement, lu.departement, reference, jour, app.horloge.maintenant()),
        titre: titre(reunion),
        rendezvous: quand(reunion),
        jour,
        ordre_du_jour: reunion.ordre_du_jour.iter().map(ToString::to_string).collect(),
        sans_ordre: sans_ordre_du_jour(reunion, lu.le).to_owned(),
        origine: retenu.as_ref().map_or_else(|| sans_instantane(jour), origine),
        avertissement: retenu.as_ref().filter(|retenu| retenu.lu.en_cours).map(|_| EN_COURS.to_owned()),
        cles: chiffres.as_ref().map_or_else(|| declarations(effectifs), |lus| lus.cles(definitions)),
        sections: chiffres.map(|lus| lus.sections(definitions)).unwrap_or_default(),
        participation: effectifs.iter().map(participation).collect(),
        decisions: lu.a_suivre(reunion).map(|une| suivi(lu, une, jour)).collect(),
        prises: lu.prises(reunion).map(|une| suivi(lu, une, jour)).collect(),
        membres: lu
            .siegeant(reunion)
            .map(|membre| Chiffre { libelle: lu.institution(membre), valeur: membre.nom.to_string() })
            .collect(),
        fondements: fondements(app, lu, jour),
    }
}

fn origine(retenu: &Retenu) -> String {
    let Retenu { lien, pris, lu } = retenu;
    let lien = match lien {
        Lien::Garde => "Cette réunion garde l’instantané",
        Lien::Anterieur => "Cette réunion ne garde aucun instantané ; voici le dernier pris avant elle :",
    };
    let periode = pris.periode.parse::<Periode>().map_or_else(|_| pris.periode.clone(), |lue| lue.libelle());
    format!(
        "{lien} {} ({periode} ; {}), publié le {}, arrêté au {} ; SHA-256 : {}. Chacun peut le relire et le vérifier.",
        pris.id,
        Variante::DEFAUT.libelle().to_lowercase(),
        texte::jour(lu.publie_le),
        texte::jour(pris.arrete_le),
        pris.sha256
    )
}

fn sans_instantane(jour: Date) -> String {
    format!(
        "Aucun instantané n’a été pris avant cette réunion d’une période qui la concerne : voici ce que disent les déclarations, au {}. Aucun de ces chiffres ne porte sur des patients.",
        texte::jour(jour)
    )
}

fn declarations(effectifs: &[EffectifCpts]) -> Vec<ChiffreCle> {
    let somme = |lire: fn(&EffectifCpts) -> u64| effectifs.iter().map(lire).sum::<u64>();
    let chiffre = |libelle: &str, n: u64| ChiffreCle {
        libelle: libelle.to_owned(),
        valeur: texte::grouper(n),
        precision: String::new(),
    };
    vec![
        chiffre("CPTS du département", effectifs.len() as u64),
        chiffre("Déclarations déposées", somme(|une| une.declares)),
        chiffre("Praticiens autorisés", somme(|une| une.autorises)),
    ]
}

fn participation(une: &EffectifCpts) -> Participation {
    Participation { cpts: une.nom.clone(), declarees: une.declares, autorises: une.autorises }
}

fn suivi(lu: &Comite, decision: &DecisionComite, jour: Date) -> Suivi {
    Suivi {
        texte: decision.texte.to_string(),
        responsable: lu.membre(decision.responsable).map(|membre| membre.nom.to_string()).unwrap_or_default(),
        echeance: decision.echeance,
        retard: (decision.echeance < jour).then(|| "en retard".to_owned()),
    }
}

fn fondements(app: &App, lu: &Comite, jour: Date) -> Vec<Fondement> {
    let regles = app.reglement.parametres(lu.departement);
    vec![presse::fondement(&regles.comite_de_suivi.au(jour).source, app.reglement)]
}
