//! The form of a séance, with the decision above it when the rules stand in the way.

use droit::episode::Refus;
use maud::{Markup, html};

use super::saisie::Saisie;
use crate::connexion::{Identite, Visiteur};
use crate::echec::Failure;
use crate::episode::acte;
use crate::episode::dossier::Dossier;
use crate::episode::page::{fil_de, nom};
use crate::episode::refus;
use crate::gabarits::{Champ, Erreurs, Page, formulaire};
use crate::serveur::App;

/// The page.
pub fn page(
    app: &App,
    identite: &Identite,
    dossier: &Dossier,
    saisie: &Saisie,
    erreurs: &Erreurs,
    refuse: Option<&Refus<'_>>,
) -> Result<Markup, Failure> {
    let visiteur = Visiteur::from(identite);
    let (id, qui) = (dossier.episode.id, nom(&dossier.patient.identite));
    let jour = saisie.le.parse().or_else(|_| dossier.aujourd_hui(app))?;
    let actes = acte::choix(app.reglement, dossier.episode.departement, jour);
    let champs = html! {
        input type="hidden" name="cle" value=(saisie.cle);
        input type="hidden" name="retour" value=(saisie.retour);
        (Champ::date("le", "Date de la séance").valeur(saisie.le.as_str()).erreurs(erreurs)
            .aide(&fenetre(app, dossier, jour)).rendre())
        (Champ::liste("acte", "Acte de la nomenclature", actes).facultatif().valeur(saisie.acte.as_str()).erreurs(erreurs).rendre())
        (Champ::zone("note", "Note").aide("Pour vous seul : un confrère ne la voit pas.").facultatif()
            .valeur(saisie.note.as_str()).erreurs(erreurs).rendre())
        (refus::confirmation(refuse, &saisie.confirmation, erreurs))
    };
    let envoyer =
        if refus::a_confirmer(refuse) { "Confirmer et enregistrer" } else { "Enregistrer la séance" };
    let adresse = format!("/episodes/{id}/seances");
    Ok(Page::new("Séance", &visiteur)
        .fil(fil_de(id, &qui))
        .chapo(html! { (qui) ", " (dossier.episode.localisation.libelle()) })
        .rendre(html! {
            (refus::panneau(app, id, refuse))
            (formulaire(&adresse, erreurs, &champs, envoyer))
        }))
}

fn fenetre(app: &App, dossier: &Dossier, jour: jiff::civil::Date) -> String {
    match dossier.droit(app, jour).saisie_tardive_jours.connue {
        Some(jours) => format!("Aujourd’hui, ou jusqu’à {jours} jours en arrière depuis l’ouverture."),
        None => "Depuis l’ouverture de l’épisode, jusqu’à aujourd’hui.".to_owned(),
    }
}
