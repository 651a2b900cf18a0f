//! `/instruction`: the queue of the agent's departments, what waits longest first or what is blocked first.

use axum::extract::State;
use droit::declaration::EtatDeclaration;
use droit::identifiant::CodeDepartement;
use entrepot::declaration::{CurseurFile, Effectif, LigneFile};
use entrepot::{Echec, Tx};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{Dossier, Feu, aujourd_hui, libelle_du_code};
use crate::connexion::{AgentArs, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Lien, Page, Style, Tableau, Ton, badge, bouton, texte, vide};
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

/// The most files of a department shown at once: the queue is emptied by deciding.
const MAXIMUM: u16 = 200;

/// The states an agent follows.
const ETATS: &[&str] = &["deposee", "a-completer", "validee", "suspendue", "refusee", "retiree"];

/// What the address asks for.
struct Filtre {
    departements: Vec<CodeDepartement>,
    choisi: Option<CodeDepartement>,
    etat: &'static str,
    feu: Option<Feu>,
    blocage: bool,
}

impl Filtre {
    fn lire(champs: &Champs, siens: Vec<CodeDepartement>) -> Self {
        let choisi = champs.un("departement").parse().ok().filter(|code| siens.contains(code));
        Self {
            choisi,
            departements: choisi.map_or(siens, |code| vec![code]),
            etat: ETATS.iter().copied().find(|etat| *etat == champs.un("etat")).unwrap_or("deposee"),
            feu: Feu::depuis_code(champs.un("verification")),
            blocage: champs.un("tri") == "blocage",
        }
    }

    /// The address of the same list with one thing changed.
    fn adresse(&self, cle: &str, valeur: &str) -> String {
        let choisi = self.choisi.map(|code| code.to_string()).unwrap_or_default();
        let tri = if self.blocage { "blocage" } else { "" };
        let feu = self.feu.map_or("", Feu::code);
        let tous =
            [("departement", choisi.as_str()), ("etat", self.etat), ("verification", feu), ("tri", tri)];
        let garder = tous.map(|(nom, garde)| (nom, if nom == cle { valeur } else { garde }));
        let dits: Vec<_> =
            garder.iter().filter(|(_, v)| !v.is_empty()).map(|(n, v)| format!("{n}={v}")).collect();
        format!("/instruction?{}", dits.join("&"))
    }
}

/// A line with what the checks found.
pub struct Attente {
    /// The declaration, as the queue lists it.
    pub ligne: LigneFile,
    /// What the checks read.
    pub dossier: Dossier,
    /// What they come to.
    pub feu: Feu,
    /// Why it is not green.
    pub raisons: Vec<String>,
    /// Today where the department is.
    pub le: Date,
    /// Days since it is where it is.
    pub jours: i32,
    delai: Option<u16>,
}

impl Attente {
    fn en_retard(&self) -> bool {
        self.delai.is_some_and(|delai| self.jours > i32::from(delai))
    }
}

/// The queue.
pub async fn lister(
    State(app): State<App>,
    AgentArs(identite, departements): AgentArs,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let siens = departements.clone();
    let filtre = Filtre::lire(&champs, departements);
    let mut attentes = lire(&app, &filtre.departements, filtre.etat).await?;
    let compte = siens.clone();
    let effectifs = app.entrepot.lire(move |tx| effectifs(tx, &compte)).await?;
    attentes.retain(|attente| filtre.feu.is_none_or(|feu| attente.feu == feu));
    if filtre.blocage {
        attentes.sort_by_key(|attente| attente.feu);
    }
    let visiteur = Visiteur::from(&identite);
    Ok(Page::new("Instruction", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! { "Les déclarations de vos départements, avec leurs vérifications automatiques." })
        .rendre(html! {
            div.pile {
                (filtres(&filtre, &siens, &effectifs))
                @if attentes.is_empty() {
                    (vide("Rien à instruire ici", "Aucune déclaration ne répond à ces critères.", &html! {}))
                } @else if filtre.etat == "deposee" {
                    (a_decider(&attentes))
                } @else {
                    (tableau(&attentes, filtre.etat))
                }
            }
        }))
}

/// The files of these departments in one state, the oldest first, checked.
pub async fn lire(
    app: &App,
    departements: &[CodeDepartement],
    etat: &'static str,
) -> Result<Vec<Attente>, Failure> {
    let mut toutes = Vec::new();
    for departement in departements.iter().copied() {
        let le = aujourd_hui(app, departement)?;
        let lues = app.entrepot.lire(move |tx| charger(tx, departement, etat)).await?;
        let delai = app.reglement.parametres(departement).delai_de_decision.au(le).connue;
        toutes.extend(lues.into_iter().map(|(ligne, dossier, depuis)| {
            let examen = dossier.examiner(app.reglement, le);
            let jours = depuis.until(le).map_or(0, |duree| duree.get_days());
            Attente { ligne, feu: examen.feu(), raisons: examen.raisons(), dossier, le, jours, delai }
        }));
    }
    toutes.sort_by_key(|attente| std::cmp::Reverse(attente.jours));
    Ok(toutes)
}

fn charger(
    tx: &mut Tx,
    departement: CodeDepartement,
    etat: &'static str,
) -> Result<Vec<(LigneFile, Dossier, Date)>, Echec> {
    let mut lues = Vec::new();
    for ligne in entrepot::declaration::file(tx, departement, etat, &CurseurFile::default(), MAXIMUM)? {
        let Some(declaration) = entrepot::declaration::charger(tx, ligne.declaration)? else { continue };
        let Some(depuis) = depuis(&declaration.etat) else { continue };
        if let Some(dossier) = Dossier::de_la_declaration(tx, &declaration)? {
            lues.push((ligne, dossier, depuis));
        }
    }
    Ok(lues)
}

