-- Why: the CPTS, the departments they act in, and whether the fiche on direct access is in their projet de santé.
CREATE TABLE cpts (
    id            {uuid}   NOT NULL PRIMARY KEY,
    nom           TEXT     NOT NULL,
    recherche     TEXT     NOT NULL,
    fiche_depuis  TEXT,
    version       {entier} NOT NULL
) {strict};

CREATE TABLE cpts_departement (
    departement  TEXT   NOT NULL,
    cpts         {uuid} NOT NULL REFERENCES cpts (id),
    PRIMARY KEY (departement, cpts)
) {strict};
