//! `/campagnes/colonnes`: the shape of the exports of a department, set by its ARS, with a preview.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::campagne::{ColonneChoisie, FormeExport};
use droit::identifiant::CodeDepartement;
use droit::texte::Intitule;
use entrepot::{Echec, campagne};
use formats::tableur::Valeur;
use maud::{Markup, html};

use super::colonne::{catalogue, retenues};
use super::export::Matiere;
use super::{auteur, devance, nom, phrase};
use crate::connexion::{AgentArs, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Avis, Erreurs, Lien, Page, Style, Tableau, bouton, carte, resume, texte, vide};
use crate::saisie::{Champs, Formulaire, Parametres};
use crate::serveur::App;

/// The page.
pub const ADRESSE: &str = "/campagnes/colonnes";

/// How many lines a preview shows.
const APERCU: usize = 5;

/// Where a department stands.
struct Reglage {
    departement: CodeDepartement,
    forme: Option<FormeExport>,
    version: i64,
    matiere: Option<Matiere>,
}

impl Reglage {
    async fn lire(app: &App, siens: &[CodeDepartement], dit: &str) -> Result<Self, Failure> {
        let choisi = if dit.is_empty() { siens.first().copied() } else { dit.parse().ok() };
        let departement = choisi.filter(|code| siens.contains(code)).ok_or(Failure::Introuvable)?;
        let lue = app.entrepot.lire(move |tx| {
            let derniere = campagne::du_departement(tx, departement)?.into_iter().next();
            Ok::<_, Echec>((campagne::forme(tx, departement)?, derniere))
        });
        let (forme, derniere) = lue.await?;
        let (forme, version) = forme.map_or((None, 0), |(forme, version)| (Some(forme), version));
        let matiere = match derniere {
            Some(campagne) => Some(Matiere::lire(app, campagne).await?.0),
            None => None,
        };
        Ok(Self { departement, forme, version, matiere })
    }

    /// The fields as they stand: the rank of each column that is kept, and its title.
    fn champs(&self) -> Champs {
        let mut champs = Vec::new();
        for (rang, colonne) in catalogue().iter().enumerate() {
            let choisie = self
                .forme
                .as_ref()
                .map(|forme| forme.colonnes().iter().enumerate().find(|(_, une)| une.code == colonne.code));
            let (rang, titre) = match choisie {
                None => ((rang + 1).to_string(), colonne.titre.clone()),
                Some(None) => (String::new(), colonne.titre.clone()),
                Some(Some((place, une))) => ((place + 1).to_string(), une.titre.to_string()),
            };
            champs.push((format!("rang-{}", colonne.code), rang));
            champs.push((format!("titre-{}", colonne.code), titre));
        }
        Champs::new(champs)
    }
}

/// Shows the shape.
pub async fn voir(
    State(app): State<App>,
    AgentArs(identite, siens): AgentArs,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let reglage = Reglage::lire(&app, &siens, champs.un("departement")).await?;
    let fait =
        (champs.un("fait") == "garde").then(|| Avis::succes("Les exports suivent désormais ces colonnes."));
    let (forme, saisis) = (reglage.forme.clone(), reglage.champs());
    Ok(page(&app, &identite, (&reglage, &siens), (&saisis, &Erreurs::default()), forme.as_ref(), fait))
}

/// Previews, keeps, or goes back to all columns.
pub async fn agir(
    State(app): State<App>,
    AgentArs(identite, siens): AgentArs,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let reglage = Reglage::lire(&app, &siens, champs.un("departement")).await?;
    let departement = reglage.departement;
    let version: i64 = champs.un("version").parse().map_err(|_| devance())?;
    let auteur = auteur(&app, &identite, departement)?;
    if champs.un("pas") == "tout" {
        let ecrit = app.entrepot.ecrire(move |tx| {
            campagne::oublier_la_forme(tx, (departement, version), &auteur);
            Ok::<(), Echec>(())
        });
        return retourner(departement, ecrit.await);
    }
    let mut e = Erreurs::default();
    let lue = lire(&champs, &mut e);
    let montrer = |forme: Option<&FormeExport>, e: &Erreurs| {
        page(&app, &identite, (&reglage, &siens), (&champs, e), forme, None)
    };
    match (lue, champs.un("pas")) {
        (None, _) => {
            let corrigee = montrer(reglage.forme.as_ref(), &e);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, corrigee).into_response())
        }
        (Some(forme), "apercu") => Ok(montrer(Some(&forme), &e).into_response()),
        (Some(forme), _) => {
            let ecrit = app
                .entrepot
                .ecrire(move |tx| campagne::garder_la_forme(tx, (departement, version), &forme, &auteur));
            retourner(departement, ecrit.await)
        }
    }
}

fn retourner(departement: CodeDepartement, ecrit: Result<(), Echec>) -> Result<Response, Failure> {
    match ecrit {
        Ok(()) => {
            Ok(Redirect::to(&format!("{ADRESSE}?departement={departement}&fait=garde")).into_response())
        }
        Err(Echec::Conflit) => Err(devance()),
        Err(autre) => Err(autre.into()),
    }
}

