-- Ids are never reused (identity), and removed domains and accounts leave their row as a
-- tombstone, so that whatever still names an id can say whose it was. Times are milliseconds since
-- 1970. Keys are the folded forms in which addresses and domains are compared, so they sort by
-- code point whatever the database's language is.
CREATE TABLE domain (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT COLLATE "C" NOT NULL,
  same_as BIGINT REFERENCES domain (id),
  enabled BOOLEAN NOT NULL,
  plus_separators TEXT NOT NULL,
  catch_all TEXT,
  catch_all_key TEXT COLLATE "C",
  administrator BIGINT,
  created BIGINT NOT NULL,
  deleted BIGINT
);
CREATE UNIQUE INDEX domain_by_name ON domain (name_key) WHERE deleted IS NULL;

CREATE TABLE account (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  domain_id BIGINT NOT NULL REFERENCES domain (id),
  localpart TEXT NOT NULL,
  display_name TEXT NOT NULL,
  display_name_key TEXT NOT NULL,
  enabled BOOLEAN NOT NULL,
  quota_bytes BIGINT NOT NULL,
  quota_messages BIGINT NOT NULL,
  partition_id INTEGER NOT NULL,
  admin BOOLEAN NOT NULL,
  created BIGINT NOT NULL,
  deleted BIGINT
);
CREATE INDEX account_admins ON account (id) WHERE admin AND deleted IS NULL;

ALTER TABLE domain ADD FOREIGN KEY (administrator) REFERENCES account (id);

CREATE TABLE alias (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  domain_id BIGINT NOT NULL REFERENCES domain (id),
  localpart TEXT NOT NULL,
  enabled BOOLEAN NOT NULL,
  created BIGINT NOT NULL
);

CREATE TABLE alias_target (
  alias_id BIGINT NOT NULL REFERENCES alias (id),
  position INTEGER NOT NULL,
  account_id BIGINT REFERENCES account (id),
  address TEXT,
  address_key TEXT COLLATE "C",
  PRIMARY KEY (alias_id, position),
  CHECK ((account_id IS NULL) <> (address IS NULL))
);
CREATE INDEX alias_target_account ON alias_target (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX alias_target_address ON alias_target (address_key) WHERE address_key IS NOT NULL;

-- The one list of addresses that exist: an address is an account or an alias, never both.
CREATE TABLE address (
  domain_id BIGINT NOT NULL REFERENCES domain (id),
  localpart_key TEXT COLLATE "C" NOT NULL,
  account_id BIGINT UNIQUE REFERENCES account (id),
  alias_id BIGINT UNIQUE REFERENCES alias (id),
  PRIMARY KEY (domain_id, localpart_key),
  CHECK ((account_id IS NULL) <> (alias_id IS NULL))
);

-- version rises with every new password and is never used twice for an account. password is an
-- Argon2id text or an older form; the SCRAM columns are "iterations,salt,stored key,server key".
CREATE TABLE credential (
  account_id BIGINT PRIMARY KEY REFERENCES account (id),
  version BIGINT NOT NULL,
  password TEXT,
  scram_sha_1 TEXT,
  scram_sha_256 TEXT,
  changed BIGINT NOT NULL
);

CREATE TABLE audit (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  object_kind TEXT NOT NULL,
  object_id BIGINT NOT NULL,
  object_name TEXT NOT NULL,
  object_name_key TEXT COLLATE "C" NOT NULL,
  state_before TEXT NOT NULL,
  state_after TEXT NOT NULL
);
CREATE INDEX audit_by_object ON audit (object_kind, object_id, id);
CREATE INDEX audit_by_name ON audit (object_name_key, id);
CREATE INDEX audit_by_time ON audit (at);

-- What the installation keeps for itself; secrets in Base64.
CREATE TABLE directory_value (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
