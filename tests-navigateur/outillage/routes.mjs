// The pages of the product, as the reviewed access matrix lists them: what must have been visited, and by whom.

import { readFile } from 'node:fs/promises';

const MATRICE = new URL('../../crates/plateforme/tests/routes/snapshots/routes__matrice_des_acces__matrice_des_acces.snap', import.meta.url);
const PAS_UNE_PAGE = /^\/(api|actifs|pieces|transmissions\/fichiers|evaluation\/rapports\/[^/]+)\/|^\/sante$|\/\{(forme|fichier)\}$|\.(json|csv|xlsx|atom|pdf|ics|txt|html|zip)$/;
/** Reached only in the middle of a sign-in: with a second factor, tried by the tests of the routes; with Pro Santé Connect, by its own. */
const EN_CHEMIN = new Set([
  '/connexion/second-facteur', '/connexion/pro-sante-connect', '/connexion/pro-sante-connect/retour', '/deconnexion/pro-sante-connect',
  '/connexion/pro-sante-connect/inscription',
]);
const COLONNES = { mk: 'mk', 'coordination-cpts': 'cpts', medecin: 'medecin', 'agent-ars': 'ars', 'agent-cpam': 'cpam', 'membre-comite': 'comite', administrateur: 'admin' };

/** Every page to read: `{ chemin, pour(role) }`. */
export async function pages() {
  const lignes = (await readFile(MATRICE, 'utf8')).split('\n').map((ligne) => ligne.trim().split(/\s+/));
  const entete = lignes.find(([premier]) => premier === 'route');
  if (!entete) throw new Error('la matrice des accès ne se lit plus');
  return lignes
    .filter(([methode, chemin]) => methode === 'GET' && !PAS_UNE_PAGE.test(chemin) && !EN_CHEMIN.has(chemin))
    .map(([, chemin, ...cellules]) => ({
      chemin,
      publique: cellules[0] === '200',
      pour: (role) => cellules[entete.indexOf(COLONNES[role]) - 1],
    }));
}

/** Does this address have the shape of this route: `/regles/45` that of `/regles/{departement}`. */
export function repond(route, adresse) {
  const morceaux = route.split('/');
  const donnes = adresse.split('?')[0].split('/');
  return morceaux.length === donnes.length && morceaux.every((morceau, i) => morceau.startsWith('{') || morceau === donnes[i]);
}

/** The route of an address: a fixed one wins over one with a parameter. */
export function routeDe(toutes, adresse) {
  const trouvees = toutes.filter(({ chemin }) => repond(chemin, adresse));
  return trouvees.find(({ chemin }) => !chemin.includes('{')) ?? trouvees[0];
}
