-- Why: where the MK declares himself, some departments want his CPTS to confirm before the ARS is told. One question per
-- declaration, answered once; the answer is the proof.
CREATE TABLE confirmation_cpts (
    declaration  {uuid}   NOT NULL PRIMARY KEY REFERENCES declaration (id),
    cpts         {uuid}   NOT NULL REFERENCES cpts (id),
    etat         TEXT     NOT NULL CHECK (etat IN ('attendue', 'confirmee', 'dementie')),
    demandee_le  TEXT     NOT NULL,
    repondue_le  TEXT,
    compte       {uuid},
    motif        TEXT,
    precisions   TEXT,
    CHECK ((etat = 'attendue') = (repondue_le IS NULL)),
    CHECK ((etat = 'dementie') = (motif IS NOT NULL))
) {strict};

CREATE INDEX confirmation_par_cpts ON confirmation_cpts (cpts, etat, demandee_le);
