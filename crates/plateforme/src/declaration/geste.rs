//! A step in the life of a declaration: load, prove, decide, write; whoever comes second is told what the first did.

use droit::acces::{self, Acteur, Role};
use droit::decision::Decision;
use droit::declaration::{
    CompletionDemandee, Controle, Declarant, Declaration, DeclarationDeposee, DeclarationRefusee,
    DeclarationRetiree, DeclarationValidee, EmpechementDeclaration, Justificatif, LieuEcarte, LieuExerce,
    LieuRetenu, MotifRefus, MotifRetrait, MotifSuspension, ParticipationReprise, ParticipationSuspendue,
    Partie, PieceDemandee, Prononce, RefusDeclaration,
};
use droit::identifiant::{CompteId, DeclarationId, LieuId};
use droit::reglement::EffetDuDroit;
use droit::texte::TexteLibre;
use entrepot::idempotence::{Cle, Reponse};
use entrepot::{Echec, Tx, compte, declaration};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Dossier, Examen, Piece, aujourd_hui, courrier, libelle_du_code, lieux_ajoutes};
use crate::connexion::Identite;
use crate::echec::Failure;
use crate::gabarits::texte;
use crate::piece::{Envoi, FICHIER, Jointe};
use crate::serveur::App;

/// Attempts when the row moves between reading and writing; each one decides again.
const ESSAIS: u8 = 4;

/// What somebody wants to do with a declaration.
#[derive(Clone, Debug)]
pub enum Geste {
    /// File it, or file it again once completed, with a file when one is joined.
    Deposer(Option<Justificatif>, Option<Envoi>),
    /// End it; the last day of the right.
    Retirer {
        /// Why.
        motif: MotifRetrait,
        /// Last day, today when nothing is said.
        au: Option<Date>,
    },
    /// Suspend it.
    Suspendre {
        /// Why.
        motif: MotifSuspension,
        /// First day without the right, today when nothing is said.
        du: Option<Date>,
        /// In words.
        precision: Option<TexteLibre>,
    },
    /// End its suspension; the first day of the right again, today when nothing is said.
    Reprendre(Option<Date>),
    /// Accept it; with reasons where a check is red.
    Valider(Option<TexteLibre>),
    /// Refuse it.
    Refuser {
        /// Why.
        motifs: Vec<MotifRefus>,
        /// In words.
        precision: Option<TexteLibre>,
    },
    /// Ask for something.
    Completer {
        /// What is missing.
        pieces: Vec<PieceDemandee>,
        /// In words.
        precision: Option<TexteLibre>,
    },
    /// Answer about a place added since the acceptance.
    Lieu {
        /// The place.
        lieu: LieuId,
        /// The answer.
        reponse: ReponseAuLieu,
    },
}

/// What the ARS says of a place added since the acceptance.
#[derive(Clone, Debug)]
pub enum ReponseAuLieu {
    /// Retain it.
    Retenir {
        /// First day on the list, today when nothing is said.
        du: Option<Date>,
        /// In words.
        precision: Option<TexteLibre>,
    },
    /// Set it aside.
    Ecarter {
        /// Why, in words.
        precision: Option<TexteLibre>,
    },
}

/// What was granted, ready to be written.
#[derive(Clone, Debug)]
pub enum Fait {
    /// Filed, with a file when one is joined.
    Depose(Prononce<DeclarationDeposee>, Option<Box<Jointe>>),
    /// Ended.
    Retire(Prononce<DeclarationRetiree>),
    /// Suspended.
    Suspendu(Prononce<ParticipationSuspendue>),
    /// Taken up again.
    Repris(Prononce<ParticipationReprise>),
    /// Accepted.
    Valide(Prononce<DeclarationValidee>),
    /// Refused.
    Refuse(Prononce<DeclarationRefusee>),
    /// To be completed.
    Complete(Prononce<CompletionDemandee>),
    /// A place retained.
    LieuRetenu(Prononce<LieuRetenu>),
    /// A place set aside.
    LieuEcarte(Prononce<LieuEcarte>),
}

impl Fait {
    fn inscrire(&self, tx: &mut Tx) {
        match self {
            Self::Depose(fait, jointe) => {
                declaration::inscrire_depot(tx, fait);
                if let Some(jointe) = jointe {
                    jointe.inscrire(tx);
                }
            }
            Self::Retire(fait) => declaration::inscrire_retrait(tx, fait),
            Self::Suspendu(fait) => declaration::inscrire_suspension(tx, fait),
            Self::Repris(fait) => declaration::inscrire_reprise(tx, fait),
            Self::Valide(fait) => declaration::inscrire_validation(tx, fait),
            Self::Refuse(fait) => declaration::inscrire_refus(tx, fait),
            Self::Complete(fait) => declaration::inscrire_completion(tx, fait),
            Self::LieuRetenu(fait) => declaration::inscrire_lieu_retenu(tx, fait),
            Self::LieuEcarte(fait) => declaration::inscrire_lieu_ecarte(tx, fait),
        }
    }

