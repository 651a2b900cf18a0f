//! What the checks read about an MK: who he is, where he practises, his CPTS, his memberships, his declarations.

use std::collections::BTreeSet;

use droit::annuaire::{AvisAnnuaire, Releve};
use droit::decision::Statut;
use droit::declaration::{
    Adhesion, Conditions, Confirmation, Controle, CptsSituee, Declaration, Doublon, EtatDeclaration,
    LieuxDeclares, NatureLieu, Origine, Preuve,
};
use droit::identifiant::{CodeDepartement, CptsId, DeclarationId, LieuId, NumeroRpps, PraticienId};
use droit::reglement::Reglement;
use entrepot::annuaire::{self, VerificationGardee};
use entrepot::cpts::{self, Cpts};
use entrepot::declaration::{self, Etape, LigneTranche};
use entrepot::praticien::{self, Lieu, Praticien};
use entrepot::{Echec, Tx};
use jiff::civil::Date;

/// Answers of the national directory shown on a file.
const VERIFICATIONS: u32 = 5;

/// An MK, his CPTS, and the department where he would take part.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// The MK.
    pub praticien: Praticien,
    /// The CPTS it rests on.
    pub cpts: Cpts,
    /// The departments of its territory.
    pub territoire: Vec<CodeDepartement>,
    /// The department.
    pub departement: CodeDepartement,
    /// His places of practice.
    pub lieux: Vec<Lieu>,
    /// Those the declaration names; none when it leaves it to the main one of the department.
    pub lieux_choisis: Vec<LieuId>,
    /// His memberships of this CPTS.
    pub adhesions: Vec<Adhesion>,
    /// Where his other declarations in the department stand.
    pub autres: Vec<EtatDeclaration>,
    /// What the national directory says, once an extraction was imported.
    pub annuaire: Option<AvisAnnuaire>,
    /// Declarations that may be of the same person: for the ARS alone.
    pub doublons: Vec<Doublon>,
    /// What the declaration rests on, once there is one.
    pub preuve: Option<Preuve>,
}

/// A declaration with all that goes with it.
#[derive(Clone, Debug)]
pub struct Piece {
    /// The declaration.
    pub declaration: Declaration,
    /// What the checks read.
    pub dossier: Dossier,
    /// What the national directory answered when it was asked about it, the latest first.
    pub verifications: Vec<VerificationGardee>,
    /// The steps so far.
    pub historique: Vec<Etape>,
    /// Where the question to the CPTS stands, where one was put.
    pub confirmation: Option<Confirmation>,
    /// What it says of places.
    pub declares: LieuxDeclares,
    /// The steps whose letter is kept.
    pub courriers: BTreeSet<i64>,
}

impl Piece {
    /// The declaration of a key; `None` when there is none.
    pub fn charger(tx: &mut Tx, id: DeclarationId) -> Result<Option<Self>, Echec> {
        let Some(declaration) = declaration::charger(tx, id)? else { return Ok(None) };
        let Some(mut dossier) = Dossier::de_la_declaration(tx, &declaration)? else { return Ok(None) };
        dossier.doublons = declaration::doublons(tx, id)?;
        Ok(Some(Self {
            declaration,
            dossier,
            verifications: annuaire::verifications(tx, id, VERIFICATIONS)?,
            historique: declaration::historique(tx, id)?,
            confirmation: declaration::confirmation(tx, id)?,
            declares: declaration::lieux_declares(tx, id)?,
            courriers: declaration::courriers(tx, id)?,
        }))
    }
}

impl Dossier {
    /// What the checks of this declaration read.
    pub fn de_la_declaration(tx: &mut Tx, declaration: &Declaration) -> Result<Option<Self>, Echec> {
        let Some(cpts) = cpts::charger(tx, declaration.cpts)? else { return Ok(None) };
        let Some(praticien) = praticien::charger(tx, declaration.praticien)? else { return Ok(None) };
        let lieux = praticien::lieux(tx, praticien.id)?;
        let preuve = preuve(tx, declaration)?;
        let (departement, id) = (declaration.departement, declaration.id);
        let dossier = Self::completer(tx, praticien, cpts, lieux, departement, Some(id))?;
        Ok(Some(Self { preuve, ..dossier }))
    }

