// Signing in as somebody of the demo, by the same form as everybody.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { fenetre } from './navigateur.mjs';

/** The logins the demo wrote. */
async function comptes() {
  return JSON.parse(await readFile(process.env.ACCES_DIRECT_IDENTIFIANTS, 'utf8')).comptes;
}

/** The account of a role: `{ role, nom, identifiant, mot_de_passe, jeton }`. */
export async function compte(role) {
  const trouve = (await comptes()).find((candidat) => candidat.role === role);
  assert.ok(trouve, `la démonstration ne donne pas de compte « ${role} »`);
  return trouve;
}

/** The codes of the roles that have an account. */
export async function roles() {
  return (await comptes()).map(({ role }) => role);
}

/** Types a login and a password, and sends them. */
export async function frapper(page, identifiant, motDePasse) {
  await page.goto('/connexion');
  await page.fill('input[autocomplete~="username"]', identifiant);
  await page.fill('input[autocomplete~="current-password"]', motDePasse);
  const [reponse] = await Promise.all([page.waitForNavigation(), page.click('main form button')]);
  return reponse;
}

/** Signs in on `page` and lands on the first page of the role. */
export async function seConnecter(page, role) {
  const { identifiant, mot_de_passe: motDePasse } = await compte(role);
  await frapper(page, identifiant, motDePasse);
  assert.ok(!new URL(page.url()).pathname.startsWith('/connexion'), `la connexion de « ${role} » est refusée`);
}

/** A window where `role` is signed in. */
export async function fenetreDe(navigateur, role, genre = 'bureau') {
  const page = await fenetre(navigateur, genre);
  await seConnecter(page, role);
  return page;
}
