//! The fiche of a CPTS on screen: the coordination moves it, the ARS and the CPAM answer, everybody sees where it stands.
//!
//! `geste` takes a step, `vue` draws the steps and their history; `dossier` and `liste` are the pages of the ARS and CPAM.

pub mod dossier;
mod geste;
pub mod liste;
pub mod vue;

use droit::acces::{self, Acteur, PartieFiche, Role};
use droit::decision::TypeStructure;
use droit::fiche_cpts::EtapeFiche;
use droit::identifiant::{CodeDepartement, CompteId, CptsId};
use droit::reglement::{PriseEnCompteFiche, Reglement};
use entrepot::cpts::{self, Cpts, PasDeFiche};
use entrepot::{Echec, compte};
use jiff::civil::Date;

pub use geste::{Saisie, avancer};

use crate::echec::Failure;
use crate::gabarits::Ton;
use crate::serveur::App;

/// A CPTS, its departments, its fiche with its history, and as whom one looks at it.
pub struct Suivi {
    /// The CPTS.
    pub cpts: Cpts,
    /// Its departments, by code.
    pub departements: Vec<CodeDepartement>,
    /// The steps taken, with the role of who took each.
    pub pas: Vec<(PasDeFiche, Option<Role>)>,
    /// As whom.
    pub partie: PartieFiche,
    /// Today where it is.
    pub le: Date,
}

impl Suivi {
    /// The fiche, if the actor may see it.
    pub async fn charger(app: &App, acteur: &Acteur, id: CptsId) -> Result<Self, Failure> {
        let lue = app.entrepot.lire(move |tx| {
            let historique = cpts::historique_de_la_fiche(tx, id)?;
            let mut pas = Vec::new();
            for un in historique {
                let role = auteur(tx, un.compte)?;
                pas.push((un, role));
            }
            Ok::<_, Echec>((cpts::charger(tx, id)?, cpts::departements(tx, id)?, pas))
        });
        let (cpts, departements, pas) = lue.await?;
        let cpts = cpts.ok_or(Failure::Introuvable)?;
        let partie =
            acces::partie_de_la_fiche(acteur, id, &departements).map_err(|_| Failure::Introuvable)?;
        let fuseau = departements.first().map_or("Europe/Paris", |code| app.reglement.fuseau(*code));
        let le = app.horloge.aujourd_hui(fuseau).map_err(Failure::interne)?;
        Ok(Self { cpts, departements, pas, partie, le })
    }

    /// The departments that want the fiche, that day.
    pub fn exigeants<'s>(&'s self, reglement: &'s Reglement) -> impl Iterator<Item = CodeDepartement> + 's {
        self.departements.iter().copied().filter(|code| exigee(reglement, *code, self.le))
    }

    /// Who has to answer before it counts as taken into account: one department that waits for the CPAM is enough.
    fn prise_en_compte(&self, reglement: &Reglement) -> Option<PriseEnCompteFiche> {
        let regle = |code: &CodeDepartement| {
            reglement.parametres(*code).prise_en_compte_de_la_fiche.au(self.le).connue
        };
        let regles: Vec<_> = self.departements.iter().filter_map(regle).collect();
        regles
            .iter()
            .copied()
            .find(|regle| *regle == PriseEnCompteFiche::ArsEtCaisse)
            .or(regles.first().copied())
    }
}

fn auteur(tx: &mut entrepot::Tx, id: Option<CompteId>) -> Result<Option<Role>, Echec> {
    let Some(id) = id else { return Ok(None) };
    Ok(compte::par_id(tx, id)?.map(|compte: compte::Compte| compte.acteur.role()))
}

/// Does a department want the fiche, that day.
pub fn exigee(reglement: &Reglement, departement: CodeDepartement, le: Date) -> bool {
    reglement.au(le, departement, TypeStructure::Cpts).fiche_exigee.connue == Some(true)
}

/// The step as a title.
pub fn titre(etape: EtapeFiche) -> &'static str {
    match etape {
        EtapeFiche::Absente => "Pas encore rédigée",
        EtapeFiche::Redigee => "Rédigée",
        EtapeFiche::ValideeEnInterne => "Validée en interne",
        EtapeFiche::Envoyee => "Envoyée à l’ARS et à la CPAM",
        EtapeFiche::PriseEnCompte => "Prise en compte par l’ARS",
    }
}

/// The tone of a step, where the fiche is wanted.
pub fn ton(etape: EtapeFiche) -> Ton {
    match etape {
        EtapeFiche::Absente => Ton::Erreur,
        EtapeFiche::Redigee | EtapeFiche::ValideeEnInterne => Ton::Attention,
        EtapeFiche::Envoyee => Ton::Info,
        EtapeFiche::PriseEnCompte => Ton::Succes,
    }
}
