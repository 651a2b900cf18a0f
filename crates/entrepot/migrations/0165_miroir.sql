-- Why: an MK is compared with the shape of the figures of his CPTS. Read live, it moved with each séance of a peer; it is now
-- kept as it was published, and replaced by the next publication alone. contenu: the marks of each figure, in tenths.
CREATE TABLE parution_miroir (
    cpts      {uuid}   NOT NULL,
    annee     {entier} NOT NULL,
    variante  TEXT     NOT NULL,
    contenu   TEXT     NOT NULL,
    PRIMARY KEY (cpts, annee, variante)
) {strict};
