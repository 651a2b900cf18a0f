//! « Depuis quel jour puis-je exercer en accès direct ? »: the answer, then the next step, who takes it and until when.

use droit::acces::Role;
use droit::declaration::{Confirmation, Declaration, EtatDeclaration, Preuve};
use droit::piece::attend_des_pieces;
use droit::reglement::EffetDuDroit;
use entrepot::praticien::Autorisation;
use jiff::civil::Date;
use maud::{Markup, html};

use super::{Piece, attente};
use crate::gabarits::{Ton, alerte, badge, source, texte};
use crate::serveur::App;

/// What the answer is made of.
#[derive(Clone, Copy)]
pub struct Question<'q> {
    /// The declaration with its file.
    pub piece: &'q Piece,
    /// The periods of authorisation it opened, the oldest first.
    pub periodes: &'q [Autorisation],
    /// In which capacity the reader asks.
    pub role: Role,
    /// Today where the department is.
    pub le: Date,
}

impl Question<'_> {
    /// The question, its answer, the reasons and the next step.
    pub fn repondre(self, app: &App) -> Markup {
        let effet =
            app.reglement.parametres(self.piece.declaration.departement).effet_du_droit.au(self.le).connue;
        let (ton, jour) = jour(self, effet);
        let titre = format!("depuis-quel-jour-{}", self.piece.declaration.id);
        html! {
            section.pile aria-labelledby=(titre) {
                h2 id=(titre) { (self.enonce()) }
                (alerte(ton, &jour, &html! { (raisons(self.piece)) (preuve(self)) (suite(app, self)) }))
            }
        }
    }

    fn enonce(self) -> &'static str {
        match self.role {
            Role::Mk => "Depuis quel jour puis-je exercer en accès direct ?",
            _ => "Depuis quel jour le praticien peut-il exercer en accès direct ?",
        }
    }

    /// Whoever may file and complete.
    fn declarants(self) -> &'static str {
        match self.role {
            Role::Mk => "vous ou votre CPTS",
            Role::CoordinationCpts => "vous ou le praticien",
            _ => "le praticien ou sa CPTS",
        }
    }
}

/// The answer, in a sentence.
fn jour(question: Question<'_>, effet: Option<EffetDuDroit>) -> (Ton, String) {
    let Question { piece, periodes, le, .. } = question;
    let declaration = &piece.declaration;
    match &declaration.etat {
        EtatDeclaration::Brouillon => {
            (Ton::Neutre, "Aucun jour n’est fixé : la déclaration n’est pas encore déposée.".to_owned())
        }
        EtatDeclaration::Deposee { .. } => (Ton::Info, attendu(effet, declaration.depose_le)),
        EtatDeclaration::ACompleter { .. } => (Ton::Attention, attendu(effet, declaration.depose_le)),
        EtatDeclaration::Validee { effet_du: None, .. } => (Ton::Attention, attendu(effet, None)),
        EtatDeclaration::Validee { effet_du: Some(du), .. } => ouvert(periodes, *du, le),
        EtatDeclaration::Suspendue { du, .. } if *du <= le => {
            (Ton::Attention, format!("Le droit est suspendu depuis le {}.", texte::jour(*du)))
        }
        EtatDeclaration::Suspendue { du, effet_du, .. } => {
            let dernier = texte::jour(du.yesterday().unwrap_or(*du));
            (Ton::Attention, format!("Depuis le {}, et jusqu’au {dernier} inclus.", texte::jour(*effet_du)))
        }
        EtatDeclaration::Refusee { .. } => {
            (Ton::Erreur, "Aucun jour : l’ARS a refusé la déclaration.".to_owned())
        }
        EtatDeclaration::Retiree { .. } => (Ton::Neutre, termine(periodes)),
    }
}

fn attendu(effet: Option<EffetDuDroit>, depose_le: Option<Date>) -> String {
    match (effet, depose_le) {
        (Some(EffetDuDroit::Declaration), Some(depot)) => {
            format!("Pas encore : une fois accepté, le droit comptera du dépôt, le {}.", texte::jour(depot))
        }
        (Some(EffetDuDroit::Acceptation | EffetDuDroit::Declaration) | None, _) => {
            "Pas encore : le droit s’ouvrira le jour où l’ARS acceptera.".to_owned()
        }
    }
}

