//! The content of a report, read of the base on one consistent state: what a signature freezes.

use droit::acces::Lecteur;
use droit::evaluation::{
    Completude, Contenu, EtatRapport, Lieu, Presentation, Rapport, SujetRapport, VersionAnterieure, donnees,
};
use droit::identifiant::CodeDepartement;
use droit::indicateur::{Champ, Perimetre, Periode, VERSION_DU_CALCUL, Variante};
use entrepot::evaluation::Trace;
use entrepot::{Echec, Tx, cpts, evaluation, indicateur};
use sha2::{Digest, Sha256};

use crate::evaluation::lecture::{self, Moment, par_lieu, par_mois};
use crate::indicateur::instantane;
use crate::indicateur::lecture::{Question, avec_participation};

/// The content as the base says it now.
///
/// # Errors
/// When the base fails, or the period does not exist.
pub(super) fn composer(tx: &mut Tx, moment: Moment, rapport: &Rapport, nom: &str) -> Result<Contenu, Echec> {
    let perimetre = rapport.sujet.perimetre();
    let (du, au) = rapport.periode.bornes(&perimetre, moment.reglement).ok_or(Echec::Absent)?;
    let champ = Champ::tout(perimetre.clone());
    let participation = indicateur::participation(tx, &champ, rapport.periode)?;
    let mut chiffres = Vec::new();
    let question = |variante| Question { champ: champ.clone(), periode: rapport.periode, variante };
    let lire = |tx: &mut Tx, variante| {
        let question = question(variante);
        avec_participation(tx, moment.en_jour(), &question, &participation, Lecteur::Exterieur)
    };
    for variante in Variante::TOUS {
        chiffres.extend(donnees(&lire(tx, *variante)?));
    }
    let lu = lire(tx, Completude::VARIANTE)?;
    let communautes = communautes(tx, rapport.sujet)?;
    let premiere = question(Variante::DEFAUT);
    let par_lieu = par_lieu(tx, moment, &communautes, &premiere, Lecteur::Exterieur)?;
    let mois = mois(moment, rapport.periode, &perimetre);
    let mut contenu = Contenu {
        emetteur: emetteur(tx, moment, rapport.sujet)?,
        lieu: Lieu { cle: perimetre.to_string(), nom: nom.to_owned() },
        periode: rapport.periode.to_string(),
        periode_dite: rapport.periode.libelle(),
        du,
        au,
        arrete_le: moment.le,
        publie_le: indicateur::parution::etat(tx)?.le,
        premiere: Variante::DEFAUT,
        version_du_calcul: VERSION_DU_CALCUL,
        instantane: String::new(),
        indicateurs: presentations(moment),
        donnees: chiffres,
        mois: par_mois(tx, moment, (&champ, &mois), Lecteur::Exterieur)?,
        lieux: communautes.into_iter().map(|(lieu, _)| lieu).collect(),
        par_lieu,
        completude: Completude::de(&lu, &participation),
        commentaires: rapport
            .commentaires
            .iter()
            .map(|(s, t)| (s.code().to_owned(), t.as_str().to_owned()))
            .collect(),
        corrections: anterieures(tx, rapport)?,
    };
    contenu.instantane = empreinte(&contenu, moment);
    Ok(contenu)
}

/// Takes the snapshot of the department with the signature: the report quotes it. That of a CPTS is part of the snapshot of
/// its department, which holds the same publication; a CPTS over several quotes that of the first.
///
/// # Errors
/// When the base fails.
pub(super) fn prendre_l_instantane(
    tx: &mut Tx,
    moment: Moment,
    rapport: &Rapport,
    trace: Trace<'_>,
) -> Result<Option<String>, Echec> {
    let departement = match rapport.sujet {
        SujetRapport::Departement(code) => Some(code),
        SujetRapport::Cpts(id) => cpts::departements(tx, id)?.first().copied(),
    };
    let Some(code) = departement else { return Ok(None) };
    let nouvel = instantane::composer(tx, moment.reglement, code, rapport.periode, moment.le)?;
    entrepot::indicateur::instantane::garder(tx, &nouvel, trace.acteur, trace.instant);
    Ok(Some(nouvel.sha256()))
}

