-- What is appended to mail of a domain. Directions are OUTGOING and INTERNAL.
CREATE TABLE disclaimer (
  domain_key TEXT COLLATE "C" NOT NULL,
  direction TEXT COLLATE "C" NOT NULL,
  domain TEXT NOT NULL,
  plain TEXT NOT NULL,
  html TEXT NOT NULL,
  changed BIGINT NOT NULL,
  PRIMARY KEY (domain_key, direction)
);
