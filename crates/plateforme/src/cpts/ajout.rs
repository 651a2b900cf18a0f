//! `/membres/nouveau`: a member by his RPPS number; who he is and where he practises when nobody knows him yet.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::decision::Statut;
use droit::declaration::{Adhesion, QualiteMembre};
use droit::identifiant::{CptsId, LieuId, NumeroAm, NumeroRpps, PraticienId};
use entrepot::Echec;
use entrepot::praticien::{self, NouveauLieu, NouveauPraticien, Praticien};
use jiff::civil::Date;
use maud::{Markup, html};

use super::Ici;
use super::membres::qualite;
use crate::connexion::{Coordination, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Lien, Page, Reponse, Ton, alerte, carte, formulaire, groupe, texte};
use crate::repertoire::lieu::{Adresse, Exercice, champs_d_adresse};
use crate::repertoire::praticien::saisie;
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// The form.
pub async fn nouveau(
    State(app): State<App>,
    Coordination(identite, id): Coordination,
) -> Result<Markup, Failure> {
    let ici = Ici::charger(&app, id).await?;
    Ok(page(&ici, &identite, &Champs::default(), &Erreurs::default(), Connu::Oui))
}

/// Is the MK on file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Connu {
    Oui,
    Non,
}

/// Adds the member.
pub async fn ajouter(
    State(app): State<App>,
    Coordination(identite, id): Coordination,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let ici = Ici::charger(&app, id).await?;
    let mut erreurs = Erreurs::default();
    let rpps = erreurs.noter("rpps", champs.un("rpps").parse::<NumeroRpps>());
    let qualite = erreurs
        .noter("qualite", QualiteMembre::depuis_code(champs.un("qualite")).ok_or("Choisissez une qualité."));
    let du = erreurs.noter("du", jour(champs.un("du")));
    let au = match champs.un("au") {
        "" => None,
        saisie => erreurs.noter("au", jour(saisie)),
    };
    if let (Some(du), Some(au)) = (du, au)
        && au < du
    {
        erreurs.ajouter("au", "La fin précède le début de l’adhésion : corrigez l’une des deux dates.");
    }
    let (Some(rpps), Some(qualite), Some(du), true) = (rpps, qualite, du, erreurs.est_vide()) else {
        return Ok(a_corriger(&ici, &identite, &champs, &erreurs, Connu::Oui));
    };
    let adhesion = Adhesion { qualite, du, au };
    let numero = rpps.clone();
    let connu: Option<Praticien> = app.entrepot.lire(move |tx| praticien::par_rpps(tx, &numero)).await?;
    let (praticien, nouveau) = match connu {
        Some(praticien) => (praticien.id, None),
        None if champs.un("nom").is_empty() => {
            return Ok(page(&ici, &identite, &champs, &erreurs, Connu::Non).into_response());
        }
        None => match inconnu(&app, &champs, rpps, du, &mut erreurs) {
            Some(nouveau) => (nouveau.0.id, Some(nouveau)),
            None => return Ok(a_corriger(&ici, &identite, &champs, &erreurs, Connu::Non)),
        },
    };
    if deja_membre(&app, praticien, id, du).await? {
        erreurs.ajouter("rpps", "Ce praticien est déjà membre de votre CPTS à cette date.");
        return Ok(a_corriger(&ici, &identite, &champs, &erreurs, Connu::Oui));
    }
    inscrire(&app, &identite, id, praticien, nouveau, adhesion).await?;
    Ok(Redirect::to(&format!("/membres/{praticien}")).into_response())
}

fn jour(saisie: &str) -> Result<Date, &'static str> {
    saisie.parse().map_err(|_| "Écrivez une date, par exemple 2026-11-21.")
}

async fn deja_membre(app: &App, praticien: PraticienId, cpts: CptsId, du: Date) -> Result<bool, Failure> {
    let adhesions = app.entrepot.lire(move |tx| praticien::adhesions(tx, praticien)).await?;
    Ok(adhesions.iter().any(|(id, a)| *id == cpts && (a.court_le(du) || a.du >= du)))
}

/// The MK and his place of practice, as typed.
fn inconnu(
    app: &App,
    champs: &Champs,
    rpps: NumeroRpps,
    du: Date,
    erreurs: &mut Erreurs,
) -> Option<(NouveauPraticien, NouveauLieu)> {
    let identite = saisie::lire_l_identite(champs, erreurs);
    let statut = saisie::lire_le_statut(champs, erreurs);
    let adresse = Adresse::lire(champs, "", erreurs);
    let numero_am = match champs.un("numero_am") {
        "" => None,
        saisi => erreurs.noter("numero_am", saisi.parse::<NumeroAm>()),
    };
    let ((nom, prenom), statut, adresse) = (identite?, statut?, adresse?);
    if !erreurs.est_vide() {
        return None;
    }
    let maintenant = app.horloge.maintenant();
    let praticien = PraticienId::new(app.alea.uuid(maintenant).as_u128());
    let id = LieuId::new(app.alea.uuid(maintenant).as_u128());
    Some((
        NouveauPraticien { id: praticien, rpps, nom, prenom, statut, inscrit_le: maintenant },
        adresse.en_lieu(Exercice { id, praticien, principal: true, numero_am, du }),
    ))
}

