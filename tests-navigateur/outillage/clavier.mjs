// The keyboard alone: reach something by its name with Tab, see where the focus is, press Enter.

import assert from 'node:assert/strict';

const PAS_MAX = 150;

function cible(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const etiquettes = [...(element.labels ?? [])].map((etiquette) => etiquette.textContent);
    const nom = element.getAttribute('aria-label') ?? (etiquettes.join(' ') || element.textContent || element.value || '');
    const cercle = (ou) => ou !== null && (getComputedStyle(ou).outlineStyle !== 'none' || getComputedStyle(ou).boxShadow !== 'none');
    const style = getComputedStyle(element);
    const boite = element.getBoundingClientRect();
    return {
      nom: nom.replace(/\s+/g, ' ').trim(),
      visible: boite.width > 0 && boite.height > 0 && style.visibility !== 'hidden',
      cerclee: cercle(element) || cercle(element.closest('label')),
    };
  });
}

/** Presses Tab until the focus is on something whose name matches `motif`. Every stop must be visible and ringed. */
export async function atteindre(page, motif) {
  const vus = [];
  for (let pas = 0; pas < PAS_MAX; pas += 1) {
    await page.keyboard.press('Tab');
    const ici = await cible(page);
    if (ici === null) continue;
    assert.ok(ici.visible, `« ${ici.nom} » reçoit le clavier sans être visible`);
    assert.ok(ici.cerclee, `« ${ici.nom} » reçoit le clavier sans que cela se voie`);
    vus.push(ici.nom);
    if (motif.test(ici.nom)) return ici;
  }
  throw new assert.AssertionError({ message: `${motif} est hors d’atteinte au clavier ; atteints : ${vus.slice(0, 40).join(' · ')}` });
}

/** Reaches, then presses Enter and waits for the next page. */
export async function suivre(page, motif) {
  await atteindre(page, motif);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

/** Reaches a field and types in it. */
export async function saisir(page, motif, texte) {
  await atteindre(page, motif);
  await page.keyboard.type(texte);
}
