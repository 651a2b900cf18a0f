//! `/administration/demarches`: which démarche each department has, the token that reads it, the titles of its questions.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::identifiant::CodeDepartement;
use entrepot::Echec;
use entrepot::demarche::{self as base, EtatJeton, Reglage, Regleur, SortDuJeton};
use formats::demarche::{Cle, Correspondance};
use maud::{Markup, html};

use super::titres;
use crate::connexion::{Connecte, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Erreurs, Lien, Page, Reponse, Style, Tableau, Ton, badge, bouton, carte, groupe, resume,
};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// The longest token, and the longest line of titles, in characters.
const LONGUEUR: usize = 500;

/// The departments.
pub async fn lister(State(app): State<App>, Connecte(identite): Connecte) -> Result<Markup, Failure> {
    let regles = app.entrepot.lire(base::reglages).await?;
    let de = |code: CodeDepartement| {
        regles.iter().find(|r| r.departement == code).cloned().unwrap_or_else(|| Reglage::absent(code))
    };
    let visiteur = Visiteur::from(&identite);
    Ok(Page::new("démarches-simplifiées", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! { "La démarche de chaque département : son numéro, le jeton qui la lit, et les titres de ses questions quand ils ne sont pas les usuels." })
        .rendre(
            Tableau::new("Départements de l’expérimentation", &["Département", "Démarche", "Titres"])
                .lignes(app.reglement.departements_designes().map(|code| ligne(&app, &de(code))))
                .rendre(),
        ))
}

fn ligne(app: &App, reglage: &Reglage) -> Vec<Markup> {
    let code = reglage.departement;
    let nom = app.reglement.departement(code).map_or("", |d| d.nom.as_str());
    vec![
        html! { a href=(format!("/administration/demarches/{code}")) { (nom) " (" (code) ")" } },
        html! {
            @match (reglage.numero, reglage.jeton) {
                (Some(numero), EtatJeton::Present) => { (badge(Ton::Succes, "Lue en ligne")) span.sous { "n° " (numero) } }
                (Some(numero), EtatJeton::Absent) => { (badge(Ton::Attention, "Sans jeton")) span.sous { "n° " (numero) } }
                (None, _) => (badge(Ton::Neutre, "Par fichier")),
            }
        },
        html! { @if reglage.titres.is_empty() { "Usuels" } @else { "Adaptés" } },
    ]
}

/// One department.
pub async fn voir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(code): Path<String>,
) -> Result<Markup, Failure> {
    let reglage = charger(&app, &code).await?;
    Ok(page(&app, &identite, &reglage, None, &Erreurs::default()))
}

async fn charger(app: &App, code: &str) -> Result<Reglage, Failure> {
    let code: CodeDepartement = code.parse().map_err(|_| Failure::Introuvable)?;
    if !app.reglement.departements_designes().any(|designe| designe == code) {
        return Err(Failure::Introuvable);
    }
    Ok(app.entrepot.lire(move |tx| base::reglage(tx, code)).await?)
}

/// Keeps the settings.
pub async fn changer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(code): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let lu = charger(&app, &code).await?;
    let mut erreurs = Erreurs::default();
    let numero = lire_le_numero(champs.un("demarche"), &mut erreurs);
    let table = titres::table(|cle| champs.un(cle).to_owned());
    if table.lines().any(|ligne| ligne.chars().count() > LONGUEUR) || Correspondance::lire(&table).is_err() {
        erreurs.ajouter(
            "titres",
            format!("Écrivez {LONGUEUR} caractères au plus par question, titres séparés par « | »."),
        );
    }
    let jeton = champs.un("jeton");
    if jeton.chars().count() > LONGUEUR || jeton.chars().any(|signe| !signe.is_ascii_graphic()) {
        erreurs.ajouter("jeton", "Collez le jeton entier, sans espace.");
    }
    if !erreurs.est_vide() {
        let page = page(&app, &identite, &lu, Some(&champs), &erreurs);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let sort = match (jeton, champs.un("retirer")) {
        ("", "oui") => SortDuJeton::Retirer,
        ("", _) => SortDuJeton::Garder,
        (jeton, _) => SortDuJeton::Remplacer(jeton.to_owned()),
    };
    let version = champs.un("version").parse().unwrap_or(lu.version);
    let reglage = Reglage { numero, titres: table, version, ..lu };
    let par = Regleur { compte: identite.compte, maintenant: app.horloge.maintenant() };
    let trousseau = app.entrepot.trousseau().clone();
    let ecrit = app.entrepot.ecrire(move |tx| {
        base::regler(tx, &trousseau, &reglage, &sort, par);
        Ok::<(), Echec>(())
    });
    match ecrit.await {
        Err(Echec::Conflit) => Err(Failure::Conflit(
            "ces réglages ont changé entre-temps : rechargez la page, puis recommencez".to_owned(),
        )),
        autre => {
            autre?;
            Ok(Redirect::to("/administration/demarches").into_response())
        }
    }
}

