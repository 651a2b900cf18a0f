//! `/comite/reunions/nouvelle`: a meeting called, with the agenda that the alerts and the open decisions propose.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::comite::{EmpechementReunion, NouvelleReunion, Rendezvous, calendrier, proposer};
use droit::identifiant::{AdresseCourriel, ReunionId};
use droit::texte::Intitule;
use entrepot::{Echec, comite, notification};
use jiff::civil::{Date, Time};
use maud::{Markup, html};

use super::{Comite, auteur, choisir, devance, instantane, invitation, nom, phrase};
use crate::connexion::{Connecte, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Lien, Page, formulaire};
use crate::saisie::{Champs, Formulaire, Parametres};
use crate::serveur::App;

async fn organisateur(app: &App, identite: &Identite, dit: &str) -> Result<Comite, Failure> {
    let comite = Comite::charger(app, identite, choisir(app, identite, dit).await?).await?;
    if comite.organise() { Ok(comite) } else { Err(Failure::Introuvable) }
}

/// What the platform knows that the committee should look at: in words, never in numbers of patients.
pub async fn alertes(app: &App, lu: &Comite) -> Result<Vec<&'static str>, Failure> {
    use droit::evenement::{Attente, RegleEvenement};
    let (departement, le) = (lu.departement, lu.le);
    let trousseau = app.entrepot.trousseau().clone();
    let lus = app.entrepot.lire(move |tx| {
        let attendus = entrepot::evenement::en_attente(tx, &trousseau, le, 2_000)?;
        let campagnes = entrepot::campagne::du_departement(tx, departement)?;
        let sans_adhesion = entrepot::adhesion::sans_adhesion(tx, le, Some(departement), 1)?;
        Ok::<_, Echec>((attendus, campagnes, sans_adhesion))
    });
    let (attendus, campagnes, sans_adhesion) = lus.await?;
    let regle = RegleEvenement::au(app.reglement.parametres(departement), le);
    let retard = |vu: &entrepot::evenement::EvenementVu| {
        vu.signalement.departement == departement
            && matches!(vu.signalement.attente(&regle, le), Attente::EnRetard { .. })
    };
    let mut alertes = Vec::new();
    if attendus.iter().any(retard) {
        alertes.push("Événements indésirables graves : analyses en retard");
    }
    if campagnes.iter().any(|une| une.etat == droit::campagne::EtatCampagne::Ouverte) {
        alertes.push("Campagne annuelle d’évaluation : avancement par CPTS");
    }
    if !sans_adhesion.is_empty() {
        alertes.push("Praticiens autorisés dont l’adhésion à la CPTS a pris fin");
    }
    Ok(alertes)
}

/// The form.
pub async fn nouvelle(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let lu = organisateur(&app, &identite, champs.un("departement")).await?;
    let lues = calendrier(app.reglement.parametres(lu.departement), lu.le).echeances.unwrap_or_default();
    let prevue =
        champs.un("rang").parse().ok().and_then(|rang: u8| lues.iter().find(|une| une.rang == rang).copied());
    let le = prevue.map_or(lu.le, |une| une.le.max(lu.le));
    let compte = identite.compte;
    let adresse = app.entrepot.lire(move |tx| notification::coordonnees(tx, compte)).await?.courriel;
    let points = proposer(&alertes(&app, &lu).await?, &lu.ouvertes(), lu.le);
    let champs = Champs::new(vec![
        ("cle".to_owned(), app.alea.uuid(app.horloge.maintenant()).to_string()),
        ("rang".to_owned(), prevue.map(|une| une.rang.to_string()).unwrap_or_default()),
        ("le".to_owned(), le.to_string()),
        ("heure".to_owned(), "14:00".to_owned()),
        ("duree".to_owned(), "120".to_owned()),
        ("organisateur".to_owned(), adresse.map(|une| une.as_str().to_owned()).unwrap_or_default()),
        ("ordre".to_owned(), points.join("\n")),
    ]);
    Ok(page(&app, &identite, &lu, &champs, &Erreurs::default()))
}

fn page(app: &App, identite: &Identite, lu: &Comite, champs: &Champs, e: &Erreurs) -> Markup {
    let visiteur = Visiteur::from(identite);
    let nombre = lu.en_poste().count();
    let corps = html! {
        input type="hidden" name="cle" value=(champs.un("cle"));
        input type="hidden" name="departement" value=(lu.departement);
        input type="hidden" name="rang" value=(champs.un("rang"));
        (rendezvous(champs, e))
        (Champ::texte("organisateur", "Adresse qui reçoit les réponses").clavier("email").valeur(champs.un("organisateur")).erreurs(e).rendre())
        (ordre(champs, e))
    };
    Page::new("Convoquer le comité", &visiteur)
        .fil([
            Lien::new("Tableau de bord", "/tableau-de-bord"),
            Lien::new("Comité de suivi", format!("/comite?departement={}", lu.departement)),
        ])
        .chapo(html! { (nom(app, lu.departement)) ". " (nombre) " membres recevront l’invitation par courriel, avec son fichier de calendrier." })
        .rendre(formulaire("/comite/reunions", e, &corps, "Envoyer les invitations"))
}

