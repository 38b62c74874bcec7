-- Annotations of mailboxes and of the server (RFC 5464). What was removed stays as a row without a value, for those who
-- ask what changed.
CREATE TABLE metadata (
  account_id BIGINT NOT NULL REFERENCES mail_account,
  mailbox_id BIGINT NOT NULL,      -- 0 for the server
  user_id    BIGINT NOT NULL,      -- whose /private entry; 0 for /shared
  entry      TEXT   NOT NULL,      -- in lower case
  value      BYTEA,
  modseq     BIGINT NOT NULL,      -- of the last change
  PRIMARY KEY (account_id, mailbox_id, user_id, entry)
);

-- What authorizes URLs (RFC 4467 §2.2).
CREATE TABLE mailbox_key (
  account_id BIGINT NOT NULL REFERENCES mail_account,
  mailbox_id BIGINT NOT NULL,
  user_id    BIGINT NOT NULL,
  secret     BYTEA  NOT NULL,
  PRIMARY KEY (account_id, mailbox_id, user_id)
);
