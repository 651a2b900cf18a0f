//! Submission: one mail, one connection, and the exact moment at which the server may have taken it.

use std::time::SystemTime;

use formats::mssante::{Message, Piece};
use jiff::Timestamp;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};

use super::passage::borner;
use super::{EchecMssante, Operateur, Session};
use crate::Recepisse;

impl Operateur {
    /// Hands one mail over. Until the server has the whole of it, a failure means that nothing left; after, the
    /// outcome is unknown until it answers, and [`EchecMssante::Incertain`] says so. Blocking.
    pub fn envoyer(
        &self,
        session: &Session,
        message: &Message,
        maintenant: Timestamp,
    ) -> Result<Recepisse, EchecMssante> {
        let octets = encoder(message, maintenant)?;
        let enveloppe = enveloppe(message)?;
        let execution = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|cause| EchecMssante::Passager(cause.to_string()))?;
        execution.block_on(self.soumettre(session, &enveloppe, &octets))
    }

    async fn soumettre(
        &self,
        session: &Session,
        enveloppe: &Envelope,
        octets: &[u8],
    ) -> Result<Recepisse, EchecMssante> {
        let mut connexion = self.joindre().await?;
        self.prouver(&mut connexion, session).await?;
        borner(self.delai, connexion.command(Mail::new(enveloppe.from().cloned(), vec![]))).await?;
        for destinataire in enveloppe.to() {
            borner(self.delai, connexion.command(Rcpt::new(destinataire.clone(), vec![]))).await?;
        }
        borner(self.delai, connexion.command(Data)).await?;
        let remise = borner(self.delai * 10, connexion.message(octets)).await;
        let reponse = remise.map_err(|echec| match echec {
            EchecMssante::Passager(cause) if !cause.starts_with('4') => EchecMssante::Incertain(cause),
            tranche => tranche,
        })?;
        let dit = reponse.message().collect::<Vec<_>>().join(" ");
        connexion.abort().await;
        Ok(Recepisse { reference: dit.chars().take(200).collect() })
    }

    /// A refusal for good is about the token; anything else, about the server.
    async fn prouver(
        &self,
        connexion: &mut AsyncSmtpConnection,
        session: &Session,
    ) -> Result<(), EchecMssante> {
        let identite = Credentials::new(session.boite.as_str().to_owned(), session.jeton.0.clone());
        match borner(self.delai, connexion.auth(&[Mechanism::Xoauth2], &identite)).await {
            Ok(_) => Ok(()),
            Err(EchecMssante::Definitif(_)) => Err(EchecMssante::Session),
            Err(autre) => Err(autre),
        }
    }
}

/// Refused for good, or to be tried again: the code of the answer says; without an answer, try again.
pub(super) fn classer(erreur: Error) -> EchecMssante {
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