    /// Keeps what the checks answered, for the steps that rest on them.
    fn garder(&self, tx: &mut Tx, controles: &[Controle]) {
        match self {
            Self::Depose(fait, _) => declaration::garder_controles(tx, fait, controles),
            Self::Valide(fait) => declaration::garder_controles(tx, fait, controles),
            Self::Refuse(fait) => declaration::garder_controles(tx, fait, controles),
            Self::Complete(fait) => declaration::garder_controles(tx, fait, controles),
            Self::Retire(_)
            | Self::Suspendu(_)
            | Self::Repris(_)
            | Self::LieuRetenu(_)
            | Self::LieuEcarte(_) => {}
        }
    }
}

/// Why nothing was written.
#[derive(Debug)]
pub enum Empechement {
    /// Absent, invisible, or a fault.
    Echec(Failure),
    /// Somebody else acted first: who, in neutral words, what and when.
    Devance(String),
    /// What is asked is not complete or not possible.
    Saisie(EmpechementDeclaration),
    /// A rule forbids it.
    Regle(Box<Decision<'static>>),
}

impl From<Failure> for Empechement {
    fn from(echec: Failure) -> Self {
        Self::Echec(echec)
    }
}

impl From<Echec> for Empechement {
    fn from(echec: Echec) -> Self {
        Self::Echec(echec.into())
    }
}

impl From<RefusDeclaration<'static>> for Empechement {
    fn from(refus: RefusDeclaration<'static>) -> Self {
        match refus {
            RefusDeclaration::Refusee(decision) => Self::Regle(decision),
            RefusDeclaration::Empechee(empechement) => Self::Saisie(empechement),
        }
    }
}

impl From<EmpechementDeclaration> for Empechement {
    fn from(empechement: EmpechementDeclaration) -> Self {
        Self::Saisie(empechement)
    }
}

/// As an answer of the API.
impl From<Empechement> for Failure {
    fn from(empechement: Empechement) -> Self {
        match empechement {
            Empechement::Echec(echec) => echec,
            Empechement::Devance(recit) => Self::Conflit(recit),
            Empechement::Saisie(raison) => match raison {
                EmpechementDeclaration::Etat { .. }
                | EmpechementDeclaration::Doublon
                | EmpechementDeclaration::CptsNonAdmise
                | EmpechementDeclaration::ConfirmationAttendue
                | EmpechementDeclaration::DejaRepondu
                | EmpechementDeclaration::LieuDejaRetenu => Self::Conflit(raison.to_string()),
                EmpechementDeclaration::JustificatifAbsent => Self::champ("justificatif", raison.to_string()),
                EmpechementDeclaration::MotifAbsent => Self::champ("motifs", raison.to_string()),
                EmpechementDeclaration::PrecisionAbsente | EmpechementDeclaration::AcceptationAMotiver => {
                    Self::champ("precision", raison.to_string())
                }
                EmpechementDeclaration::LieuNonDemande => Self::champ("lieu", raison.to_string()),
                EmpechementDeclaration::MotifReserve => Self::champ("motif", raison.to_string()),
                EmpechementDeclaration::SuspensionTropTot
                | EmpechementDeclaration::RepriseTropTot
                | EmpechementDeclaration::LieuHorsDeSesJours => Self::champ("du", raison.to_string()),
                EmpechementDeclaration::FinAvantDebut | EmpechementDeclaration::FinPassee => {
                    Self::champ("au", raison.to_string())
                }
            },
            Empechement::Regle(decision) => {
                let motifs: Vec<_> = decision
                    .constats_en(droit::decision::Etat::Viole)
                    .map(|constat| format!("{} ({})", constat, constat.code.code()))
                    .collect();
                Self::Conflit(format!("les règles s’y opposent : {}", motifs.join(" ")))
            }
        }
    }
}

/// A step taken: where the declaration stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Accompli {
    /// The declaration.
    pub declaration: String,
    /// Code of its state.
    pub etat: &'static str,
    /// Its version, to be given with the next step.
    pub version: i64,
}

impl Accompli {
    fn de(fait: &Fait, declaration: &Declaration) -> Self {
        let etat = match fait {
            Fait::Depose(..) => "deposee",
            Fait::Retire(_) => "retiree",
            Fait::Suspendu(_) => "suspendue",
            Fait::Valide(_) | Fait::Repris(_) => "validee",
            Fait::Refuse(_) => "refusee",
            Fait::Complete(_) => "a-completer",
            Fait::LieuRetenu(_) | Fait::LieuEcarte(_) => declaration.etat.code(),
        };
        Self { declaration: declaration.id.to_string(), etat, version: declaration.version + 1 }
    }
}

