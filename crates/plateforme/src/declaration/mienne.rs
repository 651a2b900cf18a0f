//! `/mes-declarations`: where the MK's own declarations stand, and how he declares himself where he may.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::declaration::{Declaration, EtatDeclaration, Justificatif, Origine, TypeJustificatif};
use droit::identifiant::{CptsId, PraticienId};
use droit::reglement::{Declarant, Reglement};
use entrepot::{Echec, Tx};
use jiff::civil::Date;
use maud::{Markup, html};

use super::fiche::verifications;
use super::parcours::Parcours;
use super::reponse::Question;
use super::suivi::lire_justificatif;
use super::{Dossier, Feu, Issue, Piece, Voulu, aujourd_hui, badge_de_l_etat, deposer_un_volontaire};
use crate::connexion::{Identite, Mk, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Erreurs, Lien, Page, Reponse, Style, Tableau, Ton, alerte, bouton, carte, frise, lien_bouton,
    resume, source, texte, vide,
};
use crate::piece::vue::{self, Exigence};
use crate::piece::{Accompagnee, Envoi, FICHIER};
use crate::saisie::Champs;
use crate::serveur::App;

/// What the page shows.
struct Vue {
    declarations: Vec<Declaration>,
    /// Those that run, or the last one, with what became of the right.
    suivies: Vec<(Piece, Parcours)>,
    /// One per CPTS where he is a member and not declared.
    possibles: Vec<(Dossier, Date)>,
}

async fn charger(app: &App, praticien: PraticienId) -> Result<Vue, Failure> {
    let national = app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?;
    let reglement = app.reglement;
    let (declarations, suivies, dossiers) =
        app.entrepot.lire(move |tx| lire(tx, reglement, praticien, national)).await?;
    let dates = dossiers.into_iter().map(|dossier| {
        let le = aujourd_hui(app, dossier.departement)?;
        Ok((dossier, le))
    });
    Ok(Vue { declarations, suivies, possibles: dates.collect::<Result<_, Failure>>()? })
}

type Lues = (Vec<Declaration>, Vec<(Piece, Parcours)>, Vec<Dossier>);

fn lire(tx: &mut Tx, reglement: &Reglement, praticien: PraticienId, le: Date) -> Result<Lues, Echec> {
    let mut declarations = entrepot::declaration::du_praticien(tx, praticien)?;
    declarations.reverse();
    let suivies = suivre(tx, &declarations)?;
    let mut possibles = Vec::new();
    for (cpts, adhesion) in entrepot::praticien::adhesions(tx, praticien)? {
        if !adhesion.court_le(le) {
            continue;
        }
        let dossier = Dossier::du_volontaire(tx, reglement, praticien, cpts, le)?;
        possibles.extend(dossier.filter(|d| !d.autres.iter().any(EtatDeclaration::en_cours)));
    }
    Ok((declarations, suivies, possibles))
}

fn suivre(tx: &mut Tx, declarations: &[Declaration]) -> Result<Vec<(Piece, Parcours)>, Echec> {
    let mut suivies = Vec::new();
    for (rang, declaration) in declarations.iter().enumerate() {
        let montree =
            declaration.etat.en_cours() || (rang == 0 && !declarations.iter().any(|d| d.etat.en_cours()));
        if let Some(piece) = Piece::charger(tx, declaration.id)?.filter(|_| montree) {
            suivies.push((piece, Parcours::lire(tx, declaration)?));
        }
    }
    Ok(suivies)
}

/// The answer and the steps of each declaration that counts.
async fn reponses(app: &App, identite: &Identite, vue: &Vue) -> Result<Markup, Failure> {
    let mut reponses = Vec::new();
    for (piece, parcours) in &vue.suivies {
        let le = aujourd_hui(app, piece.declaration.departement)?;
        let role = identite.acteur.role();
        let question = Question { piece, periodes: &parcours.periodes, role, le };
        let etapes = parcours.etapes(app, identite, piece).await?;
        reponses.push((piece, question.repondre(app), etapes));
    }
    Ok(html! {
        @for (piece, reponse, etapes) in &reponses {
            div.deux {
                div.pile {
                    (reponse)
                    p { a href=(format!("/declarations/{}", piece.declaration.id)) { "Ouvrir ma déclaration avec " (piece.dossier.cpts.nom) } }
                }
                (carte("Les étapes", &frise(etapes)))
            }
        }
    })
}

