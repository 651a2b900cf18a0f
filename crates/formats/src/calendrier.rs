//! An invitation to a meeting as iCalendar (RFC 5545, RFC 5546): request, change, cancellation, or a copy to keep.
//!
//! Hours are written in universal time, so that no time zone has to travel along.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What the file does (RFC 5546, section 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Methode {
    /// Invites, or changes an invitation: a greater number replaces the former.
    Request,
    /// Cancels.
    Cancel,
    /// A copy for whoever opens it.
    Publish,
}

impl Methode {
    /// Its spelling.
    pub fn code(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
            Self::Publish => "PUBLISH",
        }
    }
}

/// A meeting to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendezvous<'r> {
    /// Names it for ever, e.g. `reunion-0199…@acces-direct`.
    pub uid: &'r str,
    /// Number of the invitation: grows at each change.
    pub sequence: u32,
    /// When the file is made.
    pub etabli_le: Timestamp,
    /// Beginning.
    pub debut: Timestamp,
    /// End.
    pub fin: Timestamp,
    /// Title.
    pub titre: &'r str,
    /// Place.
    pub lieu: &'r str,
    /// What it is about.
    pub description: &'r str,
    /// Address that receives the answers.
    pub organisateur: &'r str,
    /// Who is invited, and the address.
    pub invite: Option<(&'r str, &'r str)>,
}

/// The most bytes of a line, its end aside (RFC 5545, section 3.1).
const LIGNE: usize = 75;

/// Writes the file.
pub fn ecrire(methode: Methode, rendezvous: &Rendezvous<'_>) -> String {
    let statut = if methode == Methode::Cancel { "CANCELLED" } else { "CONFIRMED" };
    let mut lignes = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Acces Direct//Comite de suivi//FR".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        format!("METHOD:{}", methode.code()),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", echapper(rendezvous.uid)),
        format!("SEQUENCE:{}", rendezvous.sequence),
        format!("DTSTAMP:{}", instant(rendezvous.etabli_le)),
        format!("DTSTART:{}", instant(rendezvous.debut)),
        format!("DTEND:{}", instant(rendezvous.fin)),
        format!("SUMMARY:{}", echapper(rendezvous.titre)),
        format!("LOCATION:{}", echapper(rendezvous.lieu)),
        format!("DESCRIPTION:{}", echapper(rendezvous.description)),
        format!("ORGANIZER:mailto:{}", adresse(rendezvous.organisateur)),
    ];
    if let Some((nom, courriel)) = rendezvous.invite {
        lignes.push(format!(
            "ATTENDEE;CN={};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{}",
            parametre(nom),
            adresse(courriel)
        ));
    }
    lignes.push(format!("STATUS:{statut}"));
    lignes.extend(["END:VEVENT".to_owned(), "END:VCALENDAR".to_owned()]);
    lignes.iter().map(|ligne| plier(ligne)).collect()
}

