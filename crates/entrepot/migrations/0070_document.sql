-- Why: a validated document never changes. Its facts, its PDF and its CDA are sealed in pieces, with their size and their
-- hash; a correction is another version, which replaces the latest one of its series and no other.
CREATE TABLE document (
    id         {uuid}   NOT NULL PRIMARY KEY,
    serie      {uuid}   NOT NULL,
    version    {entier} NOT NULL CHECK (version > 0),
    remplace   {uuid}   UNIQUE REFERENCES document (id),
    episode    {uuid}   NOT NULL REFERENCES episode (id),
    praticien  {uuid}   NOT NULL REFERENCES praticien (id),
    genre      TEXT     NOT NULL CHECK (genre IN ('bilan', 'compte-rendu', 'orientation', 'justificatif')),
    valide_le  {entier} NOT NULL,
    UNIQUE (serie, version),
    CHECK ((version = 1) = (remplace IS NULL))
) {strict};

CREATE INDEX document_par_episode ON document (episode, valide_le, id);

CREATE TABLE document_partie (
    document   {uuid}   NOT NULL REFERENCES document (id),
    partie     TEXT     NOT NULL CHECK (partie IN ('faits', 'pdf', 'cda')),
    taille     {entier} NOT NULL CHECK (taille > 0),
    empreinte  {octets} NOT NULL,
    PRIMARY KEY (document, partie)
) {strict};

CREATE TABLE document_morceau (
    document  {uuid}   NOT NULL,
    partie    TEXT     NOT NULL,
    rang      {entier} NOT NULL,
    contenu   {octets} NOT NULL,
    PRIMARY KEY (document, partie, rang),
    FOREIGN KEY (document, partie) REFERENCES document_partie (document, partie)
) {strict};

-- A draft is saved again and again; it belongs to one MK, and at most one of each kind is open in an episode for him.
CREATE TABLE brouillon_document (
    id            {uuid}   NOT NULL PRIMARY KEY,
    episode       {uuid}   NOT NULL REFERENCES episode (id),
    praticien     {uuid}   NOT NULL REFERENCES praticien (id),
    genre         TEXT     NOT NULL CHECK (genre IN ('bilan', 'compte-rendu', 'orientation')),
    corrige       {uuid}   REFERENCES document (id),
    contenu       {octets} NOT NULL,
    version       {entier} NOT NULL,
    enregistre_le {entier} NOT NULL,
    UNIQUE (episode, praticien, genre)
) {strict};
