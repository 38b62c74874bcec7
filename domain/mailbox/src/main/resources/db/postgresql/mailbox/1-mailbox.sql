-- Mailboxes and messages of the accounts of one partition.

-- What an account uses, and the counters that order its changes.
CREATE TABLE mail_account (
  account_id   BIGINT PRIMARY KEY,
  modseq       BIGINT NOT NULL,      -- last modification sequence given out (RFC 7162)
  uid_validity BIGINT NOT NULL,      -- last UIDVALIDITY given out
  bytes        BIGINT NOT NULL,      -- quota use: every message counts, in each mailbox that it is in
  messages     BIGINT NOT NULL
);

CREATE TABLE mailbox (
  mailbox_id   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id   BIGINT NOT NULL REFERENCES mail_account,
  name         TEXT    NOT NULL,      -- the whole path, levels parted by '/'
  special_use  TEXT,                  -- RFC 6154, without the backslash
  uid_validity BIGINT NOT NULL,
  uid_next     BIGINT NOT NULL,
  recent_uid   BIGINT NOT NULL,      -- UIDs from here on were in no session yet (RFC 3501 \Recent)
  modseq       BIGINT NOT NULL,      -- of the last change to a message in here
  row_modseq   BIGINT NOT NULL,      -- of the last change to this row's name or use
  messages     BIGINT NOT NULL,
  unseen       BIGINT NOT NULL,
  deleted      BIGINT NOT NULL,
  bytes        BIGINT NOT NULL,
  UNIQUE (account_id, name)
);

-- Mailboxes that are gone, for those who ask what changed.
CREATE TABLE mailbox_gone (
  account_id BIGINT NOT NULL REFERENCES mail_account,
  modseq     BIGINT NOT NULL,
  mailbox_id BIGINT NOT NULL,
  PRIMARY KEY (account_id, modseq, mailbox_id)
);

-- Subscribed names outlive their mailboxes (RFC 9051 §6.3.7).
CREATE TABLE subscription (
  account_id BIGINT NOT NULL REFERENCES mail_account,
  name       TEXT    NOT NULL,
  PRIMARY KEY (account_id, name)
);

-- What never changes about a message; it may be in several mailboxes.
CREATE TABLE email (
  email_id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id   BIGINT NOT NULL REFERENCES mail_account,
  blob_id      BIGINT NOT NULL,
  size         BIGINT NOT NULL,
  received_ms  BIGINT NOT NULL,      -- INTERNALDATE
  sent_ms      BIGINT,               -- the Date field, if it could be read
  thread_id    BIGINT NOT NULL,
  base_subject TEXT    NOT NULL,      -- RFC 5256 §2.1
  summary      BYTEA    NOT NULL,      -- wire/mail MessageSummary
  structure    BYTEA    NOT NULL       -- wire/mail BodyPartCodec
);
CREATE INDEX email_thread ON email (thread_id);

-- A message in a mailbox: narrow, because flags change often. Bits 0-4 of flags are \Seen \Answered \Flagged
-- \Deleted \Draft, bits 8-62 the keywords of the account.
CREATE TABLE message (
  mailbox_id BIGINT NOT NULL REFERENCES mailbox,
  uid        BIGINT NOT NULL,
  email_id   BIGINT NOT NULL REFERENCES email,
  flags      BIGINT NOT NULL,
  modseq     BIGINT NOT NULL,
  PRIMARY KEY (mailbox_id, uid)
);
CREATE INDEX message_modseq ON message (mailbox_id, modseq);
CREATE INDEX message_email ON message (email_id);

-- Expunged UIDs (RFC 7162 VANISHED).
CREATE TABLE vanished (
  mailbox_id BIGINT NOT NULL REFERENCES mailbox,
  modseq     BIGINT NOT NULL,
  uid        BIGINT NOT NULL,
  PRIMARY KEY (mailbox_id, modseq, uid)
);

CREATE TABLE keyword (
  account_id BIGINT NOT NULL REFERENCES mail_account,
  slot       BIGINT NOT NULL,
  name       TEXT    NOT NULL,
  PRIMARY KEY (account_id, slot)
);

-- Which thread a message belongs to: a hash of message id and base subject for every id that it names.
CREATE TABLE thread_key (
  account_id BIGINT NOT NULL REFERENCES mail_account,
  hash       BIGINT NOT NULL,
  thread_id  BIGINT NOT NULL,
  PRIMARY KEY (account_id, hash)
);
CREATE INDEX thread_key_thread ON thread_key (thread_id);
