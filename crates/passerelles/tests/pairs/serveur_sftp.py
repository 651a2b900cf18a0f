"""A file server that admits one account by its password: port, folder of its key and of its files."""
import asyncio
import sys

import asyncssh

port, dossier = int(sys.argv[1]), sys.argv[2]


class Porte(asyncssh.SSHServer):
    def password_auth_supported(self):
        return True

    def validate_password(self, username, password):
        return (username, password) == ("depot", "sesame ouvre")


async def ouvrir():
    await asyncssh.create_server(
        Porte, "127.0.0.1", port, server_host_keys=[f"{dossier}/hote"], sftp_factory=True
    )
    print("pret", flush=True)
    await asyncio.Event().wait()


asyncio.run(ouvrir())
