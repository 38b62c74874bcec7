-- Annotations of mailboxes and of the server (RFC 5464). What was removed stays as a row without a value, for those who
-- ask what changed.
CREATE TABLE metadata (
  account_id INTEGER NOT NULL REFERENCES mail_account,
  mailbox_id INTEGER NOT NULL,      -- 0 for the server
  user_id    INTEGER NOT NULL,      -- whose /private entry; 0 for /shared
  entry      TEXT    NOT NULL,      -- in lower case
  value      BLOB,
  modseq     INTEGER NOT NULL,      -- of the last change
  PRIMARY KEY (account_id, mailbox_id, user_id, entry)
) STRICT, WITHOUT ROWID;

-- What authorizes URLs (RFC 4467 §2.2).
CREATE TABLE mailbox_key (
  account_id INTEGER NOT NULL REFERENCES mail_account,
  mailbox_id INTEGER NOT NULL,
  user_id    INTEGER NOT NULL,
  secret     BLOB    NOT NULL,
  PRIMARY KEY (account_id, mailbox_id, user_id)
) STRICT, WITHOUT ROWID;
