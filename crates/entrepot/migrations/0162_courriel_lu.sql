-- Why: an operator may number its mailbox anew (UIDVALIDITY), which is then read from its beginning; what was read stays
-- read, by the hash of its Message-ID.
CREATE TABLE courriel_lu (
    boite     TEXT     NOT NULL,
    empreinte {octets} NOT NULL,
    lu_le     {entier} NOT NULL,
    PRIMARY KEY (boite, empreinte)
) {strict};
