//! The certificate of authorisation: made for whoever may see the file, verified by anybody, with or without network.

pub mod cles;
mod etat;
pub mod reponse;
pub mod verification;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use documents::Praticien as Titulaire;
use droit::acces;
use droit::decision::TypeStructure;
use droit::identifiant::DeclarationId;
use entrepot::cpts::{self, Cpts};
use entrepot::praticien::{self, Autorisation, Praticien};
use entrepot::{Echec, Tx, declaration};
use formats::certificat::{Certificat, ClePublique, Jeton, Mentions, abreger};
use jiff::civil::Date;
use jiff::tz::TimeZone;

pub use etat::{Etat, court_le};

use crate::connexion::Connecte;
use crate::echec::Failure;
use crate::presse;
use crate::serveur::App;

/// Where anybody verifies.
pub const VERIFIER: &str = "/verifier";

/// What a certificate is made from.
struct Piece {
    declaration: droit::declaration::Declaration,
    praticien: Praticien,
    cpts: Cpts,
    autorisations: Vec<Autorisation>,
}

/// The certificate of the day, when the right of this declaration runs.
pub async fn telecharger(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    entetes: HeaderMap,
) -> Result<Response, Failure> {
    let id: DeclarationId = id.parse().map_err(|_| Failure::Introuvable)?;
    let piece = app.entrepot.lire(move |tx| charger(tx, id)).await?.ok_or(Failure::Introuvable)?;
    acces::voir_declaration(&identite.acteur, &piece.declaration).map_err(|_| Failure::Introuvable)?;
    let fuseau = app.reglement.fuseau(piece.declaration.departement);
    let le = app.horloge.aujourd_hui(fuseau).map_err(Failure::interne)?;
    let courante = piece.autorisations.iter().find(|a| a.declaration == id && court_le(a, le));
    let depuis = courante.map(|autorisation| autorisation.du).ok_or_else(sans_droit)?;
    let document = composer(&app, &piece, depuis, le, &adresse_du_site(&app, &entetes))?;
    let nom = format!("certificat-{}", document.en_tete.reference);
    let pdf = app.presse().composer(move || documents::certificat(&document)).await?;
    Ok(presse::servir(pdf, &nom))
}

fn sans_droit() -> Failure {
    Failure::Conflit(
        "aucune autorisation de cette déclaration ne court aujourd’hui : il n’y a rien à certifier"
            .to_owned(),
    )
}

fn charger(tx: &mut Tx, id: DeclarationId) -> Result<Option<Piece>, Echec> {
    let Some(declaration) = declaration::charger(tx, id)? else { return Ok(None) };
    let Some(praticien) = praticien::charger(tx, declaration.praticien)? else { return Ok(None) };
    let Some(cpts) = cpts::charger(tx, declaration.cpts)? else { return Ok(None) };
    let autorisations = praticien::autorisations(tx, praticien.id)?;
    Ok(Some(Piece { declaration, praticien, cpts, autorisations }))
}

fn composer(
    app: &App,
    piece: &Piece,
    depuis: Date,
    le: Date,
    site: &str,
) -> Result<documents::Certificat, Failure> {
    let departement = piece.declaration.departement;
    let jeton = signer(app, piece, depuis, le)?;
    let fuseau = TimeZone::get(app.reglement.fuseau(departement)).map_err(Failure::interne)?;
    let minuit = le.to_zoned(fuseau).map_err(Failure::interne)?.timestamp();
    let reference = presse::reference(departement, piece.declaration.id.bits(), le.strftime("%Y%m%d"));
    let mut en_tete = presse::en_tete(app.reglement, departement, reference, le, minuit);
    en_tete.bandeau = presse::bandeau(&piece.praticien.rpps);
    let droit = app.reglement.au(le, departement, TypeStructure::Cpts);
    let visible = site.split_once("://").map_or(site, |(_, hote)| hote);
    Ok(documents::Certificat {
        en_tete,
        praticien: Titulaire { nom: nom(&piece.praticien), rpps: piece.praticien.rpps.to_string() },
        cpts: piece.cpts.nom.clone(),
        depuis,
        lien: format!("{site}{VERIFIER}?jeton={jeton}"),
        verification: format!("{visible}{VERIFIER}"),
        cle: jeton.cle().to_string(),
        fondement: presse::fondement(&droit.autorisation.source, app.reglement),
    })
}

fn signer(app: &App, piece: &Piece, depuis: Date, emis_le: Date) -> Result<Jeton, Failure> {
    let certificat = Certificat::new(Mentions {
        rpps: piece.praticien.rpps.clone(),
        nom: abreger(&nom(&piece.praticien)),
        departement: piece.declaration.departement,
        cpts: abreger(&piece.cpts.nom),
        depuis,
        emis_le,
    });
    let signataire = app.entrepot.signataire_des_certificats();
    let cle = ClePublique::new(signataire.cle_publique()).id();
    let certificat = certificat.map_err(Failure::interne)?;
    Ok(Jeton::signe(certificat, cle, |octets| signataire.signer(octets)))
}

fn nom(praticien: &Praticien) -> String {
    format!("{} {}", praticien.prenom, praticien.nom)
}

/// The public address of the site; without one, that by which this request came.
fn adresse_du_site(app: &App, entetes: &HeaderMap) -> String {
    if let Some(url) = &app.ecoute.url_publique {
        return url.trim_end_matches('/').to_owned();
    }
    let hote = entetes.get(header::HOST).and_then(|hote| hote.to_str().ok()).unwrap_or("localhost");
    format!("http://{hote}")
}
