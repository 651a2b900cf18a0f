// Signing in as somebody of the demo, by the same form as everybody.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

/** The logins the demo wrote. */
export async function identifiants() {
  return JSON.parse(await readFile(process.env.ACCES_DIRECT_IDENTIFIANTS, 'utf8'));
}

/** The account of a role: `{ role, identifiant, mot_de_passe }`. */
export async function compte(role) {
  const { comptes } = await identifiants();
  const trouve = comptes.find((candidat) => candidat.role === role);
  assert.ok(trouve, `la démonstration ne donne pas de compte « ${role} »`);
  return trouve;
}

/** Signs in on `page` and lands on the first page of the role. */
export async function seConnecter(page, role) {
  const { identifiant, mot_de_passe } = await compte(role);
  await page.goto('/connexion');
  await page.fill('input[autocomplete~="username"]', identifiant);
  await page.fill('input[autocomplete~="current-password"]', mot_de_passe);
  await Promise.all([page.waitForNavigation(), page.click('main form button[type="submit"], main form button:not([type])')]);
  assert.ok(!new URL(page.url()).pathname.startsWith('/connexion'), `la connexion de « ${role} » est refusée`);
}
