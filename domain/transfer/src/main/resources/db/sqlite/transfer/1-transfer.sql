-- What was brought over from other servers already, so that an import may be run again.

CREATE TABLE transferred (
  account_id INTEGER NOT NULL,
  mailbox_id INTEGER NOT NULL,
  mark       TEXT    NOT NULL,      -- of the message at its source: domain/transfer Mark
  PRIMARY KEY (account_id, mailbox_id, mark)
) STRICT, WITHOUT ROWID;
