//! The search for viruses: a clamd daemon, asked over TCP or a local socket by its `INSTREAM` command.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

/// The bytes sent at once; the daemon counts each lot against its own limit.
const LOT: usize = 64 * 1024;
/// The longest answer read.
const REPONSE_MAX: u64 = 4096;

/// Where the daemon listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdresseClamd {
    /// `tcp://host:port`.
    Tcp(String),
    /// `unix:/path`.
    Local(PathBuf),
}

/// The address cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n’est pas l’adresse d’un antivirus : écrivez tcp://hôte:port ou unix:/chemin")]
pub struct AntivirusInvalide(String);

impl FromStr for AdresseClamd {
    type Err = AntivirusInvalide;

    fn from_str(texte: &str) -> Result<Self, AntivirusInvalide> {
        let tcp = texte.strip_prefix("tcp://").filter(|hote| hote.contains(':'));
        let local = texte.strip_prefix("unix:").filter(|chemin| chemin.starts_with('/'));
        match (tcp, local) {
            (Some(hote), _) => Ok(Self::Tcp(hote.to_owned())),
            (_, Some(chemin)) => Ok(Self::Local(PathBuf::from(chemin))),
            _ => Err(AntivirusInvalide(texte.to_owned())),
        }
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing.
    Sain,
    /// A virus, by the name the daemon gives it.
    Infecte(String),
}

/// Why there is no verdict.
#[derive(Debug, thiserror::Error)]
pub enum AnalyseImpossible {
    /// The daemon is out of reach or too slow.
    #[error("l’antivirus ne répond pas : {0}")]
    Injoignable(#[from] io::Error),
    /// It answered something else than a verdict.
    #[error("l’antivirus n’a pas pu analyser le fichier : {0}")]
    Refus(String),
}

/// A clamd daemon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clamd {
    adresse: AdresseClamd,
    delai: Duration,
}

trait Lien: Read + Write {}
impl<L: Read + Write> Lien for L {}

impl Clamd {
    /// The daemon at this address; each exchange on the line may take this long.
    pub fn new(adresse: AdresseClamd, delai: Duration) -> Self {
        Self { adresse, delai }
    }

    /// Sends the content and waits for the verdict.
    ///
    /// # Errors
    /// When the daemon is out of reach, too slow, or answers something else than a verdict.
    pub fn analyser(&self, contenu: &[u8]) -> Result<Verdict, AnalyseImpossible> {
        let mut lien = self.joindre()?;
        let envoi = envoyer(lien.as_mut(), contenu);
        let mut reponse = Vec::new();
        let lecture = lien.take(REPONSE_MAX).read_to_end(&mut reponse);
        // A daemon that refuses a size answers before it has read everything: its words say more than the broken line.
        if reponse.is_empty() {
            envoi?;
            lecture?;
        }
        comprendre(&String::from_utf8_lossy(&reponse))
    }

    fn joindre(&self) -> io::Result<Box<dyn Lien>> {
        match &self.adresse {
            AdresseClamd::Tcp(hote) => {
                let adresse = hote.to_socket_addrs()?.next().ok_or(io::ErrorKind::NotFound)?;
                let flux = TcpStream::connect_timeout(&adresse, self.delai)?;
                flux.set_read_timeout(Some(self.delai))?;
                flux.set_write_timeout(Some(self.delai))?;
                Ok(Box::new(flux))
            }
            AdresseClamd::Local(chemin) => self.joindre_ici(chemin),
        }
    }

    #[cfg(unix)]
    fn joindre_ici(&self, chemin: &std::path::Path) -> io::Result<Box<dyn Lien>> {
        let flux = std::os::unix::net::UnixStream::connect(chemin)?;
        flux.set_read_timeout(Some(self.delai))?;
        flux.set_write_timeout(Some(self.delai))?;
        Ok(Box::new(flux))
    }

