//! The rules of a department as text for a terminal: no colour, wrapped, readable in a pipe.

use droit::decision::Jour;
use droit::reglement::{Fiche, Ligne, Marque, Origine, Reference, Reglement};
use jiff::civil::Date;

/// Width of the text.
const LARGEUR: usize = 100;

/// The rules of a department; the addresses are numbered and gathered at the end.
pub fn fiche_en_texte(fiche: &Fiche) -> String {
    let mut texte = String::new();
    let mut adresses = Vec::new();
    entete(&mut texte, fiche);
    for section in &fiche.sections {
        ecrire(&mut texte, 0, &format!("\n{}", section.titre.to_uppercase()));
        section.lignes.iter().for_each(|parametre| ligne(&mut texte, parametre, &mut adresses));
    }
    ecrire(&mut texte, 0, "\nQUESTIONS OUVERTES (contradictions des sources, jamais tranchées en silence)");
    for question in &fiche.questions {
        ecrire(&mut texte, 2, &format!("{}. {}", question.code, question.question));
        ecrire(&mut texte, 6, &format!("→ {}", question.conduite));
    }
    ecrire(&mut texte, 0, "\nADRESSES DES SOURCES");
    for (rang, adresse) in adresses.iter().enumerate() {
        ecrire(&mut texte, 2, &format!("[{}] {adresse}", rang + 1));
    }
    texte
}

/// The departments of the experiment, one line each.
pub fn liste_en_texte(reglement: &Reglement, le: Date) -> String {
    let mut texte = String::new();
    ecrire(&mut texte, 0, &format!("Départements de l’expérimentation, au {}", Jour(le)));
    for departement in reglement.departements_designes().filter_map(|code| reglement.departement(code)) {
        let parametres = reglement.parametres(departement.code);
        let fin = parametres.fin.as_ref().and_then(|serie| serie.au(le).connue);
        let fin = fin.map_or_else(|| "fin inconnue".to_owned(), |jour| format!("jusqu’au {}", Jour(jour)));
        ecrire(
            &mut texte,
            2,
            &format!("{:<4}{:<20}{:<32}{fin}", departement.code.as_str(), departement.nom, departement.ars),
        );
    }
    ecrire(&mut texte, 0, "\nLes règles d’un département : acces-direct reglement --departement 45");
    texte
}

fn entete(texte: &mut String, fiche: &Fiche) {
    let departement = &fiche.departement;
    ecrire(
        texte,
        0,
        &format!("{} ({}), {}, {}", departement.nom, departement.code, departement.region, departement.ars),
    );
    let designe = if fiche.designe {
        "Département de l’expérimentation en CPTS."
    } else {
        "Hors de l’expérimentation en CPTS : seul le régime permanent ouvre l’accès direct."
    };
    ecrire(texte, 0, designe);
    ecrire(
        texte,
        0,
        &format!("Règles applicables le {} (fuseau horaire {}).", Jour(fiche.le), departement.fuseau),
    );
    if !fiche.a_savoir.is_empty() {
        ecrire(texte, 0, &format!("À savoir : {}", fiche.a_savoir));
    }
    ecrire(texte, 0, &format!("Empreinte des règles : {}", fiche.empreinte));
    ecrire(texte, 0, "Une valeur marquée * est propre au département.");
}

fn ligne<'f>(texte: &mut String, ligne: &'f Ligne, adresses: &mut Vec<&'f str>) {
    let valeur = ligne.valeur.as_deref().unwrap_or(ligne.marque.libelle());
    let marque = match ligne.marque {
        Marque::Interpretation | Marque::AVerifier => format!(" [{}]", ligne.marque.libelle()),
        Marque::Etablie | Marque::Inconnue | Marque::SansObjet => String::new(),
    };
    let locale = if ligne.origine == Origine::Departementale { " *" } else { "" };
    ecrire(texte, 2, &format!("{} : {valeur}{marque}{locale}", ligne.libelle));
    if !ligne.precision.is_empty() {
        ecrire(texte, 6, &ligne.precision);
    }
    if let Some(source) = &ligne.source {
        ecrire(texte, 6, &format!("Source : {}", citer(source, adresses)));
    }
    for variante in &ligne.variantes {
        let stricte = if variante.plus_stricte { ", plus stricte" } else { "" };
        let citation = citer(&variante.reference, adresses);
        ecrire(texte, 6, &format!("Autre valeur{stricte} : {} ({citation})", variante.valeur));
        ecrire(texte, 10, &format!("Écartée : {}", variante.ecartee));
    }
}

/// The title, the passage, how far it is trusted, the number of its address.
fn citer<'f>(reference: &'f Reference, adresses: &mut Vec<&'f str>) -> String {
    let source = &reference.source;
    let article =
        if source.article.is_empty() { String::new() } else { format!(", {}", passage(&source.article)) };
    let rang = adresses.iter().position(|adresse| *adresse == source.url).unwrap_or_else(|| {
        adresses.push(&source.url);
        adresses.len() - 1
    });
    let (titre, confiance) = (&reference.titre, source.confiance.libelle());
    format!("{titre}{article} ; {confiance}, relevé le {}\u{a0}[{}]", Jour(source.verifie_le), rang + 1)
}

/// « article 2 » for the number of an article, the words themselves otherwise.
fn passage(article: &str) -> String {
    if article.starts_with(|premier: char| premier.is_ascii_digit()) || article.starts_with("L. ") {
        format!("article\u{a0}{article}")
    } else {
        article.to_owned()
    }
}

/// Writes a paragraph, indented and wrapped; a word longer than the line stays whole.
fn ecrire(texte: &mut String, retrait: usize, paragraphe: &str) {
    let saut = paragraphe.starts_with('\n');
    if saut {
        texte.push('\n');
    }
    let mut colonne = 0;
    let insecable = paragraphe
        .replace(" :", "\u{a0}:")
        .replace(" ;", "\u{a0};")
        .replace(" »", "\u{a0}»")
        .replace("« ", "«\u{a0}");
    for (rang, mot) in insecable.trim_start_matches('\n').split(' ').enumerate() {
        let longueur = mot.chars().count();
        if rang == 0 {
            texte.push_str(&" ".repeat(retrait));
            colonne = retrait;
        } else if colonne + 1 + longueur > LARGEUR {
            texte.push('\n');
            texte.push_str(&" ".repeat(retrait + 2));
            colonne = retrait + 2;
        } else {
            texte.push(' ');
            colonne += 1;
        }
        texte.push_str(mot);
        colonne += longueur;
    }
    texte.push('\n');
}
