-- Why: the ARS tells the local bodies of the health insurance who takes part, in numbered files kept as they left.
-- A number is taken by the row of the addressee and by the file in one transaction: no gap, no number used twice.
CREATE TABLE destinataire (
    id              {uuid}   NOT NULL PRIMARY KEY,
    code            TEXT     NOT NULL UNIQUE,
    nom             TEXT     NOT NULL,
    organisme       TEXT     NOT NULL CHECK (organisme IN ('cpam', 'cgss', 'cssm', 'msa')),
    departement     TEXT     NOT NULL,
    canal           TEXT     NOT NULL CHECK (canal IN ('dossier', 'sftp', 'courriel')),
    adresse         TEXT     NOT NULL,
    cle_hote        TEXT,
    rythme          TEXT     NOT NULL CHECK (rythme IN ('immediat', 'quotidien', 'hebdomadaire')),
    accuse_sous     {entier} CHECK (accuse_sous BETWEEN 1 AND 365),
    etat            TEXT     NOT NULL CHECK (etat IN ('actif', 'suspendu')),
    dernier_numero  {entier} NOT NULL DEFAULT 0,
    version         {entier} NOT NULL DEFAULT 1,
    cree_le         {entier} NOT NULL,
    CHECK ((canal = 'sftp') = (cle_hote IS NOT NULL))
) {strict};

CREATE INDEX destinataire_par_departement ON destinataire (departement, nom, id);

CREATE TABLE transmission (
    id                {uuid}   NOT NULL PRIMARY KEY,
    destinataire      {uuid}   NOT NULL REFERENCES destinataire (id),
    numero            {entier} NOT NULL CHECK (numero >= 1),
    nature            TEXT     NOT NULL CHECK (nature IN ('complet', 'differentiel')),
    arrete_le         {entier} NOT NULL,
    lignes            {entier} NOT NULL CHECK (lignes >= 0),
    nom               TEXT     NOT NULL,
    csv               {octets} NOT NULL,
    json              {octets} NOT NULL,
    sha256_csv        TEXT     NOT NULL,
    sha256_json       TEXT     NOT NULL,
    message           {uuid}   NOT NULL,
    envois            {entier} NOT NULL DEFAULT 0,
    envoye_le         {entier},
    renvoye_le        {entier},
    accuse_le         {entier},
    accuse_reference  TEXT,
    accuse_par        TEXT,
    UNIQUE (destinataire, numero),
    CHECK ((envois = 0) = (envoye_le IS NULL)),
    CHECK ((accuse_le IS NULL) = (accuse_par IS NULL)),
    CHECK (numero > 1 OR nature = 'complet')
) {strict};

-- What each addressee has been told, line by line, and in which file: the next differential starts from here.
CREATE TABLE transmission_ligne (
    destinataire  {uuid}   NOT NULL REFERENCES destinataire (id),
    cle           TEXT     NOT NULL,
    declaration   {uuid}   NOT NULL,
    contenu       TEXT     NOT NULL,
    numero        {entier} NOT NULL,
    PRIMARY KEY (destinataire, cle)
) {strict};

CREATE INDEX transmission_ligne_par_declaration ON transmission_ligne (declaration);

-- An acknowledgement dropped back that could not be recorded, and why.
CREATE TABLE accuse_rejete (
    destinataire  {uuid}   NOT NULL REFERENCES destinataire (id),
    nom           TEXT     NOT NULL,
    motif         TEXT     NOT NULL,
    rejete_le     {entier} NOT NULL,
    PRIMARY KEY (destinataire, nom)
) {strict};

CREATE INDEX lieu_par_numero_am ON lieu_exercice (numero_am) WHERE numero_am IS NOT NULL;
