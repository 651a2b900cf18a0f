// Documents in a browser: a bilan written with and without script, saved as one types, validated, read, corrected.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { fenetreDe } from '../outillage/connexion.mjs';
import { examinerPartout } from '../outillage/examen.mjs';
import { ouvrir } from '../outillage/navigateur.mjs';
import { envoyer, ouvrirUnEpisode } from '../outillage/patient.mjs';

let navigateur;
before(async () => { navigateur = await ouvrir(); });
after(() => navigateur?.close());

/** The address of an episode that was just opened. */
async function episode(page) {
  await ouvrirUnEpisode(page);
  return new URL(page.url()).pathname;
}

/** The fields that a bilan of the back cannot do without. */
async function remplirLeBilan(page) {
  await page.fill('[name="motif"]', 'Mal de dos depuis trois jours');
  await page.locator('[id="douleur.mouvement.6"]').check({ force: true });
  await page.fill('[name="score.oswestry"]', '42');
  await page.fill('[name="diagnostic"]', 'Lombalgie commune sans irradiation');
  await page.fill('[name="objectif.libelle"]', 'Douleur au plus à 2');
  await page.selectOption('[name="objectif.cible"]', 'douleur:mouvement');
  await page.fill('[name="objectif.valeur"]', '2');
  await page.fill('[name="techniques"]', 'Mobilisation, exercices actifs');
  await page.fill('[name="nombre"]', '8');
  await page.fill('[name="rythme"]', '2');
}

async function valider(page) {
  await Promise.all([page.waitForURL(/fait=valide/), page.getByRole('button', { name: 'Valider le document' }).click()]);
}

for (const genre of ['bureau', 'telephone', 'sans-script']) {
  test(`un bilan s’écrit, dit tout ce qui lui manque, se valide et se corrige (${genre})`, async () => {
    const page = await fenetreDe(navigateur, 'mk', genre);
    const adresse = await episode(page);
    await page.goto(`${adresse}/rediger/bilan`);
    await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Valider le document' }).click()]);
    const manques = await page.locator('.resume-erreurs').innerText();
    for (const mot of ['motif de consultation', 'diagnostic kinésithérapique', 'objectif', 'nombre de séances']) assert.match(manques, new RegExp(mot));
    await remplirLeBilan(page);
    if (genre === 'bureau') await examinerPartout(page, 'mk-bilan');
    await valider(page);
    assert.match(await page.locator('.synthese').innerText(), /Lombalgie commune/);
    if (genre === 'bureau') await examinerPartout(page, 'mk-document');
    await envoyer(page, 'Corriger ce document');
    assert.match(await page.locator('main').innerText(), /Correction de la version 1/);
    await page.fill('[name="diagnostic"]', 'Lombalgie avec irradiation');
    await valider(page);
    assert.match(await page.locator('h1').innerText(), /version 2/);
    assert.deepEqual(page.plaintes, []);
  });
}

test('le brouillon s’enregistre tout seul, deux onglets ne s’écrasent pas, une session perdue ne perd rien', async () => {
  const page = await fenetreDe(navigateur, 'mk');
  const adresse = await episode(page);
  await page.goto(`${adresse}/rediger/bilan`);
  const autre = await page.context().newPage();
  await autre.goto(`${adresse}/rediger/bilan`);
  await page.fill('[name="motif"]', 'Premier onglet');
  await page.locator('[data-etat]', { hasText: /Enregistré à \d+ h \d\d/ }).waitFor();
  await autre.fill('[name="motif"]', 'Second onglet');
  await autre.locator('[data-etat]', { hasText: 'autre onglet' }).waitFor();
  assert.equal(await autre.inputValue('[name="motif"]'), 'Second onglet');
  await autre.getByRole('button', { name: 'Garder mon texte' }).click();
  await autre.locator('[data-etat]', { hasText: /Enregistré à/ }).waitFor();
  const temoins = await page.context().cookies();
  await page.context().clearCookies();
  await autre.fill('[name="motif"]', 'Écrit sans session');
  await autre.locator('[data-etat]', { hasText: 'Session expirée' }).waitFor();
  await autre.getByRole('button', { name: 'Valider le document' }).click();
  await autre.locator('[data-etat]', { hasText: 'Session expirée' }).waitFor();
  assert.equal(await autre.inputValue('[name="motif"]'), 'Écrit sans session');
  await page.context().addCookies(temoins);
  await autre.fill('[name="motif"]', 'Écrit sans session, puis gardé');
  await autre.locator('[data-etat]', { hasText: /Enregistré à/ }).waitFor();
  await autre.reload();
  assert.equal(await autre.inputValue('[name="motif"]'), 'Écrit sans session, puis gardé');
});