/// The fields of a time and a place.
pub fn rendezvous(champs: &Champs, e: &Erreurs) -> Markup {
    html! {
        (Champ::date("le", "Date").valeur(champs.un("le")).erreurs(e).rendre())
        (Champ::texte("heure", "Heure de début").aide("Par exemple 14:00, à l’heure du département.").valeur(champs.un("heure")).erreurs(e).rendre())
        (Champ::texte("duree", "Durée en minutes").clavier("numeric").valeur(champs.un("duree")).erreurs(e).rendre())
        (Champ::texte("lieu", "Lieu ou adresse de visioconférence").valeur(champs.un("lieu")).erreurs(e).rendre())
    }
}

/// The field of the agenda.
pub fn ordre(champs: &Champs, e: &Erreurs) -> Markup {
    Champ::zone("ordre", "Ordre du jour")
        .facultatif()
        .aide("Un point par ligne. Proposé d’après les alertes et les décisions ouvertes.")
        .valeur(champs.un("ordre"))
        .erreurs(e)
        .rendre()
}

/// Reads a time and a place, every error at once.
pub fn lire_rendezvous(champs: &Champs, e: &mut Erreurs) -> Option<Rendezvous> {
    let le = e.noter("le", champs.un("le").parse::<Date>().map_err(|_| "Indiquez la date de la réunion."));
    let heure = e.noter("heure", heure(champs.un("heure")).ok_or("Écrivez l’heure ainsi : 14:00."));
    let duree = champs.un("duree").parse::<u16>().ok().filter(|minutes| (15..=600).contains(minutes));
    let duree = e.noter("duree", duree.ok_or("Écrivez une durée de 15 à 600 minutes."));
    let lieu = e.noter("lieu", champs.un("lieu").parse::<Intitule>().map_err(|faute| phrase(&faute)));
    Some(Rendezvous { le: le?, heure: heure?, duree: duree?, lieu: lieu? })
}

/// « 14:00 », « 9:30 », « 9h30 », « 14h ».
fn heure(dit: &str) -> Option<Time> {
    let dit = dit.replace(['h', 'H'], ":");
    let (heures, minutes) = dit.split_once(':')?;
    let minutes = minutes.trim();
    let minutes = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    Time::new(heures.trim().parse().ok()?, minutes, 0, 0).ok()
}

/// Reads an agenda: a point per line.
pub fn lire_ordre(champs: &Champs, e: &mut Erreurs) -> Option<Vec<Intitule>> {
    let lignes = champs.un("ordre").lines().map(str::trim).filter(|ligne| !ligne.is_empty());
    let lus: Result<Vec<Intitule>, _> = lignes.map(str::parse::<Intitule>).collect();
    e.noter("ordre", lus.map_err(|faute| phrase(&faute)))
}

/// Calls the meeting.
pub async fn convoquer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let lu = organisateur(&app, &identite, champs.un("departement")).await?;
    let mut e = Erreurs::default();
    let id: ReunionId = champs.un("cle").parse().map_err(|_| devance())?;
    let rendezvous = lire_rendezvous(&champs, &mut e);
    let organisateur = e.noter(
        "organisateur",
        champs.un("organisateur").parse::<AdresseCourriel>().map_err(|faute| phrase(&faute)),
    );
    let ordre_du_jour = lire_ordre(&champs, &mut e);
    let instantane = instantane::preparer(&app, lu.departement, lu.le).await?;
    let nouvelle = (|| {
        Some(NouvelleReunion {
            id,
            departement: lu.departement,
            rang: champs.un("rang").parse().ok(),
            rendezvous: rendezvous?,
            organisateur: organisateur?,
            ordre_du_jour: ordre_du_jour?,
            instantane: instantane.id(),
        })
    })();
    let corriger = |e: &Erreurs| {
        (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &identite, &lu, &champs, e)).into_response()
    };
    let Some(nouvelle) = nouvelle else { return Ok(corriger(&e)) };
    let fait = match nouvelle.convoquer(&auteur(&app, &identite, lu.le)) {
        Ok(fait) => fait,
        Err(cause) => {
            e.ajouter(if cause == EmpechementReunion::Passee { "le" } else { "rang" }, phrase(&cause));
            return Ok(corriger(&e));
        }
    };
    let invitations = invitation::toutes(&app, &lu, fait.reunion())?;
    let (acteur, maintenant) = (format!("compte/{}", identite.compte), app.horloge.maintenant());
    let ecrit = app.entrepot.ecrire(move |tx| {
        instantane.garder(tx, &acteur, maintenant);
        comite::convoquer(tx, &fait, &invitations);
        Ok::<(), Echec>(())
    });
    match ecrit.await {
        Ok(()) => Ok(Redirect::to(&format!("/comite/reunions/{id}?fait=convoquee")).into_response()),
        Err(Echec::Conflit | Echec::Doublon { .. }) => {
            e.ajouter(
                "le",
                "Cette réunion du calendrier est déjà convoquée : ouvrez-la depuis la page du comité.",
            );
            Ok(corriger(&e))
        }
        Err(autre) => Err(autre.into()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    #[test]
    fn une_heure_se_lit_comme_on_l_ecrit() {
        for (dit, lue) in [
            ("14:00", time(14, 0, 0, 0)),
            ("9:30", time(9, 30, 0, 0)),
            ("9h05", time(9, 5, 0, 0)),
            ("14 h", time(14, 0, 0, 0)),
        ] {
            assert_eq!(heure(dit), Some(lue), "{dit}");
        }
        for faux in ["", "14", "25:00", "12:60", "midi"] {
            assert_eq!(heure(faux), None, "{faux}");
        }
    }
}
