-- Why: each step of a participation is told to those it concerns: in the application, and by e-mail when they want it.
-- A notification holds references only. Its e-mail is deposited in the outbox once, by the worker, unless it was read first.
CREATE TABLE notification (
    compte       {uuid}   NOT NULL REFERENCES compte (id),
    cle          TEXT     NOT NULL,
    nature       TEXT     NOT NULL,
    declaration  {uuid}   REFERENCES declaration (id),
    lien         TEXT     NOT NULL,
    deposee_le   {entier} NOT NULL,
    lue_le       {entier},
    courriel     TEXT     NOT NULL CHECK (courriel IN ('a-deposer', 'depose', 'sans')),
    PRIMARY KEY (compte, cle)
) {strict};

CREATE INDEX notification_par_compte ON notification (compte, deposee_le, cle);
CREATE INDEX notification_non_lue ON notification (compte) WHERE lue_le IS NULL;
CREATE INDEX notification_a_envoyer ON notification (deposee_le) WHERE courriel = 'a-deposer';
CREATE INDEX notification_par_declaration ON notification (declaration, compte);

ALTER TABLE compte ADD COLUMN courriel TEXT;
ALTER TABLE compte ADD COLUMN courriels TEXT NOT NULL DEFAULT 'aucun' CHECK (courriels IN ('aucun', 'avis'));
CREATE INDEX compte_par_praticien ON compte (praticien);
CREATE INDEX compte_par_cpts ON compte (cpts);
CREATE INDEX compte_par_role ON compte (role);
