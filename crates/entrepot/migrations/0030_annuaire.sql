-- Why: what the national directory said of each MK, extraction after extraction, and what changed in between.
-- Everything here is published by the directory itself. annuaire_chantier names
-- the import under way and annuaire_attente holds its rows: nobody else reads them.
CREATE TABLE annuaire_import (
    numero       {entier} NOT NULL PRIMARY KEY,
    fichier      TEXT     NOT NULL,
    empreinte    TEXT     NOT NULL,
    extrait_le   TEXT     NOT NULL,
    importe_le   {entier} NOT NULL,
    lues         {entier} NOT NULL,
    gardees      {entier} NOT NULL,
    ecartees     {entier} NOT NULL,
    rejetees     {entier} NOT NULL,
    mks          {entier} NOT NULL
) {strict};

CREATE TABLE annuaire_chantier (
    rang  {entier} NOT NULL PRIMARY KEY CHECK (rang = 1),
    cle   {uuid}   NOT NULL
) {strict};

CREATE TABLE annuaire_attente (
    cle             {uuid}   NOT NULL,
    rpps            TEXT     NOT NULL,
    empreinte       {octets} NOT NULL,
    nom             TEXT     NOT NULL,
    prenom          TEXT     NOT NULL,
    mode            TEXT,
    departement     TEXT,
    code_postal     TEXT,
    code_commune    TEXT,
    commune         TEXT,
    structure       TEXT,
    raison_sociale  TEXT,
    siret           TEXT,
    finess          TEXT,
    PRIMARY KEY (cle, rpps, empreinte)
) {strict};

CREATE TABLE annuaire_releve (
    rpps       TEXT     NOT NULL,
    depuis     {entier} NOT NULL REFERENCES annuaire_import (numero),
    jusqu      {entier} REFERENCES annuaire_import (numero),
    empreinte  {octets} NOT NULL,
    nom        TEXT     NOT NULL,
    prenom     TEXT     NOT NULL,
    PRIMARY KEY (rpps, depuis),
    CHECK (jusqu IS NULL OR jusqu > depuis)
) {strict};

CREATE UNIQUE INDEX annuaire_releve_courant ON annuaire_releve (rpps) WHERE jusqu IS NULL;

CREATE TABLE annuaire_activite (
    rpps            TEXT     NOT NULL,
    depuis          {entier} NOT NULL,
    rang            {entier} NOT NULL,
    mode            TEXT     NOT NULL,
    departement     TEXT,
    code_postal     TEXT,
    code_commune    TEXT,
    commune         TEXT,
    structure       TEXT,
    raison_sociale  TEXT,
    siret           TEXT,
    finess          TEXT,
    PRIMARY KEY (rpps, depuis, rang),
    FOREIGN KEY (rpps, depuis) REFERENCES annuaire_releve (rpps, depuis)
) {strict};

CREATE TABLE annuaire_changement (
    import       {entier} NOT NULL REFERENCES annuaire_import (numero),
    rpps         TEXT     NOT NULL,
    rang         {entier} NOT NULL,
    genre        TEXT     NOT NULL,
    departement  TEXT,
    modes_avant  TEXT     NOT NULL DEFAULT '',
    modes_apres  TEXT     NOT NULL DEFAULT '',
    PRIMARY KEY (import, rpps, rang)
) {strict};

CREATE INDEX annuaire_changement_par_rpps ON annuaire_changement (rpps, import);

CREATE TABLE alerte_annuaire (
    import      {entier} NOT NULL,
    rpps        TEXT     NOT NULL,
    rang        {entier} NOT NULL,
    praticien   {uuid}   NOT NULL REFERENCES praticien (id),
    etat        TEXT     NOT NULL CHECK (etat IN ('ouverte', 'traitee')),
    traitee_le  {entier},
    PRIMARY KEY (import, rpps, rang),
    FOREIGN KEY (import, rpps, rang) REFERENCES annuaire_changement (import, rpps, rang),
    CHECK ((etat = 'traitee') = (traitee_le IS NOT NULL))
) {strict};

CREATE INDEX alerte_annuaire_ouverte ON alerte_annuaire (import, rpps, rang) WHERE etat = 'ouverte';
CREATE INDEX alerte_annuaire_par_praticien ON alerte_annuaire (praticien, etat);
