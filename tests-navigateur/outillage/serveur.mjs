// Starts the real binary on a free port with a small demo in a throw-away folder, and knows its address.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as attendre } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const DELAI_MS = Number(process.env.ACCES_DIRECT_DELAI_MS ?? 300_000);
const PAS_MS = 100;

/** The binary to test: given by the environment, else the debug build of this repository. */
export function binaire() {
  return process.env.ACCES_DIRECT_BINAIRE ?? fileURLToPath(new URL('../../target/debug/acces-direct', import.meta.url));
}

/**
 * Starts the demo and waits until it has written where it answers. Resolves to its address, its logins, its folder and a way to stop
 * it. `environnement` adds settings; `port` is a free one unless something must know it before.
 */
export async function demarrer({ environnement = {}, port = 0 } = {}) {
  const dossier = await mkdtemp(path.join(tmpdir(), 'ad-navigateur-'));
  const identifiants = path.join(dossier, 'identifiants.json');
  const donnees = path.join(dossier, 'donnees');
  const options = ['demo', '--taille', 'petite', '--port', String(port), '--donnees', donnees, '--identifiants', identifiants];
  const env = { ...process.env, ...environnement };
  const enfant = spawn(binaire(), options, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let dit = '';
  for (const flux of [enfant.stdout, enfant.stderr]) flux.on('data', (morceau) => { dit = (dit + morceau).slice(-20_000); });
  try {
    const adresse = await attendreLAdresse(enfant, identifiants);
    return { adresse, identifiants, donnees, arreter: () => arreter(enfant, dossier) };
  } catch (echec) {
    await arreter(enfant, dossier);
    throw new Error(`${echec.message} :\n${dit}`);
  }
}

async function attendreLAdresse(enfant, identifiants) {
  const limite = Date.now() + DELAI_MS;
  let panne = null;
  enfant.on('error', (echec) => { panne = echec; });
  while (Date.now() < limite) {
    if (panne !== null) throw panne;
    if (enfant.exitCode !== null) throw new Error(`le serveur s’est arrêté (code ${enfant.exitCode})`);
    // The file is written in one go once the server answers; until then it is absent or empty.
    const adresse = await readFile(identifiants, 'utf8').then((texte) => JSON.parse(texte).adresse, () => null);
    if (adresse) return adresse;
    await attendre(PAS_MS);
  }
  throw new Error(`pas d’adresse en ${DELAI_MS} ms`);
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
