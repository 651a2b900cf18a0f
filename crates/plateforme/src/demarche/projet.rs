//! What taking up a dossier would do: create, tie, decide, nothing; or why it cannot be done.

use std::collections::HashMap;

use droit::declaration::{
    DecisionReprise, Declarant, Declaration, DossierRepris, EtatDeclaration, IssueReprise, Justificatif,
    Origine, Preparation, Reprise, TypeJustificatif, meme_nom,
};
use droit::identifiant::{CodeDepartement, CptsId, DeclarationId, LieuId, NumeroRpps, PraticienId};
use droit::reglement::Reglement;
use entrepot::cpts::Cpts;
use entrepot::demarche::{self as base, DossierSuivi, Note};
use entrepot::praticien::{self, NouveauLieu, NouveauPraticien, Praticien};
use entrepot::{Echec, Tx, cpts};
use formats::demarche::{Dossier, EtatDossier};
use jiff::civil::Date;

use crate::connexion::Identite;
use crate::declaration::{Empechement, aujourd_hui};
use crate::echec::Failure;
use crate::serveur::App;

/// A dossier and what would become of it.
#[derive(Clone, Debug)]
pub struct Ligne {
    /// The dossier.
    pub dossier: Dossier,
    /// What would become of it.
    pub projet: Projet,
}

