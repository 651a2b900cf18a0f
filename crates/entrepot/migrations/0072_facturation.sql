-- Why: what an MK says of the bill of an episode, which no séance holds: by which right, how its bilans are billed, the
-- payer's agreement, the number he wrote, and whether it has left. One row per MK: each bills his own séances.
CREATE TABLE facturation (
    episode          {uuid}   NOT NULL REFERENCES episode (id),
    praticien        {uuid}   NOT NULL REFERENCES praticien (id),
    canal            TEXT     NOT NULL CHECK (canal IN ('acces-direct', 'renouvellement')),
    prescription_du  TEXT,
    bilans           TEXT     NOT NULL CHECK (bilans IN ('general', 'neurologique', 'non-factures')),
    accord_le        TEXT,
    prescripteur     TEXT,
    facturee_le      TEXT,
    version          {entier} NOT NULL,
    PRIMARY KEY (episode, praticien),
    CHECK ((canal = 'renouvellement') = (prescription_du IS NOT NULL))
) {strict};

-- The words of the justificatif of a department: a version is never changed, the latest one holds. Without words it is
-- the product's own template.
CREATE TABLE gabarit_justificatif (
    departement    TEXT     NOT NULL,
    version        {entier} NOT NULL CHECK (version > 0),
    texte          TEXT,
    compte         {uuid}   NOT NULL,
    enregistre_le  {entier} NOT NULL,
    PRIMARY KEY (departement, version)
) {strict};
