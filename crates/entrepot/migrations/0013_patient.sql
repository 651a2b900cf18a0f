-- Why: a patient is found by the keyed hash of the INS, else of the traits; the identity itself is sealed.
-- homonyme tells apart people with the same traits and different numbers.
CREATE TABLE patient (
    id                {uuid}   NOT NULL PRIMARY KEY,
    par_ins           {octets} UNIQUE,
    par_traits        {octets} NOT NULL,
    homonyme          {entier} NOT NULL DEFAULT 0 CHECK (homonyme >= 0),
    identite          {octets} NOT NULL,
    medecin_traitant  {entier} CHECK (medecin_traitant IN (0, 1)),
    version           {entier} NOT NULL,
    inscrit_le        {entier} NOT NULL,
    UNIQUE (par_traits, homonyme)
) {strict};
