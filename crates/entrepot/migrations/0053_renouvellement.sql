-- Why: an MK asks his CPTS to renew a membership that ends, once per end; and a notification may be about an MK without
-- being about a declaration of his.
CREATE TABLE renouvellement_demande (
    praticien   {uuid}   NOT NULL REFERENCES praticien (id),
    cpts        {uuid}   NOT NULL REFERENCES cpts (id),
    au          TEXT     NOT NULL,
    demande_le  {entier} NOT NULL,
    compte      {uuid}   NOT NULL,
    PRIMARY KEY (praticien, cpts, au)
) {strict};

ALTER TABLE notification ADD COLUMN praticien {uuid} REFERENCES praticien (id);
