//! Mail over SMTP: the same message keeps its Message-ID whatever the number of attempts.

use std::path::Path;
use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, MessageBuilder, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{Message, SmtpTransport, Transport};

use crate::colis::{Colis, Fichier, Livreur};
use crate::courriel::Calendrier;
use crate::{AdresseCourriel, Echec, Recepisse, Secret};

/// Beyond, the server is taken for mute.
const DELAI: Duration = Duration::from_secs(30);

/// How the link with the server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chiffrement {
    /// TLS asked for after the greeting, and required (port 587).
    Starttls,
    /// TLS from the first byte (port 465).
    Tls,
    /// None: only for a server on this very machine.
    EnClair,
}

/// Where the mail server is.
#[derive(Clone, Debug)]
pub struct Relais<'r> {
    /// Its name.
    pub hote: &'r str,
    /// Its port.
    pub port: u16,
    /// How the link is protected.
    pub chiffrement: Chiffrement,
    /// Login and password.
    pub identifiants: Option<(String, Secret)>,
    /// An authority to trust besides those of the system, as PEM.
    pub autorite: Option<&'r Path>,
}

/// A mail server and who writes through it.
#[derive(Debug)]
pub struct Smtp {
    transport: SmtpTransport,
    expediteur: AdresseCourriel,
}

impl Smtp {
    /// Prepares the link; nothing is sent.
    ///
    /// # Errors
    /// When the settings cannot work.
    pub fn new(relais: &Relais<'_>, expediteur: AdresseCourriel) -> Result<Self, Echec> {
        let tls = protection(relais)?;
        let mut batisseur =
            SmtpTransport::builder_dangerous(relais.hote).port(relais.port).tls(tls).timeout(Some(DELAI));
        if let Some((nom, secret)) = &relais.identifiants {
            batisseur = batisseur.credentials(Credentials::new(nom.clone(), secret.expose().to_owned()));
        }
        Ok(Self { transport: batisseur.build(), expediteur })
    }

    /// Sends one mail under a stable identifier.
    pub(crate) fn poster(
        &self,
        id: &str,
        (adresse, sujet, texte): (&AdresseCourriel, &str, String),
        pieces: &[Fichier],
    ) -> Result<Recepisse, Echec> {
        let entetes = self.entetes(id, adresse, sujet);
        let message = match pieces {
            [] => entetes.header(ContentType::TEXT_PLAIN).body(texte),
            _ => entetes.multipart(joindre(texte, pieces)?),
        };
        self.remettre(id, message)
    }

    /// Sends an invitation: the text, or the meeting for whoever reads calendars (RFC 6047).
    pub(crate) fn inviter(
        &self,
        id: &str,
        (adresse, sujet, texte): (&AdresseCourriel, &str, String),
        calendrier: &Calendrier,
    ) -> Result<Recepisse, Echec> {
        let genre = ContentType::parse(calendrier.methode.genre())
            .map_err(|faute| Echec::Definitif(faute.to_string()))?;
        let reunion = SinglePart::builder().header(genre).body(calendrier.contenu.clone());
        let corps = MultiPart::alternative().singlepart(SinglePart::plain(texte)).singlepart(reunion);
        self.remettre(id, self.entetes(id, adresse, sujet).multipart(corps))
    }

    fn reference(&self, id: &str) -> String {
        format!("<{id}@{}>", self.expediteur.domaine())
    }

    fn entetes(&self, id: &str, adresse: &AdresseCourriel, sujet: &str) -> MessageBuilder {
        Message::builder()
            .message_id(Some(self.reference(id)))
            .from(Mailbox::new(Some("Accès Direct".to_owned()), self.expediteur.dans()))
            .to(Mailbox::new(None, adresse.dans()))
            .subject(sujet)
    }

    fn remettre(&self, id: &str, message: Result<Message, lettre::error::Error>) -> Result<Recepisse, Echec> {
        let message =
            message.map_err(|faute| Echec::Definitif(format!("le courriel est mal formé : {faute}")))?;
        self.transport.send(&message).map_err(|faute| classer(&faute))?;
        Ok(Recepisse { reference: self.reference(id) })
    }
}

fn protection(relais: &Relais<'_>) -> Result<Tls, Echec> {
    if relais.chiffrement == Chiffrement::EnClair {
        return if matches!(relais.hote, "localhost" | "127.0.0.1" | "::1") {
            Ok(Tls::None)
        } else {
            Err(Echec::Definitif(
                "sans chiffrement, le serveur de courriel doit être sur cette machine".into(),
            ))
        };
    }
    let mut parametres = TlsParameters::builder(relais.hote.to_owned());
    if let Some(chemin) = relais.autorite {
        let lu = std::fs::read(chemin).map_err(|faute| illisible(chemin, &faute.to_string()))?;
        let certificat = Certificate::from_pem(&lu).map_err(|faute| illisible(chemin, &faute.to_string()))?;
        parametres = parametres.add_root_certificate(certificat);
    }
    let parametres = parametres
        .build_rustls()
        .map_err(|faute| Echec::Definitif(format!("le chiffrement du courriel est impossible : {faute}")))?;
    Ok(match relais.chiffrement {
        Chiffrement::Tls => Tls::Wrapper(parametres),
        _ => Tls::Required(parametres),
    })
}

fn illisible(chemin: &Path, faute: &str) -> Echec {
    Echec::Definitif(format!("l’autorité « {} » est illisible : {faute}", chemin.display()))
}

fn joindre(texte: String, pieces: &[Fichier]) -> Result<MultiPart, Echec> {
    let mut courriel = MultiPart::mixed().singlepart(SinglePart::plain(texte));
    for piece in pieces {
        let genre = match piece.nom.rsplit('.').next() {
            Some("csv") => "text/csv; charset=utf-8",
            Some("json") => "application/json",
            _ => "application/octet-stream",
        };
        let genre = ContentType::parse(genre).map_err(|faute| Echec::Definitif(faute.to_string()))?;
        courriel = courriel.singlepart(Attachment::new(piece.nom.clone()).body(piece.contenu.clone(), genre));
    }
    Ok(courriel)
}

/// A refusal of the recipient or of the content is final; a refusal of the password is for us to mend, then to retry.
fn classer(faute: &lettre::transport::smtp::Error) -> Echec {
    let dit = en_entier(faute);
    let mot_de_passe = faute.status().is_some_and(|code| matches!(u16::from(code), 530 | 534 | 535 | 538));
    if faute.is_permanent() && !mot_de_passe { Echec::Definitif(dit) } else { Echec::Passager(dit) }
}

fn en_entier(faute: &dyn std::error::Error) -> String {
    let mut dit = faute.to_string();
    let mut cause = faute.source();
    while let Some(suivante) = cause {
        dit.push_str(" : ");
        dit.push_str(&suivante.to_string());
        cause = suivante.source();
    }
    dit
}

/// Mails the parcels to one address.
#[derive(Debug)]
pub struct EnvoiPostal {
    /// The mail server.
    pub smtp: std::sync::Arc<Smtp>,
    /// To whom.
    pub adresse: AdresseCourriel,
}

impl Livreur for EnvoiPostal {
    fn livrer(&self, colis: &Colis) -> Result<Recepisse, Echec> {
        self.smtp.poster(&colis.id, (&self.adresse, &colis.objet, colis.texte.clone()), &colis.fichiers)
    }
}
