// A real identity provider that plays Pro Santé Connect: a certified implementation, with its claims, its levels, its
// client.

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

import Provider from 'oidc-provider';

const CLIENT = 'acces-direct-essai';
const NON_STANDARD = '/.well-known/wallet-openid-configuration';

/** A masseur-kinésithérapeute of nobody's, as Pro Santé Connect describes him. */
function identite(rpps) {
  return {
    SubjectNameID: `8${rpps}`,
    given_name: 'CLAIRE',
    family_name: 'EXEMPLE',
    SubjectRole: ['70^1.2.250.1.213.1.1.5.5'],
    otherIds: [{ identifiant: rpps, origine: 'RPPS', qualite: 1 }],
    SubjectRefPro: {
      codeCivilite: 'MME',
      exercices: [{
        codeProfession: '70',
        codeCategorieProfessionnelle: 'C',
        activities: [{ codeModeExercice: 'L', codeSecteurDactivite: 'SA07', codeGenreActivite: 'GENR01' }],
      }],
    },
  };
}

function cles() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'essai', use: 'sig', alg: 'RS256' }] };
}

/** The page where the provider asks whether to end its own session; its own one fetches fonts from elsewhere. */
function sortie(ctx, formulaire) {
  ctx.body = `<!doctype html><html lang="fr"><title>Fournisseur d’essai</title><main><h1>Fournisseur d’essai</h1>${formulaire}
<button type="submit" form="op.logoutForm" value="yes" name="logout">Fermer ma session</button></main></html>`;
}

function reglages(site, secret) {
  return {
    clients: [{
      client_id: CLIENT,
      client_secret: secret,
      redirect_uris: [`${site}/connexion/pro-sante-connect/retour`],
      post_logout_redirect_uris: [`${site}/deconnexion/pro-sante-connect`],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_post',
    }],
    jwks: cles(),
    cookies: { keys: [randomBytes(16).toString('hex')] },
    acrValues: ['eidas1'],
    scopes: ['openid', 'scope_all'],
    claims: { acr: null, openid: ['sub'], scope_all: Object.keys(identite('')) },
    pkce: { required: () => true },
    issueRefreshToken: async () => true,
    ttl: { AccessToken: 120, IdToken: 120, RefreshToken: 1_800, Interaction: 600, Session: 14_400, Grant: 14_400 },
    features: { devInteractions: { enabled: false }, introspection: { enabled: true }, rpInitiatedLogout: { enabled: true, logoutSource: sortie } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: async (_, sub) => ({ accountId: sub, claims: async () => ({ sub, ...identite(sub.split(':').pop().slice(1)) }) }),
    // Whoever proves who he is agrees: the provider asks nothing more.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope('openid scope_all');
      await grant.save();
      return grant;
    },
  };
}

/** The page where a professional says who he is: his number, or his refusal. */
const PORTE = `<!doctype html><html lang="fr"><title>Fournisseur d’essai</title><main><h1>Fournisseur d’essai</h1>
<form method="post"><label>RPPS <input name="rpps"></label><button name="geste" value="accepter">Je m’identifie</button>
<button name="geste" value="refuser">Je refuse</button></form></main></html>`;

async function lireCorps(requete) {
  let corps = '';
  for await (const morceau of requete) corps += morceau;
  return new URLSearchParams(corps);
}

async function interagir(fournisseur, requete, reponse) {
  if (requete.method !== 'POST') {
    reponse.setHeader('content-type', 'text/html; charset=utf-8');
    reponse.end(PORTE);
    return;
  }
  const corps = await lireCorps(requete);
  const resultat = corps.get('geste') === 'accepter'
    ? { login: { accountId: `f:550e8400-e29b-41d4-a716-446655440000:8${corps.get('rpps')}`, acr: 'eidas1' } }
    : { error: 'access_denied', error_description: 'refus' };
  const suite = await fournisseur.interactionResult(requete, reponse, resultat, { mergeWithLastSubmission: false });
  reponse.writeHead(303, { location: suite });
  reponse.end();
}

/** Starts it for this site. Resolves to the settings it gives, as an environment, and a way to stop it. */
export async function demarrerLeFournisseur(site) {
  const secret = randomBytes(24).toString('hex');
  let fournisseur;
  const serveur = createServer((requete, reponse) => {
    // Pro Santé Connect publishes its document elsewhere than the standard says.
    if (requete.url === NON_STANDARD) requete.url = '/.well-known/openid-configuration';
    if (requete.url.startsWith('/interaction/')) {
      interagir(fournisseur, requete, reponse).catch((echec) => { reponse.writeHead(500); reponse.end(String(echec)); });
    } else fournisseur.callback()(requete, reponse);
  });
  await new Promise((resoudre) => { serveur.listen(0, '127.0.0.1', resoudre); });
  const adresse = `http://127.0.0.1:${serveur.address().port}`;
  fournisseur = new Provider(adresse, reglages(site, secret));
  for (const evenement of ['server_error', 'grant.error']) {
    fournisseur.on(evenement, (_, echec) => { console.error('fournisseur d’essai :', echec); });
  }
  return {
    adresse,
    /** What a mail server needs to ask whether a token is good. */
    introspection: { adresse: `${adresse}/token/introspection`, client: CLIENT, secret },
    environnement: { PSC_DECOUVERTE: `${adresse}${NON_STANDARD}`, PSC_CLIENT: CLIENT, PSC_SECRET: secret },
    arreter: () => new Promise((resoudre) => { serveur.closeAllConnections?.(); serveur.close(resoudre); }),
  };
}
