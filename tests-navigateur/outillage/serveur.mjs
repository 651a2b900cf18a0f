// Starts the real binary on a free port with throw-away data, and knows its address.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const DELAI_MS = Number(process.env.ACCES_DIRECT_DELAI_MS ?? 300_000);
const ADRESSE = /https?:\/\/127\.0\.0\.1:\d+/;

/** The binary to test: given by the environment, else the debug build of this repository. */
export function binaire() {
  return process.env.ACCES_DIRECT_BINAIRE ?? fileURLToPath(new URL('../../target/debug/acces-direct', import.meta.url));
}

/** Starts the server and waits until it says where it answers. Resolves to its address and a way to stop it. */
export async function demarrer() {
  const dossier = await mkdtemp(path.join(tmpdir(), 'ad-navigateur-'));
  const options = ['servir', '--port', '0', '--donnees', path.join(dossier, 'donnees')];
  const enfant = spawn(binaire(), options, { stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    const adresse = await attendreLAdresse(enfant);
    return { adresse, arreter: () => arreter(enfant, dossier) };
  } catch (echec) {
    await arreter(enfant, dossier);
    throw echec;
  }
}

function attendreLAdresse(enfant) {
  return new Promise((resoudre, rejeter) => {
    let dit = '';
    const trop_tard = setTimeout(() => rejeter(new Error(`pas d’adresse en ${DELAI_MS} ms :\n${dit}`)), DELAI_MS);
    const ecouter = (morceau) => {
      dit += morceau;
      const trouve = dit.match(ADRESSE);
      if (trouve) {
        clearTimeout(trop_tard);
        resoudre(trouve[0]);
      }
    };
    enfant.stdout.on('data', ecouter);
    enfant.stderr.on('data', ecouter);
    enfant.on('error', rejeter);
    enfant.on('exit', (code) => rejeter(new Error(`le serveur s’est arrêté (code ${code}) :\n${dit}`)));
  });
}

async function arreter(enfant, dossier) {
  if (enfant.exitCode === null && enfant.signalCode === null) {
    const fini = new Promise((resoudre) => enfant.once('exit', resoudre));
    enfant.kill('SIGTERM');
    const force = setTimeout(() => enfant.kill('SIGKILL'), 10_000);
    await fini;
    clearTimeout(force);
  }
  await rm(dossier, { recursive: true, force: true });
}