fn instant(instant: Timestamp) -> String {
    instant.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A text value (RFC 5545, section 3.3.11): what separates is escaped, other control characters are left out.
fn echapper(texte: &str) -> String {
    let mut ecrit = String::with_capacity(texte.len());
    for signe in texte.replace("\r\n", "\n").chars() {
        match signe {
            '\\' => ecrit.push_str("\\\\"),
            ';' => ecrit.push_str("\\;"),
            ',' => ecrit.push_str("\\,"),
            '\n' => ecrit.push_str("\\n"),
            signe if signe.is_control() => {}
            signe => ecrit.push(signe),
        }
    }
    ecrit
}

/// A parameter between quotes, which holds none (RFC 5545, section 3.2).
fn parametre(texte: &str) -> String {
    let propre: String =
        texte.chars().map(|c| if c == '"' { '\'' } else { c }).filter(|c| !c.is_control()).collect();
    format!("\"{propre}\"")
}

/// An address holds neither blanks nor control characters.
fn adresse(texte: &str) -> String {
    texte.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect()
}

/// Folds a line: at most 75 bytes, the next ones begin with a space; never inside a letter.
fn plier(ligne: &str) -> String {
    let mut plie = String::with_capacity(ligne.len() + 8);
    let mut longueur = 0;
    for signe in ligne.chars() {
        if longueur + signe.len_utf8() > LIGNE {
            plie.push_str("\r\n ");
            longueur = 1;
        }
        plie.push(signe);
        longueur += signe.len_utf8();
    }
    plie.push_str("\r\n");
    plie
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exemple<'r>(titre: &'r str, lieu: &'r str, nom: &'r str) -> Rendezvous<'r> {
        Rendezvous {
            uid: "reunion-1@acces-direct",
            sequence: 2,
            etabli_le: "2026-03-09T09:00:00Z".parse().unwrap(),
            debut: "2026-09-15T12:00:00Z".parse().unwrap(),
            fin: "2026-09-15T14:00:00Z".parse().unwrap(),
            titre,
            lieu,
            description: "Ordre du jour :\n1. Chiffres",
            organisateur: "comite@ars.example",
            invite: Some((nom, "camille@cpts.example")),
        }
    }

    /// Reads a file back: unfolded lines, without their end.
    fn lignes(fichier: &str) -> Vec<String> {
        fichier
            .replace("\r\n ", "")
            .split("\r\n")
            .filter(|ligne| !ligne.is_empty())
            .map(str::to_owned)
            .collect()
    }

    fn deplier(valeur: &str) -> String {
        let mut lu = String::new();
        let mut signes = valeur.chars();
        while let Some(signe) = signes.next() {
            match signe {
                '\\' => lu.extend(signes.next().map(|suivant| if suivant == 'n' { '\n' } else { suivant })),
                autre => lu.push(autre),
            }
        }
        lu
    }

    #[test]
    fn une_invitation_dit_tout_ce_que_la_norme_demande() {
        let lues =
            lignes(&ecrire(Methode::Request, &exemple("Comité, 3e réunion", "Salle 2", "Camille \"C\"")));
        for attendue in [
            "METHOD:REQUEST",
            "SEQUENCE:2",
            "DTSTAMP:20260309T090000Z",
            "DTSTART:20260915T120000Z",
            "DTEND:20260915T140000Z",
            "SUMMARY:Comité\\, 3e réunion",
            "DESCRIPTION:Ordre du jour :\\n1. Chiffres",
            "ORGANIZER:mailto:comite@ars.example",
            "ATTENDEE;CN=\"Camille 'C'\";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:camille@cpts.example",
            "STATUS:CONFIRMED",
        ] {
            assert!(lues.iter().any(|ligne| ligne == attendue), "{attendue} manque dans {lues:?}");
        }
        let annulee = lignes(&ecrire(Methode::Cancel, &exemple("Comité", "Salle", "Camille")));
        assert!(
            annulee.contains(&"METHOD:CANCEL".to_owned()) && annulee.contains(&"STATUS:CANCELLED".to_owned())
        );
    }

    proptest! {
        #[test]
        fn aucun_texte_ne_sort_de_sa_ligne(titre in any::<String>(), lieu in any::<String>(), nom in any::<String>()) {
            let fichier = ecrire(Methode::Request, &exemple(&titre, &lieu, &nom));
            for ligne in fichier.split("\r\n") {
                prop_assert!(ligne.len() <= LIGNE && !ligne.contains('\n') && !ligne.contains('\r'));
            }
            let lues = lignes(&fichier);
            prop_assert_eq!(lues.len(), 19);
            prop_assert_eq!(lues.iter().filter(|ligne| ligne.starts_with("BEGIN:")).count(), 2);
        }

        #[test]
        fn un_texte_se_relit(titre in "[a-zé;,\\\\ :\\n\"]{0,120}") {
            let lues = lignes(&ecrire(Methode::Request, &exemple(&titre, "Salle", "Camille")));
            let valeur = lues.iter().find_map(|ligne| ligne.strip_prefix("SUMMARY:")).unwrap();
            prop_assert_eq!(deplier(valeur), titre);
        }
    }
}
