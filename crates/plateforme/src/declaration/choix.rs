//! `/mes-declarations/nouvelle`: the MK chooses the department, the places and the CPTS that ground his declaration.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::declaration::Origine;
use droit::identifiant::{CodeDepartement, CptsId, LieuId, PraticienId};
use droit::reglement::{Declarant, Reglement};
use entrepot::cpts::{self, Cpts};
use entrepot::praticien::Lieu;
use entrepot::{Echec, Tx};
use maud::{Markup, html};

use super::confirmation::Demande;
use super::dossier::ouvert;
use super::fiche::verifications;
use super::mienne::{champs_de_la_preuve, formulaire_de_depot, preuve};
use super::{Dossier, Empechement, Feu, Issue, Volontariat, Voulu, aujourd_hui};
use crate::connexion::{Identite, Mk, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Erreurs, Lien, Page, Reponse, Style, Ton, alerte, bouton, carte, lien_bouton, source, vide,
};
use crate::piece::Accompagnee;
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

/// What there is to choose from.
struct Offre {
    lieux: Vec<Lieu>,
    departements: Vec<CodeDepartement>,
    siennes: Vec<CptsId>,
    cpts: Vec<Cpts>,
}

/// The page, step by step: department and CPTS first, then the places and the proof.
pub async fn voir(
    State(app): State<App>,
    Mk(identite, praticien): Mk,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let offre = offre(&app, praticien).await?;
    let dossier = dossier(&app, praticien, &offre, &champs).await?;
    page(&app, &identite, &offre, dossier.as_ref(), &champs, &Erreurs::default())
}

async fn offre(app: &App, praticien: PraticienId) -> Result<Offre, Failure> {
    let (reglement, le) = (app.reglement, app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?);
    Ok(app.entrepot.lire(move |tx| lire(tx, reglement, praticien, le)).await?)
}

fn lire(
    tx: &mut Tx,
    reglement: &'static Reglement,
    praticien: PraticienId,
    le: jiff::civil::Date,
) -> Result<Offre, Echec> {
    let mut lieux = entrepot::praticien::lieux(tx, praticien)?;
    lieux.retain(|lieu| ouvert(lieu, le));
    let designe = |code: &CodeDepartement| reglement.departements_designes().any(|d| d == *code);
    let mut departements: Vec<_> = lieux.iter().map(|lieu| lieu.departement).filter(designe).collect();
    departements.sort_unstable();
    departements.dedup();
    let adhesions = entrepot::praticien::adhesions(tx, praticien)?;
    let siennes: Vec<_> = adhesions.iter().filter(|(_, a)| a.court_le(le)).map(|(id, _)| *id).collect();
    let mut offertes: Vec<Cpts> = Vec::new();
    for id in &siennes {
        offertes.extend(cpts::charger(tx, *id)?);
    }
    for voisin in voisins(reglement, &departements) {
        offertes.extend(cpts::du_departement(tx, voisin)?);
    }
    let mut vues: Vec<CptsId> = Vec::new();
    offertes.retain(|cpts| {
        let nouvelle = !vues.contains(&cpts.id);
        vues.push(cpts.id);
        nouvelle
    });
    Ok(Offre { lieux, departements, siennes, cpts: offertes })
}

/// The departments of the same regions: a border CPTS may count, each department says how.
fn voisins(reglement: &Reglement, departements: &[CodeDepartement]) -> Vec<CodeDepartement> {
    let region = |code: CodeDepartement| reglement.departement(code).map(|d| d.region.as_str());
    CodeDepartement::tous().filter(|code| departements.iter().any(|d| region(*d) == region(*code))).collect()
}

async fn dossier(
    app: &App,
    praticien: PraticienId,
    offre: &Offre,
    champs: &Champs,
) -> Result<Option<Dossier>, Failure> {
    let departement: Option<CodeDepartement> = champs.un("departement").parse().ok();
    let choisie: Option<CptsId> = champs.un("cpts").parse().ok();
    let (Some(departement), Some(cpts)) = (departement, choisie) else { return Ok(None) };
    if !offre.departements.contains(&departement) || !offre.cpts.iter().any(|offerte| offerte.id == cpts) {
        return Err(Failure::Introuvable);
    }
    let lieux: Vec<LieuId> = champs.tous("lieu").filter_map(|id| id.parse().ok()).collect();
    let sien = |id: &LieuId| offre.lieux.iter().any(|l| l.id == *id && l.departement == departement);
    let lieux: Vec<_> = lieux.into_iter().filter(sien).collect();
    Ok(app.entrepot.lire(move |tx| Dossier::choisi(tx, praticien, cpts, departement, lieux.clone())).await?)
}

