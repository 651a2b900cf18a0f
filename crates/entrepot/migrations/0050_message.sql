-- Why: the ARS and the declarant write to each other on the file. The words are sealed; the role of their author is not.
CREATE TABLE declaration_message (
    id           {uuid}   NOT NULL PRIMARY KEY,
    declaration  {uuid}   NOT NULL REFERENCES declaration (id),
    instant      {entier} NOT NULL,
    compte       {uuid}   NOT NULL,
    role         TEXT     NOT NULL CHECK (role IN ('mk', 'coordination-cpts', 'agent-ars')),
    texte        {octets} NOT NULL
) {strict};

CREATE INDEX message_par_declaration ON declaration_message (declaration, instant, id);
