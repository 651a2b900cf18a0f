-- Why: an import is written little by little under its number and shows only once it is whole, so that
-- nobody waits for it and a stopped one leaves nothing to see. What an activity is (as oneself, or in the
-- place of somebody else) was not kept before.
ALTER TABLE annuaire_import ADD COLUMN etat TEXT NOT NULL DEFAULT 'en-place'
    CHECK (etat IN ('en-cours', 'en-place'));
ALTER TABLE annuaire_attente ADD COLUMN cadre TEXT;
ALTER TABLE annuaire_activite ADD COLUMN cadre TEXT NOT NULL DEFAULT 'inconnu';
