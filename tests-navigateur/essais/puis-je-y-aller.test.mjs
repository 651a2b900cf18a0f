// « Puis-je y aller ? » as a patient lives it: four questions, an answer with its text, nothing kept.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { examiner } from '../outillage/examen.mjs';
import { fenetre, ouvrir } from '../outillage/navigateur.mjs';

let navigateur;
before(async () => { navigateur = await ouvrir(); });
after(() => navigateur?.close());

async function repondre(page, { departement, structure, document, signes }) {
  await page.goto('/puis-je-y-aller');
  await page.selectOption('select[name="departement"]', departement);
  await page.check(`input[name="structure"][value="${structure}"]`);
  await page.check(`input[name="document"][value="${document}"]`);
  await page.check(`input[name="signes"][value="${signes}"]`);
  await Promise.all([page.waitForNavigation(), page.locator('main form button').click()]);
  return page.locator('main').innerText();
}

const SANS_DOCUMENT = { departement: '45', structure: 'CPTS', document: 'non', signes: 'non' };

for (const genre of ['bureau', 'telephone', 'sans-script']) {
  test(`dans une CPTS du Loiret, la réponse est oui, avec son texte (${genre})`, async () => {
    const page = await fenetre(navigateur, genre);
    const reponse = await repondre(page, SANS_DOCUMENT);
    assert.match(reponse, /oui/i);
    assert.match(reponse, /8|huit/, 'le nombre de séances est dit');
    if (genre !== 'sans-script') await examiner(page, `puis-je-y-aller-oui-${genre}`);
  });
}

test('hors de toute structure, la réponse est non et dit quoi faire', async () => {
  const page = await fenetre(navigateur);
  const reponse = await repondre(page, { ...SANS_DOCUMENT, structure: 'CABINET' });
  assert.match(reponse, /non/i);
  await examiner(page, 'puis-je-y-aller-non');
});

test('avec un signe d’alerte, le médecin passe d’abord', async () => {
  const page = await fenetre(navigateur, 'telephone');
  const reponse = await repondre(page, { ...SANS_DOCUMENT, signes: 'oui' });
  assert.match(reponse, /médecin/i);
  await examiner(page, 'puis-je-y-aller-medecin');
});

test('une question oubliée est nommée, et les autres réponses restent', async () => {
  const page = await fenetre(navigateur);
  await page.goto('/puis-je-y-aller');
  await page.selectOption('select[name="departement"]', '83');
  await page.locator('main form').evaluate((formulaire) => { formulaire.noValidate = true; });
  await Promise.all([page.waitForNavigation(), page.locator('main form button').click()]);
  assert.equal(await page.inputValue('select[name="departement"]'), '83');
  const oublis = page.locator('[role="alert"] a[href^="#"]');
  assert.equal(await oublis.count(), 3, 'les trois questions oubliées sont nommées');
  for (const vers of await oublis.evaluateAll((ancres) => ancres.map((ancre) => ancre.hash))) {
    assert.equal(await page.locator(vers).count(), 1, `${vers} mène à sa question`);
  }
  await examiner(page, 'puis-je-y-aller-incomplet');
});

test('rien n’est gardé : ni cookie, ni réponse dans l’adresse', async () => {
  const page = await fenetre(navigateur);
  await repondre(page, SANS_DOCUMENT);
  assert.deepEqual(await page.context().cookies(), []);
  assert.doesNotMatch(page.url(), /signes|document/);
});
