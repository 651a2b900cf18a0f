//! Invitations of the committee through the worker to a real mail server: who receives what, and the calendar inside.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use axum::http::StatusCode;
use mail_parser::{MessageParser, MimeHeaders};
use passerelles::{BoiteAuxLettres, Chiffrement, Relais, Smtp};
use plateforme::travailleur::{Aiguillage, Travailleur};

use crate::pairs::{Pair, lancer_script};
use crate::terrain::Terrain;

const REUNION: &str = "/comite/reunions/01930000-0000-7000-8000-00000000c0d1";

/// A mail as its reader sees it: for whom, about what, in words, and its calendar.
struct Recu {
    a: String,
    sujet: String,
    texte: String,
    methode: String,
    calendrier: BTreeMap<String, String>,
}

/// The properties of an iCalendar file, unfolded (RFC 5545, 3.1), by name; parameters stay with the value.
fn lire_le_calendrier(texte: &str) -> BTreeMap<String, String> {
    let deplie = texte.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "");
    let lignes = deplie.lines().filter(|ligne| !ligne.is_empty());
    let mut proprietes = BTreeMap::new();
    for ligne in lignes {
        let fin = ligne.find([':', ';']).unwrap_or_else(|| panic!("« {ligne} » is no property"));
        let (nom, suite) = ligne.split_at(fin);
        proprietes.insert(nom.to_owned(), suite[1..].to_owned());
    }
    proprietes
}

fn lire(octets: &[u8]) -> Recu {
    let message = MessageParser::default().parse(octets).unwrap();
    let est_un_calendrier = |genre: &mail_parser::ContentType<'_>| genre.subtype() == Some("calendar");
    let partie =
        message.parts.iter().find(|partie| partie.content_type().is_some_and(est_un_calendrier)).unwrap();
    let calendrier = std::str::from_utf8(partie.contents()).unwrap();
    assert!(calendrier.ends_with("END:VCALENDAR\r\n") || calendrier.trim_end().ends_with("END:VCALENDAR"));
    Recu {
        a: message.to().unwrap().first().unwrap().address().unwrap().to_owned(),
        sujet: message.subject().unwrap().to_owned(),
        texte: message.body_text(0).unwrap().into_owned(),
        methode: partie.content_type().unwrap().attribute("method").unwrap().to_owned(),
        calendrier: lire_le_calendrier(calendrier),
    }
}

/// The server and the folder of what it receives.
struct Poste {
    dossier: std::path::PathBuf,
    pair: Pair,
}

impl Poste {
    fn ouvrir() -> Self {
        let dossier =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("comite-courriel-{}", std::process::id()));
        drop(std::fs::remove_dir_all(&dossier));
        std::fs::create_dir_all(&dossier).unwrap();
        let pair =
            lancer_script("aiosmtpd", "serveur_smtp.py", &[dossier.to_str().unwrap(), "clair", "normale"]);
        Self { dossier, pair }
    }

    fn voie(&self) -> Aiguillage {
        let relais = Relais {
            hote: "localhost",
            port: self.pair.port,
            chiffrement: Chiffrement::EnClair,
            identifiants: None,
            autorite: None,
        };
        let smtp = Smtp::new(&relais, "ne-pas-repondre@acces-direct.example".parse().unwrap()).unwrap();
        Aiguillage::default().avec("courriel", Arc::new(BoiteAuxLettres(Arc::new(smtp))))
    }

    /// What was received since the last `deja` mails, in order of addressee.
    fn recus(&self, deja: usize) -> Vec<Recu> {
        let lu = |rang: usize| std::fs::read(self.dossier.join(format!("{rang:03}.eml"))).ok();
        let mut recus: Vec<Recu> = (deja + 1..).map_while(lu).map(|octets| lire(&octets)).collect();
        recus.sort_by(|a, b| a.a.cmp(&b.a));
        recus
    }
}

