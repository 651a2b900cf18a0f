// Every page that each role reaches by its links, on a desk and on phones; and no page that nobody has seen.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { fenetreDe, roles } from '../outillage/connexion.mjs';
import { signaler } from '../outillage/evenements.mjs';
import { examinerPartout } from '../outillage/examen.mjs';
import { fenetre, ouvrir } from '../outillage/navigateur.mjs';
import { envoyer, ouvrirUnEpisode } from '../outillage/patient.mjs';
import { ecrireAuMedecin, lienDuMedecin, suivre } from '../outillage/remises.mjs';
import { pages, routeDe } from '../outillage/routes.mjs';
import { nomDeCapture, visiter } from '../outillage/visite.mjs';

const ROLES = await roles();
const PAGES = await pages();
const vues = new Set();

let navigateur;
before(async () => { navigateur = await ouvrir(); });
after(() => navigateur?.close());

/** A page that everybody signed in may read is examined once, then only crossed; a first page and a role's own pages always are. */
function aExaminer(chemin, depart) {
  const route = routeDe(PAGES, chemin);
  const commune = route !== undefined && ROLES.every((role) => route.pour(role) === '200');
  return chemin === depart || !commune || !vues.has(route.chemin);
}

/** Follows the links from `depart`; `dessous`, when given, keeps to the pages under this path. */
async function parcourir(page, qui, depart, dessous = '') {
  const forme = (chemin) => (chemin.startsWith(dessous) ? routeDe(PAGES, chemin)?.chemin : undefined);
  const vus = await visiter(page, depart, forme, async (vue, chemin) => {
    if (aExaminer(chemin, depart)) await examinerPartout(vue, `${qui}-${nomDeCapture(chemin)}`);
    assert.deepEqual(vue.plaintes, [], `${chemin} : le navigateur s’est plaint`);
  });
  for (const chemin of vus) vues.add(routeDe(PAGES, chemin)?.chemin);
  return vus;
}

/** A page that no link of the demonstration leads to: the fragment is for other sites, the rest waits for somebody's act. */
async function voirAussi(page, chemin, capture) {
  await page.goto(chemin);
  await examinerPartout(page, capture);
  vues.add(routeDe(PAGES, new URL(page.url()).pathname)?.chemin);
}

test('chaque page publique est saine, sur un bureau et sur un téléphone', async () => {
  const page = await fenetre(navigateur);
  const vus = await parcourir(page, 'public', '/');
  await voirAussi(page, '/annuaire/fragment?departement=45', 'public-fragment');
  assert.ok(vus.length >= 4, `l’accueil mène quelque part (vu : ${vus})`);
});

/** The pages of an episode of its own, so that no other file closes it meanwhile: open, then with a proof that can be withdrawn. */
async function voirUnEpisode(page) {
  await ouvrirUnEpisode(page);
  const episode = new URL(page.url()).pathname;
  await parcourir(page, 'mk-ouvert', episode, episode);
  await page.goto(`${episode}/diagnostic`);
  await page.locator('[name="type_diagnostic"]').first().check();
  await page.fill('[name="date"]', '2026-01-15');
  await page.check('[name="en_rapport"][value="oui"]');
  await envoyer(page, 'Enregistrer la preuve');
  await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: 'Retirer' }).click()]);
  await examinerPartout(page, 'mk-retrait-de-diagnostic');
  vues.add(routeDe(PAGES, new URL(page.url()).pathname)?.chemin);
}

/** The analysis of a serious event, which only its declarant writes. */
async function voirUneAnalyse(page) {
  await signaler(page, 'grave', 'Chute en se relevant.');
  const evenement = new URL(page.url()).pathname;
  await parcourir(page, 'mk-evenement', evenement, evenement);
}

/** The table of a list: no link leads to it before a list exists. */
async function voirUneListe(page) {
  await page.goto('/declarer/liste');
  await page.fill('[name="liste"]', '99700000000');
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Vérifier la liste' }).click()]);
  await examinerPartout(page, 'cpts-liste');
  vues.add(routeDe(PAGES, new URL(page.url()).pathname)?.chemin);
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Supprimer cette liste' }).click()]);
}

