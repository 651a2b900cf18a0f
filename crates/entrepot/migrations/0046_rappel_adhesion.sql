-- Why: a membership that ends is told before its end, once per delay, whatever the number of workers; and what its end
-- does to the authorisation is looked for each day among the memberships that ended.
CREATE TABLE rappel_adhesion (
    praticien  {uuid}   NOT NULL REFERENCES praticien (id),
    cpts       {uuid}   NOT NULL REFERENCES cpts (id),
    au         TEXT     NOT NULL,
    jours      {entier} NOT NULL,
    envoye_le  {entier} NOT NULL,
    PRIMARY KEY (praticien, cpts, au, jours)
) {strict};

CREATE INDEX adhesion_par_fin ON adhesion (au) WHERE au IS NOT NULL;
