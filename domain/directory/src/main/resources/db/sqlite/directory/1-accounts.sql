-- Ids are never reused (AUTOINCREMENT), and removed domains and accounts leave their row as a
-- tombstone, so that whatever still names an id can say whose it was. Times are milliseconds since
-- 1970. Keys are the folded forms in which addresses and domains are compared.
CREATE TABLE domain (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  same_as INTEGER REFERENCES domain (id),
  enabled INTEGER NOT NULL,
  plus_separators TEXT NOT NULL,
  catch_all TEXT,
  catch_all_key TEXT,
  administrator INTEGER REFERENCES account (id),
  created INTEGER NOT NULL,
  deleted INTEGER
) STRICT;
CREATE UNIQUE INDEX domain_by_name ON domain (name_key) WHERE deleted IS NULL;

CREATE TABLE account (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  domain_id INTEGER NOT NULL REFERENCES domain (id),
  localpart TEXT NOT NULL,
  display_name TEXT NOT NULL,
  display_name_key TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  quota_bytes INTEGER NOT NULL,
  quota_messages INTEGER NOT NULL,
  partition_id INTEGER NOT NULL,
  admin INTEGER NOT NULL,
  created INTEGER NOT NULL,
  deleted INTEGER
) STRICT;
CREATE INDEX account_admins ON account (id) WHERE admin = 1 AND deleted IS NULL;

CREATE TABLE alias (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  domain_id INTEGER NOT NULL REFERENCES domain (id),
  localpart TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  created INTEGER NOT NULL
) STRICT;

CREATE TABLE alias_target (
  alias_id INTEGER NOT NULL REFERENCES alias (id),
  position INTEGER NOT NULL,
  account_id INTEGER REFERENCES account (id),
  address TEXT,
  address_key TEXT,
  PRIMARY KEY (alias_id, position),
  CHECK ((account_id IS NULL) <> (address IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_target_account ON alias_target (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX alias_target_address ON alias_target (address_key) WHERE address_key IS NOT NULL;

-- The one list of addresses that exist: an address is an account or an alias, never both.
CREATE TABLE address (
  domain_id INTEGER NOT NULL REFERENCES domain (id),
  localpart_key TEXT NOT NULL,
  account_id INTEGER UNIQUE REFERENCES account (id),
  alias_id INTEGER UNIQUE REFERENCES alias (id),
  PRIMARY KEY (domain_id, localpart_key),
  CHECK ((account_id IS NULL) <> (alias_id IS NULL))
) STRICT, WITHOUT ROWID;

-- version rises with every new password and is never used twice for an account. password is an
-- Argon2id text or an older form; the SCRAM columns are "iterations,salt,stored key,server key".
CREATE TABLE credential (
  account_id INTEGER PRIMARY KEY REFERENCES account (id),
  version INTEGER NOT NULL,
  password TEXT,
  scram_sha_1 TEXT,
  scram_sha_256 TEXT,
  changed INTEGER NOT NULL
) STRICT;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  object_kind TEXT NOT NULL,
  object_id INTEGER NOT NULL,
  object_name TEXT NOT NULL,
  object_name_key TEXT NOT NULL,
  state_before TEXT NOT NULL,
  state_after TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_object ON audit (object_kind, object_id, id);
CREATE INDEX audit_by_name ON audit (object_name_key, id);
CREATE INDEX audit_by_time ON audit (at);

-- What the installation keeps for itself; secrets in Base64.
CREATE TABLE directory_value (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
