-- Why: an agent finds again the files he worked on, and an MK declared twice is found by name as well as by number.
CREATE INDEX declaration_fait_par_compte ON declaration_fait (compte, declaration);
