// The evaluation as its people live it: an event reported in one form, followed by the ARS; a sheet validated; a committee read.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { fenetreDe } from '../outillage/connexion.mjs';
import { signaler } from '../outillage/evenements.mjs';
import { examinerPartout } from '../outillage/examen.mjs';
import { fenetre, ouvrir } from '../outillage/navigateur.mjs';
import { feuilles } from '../outillage/pdf.mjs';

let navigateur;
before(async () => { navigateur = await ouvrir(); });
after(() => navigateur?.close());

const suivre = (page, geste) => Promise.all([page.waitForNavigation(), geste]);

test('un événement grave : le MK est guidé, déclare, analyse ; l’ARS examine et conclut', async () => {
  const mk = await fenetreDe(navigateur, 'mk');
  const numero = await signaler(mk, 'grave', 'Chute au lever de la table, douleur vive de la hanche.');
  assert.match(await mk.locator('main').innerText(), /déclarer cet événement sur le portail national, sans délai/);
  await examinerPartout(mk, 'mk-evenement-grave');
  await mk.fill('[name="numero"]', 'EIGS-ESSAI-1');
  await suivre(mk, mk.getByRole('button', { name: 'Enregistrer la déclaration' }).click());
  await suivre(mk, mk.getByRole('link', { name: 'Écrire l’analyse' }).click());
  await examinerPartout(mk, 'mk-evenement-analyse');
  await suivre(mk, mk.getByRole('button', { name: 'Remettre l’analyse' }).click());
  assert.match(await mk.locator('main').innerText(), /3 points à corriger/);
  for (const nom of ['gestion', 'causes', 'actions']) await mk.fill(`[name="${nom}"]`, `Ce que dit la partie ${nom}.`);
  await suivre(mk, mk.getByRole('button', { name: 'Remettre l’analyse' }).click());
  assert.match(await mk.locator('main').innerText(), /Les deux volets de la déclaration sont remis/);

  const ars = await fenetreDe(navigateur, 'agent-ars');
  await ars.goto('/evenements?gravite=grave');
  await examinerPartout(ars, 'ars-evenements');
  await suivre(ars, ars.locator('tr', { hasText: numero }).getByRole('link').click());
  await suivre(ars, ars.getByRole('button', { name: 'Prendre en charge' }).click());
  await ars.check('[name="suite"][value="actions-suivies"]');
  await ars.fill('[name="mots"]', 'Merci, mesures suivies.');
  await suivre(ars, ars.getByRole('button', { name: 'Clore l’examen' }).click());
  await examinerPartout(ars, 'ars-evenement-clos');
  await mk.reload();
  assert.match(await mk.locator('main').innerText(), /Merci, mesures suivies/);
});

test('la fiche annuelle est déjà remplie : deux champs, un bouton, puis une correction motivée', async () => {
  const mk = await fenetreDe(navigateur, 'mk');
  await mk.goto('/mes-fiches');
  await suivre(mk, mk.locator('tbody a').first().click());
  await examinerPartout(mk, 'mk-fiche-annuelle');
  await mk.fill('[name="activite"]', '12 500');
  await suivre(mk, mk.getByRole('button', { name: 'Valider ma fiche' }).click());
  assert.match(await mk.locator('main').innerText(), /Votre fiche est validée/);
  await mk.locator('summary', { hasText: 'Corriger ma fiche' }).click();
  await mk.fill('[name="activite"]', '12400');
  await suivre(mk, mk.getByRole('button', { name: 'Valider la correction' }).click());
  assert.match(await mk.locator('main').innerText(), /dites pourquoi la fiche change/i);
  await mk.fill('[name="motif"]', 'Relevé relu.');
  await suivre(mk, mk.getByRole('button', { name: 'Valider la correction' }).click());
  assert.match(await mk.locator('main').innerText(), /Version 2/);

  const ars = await fenetreDe(navigateur, 'agent-ars');
  await ars.goto('/campagnes');
  await suivre(ars, ars.locator('tbody a').first().click());
  await examinerPartout(ars, 'ars-campagne');
});

test('un membre du comité lit le calendrier, la réunion et son dossier', async () => {
  const membre = await fenetreDe(navigateur, 'membre-comite');
  await membre.goto('/comite');
  assert.match(await membre.locator('main').innerText(), /Prochaine réunion/);
  await examinerPartout(membre, 'comite-accueil');
  const dossier = await membre.getByRole('link', { name: /Dossier de séance/ }).first().getAttribute('href');
  const pdf = await membre.request.get(dossier);
  assert.equal(pdf.headers()['content-type'], 'application/pdf');
  await suivre(membre, membre.getByRole('link', { name: 'Ouvrir la réunion' }).click());
  await examinerPartout(membre, 'comite-reunion');
  const agenda = await membre.getByRole('link', { name: /Ajouter à mon agenda/ }).getAttribute('href');
  assert.match(await (await membre.request.get(agenda)).text(), /BEGIN:VCALENDAR\r\n[^]*METHOD:PUBLISH/);
});

test('le tableau de bord imprimé est un document : peu de pages, ni filtre ni menu, ses chiffres dépliés', async () => {
  const ars = await fenetreDe(navigateur, 'agent-ars');
  await ars.goto('/evaluation?perimetre=departement/45');
  const replis = ars.locator('.evaluation-repli table, .graphique-chiffres table');
  const ecran = await replis.evaluateAll((tables) => tables.filter((table) => table.checkVisibility({ contentVisibilityAuto: true })).length);
  assert.equal(ecran, 0, 'à l’écran, les tableaux sont repliés');
  assert.ok(await ars.locator('form.evaluation-filtres').isVisible());
  await ars.emulateMedia({ media: 'print' });
  for (const cache of ['form.evaluation-filtres', 'nav.menu', '.ariane', '.a-l-ecran']) {
    assert.equal(await ars.locator(cache).first().isVisible(), false, `${cache} ne s’imprime pas`);
  }
  assert.match(await ars.locator('.sur-papier').innerText(), /Imprimé le .*perimetre=departement\/45/);
  const hauteurs = await replis.evaluateAll((tables) => tables.map((table) => table.getBoundingClientRect().height));
  assert.ok(hauteurs.length > 10 && hauteurs.every((hauteur) => hauteur > 0), 'chaque tableau est déplié');
  const largeurs = await ars.locator('.graphiques').last().evaluate((grille) => getComputedStyle(grille).gridTemplateColumns.split(' ').length);
  assert.equal(largeurs, 2, 'deux graphiques par rangée');
  await ars.emulateMedia({ media: null });
  const pages = feuilles(await ars.pdf({ format: 'A4' }));
  assert.ok(pages > 1 && pages <= 8, `${pages} pages`);
});

test('au téléphone, l’évaluation de l’ARS tient en peu d’écrans et ne déborde pas', async () => {
  const ars = await fenetreDe(navigateur, 'agent-ars', 'telephone');
  await ars.goto('/evaluation?perimetre=departement/45');
  const { hauteur, largeur } = await ars.evaluate(() => ({
    hauteur: document.documentElement.scrollHeight,
    largeur: document.documentElement.scrollWidth,
  }));
  assert.ok(hauteur < 14_000, `${hauteur} px`);
  assert.equal(largeur, 390);
});

test('les chiffres de l’expérimentation se lisent sans compte, sur écran et sur papier', async () => {
  const visiteur = await fenetre(navigateur);
  await visiteur.goto('/evaluation');
  assert.match(await visiteur.locator('.graphique-legende').first().innerText(), /^(aucun|jusqu’à)/);
  assert.ok(feuilles(await visiteur.pdf({ format: 'A4' })) <= 8);
});
