//! The settings of an addressee as typed: every field checked for the way that was chosen.

use entrepot::transmission::{Canal, EtatDestinataire, Reglages, Rythme};
use maud::{Markup, html};
use passerelles::{AdresseCourriel, AdresseSftp, EmpreinteHote, nom_sans_danger};

use super::liste::nom_du_rythme;
use crate::gabarits::{Champ, Erreurs, Reponse};
use crate::saisie::Champs;

/// Reads the settings.
pub fn lire(champs: &Champs, erreurs: &mut Erreurs) -> Option<Reglages> {
    let choix = "Choisissez une réponse.";
    let canal = erreurs.noter("canal", Canal::depuis_code(champs.un("canal")).ok_or(choix));
    let rythme = erreurs.noter("rythme", Rythme::depuis_code(champs.un("rythme")).ok_or(choix));
    let etat = erreurs.noter("etat", EtatDestinataire::depuis_code(champs.un("etat")).ok_or(choix));
    let adresse = canal.and_then(|canal| adresse(canal, champs.un("adresse"), erreurs));
    let cle_hote = match canal {
        Some(Canal::Sftp) => {
            let lue = champs.un("cle_hote").parse::<EmpreinteHote>().map(|cle| cle.as_str().to_owned());
            Some(erreurs.noter("cle_hote", lue)?)
        }
        _ => None,
    };
    let accuse_sous = match champs.un("accuse_sous") {
        "" => None,
        saisi => {
            let jours = saisi.parse::<u16>().ok().filter(|jours| (1..=365).contains(jours));
            Some(erreurs.noter("accuse_sous", jours.ok_or("Écrivez un nombre de jours, de 1 à 365."))?)
        }
    };
    Some(Reglages { canal: canal?, adresse: adresse?, cle_hote, rythme: rythme?, accuse_sous, etat: etat? })
}

fn adresse(canal: Canal, saisie: &str, erreurs: &mut Erreurs) -> Option<String> {
    match canal {
        Canal::Sftp => {
            erreurs.noter("adresse", saisie.parse::<AdresseSftp>()).map(|adresse| adresse.to_string())
        }
        Canal::Courriel => {
            erreurs.noter("adresse", saisie.parse::<AdresseCourriel>()).map(|adresse| adresse.to_string())
        }
        Canal::Dossier => {
            let dit = "Un nom de dossier s’écrit sans accent ni espace, par exemple cpam-45.";
            erreurs.noter("adresse", nom_sans_danger(saisie).then(|| saisie.to_owned()).ok_or(dit))
        }
    }
}

/// The settings as a form shows them again.
pub fn en_champs(reglages: &Reglages) -> [(&'static str, String); 6] {
    [
        ("canal", reglages.canal.code().to_owned()),
        ("adresse", reglages.adresse.clone()),
        ("cle_hote", reglages.cle_hote.clone().unwrap_or_default()),
        ("rythme", reglages.rythme.code().to_owned()),
        ("accuse_sous", reglages.accuse_sous.map(|jours| jours.to_string()).unwrap_or_default()),
        ("etat", reglages.etat.code().to_owned()),
    ]
}

/// The fields, with what was typed or recorded.
pub fn champs(valeur: impl Fn(&str) -> String, erreurs: &Erreurs) -> Markup {
    let canaux = vec![
        Reponse::new("dossier", "Un dossier de ce serveur")
            .aide("L’organisme, ou un autre programme, vient y prendre les fichiers."),
        Reponse::new("sftp", "SFTP").aide("Les fichiers sont déposés sur le serveur de l’organisme."),
        Reponse::new("courriel", "Courriel").aide("Les fichiers sont joints à un courriel."),
    ];
    let rythmes =
        Rythme::TOUS.iter().map(|rythme| Reponse::new(rythme.code(), nom_du_rythme(*rythme))).collect();
    let etats = vec![
        Reponse::new("actif", "Les fichiers partent"),
        Reponse::new("suspendu", "Suspendu")
            .aide("Rien n’est perdu : le prochain fichier dira tout ce qui a changé."),
    ];
    html! {
        (Champ::boutons("canal", "Comment les fichiers partent-ils ?", canaux).valeur(valeur("canal")).erreurs(erreurs).rendre())
        (Champ::texte("adresse", "Adresse").valeur(valeur("adresse")).erreurs(erreurs)
            .aide("Nom du dossier (cpam-45), adresse SFTP (utilisateur@serveur:22/dossier) ou adresse électronique.").rendre())
        (Champ::texte("cle_hote", "Empreinte de la clé du serveur SFTP").facultatif().valeur(valeur("cle_hote")).erreurs(erreurs)
            .aide("Donnée par l’organisme : « SHA256: » et 43 signes. Rien ne part vers un serveur qui en présente une autre.").rendre())
        (Champ::boutons("rythme", "À quel rythme ?", rythmes).valeur(valeur("rythme")).erreurs(erreurs).rendre())
        (Champ::texte("accuse_sous", "Accusé de réception attendu sous (jours)").facultatif().clavier("numeric")
            .valeur(valeur("accuse_sous")).erreurs(erreurs)
            .aide("Aucun texte ne fixe ce délai : laissez vide si rien n’est convenu.").rendre())
        (Champ::boutons("etat", "État", etats).valeur(valeur("etat")).erreurs(erreurs).rendre())
    }
}
