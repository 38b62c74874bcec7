-- What is appended to mail of a domain. Directions are OUTGOING and INTERNAL.
CREATE TABLE disclaimer (
  domain_key TEXT NOT NULL,
  direction TEXT NOT NULL,
  domain TEXT NOT NULL,
  plain TEXT NOT NULL,
  html TEXT NOT NULL,
  changed INTEGER NOT NULL,
  PRIMARY KEY (domain_key, direction)
) STRICT, WITHOUT ROWID;
