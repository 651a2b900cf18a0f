//! An extraction of people who do not exist, as large as wanted: for tests, measures and demonstrations.

use std::fmt::Write as _;

use droit::identifiant::rpps_de_demonstration;

/// The 56 columns, in the order of the real file.
const ENTETE: [&str; 56] = [
    "Type d'identifiant PP",
    "Identifiant PP",
    "Identification nationale PP",
    "Code civilité d'exercice",
    "Libellé civilité d'exercice",
    "Code civilité",
    "Libellé civilité",
    "Nom d'exercice",
    "Prénom d'exercice",
    "Code profession",
    "Libellé profession",
    "Code catégorie professionnelle",
    "Libellé catégorie professionnelle",
    "Code type savoir-faire",
    "Libellé type savoir-faire",
    "Code savoir-faire",
    "Libellé savoir-faire",
    "Code mode exercice",
    "Libellé mode exercice",
    "Numéro SIRET site",
    "Numéro SIREN site",
    "Numéro FINESS site",
    "Numéro FINESS établissement juridique",
    "Identifiant technique de la structure",
    "Raison sociale site",
    "Enseigne commerciale site",
    "Complément destinataire (coord. structure)",
    "Complément point géographique (coord. structure)",
    "Numéro Voie (coord. structure)",
    "Indice répétition voie (coord. structure)",
    "Code type de voie (coord. structure)",
    "Libellé type de voie (coord. structure)",
    "Libellé Voie (coord. structure)",
    "Mention distribution (coord. structure)",
    "Bureau cedex (coord. structure)",
    "Code postal (coord. structure)",
    "Code commune (coord. structure)",
    "Libellé commune (coord. structure)",
    "Code pays (coord. structure)",
    "Libellé pays (coord. structure)",
    "Téléphone (coord. structure)",
    "Téléphone 2 (coord. structure)",
    "Télécopie (coord. structure)",
    "Adresse e-mail (coord. structure)",
    "Code Département (structure)",
    "Libellé Département (structure)",
    "Ancien identifiant de la structure",
    "Autorité d'enregistrement",
    "Code secteur d'activité",
    "Libellé secteur d'activité",
    "Code section tableau pharmaciens",
    "Libellé section tableau pharmaciens",
    "Code rôle",
    "Libellé rôle",
    "Code genre activité",
    "Libellé genre activité",
];
/// Departments of the fictitious activities, with a commune of each.
const LIEUX: [(&str, &str, &str, &str); 5] = [
    ("45", "Loiret", "45234", "Orléans"),
    ("28", "Eure-et-Loir", "28085", "Chartres"),
    ("18", "Cher", "18033", "Bourges"),
    ("2B", "Haute-Corse", "2B033", "Bastia"),
    ("974", "La Réunion", "97411", "Saint-Denis"),
];
/// One row in this many is an MK's, as in the real file.
const UN_SUR: u32 = 16;

/// The header line, without its end.
#[must_use]
pub fn entete_fictive() -> String {
    ENTETE.join("|")
}

/// The rows, header included, without their ends.
#[derive(Clone, Debug)]
pub struct ExtractionFictive {
    lignes: u32,
    rang: u32,
}

impl ExtractionFictive {
    /// A file of this many rows: one in sixteen is an MK's, and one MK in four has a second activity.
    #[must_use]
    pub fn de(lignes: u32) -> Self {
        Self { lignes, rang: 0 }
    }

    /// The row of an MK of this rank, exercising in a department of the list.
    #[must_use]
    pub fn ligne_de_mk(rang: u32, mode: &str, departement: &str) -> String {
        ligne(rang, "70", mode, departement)
    }
}

impl Iterator for ExtractionFictive {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let rang = self.rang;
        self.rang = rang.checked_add(1).filter(|suivant| *suivant <= self.lignes.saturating_add(1))?;
        let Some(rang) = rang.checked_sub(1) else { return Some(entete_fictive()) };
        let mk = rang / UN_SUR;
        let (numero, profession) = match rang % UN_SUR {
            0 => (mk, "70"),
            1 if mk.is_multiple_of(4) => (mk, "70"),
            _ => (5_000_000 + rang, "10"),
        };
        let mode = if rang % UN_SUR == 1 { "S" } else { "L" };
        let lieu = usize::try_from(numero).unwrap_or_default() % LIEUX.len();
        Some(ligne(numero, profession, mode, LIEUX.get(lieu).map_or("", |lieu| lieu.0)))
    }
}

