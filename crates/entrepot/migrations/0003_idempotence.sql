-- Why: a request sent twice with the same key is carried out once and answered twice the same.
-- The answer is stored with the fact; keys are kept thirty days.
CREATE TABLE idempotence (
    compte     TEXT     NOT NULL,
    route      TEXT     NOT NULL,
    cle        TEXT     NOT NULL,
    corps      {octets} NOT NULL,
    statut     {entier} NOT NULL,
    reponse    {octets} NOT NULL,
    depose_le  {entier} NOT NULL,
    PRIMARY KEY (compte, route, cle)
) {strict};

CREATE INDEX idempotence_par_date ON idempotence (depose_le);
