//! The twenty departments side by side, in Markdown, for a jurist to read: `docs/departements.md`.

use std::fmt::Write;

use droit::reglement::{Fiche, Ligne, Marque, Origine, Reglement, Section};
use jiff::civil::Date;

/// Which parameters each table shows, and the heading of their column.
const TABLES: [(&str, &[(&str, &str)]); 4] = [
    (
        "Période",
        &[
            ("debut", "Premier jour"),
            ("fin", "Dernier jour"),
            ("fin_inscriptions", "Dernier jour d’inscription"),
        ],
    ),
    (
        "Déclaration",
        &[
            ("declarant", "Qui déclare"),
            ("test_cpts", "CPTS"),
            ("fiche_exigee", "Projet de santé"),
            ("qualite_de_membre", "Lien avec la CPTS"),
            ("preuves_adhesion", "Preuves"),
            ("lieu_exercice", "Lieu d’exercice"),
            ("delai_de_decision", "Délai de l’ARS"),
            ("rythme_de_la_liste", "Liste"),
        ],
    ),
    (
        "Soins",
        &[
            ("plafond", "Séances sans diagnostic"),
            ("duree_episode", "Épisode"),
            ("diagnostics", "Preuves de diagnostic"),
            ("circuit_sans_medecin", "Sans médecin traitant"),
        ],
    ),
    (
        "Facturation et suivi",
        &[
            ("piece_de_facturation", "Pièce"),
            ("zone_de_valeur", "Zone"),
            ("organismes_locaux", "Organismes"),
            ("indicateurs", "Indicateurs"),
            ("rythme_de_l_evaluation", "Évaluation"),
            ("comite_de_suivi", "Comité de suivi"),
        ],
    ),
];

/// Every designated department, in tables, with its other values and what the sources contradict.
pub fn tableau_des_departements(reglement: &Reglement, le: Date) -> String {
    let fiches = reglement.fiches(le);
    let nationales = reglement.sections_nationales(le);
    let mut texte = String::from(ENTETE);
    for (titre, colonnes) in TABLES {
        table(&mut texte, titre, colonnes, &fiches, &nationales);
    }
    silences(&mut texte, &fiches);
    autres_valeurs(&mut texte, &fiches);
    questions(&mut texte, reglement);
    texte
}

const ENTETE: &str = "# Les vingt départements de l’expérimentation\n
Produit à partir de `reglement/` ; ne pas modifier à la main. Chaque valeur, sa source et son adresse : \
`acces-direct reglement --departement 45`.\n
Marques : « † » valeur à vérifier, « ‡ » interprétation du produit, « ? » inconnu des sources, « * » propre au département. \
La première ligne donne la valeur nationale ; « — » la reprend.\n";

fn table(
    texte: &mut String,
    titre: &str,
    colonnes: &[(&str, &str)],
    fiches: &[Fiche],
    nationales: &[Section],
) {
    let noms: Vec<&str> = colonnes.iter().map(|(_, nom)| *nom).collect();
    let _ = write!(
        texte,
        "\n## {titre}\n\n| Département | {} |\n|---|{}\n",
        noms.join(" | "),
        "---|".repeat(noms.len())
    );
    ecrire_ligne(texte, "**Valeur nationale**", colonnes, |cle| chercher(nationales, cle).map(cellule));
    for fiche in fiches {
        let nom = format!("{} {}", fiche.departement.code, fiche.departement.nom);
        ecrire_ligne(texte, &nom, colonnes, |cle| {
            let ligne = chercher(&fiche.sections, cle)?;
            let propre = ligne.origine == Origine::Departementale;
            Some(if propre { format!("{} *", cellule(ligne)) } else { "—".to_owned() })
        });
    }
}

fn ecrire_ligne(
    texte: &mut String,
    nom: &str,
    colonnes: &[(&str, &str)],
    cellule: impl Fn(&str) -> Option<String>,
) {
    let cellules: Vec<String> = colonnes.iter().map(|(cle, _)| cellule(cle).unwrap_or_default()).collect();
    let _ = writeln!(texte, "| {nom} | {} |", cellules.join(" | "));
}

/// The line of a parameter of the experiment; its sections come before the permanent regime's.
fn chercher<'f>(sections: &'f [Section], cle: &str) -> Option<&'f Ligne> {
    sections.iter().flat_map(|section| &section.lignes).find(|ligne| ligne.cle == cle)
}

fn cellule(ligne: &Ligne) -> String {
    let valeur = ligne.valeur.as_deref().unwrap_or("?");
    let marque = match ligne.marque {
        Marque::AVerifier => " †",
        Marque::Interpretation => " ‡",
        Marque::Etablie | Marque::Inconnue | Marque::SansObjet => "",
    };
    format!("{valeur}{marque}")
}

fn silences(texte: &mut String, fiches: &[Fiche]) {
    texte.push_str("\n## Où les sources se taisent\n\n");
    for fiche in fiches.iter().filter(|fiche| !fiche.a_savoir.is_empty()) {
        let _ = writeln!(
            texte,
            "- **{} {}** : {}",
            fiche.departement.code, fiche.departement.nom, fiche.a_savoir
        );
    }
}

fn autres_valeurs(texte: &mut String, fiches: &[Fiche]) {
    texte.push_str("\n## Autres valeurs trouvées dans les départements, et pourquoi elles sont écartées\n");
    for fiche in fiches {
        let lignes = fiche.sections.iter().flat_map(|section| &section.lignes);
        let locales: Vec<&Ligne> = lignes
            .filter(|ligne| ligne.origine == Origine::Departementale && !ligne.variantes.is_empty())
            .collect();
        if locales.is_empty() {
            continue;
        }
        let _ = writeln!(texte, "\n### {} {}\n", fiche.departement.code, fiche.departement.nom);
        for ligne in locales {
            for variante in &ligne.variantes {
                let stricte = if variante.plus_stricte { " (plus stricte)" } else { "" };
                let (titre, url) = (&variante.reference.titre, &variante.reference.source.url);
                let (libelle, valeur, ecartee) = (&ligne.libelle, &variante.valeur, &variante.ecartee);
                let _ = writeln!(texte, "- {libelle} : {valeur}{stricte} ([{titre}]({url})). {ecartee}");
            }
        }
    }
}

fn questions(texte: &mut String, reglement: &Reglement) {
    texte.push_str("\n## Contradictions des sources\n\n| | Contradiction | Conduite |\n|---|---|---|\n");
    for question in reglement.questions() {
        let _ = writeln!(texte, "| {} | {} | {} |", question.code, question.question, question.conduite);
    }
}
