-- Why: the same channel serves several people (paper for the patient and for the doctor): the line says for whom it is,
-- so that what is owed to each and the rates of delivery are read from the ledger.
ALTER TABLE remise ADD COLUMN destinataire TEXT NOT NULL DEFAULT 'medecin-traitant'
    CHECK (destinataire IN ('patient', 'medecin-traitant', 'autre-medecin', 'dmp', 'payeur'));
