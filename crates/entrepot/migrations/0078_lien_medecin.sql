-- Why: a doctor without MSSanté reads a document by a link that works once. Nothing here opens it: the link, the code
-- that goes with it and the session it opens are kept as hashes.
CREATE TABLE lien_medecin (
    remise            {uuid}   NOT NULL PRIMARY KEY REFERENCES remise (id),
    empreinte         {octets} NOT NULL UNIQUE,
    code              {octets} NOT NULL,
    cree_le           {entier} NOT NULL,
    expire_le         {entier} NOT NULL,
    echecs            {entier} NOT NULL DEFAULT 0 CHECK (echecs >= 0),
    ferme_le          {entier},
    ouvert_le         {entier},
    session           {octets} UNIQUE,
    session_expire_le {entier},
    CHECK ((session IS NULL) = (session_expire_le IS NULL)),
    CHECK (session IS NULL OR ouvert_le IS NOT NULL)
) {strict};

-- What the doctor answers: his words sealed; read by the MK, who alone changes the episode.
CREATE TABLE reponse_medecin (
    id        {uuid}   NOT NULL PRIMARY KEY,
    remise    {uuid}   NOT NULL REFERENCES remise (id),
    nature    TEXT     NOT NULL CHECK (nature IN ('avis', 'diagnostic', 'prescription')),
    contenu   {octets} NOT NULL,
    recue_le  {entier} NOT NULL,
    vue_le    {entier}
) {strict};

CREATE INDEX reponse_par_remise ON reponse_medecin (remise, recue_le);
