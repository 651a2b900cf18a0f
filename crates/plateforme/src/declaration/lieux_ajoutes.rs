//! The places an MK on the list asks for since he was accepted: the agent retains them or not; `/lieux-a-retenir` lists them.

use axum::extract::{Path, State};
use axum::response::Response;
use droit::declaration::{Controle, EtatDeclaration, LieuExerce, NatureLieu, SortDuLieu};
use droit::identifiant::{CodeDepartement, LieuId};
use entrepot::declaration::{Etape, LieuAttendu, lieux_attendus};
use entrepot::praticien::Lieu;
use jiff::civil::Date;
use maud::{Markup, html};

use super::fiche::{Saisie, formulaire_de};
use super::geste::ReponseAuLieu;
use super::instruction::lire_precision;
use super::suivi::{lire_jour, tenter};
use super::{Geste, Piece, aujourd_hui};
use crate::connexion::{AgentArs, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Lien, Page, Reponse, Tableau, carte, source, texte, vide};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// The most lines of the list in a department.
const MAXIMUM: u16 = 500;

/// The place as the rules read it.
pub fn exerce(lieu: &Lieu) -> LieuExerce {
    LieuExerce { id: lieu.id, departement: lieu.departement, du: lieu.du, au: lieu.au }
}

/// The places to decide on, with what became of each so far.
fn a_decider(piece: &Piece, le: Date) -> Vec<(&Lieu, SortDuLieu)> {
    let sort = |lieu| piece.declares.sort(&exerce(lieu), piece.declaration.departement, le);
    let sorts = piece.dossier.lieux.iter().map(|lieu| (lieu, sort(lieu)));
    sorts.filter(|(_, sort)| matches!(sort, SortDuLieu::Attendu | SortDuLieu::Ecarte)).collect()
}

/// The form of the agent, where places wait.
pub fn formulaire(app: &App, piece: &Piece, le: Date, saisie: &Saisie<'_>) -> Markup {
    let acceptee =
        matches!(piece.declaration.etat, EtatDeclaration::Validee { .. } | EtatDeclaration::Suspendue { .. });
    let lieux = a_decider(piece, le);
    if !acceptee || lieux.is_empty() {
        return html! {};
    }
    let titre = texte::compte(lieux.len() as u64, "lieu demandé à retenir", "lieux demandés à retenir");
    let corps = formulaire_de(piece, "lieu", saisie, &champs(app, piece, &lieux, le, saisie), &boutons());
    html! { div #lieux { (carte(&titre, &corps)) } }
}

fn boutons() -> Markup {
    html! {
        button.bouton.bouton-principal type="submit" name="reponse" value="retenir" { "Retenir ce lieu" }
        button.bouton.bouton-secondaire type="submit" name="reponse" value="ecarter" { "Ne pas le retenir" }
    }
}

fn champs(app: &App, piece: &Piece, lieux: &[(&Lieu, SortDuLieu)], le: Date, saisie: &Saisie<'_>) -> Markup {
    let ici = saisie.geste == "lieu";
    let tape = |nom: &str| if ici { saisie.champs.un(nom).to_owned() } else { String::new() };
    let regle = app.reglement.parametres(piece.declaration.departement).lieu_exercice.au(le);
    let reponses = lieux.iter().map(|(lieu, sort)| {
        let nature = if lieu.principal { NatureLieu::Principal } else { NatureLieu::Secondaire };
        let dit = Controle::du_lieu(nature, regle.connue);
        let deja = if *sort == SortDuLieu::Ecarte { " Vous ne l’aviez pas retenu." } else { "" };
        Reponse::new(lieu.id.to_string(), adresse(lieu))
            .aide(format!("Depuis le {}. {dit}{deja}", texte::jour(lieu.du)))
    });
    let choisi = match tape("lieu") {
        vide if vide.is_empty() => lieux.first().map(|(lieu, _)| lieu.id.to_string()).unwrap_or_default(),
        tape => tape,
    };
    html! {
        p { "Le praticien demande ce lieu, que sa déclaration ne nomme pas. Retenu, il entre sur la liste publique et la caisse en est informée ; d’ici là, personne ne le voit. Aucun texte ne dit comment un lieu s’ajoute. " (source(&regle.source, app.reglement.registre())) }
        (Champ::boutons("lieu", "Lieu", reponses.collect()).valeur(choisi).erreurs(&saisie.erreurs).rendre())
        (Champ::date("du_du_lieu", "Premier jour sur la liste").facultatif()
            .aide("Laissez vide pour aujourd’hui, ou pour son premier jour s’il est à venir.")
            .valeur(tape("du_du_lieu")).erreurs(&saisie.erreurs).rendre())
        (Champ::zone("precision_du_lieu", "Ce que le praticien doit savoir").facultatif()
            .aide("Nécessaire pour ne pas retenir le lieu.")
            .valeur(tape("precision_du_lieu")).erreurs(&saisie.erreurs).rendre())
    }
}

/// The place a step is about, with the day the ARS retains it from.
pub fn de_l_etape<'p>(piece: &'p Piece, etape: &Etape) -> Option<(&'p Lieu, Option<Date>)> {
    let lieu = piece.dossier.lieux.iter().find(|lieu| lieu.id.to_string() == etape.motifs)?;
    Some((lieu, piece.declares.nommes.get(&lieu.id).copied().flatten()))
}

