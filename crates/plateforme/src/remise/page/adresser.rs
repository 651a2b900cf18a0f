//! A document addressed to a doctor who is not the patient's own: by name, once the patient agreed.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::document::{Contenu, Genre};
use droit::episode::Destination;
use droit::identifiant::{PraticienId, RemiseId};
use droit::remise::{Canal, Cause, Depart, Destinataire, Due, ObjetVolonte, Volonte};
use droit::texte::Intitule;
use entrepot::Echec;
use entrepot::remise::NouvelleRemise;
use formats::mssante::Adresse;
use maud::{Markup, html};

use super::document::{Vue, rendre};
use super::geste::{acteur, composer};
use crate::connexion::Mk;
use crate::echec::Failure;
use crate::episode::champ::phrase;
use crate::gabarits::{Champ, Erreurs, Reponse, Style, bouton, carte, resume, texte};
use crate::remise::composition::nouvelle;
use crate::remise::reprise::Appris;
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// How it goes there.
enum Moyen {
    Messagerie(Adresse),
    Lien,
    Papier,
}

/// Composes a delivery to this doctor, and notes the agreement of the patient when he has just given it.
///
/// # Errors
/// When the document is not this MK's, is replaced or is for the payer, or when the base fails.
pub async fn adresser(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let vue = Vue::lire(&app, &identite, &id).await?;
    if !vue.s_adresse() {
        return Err(Failure::Introuvable);
    }
    let mut e = Erreurs::default();
    let medecin = e.noter("nom", champs.un("nom").parse::<Intitule>().map_err(phrase));
    let moyen = moyen(&app, &champs, &mut e);
    let appris = accord(&app, &vue, (&champs, mk), &mut e);
    let (Some(medecin), Some(moyen), Some(appris)) = (medecin, moyen, appris) else {
        let page = rendre(&app, &identite, &vue, (&champs, &e));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let cle = ecrire(&app, &vue, (medecin, moyen), (appris, mk)).await?;
    Ok(Redirect::to(&format!("/remises/{cle}?fait=adresse-a")).into_response())
}

fn moyen(app: &App, champs: &Champs, e: &mut Erreurs) -> Option<Moyen> {
    match champs.un("moyen") {
        "messagerie" => {
            let adresse = app.voies().liste.adresse(champs.un("adresse")).map_err(phrase);
            e.noter("adresse", adresse).map(Moyen::Messagerie)
        }
        "lien" => Some(Moyen::Lien),
        "papier" => Some(Moyen::Papier),
        _ => {
            e.ajouter("moyen", "Choisissez comment le document lui parvient.");
            None
        }
    }
}

/// His agreement on file, or the one he has just given; without either nobody else has the document.
fn accord(
    app: &App,
    vue: &Vue,
    (champs, mk): (&Champs, PraticienId),
    e: &mut Erreurs,
) -> Option<Option<Appris>> {
    let dite = vue.volontes.sur(ObjetVolonte::AutreMedecin);
    if dite.is_some_and(|dite| dite.volonte == Volonte::Accord) {
        return Some(None);
    }
    if champs.un("accord") == "oui" {
        let qui = (vue.document.en_tete.sujet.id, mk);
        return Some(Some(Appris::volonte(
            app,
            qui,
            (ObjetVolonte::AutreMedecin, Volonte::Accord),
            vue.jour,
        )));
    }
    e.ajouter(
        "accord",
        "Sans l’accord du patient, aucun autre médecin ne reçoit ce document : demandez-le-lui, et notez sa réponse.",
    );
    None
}

async fn ecrire(
    app: &App,
    vue: &Vue,
    (medecin, moyen): (Intitule, Moyen),
    (appris, mk): (Option<Appris>, PraticienId),
) -> Result<RemiseId, Failure> {
    let maintenant = app.horloge.maintenant();
    let cle = RemiseId::new(app.alea.uuid(maintenant).as_u128());
    let due = due(moyen);
    let suite = NouvelleRemise {
        medecin: Some(medecin.to_string()),
        ..nouvelle(app.voies(), (vue.fiche.reference.id(), mk), cle, &due, maintenant)
    };
    let trousseau = app.entrepot.trousseau().clone();
    app.entrepot
        .ecrire(move |tx| {
            if let Some(Appris::Volonte(nouvelle)) = &appris {
                entrepot::volonte::noter(tx, nouvelle);
            }
            if let Err(sans_effet) = composer(tx, &trousseau, &suite, (mk, maintenant)) {
                tracing::error!(%sans_effet, acteur = acteur(mk), "a delivery just composed did not move");
            }
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(cle)
}

fn due(moyen: Moyen) -> Due {
    let papier = |mots: &str| (Canal::MainPropre, None, Depart::Attend(Cause::nouvelle(mots)));
    let (canal, adresse, depart) = match moyen {
        Moyen::Messagerie(adresse) => {
            (Canal::MssanteProfessionnel, Some(adresse.as_str().to_owned()), Depart::AuPlusTot)
        }
        Moyen::Lien => papier("Créez le lien sécurisé, et donnez son code au médecin par un autre moyen."),
        Moyen::Papier => papier("Remettez le document, puis déclarez-le remis."),
    };
    Due { destinataire: Destinataire::AutreMedecin, canal, adresse, depart }
}

/// The form; nothing on a document that nobody else is to have.
pub(super) fn formulaire(app: &App, vue: &Vue, (champs, e): (&Champs, &Erreurs)) -> Markup {
    if !vue.s_adresse() {
        return html! {};
    }
    let dite = vue.volontes.sur(ObjetVolonte::AutreMedecin);
    let accorde = dite.is_some_and(|dite| dite.volonte == Volonte::Accord);
    carte(
        "Adresser à un autre médecin",
        &html! {
            @if let Some(destination) = vue.destination() { p { "Cette lettre oriente le patient vers : " strong { (destination) } "." } }
            @match dite {
                Some(dite) => { p.sous { (dite.volonte.libelle()) ", le " (texte::jour(dite.le)) "." } }
                None => {}
            }
            (resume(e))
            form.formulaire method="post" action=(format!("/documents/{}/remises", vue.fiche.reference.id())) novalidate {
                (Champ::texte("nom", "Nom du médecin ou du service").valeur(champs.un("nom")).erreurs(e).rendre())
                (Champ::boutons("moyen", "Comment", moyens(app)).valeur(champs.un("moyen")).erreurs(e).rendre())
                (Champ::texte("adresse", "Son adresse MSSanté").facultatif().valeur(champs.un("adresse")).aide("Pour la messagerie sécurisée seulement. Seuls les domaines de l’espace de confiance sont admis.").erreurs(e).rendre())
                @if !accorde {
                    (Champ::cases("accord", "Accord du patient", vec![Reponse::new("oui", "Le patient est d’accord aujourd’hui pour que ce médecin reçoive ses documents")]).facultatif().valeurs(champs.tous("accord").map(str::to_owned)).erreurs(e).rendre())
                }
                (bouton(Style::Secondaire, "Adresser le document"))
            }
        },
    )
}

fn moyens(app: &App) -> Vec<Reponse> {
    let messagerie = (app.voies().messagerie.voie() == droit::remise::Voie::Ouverte)
        .then(|| Reponse::new("messagerie", "Par la messagerie sécurisée (MSSanté)"));
    let autres = [
        Reponse::new("lien", "Par un lien sécurisé à usage unique"),
        Reponse::new("papier", "Sur papier, en main propre ou par le patient"),
    ];
    messagerie.into_iter().chain(autres).collect()
}

impl Vue {
    /// May the MK address it to somebody: his own latest version, and not what the payer alone receives.
    pub(super) fn s_adresse(&self) -> bool {
        self.fiche.remplace_par.is_none() && self.fiche.genre != Genre::Justificatif
    }

    /// Where the letter orients the patient, when it is not to his own doctor.
    fn destination(&self) -> Option<&'static str> {
        match &self.document.contenu {
            Contenu::Orientation(lettre) if lettre.destination != Destination::MedecinTraitant => {
                Some(lettre.destination.libelle())
            }
            _ => None,
        }
    }
}
