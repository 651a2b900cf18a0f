// The main job of an MK in a browser: open, do a séance, be refused with a way out, prove, cancel, close.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as attendre } from 'node:timers/promises';

import { atteindre, saisir } from '../outillage/clavier.mjs';
import { fenetreDe } from '../outillage/connexion.mjs';
import { examinerPartout } from '../outillage/examen.mjs';
import { ouvrir } from '../outillage/navigateur.mjs';
import { envoyer, ouvrirUnEpisode, quelquUn, remplir } from '../outillage/patient.mjs';

const UNE_MINUTE = 60_000;
const SEANCE_DU_JOUR = 'form[action$="/seances"] button';

let navigateur;
before(async () => { navigateur = await ouvrir(); });
after(() => navigateur?.close());

/** The first card of the dashboard whose gauge says one of these numbers of séances. */
async function carteOu(page, ...faites) {
  await page.goto('/tableau-de-bord');
  const jauges = await page.locator('.episodes > li .jauge-texte').evaluateAll((textes) => textes.map((texte) => texte.textContent.match(/\d+/g).map(Number)));
  const rang = jauges.findIndex(([nombre, plafond]) => plafond !== undefined && faites.includes(nombre));
  assert.notEqual(rang, -1, `aucun épisode à ${faites} séances : ${JSON.stringify(jauges)}`);
  return page.locator('.episodes > li').nth(rang);
}

async function entrer(page, ...faites) {
  const carte = await carteOu(page, ...faites);
  await Promise.all([page.waitForNavigation(), carte.locator('h3 a').click()]);
}

async function seanceDuJour(page) {
  const [reponse] = await Promise.all([page.waitForNavigation(), page.locator(SEANCE_DU_JOUR).first().click()]);
  return reponse;
}

/** Number of séances that the gauge of the page says. */
async function faites(page) {
  return Number((await page.locator('.jauge-texte').first().innerText()).match(/\d+/)[0]);
}

for (const genre of ['bureau', 'telephone', 'sans-script']) {
  test(`un épisode s’ouvre en moins d’une minute, la décision montrée avant d’enregistrer (${genre})`, async () => {
    const page = await fenetreDe(navigateur, 'mk', genre);
    const qui = quelquUn();
    const debut = Date.now();
    await page.goto('/episodes/nouveau');
    await remplir(page, qui);
    await envoyer(page, 'Voir la décision');
    assert.match(await page.locator('.decision').innerText(), /Accordée/);
    if (genre === 'bureau') await examinerPartout(page, 'mk-decision-ouverture');
    await envoyer(page, 'Ouvrir l’épisode');
    assert.ok(Date.now() - debut < UNE_MINUTE);
    assert.match(new URL(page.url()).pathname, /^\/episodes\/[0-9a-f-]{36}$/);
    assert.equal(await faites(page), 1);
    assert.match(await page.locator('main').innerText(), /Séance 1 sur 8/);
  });
}

test('au clavier seul, un épisode s’ouvre', async () => {
  const page = await fenetreDe(navigateur, 'mk');
  const { nom, prenom } = quelquUn();
  await page.goto('/episodes/nouveau');
  await saisir(page, /nom de naissance/i, nom);
  await saisir(page, /prénom/i, prenom);
  await atteindre(page, /féminin/i);
  await page.keyboard.press('Space');
  await atteindre(page, /date de naissance/i);
  await page.locator('[name="ne_le"]').evaluate((champ) => { champ.value = '1984-03-09'; });
  await atteindre(page, /région du corps/i);
  await page.keyboard.type('Bas du dos');
  await choisir(page, 'diagnostic', 'non');
  await choisir(page, 'medecin_traitant', 'oui');
  await atteindre(page, /aucun autre n’est présent/i);
  await page.keyboard.press('Space');
  await frapper(page, /voir la décision/i);
  assert.match(await page.locator('.decision').innerText(), /Accordée/);
  await frapper(page, /ouvrir l’épisode/i);
  assert.match(await page.locator('main').innerText(), /Séance 1 sur 8/);
});

/** Arrows move inside a group of radio buttons, as a keyboard user does. */
async function choisir(page, nom, valeur) {
  for (let pas = 0; pas < 120; pas += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((voulu) => document.activeElement?.name === voulu, nom)) break;
  }
  if (valeur === 'oui') await page.keyboard.press('Space');
  else await page.keyboard.press('ArrowDown');
  assert.equal(await page.locator(`[name="${nom}"]:checked`).inputValue(), valeur);
}

