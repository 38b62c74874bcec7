-- Addresses that stand for the senders of mail that we send on. The newest secret signs new ones; those before it count
-- as long as what they have signed. Secrets in Base64. Times are milliseconds since 1970.
CREATE TABLE srs_secret (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  secret TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT;

-- Senders that do not fit into a local part.
CREATE TABLE srs_sender (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  token TEXT NOT NULL UNIQUE,
  sender TEXT NOT NULL,
  used INTEGER NOT NULL
) STRICT;
CREATE INDEX srs_sender_used ON srs_sender (used);
