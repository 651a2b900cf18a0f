-- Why: whoever sits for a CPTS, or speaks for its MKs, reads the committee's pages with the account he has; a meeting is prepared
-- with one snapshot, which it keeps; what the worker reminds of is told once, whatever the number of workers.
ALTER TABLE comite_membre ADD COLUMN praticien {uuid} REFERENCES praticien (id);
CREATE INDEX membre_par_cpts ON comite_membre (cpts);
CREATE INDEX membre_par_praticien ON comite_membre (praticien);
ALTER TABLE comite_reunion ADD COLUMN instantane TEXT;

CREATE TABLE comite_rappel (
    cle        TEXT     NOT NULL PRIMARY KEY,
    envoye_le  {entier} NOT NULL
) {strict};
