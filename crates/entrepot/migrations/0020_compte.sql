-- Why: who may sign in, in which capacity, and what his role is tied to.
-- A role without its territory or structure cannot be written.
CREATE TABLE compte (
    id            {uuid}   NOT NULL PRIMARY KEY,
    login         TEXT     NOT NULL UNIQUE,
    nom           TEXT     NOT NULL,
    mot_de_passe  TEXT     NOT NULL,
    role          TEXT     NOT NULL,
    praticien     {uuid},
    cpts          {uuid},
    departements  TEXT     NOT NULL DEFAULT '',
    etat          TEXT     NOT NULL DEFAULT 'actif' CHECK (etat IN ('actif', 'suspendu')),
    totp          {octets},
    totp_pas      {entier} NOT NULL DEFAULT 0,
    cree_le       {entier} NOT NULL,
    CHECK ((role IN ('mk', 'medecin')) = (praticien IS NOT NULL)),
    CHECK ((role = 'coordination-cpts') = (cpts IS NOT NULL)),
    CHECK ((role IN ('agent-ars', 'agent-cpam', 'membre-comite')) = (departements <> ''))
) {strict};

-- Recovery codes of the second factor: hashed, each used once.
CREATE TABLE code_de_secours (
    compte     {uuid}   NOT NULL REFERENCES compte (id),
    empreinte  {octets} NOT NULL,
    PRIMARY KEY (compte, empreinte)
) {strict};