/// An open right; its end when one is on file.
fn ouvert(periodes: &[Autorisation], du: Date, le: Date) -> (Ton, String) {
    let debut = texte::jour(du);
    match periodes.iter().find(|periode| periode.du == du).and_then(|periode| periode.au) {
        Some(au) => (Ton::Attention, format!("Du {debut} au {} inclus.", texte::jour(au))),
        None if du <= le => (Ton::Succes, format!("Depuis le {debut}.")),
        None => (Ton::Succes, format!("À partir du {debut}.")),
    }
}

fn termine(periodes: &[Autorisation]) -> String {
    match periodes.last().and_then(|periode| periode.au.map(|au| (periode.du, au))) {
        Some((du, au)) => format!("Du {} au {} inclus.", texte::jour(du), texte::jour(au)),
        None => "Aucun jour : la déclaration est retirée.".to_owned(),
    }
}

/// Why it stands where it stands.
fn raisons(piece: &Piece) -> Markup {
    let declaration = &piece.declaration;
    match (&declaration.etat, &piece.confirmation) {
        (EtatDeclaration::Brouillon, Some(Confirmation::Attendue { depuis })) => html! {
            p { "En attente de la confirmation de la CPTS depuis le " (texte::jour(*depuis)) "." }
            p { "La déclaration partira à l’ARS dès que la CPTS aura confirmé l’adhésion." }
        },
        (
            EtatDeclaration::Retiree { motif: fin, .. },
            Some(Confirmation::Dementie { motif, precision, .. }),
        ) => html! {
            p { "Retirée. Motif : " (fin.libelle()) "." }
            p { "Réponse de la CPTS : " (motif.libelle()) @if let Some(mots) = precision { " (« " (mots.as_str()) " »)" } "." }
            p { "Vous pouvez vous déclarer avec une autre CPTS, ou voir la vôtre puis recommencer." }
        },
        (etat, _) => raisons_de_l_etat(declaration, etat),
    }
}

fn raisons_de_l_etat(declaration: &Declaration, etat: &EtatDeclaration) -> Markup {
    match etat {
        EtatDeclaration::Brouillon => {
            html! { p { "L’ARS ne voit la déclaration dans sa file qu’une fois déposée." } }
        }
        EtatDeclaration::Deposee { le } => {
            html! { p { "En instruction à l’ARS depuis le " (texte::jour(*le)) "." } }
        }
        EtatDeclaration::ACompleter { le, pieces, precision } => html! {
            p { "L’ARS demande un complément depuis le " (texte::jour(*le)) " :" }
            ul.puces { @for piece in pieces { li { (piece.libelle()) } } }
            @if let Some(mots) = precision { p { "« " (mots.as_str()) " »" } }
        },
        EtatDeclaration::Validee { le, effet_du: Some(_) } => {
            let certificat = format!("/declarations/{}/certificat.pdf", declaration.id);
            html! {
                p { "Acceptée par l’ARS le " (texte::jour(*le)) "." }
                p { a href=(certificat) { "Certificat d’autorisation du jour (PDF)" } }
            }
        }
        EtatDeclaration::Validee { le, effet_du: None } => {
            html! { p { "Acceptée par l’ARS le " (texte::jour(*le)) " : le droit n’est pas encore ouvert." } }
        }
        EtatDeclaration::Suspendue { le, du, motif, precision, .. } => html! {
            p { "Suspendue à compter du " (texte::jour(*du)) ", par décision de l’ARS du " (texte::jour(*le)) ". Motif : " (motif.libelle()) "." }
            @if let Some(mots) = precision { p { "« " (mots.as_str()) " »" } }
        },
        EtatDeclaration::Refusee { le, motifs, precision } => html! {
            p { "Refusée le " (texte::jour(*le)) " :" }
            ul.puces { @for motif in motifs { li { (motif.libelle()) } } }
            @if let Some(mots) = precision { p { "« " (mots.as_str()) " »" } }
        },
        EtatDeclaration::Retiree { motif, .. } => {
            html! { p { "Retirée. Motif : " (motif.libelle()) "." } }
        }
    }
}

