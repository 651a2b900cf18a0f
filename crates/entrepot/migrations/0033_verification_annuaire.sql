-- Why: each time the national directory is asked about a declaration, its answer, its source and its
-- day stay on the file, whatever the directory says later.
CREATE TABLE verification_annuaire (
    id           {uuid}   NOT NULL PRIMARY KEY,
    declaration  {uuid}   NOT NULL REFERENCES declaration (id),
    source       TEXT     NOT NULL CHECK (source IN ('extraction', 'api')),
    du           TEXT     NOT NULL,
    departement  TEXT     NOT NULL,
    constat      TEXT     NOT NULL,
    activites    {entier} NOT NULL,
    fait_le      {entier} NOT NULL,
    fait_par     {uuid}   NOT NULL
) {strict};

CREATE INDEX verification_annuaire_par_declaration ON verification_annuaire (declaration, fait_le);
