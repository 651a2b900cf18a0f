//! `/connexion/pro-sante-connect/inscription`: an MK or a doctor whom the provider vouches for opens his account, by one act
//! of his own.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use droit::acces::Acteur;
use droit::identifiant::PraticienId;
use droit::pro_sante_connect::Qualite;
use entrepot::compte::{self, Compte};
use entrepot::praticien::{self, Lieu, Praticien};
use entrepot::pro_sante_connect::{self as base, Offre};
use entrepot::{Echec, Tx};
use maud::{Markup, html};

use super::issue::Issue;
use super::{DEPART, INSCRIPTION, medecin};
use crate::compte::{Demande, creation};
use crate::connexion::pro_sante_connect::{Demande as Requete, siens};
use crate::connexion::{MotDePasse, Visiteur, cookie};
use crate::cpts::ajout::statut;
use crate::echec::Failure;
use crate::gabarits::{Erreurs, Page, Style, Ton, alerte, carte, fiche, formulaire, lien_bouton};
use crate::pourcent;
use crate::repertoire::annuaire::{Connu, interroger};
use crate::repertoire::praticien::Inscription;
use crate::repertoire::praticien::saisie::{champ_du_statut, champs_d_identite, champs_des_lieux, lire};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// Who this browser may register: what was vouched for, and what is on file already.
struct Candidat {
    empreinte: [u8; 32],
    offre: Offre,
    fiche: Option<(Praticien, Vec<Lieu>)>,
}

/// The page to confirm.
///
/// # Errors
/// When the site has nothing to do with the provider, or the base fails.
pub async fn proposer(
    State(app): State<App>,
    visiteur: Visiteur,
    entetes: HeaderMap,
) -> Result<Response, Failure> {
    let Some(candidat) = candidat(&app, &entetes).await? else {
        return Ok(Issue::OffrePassee.page(&visiteur, "/").into_response());
    };
    if candidat.offre.qualite == Qualite::Medecin {
        let page = medecin::page(&visiteur, &candidat.offre, (&Champs::default(), &Erreurs::default()));
        return Ok(page.into_response());
    }
    let connu = interroger(&app, &candidat.offre.rpps).await?;
    Ok(page(&visiteur, &candidat, &connu, &connu.en_champs(), &Erreurs::default()).into_response())
}

