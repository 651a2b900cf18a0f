-- Why: a participation may be suspended, then taken up again: one declaration has several periods of authorisation.
-- suspendue_du is the first day without the right, as long as nobody took the participation up again.
ALTER TABLE declaration ADD COLUMN suspendue_du TEXT CHECK (suspendue_du IS NULL OR etat = 'validee');

CREATE TABLE autorisation_periode (
    declaration  {uuid} NOT NULL REFERENCES declaration (id),
    praticien    {uuid} NOT NULL REFERENCES praticien (id),
    departement  TEXT   NOT NULL,
    cpts         {uuid} NOT NULL REFERENCES cpts (id),
    du           TEXT   NOT NULL,
    au           TEXT,
    motif_fin    TEXT,
    PRIMARY KEY (declaration, du),
    CHECK (au IS NULL OR au >= du),
    CHECK ((au IS NULL) = (motif_fin IS NULL))
) {strict};

INSERT INTO autorisation_periode (declaration, praticien, departement, cpts, du, au, motif_fin)
    SELECT declaration, praticien, departement, cpts, du, au, motif_fin FROM autorisation;
DROP TABLE autorisation;
ALTER TABLE autorisation_periode RENAME TO autorisation;

CREATE UNIQUE INDEX autorisation_en_cours ON autorisation (praticien, departement) WHERE au IS NULL;
CREATE INDEX autorisation_par_praticien ON autorisation (praticien, departement, du);
CREATE INDEX autorisation_par_departement ON autorisation (departement, du, au);
CREATE INDEX autorisation_par_cpts ON autorisation (cpts, du, au);
