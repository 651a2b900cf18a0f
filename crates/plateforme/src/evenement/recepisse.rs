//! `/evenements/{id}/recepisse.pdf`: the proof of a report, with what remains due and the texts that say so.

use axum::extract::{Path, State};
use axum::response::Response;
use documents::{EnTete, Praticien, Recepisse, Volet};
use droit::evenement::{Attente, RegleEvenement, Signalement, Volets};
use droit::reglement::Reglement;
use entrepot::evenement::EvenementVu;
use jiff::civil::Date;

use super::{aujourd_hui, charger, numero, regle};
use crate::anonymat;
use crate::connexion::Connecte;
use crate::echec::Failure;
use crate::gabarits::texte;
use crate::presse;
use crate::serveur::App;

/// The receipt as it stands today.
pub async fn telecharger(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (vu, _) = charger(&app, &identite, &id).await?;
    let le = aujourd_hui(&app, vu.signalement.departement)?;
    let papier = rediger(&app, &vu, le)?;
    let nom = format!("recepisse-{}", numero(&vu.signalement));
    let pdf = app.presse().composer(move || documents::recepisse(&papier)).await?;
    Ok(presse::servir(pdf, &nom))
}

fn rediger(app: &App, vu: &EvenementVu, le: Date) -> Result<Recepisse, Failure> {
    let signalement = &vu.signalement;
    let regle = regle(app, signalement.departement, le);
    let reference = format!("{}-{}", numero(signalement), signalement.version);
    let tete =
        presse::en_tete(app.reglement, signalement.departement, reference, le, app.horloge.maintenant());
    let rpps = vu.rpps.parse().map_err(Failure::interne)?;
    let faits = &signalement.faits;
    let fuseau = app.reglement.fuseau(signalement.departement);
    Ok(Recepisse {
        en_tete: EnTete { bandeau: presse::bandeau(&rpps), ..tete },
        numero: numero(signalement),
        praticien: Praticien { nom: vu.nom.clone(), rpps: vu.rpps.clone() },
        cpts: vu.nom_cpts.clone(),
        signale_le: signalement.signale_le,
        saisi_le: signalement.saisi_le.map(|instant| texte::instant(instant, fuseau)),
        survenu_le: faits.le,
        gravite: faits.gravite.libelle().to_owned(),
        nature: faits.complement.nature.map(|nature| nature.libelle().to_owned()),
        moment: faits.complement.moment.map(|moment| moment.libelle().to_owned()),
        information: faits.complement.information.map(|dite| dite.libelle().to_owned()),
        circonstances: faits.circonstances.to_string(),
        mesures: faits.mesures.to_string(),
        reserve: reserve(&[faits.circonstances.as_str(), faits.mesures.as_str()]),
        etat: signalement.etat.etape().libelle().to_owned(),
        volets: volets(signalement, &regle, le),
        portail: regle.portail.connue.clone().filter(|_| signalement.volets != Volets::SansObjet),
        fondements: fondements(&regle, app.reglement, &signalement.volets),
    })
}

/// What is to be known before one hands over a paper whose words seem to tell who they are about.
fn reserve(textes: &[&str]) -> Option<String> {
    let vus = anonymat::apercu(textes);
    (!vus.is_empty()).then(|| {
        let quoi = vus.into_iter().collect::<Vec<_>>().join(", ");
        format!(
            "Ce récit contient de quoi reconnaître quelqu’un ({quoi}). Ne remettez ce récépissé qu’à ceux qui doivent le lire."
        )
    })
}

fn volets(signalement: &Signalement, regle: &RegleEvenement<'_>, le: Date) -> Vec<Volet> {
    if signalement.volets == Volets::SansObjet {
        return Vec::new();
    }
    let (portail, analyse) = (signalement.volets.portail(), signalement.volets.analyse());
    let numero = portail.and_then(|portail| portail.numero.as_ref());
    let premier = Volet {
        titre: "Premier volet, sur le portail national".to_owned(),
        du_le: signalement.volets.du(),
        remis_le: portail.map(|portail| portail.le),
        precision: numero.map(|numero| format!("Numéro {numero}")),
        ton: ton(portail.is_some(), "erreur"),
    };
    let retard = matches!(signalement.attente(regle, le), Attente::EnRetard { .. });
    let second = Volet {
        titre: "Second volet, l’analyse".to_owned(),
        du_le: signalement.echeance(regle),
        remis_le: analyse.map(|analyse| analyse.le),
        precision: (retard && analyse.is_none()).then(|| "Délai dépassé".to_owned()),
        ton: ton(analyse.is_some(), if retard { "erreur" } else { "attention" }),
    };
    vec![premier, second]
}

fn ton(remis: bool, sinon: &'static str) -> &'static str {
    if remis { "succes" } else { sinon }
}

fn fondements(
    regle: &RegleEvenement<'_>,
    reglement: &Reglement,
    volets: &Volets,
) -> Vec<documents::Fondement> {
    match volets {
        Volets::SansObjet => vec![presse::fondement(&regle.a_declarer.source, reglement)],
        _ => [&regle.a_declarer.source, &regle.delai_mois.source]
            .iter()
            .map(|source| presse::fondement(source, reglement))
            .collect(),
    }
}
