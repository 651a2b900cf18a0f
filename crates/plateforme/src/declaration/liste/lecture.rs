//! What is known of each line: nobody, an MK on file, or an MK of the national directory who is not on file yet.

use std::collections::HashMap;

use droit::decision::Statut;
use droit::declaration::{Adhesion, Declaration, EtatDeclaration};
use droit::identifiant::{NumeroRpps, PraticienId};
use droit::reglement::Reglement;
use entrepot::declaration::{LigneADeclarer, ListeADeclarer, OuDeclarer};
use entrepot::{Echec, Tx, annuaire, praticien};
use formats::liste_rpps::{NumeroFaux, numero_rpps};
use jiff::civil::Date;

use super::constat::Constat;
use crate::declaration::dossier::ouvert;
use crate::declaration::{Dossier, Examen};

/// A line and what is known of it.
#[derive(Clone, Debug)]
pub struct Lue {
    /// The line.
    pub ligne: LigneADeclarer,
    /// Whom it names.
    pub sujet: Sujet,
    /// What can be done with it.
    pub constat: Constat,
}

/// Whom a line names.
#[derive(Clone, Debug)]
pub enum Sujet {
    /// No number that holds.
    Faux(NumeroFaux),
    /// The number of another line.
    Double(i64),
    /// No extraction of the directory was imported, and nobody here bears the number.
    SansAnnuaire,
    /// No MK bears it, says the directory.
    Inconnu,
    /// An MK who practises nowhere that could count.
    SansLieu {
        /// « Prénom Nom ».
        nom: String,
    },
    /// An MK, with all that the checks read.
    Connu(Box<Candidat>),
}

/// An MK who could be declared.
#[derive(Clone, Debug)]
pub struct Candidat {
    /// What the checks read.
    pub dossier: Dossier,
    /// What they say.
    pub examen: Examen,
    /// Is he on file.
    pub presence: Presence,
    /// The membership to record with him, when he has none today.
    pub adhesion: Option<Adhesion>,
    /// His running declaration in the department.
    pub en_cours: Option<Declaration>,
}

/// Where an MK is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// On file here.
    AuFichier,
    /// In the national directory only: he will be recorded with his declaration.
    AnnuaireSeul,
}

/// Reads every line of a list.
pub fn lire(
    tx: &mut Tx,
    reglement: &'static Reglement,
    liste: &ListeADeclarer,
    le: Date,
) -> Result<Vec<Lue>, Echec> {
    let mut vus: HashMap<NumeroRpps, i64> = HashMap::new();
    let mut lues = Vec::with_capacity(liste.lignes.len());
    for ligne in &liste.lignes {
        let sujet = match numero_rpps(&ligne.ecrit) {
            Err(faux) => Sujet::Faux(faux),
            Ok(rpps) => match vus.get(&rpps) {
                Some(numero) => Sujet::Double(*numero),
                None => {
                    vus.insert(rpps.clone(), ligne.numero);
                    chercher(tx, reglement, liste, ligne, &rpps, le)?
                }
            },
        };
        let constat = Constat::de(reglement, ligne, &sujet, liste.cpts, le);
        lues.push(Lue { ligne: ligne.clone(), sujet, constat });
    }
    Ok(lues)
}

fn chercher(
    tx: &mut Tx,
    reglement: &'static Reglement,
    liste: &ListeADeclarer,
    ligne: &LigneADeclarer,
    rpps: &NumeroRpps,
    le: Date,
) -> Result<Sujet, Echec> {
    let (dossier, presence) = match praticien::par_rpps(tx, rpps)? {
        Some(connu) => {
            let Some(dossier) = au_fichier(tx, reglement, liste, ligne, connu.id, le)? else {
                return Ok(Sujet::SansLieu { nom: format!("{} {}", connu.prenom, connu.nom) });
            };
            (dossier, Presence::AuFichier)
        }
        None => {
            let Some(dit) = annuaire::selon(tx, rpps, le)? else { return Ok(Sujet::SansAnnuaire) };
            let Some(releve) = dit.releve else { return Ok(Sujet::Inconnu) };
            let nom = format!("{} {}", releve.prenom, releve.nom);
            let statut: Statut = ligne.statut.unwrap_or(liste.reglages.statut);
            let voulu = match ligne.ou {
                OuDeclarer::Departement(code) => Some(code),
                OuDeclarer::NonDit | OuDeclarer::Lieux(_) => None,
            };
            let ici = (liste.cpts, voulu);
            let dossier = Dossier::selon_l_annuaire(tx, reglement, rpps, (&releve, statut), ici, le)?;
            let Some(dossier) = dossier else { return Ok(Sujet::SansLieu { nom }) };
            (dossier, Presence::AnnuaireSeul)
        }
    };
    candidat(tx, reglement, liste, dossier, presence, le)
}

