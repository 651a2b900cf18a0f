//! A mail about one patient, as values: the passage that sends it adds nothing but the encoding.

use droit::identifiant::Transmission;
use droit::patient::Identite;
use jiff::civil::Date;

use super::adresse::Adresse;
use super::entete::{Echange, Produit};
use super::nom::{nom_du_pdf, objet, objet_sans_archive, sur_une_ligne};

/// Most operators take ten megabytes, attachments encoded.
const OCTETS_MAXIMUM: usize = 10_000_000;

/// Who writes: `<title>_<first name>_<NAME>_<entity>` is the label readers show (ECO.2.2.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expediteur {
    /// Mailbox.
    pub adresse: Adresse,
    /// Title, `M` or `Mme`, when the professional gives one.
    pub civilite: Option<String>,
    /// First name.
    pub prenom: String,
    /// Name of practice.
    pub nom: String,
    /// Place of practice.
    pub entite: String,
}

/// A document of the archive, also joined as a PDF identical to the one inside the CDA (ECO.2.1.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentJoint {
    /// Label of its type.
    pub libelle: String,
    /// Code of its type, told in `X-MSS-CODECDA` (ECO.2.4.1).
    pub code: String,
    /// Day of the act.
    pub acte_le: Date,
    /// The PDF.
    pub pdf: Vec<u8>,
}

/// Which words the body says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Texte {
    /// A first version.
    Premier,
    /// A corrected version, which says that it cancels and replaces (AMBU.MSS/va1.02).
    AnnuleEtRemplace,
}

/// What is to be said, to whom, about whom: one patient per mail (ECO.2.1.1).
#[derive(Clone, Debug)]
pub struct Courrier<'a> {
    /// Message-ID, the same at every attempt, without angle brackets.
    pub identifiant: String,
    /// Who writes.
    pub expediteur: Expediteur,
    /// Where people answer, when the mailbox that sends is the application's (ECO.2.2.5).
    pub reponse_a: Option<Adresse>,
    /// Who reads.
    pub destinataire: Adresse,
    /// The patient.
    pub patient: &'a Identite,
    /// The documents.
    pub documents: Vec<DocumentJoint>,
    /// `IHE_XDM.zip`; a document without CDA, as a justificatif, goes without it.
    pub archive: Option<Vec<u8>>,
    /// First version or correction.
    pub texte: Texte,
    /// May the reader answer.
    pub echange: Echange,
    /// Our product.
    pub produit: &'a Produit,
}

/// An attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// File name.
    pub nom: String,
    /// Media type.
    pub type_mime: &'static str,
    /// Bytes.
    pub octets: Vec<u8>,
}

/// A mail ready to be encoded and sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Message-ID without angle brackets.
    pub identifiant: String,
    /// Sender's mailbox.
    pub de: Adresse,
    /// Sender's label.
    pub libelle: String,
    /// Where people answer.
    pub reponse_a: Option<Adresse>,
    /// Reader.
    pub a: Adresse,
    /// Subject.
    pub objet: String,
    /// Plain text, UTF-8.
    pub texte: String,
    /// Headers beyond the usual ones, in order.
    pub entetes: Vec<(&'static str, String)>,
    /// Attachments: the archive, then the PDFs.
    pub pieces: Vec<Piece>,
}

/// Why nothing can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MessageRefuse {
    /// No document.
    #[error("ce courriel n’a aucun document : ajoutez-en un")]
    SansDocument,
    /// Too heavy for operators.
    #[error("ce courriel dépasse dix mégaoctets : envoyez les documents en plusieurs fois")]
    TropLourd,
}

/// The mail, with the headers and the names that the rules ask for.
pub fn composer(courrier: Courrier<'_>) -> Result<Message, MessageRefuse> {
    let premier = courrier.documents.first().ok_or(MessageRefuse::SansDocument)?;
    let traits = &courrier.patient.traits;
    let objet = match courrier.archive {
        Some(_) => objet(&premier.libelle, traits),
        None => objet_sans_archive(&premier.libelle, traits),
    };
    let texte = corps(&courrier);
    let entetes = entetes(&courrier);
    let libelle = libelle(&courrier.expediteur);
    let archive = courrier.archive.map(|octets| Piece {
        nom: "IHE_XDM.zip".into(),
        type_mime: "application/zip",
        octets,
    });
    let pdfs = courrier.documents.into_iter().map(|document| Piece {
        nom: nom_du_pdf(document.acte_le, &document.libelle, traits),
        type_mime: "application/pdf",
        octets: document.pdf,
    });
    let pieces: Vec<Piece> = archive.into_iter().chain(pdfs).collect();
    if pieces.iter().map(|piece| encode(piece.octets.len())).sum::<usize>() > OCTETS_MAXIMUM {
        return Err(MessageRefuse::TropLourd);
    }
    Ok(Message {
        identifiant: courrier.identifiant,
        de: courrier.expediteur.adresse,
        libelle,
        reponse_a: courrier.reponse_a,
        a: courrier.destinataire,
        objet,
        texte,
        entetes,
        pieces,
    })
}

/// Length once in base64, line ends included.
fn encode(octets: usize) -> usize {
    octets.div_ceil(3) * 4 * 78 / 76
}

/// Receipts go to the mailbox that sends, the only one the program reads; people's answers go to `reponse_a`.
fn entetes(courrier: &Courrier<'_>) -> Vec<(&'static str, String)> {
    let retour = &courrier.expediteur.adresse;
    let codes: Vec<&str> = courrier.documents.iter().map(|document| document.code.as_str()).collect();
    let ins =
        courrier.patient.ins.is_some() && courrier.patient.statut.transmission() == Transmission::Permise;
    let mut entetes = vec![
        ("Return-Receipt-To", retour.as_str().to_owned()),
        ("Disposition-Notification-To", retour.as_str().to_owned()),
        ("X-MSS-INS", if ins { "O" } else { "N" }.to_owned()),
        ("X-MSS-NIL", courrier.produit.as_str().to_owned()),
    ];
    if courrier.archive.is_some() {
        entetes.push(("X-MSS-CODECDA", codes.join(",")));
    }
    if courrier.echange == Echange::Clos {
        entetes.push(("X-MSS-MES", "FIN".to_owned()));
    }
    entetes
}

fn libelle(expediteur: &Expediteur) -> String {
    let nom = expediteur.nom.to_uppercase();
    let parties = expediteur.civilite.iter().chain([&expediteur.prenom, &nom, &expediteur.entite]);
    let parties: Vec<String> = parties.map(|partie| sur_une_ligne(partie).replace('_', " ")).collect();
    parties.join("_")
}

fn corps(courrier: &Courrier<'_>) -> String {
    let mut lignes = vec!["Bonjour,".to_owned(), String::new()];
    lignes.push("Vous trouverez ci-joint, pour un même patient :".to_owned());
    lignes.extend(courrier.documents.iter().map(|document| {
        format!("- {} du {}", sur_une_ligne(&document.libelle), document.acte_le.strftime("%d/%m/%Y"))
    }));
    if courrier.texte == Texte::AnnuleEtRemplace {
        lignes.push(String::new());
        lignes.push("Cet envoi annule et remplace la version précédente du document.".to_owned());
    }
    if courrier.archive.is_some() {
        lignes.push(String::new());
        lignes
            .push("Le fichier PDF est identique au document contenu dans l’archive IHE_XDM.zip.".to_owned());
    }
    lignes.join("\n")
}
