-- Why: one line per document and destination: where its delivery stands, and every event that brought it there.
-- The address is sealed; `message` is the identifier that travels, the same at every attempt.
CREATE TABLE remise (
    id          {uuid}   NOT NULL PRIMARY KEY,
    document    {uuid}   NOT NULL,
    praticien   {uuid}   NOT NULL REFERENCES praticien (id),
    canal       TEXT     NOT NULL
        CHECK (canal IN ('mssante-professionnel', 'mssante-patient', 'dmp', 'main-propre', 'lien')),
    adresse     {octets},
    message     TEXT     NOT NULL UNIQUE,
    etat        TEXT     NOT NULL CHECK (etat IN ('compose', 'en-file', 'en-cours', 'accepte', 'remis', 'rejete',
                                                  'sans-reponse', 'abandonne', 'annule')),
    etat_le     {entier} NOT NULL,
    preuve      TEXT,
    cause       TEXT,
    essais      {entier} NOT NULL CHECK (essais >= 0),
    doublons    {entier} NOT NULL CHECK (doublons BETWEEN 0 AND essais_total),
    essais_total {entier} NOT NULL,
    version     {entier} NOT NULL,
    composee_le {entier} NOT NULL,
    CHECK ((etat = 'remis') = (preuve IS NOT NULL)),
    CHECK ((etat IN ('rejete', 'abandonne', 'annule')) = (cause IS NOT NULL))
) {strict};

CREATE INDEX remise_a_suivre ON remise (etat, etat_le, id);
CREATE INDEX remise_par_document ON remise (document, id);
CREATE INDEX remise_par_praticien ON remise (praticien, etat, etat_le);

CREATE TABLE remise_fait (
    remise   {uuid}   NOT NULL REFERENCES remise (id),
    version  {entier} NOT NULL,
    instant  {entier} NOT NULL,
    fait     TEXT     NOT NULL,
    cause    TEXT,
    PRIMARY KEY (remise, version)
) {strict};
