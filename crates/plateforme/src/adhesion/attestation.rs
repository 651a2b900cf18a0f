//! The attestation of a membership that runs: what the CPTS says of a member, given by it or taken by the MK himself.

use axum::extract::{Path, State};
use axum::response::Response;
use documents::{Attestation, EnTete, Praticien as Titulaire, Signataire};
use droit::adhesion::courante;
use droit::declaration::Adhesion;
use droit::identifiant::CodeDepartement;
use entrepot::Echec;
use entrepot::praticien::{self, Lieu, Praticien};
use jiff::civil::Date;

use super::mienne::{self, FUSEAU};
use crate::connexion::Mk;
use crate::echec::Failure;
use crate::presse;
use crate::serveur::App;

/// What an attestation is about.
pub struct Sujet<'s> {
    /// The member.
    pub praticien: &'s Praticien,
    /// Where he practises.
    pub lieux: &'s [Lieu],
    /// His memberships of the CPTS.
    pub adhesions: &'s [Adhesion],
    /// Name of the CPTS.
    pub cpts: &'s str,
    /// The department whose rules ask for a proof.
    pub departement: CodeDepartement,
    /// The day of the paper.
    pub le: Date,
}

/// Who gives it.
pub enum Emission {
    /// Somebody of the coordination, by name.
    Coordination(String),
    /// Nobody: the MK takes it from what his CPTS has recorded.
    Registre,
}

impl Emission {
    fn signataire(self, cpts: &str) -> Signataire {
        let (nom, qualite) = match self {
            Self::Coordination(nom) => (nom, "Coordination"),
            Self::Registre => (
                "Registre des adhésions".to_owned(),
                "Attestation téléchargée par le praticien sur Accès Direct",
            ),
        };
        Signataire { nom, qualite: qualite.to_owned(), service: cpts.to_owned() }
    }
}

impl Sujet<'_> {
    /// The paper; there is none of a membership that ended or is to come.
    ///
    /// # Errors
    /// When no membership runs, or the press fails.
    pub async fn imprimer(&self, app: &App, emission: Emission) -> Result<Response, Failure> {
        let adhesion = courante(self.adhesions, self.le).copied().ok_or_else(|| {
            Failure::Conflit(
                "aucune adhésion ne court aujourd’hui : elle est à renouveler d’abord".to_owned(),
            )
        })?;
        let reference = presse::reference(self.departement, self.praticien.id.bits(), adhesion.du);
        let nom = format!("attestation-{reference}");
        let papier = self.rediger(app, adhesion, emission, reference);
        let pdf = app.presse().composer(move || documents::attestation(&papier)).await?;
        Ok(presse::servir(pdf, &nom))
    }

    fn rediger(&self, app: &App, adhesion: Adhesion, emission: Emission, reference: String) -> Attestation {
        let preuves = app.reglement.parametres(self.departement).preuves_adhesion.au(self.le);
        let maintenant = app.horloge.maintenant();
        let territoire = presse::en_tete(app.reglement, self.departement, reference, self.le, maintenant);
        let lieu = self.lieux.iter().find(|lieu| lieu.principal).or(self.lieux.first());
        Attestation {
            en_tete: EnTete {
                emetteur: self.cpts.to_owned(),
                bandeau: presse::bandeau(&self.praticien.rpps),
                ..territoire
            },
            praticien: Titulaire {
                nom: format!("{} {}", self.praticien.prenom, self.praticien.nom),
                rpps: self.praticien.rpps.to_string(),
            },
            cpts: self.cpts.to_owned(),
            qualite: adhesion.qualite.libelle().to_owned(),
            du: adhesion.du,
            au: adhesion.au,
            lieu: lieu.map(|lieu| format!("{}, {} {}", lieu.adresse, lieu.code_postal, lieu.commune)),
            signataire: emission.signataire(self.cpts),
            fondement: presse::fondement(&preuves.source, app.reglement),
        }
    }
}

/// `/mes-adhesions/{cpts}/attestation.pdf`: the MK takes his own.
pub async fn telecharger(
    State(app): State<App>,
    Mk(_, id): Mk,
    Path(cpts): Path<String>,
) -> Result<Response, Failure> {
    let appartenance = mienne::charger(&app, id, &cpts).await?;
    let departement = appartenance.departement.ok_or(Failure::Introuvable)?;
    let lus = app
        .entrepot
        .lire(move |tx| Ok::<_, Echec>((praticien::charger(tx, id)?, praticien::lieux(tx, id)?)))
        .await?;
    let (praticien, lieux) = (lus.0.ok_or(Failure::Introuvable)?, lus.1);
    let sujet = Sujet {
        praticien: &praticien,
        lieux: &lieux,
        adhesions: &appartenance.adhesions,
        cpts: &appartenance.cpts.nom,
        departement,
        le: app.horloge.aujourd_hui(FUSEAU).map_err(Failure::interne)?,
    };
    sujet.imprimer(&app, Emission::Registre).await
}
