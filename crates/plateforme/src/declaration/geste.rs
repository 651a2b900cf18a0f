//! A step in the life of a declaration: load, prove, decide, write; whoever comes second is told what the first did.

use droit::acces::{self, Acteur, Role};
use droit::decision::Decision;
use droit::declaration::{
    CompletionDemandee, Declarant, Declaration, DeclarationDeposee, DeclarationPreparee, DeclarationRefusee,
    DeclarationRetiree, DeclarationValidee, EmpechementDeclaration, EtatDeclaration, FicheDeclaration,
    Justificatif, MotifRefus, MotifRetrait, MotifSuspension, Origine, ParticipationReprise,
    ParticipationSuspendue, PieceDemandee, Preparation, Prononce, RefusDeclaration,
};
use droit::identifiant::{CompteId, DeclarationId};
use droit::reglement::EffetDuDroit;
use droit::texte::TexteLibre;
use entrepot::idempotence::{Cle, Reponse};
use entrepot::{Echec, Tx, compte, declaration};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Dossier, Piece, aujourd_hui, libelle_du_code};
use crate::connexion::Identite;
use crate::echec::Failure;
use crate::gabarits::texte;
use crate::serveur::App;

/// Attempts when the row moves between reading and writing; each one decides again.
const ESSAIS: u8 = 4;

/// What somebody wants to do with a declaration.
#[derive(Clone, Debug)]
pub enum Geste {
    /// File it, or file it again once completed.
    Deposer(Option<Justificatif>),
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
    /// Accept it.
    Valider,
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
}

/// What was granted, ready to be written.
#[derive(Clone, Debug)]
pub enum Fait {
    /// Filed.
    Depose(Prononce<DeclarationDeposee>),
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
}

