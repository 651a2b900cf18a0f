-- Why: programs act for an account with a token that says what it may be used for. Only its SHA-256 is kept.
CREATE TABLE jeton (
    id         {uuid}   NOT NULL PRIMARY KEY,
    empreinte  {octets} NOT NULL UNIQUE,
    compte     {uuid}   NOT NULL REFERENCES compte (id),
    nom        TEXT     NOT NULL,
    portees    TEXT     NOT NULL,
    cree_le    {entier} NOT NULL,
    expire_le  {entier} NOT NULL
) {strict};

CREATE INDEX jeton_par_compte ON jeton (compte);
