-- Why: the ARS took declarations on démarches-simplifiées; each dossier is taken up here once, under its number.
-- demarche_lecture keeps what was read until the agent confirms it; demarche_dossier what each number became.
CREATE TABLE demarche_lecture (
    id           {uuid}   NOT NULL PRIMARY KEY,
    departement  TEXT     NOT NULL,
    compte       {uuid}   NOT NULL,
    origine      TEXT     NOT NULL,
    contenu      TEXT     NOT NULL,
    lu_le        {entier} NOT NULL
) {strict};

CREATE TABLE demarche_dossier (
    numero       {entier} NOT NULL PRIMARY KEY,
    departement  TEXT     NOT NULL,
    declaration  {uuid}   NOT NULL REFERENCES declaration (id),
    etat         TEXT     NOT NULL,
    traite_le    TEXT,
    repris_le    {entier} NOT NULL
) {strict};

CREATE INDEX demarche_dossier_par_departement ON demarche_dossier (departement, numero);
CREATE UNIQUE INDEX demarche_dossier_par_declaration ON demarche_dossier (declaration);
