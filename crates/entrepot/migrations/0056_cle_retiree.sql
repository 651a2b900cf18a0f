-- Why: a signing key that leaked signs nothing that may be believed: it leaves the published list, for good, and the day it
-- did is kept. A table of its own: the keys themselves are recorded by a later migration, and again at each start.
CREATE TABLE cle_retiree (
    publique    {octets} NOT NULL PRIMARY KEY,
    retiree_le  {entier} NOT NULL
) {strict};
