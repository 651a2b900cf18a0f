//! Names: after a civility, after a first name, or those of people who are known.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::indice::{Indice, Nature};
use super::mots::{Mot, passage};
use super::{Lexique, Trouve, savant};
use crate::patient::normaliser;

/// First names in use in France, as [`normaliser`] gives them.
static PRENOMS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("prenoms.txt").split_whitespace().collect());
/// First names that are words as well: at the head of a sentence they name nobody by themselves.
const PRENOMS_OU_MOTS: &[&str] = &[
    "aime",
    "ambre",
    "aurore",
    "camille",
    "celeste",
    "claire",
    "clemence",
    "colin",
    "constance",
    "constant",
    "fatma",
    "honore",
    "iris",
    "jade",
    "line",
    "lise",
    "lou",
    "marguerite",
    "marine",
    "melodie",
    "pierre",
    "prosper",
    "regine",
    "rose",
    "urbain",
    "victoire",
    "violette",
    "capucine",
    "nour",
    "max",
    "said",
    "ali",
    "ange",
    "perle",
    "boris",
    "ana",
    "ann",
    "isis",
    "issa",
    "stella",
    "sam",
    "tim",
    "tom",
    "salome",
    "mercedes",
    "marianne",
];
/// What announces a name, whatever its case.
const CIVILITES: &[&str] = &[
    "mme",
    "mmes",
    "mlle",
    "mlles",
    "mr",
    "monsieur",
    "messieurs",
    "madame",
    "mesdames",
    "mademoiselle",
    "docteur",
    "docteurs",
    "dr",
    "drs",
    "docteure",
    "professeur",
    "professeure",
    "maitre",
    "veuve",
    "mm",
];
/// What announces a name in capitals alone: « pr » is a short « pour », « m » a unit.
const CIVILITES_EN_CAPITALES: &[&str] = &["m", "pr", "me"];
/// What may stand inside a name.
const PARTICULES: &[&str] = &[
    "de", "d", "du", "des", "la", "le", "l", "les", "van", "von", "den", "der", "ben", "ibn", "el", "al",
    "da", "dos", "di",
];
/// Titles that name a function after a civility: « Madame la Directrice ».
const FONCTIONS: &[&str] = &[
    "directeur",
    "directrice",
    "president",
    "presidente",
    "maire",
    "prefet",
    "prefete",
    "ministre",
    "cadre",
    "coordinateur",
    "coordinatrice",
    "kinesitherapeute",
    "patient",
    "patiente",
    "responsable",
    "doyen",
];
/// The shortest name looked for among those concerned: shorter ones are common words.
pub const NOM_MINIMAL: usize = 3;
/// The most words of a name.
const NOM: usize = 6;

