-- Addresses and domains that get no mail from here.
CREATE TABLE suppression (
  pattern_key TEXT    PRIMARY KEY,   -- the folded address, or @ and the folded domain
  pattern     TEXT    NOT NULL,      -- as it was given
  reason      TEXT    NOT NULL,
  since_ms    INTEGER NOT NULL,
  until_ms    INTEGER                -- null: for ever
) STRICT, WITHOUT ROWID;
