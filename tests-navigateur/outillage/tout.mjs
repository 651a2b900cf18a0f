// Starts one server for all test files, runs them, stops it: `npm test [fichier…]`.

import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { demarrer } from './serveur.mjs';

const ici = fileURLToPath(new URL('..', import.meta.url));

async function fichiers() {
  const demandes = process.argv.slice(2);
  if (demandes.length > 0) return demandes;
  const noms = await readdir(new URL('../essais/', import.meta.url));
  return noms.filter((nom) => nom.endsWith('.test.mjs')).sort().map((nom) => `essais/${nom}`);
}

function jouer(a_jouer, environnement) {
  return new Promise((resoudre) => {
    const options = ['--test', '--test-reporter=spec', ...a_jouer];
    const enfant = spawn(process.execPath, options, { cwd: ici, env: environnement, stdio: 'inherit' });
    enfant.on('exit', (code) => resoudre(code ?? 1));
  });
}

const a_jouer = await fichiers();
if (a_jouer.length === 0) throw new Error('aucun essai dans essais/');
const serveur = await demarrer();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => serveur.arreter().then(() => process.exit(130)));
try {
  process.exitCode = await jouer(a_jouer, {
    ...process.env,
    ACCES_DIRECT_ADRESSE: serveur.adresse,
    ACCES_DIRECT_IDENTIFIANTS: serveur.identifiants,
  });
} finally {
  await serveur.arreter();
}
