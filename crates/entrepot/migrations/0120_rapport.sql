-- Why: an annual report is signed once for all. Each version is a line; what a signature freezes (figures, meanings, texts)
-- is kept whole beside it with its fingerprint, so that every output can be made again, byte for byte, whatever changes.
CREATE TABLE rapport (
    id         {uuid}   NOT NULL PRIMARY KEY,
    sujet      TEXT     NOT NULL,
    periode    TEXT     NOT NULL,
    numero     {entier} NOT NULL CHECK (numero > 0),
    motif      TEXT,
    nom        TEXT,
    qualite    TEXT,
    signe_le   TEXT,
    signe_a    {entier},
    contenu    TEXT,
    empreinte  TEXT,
    ouvert_le  {entier} NOT NULL,
    version    {entier} NOT NULL,
    UNIQUE (sujet, periode, numero),
    CHECK ((numero = 1) = (motif IS NULL)),
    CHECK ((signe_le IS NULL) = (contenu IS NULL) AND (signe_le IS NULL) = (empreinte IS NULL)
        AND (signe_le IS NULL) = (nom IS NULL) AND (signe_le IS NULL) = (qualite IS NULL)
        AND (signe_le IS NULL) = (signe_a IS NULL))
) {strict};

CREATE TABLE rapport_commentaire (
    rapport  {uuid}  NOT NULL REFERENCES rapport (id),
    section  TEXT    NOT NULL,
    texte    TEXT    NOT NULL,
    PRIMARY KEY (rapport, section)
) {strict};
