-- Messages that cannot go as they are where only lines of text go (POP3): few, so that others cost nothing. What was
-- stored before this step counts as fit to go.
CREATE TABLE odd_email (
  account_id       INTEGER NOT NULL REFERENCES mail_account,
  email_id         INTEGER NOT NULL,
  eight_bit_header INTEGER NOT NULL,  -- 1: a header has octets beyond ASCII
  is_binary        INTEGER NOT NULL,  -- 1: a part is labelled binary
  utf8_octets      INTEGER,           -- octets as sent to who takes UTF-8 in headers; unknown until somebody asks
  ascii_octets     INTEGER,           -- the same to who does not
  PRIMARY KEY (account_id, email_id)
) STRICT, WITHOUT ROWID;