fn ligne(rang: u32, profession: &str, mode: &str, departement: &str) -> String {
    let lieu = LIEUX.iter().find(|lieu| lieu.0 == departement);
    let (_, nom_departement, code_commune, commune) = lieu.copied().unwrap_or_default();
    let mut ecrite = String::with_capacity(512);
    for (place, nom) in ENTETE.iter().enumerate() {
        if place > 0 {
            ecrite.push('|');
        }
        let valeur = match *nom {
            "Type d'identifiant PP" => "8",
            "Code profession" => profession,
            "Code catégorie professionnelle" => "C",
            "Libellé catégorie professionnelle" => "Civil",
            "Prénom d'exercice" => "Éloïse",
            "Code mode exercice" => mode,
            "Raison sociale site" => "CABINET FICTIF DE L'ESSAI",
            "Libellé Voie (coord. structure)" => "DE L’ESSAI",
            "Code commune (coord. structure)" => code_commune,
            "Libellé commune (coord. structure)" => commune,
            "Code Département (structure)" => departement,
            "Libellé Département (structure)" => nom_departement,
            "Autorité d'enregistrement" => "CNOMK",
            "Libellé secteur d'activité" => "Cabinet individuel",
            "Code genre activité" => "GENR01",
            _ => "",
        };
        ecrite.push_str(valeur);
        let ecriture = match *nom {
            "Identifiant PP" => write!(ecrite, "{}", rpps_de_demonstration(rang)),
            "Identification nationale PP" => write!(ecrite, "8{}", rpps_de_demonstration(rang)),
            "Nom d'exercice" => write!(ecrite, "ESSAI{rang:07}"),
            "Identifiant technique de la structure" => write!(ecrite, "F{rang:010}"),
            _ => Ok(()),
        };
        debug_assert!(ecriture.is_ok(), "a String takes everything");
    }
    ecrite
}

/// The 31 columns of the mailboxes, in the order of the real file.
const ENTETE_DES_BOITES: [&str; 31] = [
    "Type de BAL",
    "Adresse BAL",
    "Type Identifiant PP",
    "Identifiant PP",
    "Identification nationale PP",
    "Type identifiant structure",
    "Identification Structure",
    "Service de rattachement",
    "Civilité d'exercice",
    "Nom d'exercice",
    "Prénom d'exercice",
    "Catégorie profession",
    "Libellé de catégorie profession",
    "Code Profession",
    "Libellé Profession",
    "Code savoir-faire",
    "Libellé savoir-faire",
    "Dématérialisation",
    "Raison Sociale structure BAL",
    "Enseigne commerciale structure BAL",
    "L2COMPLEMENTLOCALISATION",
    "L3COMPLEMENTDISTRIBUTION",
    "L4NUMEROVOIE",
    "L4COMPLEMENTNUMEROVOIE",
    "NL4TYPEVOIE",
    "L4LIBELLEVOIE",
    "L5LIEUDITMENTION",
    "L6LIGNEACHEMINEMENT",
    "Code postal",
    "Département",
    "Pays",
];

/// The header line of the mailboxes, without its end.
#[must_use]
pub fn entete_des_boites() -> String {
    ENTETE_DES_BOITES.join("|")
}

/// The row of the mailbox of a doctor of this rank.
#[must_use]
pub fn boite_fictive(rang: u32, adresse: &str) -> String {
    let rpps = rpps_de_demonstration(rang);
    let valeur = |nom: &&str| match *nom {
        "Type de BAL" => "PER".to_owned(),
        "Adresse BAL" => adresse.to_owned(),
        "Type Identifiant PP" => "8".to_owned(),
        "Identifiant PP" => rpps.to_string(),
        "Identification nationale PP" => format!("8{rpps}"),
        "Nom d'exercice" => format!("ESSAI{rang:07}"),
        "Prénom d'exercice" => "Éloïse".to_owned(),
        "Code Profession" => "10".to_owned(),
        "Libellé Profession" => "Médecin".to_owned(),
        "Raison Sociale structure BAL" => "CABINET FICTIF DE L'ESSAI".to_owned(),
        "L6LIGNEACHEMINEMENT" => "45000 ORLÉANS".to_owned(),
        "Code postal" => "45000".to_owned(),
        _ => String::new(),
    };
    ENTETE_DES_BOITES.iter().map(valeur).collect::<Vec<_>>().join("|")
}
