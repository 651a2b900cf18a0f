"""A mail server for the tests: port, folder of what it receives, protection, behaviour."""
import ssl
import sys
import threading
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

port, dossier, protection, conduite = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]


class Boite:
    recus = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if conduite == "inconnu":
            return "550 5.1.1 boite inconnue"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if conduite == "plus-tard":
            return "451 4.7.1 revenez plus tard"
        Boite.recus += 1
        (dossier / f"{Boite.recus:03}.eml").write_bytes(envelope.content)
        if conduite == "coupe" and Boite.recus == 1:
            server.transport.abort()
        return "250 OK"


def verifier(server, session, envelope, mechanism, auth_data):
    bon = (auth_data.login, auth_data.password) == (b"acces-direct", b"sesame ouvre")
    return AuthResult(success=bon, handled=bon)


options = {}
if protection != "clair":
    contexte = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    contexte.load_cert_chain(dossier / "serveur.pem", dossier / "serveur.cle")
    cle = "tls_context" if protection == "starttls" else "ssl_context"
    options = {cle: contexte, "authenticator": verifier, "auth_required": True}
    if protection == "starttls":
        options["require_starttls"] = True
    else:
        options["auth_require_tls"] = False

controleur = Controller(Boite(), hostname="localhost", port=port, **options)
controleur.start()
print("pret", flush=True)
threading.Event().wait()
