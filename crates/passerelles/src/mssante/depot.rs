//! Submission: one mail, one connection, and the exact moment at which the server may have taken it.

use std::time::SystemTime;

use formats::mssante::{Message, Piece};
use jiff::Timestamp;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::SmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};

use super::{EchecMssante, Operateur, Session};
use crate::Recepisse;

impl Operateur {
    /// Hands one mail over. Until the server has the whole of it, a failure means that nothing left; after, the
    /// outcome is unknown until it answers, and [`EchecMssante::Incertain`] says so.
    pub fn envoyer(
        &self,
        session: &Session,
        message: &Message,
        maintenant: Timestamp,
    ) -> Result<Recepisse, EchecMssante> {
        let octets = encoder(message, maintenant)?;
        let enveloppe = enveloppe(message)?;
        let mut connexion = self.ouvrir(session)?;
        connexion.command(Mail::new(enveloppe.from().cloned(), vec![])).map_err(classer)?;
        for destinataire in enveloppe.to() {
            connexion.command(Rcpt::new(destinataire.clone(), vec![])).map_err(classer)?;
        }
        connexion.command(Data).map_err(classer)?;
        let reponse = connexion.message(&octets).map_err(|erreur| match classer(erreur) {
            EchecMssante::Passager(cause) if !cause.starts_with('4') => EchecMssante::Incertain(cause),
            tranche => tranche,
        })?;
        let dit = reponse.message().collect::<Vec<_>>().join(" ");
        connexion.abort();
        Ok(Recepisse { reference: dit.chars().take(200).collect() })
    }

    fn ouvrir(&self, session: &Session) -> Result<SmtpConnection, EchecMssante> {
        let salut = Self::salut();
        let lieu = (self.hote.as_str(), self.port_smtp);
        let mut connexion =
            SmtpConnection::connect(lieu, Some(self.delai), &salut, None, None).map_err(classer)?;
        if !connexion.can_starttls() {
            return Err(EchecMssante::Definitif("le serveur ne propose pas STARTTLS".to_owned()));
        }
        connexion.starttls(&self.confiance.smtp(&self.hote)?, &salut).map_err(classer)?;
        let identite = Credentials::new(session.boite.as_str().to_owned(), session.jeton.0.clone());
        connexion
            .auth(&[Mechanism::Xoauth2], &identite)
            .map_err(|erreur| if erreur.is_permanent() { EchecMssante::Session } else { classer(erreur) })?;
        Ok(connexion)
    }
}

/// Refused for good, or to be tried again: the code of the answer says; without an answer, try again.
fn classer(erreur: Error) -> EchecMssante {
    let code = erreur.status().map(|code| format!("{code} ")).unwrap_or_default();
    let cause = format!("{code}{erreur}");
    if erreur.is_permanent() { EchecMssante::Definitif(cause) } else { EchecMssante::Passager(cause) }
}

fn enveloppe(message: &Message) -> Result<Envelope, EchecMssante> {
    let de = boite(None, message.de.as_str())?.email;
    let a = boite(None, message.a.as_str())?.email;
    Envelope::new(Some(de), vec![a]).map_err(definitif)
}

fn boite(libelle: Option<&str>, adresse: &str) -> Result<Mailbox, EchecMssante> {
    let adresse = adresse.parse().map_err(definitif)?;
    Ok(Mailbox::new(libelle.map(str::to_owned), adresse))
}

fn definitif(erreur: impl std::fmt::Display) -> EchecMssante {
    EchecMssante::Definitif(erreur.to_string())
}

/// The bytes of the mail: text in UTF-8, then the attachments in base64.
fn encoder(message: &Message, maintenant: Timestamp) -> Result<Vec<u8>, EchecMssante> {
    let mut mail = lettre::Message::builder()
        .date(SystemTime::from(maintenant))
        .from(boite(Some(&message.libelle), message.de.as_str())?)
        .to(boite(None, message.a.as_str())?)
        .subject(message.objet.clone())
        .message_id(Some(format!("<{}>", message.identifiant)));
    if let Some(retour) = &message.reponse_a {
        mail = mail.reply_to(boite(None, retour.as_str())?);
    }
    for (nom, valeur) in &message.entetes {
        let nom = HeaderName::new_from_ascii((*nom).to_owned()).map_err(definitif)?;
        mail = mail.raw_header(HeaderValue::new(nom, valeur.clone()));
    }
    let mut corps = MultiPart::mixed().singlepart(SinglePart::plain(message.texte.clone()));
    for piece in &message.pieces {
        corps = corps.singlepart(jointe(piece)?);
    }
    Ok(mail.multipart(corps).map_err(definitif)?.formatted())
}

fn jointe(piece: &Piece) -> Result<SinglePart, EchecMssante> {
    let genre = ContentType::parse(piece.type_mime).map_err(definitif)?;
    Ok(Attachment::new(piece.nom.clone()).body(piece.octets.clone(), genre))
}
