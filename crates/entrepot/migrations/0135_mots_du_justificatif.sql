-- Why: the words of a justificatif change after it was validated, by an administrator or with a new release; what is shown
-- of it must stay what was validated. The words hold no identity: the facts they are filled with are sealed elsewhere.
CREATE TABLE justificatif_mots (
    document  {uuid} NOT NULL PRIMARY KEY REFERENCES document (id),
    texte     TEXT   NOT NULL
) {strict};
