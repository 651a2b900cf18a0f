-- Why: a dossier filed by a CPTS names many MKs, one row each: a declaration comes from a row. Rank 0 is a dossier of one MK.
CREATE TABLE demarche_ligne (
    numero       {entier} NOT NULL,
    rang         {entier} NOT NULL,
    departement  TEXT     NOT NULL,
    declaration  {uuid}   NOT NULL REFERENCES declaration (id),
    etat         TEXT     NOT NULL,
    traite_le    TEXT,
    repris_le    {entier} NOT NULL,
    PRIMARY KEY (numero, rang)
) {strict};

INSERT INTO demarche_ligne (numero, rang, departement, declaration, etat, traite_le, repris_le)
    SELECT numero, 0, departement, declaration, etat, traite_le, repris_le FROM demarche_dossier;

DROP TABLE demarche_dossier;

CREATE INDEX demarche_ligne_par_departement ON demarche_ligne (departement, numero, rang);
CREATE UNIQUE INDEX demarche_ligne_par_declaration ON demarche_ligne (declaration);
