-- Why: where the local body of a department takes justificatifs by MSSanté, as an administrator learnt it. It is the mailbox
-- of an organisation: nothing in it is personal. A version is never changed, the latest one holds; without address there is
-- none any more.
CREATE TABLE boite_du_payeur (
    departement    TEXT     NOT NULL,
    version        {entier} NOT NULL CHECK (version > 0),
    adresse        TEXT,
    compte         {uuid}   NOT NULL,
    enregistre_le  {entier} NOT NULL,
    PRIMARY KEY (departement, version)
) {strict};
