// From a validated letter to its receivers: what is owed, what leaves, what a doctor without mailbox reads and answers.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { fenetreDe } from '../outillage/connexion.mjs';
import { examinerPartout } from '../outillage/examen.mjs';
import { fenetre, ouvrir } from '../outillage/navigateur.mjs';
import { ecrireAuMedecin, lienDuMedecin, suivre } from '../outillage/remises.mjs';

let navigateur;
before(async () => { navigateur = await ouvrir(); });
after(() => navigateur?.close());

async function cliquer(page, role, nom) {
  await Promise.all([page.waitForNavigation(), page.getByRole(role, { name: nom }).first().click()]);
}

test('une lettre validée dit à qui elle est due, et le médecin sans messagerie la lit par un lien puis répond', async () => {
  const page = await fenetreDe(navigateur, 'mk');
  await ecrireAuMedecin(page);
  assert.match(await page.locator('main').innerText(), /Remises/);
  await suivre(page);
  await examinerPartout(page, 'mk-remises-du-document');
  const { adresse, code } = await lienDuMedecin(page);
  await examinerPartout(page, 'mk-remise-lien');

  const medecin = await fenetre(navigateur);
  await medecin.goto(adresse);
  const avant = await medecin.locator('main').innerText();
  assert.match(avant, /Code à huit chiffres/);
  await examinerPartout(medecin, 'lien-ouverture');
  await medecin.fill('[name="code"]', code);
  await cliquer(medecin, 'button', 'Ouvrir le document');
  assert.equal(new URL(medecin.url()).pathname, '/lien-ouvert');
  assert.match(await medecin.locator('main').innerText(), /Une imagerie vous paraît-elle utile/);
  await examinerPartout(medecin, 'lien-lecture');
  await medecin.getByLabel('J’ai posé un diagnostic').check();
  await medecin.fill('[name="diagnostic_le"]', new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
  await medecin.fill('[name="texte"]', 'Lombalgie commune, pas d’imagerie.');
  await medecin.fill('[name="signataire"]', 'Camille Essai');
  await cliquer(medecin, 'button', 'Transmettre ma réponse');
  assert.match(await medecin.locator('[role="status"]').innerText(), /transmise/);

  await page.reload();
  assert.match(await page.locator('main').innerText(), /Réponse du médecin : diagnostic posé[\s\S]*pas d’imagerie/);
  await examinerPartout(page, 'mk-remise-reponse');
});

test('la liste des remises se filtre par son adresse, et la page du patient dit ce qui manque à son identité', async () => {
  const page = await fenetreDe(navigateur, 'mk');
  await page.goto('/remises');
  await examinerPartout(page, 'mk-remises');
  await cliquer(page, 'link', 'Toutes');
  assert.match(page.url(), /etat=toutes/);
  await page.goto('/tableau-de-bord');
  await Promise.all([page.waitForNavigation(), page.locator('.episodes > li h3 a').first().click()]);
  await cliquer(page, 'link', 'Identité et choix du patient');
  assert.match(await page.locator('main').innerText(), /Lire un datamatrix INS/);
  await examinerPartout(page, 'mk-patient');
  await page.fill('[name="scan"]', 'bonjour');
  await cliquer(page, 'button', 'Compléter l’identité');
  assert.match(await page.locator('[role="alert"]').innerText(), /datamatrix INS/);
  await examinerPartout(page, 'mk-patient-scan-refuse');
});

test('sans script, la lettre se valide et le lien du médecin se crée', async () => {
  const page = await fenetreDe(navigateur, 'mk', 'sans-script');
  await ecrireAuMedecin(page);
  await suivre(page);
  const { adresse, code } = await lienDuMedecin(page);
  assert.match(adresse, /\/lien\/[\w-]{43}$/);
  assert.match(code, /^\d{8}$/);
});
