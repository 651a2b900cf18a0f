//! `/comite/membres`: who sits, for which institution; added, ended.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::comite::{EmpechementMembre, Institution, NouveauMembre};
use droit::identifiant::{AdresseCourriel, MembreId, NumeroRpps, PraticienId};
use droit::texte::Intitule;
use entrepot::{Echec, comite};
use maud::{Markup, html};

use super::{Comite, auteur, choisir, devance, nom, phrase};
use crate::connexion::{Connecte, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Erreurs, Lien, Page, Reponse, Style, Tableau, bouton_pour, carte, formulaire, texte, vide,
};
use crate::saisie::{Champs, Formulaire, Parametres};
use crate::serveur::App;

async fn organisateur(app: &App, identite: &Identite, dit: &str) -> Result<Comite, Failure> {
    let comite = Comite::charger(app, identite, choisir(app, identite, dit).await?).await?;
    if comite.organise() { Ok(comite) } else { Err(Failure::Introuvable) }
}

/// The page.
pub async fn lister(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let comite = organisateur(&app, &identite, champs.un("departement")).await?;
    Ok(page(&app, &identite, &comite, &champs, &Erreurs::default()))
}

fn page(app: &App, identite: &Identite, comite: &Comite, champs: &Champs, e: &Erreurs) -> Markup {
    let visiteur = Visiteur::from(identite);
    let membres: Vec<_> = comite.en_poste().collect();
    Page::new("Membres du comité", &visiteur)
        .fil([
            Lien::new("Tableau de bord", "/tableau-de-bord"),
            Lien::new("Comité de suivi", format!("/comite?departement={}", comite.departement)),
        ])
        .chapo(html! { (nom(app, comite.departement)) ". Chaque membre reçoit les invitations à son adresse." })
        .rendre(html! {
            div.pile-large {
                @if membres.is_empty() { (vide("Aucun membre", "Ajoutez les membres de chaque institution.", &html! {})) }
                @else {
                    (Tableau::new(&texte::compte(membres.len() as u64, "membre", "membres"), &["Membre", "Institution", "Adresse", "Mandat"])
                        .lignes(membres.iter().map(|membre| vec![
                            html! { (membre.nom) },
                            html! { (comite.institution(membre)) },
                            html! { (membre.courriel.as_str()) },
                            html! {
                                "Depuis le " (texte::jour_court(membre.du))
                                form.action method="post" action=(format!("/comite/membres/{}/fin", membre.id)) {
                                    input type="hidden" name="departement" value=(comite.departement);
                                    (bouton_pour(Style::Discret, "Mettre fin", membre.nom.as_str()))
                                }
                            },
                        ])).rendre())
                }
                (vacances(app, comite))
                div #ajouter { (carte("Ajouter un membre", &ajout(app, comite, champs, e))) }
            }
        })
}

/// The seats that nobody holds, each with the form that fills it.
fn vacances(app: &App, comite: &Comite) -> Markup {
    let Some(libres) = comite.a_pourvoir(app) else {
        return html! { p.champ-aide { "Aucun texte connu ici ne dit qui siège dans ce département : les sièges à pourvoir ne peuvent pas être dits." } };
    };
    if libres.is_empty() {
        return html! { p.champ-aide { "Chaque siège prévu par le texte est pourvu." } };
    }
    let titre = texte::compte(libres.len() as u64, "siège à pourvoir", "sièges à pourvoir");
    Tableau::new(&titre, &["Institution", "CPTS", ""])
        .lignes(libres.iter().map(|siege| {
            let nom = siege.cpts.and_then(|id| comite.cpts.get(&id)).map_or("–", String::as_str);
            let cpts = siege.cpts.map(|id| format!("&cpts={id}")).unwrap_or_default();
            let adresse = format!(
                "/comite/membres?departement={}&institution={}{cpts}#ajouter",
                comite.departement,
                siege.institution.code()
            );
            vec![
                html! { (siege.institution.libelle()) },
                html! { (nom) },
                html! { a href=(adresse) { "Pourvoir" span.lecteur { " : " (siege.institution.libelle()) ", " (nom) } } },
            ]
        }))
        .rendre()
}

