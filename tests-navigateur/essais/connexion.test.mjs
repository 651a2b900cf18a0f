// The door: refused attempts are told, the keyboard alone is enough, scripts are not needed.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { atteindre, saisir } from '../outillage/clavier.mjs';
import { frapper } from '../outillage/connexion.mjs';
import { examiner } from '../outillage/examen.mjs';
import { fenetre, ouvrir } from '../outillage/navigateur.mjs';

let navigateur;
before(async () => { navigateur = await ouvrir(); });
after(() => navigateur?.close());

test('au clavier seul, une connexion refusée est dite et rien n’est perdu', async () => {
  const page = await fenetre(navigateur);
  await page.goto('/connexion');
  await saisir(page, /identifiant/i, 'personne');
  await saisir(page, /mot de passe/i, 'ce n’est pas le bon');
  const [reponse] = await Promise.all([page.waitForResponse((r) => r.request().method() === 'POST'), page.keyboard.press('Enter')]);
  await page.waitForLoadState();
  assert.equal(reponse.status(), 422);
  await page.getByText('Identifiant ou mot de passe incorrect.').waitFor();
  assert.equal(await page.inputValue('input[autocomplete~="username"]'), 'personne');
  assert.equal(await page.inputValue('input[autocomplete~="current-password"]'), '');
  await examiner(page, 'connexion-refusee');
});

test('sans script, la porte répond pareil', async () => {
  const page = await fenetre(navigateur, 'sans-script');
  await page.goto('/connexion');
  await page.fill('input[autocomplete~="username"]', 'personne');
  await page.fill('input[autocomplete~="current-password"]', 'ce n’est pas le bon');
  await Promise.all([page.waitForNavigation(), page.locator('main form button').click()]);
  await page.getByText('Identifiant ou mot de passe incorrect.').waitFor();
});

test('un formulaire venu d’un autre site est refusé', async () => {
  const page = await fenetre(navigateur);
  const reponse = await page.request.post('/connexion', {
    headers: { origin: 'https://ailleurs.example', 'sec-fetch-site': 'cross-site' },
    form: { login: 'personne', mot_de_passe: 'x', suite: '/' },
  });
  assert.equal(reponse.status(), 403);
});

test('le bouton se trouve au clavier sur un téléphone', async () => {
  const page = await fenetre(navigateur, 'telephone');
  await page.goto('/connexion');
  await atteindre(page, /se connecter/i);
  await examiner(page, 'connexion-telephone');
});

test('après plusieurs mots de passe faux, la page dit combien attendre', async () => {
  const page = await fenetre(navigateur);
  const inconnu = `inconnu-${Date.now()}`;
  let dernier;
  for (let essai = 0; essai < 7; essai += 1) dernier = await frapper(page, inconnu, 'ce n’est pas le bon');
  assert.equal(dernier.status(), 429);
  assert.match(await page.locator('main').innerText(), /Attendez \d+ (seconde|minute)/);
  await examiner(page, 'connexion-patienter');
});
