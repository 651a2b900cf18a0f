//! The table of all indicators for a field, a period and a variant, as whoever asks may see it.

use droit::acces::Lecteur;
use droit::decision::TypeStructure;
use droit::indicateur::secret::{Etendue, Masque, TableParue};
use droit::indicateur::{Champ, Comptes, Participation, Perimetre, Periode, Tableau, Variante};
use droit::reglement::Reglement;
use entrepot::indicateur::{self, Demande, parution};
use entrepot::{Echec, Tx};
use formats::indicateur::Lecture;
use jiff::civil::Date;

use super::famille::ANNEES_D_EXPERIENCE;
use super::memoire::{self, Vue};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Over whom.
    pub champ: Champ,
    /// Over when.
    pub periode: Periode,
    /// Which episodes are kept.
    pub variante: Variante,
}

impl Question {
    /// The question to the sums; `None` for a period that does not exist.
    pub fn demande(&self, reglement: &Reglement) -> Option<Demande> {
        let tranches = self.periode.tranches(&self.champ.perimetre, reglement)?;
        Some(Demande { champ: self.champ.clone(), tranches, variante: self.variante })
    }
}

/// The table. To the care team everything is shown; to the ARS, what small numbers leave of the figures of the moment;
/// to anybody else, what was published.
///
/// # Errors
/// When the base fails.
pub fn tableau(
    tx: &mut Tx,
    (reglement, aujourd_hui): (&Reglement, Date),
    question: &Question,
    lecteur: Lecteur,
) -> Result<Tableau, Echec> {
    let participation = indicateur::participation(tx, &question.champ, question.periode)?;
    avec_participation(tx, (reglement, aujourd_hui), question, &participation, lecteur)
}

/// The same under every way of keeping episodes, at one moment.
///
/// # Errors
/// When the base fails, or the period does not exist.
pub fn sous_chaque_variante(
    tx: &mut Tx,
    moment: (&Reglement, Date),
    (champ, periode): (&Champ, Periode),
    lecteur: Lecteur,
) -> Result<Vec<Tableau>, Echec> {
    let participation = indicateur::participation(tx, champ, periode)?;
    let lire = |variante: &Variante| {
        let question = Question { champ: champ.clone(), periode, variante: *variante };
        avec_participation(tx, moment, &question, &participation, lecteur)
    };
    Variante::TOUS.iter().map(lire).collect()
}

/// What a reader reads: the figures of the moment, or those of the latest publication.
///
/// # Errors
/// When the base fails.
pub fn lecture(tx: &mut Tx, lecteur: Lecteur) -> Result<Lecture, Echec> {
    Ok(match lecteur {
        Lecteur::EquipeDeSoins | Lecteur::Autorite(_) => Lecture::Moment,
        Lecteur::Exterieur => Lecture::Publication(parution::etat(tx)?.le),
    })
}

/// The same with a participation already read, or none where MKs and delays do not matter.
///
/// # Errors
/// When the base fails, or the period does not exist.
pub fn avec_participation(
    tx: &mut Tx,
    (reglement, aujourd_hui): (&Reglement, Date),
    question: &Question,
    participation: &Participation,
    lecteur: Lecteur,
) -> Result<Tableau, Echec> {
    let Question { champ, periode, variante } = question.clone();
    let au = periode.bornes(&champ.perimetre, reglement).map_or(aujourd_hui, |(_, au)| au.min(aujourd_hui));
    let cle = (champ.clone(), periode, variante);
    let assembler = |comptes: &_, participation: &_, masque: &_| {
        Tableau::assembler(cle, comptes, participation, masque, (reglement, au))
    };
    if lecteur == Lecteur::Exterieur {
        let parue = parue(tx, question)?;
        let activite = participation.activite.and(parue.activite);
        let participation = Participation { activite, ..participation.clone() };
        return Ok(assembler(&parue.comptes(), &participation, &parue.masque()));
    }
    if let Lecteur::Autorite(departement) = lecteur {
        let vue = Vue { variante, departement };
        if let Some((comptes, masque)) = memoire::lire(tx, reglement, vue, (&sans_redite(&champ), periode))? {
            return Ok(assembler(&comptes, participation, &masque));
        }
    }
    let demande = question.demande(reglement).ok_or(Echec::Absent)?;
    let comptes = indicateur::comptes(tx, &demande)?;
    let masque = match lecteur {
        Lecteur::Autorite(_) => hors_des_tables(&comptes),
        Lecteur::EquipeDeSoins | Lecteur::Exterieur => Masque::aucun(),
    };
    Ok(assembler(&comptes, participation, &masque))
}

/// The table as it was published; where nothing was counted, zeros.
fn parue(tx: &mut Tx, question: &Question) -> Result<TableParue, Echec> {
    let Question { champ, periode, variante } = question;
    let hors = TableParue { etendue: Etendue::Aucune, ..TableParue::default() };
    if !est_publiable(*periode) || parution::etat(tx)?.le.is_none() {
        return Ok(hors);
    }
    let place = parution::place(&sans_redite(champ), *periode);
    Ok(parution::lire(tx, *variante, &place)?.unwrap_or_default())
}

/// What is no part of the tables is hidden whole, unless it counts nothing.
fn hors_des_tables(comptes: &Comptes) -> Masque {
    let vide = !comptes.iter().any(|(mesure, ..)| mesure.compte_les_patients());
    if vide { Masque::aucun() } else { Masque::total() }
}

/// Is this period one that is published: the experiment has so many years and no more.
fn est_publiable(periode: Periode) -> bool {
    match periode {
        Periode::AnneeExperience(rang) => ANNEES_D_EXPERIENCE.contains(&rang),
        Periode::Annee(_) | Periode::Mois(..) => true,
    }
}

/// All that a CPTS counts is in one type of structure: the table of this type is that of the whole.
fn sans_redite(champ: &Champ) -> Champ {
    match (&champ.perimetre, champ.structure) {
        (Perimetre::Cpts(_), Some(TypeStructure::Cpts)) => Champ::tout(champ.perimetre.clone()),
        _ => champ.clone(),
    }
}
