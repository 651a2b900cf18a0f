-- Why: the mailboxes that the space of confidence publishes, so that an MK is shown the address of a doctor instead of
-- asking for it. Everything here is published. An import writes its rows under its own key and shows when it is whole:
-- the one before is then forgotten.
CREATE TABLE mssante_import (
    cle         {uuid}   NOT NULL PRIMARY KEY,
    fichier     TEXT     NOT NULL,
    empreinte   TEXT     NOT NULL,
    extrait_le  TEXT     NOT NULL,
    importe_le  {entier} NOT NULL,
    lues        {entier} NOT NULL,
    gardees     {entier} NOT NULL,
    ecartees    {entier} NOT NULL,
    rejetees    {entier} NOT NULL,
    boites      {entier} NOT NULL,
    etat        TEXT     NOT NULL CHECK (etat IN ('en-cours', 'en-place', 'remplace'))
) {strict};

CREATE UNIQUE INDEX mssante_import_en_place ON mssante_import (etat) WHERE etat = 'en-place';

CREATE TABLE mssante_boite (
    import        {uuid} NOT NULL REFERENCES mssante_import (cle),
    rpps          TEXT   NOT NULL,
    adresse       TEXT   NOT NULL,
    structure     TEXT,
    acheminement  TEXT,
    PRIMARY KEY (import, rpps, adresse)
) {strict};
