// Walks a site by its own links, a few pages of each shape, so that no page escapes examination.

const PAR_FORME = 2;
/** Far above what a role can reach: passing it is a failure, not an end. */
const PAGES_MAX = 400;

async function liens(page) {
  const adresses = await page.$$eval('a[href]', (ancres) => ancres.map((ancre) => ancre.href));
  const ici = new URL(page.url());
  return adresses
    .map((adresse) => new URL(adresse))
    .filter((url) => url.origin === ici.origin && !/deconnexion|\/actifs\/|^\/pieces\/|\/transmissions\/fichiers\/|^\/campagnes\/[^/]+\/export\/|fhir$|\.(json|csv|xlsx|atom|pdf|xml|zip|ics)$/.test(url.pathname))
    .map((url) => url.pathname + url.search);
}

/** Visits from `depart`, at most two pages of each shape that `forme(chemin)` names and none that it does not; calls
 * `examen(page, chemin)` on each page, returns the paths seen. */
export async function visiter(page, depart, forme, examen) {
  const a_voir = [depart];
  const vus = [];
  const par_forme = new Map();
  while (a_voir.length > 0) {
    const chemin = a_voir.shift();
    const sa_forme = forme(chemin.split('?')[0]);
    const deja = par_forme.get(sa_forme) ?? 0;
    if (sa_forme === undefined || vus.includes(chemin) || deja >= PAR_FORME) continue;
    if (vus.length >= PAGES_MAX) throw new Error(`plus de ${PAGES_MAX} pages depuis ${depart}`);
    par_forme.set(sa_forme, deja + 1);
    const reponse = await page.goto(chemin);
    vus.push(chemin);
    if (reponse.status() !== 200) throw new Error(`${chemin} répond ${reponse.status()}`);
    if (!(reponse.headers()['content-type'] ?? '').includes('html')) continue;
    await examen(page, chemin);
    a_voir.push(...(await liens(page)));
  }
  return vus;
}

/** A file name for a path. */
export function nomDeCapture(chemin) {
  return chemin.replace(/^\//, '').replace(/[^a-z0-9]+/gi, '-').replace(/-+$/, '') || 'accueil';
}
