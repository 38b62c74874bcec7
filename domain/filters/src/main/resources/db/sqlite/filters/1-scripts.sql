-- People's Sieve scripts, and what their scripts remember.

-- Who has scripts, or had.
CREATE TABLE filter_account (
  account_id INTEGER PRIMARY KEY,
  version    INTEGER NOT NULL,        -- one more with each change to any of the account's scripts
  active     TEXT                     -- the script that is run; null when none is
) STRICT;

CREATE TABLE filter_script (
  account_id INTEGER NOT NULL REFERENCES filter_account,
  name       TEXT    NOT NULL,        -- Unicode form NFC
  content    BLOB    NOT NULL,
  octets     INTEGER NOT NULL,
  changed_ms INTEGER NOT NULL,
  PRIMARY KEY (account_id, name)
) STRICT;

-- Who was answered (RFC 5230), what was seen (RFC 7352), what the owner was told. The key is a hash.
CREATE TABLE filter_memory (
  account_id INTEGER NOT NULL,
  key        TEXT    NOT NULL,
  expires_ms INTEGER NOT NULL,
  PRIMARY KEY (account_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX filter_memory_expires ON filter_memory (account_id, expires_ms);
