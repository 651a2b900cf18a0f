//! The steps of a declaration from the volunteer's name to the caisse: those taken with their instant, those to come.

use droit::acces::Role;
use droit::declaration::{Declaration, EtatDeclaration};
use entrepot::declaration::Etape as Fait;
use entrepot::praticien::{self, Autorisation};
use entrepot::transmission::{self, EtatPour};
use entrepot::{Echec, Tx};
use jiff::Timestamp;
use maud::{Markup, html};

use super::{Piece, courrier, geste, libelle_du_code, lieux_ajoutes, ton_du_code};
use crate::connexion::Identite;
use crate::echec::Failure;
use crate::gabarits::{Etape, Ton, texte};
use crate::serveur::App;

/// What became of the right that a declaration opened.
#[derive(Clone, Debug)]
pub struct Parcours {
    /// The periods of authorisation it opened, the oldest first.
    pub periodes: Vec<Autorisation>,
    /// What each local body was last told of it.
    envois: Vec<EtatPour>,
}

impl Parcours {
    /// Reads it.
    ///
    /// # Errors
    /// When the base fails.
    pub fn lire(tx: &mut Tx, declaration: &Declaration) -> Result<Self, Echec> {
        let mut periodes = praticien::autorisations(tx, declaration.praticien)?;
        periodes.retain(|periode| periode.declaration == declaration.id);
        periodes.sort_by_key(|periode| periode.du);
        Ok(Self { periodes, envois: transmission::etat_pour(tx, declaration.id)? })
    }

    /// The steps as a timeline: those taken, then those to come.
    ///
    /// # Errors
    /// When the base fails.
    pub async fn etapes(&self, app: &App, identite: &Identite, piece: &Piece) -> Result<Vec<Etape>, Failure> {
        let fuseau = app.reglement.fuseau(piece.declaration.departement);
        let (mut etapes, mut precedent, mut change_le) = (Vec::new(), "", None);
        for fait in &piece.historique {
            etapes.push(etape(piece, fait, precedent, qui(app, identite, fait).await?, fuseau));
            if let Some(liste) = self.consequence(piece, fait, fuseau) {
                etapes.push(liste);
                change_le = Some(fait.instant);
            }
            precedent = &fait.fait;
        }
        let etat = &piece.declaration.etat;
        etapes.extend(avant_la_liste(etat).iter().map(|titre| a_venir(titre)));
        if change_le.is_some() || etat.en_cours() {
            etapes.extend(self.caisse(change_le, fuseau));
        }
        Ok(etapes)
    }

    /// The list follows the decision: it changes at the same instant.
    fn consequence(&self, piece: &Piece, fait: &Fait, fuseau: &str) -> Option<Etape> {
        let attend_un_effet = piece.historique.iter().any(|autre| autre.fait == "effet");
        let (ton, titre) = match fait.fait.as_str() {
            _ if self.periodes.is_empty() => return None,
            "validee" if attend_un_effet => return None,
            "validee" | "effet" | "reprise" => (Ton::Succes, "Inscription sur la liste publique"),
            "suspendue" | "retiree" => (Ton::Attention, "Fin d’inscription sur la liste publique"),
            "lieu-retenu" => (Ton::Succes, "Ajout du lieu à la liste publique"),
            _ => return None,
        };
        Some(Etape {
            ton,
            quand: texte::instant(fait.instant, fuseau),
            titre: titre.to_owned(),
            detail: html! { p { "La liste suit la décision, au même instant." } },
        })
    }

    /// What the local bodies were told, and what they are still to be told.
    fn caisse(&self, change_le: Option<Timestamp>, fuseau: &str) -> Vec<Etape> {
        let mut etapes: Vec<Etape> = self.envois.iter().flat_map(|envoi| un_envoi(envoi, fuseau)).collect();
        let en_route = |envoi: &EtatPour| envoi.envoye_le.is_none_or(|parti| Some(parti) >= change_le);
        if self.envois.is_empty() || !self.envois.iter().all(en_route) {
            etapes.push(a_venir("Transmission à la caisse"));
            etapes.push(a_venir("Accusé de réception de la caisse"));
        }
        etapes
    }
}

/// A file, from its number to what came back.
fn un_envoi(envoi: &EtatPour, fuseau: &str) -> [Etape; 2] {
    let transmise = format!("Transmission : {}", envoi.nom);
    let fichier = html! { p { "Fichier n° " (envoi.numero) "." } };
    let accuse = format!("Accusé de réception : {}", envoi.nom);
    let reference =
        html! { @if let Some(mots) = &envoi.accuse_reference { p { "Référence : " (mots) "." } } };
    [dater(transmise, envoi.envoye_le, fichier, fuseau), dater(accuse, envoi.accuse_le, reference, fuseau)]
}

