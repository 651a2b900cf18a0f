// An adverse event reported by the form of the MK, outside any episode.

import assert from 'node:assert/strict';

/** Reports an event in this window; lands on its page and gives its number. */
export async function signaler(page, gravite, recit) {
  await page.goto('/evenements/nouveau');
  await page.check(`[name="gravite"][value="${gravite}"]`);
  await page.selectOption('[name="nature"]', 'chute');
  await page.check('[name="moment"][value="seance"]');
  await page.fill('[name="circonstances"]', recit);
  await page.fill('[name="mesures"]', 'Examen, glace, appel du médecin traitant.');
  await page.check('[name="information"][value="patient"]');
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Envoyer le signalement' }).click()]);
  const vue = await page.locator('main').innerText();
  assert.match(vue, /Signalement envoyé à l’ARS/);
  return vue.match(/EI-45-[0-9A-F]{6}/)[0];
}
