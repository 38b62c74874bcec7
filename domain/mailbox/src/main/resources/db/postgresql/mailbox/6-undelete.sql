-- Emails that were expunged from the last mailbox they were in, and can be put back for some time. They have no row in
-- message, and no row here has one there; their text, thread and search index stay as they are.
CREATE TABLE expunged (
  account_id   BIGINT NOT NULL REFERENCES mail_account,
  expunged_ms  BIGINT NOT NULL,
  email_id     BIGINT NOT NULL REFERENCES email,
  mailbox_id   BIGINT NOT NULL,      -- may be gone
  mailbox_name TEXT   NOT NULL,      -- as it was then, to make it again
  flags        BIGINT NOT NULL,
  PRIMARY KEY (account_id, expunged_ms, email_id)
);
CREATE UNIQUE INDEX expunged_email ON expunged (email_id);
CREATE INDEX expunged_time ON expunged (expunged_ms);

-- What these take, apart from the quota's use.
ALTER TABLE mail_account ADD COLUMN expunged_bytes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE mail_account ADD COLUMN expunged_messages BIGINT NOT NULL DEFAULT 0;
