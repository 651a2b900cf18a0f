//! `/campagnes/{id}`: who has answered, by CPTS; reminders, prolongation, end, export.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::campagne::{Campagne, EtapeFicheAnnuelle, EtatCampagne, EtatFicheAnnuelle, GesteCampagne};
use droit::identifiant::{CptsId, PraticienId};
use entrepot::Echec;
use entrepot::campagne::{self, Attendu};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{Regard, activite, aujourd_hui, auteur, badge_de_la_fiche, charger, devance, nom, phrase};
use crate::connexion::{AgentArs, Connecte, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Avis, Champ, Erreurs, Lien, Page, Style, Tableau, bouton, carte, chiffre, lien_bouton, resume, texte,
    vide,
};
use crate::saisie::{Champs, Formulaire, Parametres};
use crate::serveur::App;

/// What the address asks for.
struct Filtre {
    etat: Option<Etat>,
    cpts: Option<CptsId>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Etat {
    Etape(EtapeFicheAnnuelle),
    Retard,
}

impl Filtre {
    fn lire(champs: &Champs) -> Self {
        let etat = match champs.un("etat") {
            "en-retard" => Some(Etat::Retard),
            code => EtapeFicheAnnuelle::depuis_code(code).map(Etat::Etape),
        };
        Self { etat, cpts: champs.un("cpts").parse().ok() }
    }

    fn garde(&self, attendu: &Attendu, retard: bool) -> bool {
        let etape = attendu.fiche.etat.etape();
        let etat = match self.etat {
            None => true,
            Some(Etat::Retard) => retard && etape == EtapeFicheAnnuelle::Attendue,
            Some(Etat::Etape(voulue)) => etape == voulue,
        };
        etat && self.cpts.is_none_or(|cpts| attendu.cpts == cpts)
    }
}

async fn attendus(app: &App, campagne: Campagne, regard: Regard) -> Result<Vec<Attendu>, Failure> {
    let mut lus: Vec<Attendu> = app.entrepot.lire(move |tx| campagne::suivi(tx, &campagne)).await?;
    if let Regard::Cpts(sienne) = regard {
        lus.retain(|attendu| attendu.cpts == sienne);
    }
    Ok(lus)
}

/// The page.
pub async fn voir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let lue = charger(&app, &identite, &id).await?;
    page(&app, &identite, lue, &champs, &Erreurs::default()).await
}

