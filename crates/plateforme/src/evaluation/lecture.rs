//! All that a dashboard shows, read on one consistent state of the base.

use droit::acces::{Acteur, Lecteur, lire_indicateurs};
use droit::evaluation::{Completude, Donnee, Lieu, donnees};
use droit::identifiant::CodeDepartement;
use droit::indicateur::{Champ, Participation, Perimetre, Periode, Tableau, Variante};
use droit::reglement::Reglement;
use entrepot::indicateur::parution;
use entrepot::{Echec, Tx, cpts, indicateur};
use jiff::civil::Date;

use super::adresse::Vue;
use crate::indicateur::lecture::{Question, avec_participation, tableau};

/// The rules, and the day figures are read.
#[derive(Clone, Copy)]
pub struct Moment {
    /// The rules.
    pub reglement: &'static Reglement,
    /// Today.
    pub le: Date,
}

impl Moment {
    /// The rules and the day, as figures are asked with.
    pub fn en_jour(self) -> (&'static Reglement, Date) {
        (self.reglement, self.le)
    }
}

/// What was read.
pub struct Lu {
    /// Name of the perimeter.
    pub nom: String,
    /// Its figures.
    pub donnees: Vec<Donnee>,
    /// The same by month, for what happened in each; empty for a period of a month.
    pub mois: Vec<Donnee>,
    /// The months, in order.
    pub periodes: Vec<Periode>,
    /// The places inside, that this visitor may see.
    pub lieux: Vec<Lieu>,
    /// Their figures.
    pub par_lieu: Vec<Donnee>,
    /// How complete the data are.
    pub completude: Completude,
    /// How small numbers are read.
    pub lecteur: Lecteur,
    /// When what anybody reads was published.
    pub publies_le: Option<Date>,
}

/// The departments of a CPTS; none for another perimeter.
///
/// # Errors
/// When the base fails.
pub fn territoire(tx: &mut Tx, perimetre: &Perimetre) -> Result<Vec<CodeDepartement>, Echec> {
    match perimetre {
        Perimetre::Cpts(id) => cpts::departements(tx, *id),
        _ => Ok(Vec::new()),
    }
}

/// Reads a view; `None` when it is not for this visitor, or there is nothing of that name.
///
/// # Errors
/// When the base fails.
pub fn lire(tx: &mut Tx, moment: Moment, vue: &Vue, acteur: Option<&Acteur>) -> Result<Option<Lu>, Echec> {
    let territoire = territoire(tx, &vue.perimetre)?;
    let (Ok(lecteur), Some(nom)) =
        (lire_indicateurs(acteur, &vue.perimetre, &territoire), nommer(tx, moment, &vue.perimetre)?)
    else {
        return Ok(None);
    };
    if vue.periode.bornes(&vue.perimetre, moment.reglement).is_none() {
        return Ok(None);
    }
    let participation = indicateur::participation(tx, &vue.champ(), vue.periode)?;
    let question = Question { champ: vue.champ(), periode: vue.periode, variante: vue.variante };
    let entier = avec_participation(tx, moment.en_jour(), &question, &participation, lecteur)?;
    let clos = Question { variante: Completude::VARIANTE, ..question.clone() };
    let clos = avec_participation(tx, moment.en_jour(), &clos, &participation, lecteur)?;
    let periodes = mois(moment, vue);
    let lieux = lieux(tx, moment, &vue.perimetre, acteur)?;
    let par_lieu = par_lieu(tx, moment, &lieux, &question, lecteur)?;
    Ok(Some(Lu {
        nom,
        donnees: donnees(&entier),
        mois: par_mois(tx, moment, (&vue.champ(), &periodes), lecteur)?,
        periodes,
        lieux: lieux.into_iter().map(|(lieu, _)| lieu).collect(),
        par_lieu,
        completude: Completude::de(&clos, &participation),
        lecteur,
        publies_le: parution::etat(tx)?.le,
    }))
}

/// The months of a period that have begun; none for a month.
fn mois(moment: Moment, vue: &Vue) -> Vec<Periode> {
    if matches!(vue.periode, Periode::Mois(..)) {
        return Vec::new();
    }
    let commence =
        |mois: &Periode| mois.bornes(&vue.perimetre, moment.reglement).is_some_and(|(du, _)| du <= moment.le);
    vue.periode.mois(&vue.perimetre, moment.reglement).into_iter().filter(commence).collect()
}