/// What is joined, or how to join it, while the ARS has still to decide and a file proves the practice.
fn preuve(question: Question<'_>) -> Markup {
    let declaration = &question.piece.declaration;
    let attendue = question.piece.dossier.preuve.filter(Preuve::tient_a_un_fichier);
    let attendue = attendue.filter(|_| attend_des_pieces(&declaration.etat));
    let adresse = format!("/declarations/{}/pieces", declaration.id);
    html! {
        @match (attendue, question.role) {
            (None, _) => {},
            (Some(Preuve { jointes: 0, .. }), Role::AgentArs) => p { "Aucun fichier n’est joint." },
            (Some(Preuve { jointes: 0, .. }), _) => p {
                strong { "Aucun fichier n’est joint : " }
                "l’ARS ne peut pas vérifier le justificatif. "
                a href=(adresse) { "Joindre le justificatif" }
            },
            (Some(Preuve { jointes, .. }), _) => p {
                (texte::compte(u64::from(jointes), "fichier joint", "fichiers joints")) " à la déclaration. "
                a href=(adresse) { "Voir les fichiers joints" }
            },
        }
    }
}

/// The next step, who takes it, and until when; that no text says, where none does.
fn suite(app: &App, question: Question<'_>) -> Markup {
    let sans_terme = |sujet: &str| html! { "Aucun texte ne fixe de délai pour " (sujet) "." };
    match &question.piece.declaration.etat {
        EtatDeclaration::Brouillon
            if matches!(question.piece.confirmation, Some(Confirmation::Attendue { .. })) =>
        {
            prochaine("la confirmation de l’adhésion", "la CPTS", &sans_terme("confirmer"))
        }
        EtatDeclaration::Brouillon => {
            prochaine("le dépôt à l’ARS", question.declarants(), &sans_terme("déposer"))
        }
        EtatDeclaration::Deposee { le: depuis } => {
            prochaine("la décision", "l’ARS", &delai(app, question, *depuis))
        }
        EtatDeclaration::ACompleter { .. } => {
            prochaine("la réponse à cette demande", question.declarants(), &sans_terme("répondre"))
        }
        EtatDeclaration::Validee { effet_du: None, .. } => {
            prochaine("l’ouverture du droit", "l’ARS", &sans_terme("l’ouvrir"))
        }
        EtatDeclaration::Suspendue { .. } => prochaine(
            "la reprise de la participation",
            "l’ARS",
            &html! { "Aucun texte ne dit quand une suspension prend fin." },
        ),
        EtatDeclaration::Validee { .. } => html! { p { "Il ne reste rien à faire." } },
        EtatDeclaration::Refusee { .. } => {
            html! { p { "Une nouvelle déclaration reste possible, une fois la cause levée." } }
        }
        EtatDeclaration::Retiree { .. } => html! { p { "Une nouvelle déclaration reste possible." } },
    }
}

fn prochaine(etape: &str, qui: &str, quand: &Markup) -> Markup {
    html! {
        p { strong { "Prochaine étape : " } (etape) ", par " (qui) "." }
        p.delai { (quand) }
    }
}

fn delai(app: &App, question: Question<'_>, depuis: Date) -> Markup {
    let departement = question.piece.declaration.departement;
    let regle = app.reglement.parametres(departement).delai_de_decision.au(question.le);
    let cite = source(&regle.source, app.reglement.registre());
    match regle.connue.and_then(|jours| attente::echeance(depuis, jours)) {
        None => html! { "Aucun texte ne fixe de délai de décision dans ce département. " (cite) },
        Some(echeance) => html! {
            @if echeance < question.le { (badge(Ton::Attention, "Délai dépassé")) " " }
            "Décision annoncée pour le " (texte::jour(echeance)) " au plus tard. " (regle.precision) " " (cite)
        },
    }
}
