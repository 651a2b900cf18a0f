-- Why: who keeps the figures of a department in memory follows what changes in them, instead of reading them again.
-- lieu: departement/45 or cpts/…; seq grows by one in each place; contenu: what was counted of the episodes of one patient
-- there, before and after. The latest of each place are kept. epoque moves when every sum is made again.
CREATE TABLE indicateur_changement (
    lieu     TEXT     NOT NULL,
    seq      {entier} NOT NULL,
    contenu  TEXT     NOT NULL,
    PRIMARY KEY (lieu, seq)
) {strict};

ALTER TABLE indicateur_etat ADD COLUMN epoque {entier} NOT NULL DEFAULT 0;
