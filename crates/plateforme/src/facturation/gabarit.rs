//! The words of the justificatif, department by department: an administrator writes, sees, keeps, restores.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use documents::{CHAMPS_DU_GABARIT, Gabarit};
use droit::document::Exigence;
use droit::identifiant::CodeDepartement;
use entrepot::gabarit::{Version, courant, garder, versions};
use entrepot::payeur::{Boite, courante};
use entrepot::{Echec, Tx};
use maud::{Markup, html};
use serde::Deserialize;

use super::{exemple, payeur};
use crate::connexion::{Connecte, Identite, Visiteur};
use crate::document::corps;
use crate::echec::Failure;
use crate::gabarits::{
    Avis, Champ, Erreurs, Lien, Page, Style, Tableau, Ton, badge, bouton, carte, resume, source, texte,
};
use crate::presse;
use crate::saisie::{Formulaire, Parametres};
use crate::serveur::App;

/// An installation belongs to no department: its times are those of the mainland.
pub(super) const FUSEAU: &str = "Europe/Paris";

/// What the form sends.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saisie {
    version: String,
    texte: String,
    geste: String,
}

/// What has just been done.
#[derive(Debug, Default, Deserialize)]
pub struct Fait {
    #[serde(default)]
    fait: String,
}

/// Every department: what it asks, with its source, and whose words hold.
///
/// # Errors
/// When the base fails.
pub async fn lister(State(app): State<App>, Connecte(identite): Connecte) -> Result<Markup, Failure> {
    let jour = app.horloge.aujourd_hui(FUSEAU).map_err(Failure::interne)?;
    let departements: Vec<CodeDepartement> = app.reglement.departements_designes().collect();
    let codes = departements.clone();
    let courants: Vec<Option<Version>> = app
        .entrepot
        .lire(move |tx| codes.iter().map(|code| courant(tx, *code)).collect::<Result<_, Echec>>())
        .await?;
    let ligne = |(code, version): (&CodeDepartement, &Option<Version>)| {
        let exigence = Exigence::au(app.reglement.parametres(*code), jour);
        let nom = app.reglement.departement(*code).map_or(code.as_str(), |d| &d.nom);
        let demande = match exigence {
            Exigence::Aucune(_) => "Aucune pièce demandée",
            Exigence::Inconnue(_) => "Aucune source ne le dit",
            Exigence::Annexe1 { .. } => "Annexe 1",
        };
        let mots = match version {
            Some(Version { texte: Some(_), version, .. }) => {
                format!("Propre au département, version {version}")
            }
            _ => "Modèle du produit".to_owned(),
        };
        vec![
            html! { a href=(format!("/administration/justificatifs/{code}")) { (nom) " (" (code.as_str()) ")" } },
            html! { (demande) " " span.source { (source(exigence.source(), app.reglement.registre())) } },
            html! { (mots) },
        ]
    };
    let visiteur = Visiteur::from(&identite);
    let fil = [Lien::new("Tableau de bord", "/tableau-de-bord")];
    let chapo = html! { "Le document que la caisse d’un département demande avec la facture. Ses mots changent ici, sans mise à jour du logiciel ; les documents déjà validés ne changent pas." };
    Ok(Page::new("Modèles de justificatif", &visiteur).fil(fil).chapo(chapo).rendre(
        Tableau::new("Départements", &["Département", "Ce qui est demandé", "Modèle"])
            .lignes(departements.iter().zip(&courants).map(ligne))
            .rendre(),
    ))
}

/// The editor of a department.
///
/// # Errors
/// When the department is unknown or the base fails.
pub async fn voir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(code): Path<String>,
    Parametres(suite): Parametres<Fait>,
) -> Result<Markup, Failure> {
    let vue = Vue::lire(&app, &code).await?;
    let avis = match suite.fait.as_str() {
        "garde" => Some(Avis::succes("Modèle enregistré : les prochains justificatifs le suivront.")),
        "defaut" => Some(Avis::succes("Modèle du produit rétabli.")),
        "boite" => Some(Avis::succes("C’est noté : les prochains justificatifs le suivront.")),
        _ => None,
    };
    page(&app, &identite, &vue, &vue.mots(), (&Erreurs::default(), None, avis))
}

/// What is on file for a department.
struct Vue {
    code: CodeDepartement,
    toutes: Vec<Version>,
    boite: Option<Boite>,
}

impl Vue {
    async fn lire(app: &App, code: &str) -> Result<Self, Failure> {
        let code: CodeDepartement = code.parse().map_err(|_| Failure::Introuvable)?;
        app.reglement.departement(code).ok_or(Failure::Introuvable)?;
        let lues = app.entrepot.lire(move |tx| Ok::<_, Echec>((versions(tx, code)?, courante(tx, code)?)));
        let (toutes, boite) = lues.await?;
        Ok(Self { code, toutes, boite })
    }

    /// The words that hold.
    fn mots(&self) -> String {
        let texte = self.toutes.first().and_then(|version| version.texte.clone());
        texte.unwrap_or_else(|| Gabarit::texte_par_defaut().to_owned())
    }
}

/// The editor again, with what is wrong in the mailbox just typed.
///
/// # Errors
/// As [`voir`].
pub(super) async fn avec_une_boite_refusee(
    app: &App,
    identite: &Identite,
    code: CodeDepartement,
    (tapee, erreurs): (&str, &Erreurs),
) -> Result<Markup, Failure> {
    let vue = Vue::lire(app, code.as_str()).await?;
    page(app, identite, &vue, &vue.mots(), (erreurs, Some(tapee), None))
}

