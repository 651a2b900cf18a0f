// A CPTS pastes thirty numbers, one of them wrong, corrects it and declares all of them; the ARS accepts the green ones in
// one action; the page, the file, the feed and the CPAM's differential show them; a certificate verifies without network.
// On a server of its own: it leaves nobody to declare.

import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { binaire, demarrer } from '../outillage/serveur.mjs';

const serveur = await demarrer();
process.env.ACCES_DIRECT_ADRESSE = serveur.adresse;
process.env.ACCES_DIRECT_IDENTIFIANTS = serveur.identifiants;
const { fenetreDe } = await import('../outillage/connexion.mjs');
const { examinerPartout } = await import('../outillage/examen.mjs');
const { fenetre, ouvrir } = await import('../outillage/navigateur.mjs');
const { envoyer } = await import('../outillage/patient.mjs');
const { attendreLeRepos, fichiersDeLaCpam } = await import('../outillage/caisse.mjs');
const { jetonDuCertificat } = await import('../outillage/pdf.mjs');

const TROIS_MINUTES = 180_000;
const CINQ_SECONDES = 5_000;
const TRENTE = 30;
/** Every public form of the list. */
const FORMATS = ['/annuaire.csv?departement=45', '/annuaire.atom?departement=45', '/api/v1/praticiens/fhir?departement=45'];

let navigateur;
before(async () => { navigateur = await ouvrir(); });
after(async () => {
  await navigateur?.close();
  await serveur.arreter();
});

/** The members who may be declared, as the page of the volunteers shows them: number and name. */
async function aDeclarer(page) {
  await page.goto('/declarer');
  const textes = await page.locator('tbody tr').filter({ hasText: 'Tout est vérifié' }).locator('th').allInnerTexts();
  return textes.map((texte) => {
    const [nom] = texte.split('\n');
    return { nom: nom.trim(), numero: texte.match(/\b997\d{8}\b/)?.[0] };
  });
}

/** Opens the network away from the program where the machine can: the certificate must not need it. */
function sansReseau(commande, parametres) {
  try {
    execFileSync('unshare', ['--net', 'true'], { stdio: 'ignore' });
    return promisify(execFile)('unshare', ['--net', commande, ...parametres]);
  } catch {
    const impasse = { ...process.env, http_proxy: 'http://127.0.0.1:1', https_proxy: 'http://127.0.0.1:1' };
    return promisify(execFile)(commande, parametres, { env: impasse });
  }
}

let declares;

test('une CPTS colle trente numéros, en corrige un, et les déclare en moins de trois minutes', async () => {
  const cpts = await fenetreDe(navigateur, 'coordination-cpts');
  declares = (await aDeclarer(cpts)).slice(0, TRENTE);
  assert.equal(declares.length, TRENTE, 'la démonstration a trente volontaires à déclarer');
  const numeros = declares.map(({ numero }) => numero);
  const faux = numeros[0].slice(0, 10) + ((Number(numeros[0][10]) + 1) % 10);
  const debut = Date.now();
  await cpts.goto('/declarations');
  await Promise.all([cpts.waitForNavigation(), cpts.getByRole('link', { name: 'Déclarer plusieurs à la fois' }).click()]);
  await examinerPartout(cpts, 'cpts-liste-saisie');
  await cpts.fill('[name="liste"]', [faux, ...numeros.slice(1)].join('\n'));
  await envoyer(cpts, 'Vérifier la liste');
  assert.match(await cpts.locator('main').innerText(), /clé du numéro RPPS est fausse/);
  await examinerPartout(cpts, 'cpts-liste-verification');
  const ligne = cpts.locator('tbody tr').filter({ hasText: 'Bloquée' }).first();
  await ligne.locator('[name="ecrit"]').fill(numeros[0]);
  await Promise.all([cpts.waitForNavigation(), ligne.getByRole('button', { name: /^Enregistrer/ }).click()]);
  await cpts.check('[name="attestation"]');
  await Promise.all([cpts.waitForNavigation(), cpts.getByRole('button', { name: /^Déclarer/ }).click()]);
  assert.match(await cpts.locator('main').innerText(), /30 déclarations déposées à l’ARS/);
  const duree = Date.now() - debut;
  console.log(`Trente déclarations, de la liste collée au dépôt, examens compris : ${duree} ms`);
  assert.ok(duree < TROIS_MINUTES);
});

test('l’ARS les accepte en une action, et tout le monde les voit en cinq secondes', async () => {
  const cpam = await fenetreDe(navigateur, 'agent-cpam');
  await attendreLeRepos(cpam);
  const avant = (await fichiersDeLaCpam(cpam)).length;
  const ars = await fenetreDe(navigateur, 'agent-ars');
  await ars.goto('/instruction?verification=vert');
  await Promise.all([ars.waitForNavigation(), ars.getByRole('button', { name: /^Accepter \d+ dossiers vérifiés/ }).click()]);
  await examinerPartout(ars, 'ars-lot');
  const accepte = Date.now();
  await envoyer(ars, 'Confirmer l’acceptation');
  assert.match(await ars.locator('main').innerText(), /(3\d|[4-9]\d) déclarations acceptées/);
  const visiteur = await fenetre(navigateur);
  const dernier = declares.at(-1).nom;
  await visiteur.goto(`/annuaire?mot=${encodeURIComponent(dernier)}`);
  assert.ok((await visiteur.locator('main').innerText()).includes(dernier), `${dernier} est sur la page publique`);
  for (const adresse of FORMATS) {
    const corps = await (await visiteur.request.get(adresse)).text();
    for (const { nom } of declares) assert.ok(corps.includes(nom.split(' ').at(-1)), `${nom} n’est pas dans ${adresse}`);
  }
  console.log(`De l’acceptation de trente dossiers à la page et aux ${FORMATS.length} formats : ${Date.now() - accepte} ms`);
  assert.ok(Date.now() - accepte < CINQ_SECONDES, 'page, CSV, flux et FHIR en cinq secondes');
  let fichiers = await fichiersDeLaCpam(cpam);
  while (fichiers.length === avant || fichiers.some((fichier) => fichier.includes('Part dans'))) {
    assert.ok(Date.now() - accepte < CINQ_SECONDES, 'le différentiel de la CPAM n’est pas parti en cinq secondes');
    fichiers = await fichiersDeLaCpam(cpam);
  }
  const lignes = fichiers.slice(0, fichiers.length - avant).map((fichier) => Number(fichier.match(/(\d+) lignes?/)[1]));
  assert.ok(lignes.reduce((somme, nombre) => somme + nombre, 0) >= TRENTE, `différentiels de ${lignes} lignes`);
});

test('le certificat de l’un d’eux se vérifie sans réseau', async () => {
  const ars = await fenetreDe(navigateur, 'agent-ars');
  await ars.goto('/instruction?etat=validee&tri=anciennete');
  const lien = await ars.locator('tbody a[href^="/declarations/"]').first().getAttribute('href');
  const pdf = await ars.request.get(`${lien}/certificat.pdf`);
  assert.equal(pdf.status(), 200);
  const jeton = jetonDuCertificat(await pdf.body());
  const cles = path.join(serveur.donnees, 'cles-publiques.json');
  await writeFile(cles, await (await ars.request.get('/.well-known/acces-direct-cles.json')).body());
  const { stdout } = await sansReseau(binaire(), ['certificat', 'verifier', jeton, '--cles', cles]);
  assert.match(stdout, /Certificat authentique/);
});
