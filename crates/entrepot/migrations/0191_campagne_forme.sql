-- Why: an ARS that wants the yearly sheets in its own shape chooses the columns, their order and their titles; without a line,
-- all columns. colonnes: pairs of code and title, in order.
CREATE TABLE campagne_forme (
    departement  TEXT     NOT NULL PRIMARY KEY,
    colonnes     TEXT     NOT NULL,
    version      {entier} NOT NULL CHECK (version > 0)
) {strict};
