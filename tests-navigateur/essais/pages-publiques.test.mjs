// The pages that anyone may read: with the keyboard alone, without script, in the dark. Their examination is in roles.test.mjs.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { atteindre } from '../outillage/clavier.mjs';
import { examiner } from '../outillage/examen.mjs';
import { fenetre, ouvrir } from '../outillage/navigateur.mjs';
import { pages, routeDe } from '../outillage/routes.mjs';
import { visiter } from '../outillage/visite.mjs';

let navigateur;
before(async () => { navigateur = await ouvrir(); });
after(() => navigateur?.close());

test('chaque page publique se lit sans script', async () => {
  const page = await fenetre(navigateur, 'sans-script');
  const toutes = await pages();
  await visiter(page, '/', (chemin) => routeDe(toutes, chemin)?.chemin, async (vue, chemin) => {
    const texte = await vue.locator('main').innerText();
    assert.ok(texte.trim().length > 40, `${chemin} : la page est vide sans script`);
  });
});

test('le thème sombre garde ses contrastes', async () => {
  const page = await fenetre(navigateur);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/');
  await examiner(page, 'public-sombre-accueil');
});

test('le clavier seul atteint le contenu puis chaque lien de l’accueil', async () => {
  const page = await fenetre(navigateur);
  await page.goto('/');
  await page.keyboard.press('Tab');
  const premier = await page.evaluate(() => document.activeElement?.textContent?.trim());
  assert.match(premier ?? '', /contenu/i, 'le premier arrêt du clavier permet d’aller au contenu');
  await atteindre(page, /connecter|connexion/i);
});

test('une adresse inconnue donne une page d’erreur lisible', async () => {
  const page = await fenetre(navigateur);
  const reponse = await page.goto('/cette-page-n-existe-pas');
  assert.equal(reponse.status(), 404);
  await examiner(page, 'public-404');
});

test('les en-têtes ferment la page à ce qui vient d’ailleurs', async () => {
  const page = await fenetre(navigateur);
  const entetes = (await page.goto('/')).headers();
  const politique = entetes['content-security-policy'] ?? '';
  assert.match(politique, /frame-ancestors 'none'/);
  assert.doesNotMatch(politique, /unsafe-inline|unsafe-eval|\*/);
  assert.equal(entetes['x-content-type-options'], 'nosniff');
});
