//! `/evenements/{id}/analyse`: the second volet, three answers.

use axum::extract::{Path, State};
use droit::evenement::{PasEvenement, Volets};
use entrepot::evenement::EvenementVu;
use maud::{Markup, html};

use super::geste::Saisie;
use super::{charger, devance, numero, vue};
use crate::anonymat;
use crate::connexion::{Identite, Mk, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Lien, Page, Style};
use crate::serveur::App;

/// The form; there is none before the first volet nor after the second.
pub async fn demander(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    let (vu, _) = charger(&app, &identite, &id).await?;
    if !matches!(vu.signalement.volets, Volets::Declare { .. }) {
        return Err(devance());
    }
    page(&app, &identite, &vu, &Saisie::default())
}

/// The form, with what was typed.
pub fn page(_: &App, identite: &Identite, vu: &EvenementVu, saisie: &Saisie) -> Result<Markup, Failure> {
    let (visiteur, vides) = (Visiteur::from(identite), Erreurs::default());
    let e = saisie.pour(PasEvenement::Analyser).unwrap_or(&vides);
    let signalement = &vu.signalement;
    let zone = |nom, libelle, aide| {
        Champ::zone(nom, libelle).aide(aide).valeur(saisie.champs.un(nom)).erreurs(e).rendre()
    };
    let champs = html! {
        (zone("gestion", "Comment l’événement a été géré", "Dans l’ordre : qui a fait quoi, et ce que le patient est devenu."))
        (zone("causes", "Ce que l’analyse des causes apprend", "Organisation, matériel, information, geste : ce qui a rendu l’événement possible. La structure régionale d’appui peut aider."))
        (zone("actions", "Ce qui va changer", "Chaque action corrective avec sa date de mise en œuvre et de vérification."))
        (anonymat::quand_meme(&saisie.passages))
    };
    Ok(Page::new("Analyse de l’événement", &visiteur)
        .fil([
            Lien::new("Tableau de bord", "/tableau-de-bord"),
            Lien::new("Événements indésirables", "/evenements"),
            Lien::new(numero(signalement), format!("/evenements/{}", signalement.id)),
        ])
        .chapo(
            html! { "Sans nommer personne. À remettre aussi sur le portail national, dans le second volet." },
        )
        .rendre(vue::formulaire(
            signalement,
            PasEvenement::Analyser,
            e,
            &champs,
            "Remettre l’analyse",
            Style::Principal,
        )))
}
