-- Why: a piece of information material is counted for what can be shown of it: where it is read, or what proves it was given out.
ALTER TABLE support_information ADD COLUMN lien TEXT;
ALTER TABLE support_information ADD COLUMN preuve TEXT;
