//! `/ma-cpts/territoire`: where the seat of the CPTS is and which departments it covers; border rules depend on both.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::declaration::{CptsSituee, rattacher};
use droit::identifiant::CodeDepartement;
use entrepot::Echec;
use maud::{Markup, html};

use super::Ici;
use crate::connexion::{Coordination, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Lien, Page, Ton, badge, carte, formulaire, source};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// The page.
pub async fn voir(
    State(app): State<App>,
    Coordination(identite, id): Coordination,
) -> Result<Markup, Failure> {
    let ici = Ici::charger(&app, id).await?;
    Ok(page(&app, &identite, &ici, &Champs::default(), &Erreurs::default()))
}

/// Records both.
pub async fn situer(
    State(app): State<App>,
    Coordination(identite, id): Coordination,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let ici = Ici::charger(&app, id).await?;
    let mut erreurs = Erreurs::default();
    let siege = match champs.un("siege") {
        "" => None,
        code => erreurs.noter("siege", code.parse::<CodeDepartement>()),
    };
    let territoire = erreurs.noter("territoire", CodeDepartement::territoire(champs.un("territoire")));
    let Some(territoire) = territoire.filter(|_| erreurs.est_vide()) else {
        let page = page(&app, &identite, &ici, &champs, &erreurs);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let (acteur, maintenant, cpts) =
        (format!("compte/{}", identite.compte), app.horloge.maintenant(), ici.cpts);
    app.entrepot
        .ecrire(move |tx| {
            entrepot::cpts::situer(tx, &cpts, siege, &territoire, &acteur, maintenant);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to("/ma-cpts/territoire").into_response())
}

fn page(app: &App, identite: &Identite, ici: &Ici, champs: &Champs, erreurs: &Erreurs) -> Markup {
    let visiteur = Visiteur::from(identite);
    Page::new("Siège et territoire", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Ma CPTS", "/ma-cpts")])
        .chapo(html! { "Chaque département dit quel lien il exige avec la CPTS : son territoire, son siège, son ARS ou son nom." })
        .rendre(html! {
            div.deux {
                (carte("Où est votre CPTS", &formulaire("/ma-cpts/territoire", erreurs, &champs_de(ici, champs, erreurs), "Enregistrer")))
                (carte("Où elle compte", &ou_elle_compte(app, ici)))
            }
        })
}

fn champs_de(ici: &Ici, champs: &Champs, erreurs: &Erreurs) -> Markup {
    let tape =
        |nom: &str, defaut: String| if erreurs.est_vide() { defaut } else { champs.un(nom).to_owned() };
    let siege = ici.cpts.siege.map(|code| code.to_string()).unwrap_or_default();
    let territoire = ici.departements.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    html! {
        (Champ::texte("siege", "Département du siège").facultatif().aide("Par exemple 45 ou 2B.").valeur(tape("siege", siege)).erreurs(erreurs).rendre())
        (Champ::texte("territoire", "Départements du territoire").aide("Séparés par des virgules, par exemple 45, 28.")
            .valeur(tape("territoire", territoire)).erreurs(erreurs).rendre())
    }
}

/// The test of every department of the experiment where the CPTS might count: its own and those of its region.
fn ou_elle_compte(app: &App, ici: &Ici) -> Markup {
    let region = |code: CodeDepartement| app.reglement.departement(code).map(|d| d.region.as_str());
    let siens = || ici.cpts.siege.into_iter().chain(ici.departements.iter().copied());
    let proche = |code: &CodeDepartement| siens().any(|sien| sien == *code || region(sien) == region(*code));
    let departements: Vec<_> = app.reglement.departements_designes().filter(proche).collect();
    let cpts = CptsSituee { nom: &ici.cpts.nom, siege: ici.cpts.siege, territoire: &ici.departements };
    html! {
        @if departements.is_empty() { p { "Aucun département de l’expérimentation dans votre région." } }
        dl.fiche {
            @for code in departements {
                @let trouve = rattacher(app.reglement, code, ici.le, &cpts);
                @let regle = app.reglement.parametres(code).test_cpts.au(ici.le);
                div.fiche-ligne {
                    dt { (app.reglement.departement(code).map_or("", |d| d.nom.as_str())) " (" (code) ")" }
                    dd {
                        @match trouve.etat {
                            droit::decision::Etat::Respecte => (badge(Ton::Succes, "Compte")),
                            droit::decision::Etat::Viole => (badge(Ton::Erreur, "Ne compte pas")),
                            _ => (badge(Ton::Attention, "À confirmer")),
                        }
                        span.sous { (trouve.motif) }
                        p { (source(&regle.source, app.reglement.registre())) }
                    }
                }
            }
        }
    }
}
