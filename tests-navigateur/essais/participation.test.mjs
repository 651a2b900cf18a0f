// From the volunteer to the public list: the CPTS declares, the ARS accepts, everyone reads it a moment later.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { attendreLeRepos, fichiersDeLaCpam } from '../outillage/caisse.mjs';
import { fenetreDe } from '../outillage/connexion.mjs';
import { examinerPartout } from '../outillage/examen.mjs';
import { fenetre, ouvrir } from '../outillage/navigateur.mjs';
import { envoyer } from '../outillage/patient.mjs';

const CINQ_SECONDES = 5_000;
/** Every public form of the list. */
const FORMATS = [
  '/annuaire.csv?departement=45',
  '/annuaire.atom?departement=45',
  '/api/v1/praticiens/fhir?departement=45',
  '/api/v1/praticiens/changements?departement=45&du=2026-01-01',
];

let navigateur;
before(async () => { navigateur = await ouvrir(); });
after(() => navigateur?.close());

async function surLaListe(page, nom) {
  await page.goto(`/annuaire?mot=${encodeURIComponent(nom.split(' ').at(-1))}`);
  return (await page.locator('main').innerText()).includes(nom);
}

test('une CPTS déclare un volontaire, l’ARS accepte, la liste publique le montre aussitôt', async () => {
  const visiteur = await fenetre(navigateur);
  const cpts = await fenetreDe(navigateur, 'coordination-cpts');
  await cpts.goto('/declarer');
  const ligne = cpts.locator('tbody tr').filter({ hasText: 'Tout est vérifié' }).first();
  const nom = (await ligne.locator('label, th').first().innerText()).split('\n')[0].trim();
  assert.equal(await surLaListe(visiteur, nom), false, `${nom} n’est pas encore autorisé`);
  await ligne.locator('input[type="checkbox"]').check();
  await envoyer(cpts, 'Vérifier les membres cochés');
  await examinerPartout(cpts, 'cpts-declarer-verification');
  await cpts.check('[name="attestation"]');
  await Promise.all([cpts.waitForNavigation(), cpts.getByRole('button', { name: /^Déclarer/ }).click()]);
  assert.match(await cpts.locator('main').innerText(), new RegExp(nom));
  assert.equal(await surLaListe(visiteur, nom), false, 'déclarer n’est pas autoriser');

  const cpam = await fenetreDe(navigateur, 'agent-cpam');
  await attendreLeRepos(cpam);
  const avant = (await fichiersDeLaCpam(cpam)).length;
  const ars = await fenetreDe(navigateur, 'agent-ars');
  await ars.goto('/instruction');
  await Promise.all([ars.waitForNavigation(), ars.getByRole('link', { name: nom }).click()]);
  await envoyer(ars, 'Accepter');
  const accepte = Date.now();
  while (!(await surLaListe(visiteur, nom))) {
    assert.ok(Date.now() - accepte < CINQ_SECONDES, `${nom} n’est pas sur la liste publique en cinq secondes`);
  }
  for (const adresse of FORMATS) {
    const corps = await (await visiteur.request.get(adresse)).text();
    assert.ok(corps.includes(nom.split(' ').at(-1)), `${nom} n’est pas dans ${adresse}`);
  }
  const duree = Date.now() - accepte;
  console.log(`De l’acceptation à la page et aux ${FORMATS.length} formats : ${duree} ms`);
  assert.ok(duree < CINQ_SECONDES, `${duree} ms pour que chaque format le montre`);
  let fichiers = await fichiersDeLaCpam(cpam);
  while (fichiers.length === avant || !fichiers[0].includes('Envoyé')) {
    assert.ok(Date.now() - accepte < CINQ_SECONDES, 'le fichier de la CPAM n’est pas parti en cinq secondes');
    fichiers = await fichiersDeLaCpam(cpam);
  }
  assert.match(fichiers[0], /différentiel[\s\S]*1 ligne/);
  await Promise.all([cpam.waitForNavigation(), cpam.getByRole('button', { name: /^Accuser réception/ }).first().click()]);
  assert.match((await cpam.locator('tbody tr').allInnerTexts())[0], /Reçu/);
  await examinerPartout(cpam, 'cpam-fichiers');
});
