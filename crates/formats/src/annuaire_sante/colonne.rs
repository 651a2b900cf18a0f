//! The columns that are read, bound by their name in the header: never by their place.

use super::erreur::Inexploitable;

/// A column that is read, of one extraction or of the other.
pub(super) trait Lisible: Copy {
    /// Its rank among those that are read.
    fn rang(self) -> usize;
    /// Its name in the header, without the mention « (coord. structure) » or « (structure) ».
    fn nom(self) -> &'static str;
}

/// A column of the activities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Colonne {
    TypeIdentifiant,
    Identifiant,
    Nom,
    Prenom,
    Profession,
    Categorie,
    Mode,
    Siret,
    Finess,
    Structure,
    RaisonSociale,
    CodePostal,
    CodeCommune,
    Commune,
    Departement,
    Genre,
}

impl Colonne {
    pub(super) const TOUTES: [Self; 16] = [
        Self::TypeIdentifiant,
        Self::Identifiant,
        Self::Nom,
        Self::Prenom,
        Self::Profession,
        Self::Categorie,
        Self::Mode,
        Self::Siret,
        Self::Finess,
        Self::Structure,
        Self::RaisonSociale,
        Self::CodePostal,
        Self::CodeCommune,
        Self::Commune,
        Self::Departement,
        Self::Genre,
    ];
}

impl Lisible for Colonne {
    fn rang(self) -> usize {
        self as usize
    }

    fn nom(self) -> &'static str {
        match self {
            Self::TypeIdentifiant => "Type d'identifiant PP",
            Self::Identifiant => "Identifiant PP",
            Self::Nom => "Nom d'exercice",
            Self::Prenom => "Prénom d'exercice",
            Self::Profession => "Code profession",
            Self::Categorie => "Code catégorie professionnelle",
            Self::Mode => "Code mode exercice",
            Self::Siret => "Numéro SIRET site",
            Self::Finess => "Numéro FINESS site",
            Self::Structure => "Identifiant technique de la structure",
            Self::RaisonSociale => "Raison sociale site",
            Self::CodePostal => "Code postal",
            Self::CodeCommune => "Code commune",
            Self::Commune => "Libellé commune",
            Self::Departement => "Code Département",
            Self::Genre => "Code genre activité",
        }
    }
}

/// Where each column is.
#[derive(Clone, Debug)]
pub(super) struct Colonnes {
    places: Vec<usize>,
    nombre: usize,
}

impl Colonnes {
    /// Finds every column in the header's fields; `fichier` is the name of the extraction that has them.
    pub(super) fn lier<C: Lisible>(
        entete: &[String],
        colonnes: &[C],
        fichier: &'static str,
    ) -> Result<Self, Inexploitable> {
        let noms: Vec<String> = entete.iter().map(|nom| plat(nom)).collect();
        let place = |colonne: &C| {
            let cherche = plat(colonne.nom());
            let mut trouvees = noms.iter().enumerate().filter(|(_, nom)| **nom == cherche);
            let absente = Inexploitable::ColonneAbsente { colonne: colonne.nom(), fichier };
            let place = trouvees.next().ok_or(absente)?.0;
            match trouvees.next() {
                Some(_) => Err(Inexploitable::ColonneDouble(colonne.nom())),
                None => Ok(place),
            }
        };
        let places = colonnes.iter().map(place).collect::<Result<_, _>>()?;
        Ok(Self { places, nombre: entete.len() })
    }

    /// Fields of the header.
    pub(super) fn nombre(&self) -> usize {
        self.nombre
    }

    /// The place of a column.
    pub(super) fn place(&self, colonne: impl Lisible) -> usize {
        self.places.get(colonne.rang()).copied().unwrap_or(usize::MAX)
    }
}

/// A name as it is compared: letters and digits, without case, accents, apostrophes nor what is between parentheses.
fn plat(nom: &str) -> String {
    let nom = nom.split('(').next().unwrap_or_default();
    nom.chars().flat_map(char::to_lowercase).filter_map(sans_accent).collect()
}

fn sans_accent(lettre: char) -> Option<char> {
    match lettre {
        'à' | 'â' | 'ä' => Some('a'),
        'ç' => Some('c'),
        'é' | 'è' | 'ê' | 'ë' => Some('e'),
        'î' | 'ï' => Some('i'),
        'ô' | 'ö' => Some('o'),
        'ù' | 'û' | 'ü' => Some('u'),
        autre => autre.is_alphanumeric().then_some(autre),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_nom_se_reconnait_quelle_que_soit_sa_typographie() {
        assert_eq!(plat("Prénom d’exercice"), plat("PRENOM D'EXERCICE"));
        assert_eq!(plat("Code postal (coord. structure)"), plat("Code postal"));
        assert_ne!(plat("Téléphone (coord. structure)"), plat("Téléphone 2 (coord. structure)"));
    }
}
