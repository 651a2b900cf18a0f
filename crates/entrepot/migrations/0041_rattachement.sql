-- Why: whether a CPTS counts depends on its seat and its territory; an MK with several places declares some of them.
ALTER TABLE cpts ADD COLUMN siege TEXT;

CREATE TABLE declaration_lieu (
    declaration  {uuid} NOT NULL REFERENCES declaration (id),
    lieu         {uuid} NOT NULL REFERENCES lieu_exercice (id),
    PRIMARY KEY (declaration, lieu)
) {strict};
