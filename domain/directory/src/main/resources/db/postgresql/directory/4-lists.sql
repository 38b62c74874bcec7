-- Distribution lists. Members and owners are accounts, by their id, or addresses as of an alias's targets.
CREATE TABLE mailing_list (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  domain_id BIGINT NOT NULL REFERENCES domain (id),
  localpart TEXT NOT NULL,
  title TEXT NOT NULL,
  enabled BOOLEAN NOT NULL,
  posting TEXT NOT NULL,
  max_octets BIGINT NOT NULL,
  max_recipients INTEGER NOT NULL,
  created BIGINT NOT NULL
);

CREATE TABLE mailing_list_person (
  list_id BIGINT NOT NULL REFERENCES mailing_list (id),
  role TEXT NOT NULL,
  position INTEGER NOT NULL,
  account_id BIGINT REFERENCES account (id),
  address TEXT,
  address_key TEXT COLLATE "C",
  PRIMARY KEY (list_id, role, position),
  CHECK ((account_id IS NULL) <> (address IS NULL))
);
CREATE INDEX mailing_list_account ON mailing_list_person (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX mailing_list_address ON mailing_list_person (address_key) WHERE address_key IS NOT NULL;

-- An address is an account, an alias, a list, or what leads to a list's owners; never two of them.
ALTER TABLE address ADD COLUMN list_id BIGINT REFERENCES mailing_list (id);
ALTER TABLE address ADD COLUMN list_role TEXT;
ALTER TABLE address DROP CONSTRAINT address_check;
ALTER TABLE address ADD CHECK (num_nonnulls(account_id, alias_id, list_id) = 1);
ALTER TABLE address ADD CHECK ((list_id IS NULL) = (list_role IS NULL));
CREATE INDEX address_of_list ON address (list_id) WHERE list_id IS NOT NULL;
