-- Why: an adverse event reported without an episode is counted too, by the department and the CPTS of its declarant. It is
-- kept beside the episodes, under its own key; the sums are counted again when the base opens.
DROP TABLE indicateur_episode;

CREATE TABLE indicateur_episode (
    episode  {uuid} NOT NULL PRIMARY KEY,
    patient  {uuid} NOT NULL,
    cpts     {uuid},
    releve   TEXT   NOT NULL
) {strict};

CREATE INDEX indicateur_par_patient ON indicateur_episode (patient);
CREATE INDEX indicateur_par_cpts ON indicateur_episode (cpts);
