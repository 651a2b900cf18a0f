-- Why: a request to sign in with Pro Santé Connect serves once, in the browser that made it. Only the SHA-256 of what
-- that browser holds is kept; the values that travel are drawn from it and never stored.
CREATE TABLE demande_psc (
    empreinte  {octets} NOT NULL PRIMARY KEY,
    suite      TEXT     NOT NULL,
    expire_le  {entier} NOT NULL,
    servie_le  {entier}
) {strict};

CREATE INDEX demande_psc_par_echeance ON demande_psc (expire_le);
