// The ARS asks for a completion: the CPTS is told by the bell, opens the file and writes; the agent sees a message to read.
// On a server of its own: opening a file reads what was told about it, and other tests open files as the same people.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { demarrer } from '../outillage/serveur.mjs';

const serveur = await demarrer();
process.env.ACCES_DIRECT_ADRESSE = serveur.adresse;
process.env.ACCES_DIRECT_IDENTIFIANTS = serveur.identifiants;
const { fenetreDe } = await import('../outillage/connexion.mjs');
const { examinerPartout } = await import('../outillage/examen.mjs');
const { ouvrir } = await import('../outillage/navigateur.mjs');
const { envoyer } = await import('../outillage/patient.mjs');

let navigateur;
before(async () => { navigateur = await ouvrir(); });
after(async () => {
  await navigateur?.close();
  await serveur.arreter();
});

/** How many the bell announces. */
async function annoncees(page) {
  await page.goto('/tableau-de-bord');
  const nombre = page.locator('.compte-avis .compte-nombre');
  return (await nombre.count()) === 0 ? 0 : Number.parseInt(await nombre.innerText(), 10);
}

/** Declares one volunteer whose every check is green. */
async function declarer(page) {
  await page.goto('/declarer');
  await page.locator('tbody tr').filter({ hasText: 'Tout est vérifié' }).first().locator('input[type="checkbox"]').check();
  await envoyer(page, 'Vérifier les membres cochés');
  await page.check('[name="attestation"]');
  await suivre(page, page.getByRole('button', { name: /^Déclarer/ }));
}

async function suivre(page, lien) {
  await Promise.all([page.waitForNavigation(), lien.click()]);
}

test('l’ARS demande un complément, la CPTS l’apprend par la cloche et répond, l’agent voit un message à lire', async () => {
  const cpts = await fenetreDe(navigateur, 'coordination-cpts');
  await declarer(cpts);
  await cpts.goto('/declarations?etat=deposee');
  const depose = cpts.locator('tbody a').first();
  const [nom, dossier] = [(await depose.innerText()).trim(), await depose.getAttribute('href')];
  const avant = await annoncees(cpts);

  const ars = await fenetreDe(navigateur, 'agent-ars');
  await ars.goto(dossier);
  await ars.locator('summary', { hasText: 'Demander un complément' }).click();
  await ars.locator('[name="pieces"]').first().check();
  await ars.fill('[name="precision"]', 'Le reçu de 2026, s’il vous plaît.');
  await envoyer(ars, 'Demander ce complément');
  await examinerPartout(ars, 'ars-complement-demande');

  assert.equal(await annoncees(cpts), avant + 1, 'la cloche compte une notification de plus');
  await suivre(cpts, cpts.locator('.compte-avis'));
  assert.equal(new URL(cpts.url()).pathname, '/notifications');
  const neuve = cpts.locator('.notification-neuve').filter({ hasText: nom }).first();
  assert.match(await neuve.innerText(), /Complément demandé/);
  await examinerPartout(cpts, 'cpts-notifications');
  await suivre(cpts, neuve.getByRole('button'));
  assert.equal(new URL(cpts.url()).pathname, dossier);
  assert.match(await cpts.locator('main').innerText(), /« Le reçu de 2026, s’il vous plaît\. »/);
  await cpts.fill('[name="message"]', 'Le reçu part ce matin avec le complément.');
  await envoyer(cpts, 'Envoyer le message');
  assert.match(await cpts.locator('.echange-mien').innerText(), /Le reçu part ce matin/);
  await examinerPartout(cpts, 'cpts-dossier-message');
  assert.equal(await annoncees(cpts), avant, 'le dossier ouvert, la cloche se tait');

  await ars.goto('/instruction?etat=a-completer');
  const ligne = ars.locator('tbody tr').filter({ hasText: nom });
  assert.match(await ligne.innerText(), /Message à lire/);
  await examinerPartout(ars, 'ars-file-message-a-lire');
  await suivre(ars, ligne.getByRole('link').first());
  assert.match(await ars.locator('.echange').innerText(), /Le reçu part ce matin/);
  await ars.goto('/instruction?etat=a-completer');
  assert.doesNotMatch(await ligne.innerText(), /Message à lire/, 'lu une fois ouvert');
});

test('le praticien lit depuis quel jour il peut exercer, et chaque étape de sa déclaration', async () => {
  const mk = await fenetreDe(navigateur, 'mk');
  await mk.goto('/mes-declarations');
  const vue = await mk.locator('main').innerText();
  assert.match(vue, /Depuis quel jour puis-je exercer en accès direct \?/);
  assert.match(vue, /Depuis le \d{1,2}(er)? \p{L}+ \d{4}\./u);
  assert.match(vue, /Inscription sur la liste publique/);
  await examinerPartout(mk, 'mk-mes-declarations');
  await suivre(mk, mk.getByRole('link', { name: /^Ouvrir ma déclaration/ }).first());
  assert.match(await mk.locator('main').innerText(), /Il ne reste rien à faire\./);
  await examinerPartout(mk, 'mk-ma-declaration');
});

test('l’ARS retrouve un praticien par son nom, suspend sa participation, relit son courrier, puis la reprend', async () => {
  const ars = await fenetreDe(navigateur, 'agent-ars');
  await ars.goto('/instruction?etat=validee');
  const premier = ars.locator('tbody a').first();
  const [nom, dossier] = [(await premier.innerText()).trim(), await premier.getAttribute('href')];
  await ars.fill('[name="qui"]', nom.split(' ').at(-1));
  await envoyer(ars, 'Appliquer');
  assert.match(new URL(ars.url()).search, /etat=validee.*qui=|qui=.*etat=validee/, 'l’adresse garde l’état et le nom');
  assert.ok((await ars.locator('tbody').innerText()).includes(nom));
  await examinerPartout(ars, 'ars-file-cherchee');

  await ars.goto(dossier);
  await ars.locator('summary', { hasText: 'Suspendre' }).first().click();
  await ars.locator('[name="motif_de_suspension"]').selectOption({ index: 1 });
  await ars.fill('[name="precision_de_suspension"]', 'Le temps de vérifier une pièce.');
  await envoyer(ars, 'Suspendre la participation');
  assert.match(await ars.locator('main').innerText(), /suspendue/i);
  const courrier = await ars.locator('a[href*="decision.pdf"]').last().getAttribute('href');
  assert.equal((await ars.request.get(courrier)).headers()['content-type'], 'application/pdf');
  await envoyer(ars, 'Reprendre la participation');
  assert.match(await ars.locator('main').innerText(), /reprise/i);
  assert.equal((await ars.request.get(courrier)).status(), 200, 'le courrier de la suspension reste');
});
