// Tried as an ARS agent would: from the dashboard to a signed-off annual report of the Loiret in under five minutes.
// On a server of its own: a signed report stays, and other tests count what is published.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

import { demarrer } from '../outillage/serveur.mjs';

const { Fhir } = createRequire(import.meta.url)('fhir');

const serveur = await demarrer();
process.env.ACCES_DIRECT_ADRESSE = serveur.adresse;
process.env.ACCES_DIRECT_IDENTIFIANTS = serveur.identifiants;
const { fenetreDe } = await import('../outillage/connexion.mjs');
const { examinerPartout } = await import('../outillage/examen.mjs');
const { fenetre, ouvrir } = await import('../outillage/navigateur.mjs');
const { envoyer } = await import('../outillage/patient.mjs');

const CINQ_MINUTES = 300_000;

let navigateur;
before(async () => { navigateur = await ouvrir(); });
after(async () => {
  await navigateur?.close();
  await serveur.arreter();
});

async function suivre(page, lien) {
  await Promise.all([page.waitForNavigation(), lien.click()]);
}

/** The cells of a CSV file of the report, by column. */
function lireLeCsv(texte) {
  const [entete, ...lignes] = texte.replace(/^\uFEFF/, '').trim().split('\n').map((ligne) => ligne.trim().split(';'));
  return lignes.map((cellules) => Object.fromEntries(entete.map((nom, rang) => [nom, cellules[rang] ?? ''])));
}

/** The period of a report as the CSV writes it: the year, or one of its months. */
function periodeDe({ start, end }) {
  return end.slice(5, 7) === start.slice(5, 7) ? start.slice(0, 7) : start.slice(0, 4);
}

/** The score of each indicator of a bundle, under the variant of what happened in the period. */
function lireLeBundle(bundle) {
  const scores = new Map();
  for (const { resource: rapport } of bundle.entry) {
    const groupe = rapport.group.find(({ code }) => code.coding[0].code === 'calendaire');
    const indicateur = rapport.measure.split('/').at(-1);
    if (groupe?.measureScore) scores.set(`${rapport.subject.display}/${periodeDe(rapport.period)}/${indicateur}`, groupe.measureScore.value ?? null);
  }
  return scores;
}

test('du tableau de bord au rapport annuel signé du Loiret, en moins de cinq minutes', async () => {
  const debut = Date.now();
  const ars = await fenetreDe(navigateur, 'agent-ars');
  await suivre(ars, ars.getByRole('navigation', { name: 'Menu principal' }).getByRole('link', { name: 'Évaluation' }));
  await ars.selectOption('[name="perimetre"]', 'departement/45');
  await ars.selectOption('[name="periode"]', '2025');
  await envoyer(ars, 'Montrer');
  assert.ok(await ars.locator('figure.graphique svg[role="img"]').count() >= 4, 'le tableau de bord a ses graphiques');
  await examinerPartout(ars, 'ars-evaluation-loiret');
  await suivre(ars, ars.getByRole('button', { name: /^Préparer le rapport/ }));
  const adresse = new URL(ars.url()).pathname;

  await ars.fill('[name="synthese"]', 'L’accès direct s’installe dans le Loiret. Les épisodes restent courts.');
  await ars.fill('[name="orientation"]', 'Les orientations suivent les recommandations.');
  await envoyer(ars, 'Enregistrer les commentaires');
  assert.equal(await ars.inputValue('[name="orientation"]'), 'Les orientations suivent les recommandations.');
  const apercu = await ars.request.get(`${adresse}/rapport.pdf`);
  assert.equal(apercu.headers()['content-type'], 'application/pdf');
  await examinerPartout(ars, 'ars-rapport-a-signer');

  await envoyer(ars, 'Signer et publier');
  assert.match(await ars.locator('main').innerText(), /relu le rapport/, 'sans relecture, rien ne se signe');
  await ars.fill('[name="qualite"]', 'Directrice de l’offre de soins');
  await ars.check('[name="relu"]');
  await envoyer(ars, 'Signer et publier');
  assert.match(await ars.locator('main').innerText(), /Signé le/);
  assert.ok(Date.now() - debut < CINQ_MINUTES, 'en moins de cinq minutes');
  await examinerPartout(ars, 'ars-rapport-signe');

  const visiteur = await fenetre(navigateur);
  await visiteur.goto('/evaluation/rapports');
  await suivre(visiteur, visiteur.getByRole('link', { name: /Loiret/ }));
  assert.equal(new URL(visiteur.url()).pathname, adresse, 'le public lit le rapport signé');
  await examinerPartout(visiteur, 'public-rapport-signe');

  const bundle = await (await visiteur.request.get(`${adresse}/indicateurs.fhir.json`)).json();
  const { valid, messages } = new Fhir().validate(bundle, { errorOnUnexpected: true });
  assert.ok(valid, JSON.stringify(messages.filter(({ severity }) => severity === 'error').slice(0, 5)));
  const faux = structuredClone(bundle);
  delete faux.entry[0].resource.period;
  faux.entry[0].resource.inconnu = true;
  assert.ok(!new Fhir().validate(faux, { errorOnUnexpected: true }).valid, 'le contrôle voit un rapport sans période');

  const lignes = lireLeCsv(await (await visiteur.request.get(`${adresse}/indicateurs.csv`)).text());
  const scores = lireLeBundle(bundle);
  const comparees = lignes.filter(({ variante, modalite }) => variante === 'calendaire' && modalite === '');
  assert.ok(comparees.filter(({ periode }) => periode === '2025').length > 20, 'le fichier a ses lignes');
  assert.ok(comparees.some(({ periode }) => periode === '2025-03'), 'et celles de ses mois');
  for (const { nom, periode, indicateur, valeur } of comparees) {
    const attendu = valeur === '' ? null : Number(valeur.replace(',', '.'));
    assert.equal(scores.get(`${nom}/${periode}/${indicateur}`), attendu, `${nom}, ${periode}, ${indicateur}`);
  }
});
