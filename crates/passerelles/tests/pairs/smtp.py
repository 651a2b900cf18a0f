"""A submission server for the tests: STARTTLS with a client certificate, XOAUTH2, delivery into Dovecot's mailboxes.

How a mailbox answers is in its name:
  refuse@   550 at once            plus-tard@  451, come back later
  rebond@   accepted, then a bounce to the sender
  integre@  accepted, then a notification « processed », to the address that asks for it
  inconnu@  accepted, then a notification « processed/Error: 904 », to the same
  coupe@    delivered, but the connection is cut before the server says so, the first time
  anything else  accepted and delivered, nothing comes back
"""

import asyncio
import base64
import hashlib
import hmac
import json
import mailbox
import os
import pwd
import ssl
import sys
import time
import urllib.parse
import urllib.request
from email import message_from_bytes, policy
from email.utils import make_msgid, parseaddr

from aiosmtpd.smtp import SMTP, AuthResult

DOSSIER, PORT, PROPRIETAIRE = sys.argv[1], int(sys.argv[2]), pwd.getpwnam(sys.argv[3])
CLE = base64.b64decode(open(f"{DOSSIER}/cles/default/HS256/default").read())


def interroger(jeton):
    """The address that a token opens for the identity provider of the test, asked each time; None without one."""
    try:
        fournisseur = json.load(open(f"{DOSSIER}/introspection.json"))
    except FileNotFoundError:
        return None
    champs = {"token": jeton, "client_id": fournisseur["client"], "client_secret": fournisseur["secret"]}
    corps = urllib.parse.urlencode(champs).encode()
    with urllib.request.urlopen(fournisseur["adresse"], corps, timeout=5) as reponse:
        return fournisseur["boite"] if json.load(reponse)["active"] else None


def lire_jeton(jeton):
    """The address of a valid, unexpired token; None otherwise."""
    if jeton.count(".") != 2:
        return interroger(jeton)
    try:
        entete, corps, sceau = jeton.split(".")
        attendu = hmac.new(CLE, f"{entete}.{corps}".encode(), hashlib.sha256).digest()
        if not hmac.compare_digest(base64.urlsafe_b64decode(sceau + "=="), attendu):
            return None
        dit = json.loads(base64.urlsafe_b64decode(corps + "=="))
        return dit["email"] if dit["exp"] > time.time() else None
    except ValueError:
        return None


def livrer(adresse, octets):
    chemin = f"{DOSSIER}/boites/{adresse}"
    boite = mailbox.Maildir(chemin, create=True)
    boite.add(octets)
    for dossier, _, fichiers in os.walk(chemin):
        os.chown(dossier, PROPRIETAIRE.pw_uid, PROPRIETAIRE.pw_gid)
        for fichier in fichiers:
            os.chown(os.path.join(dossier, fichier), PROPRIETAIRE.pw_uid, PROPRIETAIRE.pw_gid)


def rapport(genre, champs, original, destinataire, de):
    """A multipart/report: words, fields, the original."""
    fin = "limite-du-rapport"
    lignes = [
        f"From: {de}", f"To: {destinataire}", "Subject: Rapport", f"Message-ID: {make_msgid()}", "MIME-Version: 1.0",
        f'Content-Type: multipart/report; report-type={genre}; boundary="{fin}"', "",
        f"--{fin}", "Content-Type: text/plain; charset=utf-8", "", "Rapport automatique.", "",
        f"--{fin}", f"Content-Type: message/{genre}", "",
        *champs, "", f"--{fin}", "Content-Type: message/rfc822", "",
    ]
    return "\r\n".join(lignes).encode() + b"\r\n" + original + f"\r\n--{fin}--\r\n".encode()


class Facteur:
    """What happens to each message."""

    def __init__(self):
        self.coupes = set()

    async def auth_XOAUTH2(self, server, args):
        if len(args) == 1:
            await server.push("334 ")
            args.append((await server._reader.readline()).strip().decode())
        champs = dict(c.split("=", 1) for c in base64.b64decode(args[1]).decode().split("\x01") if "=" in c)
        adresse = lire_jeton(champs.get("auth", "").removeprefix("Bearer "))
        if adresse is None or adresse != champs.get("user"):
            return AuthResult(success=False, handled=False, message="535 5.7.8 jeton invalide")
        return AuthResult(success=True, auth_data=adresse)

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address.startswith("refuse@"):
            return "550 5.1.1 boite inconnue"
        if address.startswith("plus-tard@"):
            return "451 4.3.0 revenez plus tard"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        octets, de = envelope.original_content, envelope.mail_from
        entetes = message_from_bytes(octets, policy=policy.SMTP)
        identifiant = entetes["Message-ID"]
        demandeur = parseaddr(str(entetes["Disposition-Notification-To"] or ""))[1]
        for adresse in envelope.rcpt_tos:
            livrer(adresse, octets)
            for a, retour in self.retours(adresse, identifiant, octets, (de, demandeur)):
                livrer(a, retour)
            if adresse.startswith("coupe@") and identifiant not in self.coupes:
                self.coupes.add(identifiant)
                server.transport.abort()
        return "250 2.0.0 accepte"

    def retours(self, adresse, identifiant, octets, retour):
        """What comes back, and where: a bounce to the envelope's sender, a notification to whom the header names."""
        (de, demandeur), (nom, domaine) = retour, adresse.split("@")
        if nom == "rebond":
            champs = ["Reporting-MTA: dns; localhost", "", f"Final-Recipient: rfc822; {adresse}",
                      "Action: failed", "Status: 5.2.2", "Diagnostic-Code: smtp; 552 boite pleine"]
            yield de, rapport("delivery-status", champs, octets, de, f"MAILER-DAEMON@{domaine}")
        fait = {"integre": "processed",
                "inconnu": "processed/Error: 904^INS different^messageErrorCondition| E^Error^errorSeverity"}.get(nom)
        if fait and demandeur:
            champs = [f"Final-Recipient: rfc822;{adresse}", f"Original-Message-ID: {identifiant}",
                      f"Disposition: automatic-action/MDN-sent-automatically; {fait}"]
            yield demandeur, rapport("disposition-notification", champs, octets, demandeur, adresse)


async def servir():
    contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    contexte.minimum_version = ssl.TLSVersion.TLSv1_2
    contexte.load_cert_chain(f"{DOSSIER}/serveur.pem", f"{DOSSIER}/serveur.cle.pem")
    contexte.load_verify_locations(f"{DOSSIER}/autorite.pem")
    contexte.verify_mode = ssl.CERT_REQUIRED
    facteur = Facteur()
    boucle = asyncio.get_running_loop()
    serveur = await boucle.create_server(
        lambda: SMTP(facteur, hostname="localhost", tls_context=contexte, require_starttls=True,
                     auth_required=True, auth_exclude_mechanism=["LOGIN", "PLAIN"], data_size_limit=15_000_000),
        "127.0.0.1", PORT)
    async with serveur:
        await serveur.serve_forever()


asyncio.run(servir())