fn lire_le_numero(saisi: &str, erreurs: &mut Erreurs) -> Option<u32> {
    let saisi = saisi.trim();
    if saisi.is_empty() {
        return None;
    }
    let lu = saisi.parse().ok().filter(|numero| *numero > 0);
    erreurs.noter("demarche", lu.ok_or("Écrivez le numéro de la démarche, en chiffres."))
}

fn page(
    app: &App,
    identite: &Identite,
    reglage: &Reglage,
    champs: Option<&Champs>,
    erreurs: &Erreurs,
) -> Markup {
    let code = reglage.departement;
    let nom = app.reglement.departement(code).map_or("", |d| d.nom.as_str());
    let visiteur = Visiteur::from(identite);
    let numero = match champs {
        Some(champs) => champs.un("demarche").to_owned(),
        None => reglage.numero.map(|numero| numero.to_string()).unwrap_or_default(),
    };
    Page::new(&format!("Démarche : {nom} ({code})"), &visiteur)
        .fil([
            Lien::new("Tableau de bord", "/tableau-de-bord"),
            Lien::new("démarches-simplifiées", "/administration/demarches"),
        ])
        .rendre(html! {
            form.formulaire method="post" action=(format!("/administration/demarches/{code}")) novalidate {
                (resume(erreurs))
                input type="hidden" name="version" value=(reglage.version);
                (carte("Lecture en ligne", &html! {
                    (Champ::texte("demarche", "Numéro de la démarche").facultatif().clavier("numeric")
                        .aide("Il est dans l’adresse de la démarche, côté administrateur.").valeur(numero).erreurs(erreurs).rendre())
                    (Champ::mot_de_passe("jeton", "Jeton d’accès").facultatif()
                        .aide(match reglage.jeton {
                            EtatJeton::Present => "Un jeton est enregistré, chiffré. Laissez vide pour le garder.",
                            EtatJeton::Absent => "Créé dans l’espace administrateur, avec l’accès en lecture à cette démarche. Il est gardé chiffré.",
                        }).erreurs(erreurs).rendre())
                    @if reglage.jeton == EtatJeton::Present {
                        (Champ::cases("retirer", "Retirer le jeton", vec![Reponse::new("oui", "Ne plus lire cette démarche en ligne")]).facultatif().rendre())
                    }
                }))
                (carte("Titres des colonnes", &html! {
                    p { "Sous quel titre chaque fait se trouve dans les exports et dans les questions du formulaire. Plusieurs titres se séparent par « | ». Laissez vide quand le titre usuel convient : vos titres passent avant." }
                    div #champ-titres tabindex="-1" {
                        @if let Some(erreur) = erreurs.de("titres") { p.champ-erreur { span.lecteur { "Erreur : " } (erreur) } }
                        (groupe("Faits", &html! {
                            @for (cle, fait) in Cle::TOUTES { (fait_de(reglage, champs, cle, fait)) }
                        }))
                    }
                }))
                div.formulaire-fin { (bouton(Style::Principal, "Enregistrer")) }
            }
        })
}

fn fait_de(reglage: &Reglage, champs: Option<&Champs>, cle: Cle, fait: &str) -> Markup {
    let valeur = match champs {
        Some(champs) => champs.un(fait),
        None => titres::de(&reglage.titres, cle),
    };
    let requis = if Cle::REQUISES.contains(&cle) { " (toujours nécessaire)" } else { "" };
    let libelle =
        format!("{}{requis}", crate::declaration::liste::majuscule(cle.libelle()).trim_end_matches('.'));
    let aide = format!("Usuels : {}", Correspondance::titres_usuels(cle).replace(" | ", ", "));
    Champ::texte(fait, &libelle).aide(&aide).filtre().valeur(valeur).rendre()
}