/// What would become of a dossier.
#[derive(Clone, Debug)]
pub enum Projet {
    /// A declaration is created.
    Creer {
        /// The MK, when he is on file.
        praticien: Option<Praticien>,
        /// His CPTS.
        cpts: CptsId,
    },
    /// Its number is tied to a declaration on file, which is decided when it is decided there.
    Lier(Box<Declaration>),
    /// The decision taken there is taken up.
    Decider(Box<Declaration>),
    /// Nothing has changed.
    Rien,
    /// It says otherwise than what is here: nothing is changed.
    Ecart(&'static str),
    /// It cannot be taken up.
    Faute(String),
}

/// Reads what each dossier would become.
pub fn lire(
    tx: &mut Tx,
    reglement: &'static Reglement,
    departement: CodeDepartement,
    dossiers: &[Dossier],
    le: Date,
) -> Result<Vec<Ligne>, Echec> {
    let mut connues = Vec::new();
    let region = |code| reglement.departement(code).map(|d| d.region.as_str());
    for code in CodeDepartement::tous().filter(|code| region(*code) == region(departement)) {
        connues.extend(cpts::du_departement(tx, code)?);
    }
    let mut lignes: Vec<Ligne> = Vec::with_capacity(dossiers.len());
    for dossier in dossiers {
        let mut dossier = dossier.clone();
        let projet = projeter(tx, departement, &connues, &mut dossier, le)?;
        let projet = apres_les_autres(&lignes, &dossier, projet);
        lignes.push(Ligne { dossier, projet });
    }
    Ok(lignes)
}

/// An MK has one declaration at a time: a second dossier of his waits for the end of the first, in the same reading too.
fn apres_les_autres(lignes: &[Ligne], dossier: &Dossier, projet: Projet) -> Projet {
    let creee = |ligne: &&Ligne| matches!(ligne.projet, Projet::Creer { .. });
    let court = |ligne: &&Ligne| !est_fini(&ligne.dossier);
    let mut autres = lignes.iter().filter(|ligne| ligne.dossier.rpps == dossier.rpps).filter(creee);
    match (&projet, autres.find(court)) {
        (Projet::Creer { .. }, Some(_)) if est_fini(dossier) => {
            Projet::Ecart("refusé là-bas, alors qu’un autre dossier du praticien court")
        }
        (Projet::Creer { .. }, Some(autre)) => {
            Projet::Faute(format!("ce praticien figure déjà dans le dossier n° {}", autre.dossier.numero))
        }
        _ => projet,
    }
}

fn est_fini(dossier: &Dossier) -> bool {
    matches!(dossier.etat, EtatDossier::Refuse | EtatDossier::SansSuite)
}

/// What a dossier became; an MK of several keeps the row he was taken up from, whatever rows come and go around it.
fn deja_repris(tx: &mut Tx, dossier: &mut Dossier) -> Result<Option<DossierSuivi>, Echec> {
    if dossier.numero.rang() > 0
        && let Some(sien) = base::du_praticien(tx, dossier.numero, &dossier.rpps)?
    {
        dossier.numero = sien.numero;
        return Ok(Some(sien));
    }
    base::dossier(tx, dossier.numero)
}

fn projeter(
    tx: &mut Tx,
    departement: CodeDepartement,
    connues: &[Cpts],
    dossier: &mut Dossier,
    le: Date,
) -> Result<Projet, Echec> {
    if dossier.depose_le > le || dossier.traite_le.is_some_and(|jour| jour > le) {
        return Ok(Projet::Faute("une de ses dates est à venir".to_owned()));
    }
    if let Some(suivi) = deja_repris(tx, dossier)? {
        if suivi.departement != departement {
            let ailleurs = format!("ce numéro est déjà repris dans le département {}", suivi.departement);
            return Ok(Projet::Faute(ailleurs));
        }
        let declaration = entrepot::declaration::charger(tx, suivi.declaration)?.ok_or(Echec::Absent)?;
        let sien = praticien::charger(tx, declaration.praticien)?.ok_or(Echec::Absent)?;
        if sien.rpps != dossier.rpps {
            return Ok(Projet::Ecart("ce numéro est celui d’un autre praticien, repris avant"));
        }
        return Ok(suivre(declaration, dossier));
    }
    let praticien = praticien::par_rpps(tx, &dossier.rpps)?;
    if let Some(connu) = &praticien {
        let siennes = entrepot::declaration::du_praticien(tx, connu.id)?;
        if let Some(en_cours) =
            siennes.into_iter().find(|d| d.departement == departement && d.etat.en_cours())
        {
            return rattacher(tx, en_cours, dossier);
        }
    }
    let trouvee = connues.iter().find(|cpts| meme_nom(&cpts.nom, &dossier.cpts));
    Ok(match trouvee {
        Some(cpts) => Projet::Creer { praticien, cpts: cpts.id },
        None => Projet::Faute(format!(
            "la CPTS « {} » n’est pas connue ici : corrigez son nom, ou demandez à l’administrateur du site de l’enregistrer (page « CPTS »)",
            dossier.cpts
        )),
    })
}

fn rattacher(tx: &mut Tx, en_cours: Declaration, dossier: &Dossier) -> Result<Projet, Echec> {
    if en_cours.etat == EtatDeclaration::Brouillon {
        let raison =
            "ce praticien a ici une déclaration préparée et non déposée : faites-la déposer ou retirer";
        return Ok(Projet::Faute(raison.to_owned()));
    }
    if let Some(autre) = base::dossier_de(tx, en_cours.id)? {
        return Ok(Projet::Faute(format!(
            "ce praticien est déjà déclaré par le dossier n° {}",
            autre.numero
        )));
    }
    match suivre(en_cours.clone(), dossier) {
        Projet::Ecart(raison) => Ok(Projet::Ecart(raison)),
        _ => Ok(Projet::Lier(Box::new(en_cours))),
    }
}

/// What a dossier says more than the declaration on file.
fn suivre(declaration: Declaration, dossier: &Dossier) -> Projet {
    match (&declaration.etat, dossier.etat) {
        (EtatDeclaration::Deposee { .. }, EtatDossier::EnConstruction | EtatDossier::EnInstruction) => {
            Projet::Rien
        }
        (EtatDeclaration::Deposee { .. }, _) => Projet::Decider(Box::new(declaration)),
        (EtatDeclaration::Refusee { .. }, EtatDossier::Accepte) => {
            Projet::Ecart("accepté là-bas, refusé ici")
        }
        (EtatDeclaration::Retiree { .. }, EtatDossier::Accepte) => {
            Projet::Ecart("accepté là-bas, retiré ici")
        }
        (EtatDeclaration::Validee { .. }, EtatDossier::Refuse | EtatDossier::SansSuite) => {
            Projet::Ecart("refusé là-bas, accepté ici")
        }
        _ => Projet::Rien,
    }
}

/// What is written for a dossier.
#[derive(Clone, Debug)]
pub struct Ecriture {
    nouveau: Option<(NouveauPraticien, Option<NouveauLieu>)>,
    fait: Fait,
    note: Note,
    acteur: String,
}

#[derive(Clone, Debug)]
enum Fait {
    Creation(Box<DossierRepris>),
    Lien(Option<Box<DecisionReprise>>),
    Decision(Option<Box<DecisionReprise>>),
}

impl Ecriture {
    /// Leaves its statements.
    pub fn inscrire(&self, tx: &mut Tx) {
        if let Some((nouveau, lieu)) = &self.nouveau {
            praticien::inscrire(tx, nouveau, &self.acteur);
            if let Some(lieu) = lieu {
                praticien::ajouter_lieu(tx, lieu, &self.acteur, nouveau.inscrit_le);
            }
        }
        match &self.fait {
            Fait::Creation(reprise) => {
                base::inscrire_reprise(tx, reprise);
                base::lier(tx, &self.note, &self.acteur);
            }
            Fait::Lien(decision) => {
                if let Some(decision) = decision {
                    base::inscrire_decision(tx, decision);
                }
                base::lier(tx, &self.note, &self.acteur);
            }
            Fait::Decision(decision) => {
                if let Some(decision) = decision {
                    base::inscrire_decision(tx, decision);
                }
                base::suivre(tx, &self.note, &self.acteur);
            }
        }
    }
}

/// Decides what is written; a dossier that changes nothing writes nothing.
pub fn preparer(
    app: &App,
    identite: &Identite,
    departement: CodeDepartement,
    lignes: Vec<Ligne>,
) -> Result<Vec<Ecriture>, Failure> {
    let declarant = Declarant {
        compte: identite.compte,
        aujourd_hui: aujourd_hui(app, departement)?,
        maintenant: app.horloge.maintenant(),
    };
    let (mut ecritures, mut nouveaux) = (Vec::new(), HashMap::new());
    for ligne in lignes {
        let preparee = une(app, &declarant, departement, ligne, &mut nouveaux);
        ecritures.extend(preparee.map_err(|refus| Failure::from(Empechement::from(refus)))?);
    }
    Ok(ecritures)
}

fn une(
    app: &App,
    declarant: &Declarant,
    departement: CodeDepartement,
    Ligne { dossier, projet }: Ligne,
    nouveaux: &mut HashMap<NumeroRpps, PraticienId>,
) -> Result<Option<Ecriture>, droit::declaration::EmpechementDeclaration> {
    let reprise = reprise(app, departement, &dossier);
    let note = |declaration| Note {
        numero: dossier.numero,
        departement,
        declaration,
        etat: dossier.etat.code(),
        traite_le: dossier.traite_le,
        maintenant: declarant.maintenant,
    };
    let acteur = format!("compte/{}", declarant.compte);
    let ecriture = match projet {
        Projet::Creer { praticien, cpts } => {
            let connu = praticien.map(|connu| connu.id).or_else(|| nouveaux.get(&dossier.rpps).copied());
            let (praticien, nouveau) = match connu {
                Some(connu) => (connu, None),
                None => {
                    let nouveau = nouveau(app, declarant, departement, &dossier);
                    nouveaux.insert(dossier.rpps.clone(), nouveau.0.id);
                    (nouveau.0.id, Some(nouveau))
                }
            };
            let id = DeclarationId::new(app.alea.uuid(declarant.maintenant).as_u128());
            let preparation = Preparation {
                id,
                praticien,
                departement,
                cpts,
                origine: origine(&dossier),
                justificatif: None,
            };
            let repris = Declaration::reprendre_un_dossier(preparation, &[], &reprise, declarant)?;
            Ecriture { nouveau, fait: Fait::Creation(Box::new(repris)), note: note(id), acteur }
        }
        Projet::Lier(declaration) => {
            let decision = match declaration.etat {
                EtatDeclaration::Deposee { .. } => declaration.reprendre_la_decision(&reprise, declarant)?,
                _ => None,
            };
            Ecriture {
                nouveau: None,
                fait: Fait::Lien(decision.map(Box::new)),
                note: note(declaration.id),
                acteur,
            }
        }
        Projet::Decider(declaration) => {
            let decision = declaration.reprendre_la_decision(&reprise, declarant)?.map(Box::new);
            Ecriture { nouveau: None, fait: Fait::Decision(decision), note: note(declaration.id), acteur }
        }
        Projet::Rien | Projet::Ecart(_) | Projet::Faute(_) => return Ok(None),
    };
    Ok(Some(ecriture))
}

/// A dossier that names several MKs is filed by their CPTS.
fn origine(dossier: &Dossier) -> Origine {
    if dossier.numero.rang() > 0 { Origine::Cpts } else { Origine::Praticien }
}

fn reprise(app: &App, departement: CodeDepartement, dossier: &Dossier) -> Reprise {
    let le = dossier.traite_le.unwrap_or(dossier.depose_le);
    let issue = match dossier.etat {
        EtatDossier::EnConstruction | EtatDossier::EnInstruction => IssueReprise::EnInstruction,
        EtatDossier::Accepte => IssueReprise::Acceptee { le },
        EtatDossier::Refuse | EtatDossier::SansSuite => IssueReprise::Refusee { le },
    };
    let mots = dossier.motivation.clone().unwrap_or_else(|| {
        format!("{} sur démarches-simplifiées, dossier n° {}", dossier.etat.libelle(), dossier.numero)
    });
    let reference = format!("Dossier n° {} de démarches-simplifiées", dossier.numero);
    Reprise {
        numero: dossier.numero,
        depose_le: dossier.depose_le,
        issue,
        justificatif: Justificatif {
            type_justificatif: TypeJustificatif::AutreDocument,
            reference: reference.parse().ok(),
        },
        motivation: mots.chars().take(400).collect::<String>().parse().ok(),
        effet: app.reglement.parametres(departement).effet_du_droit.au(le).connue,
    }
}

/// The MK as the dossier tells him, with his place when it names one.
fn nouveau(
    app: &App,
    declarant: &Declarant,
    departement: CodeDepartement,
    dossier: &Dossier,
) -> (NouveauPraticien, Option<NouveauLieu>) {
    let maintenant = declarant.maintenant;
    let praticien = NouveauPraticien {
        id: PraticienId::new(app.alea.uuid(maintenant).as_u128()),
        rpps: dossier.rpps.clone(),
        nom: dossier.nom.clone(),
        prenom: dossier.prenom.clone(),
        statut: dossier.statut,
        inscrit_le: maintenant,
    };
    let lieu = (!dossier.commune.is_empty()).then(|| NouveauLieu {
        id: LieuId::new(app.alea.uuid(maintenant).as_u128()),
        praticien: praticien.id,
        departement,
        principal: true,
        adresse: dossier.adresse.clone(),
        code_postal: dossier.code_postal.clone(),
        commune: dossier.commune.clone(),
        numero_am: None,
        du: dossier.depose_le,
        au: None,
    });
    (praticien, lieu)
}
