-- Mailboxes and messages of the accounts of one partition.

-- What an account uses, and the counters that order its changes.
CREATE TABLE mail_account (
  account_id   INTEGER PRIMARY KEY,
  modseq       INTEGER NOT NULL,      -- last modification sequence given out (RFC 7162)
  uid_validity INTEGER NOT NULL,      -- last UIDVALIDITY given out
  bytes        INTEGER NOT NULL,      -- quota use: every message counts, in each mailbox that it is in
  messages     INTEGER NOT NULL
) STRICT;

CREATE TABLE mailbox (
  mailbox_id   INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id   INTEGER NOT NULL REFERENCES mail_account,
  name         TEXT    NOT NULL,      -- the whole path, levels parted by '/'
  special_use  TEXT,                  -- RFC 6154, without the backslash
  uid_validity INTEGER NOT NULL,
  uid_next     INTEGER NOT NULL,
  recent_uid   INTEGER NOT NULL,      -- UIDs from here on were in no session yet (RFC 3501 \Recent)
  modseq       INTEGER NOT NULL,      -- of the last change to a message in here
  row_modseq   INTEGER NOT NULL,      -- of the last change to this row's name or use
  messages     INTEGER NOT NULL,
  unseen       INTEGER NOT NULL,
  deleted      INTEGER NOT NULL,
  bytes        INTEGER NOT NULL,
  UNIQUE (account_id, name)
) STRICT;

-- Mailboxes that are gone, for those who ask what changed.
CREATE TABLE mailbox_gone (
  account_id INTEGER NOT NULL REFERENCES mail_account,
  modseq     INTEGER NOT NULL,
  mailbox_id INTEGER NOT NULL,
  PRIMARY KEY (account_id, modseq, mailbox_id)
) STRICT, WITHOUT ROWID;

-- Subscribed names outlive their mailboxes (RFC 9051 §6.3.7).
CREATE TABLE subscription (
  account_id INTEGER NOT NULL REFERENCES mail_account,
  name       TEXT    NOT NULL,
  PRIMARY KEY (account_id, name)
) STRICT, WITHOUT ROWID;

-- What never changes about a message; it may be in several mailboxes.
CREATE TABLE email (
  email_id     INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id   INTEGER NOT NULL REFERENCES mail_account,
  blob_id      INTEGER NOT NULL,
  size         INTEGER NOT NULL,
  received_ms  INTEGER NOT NULL,      -- INTERNALDATE
  sent_ms      INTEGER,               -- the Date field, if it could be read
  thread_id    INTEGER NOT NULL,
  base_subject TEXT    NOT NULL,      -- RFC 5256 §2.1
  summary      BLOB    NOT NULL,      -- wire/mail MessageSummary
  structure    BLOB    NOT NULL       -- wire/mail BodyPartCodec
) STRICT;
CREATE INDEX email_thread ON email (thread_id);

-- A message in a mailbox: narrow, because flags change often. Bits 0-4 of flags are \Seen \Answered \Flagged
-- \Deleted \Draft, bits 8-62 the keywords of the account.
CREATE TABLE message (
  mailbox_id INTEGER NOT NULL REFERENCES mailbox,
  uid        INTEGER NOT NULL,
  email_id   INTEGER NOT NULL REFERENCES email,
  flags      INTEGER NOT NULL,
  modseq     INTEGER NOT NULL,
  PRIMARY KEY (mailbox_id, uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_modseq ON message (mailbox_id, modseq);
CREATE INDEX message_email ON message (email_id);

-- Expunged UIDs (RFC 7162 VANISHED).
CREATE TABLE vanished (
  mailbox_id INTEGER NOT NULL REFERENCES mailbox,
  modseq     INTEGER NOT NULL,
  uid        INTEGER NOT NULL,
  PRIMARY KEY (mailbox_id, modseq, uid)
) STRICT, WITHOUT ROWID;

CREATE TABLE keyword (
  account_id INTEGER NOT NULL REFERENCES mail_account,
  slot       INTEGER NOT NULL,
  name       TEXT    NOT NULL,
  PRIMARY KEY (account_id, slot)
) STRICT, WITHOUT ROWID;

-- Which thread a message belongs to: a hash of message id and base subject for every id that it names.
CREATE TABLE thread_key (
  account_id INTEGER NOT NULL REFERENCES mail_account,
  hash       INTEGER NOT NULL,
  thread_id  INTEGER NOT NULL,
  PRIMARY KEY (account_id, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_key_thread ON thread_key (thread_id);
