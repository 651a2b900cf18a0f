// The public list: a patient on a phone finds an MK near home; an MK says that he takes patients; another site shows the list.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { fenetreDe } from '../outillage/connexion.mjs';
import { examiner } from '../outillage/examen.mjs';
import { ADRESSE, fenetre, ouvrir } from '../outillage/navigateur.mjs';

let navigateur;
before(async () => { navigateur = await ouvrir(); });
after(() => navigateur?.close());

test('un patient au téléphone trouve un kinésithérapeute près de chez lui', async () => {
  const page = await fenetre(navigateur, 'telephone');
  await page.goto('/');
  await page.goto('/annuaire');
  await page.getByLabel('Votre commune ou code postal').fill('45160');
  await page.getByRole('button', { name: 'Chercher' }).click();
  const cartes = page.locator('.praticien');
  assert.ok(await cartes.count() > 0, 'quelqu’un reçoit près d’Olivet');
  const distances = await page.locator('.praticien').evaluateAll((listes) => listes.map((carte) => {
    const texte = carte.querySelector('.praticien-distance')?.textContent ?? '';
    return /commune/.test(texte) ? 0 : Number(texte.replace(/\D/g, ''));
  }));
  assert.deepEqual(distances, [...distances].sort((a, b) => a - b), 'les plus proches d’abord');
  await examiner(page, 'annuaire-pres');
});

test('on ne garde que ceux qui prennent de nouveaux patients et se déplacent, et l’adresse se partage', async () => {
  const page = await fenetre(navigateur, 'telephone');
  await page.goto('/annuaire/45');
  await page.getByLabel('Votre commune ou code postal').fill('Orléans');
  await page.getByLabel('Prend de nouveaux patients').check();
  await page.getByLabel('Se déplace à domicile').check();
  await page.getByRole('button', { name: 'Chercher' }).click();
  assert.match(await page.locator('.resultats-compte').innerText(), /qui disent prendre de nouveaux patients et se déplacer à domicile/);
  const cartes = await page.locator('.praticien').allInnerTexts();
  assert.ok(cartes.length > 0, 'quelqu’un le dit près d’Orléans');
  for (const carte of cartes) {
    assert.match(carte, /Se déplace à domicile/);
    assert.match(carte, /Prend de nouveaux patients|Nouveaux patients sous/);
  }
  await examiner(page, 'annuaire-souhaits');
  const partagee = await fenetre(navigateur);
  await partagee.goto(page.url());
  assert.equal(await partagee.locator('.praticien').count(), cartes.length, 'la même adresse, la même liste');
  assert.ok(await partagee.getByLabel('Se déplace à domicile').isChecked());
  const json = await partagee.getByRole('link', { name: 'JSON' }).getAttribute('href');
  const { praticiens } = await (await partagee.request.get(json)).json();
  assert.ok(praticiens.every(({ fiche }) => fiche.domicile === 'oui'));
});

test('une commune inconnue est dite près de son champ, et rien n’est perdu', async () => {
  const page = await fenetre(navigateur);
  await page.goto('/annuaire?pres=Nulle-Part-sur-Loire&mot=martin');
  assert.match(await page.locator('#erreur-pres').innerText(), /Nulle-Part-sur-Loire/);
  assert.equal(await page.getByLabel('Nom du praticien').inputValue(), 'martin');
  await examiner(page, 'annuaire-inconnue');
});

test('chaque département et chaque CPTS a son adresse et son titre', async () => {
  const page = await fenetre(navigateur);
  await page.goto('/annuaire');
  await page.getByRole('link', { name: /Loiret \(45\)/ }).click();
  assert.match(await page.title(), /Loiret \(45\)/);
  assert.match(await page.locator('link[rel=canonical]').getAttribute('href'), /\/annuaire\/45$/);
  await examiner(page, 'annuaire-departement');
});

test('un praticien dit ses disponibilités et les retrouve dans l’annuaire', async () => {
  const page = await fenetreDe(navigateur, 'mk');
  await page.goto('/ma-fiche-publique');
  await examiner(page, 'ma-fiche-publique');
  await page.getByLabel('Oui, avec un délai').check();
  await page.getByLabel('Délai en jours').fill('400');
  await page.getByRole('button', { name: 'Enregistrer ma fiche' }).click();
  assert.match(await page.locator('#erreur-delai').innerText(), /1 à 365/);
  await page.getByLabel('Délai en jours').fill('11');
  await page.getByRole('button', { name: 'Enregistrer ma fiche' }).click();
  assert.match(await page.locator('main').innerText(), /à jour/);
  await page.goto('/annuaire/45');
  while (!/sous 11 jours/.test(await page.locator('main').innerText())) {
    const suite = page.getByRole('link', { name: 'Suite de la liste' });
    assert.ok(await suite.count() > 0, 'la réponse du praticien est dans la liste');
    await suite.click();
  }
});

test('un autre site montre la liste dans un cadre, et rien d’autre ne s’y montre', async () => {
  const contenu = (chemin) => `<!DOCTYPE html><html lang="fr"><title>ARS</title><iframe title="liste" src="${ADRESSE}${chemin}"></iframe>`;
  const site = createServer((demande, reponse) => {
    reponse.setHeader('content-type', 'text/html; charset=utf-8');
    reponse.end(contenu(decodeURIComponent(demande.url.slice(2))));
  });
  await new Promise((pret) => { site.listen(0, '127.0.0.1', pret); });
  try {
    const contexte = await navigateur.newContext();
    const page = await contexte.newPage();
    const ici = `http://127.0.0.1:${site.address().port}/?`;
    await page.goto(ici + encodeURIComponent('/annuaire/fragment?departement=45'));
    const cadre = page.frameLocator('iframe');
    await cadre.locator('li').first().waitFor();
    assert.equal((await contexte.cookies()).length, 0, 'aucun cookie');
    await page.goto(ici + encodeURIComponent('/annuaire/45'));
    assert.equal(await cadre.locator('main').count(), 0, 'la page elle-même refuse le cadre');
    const lue = await page.evaluate(async (adresse) => (await fetch(adresse)).text(), `${ADRESSE}/annuaire.csv?departement=45`);
    assert.match(lue, /nom;prenom/, 'les données se lisent depuis un autre site');
    await contexte.close();
  } finally {
    site.close();
  }
});

test('les pages du fragment et de l’intégration sont accessibles', async () => {
  const page = await fenetre(navigateur);
  await page.goto('/annuaire/fragment?departement=45');
  await examiner(page, 'annuaire-fragment');
  await page.goto('/annuaire/integrer');
  await examiner(page, 'annuaire-integrer');
});
