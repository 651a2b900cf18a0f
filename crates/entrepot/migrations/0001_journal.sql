-- Why: every decision, write and read of a patient's data leaves a line that nobody can change unnoticed.
-- Each line holds the hash of the one before; the single row of journal_tete holds the last one.
CREATE TABLE journal (
    seq        {entier} NOT NULL PRIMARY KEY,
    instant    {entier} NOT NULL,
    acteur     TEXT     NOT NULL,
    action     TEXT     NOT NULL,
    sujet      TEXT     NOT NULL,
    decision   TEXT,
    reglement  TEXT,
    details    TEXT     NOT NULL,
    empreinte  {octets} NOT NULL
) {strict};

CREATE INDEX journal_par_sujet ON journal (sujet, seq);

CREATE TABLE journal_tete (
    id         {entier} NOT NULL PRIMARY KEY CHECK (id = 1),
    seq        {entier} NOT NULL,
    empreinte  {octets} NOT NULL
) {strict};

INSERT INTO journal_tete (id, seq, empreinte) VALUES (1, 0, CAST('' AS {octets}));
