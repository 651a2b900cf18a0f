//! Names of people who do not exist: common given names, family names and streets put together from parts.

use droit::patient::Sexe;

use super::hasard::Hasard;

const FEMININS: [&str; 48] = [
    "Adèle",
    "Agathe",
    "Alice",
    "Amélie",
    "Anaïs",
    "Anne",
    "Audrey",
    "Aurélie",
    "Camille",
    "Caroline",
    "Cécile",
    "Chloé",
    "Claire",
    "Delphine",
    "Élise",
    "Émilie",
    "Emma",
    "Fanny",
    "Florence",
    "Françoise",
    "Hélène",
    "Inès",
    "Isabelle",
    "Jeanne",
    "Julie",
    "Justine",
    "Laura",
    "Léa",
    "Louise",
    "Lucie",
    "Manon",
    "Margaux",
    "Marie",
    "Marion",
    "Mathilde",
    "Monique",
    "Nadia",
    "Nathalie",
    "Noémie",
    "Pauline",
    "Sarah",
    "Simone",
    "Solène",
    "Sophie",
    "Sylvie",
    "Thérèse",
    "Valérie",
    "Zoé",
];

const MASCULINS: [&str; 48] = [
    "Adrien",
    "Alain",
    "Alexandre",
    "Antoine",
    "Arthur",
    "Baptiste",
    "Benjamin",
    "Bernard",
    "Bruno",
    "Cédric",
    "Clément",
    "Damien",
    "Daniel",
    "David",
    "Éric",
    "Étienne",
    "Fabien",
    "Florian",
    "François",
    "Gabriel",
    "Georges",
    "Gilles",
    "Hugo",
    "Jacques",
    "Jean",
    "Jérôme",
    "Jules",
    "Karim",
    "Laurent",
    "Louis",
    "Lucas",
    "Marc",
    "Mathieu",
    "Maxime",
    "Mehdi",
    "Michel",
    "Nicolas",
    "Olivier",
    "Paul",
    "Philippe",
    "Pierre",
    "Quentin",
    "Raphaël",
    "Robert",
    "Romain",
    "Samuel",
    "Thomas",
    "Vincent",
];

const DEBUTS: [&str; 52] = [
    "Aubre", "Barde", "Belle", "Berti", "Boisse", "Brande", "Caldi", "Cande", "Chambre", "Charme", "Clave",
    "Corbe", "Courte", "Danse", "Delmi", "Durte", "Espe", "Faude", "Ferre", "Fonte", "Frame", "Garre",
    "Gaude", "Gire", "Grande", "Haute", "Jausse", "Jolive", "Lambe", "Lande", "Lorme", "Malve", "Marse",
    "Merle", "Mire", "Monte", "Nerve", "Orse", "Pardi", "Pelle", "Perce", "Plane", "Quinte", "Rauze", "Rive",
    "Sauve", "Serve", "Taille", "Tavre", "Valde", "Vernou", "Voise",
];

const FINS: [&str; 34] = [
    "bault", "bois", "brun", "chard", "clair", "court", "dier", "dray", "fond", "gnard", "gny", "lard",
    "lin", "lois", "mare", "mier", "mond", "mont", "nay", "net", "nier", "pin", "quin", "rat", "ret", "roux",
    "sac", "sard", "tier", "tin", "val", "vier", "villiers", "zac",
];

const VOIES: [&str; 8] = ["rue", "allée", "impasse", "chemin", "place", "avenue", "sente", "cour"];

const LIEUX: [&str; 24] = [
    "du Héron-Bleu",
    "des Trois-Moulinets",
    "de la Roche-Percée",
    "du Puits-aux-Ormes",
    "des Quatre-Saisons",
    "du Vieux-Colombier",
    "de la Fontaine-Verte",
    "des Petits-Sentiers",
    "du Clos-Marin",
    "de l’Étang-Neuf",
    "des Grands-Tilleuls",
    "du Pont-de-Bois",
    "de la Belle-Rive",
    "des Vanneliers",
    "du Pré-Dormant",
    "de la Tour-Ronde",
    "des Sabotiers",
    "du Four-à-Pain",
    "de la Sablonnière",
    "des Hautes-Herbes",
    "du Martin-Pêcheur",
    "de la Croix-Blanche",
    "des Merisiers",
    "du Bac-Ancien",
];

/// A given name.
pub fn prenom(hasard: &mut Hasard, sexe: Sexe) -> &'static str {
    match sexe {
        Sexe::Feminin => hasard.un(&FEMININS),
        Sexe::Masculin | Sexe::Indetermine => hasard.un(&MASCULINS),
    }
}

/// A family name that sounds French and was put together from two syllables.
pub fn nom(hasard: &mut Hasard) -> String {
    format!("{}{}", hasard.un(&DEBUTS), hasard.un(&FINS))
}

/// A number and a street that no town hall named.
pub fn voie(hasard: &mut Hasard) -> String {
    let numero = hasard.entre(1, 96);
    format!("{numero} {} {}", hasard.un(&VOIES), hasard.un(&LIEUX))
}

/// A telephone number of the range kept for fiction (ARCEP: 02 61 91 xx xx).
pub fn telephone(hasard: &mut Hasard) -> String {
    format!("02 61 91 {:02} {:02}", hasard.sous(100), hasard.sous(100))
}
