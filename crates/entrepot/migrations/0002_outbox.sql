-- Why: what leaves for the outside is written with the fact that causes it, and sent later by a worker.
-- One message per cle: depositing it again changes nothing.
CREATE TABLE outbox (
    id         {uuid}   NOT NULL PRIMARY KEY,
    genre      TEXT     NOT NULL,
    cle        TEXT     NOT NULL UNIQUE,
    contenu    TEXT     NOT NULL,
    depose_le  {entier} NOT NULL,
    echeance   {entier} NOT NULL,
    essais     {entier} NOT NULL DEFAULT 0,
    etat       TEXT     NOT NULL DEFAULT 'en-attente' CHECK (etat IN ('en-attente', 'remis', 'abandonne')),
    preneur    {uuid},
    remis_le   {entier},
    erreur     TEXT
) {strict};

CREATE INDEX outbox_a_remettre ON outbox (echeance) WHERE etat = 'en-attente';
