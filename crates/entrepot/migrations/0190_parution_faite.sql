-- Why: what is published depends on what was published before; a snapshot quotes the publications that it rests on. empreinte:
-- what anybody could read of the tables of a department after that publication; kept when it moved. Publications made before
-- this table existed are counted (parution.version) and not listed.
CREATE TABLE parution_faite (
    numero  {entier} NOT NULL PRIMARY KEY,
    le      TEXT     NOT NULL
) {strict};

CREATE TABLE parution_empreinte (
    departement  TEXT     NOT NULL,
    numero       {entier} NOT NULL REFERENCES parution_faite (numero),
    empreinte    TEXT     NOT NULL,
    PRIMARY KEY (departement, numero)
) {strict};
