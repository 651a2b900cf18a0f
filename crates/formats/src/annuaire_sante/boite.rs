//! The public extraction `Extraction_Correspondance_MSSante`: the mailboxes of the space of confidence, one per row.
//!
//! Only what a document can be sent to is kept: the personal mailbox of a doctor, found by his RPPS number.

use std::io::BufRead;

use droit::identifiant::NumeroRpps;

use super::colonne::Lisible;
use super::encodage::Encodage;
use super::erreur::{Inexploitable, Raison};
use super::extraction::{Ecart, Lue};
use super::flux::Flux;
use super::ligne::Ligne;

/// The extraction, by the name its publisher gives it.
const FICHIER: &str = "Extraction_Correspondance_MSSante";
/// The profession of doctors in the directory's nomenclature.
const MEDECIN: &[u8] = b"10";
/// The mailbox of a person, as opposed to that of a service.
const PERSONNELLE: &[u8] = b"PER";

/// The mailbox of a doctor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoitePubliee {
    /// Whose.
    pub rpps: NumeroRpps,
    /// The address, as published.
    pub adresse: String,
    /// The structure it goes with: what tells two mailboxes of one doctor apart.
    pub structure: Option<String>,
    /// Postcode and commune of the structure, as on an envelope.
    pub acheminement: Option<String>,
}

/// A column of the mailboxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Colonne {
    Type,
    Adresse,
    TypeIdentifiant,
    Identifiant,
    Profession,
    Structure,
    Acheminement,
}

impl Colonne {
    const TOUTES: [Self; 7] = [
        Self::Type,
        Self::Adresse,
        Self::TypeIdentifiant,
        Self::Identifiant,
        Self::Profession,
        Self::Structure,
        Self::Acheminement,
    ];
}

impl Lisible for Colonne {
    fn rang(self) -> usize {
        self as usize
    }

    fn nom(self) -> &'static str {
        match self {
            Self::Type => "Type de BAL",
            Self::Adresse => "Adresse BAL",
            Self::TypeIdentifiant => "Type Identifiant PP",
            Self::Identifiant => "Identifiant PP",
            Self::Profession => "Code Profession",
            Self::Structure => "Raison Sociale structure BAL",
            Self::Acheminement => "L6LIGNEACHEMINEMENT",
        }
    }
}

/// The mailboxes being read; it ends after the first [`Inexploitable`].
#[derive(Debug)]
pub struct Boites<R>(Flux<R>);

impl<R: BufRead> Boites<R> {
    /// Reads the header and binds the columns.
    ///
    /// # Errors
    /// When the stream does not begin as the extraction does.
    pub fn ouvrir(entree: R) -> Result<Self, Inexploitable> {
        Flux::ouvrir(entree, &Colonne::TOUTES, FICHIER).map(Self)
    }

    /// The encoding found so far.
    pub fn encodage(&self) -> Encodage {
        self.0.encodage()
    }
}

impl<R: BufRead> Iterator for Boites<R> {
    type Item = Result<Lue<BoitePubliee>, Inexploitable>;

    fn next(&mut self) -> Option<Self::Item> {
        let tour = self.0.suivante()?;
        Some(tour.map(|tour| Lue::de(tour, self.0.lignes_lues(), || boite(&self.0.ligne()))))
    }
}

/// Numbers other than RPPS (type 8) are set aside, not rejected: the extraction has some, and they are right.
fn boite(ligne: &Ligne<'_>) -> Result<Result<BoitePubliee, Ecart>, Raison> {
    let d_une_personne =
        ligne.octets(Colonne::Type) == PERSONNELLE && ligne.octets(Colonne::TypeIdentifiant) == b"8";
    if !d_une_personne {
        return Ok(Err(Ecart::SansPersonne));
    }
    if ligne.octets(Colonne::Profession) != MEDECIN {
        return Ok(Err(Ecart::AutreProfession));
    }
    let adresse = ligne.exige(Colonne::Adresse)?;
    let entiere = adresse.split_once('@').is_some_and(|(nom, domaine)| {
        !nom.is_empty() && domaine.contains('.') && !adresse.contains(char::is_whitespace)
    });
    if !entiere {
        return Err(Raison::Adresse);
    }
    Ok(Ok(BoitePubliee {
        rpps: ligne.rpps(Colonne::TypeIdentifiant, Colonne::Identifiant)?,
        adresse,
        structure: ligne.texte(Colonne::Structure)?,
        acheminement: ligne.texte(Colonne::Acheminement)?,
    }))
}

#[cfg(test)]
mod tests {
    use droit::identifiant::rpps_de_demonstration;

    use super::super::{boite_fictive, entete_des_boites};
    use super::*;

    fn lire(lignes: &[String]) -> Result<Vec<Lue<BoitePubliee>>, Inexploitable> {
        let texte: String =
            [entete_des_boites()].iter().chain(lignes).map(|ligne| format!("{ligne}\n")).collect();
        Boites::ouvrir(texte.as_bytes())?.collect()
    }

    #[test]
    fn la_boite_d_un_medecin_est_gardee_avec_sa_structure() {
        let lues = lire(&[boite_fictive(3, "dr.essai3@cabinet.mssante.invalid")]).unwrap();
        let [Lue::Gardee(boite)] = lues.as_slice() else { panic!("{lues:?}") };
        assert_eq!(
            (&boite.rpps, boite.adresse.as_str()),
            (&rpps_de_demonstration(3), "dr.essai3@cabinet.mssante.invalid")
        );
        assert_eq!(boite.acheminement.as_deref(), Some("45000 ORLÉANS"));
    }

    #[test]
    fn les_boites_de_service_et_d_autres_professions_sont_ecartees() {
        let medecin = boite_fictive(1, "a@b.mssante.invalid");
        let lues = lire(&[
            medecin.replacen("PER|", "ORG|", 1),
            medecin.replacen("|8|", "|0|", 1),
            medecin.replacen("|10|", "|70|", 1),
            String::new(),
        ])
        .unwrap();
        use Ecart::{AutreProfession, LigneVide, SansPersonne};
        assert_eq!(lues, [SansPersonne, SansPersonne, AutreProfession, LigneVide].map(Lue::Ecartee));
    }

    #[test]
    fn une_adresse_ou_un_numero_faux_rejette_sa_ligne_et_elle_seule() {
        let bonne = boite_fictive(1, "a@b.mssante.invalid");
        let numero = rpps_de_demonstration(1).to_string();
        let lues = lire(&[
            bonne.replacen("a@b.mssante.invalid", "pas une adresse", 1),
            bonne.replacen(&numero, "99700700019", 1),
            bonne.clone(),
            "PER|court".to_owned(),
        ]);
        assert!(matches!(lues, Ok(ref lues) if lues.len() == 4), "{lues:?}");
        let genres: Vec<bool> = lues.unwrap().iter().map(|lue| matches!(lue, Lue::Rejetee(_))).collect();
        assert_eq!(genres, [true, true, false, true]);
    }

    #[test]
    fn l_autre_extraction_est_refusee_par_son_nom() {
        let autre = super::super::entete_fictive() + "\n";
        let refus = Boites::ouvrir(autre.as_bytes()).unwrap_err().to_string();
        assert!(
            refus.contains("Extraction_Correspondance_MSSante") && refus.contains("Type de BAL"),
            "{refus}"
        );
    }
}
