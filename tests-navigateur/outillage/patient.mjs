// A fictitious patient and the opening of an episode for him, by the form of the MK.

let rang = 0;

/** Somebody new each time, so that no test meets another's patient. */
export function quelquUn() {
  rang += 1;
  const lettres = [...`${Date.now()}${process.pid}${rang}`].map((chiffre) => 'abcdefghij'[Number(chiffre)]).join('');
  return { nom: `Essai${lettres}`, prenom: 'Camille', sexe: 'F', ne_le: '1984-03-09' };
}

/** Fills the opening of an ordinary case: a low back, no diagnosis, no warning sign. */
export async function remplir(page, qui) {
  await page.fill('[name="nom"]', qui.nom);
  await page.fill('[name="prenom"]', qui.prenom);
  await page.check(`[name="sexe"][value="${qui.sexe}"]`);
  await page.fill('[name="ne_le"]', qui.ne_le);
  await page.selectOption('[name="region"]', { label: 'Bas du dos (rachis lombaire)' });
  await page.check('[name="diagnostic"][value="non"]');
  await page.check('[name="medecin_traitant"][value="oui"]');
  await page.check('[name="depistage"]');
}

/** Sends a form by the button of this name and waits for the next page. */
export async function envoyer(page, nom) {
  const bouton = page.locator('main').getByRole('button', { name: nom, exact: true });
  const [reponse] = await Promise.all([page.waitForNavigation(), bouton.first().click()]);
  return reponse;
}

/** Opens an episode and lands on its page. */
export async function ouvrirUnEpisode(page, qui = quelquUn()) {
  await page.goto('/episodes/nouveau');
  await remplir(page, qui);
  await envoyer(page, 'Voir la décision');
  await envoyer(page, 'Ouvrir l’épisode');
  return qui;
}
