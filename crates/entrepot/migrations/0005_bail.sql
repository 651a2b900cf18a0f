-- Why: some tasks must run on one node at a time; the holder renews its lease, another takes it once it has ended.
CREATE TABLE bail (
    nom      TEXT     NOT NULL PRIMARY KEY,
    preneur  {uuid}   NOT NULL,
    jusqu_a  {entier} NOT NULL
) {strict};
