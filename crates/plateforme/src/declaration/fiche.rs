//! The page of a declaration: the checks as a decision, the file, the timeline, and what its reader may do.

use droit::acces::{Acteur, Role};
use droit::decision::{Etat, Statut};
use droit::declaration::{
    Confirmation, Controle, Doublon, EtatDeclaration, Justificatif, Partie, TypeJustificatif,
};
use droit::piece::Piece as PieceJointe;
use droit::reglement::EffetDuDroit;
use entrepot::declaration::{ControlesDeLEtape, Message};
use jiff::civil::Date;
use maud::{Markup, html};

use super::parcours::Parcours;
use super::reponse::Question;
use super::{
    Examen, Piece, annuaire, badge_de_l_etat, controles, echange, lieux_ajoutes, retrait, suspension,
};
use crate::connexion::Identite;
use crate::gabarits::{
    Champ, Erreurs, Etape, Reponse, Style, Ton, badge, bouton, carte, decision, fiche, frise, pastille, texte,
};
use crate::piece::FICHIER;
use crate::piece::vue::{self, Exigence};
use crate::serveur::App;

/// The steps whose form holds a file.
const AVEC_UN_FICHIER: [&str; 1] = ["deposer"];

/// What was typed and what is wrong with it.
#[derive(Default)]
pub struct Saisie<'s> {
    /// The step that was refused, as in its address.
    pub geste: &'s str,
    /// The errors.
    pub erreurs: Erreurs,
    /// What was typed.
    pub champs: crate::saisie::Champs,
}

/// What the page shows beside the file.
pub struct Suivi {
    /// What became of the right.
    pub parcours: Parcours,
    /// The timeline.
    pub etapes: Vec<Etape>,
    /// The messages.
    pub messages: Vec<Message>,
    /// The files joined.
    pub jointes: Vec<PieceJointe>,
    /// What the checks answered at each step that rests on them.
    pub controles: Vec<ControlesDeLEtape>,
}

/// The body of the page: the answer, then what the reader may do beside the file.
pub fn corps(
    app: &App,
    identite: &Identite,
    piece: &Piece,
    suivi: &Suivi,
    le: Date,
    saisie: &Saisie<'_>,
) -> Markup {
    let examen = piece.dossier.examiner(app.reglement, le);
    let en_vue = matches!(
        piece.declaration.etat,
        EtatDeclaration::Brouillon | EtatDeclaration::Deposee { .. } | EtatDeclaration::ACompleter { .. }
    );
    let role = identite.acteur.role();
    let question = Question { piece, periodes: &suivi.parcours.periodes, role, le };
    let etapes = carte("Les étapes", &frise(&suivi.etapes));
    html! {
        (question.repondre(app))
        div.deux.apres {
            div.pile-large {
                @if role != Role::AgentArs && !a_deposer(piece) { (etapes) }
                @if en_vue && role == Role::AgentArs { (verifications(app, identite, &examen)) }
                (gestes(app, role, piece, le, saisie))
                div #echanges { (echange::fil(app, identite, piece, &suivi.messages, saisie)) }
                @if en_vue && role != Role::AgentArs { (verifications(app, identite, &examen)) }
            }
            div.pile-large {
                @if role == Role::AgentArs || a_deposer(piece) { (etapes) }
                (carte("Le dossier", &faits(app, piece, &suivi.jointes, le)))
                (annuaire::encart(app, identite, piece))
                (controles::gardes(app, role, piece, &suivi.controles))
                @if !en_vue {
                    details.plus {
                        summary { "Ce que disent les règles aujourd’hui" }
                        (verifications(app, identite, &examen))
                    }
                }
            }
        }
    }
}

/// Does it wait for those who declare: their form comes first, unless the CPTS is still to confirm.
fn a_deposer(piece: &Piece) -> bool {
    matches!(piece.declaration.etat, EtatDeclaration::Brouillon | EtatDeclaration::ACompleter { .. })
        && matches!(piece.confirmation, None | Some(Confirmation::Confirmee { .. }))
}

