//! Which title holds which fact: a table in data, so that a form that changes a question changes a line of text.

use std::collections::BTreeMap;

use droit::decision::Statut;

use crate::tableur::normaliser;

/// A fact of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cle {
    /// Number of the dossier.
    Numero,
    /// State.
    Etat,
    /// Day of filing.
    DeposeLe,
    /// Day of decision.
    TraiteLe,
    /// Motive of the decision.
    Motivation,
    /// RPPS number.
    Rpps,
    /// Name.
    Nom,
    /// First name.
    Prenom,
    /// Status.
    Statut,
    /// CPTS.
    Cpts,
    /// Street.
    Adresse,
    /// Postcode.
    CodePostal,
    /// Commune.
    Commune,
}

impl Cle {
    /// Every fact, with its spelling in the table.
    pub const TOUTES: [(Self, &'static str); 13] = [
        (Self::Numero, "numero"),
        (Self::Etat, "etat"),
        (Self::DeposeLe, "depose_le"),
        (Self::TraiteLe, "traite_le"),
        (Self::Motivation, "motivation"),
        (Self::Rpps, "rpps"),
        (Self::Nom, "nom"),
        (Self::Prenom, "prenom"),
        (Self::Statut, "statut"),
        (Self::Cpts, "cpts"),
        (Self::Adresse, "adresse"),
        (Self::CodePostal, "code_postal"),
        (Self::Commune, "commune"),
    ];

    /// Facts without which a dossier cannot be taken up.
    pub const REQUISES: [Self; 7] =
        [Self::Numero, Self::Etat, Self::DeposeLe, Self::Rpps, Self::Nom, Self::Prenom, Self::Cpts];

    /// How the fact is called on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Numero => "numéro de dossier",
            Self::Etat => "état",
            Self::DeposeLe => "date de dépôt",
            Self::TraiteLe => "date de décision",
            Self::Motivation => "motivation",
            Self::Rpps => "numéro RPPS",
            Self::Nom => "nom",
            Self::Prenom => "prénom",
            Self::Statut => "statut",
            Self::Cpts => "CPTS",
            Self::Adresse => "adresse",
            Self::CodePostal => "code postal",
            Self::Commune => "commune",
        }
    }
}

/// The titles under which each fact is found, and the status of those of whom the form does not ask it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correspondance {
    titres: BTreeMap<Cle, Vec<String>>,
    statut: Option<Statut>,
}

/// The titles of the platform's exports, and those of the questions of the form as they are asked.
const USUELLE: &str = "\
numero = ID | Numéro de dossier | N° de dossier | Dossier | numero
etat = État du dossier | Statut du dossier | Etat | state
depose_le = Déposé le | Date de dépôt | Passé en construction le | dateDepot
traite_le = Traité le | Date de traitement | Date de décision | dateTraitement
motivation = Motivation de la décision | Motivation | motif
rpps = Numéro RPPS | N° RPPS | RPPS | Votre numéro RPPS | Identifiant RPPS
nom = Nom | Nom d’exercice | Nom du demandeur
prenom = Prénom | Prénom d’exercice | Prénom du demandeur
statut = Statut | Mode d’exercice | Vous exercez en tant que | Titulaire ou collaborateur
cpts = CPTS | Nom de la CPTS | CPTS d’exercice | CPTS de rattachement
adresse = Adresse | Adresse du cabinet | Adresse du lieu d’exercice | Rue
code_postal = Code postal | Code postal du cabinet | Code postal du lieu d’exercice
commune = Commune | Ville | Commune du cabinet | Commune du lieu d’exercice
";

/// A table that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("ligne {ligne} de la correspondance : écrivez « fait = Titre | Autre titre », avec un fait connu")]
pub struct CorrespondanceInvalide {
    /// Line.
    pub ligne: usize,
}

impl Correspondance {
    /// The usual titles.
    pub fn usuelle() -> Self {
        // The table is a constant that a test reads.
        Self::lire(USUELLE).unwrap_or_else(|_| Self { titres: BTreeMap::new(), statut: None })
    }

    /// The same table with titles of one's own: they come before the others.
    #[must_use]
    pub fn avec(mut self, propres: Self) -> Self {
        for (cle, mut noms) in propres.titres {
            let usuels = self.titres.entry(cle).or_default();
            noms.append(usuels);
            *usuels = noms;
        }
        self
    }

    /// The same table for a form that does not ask the status: an agent says it of all its dossiers.
    #[must_use]
    pub fn avec_statut(self, statut: Option<Statut>) -> Self {
        Self { statut, ..self }
    }

    /// The status of those of whom the form does not ask it; `None` when nobody said it.
    pub fn statut(&self) -> Option<Statut> {
        self.statut
    }

    /// The usual titles of a fact, as they are written.
    pub fn titres_usuels(cle: Cle) -> &'static str {
        let code = Cle::TOUTES.iter().find(|(autre, _)| *autre == cle).map_or("", |(_, code)| *code);
        let lignes = USUELLE.lines().filter_map(|ligne| ligne.split_once('='));
        lignes.into_iter().find(|(nom, _)| nom.trim() == code).map_or("", |(_, titres)| titres.trim())
    }

    /// Reads a table: one fact per line, its titles between `|`.
    ///
    /// # Errors
    /// When a line is not of that form.
    pub fn lire(texte: &str) -> Result<Self, CorrespondanceInvalide> {
        let mut titres = BTreeMap::new();
        for (ligne, contenu) in (1..).zip(texte.lines()).filter(|(_, l)| !l.trim().is_empty()) {
            let faute = CorrespondanceInvalide { ligne };
            let (cle, noms) = contenu.split_once('=').ok_or_else(|| faute.clone())?;
            let connue = Cle::TOUTES.iter().find(|(_, nom)| *nom == cle.trim());
            let (cle, _) = connue.ok_or_else(|| faute.clone())?;
            let noms: Vec<_> = noms.split('|').map(normaliser).filter(|nom| !nom.is_empty()).collect();
            titres.insert(*cle, noms);
        }
        Ok(Self { titres, statut: None })
    }

    /// The place of a fact among titles: the first of its names that is there.
    pub fn place(&self, cle: Cle, titres: &[String]) -> Option<usize> {
        self.titres
            .get(&cle)?
            .iter()
            .find_map(|nom| titres.iter().position(|titre| normaliser(titre) == *nom))
    }
}
