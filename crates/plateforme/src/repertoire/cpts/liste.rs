//! `/administration/cpts`: every CPTS of the installation, found by a word of its name.

use axum::extract::State;
use droit::identifiant::CodeDepartement;
use entrepot::Echec;
use entrepot::cpts::{self, Cpts};
use maud::{Markup, html};

use crate::connexion::{Connecte, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Avis, Lien, Page, Recherche, Style, Tableau, lien_bouton, texte, vide};
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

const PAR_PAGE: u32 = 25;

/// The list.
///
/// # Errors
/// When the base fails.
pub async fn lister(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let page = champs.un("page").parse().unwrap_or(1_u32).max(1);
    let (nom, apres) = (champs.un("nom").to_owned(), (page - 1).saturating_mul(PAR_PAGE));
    let cherche = nom.clone();
    let lues = app.entrepot.lire(move |tx| {
        let (trouvees, total) = cpts::chercher(tx, &cherche, PAR_PAGE, apres)?;
        let codes = trouvees.iter().map(|cpts| cpts::departements(tx, cpts.id)).collect::<Result<_, _>>()?;
        Ok::<(Vec<Cpts>, Vec<Vec<CodeDepartement>>, u64), Echec>((trouvees, codes, total))
    });
    let (trouvees, departements, total) = lues.await?;
    let recherche =
        Recherche { adresse: "/administration/cpts", champ: "nom", libelle: "Nom de la CPTS", valeur: &nom };
    let visiteur = Visiteur::from(&identite);
    let avis = (champs.un("fait") == "cpts").then(|| Avis::succes("CPTS enregistrée."));
    Ok(Page::new("CPTS", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .avis(avis)
        .chapo(html! { "Une CPTS enregistrée ici peut recevoir un compte de coordination, des membres et des déclarations." })
        .rendre(html! {
            div.pile {
                div.rang {
                    (recherche.rendre())
                    (lien_bouton(Style::Principal, "/administration/cpts/nouvelle", "Enregistrer une CPTS"))
                }
                @if trouvees.is_empty() {
                    (vide("Aucune CPTS", "Aucune CPTS enregistrée ne porte ce nom.", &html! {}))
                } @else {
                    (Tableau::new(&texte::compte(total, "CPTS", "CPTS"), &["CPTS", "Siège", "Départements"])
                        .lignes(trouvees.iter().zip(&departements).map(ligne)).rendre())
                    (recherche.pages(page, total, PAR_PAGE))
                }
            }
        }))
}

fn ligne((cpts, departements): (&Cpts, &Vec<CodeDepartement>)) -> Vec<Markup> {
    vec![
        html! { a href=(format!("/administration/cpts/{}", cpts.id)) { (cpts.nom) } },
        html! { @match cpts.siege { Some(code) => (code), None => "Non renseigné" } },
        html! { (codes(departements)) },
    ]
}

/// « 45, 28 ».
pub(super) fn codes(departements: &[CodeDepartement]) -> String {
    departements.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
