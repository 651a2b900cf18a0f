-- Why: a trait of identity that was wrong is corrected by a person, with a reason; both identities stay, sealed.
CREATE TABLE correction_identite (
    id          {uuid}   NOT NULL PRIMARY KEY,
    patient     {uuid}   NOT NULL REFERENCES patient (id),
    praticien   {uuid}   NOT NULL REFERENCES praticien (id),
    avant       {octets} NOT NULL,
    apres       {octets} NOT NULL,
    motif       {octets} NOT NULL,
    corrigee_le {entier} NOT NULL
) {strict};

CREATE INDEX correction_par_patient ON correction_identite (patient, corrigee_le);