/// Records him where he is not on file, opens his account, and sends him to sign in: no session opens but by the provider.
///
/// # Errors
/// When the site has nothing to do with the provider, or the base fails.
pub async fn accepter(
    State(app): State<App>,
    visiteur: Visiteur,
    entetes: HeaderMap,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let Some(candidat) = candidat(&app, &entetes).await? else {
        return Ok(Issue::OffrePassee.page(&visiteur, "/").into_response());
    };
    let mut erreurs = Erreurs::default();
    let Some(ouverture) = ouverture(&app, &candidat, (&champs, &mut erreurs))? else {
        let page = match candidat.offre.qualite {
            Qualite::Medecin => medecin::page(&visiteur, &candidat.offre, (&champs, &erreurs)),
            Qualite::Mk => {
                let connu = interroger(&app, &candidat.offre.rpps).await?;
                page(&visiteur, &candidat, &connu, &champs, &erreurs)
            }
        };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    Ok(match ouvrir(&app, &candidat, ouverture).await? {
        Ok(()) => passage(&candidat.offre.suite),
        Err(issue) => issue.page(&visiteur, &candidat.offre.suite).into_response(),
    })
}

/// The offer that this browser holds, unless somebody opened the account meanwhile.
async fn candidat(app: &App, entetes: &HeaderMap) -> Result<Option<Candidat>, Failure> {
    app.psc().ok_or(Failure::Introuvable)?;
    let Some(secret) = cookie::lire_la_demande(entetes, app.ecoute.transport()) else { return Ok(None) };
    let (empreinte, maintenant) =
        (Requete::du_navigateur(secret).secret().empreinte(), app.horloge.maintenant());
    let lu = app.entrepot.lire(move |tx| {
        let Some(offre) = base::offre(tx, empreinte, maintenant)? else { return Ok(None) };
        if !siens(tx, &offre.rpps, offre.qualite)?.is_empty() {
            return Ok(None);
        }
        let fiche = match praticien::par_rpps(tx, &offre.rpps)?.filter(|_| offre.qualite == Qualite::Mk) {
            None => None,
            Some(connu) => Some((connu.clone(), praticien::lieux(tx, connu.id)?)),
        };
        Ok::<_, Echec>(Some(Candidat { empreinte, offre, fiche }))
    });
    Ok(lu.await?)
}

/// What the account is opened on.
enum Ouverture {
    /// The file of an MK that his CPTS or an administrator wrote.
    Connu(Praticien),
    /// A file to write with the account.
    Neuf(Inscription),
    /// Nothing but a name: no file is kept of doctors.
    Medecin {
        /// As his account shows it.
        nom: String,
    },
}

/// What is confirmed; `None` when something is missing, told in `erreurs`.
fn ouverture(
    app: &App,
    candidat: &Candidat,
    (champs, erreurs): (&Champs, &mut Erreurs),
) -> Result<Option<Ouverture>, Failure> {
    let offre = &candidat.offre;
    if offre.qualite == Qualite::Medecin {
        return Ok(medecin::nom(offre, champs, erreurs).map(|nom| Ouverture::Medecin { nom }));
    }
    if let Some((connu, _)) = &candidat.fiche {
        return Ok(Some(Ouverture::Connu(connu.clone())));
    }
    let Some(fiche) = lire(champs, offre.identite.as_ref(), erreurs) else { return Ok(None) };
    let le = app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?;
    Ok(Some(Ouverture::Neuf(Inscription::preparer(app, offre.rpps.clone(), fiche, le))))
}

/// Everything in one transaction: the offer serves once, the file and the account exist together.
async fn ouvrir(app: &App, candidat: &Candidat, ouverture: Ouverture) -> Result<Result<(), Issue>, Failure> {
    let (empreinte, offre) = (candidat.empreinte, candidat.offre.clone());
    let compte = preparer(app, &offre, &ouverture).await?;
    let ecrit = app.entrepot.ecrire(move |tx| {
        base::accepter(tx, empreinte, &offre);
        inscrire(tx, &compte, &offre, &ouverture)
    });
    match ecrit.await {
        Ok(()) => Ok(Ok(())),
        // Somebody confirmed meanwhile, or recorded him.
        Err(Echec::Conflit | Echec::Doublon { .. }) => Ok(Err(Issue::OffrePassee)),
        Err(echec) => Err(echec.into()),
    }
}

/// His number is his login, unless somebody took it; nobody knows his password until an administrator gives him one.
async fn preparer(app: &App, offre: &Offre, ouverture: &Ouverture) -> Result<Compte, Failure> {
    let du_mk = |praticien: PraticienId, prenom: &str, nom: &str| {
        (Acteur::Mk { praticien }, format!("{prenom} {nom}"), None)
    };
    let (acteur, nom, rpps) = match ouverture {
        Ouverture::Connu(connu) => du_mk(connu.id, &connu.prenom, &connu.nom),
        Ouverture::Neuf(Inscription { praticien: neuf, .. }) => du_mk(neuf.id, &neuf.prenom, &neuf.nom),
        Ouverture::Medecin { nom } => {
            let praticien = PraticienId::new(app.alea.uuid(app.horloge.maintenant()).as_u128());
            (Acteur::Medecin { praticien }, nom.clone(), Some(offre.rpps.clone()))
        }
    };
    let nom = nom.chars().take(80).collect();
    let demande = Demande { login: offre.rpps.to_string(), nom, acteur, rpps };
    creation::preparer((&app.horloge, &app.alea), demande, MotDePasse::tirer(&app.alea)).await
}

fn inscrire(tx: &mut Tx, compte: &Compte, offre: &Offre, ouverture: &Ouverture) -> Result<(), Echec> {
    if !siens(tx, &offre.rpps, offre.qualite)?.is_empty() {
        return Err(Echec::Conflit);
    }
    let acteur = format!("compte/{}", compte.id);
    if let Ouverture::Neuf(inscription) = ouverture {
        inscription.inscrire(tx, &acteur);
    }
    let mut compte = compte.clone();
    if compte::de_login(tx, &compte.login)?.is_some() {
        let role = match offre.qualite {
            Qualite::Mk => "mk",
            Qualite::Medecin => "dr",
        };
        compte.login = format!("{role}.{}", compte.login);
    }
    creation::inscrire(tx, &compte, &acteur);
    if offre.qualite == Qualite::Medecin {
        compte::noter_rpps(tx, compte.id, &offre.rpps);
    }
    Ok(())
}

fn page(
    visiteur: &Visiteur,
    candidat: &Candidat,
    connu: &Connu,
    champs: &Champs,
    erreurs: &Erreurs,
) -> Markup {
    Page::new("Créer mon compte", visiteur)
        .chapo(html! {
            "Pro Santé Connect vous a identifié sous le numéro RPPS " strong { (candidat.offre.rpps) }
            ". Aucun compte ne le porte encore : relisez ce qui suit, puis confirmez. Rien n’est créé avant."
        })
        .rendre(html! {
            div.pile {
                @match &candidat.fiche {
                    Some((praticien, lieux)) => (carte("Vous êtes déjà connu ici", &deja(praticien, lieux))),
                    None => {
                        (connu.dire())
                        (carte("Vous", &formulaire(INSCRIPTION, erreurs, &saisie(candidat, champs, erreurs), "Créer mon compte")))
                    },
                }
                p.champ-aide { "Votre compte s’ouvre avec Pro Santé Connect. Vous pourrez ensuite corriger votre nom et votre statut, tenir vos lieux d’exercice et déclarer votre participation." }
            }
        })
}

fn deja(praticien: &Praticien, lieux: &[Lieu]) -> Markup {
    html! {
        (fiche(&[
            ("Nom", html! { (praticien.prenom) " " (praticien.nom) }),
            ("Statut", html! { (statut(praticien.statut)) }),
            ("Lieux d’exercice", html! { @for lieu in lieux { p { (lieu.adresse) ", " (lieu.code_postal) " " (lieu.commune) } } }),
        ]))
        (formulaire(INSCRIPTION, &Erreurs::default(), &html! {}, "Créer mon compte"))
    }
}

fn saisie(candidat: &Candidat, champs: &Champs, erreurs: &Erreurs) -> Markup {
    html! {
        @match &candidat.offre.identite {
            Some((nom, prenom)) => (fiche(&[
                ("Nom", html! { (nom) }),
                ("Prénom", html! { (prenom) }),
                ("Certifié par", html! { "Pro Santé Connect" }),
            ])),
            None => (champs_d_identite(champs, erreurs)),
        }
        (champ_du_statut(champs, erreurs))
        (champs_des_lieux(champs, erreurs))
    }
}

/// The account is open; the provider, which still knows him, lets him in. A page and not a redirection: the policy of the
/// site lets no form lead elsewhere.
fn passage(suite: &str) -> Response {
    let adresse = match suite {
        "/" => DEPART.to_owned(),
        suite => format!("{DEPART}?suite={}", pourcent::adresse(suite)),
    };
    let visiteur = Visiteur::anonyme();
    let page = Page::new("Votre compte est créé", &visiteur).sans_titre().rendre(html! {
        div.porte {
            section.carte.porte-carte {
                h1 { "Votre compte est créé" }
                (alerte(Ton::Succes, "Il porte votre numéro RPPS.", &html! { p { "Pro Santé Connect vous y conduit maintenant." } }))
                (lien_bouton(Style::Principal, &adresse, "Entrer dans mon compte"))
            }
        }
    });
    let mut reponse = page.into_response();
    if let Ok(suite) = HeaderValue::from_str(&format!("1; url={adresse}")) {
        reponse.headers_mut().insert(HeaderName::from_static("refresh"), suite);
    }
    reponse
}
