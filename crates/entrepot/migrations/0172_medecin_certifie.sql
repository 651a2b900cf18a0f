-- Why: a doctor signs in with Pro Santé Connect under his RPPS number. Nothing on file says it, as the file of an MK does:
-- his account does. Accounts of other roles have none; several of one number is a mistake that the page tells.
ALTER TABLE compte ADD COLUMN rpps TEXT;
CREATE INDEX compte_par_rpps ON compte (rpps);

-- In which capacity somebody vouched for may open his account; an MK where nothing is said.
ALTER TABLE demande_psc ADD COLUMN qualite TEXT;