/// The names of a text.
pub fn chercher(mots: &[Mot<'_>], lexique: &Lexique<'_>) -> Vec<Trouve> {
    let savants = savant::termes(mots);
    let concernes: HashSet<String> = concernes(lexique).collect();
    (0..mots.len())
        .filter_map(|rang| {
            let (fin, nature) = apres_civilite(mots, rang).or_else(|| {
                let savant = savants.contains(&rang);
                concerne(mots, rang, &concernes)
                    .or_else(|| (!savant).then(|| prenom(mots, rang))?)
                    .or_else(|| (!savant).then(|| connu(mots, rang, lexique))?)
            })?;
            Some((mots.get(rang)?.debut, Indice::new(nature, passage(mots, (rang, fin))?)))
        })
        .collect()
}

/// Is this a first name, simple or compound, written with its capital.
pub fn est_un_prenom(mot: &Mot<'_>) -> bool {
    let premier = mot.texte.split('-').next().map(normaliser).unwrap_or_default();
    mot.capitale()
        && !(mot.est(SIGLES) && mot.tout_en_capitales())
        && (PRENOMS.contains(mot.plat.as_str()) || PRENOMS.contains(premier.as_str()))
}

/// « Mme Martin », « M. Le Borgne », « docteur d’Hôtel »; « Mme D. » may be enough.
fn apres_civilite(mots: &[Mot<'_>], rang: usize) -> Option<(usize, Nature)> {
    if !est_une_civilite(mots.get(rang)?) {
        return None;
    }
    let suite = mots.iter().enumerate().skip(rang + 1).take(NOM);
    let (premier, nom) = suite
        .take_while(|(place, _)| mots.get(place - 1).is_some_and(|avant| *place == rang + 1 || lie(avant)))
        .find(|(_, mot)| !particule(mot) && !est_une_civilite(mot))?;
    let phrase_finie = premier == rang + 1 && mots.get(rang)?.apres.contains([',', ';', ':', '!', '?', ')']);
    if phrase_finie || nom.est(FONCTIONS) {
        return None;
    }
    if nom.capitale() {
        return Some((fin_du_nom(mots, premier), Nature::Nom));
    }
    let prenom_sans_capitale = PRENOMS.contains(nom.plat.as_str()) && !nom.est(PRENOMS_OU_MOTS);
    (nom.initiale() || prenom_sans_capitale).then_some((premier, Nature::NomPossible))
}

fn est_une_civilite(mot: &Mot<'_>) -> bool {
    let abregee = mot.est(CIVILITES_EN_CAPITALES) && mot.texte.starts_with(char::is_uppercase);
    mot.est(CIVILITES) || (abregee && !(mot.plat == "m" && mot.apres.starts_with([',', ';', ')'])))
}

fn particule(mot: &Mot<'_>) -> bool {
    let elidee = mot.est(&["d", "l"]) && mot.apres.starts_with(['\'', '’']);
    elidee || (mot.est(PARTICULES) && !mot.tout_en_capitales())
}

/// Does the next word go on with this one; the dot of an abbreviation is no stop.
fn lie(mot: &Mot<'_>) -> bool {
    mot.se_poursuit() || est_une_civilite(mot)
}

/// The last word in capitals of a name that begins here.
fn fin_du_nom(mots: &[Mot<'_>], debut: usize) -> usize {
    let mut fin = debut;
    for (rang, mot) in mots.iter().enumerate().skip(debut + 1).take(NOM) {
        if !mots.get(rang - 1).is_some_and(Mot::se_poursuit) {
            break;
        }
        if mot.capitale() && !mot.est(FONCTIONS) {
            fin = rang;
        } else if !particule(mot) {
            break;
        }
    }
    fin
}

/// « Jean Dupont », « DUPONT Jean », « Jean » alone inside a sentence.
fn prenom(mots: &[Mot<'_>], rang: usize) -> Option<(usize, Nature)> {
    let mot = mots.get(rang)?;
    if !est_un_prenom(mot) {
        return nom_puis_prenom(mots, rang);
    }
    let fin = fin_du_nom(mots, rang);
    let seuls_sigles =
        mots.get(rang + 1..=fin)?.iter().all(|mot| mot.sigle() && mot.texte.len() < NOM_MINIMAL + 1);
    if fin > rang && !seuls_sigles {
        return Some((fin, Nature::Nom));
    }
    let commun = mot.est(PRENOMS_OU_MOTS) && mot.ouvre_la_phrase;
    (!commun && !mot.sigle()).then_some((rang, Nature::NomPossible))
}

fn nom_puis_prenom(mots: &[Mot<'_>], rang: usize) -> Option<(usize, Nature)> {
    let (nom, prenom) = (mots.get(rang)?, mots.get(rang + 1)?);
    let nomme =
        nom.tout_en_capitales() && nom.plat.len() > NOM_MINIMAL && nom.se_poursuit() && !nom.est(SIGLES);
    (nomme && est_un_prenom(prenom)).then_some((rang + 1, Nature::Nom))
}

/// Acronyms of the trade that look like a name.
const SIGLES: &[&str] =
    &["eva", "cpts", "cpam", "samu", "smur", "ehpad", "cnil", "ameli", "dash", "womac", "oswestry"];

fn concernes<'l>(lexique: &Lexique<'l>) -> impl Iterator<Item = String> + use<'l> {
    let parties = lexique.concernes.iter().flat_map(|nom| nom.split(|c: char| !c.is_alphanumeric()));
    parties
        .filter(|partie| partie.chars().count() >= NOM_MINIMAL)
        .map(normaliser)
        .filter(|nom| !nom.is_empty())
}

/// Names that are words as well: at the head of a sentence their capital says nothing.
const NOMS_OU_MOTS: &[&str] = &[
    "petit", "grand", "gros", "roux", "blanc", "noir", "brun", "long", "bon", "jeune", "vieux", "marche",
    "bras", "main", "roche",
];

/// The name of somebody the text is about; without its capital it may be a word: « petit », « roux ».
fn concerne(mots: &[Mot<'_>], rang: usize, concernes: &HashSet<String>) -> Option<(usize, Nature)> {
    let mot = mots.get(rang)?;
    let nomme = concernes.contains(&mot.plat)
        || mot.texte.split('-').any(|partie| concernes.contains(&normaliser(partie)));
    let mot_commun = mot.ouvre_la_phrase && mot.est(NOMS_OU_MOTS);
    let certain = mot.tout_en_capitales() || (mot.capitale() && !mot_commun);
    nomme.then_some((rang, if certain { Nature::Nom } else { Nature::NomPossible }))
}

/// The name of a practitioner on file, with its capital, inside a sentence.
fn connu(mots: &[Mot<'_>], rang: usize, lexique: &Lexique<'_>) -> Option<(usize, Nature)> {
    let mot = mots.get(rang)?;
    let connu = lexique.connus.is_some_and(|connus| connus.contains(&mot.plat));
    (connu && mot.capitale() && !mot.ouvre_la_phrase && !mot.sigle()).then_some((rang, Nature::NomPossible))
}
