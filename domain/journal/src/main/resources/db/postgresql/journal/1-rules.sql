-- Whose mail is copied where. Directions are a set of INCOMING, OUTGOING and INTERNAL, with commas.
CREATE TABLE journal_rule (
  rule_id    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  whose      TEXT   NOT NULL,        -- *, @DOMAIN or an address
  directions TEXT   NOT NULL,
  stage      TEXT   NOT NULL,        -- RECEIVED or DELIVERED
  recipient  TEXT   NOT NULL
);