fn ajout(app: &App, comite: &Comite, champs: &Champs, e: &Erreurs) -> Markup {
    let institutions = Institution::TOUS.iter().map(|une| Reponse::new(une.code(), une.libelle())).collect();
    let mut cpts: Vec<_> = comite.cpts.iter().collect();
    cpts.sort_by_key(|(_, nom)| nom.as_str());
    let cpts = cpts.into_iter().map(|(id, nom)| Reponse::new(id.to_string(), nom.as_str())).collect();
    let cle = match champs.un("cle") {
        "" => app.alea.uuid(app.horloge.maintenant()).to_string(),
        gardee => gardee.to_owned(),
    };
    formulaire(
        "/comite/membres",
        e,
        &html! {
            input type="hidden" name="cle" value=(cle);
            input type="hidden" name="departement" value=(comite.departement);
            (Champ::liste("institution", "Institution", institutions).valeur(champs.un("institution")).erreurs(e).rendre())
            (Champ::liste("cpts", "CPTS", cpts).facultatif().aide("Pour une CPTS ou son ambassadeur.").valeur(champs.un("cpts")).erreurs(e).rendre())
            (Champ::texte("rpps", "RPPS de l’ambassadeur").facultatif().aide("S’il a un compte ici, il lit alors les pages du comité.").clavier("numeric").valeur(champs.un("rpps")).erreurs(e).rendre())
            (Champ::texte("nom", "Prénom et nom").valeur(champs.un("nom")).erreurs(e).rendre())
            (Champ::texte("courriel", "Adresse électronique").clavier("email").valeur(champs.un("courriel")).erreurs(e).rendre())
        },
        "Ajouter le membre",
    )
}

/// Adds a member.
pub async fn ajouter(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let comite_lu = organisateur(&app, &identite, champs.un("departement")).await?;
    let mut e = Erreurs::default();
    let id: MembreId = champs.un("cle").parse().map_err(|_| devance())?;
    let institution = e.noter(
        "institution",
        Institution::depuis_code(champs.un("institution")).ok_or("Choisissez l’institution."),
    );
    let nom = e.noter("nom", champs.un("nom").parse::<Intitule>().map_err(|faute| phrase(&faute)));
    let courriel =
        e.noter("courriel", champs.un("courriel").parse::<AdresseCourriel>().map_err(|faute| phrase(&faute)));
    let cpts = champs.un("cpts").parse().ok().filter(|id| comite_lu.cpts.contains_key(id));
    let praticien = ambassadeur(&app, champs.un("rpps"), &mut e).await?;
    let lu = (|| {
        let (institution, nom, courriel, praticien) = (institution?, nom?, courriel?, praticien?);
        let departement = comite_lu.departement;
        Some(NouveauMembre { id, departement, institution, cpts, praticien, nom, courriel })
    })();
    let corriger = |e: &Erreurs| {
        (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &identite, &comite_lu, &champs, e)).into_response()
    };
    let Some(nouveau) = lu else { return Ok(corriger(&e)) };
    let fait = match nouveau.inscrire(&comite_lu.membres, &auteur(&app, &identite, comite_lu.le)) {
        Ok(fait) => fait,
        Err(cause) => {
            e.ajouter("cpts", phrase(&cause));
            return Ok(corriger(&e));
        }
    };
    let ecrit = app.entrepot.ecrire(move |tx| {
        comite::inscrire_membre(tx, &fait);
        Ok::<(), Echec>(())
    });
    match ecrit.await {
        Ok(()) => {
            Ok(Redirect::to(&format!("/comite/membres?departement={}", comite_lu.departement))
                .into_response())
        }
        Err(Echec::Conflit | Echec::Doublon { .. }) => {
            e.ajouter("cpts", phrase(&EmpechementMembre::DejaUnAmbassadeur));
            Ok(corriger(&e))
        }
        Err(autre) => Err(autre.into()),
    }
}

/// The MK of a number, where one is written; `None` when it is wrong.
async fn ambassadeur(app: &App, dit: &str, e: &mut Erreurs) -> Result<Option<Option<PraticienId>>, Failure> {
    if dit.trim().is_empty() {
        return Ok(Some(None));
    }
    let Some(rpps) = e.noter("rpps", dit.trim().parse::<NumeroRpps>().map_err(|faute| phrase(&faute))) else {
        return Ok(None);
    };
    let lu = app.entrepot.lire(move |tx| entrepot::praticien::par_rpps(tx, &rpps)).await?;
    let connu = lu.ok_or("Aucun praticien enregistré ici n’a ce numéro : laissez ce champ vide.");
    Ok(e.noter("rpps", connu).map(|praticien| Some(praticien.id)))
}

/// Ends a mandate.
pub async fn finir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Redirect, Failure> {
    let comite_lu = organisateur(&app, &identite, champs.un("departement")).await?;
    let id: MembreId = id.parse().map_err(|_| Failure::Introuvable)?;
    let connu = comite_lu.membre(id).ok_or(Failure::Introuvable)?;
    let (departement, auteur) = (connu.departement, auteur(&app, &identite, comite_lu.le));
    let ecrit = app.entrepot.ecrire(move |tx| {
        comite::finir_mandat(tx, id, departement, &auteur);
        Ok::<(), Echec>(())
    });
    match ecrit.await {
        Ok(()) => Ok(Redirect::to(&format!("/comite/membres?departement={departement}"))),
        Err(Echec::Conflit) => {
            Err(Failure::Conflit("ce mandat a déjà pris fin : rouvrez la liste".to_owned()))
        }
        Err(autre) => Err(autre.into()),
    }
}
