// Pro Santé Connect, before a real identity provider of another site: from the button to the end of both sessions.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';

import { demarrerLeCourrier } from '../outillage/courrier.mjs';
import { examinerPartout } from '../outillage/examen.mjs';
import { demarrerLeFournisseur } from '../outillage/fournisseur.mjs';
import { fenetre, ouvrir } from '../outillage/navigateur.mjs';
import { ecrireAuMedecin, suivre } from '../outillage/remises.mjs';
import { demarrer } from '../outillage/serveur.mjs';

/** Of nobody, with a valid key, and absent from the demonstration. */
const INCONNU = '99799999992';

let navigateur, serveur, fournisseur, courrier, site, rpps;

async function portLibre() {
  const ecoute = createServer();
  await new Promise((resoudre) => { ecoute.listen(0, '127.0.0.1', resoudre); });
  const { port } = ecoute.address();
  await new Promise((resoudre) => { ecoute.close(resoudre); });
  return port;
}

before(async () => {
  navigateur = await ouvrir();
  const port = await portLibre();
  // « localhost » and « 127.0.0.1 » are two sites for a browser: cookies that must not cross do not.
  site = `http://localhost:${port}`;
  fournisseur = await demarrerLeFournisseur(site);
  courrier = await demarrerLeCourrier(fournisseur.introspection);
  const environnement = { ...fournisseur.environnement, ...courrier.environnement, URL_PUBLIQUE: site };
  serveur = await demarrer({ port, environnement });
  rpps = await leNumeroDu('mk.demo');
});
after(async () => {
  await navigateur?.close();
  await serveur?.arreter();
  await courrier?.arreter();
  await fournisseur?.arreter();
});

const ouvrirUneFenetre = (genre) => fenetre(navigateur, genre, { site, voisins: [fournisseur.adresse] });

/** A window where `role` is signed in with a password. */
async function fenetreParMotDePasse(role) {
  const { comptes } = JSON.parse(await readFile(serveur.identifiants, 'utf8'));
  const compte = comptes.find((candidat) => candidat.role === role);
  const page = await ouvrirUneFenetre();
  await page.goto('/connexion');
  await page.fill('[name="login"]', compte.identifiant);
  await page.fill('[name="mot_de_passe"]', compte.mot_de_passe);
  await Promise.all([page.waitForNavigation(), page.click('main form button')]);
  return page;
}

/** The number of an account, as its administrator reads it. */
async function leNumeroDu(login) {
  const page = await fenetreParMotDePasse('administrateur');
  await page.goto(`/administration/comptes?debut=${login}`);
  await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: login }).click()]);
  const [, numero] = (await page.locator('main').innerText()).match(/RPPS (\d{11})/);
  await page.context().close();
  return numero;
}

/** From the sign-in page to the provider. */
async function partir(page, depart = '/connexion') {
  await page.goto(depart);
  await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: 'S’identifier avec Pro Santé Connect' }).first().click()]);
  assert.ok(page.url().startsWith(fournisseur.adresse), `le fournisseur est atteint (${page.url()})`);
}

/** Says who one is, and comes back. */
async function repondre(page, numero) {
  await page.fill('[name="rpps"]', numero);
  await Promise.all([page.waitForURL(`${site}/**`), page.getByRole('button', { name: 'Je m’identifie' }).click()]);
}

async function entrer(page) {
  await partir(page);
  await repondre(page, rpps);
}

// First: once somebody has signed in, his letters leave by themselves.
test('une lettre attend que son auteur s’identifie, puis part avec le jeton que le fournisseur lui donne', async () => {
  const page = await fenetreParMotDePasse('mk');
  await ecrireAuMedecin(page);
  await suivre(page);
  await Promise.all([page.waitForNavigation(), page.locator('.remise').filter({ hasText: 'Médecin traitant' }).locator('a').click()]);
  await page.fill('[name="adresse"]', 'muet@demo.mssante.invalid');
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Envoyer à cette adresse' }).click()]);
  await page.goto('/remises?etat=en-route');
  assert.match(await page.locator('main').innerText(), /En attente de votre connexion Pro Santé Connect/);
  await examinerPartout(page, 'psc-remises-en-attente');
  await page.goto('/tableau-de-bord');
  assert.match(await page.locator('main').innerText(), /Des envois attendent votre connexion Pro Santé Connect/);
  await examinerPartout(page, 'psc-tableau-de-bord');
  assert.equal(await courrier.recus('muet@demo.mssante.invalid'), 0);

  await partir(page, '/remises');
  await repondre(page, rpps);
  assert.equal(new URL(page.url()).pathname, '/remises');
  for (let essai = 0; essai < 60 && await courrier.recus('muet@demo.mssante.invalid') === 0; essai += 1) await page.waitForTimeout(500);
  assert.equal(await courrier.recus('muet@demo.mssante.invalid'), 1, 'le serveur de courrier a demandé au fournisseur si le jeton est bon');
  await page.goto('/remises?etat=en-route');
  assert.doesNotMatch(await page.locator('main').innerText(), /connexion Pro Santé Connect/);
});