/// Files the declaration, or asks the CPTS to confirm where the department wants it.
pub async fn deposer(
    State(app): State<App>,
    Mk(identite, praticien): Mk,
    recue: Accompagnee,
) -> Result<Response, Failure> {
    let offre = offre(&app, praticien).await?;
    let champs = &recue.champs;
    let dossier = dossier(&app, praticien, &offre, champs).await?.ok_or(Failure::Introuvable)?;
    let le = aujourd_hui(&app, dossier.departement)?;
    let declarant = app.reglement.parametres(dossier.departement).declarant.au(le).connue;
    if declarant == Some(Declarant::Cpts) {
        return Err(Failure::Conflit(
            "dans ce département, c’est la CPTS qui déclare : contactez-la".to_owned(),
        ));
    }
    let mut erreurs = Erreurs::default();
    if dossier.lieux_choisis.is_empty() {
        erreurs.ajouter("lieu", "Choisissez au moins un lieu d’exercice du département.");
    }
    if declarant == Some(Declarant::PraticienConfirme) {
        if erreurs.est_vide() {
            let demande = Demande::accorder(&app, &identite, &dossier)?;
            let id = demande.id;
            ecrire(&app, move |tx| demande.inscrire(tx)).await?;
            return Ok(Redirect::to(&format!("/declarations/{id}")).into_response());
        }
    } else {
        let (justificatif, fichier) = preuve(&recue, declarant, &mut erreurs);
        if erreurs.est_vide() {
            let (origine, issue) = (Origine::Praticien, Issue::Deposer);
            let voulu = Voulu { origine, justificatif, issue, fichier };
            let accorde = Volontariat::accorder(&app, &identite, &dossier, voulu)?;
            let (id, lieux) = (accorde.id, dossier.lieux_choisis.clone());
            ecrire(&app, move |tx| {
                accorde.inscrire(tx);
                entrepot::declaration::choisir_lieux(tx, id, &lieux);
            })
            .await?;
            return Ok(Redirect::to(&format!("/declarations/{id}")).into_response());
        }
    }
    let page = page(&app, &identite, &offre, Some(&dossier), champs, &erreurs)?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn ecrire(app: &App, faire: impl Fn(&mut Tx) + Send + 'static) -> Result<(), Empechement> {
    let ecrit = app.entrepot.ecrire(move |tx| {
        faire(tx);
        Ok::<(), Echec>(())
    });
    match ecrit.await {
        Err(Echec::Conflit) => Err(droit::declaration::EmpechementDeclaration::Doublon.into()),
        autre => Ok(autre?),
    }
}

fn page(
    app: &App,
    identite: &Identite,
    offre: &Offre,
    dossier: Option<&Dossier>,
    champs: &Champs,
    erreurs: &Erreurs,
) -> Result<Markup, Failure> {
    let visiteur = Visiteur::from(identite);
    let suite =
        dossier.map(|dossier| seconde_etape((app, identite), offre, dossier, champs, erreurs)).transpose()?;
    Ok(Page::new("Nouvelle déclaration", &visiteur)
        .fil([
            Lien::new("Tableau de bord", "/tableau-de-bord"),
            Lien::new("Mes déclarations", "/mes-declarations"),
        ])
        .chapo(html! { "Une déclaration par département : choisissez où vous exercez, et la CPTS qui la fonde." })
        .rendre(html! {
            @if offre.departements.is_empty() {
                (vide("Aucun lieu d’exercice dans un département de l’expérimentation", "Enregistrez d’abord le lieu où vous exercez.",
                    &lien_bouton(Style::Principal, "/mes-lieux", "Mes lieux d’exercice")))
            } @else {
                div.pile-large {
                    (premiere_etape(app, offre, champs))
                    @if let Some(suite) = suite { (suite) }
                }
            }
        }))
}

fn premiere_etape(app: &App, offre: &Offre, champs: &Champs) -> Markup {
    let nom = |code: CodeDepartement| {
        app.reglement.departement(code).map_or_else(|| code.to_string(), |d| format!("{} ({code})", d.nom))
    };
    let departements =
        offre.departements.iter().map(|code| Reponse::new(code.to_string(), nom(*code))).collect();
    let cpts = offre.cpts.iter().map(|cpts| {
        let membre = if offre.siennes.contains(&cpts.id) { " (vous en êtes membre)" } else { "" };
        Reponse::new(cpts.id.to_string(), format!("{}{membre}", cpts.nom))
    });
    carte(
        "1. Où, et avec quelle CPTS",
        &html! {
            form.formulaire method="get" action="/mes-declarations/nouvelle" {
                (Champ::liste("departement", "Département", departements).valeur(champs.un("departement")).rendre())
                (Champ::liste("cpts", "CPTS qui fonde la déclaration", cpts.collect())
                    .aide("Si vous êtes membre de plusieurs CPTS, une seule fonde la déclaration. Si la vôtre n’est pas dans la liste, l’administrateur du site peut l’enregistrer.")
                    .valeur(champs.un("cpts")).rendre())
                div.formulaire-fin { (bouton(Style::Secondaire, "Vérifier")) }
            }
            p { a href="/mes-lieux" { "Mes lieux d’exercice" } }
        },
    )
}

fn seconde_etape(
    (app, identite): (&App, &Identite),
    offre: &Offre,
    dossier: &Dossier,
    champs: &Champs,
    erreurs: &Erreurs,
) -> Result<Markup, Failure> {
    let le = aujourd_hui(app, dossier.departement)?;
    let regle = app.reglement.parametres(dossier.departement).declarant.au(le);
    let examen = dossier.examiner(app.reglement, le);
    let titre = format!("2. Me déclarer avec {}", dossier.cpts.nom);
    let corps = html! {
        p { "Dans le département " (dossier.departement) ", déclare " (regle.connue.map_or("qui le veut", Declarant::libelle)) ". " (source(&regle.source, app.reglement.registre())) }
        @if regle.connue == Some(Declarant::Cpts) {
            (alerte(Ton::Info, "C’est votre CPTS qui vous déclare : dites-lui que vous êtes volontaire.", &html! {}))
        } @else if examen.feu() == Feu::Rouge {
            (alerte(Ton::Erreur, "Cette déclaration n’est pas possible : lisez les vérifications.", &html! {}))
        } @else {
            (formulaire_de_depot("/mes-declarations/nouvelle", erreurs, &champs_de(app, offre, (dossier, regle.connue), champs, erreurs),
                if regle.connue == Some(Declarant::PraticienConfirme) { "Demander la confirmation de la CPTS" } else { "Déposer ma déclaration" }))
        }
    };
    Ok(html! { div.deux { (carte(&titre, &corps)) div.pile { (verifications(app, identite, &examen)) } } })
}

fn champs_de(
    app: &App,
    offre: &Offre,
    (dossier, declarant): (&Dossier, Option<Declarant>),
    champs: &Champs,
    erreurs: &Erreurs,
) -> Markup {
    let ici: Vec<_> = offre.lieux.iter().filter(|lieu| lieu.departement == dossier.departement).collect();
    let coches: Vec<_> = match dossier.lieux_choisis.as_slice() {
        [] if erreurs.est_vide() => ici.iter().map(|lieu| lieu.id.to_string()).collect(),
        choisis => choisis.iter().map(ToString::to_string).collect(),
    };
    let lieux = ici.iter().map(|lieu| {
        let nature = if lieu.principal { "lieu principal" } else { "lieu secondaire" };
        Reponse::new(lieu.id.to_string(), format!("{}, {} {}", lieu.adresse, lieu.code_postal, lieu.commune))
            .aide(nature)
    });
    html! {
        input type="hidden" name="departement" value=(dossier.departement);
        input type="hidden" name="cpts" value=(dossier.cpts.id);
        (Champ::cases("lieu", "Lieux où vous exercerez en accès direct", lieux.collect()).valeurs(coches).erreurs(erreurs).rendre())
        @if declarant != Some(Declarant::PraticienConfirme) {
            (champs_de_la_preuve(app, declarant, champs, erreurs))
        }
    }
}
