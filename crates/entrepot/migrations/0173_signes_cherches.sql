-- Why: a bilan tells how many warning signs were looked for when its episode opened. The list of the product changes; what
-- was shown that day does not. Codes, separated by spaces; nothing where it is not known: episodes opened before, and those
-- that another software opened with its own list.
ALTER TABLE episode ADD COLUMN signes_cherches TEXT;