test('un kinésithérapeute connu entre, va où il voulait, et ferme ses deux sessions', async () => {
  const page = await ouvrirUneFenetre();
  await page.goto('/remises?etat=toutes');
  assert.match(page.url(), /\/connexion\?suite=/);
  await examinerPartout(page, 'psc-connexion');
  await partir(page, page.url());
  await repondre(page, rpps);
  assert.equal(page.url(), `${site}/remises?etat=toutes`);

  await page.locator('form[action="/deconnexion"] button').click();
  await page.waitForURL(`${fournisseur.adresse}/**`);
  await Promise.all([page.waitForURL(`${site}/deconnexion/pro-sante-connect**`), page.getByRole('button', { name: 'Fermer ma session' }).click()]);
  assert.match(await page.locator('main').innerText(), /Vos deux sessions sont fermées/);
  await examinerPartout(page, 'psc-sortie');
  await page.goto('/compte');
  assert.match(page.url(), /\/connexion/, 'la session du site est fermée');
  await partir(page);
  assert.equal(await page.locator('[name="rpps"]').count(), 1, 'celle du fournisseur aussi : il redemande qui l’on est');
});

test('un refus est dit, et l’on peut reprendre', async () => {
  const page = await ouvrirUneFenetre();
  await partir(page);
  await Promise.all([page.waitForURL(`${site}/**`), page.getByRole('button', { name: 'Je refuse' }).click()]);
  assert.match(await page.locator('main').innerText(), /L’identification a été abandonnée/);
  await examinerPartout(page, 'psc-refus');
  await partir(page, page.url().split('?')[0].replace('/pro-sante-connect/retour', ''));
  await repondre(page, rpps);
  assert.equal(new URL(page.url()).pathname, '/tableau-de-bord');
});

test('un RPPS sans compte ouvre le sien en une confirmation, et pas avant', async () => {
  const page = await ouvrirUneFenetre();
  await partir(page);
  await repondre(page, INCONNU);
  assert.equal(new URL(page.url()).pathname, '/connexion/pro-sante-connect/inscription');
  assert.match(await page.locator('main').innerText(), new RegExp(`${INCONNU}[\\s\\S]*EXEMPLE[\\s\\S]*CLAIRE`));
  await examinerPartout(page, 'psc-inscription');
  await page.goto('/compte');
  assert.match(page.url(), /\/connexion/, 'se présenter ne connecte personne');

  await page.goto('/connexion/pro-sante-connect/inscription');
  await page.selectOption('[name="statut"]', 'titulaire');
  for (const [nom, valeur] of [['adresse', '1 rue de l’Essai'], ['code_postal', '45000'], ['commune', 'Orléans'], ['departement', '28']]) {
    await page.fill(`[name="${nom}.0"]`, valeur);
  }
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Créer mon compte' }).click()]);
  assert.match(await page.locator('main').innerText(), /n’est pas dans le département 28/);
  await examinerPartout(page, 'psc-inscription-a-corriger');
  await page.fill('[name="departement.0"]', '45');
  await page.getByRole('button', { name: 'Créer mon compte' }).click();
  await page.waitForURL(`${site}/tableau-de-bord`);
  await page.goto('/mon-identite');
  assert.equal(await page.inputValue('[name="nom"]'), 'EXEMPLE');
  await examinerPartout(page, 'psc-mon-identite');
  await page.goto('/mes-lieux');
  assert.match(await page.locator('main').innerText(), /1 rue de l’Essai/);
});

test('une réponse rejouée, ou portée dans un autre navigateur, n’ouvre rien', async () => {
  const page = await ouvrirUneFenetre();
  const retours = [];
  page.on('request', (requete) => { if (requete.url().includes('/retour?')) retours.push(requete.url()); });
  await entrer(page);
  assert.equal(retours.length, 1);
  await page.goto(retours[0]);
  assert.match(await page.locator('main').innerText(), /Cette réponse a déjà servi/);
  await examinerPartout(page, 'psc-rejeu');
  const autre = await ouvrirUneFenetre();
  await autre.goto(retours[0]);
  assert.match(await autre.locator('main').innerText(), /pas revenue dans le bon navigateur/);
  await examinerPartout(autre, 'psc-autre-navigateur');
  await autre.goto('/compte');
  assert.match(autre.url(), /\/connexion/);
});

test('sans script, on entre et l’on sort pareil', async () => {
  const page = await ouvrirUneFenetre('sans-script');
  await entrer(page);
  assert.equal(new URL(page.url()).pathname, '/tableau-de-bord');
  await page.locator('form[action="/deconnexion"] button').click();
  await page.waitForURL(`${fournisseur.adresse}/**`);
});
