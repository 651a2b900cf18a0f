-- Why: an MK may say on the public list whether he takes new patients, goes to homes, and his professional number.
-- dit_le is the day he said it: the list shows it, and shows it as old after some time.
CREATE TABLE fiche_publique (
    praticien    {uuid}   NOT NULL PRIMARY KEY REFERENCES praticien (id),
    accueil      TEXT     CHECK (accueil IN ('oui', 'delai', 'non')),
    delai_jours  {entier} CHECK (delai_jours BETWEEN 1 AND 365),
    domicile     TEXT     CHECK (domicile IN ('oui', 'non')),
    telephone    TEXT     CHECK (length(telephone) = 10),
    dit_le       TEXT     NOT NULL,
    CHECK ((delai_jours IS NULL) = (accueil IS NULL OR accueil <> 'delai'))
) {strict};