/// Since when it is where it is.
fn depuis(etat: &EtatDeclaration) -> Option<Date> {
    match etat {
        EtatDeclaration::Brouillon => None,
        EtatDeclaration::Deposee { le }
        | EtatDeclaration::ACompleter { le, .. }
        | EtatDeclaration::Validee { le, .. }
        | EtatDeclaration::Suspendue { le, .. }
        | EtatDeclaration::Refusee { le, .. }
        | EtatDeclaration::Retiree { au: le, .. } => Some(*le),
    }
}

fn effectifs(tx: &mut Tx, departements: &[CodeDepartement]) -> Result<Vec<Effectif>, Echec> {
    let mut sommes: Vec<Effectif> = Vec::new();
    for departement in departements {
        for effectif in entrepot::declaration::effectifs(tx, *departement)? {
            match sommes.iter_mut().find(|somme| somme.etat == effectif.etat) {
                Some(somme) => somme.nombre += effectif.nombre,
                None => sommes.push(effectif),
            }
        }
    }
    Ok(sommes)
}

fn filtres(filtre: &Filtre, siens: &[CodeDepartement], effectifs: &[Effectif]) -> Markup {
    let nombre = |etat: &str| effectifs.iter().find(|e| e.etat == etat).map_or(0, |e| e.nombre);
    let lien = |adresse: String, ici: bool, libelle: Markup| {
        html! {
            li { a href=(adresse) aria-current=[ici.then_some("true")] { (libelle) } }
        }
    };
    html! {
        nav.filtres aria-label="Filtrer par état" {
            ul { @for etat in ETATS {
                (lien(filtre.adresse("etat", etat), filtre.etat == *etat, html! {
                    (libelle_du_code(etat)) span.filtre-nombre { (texte::grouper(nombre(etat))) }
                }))
            } }
        }
        @if siens.len() > 1 {
            nav.filtres aria-label="Filtrer par département" {
                ul {
                    (lien(filtre.adresse("departement", ""), filtre.choisi.is_none(), html! { "Tous les départements" }))
                    @for code in siens { (lien(filtre.adresse("departement", code.as_str()), filtre.choisi == Some(*code), html! { (code) })) }
                }
            }
        }
        @if filtre.etat == "deposee" {
            div.rang {
                nav.filtres aria-label="Filtrer par vérification" {
                    ul {
                        (lien(filtre.adresse("verification", ""), filtre.feu.is_none(), html! { "Toutes" }))
                        @for feu in [Feu::Vert, Feu::Orange, Feu::Rouge] {
                            (lien(filtre.adresse("verification", feu.code()), filtre.feu == Some(feu), html! { (feu.libelle()) }))
                        }
                    }
                }
                nav.filtres aria-label="Trier" {
                    ul {
                        (lien(filtre.adresse("tri", ""), !filtre.blocage, html! { "Les plus anciennes d’abord" }))
                        (lien(filtre.adresse("tri", "blocage"), filtre.blocage, html! { "Les bloquées d’abord" }))
                    }
                }
            }
        }
    }
}

/// The queue to decide: the green ones may be ticked and accepted together.
fn a_decider(attentes: &[Attente]) -> Markup {
    let vertes = attentes.iter().filter(|attente| attente.feu == Feu::Vert).count();
    html! {
        form.pile method="post" action="/instruction/verification" {
            (tableau(attentes, "deposee"))
            @if vertes > 0 {
                div.barre-action {
                    p { "Cochez les dossiers dont tout est vérifié pour les accepter ensemble : vous les relirez avant de confirmer." }
                    (bouton(Style::Principal, "Accepter les dossiers cochés"))
                }
            }
        }
    }
}

fn tableau(attentes: &[Attente], etat: &str) -> Markup {
    let attente = if etat == "deposee" { "Attend depuis" } else { "Depuis" };
    let titre = texte::compte(attentes.len() as u64, "dossier", "dossiers");
    Tableau::new(&titre, &["Kinésithérapeute", "CPTS", attente, "Vérifications"])
        .lignes(attentes.iter().map(|attente| ligne(attente, etat)))
        .rendre()
}

fn ligne(attente: &Attente, etat: &str) -> Vec<Markup> {
    let ligne = &attente.ligne;
    let nom = format!("{} {}", ligne.prenom, ligne.nom);
    vec![
        html! {
            span.a-cocher {
                @if etat == "deposee" && attente.feu == Feu::Vert {
                    input type="checkbox" name="declaration" value=(ligne.declaration) aria-label=(format!("Cocher {nom}"));
                }
                span { a href=(format!("/declarations/{}", ligne.declaration)) { (nom) } span.sous { (ligne.rpps) } }
            }
        },
        html! { (ligne.nom_cpts) span.sous { "Département " (attente.dossier.departement) } },
        html! {
            (texte::compte(u64::try_from(attente.jours).unwrap_or(0), "jour", "jours"))
            @if etat == "deposee" && attente.en_retard() { " " (badge(Ton::Attention, "Délai dépassé")) }
        },
        html! {
            (badge(attente.feu.ton(), attente.feu.libelle()))
            @for raison in &attente.raisons { span.sous { (raison) } }
        },
    ]
}