async function frapper(page, bouton) {
  await atteindre(page, bouton);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

test('un datamatrix scanné remplit les traits, et le dit', async () => {
  const page = await fenetreDe(navigateur, 'mk');
  await page.goto('/episodes/nouveau');
  await page.getByText('Remplir avec un datamatrix INS').click();
  await page.fill('[name="scan"]', 'bonjour');
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Remplir les traits' }).click()]);
  assert.match(await page.locator('.resume-erreurs').innerText(), /datamatrix INS/);
  await examinerPartout(page, 'mk-ouverture-scan-refuse');
  await page.fill('[name="scan"]', 'IS010000000000000000000000S1253072B07300470S21.2.250.1.213.1.4.10S3ANGE MARIE<GS>S4CORSE-TEST<GS>S5FS601-07-1953S72B073');
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Remplir les traits' }).click()]);
  assert.equal(await page.inputValue('[name="nom"]'), 'CORSE-TEST');
  assert.equal(await page.inputValue('[name="prenoms"]'), 'ANGE MARIE');
  assert.match(await page.locator('main').innerText(), /Datamatrix lu/);
  await examinerPartout(page, 'mk-ouverture-scan');
});

test('un matricule INS faux est dit pendant la saisie et au serveur, sans rien perdre', async () => {
  const page = await fenetreDe(navigateur, 'mk');
  const qui = quelquUn();
  await page.goto('/episodes/nouveau');
  await remplir(page, qui);
  await page.fill('[name="ins"]', '255069999999935');
  await page.getByText('la clé ne correspond pas').waitFor();
  assert.equal((await envoyer(page, 'Voir la décision')).status(), 422);
  assert.equal(await page.inputValue('[name="nom"]'), qui.nom);
  assert.ok(await page.locator('.resume-erreurs a[href="#champ-ins"]').count(), 'le résumé mène au champ');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'resume-erreurs', 'le résumé reçoit le clavier');
});

test('un signe critique arrête l’accès direct et dit où orienter', async () => {
  const page = await fenetreDe(navigateur, 'mk');
  await page.goto('/episodes/nouveau');
  await remplir(page, quelquUn());
  await page.locator('.signe').filter({ hasText: 'Critique' }).locator('input[type="checkbox"]').first().check();
  await envoyer(page, 'Voir la décision');
  const decision = await page.locator('.decision').innerText();
  assert.match(decision, /Refusée/);
  assert.match(decision, /médecin|urgences|15/i);
  assert.equal(await page.getByRole('button', { name: 'Ouvrir l’épisode' }).count(), 0, 'rien ne permet de passer outre');
  await examinerPartout(page, 'mk-decision-signe-critique');
});

test('une séance du jour se fait d’un geste depuis le tableau de bord', async () => {
  const page = await fenetreDe(navigateur, 'mk');
  const carte = await carteOu(page, 2);
  const nom = await carte.locator('h3').innerText();
  await Promise.all([page.waitForNavigation(), carte.locator('button').click()]);
  const avis = await page.getByRole('status').allInnerTexts();
  assert.ok(avis.some((texte) => texte.includes(nom) && /3 sur 8/.test(texte)), `le tableau de bord le dit : ${avis}`);
});

test('un double clic n’enregistre qu’une séance, avec et sans script', async () => {
  for (const [genre, deja] of [['bureau', 4], ['sans-script', 6]]) {
    const page = await fenetreDe(navigateur, 'mk', genre);
    await entrer(page, deja);
    const [avant, episode] = [await faites(page), new URL(page.url()).pathname];
    await page.locator(SEANCE_DU_JOUR).first().dblclick({ noWaitAfter: true });
    // Without script the second press replaces the first on its way: only where it ends can be waited for.
    for (let pas = 0; pas < 100 && !page.url().includes('fait='); pas += 1) await attendre(100);
    await page.waitForLoadState();
    await page.goto(episode);
    assert.equal(await faites(page), avant + 1, genre);
  }
});

test('le même envoi rejoué n’enregistre rien de plus', async () => {
  const page = await fenetreDe(navigateur, 'mk');
  await ouvrirUnEpisode(page);
  const episode = new URL(page.url()).pathname;
  const form = Object.fromEntries(await page.locator('form[action$="/seances"] input').evaluateAll((champs) => champs.map(({ name, value }) => [name, value])));
  const envois = await Promise.all([1, 2, 3, 4].map(() => page.request.post(`${episode}/seances`, { form, headers: { origin: new URL(page.url()).origin } })));
  const statuts = envois.map((envoi) => envoi.status());
  await page.goto(episode);
  // A second séance of the same day asks for a confirmation: whatever the answers, nothing is recorded twice.
  assert.ok(await faites(page) <= 2, `${statuts}`);
  assert.ok(statuts.every((statut) => statut < 500), `${statuts}`);
});

