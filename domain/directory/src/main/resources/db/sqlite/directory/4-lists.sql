-- Distribution lists. Members and owners are accounts, by their id, or addresses as of an alias's targets.
CREATE TABLE mailing_list (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  domain_id INTEGER NOT NULL REFERENCES domain (id),
  localpart TEXT NOT NULL,
  title TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  posting TEXT NOT NULL,
  max_octets INTEGER NOT NULL,
  max_recipients INTEGER NOT NULL,
  created INTEGER NOT NULL
) STRICT;

CREATE TABLE mailing_list_person (
  list_id INTEGER NOT NULL REFERENCES mailing_list (id),
  role TEXT NOT NULL,
  position INTEGER NOT NULL,
  account_id INTEGER REFERENCES account (id),
  address TEXT,
  address_key TEXT,
  PRIMARY KEY (list_id, role, position),
  CHECK ((account_id IS NULL) <> (address IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX mailing_list_account ON mailing_list_person (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX mailing_list_address ON mailing_list_person (address_key) WHERE address_key IS NOT NULL;

-- An address is an account, an alias, a list, or what leads to a list's owners; never two of them. A check cannot be
-- changed, so the table is made again.
CREATE TABLE address_again (
  domain_id INTEGER NOT NULL REFERENCES domain (id),
  localpart_key TEXT NOT NULL,
  account_id INTEGER UNIQUE REFERENCES account (id),
  alias_id INTEGER UNIQUE REFERENCES alias (id),
  list_id INTEGER REFERENCES mailing_list (id),
  list_role TEXT,
  PRIMARY KEY (domain_id, localpart_key),
  CHECK ((account_id IS NOT NULL) + (alias_id IS NOT NULL) + (list_id IS NOT NULL) = 1),
  CHECK ((list_id IS NULL) = (list_role IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO address_again (domain_id, localpart_key, account_id, alias_id)
  SELECT domain_id, localpart_key, account_id, alias_id FROM address;
DROP TABLE address;
ALTER TABLE address_again RENAME TO address;
CREATE INDEX address_of_list ON address (list_id) WHERE list_id IS NOT NULL;
