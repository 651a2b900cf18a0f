// What every page owes to everyone: no serious accessibility finding, one title, nothing that overflows, no complaint.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const { source: AXE } = createRequire(import.meta.url)('axe-core');
const CAPTURES = fileURLToPath(new URL('../captures/', import.meta.url));
const GRAVES = new Set(['serious', 'critical']);
const BUREAU = { width: 1280, height: 900 };
const TELEPHONE = { width: 390, height: 844 };
const PETIT_TELEPHONE = { width: 320, height: 640 };
/** What only a programmer reads: an unrendered value, a raw instant, a code with dashes shown as a word. */
const JARGON = /undefined|NaN|\bnull\b|\bNone\b|\bSome\(|\d{4}-\d\d-\d\dT\d\d|\b(?:true|false)\b/;

/** Findings of the accessibility engine that bar somebody's way. */
export async function obstacles(page) {
  // Evaluated and not inserted: the page's content security policy allows no foreign script, and must not.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations
    .filter(({ impact }) => GRAVES.has(impact))
    .map(({ id, help, nodes }) => `${id} (${help}) : ${nodes.slice(0, 3).map((noeud) => noeud.html.slice(0, 160)).join(' | ')}`);
}

async function ossature(page) {
  return page.evaluate(() => ({
    langue: document.documentElement.lang,
    titre: document.title.trim(),
    principaux: document.querySelectorAll('h1').length,
    contenus: document.querySelectorAll('main').length,
    texte: document.body.innerText,
    orphelines: [...document.querySelectorAll('label[for]')].filter((etiquette) => !document.getElementById(etiquette.htmlFor)).length,
  }));
}

async function largeur(page, ou) {
  const { debord, coupables } = await page.evaluate(() => {
    const limite = document.documentElement.clientWidth;
    const trop = [...document.querySelectorAll('main *')].filter((element) => element.getBoundingClientRect().right > limite + 1);
    return {
      debord: document.documentElement.scrollWidth - limite,
      coupables: trop.slice(0, 3).map((element) => `${element.tagName.toLowerCase()}.${element.className}`),
    };
  });
  assert.ok(debord <= 0, `${ou} : la page déborde de ${debord} px en largeur (${coupables.join(', ')})`);
}

/** Everything a page owes in the window as it is. `nom` also names its picture in `captures/`. */
export async function examiner(page, nom) {
  const ou = `${nom} (${new URL(page.url()).pathname})`;
  const vue = await ossature(page);
  assert.equal(vue.langue, 'fr', `${ou} : la langue de la page doit être annoncée`);
  assert.ok(vue.titre.length > 3, `${ou} : la page n’a pas de titre`);
  assert.equal(vue.principaux, 1, `${ou} : un titre principal et un seul`);
  assert.equal(vue.contenus, 1, `${ou} : un contenu principal et un seul`);
  assert.equal(vue.orphelines, 0, `${ou} : une étiquette sans champ`);
  assert.doesNotMatch(vue.texte, JARGON, `${ou} : la page montre ce que seul un programmeur lit`);
  await largeur(page, ou);
  await photographier(page, nom);
  assert.deepEqual(await obstacles(page), [], `${ou} : accessibilité`);
  assert.deepEqual(page.plaintes, [], `${ou} : le navigateur s’est plaint`);
}

/** The same page on a desk, on a phone, and on the smallest phone. */
export async function examinerPartout(page, nom) {
  await page.setViewportSize(PETIT_TELEPHONE);
  await largeur(page, `${nom} à 320 px`);
  await page.setViewportSize(TELEPHONE);
  await examiner(page, `${nom}-telephone`);
  await page.setViewportSize(BUREAU);
  await examiner(page, `${nom}-bureau`);
}

/** Keeps a picture of the whole page in `captures/`. */
export async function photographier(page, nom) {
  await mkdir(CAPTURES, { recursive: true });
  await page.screenshot({ path: `${CAPTURES}${nom}.png`, fullPage: true });
}
