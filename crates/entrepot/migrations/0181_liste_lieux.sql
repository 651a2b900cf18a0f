-- Why: an MK of a list may practise in several departments, or at several places of one: the CPTS says which ones his
-- declaration stands for. Places where he is on file, joined by commas; a department where only the directory knows him.
ALTER TABLE liste_ligne ADD COLUMN departement TEXT;
ALTER TABLE liste_ligne ADD COLUMN lieux TEXT NOT NULL DEFAULT '';