/// The page.
pub async fn lister(State(app): State<App>, Mk(identite, praticien): Mk) -> Result<Markup, Failure> {
    let vue = charger(&app, praticien).await?;
    page(&app, &identite, &vue, &Champs::default(), &Erreurs::default()).await
}

/// The MK declares himself.
pub async fn deposer(
    State(app): State<App>,
    Mk(identite, praticien): Mk,
    recue: Accompagnee,
) -> Result<Response, Failure> {
    let vue = charger(&app, praticien).await?;
    let champs = &recue.champs;
    let choisie: Option<CptsId> = champs.un("cpts").parse().ok();
    let trouve = vue.possibles.iter().find(|(dossier, _)| Some(dossier.cpts.id) == choisie);
    let (dossier, le) = trouve.ok_or(Failure::Introuvable)?;
    if declarant(&app, dossier, *le) == Some(Declarant::Cpts) {
        return Err(Failure::Conflit(
            "dans ce département, c’est la CPTS qui déclare : contactez-la".to_owned(),
        ));
    }
    let mut erreurs = Erreurs::default();
    let (justificatif, fichier) = preuve(&recue, declarant(&app, dossier, *le), &mut erreurs);
    if !erreurs.est_vide() {
        let page = page(&app, &identite, &vue, champs, &erreurs).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let voulu = Voulu { origine: Origine::Praticien, justificatif, issue: Issue::Deposer, fichier };
    let id = deposer_un_volontaire(&app, &identite, dossier, voulu).await?;
    Ok(Redirect::to(&format!("/declarations/{id}")).into_response())
}

/// The proof of an MK who declares himself: its kind, and its file, required where nobody else speaks for him.
pub(super) fn preuve(
    recue: &Accompagnee,
    declarant: Option<Declarant>,
    erreurs: &mut Erreurs,
) -> (Option<Justificatif>, Option<Envoi>) {
    let justificatif = lire_justificatif(&recue.champs, erreurs).filter(|j| attestable(j.type_justificatif));
    if justificatif.is_none() {
        erreurs.ajouter("justificatif", "Choisissez le justificatif de votre exercice en CPTS.");
    }
    let fichier = recue.fichier(erreurs);
    let muet = fichier.is_none() && erreurs.de(FICHIER).is_none();
    if muet && exigence(declarant) == Exigence::Requise {
        erreurs.ajouter(
            FICHIER,
            "Joignez le justificatif : dans ce département, vous vous déclarez seul et il fait preuve.",
        );
    }
    (justificatif, fichier)
}

/// The MK who declares alone proves by a file what no CPTS says for him.
pub(super) fn exigence(declarant: Option<Declarant>) -> Exigence {
    match declarant {
        Some(Declarant::Praticien) => Exigence::Requise,
        _ => Exigence::Facultative,
    }
}

/// Only the CPTS attests for itself.
pub(super) fn attestable(type_justificatif: TypeJustificatif) -> bool {
    type_justificatif != TypeJustificatif::AttestationCpts
}

fn declarant(app: &App, dossier: &Dossier, le: Date) -> Option<Declarant> {
    app.reglement.parametres(dossier.departement).declarant.au(le).connue
}

async fn page(
    app: &App,
    identite: &Identite,
    vue: &Vue,
    champs: &Champs,
    erreurs: &Erreurs,
) -> Result<Markup, Failure> {
    let visiteur = Visiteur::from(identite);
    let reponses = reponses(app, identite, vue).await?;
    Ok(Page::new("Mes déclarations", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! { "Votre participation à l’accès direct en CPTS : où en est chaque déclaration, et ce qu’il reste à faire." })
        .rendre(html! {
            div.pile-large {
                @if vue.declarations.is_empty() && vue.possibles.is_empty() {
                    (vide("Aucune déclaration", "Vous n’êtes membre d’aucune CPTS enregistrée ici. Demandez à la vôtre de vous ajouter à ses membres : elle seule peut le faire.", &html! {}))
                }
                (reponses)
                @if !vue.declarations.is_empty() { (tableau(&vue.declarations)) }
                div.rang {
                    (lien_bouton(Style::Secondaire, "/mes-declarations/nouvelle", "Choisir le lieu et la CPTS"))
                    (lien_bouton(Style::Discret, "/mes-adhesions", "Mes adhésions"))
                    (lien_bouton(Style::Discret, "/mes-lieux", "Mes lieux d’exercice"))
                    (lien_bouton(Style::Discret, "/mon-identite", "Mon identité et mon statut"))
                }
                @for (dossier, le) in &vue.possibles { (possible(app, identite, dossier, *le, champs, erreurs)) }
            }
        }))
}

fn tableau(declarations: &[Declaration]) -> Markup {
    let titre = texte::compte(declarations.len() as u64, "déclaration", "déclarations");
    Tableau::new(&titre, &["Département", "État", "Dernière étape", "Ce qui manque", "Documents"])
        .lignes(declarations.iter().map(|declaration| {
            vec![
                html! { a href=(format!("/declarations/{}", declaration.id)) { "Département " (declaration.departement) } },
                badge_de_l_etat(&declaration.etat),
                html! { (etape(&declaration.etat)) },
                html! { (manque(&declaration.etat)) },
                documents(declaration),
            ]
        }))
        .rendre()
}

fn etape(etat: &EtatDeclaration) -> String {
    match etat {
        EtatDeclaration::Brouillon => "Pas encore déposée".to_owned(),
        EtatDeclaration::Deposee { le } => format!("Déposée le {}", texte::jour(*le)),
        EtatDeclaration::ACompleter { le, .. } => format!("Complément demandé le {}", texte::jour(*le)),
        EtatDeclaration::Validee { effet_du: Some(du), .. } => {
            format!("Droit ouvert le {}", texte::jour(*du))
        }
        EtatDeclaration::Validee { le, .. } => format!("Acceptée le {}", texte::jour(*le)),
        EtatDeclaration::Suspendue { du, .. } => format!("Suspendue à compter du {}", texte::jour(*du)),
        EtatDeclaration::Refusee { le, .. } => format!("Refusée le {}", texte::jour(*le)),
        EtatDeclaration::Retiree { au, .. } => format!("Dernier jour : {}", texte::jour(*au)),
    }
}

/// What may be downloaded: the last letter of the ARS, the certificate while the right runs.
fn documents(declaration: &Declaration) -> Markup {
    let adresse = |nom: &str| format!("/declarations/{}/{nom}.pdf", declaration.id);
    let courrier = !matches!(declaration.etat, EtatDeclaration::Brouillon | EtatDeclaration::Deposee { .. });
    let certificat = matches!(declaration.etat, EtatDeclaration::Validee { effet_du: Some(_), .. });
    html! {
        @if courrier { a href=(adresse("decision")) { "Courrier (PDF)" } } @else { "—" }
        @if certificat { br; a href=(adresse("certificat")) { "Certificat (PDF)" } }
    }
}

fn manque(etat: &EtatDeclaration) -> String {
    match etat {
        EtatDeclaration::Brouillon => "Le dépôt à l’ARS".to_owned(),
        EtatDeclaration::Deposee { .. } => "La décision de l’ARS".to_owned(),
        EtatDeclaration::ACompleter { pieces, .. } => {
            pieces.iter().map(|piece| piece.libelle()).collect::<Vec<_>>().join(" ; ")
        }
        EtatDeclaration::Validee { effet_du: None, .. } => "L’ouverture du droit".to_owned(),
        EtatDeclaration::Validee { .. } => "Rien".to_owned(),
        EtatDeclaration::Suspendue { motif, .. } => motif.libelle().to_owned(),
        EtatDeclaration::Refusee { motifs, .. } => {
            motifs.iter().map(|motif| motif.libelle()).collect::<Vec<_>>().join(" ; ")
        }
        EtatDeclaration::Retiree { motif, .. } => motif.libelle().to_owned(),
    }
}

/// A declaration that may be made: by the MK, or by his CPTS.
fn possible(
    app: &App,
    identite: &Identite,
    dossier: &Dossier,
    le: Date,
    champs: &Champs,
    erreurs: &Erreurs,
) -> Markup {
    let regle = app.reglement.parametres(dossier.departement).declarant.au(le);
    let cite = source(&regle.source, app.reglement.registre());
    if regle.connue == Some(Declarant::Cpts) {
        return alerte(
            Ton::Info,
            &format!("Dans le département {}, c’est votre CPTS qui vous déclare.", dossier.departement),
            &html! {
                p { "Dites à « " (dossier.cpts.nom) " » que vous êtes volontaire : elle vous déclarera avec ses autres membres, et vous suivrez ici chaque étape." }
                p { (cite) }
            },
        );
    }
    if regle.connue == Some(Declarant::PraticienConfirme) {
        let adresse = format!(
            "/mes-declarations/nouvelle?departement={}&cpts={}",
            dossier.departement, dossier.cpts.id
        );
        return carte(
            &format!("Me déclarer avec {}", dossier.cpts.nom),
            &html! {
                p { "Dans le département " (dossier.departement) ", vous vous déclarez et votre CPTS confirme l’adhésion en ligne : sa réponse tient lieu de justificatif. " (cite) }
                p { (lien_bouton(Style::Principal, &adresse, "Me déclarer")) }
            },
        );
    }
    let examen = dossier.examiner(app.reglement, le);
    let titre = format!("Me déclarer avec {}", dossier.cpts.nom);
    html! {
        div.deux {
            (carte(&titre, &html! {
                p { "Dans le département " (dossier.departement) ", déclare " (regle.connue.map_or("qui le veut", Declarant::libelle)) ". " (cite) }
                @if examen.feu() == Feu::Rouge {
                    (alerte(Ton::Erreur, "Les règles ne permettent pas cette déclaration : lisez les motifs.", &html! {}))
                } @else {
                    (formulaire_de_depot("/mes-declarations", erreurs, &champs_de(app, dossier, regle.connue, champs, erreurs), "Déposer ma déclaration"))
                }
            }))
            div.pile { (verifications(app, identite, &examen)) }
        }
    }
}

/// A form that takes a file with its fields.
pub(super) fn formulaire_de_depot(
    adresse: &str,
    erreurs: &Erreurs,
    champs: &Markup,
    envoyer: &str,
) -> Markup {
    html! {
        form.formulaire method="post" action=(adresse) enctype="multipart/form-data" novalidate {
            (resume(erreurs))
            (champs)
            div.formulaire-fin { (bouton(Style::Principal, envoyer)) }
        }
    }
}

fn champs_de(
    app: &App,
    dossier: &Dossier,
    declarant: Option<Declarant>,
    champs: &Champs,
    erreurs: &Erreurs,
) -> Markup {
    html! {
        input type="hidden" name="cpts" value=(dossier.cpts.id);
        (champs_de_la_preuve(app, declarant, champs, erreurs))
    }
}

/// The kind of proof, its reference, its file.
pub(super) fn champs_de_la_preuve(
    app: &App,
    declarant: Option<Declarant>,
    champs: &Champs,
    erreurs: &Erreurs,
) -> Markup {
    let types = TypeJustificatif::TOUS.iter().copied().filter(|t| attestable(*t));
    let types = types.map(|t| Reponse::new(t.code(), t.libelle())).collect();
    html! {
        (Champ::boutons("justificatif", "Justificatif de l’exercice en CPTS", types).valeur(champs.un("justificatif"))
            .erreurs(erreurs).rendre())
        (Champ::texte("reference", "Référence du justificatif").facultatif()
            .aide("Par exemple « Reçu d’adhésion n° 12 » : de quoi le retrouver si l’ARS le demande.")
            .valeur(champs.un("reference")).erreurs(erreurs).rendre())
        (vue::champ(app, (FICHIER, "Fichier du justificatif"), exigence(declarant), erreurs))
    }
}
