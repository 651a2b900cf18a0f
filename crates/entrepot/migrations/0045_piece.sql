-- Why: the proof that an MK belongs to a CPTS is a file somebody sends. Its bytes and its name are sealed; what is left
-- in clear tells its kind, its size and where the search for viruses stands.
CREATE TABLE piece (
    id            {uuid}   NOT NULL PRIMARY KEY,
    praticien     {uuid}   NOT NULL REFERENCES praticien (id),
    cpts          {uuid}   NOT NULL REFERENCES cpts (id),
    declaration   {uuid}   REFERENCES declaration (id),
    genre         TEXT     NOT NULL CHECK (genre IN ('pdf', 'jpeg', 'png')),
    nom           {octets} NOT NULL,
    taille        {entier} NOT NULL CHECK (taille > 0),
    morceaux      {entier} NOT NULL CHECK (morceaux > 0),
    empreinte     {octets} NOT NULL,
    examen         TEXT     NOT NULL DEFAULT 'en-attente' CHECK (examen IN ('en-attente', 'saine', 'infectee')),
    analyse_le    {entier},
    signature     TEXT,
    essais        {entier} NOT NULL DEFAULT 0,
    a_analyser_le {entier} NOT NULL,
    depose_par    {uuid}   NOT NULL,
    depose_le     {entier} NOT NULL,
    retiree_le    {entier},
    CHECK ((examen = 'en-attente') = (analyse_le IS NULL)),
    CHECK ((examen = 'infectee') = (signature IS NOT NULL))
) {strict};

CREATE INDEX piece_par_declaration ON piece (declaration, depose_le) WHERE retiree_le IS NULL;
CREATE INDEX piece_par_adhesion ON piece (praticien, cpts, depose_le) WHERE retiree_le IS NULL;
CREATE INDEX piece_a_analyser ON piece (a_analyser_le) WHERE examen = 'en-attente' AND retiree_le IS NULL;

CREATE TABLE piece_morceau (
    piece    {uuid}   NOT NULL REFERENCES piece (id),
    rang     {entier} NOT NULL,
    contenu  {octets} NOT NULL,
    PRIMARY KEY (piece, rang)
) {strict};