fn dater(titre: String, instant: Option<Timestamp>, detail: Markup, fuseau: &str) -> Etape {
    match instant {
        Some(le) => Etape { ton: Ton::Succes, quand: texte::instant(le, fuseau), titre, detail },
        None => Etape { detail, ..a_venir(&titre) },
    }
}

/// What must still happen before the list changes.
fn avant_la_liste(etat: &EtatDeclaration) -> &'static [&'static str] {
    match etat {
        EtatDeclaration::Brouillon => {
            &["Dépôt à l’ARS", "Décision de l’ARS", "Inscription sur la liste publique"]
        }
        EtatDeclaration::Deposee { .. } => &["Décision de l’ARS", "Inscription sur la liste publique"],
        EtatDeclaration::ACompleter { .. } => {
            &["Réponse au complément", "Décision de l’ARS", "Inscription sur la liste publique"]
        }
        EtatDeclaration::Validee { effet_du: None, .. } => {
            &["Ouverture du droit", "Inscription sur la liste publique"]
        }
        EtatDeclaration::Validee { .. }
        | EtatDeclaration::Suspendue { .. }
        | EtatDeclaration::Refusee { .. }
        | EtatDeclaration::Retiree { .. } => &[],
    }
}

fn a_venir(titre: &str) -> Etape {
    Etape { ton: Ton::Neutre, quand: "À venir".to_owned(), titre: titre.to_owned(), detail: html! {} }
}

async fn qui(app: &App, identite: &Identite, fait: &Fait) -> Result<&'static str, Failure> {
    if fait.compte == identite.compte {
        return Ok("Par vous");
    }
    Ok(match geste::role(app, fait.compte).await? {
        Some(Role::AgentArs) => "Par l’ARS",
        Some(Role::CoordinationCpts) => "Par la CPTS",
        Some(Role::Mk) => "Par le praticien",
        _ => "",
    })
}

/// A step taken; `qui` says in which capacity.
fn etape(piece: &Piece, fait: &Fait, precedent: &str, qui: &str, fuseau: &str) -> Etape {
    Etape {
        ton: ton_du_code(&fait.fait),
        quand: texte::instant(fait.instant, fuseau),
        titre: titre(&fait.fait, precedent).to_owned(),
        detail: detail(piece, fait, qui),
    }
}

fn detail(piece: &Piece, fait: &Fait, qui: &str) -> Markup {
    html! {
        @if !qui.is_empty() { p { (qui) } }
        @if !fait.motifs.is_empty() { p { (objet(piece, fait)) } }
        @if let Some(mots) = &fait.precisions { p { "« " (mots) " »" } }
        @if courrier::a_un_courrier(piece, fait) {
            p { a href=(format!("/declarations/{}/decision.pdf?etape={}", piece.declaration.id, fait.version)) { "Courrier (PDF)" } }
        }
    }
}

fn titre(fait: &str, precedent: &str) -> &'static str {
    match (fait, precedent) {
        ("brouillon", _) => "Volontaire enregistré",
        ("deposee", "a-completer") => "Complément envoyé à l’ARS",
        ("deposee", "confirmation-demandee") => "Confirmée par la CPTS, déposée à l’ARS",
        ("deposee", _) => "Déposée à l’ARS",
        ("a-completer", _) => "Complément demandé",
        (autre, _) => libelle_du_code(autre),
    }
}

/// What a step is about: its motives, or its place.
fn objet(piece: &Piece, fait: &Fait) -> String {
    if !matches!(fait.fait.as_str(), "lieu-retenu" | "lieu-ecarte") {
        return motifs(&fait.fait, &fait.motifs);
    }
    let Some((lieu, du)) = lieux_ajoutes::de_l_etape(piece, fait) else { return String::new() };
    let du = match du {
        Some(du) if fait.fait == "lieu-retenu" => format!(", à partir du {}", texte::jour(du)),
        _ => String::new(),
    };
    format!("{}{du}.", lieux_ajoutes::adresse(lieu))
}

/// The labels of joined codes.
fn motifs(fait: &str, codes: &str) -> String {
    use droit::declaration::{MotifRefus, MotifRetrait, MotifSuspension, PieceDemandee};
    let libelle = |code: &str| match fait {
        "a-completer" => PieceDemandee::depuis_code(code).map(PieceDemandee::libelle),
        "refusee" => MotifRefus::depuis_code(code).map(MotifRefus::libelle),
        "suspendue" => MotifSuspension::depuis_code(code).map(MotifSuspension::libelle),
        _ => MotifRetrait::depuis_code(code).map(MotifRetrait::libelle),
    };
    codes.split(',').filter_map(libelle).collect::<Vec<_>>().join(" ; ")
}
