//! The form of an MK who is not on file: who he is, how he exercises, where.

use droit::decision::Statut;
use maud::{Markup, html};

use super::Fiche;
use crate::cpts::ajout::statut as dire_le_statut;
use crate::gabarits::{Champ, Erreurs, Reponse, groupe};
use crate::repertoire::annuaire::LIEUX_MAX;
use crate::repertoire::lieu::{Adresse, champs_d_adresse};
use crate::saisie::Champs;

/// In letters.
const LONGUEUR_MAXIMALE: usize = 120;

/// Who somebody is, when the form does not ask.
pub type Identite = (String, String);

/// What was typed, when nothing is wrong with it; a name that is vouched for is not read from the form.
pub fn lire(champs: &Champs, certifiee: Option<&Identite>, erreurs: &mut Erreurs) -> Option<Fiche> {
    let identite = match certifiee {
        Some(identite) => Some(identite.clone()),
        None => lire_l_identite(champs, erreurs),
    };
    let statut = lire_le_statut(champs, erreurs);
    let adresses = rangs(champs)
        .filter(|rang| est_garde(champs, *rang))
        .map(|rang| Adresse::lire(champs, &format!(".{rang}"), erreurs))
        .collect::<Option<Vec<_>>>();
    let (nom, prenom) = identite?;
    let fiche = Fiche { nom, prenom, statut: statut?, adresses: adresses? };
    erreurs.est_vide().then_some(fiche)
}

/// The name and first name typed.
pub fn lire_l_identite(champs: &Champs, erreurs: &mut Erreurs) -> Option<Identite> {
    let mut mots = |nom: &str, manque: &str| {
        let valeur = champs.un(nom).split_whitespace().collect::<Vec<_>>().join(" ");
        let juste = !valeur.is_empty() && valeur.chars().count() <= LONGUEUR_MAXIMALE;
        erreurs.noter(nom, juste.then_some(valeur).ok_or(manque))
    };
    let nom = mots("nom", "Écrivez le nom, en 120 signes au plus.");
    let prenom = mots("prenom", "Écrivez le prénom, en 120 signes au plus.");
    Some((nom?, prenom?))
}

/// The status chosen.
pub fn lire_le_statut(champs: &Champs, erreurs: &mut Erreurs) -> Option<Statut> {
    erreurs.noter("statut", Statut::depuis_code(champs.un("statut")).ok_or("Choisissez un statut."))
}

/// The fields of his name.
pub fn champs_d_identite(champs: &Champs, erreurs: &Erreurs) -> Markup {
    let ligne = |nom, libelle| Champ::texte(nom, libelle).valeur(champs.un(nom)).erreurs(erreurs).rendre();
    html! {
        (ligne("nom", "Nom d’exercice"))
        (ligne("prenom", "Prénom d’exercice"))
    }
}

/// The list of statuses.
pub fn champ_du_statut(champs: &Champs, erreurs: &Erreurs) -> Markup {
    let statuts = Statut::TOUS.iter().map(|s| Reponse::new(s.code(), dire_le_statut(*s))).collect();
    Champ::liste("statut", "Statut", statuts)
        .aide("Les titulaires et les collaborateurs peuvent déclarer leur participation ; un remplaçant ne le peut pas.")
        .valeur(champs.un("statut"))
        .erreurs(erreurs)
        .rendre()
}

/// The fields of his places: those that the directory names, or one to write.
pub fn champs_des_lieux(champs: &Champs, erreurs: &Erreurs) -> Markup {
    let proposes: Vec<usize> = rangs(champs).filter(|rang| est_propose(champs, *rang)).collect();
    html! {
        @if proposes.is_empty() {
            (groupe("Lieu d’exercice principal", &html! {
                p.champ-aide { "Laissez ces lignes vides pour l’enregistrer plus tard." }
                (champs_d_adresse(champs, ".0", erreurs))
            }))
        }
        @for rang in proposes { (lieu_propose(champs, rang, erreurs)) }
    }
}

fn lieu_propose(champs: &Champs, rang: usize, erreurs: &Erreurs) -> Markup {
    let (nom, site) = (format!("exerce.{rang}"), format!("site.{rang}"));
    let legende = match champs.un(&site) {
        "" => format!("Lieu d’exercice {}", rang + 1),
        connu => format!("Lieu d’exercice {} : {connu}", rang + 1),
    };
    let coche = est_garde(champs, rang).then(|| "oui".to_owned());
    groupe(
        &legende,
        &html! {
            input type="hidden" name=(site) value=(champs.un(&site));
            (Champ::cases(&nom, "Enregistrer ce lieu", vec![Reponse::new("oui", "Oui")]).facultatif().valeurs(coche).rendre())
            (champs_d_adresse(champs, &format!(".{rang}"), erreurs))
        },
    )
}

/// The places of the form, in order.
fn rangs(champs: &Champs) -> impl Iterator<Item = usize> {
    (0..LIEUX_MAX).filter(|rang| {
        let commune = format!("commune.{rang}");
        champs.iter().any(|(nom, _)| nom == commune)
    })
}

/// Does the directory name it: its box may be ticked.
fn est_propose(champs: &Champs, rang: usize) -> bool {
    let site = format!("site.{rang}");
    champs.iter().any(|(nom, _)| nom == site)
}

/// Is it to be recorded: ticked, or written where nothing was proposed.
fn est_garde(champs: &Champs, rang: usize) -> bool {
    if est_propose(champs, rang) {
        return champs.un(&format!("exerce.{rang}")) == "oui";
    }
    ["adresse", "code_postal", "commune", "departement"]
        .iter()
        .any(|nom| !champs.un(&format!("{nom}.{rang}")).is_empty())
}
