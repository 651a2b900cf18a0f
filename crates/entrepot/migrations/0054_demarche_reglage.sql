-- Why: each ARS has its own démarche, with its own token and its own questions: the administrator says, for each department,
-- which one it is and under which titles its facts are found. The token is sealed.
CREATE TABLE demarche_reglage (
    departement  TEXT     NOT NULL PRIMARY KEY,
    numero       {entier} CHECK (numero > 0),
    jeton        {octets},
    titres       TEXT     NOT NULL,
    version      {entier} NOT NULL,
    regle_le     {entier} NOT NULL,
    compte       {uuid}   NOT NULL
) {strict};