    /// What the checks of a volunteer read; his place of practice says in which department.
    pub fn du_volontaire(
        tx: &mut Tx,
        reglement: &Reglement,
        praticien: PraticienId,
        cpts: CptsId,
        le: Date,
    ) -> Result<Option<Self>, Echec> {
        let Some(praticien) = praticien::charger(tx, praticien)? else { return Ok(None) };
        let Some(cpts) = cpts::charger(tx, cpts)? else { return Ok(None) };
        let lieux = praticien::lieux(tx, praticien.id)?;
        let territoires = cpts::departements(tx, cpts.id)?;
        let Some(departement) = choisir(reglement, &lieux, &territoires, le) else { return Ok(None) };
        Self::completer(tx, praticien, cpts, lieux, departement, None).map(Some)
    }

    /// What the checks of an MK read who chose his department, his CPTS and his places himself.
    pub fn choisi(
        tx: &mut Tx,
        praticien: PraticienId,
        cpts: CptsId,
        departement: CodeDepartement,
        lieux_choisis: Vec<LieuId>,
    ) -> Result<Option<Self>, Echec> {
        let Some(praticien) = praticien::charger(tx, praticien)? else { return Ok(None) };
        let Some(cpts) = cpts::charger(tx, cpts)? else { return Ok(None) };
        let lieux = praticien::lieux(tx, praticien.id)?;
        let dossier = Self::completer(tx, praticien, cpts, lieux, departement, None)?;
        Ok(Some(Self { lieux_choisis, ..dossier }))
    }

    /// What the checks of an MK read whom the national directory knows and nobody here: under no key yet, without
    /// membership nor declaration. `voulu` is the department chosen for him among those where he practises.
    pub fn selon_l_annuaire(
        tx: &mut Tx,
        reglement: &Reglement,
        rpps: &NumeroRpps,
        (releve, statut): (&Releve, Statut),
        (cpts, voulu): (CptsId, Option<CodeDepartement>),
        le: Date,
    ) -> Result<Option<Self>, Echec> {
        let Some(cpts) = cpts::charger(tx, cpts)? else { return Ok(None) };
        let lieux = lieux_de_l_annuaire(releve, le);
        let territoire = cpts::departements(tx, cpts.id)?;
        let voulu = voulu.filter(|code| lieux.iter().any(|lieu| lieu.departement == *code));
        let departement = voulu.or_else(|| choisir(reglement, &lieux, &territoire, le));
        let Some(departement) = departement.filter(|_| !lieux.is_empty()) else {
            return Ok(None);
        };
        let praticien = Praticien {
            id: PraticienId::new(0),
            rpps: rpps.clone(),
            nom: releve.nom.clone(),
            prenom: releve.prenom.clone(),
            statut,
        };
        Ok(Some(Self {
            annuaire: annuaire::avis_courant(tx, rpps, departement)?,
            praticien,
            cpts,
            territoire,
            departement,
            lieux,
            lieux_choisis: Vec::new(),
            adhesions: Vec::new(),
            autres: Vec::new(),
            doublons: Vec::new(),
            preuve: None,
        }))
    }

    fn completer(
        tx: &mut Tx,
        praticien: Praticien,
        cpts: Cpts,
        lieux: Vec<Lieu>,
        departement: CodeDepartement,
        sauf: Option<DeclarationId>,
    ) -> Result<Self, Echec> {
        let toutes = praticien::adhesions(tx, praticien.id)?;
        let adhesions = toutes.into_iter().filter(|(id, _)| *id == cpts.id).map(|(_, adhesion)| adhesion);
        let adhesions = adhesions.collect();
        let autres = declaration::autres(tx, praticien.id, departement, sauf)?;
        let annuaire = match sauf {
            Some(id) => annuaire::avis_de_la_declaration(tx, id, &praticien.rpps, departement)?,
            None => annuaire::avis_courant(tx, &praticien.rpps, departement)?,
        };
        let lieux_choisis =
            sauf.map(|id| declaration::lieux_choisis(tx, id)).transpose()?.unwrap_or_default();
        let territoire = cpts::departements(tx, cpts.id)?;
        Ok(Self {
            praticien,
            cpts,
            territoire,
            departement,
            lieux,
            lieux_choisis,
            adhesions,
            autres,
            annuaire,
            doublons: Vec::new(),
            preuve: None,
        })
    }

    /// What the checks of a line of the queue read.
    pub fn de_la_ligne(ligne: LigneTranche) -> Self {
        let LigneTranche { declaration, praticien, cpts, territoire, lieux, lieux_choisis, .. } = ligne;
        let LigneTranche { adhesions, autres, annuaire, doublons, pieces, .. } = ligne;
        let preuve = Some(preuve_de(&declaration, pieces));
        Self {
            praticien,
            cpts,
            territoire,
            departement: declaration.departement,
            lieux,
            lieux_choisis,
            adhesions,
            autres,
            annuaire,
            doublons,
            preuve,
        }
    }

