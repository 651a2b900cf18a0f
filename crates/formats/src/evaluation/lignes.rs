//! One line per figure, for CSV and XLSX.

use droit::evaluation::{Chiffre, Contenu, Donnee};
use rust_xlsxwriter::XlsxError;

use crate::tableur::{Colonne, Document, Valeur, ecrire_csv, ecrire_xlsx};

const fn colonne(titre: &'static str, largeur: u16) -> Colonne<'static> {
    Colonne { titre, largeur }
}

/// The columns.
pub const COLONNES: [Colonne; 19] = [
    colonne("perimetre", 22),
    colonne("nom", 28),
    colonne("periode", 10),
    colonne("variante", 12),
    colonne("indicateur", 26),
    colonne("libelle", 42),
    colonne("modalite", 16),
    colonne("libelle_modalite", 32),
    colonne("valeur", 10),
    colonne("unite", 20),
    colonne("numerateur", 12),
    colonne("denominateur", 13),
    colonne("borne_basse", 12),
    colonne("borne_haute", 12),
    colonne("mediane", 10),
    colonne("premier_quartile", 16),
    colonne("troisieme_quartile", 18),
    colonne("raison_absence", 16),
    colonne("etat", 44),
];

/// The lines: the perimeter, then its months, then the perimeters inside.
pub fn lignes(contenu: &Contenu) -> Vec<Vec<Valeur>> {
    let toutes = contenu.donnees.iter().chain(&contenu.mois).chain(&contenu.par_lieu);
    toutes.map(|donnee| ligne(contenu, donnee)).collect()
}

/// The report as a CSV text.
///
/// # Errors
/// Only those of the writer underneath.
pub fn en_csv(contenu: &Contenu) -> std::io::Result<Vec<u8>> {
    let lignes = lignes(contenu);
    ecrire_csv(&document(contenu, &lignes))
}

/// The report as a workbook.
///
/// # Errors
/// When there are more lines than a workbook holds.
pub fn en_xlsx(contenu: &Contenu) -> Result<Vec<u8>, XlsxError> {
    let lignes = lignes(contenu);
    ecrire_xlsx(&document(contenu, &lignes))
}

fn document<'d>(contenu: &Contenu, lignes: &'d [Vec<Valeur>]) -> Document<'d> {
    Document { feuille: "Indicateurs", etabli_le: contenu.arrete_le, colonnes: &COLONNES, lignes }
}

fn ligne(contenu: &Contenu, donnee: &Donnee) -> Vec<Valeur> {
    let lieu = std::iter::once(&contenu.lieu).chain(&contenu.lieux).find(|lieu| lieu.cle == donnee.perimetre);
    let presente = contenu.indicateurs.iter().find(|i| i.code == donnee.indicateur.code());
    let (code, libelle) = donnee.modalite.as_ref().map_or((Valeur::Vide, Valeur::Vide), |modalite| {
        (modalite.code.as_str().into(), modalite.libelle.as_str().into())
    });
    let mut ligne = vec![
        donnee.perimetre.as_str().into(),
        lieu.map_or(Valeur::Vide, |lieu| lieu.nom.as_str().into()),
        donnee.periode.as_str().into(),
        donnee.variante.code().into(),
        donnee.indicateur.code().into(),
        presente.map_or(Valeur::Vide, |presente| presente.libelle.as_str().into()),
        code,
        libelle,
        valeur(&donnee.chiffre),
        unite(donnee, presente.map_or("", |presente| &presente.unite)),
    ];
    ligne.extend(termes(&donnee.chiffre));
    ligne.push(donnee.chiffre.etat().into());
    ligne
}

fn valeur(chiffre: &Chiffre) -> Valeur {
    match chiffre {
        Chiffre::Nombre { n } => entier(*n),
        Chiffre::Part { dixiemes, .. }
        | Chiffre::Quotient { dixiemes, .. }
        | Chiffre::Moyenne { moyenne: dixiemes, .. } => Valeur::Dixiemes(*dixiemes),
        Chiffre::Absent { .. } => Valeur::Vide,
    }
}

fn unite(donnee: &Donnee, unite: &str) -> Valeur {
    match donnee.signe() {
        "" => donnee.unite(unite).into(),
        signe => signe.into(),
    }
}

/// Upper and lower terms, ends of the interval, median, quartiles, reason of the absence.
fn termes(chiffre: &Chiffre) -> [Valeur; 8] {
    let vides = || [const { Valeur::Vide }; 8];
    match chiffre {
        Chiffre::Nombre { .. } => vides(),
        Chiffre::Part { n, sur, intervalle: (bas, haut), .. } => {
            let [_, _, _, _, a, b, c, d] = vides();
            [entier(*n), entier(*sur), Valeur::Dixiemes(*bas), Valeur::Dixiemes(*haut), a, b, c, d]
        }
        Chiffre::Quotient { n, sur, .. } => {
            let [_, _, a, b, c, d, e, f] = vides();
            [entier(*n), entier(*sur), a, b, c, d, e, f]
        }
        Chiffre::Moyenne { sur, mediane, quartiles: (premier, troisieme), .. } => {
            let [a, _, b, c, _, _, _, d] = vides();
            let dixiemes = [*mediane, *premier, *troisieme].map(Valeur::Dixiemes);
            let [mediane, premier, troisieme] = dixiemes;
            [a, entier(*sur), b, c, mediane, premier, troisieme, d]
        }
        Chiffre::Absent { raison } => {
            let [a, b, c, d, e, f, g, _] = vides();
            [a, b, c, d, e, f, g, raison.as_str().into()]
        }
    }
}

fn entier(nombre: u64) -> Valeur {
    Valeur::Entier(i64::try_from(nombre).unwrap_or(i64::MAX))
}