async fn page(
    app: &App,
    identite: &Identite,
    (campagne, regard): (Campagne, Regard),
    champs: &Champs,
    e: &Erreurs,
) -> Result<Markup, Failure> {
    let (le, filtre) = (aujourd_hui(app, campagne.departement)?, Filtre::lire(champs));
    let tous = attendus(app, campagne, regard).await?;
    let nombre = |etape| tous.iter().filter(|a| a.fiche.etat.etape() == etape).count() as u64;
    let retard = campagne.en_retard(le);
    let gardes: Vec<&Attendu> = tous.iter().filter(|attendu| filtre.garde(attendu, retard)).collect();
    let titre = format!("Campagne {}, {}", campagne.annee, nom(app, campagne.departement));
    let visiteur = Visiteur::from(identite);
    let relance = (champs.un("fait") == "relance")
        .then(|| Avis::succes("Les praticiens qui n’ont pas validé sont prévenus."));
    Ok(Page::new(&titre, &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Campagnes d’évaluation", "/campagnes")])
        .avis(relance.or_else(|| activite::avis(champs)))
        .chapo(html! {
            @match campagne.etat {
                EtatCampagne::Ouverte if retard => { "Échéance dépassée depuis le " (texte::jour(campagne.echeance)) ". Les fiches s’acceptent encore." },
                EtatCampagne::Ouverte => { "Ouverte le " (texte::jour(campagne.ouverte_le)) ", réponses attendues jusqu’au " (texte::jour(campagne.echeance)) "." },
                EtatCampagne::Close => "Cette campagne est close : rien ne change plus.",
            }
        })
        .rendre(html! {
            div.pile-large {
                div.chiffres {
                    (chiffre(nombre(EtapeFicheAnnuelle::Validee), "fiche validée", "fiches validées"))
                    (chiffre(nombre(EtapeFicheAnnuelle::Attendue), "fiche attendue", "fiches attendues"))
                    (chiffre(nombre(EtapeFicheAnnuelle::Renvoyee), "fiche renvoyée", "fiches renvoyées"))
                    (chiffre(tous.len() as u64, "praticien concerné", "praticiens concernés"))
                }
                @if regard == Regard::Ars { (par_cpts(&campagne, &tous)) }
                (filtres(&campagne, &filtre))
                @if gardes.is_empty() { (vide("Personne ici", "Aucune fiche ne répond à ces critères.", &html! {})) }
                @else { (tableau(&campagne, &gardes, regard, le)) }
                @if regard == Regard::Ars {
                    (gestes(&campagne, champs, e))
                    (activite::formulaire(&campagne))
                }
            }
        }))
}

fn par_cpts(campagne: &Campagne, tous: &[Attendu]) -> Markup {
    let mut groupes: BTreeMap<(&str, CptsId), (u64, u64)> = BTreeMap::new();
    for attendu in tous {
        let groupe = groupes.entry((attendu.nom_cpts.as_str(), attendu.cpts)).or_default();
        groupe.1 += 1;
        groupe.0 += u64::from(matches!(attendu.fiche.etat, EtatFicheAnnuelle::Validee { .. }));
    }
    Tableau::new("Avancement par CPTS", &["CPTS", "Fiches validées", "Part"])
        .lignes(groupes.into_iter().map(|((nom, id), (validees, total))| {
            vec![
                html! { a href=(format!("/campagnes/{}?cpts={id}", campagne.id)) { (nom) } },
                html! { (validees) " sur " (total) },
                html! {
                    progress.avancement max=(total) value=(validees) aria-label=(format!("{nom} : {validees} sur {total}")) { (validees) " sur " (total) }
                    " " (validees * 100 / total.max(1)) " %"
                },
            ]
        }))
        .rendre()
}

fn filtres(campagne: &Campagne, filtre: &Filtre) -> Markup {
    let cpts = filtre.cpts.map(|id| format!("&cpts={id}")).unwrap_or_default();
    let lien = |code: &str, libelle: &str, ici: bool| {
        html! { li { a href=(format!("/campagnes/{}?etat={code}{cpts}", campagne.id)) aria-current=[ici.then_some("true")] { (libelle) } } }
    };
    html! {
        nav.filtres aria-label="Filtrer par état" {
            ul {
                (lien("", "Toutes", filtre.etat.is_none()))
                @for etape in EtapeFicheAnnuelle::TOUS { (lien(etape.code(), etape.libelle(), filtre.etat == Some(Etat::Etape(*etape)))) }
                (lien("en-retard", "En retard", filtre.etat == Some(Etat::Retard)))
                @if filtre.cpts.is_some() { li { a href=(format!("/campagnes/{}", campagne.id)) { "Toutes les CPTS" } } }
            }
        }
    }
}

fn tableau(campagne: &Campagne, gardes: &[&Attendu], regard: Regard, le: Date) -> Markup {
    let titre = texte::compte(gardes.len() as u64, "praticien", "praticiens");
    Tableau::new(&titre, &["Kinésithérapeute", "CPTS", "Fiche", "Version"])
        .lignes(gardes.iter().map(|attendu| {
            let qui = format!("{} {}", attendu.prenom, attendu.nom);
            let adresse = format!("/campagnes/{}/fiches/{}", campagne.id, attendu.praticien);
            vec![
                html! {
                    @if regard == Regard::Ars && attendu.fiche.version > 0 { a href=(adresse) { (qui) } } @else { (qui) }
                    span.sous { (attendu.rpps) }
                },
                html! { (attendu.nom_cpts) },
                badge_de_la_fiche(campagne, &attendu.fiche, le),
                html! { @match attendu.fiche.etat.numero() { 0 => "—", numero => (numero) } },
            ]
        }))
        .rendre()
}

fn gestes(campagne: &Campagne, champs: &Champs, e: &Erreurs) -> Markup {
    let adresse = format!("/campagnes/{}", campagne.id);
    let echeance = match champs.un("echeance") {
        "" => campagne.echeance.to_string(),
        tape => tape.to_owned(),
    };
    html! {
        div.deux {
            (carte("Exporter", &html! {
                p { "Une ligne par praticien et par version, avec les mêmes colonnes. " a href=(format!("{}?departement={}", super::forme::ADRESSE, campagne.departement)) { "Choisir les colonnes, leur ordre et leurs titres" } "." }
                div.rang {
                    (lien_bouton(Style::Secondaire, &format!("{adresse}/export/xlsx"), "Classeur (XLSX)"))
                    (lien_bouton(Style::Secondaire, &format!("{adresse}/export/csv"), "Texte (CSV)"))
                }
            }))
            (carte("Conduire la campagne", &html! {
                @if campagne.etat == EtatCampagne::Ouverte {
                    form.action method="post" action=(adresse) {
                        input type="hidden" name="version" value=(campagne.version);
                        input type="hidden" name="pas" value="relancer";
                        (bouton(Style::Principal, "Relancer ceux qui n’ont pas validé"))
                    }
                }
                details.plus open[!e.est_vide()] {
                    summary { @if campagne.etat == EtatCampagne::Ouverte { "Changer l’échéance" } @else { "Rouvrir avec une nouvelle échéance" } }
                    form.formulaire method="post" action=(adresse) novalidate {
                        (resume(e))
                        input type="hidden" name="version" value=(campagne.version);
                        input type="hidden" name="pas" value="prolonger";
                        (Champ::date("echeance", "Nouvelle échéance").valeur(echeance).erreurs(e).rendre())
                        div.formulaire-fin { (bouton(Style::Secondaire, "Enregistrer l’échéance")) }
                    }
                }
                @if campagne.etat == EtatCampagne::Ouverte {
                    details.plus {
                        summary { "Clore la campagne" }
                        p { "Plus aucune fiche ne pourra être validée ni corrigée." }
                        form.action method="post" action=(adresse) {
                            input type="hidden" name="version" value=(campagne.version);
                            input type="hidden" name="pas" value="clore";
                            (bouton(Style::Danger, "Clore la campagne"))
                        }
                    }
                }
            }))
        }
    }
}

/// Reminds, prolongs or closes.
pub async fn agir(
    State(app): State<App>,
    AgentArs(identite, _): AgentArs,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let (campagne, regard) = charger(&app, &identite, &id).await?;
    if champs.un("version").parse().ok() != Some(campagne.version) {
        return Err(devance());
    }
    let auteur = auteur(&app, &identite, campagne.departement)?;
    let adresse = format!("/campagnes/{}", campagne.id);
    let mut e = Erreurs::default();
    let geste = match champs.un("pas") {
        "relancer" if campagne.etat == EtatCampagne::Ouverte => {
            let absents: Vec<PraticienId> = attendus(&app, campagne, regard)
                .await?
                .iter()
                .filter(|a| !matches!(a.fiche.etat, EtatFicheAnnuelle::Validee { .. }))
                .map(|a| a.praticien)
                .collect();
            let ecrit = app.entrepot.ecrire(move |tx| {
                campagne::relancer(tx, &campagne, &absents, &auteur);
                Ok::<(), Echec>(())
            });
            ecrit.await?;
            return Ok(Redirect::to(&format!("{adresse}?fait=relance")).into_response());
        }
        "clore" => GesteCampagne::Clore,
        "prolonger" => {
            let lue = champs.un("echeance").parse::<Date>();
            match e.noter("echeance", lue.map_err(|_| "Indiquez la nouvelle échéance.")) {
                Some(echeance) => GesteCampagne::Prolonger(echeance),
                None => return corriger(&app, &identite, (campagne, regard), &champs, &e).await,
            }
        }
        _ => return Err(devance()),
    };
    let fait = match campagne.avancer(geste, &auteur) {
        Ok(fait) => fait,
        Err(cause) => {
            e.ajouter("echeance", phrase(&cause));
            return corriger(&app, &identite, (campagne, regard), &champs, &e).await;
        }
    };
    let ecrit = app.entrepot.ecrire(move |tx| {
        campagne::avancer(tx, &fait);
        Ok::<(), Echec>(())
    });
    match ecrit.await {
        Ok(()) => Ok(Redirect::to(&adresse).into_response()),
        Err(Echec::Conflit) => Err(devance()),
        Err(autre) => Err(autre.into()),
    }
}

async fn corriger(
    app: &App,
    identite: &Identite,
    lue: (Campagne, Regard),
    champs: &Champs,
    e: &Erreurs,
) -> Result<Response, Failure> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(app, identite, lue, champs, e).await?).into_response())
}
