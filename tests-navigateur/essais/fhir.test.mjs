// The public list as FHIR R4, page after page, before a validator that is not ours; and every reference it holds.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';

const { Fhir } = createRequire(import.meta.url)('fhir');
const ADRESSE = process.env.ACCES_DIRECT_ADRESSE;
const validateur = new Fhir();

/** What the validator refuses, unknown properties included. */
function fautes(ressource) {
  const { messages } = validateur.validate(ressource, { errorOnUnexpected: true });
  return messages.filter(({ severity }) => ['error', 'fatal'].includes(severity)).map(({ location, message }) => `${location} : ${message}`);
}

async function pages(chemin) {
  const lues = [];
  for (let suite = `${ADRESSE}${chemin}`; suite;) {
    const reponse = await fetch(suite);
    assert.equal(reponse.status, 200, suite);
    assert.match(reponse.headers.get('content-type'), /^application\/fhir\+json/);
    lues.push(await reponse.json());
    const lien = lues.at(-1).link?.find(({ relation }) => relation === 'next')?.url;
    suite = lien && new URL(lien, ADRESSE).href;
  }
  return lues;
}

let bundles;
before(async () => { bundles = await pages('/api/v1/praticiens/fhir?departement=45'); });

test('chaque page est un Bundle que le validateur accepte', () => {
  for (const bundle of bundles) assert.deepEqual(fautes(bundle), []);
});

test('chaque ressource, prise seule, est acceptée, et il y en a de chaque sorte', () => {
  const sortes = new Map();
  for (const { resource } of bundles.flatMap(({ entry }) => entry)) {
    sortes.set(resource.resourceType, (sortes.get(resource.resourceType) ?? 0) + 1);
    assert.deepEqual(fautes(resource), [], `${resource.resourceType}/${resource.id}`);
  }
  for (const sorte of ['Practitioner', 'PractitionerRole', 'Organization']) assert.ok(sortes.get(sorte) > 0, `${sorte} : ${[...sortes]}`);
  assert.equal(sortes.get('PractitionerRole'), bundles[0].total, 'un rôle par autorisation, sur toutes les pages');
});

test('chaque référence mène à une ressource de la même page', () => {
  for (const { entry } of bundles) {
    const connues = new Set(entry.flatMap(({ fullUrl, resource }) => [fullUrl, `${resource.resourceType}/${resource.id}`]));
    const references = JSON.stringify(entry).matchAll(/"reference":"([^"]+)"/g);
    for (const [, reference] of references) assert.ok(connues.has(reference), `${reference} ne mène nulle part`);
  }
});

test('le validateur voit une faute : il ne dit pas oui à tout', () => {
  const role = bundles[0].entry.find(({ resource }) => resource.resourceType === 'Practitioner').resource;
  assert.notDeepEqual(fautes({ ...role, gender: 'inconnu-au-bataillon' }), []);
  assert.notDeepEqual(fautes({ ...role, couleur: 'bleu' }), []);
});

/** What is deposited in the DMP, as the snapshots of the code that makes it hold it. */
function depot(nom) {
  const dossier = new URL('../../crates/formats/src/pdsm/snapshots/', import.meta.url);
  const texte = readFileSync(new URL(`formats__pdsm__tests__${nom}.snap`, dossier), 'utf8');
  return JSON.parse(texte.slice(texte.indexOf('\n---\n', 4) + 5));
}

test('ce qui est déposé dans le DMP est du FHIR R4, lots comme publication simplifiée', () => {
  for (const nom of ['lot', 'remplacement', 'publication-simplifiee']) {
    const depose = depot(nom);
    assert.deepEqual(fautes(depose), [], nom);
    for (const { resource } of depose.entry ?? []) assert.deepEqual(fautes(resource), [], `${nom} : ${resource.resourceType}`);
  }
  const { entry } = depot('remplacement');
  assert.equal(entry[1].resource.relatesTo[0].code, 'replaces');
  assert.notDeepEqual(fautes({ ...entry[1].resource, status: 'remplacé' }), [], 'le validateur voit une faute');
});
