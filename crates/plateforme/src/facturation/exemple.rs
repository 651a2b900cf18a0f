//! A justificatif about nobody, to show what a template says before it is kept.

use documents::Gabarit;
use droit::decision::{ActeNgap, TypeDiagnostic};
use droit::document::{
    Adresse, Cabinet, Contenu, Document, EnTete, Exercice, IdentifiantStructure, Justificatif, LieuDeSoin,
    MedecinTraitant, NomComplet, RangDeCabinet, Redacteur, Reference, SeanceFacturee, Soins, Sujet,
};
use droit::episode::{Cote, Localisation, Region};
use droit::identifiant::{
    CodeDepartement, DocumentId, EpisodeId, PatientId, SerieId, StatutIdentite, rpps_de_demonstration,
};
use droit::patient::{Identite, Sexe, Traits};
use droit::reglement::PieceFacturation;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use crate::config::Monde;
use crate::document::composition::Atelier;
use crate::echec::Failure;
use crate::serveur::App;

const SEANCES: [Date; 3] = [date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 9)];

/// Where the example is made: always in the world of fictitious people.
///
/// # Errors
/// When the zone of the department is unknown.
pub fn atelier(app: &App, code: CodeDepartement, gabarit: Gabarit) -> Result<Atelier, Failure> {
    let fuseau = TimeZone::get(app.reglement.fuseau(code)).map_err(Failure::interne)?;
    Ok(Atelier { fuseau, monde: Monde::Fictif, gabarit })
}

/// The example.
///
/// # Errors
/// Never, unless its own words stop being valid.
pub fn document(app: &App, code: CodeDepartement) -> Result<Document, Failure> {
    let rpps = rpps_de_demonstration(0);
    let cabinet = Cabinet {
        nom: mot("Cabinet de l’Exemple")?,
        identifiant: IdentifiantStructure::CabinetDuPraticien {
            rpps: rpps.clone(),
            rang: RangDeCabinet::nouveau(1),
        },
        exercice: Exercice::CabinetIndividuel,
        adresse: Adresse {
            voie: Some(mot("1, rue de l’Exemple")?),
            code_postal: mot("45000")?,
            commune: mot("Orléans")?,
        },
        telephone: None,
    };
    let traits = Traits::nouveaux("EXEMPLE", "Dominique", Sexe::Feminin, date(1970, 1, 1), SEANCES[2]);
    let sujet = Sujet {
        id: PatientId::new(0),
        identite: Identite {
            traits: traits.map_err(Failure::interne)?,
            ins: None,
            lieu_naissance: None,
            statut: StatutIdentite::Provisoire,
        },
        prenoms: None,
        nom_utilise: None,
        adresse: None,
        telephone: None,
    };
    let localisation =
        Localisation::nouvelle(Region::RachisLombaire, Cote::SansObjet).map_err(Failure::interne)?;
    let en_tete = EnTete {
        reference: Reference::premiere(DocumentId::new(0), SerieId::new(0)),
        episode: EpisodeId::new(0),
        localisation,
        departement: code,
        redacteur: Redacteur {
            rpps,
            civilite: None,
            nom: NomComplet { nom: mot("EXEMPLE")?, prenom: mot("Camille")? },
            cabinet,
        },
        sujet,
        medecin_traitant: MedecinTraitant::Aucun,
        valide_le: app.horloge.maintenant(),
        soins_du: SEANCES[0],
        soins_au: Some(SEANCES[2]),
        lieu: LieuDeSoin::Cabinet,
    };
    Ok(Document { en_tete, contenu: Contenu::Justificatif(Box::new(justificatif()?)) })
}

fn justificatif() -> Result<Justificatif, Failure> {
    let acte = ActeNgap { lettre: "RAM".to_owned(), coefficient: mot("8.11")? };
    let seance = |le: &Date| SeanceFacturee { le: *le, acte: Some(acte.clone()) };
    Ok(Justificatif {
        piece: PieceFacturation::Annexe1,
        numero_am: mot("997000000")?,
        soins: Soins { ouvert_le: SEANCES[0], seances: SEANCES.to_vec(), bilan_le: Some(SEANCES[0]) },
        seances: SEANCES.iter().map(seance).collect(),
        diagnostic: Some((TypeDiagnostic::CrMedical, date(2026, 2, 20))),
    })
}

fn mot<T: std::str::FromStr>(texte: &str) -> Result<T, Failure>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    texte.parse().map_err(Failure::interne)
}
