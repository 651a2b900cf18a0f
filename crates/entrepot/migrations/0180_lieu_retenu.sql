-- Why: an MK on the list who practises at a place more asks nothing again: the ARS retains the place, from a day, or says
-- why not. A place named when the declaration was filed has no day: it is as old as the right.
ALTER TABLE declaration_lieu ADD COLUMN du TEXT;

CREATE TABLE declaration_lieu_ecarte (
    declaration  {uuid} NOT NULL REFERENCES declaration (id),
    lieu         {uuid} NOT NULL REFERENCES lieu_exercice (id),
    PRIMARY KEY (declaration, lieu)
) {strict};
