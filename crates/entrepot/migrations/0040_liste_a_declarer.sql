-- Why: a CPTS prepares a list of MKs, corrects it over several sittings, and declares them in one action.
-- A line keeps what was written; the declaration it became is noted on it, so that no line is declared twice.
CREATE TABLE liste_a_declarer (
    id           {uuid}   NOT NULL PRIMARY KEY,
    cpts         {uuid}   NOT NULL REFERENCES cpts (id),
    compte       {uuid}   NOT NULL,
    statut       TEXT     NOT NULL,
    qualite      TEXT     NOT NULL CHECK (qualite IN ('adherent', 'membre-actif')),
    membre_du    TEXT     NOT NULL,
    cree_le      {entier} NOT NULL,
    modifie_le   {entier} NOT NULL,
    version      {entier} NOT NULL
) {strict};

CREATE INDEX liste_a_declarer_par_cpts ON liste_a_declarer (cpts, modifie_le);

CREATE TABLE liste_ligne (
    liste        {uuid}   NOT NULL REFERENCES liste_a_declarer (id),
    rang         {entier} NOT NULL,
    numero       {entier} NOT NULL,
    ecrit        TEXT     NOT NULL,
    statut       TEXT,
    declaration  {uuid}   REFERENCES declaration (id),
    PRIMARY KEY (liste, rang)
) {strict};
