-- Why: the MKs at work in a department or under a CPTS are read by place, once by a node that follows their figures, and by each
-- publication. Only a new MK, third of a month or place writes in these indexes: counting one more séance does not.
CREATE INDEX indicateur_praticien_par_departement ON indicateur_praticien (departement);
CREATE INDEX indicateur_praticien_par_cpts ON indicateur_praticien (cpts);

-- The séances of each MK by calendar year: what the share of his activity is made of. Thirds of a month were added up for it at
-- each reading, MK after MK. 36 thirds make a year.
CREATE TABLE indicateur_praticien_annee (
    annee        {entier} NOT NULL,
    departement  TEXT     NOT NULL,
    cpts         {uuid}   NOT NULL,
    praticien    {uuid}   NOT NULL,
    n            {entier} NOT NULL,
    PRIMARY KEY (annee, departement, cpts, praticien)
) {groupe};

CREATE INDEX indicateur_annee_par_praticien ON indicateur_praticien_annee (praticien, annee);
CREATE INDEX indicateur_annee_par_cpts ON indicateur_praticien_annee (cpts, annee);

INSERT INTO indicateur_praticien_annee (annee, departement, cpts, praticien, n)
    SELECT tranche / 36, departement, cpts, praticien, CAST(SUM(n) AS BIGINT) FROM indicateur_praticien
    GROUP BY tranche / 36, departement, cpts, praticien;
