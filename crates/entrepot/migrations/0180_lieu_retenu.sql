-- Why: an MK on the list who practises at a place more declares nothing again: he asks, and the ARS retains the place from
-- a day, or says why not. A place named when the declaration was filed has no day: it is as old as the right.
ALTER TABLE declaration_lieu ADD COLUMN du TEXT;

-- What he asked for; the day it was set aside, where it was. Once retained, the place is named like the others.
CREATE TABLE declaration_lieu_demande (
    declaration  {uuid} NOT NULL REFERENCES declaration (id),
    lieu         {uuid} NOT NULL REFERENCES lieu_exercice (id),
    ecarte_le    TEXT,
    PRIMARY KEY (declaration, lieu)
) {strict};
