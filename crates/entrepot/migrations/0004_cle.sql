-- Why: a base opened with another master key must say so at once, not show unreadable identities.
-- One row per key that has ever sealed something here: its identifier, which tells nothing of it.
CREATE TABLE cle (
    id  {octets} NOT NULL PRIMARY KEY
) {strict};
