-- Why: most memberships end on a given day, often 31 December; those a list records are to be reminded of and to end too.
ALTER TABLE liste_a_declarer ADD COLUMN membre_au TEXT CHECK (membre_au IS NULL OR membre_au >= membre_du);
