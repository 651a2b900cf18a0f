// What every page owes to everyone: no serious accessibility finding, one title, nothing that overflows, no complaint.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const { source: AXE } = createRequire(import.meta.url)('axe-core');
const CAPTURES = fileURLToPath(new URL('../captures/', import.meta.url));
const GRAVES = new Set(['serious', 'critical']);

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
    debord: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }));
}

/** Everything a page owes. `nom` also names its picture in `captures/`. */
export async function examiner(page, nom) {
  const ou = `${nom} (${new URL(page.url()).pathname})`;
  const vue = await ossature(page);
  assert.equal(vue.langue, 'fr', `${ou} : la langue de la page doit être annoncée`);
  assert.ok(vue.titre.length > 3, `${ou} : la page n’a pas de titre`);
  assert.equal(vue.principaux, 1, `${ou} : un titre principal et un seul`);
  assert.equal(vue.contenus, 1, `${ou} : un contenu principal et un seul`);
  assert.ok(vue.debord <= 0, `${ou} : la page déborde de ${vue.debord} px en largeur`);
  await photographier(page, nom);
  assert.deepEqual(await obstacles(page), [], `${ou} : accessibilité`);
  assert.deepEqual(page.plaintes, [], `${ou} : le navigateur s’est plaint`);
}

/** Keeps a picture of the whole page in `captures/`. */
export async function photographier(page, nom) {
  await mkdir(CAPTURES, { recursive: true });
  await page.screenshot({ path: `${CAPTURES}${nom}.png`, fullPage: true });
}
