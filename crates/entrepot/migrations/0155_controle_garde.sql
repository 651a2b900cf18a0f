-- Why: what the automatic checks answered when a file was filed or decided is part of the decision: the answer, who gave
-- it and of which day, as it was read then. Running the checks again later would say something else.
CREATE TABLE declaration_controle (
    declaration  {uuid}   NOT NULL,
    version      {entier} NOT NULL,
    rang         {entier} NOT NULL,
    code         TEXT     NOT NULL,
    etat         TEXT     NOT NULL,
    dit          TEXT     NOT NULL,
    source       TEXT     NOT NULL,
    du           TEXT     NOT NULL,
    PRIMARY KEY (declaration, version, rang),
    FOREIGN KEY (declaration, version) REFERENCES declaration_fait (declaration, version)
) {strict};
