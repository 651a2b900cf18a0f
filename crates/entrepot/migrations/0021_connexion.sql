-- Why: who is signed in, from which browser, until when. Only the SHA-256 of a token is kept.
CREATE TABLE connexion (
    empreinte   {octets} NOT NULL PRIMARY KEY,
    id          {uuid}   NOT NULL UNIQUE,
    compte      {uuid}   NOT NULL REFERENCES compte (id),
    etape       TEXT     NOT NULL CHECK (etape IN ('second-facteur', 'ouverte')),
    appareil    TEXT     NOT NULL,
    ouverte_le  {entier} NOT NULL,
    vue_le      {entier} NOT NULL,
    expire_le   {entier} NOT NULL
) {strict};

CREATE INDEX connexion_par_compte ON connexion (compte);
CREATE INDEX connexion_par_echeance ON connexion (expire_le);

-- Failed attempts to sign in, by account and by address, under a keyed hash.
CREATE TABLE tentative (
    cle         {octets} NOT NULL PRIMARY KEY,
    echecs      {entier} NOT NULL,
    dernier_le  {entier} NOT NULL,
    attente     {entier} NOT NULL
) {strict};
