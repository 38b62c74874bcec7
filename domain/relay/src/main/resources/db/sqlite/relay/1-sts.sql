-- MTA-STS policies of other domains (RFC 8461 §5.1): what is forgotten can be suppressed by somebody on the way.
CREATE TABLE sts_policy (
  domain     TEXT    PRIMARY KEY,    -- A-labels in small letters
  id         TEXT    NOT NULL,       -- of the record that announced it
  policy     TEXT    NOT NULL,       -- as RFC 8461 §3.2 writes it
  fetched_ms INTEGER NOT NULL,
  until_ms   INTEGER NOT NULL        -- the end of its max_age
) STRICT, WITHOUT ROWID;