    /// « Prénom Nom ».
    pub fn nom(&self) -> String {
        format!("{} {}", self.praticien.prenom, self.praticien.nom)
    }

    /// The place of practice that counts on a day: among those declared, else in the department, the main one first.
    pub fn lieu(&self, le: Date) -> Option<&Lieu> {
        let declare = |lieu: &&Lieu| self.lieux_choisis.is_empty() || self.lieux_choisis.contains(&lieu.id);
        let ouverts = || self.lieux.iter().filter(|lieu| ouvert(lieu, le)).filter(declare);
        ouverts().find(|lieu| lieu.departement == self.departement).or_else(|| ouverts().next())
    }
}

impl Dossier {
    /// The CPTS and where it is.
    fn cpts_situee(&self) -> CptsSituee<'_> {
        CptsSituee { nom: &self.cpts.nom, siege: self.cpts.siege, territoire: &self.territoire }
    }

    /// What the department asks of a filing, beside the rules of the decision.
    pub fn conditions(&self, reglement: &Reglement, le: Date) -> Conditions {
        Conditions::au(reglement, self.departement, le, &self.cpts_situee())
    }

    /// The checks of the CPTS and of the place.
    pub(super) fn controles_du_territoire(&self, reglement: &Reglement, le: Date) -> Vec<Controle> {
        let cpts = Controle::de_la_cpts(self.conditions(reglement, le).rattachement);
        let ici = self.lieu(le).filter(|lieu| lieu.departement == self.departement);
        let regle = reglement.parametres(self.departement).lieu_exercice.au(le).connue;
        let lieu = ici.map(|lieu| {
            let nature = if lieu.principal { NatureLieu::Principal } else { NatureLieu::Secondaire };
            Controle::du_lieu(nature, regle)
        });
        [cpts].into_iter().chain(lieu).collect()
    }
}

/// What a declaration rests on; its files are counted where they may prove it.
fn preuve(tx: &mut Tx, declaration: &Declaration) -> Result<Option<Preuve>, Echec> {
    Ok(Some(preuve_de(declaration, entrepot::piece::nombre(tx, declaration.id)?)))
}

fn preuve_de(declaration: &Declaration, pieces: u32) -> Preuve {
    let jointes = match declaration.origine {
        Origine::Praticien => pieces,
        Origine::Cpts => 0,
    };
    Preuve::de(declaration, jointes)
}

/// The places the directory names, each commune once; the only one is the main one, and of several nobody says which.
fn lieux_de_l_annuaire(releve: &Releve, du: Date) -> Vec<Lieu> {
    let mut lieux: Vec<Lieu> = Vec::new();
    for activite in &releve.activites {
        let Some(departement) = activite.lieu.departement else { continue };
        let commune = activite.lieu.commune.clone().unwrap_or_default();
        if lieux.iter().any(|lieu| lieu.departement == departement && lieu.commune == commune) {
            continue;
        }
        let adresse = activite.site.raison_sociale.clone();
        lieux.push(Lieu {
            id: LieuId::new(0),
            departement,
            principal: false,
            adresse: adresse.unwrap_or_else(|| "Adresse à compléter".to_owned()),
            code_postal: activite.lieu.code_postal.clone().unwrap_or_default(),
            commune,
            du,
            au: None,
        });
    }
    if let [seul] = lieux.as_mut_slice() {
        seul.principal = true;
    }
    lieux
}

/// Is the place open on a day.
pub fn ouvert(lieu: &Lieu, le: Date) -> bool {
    lieu.du <= le && lieu.au.is_none_or(|au| le <= au)
}

/// Where the MK practises, in the territory of his CPTS if he can; otherwise in another department of the experiment,
/// for the decree asks only that both be in one; at worst where the CPTS is, and the rules will say what is wrong.
fn choisir(
    reglement: &Reglement,
    lieux: &[Lieu],
    territoires: &[CodeDepartement],
    le: Date,
) -> Option<CodeDepartement> {
    let designes: Vec<_> = reglement.departements_designes().collect();
    let exerce = || lieux.iter().filter(|lieu| ouvert(lieu, le)).map(|lieu| lieu.departement);
    exerce()
        .find(|code| territoires.contains(code) && designes.contains(code))
        .or_else(|| exerce().find(|code| designes.contains(code)))
        .or_else(|| territoires.iter().copied().find(|code| designes.contains(code)))
        .or_else(|| territoires.first().copied())
}
