//! One language per identifier: the domain is French, the plumbing English, and never both in one name.

use std::collections::BTreeSet;

use crate::arpenteur::{Fichier, aucune, sources_rust};

/// English verbs and nouns an engineer would reach for. Rust's own prefixes (`as`, `into`, `from`, `try`, `with`) are free.
const ANGLAIS: [&str; 24] = [
    "add", "build", "check", "compute", "create", "delete", "fetch", "find", "get", "handle", "insert",
    "list", "load", "make", "record", "remove", "render", "save", "set", "store", "update", "fetcher",
    "handler", "manager",
];

/// French words of the domain that English does not share.
const FRANCAIS: [&str; 32] = [
    "adhesion",
    "annuler",
    "bilan",
    "cloturer",
    "cloture",
    "compte",
    "constat",
    "constats",
    "declarer",
    "demande",
    "departement",
    "drapeau",
    "drapeaux",
    "echeance",
    "echeances",
    "entrepot",
    "fondement",
    "liste",
    "motif",
    "motifs",
    "ouvrir",
    "passerelle",
    "plafond",
    "praticien",
    "praticiens",
    "reglement",
    "restantes",
    "seance",
    "seances",
    "soins",
    "territoire",
    "titulaire",
];

/// Misspellings that a French word in ASCII invites.
const COQUILLES: [&str; 14] = [
    "traitemets",
    "traitemet",
    "praticen",
    "pratitien",
    "department_",
    "departemnt",
    "reglment",
    "diagnotic",
    "diagnostique",
    "kinesitherapeuthe",
    "orientaion",
    "declartion",
    "recieve",
    "occured",
];

fn identifiants(code: &str) -> BTreeSet<&str> {
    code.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|mot| mot.len() > 3).collect()
}

/// `NouvelleSeance` and `nouvelle_seance` both give `nouvelle`, `seance`.
fn mots(identifiant: &str) -> Vec<String> {
    let mut mots = vec![String::new()];
    for lettre in identifiant.chars() {
        if lettre == '_' {
            mots.push(String::new());
        } else {
            if lettre.is_ascii_uppercase()
                && mots.last().is_some_and(|mot| mot.ends_with(|c: char| c.is_ascii_lowercase()))
            {
                mots.push(String::new());
            }
            if let Some(mot) = mots.last_mut() {
                mot.push(lettre);
            }
        }
    }
    mots.into_iter().map(|mot| mot.to_ascii_lowercase()).filter(|mot| !mot.is_empty()).collect()
}

fn est_mele(identifiant: &str) -> bool {
    // `FromRow`-like capitals are read word by word: keep acronyms whole.
    let mots = mots(identifiant);
    mots.iter().any(|mot| ANGLAIS.contains(&mot.as_str()))
        && mots.iter().any(|mot| FRANCAIS.contains(&mot.as_str()))
}

fn noms_meles(fichier: &Fichier) -> Vec<String> {
    let mut fautes = Vec::new();
    for (lieu, ligne) in fichier.lignes() {
        let code = ligne.split("//").next().unwrap_or_default();
        let sans_textes = code.split('"').step_by(2).collect::<Vec<_>>().join(" ");
        for identifiant in identifiants(&sans_textes) {
            if est_mele(identifiant) {
                fautes.push(format!("{lieu} : « {identifiant} » mêle deux langues"));
            }
            if COQUILLES.iter().any(|coquille| identifiant.contains(coquille)) {
                fautes.push(format!("{lieu} : « {identifiant} » est mal écrit"));
            }
        }
    }
    fautes
}

/// This file quotes the faults it looks for.
fn hors_de_ce_fichier(fichier: &Fichier) -> bool {
    !fichier.chemin.ends_with("proprete/langue.rs")
}

#[test]
fn un_nom_ne_parle_qu_une_langue() {
    aucune(&sources_rust().iter().filter(|f| hors_de_ce_fichier(f)).flat_map(noms_meles).collect::<Vec<_>>());
}

#[test]
fn le_controle_de_langue_voit_les_fautes() {
    for faute in ["get_seance", "record_seance", "SeanceHandler", "list_praticiens", "traitemets"] {
        assert_eq!(noms_meles(&Fichier::nouveau("a.rs", &format!("fn {faute}() {{}}"))).len(), 1, "{faute}");
    }
    for juste in
        ["inscrire_seance", "NouvelleSeance", "from_seance", "get_row", "liste_des_praticiens", "RowSet"]
    {
        assert_eq!(noms_meles(&Fichier::nouveau("a.rs", &format!("fn {juste}() {{}}"))).len(), 0, "{juste}");
    }
}