test('la neuvième séance est refusée, avec ses raisons et trois issues ; un diagnostic lève le plafond', async () => {
  const page = await fenetreDe(navigateur, 'mk');
  await entrer(page, 8);
  const episode = new URL(page.url()).pathname;
  assert.equal((await seanceDuJour(page)).status(), 409);
  const refus = await page.locator('.refus').innerText();
  for (const attendu of ['Refusée', 'Enregistrer une preuve de diagnostic', 'Orienter le patient', 'Poursuivre sur prescription', 'Décret']) {
    assert.ok(refus.includes(attendu), `« ${attendu} » manque`);
  }
  await examinerPartout(page, 'mk-neuvieme-seance');
  await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: 'Enregistrer une preuve de diagnostic' }).click()]);
  await page.locator('[name="type_diagnostic"]').first().check();
  await page.fill('[name="date"]', '2026-01-15');
  await page.check('[name="en_rapport"][value="oui"]');
  await envoyer(page, 'Enregistrer la preuve');
  assert.match(await page.locator('main').innerText(), /Plafond levé/);
  assert.equal((await seanceDuJour(page)).status(), 200);
  assert.equal(await faites(page), 9);
  await page.goto(episode);
  await examinerPartout(page, 'mk-episode-sous-diagnostic');
});

test('une séance annulée reste visible et ne compte plus', async () => {
  const page = await fenetreDe(navigateur, 'mk');
  await ouvrirUnEpisode(page);
  assert.equal(await faites(page), 1);
  await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: /^annuler/i }).first().click()]);
  await page.locator('[name="motif"]').first().check();
  await envoyer(page, 'Annuler la séance');
  assert.equal(await faites(page), 0);
  assert.match(await page.locator('.frise').innerText(), /Séance annulée/);
});

test('une séance oubliée s’inscrit à sa date, et pas à n’importe laquelle', async () => {
  const page = await fenetreDe(navigateur, 'mk');
  await ouvrirUnEpisode(page);
  const episode = new URL(page.url()).pathname;
  await page.goto(`${episode}/seances/nouvelle`);
  await page.fill('[name="le"]', '2020-01-06');
  const reponse = await envoyer(page, 'Enregistrer la séance');
  assert.equal(reponse.status(), 409);
  assert.match(await page.locator('.refus').innerText(), /plus de 60 jours[^]*Rien n’a été enregistré/);
  await page.goto(episode);
  assert.equal(await faites(page), 1);
});

test('un confrère se voit par un nombre et une date, jamais par un nom', async () => {
  const page = await fenetreDe(navigateur, 'mk');
  const moi = (await page.locator('.compte-nom').innerText()).trim();
  const { praticiens } = await (await page.request.get('/api/v1/praticiens')).json();
  const confreres = praticiens.map(({ nom, prenom }) => new RegExp(`${prenom} ${nom}|${nom} ${prenom}`, 'i')).filter((motif) => !motif.test(moi));
  assert.ok(confreres.length > 5, 'la liste publique nomme les praticiens');
  await page.goto('/tableau-de-bord');
  const episodes = await page.locator('.episodes h3 a').evaluateAll((ancres) => ancres.map((ancre) => ancre.pathname));
  let partages = 0;
  for (const episode of episodes) {
    await page.goto(episode);
    const texte = await page.locator('main').innerText();
    if (!/par un confrère/i.test(texte)) continue;
    partages += 1;
    for (const confrere of confreres) assert.doesNotMatch(texte, confrere);
    const brut = await page.content();
    for (const confrere of confreres) assert.doesNotMatch(brut, confrere);
  }
  assert.ok(partages > 0, 'la démonstration a un épisode partagé');
});

test('un épisode se clôt avec son issue, et n’accepte plus de séance', async () => {
  const page = await fenetreDe(navigateur, 'mk');
  const { nom } = await ouvrirUnEpisode(page);
  await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: 'Clore l’épisode' }).click()]);
  await page.locator('[name="issue"]').first().check();
  await envoyer(page, 'Clore l’épisode');
  assert.match(await page.locator('main').innerText(), /Clos/);
  assert.equal(await page.locator(SEANCE_DU_JOUR).count(), 0);
  await page.goto('/tableau-de-bord?etat=clos');
  assert.match(await page.locator('.episodes').innerText(), new RegExp(nom, 'i'));
});