    #[cfg(not(unix))]
    fn joindre_ici(&self, _: &std::path::Path) -> io::Result<Box<dyn Lien>> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

fn envoyer(lien: &mut dyn Lien, contenu: &[u8]) -> io::Result<()> {
    lien.write_all(b"zINSTREAM\0")?;
    for lot in contenu.chunks(LOT) {
        let longueur = u32::try_from(lot.len()).map_err(io::Error::other)?;
        lien.write_all(&longueur.to_be_bytes())?;
        lien.write_all(lot)?;
    }
    lien.write_all(&0_u32.to_be_bytes())?;
    lien.flush()
}

/// « stream: OK », « stream: Eicar-Signature FOUND », anything else.
fn comprendre(reponse: &str) -> Result<Verdict, AnalyseImpossible> {
    let dit = reponse.trim_matches(['\0', '\n', ' ']);
    let verdict = dit.strip_prefix("stream: ").unwrap_or(dit);
    match verdict.strip_suffix(" FOUND") {
        _ if verdict == "OK" => Ok(Verdict::Sain),
        Some(signature) => Ok(Verdict::Infecte(signature.to_owned())),
        None => Err(AnalyseImpossible::Refus(dit.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::os::unix::net::UnixListener;
    use std::thread::{self, JoinHandle};

    use super::*;

    const DELAI: Duration = Duration::from_millis(500);

    /// Reads a command as the daemon does and answers: gives what it received.
    fn servir(mut lien: impl Lien, reponse: &[u8]) -> io::Result<Vec<u8>> {
        let mut commande = [0; 10];
        lien.read_exact(&mut commande)?;
        assert_eq!(&commande, b"zINSTREAM\0");
        let mut recu = Vec::new();
        loop {
            let mut longueur = [0; 4];
            lien.read_exact(&mut longueur)?;
            let longueur = u32::from_be_bytes(longueur);
            if longueur == 0 {
                break;
            }
            io::copy(&mut Read::by_ref(&mut lien).take(u64::from(longueur)), &mut recu)?;
        }
        lien.write_all(reponse)?;
        Ok(recu)
    }

    fn ecouter(reponse: &'static [u8]) -> (Clamd, JoinHandle<io::Result<Vec<u8>>>) {
        let ecoute = TcpListener::bind("127.0.0.1:0").unwrap();
        let adresse = AdresseClamd::Tcp(ecoute.local_addr().unwrap().to_string());
        let service = thread::spawn(move || servir(ecoute.accept()?.0, reponse));
        (Clamd::new(adresse, DELAI), service)
    }

    #[test]
    fn un_fichier_sain_arrive_entier_et_recoit_son_verdict() {
        let (clamd, service) = ecouter(b"stream: OK\0");
        let contenu: Vec<u8> = (0..200_000_u32).map(|n| n.to_le_bytes()[0]).collect();
        assert_eq!(clamd.analyser(&contenu).unwrap(), Verdict::Sain);
        assert_eq!(service.join().unwrap().unwrap(), contenu);
    }

    #[test]
    fn un_virus_est_nomme() {
        let (clamd, _service) = ecouter(b"stream: Eicar-Signature FOUND\0");
        assert_eq!(clamd.analyser(b"x").unwrap(), Verdict::Infecte("Eicar-Signature".to_owned()));
    }

    #[test]
    fn une_erreur_n_est_pas_un_verdict() {
        let (clamd, _service) = ecouter(b"INSTREAM size limit exceeded. ERROR\0");
        assert!(
            matches!(clamd.analyser(b"x"), Err(AnalyseImpossible::Refus(dit)) if dit.contains("size limit"))
        );
        let (clamd, _service) = ecouter(b"");
        assert!(matches!(clamd.analyser(b"x"), Err(AnalyseImpossible::Refus(_))), "silence is no verdict");
    }

    #[test]
    fn un_antivirus_muet_ou_absent_est_injoignable() {
        let ecoute = TcpListener::bind("127.0.0.1:0").unwrap();
        let adresse = AdresseClamd::Tcp(ecoute.local_addr().unwrap().to_string());
        let clamd = Clamd::new(adresse, Duration::from_millis(100));
        let depart = std::time::Instant::now();
        assert!(matches!(clamd.analyser(b"x"), Err(AnalyseImpossible::Injoignable(_))), "nobody reads");
        assert!(depart.elapsed() < Duration::from_secs(5));
        drop(ecoute);
        assert!(matches!(clamd.analyser(b"x"), Err(AnalyseImpossible::Injoignable(_))), "nobody listens");
    }

    #[test]
    fn une_prise_locale_convient_aussi() {
        let dossier = tempfile::tempdir().unwrap();
        let chemin = dossier.path().join("clamd.ctl");
        let ecoute = UnixListener::bind(&chemin).unwrap();
        let service = thread::spawn(move || servir(ecoute.accept()?.0, b"stream: OK\0"));
        let clamd = Clamd::new(AdresseClamd::Local(chemin), DELAI);
        assert_eq!(clamd.analyser(b"abc").unwrap(), Verdict::Sain);
        assert_eq!(service.join().unwrap().unwrap(), b"abc");
    }

    #[test]
    fn une_adresse_se_lit_ou_se_refuse() {
        assert_eq!("tcp://hote:3310".parse(), Ok(AdresseClamd::Tcp("hote:3310".to_owned())));
        assert_eq!("unix:/run/c.ctl".parse(), Ok(AdresseClamd::Local(PathBuf::from("/run/c.ctl"))));
        for faux in ["hote:3310", "tcp://hote", "unix:relatif", ""] {
            assert!(faux.parse::<AdresseClamd>().is_err(), "{faux}");
        }
    }
}
