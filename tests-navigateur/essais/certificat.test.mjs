// The certificate of an authorised MK: downloaded, its code's address read in the file, opened by anybody.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { fenetreDe } from '../outillage/connexion.mjs';
import { examiner, examinerPartout } from '../outillage/examen.mjs';
import { fenetre, ouvrir } from '../outillage/navigateur.mjs';
import { envoyer } from '../outillage/patient.mjs';
import { jetonDuCertificat } from '../outillage/pdf.mjs';
import { binaire } from '../outillage/serveur.mjs';

let navigateur;
before(async () => { navigateur = await ouvrir(); });
after(() => navigateur?.close());

async function certificat() {
  const mk = await fenetreDe(navigateur, 'mk');
  await mk.goto('/mes-declarations');
  const lien = mk.getByRole('link', { name: 'Certificat (PDF)' }).first();
  const reponse = await mk.request.get(await lien.getAttribute('href'));
  assert.equal(reponse.headers()['content-type'], 'application/pdf');
  return jetonDuCertificat(await reponse.body());
}

test('un MK télécharge son certificat, n’importe qui le vérifie en ligne', async () => {
  const jeton = await certificat();
  const page = await fenetre(navigateur);
  await page.goto('/verifier');
  await page.fill('[name="jeton"]', jeton);
  await envoyer(page, 'Vérifier le certificat');
  assert.match(await page.locator('main').innerText(), /Certificat authentique, autorisation en cours/);
  await examinerPartout(page, 'public-verifier-certificat');
  await page.goto(`/verifier?jeton=${jeton.slice(0, -4)}AAAA`);
  assert.match(await page.locator('main').innerText(), /n’est pas authentique/);
});

test('sans réseau, le programme et les clés publiques suffisent', async () => {
  const jeton = await certificat();
  const page = await fenetre(navigateur);
  const cles = await page.request.get('/.well-known/acces-direct-cles.json');
  const dossier = await mkdtemp(path.join(tmpdir(), 'ad-cles-'));
  try {
    const fichier = path.join(dossier, 'cles.json');
    await writeFile(fichier, await cles.body());
    const { stdout } = await promisify(execFile)(binaire(), ['certificat', 'verifier', jeton, '--cles', fichier]);
    assert.match(stdout, /Certificat authentique/);
  } finally {
    await rm(dossier, { recursive: true, force: true });
  }
});

test('sans réseau, une page emportée vérifie le certificat dans le navigateur', async () => {
  const jeton = await certificat();
  const page = await fenetre(navigateur);
  const emportee = await page.request.get('/verifier/hors-ligne.html');
  assert.match(emportee.headers()['content-disposition'], /attachment/);
  const dossier = await mkdtemp(path.join(tmpdir(), 'ad-page-'));
  try {
    const fichier = path.join(dossier, 'verifier.html');
    await writeFile(fichier, await emportee.body());
    const ailleurs = await fenetre(navigateur, 'bureau', { site: pathToFileURL(fichier).href });
    await ailleurs.context().setOffline(true);
    await ailleurs.goto(pathToFileURL(fichier).href);
    const demander = async (texte) => {
      await ailleurs.fill('#jeton', texte);
      await ailleurs.click('button');
      await ailleurs.waitForFunction(() => document.querySelector('#reponse').textContent !== '');
      const dite = await ailleurs.locator('#reponse').innerText();
      await ailleurs.evaluate(() => document.querySelector('#reponse').replaceChildren());
      return dite;
    };
    assert.match(await demander(`https://exemple.test/verifier?jeton=${jeton}`), /Certificat authentique[\s\S]*Numéro RPPS/);
    const change = jeton.replace(/\.(.)(?=[^.]*$)/, (_, lettre) => `.${lettre === 'A' ? 'B' : 'A'}`);
    assert.match(await demander(change), /n’est pas authentique/);
    assert.match(await demander('bonjour'), /n’est pas celui d’un certificat/);
    assert.deepEqual(ailleurs.plaintes, []);
    await examiner(ailleurs, 'public-verifier-hors-ligne');
  } finally {
    await rm(dossier, { recursive: true, force: true });
  }
});

test('la réponse d’un jour se demande par nom ou par numéro', async () => {
  const page = await fenetre(navigateur);
  await page.goto('/verifier');
  await page.fill('[name="qui"]', 'a');
  await envoyer(page, 'Vérifier ce jour');
  assert.match(await page.locator('main').innerText(), /Choisissez le département/);
  await examinerPartout(page, 'public-verifier-erreur');
  await page.selectOption('[name="departement"]', '45');
  await envoyer(page, 'Vérifier ce jour');
  assert.match(await page.locator('main').innerText(), /Autorisés le|Aucun praticien/);
});
