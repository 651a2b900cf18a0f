// Thirty numbers pasted: one is wrong, it is corrected on its line, all go in one action, and the ARS sees them.
// On a server of its own: it leaves nobody to declare.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { demarrer } from '../outillage/serveur.mjs';

const serveur = await demarrer();
process.env.ACCES_DIRECT_ADRESSE = serveur.adresse;
process.env.ACCES_DIRECT_IDENTIFIANTS = serveur.identifiants;
const { fenetreDe } = await import('../outillage/connexion.mjs');
const { examinerPartout } = await import('../outillage/examen.mjs');
const { ouvrir } = await import('../outillage/navigateur.mjs');
const { envoyer } = await import('../outillage/patient.mjs');

const TROIS_MINUTES = 180_000;

let navigateur;
before(async () => { navigateur = await ouvrir(); });
after(async () => {
  await navigateur?.close();
  await serveur.arreter();
});

/** The numbers of the members who may be declared, as the page of the volunteers shows them. */
async function numeros(page) {
  await page.goto('/declarer');
  const textes = await page.locator('tbody tr').filter({ hasText: 'Tout est vérifié' }).allInnerTexts();
  return textes.map((texte) => texte.match(/\b997\d{8}\b/)?.[0]).filter(Boolean);
}

test('une CPTS colle sa liste, corrige une ligne, déclare en une fois, et l’ARS les voit', async () => {
  const cpts = await fenetreDe(navigateur, 'coordination-cpts');
  const justes = (await numeros(cpts)).slice(0, 30);
  assert.ok(justes.length > 0, 'la démonstration a des volontaires à déclarer');
  const faux = justes[0].slice(0, 10) + ((Number(justes[0][10]) + 1) % 10);
  const debut = Date.now();
  await cpts.goto('/declarations');
  await Promise.all([cpts.waitForNavigation(), cpts.getByRole('link', { name: 'Déclarer plusieurs à la fois' }).click()]);
  await examinerPartout(cpts, 'cpts-liste-saisie');
  await cpts.fill('[name="liste"]', [faux, ...justes.slice(1)].join('\n'));
  await envoyer(cpts, 'Vérifier la liste');
  assert.match(await cpts.locator('main').innerText(), /clé du numéro RPPS est fausse/);
  await examinerPartout(cpts, 'cpts-liste-verification');
  const ligne = cpts.locator('tbody tr').filter({ hasText: 'Bloquée' }).first();
  await ligne.locator('[name="ecrit"]').fill(justes[0]);
  await Promise.all([cpts.waitForNavigation(), ligne.getByRole('button', { name: /^Enregistrer/ }).click()]);
  await cpts.check('[name="attestation"]');
  await Promise.all([cpts.waitForNavigation(), cpts.getByRole('button', { name: /^Déclarer/ }).click()]);
  assert.match(await cpts.locator('main').innerText(), new RegExp(`${justes.length} déclarations? déposées? à l’ARS`));
  assert.ok(Date.now() - debut < TROIS_MINUTES);
  const nom = (await cpts.locator('tbody tr a[href^="/declarations/"]').first().innerText()).trim();
  const ars = await fenetreDe(navigateur, 'agent-ars');
  await ars.goto('/instruction');
  assert.match(await ars.locator('main').innerText(), new RegExp(nom.split(' ').at(-1)));
});
