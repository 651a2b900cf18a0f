-- Why: sums by CPTS and third of a month would be more rows than the facts they sum. A CPTS has few episodes: its sums are
-- made from them when asked for. The sums are counted again when the base opens.
ALTER TABLE indicateur_episode ADD COLUMN cpts {uuid};
CREATE INDEX indicateur_par_cpts ON indicateur_episode (cpts);
