//! The public geography of the demo: the eight CPTS of the Loiret's specifications and the towns they cover.

use super::hasard::Hasard;

/// A CPTS: its public name and its towns.
#[derive(Debug, PartialEq, Eq)]
pub struct Cpts {
    /// Public name.
    pub nom: &'static str,
    /// Department of its seat.
    pub departement: &'static str,
    /// Its towns.
    pub communes: &'static [Commune],
}

/// A town: a public place with a rough weight in thousands of inhabitants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Commune {
    /// Name.
    pub nom: &'static str,
    /// Post code, whose first digits are the department.
    pub code_postal: &'static str,
    /// Weight.
    pub poids: usize,
}

impl Commune {
    /// The department of the town.
    pub fn departement(&self) -> &'static str {
        self.code_postal.get(..2).unwrap_or_default()
    }
}

const fn commune(nom: &'static str, code_postal: &'static str, poids: usize) -> Commune {
    Commune { nom, code_postal, poids }
}

/// The eight CPTS named for the experiment; Sologne and Sud 28 straddle departments.
pub const CPTS: [Cpts; 8] = [
    Cpts {
        nom: "CPTS Orléanaise",
        departement: "45",
        communes: &[
            commune("Orléans", "45000", 116),
            commune("Olivet", "45160", 23),
            commune("Fleury-les-Aubrais", "45400", 21),
            commune("Saint-Jean-de-Braye", "45800", 21),
            commune("Saran", "45770", 17),
            commune("Saint-Jean-de-la-Ruelle", "45140", 16),
            commune("La Chapelle-Saint-Mesmin", "45380", 10),
            commune("Ingré", "45140", 9),
        ],
    },
    Cpts {
        nom: "CPTS Ouest Loiret",
        departement: "45",
        communes: &[
            commune("Beaugency", "45190", 14),
            commune("Meung-sur-Loire", "45130", 13),
            commune("Cléry-Saint-André", "45370", 7),
            commune("Patay", "45310", 5),
            commune("Baule", "45130", 4),
        ],
    },
    Cpts {
        nom: "CPTS Est Orléanais",
        departement: "45",
        communes: &[
            commune("Chécy", "45430", 18),
            commune("Châteauneuf-sur-Loire", "45110", 17),
            commune("Jargeau", "45150", 10),
            commune("Fay-aux-Loges", "45450", 8),
            commune("Saint-Denis-de-l’Hôtel", "45550", 6),
            commune("Tigy", "45510", 5),
        ],
    },
    Cpts {
        nom: "CPTS Gâtinais Montargois",
        departement: "45",
        communes: &[
            commune("Montargis", "45200", 30),
            commune("Amilly", "45200", 24),
            commune("Châlette-sur-Loing", "45120", 24),
            commune("Villemandeur", "45700", 12),
            commune("Courtenay", "45320", 8),
            commune("Ferrières-en-Gâtinais", "45210", 7),
            commune("Lorris", "45260", 6),
        ],
    },
    Cpts {
        nom: "CPTS Beauce-Gâtinais",
        departement: "45",
        communes: &[
            commune("Pithiviers", "45300", 20),
            commune("Le Malesherbois", "45330", 15),
            commune("Neuville-aux-Bois", "45170", 10),
            commune("Puiseaux", "45390", 6),
            commune("Beaune-la-Rolande", "45340", 5),
        ],
    },
    Cpts {
        nom: "CPTS du Giennois Berry",
        departement: "45",
        communes: &[
            commune("Gien", "45500", 26),
            commune("Briare", "45250", 10),
            commune("Sully-sur-Loire", "45600", 10),
            commune("Châtillon-sur-Loire", "45360", 6),
            commune("Ouzouer-sur-Loire", "45570", 5),
        ],
    },
    Cpts {
        nom: "CPTS Sologne",
        departement: "45",
        communes: &[
            commune("La Ferté-Saint-Aubin", "45240", 15),
            commune("Marcilly-en-Villette", "45240", 5),
            commune("Ligny-le-Ribault", "45240", 3),
            commune("Lamotte-Beuvron", "41600", 4),
            commune("Salbris", "41300", 3),
        ],
    },
    Cpts {
        nom: "CPTS Sud 28",
        departement: "28",
        communes: &[
            commune("Épieds-en-Beauce", "45130", 6),
            commune("Tournoisis", "45310", 3),
            commune("Châteaudun", "28200", 4),
            commune("Bonneval", "28800", 2),
        ],
    },
];

/// A town of a CPTS, the larger the likelier.
pub fn autour(hasard: &mut Hasard, cpts: usize) -> Commune {
    let communes = CPTS.get(cpts).map(|c| c.communes).unwrap_or_default();
    let choix: Vec<(Commune, usize)> = communes.iter().map(|commune| (*commune, commune.poids)).collect();
    hasard.selon_poids(&choix, Commune::default())
}