async fn membre(terrain: &Terrain, rang: u8, institution: &str) {
    let corps = format!(
        "cle=01930000-0000-7000-8000-0000000001d{rang}&departement=45&institution={institution}&nom=Membre+{rang}&courriel=m{rang}@comite.example"
    );
    let ajoute = terrain.banc.poster("/comite/membres", &terrain.ars, &corps).await;
    assert_eq!(ajoute.statut, StatusCode::SEE_OTHER, "{}", ajoute.corps);
}

async fn pas(terrain: &Terrain, champs: &str) {
    let lue = terrain.banc.lire(REUNION, &terrain.ars).await.corps;
    let version = lue.split("name=\"version\" value=\"").nth(1).and_then(|suite| suite.split('"').next());
    let corps = format!("version={}&{champs}", version.unwrap());
    let fait = terrain.banc.poster(REUNION, &terrain.ars, &corps).await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
}

#[tokio::test(flavor = "multi_thread")]
async fn une_convocation_son_report_et_son_annulation_arrivent_avec_leur_calendrier() {
    let terrain = Terrain::new("comite-courriel", 0);
    let poste = tokio::task::block_in_place(Poste::ouvrir);
    let travailleur = Travailleur::new(terrain.banc.app.clone(), poste.voie());
    membre(&terrain, 1, "ars").await;
    membre(&terrain, 2, "cpam").await;
    let cle = REUNION.rsplit('/').next().unwrap();
    let corps = format!(
        "cle={cle}&departement=45&rang=3&le=2026-09-15&heure=14:00&duree=120&lieu=Salle+2%2C+%C3%A9tage+1&organisateur=comite@ars.example&ordre=Chiffres%0ADivers"
    );
    let convoquee = terrain.banc.poster("/comite/reunions", &terrain.ars, &corps).await;
    assert_eq!(convoquee.statut, StatusCode::SEE_OTHER, "{}", convoquee.corps);
    assert_eq!(travailleur.tour().await.unwrap().remis, 2);
    let recus = poste.recus(0);
    let adresses: Vec<&str> = recus.iter().map(|recu| recu.a.as_str()).collect();
    assert_eq!(adresses, ["m1@comite.example", "m2@comite.example"], "one mail for each, alone in it");
    for (rang, recu) in (1..).zip(&recus) {
        assert!(
            recu.sujet.contains("Comité de suivi") && recu.texte.contains("Ordre du jour"),
            "{}",
            recu.texte
        );
        let dit = |nom: &str| recu.calendrier.get(nom).map_or("", String::as_str);
        assert_eq!((recu.methode.as_str(), dit("METHOD"), dit("SEQUENCE")), ("REQUEST", "REQUEST", "0"));
        assert_eq!((dit("DTSTART"), dit("DTEND")), ("20260915T120000Z", "20260915T140000Z"));
        assert_eq!(dit("LOCATION"), "Salle 2\\, étage 1");
        assert!(dit("ORGANIZER").ends_with("mailto:comite@ars.example"), "{}", dit("ORGANIZER"));
        assert!(dit("ATTENDEE").ends_with(&format!("mailto:m{rang}@comite.example")), "{}", dit("ATTENDEE"));
    }
    let uid = recus[0].calendrier["UID"].clone();
    pas(&terrain, "pas=deplacer&le=2026-09-22&heure=9:30&duree=90&lieu=Visio").await;
    pas(&terrain, "pas=annuler&motif=Gr%C3%A8ve").await;
    assert_eq!(travailleur.tour().await.unwrap().remis, 4);
    let suite = poste.recus(2);
    let suivi: Vec<(&str, &str, &str)> = suite
        .iter()
        .filter(|recu| recu.a == "m1@comite.example")
        .map(|recu| {
            (recu.methode.as_str(), recu.calendrier["SEQUENCE"].as_str(), recu.calendrier["DTSTART"].as_str())
        })
        .collect();
    assert!(suivi.contains(&("REQUEST", "1", "20260922T073000Z")), "{suivi:?}");
    assert!(suivi.contains(&("CANCEL", "2", "20260922T073000Z")), "{suivi:?}");
    assert!(suite.iter().all(|recu| recu.calendrier["UID"] == uid), "the same meeting all along");
    assert_eq!(travailleur.tour().await.unwrap().remis, 0, "nothing is sent twice");
}
