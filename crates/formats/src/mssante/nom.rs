//! The names a reader sees: the subject of the mail and the name of the PDF.

use droit::patient::Traits;
use jiff::civil::Date;

/// Longest label of a document inside a file name (ECO.2.1.6).
const LIBELLE_DANS_UN_NOM: usize = 40;

/// `XDM/1.0/DDM+<label> <BIRTH NAME> <first name> <birth date>` (ECO.2.1.3); readers hide what stands before the `+`.
pub fn objet(libelle: &str, traits: &Traits) -> String {
    let ne_le = traits.ne_le().strftime("%d/%m/%Y");
    let nom = sur_une_ligne(&traits.nom_naissance().to_uppercase());
    format!("XDM/1.0/DDM+{} {nom} {} {ne_le}", sur_une_ligne(libelle), sur_une_ligne(traits.prenom()))
}

/// The same words for a mail without archive: no receiver's software is told to take it in.
pub(super) fn objet_sans_archive(libelle: &str, traits: &Traits) -> String {
    objet(libelle, traits).trim_start_matches("XDM/1.0/DDM+").to_owned()
}

/// `<day of the act>_<label, 40 characters at most>_<BIRTH NAME>_<first name>.pdf` (ECO.2.1.6).
pub fn nom_du_pdf(acte_le: Date, libelle: &str, traits: &Traits) -> String {
    let court: String = pour_un_fichier(libelle).chars().take(LIBELLE_DANS_UN_NOM).collect();
    let nom = pour_un_fichier(&traits.nom_naissance().to_uppercase());
    let prenom = pour_un_fichier(traits.prenom());
    format!("{}_{}_{nom}_{prenom}.pdf", acte_le.strftime("%Y%m%d"), court.trim_end())
}

/// Line ends would end the header: they become spaces.
pub(super) fn sur_une_ligne(texte: &str) -> String {
    let visible = texte.chars().map(|c| if c.is_control() { ' ' } else { c });
    visible.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a file system or the separator would misread becomes a hyphen.
fn pour_un_fichier(texte: &str) -> String {
    let dangereux = |c: char| c.is_control() || "/\\:*?\"<>|_".contains(c);
    let sain = sur_une_ligne(texte).chars().map(|c| if dangereux(c) { '-' } else { c }).collect::<String>();
    sain.trim_start_matches('.').to_owned()
}
