// A real browser and its windows: desktop, phone, and one where scripts do not run.

import { chromium } from 'playwright-core';

export const ADRESSE = process.env.ACCES_DIRECT_ADRESSE;

const FENETRES = {
  bureau: { viewport: { width: 1280, height: 900 } },
  telephone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  'sans-script': { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false },
};

/** Opens the system's Chromium. */
export function ouvrir() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
}

/**
 * A fresh page in the window `genre`, whose complaints (errors, refused contents) are kept in `page.plaintes`. It opens on `site`, and
 * may go to `voisins` besides.
 */
export async function fenetre(navigateur, genre = 'bureau', { site = ADRESSE, voisins = [] } = {}) {
  const permis = [site, ...voisins, 'data:'];
  const contexte = await navigateur.newContext({ ...FENETRES[genre], baseURL: site, locale: 'fr-FR', timezoneId: 'Europe/Paris' });
  const page = await contexte.newPage();
  page.setDefaultTimeout(12_000);
  page.plaintes = [];
  page.on('pageerror', (erreur) => page.plaintes.push(`script : ${erreur.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) page.plaintes.push(`console : ${message.text()}`);
  });
  page.on('response', (reponse) => {
    if (reponse.status() >= 500) page.plaintes.push(`${reponse.status()} : ${reponse.url()}`);
  });
  page.on('request', (requete) => {
    if (!permis.some((debut) => requete.url().startsWith(debut))) page.plaintes.push(`ailleurs : ${requete.url()}`);
  });
  return page;
}
