-- Why: the ARS and the CPTS each look at an alert; whoever did signs it, with when and what he did.
-- pour says for whom he looked: ars/<department> or cpts/<identifier>.
CREATE TABLE alerte_vue (
    import       {entier} NOT NULL,
    rpps         TEXT     NOT NULL,
    rang         {entier} NOT NULL,
    pour         TEXT     NOT NULL,
    compte       {uuid}   NOT NULL REFERENCES compte (id),
    vue_le       {entier} NOT NULL,
    commentaire  TEXT,
    PRIMARY KEY (import, rpps, rang, pour),
    FOREIGN KEY (import, rpps, rang) REFERENCES alerte_annuaire (import, rpps, rang)
) {strict};
