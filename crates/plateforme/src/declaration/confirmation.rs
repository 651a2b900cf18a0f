//! `/confirmations`: the MKs who declared themselves and wait for their CPTS, which answers each in one click.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::acces;
use droit::declaration::{
    Adhesion, ConfirmationDemandee, Declaration, DeclarationPreparee, EmpechementDeclaration, MotifDementi,
    Origine, Preparation, Prononce, QualiteMembre,
};
use droit::identifiant::{CptsId, DeclarationId, LieuId};
use droit::texte::TexteLibre;
use entrepot::declaration::{self as base, ConfirmationAttendue};
use entrepot::idempotence::{Cle, Reponse};
use entrepot::{Echec, Tx, praticien};
use jiff::civil::Date;
use maud::{Markup, html};

use super::geste::{charger, declarant};
use super::suivi::lire_jour;
use super::volontariat::brouillon;
use super::{Dossier, Empechement, Examen, Feu, Piece, aujourd_hui, identifiant};
use crate::connexion::{Coordination, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Erreurs, Lien, Page, Style, badge, bouton, carte, fiche, resume, texte, vide};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

const ESSAIS: u8 = 4;

/// A declaration that its MK prepares, with the question to his CPTS, in one write.
#[derive(Clone, Debug)]
pub struct Demande {
    /// The key of the declaration.
    pub id: DeclarationId,
    preparee: Prononce<DeclarationPreparee>,
    demandee: Prononce<ConfirmationDemandee>,
    lieux: Vec<LieuId>,
}

impl Demande {
    /// Decides; nothing is written yet.
    pub fn accorder(app: &App, identite: &Identite, dossier: &Dossier) -> Result<Self, Empechement> {
        let declarant = declarant(app, identite, dossier)?;
        let id = DeclarationId::new(app.alea.uuid(declarant.maintenant).as_u128());
        let preparation = Preparation {
            id,
            praticien: dossier.praticien.id,
            departement: dossier.departement,
            cpts: dossier.cpts.id,
            origine: Origine::Praticien,
            justificatif: None,
        };
        let preparee = Declaration::preparer(preparation, &dossier.autres, &declarant)?;
        let decision = dossier.examiner(app.reglement, declarant.aujourd_hui).decision;
        let conditions = dossier.conditions(app.reglement, declarant.aujourd_hui);
        let demandee = brouillon(id, dossier, Origine::Praticien, None).demander_confirmation(
            decision,
            &conditions,
            &declarant,
        )?;
        Ok(Self { id, preparee, demandee, lieux: dossier.lieux_choisis.clone() })
    }

    /// Leaves its writes.
    pub fn inscrire(&self, tx: &mut Tx) {
        base::inscrire_preparation(tx, &self.preparee);
        base::choisir_lieux(tx, self.id, &self.lieux);
        base::inscrire_demande(tx, &self.demandee);
    }
}

/// The MKs who wait.
pub async fn lister(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
) -> Result<Markup, Failure> {
    page(&app, &identite, cpts, None).await
}

/// What was refused of an answer: the one that confirms, or the one that does not.
struct Refusee<'r> {
    id: DeclarationId,
    sens: Sens,
    champs: &'r Champs,
    erreurs: Erreurs,
}

/// Which of the two answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sens {
    Oui,
    Non,
}

