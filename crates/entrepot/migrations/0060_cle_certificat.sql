-- Why: a certificate printed years ago must still be verified: every public key that ever signed here stays published.
-- The secret halves are derived from the master keys and are never stored. « rang » is the order of arrival.
CREATE TABLE cle_certificat (
    publique  {octets} NOT NULL PRIMARY KEY,
    rang      {entier} NOT NULL
) {strict};