/// The shape typed: a column without rank is left out.
fn lire(champs: &Champs, e: &mut Erreurs) -> Option<FormeExport> {
    let mut choisies = Vec::new();
    for colonne in catalogue() {
        let (rang, titre) = (format!("rang-{}", colonne.code), format!("titre-{}", colonne.code));
        if champs.un(&rang).is_empty() {
            continue;
        }
        let place =
            e.noter(&rang, champs.un(&rang).parse::<u16>().map_err(|_| "Écrivez un rang, par exemple 3."));
        let lu = e.noter(&titre, champs.un(&titre).parse::<Intitule>().map_err(|faute| phrase(&faute)));
        if let (Some(place), Some(titre)) = (place, lu) {
            choisies.push((place, ColonneChoisie { code: colonne.code, titre }));
        }
    }
    if !e.est_vide() {
        return None;
    }
    choisies.sort_by_key(|(place, _)| *place);
    let forme = FormeExport::nouvelle(choisies.into_iter().map(|(_, choisie)| choisie).collect());
    e.noter("rang-annee", forme.map_err(|cause| phrase(&cause)))
}

fn page(
    app: &App,
    identite: &Identite,
    (reglage, siens): (&Reglage, &[CodeDepartement]),
    (champs, e): (&Champs, &Erreurs),
    forme: Option<&FormeExport>,
    fait: Option<Avis>,
) -> Markup {
    let visiteur = Visiteur::from(identite);
    Page::new("Colonnes des exports", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Campagnes d’évaluation", "/campagnes")])
        .avis(fait)
        .chapo(html! {
            (nom(app, reglage.departement)) ". "
            @if reglage.forme.is_some() { "Les exports des campagnes suivent les colonnes choisies ici." }
            @else { "Les exports des campagnes ont toutes les colonnes. Aucun texte ne fixe leur forme : choisissez la vôtre." }
        })
        .rendre(html! {
            @if siens.len() > 1 {
                nav.filtres aria-label="Choisir le département" {
                    ul { @for autre in siens { li { a href=(format!("{ADRESSE}?departement={autre}")) aria-current=[(*autre == reglage.departement).then_some("true")] { (autre) } } } }
                }
            }
            div.pile-large {
                (carte("Aperçu des premières lignes", &apercu(reglage, forme)))
                (carte("Colonnes", &formulaire(reglage, champs, e)))
            }
        })
}

fn apercu(reglage: &Reglage, forme: Option<&FormeExport>) -> Markup {
    let Some(matiere) = &reglage.matiere else {
        return vide(
            "Aucune campagne",
            "L’aperçu se fera sur la première campagne du département.",
            &html! {},
        );
    };
    let colonnes = retenues(forme);
    let lignes = matiere.lignes(&colonnes);
    let titres: Vec<&str> = colonnes.iter().map(|une| une.titre.as_str()).collect();
    let legende = texte::compte(lignes.len() as u64, "ligne en tout", "lignes en tout");
    Tableau::new(&legende, &titres)
        .lignes(lignes.iter().take(APERCU).map(|ligne| ligne.iter().map(cellule).collect()))
        .rendre()
}

fn cellule(valeur: &Valeur) -> Markup {
    match valeur {
        Valeur::Vide => html! {},
        Valeur::Texte(texte) => html! { (texte) },
        Valeur::Entier(nombre) => html! { (nombre) },
        Valeur::Dixiemes(dixiemes) => html! { (dixiemes / 10) "," (dixiemes % 10) },
        Valeur::Jour(jour) => html! { (texte::jour_court(*jour)) },
    }
}

fn formulaire(reglage: &Reglage, champs: &Champs, e: &Erreurs) -> Markup {
    let toutes = catalogue();
    let saisie = |nom: String, libelle: String, taille: u8| {
        let faute = e.de(&nom);
        html! {
            input type="text" id=(format!("champ-{nom}")) name=(nom) value=(champs.un(&nom)) size=(taille) aria-label=(libelle) aria-invalid=[faute.map(|_| "true")];
            @if let Some(faute) = faute { span.sous { (faute) } }
        }
    };
    html! {
        form.formulaire method="post" action=(ADRESSE) novalidate {
            (resume(e))
            input type="hidden" name="departement" value=(reglage.departement);
            input type="hidden" name="version" value=(reglage.version);
            p.champ-aide { "Le rang donne l’ordre ; videz-le pour laisser une colonne de côté. Le titre est celui de la première ligne du fichier. CSV et classeur suivent le même réglage." }
            (Tableau::new(&texte::compte(toutes.len() as u64, "colonne", "colonnes"), &["Rang", "Colonne", "Titre dans le fichier"])
                .lignes(toutes.iter().map(|colonne| vec![
                    saisie(format!("rang-{}", colonne.code), format!("Rang de « {} »", colonne.titre), 3),
                    html! { (colonne.titre) },
                    saisie(format!("titre-{}", colonne.code), format!("Titre de « {} »", colonne.titre), 34),
                ])).rendre())
            div.formulaire-fin {
                button.bouton.bouton-principal type="submit" name="pas" value="enregistrer" { "Enregistrer" }
                button.bouton.bouton-secondaire type="submit" name="pas" value="apercu" { "Voir l’aperçu sans enregistrer" }
            }
        }
        @if reglage.forme.is_some() {
            form.action method="post" action=(ADRESSE) {
                input type="hidden" name="departement" value=(reglage.departement);
                input type="hidden" name="version" value=(reglage.version);
                input type="hidden" name="pas" value="tout";
                (bouton(Style::Discret, "Revenir à toutes les colonnes"))
            }
        }
    }
}
