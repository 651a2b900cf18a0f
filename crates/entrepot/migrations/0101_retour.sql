-- Why: what an adverse event teaches is told to the group without its patient nor its MK, once somebody else has read it.
-- The event a note is drawn from is known to its ARS alone.
CREATE TABLE retour (
    id             {uuid}   NOT NULL PRIMARY KEY,
    departement    TEXT     NOT NULL,
    evenement      {uuid}   REFERENCES evenement (id),
    redacteur      {uuid}   NOT NULL,
    titre          TEXT     NOT NULL,
    contexte       TEXT     NOT NULL,
    causes         TEXT     NOT NULL,
    enseignements  TEXT     NOT NULL,
    etat           TEXT     NOT NULL CHECK (etat IN ('brouillon', 'a-relire', 'publie', 'retire')),
    etat_le        TEXT,
    relu_par       {uuid},
    motif          TEXT,
    version        {entier} NOT NULL,
    CHECK ((etat = 'brouillon') = (etat_le IS NULL)),
    CHECK (etat <> 'publie' OR (relu_par IS NOT NULL AND relu_par <> redacteur)),
    CHECK ((etat = 'retire') = (motif IS NOT NULL))
) {strict};

CREATE INDEX retour_par_departement ON retour (departement, etat);
CREATE INDEX retour_publie ON retour (etat_le, id) WHERE etat = 'publie';
CREATE INDEX retour_par_evenement ON retour (evenement);
