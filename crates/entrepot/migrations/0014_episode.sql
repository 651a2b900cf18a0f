-- Why: the count of séances without diagnosis is a constraint. placees is the number of slots held; a séance holds one
-- slot of its episode (rang), or none when cancelled, covered by a diagnosis, or beyond the cap after a withdrawal.
-- An open episode holds one flank of a region or both: two partial unique indexes keep each flank for one episode.
CREATE TABLE episode (
    id                {uuid}   NOT NULL PRIMARY KEY,
    patient           {uuid}   NOT NULL REFERENCES patient (id),
    region            TEXT     NOT NULL,
    cote              TEXT     NOT NULL CHECK (cote IN ('gauche', 'droit', 'les-deux', 'sans-objet')),
    departement       TEXT     NOT NULL,
    structure         TEXT     NOT NULL,
    cpts              {uuid},
    ouvert_par        {uuid}   NOT NULL,
    ouvert_le         TEXT     NOT NULL,
    fin_le            TEXT,
    echeance          TEXT     NOT NULL,
    plafond           {entier},
    placees           {entier} NOT NULL DEFAULT 0 CHECK (placees >= 0),
    faites            {entier} NOT NULL DEFAULT 0 CHECK (faites >= 0),
    excedent          {entier} NOT NULL DEFAULT 0 CHECK (excedent >= 0),
    derniere_le       TEXT,
    couvert_du        TEXT,
    amelioration      {entier} CHECK (amelioration IN (0, 1)),
    amelioration_le   TEXT,
    orientations      {entier} NOT NULL DEFAULT 0,
    nouveau_probleme  {octets},
    etat              TEXT     NOT NULL CHECK (etat IN ('ouvert', 'clos')),
    clos_le           TEXT,
    issue             TEXT,
    version           {entier} NOT NULL,
    CHECK (plafond IS NULL OR placees <= plafond),
    CHECK ((etat = 'clos') = (clos_le IS NOT NULL AND issue IS NOT NULL))
) {strict};

CREATE UNIQUE INDEX episode_flanc_gauche ON episode (patient, region)
    WHERE etat = 'ouvert' AND cote IN ('gauche', 'les-deux', 'sans-objet');
CREATE UNIQUE INDEX episode_flanc_droit ON episode (patient, region)
    WHERE etat = 'ouvert' AND cote IN ('droit', 'les-deux', 'sans-objet');
CREATE INDEX episode_par_patient ON episode (patient, ouvert_le);

CREATE TABLE participant (
    praticien  {uuid}   NOT NULL,
    episode    {uuid}   NOT NULL REFERENCES episode (id),
    depuis     TEXT     NOT NULL,
    ordre      {entier} NOT NULL,
    PRIMARY KEY (praticien, episode)
) {strict};

CREATE INDEX participant_par_episode ON participant (episode, ordre);

CREATE TABLE seance (
    id             {uuid}   NOT NULL PRIMARY KEY,
    episode        {uuid}   NOT NULL REFERENCES episode (id),
    praticien      {uuid}   NOT NULL,
    faite_le       TEXT     NOT NULL,
    saisie_le      {entier} NOT NULL,
    compte         TEXT     NOT NULL CHECK (compte IN ('place', 'diagnostic', 'excedent', 'annulee')),
    rang           {entier} CHECK (rang >= 1),
    lettre         TEXT,
    coefficient    {entier},
    note           {octets},
    annulee_le     {entier},
    motif          TEXT,
    precisions     {octets},
    UNIQUE (episode, rang),
    CHECK ((compte = 'place') = (rang IS NOT NULL)),
    CHECK ((compte = 'annulee') = (annulee_le IS NOT NULL AND motif IS NOT NULL))
) {strict};

CREATE INDEX seance_par_episode ON seance (episode, faite_le);

CREATE TABLE diagnostic (
    id             {uuid}   NOT NULL PRIMARY KEY,
    episode        {uuid}   NOT NULL REFERENCES episode (id),
    praticien      {uuid}   NOT NULL,
    nature         TEXT     NOT NULL,
    date_document  TEXT     NOT NULL,
    en_rapport     {entier} NOT NULL CHECK (en_rapport IN (0, 1)),
    enregistre_le  TEXT     NOT NULL,
    effet          TEXT     NOT NULL,
    retire_le      {entier},
    motif_retrait  TEXT,
    remplace_par   {uuid},
    CHECK ((retire_le IS NULL) = (motif_retrait IS NULL))
) {strict};

CREATE UNIQUE INDEX diagnostic_en_vigueur ON diagnostic (episode) WHERE retire_le IS NULL;

CREATE TABLE drapeau_rouge (
    episode  {uuid}   NOT NULL REFERENCES episode (id),
    code     TEXT     NOT NULL,
    gravite  TEXT     NOT NULL CHECK (gravite IN ('critique', 'alerte')),
    motif    {octets},
    PRIMARY KEY (episode, code)
) {strict};

CREATE TABLE orientation (
    id           {uuid}   NOT NULL PRIMARY KEY,
    episode      {uuid}   NOT NULL REFERENCES episode (id),
    praticien    {uuid}   NOT NULL,
    le           TEXT     NOT NULL,
    motif        TEXT     NOT NULL,
    destination  TEXT     NOT NULL,
    urgence      TEXT     NOT NULL,
    precisions   {octets}
) {strict};

CREATE INDEX orientation_par_episode ON orientation (episode, le);

CREATE TABLE evenement (
    id             {uuid}   NOT NULL PRIMARY KEY,
    episode        {uuid}   NOT NULL REFERENCES episode (id),
    praticien      {uuid}   NOT NULL,
    le             TEXT     NOT NULL,
    gravite        TEXT     NOT NULL,
    circonstances  {octets} NOT NULL,
    mesures        {octets} NOT NULL
) {strict};

CREATE INDEX evenement_par_episode ON evenement (episode, le);

-- What the MK wrote when the rules left an act to him, under the version of the episode that the act made.
CREATE TABLE confirmation (
    episode  {uuid}   NOT NULL REFERENCES episode (id),
    version  {entier} NOT NULL,
    motif    {octets} NOT NULL,
    PRIMARY KEY (episode, version)
) {strict};
