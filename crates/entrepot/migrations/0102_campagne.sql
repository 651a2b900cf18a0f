-- Why: each year an ARS asks the MKs of a department for their sheet. The sheet holds where it stands; each version that was
-- validated stays as it was, with its figures, and a correction is another one with its reason.
CREATE TABLE campagne (
    id           {uuid}   NOT NULL PRIMARY KEY,
    departement  TEXT     NOT NULL,
    annee        {entier} NOT NULL,
    ouverte_le   TEXT     NOT NULL,
    echeance     TEXT     NOT NULL,
    etat         TEXT     NOT NULL CHECK (etat IN ('ouverte', 'close')),
    version      {entier} NOT NULL,
    UNIQUE (departement, annee)
) {strict};

CREATE TABLE campagne_fiche (
    campagne   {uuid}   NOT NULL REFERENCES campagne (id),
    praticien  {uuid}   NOT NULL REFERENCES praticien (id),
    etat       TEXT     NOT NULL CHECK (etat IN ('validee', 'renvoyee')),
    etat_le    TEXT     NOT NULL,
    numero     {entier} NOT NULL CHECK (numero > 0),
    motif      TEXT,
    version    {entier} NOT NULL,
    PRIMARY KEY (campagne, praticien),
    CHECK ((etat = 'renvoyee') = (motif IS NOT NULL))
) {strict};

CREATE TABLE campagne_version (
    campagne     {uuid}   NOT NULL,
    praticien    {uuid}   NOT NULL,
    numero       {entier} NOT NULL,
    le           TEXT     NOT NULL,
    instant      {entier} NOT NULL,
    compte       {uuid}   NOT NULL,
    chiffres     TEXT     NOT NULL,
    activite     {entier} NOT NULL CHECK (activite >= 0),
    commentaire  {octets},
    motif        {octets},
    PRIMARY KEY (campagne, praticien, numero),
    FOREIGN KEY (campagne, praticien) REFERENCES campagne_fiche (campagne, praticien)
) {strict};

-- A reminder is told once, whatever the number of workers.
CREATE TABLE campagne_rappel (
    campagne   {uuid}   NOT NULL REFERENCES campagne (id),
    echeance   TEXT     NOT NULL,
    jours      {entier} NOT NULL,
    envoye_le  {entier} NOT NULL,
    PRIMARY KEY (campagne, echeance, jours)
) {strict};
