// The throw-away mail servers of the tests of gateways, asking the identity provider of the test whether a token is good.

import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const lancer = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('../../scripts/courrier-de-test', import.meta.url));
const BOITE = 'mk@demo.mssante.invalid';

/** Starts them. Resolves to the settings of the product, to how many mails a mailbox has received, and to a way to stop. */
export async function demarrerLeCourrier(introspection) {
  // Sockets live there: the path must be short.
  const racine = await mkdtemp('/tmp/ad-psc-');
  await chmod(racine, 0o755);
  const dossier = path.join(racine, 'p');
  const { stdout } = await lancer(SCRIPT, ['demarrer', dossier]);
  const { smtp, imap } = JSON.parse(stdout);
  await writeFile(path.join(dossier, 'introspection.json'), JSON.stringify({ ...introspection, boite: BOITE }));
  const fichier = (nom) => path.join(dossier, nom);
  return {
    environnement: {
      MSSANTE_HOTE: 'localhost', MSSANTE_PORT_SMTP: String(smtp), MSSANTE_PORT_IMAP: String(imap), MSSANTE_BOITE: BOITE,
      MSSANTE_AUTORITES: fichier('autorite.pem'), MSSANTE_CERTIFICAT: fichier('chaine.pem'), MSSANTE_CLE: fichier('feuille.cle.pem'),
    },
    recus: (adresse) => readdir(fichier(`boites/${adresse}/new`)).then((noms) => noms.length, () => 0),
    arreter: async () => {
      await lancer(SCRIPT, ['arreter', dossier]);
      await rm(racine, { recursive: true, force: true });
    },
  };
}