/// What happened in each month; figures of the participation are left out, they are yearly.
///
/// # Errors
/// When the base fails.
pub fn par_mois(
    tx: &mut Tx,
    moment: Moment,
    (champ, periodes): (&Champ, &[Periode]),
    lecteur: Lecteur,
) -> Result<Vec<Donnee>, Echec> {
    let mut mois = Vec::new();
    for periode in periodes {
        let question = Question { champ: champ.clone(), periode: *periode, variante: Variante::Calendaire };
        let lu = avec_participation(tx, moment.en_jour(), &question, &Participation::default(), lecteur)?;
        mois.extend(entieres(&lu).into_iter().filter(|d| d.indicateur.depend_de_la_variante()));
    }
    Ok(mois)
}

/// The whole figures of each place, asked as those of the whole were.
///
/// # Errors
/// When the base fails.
pub fn par_lieu(
    tx: &mut Tx,
    moment: Moment,
    lieux: &[(Lieu, Perimetre)],
    question: &Question,
    lecteur: Lecteur,
) -> Result<Vec<Donnee>, Echec> {
    let mut donnees = Vec::new();
    for (_, perimetre) in lieux {
        let champ = Champ { perimetre: perimetre.clone(), ..question.champ.clone() };
        let question = Question { champ, ..question.clone() };
        donnees.extend(entieres(&tableau(tx, moment.en_jour(), &question, lecteur)?));
    }
    Ok(donnees)
}

/// The figures of a table without those of its modalities.
pub fn entieres(tableau: &Tableau) -> Vec<Donnee> {
    donnees(tableau).into_iter().filter(|donnee| donnee.modalite.is_none()).collect()
}

/// The name of a perimeter; `None` when there is none.
///
/// # Errors
/// When the base fails.
pub fn nommer(tx: &mut Tx, moment: Moment, perimetre: &Perimetre) -> Result<Option<String>, Echec> {
    Ok(match perimetre {
        Perimetre::Pays => Some("France entière".to_owned()),
        Perimetre::Region(nom) => moment.reglement.regions().contains_key(nom.as_str()).then(|| nom.clone()),
        Perimetre::Departement(code) => {
            moment.reglement.departement(*code).map(|connu| format!("{} ({code})", connu.nom))
        }
        Perimetre::Cpts(id) => cpts::charger(tx, *id)?.map(|cpts| cpts.nom),
        Perimetre::Praticien(_) => Some("Vous".to_owned()),
    })
}

/// The perimeters inside, that this visitor may see: the departments of the country or of a region, the CPTS of a department.
///
/// # Errors
/// When the base fails.
pub fn lieux(
    tx: &mut Tx,
    moment: Moment,
    perimetre: &Perimetre,
    acteur: Option<&Acteur>,
) -> Result<Vec<(Lieu, Perimetre)>, Echec> {
    let dit = |nom: String, perimetre: Perimetre| (Lieu { cle: perimetre.to_string(), nom }, perimetre);
    match perimetre {
        Perimetre::Pays => {
            let designes = moment.reglement.departements_designes();
            let connus = designes.filter_map(|code| moment.reglement.departement(code));
            Ok(connus.map(|connu| dit(connu.nom.clone(), Perimetre::Departement(connu.code))).collect())
        }
        Perimetre::Departement(code) => {
            let visible =
                |cpts: &cpts::Cpts| lire_indicateurs(acteur, &Perimetre::Cpts(cpts.id), &[*code]).is_ok();
            let siennes = cpts::du_departement(tx, *code)?;
            Ok(siennes
                .into_iter()
                .filter(visible)
                .map(|cpts| dit(cpts.nom, Perimetre::Cpts(cpts.id)))
                .collect())
        }
        Perimetre::Region(region) => {
            let designes = moment.reglement.departements_designes();
            let connus = designes.filter_map(|code| moment.reglement.departement(code));
            let siens = connus.filter(|connu| connu.region == *region);
            Ok(siens.map(|connu| dit(connu.nom.clone(), Perimetre::Departement(connu.code))).collect())
        }
        Perimetre::Cpts(_) | Perimetre::Praticien(_) => Ok(Vec::new()),
    }
}
