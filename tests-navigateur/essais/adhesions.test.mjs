// Memberships: the MK reads his own, a false proof is refused by its content, the next year is asked for and renewed with
// the others, the ARS sees those that ended, the CPTS's fiche waits for the ARS.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { fenetreDe } from '../outillage/connexion.mjs';
import { examinerPartout } from '../outillage/examen.mjs';
import { ouvrir } from '../outillage/navigateur.mjs';
import { envoyer } from '../outillage/patient.mjs';

const PDF = '%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\nstartxref\n9\n%%EOF\n';

let navigateur;
before(async () => { navigateur = await ouvrir(); });
after(() => navigateur?.close());

const texte = (page) => page.locator('main').innerText();

async function joindre(page, nom, contenu) {
  const plus = page.locator('details').filter({ hasText: 'Ajouter une preuve' }).first();
  if (!(await plus.getAttribute('open').then((ouvert) => ouvert !== null))) await plus.locator('summary').click();
  await page.locator('input[type="file"]').first().setInputFiles({ name: nom, mimeType: 'application/pdf', buffer: Buffer.from(contenu) });
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Joindre ce fichier' }).first().click()]);
}

test('un MK lit ses adhésions, une fausse preuve est refusée, la vraie est gardée, la suite est demandée', async () => {
  const mk = await fenetreDe(navigateur, 'mk');
  await mk.goto('/mes-declarations');
  await Promise.all([mk.waitForNavigation(), mk.getByRole('link', { name: 'Mes adhésions' }).click()]);
  const avant = await texte(mk);
  assert.match(avant, /Membre jusqu’au 31 décembre \d{4} inclus/);
  assert.match(avant, /[2-9] adhésions/, 'plusieurs années se suivent');
  assert.match(avant, /Attestation d’adhésion\.pdf|Attestation d_adhésion\.pdf/);
  await examinerPartout(mk, 'mk-adhesions');
  await joindre(mk, 'recu.pdf', 'MZ ceci est un programme');
  assert.match(await texte(mk), /Il reste un point à corriger/);
  await examinerPartout(mk, 'mk-adhesions-preuve-refusee');
  await joindre(mk, 'recu.pdf', PDF);
  assert.match(await texte(mk), /recu\.pdf/);
  const lien = await mk.getByRole('link', { name: 'Mon attestation (PDF)' }).first().getAttribute('href');
  const pdf = await mk.request.get(lien);
  assert.equal(pdf.headers()['content-type'], 'application/pdf');
  await Promise.all([mk.waitForNavigation(), mk.getByRole('button', { name: /^Demander le renouvellement/ }).first().click()]);
  assert.match(await texte(mk), /Renouvellement demandé à la CPTS le/);
});

test('sa CPTS renouvelle ensemble les adhésions qui finissent', async () => {
  const cpts = await fenetreDe(navigateur, 'coordination-cpts');
  await cpts.goto('/membres');
  await Promise.all([cpts.waitForNavigation(), cpts.getByRole('link', { name: 'Adhésions à renouveler' }).click()]);
  const demandes = cpts.locator('tbody tr').filter({ hasText: 'Demandé' });
  assert.equal(await demandes.count(), 1, 'la demande du praticien se voit');
  const cochees = await cpts.locator('tbody input[type="checkbox"]:checked').count();
  assert.ok(cochees > 1, 'celles qui finissent sont cochées');
  await examinerPartout(cpts, 'cpts-renouvellements');
  await envoyer(cpts, 'Renouveler les adhésions cochées');
  assert.equal(await cpts.locator('tbody input[type="checkbox"]:checked').count(), 0, 'il ne reste que celles déjà finies');
  const mk = await fenetreDe(navigateur, 'mk');
  await mk.goto('/mes-adhesions');
  assert.match(await texte(mk), /Adhésion renouvelée jusqu’au 31 décembre/);
});

test('l’ARS voit les autorisations dont l’adhésion est finie, et la fiche qui l’attend', async () => {
  const ars = await fenetreDe(navigateur, 'agent-ars');
  await ars.goto('/tableau-de-bord');
  await Promise.all([ars.waitForNavigation(), ars.getByRole('link', { name: 'Adhésions finies' }).click()]);
  assert.ok(await ars.locator('tbody tr').filter({ hasText: 'Finie' }).count() > 0, 'la démonstration en a');
  assert.match(await texte(ars), /Aucun texte ne dit ce que devient l’autorisation/);
  await examinerPartout(ars, 'ars-adhesions-finies');
  await ars.goto('/cpts');
  await Promise.all([ars.waitForNavigation(), ars.getByRole('link', { name: /Sud 28/ }).click()]);
  assert.match(await texte(ars), /Envoyée/i);
  await examinerPartout(ars, 'ars-fiche-en-attente');
});
