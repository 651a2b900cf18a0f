-- Why: what documents print of the place of practice beside its address, and the doctor who follows a patient. The place
-- of practice is public; the doctor of a patient is not, and is sealed. A patient without row has none on file.
CREATE TABLE cabinet (
    lieu         {uuid}   NOT NULL PRIMARY KEY REFERENCES lieu_exercice (id),
    nom          TEXT     NOT NULL,
    exercice     TEXT     NOT NULL,
    telephone    TEXT,
    finess       TEXT,
    siret        TEXT,
    modifie_le   {entier} NOT NULL
) {strict};

CREATE TABLE medecin_du_patient (
    patient     {uuid}   NOT NULL PRIMARY KEY REFERENCES patient (id),
    medecin     {octets} NOT NULL,
    modifie_le  {entier} NOT NULL
) {strict};
