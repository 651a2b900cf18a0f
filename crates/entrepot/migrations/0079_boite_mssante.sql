-- Why: how far each mailbox was read, kept with what its mails meant, so that a mail counts once.
CREATE TABLE boite_mssante (
    boite      TEXT     NOT NULL PRIMARY KEY,
    validite   {entier} NOT NULL,
    dernier    {entier} NOT NULL,
    relevee_le {entier} NOT NULL
) {strict};

-- Mails that no delivery explains, and answers written by people. The mail itself stays in the mailbox; what a person
-- wrote about a delivery is sealed here for the MK.
CREATE TABLE retour_mssante (
    id        {uuid}   NOT NULL PRIMARY KEY,
    boite     TEXT     NOT NULL,
    genre     TEXT     NOT NULL,
    original  TEXT,
    domaine   TEXT     NOT NULL,
    remise    {uuid}   REFERENCES remise (id),
    dit       {octets},
    recu_le   {entier} NOT NULL,
    vu_le     {entier}
) {strict};

CREATE INDEX retour_par_remise ON retour_mssante (remise, recu_le);
CREATE INDEX retour_sans_remise ON retour_mssante (vu_le, recu_le);

-- The MK's own mailbox: where people answer him, since the installation sends from one of its own.
CREATE TABLE boite_du_praticien (
    praticien  {uuid}   NOT NULL PRIMARY KEY REFERENCES praticien (id),
    adresse    TEXT     NOT NULL,
    notee_le   {entier} NOT NULL
) {strict};
