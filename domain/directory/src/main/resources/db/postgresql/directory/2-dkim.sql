-- The keys that domains sign with. secret is PKCS #8 in PEM, not encrypted: the key to it would have
-- to lie beside it, and whoever may read this database may read everything else as well. A removed
-- key leaves its row without the secret, because its selector must never name another key.
CREATE TABLE dkim_key (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  domain_id BIGINT NOT NULL REFERENCES domain (id),
  selector TEXT COLLATE "C" NOT NULL,
  algorithm TEXT NOT NULL,
  secret TEXT NOT NULL,
  state TEXT NOT NULL,
  created BIGINT NOT NULL,
  activated BIGINT,
  retired BIGINT,
  removed BIGINT,
  UNIQUE (domain_id, selector)
);
