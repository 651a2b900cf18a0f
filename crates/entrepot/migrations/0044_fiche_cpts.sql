-- Why: where a department asks for it, the fiche annexed to the projet de santé of a CPTS opens declarations step by step:
-- each step keeps its day, and each act is kept with its author. What was « annexed since » counts as taken into account.
CREATE TABLE fiche_cpts (
    cpts        {uuid}  NOT NULL PRIMARY KEY REFERENCES cpts (id),
    etape       TEXT    NOT NULL
        CHECK (etape IN ('redigee', 'validee-en-interne', 'envoyee', 'prise-en-compte')),
    redigee_le  TEXT    NOT NULL,
    validee_le  TEXT,
    ars_le      TEXT,
    cpam_le     TEXT,
    recue_le    TEXT,
    prise_le    TEXT,
    CHECK (etape = 'redigee' OR validee_le IS NOT NULL),
    CHECK (etape IN ('redigee', 'validee-en-interne') OR (ars_le IS NOT NULL AND cpam_le IS NOT NULL)),
    CHECK (etape <> 'prise-en-compte' OR prise_le IS NOT NULL)
) {strict};

CREATE TABLE fiche_cpts_fait (
    cpts        {uuid}   NOT NULL REFERENCES cpts (id),
    version     {entier} NOT NULL,
    instant     {entier} NOT NULL,
    compte      {uuid},
    pas         TEXT     NOT NULL,
    precisions  TEXT,
    PRIMARY KEY (cpts, version)
) {strict};

INSERT INTO fiche_cpts (cpts, etape, redigee_le, validee_le, ars_le, cpam_le, prise_le)
    SELECT id, 'prise-en-compte', fiche_depuis, fiche_depuis, fiche_depuis, fiche_depuis, fiche_depuis
    FROM cpts WHERE fiche_depuis IS NOT NULL;
INSERT INTO fiche_cpts_fait (cpts, version, instant, pas)
    SELECT id, version, 0, 'reprise' FROM cpts WHERE fiche_depuis IS NOT NULL;
ALTER TABLE cpts DROP COLUMN fiche_depuis;
