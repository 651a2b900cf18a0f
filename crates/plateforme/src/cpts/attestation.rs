//! `/membres/{id}/attestation.pdf`: what the CPTS says of a member, for him to join to his declaration.

use axum::extract::{Path, State};
use axum::response::Response;
use documents::{Attestation, EnTete, Praticien, Signataire};
use droit::adhesion::courante;
use droit::declaration::Adhesion;
use droit::identifiant::CodeDepartement;

use super::Ici;
use super::membre::{Vue, charger};
use super::membres::qualite;
use crate::connexion::{Coordination, Identite};
use crate::echec::Failure;
use crate::presse;
use crate::serveur::App;

/// The attestation of the membership that runs today; there is none of a membership that ended or is to come.
pub async fn telecharger(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (vue, ici) = (charger(&app, cpts, &id).await?, Ici::charger(&app, cpts).await?);
    let adhesion = courante(&vue.adhesions, ici.le).copied().ok_or_else(|| {
        Failure::Conflit("aucune adhésion ne court aujourd’hui : renouvelez-la d’abord".to_owned())
    })?;
    let departement = *ici.departements.first().ok_or(Failure::Introuvable)?;
    let reference = presse::reference(departement, vue.praticien.id.bits(), adhesion.du);
    let nom = format!("attestation-{reference}");
    let papier = rediger(&app, &identite, (&vue, &ici), adhesion, (departement, reference));
    let pdf = app.presse().composer(move || documents::attestation(&papier)).await?;
    Ok(presse::servir(pdf, &nom))
}

fn rediger(
    app: &App,
    identite: &Identite,
    (vue, ici): (&Vue, &Ici),
    adhesion: Adhesion,
    (departement, reference): (CodeDepartement, String),
) -> Attestation {
    let preuves = app.reglement.parametres(departement).preuves_adhesion.au(ici.le);
    let territoire = presse::en_tete(app.reglement, departement, reference, ici.le, app.horloge.maintenant());
    let lieu = vue.lieux.iter().find(|lieu| lieu.principal).or(vue.lieux.first());
    Attestation {
        en_tete: EnTete {
            emetteur: ici.cpts.nom.clone(),
            bandeau: presse::bandeau(&vue.praticien.rpps),
            ..territoire
        },
        praticien: Praticien {
            nom: format!("{} {}", vue.praticien.prenom, vue.praticien.nom),
            rpps: vue.praticien.rpps.to_string(),
        },
        cpts: ici.cpts.nom.clone(),
        qualite: qualite(adhesion.qualite).to_owned(),
        du: adhesion.du,
        au: adhesion.au,
        lieu: lieu.map(|lieu| format!("{}, {} {}", lieu.adresse, lieu.code_postal, lieu.commune)),
        signataire: Signataire {
            nom: identite.nom.clone(),
            qualite: "Coordination".to_owned(),
            service: ici.cpts.nom.clone(),
        },
        fondement: presse::fondement(&preuves.source, app.reglement),
    }
}
