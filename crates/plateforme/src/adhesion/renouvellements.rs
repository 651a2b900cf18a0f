//! `/membres/renouvellements`: the memberships of a CPTS that end or ended, renewed together; most of them end the same day.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::adhesion::{AdhesionAccordee, NouvelleAdhesion, adherer, renouvellement_propose};
use droit::declaration::{Adhesion, Declarant};
use droit::identifiant::CptsId;
use entrepot::adhesion::{self, Echeance};
use entrepot::{Echec, Tx, praticien};
use jiff::ToSpan as _;
use jiff::civil::Date;
use maud::{Markup, html};

use super::mienne::FUSEAU;
use crate::connexion::{Coordination, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Lien, Page, Style, Tableau, Ton, badge, bouton, resume, texte, vide};
use crate::ici::Ici;
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// The ends that are shown: those of the last year, and those of the next three months.
const PASSE_JOURS: i32 = 365;
const AVENIR_JOURS: i32 = 92;
/// The most lines: a CPTS has some dozens of MKs.
const MAXIMUM: u16 = 1_000;

/// The page.
pub async fn voir(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
) -> Result<Markup, Failure> {
    let (ici, echeances) = charger(&app, cpts).await?;
    Ok(page(&identite, &ici, &echeances, &Champs::default(), &Erreurs::default()))
}

async fn charger(app: &App, cpts: CptsId) -> Result<(Ici, Vec<Echeance>), Failure> {
    let ici = Ici::charger(app, cpts).await?;
    let entre = (ici.le.saturating_sub(PASSE_JOURS.days()), ici.le.saturating_add(AVENIR_JOURS.days()));
    let lues = app.entrepot.lire(move |tx| adhesion::echeances(tx, entre, Some(cpts), None, MAXIMUM));
    Ok((ici, lues.await?))
}

/// Renews the ticked ones until one day: all of them, or none.
pub async fn renouveler(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let (ici, echeances) = charger(&app, cpts).await?;
    let cochees: Vec<String> = champs.tous("praticien").map(str::to_owned).collect();
    let choisies: Vec<Echeance> =
        echeances.iter().filter(|e| cochees.contains(&e.praticien.to_string())).cloned().collect();
    let mut erreurs = Erreurs::default();
    let fin = erreurs.noter("fin", lire_la_fin(champs.un("fin"), &choisies));
    if choisies.is_empty() {
        erreurs.ajouter("praticien", "Cochez au moins un membre.");
    }
    let Some(fin) = fin.filter(|_| erreurs.est_vide()) else {
        let page = page(&identite, &ici, &echeances, &champs, &erreurs);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let auteur =
        Declarant { compte: identite.compte, aujourd_hui: ici.le, maintenant: app.horloge.maintenant() };
    app.entrepot
        .ecrire(move |tx| {
            for choisie in &choisies {
                let accordee = accorder(tx, choisie, fin, &auteur)?;
                adhesion::inscrire(tx, &accordee);
            }
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to("/membres/renouvellements").into_response())
}

/// Somebody who renewed meanwhile wins; the whole lot is then to be read again.
fn accorder(
    tx: &mut Tx,
    echeance: &Echeance,
    fin: Date,
    auteur: &Declarant,
) -> Result<AdhesionAccordee, Echec> {
    let toutes = praticien::adhesions(tx, echeance.praticien)?;
    let siennes: Vec<Adhesion> =
        toutes.into_iter().filter(|(de, _)| *de == echeance.cpts).map(|(_, adhesion)| adhesion).collect();
    let suite = renouvellement_propose(&echeance.adhesion, auteur.aujourd_hui);
    let nouvelle = NouvelleAdhesion {
        praticien: echeance.praticien,
        cpts: echeance.cpts,
        adhesion: Adhesion { au: Some(fin), ..suite },
    };
    adherer(nouvelle, &siennes, auteur).map_err(|_| Echec::Conflit)
}

fn lire_la_fin(tapee: &str, choisies: &[Echeance]) -> Result<Date, String> {
    let fin: Date = tapee.parse().map_err(|_| "Écrivez une date, par exemple 2027-12-31.".to_owned())?;
    match choisies.iter().find(|echeance| echeance.adhesion.au.is_some_and(|au| fin <= au)) {
        Some(trop_tot) => Err(format!(
            "L’adhésion de {} finit le {} : choisissez un jour qui suit.",
            trop_tot.nom,
            trop_tot.adhesion.au.map(texte::jour).unwrap_or_default()
        )),
        None => Ok(fin),
    }
}

/// The day proposed: the latest of those each renewal would be proposed until.
fn proposee(echeances: &[Echeance], le: Date) -> Option<Date> {
    echeances.iter().filter_map(|echeance| renouvellement_propose(&echeance.adhesion, le).au).max()
}

fn page(
    identite: &Identite,
    ici: &Ici,
    echeances: &[Echeance],
    champs: &Champs,
    erreurs: &Erreurs,
) -> Markup {
    let visiteur = Visiteur::from(identite);
    let fin = match champs.un("fin") {
        "" => proposee(echeances, ici.le).map(|jour| jour.to_string()).unwrap_or_default(),
        tapee => tapee.to_owned(),
    };
    Page::new("Adhésions à renouveler", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Membres", "/membres")])
        .chapo(html! { "Les adhésions qui finissent dans les trois mois, et celles de l’année que rien n’a suivies. Chacune reprend le lendemain de sa fin." })
        .rendre(html! {
            @if echeances.is_empty() {
                (vide("Rien à renouveler", "Aucune adhésion ne finit dans les trois mois.", &html! {}))
            } @else {
                form.pile method="post" action="/membres/renouvellements" novalidate {
                    (resume(erreurs))
                    div #champ-praticien tabindex="-1" {
                        (Tableau::new(&texte::compte(echeances.len() as u64, "adhésion", "adhésions"),
                            &["Membre", "Qualité", "Fin", "Demande du praticien"])
                            .lignes(echeances.iter().map(|echeance| ligne(echeance, ici.le, champs))).rendre())
                    }
                    div.barre-action {
                        (Champ::date("fin", "Renouveler jusqu’au").valeur(fin).erreurs(erreurs).rendre())
                        (bouton(Style::Principal, "Renouveler les adhésions cochées"))
                    }
                }
            }
        })
}

/// What ended is ticked only by somebody: it may be over for good.
fn ligne(echeance: &Echeance, le: Date, champs: &Champs) -> Vec<Markup> {
    let cle = echeance.praticien.to_string();
    let finie = echeance.adhesion.au.is_some_and(|au| au < le);
    let renvoyee = !champs.un("fin").is_empty();
    let cochee = if renvoyee { champs.tous("praticien").any(|id| id == cle) } else { !finie };
    vec![
        html! {
            label.a-cocher {
                input type="checkbox" name="praticien" value=(cle) checked[cochee];
                span { (echeance.nom) }
            }
            a.sous href=(format!("/membres/{cle}")) { "Sa fiche" span.lecteur { " : " (echeance.nom) } }
        },
        html! { (echeance.adhesion.qualite.libelle()) },
        html! {
            @if let Some(au) = echeance.adhesion.au { (texte::jour(au)) }
            @if finie { " " (badge(Ton::Erreur, "Finie")) }
        },
        html! {
            @match echeance.demande_le {
                Some(demande_le) => { (badge(Ton::Info, "Demandé")) span.sous { "le " (texte::instant(demande_le, FUSEAU)) } }
                None => "—",
            }
        },
    ]
}
