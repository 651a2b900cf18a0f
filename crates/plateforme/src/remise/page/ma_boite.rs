//! `/ma-messagerie`: the MK's own MSSanté mailbox, where people answer him.

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use droit::identifiant::PraticienId;
use entrepot::{Echec, boite};
use maud::{Markup, html};

use super::avertissement;
use crate::connexion::{Identite, Mk, Visiteur};
use crate::echec::Failure;
use crate::episode::champ::{facultatif, phrase};
use crate::gabarits::{Avis, Champ, Erreurs, Lien, Page, formulaire};
use crate::saisie::{Champs, Formulaire, Parametres};
use crate::serveur::App;

const ADRESSE: &str = "/ma-messagerie";

/// The form.
///
/// # Errors
/// When the base fails.
pub async fn voir(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    ici: Uri,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let connue = app.entrepot.lire(move |tx| boite::du_praticien(tx, mk)).await?.unwrap_or_default();
    let avis = (champs.un("fait") == "oui").then(|| Avis::succes("Votre adresse est enregistrée."));
    Ok(page(&app, (&identite, mk), &ici, &connue, &Erreurs::default(), avis))
}

/// Records it.
///
/// # Errors
/// When the base fails.
pub async fn noter(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    ici: Uri,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let mut e = Erreurs::default();
    let lue = facultatif(champs.un("boite"), |texte| app.voies().liste.adresse(texte)).map_err(phrase);
    let Some(adresse) = e.noter("boite", lue) else {
        let page = page(&app, (&identite, mk), &ici, champs.un("boite"), &e, None);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let maintenant = app.horloge.maintenant();
    app.entrepot
        .ecrire(move |tx| {
            let saisie = adresse.as_ref().map(|adresse| adresse.as_str());
            boite::noter_la_sienne(tx, mk, saisie, maintenant);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to(&format!("{ADRESSE}?fait=oui")).into_response())
}

fn page(
    app: &App,
    (identite, mk): (&Identite, PraticienId),
    ici: &Uri,
    connue: &str,
    e: &Erreurs,
    avis: Option<Avis>,
) -> Markup {
    let visiteur = Visiteur::from(identite);
    let chapo = html! { "Les documents partent d’une boîte commune à l’installation. Votre adresse leur est jointe : le médecin qui répond vous répond à vous." };
    let champ = html! {
        (Champ::texte("boite", "Votre adresse MSSanté").facultatif().valeur(connue)
            .aide("Par exemple prenom.nom@operateur.mssante.fr.").erreurs(e).rendre())
    };
    Page::new("Ma messagerie", &visiteur)
        .ici(ici)
        .avis(avis)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Remises", "/remises")])
        .chapo(chapo)
        .rendre(html! {
            div.pile-large {
                (avertissement(app, mk))
                (formulaire(ADRESSE, e, &champ, "Enregistrer"))
            }
        })
}
