-- People's Sieve scripts, and what their scripts remember.

-- Who has scripts, or had.
CREATE TABLE filter_account (
  account_id BIGINT PRIMARY KEY,
  version    BIGINT NOT NULL,         -- one more with each change to any of the account's scripts
  active     TEXT                     -- the script that is run; null when none is
);

CREATE TABLE filter_script (
  account_id BIGINT NOT NULL REFERENCES filter_account,
  name       TEXT   NOT NULL,         -- Unicode form NFC
  content    BYTEA  NOT NULL,
  octets     BIGINT NOT NULL,
  changed_ms BIGINT NOT NULL,
  PRIMARY KEY (account_id, name)
);

-- Who was answered (RFC 5230), what was seen (RFC 7352), what the owner was told. The key is a hash.
CREATE TABLE filter_memory (
  account_id BIGINT NOT NULL,
  key        TEXT   NOT NULL,
  expires_ms BIGINT NOT NULL,
  PRIMARY KEY (account_id, key)
);
CREATE INDEX filter_memory_expires ON filter_memory (account_id, expires_ms);
