-- Why: what is shown outside the care team is a publication: every table at one moment, kept as it was shown, so that reading
-- one costs one row whatever the territory, and so that the next publication knows what it must not give back by difference.
CREATE TABLE parution (
    id       INTEGER  NOT NULL PRIMARY KEY CHECK (id = 1),
    version  {entier} NOT NULL,
    le       TEXT
) {strict};

INSERT INTO parution (id, version) VALUES (1, 0);

CREATE TABLE parution_table (
    variante   TEXT NOT NULL,
    perimetre  TEXT NOT NULL,
    structure  TEXT NOT NULL,
    periode    TEXT NOT NULL,
    contenu    TEXT NOT NULL,
    PRIMARY KEY (variante, perimetre, structure, periode)
) {groupe};

-- What snapshots hid is now remembered by the publication that they are taken from.
DROP TABLE instantane_cache;
