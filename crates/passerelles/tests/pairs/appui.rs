//! Peers in processes of their own, stopped with the test that started them.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A peer under way.
pub struct Pair {
    enfant: Child,
    pub port: u16,
}

impl Drop for Pair {
    fn drop(&mut self) {
        self.enfant.kill().unwrap();
        self.enfant.wait().unwrap();
    }
}

/// A port that nobody listens to.
pub fn port_libre() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

/// The Python of the distribution, where its packages are.
pub fn python(module: &str) -> Command {
    let trouve = ["/usr/bin/python3", "python3"].into_iter().find(|python| {
        let essai =
            Command::new(python).args(["-c", &format!("import {module}")]).stderr(Stdio::null()).status();
        essai.is_ok_and(|issue| issue.success())
    });
    let Some(python) = trouve else {
        panic!("no Python with « {module} »: run the tests with scripts/test")
    };
    Command::new(python)
}

/// Starts a script of this folder, whatever crate tests with it; it says « pret » once it listens.
pub fn lancer_script(module: &str, script: &str, options: &[&str]) -> Pair {
    let port = port_libre();
    let chemin = Path::new(env!("CARGO_MANIFEST_DIR")).join("../passerelles/tests/pairs").join(script);
    let mut commande = python(module);
    commande.arg(chemin).arg(port.to_string()).args(options).stdout(Stdio::piped());
    let mut enfant = commande.spawn().unwrap();
    let mut ligne = String::new();
    BufReader::new(enfant.stdout.take().unwrap()).read_line(&mut ligne).unwrap();
    let pair = Pair { enfant, port };
    assert_eq!(ligne.trim(), "pret", "{script} did not start");
    pair
}

/// The OpenSSH server on this folder: its host key, the keys it admits.
pub fn lancer_sshd(dossier: &Path) -> Pair {
    let binaire =
        ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/sbin/sshd"].into_iter().find(|b| Path::new(b).exists());
    let Some(binaire) = binaire else { panic!("no sshd: run the tests with scripts/test") };
    drop(std::fs::create_dir_all("/run/sshd"));
    let port = port_libre();
    let (ici, reglages) = (dossier.display(), dossier.join("sshd_config"));
    let texte = format!(
        "Port {port}\nListenAddress 127.0.0.1\nHostKey {ici}/hote\nAuthorizedKeysFile {ici}/hote-admis\nPidFile none\n\
         PasswordAuthentication no\nKbdInteractiveAuthentication no\nUsePAM no\nStrictModes no\nLogLevel ERROR\n\
         Subsystem sftp internal-sftp\n"
    );
    std::fs::write(&reglages, texte).unwrap();
    let enfant = Command::new(binaire).args(["-D", "-e", "-f"]).arg(&reglages).spawn().unwrap();
    let pair = Pair { enfant, port };
    let depart = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        assert!(depart.elapsed() < Duration::from_secs(20), "sshd did not start");
        std::thread::sleep(Duration::from_millis(20));
    }
    pair
}

/// Runs a tool of the system to its end.
pub fn executer(outil: &str, options: &[&str], dossier: &Path) -> String {
    let rendu = Command::new(outil).args(options).current_dir(dossier).output().unwrap();
    assert!(rendu.status.success(), "{outil}: {}", String::from_utf8_lossy(&rendu.stderr));
    String::from_utf8(rendu.stdout).unwrap().trim().to_owned()
}

/// An authority of its own and the certificate of « localhost » that it signed.
pub fn certifier(dossier: &Path) -> PathBuf {
    let openssl = |options: &str| executer("openssl", &options.split(' ').collect::<Vec<_>>(), dossier);
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout autorite.cle -out autorite.pem -days 2 -subj /CN=essai",
    );
    openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout serveur.cle -out serveur.csr -subj /CN=localhost",
    );
    std::fs::write(dossier.join("noms"), "subjectAltName=DNS:localhost\n").unwrap();
    openssl(
        "x509 -req -in serveur.csr -CA autorite.pem -CAkey autorite.cle -CAcreateserial -days 2 -extfile noms -out serveur.pem",
    );
    dossier.join("autorite.pem")
}
