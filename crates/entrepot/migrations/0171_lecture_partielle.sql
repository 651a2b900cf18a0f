-- What was read online may leave aside dossiers that cannot be taken up, when an agent said so; a file never does.
ALTER TABLE demarche_lecture ADD COLUMN etendue TEXT NOT NULL DEFAULT 'entiere'
    CHECK (etendue IN ('entiere', 'partielle'));
