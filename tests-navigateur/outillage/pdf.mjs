// What a PDF of the product holds once its streams are inflated.

import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';

function deplier(octets) {
  const morceaux = [octets.toString('latin1')];
  for (const [, flux] of octets.toString('latin1').matchAll(/stream\r?\n([\s\S]*?)endstream/g)) {
    try { morceaux.push(inflateSync(Buffer.from(flux, 'latin1'), { finishFlush: 2 }).toString('latin1')); } catch { /* not deflated */ }
  }
  return morceaux.join('\n');
}

/** The signed text of a certificate: its link is among the annotations. */
export function jetonDuCertificat(octets) {
  const jeton = deplier(octets).match(/AD1\.[\w-]+\.[\w-]+/);
  assert.ok(jeton, 'le certificat porte son texte signé');
  return jeton[0];
}

/** How many sheets it has. */
export function feuilles(octets) {
  return deplier(octets).match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}