test('le schéma du corps se marque au clic, au clavier, et par la liste sans script', async () => {
  const page = await fenetreDe(navigateur, 'mk');
  const adresse = await episode(page);
  await page.goto(`${adresse}/rediger/bilan`);
  await page.locator('[data-zone="arriere-rachis-lombaire"]').click();
  assert.equal(await page.locator('[data-zone="arriere-rachis-lombaire"]').getAttribute('aria-checked'), 'true');
  await page.locator('[data-zone="avant-crane"]').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  assert.match(await page.locator('[data-dites]').innerText(), /Rachis lombaire|rachis lombaire|Bas du dos|lombaire/i);
  assert.equal(await page.locator('[name="zone"]:checked').count(), 2);
  await page.locator('[data-etat]', { hasText: /Enregistré à/ }).waitFor();
  const sobre = await fenetreDe(navigateur, 'mk', 'sans-script');
  await sobre.goto(`${adresse}/rediger/bilan`);
  assert.equal(await sobre.locator('[name="zone"]:checked').count(), 2);
  await sobre.locator('summary', { hasText: 'Choisir dans la liste' }).click();
  await sobre.locator('#zone-avant-cou').check();
  await Promise.all([sobre.waitForNavigation(), sobre.getByRole('button', { name: 'Enregistrer le brouillon' }).click()]);
  assert.match(await sobre.locator('[data-dites]').innerText(), /Cou, de face/);
});

test('un épisode donne bilan, lettre, compte rendu et justificatif, et la page dit quand il est prêt à facturer', async () => {
  const page = await fenetreDe(navigateur, 'mk');
  const adresse = await episode(page);
  await page.goto(`${adresse}/rediger/bilan`);
  await remplirLeBilan(page);
  await valider(page);
  await page.goto(`${adresse}/rediger/orientation`);
  await page.selectOption('[name="motif"]', 'diagnostic-necessaire');
  await page.selectOption('[name="destination"]', 'medecin-traitant');
  await page.locator('[name="urgence"][value="programmee"]').check();
  await page.fill('[name="question"]', 'Un diagnostic est-il possible ?');
  await examinerPartout(page, 'mk-lettre');
  await valider(page);
  await page.goto(`${adresse}/rediger/compte-rendu`);
  await page.locator('[id="douleur.mouvement.1"]').check({ force: true });
  await page.fill('[name="score.oswestry"]', '18');
  await page.selectOption('[name="issue"]', 'objectifs-atteints');
  await page.fill('[name="suites"]', 'Exercices à poursuivre seul.');
  await examinerPartout(page, 'mk-compte-rendu');
  await valider(page);
  assert.match(await page.locator('.synthese').innerText(), /6\/10 → 1\/10/);
  await page.goto(`${adresse}/documents`);
  assert.equal(await page.locator('.graphique').count(), 2);
  await examinerPartout(page, 'mk-documents');
  await page.goto(`${adresse}/facturation`);
  await envoyer(page, 'Préparer le justificatif');
  assert.match(await page.locator('main').innerText(), /Justificatif prêt/);
  await examinerPartout(page, 'mk-facturation');
  await page.goto('/facturation');
  await examinerPartout(page, 'mk-facturation-liste');
  await page.goto('/documents-dus');
  await examinerPartout(page, 'mk-documents-dus');
  assert.deepEqual(page.plaintes, []);
});

test('l’administrateur change les mots d’un justificatif et rétablit ceux du produit', async () => {
  const page = await fenetreDe(navigateur, 'administrateur');
  await page.goto('/administration/justificatifs/45');
  await page.fill('[name="texte"]', 'Pour {personne}');
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Enregistrer ce modèle' }).click()]);
  assert.match(await page.locator('.resume-erreurs').innerText(), /Ligne 1.*\{personne\}/s);
  await page.fill('[name="texte"]', '## Caisse\nPour {patient}\n{seances}');
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Enregistrer ce modèle' }).click()]);
  await examinerPartout(page, 'admin-justificatif');
  await envoyer(page, 'Rétablir le modèle du produit');
  assert.match(await page.locator('main').innerText(), /Modèle du produit rétabli/);
});