/// The rules, then what the file shows.
pub fn verifications(app: &App, identite: &Identite, examen: &Examen) -> Markup {
    html! {
        div {
            h2 { "Vérifications automatiques" }
            p.champ-aide { "Ce que les règles permettent ; la décision revient à l’ARS." }
        }
        (decision(&examen.decision, app.reglement.registre()))
        (carte("Vérifications du fichier", &html! {
            ul.constats { @for controle in &examen.controles { (ligne_de_controle(controle, identite)) } }
        }))
    }
}

/// What a check found, on screen.
pub fn mot_du_controle(etat: Etat) -> (Ton, &'static str) {
    match etat {
        Etat::Respecte => (Ton::Succes, "Vérifié"),
        Etat::Viole => (Ton::Erreur, "Bloquant"),
        Etat::AConfirmer => (Ton::Attention, "À vérifier"),
        Etat::Signale => (Ton::Info, "À savoir"),
        Etat::SansObjet => (Ton::Neutre, "Sans objet"),
    }
}

fn ligne_de_controle(controle: &Controle, identite: &Identite) -> Markup {
    let (ton, mot) = mot_du_controle(controle.etat);
    html! {
        li.constat {
            (pastille(ton))
            div.constat-corps {
                p { (badge(Ton::Neutre, mot)) " " (controle) }
                @if let Some(doublon) = controle.doublon().filter(|doublon| ouvrable(identite, doublon)) {
                    p { a href=(format!("/declarations/{}", doublon.declaration)) { "Ouvrir cette déclaration" } }
                }
            }
        }
    }
}

/// May the reader open the declaration that resembles: an agent of its department.
fn ouvrable(identite: &Identite, doublon: &Doublon) -> bool {
    matches!(&identite.acteur, Acteur::AgentArs { departements } if departements.contains(&doublon.departement))
}

fn faits(app: &App, piece: &Piece, jointes: &[PieceJointe], le: Date) -> Markup {
    let dossier = &piece.dossier;
    let praticien = &dossier.praticien;
    let adhesion = dossier.adhesions.iter().rev().find(|adhesion| adhesion.court_le(le));
    fiche(&[
        ("Numéro RPPS", html! { (praticien.rpps) }),
        ("Statut", html! { (statut(praticien.statut)) }),
        (
            "Lieu d’exercice",
            html! {
                @match dossier.lieu(le) {
                    Some(lieu) => { (lieu.commune) " (" (lieu.departement) ")" },
                    None => "Aucun lieu enregistré",
                }
            },
        ),
        ("CPTS", html! { (dossier.cpts.nom) }),
        (
            "Adhésion",
            html! {
                @match adhesion {
                    Some(adhesion) => { "Depuis le " (texte::jour(adhesion.du)) @if let Some(au) = adhesion.au { ", jusqu’au " (texte::jour(au)) } },
                    None => "Aucune adhésion enregistrée ce jour",
                }
            },
        ),
        ("Département", html! { (dossier.departement) }),
        (
            "Justificatif",
            html! {
                @match &piece.declaration.justificatif {
                    Some(j) => { (j.type_justificatif.libelle()) @if let Some(reference) = &j.reference { " : " (reference.as_str()) } },
                    None => "Aucun pour l’instant",
                }
                @if jointes.is_empty() {
                    p.sous { "Aucun fichier joint." }
                } @else {
                    (vue::noms(app, jointes, app.reglement.fuseau(dossier.departement)))
                }
                p { a href=(format!("/declarations/{}/pieces", piece.declaration.id)) { "Fichiers joints" } }
            },
        ),
        ("État", badge_de_l_etat(&piece.declaration.etat)),
    ])
}

/// How the MK exercises, on screen.
pub fn statut(statut: Statut) -> &'static str {
    match statut {
        Statut::Titulaire => "Titulaire",
        Statut::Collaborateur => "Collaborateur libéral",
        Statut::Assistant => "Assistant libéral",
        Statut::Remplacant => "Remplaçant",
        Statut::Salarie => "Salarié",
    }
}

