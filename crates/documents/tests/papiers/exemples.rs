//! One example of each document, about people who do not exist.

use documents::{
    Attestation, Certificat, Chiffre, ChiffreCle, Decision, Destinataire, DossierDeSeance, EnTete, Figure,
    Fondement, Participation, Place, Praticien, Prononce, Recepisse, Recours, Repartition, SectionDossier,
    Signataire, Suivi, Volet,
};
use jiff::civil::{Date, date};

pub const LE: Date = date(2026, 3, 1);

pub fn en_tete(emetteur: &str) -> EnTete {
    EnTete {
        emetteur: emetteur.to_owned(),
        territoire: "Loiret (45)".to_owned(),
        reference: "45-019C2B7A-3".to_owned(),
        le: LE,
        instant: "2026-03-01T09:30:00Z".parse().unwrap(),
        bandeau: Some("Démonstration : personnes et structures fictives, document sans valeur".to_owned()),
    }
}

pub fn praticien(nom: &str) -> Praticien {
    Praticien { nom: nom.to_owned(), rpps: "99700000001".to_owned() }
}

pub fn fondement(article: &str) -> Fondement {
    Fondement {
        texte: "Décret n° 2024-618 du 27 juin 2024 relatif à l’expérimentation en CPTS".to_owned(),
        article: article.to_owned(),
    }
}

pub fn decision(prononce: Prononce) -> Decision {
    Decision {
        en_tete: en_tete("ARS Centre-Val de Loire"),
        destinataire: Destinataire {
            nom: "Zoé Lefèvre-Cœur".to_owned(),
            qualite: "Masseuse-kinésithérapeute".to_owned(),
            adresse: vec!["12 rue de l’Œuvre".to_owned(), "45000 Orléans".to_owned()],
        },
        praticien: praticien("Zoé Lefèvre-Cœur"),
        cpts: "Sud 28 « Pays de l’Août »".to_owned(),
        depose_le: Some(date(2026, 2, 12)),
        prononce,
        fondements: vec![fondement("1, I"), fondement("1, III")],
        signataire: Some(Signataire {
            nom: "Agathe Exemple".to_owned(),
            qualite: "Agente chargée de l’instruction".to_owned(),
            service: "l’ARS Centre-Val de Loire".to_owned(),
        }),
        recours: Some(Recours {
            mois: 2,
            fondement: Fondement {
                texte: "Code de justice administrative".to_owned(),
                article: "R. 421-1".to_owned(),
            },
        }),
    }
}

pub fn acceptation() -> Decision {
    decision(Prononce::Acceptation { effet_du: Some(LE), fin: Some(date(2029, 8, 28)) })
}

pub fn refus(mots: &str) -> Decision {
    decision(Prononce::Refus {
        motifs: vec!["Lieu d’exercice hors du département".to_owned(), "Autre motif".to_owned()],
        precision: Some(mots.to_owned()),
    })
}

pub fn toutes_les_decisions() -> Vec<(&'static str, Decision)> {
    let dits = Some("Le reçu joint est illisible : merci d’en fournir une copie nette.".to_owned());
    let motif = "Fin d’adhésion à la CPTS".to_owned();
    let adresse = "2 rue de l’Essai, 45200 Montargis".to_owned();
    vec![
        ("acceptation", acceptation()),
        ("acceptation-sans-effet", decision(Prononce::Acceptation { effet_du: None, fin: None })),
        (
            "complement",
            decision(Prononce::Complement {
                pieces: vec!["Justificatif d’exercice en CPTS".to_owned()],
                precision: dits.clone(),
            }),
        ),
        ("refus", refus("Le cabinet se trouve à Dreux, hors du Loiret.")),
        ("retrait", decision(Prononce::Retrait { motif: motif.clone(), dernier_jour: LE, precision: None })),
        ("suspension", decision(Prononce::Suspension { motif, du: LE, precision: dits.clone() })),
        ("retablissement", decision(Prononce::Retablissement { du: LE, precision: None })),
        ("lieu-retenu", decision(Prononce::LieuRetenu { adresse: adresse.clone(), du: LE, precision: None })),
        ("lieu-ecarte", decision(Prononce::LieuEcarte { adresse, precision: dits })),
    ]
}

pub fn certificat() -> Certificat {
    let jeton = "AD1.".to_owned() + &"Zm9vYmFyYmF6cXV1eA".repeat(12);
    Certificat {
        en_tete: en_tete("ARS Centre-Val de Loire"),
        praticien: praticien("Zoé Lefèvre-Cœur"),
        cpts: "Sud 28 « Pays de l’Août »".to_owned(),
        depuis: date(2026, 1, 4),
        lien: format!("https://acces-direct.exemple/verifier?jeton={jeton}"),
        verification: "acces-direct.exemple/verifier".to_owned(),
        cle: "9f3a61c2".to_owned(),
        fondement: fondement("1, III"),
    }
}

