-- Why: a person may address a document to a doctor who is not the patient's own: the line says who he is, sealed. Where it
-- says so, the delivery is somebody's choice, and nothing learnt later of the patient's doctor moves it.
ALTER TABLE remise ADD COLUMN medecin {octets};