/// Shows, keeps, or restores.
///
/// # Errors
/// When the department is unknown, somebody kept another version in between, or the base fails.
pub async fn ecrire(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(code): Path<String>,
    Formulaire(saisie): Formulaire<Saisie>,
) -> Result<Response, Failure> {
    let vue = Vue::lire(&app, &code).await?;
    let code = vue.code;
    let lu = saisie.texte.parse::<Gabarit>();
    let erreurs = lu.as_ref().err().map_or_else(Erreurs::default, |invalide| {
        let mut erreurs = Erreurs::default();
        invalide.0.iter().for_each(|faute| erreurs.ajouter("texte", faute.to_string()));
        erreurs
    });
    let apres: i64 = saisie.version.parse().unwrap_or_default();
    match (saisie.geste.as_str(), lu) {
        ("defaut", _) => conserver(&app, &identite, code, (apres, None)).await,
        ("garder", Ok(_)) => conserver(&app, &identite, code, (apres, Some(saisie.texte))).await,
        ("pdf", Ok(gabarit)) => {
            let atelier = exemple::atelier(&app, code, gabarit)?;
            let document = exemple::document(&app, code)?;
            let liasse =
                app.presse().occuper(move || atelier.composer(&document)).await?.map_err(Failure::interne)?;
            Ok(presse::servir_octets(liasse.pdf, "apercu-justificatif"))
        }
        (_, lu) => {
            let statut = if lu.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            let page = page(&app, &identite, &vue, &saisie.texte, (&erreurs, None, None))?;
            Ok((statut, page).into_response())
        }
    }
}

async fn conserver(
    app: &App,
    identite: &Identite,
    code: CodeDepartement,
    (apres, texte): (i64, Option<String>),
) -> Result<Response, Failure> {
    let fait = if texte.is_some() { "garde" } else { "defaut" };
    let (compte, maintenant) = (identite.compte, app.horloge.maintenant());
    app.entrepot
        .ecrire(move |tx: &mut Tx| {
            garder(tx, code, (apres, texte.as_deref()), (compte, maintenant));
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to(&format!("/administration/justificatifs/{code}?fait={fait}")).into_response())
}

fn page(
    app: &App,
    identite: &Identite,
    vue: &Vue,
    texte: &str,
    (erreurs, boite, avis): (&Erreurs, Option<&str>, Option<Avis>),
) -> Result<Markup, Failure> {
    let (code, toutes) = (vue.code, vue.toutes.as_slice());
    let visiteur = Visiteur::from(identite);
    let nom = app.reglement.departement(code).map_or(code.as_str(), |d| &d.nom);
    let titre = format!("Justificatif, {nom}");
    let fil = [
        Lien::new("Tableau de bord", "/tableau-de-bord"),
        Lien::new("Modèles de justificatif", "/administration/justificatifs"),
    ];
    let version = toutes.first().map_or(0, |version| version.version);
    Ok(Page::new(&titre, &visiteur).fil(fil).avis(avis).rendre(html! {
        div.deux {
            div.pile-large {
                form.formulaire method="post" action=(format!("/administration/justificatifs/{code}")) novalidate {
                    (resume(erreurs))
                    input type="hidden" name="version" value=(version);
                    div.gabarit-texte { (Champ::zone("texte", "Modèle").aide("« ## » ouvre une partie, « - » un élément de liste, « Mots : {champ} » une ligne nommée.").valeur(texte).erreurs(erreurs).rendre()) }
                    div.formulaire-fin {
                        button.bouton.bouton-secondaire type="submit" name="geste" value="apercu" { "Voir l’aperçu" }
                        button.bouton.bouton-secondaire type="submit" name="geste" value="pdf" { "Aperçu en PDF" }
                        button.bouton.bouton-principal type="submit" name="geste" value="garder" { "Enregistrer ce modèle" }
                    }
                }
                (payeur::formulaire(code, vue.boite.as_ref(), (boite, erreurs)))
                (carte("Versions", &histoire(code, toutes)))
            }
            div.pile-large {
                (apercu(app, code, texte)?)
                (carte("Champs possibles", &html! { dl.fiche { @for (nom, dit) in CHAMPS_DU_GABARIT { div.fiche-ligne { dt { code { "{" (nom) "}" } } dd { (dit) } } } } }))
            }
        }
    }))
}

/// What a fictitious justificatif would say with these words.
fn apercu(app: &App, code: CodeDepartement, texte: &str) -> Result<Markup, Failure> {
    let Ok(gabarit) = texte.parse::<Gabarit>() else {
        return Ok(carte(
            "Aperçu",
            &html! { p { (badge(Ton::Erreur, "Modèle illisible")) " Corrigez les points signalés." } },
        ));
    };
    let feuille = exemple::atelier(app, code, gabarit)?.feuille(&exemple::document(app, code)?);
    Ok(carte(
        "Aperçu, avec une personne fictive",
        &html! { @for partie in &feuille.sections { (corps::section(partie)) } },
    ))
}

fn histoire(code: CodeDepartement, toutes: &[Version]) -> Markup {
    let version = toutes.first().map_or(0, |version| version.version);
    html! {
        @if toutes.is_empty() { p { "Le modèle du produit n’a jamais été changé ici." } }
        ol.actions {
            @for une in toutes {
                li {
                    "Version " (une.version) ", " (texte::instant(une.enregistre_le, FUSEAU))
                    @if une.texte.is_none() { " : modèle du produit" }
                }
            }
        }
        @if toutes.first().is_some_and(|une| une.texte.is_some()) {
            form method="post" action=(format!("/administration/justificatifs/{code}")) {
                input type="hidden" name="version" value=(version);
                input type="hidden" name="texte" value="";
                input type="hidden" name="geste" value="defaut";
                (bouton(Style::Danger, "Rétablir le modèle du produit"))
            }
        }
    }
}
