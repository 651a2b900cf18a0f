// The files of the CPAM of the demo, as its agent reads them.

import assert from 'node:assert/strict';

/** The text of each line, the latest file first. */
export async function fichiersDeLaCpam(page) {
  await page.goto('/transmissions');
  await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: 'CPAM du Loiret' }).click()]);
  return page.locator('tbody tr').allInnerTexts();
}

/** The worker has told what the demo holds: nothing is on its way any more. */
export async function attendreLeRepos(page) {
  const depart = Date.now();
  for (let calmes = 0, avant = -1; calmes < 3;) {
    const lignes = await fichiersDeLaCpam(page);
    const calme = lignes.length > 0 && lignes.length === avant && !lignes.some((ligne) => ligne.includes('Part dans'));
    calmes = calme ? calmes + 1 : 0;
    avant = lignes.length;
    assert.ok(Date.now() - depart < 60_000, 'les fichiers de la démonstration ne partent pas');
    await page.waitForTimeout(700);
  }
}
