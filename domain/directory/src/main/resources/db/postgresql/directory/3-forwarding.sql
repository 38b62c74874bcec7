-- Addresses that stand for the senders of mail that we send on. The newest secret signs new ones; those before it count
-- as long as what they have signed. Secrets in Base64. Times are milliseconds since 1970.
CREATE TABLE srs_secret (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  secret TEXT NOT NULL,
  created BIGINT NOT NULL
);

-- Senders that do not fit into a local part.
CREATE TABLE srs_sender (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  token TEXT COLLATE "C" NOT NULL UNIQUE,
  sender TEXT NOT NULL,
  used BIGINT NOT NULL
);
CREATE INDEX srs_sender_used ON srs_sender (used);