/// Takes the step. `vue` is the version on the screen of whoever acts: a page that has aged decides nothing.
pub async fn accomplir(
    app: &App,
    identite: &Identite,
    id: DeclarationId,
    vue: Option<i64>,
    geste: &Geste,
    cle: Option<&Cle>,
) -> Result<Accompli, Empechement> {
    let mut piece = charger(app, &identite.acteur, id).await?;
    let depart = vue.unwrap_or(piece.declaration.version);
    for _ in 0..ESSAIS {
        if piece.declaration.version != depart {
            return Err(Empechement::Devance(recit(app, identite, &piece).await?));
        }
        let (fait, controles) = match prononcer(app, identite, &piece, geste) {
            Err(Empechement::Saisie(EmpechementDeclaration::Etat { .. })) => {
                return Err(Empechement::Devance(recit(app, identite, &piece).await?));
            }
            autre => autre?,
        };
        let accompli = Accompli::de(&fait, &piece.declaration);
        let reponse =
            Reponse { statut: 200, corps: serde_json::to_vec(&accompli).map_err(Failure::interne)? };
        let (cle, maintenant) = (cle.cloned(), app.horloge.maintenant());
        let ecrit = app.entrepot.ecrire(move |tx| {
            fait.inscrire(tx);
            fait.garder(tx, &controles);
            if let Some(cle) = &cle {
                cle.conserver(tx, &reponse, maintenant);
            }
            Ok::<(), Echec>(())
        });
        match ecrit.await {
            Ok(()) => {
                courrier::figer(app, id).await;
                return Ok(accompli);
            }
            Err(Echec::Conflit) => piece = charger(app, &identite.acteur, id).await?,
            Err(autre) => return Err(autre.into()),
        }
    }
    Err(Echec::Conflit.into())
}

/// The declaration, if the actor may see it.
pub async fn charger(app: &App, acteur: &Acteur, id: DeclarationId) -> Result<Piece, Failure> {
    let piece: Option<Piece> = app.entrepot.lire(move |tx| Piece::charger(tx, id)).await?;
    let mut piece = piece.ok_or(Failure::Introuvable)?;
    acces::voir_declaration(acteur, &piece.declaration).map_err(|_| Failure::Introuvable)?;
    if acteur.role() != Role::AgentArs {
        piece.dossier.doublons.clear();
    }
    Ok(piece)
}

/// The step granted, and what the checks answered that day.
fn prononcer(
    app: &App,
    identite: &Identite,
    piece: &Piece,
    geste: &Geste,
) -> Result<(Fait, Vec<Controle>), Empechement> {
    let Piece { declaration, dossier, .. } = piece;
    let declarant = declarant(app, identite, dossier)?;
    let le = declarant.aujourd_hui;
    let invisible = |_| Empechement::Echec(Failure::Introuvable);
    let agent = || acces::instruire(&identite.acteur, declaration.clone()).map_err(invisible);
    let partie = || acces::modifier_declaration(&identite.acteur, declaration.clone()).map_err(invisible);
    let Examen { decision, controles } = dossier.examiner(app.reglement, le);
    let fait = match geste.clone() {
        Geste::Deposer(justificatif, envoi) => {
            let a_deposer = partie()?;
            exiger_la_parole_de_la_cpts(identite, declaration, justificatif.as_ref())?;
            let conditions = dossier.conditions(app.reglement, le);
            let fait = a_deposer.deposer(justificatif, decision, &conditions, &declarant)?;
            let deja = dossier.preuve.map_or(0, |preuve| preuve.jointes as usize);
            let jointe = envoi.map(|envoi| Jointe::accorder(app, identite, declaration, deja, envoi));
            let jointe = jointe.transpose().map_err(|cause| Failure::champ(FICHIER, cause.to_string()))?;
            let nouveaux = u32::from(jointe.is_some());
            let depose = dossier.depose_avec(declaration.origine, &fait.justificatif, nouveaux);
            let controles = depose.controles(app, le);
            return Ok((Fait::Depose(fait, jointe.map(Box::new)), controles));
        }
        Geste::Retirer { motif, au } => {
            let au = au.unwrap_or(le);
            Fait::Retire(match identite.acteur.role() {
                Role::AgentArs => agent()?.retirer(motif, au, Partie::Ars, &declarant)?,
                Role::Mk => partie()?.retirer(motif, au, Partie::Praticien, &declarant)?,
                _ => partie()?.retirer(motif, au, Partie::Cpts, &declarant)?,
            })
        }
        Geste::Suspendre { motif, du, precision } => {
            Fait::Suspendu(agent()?.suspendre(motif, precision, du.unwrap_or(le), &declarant)?)
        }
        Geste::Reprendre(du) => Fait::Repris(agent()?.reprendre(du.unwrap_or(le), &declarant)?),
        Geste::Valider(precision) => {
            let effet = effet(app, dossier, le);
            Fait::Valide(agent()?.valider(effet, decision, &controles, precision, &declarant)?)
        }
        Geste::Refuser { motifs, precision } => {
            Fait::Refuse(agent()?.refuser(motifs, precision, &declarant)?)
        }
        Geste::Completer { pieces, precision } => {
            Fait::Complete(agent()?.demander_completion(pieces, precision, &declarant)?)
        }
        Geste::Lieu { lieu, reponse } => {
            let (agent, lieu) = (agent()?, lieu_de(piece, lieu)?);
            match reponse {
                ReponseAuLieu::Retenir { du, precision } => Fait::LieuRetenu(agent.retenir_lieu(
                    &piece.declares,
                    &lieu,
                    (du, precision),
                    &declarant,
                )?),
                ReponseAuLieu::Ecarter { precision } => {
                    Fait::LieuEcarte(agent.ecarter_lieu(&piece.declares, &lieu, precision, &declarant)?)
                }
            }
        }
    };
    Ok((fait, controles))
}

