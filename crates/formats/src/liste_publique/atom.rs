//! The changes of the list as an Atom feed (RFC 4287): who enters, who leaves, the latest first.

use std::io;

use droit::fiche_publique::{Accueil, Domicile, FichePublique};
use jiff::civil::Date;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Changement, Inscription, Mouvement};

/// What the feed says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flux {
    /// Its address, also its identifier.
    pub adresse: String,
    /// The page of the list.
    pub page: String,
    /// Its title.
    pub titre: String,
    /// The day it was made: its date when nothing changed.
    pub jour: Date,
}

/// Writes the feed.
///
/// # Errors
/// Only those of the writer underneath.
pub fn ecrire_atom(sortie: impl io::Write, flux: &Flux, changements: &[Changement]) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(sortie, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let racine = xml.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    racine.write_inner_content(|xml| {
        texte(xml, "id", &flux.adresse)?;
        texte(xml, "title", &flux.titre)?;
        texte(xml, "updated", &minuit(changements.iter().map(|c| c.le).max().unwrap_or(flux.jour)))?;
        xml.create_element("link")
            .with_attributes([("rel", "self"), ("href", flux.adresse.as_str())])
            .write_empty()?;
        xml.create_element("link")
            .with_attributes([("rel", "alternate"), ("type", "text/html"), ("href", flux.page.as_str())])
            .write_empty()?;
        xml.create_element("author").write_inner_content(|xml| texte(xml, "name", "Accès Direct"))?;
        changements.iter().try_for_each(|changement| entree(xml, changement))
    })?;
    Ok(())
}

fn entree<W: io::Write>(xml: &mut Writer<W>, changement: &Changement) -> io::Result<()> {
    let qui = &changement.inscription;
    let (quoi, verbe) = match changement.mouvement {
        Mouvement::Arrivee => ("arrivee", "est autorisé à recevoir en accès direct"),
        Mouvement::Depart => ("depart", "n’est plus autorisé à recevoir en accès direct"),
    };
    xml.create_element("entry").write_inner_content(|xml| {
        texte(xml, "id", &format!("urn:uuid:{}#{quoi}-{}", qui.cle, changement.le))?;
        texte(xml, "title", &format!("{} {} {verbe}", qui.prenom, qui.nom))?;
        texte(xml, "updated", &minuit(changement.le))?;
        texte(xml, "summary", &resume(qui))
    })?;
    Ok(())
}

/// « RPPS 997…, CPTS du Test, département 45, 1 rue du Test, 45000 Orléans. »
fn resume(qui: &Inscription) -> String {
    let mut resume = format!("RPPS {}, {}, département {}", qui.rpps, qui.nom_cpts, qui.departement);
    for lieu in &qui.lieux {
        resume.push_str(&format!(", {}, {} {}", lieu.adresse, lieu.code_postal, lieu.commune));
    }
    resume.push('.');
    for dit in qui.fiche.iter().flat_map(ce_qu_il_dit) {
        resume.push(' ');
        resume.push_str(&dit);
    }
    resume
}

/// What he says of himself, each thing in a sentence, then the day he said it.
fn ce_qu_il_dit(fiche: &FichePublique) -> Vec<String> {
    let accueil = fiche.accueil.map(|accueil| match accueil {
        Accueil::Oui => "Prend de nouveaux patients.".to_owned(),
        Accueil::Sous(attente) => format!("Nouveaux patients sous {} jours environ.", attente.jours()),
        Accueil::Non => "Pas de nouveau patient en ce moment.".to_owned(),
    });
    let domicile = (fiche.domicile == Some(Domicile::Oui)).then(|| "Se déplace à domicile.".to_owned());
    let telephone = fiche.telephone.as_ref().map(|telephone| format!("Téléphone : {telephone}."));
    let jour = fiche.dit_le;
    let dit_le = format!("Dit par le praticien le {:02}/{:02}/{}.", jour.day(), jour.month(), jour.year());
    let dits: Vec<String> = [accueil, domicile, telephone].into_iter().flatten().collect();
    if dits.is_empty() { dits } else { dits.into_iter().chain([dit_le]).collect() }
}

fn texte<W: io::Write>(xml: &mut Writer<W>, nom: &str, contenu: &str) -> io::Result<()> {
    let permis: String = contenu.chars().filter(|c| est_permis(*c)).collect();
    xml.create_element(nom).write_text_content(BytesText::new(&permis))?;
    Ok(())
}

/// The characters that an XML 1.0 document may hold.
fn est_permis(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

fn minuit(jour: Date) -> String {
    format!("{jour}T00:00:00Z")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn ecrire(nom: &str) -> String {
        let inscription = Inscription { prenom: "Anne".to_owned(), ..Inscription::d_essai("0199", "p", nom) };
        let changement = Changement { mouvement: Mouvement::Arrivee, le: date(2025, 10, 1), inscription };
        let flux = Flux {
            adresse: "https://exemple.test/annuaire.atom".to_owned(),
            page: "https://exemple.test/annuaire/45".to_owned(),
            titre: "Changements".to_owned(),
            jour: date(2026, 1, 1),
        };
        let mut sortie = Vec::new();
        ecrire_atom(&mut sortie, &flux, &[changement]).unwrap();
        String::from_utf8(sortie).unwrap()
    }

    /// The text of the second `title`, read back by a parser.
    fn titre_relu(xml: &str) -> String {
        let mut lecteur = quick_xml::Reader::from_str(xml);
        let (mut titres, mut dans, mut lu) = (0, false, String::new());
        loop {
            match lecteur.read_event().unwrap() {
                Event::Start(balise) if balise.name().as_ref() == "title" => {
                    titres += 1;
                    dans = titres == 2;
                }
                Event::End(_) => dans = false,
                Event::Text(texte) if dans => lu.push_str(&texte),
                Event::GeneralRef(nom) if dans => lu.push_str(match &*nom {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "apos" => "'",
                    "quot" => "\"",
                    autre => panic!("{autre}"),
                }),
                Event::Eof => return lu,
                _ => {}
            }
        }
    }

    #[test]
    fn un_changement_a_son_entree_datee() {
        let xml = ecrire("Le Goff");
        assert!(xml.contains("<updated>2025-10-01T00:00:00Z</updated>"), "{xml}");
        assert!(xml.contains("CPTS &lt;Est&gt; &amp; Ouest"), "{xml}");
        assert!(titre_relu(&xml).starts_with("Anne Le Goff est autorisé"));
    }

    #[test]
    fn une_entree_dit_ce_que_le_praticien_dit_de_lui_et_quand() {
        let fiche = FichePublique {
            accueil: Some(Accueil::Oui),
            domicile: Some(Domicile::Oui),
            telephone: Some("0261910001".parse().unwrap()),
            dit_le: date(2025, 9, 3),
        };
        let muette =
            FichePublique { accueil: None, domicile: Some(Domicile::Non), telephone: None, ..fiche.clone() };
        assert_eq!(ce_qu_il_dit(&muette), Vec::<String>::new());
        let dits = ce_qu_il_dit(&fiche).join(" ");
        assert!(
            dits.starts_with("Prend de nouveaux patients. Se déplace à domicile. Téléphone : "),
            "{dits}"
        );
        assert!(dits.ends_with("Dit par le praticien le 03/09/2025."), "{dits}");
    }

    proptest! {
        #[test]
        fn tout_nom_donne_un_document_lisible(nom in "[^\\r]*") {
            let permis: String = nom.chars().filter(|c| est_permis(*c)).collect();
            prop_assert!(titre_relu(&ecrire(&nom)).contains(&permis));
        }
    }
}
