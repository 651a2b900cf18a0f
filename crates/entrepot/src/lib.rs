//! Storage: one SQL on SQLite or PostgreSQL, the journal, the outbox, identities encrypted at rest.