async fn inscrire(
    app: &App,
    identite: &Identite,
    cpts: CptsId,
    praticien: PraticienId,
    nouveau: Option<(NouveauPraticien, NouveauLieu)>,
    adhesion: Adhesion,
) -> Result<(), Failure> {
    let (acteur, maintenant) = (format!("compte/{}", identite.compte), app.horloge.maintenant());
    app.entrepot
        .ecrire(move |tx| {
            if let Some((nouveau, lieu)) = &nouveau {
                praticien::inscrire(tx, nouveau, &acteur);
                praticien::ajouter_lieu(tx, lieu, &acteur, maintenant);
            }
            praticien::adherer(tx, praticien, cpts, &adhesion, &acteur, maintenant);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(())
}

fn a_corriger(ici: &Ici, identite: &Identite, champs: &Champs, erreurs: &Erreurs, connu: Connu) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page(ici, identite, champs, erreurs, connu)).into_response()
}

fn page(ici: &Ici, identite: &Identite, champs: &Champs, erreurs: &Erreurs, connu: Connu) -> Markup {
    let visiteur = Visiteur::from(identite);
    let corps = html! {
        @if connu == Connu::Non {
            (alerte(Ton::Info, "Ce numéro n’est pas encore connu ici.", &html! { p { "Dites qui est ce praticien et où il exerce : ces renseignements serviront aux vérifications." } }))
        }
        (formulaire("/membres", erreurs, &self::champs(ici, champs, erreurs, connu), "Ajouter ce membre"))
    };
    Page::new("Ajouter un membre", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Membres", "/membres")])
        .rendre(carte("Adhésion", &corps))
}

fn champs(ici: &Ici, champs: &Champs, erreurs: &Erreurs, connu: Connu) -> Markup {
    let qualites = QualiteMembre::TOUS.iter().map(|q| Reponse::new(q.code(), qualite(*q))).collect();
    let du = match champs.un("du") {
        "" => ici.le.to_string(),
        tapee => tapee.to_owned(),
    };
    let aide = format!(
        "Souvent le 31 décembre : {} cette année. Vous serez prévenus avant la fin.",
        texte::jour(droit::adhesion::fin_proposee(ici.le))
    );
    html! {
        (Champ::texte("rpps", "Numéro RPPS").aide("Onze chiffres ; la clé est vérifiée pendant la saisie.").clavier("numeric")
            .controle("rpps").valeur(champs.un("rpps")).erreurs(erreurs).rendre())
        (Champ::boutons("qualite", "Qualité", qualites).valeur(champs.un("qualite")).erreurs(erreurs).rendre())
        (Champ::date("du", "Membre depuis le").valeur(du).erreurs(erreurs).rendre())
        (Champ::date("au", "Membre jusqu’au").facultatif().aide(&aide).valeur(champs.un("au")).erreurs(erreurs).rendre())
        @if connu == Connu::Non { (identite_et_lieu(ici, champs, erreurs)) }
    }
}

fn identite_et_lieu(ici: &Ici, champs: &Champs, erreurs: &Erreurs) -> Markup {
    let champs = avec_le_departement(ici, champs);
    html! {
        (groupe("Le praticien", &html! {
            (saisie::champs_d_identite(&champs, erreurs))
            (saisie::champ_du_statut(&champs, erreurs))
        }))
        (groupe("Son lieu d’exercice", &html! {
            (champs_d_adresse(&champs, "", erreurs))
            (Champ::texte("numero_am", "Numéro AM de ce lieu").facultatif().clavier("numeric").aide("Neuf chiffres : la CPAM y retrouve le praticien.")
                .valeur(champs.un("numero_am")).erreurs(erreurs).rendre())
        }))
    }
}

/// The department of the CPTS, until another one is typed.
fn avec_le_departement(ici: &Ici, champs: &Champs) -> Champs {
    let mut tous: Vec<_> = champs.iter().map(|(nom, valeur)| (nom.to_owned(), valeur.to_owned())).collect();
    if champs.un("departement").is_empty() {
        tous.retain(|(nom, _)| nom != "departement");
        tous.extend(ici.departements.first().map(|code| ("departement".to_owned(), code.to_string())));
    }
    Champs::new(tous)
}

/// How an MK exercises, on screen.
pub fn statut(statut: Statut) -> &'static str {
    match statut {
        Statut::Titulaire => "Titulaire",
        Statut::Collaborateur => "Collaborateur libéral",
        Statut::Assistant => "Assistant libéral",
        Statut::Remplacant => "Remplaçant",
        Statut::Salarie => "Salarié",
    }
}