async fn page(
    app: &App,
    identite: &Identite,
    cpts: CptsId,
    refusee: Option<Refusee<'_>>,
) -> Result<Markup, Failure> {
    let attendues = app.entrepot.lire(move |tx| base::confirmations_attendues(tx, cpts)).await?;
    let mut demandes = Vec::new();
    for attendue in attendues {
        let piece = charger(app, &identite.acteur, attendue.declaration).await?;
        let le = aujourd_hui(app, piece.dossier.departement)?;
        let examen = piece.dossier.examiner(app.reglement, le);
        demandes.push((attendue, piece, examen));
    }
    let visiteur = Visiteur::from(identite);
    Ok(Page::new("Adhésions à confirmer", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Déclarations", "/declarations")])
        .chapo(html! { "Ces praticiens se sont déclarés avec votre CPTS. Votre confirmation tient lieu de justificatif : la déclaration part alors à l’ARS." })
        .rendre(html! {
            @if demandes.is_empty() {
                (vide("Rien à confirmer", "Quand un praticien se déclare avec votre CPTS, sa demande apparaît ici.", &html! {}))
            } @else {
                div.pile-large { @for demande in &demandes { (carte_de(demande, refusee.as_ref())) } }
            }
        }))
}

fn carte_de(
    (attendue, piece, examen): &(ConfirmationAttendue, Piece, Examen),
    refusee: Option<&Refusee<'_>>,
) -> Markup {
    let nom = piece.dossier.nom();
    let adhesion = piece.dossier.adhesions.iter().rev().find(|adhesion| adhesion.au.is_none());
    let refusee = refusee.filter(|refusee| refusee.id == attendue.declaration);
    carte(
        &nom,
        &html! {
            (fiche(&[
                ("Numéro RPPS", html! { (attendue.rpps) }),
                ("Département", html! { (attendue.departement) }),
                ("Demande du", html! { (texte::jour(attendue.depuis)) }),
                ("Adhésion", html! {
                    @match adhesion {
                        Some(adhesion) => { (adhesion.qualite.libelle()) " depuis le " (texte::jour(adhesion.du)) },
                        None => "Aucune enregistrée : elle le sera avec votre confirmation",
                    }
                }),
                ("Vérifications", html! {
                    (badge(examen.feu().ton(), examen.feu().libelle()))
                    @if examen.feu() != Feu::Vert { @for raison in examen.raisons() { span.sous { (raison) } } }
                }),
            ]))
            div.deux {
                (confirmer_form(attendue, adhesion, refusee.filter(|refusee| refusee.sens == Sens::Oui)))
                (dementir_form(attendue, &nom, refusee.filter(|refusee| refusee.sens == Sens::Non)))
            }
        },
    )
}

fn confirmer_form(
    attendue: &ConfirmationAttendue,
    adhesion: Option<&Adhesion>,
    refusee: Option<&Refusee<'_>>,
) -> Markup {
    let vide = (Champs::default(), Erreurs::default());
    let (champs, erreurs) = refusee.map_or((&vide.0, &vide.1), |r| (r.champs, &r.erreurs));
    let suffixe = attendue.declaration;
    let tape = |nom: &str, defaut: Date| match refusee {
        Some(_) => champs.un(nom).to_owned(),
        None => defaut.to_string(),
    };
    let fin = fin_d_annee(attendue.depuis);
    html! {
        form.formulaire method="post" action=(format!("/confirmations/{suffixe}/confirmer")) novalidate {
            (resume(erreurs))
            @if adhesion.is_none() {
                div.champ {
                    label for=(format!("qualite-{suffixe}")) { "Qualité" }
                    select id=(format!("qualite-{suffixe}")) name="qualite" {
                        @for qualite in QualiteMembre::TOUS { option value=(qualite.code()) selected[champs.un("qualite") == qualite.code()] { (qualite.libelle()) } }
                    }
                }
                (jour(("membre_du", "Membre depuis le"), &suffixe.to_string(), &tape("membre_du", attendue.depuis), erreurs))
                (jour(("membre_au", "Membre jusqu’au"), &suffixe.to_string(), &tape("membre_au", fin), erreurs))
            }
            div.formulaire-fin { (bouton(Style::Principal, "Confirmer l’adhésion")) }
        }
    }
}

/// A day of the membership, with what is wrong beside it; the fields of several MKs stand on one page.
fn jour((nom, libelle): (&str, &str), suffixe: &str, valeur: &str, erreurs: &Erreurs) -> Markup {
    let cle = format!("{nom}-{suffixe}");
    html! {
        div.champ.champ-invalide[erreurs.de(nom).is_some()] {
            label for=(cle) { (libelle) @if nom == "membre_au" { " " span.champ-mention { "(facultatif)" } } }
            @if let Some(erreur) = erreurs.de(nom) {
                p.champ-erreur id=(format!("erreur-{cle}")) { span.lecteur { "Erreur : " } (erreur) }
            }
            input id=(cle) type="date" name=(nom) value=(valeur);
        }
    }
}

/// Many memberships end with the year.
pub(super) fn fin_d_annee(le: Date) -> Date {
    le.last_of_year()
}

fn dementir_form(attendue: &ConfirmationAttendue, nom: &str, refusee: Option<&Refusee<'_>>) -> Markup {
    let vide = (Champs::default(), Erreurs::default());
    let (champs, erreurs) = refusee.map_or((&vide.0, &vide.1), |r| (r.champs, &r.erreurs));
    let suffixe = attendue.declaration;
    html! {
        details.plus open[refusee.is_some()] {
            summary { "Ne pas confirmer" span.lecteur { " l’adhésion de " (nom) } }
            form.formulaire method="post" action=(format!("/confirmations/{}/dementir", attendue.declaration)) novalidate {
                (resume(erreurs))
                div.champ {
                    label for=(format!("motif-{suffixe}")) { "Motif" }
                    select id=(format!("motif-{suffixe}")) name="motif" {
                        @for motif in MotifDementi::TOUS { option value=(motif.code()) selected[champs.un("motif") == motif.code()] { (motif.libelle()) } }
                    }
                }
                div.champ {
                    label for=(format!("precision-{suffixe}")) { "Précision " span.champ-mention { "(facultatif)" } }
                    input id=(format!("precision-{suffixe}")) name="precision" value=(champs.un("precision")) autocomplete="off";
                }
                div.formulaire-fin { (bouton(Style::Danger, "Ne pas confirmer")) }
            }
        }
    }
}

/// The CPTS confirms: the membership is recorded if it was not, the declaration is filed.
pub async fn confirmer(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let id = identifiant(&id)?;
    let mut erreurs = Erreurs::default();
    let reconnue = Reconnue {
        qualite: QualiteMembre::depuis_code(champs.un("qualite")),
        du: lire_jour(&champs, "membre_du", &mut erreurs),
        au: lire_jour(&champs, "membre_au", &mut erreurs),
    };
    if erreurs.est_vide() {
        match repondre(&app, &identite, cpts, id, &Verdict::Oui(reconnue), None).await {
            Err(Empechement::Echec(Failure::Saisie(liste))) => erreurs = Erreurs::new(liste),
            autre => {
                autre?;
                return Ok(Redirect::to("/confirmations").into_response());
            }
        }
    }
    let refusee = Refusee { id, sens: Sens::Oui, champs: &champs, erreurs };
    let page = page(&app, &identite, cpts, Some(refusee)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// The CPTS does not: the MK is told, and may ask another one.
pub async fn dementir(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let id = identifiant(&id)?;
    let mut erreurs = Erreurs::default();
    let motif = MotifDementi::depuis_code(champs.un("motif")).ok_or("Choisissez un motif.");
    let motif = erreurs.noter("motif", motif);
    let precision = match champs.un("precision") {
        "" => None,
        texte => erreurs.noter("precision", texte.parse::<TexteLibre>()),
    };
    if let Some(motif) = motif.filter(|_| erreurs.est_vide()) {
        match repondre(&app, &identite, cpts, id, &Verdict::Non(motif, precision), None).await {
            Err(Empechement::Saisie(EmpechementDeclaration::PrecisionAbsente)) => {
                erreurs.ajouter("precision", "Précisez ce motif en quelques mots.");
            }
            autre => {
                autre?;
                return Ok(Redirect::to("/confirmations").into_response());
            }
        }
    }
    let refusee = Refusee { id, sens: Sens::Non, champs: &champs, erreurs };
    let page = page(&app, &identite, cpts, Some(refusee)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// The membership that a confirmation records, where none runs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reconnue {
    /// In which quality; member when nothing is said.
    pub qualite: Option<QualiteMembre>,
    /// Since when; today when nothing is said.
    pub du: Option<Date>,
    /// Until when; nobody knows when nothing is said.
    pub au: Option<Date>,
}

/// What is recorded with a confirmation runs on its day.
fn exiger_une_adhesion_en_cours(adhesion: &Adhesion, le: Date) -> Result<(), Failure> {
    if adhesion.du > le {
        return Err(Failure::champ("membre_du", "Ce jour est à venir : écrivez depuis quand il est membre."));
    }
    if adhesion.au.is_some_and(|au| au < le) {
        return Err(Failure::champ(
            "membre_au",
            "Ce jour est passé : écrivez la fin de l’adhésion qui court.",
        ));
    }
    Ok(())
}

/// What the CPTS answers.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// He is a member.
    Oui(Reconnue),
    /// He is not, or not any more: why, in words.
    Non(MotifDementi, Option<TexteLibre>),
}

/// Answers, once; what an API answers is kept under its key in the same write.
///
/// # Errors
/// When nothing was asked of this CPTS, when it was answered, or a rule forbids it.
pub async fn repondre(
    app: &App,
    identite: &Identite,
    cpts: CptsId,
    id: DeclarationId,
    verdict: &Verdict,
    conserver: Option<(Cle, Reponse)>,
) -> Result<(), Empechement> {
    for _ in 0..ESSAIS {
        let piece = charger(app, &identite.acteur, id).await?;
        let ecriture = decider(app, identite, cpts, piece, verdict)?;
        let (gardee, maintenant) = (conserver.clone(), app.horloge.maintenant());
        let ecrit = app.entrepot.ecrire(move |tx| {
            ecriture(tx);
            if let Some((cle, reponse)) = &gardee {
                cle.conserver(tx, reponse, maintenant);
            }
            Ok::<(), Echec>(())
        });
        match ecrit.await {
            Err(Echec::Conflit) => {}
            autre => return Ok(autre?),
        }
    }
    Err(Echec::Conflit.into())
}

type Ecriture = Box<dyn Fn(&mut Tx) + Send + 'static>;

fn decider(
    app: &App,
    identite: &Identite,
    cpts: CptsId,
    piece: Piece,
    verdict: &Verdict,
) -> Result<Ecriture, Empechement> {
    let Piece { declaration, mut dossier, confirmation, .. } = piece;
    let modifiable = acces::modifier_declaration(&identite.acteur, declaration)
        .map_err(|_| Empechement::Echec(Failure::Introuvable))?;
    let question = confirmation.ok_or(Empechement::Echec(Failure::Introuvable))?;
    let declarant = declarant(app, identite, &dossier)?;
    match verdict {
        Verdict::Non(motif, precision) => {
            let fait = modifiable.dementir(&question, *motif, precision.clone(), &declarant)?;
            Ok(Box::new(move |tx| base::inscrire_dementi(tx, &fait)))
        }
        Verdict::Oui(reconnue) => {
            let le = declarant.aujourd_hui;
            let adhesion = (!dossier.adhesions.iter().any(|a| a.court_le(le))).then(|| {
                let qualite = reconnue.qualite.unwrap_or(QualiteMembre::Adherent);
                Adhesion { qualite, du: reconnue.du.unwrap_or(le), au: reconnue.au }
            });
            if let Some(adhesion) = &adhesion {
                exiger_une_adhesion_en_cours(adhesion, le)?;
            }
            dossier.adhesions.extend(adhesion);
            let decision = dossier.examiner(app.reglement, le).decision;
            let conditions = dossier.conditions(app.reglement, le);
            let fait = modifiable.confirmer(&question, decision, &conditions, &declarant)?;
            let controles = dossier.depose_avec(Origine::Praticien, &fait.depot.justificatif, 0);
            let controles = controles.controles(app, le);
            let (membre, acteur) = (dossier.praticien.id, format!("compte/{}", identite.compte));
            let maintenant = declarant.maintenant;
            Ok(Box::new(move |tx| {
                if let Some(adhesion) = &adhesion {
                    praticien::adherer(tx, membre, cpts, adhesion, &acteur, maintenant);
                }
                base::inscrire_confirmation(tx, &fait);
                base::garder_controles(tx, &fait.depot, &controles);
            }))
        }
    }
}
