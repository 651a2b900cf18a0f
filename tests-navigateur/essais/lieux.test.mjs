// An MK with two places: his CPTS declares him for the first alone, he adds a third one, the ARS retains it and the list
// shows it. On a server of its own: it withdraws and declares the practitioner of the demo again.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { demarrer } from '../outillage/serveur.mjs';

const serveur = await demarrer();
process.env.ACCES_DIRECT_ADRESSE = serveur.adresse;
process.env.ACCES_DIRECT_IDENTIFIANTS = serveur.identifiants;
const { fenetreDe } = await import('../outillage/connexion.mjs');
const { examinerPartout } = await import('../outillage/examen.mjs');
const { fenetre, ouvrir } = await import('../outillage/navigateur.mjs');
const { envoyer } = await import('../outillage/patient.mjs');

let navigateur;
before(async () => { navigateur = await ouvrir(); });
after(async () => {
  await navigateur?.close();
  await serveur.arreter();
});

async function ajouterUnLieu(mk, commune, codePostal) {
  await mk.goto('/mes-lieux');
  await mk.fill('[name="adresse"]', '2 rue de l’Essai');
  await mk.fill('[name="code_postal"]', codePostal);
  await mk.fill('[name="commune"]', commune);
  await mk.fill('[name="departement"]', '45');
  await envoyer(mk, 'Ajouter ce lieu');
  return mk.locator('tbody tr').filter({ hasText: commune });
}

/** Is somebody of this commune on the public list under this name. */
async function surLaListe(visiteur, commune, nom) {
  await visiteur.goto(`/annuaire?departement=45&mot=${encodeURIComponent(commune)}`);
  return (await visiteur.locator('main').innerText()).includes(nom);
}

let dossier;
let nom;

test('la CPTS déclare un praticien pour un seul de ses lieux', async () => {
  const mk = await fenetreDe(navigateur, 'mk');
  await ajouterUnLieu(mk, 'Saran', '45770');
  await mk.goto('/mes-declarations');
  const ancien = await mk.locator('main a[href^="/declarations/"]').first().getAttribute('href');
  await mk.goto(ancien.split(/[/?#]/).slice(0, 3).join('/'));
  const texte = await mk.locator('main').innerText();
  const numero = texte.match(/\b997\d{8}\b/)[0];
  nom = (await mk.locator('h1').innerText()).split(' ').at(-1);
  await mk.locator('summary', { hasText: 'Retirer la déclaration' }).click();
  await mk.locator('[name="motif"]').selectOption('volontaire');
  await Promise.all([mk.waitForNavigation(), mk.locator('form[action$="/retirer"] button').click()]);
  const cpts = await fenetreDe(navigateur, 'coordination-cpts');
  await cpts.goto('/declarer/liste');
  await cpts.fill('[name="liste"]', numero);
  await envoyer(cpts, 'Vérifier la liste');
  const ligne = cpts.locator('tbody tr').first();
  await ligne.locator('summary').click();
  await examinerPartout(cpts, 'cpts-liste-lieux');
  const lieux = ligne.getByRole('checkbox');
  assert.equal(await lieux.count(), 2, 'ses deux lieux');
  await ligne.locator('label', { hasNotText: 'Saran' }).getByRole('checkbox').first().check();
  await Promise.all([cpts.waitForNavigation(), ligne.getByRole('button', { name: /^Enregistrer/ }).click()]);
  await cpts.check('[name="attestation"]');
  if (await cpts.locator('[name="orange"]').count()) await cpts.check('[name="orange"]');
  await Promise.all([cpts.waitForNavigation(), cpts.getByRole('button', { name: /^Déclarer/ }).click()]);
  dossier = await cpts.locator('tbody a[href^="/declarations/"]').first().getAttribute('href');
  const ars = await fenetreDe(navigateur, 'agent-ars');
  await ars.goto(dossier);
  if (await ars.locator('[name="precision_de_l_acceptation"]').count()) await ars.fill('[name="precision_de_l_acceptation"]', 'Vérifié avec la CPTS.');
  await envoyer(ars, 'Accepter');
  const visiteur = await fenetre(navigateur);
  assert.ok(!(await surLaListe(visiteur, 'Saran', nom)), 'le second lieu n’est pas nommé');
});

test('un lieu ajouté ensuite attend l’ARS, puis entre sur la liste', async () => {
  const mk = await fenetreDe(navigateur, 'mk');
  const rangee = await ajouterUnLieu(mk, 'Pithiviers', '45300');
  assert.match(await rangee.innerText(), /Attend l’ARS/);
  assert.match(await mk.locator('tbody tr').filter({ hasText: 'Saran' }).innerText(), /Non nommé/);
  await examinerPartout(mk, 'mk-lieux');
  const visiteur = await fenetre(navigateur);
  assert.ok(!(await surLaListe(visiteur, 'Pithiviers', nom)));
  const ars = await fenetreDe(navigateur, 'agent-ars');
  await ars.goto('/lieux-a-retenir');
  await examinerPartout(ars, 'ars-lieux');
  await Promise.all([ars.waitForNavigation(), ars.locator('tbody tr').filter({ hasText: 'Pithiviers' }).getByRole('link').click()]);
  await examinerPartout(ars, 'ars-lieu-a-retenir');
  await ars.locator('label', { hasText: 'Pithiviers' }).click();
  await envoyer(ars, 'Retenir ce lieu');
  assert.match(await ars.locator('main').innerText(), /Lieu d’exercice retenu/);
  const courrier = await ars.request.get(`${dossier}/decision.pdf`);
  assert.equal(courrier.headers()['content-type'], 'application/pdf');
  assert.ok(await surLaListe(visiteur, 'Pithiviers', nom));
  await mk.goto('/mes-lieux');
  assert.match(await rangee.innerText(), /Retenu/);
});