/// An MK on file, at the places chosen for him if he still practises at one of them.
fn au_fichier(
    tx: &mut Tx,
    reglement: &'static Reglement,
    liste: &ListeADeclarer,
    ligne: &LigneADeclarer,
    praticien: PraticienId,
    le: Date,
) -> Result<Option<Dossier>, Echec> {
    let OuDeclarer::Lieux(choisis) = &ligne.ou else {
        return Dossier::du_volontaire(tx, reglement, praticien, liste.cpts, le);
    };
    let siens = praticien::lieux(tx, praticien)?;
    let gardes = siens.iter().filter(|lieu| choisis.contains(&lieu.id) && ouvert(lieu, le));
    let gardes: Vec<_> = gardes.map(|lieu| (lieu.id, lieu.departement)).collect();
    match gardes.first() {
        Some((_, departement)) => {
            let lieux = gardes.iter().map(|(id, _)| *id).collect();
            Dossier::choisi(tx, praticien, liste.cpts, *departement, lieux)
        }
        None => Dossier::du_volontaire(tx, reglement, praticien, liste.cpts, le),
    }
}

fn candidat(
    tx: &mut Tx,
    reglement: &'static Reglement,
    liste: &ListeADeclarer,
    mut dossier: Dossier,
    presence: Presence,
    le: Date,
) -> Result<Sujet, Echec> {
    let siennes = match presence {
        Presence::AuFichier => entrepot::declaration::du_praticien(tx, dossier.praticien.id)?,
        Presence::AnnuaireSeul => Vec::new(),
    };
    let en_cours = siennes.into_iter().find(|d| d.departement == dossier.departement && d.etat.en_cours());
    if en_cours.as_ref().is_some_and(|d| d.cpts == liste.cpts && d.etat == EtatDeclaration::Brouillon) {
        dossier.autres.retain(|etat| *etat != EtatDeclaration::Brouillon);
    }
    let membre = dossier.adhesions.iter().any(|a| a.court_le(le));
    let adhesion = if membre { None } else { adhesion(&dossier, liste, le) };
    dossier.adhesions.extend(adhesion);
    let examen = dossier.examiner(reglement, le);
    Ok(Sujet::Connu(Box::new(Candidat { dossier, examen, presence, adhesion, en_cours })))
}

/// The membership the list gives; from today when one of the past began on the same day. A list resumed after the day its
/// memberships end gives none.
fn adhesion(dossier: &Dossier, liste: &ListeADeclarer, le: Date) -> Option<Adhesion> {
    let (du, au) = (liste.reglages.membre_du, liste.reglages.membre_au);
    let prise = dossier.adhesions.iter().any(|passee| passee.du == du || passee.au >= Some(du));
    let adhesion = Adhesion { qualite: liste.reglages.qualite, du: if prise { le } else { du }, au };
    Some(adhesion).filter(|adhesion| adhesion.court_le(le))
}

impl Candidat {
    /// « Prénom Nom ».
    pub fn nom(&self) -> String {
        self.dossier.nom()
    }

    /// The MK under the key drawn for him, when he is not on file yet.
    pub fn inscrit_sous(mut self, id: PraticienId) -> Self {
        if self.presence == Presence::AnnuaireSeul {
            self.dossier.praticien.id = id;
        }
        self
    }
}
