-- Why: the monitoring committee of a department: who sits, when it meets, what was said and decided. Minutes that are
-- validated never change: another version says why. One ambassador per CPTS at a time.
CREATE TABLE comite_membre (
    id           {uuid}   NOT NULL PRIMARY KEY,
    departement  TEXT     NOT NULL,
    institution  TEXT     NOT NULL,
    cpts         {uuid}   REFERENCES cpts (id),
    nom          TEXT     NOT NULL,
    courriel     TEXT     NOT NULL,
    du           TEXT     NOT NULL,
    au           TEXT,
    CHECK ((institution IN ('cpts', 'ambassadeur')) = (cpts IS NOT NULL))
) {strict};

CREATE INDEX membre_par_departement ON comite_membre (departement, institution);
CREATE UNIQUE INDEX un_ambassadeur_par_cpts ON comite_membre (departement, cpts)
    WHERE institution = 'ambassadeur' AND au IS NULL;

CREATE TABLE comite_reunion (
    id             {uuid}   NOT NULL PRIMARY KEY,
    departement    TEXT     NOT NULL,
    rang           {entier},
    le             TEXT     NOT NULL,
    heure          TEXT     NOT NULL,
    duree          {entier} NOT NULL CHECK (duree > 0),
    lieu           TEXT     NOT NULL,
    organisateur   TEXT     NOT NULL,
    sequence       {entier} NOT NULL CHECK (sequence >= 0),
    ordre_du_jour  TEXT     NOT NULL,
    etat           TEXT     NOT NULL CHECK (etat IN ('convoquee', 'annulee', 'tenue')),
    motif          TEXT,
    presents       TEXT,
    version        {entier} NOT NULL,
    CHECK ((etat = 'annulee') = (motif IS NOT NULL)),
    CHECK ((etat = 'tenue') = (presents IS NOT NULL))
) {strict};

CREATE INDEX reunion_par_departement ON comite_reunion (departement, le);
CREATE UNIQUE INDEX une_reunion_par_rang ON comite_reunion (departement, rang)
    WHERE rang IS NOT NULL AND etat <> 'annulee';

CREATE TABLE comite_compte_rendu (
    reunion     {uuid}   NOT NULL REFERENCES comite_reunion (id),
    numero      {entier} NOT NULL CHECK (numero > 0),
    texte       TEXT     NOT NULL,
    motif       TEXT,
    valide_le   TEXT,
    valide_par  {uuid},
    PRIMARY KEY (reunion, numero),
    CHECK ((valide_le IS NULL) = (valide_par IS NULL)),
    CHECK (numero = 1 OR motif IS NOT NULL)
) {strict};

CREATE TABLE comite_decision (
    id           {uuid}   NOT NULL PRIMARY KEY,
    reunion      {uuid}   NOT NULL REFERENCES comite_reunion (id),
    texte        TEXT     NOT NULL,
    responsable  {uuid}   NOT NULL REFERENCES comite_membre (id),
    echeance     TEXT     NOT NULL,
    etat         TEXT     NOT NULL CHECK (etat IN ('ouverte', 'faite', 'abandonnee')),
    etat_le      TEXT,
    motif        TEXT,
    version      {entier} NOT NULL,
    CHECK ((etat = 'ouverte') = (etat_le IS NULL)),
    CHECK ((etat = 'abandonnee') = (motif IS NOT NULL))
) {strict};

CREATE INDEX decision_par_reunion ON comite_decision (reunion);
