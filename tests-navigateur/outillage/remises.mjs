// The steps that lead to deliveries: a letter validated, its destinations, a link for the doctor.

import { ouvrirUnEpisode } from './patient.mjs';

/** Opens an episode and validates a letter to the doctor of its patient, whose mailbox nobody knows. */
export async function ecrireAuMedecin(page) {
  await ouvrirUnEpisode(page);
  const episode = new URL(page.url()).pathname;
  await page.goto(`${episode}/rediger/orientation`);
  await page.selectOption('[name="motif"]', 'sans-amelioration');
  await page.selectOption('[name="destination"]', 'medecin-traitant');
  await page.check('[name="urgence"][value="sous-72h"]');
  await page.fill('[name="question"]', 'Une imagerie vous paraît-elle utile ?');
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Valider le document' }).click()]);
}

/** From the page of a document to that of its deliveries. */
export async function suivre(page) {
  await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: 'Suivre toutes ses remises' }).click()]);
}

/** From the deliveries of a document: makes a link for the doctor, gives its address and its code. */
export async function lienDuMedecin(page) {
  const medecin = page.locator('.remise').filter({ hasText: 'Médecin traitant' });
  await Promise.all([page.waitForNavigation(), medecin.locator('a').click()]);
  if (await page.getByRole('button', { name: 'Créer le lien' }).count() === 0) throw new Error('le médecin a déjà reçu la lettre');
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Créer le lien' }).click()]);
  const adresse = await page.locator('.lien-adresse').innerText();
  const code = (await page.locator('.lien-code').innerText()).replace(/\D/g, '');
  await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: 'suivre cette remise' }).click()]);
  return { adresse, code };
}
