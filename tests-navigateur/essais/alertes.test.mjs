// The national directory changes for an authorised MK: the ARS sees it, looks at the file, says so; the CPTS still has to.
// On a server of its own: a directory that knows one MK would make the files of the others doubtful.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
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
const { ouvrir } = await import('../outillage/navigateur.mjs');

let navigateur;
before(async () => { navigateur = await ouvrir(); });
after(async () => {
  await navigateur?.close();
  await serveur.arreter();
});

const COLONNES = {
  'Type d\'identifiant PP': '8',
  'Identifiant PP': '',
  'Nom d\'exercice': 'ESSAI',
  'Prénom d\'exercice': 'Camille',
  'Code profession': '70',
  'Code catégorie professionnelle': 'C',
  'Code mode exercice': 'L',
  'Numéro SIRET site': '',
  'Numéro FINESS site': '',
  'Identifiant technique de la structure': 'F0001',
  'Raison sociale site': 'CABINET FICTIF',
  'Code postal (coord. structure)': '',
  'Code commune (coord. structure)': '',
  'Libellé commune (coord. structure)': '',
  'Code Département (structure)': '',
  'Code genre activité': 'GENR01',
};

/** Imports an extraction where this MK alone exercises, in a department. */
async function importer(jour, rpps, departement) {
  const ligne = { ...COLONNES, 'Identifiant PP': rpps, 'Code Département (structure)': departement };
  const fichier = path.join(serveur.donnees, `extraction-${jour}.txt`);
  await writeFile(fichier, `${Object.keys(ligne).join('|')}\n${Object.values(ligne).join('|')}\n`);
  const arguments_ = ['--donnees', serveur.donnees, 'annuaire', 'importer', fichier, '--du', jour];
  return (await promisify(execFile)(binaire(), arguments_)).stdout;
}

test('un praticien quitte le département : l’ARS le voit, ouvre son dossier et le dit ; la CPTS regarde à son tour', async () => {
  const ars = await fenetreDe(navigateur, 'agent-ars');
  await ars.goto('/alertes');
  assert.match(await ars.locator('main').innerText(), /Aucune extraction de l’annuaire/);
  await ars.goto('/instruction?etat=validee');
  const ligne = ars.locator('tbody tr').first();
  const nom = (await ligne.getByRole('link').first().innerText()).trim();
  const [rpps] = (await ligne.innerText()).match(/\b\d{11}\b/);
  await importer('2026-01-05', rpps, '45');
  assert.match(await importer('2026-02-05', rpps, '28'), /Alertes ouvertes pour des praticiens enregistrés : 1/);

  await ars.goto('/tableau-de-bord');
  await Promise.all([ars.waitForNavigation(), ars.getByRole('link', { name: 'Alertes de l’annuaire' }).click()]);
  const vue = await ars.locator('main').innerText();
  assert.match(vue, new RegExp(nom));
  assert.match(vue, /Plus aucune activité dans un département \(45\)/);
  assert.match(vue, /extraction du 5 février 2026, celle du 5 janvier 2026/);
  await examinerPartout(ars, 'ars-alertes');
  await Promise.all([ars.waitForNavigation(), ars.getByRole('link', { name: /Ouvrir le dossier/ }).first().click()]);
  await Promise.all([ars.waitForNavigation(), ars.getByRole('button', { name: /Revérifier/ }).click()]);
  assert.match(await ars.locator('main').innerText(), /sans activité dans le département 45/);
  await examinerPartout(ars, 'ars-dossier-reverifie');

  await ars.goto('/alertes');
  await ars.locator('summary', { hasText: 'J’ai regardé' }).click();
  await ars.fill('textarea', 'Appelé : il exerce encore à Orléans, l’annuaire sera corrigé.');
  await Promise.all([ars.waitForNavigation(), ars.getByRole('button', { name: /Marquer comme vue/ }).click()]);
  assert.match(await ars.locator('main').innerText(), /Aucune alerte à regarder/);
  await ars.goto('/alertes?vues=oui');
  assert.match(await ars.locator('main').innerText(), /« Appelé : il exerce encore à Orléans/);
  await examinerPartout(ars, 'ars-alertes-vues');
});