/** The preview of an export: nothing is written before it is confirmed. */
async function voirUneReprise(page) {
  const titres = 'ID;État du dossier;Déposé le;Numéro RPPS;Nom;Prénom;Statut;Nom de la CPTS';
  const contenu = `${titres}\n1;En instruction;02/03/2026;99700000013;Essai;Camille;Titulaire;CPTS d’Ailleurs`;
  await page.goto('/demarches');
  await page.setInputFiles('[name="fichier"]', { name: 'export.csv', mimeType: 'text/csv', buffer: Buffer.from(contenu) });
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Voir l’aperçu' }).click()]);
  await examinerPartout(page, 'ars-reprise');
  vues.add(routeDe(PAGES, new URL(page.url()).pathname)?.chemin);
}

/** The pages of deliveries: they wait for a validated document, and the doctor's for a link. */
async function voirDesRemises(page) {
  const noter = (vue) => vues.add(routeDe(PAGES, new URL(vue.url()).pathname)?.chemin);
  await ecrireAuMedecin(page);
  await suivre(page);
  noter(page);
  const { adresse, code } = await lienDuMedecin(page);
  noter(page);
  const medecin = await fenetre(navigateur);
  await medecin.goto(adresse);
  noter(medecin);
  await medecin.fill('[name="code"]', code);
  await Promise.all([medecin.waitForNavigation(), medecin.getByRole('button', { name: 'Ouvrir le document' }).click()]);
  noter(medecin);
  await voirAussi(page, '/ma-messagerie', 'mk-ma-messagerie');
}

/** The draft of a report: no link leads to it before it is opened. */
async function voirUnRapport(page) {
  await page.goto('/evaluation?perimetre=departement/45&periode=2025');
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: /^Préparer le rapport/ }).click()]);
  await examinerPartout(page, 'ars-rapport-brouillon');
  vues.add(routeDe(PAGES, new URL(page.url()).pathname)?.chemin);
}

/** A snapshot: public once an agent has taken it. */
async function voirUnInstantane(page) {
  await page.goto('/indicateurs/instantanes');
  await page.selectOption('[name="departement"]', '45');
  await page.fill('[name="periode"]', '2026');
  await envoyer(page, 'Prendre l’instantané');
  await examinerPartout(page, 'ars-instantane');
  vues.add(routeDe(PAGES, new URL(page.url()).pathname)?.chemin);
}

for (const role of ROLES) {
  test(`chaque page de « ${role} » est saine, sur un bureau et sur un téléphone`, async () => {
    const page = await fenetreDe(navigateur, role);
    const depart = new URL(page.url());
    const vus = await parcourir(page, role, depart.pathname + depart.search);
    if (role === 'mk') {
      await voirUnEpisode(page);
      await voirUneAnalyse(page);
      await voirDesRemises(page);
    }
    if (role === 'coordination-cpts') {
      await voirUneListe(page);
      await voirAussi(page, '/confirmations', 'cpts-confirmations');
    }
    if (role === 'agent-ars') {
      await voirUneReprise(page);
      await voirUnRapport(page);
      await voirUnInstantane(page);
    }
    assert.ok(vus.length >= 2, `la première page de « ${role} » mène quelque part (vu : ${vus})`);
  });
}

test('aucune page du produit n’a échappé à l’examen', () => {
  const echappees = PAGES.map(({ chemin }) => chemin).filter((chemin) => !vues.has(chemin));
  assert.deepEqual(echappees, []);
});

/** Whoever sits in the committee reads it, whatever his role: the demo seats the CPTS of the coordination. */
const SIEGE = { role: 'coordination-cpts', chemin: '/comite' };

test('la page d’un autre rôle répond comme une page qui n’existe pas', async () => {
  for (const role of ROLES) {
    const page = await fenetreDe(navigateur, role);
    for (const { chemin } of PAGES.filter((candidate) => candidate.pour(role) === '404')) {
      if (role === SIEGE.role && chemin === SIEGE.chemin) continue;
      const adresse = chemin.replace(/\{[^}]+\}/g, '01900000-0000-7000-8000-000000000000');
      assert.equal((await page.request.get(adresse)).status(), 404, `${role} lit ${adresse}`);
    }
  }
});

for (const role of ROLES) {
  test(`« ${role} » se connecte et se déconnecte sans script`, async () => {
    const page = await fenetreDe(navigateur, role, 'sans-script');
    await Promise.all([page.waitForNavigation(), page.locator('form[action="/deconnexion"] button').click()]);
    await page.goto('/');
    assert.equal(await page.locator('form[action="/deconnexion"]').count(), 0, 'la session est fermée');
    const reponse = await page.goto('/compte');
    assert.equal(new URL(reponse.url()).pathname, '/connexion', 'son compte est refermé');
  });
}