fn gestes(app: &App, role: Role, piece: &Piece, le: Date, saisie: &Saisie<'_>) -> Markup {
    let etat = &piece.declaration.etat;
    match role {
        Role::AgentArs => html! {
            @if matches!(etat, EtatDeclaration::Deposee { .. }) { (super::instruction::formulaires(app, piece, le, saisie)) }
            (lieux_ajoutes::formulaire(app, piece, le, saisie))
            (suspension::formulaires(app, piece, le, saisie))
            @if matches!(etat, EtatDeclaration::Validee { .. } | EtatDeclaration::Suspendue { .. }) { (retrait::formulaire(piece, Partie::Ars, le, saisie)) }
        },
        _ => html! {
            @let partie = if role == Role::Mk { Partie::Praticien } else { Partie::Cpts };
            @if a_deposer(piece) { (depot_du_justificatif(app, partie, piece, saisie)) }
            @if etat.en_cours() { (retrait::formulaire(piece, partie, le, saisie)) }
        },
    }
}

fn depot_du_justificatif(app: &App, partie: Partie, piece: &Piece, saisie: &Saisie<'_>) -> Markup {
    let complement = matches!(piece.declaration.etat, EtatDeclaration::ACompleter { .. });
    let titre = if complement { "Répondre à la demande de l’ARS" } else { "Déposer la déclaration" };
    let actuel = piece.declaration.justificatif.as_ref();
    let choisi = match saisie.champs.un("justificatif") {
        "" => actuel.map_or("", |j| j.type_justificatif.code()),
        code => code,
    };
    let donnee = actuel.is_some_and(Justificatif::vient_de_la_cpts);
    let offert =
        |t: &&TypeJustificatif| partie == Partie::Cpts || donnee || **t != TypeJustificatif::AttestationCpts;
    let types = TypeJustificatif::TOUS.iter().filter(offert);
    let types = types.map(|t| Reponse::new(t.code(), t.libelle())).collect();
    let reference = match saisie.champs.un("reference") {
        "" => actuel.and_then(|j| j.reference.as_ref()).map_or("", |texte| texte.as_str()),
        tapee => tapee,
    };
    carte(
        titre,
        &formulaire_de(
            piece,
            "deposer",
            saisie,
            &html! {
                (Champ::boutons("justificatif", "Justificatif de l’exercice en CPTS", types).valeur(choisi).erreurs(&saisie.erreurs).rendre())
                (Champ::texte("reference", "Référence du justificatif").facultatif()
                    .aide("Par exemple « Reçu d’adhésion n° 12 » : de quoi le retrouver si l’ARS le demande.")
                    .valeur(reference).erreurs(&saisie.erreurs).rendre())
                (vue::champ(app, (FICHIER, "Fichier du justificatif"), Exigence::Facultative, &saisie.erreurs))
            },
            &bouton(Style::Principal, if complement { "Envoyer le complément" } else { "Déposer" }),
        ),
    )
}

/// A form about this declaration, which remembers the version on the screen.
pub fn formulaire_de(
    piece: &Piece,
    geste: &str,
    saisie: &Saisie<'_>,
    champs: &Markup,
    envoi: &Markup,
) -> Markup {
    let adresse = format!("/declarations/{}/{geste}", piece.declaration.id);
    let forme = AVEC_UN_FICHIER.contains(&geste).then_some("multipart/form-data");
    html! {
        form.formulaire method="post" action=(adresse) enctype=[forme] novalidate {
            input type="hidden" name="version" value=(piece.declaration.version);
            @if saisie.geste == geste { (crate::gabarits::resume(&saisie.erreurs)) }
            (champs)
            div.formulaire-fin { (envoi) }
        }
    }
}

/// What opens the right in the department, in a sentence.
pub fn dire_l_effet(effet: Option<EffetDuDroit>, depose_le: Option<Date>, le: Date) -> String {
    match effet {
        Some(EffetDuDroit::Declaration) => {
            format!(
                "Le droit s’ouvrira rétroactivement au jour du dépôt, le {}.",
                texte::jour(depose_le.unwrap_or(le))
            )
        }
        Some(EffetDuDroit::Acceptation) => {
            format!("Le droit s’ouvrira dès votre acceptation, aujourd’hui {}.", texte::jour(le))
        }
        None => format!(
            "Aucune source ne dit quel événement ouvre le droit ici : il s’ouvrira dès votre acceptation, aujourd’hui {}.",
            texte::jour(le)
        ),
    }
}
