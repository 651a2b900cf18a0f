//! What the checks read about an MK: who he is, where he practises, his CPTS, his memberships, his declarations.

use droit::annuaire::AvisAnnuaire;
use droit::declaration::{Adhesion, Declaration, Doublon, EtatDeclaration};
use droit::identifiant::{CodeDepartement, CptsId, DeclarationId, PraticienId};
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
    /// The department.
    pub departement: CodeDepartement,
    /// His places of practice.
    pub lieux: Vec<Lieu>,
    /// His memberships of this CPTS.
    pub adhesions: Vec<Adhesion>,
    /// Where his other declarations in the department stand.
    pub autres: Vec<EtatDeclaration>,
    /// What the national directory says, once an extraction was imported.
    pub annuaire: Option<AvisAnnuaire>,
    /// Declarations that may be of the same person: for the ARS alone.
    pub doublons: Vec<Doublon>,
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
        }))
    }
}

impl Dossier {
    /// What the checks of this declaration read.
    pub fn de_la_declaration(tx: &mut Tx, declaration: &Declaration) -> Result<Option<Self>, Echec> {
        let Some(cpts) = cpts::charger(tx, declaration.cpts)? else { return Ok(None) };
        let Some(praticien) = praticien::charger(tx, declaration.praticien)? else { return Ok(None) };
        let lieux = praticien::lieux(tx, praticien.id)?;
        Self::completer(tx, praticien, cpts, lieux, declaration.departement, Some(declaration.id)).map(Some)
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
        Ok(Self { praticien, cpts, departement, lieux, adhesions, autres, annuaire, doublons: Vec::new() })
    }

    /// What the checks of a line of the queue read.
    pub fn de_la_ligne(tx: &mut Tx, ligne: LigneTranche) -> Result<Self, Echec> {
        let departement = ligne.declaration.departement;
        let (id, rpps) = (ligne.declaration.id, &ligne.praticien.rpps);
        let annuaire = annuaire::avis_de_la_declaration(tx, id, rpps, departement)?;
        let LigneTranche { praticien, cpts, lieux, adhesions, autres, doublons, .. } = ligne;
        Ok(Self { praticien, cpts, departement, lieux, adhesions, autres, annuaire, doublons })
    }

    /// « Prénom Nom ».
    pub fn nom(&self) -> String {
        format!("{} {}", self.praticien.prenom, self.praticien.nom)
    }

    /// The place of practice that counts on a day: in the department first, the main one first.
    pub fn lieu(&self, le: Date) -> Option<&Lieu> {
        let ouverts = || self.lieux.iter().filter(|lieu| ouvert(lieu, le));
        ouverts().find(|lieu| lieu.departement == self.departement).or_else(|| ouverts().next())
    }
}

fn ouvert(lieu: &Lieu, le: Date) -> bool {
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
