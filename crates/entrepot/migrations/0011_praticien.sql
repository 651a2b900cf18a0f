-- Why: the MKs, where they practise, which CPTS they belong to. Names are public: the ARS publishes the list.
CREATE TABLE praticien (
    id          {uuid}   NOT NULL PRIMARY KEY,
    rpps        TEXT     NOT NULL UNIQUE CHECK (length(rpps) = 11),
    nom         TEXT     NOT NULL,
    prenom      TEXT     NOT NULL,
    recherche   TEXT     NOT NULL,
    statut      TEXT     NOT NULL,
    version     {entier} NOT NULL,
    inscrit_le  {entier} NOT NULL
) {strict};

CREATE INDEX praticien_par_nom ON praticien (recherche, id);

CREATE TABLE lieu_exercice (
    id           {uuid}   NOT NULL PRIMARY KEY,
    praticien    {uuid}   NOT NULL REFERENCES praticien (id),
    departement  TEXT     NOT NULL,
    principal    {entier} NOT NULL CHECK (principal IN (0, 1)),
    adresse      TEXT     NOT NULL,
    code_postal  TEXT     NOT NULL,
    commune      TEXT     NOT NULL,
    recherche    TEXT     NOT NULL,
    numero_am    TEXT,
    du           TEXT     NOT NULL,
    au           TEXT,
    CHECK (au IS NULL OR au >= du)
) {strict};

CREATE INDEX lieu_par_praticien ON lieu_exercice (praticien, departement);
CREATE INDEX lieu_par_commune ON lieu_exercice (departement, recherche);

CREATE TABLE adhesion (
    praticien  {uuid} NOT NULL REFERENCES praticien (id),
    cpts       {uuid} NOT NULL REFERENCES cpts (id),
    qualite    TEXT   NOT NULL CHECK (qualite IN ('adherent', 'membre-actif')),
    du         TEXT   NOT NULL,
    au         TEXT,
    PRIMARY KEY (praticien, cpts, du),
    CHECK (au IS NULL OR au >= du)
) {strict};

CREATE INDEX adhesion_par_cpts ON adhesion (cpts, praticien);