impl Fait {
    fn inscrire(&self, tx: &mut Tx) {
        match self {
            Self::Depose(fait) => declaration::inscrire_depot(tx, fait),
            Self::Retire(fait) => declaration::inscrire_retrait(tx, fait),
            Self::Suspendu(fait) => declaration::inscrire_suspension(tx, fait),
            Self::Repris(fait) => declaration::inscrire_reprise(tx, fait),
            Self::Valide(fait) => declaration::inscrire_validation(tx, fait),
            Self::Refuse(fait) => declaration::inscrire_refus(tx, fait),
            Self::Complete(fait) => declaration::inscrire_completion(tx, fait),
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
                | EmpechementDeclaration::DejaRepondu => Self::Conflit(raison.to_string()),
                EmpechementDeclaration::JustificatifAbsent => Self::champ("justificatif", raison.to_string()),
                EmpechementDeclaration::MotifAbsent => Self::champ("motifs", raison.to_string()),
                EmpechementDeclaration::PrecisionAbsente => Self::champ("precision", raison.to_string()),
                EmpechementDeclaration::SuspensionTropTot | EmpechementDeclaration::RepriseTropTot => {
                    Self::champ("du", raison.to_string())
                }
                EmpechementDeclaration::FinAvantDebut => Self::champ("au", raison.to_string()),
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
    fn de(fait: &Fait, id: DeclarationId, version: i64) -> Self {
        let etat = match fait {
            Fait::Depose(_) => "deposee",
            Fait::Retire(_) => "retiree",
            Fait::Suspendu(_) => "suspendue",
            Fait::Valide(_) | Fait::Repris(_) => "validee",
            Fait::Refuse(_) => "refusee",
            Fait::Complete(_) => "a-completer",
        };
        Self { declaration: id.to_string(), etat, version: version + 1 }
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
        let fait = match prononcer(app, identite, &piece, geste) {
            Err(Empechement::Saisie(EmpechementDeclaration::Etat { .. })) => {
                return Err(Empechement::Devance(recit(app, identite, &piece).await?));
            }
            autre => autre?,
        };
        let accompli = Accompli::de(&fait, id, piece.declaration.version);
        let reponse =
            Reponse { statut: 200, corps: serde_json::to_vec(&accompli).map_err(Failure::interne)? };
        let (cle, maintenant) = (cle.cloned(), app.horloge.maintenant());
        let ecrit = app.entrepot.ecrire(move |tx| {
            fait.inscrire(tx);
            if let Some(cle) = &cle {
                cle.conserver(tx, &reponse, maintenant);
            }
            Ok::<(), Echec>(())
        });
        match ecrit.await {
            Ok(()) => return Ok(accompli),
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

fn prononcer(app: &App, identite: &Identite, piece: &Piece, geste: &Geste) -> Result<Fait, Empechement> {
    let Piece { declaration, dossier, .. } = piece;
    let declarant = declarant(app, identite, dossier)?;
    let le = declarant.aujourd_hui;
    let invisible = |_| Empechement::Echec(Failure::Introuvable);
    let agent = || acces::instruire(&identite.acteur, declaration.clone()).map_err(invisible);
    let partie = || acces::modifier_declaration(&identite.acteur, declaration.clone()).map_err(invisible);
    Ok(match geste.clone() {
        Geste::Deposer(justificatif) => {
            let decision = dossier.examiner(app.reglement, le).decision;
            let conditions = dossier.conditions(app.reglement, le);
            Fait::Depose(partie()?.deposer(justificatif, decision, &conditions, &declarant)?)
        }
        Geste::Retirer { motif, au } => {
            let au = au.unwrap_or(le);
            Fait::Retire(match identite.acteur.role() {
                Role::AgentArs => agent()?.retirer(motif, au, &declarant)?,
                _ => partie()?.retirer(motif, au, &declarant)?,
            })
        }
        Geste::Suspendre { motif, du, precision } => {
            Fait::Suspendu(agent()?.suspendre(motif, precision, du.unwrap_or(le), &declarant)?)
        }
        Geste::Reprendre(du) => Fait::Repris(agent()?.reprendre(du.unwrap_or(le), &declarant)?),
        Geste::Valider => {
            let decision = dossier.examiner(app.reglement, le).decision;
            Fait::Valide(agent()?.valider(effet(app, dossier, le), decision, &declarant)?)
        }
        Geste::Refuser { motifs, precision } => {
            Fait::Refuse(agent()?.refuser(motifs, precision, &declarant)?)
        }
        Geste::Completer { pieces, precision } => {
            Fait::Complete(agent()?.demander_completion(pieces, precision, &declarant)?)
        }
    })
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

/// What becomes of a volunteer: a draft, or a declaration filed at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issue {
    /// Kept as a draft.
    Garder,
    /// Filed.
    Deposer,
}

/// A volunteer granted, ready to be written: his draft and, unless he is only kept, its filing.
#[derive(Clone, Debug)]
pub struct Volontariat {
    /// The key of his declaration.
    pub id: DeclarationId,
    preparee: Prononce<DeclarationPreparee>,
    depot: Option<Prononce<DeclarationDeposee>>,
}

impl Volontariat {
    /// Decides; nothing is written yet.
    pub fn accorder(
        app: &App,
        identite: &Identite,
        dossier: &Dossier,
        origine: Origine,
        justificatif: Option<Justificatif>,
        issue: Issue,
    ) -> Result<Self, Empechement> {
        let declarant = declarant(app, identite, dossier)?;
        let id = DeclarationId::new(app.alea.uuid(declarant.maintenant).as_u128());
        let preparation = Preparation {
            id,
            praticien: dossier.praticien.id,
            departement: dossier.departement,
            cpts: dossier.cpts.id,
            origine,
            justificatif: justificatif.clone(),
        };
        let preparee = Declaration::preparer(preparation, &dossier.autres, &declarant)?;
        let depot = match issue {
            Issue::Garder => None,
            Issue::Deposer => {
                let decision = dossier.examiner(app.reglement, declarant.aujourd_hui).decision;
                let conditions = dossier.conditions(app.reglement, declarant.aujourd_hui);
                let brouillon = brouillon(id, dossier, origine, justificatif);
                Some(brouillon.deposer(None, decision, &conditions, &declarant)?)
            }
        };
        Ok(Self { id, preparee, depot })
    }

    /// Where the declaration will stand.
    pub fn etat(&self) -> &'static str {
        if self.depot.is_some() { "deposee" } else { "brouillon" }
    }

    /// Leaves the writes of the volunteer.
    pub fn inscrire(&self, tx: &mut Tx) {
        declaration::inscrire_preparation(tx, &self.preparee);
        if let Some(depot) = &self.depot {
            declaration::inscrire_depot(tx, depot);
        }
    }
}

/// The draft that the first write will leave on file.
pub(super) fn brouillon(
    id: DeclarationId,
    dossier: &Dossier,
    origine: Origine,
    justificatif: Option<Justificatif>,
) -> Declaration {
    Declaration::relue(FicheDeclaration {
        id,
        praticien: dossier.praticien.id,
        departement: dossier.departement,
        cpts: dossier.cpts.id,
        origine,
        justificatif,
        depose_le: None,
        etat: EtatDeclaration::Brouillon,
        version: 1,
    })
}

/// Records a volunteer and, unless he is kept as a draft, files his declaration in the same write.
pub async fn deposer_un_volontaire(
    app: &App,
    identite: &Identite,
    dossier: &Dossier,
    origine: Origine,
    justificatif: Option<Justificatif>,
    issue: Issue,
) -> Result<DeclarationId, Empechement> {
    let accorde = Volontariat::accorder(app, identite, dossier, origine, justificatif, issue)?;
    let id = accorde.id;
    let ecrit = app.entrepot.ecrire(move |tx| {
        accorde.inscrire(tx);
        Ok::<(), Echec>(())
    });
    match ecrit.await {
        Ok(()) => Ok(id),
        Err(Echec::Conflit) => Err(EmpechementDeclaration::Doublon.into()),
        Err(autre) => Err(autre.into()),
    }
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