/// A place of the MK; any other is none.
fn lieu_de(piece: &Piece, id: LieuId) -> Result<LieuExerce, EmpechementDeclaration> {
    let lieu = piece.dossier.lieux.iter().find(|lieu| lieu.id == id);
    lieu.map(lieux_ajoutes::exerce).ok_or(EmpechementDeclaration::LieuNonDemande)
}

/// An MK does not give the word of his CPTS; he keeps it where it was given.
fn exiger_la_parole_de_la_cpts(
    identite: &Identite,
    declaration: &Declaration,
    justificatif: Option<&Justificatif>,
) -> Result<(), Failure> {
    let donnee = declaration.justificatif.as_ref().is_some_and(Justificatif::vient_de_la_cpts);
    let dite = justificatif.is_some_and(Justificatif::vient_de_la_cpts);
    if identite.acteur.role() == Role::Mk && dite && !donnee {
        return Err(Failure::champ(
            "justificatif",
            "Seule la CPTS atteste pour elle-même : choisissez un autre justificatif.",
        ));
    }
    Ok(())
}

/// The event that opens the right in the department, that day.
pub fn effet(app: &App, dossier: &Dossier, le: Date) -> Option<EffetDuDroit> {
    app.reglement.parametres(dossier.departement).effet_du_droit.au(le).connue
}

pub(super) fn declarant(app: &App, identite: &Identite, dossier: &Dossier) -> Result<Declarant, Failure> {
    Ok(Declarant {
        compte: identite.compte,
        aujourd_hui: aujourd_hui(app, dossier.departement)?,
        maintenant: app.horloge.maintenant(),
    })
}

/// « Un autre agent de l’ARS a enregistré « Acceptée » le 9 mars 2026 à 10 h 05. »
async fn recit(app: &App, identite: &Identite, piece: &Piece) -> Result<String, Failure> {
    let Some(derniere) = piece.historique.last() else { return Ok(Echec::Conflit.to_string()) };
    let auteur = if derniere.compte == identite.compte {
        "Vous avez"
    } else {
        match role(app, derniere.compte).await? {
            Some(Role::AgentArs) if identite.acteur.role() == Role::AgentArs => "Un autre agent de l’ARS a",
            autre => qui(autre),
        }
    };
    let quand = texte::instant(derniere.instant, app.reglement.fuseau(piece.dossier.departement));
    Ok(format!(
        "{auteur} déjà enregistré « {} » pour ce dossier, le {quand}. Votre action n’a rien changé : relisez le dossier.",
        libelle_du_code(&derniere.fait),
    ))
}

fn qui(role: Option<Role>) -> &'static str {
    match role {
        Some(Role::AgentArs) => "L’ARS a",
        Some(Role::CoordinationCpts) => "La coordination de la CPTS a",
        Some(Role::Mk) => "Le praticien a",
        _ => "Quelqu’un a",
    }
}

/// In which capacity an account acts; nobody's name.
pub async fn role(app: &App, id: CompteId) -> Result<Option<Role>, Failure> {
    let compte = app.entrepot.lire(move |tx| compte::par_id(tx, id)).await?;
    Ok(compte.map(|compte: compte::Compte| compte.acteur.role()))
}
