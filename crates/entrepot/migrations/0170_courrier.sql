-- The words of the letter that told a step of the ARS, as they were when it was taken: later names, addresses, rules and
-- steps change nothing of it. One per step, written once.
CREATE TABLE courrier_decision (
    declaration  {uuid}   NOT NULL REFERENCES declaration (id),
    version      {entier} NOT NULL,
    contenu      TEXT     NOT NULL,
    PRIMARY KEY (declaration, version)
) {strict};