/// What the figures come from: themselves, the way of counting and the rules; neither the comments nor the day they are read.
fn empreinte(contenu: &Contenu, moment: Moment) -> String {
    let mut hachage = Sha256::new();
    hachage.update(moment.reglement.empreinte());
    hachage.update(contenu.version_du_calcul.to_string());
    for donnee in contenu.donnees.iter().chain(&contenu.mois).chain(&contenu.par_lieu) {
        hachage.update(format!("\n{donnee:?}"));
    }
    hachage.finalize().iter().map(|octet| format!("{octet:02x}")).collect()
}

fn mois(moment: Moment, periode: Periode, perimetre: &Perimetre) -> Vec<Periode> {
    let commence =
        |mois: &Periode| mois.bornes(perimetre, moment.reglement).is_some_and(|(du, _)| du <= moment.le);
    periode.mois(perimetre, moment.reglement).into_iter().filter(commence).collect()
}

/// The CPTS of a department.
fn communautes(tx: &mut Tx, sujet: SujetRapport) -> Result<Vec<(Lieu, Perimetre)>, Echec> {
    let SujetRapport::Departement(code) = sujet else { return Ok(Vec::new()) };
    let lue = |communaute: cpts::Cpts| {
        let perimetre = Perimetre::Cpts(communaute.id);
        (Lieu { cle: perimetre.to_string(), nom: communaute.nom }, perimetre)
    };
    Ok(cpts::du_departement(tx, code)?.into_iter().map(lue).collect())
}

fn emetteur(tx: &mut Tx, moment: Moment, sujet: SujetRapport) -> Result<String, Echec> {
    let ars = |code: CodeDepartement| moment.reglement.departement(code).map(|connu| connu.ars.clone());
    let dit = match sujet {
        SujetRapport::Departement(code) => ars(code),
        SujetRapport::Cpts(_) => lecture::nommer(tx, moment, &sujet.perimetre())?,
    };
    Ok(dit.unwrap_or_else(|| "Agence régionale de santé".to_owned()))
}

fn presentations(moment: Moment) -> Vec<Presentation> {
    let definitions = moment.reglement.indicateurs().iter();
    definitions
        .map(|definition| Presentation {
            code: definition.indicateur.code().to_owned(),
            libelle: definition.libelle.clone(),
            unite: definition.unite.clone(),
            formule: definition.formule.clone(),
            famille: definition.indicateur.famille().code().to_owned(),
        })
        .collect()
}

/// The signed versions before this one, with why each was corrected.
fn anterieures(tx: &mut Tx, rapport: &Rapport) -> Result<Vec<VersionAnterieure>, Echec> {
    let mut signees: Vec<_> = evaluation::signes(tx, rapport.sujet)?;
    signees.retain(|signee| signee.periode == rapport.periode && signee.numero < rapport.numero.nombre());
    let motif = |numero: u16| {
        let suivante =
            signees.iter().find(|autre| autre.numero == numero + 1).and_then(|autre| autre.motif.clone());
        suivante.or_else(|| rapport.motif.as_ref().map(|motif| motif.as_str().to_owned()))
    };
    let dites = signees.iter().map(|signee| VersionAnterieure {
        numero: signee.numero,
        signee_le: signee.le,
        motif: motif(signee.numero).unwrap_or_default(),
    });
    Ok(dites.collect())
}

/// The content of a version: frozen when it is signed, read now when it is a draft; with the fingerprint of a signed one.
///
/// # Errors
/// When the base fails, or what is frozen cannot be read.
pub(super) fn contenu(
    tx: &mut Tx,
    moment: Moment,
    rapport: &Rapport,
    nom: &str,
) -> Result<(Contenu, Option<String>), Echec> {
    match rapport.etat {
        EtatRapport::Brouillon => Ok((composer(tx, moment, rapport, nom)?, None)),
        EtatRapport::Signe(_) => {
            let (texte, empreinte) = evaluation::contenu(tx, rapport.id)?.ok_or(Echec::Absent)?;
            let lu = formats::evaluation::relire(&texte).map_err(|cause| illisible(&cause))?;
            Ok((lu.en_entier(), Some(empreinte)))
        }
    }
}

/// The frozen content cannot be written or read.
pub(super) fn illisible(cause: &formats::evaluation::Illisible) -> Echec {
    Echec::Colonne { colonne: "rapport.contenu".to_owned(), cause: cause.to_string() }
}
