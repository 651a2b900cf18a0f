//! `/comite/reunions/{id}/dossier.pdf`: the pack of a meeting, for those who sit.

use axum::extract::{Path, State};
use axum::response::Response;
use documents::{Chiffre, DossierDeSeance, Fondement, Participation, Suivi};
use droit::comite::Reunion;
use entrepot::declaration::EffectifCpts;

use super::{Comite, instantane, ouvrir, quand, titre};
use crate::connexion::Connecte;
use crate::echec::Failure;
use crate::gabarits::texte;
use crate::presse;
use crate::serveur::App;

/// The pack as it stands today.
pub async fn telecharger(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (reunion, lu) = ouvrir(&app, &identite, &id).await?;
    let (departement, le) = (lu.departement, lu.le);
    let effectifs: Vec<EffectifCpts> =
        app.entrepot.lire(move |tx| entrepot::declaration::effectifs_par_cpts(tx, departement, le)).await?;
    let figures = instantane::de(&app, &reunion).await?;
    let dossier = rediger(&app, &reunion, &lu, (&effectifs, figures));
    let pdf = app.presse().composer(move || documents::dossier_de_seance(&dossier)).await?;
    Ok(presse::servir(pdf, &format!("comite-{departement}-{}", reunion.rendezvous.le)))
}

fn rediger(
    app: &App,
    reunion: &Reunion,
    lu: &Comite,
    (effectifs, figures): (&[EffectifCpts], Option<(String, Vec<Chiffre>)>),
) -> DossierDeSeance {
    let reference = presse::reference(lu.departement, reunion.id.bits(), format!("C{}", reunion.version));
    let (origine, chiffres) = figures.unwrap_or_else(|| (sans_instantane(lu), declarations(effectifs)));
    DossierDeSeance {
        en_tete: presse::en_tete(app.reglement, lu.departement, reference, lu.le, app.horloge.maintenant()),
        titre: titre(reunion),
        rendezvous: quand(reunion),
        ordre_du_jour: reunion.ordre_du_jour.iter().map(ToString::to_string).collect(),
        origine,
        chiffres,
        participation: effectifs
            .iter()
            .map(|une| Participation {
                cpts: une.nom.clone(),
                declarees: une.declares,
                autorises: une.autorises,
            })
            .collect(),
        decisions: decisions(lu),
        membres: lu
            .en_poste()
            .map(|membre| Chiffre { libelle: lu.institution(membre), valeur: membre.nom.to_string() })
            .collect(),
        fondements: fondements(app, lu),
    }
}

fn sans_instantane(lu: &Comite) -> String {
    format!(
        "Aucun instantané n’a été pris pour ce département : voici ce que disent les déclarations, au {}. Aucun de ces chiffres ne porte sur des patients.",
        texte::jour(lu.le)
    )
}

fn declarations(effectifs: &[EffectifCpts]) -> Vec<Chiffre> {
    let somme = |lire: fn(&EffectifCpts) -> u64| effectifs.iter().map(lire).sum::<u64>();
    let chiffre = |libelle: &str, n: u64| Chiffre { libelle: libelle.to_owned(), valeur: texte::grouper(n) };
    vec![
        chiffre("CPTS du département", effectifs.len() as u64),
        chiffre("Déclarations déposées", somme(|une| une.declares)),
        chiffre("Praticiens autorisés", somme(|une| une.autorises)),
    ]
}

fn decisions(lu: &Comite) -> Vec<Suivi> {
    let ouvertes = lu.ouvertes();
    let suivi = |decision: &droit::comite::DecisionComite| Suivi {
        texte: decision.texte.to_string(),
        responsable: lu.membre(decision.responsable).map(|membre| membre.nom.to_string()).unwrap_or_default(),
        echeance: decision.echeance,
        retard: decision.en_retard(lu.le).then(|| "en retard".to_owned()),
    };
    ouvertes.iter().map(suivi).collect()
}

fn fondements(app: &App, lu: &Comite) -> Vec<Fondement> {
    let regles = app.reglement.parametres(lu.departement);
    vec![presse::fondement(&regles.comite_de_suivi.au(lu.le).source, app.reglement)]
}
