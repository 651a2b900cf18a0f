-- Why: an adverse event is followed after its report, from an episode or without one: the two volets of a serious one, the
-- examination by the ARS of its department. Each state carries its own days; each step keeps its author. What was reported
-- before is taken over: its report is dated from the day of the event, and what is serious opens its two volets.
CREATE TABLE evenement_suivi (
    id             {uuid}   NOT NULL PRIMARY KEY,
    episode        {uuid}   REFERENCES episode (id),
    praticien      {uuid}   NOT NULL,
    departement    TEXT     NOT NULL,
    cpts           {uuid},
    le             TEXT     NOT NULL,
    signale_le     TEXT     NOT NULL,
    saisi_le       {entier},
    gravite        TEXT     NOT NULL,
    nature         TEXT,
    moment         TEXT,
    information    TEXT,
    circonstances  {octets} NOT NULL,
    mesures        {octets} NOT NULL,
    volet          TEXT     NOT NULL CHECK (volet IN ('sans-objet', 'attendus', 'declare', 'complets')),
    horloge_du     TEXT,
    declare_le     TEXT,
    numero         TEXT,
    analyse_le     TEXT,
    gestion        {octets},
    causes         {octets},
    actions        {octets},
    etat           TEXT     NOT NULL CHECK (etat IN ('signale', 'en-examen', 'clos')),
    examen_du      TEXT,
    examen_par     {uuid},
    clos_le        TEXT,
    suite          TEXT,
    cloture_mots   {octets},
    version        {entier} NOT NULL,
    CHECK ((volet = 'sans-objet') = (horloge_du IS NULL)),
    CHECK ((volet IN ('declare', 'complets')) = (declare_le IS NOT NULL)),
    CHECK ((volet = 'complets')
        = (analyse_le IS NOT NULL AND gestion IS NOT NULL AND causes IS NOT NULL AND actions IS NOT NULL)),
    CHECK (etat <> 'en-examen' OR (examen_du IS NOT NULL AND examen_par IS NOT NULL)),
    CHECK ((etat = 'clos') = (clos_le IS NOT NULL AND suite IS NOT NULL))
) {strict};

INSERT INTO evenement_suivi (id, episode, praticien, departement, cpts, le, signale_le, gravite, circonstances, mesures,
        volet, horloge_du, etat, version)
    SELECT v.id, v.episode, v.praticien, e.departement, e.cpts, v.le, v.le, v.gravite, v.circonstances, v.mesures,
        CASE WHEN v.gravite IN ('grave', 'deces') THEN 'attendus' ELSE 'sans-objet' END,
        CASE WHEN v.gravite IN ('grave', 'deces') THEN v.le END,
        'signale', 1
    FROM evenement v JOIN episode e ON e.id = v.episode;
DROP TABLE evenement;
ALTER TABLE evenement_suivi RENAME TO evenement;

CREATE INDEX evenement_par_episode ON evenement (episode, le);
CREATE INDEX evenement_par_praticien ON evenement (praticien, signale_le);
CREATE INDEX evenement_par_departement ON evenement (departement, etat, signale_le, id);
CREATE INDEX evenement_en_attente ON evenement (horloge_du) WHERE volet IN ('attendus', 'declare');

CREATE TABLE evenement_fait (
    evenement  {uuid}   NOT NULL REFERENCES evenement (id),
    version    {entier} NOT NULL,
    instant    {entier} NOT NULL,
    compte     {uuid},
    pas        TEXT     NOT NULL,
    gravite    TEXT     NOT NULL,
    mots       {octets},
    PRIMARY KEY (evenement, version)
) {strict};

CREATE TABLE evenement_message (
    id         {uuid}   NOT NULL PRIMARY KEY,
    evenement  {uuid}   NOT NULL REFERENCES evenement (id),
    instant    {entier} NOT NULL,
    compte     {uuid}   NOT NULL,
    role       TEXT     NOT NULL CHECK (role IN ('mk', 'agent-ars')),
    texte      {octets} NOT NULL
) {strict};

CREATE INDEX message_par_evenement ON evenement_message (evenement, instant, id);

-- A reminder is told once, whatever the number of workers.
CREATE TABLE evenement_rappel (
    evenement   {uuid}   NOT NULL REFERENCES evenement (id),
    horloge_du  TEXT     NOT NULL,
    jalon       TEXT     NOT NULL,
    envoye_le   {entier} NOT NULL,
    PRIMARY KEY (evenement, horloge_du, jalon)
) {strict};