/// « 2 rue de l’Essai, 45200 Montargis ».
pub fn adresse(lieu: &Lieu) -> String {
    format!("{}, {} {}", lieu.adresse, lieu.code_postal, lieu.commune)
}

/// Retains a place, or sets it aside.
pub async fn repondre(
    State(app): State<App>,
    AgentArs(identite, _): AgentArs,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let mut erreurs = Erreurs::default();
    let lieu = champs.un("lieu").parse::<LieuId>().map_err(|_| "Choisissez un lieu.");
    let lieu = erreurs.noter("lieu", lieu);
    let du = lire_jour(&champs, "du_du_lieu", &mut erreurs);
    let precision = lire_precision(&champs, "precision_du_lieu", &mut erreurs);
    let reponse = match champs.un("reponse") {
        "ecarter" => ReponseAuLieu::Ecarter { precision },
        _ => ReponseAuLieu::Retenir { du, precision },
    };
    let geste = lieu.map(|lieu| Geste::Lieu { lieu, reponse });
    tenter(&app, &identite, &id, "lieu", champs, erreurs, geste).await
}

/// The places that wait in the agent's departments.
pub async fn lister(
    State(app): State<App>,
    AgentArs(identite, departements): AgentArs,
) -> Result<Markup, Failure> {
    let lignes = attendus(&app, &departements).await?;
    let visiteur = Visiteur::from(&identite);
    Ok(Page::new("Lieux à retenir", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Instruction", "/instruction")])
        .chapo(html! { "Les lieux que des praticiens de la liste demandent depuis leur acceptation. La liste publique les montre une fois retenus." })
        .rendre(html! {
            @if lignes.is_empty() {
                (vide("Aucun lieu n’attend", "Chaque lieu demandé est retenu ou écarté.", &html! {}))
            } @else { (tableau(&lignes)) }
        }))
}

fn tableau(lignes: &[LieuAttendu]) -> Markup {
    let titre = texte::compte(lignes.len() as u64, "lieu à retenir", "lieux à retenir");
    Tableau::new(&titre, &["Praticien", "Lieu", "CPTS", "Y exerce depuis le"])
        .lignes(lignes.iter().map(|ligne| {
            vec![
                html! { a href=(format!("/declarations/{}#lieux", ligne.declaration)) { (ligne.nom) } },
                html! { (ligne.commune) span.sous { "Département " (ligne.departement) } },
                html! { (ligne.nom_cpts) },
                html! { (texte::jour_court(ligne.du)) },
            ]
        }))
        .rendre()
}

/// The places that wait in these departments, the oldest first.
///
/// # Errors
/// When the store fails.
pub async fn attendus(app: &App, departements: &[CodeDepartement]) -> Result<Vec<LieuAttendu>, Failure> {
    let mut lus = Vec::new();
    for departement in departements.iter().copied() {
        let le = aujourd_hui(app, departement)?;
        lus.extend(app.entrepot.lire(move |tx| lieux_attendus(tx, departement, le, MAXIMUM)).await?);
    }
    Ok(lus)
}
