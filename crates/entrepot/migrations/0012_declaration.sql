-- Why: an MK takes part once the ARS has accepted his declaration; one at a time per department.
-- declaration holds where each one stands; declaration_fait holds every step for ever; autorisation holds the periods.
CREATE TABLE declaration (
    id                       {uuid}   NOT NULL PRIMARY KEY,
    praticien                {uuid}   NOT NULL REFERENCES praticien (id),
    departement              TEXT     NOT NULL,
    cpts                     {uuid}   NOT NULL REFERENCES cpts (id),
    origine                  TEXT     NOT NULL CHECK (origine IN ('praticien', 'cpts')),
    justificatif             TEXT,
    justificatif_reference   TEXT,
    etat                     TEXT     NOT NULL
        CHECK (etat IN ('brouillon', 'deposee', 'a-completer', 'validee', 'refusee', 'retiree')),
    depose_le                TEXT,
    etat_le                  TEXT     NOT NULL,
    effet_du                 TEXT,
    motifs                   TEXT     NOT NULL DEFAULT '',
    precisions               TEXT,
    version                  {entier} NOT NULL,
    CHECK (etat = 'brouillon' OR etat = 'retiree' OR (depose_le IS NOT NULL AND justificatif IS NOT NULL)),
    CHECK (etat <> 'refusee' OR motifs <> '')
) {strict};

CREATE UNIQUE INDEX declaration_en_cours ON declaration (praticien, departement)
    WHERE etat IN ('brouillon', 'deposee', 'a-completer', 'validee');
CREATE INDEX declaration_file ON declaration (departement, etat, etat_le, id);
CREATE INDEX declaration_par_cpts ON declaration (cpts, etat, id);
CREATE INDEX declaration_par_praticien ON declaration (praticien, id);

CREATE TABLE declaration_fait (
    declaration  {uuid}   NOT NULL REFERENCES declaration (id),
    version      {entier} NOT NULL,
    instant      {entier} NOT NULL,
    compte       {uuid}   NOT NULL,
    fait         TEXT     NOT NULL,
    motifs       TEXT     NOT NULL DEFAULT '',
    precisions   TEXT,
    PRIMARY KEY (declaration, version)
) {strict};

CREATE TABLE autorisation (
    declaration  {uuid} NOT NULL PRIMARY KEY REFERENCES declaration (id),
    praticien    {uuid} NOT NULL REFERENCES praticien (id),
    departement  TEXT   NOT NULL,
    cpts         {uuid} NOT NULL REFERENCES cpts (id),
    du           TEXT   NOT NULL,
    au           TEXT,
    motif_fin    TEXT,
    CHECK (au IS NULL OR au >= du),
    CHECK ((au IS NULL) = (motif_fin IS NULL))
) {strict};

CREATE UNIQUE INDEX autorisation_en_cours ON autorisation (praticien, departement) WHERE au IS NULL;
CREATE INDEX autorisation_par_praticien ON autorisation (praticien, departement, du);
CREATE INDEX autorisation_par_departement ON autorisation (departement, du, au);
CREATE INDEX autorisation_par_cpts ON autorisation (cpts, du, au);
