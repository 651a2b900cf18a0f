-- Why: a snapshot is what was published, whole and for ever: its bytes, their hash, which names it, and what it is about.
CREATE TABLE instantane (
    id           TEXT     NOT NULL PRIMARY KEY,
    sha256       TEXT     NOT NULL UNIQUE CHECK (length(sha256) = 64),
    departement  TEXT     NOT NULL,
    periode      TEXT     NOT NULL,
    arrete_le    TEXT     NOT NULL,
    pris_le      {entier} NOT NULL,
    reglement    TEXT     NOT NULL,
    contenu      {octets} NOT NULL
) {strict};

CREATE INDEX instantane_par_departement ON instantane (departement, pris_le);

-- What was hidden of the tables shown so far, with the count it hid: as long as the count is the same it stays hidden,
-- lest a neighbour that grows gives it back.
CREATE TABLE instantane_cache (
    variante   TEXT     NOT NULL,
    perimetre  TEXT     NOT NULL,
    structure  TEXT     NOT NULL,
    periode    TEXT     NOT NULL,
    mesure     TEXT     NOT NULL,
    modalite   TEXT     NOT NULL,
    n          {entier} NOT NULL,
    PRIMARY KEY (variante, perimetre, structure, periode, mesure, modalite)
) {groupe};
