-- Why: whoever Pro Santé Connect vouches for, and nobody knows here, may open his account by one act of his own. What was
-- vouched for waits under the request that his browser holds, until he confirms or the hour is over.
ALTER TABLE demande_psc ADD COLUMN rpps TEXT;
ALTER TABLE demande_psc ADD COLUMN nom TEXT;
ALTER TABLE demande_psc ADD COLUMN prenom TEXT;
ALTER TABLE demande_psc ADD COLUMN offre_jusque {entier};
