-- Why: what the patient wants of his documents is recorded before anything leaves, and never erased: the latest counts.
CREATE TABLE volonte_patient (
    id         {uuid}   NOT NULL PRIMARY KEY,
    patient    {uuid}   NOT NULL REFERENCES patient (id),
    praticien  {uuid}   NOT NULL REFERENCES praticien (id),
    objet      TEXT     NOT NULL CHECK (objet IN ('messagerie-patient', 'dmp', 'autre-medecin')),
    volonte    TEXT     NOT NULL CHECK (volonte IN ('accord', 'opposition')),
    le         TEXT     NOT NULL,
    notee_le   {entier} NOT NULL
) {strict};

CREATE INDEX volonte_par_patient ON volonte_patient (patient, notee_le);

-- The MSSanté mailbox of the doctor who follows the patient, as the MK knows it; sealed, for it says who follows whom.
CREATE TABLE boite_du_medecin (
    patient    {uuid}   NOT NULL PRIMARY KEY REFERENCES patient (id),
    praticien  {uuid}   NOT NULL REFERENCES praticien (id),
    adresse    {octets} NOT NULL,
    notee_le   {entier} NOT NULL
) {strict};