pub fn attestation() -> Attestation {
    Attestation {
        en_tete: en_tete("CPTS Ouest Loiret"),
        praticien: praticien("Zoé Lefèvre-Cœur"),
        cpts: "Ouest Loiret".to_owned(),
        qualite: "Membre actif".to_owned(),
        du: date(2026, 1, 1),
        au: Some(date(2026, 12, 31)),
        lieu: Some("12 rue de l’Œuvre, 45000 Orléans".to_owned()),
        signataire: Signataire {
            nom: "Camille Exemple".to_owned(),
            qualite: "Coordination".to_owned(),
            service: "la CPTS Ouest Loiret".to_owned(),
        },
        fondement: fondement("1, II"),
    }
}

pub fn recepisse() -> Recepisse {
    Recepisse {
        en_tete: en_tete("ARS Centre-Val de Loire"),
        numero: "EI-45-019C2B".to_owned(),
        praticien: praticien("Zoé Lefèvre-Cœur"),
        cpts: Some("Sud 28 « Pays de l’Août »".to_owned()),
        signale_le: LE,
        saisi_le: Some("1er mars 2026 à 10 h 30".to_owned()),
        survenu_le: date(2026, 2, 28),
        gravite: "Grave : pronostic vital engagé ou déficit permanent à craindre".to_owned(),
        nature: Some("Malaise".to_owned()),
        moment: Some("Pendant la séance".to_owned()),
        information: Some("Le patient est informé".to_owned()),
        circonstances: "Malaise avec perte de connaissance pendant un exercice d’effort.".to_owned(),
        mesures: "Appel du 15, position latérale de sécurité, transport.".to_owned(),
        reserve: None,
        etat: "À prendre en charge".to_owned(),
        volets: vec![
            Volet {
                titre: "Premier volet, sur le portail national".to_owned(),
                du_le: Some(LE),
                remis_le: Some(LE),
                precision: Some("Numéro S-12".to_owned()),
                ton: "succes",
            },
            Volet {
                titre: "Second volet, l’analyse".to_owned(),
                du_le: Some(date(2026, 6, 1)),
                remis_le: None,
                precision: None,
                ton: "attention",
            },
        ],
        portail: Some("https://signalement.social-sante.gouv.fr/".to_owned()),
        fondements: vec![fondement("R. 1413-69")],
    }
}

pub fn seance() -> DossierDeSeance {
    let chiffre =
        |libelle: &str, valeur: &str| Chiffre { libelle: libelle.to_owned(), valeur: valeur.to_owned() };
    DossierDeSeance {
        en_tete: en_tete("ARS Centre-Val de Loire"),
        titre: "3e réunion".to_owned(),
        rendezvous: "15 septembre 2026 à 14 h 00, salle du conseil".to_owned(),
        ordre_du_jour: vec!["Chiffres de la période".to_owned(), "Questions diverses".to_owned()],
        jour: date(2026, 9, 15),
        sans_ordre: "L’ordre du jour n’est pas encore établi.".to_owned(),
        origine: "Cette réunion garde l’instantané 0123456789abcdef.".to_owned(),
        avertissement: Some("La période n’est pas finie : ces chiffres sont partiels.".to_owned()),
        cles: vec![ChiffreCle {
            valeur: "7,5".to_owned(),
            libelle: "Séances par épisode".to_owned(),
            precision: "médiane 7,0".to_owned(),
        }],
        sections: vec![SectionDossier {
            titre: "Soins".to_owned(),
            chiffres: vec![chiffre("Patients", "190")],
            repartitions: vec![Repartition {
                titre: "Régions du corps".to_owned(),
                lignes: vec![chiffre("Rachis", "80"), chiffre("Épaule", "masqué")],
            }],
            figures: vec![Figure {
                place: Place::Seances,
                titre: "Séances par épisode".to_owned(),
                phrase: "60 % des épisodes comptent de 2 à 8 séances.".to_owned(),
                legende: None,
                svg: r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 4"><rect width="10" height="4"/></svg>"#
                    .to_owned(),
            }],
        }],
        participation: vec![Participation { cpts: "Orléanaise".to_owned(), declarees: 40, autorises: 31 }],
        decisions: vec![Suivi {
            texte: "Diffuser un modèle de lettre.".to_owned(),
            responsable: "Zoé Lefèvre-Cœur".to_owned(),
            echeance: date(2026, 2, 1),
            retard: Some("en retard".to_owned()),
        }],
        prises: Vec::new(),
        membres: vec![chiffre("ARS", "Zoé Lefèvre-Cœur")],
        fondements: vec![fondement("3")],
    }
}
