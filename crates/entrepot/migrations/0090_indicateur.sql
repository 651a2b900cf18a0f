-- Why: every indicator is a sum, kept in the transaction of the fact. indicateur_episode holds what was last counted of
-- each episode, so that a change takes the old away and adds the new; indicateur_compteur holds the sums, by perimeter;
-- indicateur_praticien the séances of each MK by third of a month. indicateur_etat says by which way of counting they
-- were made: another one makes them again when the base opens.
ALTER TABLE episode ADD COLUMN medecin_traitant {entier};
UPDATE episode SET medecin_traitant = (SELECT p.medecin_traitant FROM patient p WHERE p.id = episode.patient);

CREATE TABLE indicateur_episode (
    episode  {uuid} NOT NULL PRIMARY KEY REFERENCES episode (id),
    patient  {uuid} NOT NULL,
    releve   TEXT   NOT NULL
) {strict};

CREATE INDEX indicateur_par_patient ON indicateur_episode (patient);

CREATE TABLE indicateur_compteur (
    perimetre  TEXT     NOT NULL,
    variante   TEXT     NOT NULL,
    tranche    {entier} NOT NULL,
    mesure     TEXT     NOT NULL,
    modalite   TEXT     NOT NULL,
    structure  TEXT     NOT NULL,
    precedent  {entier} NOT NULL,
    n          {entier} NOT NULL,
    sujets     {entier} NOT NULL,
    PRIMARY KEY (perimetre, variante, tranche, mesure, modalite, structure, precedent)
) {groupe};

CREATE TABLE indicateur_praticien (
    praticien    {uuid}   NOT NULL,
    tranche      {entier} NOT NULL,
    departement  TEXT     NOT NULL,
    cpts         {uuid}   NOT NULL,
    structure    TEXT     NOT NULL,
    n            {entier} NOT NULL,
    PRIMARY KEY (praticien, tranche, departement, cpts, structure)
) {groupe};

CREATE TABLE indicateur_etat (
    id       INTEGER  NOT NULL PRIMARY KEY CHECK (id = 1),
    version  {entier} NOT NULL
) {strict};

INSERT INTO indicateur_etat (id, version) VALUES (1, 0);

-- The total activity of an MK over a year: what the share in direct access is divided by. Entered or imported, never guessed.
CREATE TABLE indicateur_activite (
    praticien  {uuid}   NOT NULL REFERENCES praticien (id),
    annee      {entier} NOT NULL,
    seances    {entier} NOT NULL CHECK (seances > 0),
    origine    TEXT     NOT NULL CHECK (origine IN ('declaree', 'importee')),
    connue_le  {entier} NOT NULL,
    PRIMARY KEY (praticien, annee)
) {strict};

CREATE TABLE support_information (
    id         {uuid}   NOT NULL PRIMARY KEY,
    cpts       {uuid}   NOT NULL REFERENCES cpts (id),
    titre      TEXT     NOT NULL,
    public     TEXT     NOT NULL CHECK (public IN ('professionnels', 'partenaires', 'patients')),
    publie_le  TEXT     NOT NULL,
    retire_le  {entier},
    inscrit_le {entier} NOT NULL
) {strict};

CREATE INDEX support_par_cpts ON support_information (cpts, publie_le);
